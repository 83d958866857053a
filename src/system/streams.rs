//! The standard streams: without buffers, which nobody wipes, and known to be closed where they are.

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind};

use anyhow::{Context, Error, Result, bail};

use super::{blocking, report};
use crate::message::hinted;
use crate::secret::Secret;

/// The reader of stdout has gone away. That is no trouble: there is nobody left to write for.
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
    // Nothing is lost where nobody listens.
    blocking::write_all(&unbuffered_stdout()?, text.as_bytes()).map_err(stdout_error)
}

/// Makes sure that stdout is open.
pub fn ready() -> Result<()> {
    stdout().map(drop)
}

/// Writes the whole of a result to stdout.
pub fn bytes(bytes: &[u8]) -> Result<()> {
    blocking::write_all(&stdout()?, bytes).map_err(stdout_error)
}

/// Writes a value that is not drawn, such as a hash, to stdout.
pub fn value(value: &Secret) -> Result<()> {
    bytes(value.as_bytes())
}

/// Writes a value that cannot be had again, such as a code or the step to store, to stdout.
///
/// # Errors
/// Stdout is closed, or its reader has gone away: nobody has `what`, which a message names.
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
/// It is closed.
pub fn stdout() -> Result<File> {
    if is_closed(&io::stdout()) {
        return Err(hinted(
            "stdout is closed, or is /dev/null opened for reading and writing as programs do for no output, so the value would be lost",
            "write it with --output FILE",
        ));
    }
    unbuffered_stdout()
}

/// Stdout, for values that go elsewhere too. Where it is closed, a line on stderr says that they are
/// not printed.
pub fn stdout_if_any() -> Result<File> {
    if is_closed(&io::stdout()) {
        // There is nothing to be done where stderr is closed too.
        let _ = report::note("secrets: stdout is closed or /dev/null, so the value is not printed");
    }
    unbuffered_stdout()
}

/// Stdout without the standard library's buffer, which is not wiped and hides a failing descriptor.
fn unbuffered_stdout() -> Result<File> {
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned();
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned();
    Ok(File::from(owned.context("stdout is closed")?))
}

/// Whether a standard stream was closed when the program began.
///
/// The standard library opens /dev/null in the place of a closed descriptor, for reading and
/// writing, so that no other file gets its number. A shell's `>/dev/null` is for writing only, but
/// other programs open it for both: what is written there is as lost.
#[cfg(unix)]
pub fn is_closed(stream: &impl std::os::fd::AsFd) -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let (Ok(mode), Ok(here)) = (fcntl_getfl(stream), fstat(stream)) else {
        return true;
    };
    if !mode.contains(OFlags::RDWR) {
        return false;
    }
    // Where there is no /dev/null, nothing has been opened in its place.
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
