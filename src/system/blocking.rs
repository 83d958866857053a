//! Reads and writes that block even on non-blocking descriptors.
//!
//! The processes of a pipeline share descriptors such as stderr, and any of them can set `O_NONBLOCK`.
//! Reads and writes then fail with `EAGAIN`. The functions here wait with poll(2) and try again.

use std::io::{self, ErrorKind, Read, Write};
#[cfg(unix)]
use std::os::fd::AsFd as Descriptor;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Descriptor;

/// Waits for bytes and reads them. 0 bytes are the end.
pub fn read(mut from: impl Read + Descriptor, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(room) {
            Err(error) => wait(&from, Wait::ToRead, error)?,
            read => return read,
        }
    }
}

/// Writes all of `bytes`.
///
/// # Errors
/// The reader is gone, or the descriptor fails otherwise.
pub fn write_all(mut to: impl Write + Descriptor, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match to.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) => wait(&to, Wait::ToWrite, error)?,
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Wait {
    ToRead,
    ToWrite,
}

/// Waits until a read or write that failed with `error` can be tried again. Returns `error` if that is
/// no use.
fn wait(on: &impl Descriptor, wait: Wait, error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::Interrupted => Ok(()),
        ErrorKind::WouldBlock => poll(on, wait),
        _ => Err(error),
    }
}

#[cfg(unix)]
fn poll(on: &impl Descriptor, wait: Wait) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let ready = match wait {
        Wait::ToRead => PollFlags::IN,
        Wait::ToWrite => PollFlags::OUT,
    };
    match poll(&mut [PollFd::new(on, ready)], None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Other systems do not report `WouldBlock`.
#[cfg(not(unix))]
fn poll(_: &impl Descriptor, _: Wait) -> io::Result<()> {
    Err(ErrorKind::WouldBlock.into())
}
