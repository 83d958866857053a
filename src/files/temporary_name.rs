//! Temporary names of files that are not yet published.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::system::signals::Removed;

/// Calls `create` with a temporary name in `directory`. The file is removed when the returned `Removed` is
/// dropped, or when INT, TERM, HUP or QUIT ends the program. After other signals a later run removes it.
///
/// # Errors
/// The errors of `create`, except that a name exists.
pub fn create<T>(
    directory: &Path,
    create: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, Removed)> {
    clear_stale(directory);
    Removed::create(|| with_free_name(directory, create))
}

/// Calls `create` with names in `directory` until one is free.
pub fn with_free_name<T>(
    directory: &Path,
    create: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, PathBuf)> {
    let mut number = 0;
    loop {
        let name = directory.join(format!(".secrets-{}-{number}.tmp", std::process::id()));
        match create(&name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            created => return created.map(|created| (created, name)),
        }
    }
}

/// Removes the files of killed processes in `directory`: regular files of this user with mode 0600 and a
/// name of [`with_free_name`], whose process does not exist, and which were not written for a minute.
///
/// The minute protects the files of processes in other containers, which are not visible from here. If such
/// a process is slower, it can't move its file into place, and reports an error.
#[cfg(unix)]
pub fn clear_stale(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if is_stale(&entry).unwrap_or(false) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_stale(entry: &fs::DirEntry) -> Option<bool> {
    use rustix::io::Errno;
    use rustix::process::{Pid, geteuid, test_kill_process};
    use std::os::unix::fs::MetadataExt;
    let name = entry.file_name();
    let numbers = name
        .to_str()?
        .strip_prefix(".secrets-")?
        .strip_suffix(".tmp")?;
    let (process, number) = numbers.split_once('-')?;
    number.parse::<u32>().ok()?;
    let process = process.parse().ok().filter(|process| *process > 0)?;
    let found = entry.metadata().ok()?;
    let age = found.modified().ok()?.elapsed().ok()?;
    Some(
        found.is_file()
            && found.uid() == geteuid().as_raw()
            && found.mode() & 0o7777 == 0o600
            && age.as_secs() > 60
            && test_kill_process(Pid::from_raw(process)?) == Err(Errno::SRCH),
    )
}

#[cfg(not(unix))]
pub fn clear_stale(_: &Path) {}
