//! The permissions of a file of values.

use std::path::Path;

use anyhow::{Result, bail};

use crate::files::new_file::NewFile;

/// The most permissions: the owner reads and writes, and the group reads.
const WIDEST: u32 = 0o640;

/// The permission that a file must have: the owner reads.
const OWNER_READS: u32 = 0o400;

/// Reads permissions in octal.
pub fn mode(text: &str) -> Result<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 4;
    match u32::from_str_radix(text, 8) {
        Ok(mode) if digits && mode & !WIDEST == 0 && mode & OWNER_READS != 0 => Ok(mode),
        _ => bail!("a mode is octal, 0400 at least and 0640 at most: 0400, 0440, 0600 or 0640"),
    }
}

/// Sets the permissions of `file`. If `is_kept`, `file` also gets the owner of the empty file at `path`
/// that it replaces.
///
/// # Errors
/// The file has another owner, and only root can change the owner.
#[cfg(unix)]
pub fn set(file: &NewFile, path: &Path, mode: Option<u32>, is_kept: bool) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if let (true, Ok(found)) = (is_kept, std::fs::metadata(path)) {
        let had = found.permissions().mode() & 0o7777;
        let fits = had & !WIDEST == 0 && had & OWNER_READS != 0;
        return file.belong_as(&found, mode.unwrap_or(if fits { had } else { 0o600 }));
    }
    match mode {
        Some(mode) => file.set_mode(mode),
        None => Ok(()),
    }
}

/// Sets the permissions of `file`.
///
/// # Errors
/// A mode is given, and this system has no modes.
#[cfg(not(unix))]
pub fn set(_: &NewFile, _: &Path, mode: Option<u32>, _: bool) -> Result<()> {
    anyhow::ensure!(mode.is_none(), "--mode has no effect on this system");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_lets_the_owner_read_and_at_most_the_group() {
        let taken: Vec<u32> = (0..0o10000)
            .filter(|each| mode(&format!("{each:o}")).is_ok())
            .collect();
        assert_eq!(taken, [0o400, 0o440, 0o600, 0o640]);
        assert_eq!(mode("0400").unwrap(), 0o400);
        for text in ["", "+400", "0o400", "00400", "400 ", "rw", "8", "-1"] {
            assert!(mode(text).is_err(), "{text}");
        }
    }
}
