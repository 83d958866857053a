//! Input from the user: sources of values, sizes and times.

pub mod size;
pub mod source;
pub mod suggested;
pub mod time;
