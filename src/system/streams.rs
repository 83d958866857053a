//! The standard streams, without the buffers of the standard library, which are not wiped.

use std::fmt;
use std::fs::{File, Metadata};
#[cfg(windows)]
use std::io::stdout as descriptor;
use std::io::{self, ErrorKind};

use anyhow::{Context, Error, Result, bail};
// On Unix the standard library would make its buffer first, which takes two pages of memory.
#[cfg(unix)]
use rustix::stdio::stdout as descriptor;

use super::{blocking, identity, report};
use crate::message::hinted;
use crate::secret::Secret;

/// The reader of stdout has gone away. This is no error: there is nobody left to write for.
#[derive(Debug)]
pub struct ReaderGone;

impl fmt::Display for ReaderGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader of stdout has gone away")
    }
}

impl std::error::Error for ReaderGone {}

/// Writes a text of the program itself, such as its help or a man page, to stdout.
pub fn text(text: &str) -> Result<()> {
    // Nothing is lost if stdout is closed.
    blocking::write_all(&unbuffered_stdout()?, text.as_bytes()).map_err(stdout_error)
}

/// Checks that stdout is open.
pub fn ready() -> Result<()> {
    stdout().map(drop)
}

/// Writes a whole result to stdout.
pub fn bytes(bytes: &[u8]) -> Result<()> {
    blocking::write_all(&stdout()?, bytes).map_err(stdout_error)
}

/// Writes a value, such as a hash, to stdout.
pub fn value(value: &Secret) -> Result<()> {
    bytes(value.as_bytes())
}

/// Writes a value that cannot be made again, such as a code or the step to store, to stdout. `what`
/// names it in a message.
///
/// # Errors
/// Stdout is closed, or its reader has gone away: then the value is lost.
pub fn hand_over(value: &Secret, what: &str) -> Result<()> {
    let written = bytes(value.as_bytes());
    match written {
        Err(error) if error.is::<ReaderGone>() => {
            bail!("the reader of stdout has gone away, so {what} is lost")
        }
        written => written,
    }
}

pub fn stdout_error(error: io::Error) -> Error {
    if is_reader_gone(&error) {
        return Error::new(ReaderGone);
    }
    Error::new(error).context("stdout could not be written")
}

/// Whether a pipe has no reader any more.
fn is_reader_gone(error: &io::Error) -> bool {
    /// What Windows says of a named pipe whose other end was closed; the standard library knows its two
    /// other answers, 109 and 232.
    const PIPE_NOT_CONNECTED: i32 = 233;
    error.kind() == ErrorKind::BrokenPipe
        || cfg!(windows) && error.raw_os_error() == Some(PIPE_NOT_CONNECTED)
}

/// Stdout, for values.
///
/// # Errors
/// Stdout is closed.
pub fn stdout() -> Result<File> {
    if is_closed(&descriptor()) {
        return Err(hinted(
            "stdout is closed, or is /dev/null opened for reading and writing as programs do for no output, so the value would be lost",
            "write it with --output FILE",
        ));
    }
    unbuffered_stdout()
}

/// Stdout, for values that are also written elsewhere. If it is closed, a line on stderr says that they
/// are not printed.
pub fn stdout_if_any() -> Result<File> {
    if is_closed(&descriptor()) {
        // If stderr is closed too, nothing can be done.
        let _ = report::note("secrets: stdout is closed or /dev/null, so the value is not printed");
    }
    unbuffered_stdout()
}

/// Whether stdout is an empty file, and not the one that stderr writes to.
pub fn is_stdout_empty_file() -> bool {
    let (Ok(out), Ok(err)) = (duplicate(&io::stdout()), duplicate(&io::stderr())) else {
        return false;
    };
    let is_empty = |found: Metadata| found.is_file() && found.len() == 0;
    out.metadata().is_ok_and(is_empty) && identity::of(&out).ok() != identity::of(&err).ok()
}

/// Stdout without the buffer of the standard library, which is not wiped and hides errors.
fn unbuffered_stdout() -> Result<File> {
    duplicate(&descriptor()).context("stdout is closed")
}

/// A standard stream as a file, which shares its position.
#[cfg(unix)]
pub fn duplicate(stream: &impl std::os::fd::AsFd) -> io::Result<File> {
    stream.as_fd().try_clone_to_owned().map(File::from)
}

/// A standard stream as a file, which shares its position.
#[cfg(windows)]
pub fn duplicate(stream: &impl std::os::windows::io::AsHandle) -> io::Result<File> {
    stream.as_handle().try_clone_to_owned().map(File::from)
}

/// Whether a standard stream was closed when the program began.
///
/// The standard library replaces a closed descriptor by /dev/null, opened for reading and writing, so
/// that no other file gets its number. A shell's `>/dev/null` is opened only for writing. Other
/// programs may open /dev/null for both, and what is written there is lost too.
#[cfg(unix)]
pub fn is_closed(stream: &impl std::os::fd::AsFd) -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let (Ok(mode), Ok(here)) = (fcntl_getfl(stream), fstat(stream)) else {
        return true;
    };
    if !mode.contains(OFlags::RDWR) {
        return false;
    }
    // Without a /dev/null the standard library can't have opened it.
    stat("/dev/null").is_ok_and(|null| here.st_rdev == null.st_rdev && here.st_ino == null.st_ino)
}

/// Whether a standard stream was closed when the program began, or the program was started without any,
/// as services are.
#[cfg(windows)]
pub fn is_closed(stream: &impl std::os::windows::io::AsHandle) -> bool {
    use std::os::windows::io::AsRawHandle;
    let handle = stream.as_handle();
    // The second number is that of a failure, and is a handle of the process itself.
    let is_none = [0, usize::MAX].contains(&handle.as_raw_handle().addr());
    is_none || handle.try_clone_to_owned().is_err()
}
