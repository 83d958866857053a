//! The identity of a file, which is equal for all its names.

#[cfg(unix)]
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;

/// The device or volume of a file, and the file's number there.
pub type Identity = (u64, u64);

/// The identity of an open file, directory or pipe.
///
/// # Errors
/// `file` is a character device. Reads from a device, such as a terminal, return new data each time.
#[cfg(unix)]
pub fn of(file: &File) -> io::Result<Identity> {
    numbers(&file.metadata()?)
}

/// The identity of the file, directory or pipe at `path`.
///
/// # Errors
/// `path` does not exist, or is a character device.
#[cfg(unix)]
pub fn at(path: &Path) -> io::Result<Identity> {
    numbers(&fs::metadata(path)?)
}

/// How many names the file at `path` has.
#[cfg(unix)]
pub fn names(path: &Path) -> io::Result<u64> {
    fs::metadata(path).map(|found| std::os::unix::fs::MetadataExt::nlink(&found))
}

#[cfg(unix)]
fn numbers(found: &fs::Metadata) -> io::Result<Identity> {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    if found.file_type().is_char_device() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok((found.dev(), found.ino()))
}

/// The identity of an open file or directory.
///
/// # Errors
/// `file` is a console or a pipe.
#[cfg(windows)]
pub fn of(file: &File) -> io::Result<Identity> {
    winapi_util::file::information(file).map(|found| numbers(&found))
}

/// The identity of the file or directory at `path`.
///
/// # Errors
/// `path` does not exist.
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
