//! QR codes on the terminal and in files.

use std::ffi::OsStr;
use std::io;
#[cfg(unix)]
use std::os::fd::AsFd as Descriptor;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Descriptor;

use std::path::Path;

use anyhow::{Context, Result, bail};
use terminal_size::terminal_size_of;

use crate::files::new_file::NewFile;
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::blocking;
use crate::text::qr::Picture;

/// Draws a picture on the terminal of stderr. `text` is the picture as text.
///
/// # Errors
/// The picture does not fit.
pub fn draw(text: &Secret, picture: &Picture) -> Result<()> {
    check_fits(&io::stderr(), picture, "take --qr-output FILE")?;
    let drawn = blocking::write_all(io::stderr(), text.as_bytes());
    drawn.context("the QR code could not be drawn on stderr")
}

/// Checks that the terminal `stream` is large enough for the picture and a line for the cursor. Other
/// streams always fit. `otherwise` is another solution for the hint.
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

/// A new file for a picture.
pub struct PictureFile {
    file: NewFile,
    format: PictureFormat,
}

#[derive(Clone, Copy)]
enum PictureFormat {
    Svg,
    Png,
}

impl PictureFile {
    /// Creates the file of `--qr-output`. The extension of `path` decides the format.
    ///
    /// # Errors
    /// The extension is unknown, or the file can't be written.
    pub fn create(path: &Path, replace: bool) -> Result<Self> {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let format = match extension.to_ascii_lowercase().as_str() {
            "svg" => PictureFormat::Svg,
            "png" => PictureFormat::Png,
            _ => bail!(
                "--qr-output {} ends in neither .svg nor .png",
                path.display()
            ),
        };
        Ok(Self {
            file: NewFile::create(path, replace)?,
            format,
        })
    }

    /// Writes the picture into the file, which must then be published.
    pub fn write(mut self, picture: &Picture) -> Result<NewFile> {
        let mut drawn = Secret::with_capacity(8 * 1024);
        match self.format {
            PictureFormat::Svg => picture.svg(&mut drawn),
            PictureFormat::Png => picture.png(&mut drawn),
        }
        self.file.write(drawn.as_bytes())?;
        Ok(self.file)
    }
}
