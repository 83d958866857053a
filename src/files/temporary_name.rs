//! Names that files have until they are in their places.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::system::signals::Removed;

/// A file with a temporary name in `directory`, as `create` makes it. It is removed when the second of
/// the two is dropped, and when INT, TERM, HUP or QUIT ends the program; a later run removes what
/// other signals leave.
///
/// # Errors
/// Those of `create`, but that a name is taken.
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

/// Removes what killed processes left in `directory`: regular files with a name of
/// [`with_free_name`] whose process is gone, which nobody has written to for a minute, and which on
/// Unix are ours with mode 0600. The minute is for a process of another container, which can't be seen
/// from here; should it be slower, its file can't be moved into place, and it says so.
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
