//! What keeps the memory of the process from everybody else: no core dump, and nobody attaches.

/// Turns core dumps off, and on Linux the reading and tracing of the process by anybody but root.
///
/// Called before anything is read or drawn, and costs two system calls. Where the system refuses,
/// the program goes on without: `secrets doctor` tells. Windows has no such switch that safe code
/// can turn.
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
    // A limit of zero does not stop a dump that goes to a program, as core_pattern can have it.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Bytes of stack that the deepest calls with secrets use, with some to spare. Calls that are not
/// optimised use more.
const STACK: usize = if cfg!(debug_assertions) { 48 } else { 32 } * 1024;

/// The same for documents: their values nest as deep as the readers allow.
const DEEP_STACK: usize = 256 * 1024;

/// Overwrites what calls that have returned left on the stack of this thread. What is ours is wiped
/// already, but not the keys and blocks of the libraries that expand, encode and hash.
pub fn wipe_stack() {
    wipe::<STACK>();
}

/// The same after a document was read or written.
pub fn wipe_deep_stack() {
    wipe::<DEEP_STACK>();
}

#[inline(never)]
fn wipe<const LENGTH: usize>() {
    std::hint::black_box(&mut [0u8; LENGTH]);
}

/// Whether the system writes no core dump of this process, as it says itself. `None` where
/// [`protect`] has no way to ask for that.
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

/// Whether nobody but root can attach to this process, and nobody has. `None` as above.
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

/// What Linux says of this process under `field` in /proc/self/status.
pub fn status_of(field: &str) -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mut lines = status.lines();
    let value = lines.find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}
