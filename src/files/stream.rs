//! Paths of descriptors such as /dev/stdout, of pipes and of devices. They are written to directly and never
//! replaced.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::system::streams::{self, is_closed};

/// The most symbolic links that are followed, as on Linux.
const MAX_LINKS: usize = 40;

/// Whether `path` names a descriptor of this process, a pipe, a socket or a device.
pub fn is_stream(path: &Path) -> bool {
    descriptor(path).is_some()
        || fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Opens `path` for writing. `None` if it is a file.
///
/// # Errors
/// `path` can't be opened for writing, or is a disk.
pub fn open(path: &Path) -> Result<Option<File>> {
    let shown = path.display();
    let opened = match descriptor(path) {
        Some(1) => streams::stdout(),
        Some(2) => stderr(),
        Some(number) => opened(&PathBuf::from(format!("/dev/fd/{number}"))),
        None if is_stream(path) => {
            #[cfg(unix)]
            {
                use std::os::unix::fs::FileTypeExt;
                let is_disk = fs::metadata(path)?.file_type().is_block_device();
                ensure!(
                    !is_disk,
                    "{shown} is a disk, and no secret is written over it"
                );
            }
            opened(path)
        }
        None => return Ok(None),
    };
    opened
        .map(Some)
        .with_context(|| format!("{shown} cannot be written"))
}

/// Opens `path` for appending, because there may be a file behind a descriptor.
fn opened(path: &Path) -> Result<File> {
    OpenOptions::new()
        .append(true)
        .open(path)
        .map_err(|error| anyhow!(error))
}

fn stderr() -> Result<File> {
    if is_closed(&io::stderr()) {
        bail!("it is closed");
    }
    #[cfg(unix)]
    let owned = std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned()?;
    #[cfg(windows)]
    let owned = std::os::windows::io::AsHandle::as_handle(&io::stderr()).try_clone_to_owned()?;
    Ok(File::from(owned))
}

/// The number of the descriptor that `path` names, directly or through symbolic links.
fn descriptor(path: &Path) -> Option<u32> {
    if !cfg!(unix) {
        return None;
    }
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match path.to_str() {
            Some("/dev/stdout") => return Some(1),
            Some("/dev/stderr") => return Some(2),
            _ => {}
        }
        let number = ["/dev/fd", "/proc/self/fd"]
            .iter()
            .find_map(|directory| path.strip_prefix(directory).ok()?.to_str()?.parse().ok());
        if number.is_some() {
            return number;
        }
        let target = fs::read_link(&path).ok()?;
        path = path.parent().unwrap_or(Path::new("/")).join(target);
    }
    None
}
