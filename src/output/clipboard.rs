//! The clipboard of the system, which a program sets, or the clipboard of the terminal.
//!
//! Values are written to the stdin of the program or to the device of the terminal. No command line and no
//! file has them.

mod osc52;

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use subtle::ConstantTimeEq;

use crate::input::time;
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::report;
use crate::system::signals::Ending;
use osc52::{Between, sequence};

/// The longest text that is copied, in bytes. All terminals with OSC 52 accept this length.
pub const MAX_COPIED: u64 = 64 * 1024;

/// The longest time to wait before a clipboard is cleared, in seconds: a day.
const MAX_WAIT: u64 = 86400;

/// A program that sets a clipboard. Each command line begins with the program's name.
struct Program {
    /// The variable that is set if the clipboard exists.
    needs: Option<&'static str>,
    /// The command line that copies its stdin.
    copy: &'static [&'static str],
    /// The command line that prints the clipboard, if there is one.
    paste: Option<&'static [&'static str]>,
    /// The command line that clears the clipboard, with `blank` as its stdin.
    clear: &'static [&'static str],
    blank: &'static str,
}

/// The programs for the system's clipboard, in the order of preference.
const SYSTEM: [Program; 5] = [
    Program {
        needs: Some("WAYLAND_DISPLAY"),
        // Without a type wl-copy would pass the text to a program that guesses the type.
        copy: &["wl-copy", "--type", "text/plain"],
        paste: Some(&["wl-paste", "--no-newline"]),
        clear: &["wl-copy", "--clear"],
        blank: "",
    },
    Program {
        needs: Some("DISPLAY"),
        copy: &["xclip", "-selection", "clipboard"],
        paste: Some(&["xclip", "-selection", "clipboard", "-out"]),
        clear: &["xclip", "-selection", "clipboard"],
        blank: "",
    },
    Program {
        needs: Some("DISPLAY"),
        copy: &["xsel", "--clipboard", "--input"],
        paste: Some(&["xsel", "--clipboard", "--output"]),
        clear: &["xsel", "--clipboard", "--clear"],
        blank: "",
    },
    Program {
        needs: None,
        copy: &["pbcopy"],
        paste: Some(&["pbpaste"]),
        clear: &["pbcopy"],
        blank: "",
    },
    Program {
        needs: if cfg!(windows) {
            None
        } else {
            Some("WSL_DISTRO_NAME")
        },
        copy: &["clip.exe"],
        paste: None,
        clear: &["clip.exe"],
        blank: "",
    },
];

/// The missing programs, for the message that there is no clipboard.
const NO_PROGRAM: &str = if cfg!(windows) {
    "no clip.exe on the PATH"
} else if cfg!(target_vendor = "apple") {
    "no pbcopy on the PATH"
} else {
    "no wl-copy, xclip or xsel with a display"
};

/// The command line with which tmux passes its stdin to its terminals and then deletes its own copy.
const HAND_ON: &[&str] = &[
    "tmux",
    "load-buffer",
    "-w",
    "-b",
    "secrets",
    "-",
    ";",
    "delete-buffer",
    "-b",
    "secrets",
];

/// tmux passes a text to the terminals that it runs in. By default it does not pass on the sequences of
/// programs. It does not accept an empty text.
const TMUX: Program = Program {
    needs: Some("TMUX"),
    copy: HAND_ON,
    paste: None,
    clear: HAND_ON,
    blank: " ",
};

impl Program {
    fn name(&self) -> &'static str {
        self.copy[0]
    }

    fn is_here(&self) -> bool {
        self.needs.is_none_or(is_set) && is_installed(self.name())
    }
}

/// A clipboard that can be set.
pub struct Clipboard {
    way: Way,
    clear_after: Option<(Duration, Ending)>,
}

enum Way {
    Program {
        program: &'static Program,
        /// Options that tell clipboard managers not to store the text.
        sensitive: &'static [&'static str],
    },
    Terminal {
        device: File,
        between: Between,
    },
}

impl Clipboard {
    /// Finds the user's clipboard: the system's, but in an SSH session the terminal's, which is on the
    /// user's machine. With `clear_after`, signals then end the wait.
    ///
    /// # Errors
    /// There is no clipboard.
    pub fn find(clear_after: Option<Duration>) -> Result<Self> {
        let is_remote = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .into_iter()
            .any(is_set);
        let way = if is_remote {
            Way::terminal().or_else(Way::system)
        } else {
            Way::system().or_else(Way::terminal)
        };
        let way = way.ok_or_else(|| {
            hinted(
                format!("there is no clipboard: {NO_PROGRAM}, and no terminal that could have one"),
                "install one of them, or leave out --copy",
            )
        })?;
        let clear_after = match clear_after {
            Some(time) => Some((time, Ending::listen()?)),
            None => None,
        };
        Ok(Self { way, clear_after })
    }

    /// Copies `text` to the clipboard, and says so.
    pub fn copy(&mut self, text: &Secret) -> Result<()> {
        ensure!(
            std::str::from_utf8(text.as_bytes()).is_ok(),
            "--copy takes text, and the value is not in UTF-8"
        );
        let said = match &mut self.way {
            Way::Program { program, sensitive } => {
                feed(program.copy, sensitive, text)?;
                if program.name() == TMUX.name() {
                    "handed to tmux for its terminal's clipboard (OSC 52), which does not answer"
                        .into()
                } else {
                    format!("copied to the clipboard ({})", program.name())
                }
            }
            Way::Terminal { device, between } => {
                send(device, *between, text.as_bytes())?;
                "sent to the terminal for its clipboard (OSC 52), which does not answer".into()
            }
        };
        // The value is copied even if this note can't be written.
        let _ = report::note(&said);
        Ok(())
    }

    /// With `clear_after`, waits and then clears the clipboard, if it has or may have `text`.
    pub fn wait_and_clear(&mut self, text: &Secret) -> Result<()> {
        let Some((time, ending)) = &self.clear_after else {
            return Ok(());
        };
        let seconds = time.as_secs();
        let _ = report::note(&format!("clearing in {seconds} s; Ctrl-C clears now"));
        ending.comes_within(*time)?;
        let said = if self.clear(text)? {
            "cleared the clipboard"
        } else {
            "the clipboard has something else by now, and was left alone"
        };
        let _ = report::note(said);
        Ok(())
    }

    /// Clears the clipboard. Returns false if it has another text, which stays.
    pub fn clear(&mut self, text: &Secret) -> Result<bool> {
        match &mut self.way {
            Way::Program { program, .. } => {
                if program.paste.is_some_and(|paste| !shows(paste, text)) {
                    return Ok(false);
                }
                let mut blank = Secret::with_capacity(1);
                blank.extend(program.blank.as_bytes());
                feed(program.clear, &[], &blank)?;
            }
            Way::Terminal { device, between } => {
                // Some terminals ignore an empty text and would keep the value.
                send(device, *between, b" ")?;
                send(device, *between, b"")?;
            }
        }
        Ok(true)
    }
}

impl Way {
    fn system() -> Option<Self> {
        let program = SYSTEM.iter().find(|program| program.is_here())?;
        // wl-copy has the option since 2.3.0 (2026).
        let marks =
            program.name() == "wl-copy" && answer(&["wl-copy", "--help"]).contains("--sensitive");
        Some(Self::Program {
            program,
            sensitive: if marks { &["--sensitive"] } else { &[] },
        })
    }

    fn terminal() -> Option<Self> {
        let in_tmux = TMUX.is_here();
        if in_tmux && tmux_hands_on(&answer(&["tmux", "-V"])) {
            return Some(Self::Program {
                program: &TMUX,
                sensitive: &[],
            });
        }
        // These terminals have no clipboard.
        let mute = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term == "linux");
        let device = File::options().write(true).open("/dev/tty").ok()?;
        let between = match () {
            () if in_tmux => Between::Tmux,
            () if is_set("STY") => Between::Screen,
            () => Between::Nothing,
        };
        (!mute).then_some(Self::Terminal { device, between })
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| is_executable(&directory.join(program)))
}

#[cfg(unix)]
fn is_executable(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &std::path::Path) -> bool {
    file.is_file()
}

/// A command without output. It has its own process group, so that the Ctrl-C that ends our wait does not
/// reach it.
///
/// Stderr is closed too, because programs that serve the clipboard in the background keep it open.
fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// The output of the command.
fn answer(words: &[&str]) -> String {
    let output = command(words).stdout(Stdio::piped()).output();
    output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

/// Whether tmux of this version, such as `tmux 3.3a`, can pass a buffer to its terminal: since 3.2. A
/// version without a number is newer.
fn tmux_hands_on(version: &str) -> bool {
    let Some(start) = version.find(|character: char| character.is_ascii_digit()) else {
        return !version.is_empty();
    };
    let mut numbers = version[start..]
        .split(|character: char| !character.is_ascii_digit())
        .map(|number| number.parse::<u32>().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next()) >= (3, 2)
}

/// Runs a command with `text` as its stdin.
///
/// # Errors
/// The command can't be run, or it fails.
fn feed(words: &[&str], options: &[&str], text: &Secret) -> Result<()> {
    let name = words[0];
    let mut child = command(words)
        .args(options)
        .stdin(Stdio::piped())
        .spawn()
        .with_context(|| format!("{name} could not be run, so the clipboard was not written"))?;
    let mut written = Ok(());
    if let Some(mut stdin) = child.stdin.take() {
        written = match utf16(name, text) {
            Some(text) => stdin.write_all(text.as_bytes()),
            None => stdin.write_all(text.as_bytes()),
        };
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{name} failed ({status}), so the clipboard was not written");
    }
    written.with_context(|| format!("{name} did not take the value"))
}

/// The text in UTF-16 for clip.exe, and `None` for other programs.
///
/// clip.exe guesses the encoding. It takes UTF-8 for the code page of the console, and some ASCII texts for
/// UTF-16, such as `51b969e6-4a10-e700-5c4f-9783e0b5b0b0`. A byte order mark would become a part of the
/// clipboard.
fn utf16(program: &str, text: &Secret) -> Option<Secret> {
    if program != "clip.exe" {
        return None;
    }
    let text = std::str::from_utf8(text.as_bytes()).ok()?;
    let mut units = Secret::with_capacity(2 * text.len());
    for unit in text.encode_utf16() {
        units.extend(&unit.to_le_bytes());
    }
    Some(units)
}

/// Whether the command prints `text`, compared in constant time. True if the command can't be run.
fn shows(words: &[&str], text: &Secret) -> bool {
    let Ok(mut child) = command(words).stdout(Stdio::piped()).spawn() else {
        return true;
    };
    let mut shown = Secret::with_capacity(text.len() + 1);
    // One more byte shows that the text is longer.
    let room = shown.grow(text.len() + 1);
    let read = match child.stdout.take() {
        Some(mut stdout) => read_up_to(&mut stdout, room),
        None => 0,
    };
    shown.truncate(read);
    let _ = child.wait();
    bool::from(shown.as_bytes().ct_eq(text.as_bytes()))
}

/// Fills `room` as far as possible. Returns the number of bytes read.
fn read_up_to(input: &mut impl Read, room: &mut [u8]) -> usize {
    let mut read = 0;
    while read < room.len() {
        match input.read(&mut room[read..]) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    read
}

/// Sends `text` to the terminal for its clipboard.
fn send(device: &mut File, between: Between, text: &[u8]) -> Result<()> {
    let sent = device.write_all(sequence(between, text)?.as_bytes());
    sent.context("the terminal could not be written, and so its clipboard")
}

/// Reads a time to wait: `30s`, `2m`, `1h`, or a bare number of seconds.
pub fn wait(text: &str) -> Result<Duration> {
    let seconds = time::seconds(text)?;
    ensure!(seconds <= MAX_WAIT, "it is at most 24h");
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tmux_passes_buffers_on_since_3_2() {
        for (version, does) in [
            ("tmux 3.3a", true),
            ("tmux 3.2", true),
            ("tmux 10.0", true),
            ("tmux next-3.6", true),
            ("tmux master", true),
            ("tmux 3.1c", false),
            ("tmux 2.9", false),
            ("", false),
        ] {
            assert_eq!(tmux_hands_on(version), does, "{version}");
        }
    }

    #[test]
    fn waits_are_in_seconds_minutes_or_hours() {
        for (text, seconds) in [("30", 30), ("30s", 30), ("2m", 120), ("24h", 86400)] {
            assert_eq!(wait(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in [
            "", "s", "0", "0m", "-1s", "1.5m", "30 s", "30S", "25h", "1d",
        ] {
            assert!(wait(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_the_product_of_number_and_unit(number: u64, shift in 0..64_u32) {
            let number = number >> shift;
            for (unit, seconds) in [("", 1), ("s", 1), ("m", 60), ("h", 3600_u128)] {
                let expected = u128::from(number) * seconds;
                let expected = (1..=86400).contains(&expected).then(|| Duration::from_secs(expected as u64));
                prop_assert_eq!(wait(&format!("{number}{unit}")).ok(), expected);
            }
        }

        #[test]
        fn only_digits_and_a_unit_are_a_wait(text in "[0-9.+-]{0,3}[a-zé ]{0,2}") {
            let number = text.strip_suffix(['s', 'm', 'h']).unwrap_or(&text);
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) && number.parse() != Ok(0);
            prop_assert!(wait(&text).is_err() || is_number && !number.is_empty(), "{}", text);
        }
    }
}
