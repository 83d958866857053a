//! Access to the operating system: terminals, streams, signals and the protection of memory.

pub mod blocking;
pub mod protection;
pub mod report;
#[cfg(unix)]
pub mod signals;
#[cfg(not(unix))]
#[path = "system/no_signals.rs"]
pub mod signals;
pub mod streams;
pub mod terminal;
