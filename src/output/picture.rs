//! QR codes at the terminal.

use std::io;
#[cfg(unix)]
use std::os::fd::AsFd as Descriptor;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Descriptor;

use anyhow::{Context, Result};
use terminal_size::terminal_size_of;

use crate::message::hinted;
use crate::secret::Secret;
use crate::system::blocking;
use crate::text::qr::Picture;

/// Draws a picture of `text` on the terminal of stderr.
///
/// # Errors
/// It does not fit there.
pub fn draw(text: &Secret, picture: &Picture) -> Result<()> {
    check_fits(&io::stderr(), picture, "take --qr-output FILE")?;
    let drawn = blocking::write_all(io::stderr(), text.as_bytes());
    drawn.context("the QR code could not be drawn on stderr")
}

/// Makes sure that a terminal, if `stream` is one that knows its size, shows the picture whole, with
/// the cursor below it. `otherwise` is another way out.
pub fn check_fits(stream: &impl Descriptor, picture: &Picture, otherwise: &str) -> Result<()> {
    let Some((columns, lines)) = terminal_size_of(stream) else {
        return Ok(());
    };
    let (columns, lines) = (usize::from(columns.0), usize::from(lines.0));
    let problem = match (picture.width(), picture.lines() + 1) {
        (width, _) if width > columns => {
            format!("{width} columns wide, and the terminal has {columns}")
        }
        (_, height) if height > lines => {
            format!("{height} lines high with the cursor, and the terminal has {lines}")
        }
        _ => return Ok(()),
    };
    Err(hinted(
        format!("the QR code is {problem}"),
        format!("make the window larger or its letters smaller, or {otherwise}"),
    ))
}
