//! Reads and writes that block even on non-blocking descriptors, and that translate at consoles of Windows.
//!
//! The processes of a pipeline share descriptors such as stderr, and any of them can set `O_NONBLOCK`.
//! Reads and writes then fail with `EAGAIN`. The functions here wait with poll(2) and try again.

use std::io::{self, ErrorKind, Read, Write};
#[cfg(unix)]
use std::os::fd::AsFd as Descriptor;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Descriptor;

#[cfg(windows)]
use super::console;

/// Waits for bytes and reads them. 0 bytes are the end.
pub fn read(mut from: impl Read + Descriptor, room: &mut [u8]) -> io::Result<usize> {
    #[cfg(windows)]
    if let Some(read) = console::read(&from, room) {
        return read;
    }
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
#[cfg_attr(
    windows,
    expect(clippy::needless_pass_by_value, reason = "Unix writes to it itself")
)]
pub fn write_all(to: impl Write + Descriptor, mut bytes: &[u8]) -> io::Result<()> {
    #[cfg(windows)]
    if let Some(written) = console::write_all(&to, bytes) {
        return written;
    }
    #[cfg(unix)]
    let mut to = to;
    // The standard library would say nothing of a stderr that can't be written.
    #[cfg(windows)]
    let mut to = std::fs::File::from(to.as_handle().try_clone_to_owned()?);
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

/// Windows does not report `WouldBlock`.
#[cfg(windows)]
fn poll(_: &impl Descriptor, _: Wait) -> io::Result<()> {
    Err(ErrorKind::WouldBlock.into())
}

/// Calls `attempt`, which opens or moves a file.
#[cfg(unix)]
pub fn while_held<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    attempt()
}

/// Calls `attempt`, which opens or moves a file, and calls it again for two seconds while another
/// process holds the file, as virus scanners and editors do for a moment.
#[cfg(windows)]
pub fn while_held<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    use std::time::{Duration, Instant};
    let end = Instant::now() + Duration::from_secs(2);
    loop {
        match attempt() {
            Err(error) if is_held(&error) && Instant::now() < end => {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

/// Whether another process may hold the file: a sharing or lock violation. A file that is about to be
/// deleted, and one that is open where another is to replace it, are "access denied".
#[cfg(windows)]
pub fn is_held(error: &io::Error) -> bool {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    let code = error.raw_os_error();
    code.is_some_and(|code| [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION].contains(&code))
}
