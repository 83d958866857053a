//! Warns if git tracks files with secrets.

use std::path::Path;
use std::process::{Command, Stdio};

use super::new_file::directory;

/// A warning for each file that git tracks or would add. Without git or outside of a repository there are
/// no warnings.
pub fn would_commit(file: &Path, backup: Option<&Path>) -> Vec<String> {
    let here = directory(file);
    let is_repository = std::fs::canonicalize(here)
        .is_ok_and(|here| here.ancestors().any(|above| above.join(".git").exists()));
    if !is_repository {
        return Vec::new();
    }
    let files = [Some(file), backup].into_iter().flatten();
    let lines = files.filter_map(|file| line(here, file));
    lines.collect()
}

fn line(here: &Path, file: &Path) -> Option<String> {
    let listed = Command::new("git")
        // The configuration of a repository could make git run a program here.
        .args(["-c", "core.fsmonitor=false", "ls-files", "-t", "-z"])
        .args(["--cached", "--others", "--exclude-standard", "--"])
        .arg(Path::new(".").join(file.file_name()?))
        .current_dir(here)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_LITERAL_PATHSPECS", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let shown = file.display();
    match listed.stdout.first()? {
        b'?' => Some(format!(
            "git would add {shown}, which holds secrets: name it in .gitignore"
        )),
        _ => Some(format!(
            "git tracks {shown}, which holds secrets: git rm --cached leaves the file"
        )),
    }
}
