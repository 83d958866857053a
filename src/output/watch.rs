//! `--watch`: lines on the terminal that are updated until a signal ends the program.

use std::io::{self, IsTerminal};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use terminal_size::terminal_size_of;

use crate::message::hinted;
use crate::secret::Secret;
use crate::system::blocking;
use crate::system::signals::Ending;
use crate::system::streams::{stdout, stdout_error};

/// Shows lines and updates them every second until Ctrl-C, TERM or HUP, then erases them.
///
/// `lines` gets the number of columns and appends the lines, each but the last with a newline. The modes
/// of the terminal are not changed.
///
/// # Errors
/// Stdout is no terminal, or the terminal has too few lines.
pub fn watch(mut lines: impl FnMut(usize, &mut Secret) -> Result<()>) -> Result<()> {
    if !io::stdout().is_terminal() {
        return Err(hinted(
            "--watch is for a terminal, and stdout is not a terminal",
            "leave out --watch for the code alone",
        ));
    }
    let stdout = stdout()?;
    let end = Ending::listen().context("signals cannot be received")?;
    let mut text = Secret::with_capacity(1024);
    let mut shown = Secret::with_capacity(1024);
    loop {
        let (columns, height) = terminal_size_of(&stdout)
            .map_or((usize::MAX, usize::MAX), |size| {
                (usize::from(size.0.0), usize::from(size.1.0))
            });
        text.truncate(0);
        lines(columns, &mut text)?;
        let breaks = breaks_of(&text);
        if breaks >= height {
            blocking::write_all(&stdout, shown_again(&shown, ERASE_BELOW).as_bytes())
                .map_err(stdout_error)?;
            return Err(hinted(
                format!(
                    "{} accounts do not fit on a terminal of {height} lines",
                    breaks + 1
                ),
                "make the window larger, or choose one with --account NAME",
            ));
        }
        let mut next = shown_again(&shown, b"");
        for line in text.as_bytes().split_inclusive(|byte| *byte == b'\n') {
            let content = line.strip_suffix(b"\n").unwrap_or(line);
            next.extend(content);
            next.extend(ERASE_REST);
            if content.len() < line.len() {
                next.extend(b"\r\n");
            }
        }
        blocking::write_all(&stdout, next.as_bytes()).map_err(stdout_error)?;
        std::mem::swap(&mut text, &mut shown);
        if end.comes_within(to_next_second())? {
            break;
        }
    }
    blocking::write_all(&stdout, shown_again(&shown, ERASE_BELOW).as_bytes()).map_err(stdout_error)
}

/// Erases from the cursor to the end of the line (ECMA-48, EL).
const ERASE_REST: &[u8] = b"\x1b[K";

/// Erases from the cursor to the end of the screen (ECMA-48, ED).
const ERASE_BELOW: &[u8] = b"\x1b[J";

/// The sequence that moves the cursor to the start of the shown text, followed by `what`.
fn shown_again(shown: &Secret, what: &[u8]) -> Secret {
    let mut moves = Secret::with_capacity(1024);
    moves.push(b'\r');
    let breaks = breaks_of(shown);
    if breaks > 0 {
        // Moves the cursor up (ECMA-48, CUU).
        moves.extend(b"\x1b[");
        moves.push_decimal(breaks as u64);
        moves.push(b'A');
    }
    moves.extend(what);
    moves
}

/// The number of newlines in the text.
fn breaks_of(text: &Secret) -> usize {
    text.as_bytes().split(|byte| *byte == b'\n').count() - 1
}

fn to_next_second() -> Duration {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let elapsed = since.map_or(0, |since| since.subsec_nanos());
    Duration::from_nanos(1_000_000_000 - u64::from(elapsed))
}
