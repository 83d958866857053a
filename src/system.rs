//! What the operating system has: terminals, streams, the protection of memory.

pub mod blocking;
pub mod protection;
pub mod report;
pub mod streams;
pub mod terminal;
