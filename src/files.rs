//! Files that are complete or absent.

#[cfg(target_os = "linux")]
mod attributes;
pub mod git;
pub mod kept_file;
#[cfg(unix)]
pub mod lock;
pub mod new_file;
pub mod stream;
mod temporary_name;
