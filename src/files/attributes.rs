//! Extended attributes of a file that is replaced: its access control list, its label, and those that
//! users give.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::{Result, anyhow};
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;

/// The attribute of an access control list.
const ACL: &str = "system.posix_acl_access";

/// The longest list of names and the longest value that Linux has, in bytes.
const MOST: usize = 64 * 1024;

/// Gives `file` the attributes that the file at `path` has. Returns whether a list of access control
/// is among them.
///
/// # Errors
/// One of them cannot be read or given.
pub fn copy(path: &Path, file: &File) -> Result<bool> {
    let Ok(found) = File::open(path) else {
        // Who may not read the file has not read its text either.
        return Ok(false);
    };
    let named = |name: &str, error: io::Error| {
        anyhow!(error).context(format!(
            "{} has the attribute {name}, which the new file cannot be given",
            path.display()
        ))
    };
    let mut has_acl = false;
    for name in names(&found)? {
        let value = value(&found, &name).map_err(|error| named(&name, error))?;
        has_acl |= name == ACL;
        if self::value(file, &name).is_ok_and(|own| own == value) {
            continue;
        }
        fsetxattr(file, name.as_str(), &value, XattrFlags::empty())
            .map_err(|error| named(&name, error.into()))?;
    }
    if !has_acl && names(file)?.iter().any(|name| name == ACL) {
        // The directory has given it one.
        fremovexattr(file, ACL).map_err(io::Error::from)?;
    }
    Ok(has_acl)
}

fn names(file: &File) -> Result<Vec<String>> {
    let mut list = vec![0_u8; MOST];
    let length = match flistxattr(file, list.as_mut_slice()) {
        // The file system has none.
        Err(Errno::NOTSUP | Errno::NOSYS) => 0,
        listed => listed.map_err(io::Error::from)?,
    };
    let names = list[..length].split(|byte| *byte == 0);
    let names = names.filter(|name| !name.is_empty());
    Ok(names
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect())
}

fn value(file: &File, name: &str) -> io::Result<Vec<u8>> {
    let mut value = vec![0_u8; MOST];
    let length = fgetxattr(file, name, value.as_mut_slice())?;
    value.truncate(length);
    Ok(value)
}
