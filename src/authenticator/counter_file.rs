//! A counter in a file. No value of the counter is used twice.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::authenticator::oath;
use crate::files::kept_file;
use crate::files::new_file::{NewFile, directory};
use crate::input::source::Source;
use crate::message::{as_word, hinted};

/// The most bytes that are read from a counter file. A counter is shorter.
const MAX_LENGTH: usize = 64;

/// The file of a counter. No other run can use the counter until this is dropped.
pub struct CounterFile {
    path: PathBuf,
    counter: u64,
    /// Of the directory, because the file is replaced, and a lock on it would go with it.
    _lock: File,
}

/// A counter file whose next counter is already written. No other run can use it until this is dropped.
pub struct Advanced {
    before: CounterFile,
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
        ensure!(path.is_file(), "{shown} is not a regular file");
        // Behind a link, it is the file it points to that is replaced.
        let path = if path.is_symlink() {
            dunce::canonicalize(path).with_context(|| format!("{shown} cannot be opened"))?
        } else {
            path.to_owned()
        };
        let lock = kept_file::lock(directory(&path))?;
        let text = Source::File(path.clone()).read(MAX_LENGTH)?;
        let text = std::str::from_utf8(text.as_bytes()).ok();
        let counter = text.and_then(|text| oath::counter(text.trim_ascii_end()).ok());
        let Some(counter) = counter else {
            bail!(
                "{shown} is not a counter: it must be a whole number of at most 2^60 and nothing else"
            );
        };
        Ok(Self {
            path,
            counter,
            _lock: lock,
        })
    }

    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// Writes `counter` to the disk as the next counter. All counters before it are then used up,
    /// even after a crash, unless `Advanced::put_back` is called.
    pub fn advance(self, counter: u64) -> Result<Advanced> {
        self.write(counter)?;
        Ok(Advanced { before: self })
    }

    /// Replaces the file.
    fn write(&self, counter: u64) -> Result<()> {
        let mut file = NewFile::create(&self.path, true)?;
        file.write(format!("{counter}\n").as_bytes())?;
        file.publish()
    }
}

impl Advanced {
    /// Restores the previous counter, because nobody has received its code.
    pub fn put_back(self) -> Result<()> {
        self.before.write(self.before.counter)
    }
}
