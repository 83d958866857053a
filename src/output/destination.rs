//! The place where values go: stdout, a new file or the clipboard.

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

/// Bytes that a pipe holds while a long value goes through it: what Linux allows to any user.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

pub enum Destination {
    Stdout(File),
    NewFile(NewFile),
    /// With all that is to be copied.
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

    /// Puts the values in their place, and with them the files that belong to them.
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

    /// Lets a pipe hold more, so that its two ends wait for each other less. A pipe that refuses is
    /// only slower.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(clippy::unused_self, reason = "only Linux has pipes of other sizes")
    )]
    pub fn widen(&self) {
        #[cfg(target_os = "linux")]
        if let Self::Stdout(stdout) = self {
            let _ = rustix::pipe::fcntl_setpipe_size(stdout, PIPE);
        }
    }

    /// Makes sure that a terminal shows `picture` whole.
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
