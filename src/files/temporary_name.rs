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

/// Removes the files of killed processes in `directory`: regular files with a name of [`with_free_name`]
/// whose process does not exist, and which were not written for a minute. On Unix the file must also be of
/// this user and have mode 0600.
///
/// The minute protects the files of processes in other containers, which are not visible from here. If such
/// a process is slower, it can't move its file into place, and reports an error.
pub fn clear_stale(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if is_stale(&entry).unwrap_or(false) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_stale(entry: &fs::DirEntry) -> Option<bool> {
    let name = entry.file_name();
    let numbers = name
        .to_str()?
        .strip_prefix(".secrets-")?
        .strip_suffix(".tmp")?;
    let (process, number) = numbers.split_once('-')?;
    number.parse::<u32>().ok()?;
    let process = process.parse().ok().filter(|process: &u32| *process > 0)?;
    let found = entry.metadata().ok()?;
    let age = found.modified().ok()?.elapsed().ok()?;
    Some(found.is_file() && age.as_secs() > 60 && is_left(entry, &found, process))
}

/// Whether the file is ours, and its process is gone.
#[cfg(unix)]
fn is_left(_: &fs::DirEntry, found: &fs::Metadata, process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, geteuid, test_kill_process};
    use std::os::unix::fs::MetadataExt;
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    found.uid() == geteuid().as_raw()
        && found.mode() & 0o7777 == 0o600
        && process.is_some_and(|process| test_kill_process(process) == Err(Errno::SRCH))
}

/// Whether no process has the file open: its own does until the file is in its place.
#[cfg(windows)]
fn is_left(entry: &fs::DirEntry, _: &fs::Metadata, _: u32) -> bool {
    use std::os::windows::fs::OpenOptionsExt;
    let mut alone = fs::File::options();
    alone.read(true).share_mode(0).open(entry.path()).is_ok()
}

#[cfg(all(test, windows))]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_file_that_nobody_has_open_is_cleared_after_a_minute() {
        let name = format!("secrets-stale-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory).unwrap();
        let create = |number: u32, age: u64| {
            let path = directory.join(format!(".secrets-7-{number}.tmp"));
            let file = fs::File::create_new(path).unwrap();
            let time = SystemTime::now() - Duration::from_secs(age);
            file.set_modified(time).unwrap();
            file
        };
        let open = create(0, 100);
        drop(create(1, 100));
        drop(create(2, 0));
        clear_stale(&directory);
        let is_there = |number| directory.join(format!(".secrets-7-{number}.tmp")).exists();
        assert_eq!([0, 1, 2].map(is_there), [true, false, true]);
        drop(open);
        fs::remove_dir_all(directory).unwrap();
    }
}
