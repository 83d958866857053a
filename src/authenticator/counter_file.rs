//! A counter in a file, which is never used twice.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::authenticator::oath;
use crate::files::kept_file;
use crate::files::new_file::{NewFile, directory};
use crate::input::source::Source;
use crate::message::{as_word, hinted};

/// More bytes are no counter.
const MAX_LENGTH: usize = 64;

/// The counter of a file that no other run can read until this is dropped.
pub struct CounterFile {
    path: PathBuf,
    counter: u64,
    /// Of the directory, because the file is replaced, and a lock on it would go with it.
    _lock: File,
}

/// A counter file that has its next counter already, and that no other run can read until this is
/// dropped.
pub struct Advanced {
    before: CounterFile,
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

    /// Puts `counter` on the disk as the next one. After that the others are used up, whatever happens,
    /// unless they are put back.
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
    /// Puts the counter back that was there before: its code has reached nobody.
    pub fn put_back(self) -> Result<()> {
        self.before.write(self.before.counter)
    }
}
