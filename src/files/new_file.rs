//! A file that is complete or absent.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow, bail};

#[cfg(target_os = "linux")]
use super::attributes;
use super::stream;
use super::temporary_name::{self, clear_stale, with_free_name};
use crate::message::hinted;
use crate::system::blocking::{self, while_held};
use crate::system::signals::{Removed, uninterrupted};

/// A file that is written beside its target and moved into place by [`publish`]. Only the user can read it,
/// from its first byte on. If it is dropped before, it is removed and the target is unchanged.
///
/// If Linux and the file system allow it, the file has no name until it is published, so that even a killed
/// process leaves no file behind.
pub struct NewFile {
    file: File,
    /// The temporary name, if the file has a name.
    temporary: Option<Removed>,
    target: PathBuf,
    replace: bool,
    /// Whether the target is a descriptor, pipe or device, which is written to directly.
    is_stream: bool,
}

impl NewFile {
    /// Creates a file that will become `path`. An existing file is replaced if `replace` is true. A
    /// descriptor, pipe or device is written to directly.
    ///
    /// # Errors
    /// `path` exists and `replace` is false, `path` is no regular file, or its directory can't be
    /// written.
    pub fn create(path: &Path, replace: bool) -> Result<Self> {
        let shown = path.display();
        if let Some(file) = stream::open(path)? {
            return Ok(Self {
                file,
                temporary: None,
                target: path.to_owned(),
                replace: true,
                is_stream: true,
            });
        }
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
        // The target of a symbolic link is replaced.
        Self::begin(
            dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
            replace,
        )
    }

    /// Creates a file that will become `path` itself: a symbolic link is replaced, and not its target.
    ///
    /// # Errors
    /// The directory can't be written.
    pub fn create_unlinked(path: &Path, replace: bool) -> Result<Self> {
        Self::begin(path.to_owned(), replace)
    }

    fn begin(target: PathBuf, replace: bool) -> Result<Self> {
        if target.file_name().is_none() {
            bail!("{} is not the name of a file", target.display());
        }
        let (file, temporary) = create_in(directory(&target))
            .map_err(|error| unusable(error, directory(&target), "written to"))?;
        Ok(Self {
            file,
            temporary,
            target,
            replace,
            is_stream: false,
        })
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = if self.is_stream {
            blocking::write_all(&self.file, bytes)
        } else {
            self.file.write_all(bytes)
        };
        written.with_context(|| format!("{} could not be written", self.target.display()))
    }

    /// Sets the permissions, which are 0600 by default.
    #[cfg(unix)]
    pub fn set_mode(&self, mode: u32) -> Result<()> {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        Ok(self.file.set_permissions(permissions)?)
    }

    /// Sets the permissions to `mode`, and copies the owner and the attributes of the replaced file.
    ///
    /// # Errors
    /// The owner differs, and only root can change it, or an attribute cannot be set.
    #[cfg(unix)]
    pub fn belong_as(&self, found: &fs::Metadata, mode: u32) -> Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if self.is_stream {
            return Ok(());
        }
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
        #[cfg(target_os = "linux")]
        if attributes::copy(&self.target, &self.file)? {
            // The permissions of the group are the mask of the list, which would be lost with them.
            let mode = found.permissions().mode() & 0o7770;
            return Ok(self
                .file
                .set_permissions(fs::Permissions::from_mode(mode))?);
        }
        Ok(self
            .file
            .set_permissions(fs::Permissions::from_mode(mode))?)
    }

    /// Syncs the complete file and moves it into place.
    pub fn publish(self) -> Result<()> {
        publish(&[self])
    }

    /// Whether both files have the same target.
    pub fn is_same_file(&self, other: &Self) -> bool {
        if self.is_stream || other.is_stream {
            return self.target == other.target;
        }
        let place = |file: &Self| {
            let directory = fs::canonicalize(directory(&file.target)).ok();
            directory.zip(file.target.file_name().map(ToOwned::to_owned))
        };
        place(self) == place(other)
    }

    /// Syncs the content to the disk.
    pub fn sync(&self) -> Result<()> {
        if self.is_stream {
            return Ok(());
        }
        let synced = self.file.sync_all();
        synced.with_context(|| format!("{} could not be written", self.target.display()))
    }

    /// Moves the file into place.
    fn place(&self) -> Result<()> {
        if self.is_stream {
            return Ok(());
        }
        let shown = self.target.display();
        self.name().map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(&self.target),
            _ => anyhow!(error).context(format!("{shown} could not be written")),
        })?;
        sync_directory(directory(&self.target)).map_err(|error| {
            self.withdraw();
            anyhow!(error).context(format!("{shown} could not be made to last"))
        })
    }

    /// Removes the published file, unless it replaced another file.
    fn withdraw(&self) {
        if !self.replace {
            let _ = fs::remove_file(&self.target);
        }
    }
}

impl NewFile {
    /// Gives the file the name of its target.
    fn name(&self) -> io::Result<()> {
        let temporary = self.temporary.as_ref().map(Removed::path);
        match temporary {
            None if self.replace => {
                clear_stale(directory(&self.target));
                uninterrupted(|| self.replace_through_a_name())
            }
            None => link(&self.file, &self.target),
            Some(temporary) if self.replace => {
                uninterrupted(|| while_held(|| fs::rename(temporary, &self.target)))
            }
            Some(temporary) => uninterrupted(|| move_to_new(temporary, &self.target)),
        }
    }

    /// Replaces the target by the unnamed file. The file needs a temporary name for a moment, because only
    /// a named file can replace another.
    fn replace_through_a_name(&self) -> io::Result<()> {
        let ((), temporary) =
            with_free_name(directory(&self.target), |name| link(&self.file, name))?;
        fs::rename(&temporary, &self.target).inspect_err(|_| {
            let _ = fs::remove_file(&temporary);
        })
    }
}

/// Syncs all complete files, then moves them into place.
///
/// If a file can't be moved, the files before it are removed again. Files that replaced another file can't
/// be restored, and the error names them.
pub fn publish(files: &[NewFile]) -> Result<()> {
    files.iter().try_for_each(NewFile::sync)?;
    for (index, file) in files.iter().enumerate() {
        if let Err(error) = file.place() {
            let before = &files[..index];
            before.iter().for_each(NewFile::withdraw);
            let replaced: Vec<String> = before
                .iter()
                .filter(|file| file.replace)
                .map(|file| file.target.display().to_string())
                .collect();
            return Err(if replaced.is_empty() {
                error
            } else {
                error.context(format!(
                    "{} had been replaced when a file could not be, and all others are as they were",
                    replaced.join(", ")
                ))
            });
        }
    }
    Ok(())
}

fn exists(path: &Path) -> anyhow::Error {
    hinted(
        format!("{} exists", path.display()),
        "name another file; --force replaces this one, and what it holds is lost",
    )
}

/// The directory of a file. For a bare name this is the current directory.
pub fn directory(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The error of a `directory` that cannot be `done` what is needed.
pub fn unusable(error: io::Error, directory: &Path, done: &str) -> Error {
    let shown = directory.display();
    if error.kind() == io::ErrorKind::NotFound && !directory.exists() {
        return anyhow!("there is no directory {shown}");
    }
    anyhow!(error).context(format!("{shown} cannot be {done}"))
}

/// Creates a file with mode 0600 in `directory`, without a name if possible.
fn create_in(directory: &Path) -> io::Result<(File, Option<Removed>)> {
    let (file, temporary) = match create_unnamed(directory) {
        Some(file) => (file, None),
        None => create_named(directory).map(|(file, name)| (file, Some(name)))?,
    };
    // A umask can remove permissions of the owner.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok((file, temporary))
}

fn create_named(directory: &Path) -> io::Result<(File, Removed)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    temporary_name::create(directory, |name| options.open(name))
}

/// Creates an unnamed file. `None` if the file system does not support it, or /proc is missing, which is
/// needed to name the file later.
#[cfg(target_os = "linux")]
fn create_unnamed(directory: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(open(directory, flags, Mode::RUSR | Mode::WUSR).ok()?);
    fs::metadata(descriptor_path(&file)).ok()?;
    Some(file)
}

/// Gives an unnamed file a name, which must be free.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    Ok(linkat(
        CWD,
        descriptor_path(file),
        CWD,
        name,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}

#[cfg(target_os = "linux")]
fn descriptor_path(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

#[cfg(not(target_os = "linux"))]
fn create_unnamed(_: &Path) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Moves `from` to `to` unless `to` exists.
fn move_to_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // File systems without this flag mostly support hard links.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            moved => return Ok(moved?),
        }
    }
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Err(_) => move_to_claimed(from, to),
    }
}

/// Moves `from` to `to` unless `to` exists, on a file system without hard links, such as FAT. An empty
/// file is there for a moment.
fn move_to_claimed(from: &Path, to: &Path) -> io::Result<()> {
    File::create_new(to)?;
    while_held(|| fs::rename(from, to)).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// Syncs the directory, so that its new entry survives a crash. Does nothing if the user can't open it.
fn sync_directory(directory: &Path) -> io::Result<()> {
    match File::open(directory) {
        _ if cfg!(windows) => Ok(()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        opened => opened?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both methods to create a file. The program uses the first that works.
    type Create = fn(&Path) -> io::Result<(File, Option<Removed>)>;
    const WAYS: [Create; 2] = [create_in, |directory| {
        create_named(directory).map(|(file, name)| (file, Some(name)))
    }];

    #[test]
    fn a_new_file_with_or_without_a_name_is_complete_or_absent() {
        let root = std::env::temp_dir().join(format!("secrets-new-file-{}", std::process::id()));
        for (way, create) in WAYS.into_iter().enumerate() {
            let directory = root.join(way.to_string());
            fs::create_dir_all(&directory).unwrap();
            let begin = |replace| {
                let (file, temporary) = create(&directory).unwrap();
                let target = directory.join("key");
                NewFile {
                    file,
                    temporary,
                    target,
                    replace,
                    is_stream: false,
                }
            };
            let names = || fs::read_dir(&directory).unwrap().count();

            let mut dropped = begin(false);
            dropped.write(b"dropped").unwrap();
            drop(dropped);
            assert_eq!(names(), 0);

            for (text, replace, expected) in [
                ("one", false, "one"),
                ("two", false, "one"),
                ("three", true, "three"),
            ] {
                let mut file = begin(replace);
                file.write(text.as_bytes()).unwrap();
                assert_eq!(file.publish().is_ok(), text == expected);
                assert_eq!(fs::read_to_string(directory.join("key")).unwrap(), expected);
                assert_eq!(names(), 1);
            }
        }
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn without_hard_links_a_new_file_replaces_nothing_either() {
        let name = format!("secrets-claimed-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory).unwrap();
        let [from, to] = ["temporary", "key"].map(|name| directory.join(name));
        assert!(move_to_claimed(&from, &to).is_err());
        assert!(!to.exists());
        for (text, moved) in [("one", true), ("two", false)] {
            fs::write(&from, text).unwrap();
            assert_eq!(move_to_claimed(&from, &to).is_ok(), moved);
            assert_eq!(fs::read_to_string(&to).unwrap(), "one");
        }
        fs::remove_dir_all(directory).unwrap();
    }
}
