//! What people give: places to read from, sizes, times.

pub mod size;
pub mod source;
pub mod time;
