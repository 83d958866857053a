//! Runs shell scripts in which `secrets` is the built program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A shell in which signals do what they do by default, also where the tests run in the background or
/// under nohup, if `env` can have that.
fn bash() -> Command {
    const RESET: &str = "--default-signal";
    static RESETS: LazyLock<bool> = LazyLock::new(|| {
        let tried = Command::new("env").args([RESET, "true"]).output();
        tried.is_ok_and(|output| output.status.success())
    });
    if !*RESETS {
        return Command::new("bash");
    }
    let mut command = Command::new("env");
    command.args([RESET, "bash"]);
    command
}

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
        let output = bash()
            .args(["-c", script])
            .current_dir(&self.0)
            .env("PATH", format!("{}:{path}", binary.display()))
            .env("HOME", &self.0)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Outcome {
            status: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `command`, which has no single quotes, with a terminal of so many columns and lines, and
    /// returns what it showed there. Once `until` was shown, if it is not empty, Ctrl-C is typed. The
    /// terminal must be left as it was.
    pub fn at_terminal(&self, command: &str, size: (u16, u16), until: &str) -> Outcome {
        let typed = if until.is_empty() { "" } else { "\x03" };
        self.typed_at_terminal(command, size, until, typed)
    }

    /// The same, with `typed` typed instead of Ctrl-C.
    pub fn typed_at_terminal(
        &self,
        command: &str,
        (columns, lines): (u16, u16),
        until: &str,
        typed: &str,
    ) -> Outcome {
        let typed = typed.as_bytes();
        let script = format!(
            "cat >run.py <<'END'
import fcntl, os, pty, select, signal, struct, sys, termios, time
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', {lines}, {columns}, 0, 0))
before = termios.tcgetattr(slave)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(slave, descriptor)
    os.execvp('bash', ['bash', '-c', sys.argv[1]])
shown, status, end = b'', None, time.monotonic() + 60
until, typed = {until:?}.encode(), bytes({typed:?})
while True:
    if time.monotonic() > end:
        os.killpg(child, signal.SIGKILL)
        sys.exit(f'it does not end, and showed {{shown}}')
    if select.select([master], [], [], 0.05)[0]:
        shown += os.read(master, 65536)
    elif status is not None:
        break
    if typed and until in shown:
        os.write(master, typed)
        typed = b''
    if status is None:
        done, code = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(code) if done else None
assert termios.tcgetattr(slave) == before
sys.stdout.buffer.write(shown)
sys.exit(status)
END
python3 run.py '{command}'"
        );
        self.run(&script)
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

/// What a reader of QR codes finds in the half blocks of `shown`, for each code, and its other lines.
pub fn scanned(shown: &str) -> (Vec<String>, Vec<&str>) {
    const BLACK_ON_WHITE: &str = "\u{1b}[38;5;16;48;5;231m";
    let mut found = Vec::new();
    let mut rest = Vec::new();
    let mut rows: Vec<Vec<char>> = Vec::new();
    for line in shown.lines() {
        let line = line.trim_end_matches('\r');
        match line.strip_prefix(BLACK_ON_WHITE) {
            Some(row) => rows.push(row.strip_suffix("\u{1b}[0m").unwrap().chars().collect()),
            None => rest.push(line),
        }
        if rows
            .first()
            .is_some_and(|row| row.len().div_ceil(2) == rows.len())
        {
            found.push(scan(&rows));
            rows.clear();
        }
    }
    assert!(rows.is_empty(), "half a code");
    (found, rest)
}

fn scan(rows: &[Vec<char>]) -> String {
    let side = rows[0].len();
    assert!(rows.iter().all(|row| row.len() == side));
    let dark = |x: usize, y: usize| match rows.get(y / 2).map(|row| row[x]) {
        Some('█') => true,
        Some('▀') => y.is_multiple_of(2),
        Some('▄') => !y.is_multiple_of(2),
        _ => false,
    };
    let mut image =
        rqrr::PreparedImage::prepare_from_bitmap(4 * side, 4 * side, |x, y| dark(x / 4, y / 4));
    image.detect_grids()[0].decode().unwrap().1
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
pub const GENERATORS: [&str; 13] = [
    "secrets bytes --encoding base64",
    "secrets hex",
    "secrets urlsafe",
    "secrets uuid",
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
