//! A line at the terminal that is kept up to date until it is no longer wanted.

use std::io::{self, IsTerminal};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::message::hinted;
use crate::secret::Secret;
use crate::system::blocking;
use crate::system::signals::Ending;
use crate::system::streams::{stdout, stdout_error};

/// Shows the line that `line` appends and updates it every second, until Ctrl-C, TERM or HUP; then
/// erases it. The modes of the terminal stay as they are.
///
/// # Errors
/// Stdout is no terminal.
pub fn watch(mut line: impl FnMut(&mut Secret) -> Result<()>) -> Result<()> {
    if !io::stdout().is_terminal() {
        return Err(hinted(
            "--watch is for a terminal, and stdout is not a terminal",
            "leave out --watch for the code alone",
        ));
    }
    let stdout = stdout()?;
    let end = Ending::listen().context("signals cannot be received")?;
    let mut shown = Secret::with_capacity(64);
    loop {
        shown.truncate(0);
        shown.push(b'\r');
        line(&mut shown)?;
        shown.extend(ERASE_REST);
        blocking::write_all(&stdout, shown.as_bytes()).map_err(stdout_error)?;
        if end.comes_within(to_next_second())? {
            break;
        }
    }
    let erased = [b"\r", ERASE_REST].concat();
    blocking::write_all(&stdout, &erased).map_err(stdout_error)
}

/// ECMA-48, EL: from the cursor to the end of the line.
const ERASE_REST: &[u8] = b"\x1b[K";

fn to_next_second() -> Duration {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let elapsed = since.map_or(0, |since| since.subsec_nanos());
    Duration::from_nanos(1_000_000_000 - u64::from(elapsed))
}
