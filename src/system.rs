//! Access to the operating system: terminals, streams, signals and the protection of memory.

pub mod blocking;
#[cfg(windows)]
mod console;
pub mod identity;
pub mod memory;
pub mod protection;
pub mod report;
#[cfg(unix)]
pub mod signals;
#[cfg(windows)]
#[path = "system/windows_signals.rs"]
pub mod signals;
pub mod streams;
pub mod terminal;
