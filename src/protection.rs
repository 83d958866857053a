//! What keeps the memory of the process from everybody else: no core dump, and nobody attaches.

/// Turns core dumps off, and on Linux the reading and tracing of the process by anybody but root.
///
/// Called before anything is read or drawn, and costs two system calls. Where the system refuses,
/// the program goes on without. Windows has no such switch that safe code
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
