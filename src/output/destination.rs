//! The destination of values: stdout, a new file or the clipboard.

use std::fs::File;
use std::io::IsTerminal;

use anyhow::{Error, Result, anyhow, ensure};

use super::clipboard::{Clipboard, MAX_COPIED};
use super::picture::check_fits;
use crate::files::new_file::{NewFile, publish};
use crate::secret::Secret;
use crate::system::blocking;
use crate::system::streams::stdout_error;
use crate::text::qr::Picture;

/// The size of a pipe for a long value, in bytes: the most that Linux allows any user.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

pub enum Destination {
    Stdout(File),
    NewFile(NewFile),
    /// The clipboard, and the text to copy.
    Clipboard(Clipboard, Secret),
}

impl Destination {
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout(file) => blocking::write_all(&*file, bytes).map_err(stdout_error),
            Self::NewFile(file) => file.write(bytes),
            Self::Clipboard(_, text) => {
                let length = (text.len() + bytes.len()) as u64;
                ensure!(length <= MAX_COPIED, too_long_to_copy());
                text.extend(bytes);
                Ok(())
            }
        }
    }

    /// Publishes the values and the files that belong to them.
    pub fn finish(self, mut files: Vec<NewFile>) -> Result<()> {
        match self {
            Self::Stdout(_) => publish(&files),
            Self::NewFile(file) => {
                files.push(file);
                publish(&files)
            }
            Self::Clipboard(mut clipboard, text) => {
                clipboard.copy(&text)?;
                if let Err(error) = publish(&files) {
                    let _ = clipboard.clear(&text);
                    return Err(error);
                }
                clipboard.wait_and_clear(&text)
            }
        }
    }

    /// Makes a pipe larger, so that its ends wait less for each other. A failure only makes it slower.
    pub fn widen(&self) {
        #[cfg(target_os = "linux")]
        if let Self::Stdout(stdout) = self {
            let _ = rustix::pipe::fcntl_setpipe_size(stdout, PIPE);
        }
    }

    /// Checks that the terminal is large enough for `picture`.
    pub fn check_fits(&self, picture: &Picture) -> Result<()> {
        match self {
            Self::Stdout(stdout) if stdout.is_terminal() => {
                check_fits(stdout, picture, "ask for a shorter value")
            }
            _ => Ok(()),
        }
    }
}

pub fn too_long_to_copy() -> Error {
    anyhow!("--copy takes at most {MAX_COPIED} bytes")
}
