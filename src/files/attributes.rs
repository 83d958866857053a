//! The extended attributes of a file that is replaced: access control list, label and user attributes.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::{Result, anyhow};
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;

/// The attribute of an access control list.
const ACL: &str = "system.posix_acl_access";

/// The longest list of names and the longest value in Linux, in bytes.
const MOST: usize = 64 * 1024;

/// Copies the attributes of the file at `path` to `file`. Returns whether they include an access control
/// list.
///
/// # Errors
/// An attribute cannot be read or set.
pub fn copy(path: &Path, file: &File) -> Result<bool> {
    let Ok(found) = File::open(path) else {
        // If the file can't be read, its text was not read either.
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
        // The new file has inherited a list from the directory.
        fremovexattr(file, ACL).map_err(io::Error::from)?;
    }
    Ok(has_acl)
}

fn names(file: &File) -> Result<Vec<String>> {
    let mut list = vec![0_u8; MOST];
    let length = match flistxattr(file, list.as_mut_slice()) {
        // The file system has no attributes.
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
