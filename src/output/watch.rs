//! A line at the terminal that is kept up to date until it is no longer wanted.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use super::{stdout, stdout_error};
use crate::message::hinted;
use crate::secret::Secret;

/// Shows the line that `line` appends, anew at the beginning of each second, until Ctrl-C or the
/// signal TERM comes; then takes it away. No mode of the terminal is changed.
///
/// # Errors
/// Stdout is no terminal.
pub fn watch(mut line: impl FnMut(&mut Secret) -> Result<()>) -> Result<()> {
    if !io::stdout().is_terminal() {
        return Err(hinted(
            "--watch is for a terminal, and stdout is none",
            "leave out --watch for the code alone",
        ));
    }
    let mut stdout = stdout()?;
    let end = End::listen().context("signals cannot be received")?;
    let mut shown = Secret::with_capacity(64);
    loop {
        shown.truncate(0);
        shown.push(b'\r');
        line(&mut shown)?;
        shown.extend(ERASE_REST);
        stdout.write_all(shown.as_bytes()).map_err(stdout_error)?;
        if end.comes_within(to_next_second())? {
            break;
        }
    }
    let erased = [b"\r", ERASE_REST].concat();
    stdout.write_all(&erased).map_err(stdout_error)
}

/// ECMA-48, EL: from the cursor to the end of the line.
const ERASE_REST: &[u8] = b"\x1b[K";

fn to_next_second() -> Duration {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let elapsed = since.map_or(0, |since| since.subsec_nanos());
    Duration::from_nanos(1_000_000_000 - u64::from(elapsed))
}

/// The user's wish to end, which comes as a signal.
#[cfg(unix)]
struct End(std::os::unix::net::UnixStream);

#[cfg(unix)]
impl End {
    fn listen() -> io::Result<Self> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let (receiver, sender) = std::os::unix::net::UnixStream::pair()?;
        signal_hook::low_level::pipe::register(SIGINT, sender.try_clone()?)?;
        signal_hook::low_level::pipe::register(SIGTERM, sender)?;
        Ok(Self(receiver))
    }

    fn comes_within(&self, time: Duration) -> io::Result<bool> {
        use std::io::{ErrorKind, Read};
        self.0.set_read_timeout(Some(time))?;
        match (&self.0).read_exact(&mut [0]) {
            Ok(()) => Ok(true),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => Ok(false),
                _ => Err(error),
            },
        }
    }
}

/// Elsewhere Ctrl-C ends the program as it does others.
#[cfg(not(unix))]
struct End;

#[cfg(not(unix))]
impl End {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    fn comes_within(&self, time: Duration) -> io::Result<bool> {
        std::thread::sleep(time);
        Ok(false)
    }
}
