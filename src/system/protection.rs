//! Protects the memory of the process from core dumps and from other processes.

/// Turns off core dumps, and on Linux the reading and tracing of the process by anybody but root.
///
/// It is called before anything is read or drawn, and makes two system calls. If the system refuses,
/// the program runs unprotected, and `secrets doctor` says so. On Windows safe code can't do this.
pub fn protect() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
    }
    // The limit does not apply to dumps that core_pattern pipes into a program.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// The bytes of stack that are wiped: more than the deepest calls with secrets use. Calls in test builds
/// are less optimised, and use more.
const STACK: usize = if cfg!(debug_assertions) { 128 } else { 64 } * 1024;

/// The same after a plain command line, which the parser has not read.
const SHALLOW_STACK: usize = if cfg!(debug_assertions) { 128 } else { 16 } * 1024;

/// The same after reading documents, whose values are nested as deeply as their readers allow.
const DEEP_STACK: usize = 256 * 1024;

/// Overwrites the stack that earlier calls of this thread have used. Our own secrets are wiped
/// already, but not the keys and blocks of the libraries that expand, encode and hash.
pub fn wipe_stack() {
    wipe::<STACK>();
}

/// Overwrites less of the stack, after a plain command line: each page takes time at first use.
pub fn wipe_shallow_stack() {
    wipe::<SHALLOW_STACK>();
}

/// Overwrites more of the stack, after a document was read or written.
pub fn wipe_deep_stack() {
    wipe::<DEEP_STACK>();
}

#[inline(never)]
fn wipe<const LENGTH: usize>() {
    std::hint::black_box(&mut [0u8; LENGTH]);
}

/// Whether core dumps of this process are off, according to the system. `None` on systems where
/// [`protect`] can't turn them off.
#[cfg_attr(
    unix,
    expect(clippy::unnecessary_wraps, reason = "not every system has it")
)]
pub fn core_dumps_are_off() -> Option<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let none = getrlimit(Resource::Core).current == Some(0);
        Some(none && is_undumpable().unwrap_or(true))
    }
    #[cfg(not(unix))]
    None
}

/// Whether no process is attached to this process, and only root can attach. `None` on systems where
/// [`protect`] can't prevent it.
pub fn is_unattachable() -> Option<bool> {
    is_undumpable().map(|undumpable| undumpable && tracer().is_none_or(|tracer| tracer == 0))
}

#[cfg_attr(
    any(target_os = "linux", target_os = "android"),
    expect(clippy::unnecessary_wraps, reason = "not every system has it")
)]
fn is_undumpable() -> Option<bool> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, dumpable_behavior};
        Some(dumpable_behavior() == Ok(DumpableBehavior::NotDumpable))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    None
}

/// The id of the process that traces this one, or 0. `None` on a system without /proc.
fn tracer() -> Option<u32> {
    status_of("TracerPid")?.parse().ok()
}

/// The value of `field` in Linux's /proc/self/status.
pub fn status_of(field: &str) -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mut lines = status.lines();
    let value = lines.find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}
