//! Runs shell scripts in which `secrets` is the built program.

use std::fs;
use std::io::{Read, Write, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

#[cfg(unix)]
use pty_process::blocking::Pty;
use serde_json::Value;

/// The tested program: the program that the variable SECRETS names, or the one built with the tests. A
/// program of another system can be a script that runs it.
pub fn program() -> PathBuf {
    std::env::var_os("SECRETS").map_or_else(|| env!("CARGO_BIN_EXE_secrets").into(), PathBuf::from)
}

/// A bash with default signal handling, even if the tests run in the background or under nohup. Requires an
/// `env` that can reset signals; otherwise signals are inherited.
fn bash() -> Command {
    const RESET: &str = "--default-signal";
    static RESETS: LazyLock<bool> = LazyLock::new(|| {
        let tried = Command::new("env").args([RESET, "true"]).output();
        tried.is_ok_and(|output| output.status.success())
    });
    if cfg!(windows) || !*RESETS {
        return Command::new("bash");
    }
    let mut command = Command::new("env");
    command.args([RESET, "bash"]);
    command
}

/// A temporary directory, which is removed when this is dropped.
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
        let output = self.bash(script).stdin(Stdio::null()).output().unwrap();
        Outcome::new(output.status, output.stdout, output.stderr)
    }

    /// A bash that will run `script` in the directory, with the directory as its home.
    fn bash(&self, script: &str) -> Command {
        let program = program();
        let path = std::env::var_os("PATH").unwrap();
        let directories = [program.parent().unwrap().to_owned()].into_iter();
        let directories = directories.chain(std::env::split_paths(&path));
        let mut command = bash();
        command
            .args(["-c", script])
            .current_dir(&self.0)
            .env("PATH", std::env::join_paths(directories).unwrap())
            .env("HOME", &self.0)
            .env("NO_COLOR", "1");
        command
    }

    /// Runs `command` at a terminal of `size`, in columns and lines. Types Ctrl-C when `until` is shown,
    /// unless `until` is empty. Returns the output of the terminal.
    #[cfg(unix)]
    pub fn at_terminal(&self, command: &str, size: (u16, u16), until: &str) -> Outcome {
        if until.is_empty() {
            return self.typed_at_terminal(command, size, &[]);
        }
        // Without a trap, Ctrl-C ends a shell that has not begun to wait for its command.
        let command = format!("trap : INT; {command}");
        self.typed_at_terminal(&command, size, &[(until, "\x03")])
    }

    /// Runs `command` at a terminal. Each pair in `typed` is a text to wait for and the input to type then.
    /// With an empty text the input is typed before the command starts. Asserts that the command restores
    /// the settings of the terminal.
    #[cfg(unix)]
    pub fn typed_at_terminal(
        &self,
        command: &str,
        (columns, lines): (u16, u16),
        typed: &[(&str, &str)],
    ) -> Outcome {
        use rustix::termios::tcgetattr;
        let (mut terminal, its_end) = pty_process::blocking::open().unwrap();
        let size = pty_process::Size::new(lines, columns);
        terminal.resize(size).unwrap();
        let before = tcgetattr(&terminal).unwrap();
        let mut typed = typed.iter().peekable();
        while let Some((_, text)) = typed.next_if(|(until, _)| until.is_empty()) {
            terminal.write_all(text.as_bytes()).unwrap();
        }
        let command = pty_process::blocking::Command::from(self.bash(command));
        let mut child = command.env("TERM", "xterm").spawn(its_end).unwrap();
        let mut shown = Vec::new();
        let end = Instant::now() + Duration::from_mins(1);
        while read_some(&mut terminal, &mut shown, end) {
            let text = String::from_utf8_lossy(&shown);
            if let Some((_, text)) = typed.next_if(|(until, _)| text.contains(until)) {
                terminal.write_all(text.as_bytes()).unwrap();
            }
        }
        if Instant::now() >= end {
            child.kill().unwrap();
            panic!("it does not end: {}", String::from_utf8_lossy(&shown));
        }
        let status = child.wait().unwrap();
        let after = tcgetattr(&terminal).unwrap();
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
        Outcome::new(status, shown, Vec::new())
    }

    /// Runs `script` as a user who is not root, even where the tests run as root.
    pub fn run_unprivileged(&self, script: &str) -> Outcome {
        if self.run("id -u").text() != "0\n" {
            return self.run(script);
        }
        // Other users may be unable to enter the build directory and some directories of root's PATH.
        let place = Directory::new();
        fs::copy(program(), place.0.join("secrets")).unwrap();
        let file = place.0.join("script");
        fs::write(&file, script).unwrap();
        self.run(&format!(
            "chmod 777 .; export PATH={}:$PATH:/usr/bin:/bin
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

/// The exit status that a shell reports for a program that was ended by a signal.
#[cfg(unix)]
fn signalled(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal)
}

#[cfg(windows)]
fn signalled(_: ExitStatus) -> Option<i32> {
    None
}

/// The output and the exit status of a script.
pub struct Outcome {
    pub status: i32,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Outcome {
    fn new(status: ExitStatus, stdout: Vec<u8>, stderr: Vec<u8>) -> Self {
        Self {
            // The status that a shell reports.
            status: status.code().or_else(|| signalled(status)).unwrap(),
            stdout,
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// The lines of stdout. Asserts that the script succeeded and wrote nothing to stderr.
    pub fn lines(&self) -> Vec<&str> {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""));
        assert!(
            self.stdout.ends_with(b"\n"),
            "no newline at the end of {:?}",
            self.text()
        );
        self.text().lines().collect()
    }

    /// The JSON values of the lines.
    pub fn json(&self) -> Vec<Value> {
        let lines = self.lines().into_iter();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// Asserts exit status 2, nothing on stdout, and one line on stderr that begins with the program's name,
    /// with or without a hint. Returns this line.
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

/// Appends the next output of the terminal. Returns false if no program has the terminal open, or at `end`.
#[cfg(unix)]
fn read_some(terminal: &mut Pty, shown: &mut Vec<u8>, end: Instant) -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    let left = end.saturating_duration_since(Instant::now());
    let mut waited_for = [PollFd::new(terminal, PollFlags::IN)];
    if poll(&mut waited_for, Some(&left.try_into().unwrap())).unwrap() == 0 {
        return false;
    }
    let mut part = [0; 8192];
    // At the end Linux gives an error, and other systems give an end of file.
    let length = terminal.read(&mut part).unwrap_or(0);
    shown.extend_from_slice(&part[..length]);
    length > 0
}

/// The texts of the QR codes in the half blocks of `shown`, and the other lines.
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

/// The text of the QR code in a PNG file with one bit for each pixel.
pub fn scanned_file(path: &Path) -> String {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let side = reader.next_frame(&mut pixels).unwrap().width as usize;
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, |x, y| {
        pixels[y * side.div_ceil(8) + x / 8] & (0x80 >> (x % 8)) == 0
    });
    image.detect_grids()[0].decode().unwrap().1
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

/// Runs `script` in a new directory.
pub fn run(script: &str) -> Outcome {
    Directory::new().run(script)
}

/// A Node.js that reads dotenv files itself.
pub const NODE_WITH_DOTENV: &str = "node --env-file=/dev/null -e 1";

/// Root, or a user whom sudo makes root.
pub const ROOT: &str = "[ $(id -u) = 0 ] || sudo -n true";

/// Whether this machine has everything that a test needs. A need is the name of a program, or a command
/// of several words that must succeed.
///
/// If something is missing, a line on stderr names the test and the need, and the test has to return.
/// Where the variable CI is set the test fails instead: CI installs everything.
pub fn has(needs: &[&str]) -> bool {
    let missing = needs.iter().filter_map(|need| {
        let (probe, problem) = if need.contains(' ') {
            ((*need).to_owned(), format!("{need} fails"))
        } else {
            (
                format!("command -v {need}"),
                format!("{need} is not installed"),
            )
        };
        (run(&probe).status != 0).then_some(problem)
    });
    let missing = missing.collect::<Vec<_>>().join(", ");
    if missing.is_empty() {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "nothing is left out where CI is set: {missing}"
    );
    let test = thread::current();
    report(&format!(
        "left out: {}: {missing}",
        test.name().unwrap_or_default()
    ));
    false
}

/// Writes a line that is also seen if the test passes: only printed output is captured.
pub fn report(what: &str) {
    let _ = stderr().write_all(format!("{what}\n").as_bytes());
}

/// A command line for each generator. Its values are one line of text with at least 64 bits.
pub const GENERATORS: [&str; 14] = [
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
    "secrets for jwt-hs256",
    "secrets totp new",
    "secrets hotp new --algorithm sha256",
];

/// The names of the commands in a help, with or without groups.
pub fn listed_commands(help: &str) -> Vec<&str> {
    let (_, usage) = help.split_once("Usage:").unwrap_or_default();
    let (listed, _) = usage.split_once("\nOptions:\n").unwrap_or_default();
    listed
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once("  "))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect()
}
