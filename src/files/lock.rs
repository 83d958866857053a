//! Locks of files and directories.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::system::report::while_waiting_for;

/// Waits for the lock of the file or directory `file`. `path` names it in messages. The lock is released
/// when the file is closed.
pub fn lock(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => {}
        tried => return Ok(tried?),
    }
    let other = format!("another process, which has locked {}", path.display());
    Ok(while_waiting_for(&other, || {
        flock(file, FlockOperation::LockExclusive)
    })?)
}
