//! The limits of the system on the memory of the process.

use anyhow::Result;

/// The bytes that a command line may take besides its values: for its definition, its help, the words of a
/// list, or the parts of a long value.
pub const LEAST: u64 = 8 << 20;

/// Checks that the process may take `bytes` more bytes of memory. An allocation that fails inside of a
/// library would abort the program.
///
/// # Errors
/// A limit (`ulimit -v` or `ulimit -d`) leaves less. On systems without /proc nothing is checked.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn check(bytes: u64) -> Result<()> {
    use rustix::process::{Resource, getrlimit};

    // The column of /proc/self/statm with the pages that count for the limit.
    for (resource, column, option) in [(Resource::As, 0, "-v"), (Resource::Data, 5, "-d")] {
        let Some(limit) = getrlimit(resource).current else {
            continue;
        };
        let used = std::fs::read_to_string("/proc/self/statm")
            .ok()
            .and_then(|pages| pages.split(' ').nth(column)?.trim().parse::<u64>().ok());
        let Some(used) = used.map(|pages| pages * rustix::param::page_size() as u64) else {
            continue;
        };
        if limit.saturating_sub(used) < bytes {
            let needed = (used + bytes).div_ceil(1024);
            return Err(crate::message::hinted(
                format!(
                    "a limit of {} KiB on memory leaves less than the {} MiB that this may take",
                    limit / 1024,
                    bytes.div_ceil(1 << 20)
                ),
                format!("raise the limit: ulimit {option} {needed}"),
            ));
        }
    }
    Ok(())
}

/// Systems without /proc/self/statm don't tell how much memory a process has taken.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
#[expect(clippy::unnecessary_wraps, reason = "other systems tell it")]
pub fn check(_bytes: u64) -> Result<()> {
    Ok(())
}
