//! Locks of files and directories.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use crate::system::report::while_waiting_for;

/// Waits for the lock of `file`, on Unix also of a directory. `path` names it in messages. The lock is
/// released when the file is closed.
pub fn lock(file: &File, path: &Path) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => while_waiting_for(&holder(path), || file.lock()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Waits for the lock of the directory at `path`. It is released when the returned file is closed.
#[cfg(unix)]
pub fn lock_directory(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    lock(&file, path)?;
    Ok(file)
}

/// Waits for the lock of the directory at `path`. It is released when the returned file is closed.
///
/// Windows cannot lock directories. Instead, this opens a file in the directory that no other process
/// can open. The system deletes the file when it is closed, however this process ends.
#[cfg(windows)]
pub fn lock_directory(path: &Path) -> io::Result<File> {
    use crate::system::blocking::is_held;
    use std::os::windows::fs::OpenOptionsExt;
    use std::time::Duration;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const PERMISSION_ATTEMPTS: u32 = 200;
    let mut options = File::options();
    options.write(true).create(true).share_mode(0);
    options.custom_flags(DELETE_ON_CLOSE);
    let open = || options.open(path.join(".secrets.lock"));
    match open() {
        Err(error) if is_held(&error) => {}
        opened => return opened,
    }
    while_waiting_for(&holder(path), || {
        let mut refused = 0;
        loop {
            std::thread::sleep(Duration::from_millis(10));
            match open() {
                // This is also the error while the file is being deleted.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    refused += 1;
                    if refused > PERMISSION_ATTEMPTS {
                        return Err(error);
                    }
                }
                Err(error) if is_held(&error) => refused = 0,
                opened => return opened,
            }
        }
    })
}

fn holder(path: &Path) -> String {
    format!("another process, which has locked {}", path.display())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn changes_under_the_lock_of_a_directory_do_not_overlap() {
        let name = format!("secrets-lock-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        fs::create_dir_all(&directory).unwrap();
        let file = directory.join("sum");
        fs::write(&file, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        let _lock = lock_directory(&directory).unwrap();
                        let sum: u32 = fs::read_to_string(&file).unwrap().parse().unwrap();
                        fs::write(&file, (sum + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&file).unwrap(), "40");
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        fs::remove_dir_all(directory).unwrap();
    }
}
