//! Runs shell scripts in which `secrets` is the built program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory of its own, removed when dropped.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("secrets-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Runs `script` in the directory with bash.
    pub fn run(&self, script: &str) -> Outcome {
        let binary = Path::new(env!("CARGO_BIN_EXE_secrets")).parent().unwrap();
        let path = std::env::var("PATH").unwrap();
        let output = Command::new("bash")
            .args(["-c", script])
            .current_dir(&self.0)
            .env("PATH", format!("{}:{path}", binary.display()))
            .env("HOME", &self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Outcome {
            status: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `script` as a user who is not root, even where the tests run as root.
    pub fn run_unprivileged(&self, script: &str) -> Outcome {
        if self.run("id -u").text() != "0\n" {
            return self.run(script);
        }
        // Not everybody may enter the directory where the program was built.
        let place = Directory::new();
        fs::copy(env!("CARGO_BIN_EXE_secrets"), place.0.join("secrets")).unwrap();
        let file = place.0.join("script");
        fs::write(&file, script).unwrap();
        self.run(&format!(
            "chmod 777 .; export PATH={}:$PATH
            exec setpriv --reuid=65534 --regid=65534 --clear-groups bash {}",
            place.0.display(),
            file.display()
        ))
    }

    /// The names of the files in the directory.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a script printed, and its exit status.
pub struct Outcome {
    pub status: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Outcome {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// The lines of stdout of a script that succeeded and said nothing on stderr.
    pub fn lines(&self) -> Vec<&str> {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""));
        assert!(
            self.stdout.ends_with(b"\n"),
            "no newline at the end of {:?}",
            self.text()
        );
        self.text().lines().collect()
    }

    /// Demands exit status 2, nothing on stdout, and one line on stderr that begins with the
    /// program's name, perhaps with a hint. Returns that line.
    pub fn trouble(&self, what: &str) -> &str {
        assert_eq!(self.status, 2, "{what}: {}", self.stderr);
        assert!(
            self.stdout.is_empty(),
            "{what}: {}",
            String::from_utf8_lossy(&self.stdout)
        );
        let mut lines = self.stderr.lines();
        let first = lines.next().unwrap_or_default();
        assert!(
            first.starts_with("secrets: ") && !first.ends_with('.'),
            "{what}: {}",
            self.stderr
        );
        assert!(
            lines.all(|line| line.starts_with("hint: ")),
            "{what}: {}",
            self.stderr
        );
        first
    }
}

/// Runs `script` in a directory of its own.
pub fn run(script: &str) -> Outcome {
    Directory::new().run(script)
}

/// Whether a program is installed. CI has them all.
pub fn is_here(probe: &str) -> bool {
    let here = run(probe).status == 0;
    assert!(
        here || std::env::var_os("CI").is_none(),
        "CI must have what '{probe}' asks for"
    );
    here
}

/// Each generator, as a command line whose values are text of at least 64 bits on one line.
pub const GENERATORS: [&str; 12] = [
    "secrets bytes --encoding base64",
    "secrets hex",
    "secrets urlsafe",
    "secrets below 2^128",
    "seq 100000000000000000000 100000000000000200000 | secrets choice",
    "secrets password",
    "secrets passphrase",
    "secrets pattern '[A-Z2-7]{5}(-[A-Z2-7]{5}){4}'",
    "secrets otp --digits 20",
    "secrets apikey --prefix test",
    "secrets totp new",
    "secrets hotp new --algorithm sha256",
];
