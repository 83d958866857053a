//! Files that are whole or absent.

pub mod kept_file;
#[cfg(unix)]
pub mod lock;
pub mod new_file;
mod temporary_name;
