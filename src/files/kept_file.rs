//! A file that is read and replaced under a lock, and keeps its mode and owner.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::lock;
use super::new_file::{NewFile, directory, unusable};
use super::stream;
use crate::input::source::{Source, stdin};
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::identity;

/// The longest file that is read, in bytes.
pub const MAX_FILE: usize = 128 * 1024 * 1024;

/// The permissions of others, who are neither the owner nor in the group.
const OTHERS: u32 = 0o007;

/// An existing file with its content, or the path of a file that does not exist yet.
pub struct KeptFile {
    path: PathBuf,
    /// The content and the metadata of the existing file.
    found: Option<(Secret, Metadata)>,
    /// Whether the target of a symbolic link is replaced instead of the link.
    follows: bool,
    /// Whether the file is written into instead of replaced.
    in_place: bool,
    /// Held until the file is replaced, so that each concurrent run sees the result of the run before.
    _lock: Option<File>,
}

impl KeptFile {
    /// Waits for the lock on the directory of `path`, then reads the file.
    ///
    /// The directory is locked instead of the file, because the file is replaced.
    ///
    /// # Errors
    /// `path` is no regular file, its directory can't be locked, or it can't be read.
    pub fn lock(path: &Path) -> Result<Self> {
        if check(path)?.is_none() && stream::is_stream(path) {
            return Self::read(path);
        }
        let target = dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = lock(directory(&target))?;
        Ok(Self {
            _lock: Some(lock),
            ..Self::read(path)?
        })
    }

    /// Waits for the locks on the directories of all `paths`, then reads the files.
    ///
    /// Each directory is locked once. All runs lock directories in the same order, so that there is no
    /// deadlock.
    ///
    /// # Errors
    /// See [`Self::lock`].
    pub fn lock_all(paths: &[&Path]) -> Result<Vec<Self>> {
        if let [path] = paths {
            return Ok(vec![Self::lock(path)?]);
        }
        let mut locks = lock_directories(paths)?.into_iter();
        paths
            .iter()
            .map(|path| {
                Ok(Self {
                    // The first files hold the locks for all files.
                    _lock: locks.next(),
                    ..Self::read(path)?
                })
            })
            .collect()
    }

    /// Reads the file without a lock.
    ///
    /// # Errors
    /// `path` is no regular file, it can't be read, or it is longer than [`MAX_FILE`].
    pub fn read(path: &Path) -> Result<Self> {
        let found = match check(path)? {
            Some(found) => Some((Source::File(path.to_owned()).read(MAX_FILE)?, found)),
            None => None,
        };
        Ok(Self {
            path: path.to_owned(),
            found,
            follows: true,
            in_place: false,
            _lock: None,
        })
    }

    /// The same file, but it will be written into instead of replaced: for a file with several names, or
    /// a mounted file.
    #[must_use]
    pub fn in_place(self) -> Self {
        Self {
            in_place: true,
            ..self
        }
    }

    /// Reads the file like [`Self::read`]. `replace` will never follow a symbolic link.
    ///
    /// # Errors
    /// `path` is a symbolic link. See also [`Self::read`].
    pub fn read_unlinked(path: &Path) -> Result<Self> {
        if path.is_symlink() {
            return Err(hinted(
                format!(
                    "{} is a symbolic link, and no secret is written through one here",
                    path.display()
                ),
                "name the file that it leads to",
            ));
        }
        Ok(Self {
            follows: false,
            ..Self::read(path)?
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn exists(&self) -> bool {
        self.found.is_some()
    }

    /// The text of the file: empty if the file does not exist.
    ///
    /// # Errors
    /// The file is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(self.bytes())
            .map_err(|_| anyhow!("{} is not text in UTF-8", self.path.display()))
    }

    /// The content of the file: empty if the file does not exist.
    pub fn bytes(&self) -> &[u8] {
        let found = self.found.as_ref();
        found.map_or(&b""[..], |(text, _)| text.as_bytes())
    }

    /// The permissions of the file, if others have any.
    pub fn exposed(&self) -> Option<u32> {
        let mode = self.found.as_ref().map(|(_, found)| mode(found))?;
        (mode & OTHERS != 0).then_some(mode)
    }

    /// Replaces the file by a copy with mode 0600, if others have access to it.
    pub fn tighten(&self) -> Result<()> {
        match &self.found {
            Some((text, _)) if self.exposed().is_some() => self.replace(text),
            _ => Ok(()),
        }
    }

    /// Replaces the file by a file with this text and the same mode and owner. A mode that gives others
    /// access becomes 0600, as for a new file.
    ///
    /// # Errors
    /// The file has other names, which would keep the old text, or it cannot be written.
    pub fn replace(&self, text: &Secret) -> Result<()> {
        if self.in_place && self.exists() {
            return self.write_into(text);
        }
        self.prepare(text)?.publish().map_err(|error| {
            let cause = error.downcast_ref::<std::io::Error>();
            if cause.is_some_and(|cause| cause.kind() == ErrorKind::ResourceBusy) {
                let shown = self.path.display();
                return in_place_hint(format!(
                    "{shown} is a mount of its own, and cannot be replaced"
                ));
            }
            error
        })
    }

    /// Writes a text into the existing file, and reads it again as a check.
    fn write_into(&self, text: &Secret) -> Result<()> {
        let shown = self.path.display();
        let unwritten = || format!("{shown} could not be written: its old text is in the backup");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&self.path)
            .with_context(|| format!("{shown} cannot be written"))?;
        #[cfg(unix)]
        if self.exposed().is_some() {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            file.set_permissions(mode).with_context(unwritten)?;
        }
        file.write_all(text.as_bytes()).with_context(unwritten)?;
        file.set_len(text.len() as u64).with_context(unwritten)?;
        file.sync_all().with_context(unwritten)?;
        let written = Source::File(self.path.clone())
            .read(MAX_FILE)
            .with_context(unwritten)?;
        ensure!(written.as_bytes() == text.as_bytes(), unwritten());
        Ok(())
    }

    /// Writes the complete new file beside this file. It must then be published.
    ///
    /// # Errors
    /// The file has other names, which would keep the old text, or the new file cannot be written.
    pub fn prepare(&self, text: &Secret) -> Result<NewFile> {
        if self.exists() {
            check_names(&self.path)?;
        }
        let mut file = if self.follows {
            NewFile::create(&self.path, self.exists())?
        } else {
            NewFile::create_unlinked(&self.path, self.exists())?
        };
        file.write(text.as_bytes())?;
        #[cfg(unix)]
        if let Some((_, found)) = &self.found {
            let mode = if self.exposed().is_some() {
                0o600
            } else {
                mode(found)
            };
            file.belong_as(found, mode)?;
        }
        Ok(file)
    }

    /// Sets the time of this file to now if the file at `other` is newer. Otherwise make would run its
    /// rule again and again for an unchanged file.
    ///
    /// # Errors
    /// The time can't be set.
    pub fn touch_if_older(&self, other: &Path) -> Result<bool> {
        let newer = fs::metadata(other).and_then(|other| other.modified()).ok();
        let ours = self
            .found
            .as_ref()
            .and_then(|(_, found)| found.modified().ok());
        if newer.zip(ours).is_none_or(|(newer, ours)| newer <= ours) {
            return Ok(false);
        }
        let mut options = OpenOptions::new();
        // Unix asks only whose the file is.
        options.read(true).write(cfg!(windows));
        options
            .open(&self.path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .with_context(|| format!("{} could not be touched", self.path.display()))?;
        Ok(true)
    }

    /// Copies the file to the first free name: FILE.bak, FILE.bak.2 and so on.
    pub fn back_up(&self) -> Result<Option<PathBuf>> {
        let Some((text, _)) = &self.found else {
            return Ok(None);
        };
        let mut number = 1;
        loop {
            let mut name = self.path.clone().into_os_string();
            name.push(".bak");
            if number > 1 {
                name.push(format!(".{number}"));
            }
            let copy = PathBuf::from(name);
            if copy.symlink_metadata().is_err() {
                let mut file = NewFile::create(&copy, false)?;
                file.write(text.as_bytes())?;
                file.publish()?;
                return Ok(Some(copy));
            }
            number += 1;
        }
    }
}

/// Appends `text` to an existing file, on a new line. If that fails, the file is restored.
pub fn append(path: &Path, text: &Secret) -> Result<()> {
    let shown = path.display();
    let unwritten = || format!("{shown} could not be written");
    ensure!(check(path)?.is_some(), "{shown} does not exist");
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .open(path)
        .with_context(unwritten)?;
    lock::lock(&file, path).with_context(|| format!("{shown} cannot be locked"))?;
    let length = file.metadata()?.len();
    let mut whole = Secret::with_capacity(text.len() + 1);
    if length > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        std::io::Read::read_exact(&mut file, &mut last)?;
        if last != *b"\n" {
            whole.push(b'\n');
        }
    }
    whole.extend(text.as_bytes());
    file.write_all(whole.as_bytes()).map_err(|error| {
        let _ = file.set_len(length);
        anyhow!(error).context(unwritten())
    })
}

fn in_place_hint(message: String) -> anyhow::Error {
    hinted(
        message,
        "write into it with --in-place, which first keeps a copy of it beside it",
    )
}

/// Refuses to replace a file with several hard links: the other names would keep the old text.
fn check_names(path: &Path) -> Result<()> {
    let shown = path.display();
    let links = identity::names(path).with_context(|| format!("{shown} cannot be read"))?;
    if links > 1 {
        return Err(in_place_hint(format!(
            "{shown} has {links} names, and the others would keep the old text"
        )));
    }
    Ok(())
}

/// Whether `source` (- is stdin) is the same file as `path`.
pub fn is_same(source: &Path, path: &Path) -> bool {
    let read = if source == Path::new("-") {
        stdin().ok().and_then(|stdin| identity::of(&stdin).ok())
    } else {
        identity::at(source).ok()
    };
    read.is_some() && read == identity::at(path).ok()
}

/// The metadata of the regular file at `path`, or `None` if there is no file or it is a stream.
fn check(path: &Path) -> Result<Option<Metadata>> {
    let shown = path.display();
    if stream::is_stream(path) {
        return Ok(None);
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => bail!("{shown} is a directory"),
        Ok(found) if !found.is_file() => bail!("{shown} is not a regular file"),
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            ensure!(!path.is_symlink(), "{shown} is a symbolic link to nothing");
            Ok(None)
        }
        Err(error) => Err(anyhow!(error).context(format!("{shown} cannot be read"))),
    }
}

/// Waits for the lock on a directory. It is released when the returned file is closed.
pub fn lock(directory: &Path) -> Result<File> {
    lock::lock_directory(directory).map_err(|error| unusable(error, directory, "locked"))
}

/// Locks the directories of the files at `paths`, each once, in the order of their inode numbers.
fn lock_directories(paths: &[&Path]) -> Result<Vec<File>> {
    let mut all = BTreeMap::new();
    for path in paths {
        if check(path)?.is_none() && stream::is_stream(path) {
            continue;
        }
        let target = dunce::canonicalize(path).unwrap_or_else(|_| (*path).to_owned());
        let place = directory(&target).to_owned();
        let found = identity::at(&place).map_err(|error| unusable(error, &place, "locked"))?;
        all.insert(found, place);
    }
    all.values().map(|place| lock(place)).collect()
}

#[cfg(unix)]
fn mode(found: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_symbolic_link_made_after_the_check_is_replaced_and_not_followed() {
        let name = format!("secrets-kept-file-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory).unwrap();
        let [path, other] = ["key", "other"].map(|name| directory.join(name));
        let mut text = Secret::with_capacity(3);
        text.extend(b"new");
        for exists in [true, false] {
            fs::write(&other, "other").unwrap();
            if exists {
                fs::write(&path, "old").unwrap();
            }
            let file = KeptFile::read_unlinked(&path).unwrap();
            let _ = fs::remove_file(&path);
            std::os::unix::fs::symlink(&other, &path).unwrap();
            assert_eq!(file.replace(&text).is_ok(), exists);
            assert_eq!(path.is_symlink(), !exists);
            assert_eq!(fs::read_to_string(&other).unwrap(), "other");
            fs::remove_file(&path).unwrap();
        }
        fs::remove_dir_all(directory).unwrap();
    }
}
