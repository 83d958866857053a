//! A file that is complete or absent.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::message::hinted;

/// A file written beside its target, readable by the user alone from its first byte, and moved into
/// place by [`NewFile::publish`]. Dropped before that, it is removed and the target is untouched.
pub struct NewFile {
    file: File,
    temporary: PathBuf,
    target: PathBuf,
    replace: bool,
}

impl NewFile {
    /// Begins a file that is to become `path`, replacing what is there if `replace`.
    ///
    /// # Errors
    /// `path` exists and `replace` is false, it is no regular file, or its directory can't be
    /// written.
    pub fn create(path: &Path, replace: bool) -> Result<Self> {
        let shown = path.display();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => bail!("{shown} is a directory"),
            Ok(found) if !found.is_file() => bail!("{shown} is not a regular file"),
            Ok(_) if !replace => return Err(exists(path)),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if path.is_symlink() {
                    bail!("{shown} is a symbolic link to nothing");
                }
            }
            Err(error) => return Err(anyhow!(error).context(format!("{shown} cannot be written"))),
        }
        // Behind a link, it is the file it points to that is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if target.file_name().is_none() {
            bail!("{shown} is not the name of a file");
        }
        let (file, temporary) = create_beside(&target)
            .with_context(|| format!("{} cannot be written to", directory(&target).display()))?;
        Ok(Self {
            file,
            temporary,
            target,
            replace,
        })
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.file.write_all(bytes);
        written.with_context(|| format!("{} could not be written", self.target.display()))
    }

    /// Gives the file the owner and the permissions that the one it replaces has.
    ///
    /// # Errors
    /// Only root can give a file to somebody else.
    #[cfg(unix)]
    pub fn belong_as(&self, found: &fs::Metadata, mode: u32) -> Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let ours = self.file.metadata()?;
        if (ours.uid(), ours.gid()) != (found.uid(), found.gid()) {
            let owned = std::os::unix::fs::fchown(&self.file, Some(found.uid()), Some(found.gid()));
            owned.with_context(|| {
                format!(
                    "{} belongs to another user or group, and cannot be kept so",
                    self.target.display()
                )
            })?;
        }
        Ok(self
            .file
            .set_permissions(fs::Permissions::from_mode(mode))?)
    }

    /// Puts the complete file in its place once it is on the disk.
    pub fn publish(self) -> Result<()> {
        let shown = self.target.display();
        self.file
            .sync_all()
            .with_context(|| format!("{shown} could not be written"))?;
        if self.replace {
            fs::rename(&self.temporary, &self.target)
        } else {
            move_to_new(&self.temporary, &self.target)
        }
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(&self.target),
            _ => anyhow!(error).context(format!("{shown} could not be written")),
        })?;
        sync_directory(directory(&self.target))
            .with_context(|| format!("{shown} could not be made to last"))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // After `publish` there is nothing under this name any more.
        let _ = fs::remove_file(&self.temporary);
    }
}

fn exists(path: &Path) -> anyhow::Error {
    hinted(
        format!("{} exists", path.display()),
        "replace it with --force",
    )
}

/// The directory of a file; that of a bare name is the current one.
pub fn directory(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Creates a file of mode 0600 under a free name in the directory of `target`.
fn create_beside(target: &Path) -> std::io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut number = 0;
    loop {
        let temporary =
            directory(target).join(format!(".secrets-{}-{number}.tmp", std::process::id()));
        match options.open(&temporary) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            opened => return opened.map(|file| (file, temporary)),
        }
    }
}

/// Moves `from` to `to` unless `to` exists.
fn move_to_new(from: &Path, to: &Path) -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // The file system does not know the flag; most of those know links.
            Err(Errno::INVAL | Errno::NOSYS) => {}
            moved => return Ok(moved?),
        }
    }
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

/// Makes the directory's new entry last through a crash.
fn sync_directory(directory: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(directory)?.sync_all()
    } else {
        Ok(())
    }
}
