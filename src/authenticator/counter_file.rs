//! A counter in a file. No value of the counter is used twice.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::authenticator::oath;
#[cfg(unix)]
use crate::files::lock::lock as wait_for_lock;
use crate::files::new_file::{NewFile, publish};
use crate::message::{as_word, hinted};

/// The most bytes that are read from a counter file. A counter is shorter.
const MAX_LENGTH: u64 = 64;

/// A locked counter file. No other process can read it until this is dropped.
pub struct CounterFile {
    /// Holds the lock while it is open.
    _file: File,
    path: PathBuf,
    counter: u64,
}

/// A locked counter file whose next counter is already written.
pub struct Advanced {
    /// The file that was replaced. It stays locked: a process that waits for its lock then sees that
    /// the file was replaced, and waits for the new file.
    before: CounterFile,
    /// The new file, locked too.
    _file: NewFile,
}

impl CounterFile {
    /// Waits for the lock of the file and reads the counter, a decimal number.
    ///
    /// # Errors
    /// The file does not exist, can't be locked, or does not have a counter.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        if fs::exists(path).is_ok_and(|exists| !exists) {
            return Err(hinted(
                format!("{shown} does not exist, so there is no counter to go on from"),
                format!(
                    "begin with the counter of the new secret, as in: echo 0 >{}",
                    as_word(&shown.to_string())
                ),
            ));
        }
        ensure!(!path.is_dir(), "{shown} is a directory");
        let file = loop {
            let file = OpenOptions::new().read(true).write(true).open(path);
            let file = file.with_context(|| format!("{shown} cannot be opened"))?;
            if lock(&file, path).with_context(|| format!("{shown} cannot be locked"))? {
                break file;
            }
        };
        let mut text = String::new();
        let read = (&file).take(MAX_LENGTH).read_to_string(&mut text);
        let counter = read
            .ok()
            .and_then(|_| oath::counter(text.trim_ascii_end()).ok());
        let Some(counter) = counter else {
            bail!(
                "{shown} is not a counter: it must be a whole number of at most 2^60 and nothing else"
            );
        };
        Ok(Self {
            _file: file,
            path: path.to_owned(),
            counter,
        })
    }

    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// Writes `counter` to the disk as the next counter. All counters before it are then used up,
    /// even after a crash, unless `Advanced::put_back` is called.
    pub fn advance(self, counter: u64) -> Result<Advanced> {
        let file = self.write(counter)?;
        Ok(Advanced {
            before: self,
            _file: file,
        })
    }

    /// Replaces the file. The new file is locked before it is moved into place.
    fn write(&self, counter: u64) -> Result<NewFile> {
        let mut file = NewFile::create(&self.path, true)?;
        file.write(format!("{counter}\n").as_bytes())?;
        #[cfg(unix)]
        file.lock()?;
        publish(std::slice::from_ref(&file))?;
        Ok(file)
    }
}

impl Advanced {
    /// Restores the previous counter, because nobody has received its code.
    pub fn put_back(self) -> Result<()> {
        self.before.write(self.before.counter).map(drop)
    }
}

/// Waits for the lock of `file`. Returns whether `file` is still at `path`: the process that held the
/// lock may have replaced it.
#[cfg(unix)]
fn lock(file: &File, path: &Path) -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    wait_for_lock(file, path)?;
    let identity = |found: fs::Metadata| (found.dev(), found.ino());
    let here = identity(file.metadata()?);
    Ok(fs::metadata(path).is_ok_and(|found| identity(found) == here))
}

#[cfg(not(unix))]
fn lock(_: &File, _: &Path) -> Result<bool> {
    bail!("counter files are for Unix systems")
}
