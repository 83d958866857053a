//! The interface of `signals` on systems without them: Ctrl-C ends the program at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
    steps()
}

pub fn report_size_limit() {}

/// A file that is removed when this is dropped. Ctrl-C can leave it behind.
pub struct Removed(PathBuf);

impl Removed {
    pub fn create<T>(create: impl FnOnce() -> io::Result<(T, PathBuf)>) -> io::Result<(T, Self)> {
        create().map(|(created, file)| (created, Self(file)))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// A request to end the program, which never arrives on these systems.
pub struct Ending;

impl Ending {
    pub fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    pub fn comes_within(&self, time: Duration) -> io::Result<bool> {
        std::thread::sleep(time);
        Ok(false)
    }
}
