//! Blocking reads and writes, also on descriptors that are set to non-blocking.
//!
//! Processes of a pipeline share descriptors such as stderr, and one of them can set `O_NONBLOCK`. A
//! read or write then fails with "try again"; here it waits with poll(2) and goes on.

use std::io::{self, ErrorKind, Read, Write};
#[cfg(unix)]
use std::os::fd::AsFd as Descriptor;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Descriptor;

/// Reads what is there; 0 bytes mean the end.
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

/// Returns when what failed with `error` can be tried again, or with `error` if it can't.
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

/// Elsewhere nothing answers so.
#[cfg(not(unix))]
fn poll(_: &impl Descriptor, _: Wait) -> io::Result<()> {
    Err(ErrorKind::WouldBlock.into())
}
