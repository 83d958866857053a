//! A counter in a file, which is never used twice.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::authenticator::oath;
#[cfg(unix)]
use crate::files::lock::lock as wait_for_lock;
use crate::files::new_file::{NewFile, publish};
use crate::message::{as_word, hinted};

/// More is no counter.
const MAX_LENGTH: u64 = 64;

/// The counter of a file which no other process can read until this is dropped.
pub struct CounterFile {
    /// Locked for as long as it is open.
    _file: File,
    path: PathBuf,
    counter: u64,
}

/// A counter file that has its next counter already, and which no other process can read until this is
/// dropped.
pub struct Advanced {
    /// The file that was there before, and the one in its place. Both are locked: who waits for the
    /// first one finds out that it was replaced, and waits for the second.
    before: CounterFile,
    _file: NewFile,
}

impl CounterFile {
    /// Waits for the file's lock and reads the counter, a decimal number.
    ///
    /// # Errors
    /// There is no such file, or it has something else in it.
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

    /// Puts `counter` on the disk as the next one. After that the others are used up, whatever happens,
    /// unless they are put back.
    pub fn advance(self, counter: u64) -> Result<Advanced> {
        let file = self.write(counter)?;
        Ok(Advanced {
            before: self,
            _file: file,
        })
    }

    /// Replaces the file. The new one is locked before it is in its place.
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
    /// Puts the counter back that was there before: its code has reached nobody.
    pub fn put_back(self) -> Result<()> {
        self.before.write(self.before.counter).map(drop)
    }
}

/// Waits for the lock of `file`, and tells whether it is still the one at `path`: whoever had the
/// lock before may have put another in its place.
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
