//! Which file a name leads to: two names of one file lead to the same numbers.

#[cfg(unix)]
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;

/// The device or volume of a file, and its number there.
pub type Identity = (u64, u64);

/// The numbers of an open file or directory.
#[cfg(unix)]
pub fn of(file: &File) -> io::Result<Identity> {
    file.metadata().map(|found| numbers(&found))
}

/// The numbers of the file or directory at `path`.
#[cfg(unix)]
pub fn at(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|found| numbers(&found))
}

/// How many names the file at `path` has.
#[cfg(unix)]
pub fn names(path: &Path) -> io::Result<u64> {
    fs::metadata(path).map(|found| std::os::unix::fs::MetadataExt::nlink(&found))
}

#[cfg(unix)]
fn numbers(found: &fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

/// The numbers of an open file or directory.
#[cfg(windows)]
pub fn of(file: &File) -> io::Result<Identity> {
    winapi_util::file::information(file).map(|found| numbers(&found))
}

/// The numbers of the file or directory at `path`.
#[cfg(windows)]
pub fn at(path: &Path) -> io::Result<Identity> {
    information(path).map(|found| numbers(&found))
}

/// How many names the file at `path` has.
#[cfg(windows)]
pub fn names(path: &Path) -> io::Result<u64> {
    information(path).map(|found| found.number_of_links())
}

#[cfg(windows)]
fn information(path: &Path) -> io::Result<winapi_util::file::Information> {
    winapi_util::file::information(winapi_util::Handle::from_path_any(path)?)
}

#[cfg(windows)]
fn numbers(found: &winapi_util::file::Information) -> Identity {
    (found.volume_serial_number(), found.file_index())
}
