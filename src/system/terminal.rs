//! The terminal: asks for a secret without showing it, and colours text.

use anyhow::Result;

use crate::secret::Secret;

/// Asks `question` on the terminal of the process, even if stdin and stdout are not the terminal.
/// Returns the typed line without its end.
///
/// The typed text is not shown. Backspace and Ctrl-U edit it. The terminal is restored, also when
/// Ctrl-C or a signal ends the program.
///
/// # Errors
/// There is no terminal, nothing was typed, or the line is longer than `limit` bytes.
#[cfg(unix)]
pub fn ask(question: &str, limit: usize) -> Result<Secret> {
    unix::ask(question, limit)
}

/// Whether the process has a terminal to ask at.
pub fn is_there() -> bool {
    cfg!(unix)
        && std::fs::File::options()
            .read(true)
            .write(true)
            .open("/dev/tty")
            .is_ok()
}

/// Reading without echo is not implemented for other systems.
#[cfg(not(unix))]
pub fn ask(_: &str, _: usize) -> Result<Secret> {
    anyhow::bail!("asking at the terminal is for Unix systems")
}

/// Whether to write colours to a stream that is a terminal or not.
///
/// The user's variables come first: <https://no-color.org>, <https://bixense.com/clicolors>.
pub fn has_colour(is_terminal: bool) -> bool {
    let told = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    if told("NO_COLOR").is_some() {
        return false;
    }
    if let Some(force) = told("CLICOLOR_FORCE")
        && force != "0"
    {
        return true;
    }
    is_terminal
        && told("CLICOLOR").is_none_or(|value| value != "0")
        && told("TERM").is_some_and(|terminal| terminal != "dumb")
}

/// The meaning of a coloured word. The colours are readable on dark and on light.
#[derive(Clone, Copy)]
pub enum Colour {
    Heading,
    Literal,
    Trouble,
}

impl Colour {
    /// Appends `word` in this colour.
    pub fn paint(self, word: &str, text: &mut String) {
        if word.is_empty() {
            return;
        }
        let code = match self {
            Self::Heading => "1;32",
            Self::Literal => "1;36",
            Self::Trouble => "1;31",
        };
        text.extend(["\x1b[", code, "m", word, "\x1b[0m"]);
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, ErrorKind, Read, Write};

    use anyhow::{Context, Result, ensure};
    use nix::sys::signal::Signal;
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    use crate::message::hinted;
    use crate::secret::Secret;
    use crate::system::signals::{Ending, end_by};

    /// Reads from a terminal until a signal comes.
    struct UntilSignal<'a> {
        terminal: &'a File,
        ending: &'a Ending,
    }

    impl Read for UntilSignal<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            loop {
                let mut both = [
                    PollFd::new(self.ending.arrival(), PollFlags::IN),
                    PollFd::new(self.terminal, PollFlags::IN),
                ];
                match poll(&mut both, None) {
                    Err(Errno::INTR) => continue,
                    polled => polled?,
                };
                if both[0].revents().is_empty() {
                    return self.terminal.read(buffer);
                }
                return Err(io::Error::other("a signal came"));
            }
        }
    }

    /// A terminal without echo, line editing and signals. It is restored when this is dropped.
    ///
    /// Without signals Ctrl-C can't end the program before the terminal is restored.
    struct Quiet {
        terminal: File,
        before: Termios,
    }

    impl Quiet {
        fn new(terminal: File) -> Result<Self> {
            let before = tcgetattr(&terminal).context("the terminal cannot be read")?;
            let mut quiet = before.clone();
            quiet.local_modes.remove(
                LocalModes::ECHO
                    | LocalModes::ECHONL
                    | LocalModes::ICANON
                    | LocalModes::ISIG
                    | LocalModes::IEXTEN,
            );
            // Text that was typed before the question is discarded.
            tcsetattr(&terminal, OptionalActions::Flush, &quiet)
                .context("the terminal cannot be kept from showing what is typed")?;
            Ok(Self { terminal, before })
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            let _ = self.terminal.write_all(b"\n");
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }

    pub fn ask(question: &str, limit: usize) -> Result<Secret> {
        let open = File::options().read(true).write(true).open("/dev/tty");
        let Ok(terminal) = open else {
            return Err(hinted(
                "there is no terminal to ask at",
                "read the value from stdin, file:PATH, fd:N or env:NAME",
            ));
        };
        let ending = Ending::listen()?;
        let mut quiet = Quiet::new(terminal)?;
        // The question is asked after the discarding, so that an immediate answer is kept.
        quiet.terminal.write_all(question.as_bytes())?;
        let mut input = UntilSignal {
            terminal: &quiet.terminal,
            ending: &ending,
        };
        let answer = line(&mut input, limit);
        drop(quiet);
        if let Some(signal) = ending.finish() {
            end_by(signal);
        }
        let Some(answer) = answer? else {
            end_by(Signal::SIGINT);
        };
        ensure!(answer.len() > 0, "nothing was typed");
        Ok(answer)
    }

    /// Reads a line with the editing of a terminal. `None` is Ctrl-C or Ctrl-\.
    pub fn line(input: &mut impl Read, limit: usize) -> Result<Option<Secret>> {
        let mut line = Secret::with_capacity(256);
        let mut byte = [0];
        loop {
            match input.read(&mut byte) {
                Ok(0) => return Ok(Some(line)),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            }
            match byte[0] {
                b'\n' | b'\r' | 0x04 => return Ok(Some(line)),
                0x03 | 0x1c => return Ok(None),
                0x15 => line.truncate(0),
                0x08 | 0x7f => erase(&mut line),
                // Ctrl-Z is ignored: stopping here would leave the terminal without echo.
                0x1a => {}
                _ => line.push(byte[0]),
            }
            ensure!(
                line.len() <= limit,
                "what was typed is longer than {limit} bytes"
            );
        }
    }

    /// Removes the last character in UTF-8: all bytes back to its first byte.
    fn erase(line: &mut Secret) {
        let continues = |byte: &&u8| matches!(byte, 0x80..0xc0);
        let rest = line.as_bytes().iter().rev().take_while(continues).count();
        let length = line.len().saturating_sub(rest + 1);
        line.truncate(length);
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn lines_are_edited_as_at_a_terminal() {
            for (typed, expected) in [
                (&b"hunter2\nrest"[..], Some(&b"hunter2"[..])),
                (b"hunt\x1aer2\r", Some(b"hunter2")),
                (b"hunter2\x04", Some(b"hunter2")),
                (b"hunter2", Some(b"hunter2")),
                (b"wrong\x15right\n", Some(b"right")),
                (b"\x7fhunterr\x7f2\n", Some(b"hunter2")),
                ("a€\u{7f}b\n".as_bytes(), Some(b"ab")),
                (b"\x80\x80\x7f\n", Some(b"")),
                (b"\n", Some(b"")),
                (b"hunt\x03er2\n", None),
                (b"hunt\x1cer2\n", None),
            ] {
                let line = line(&mut &*typed, 7).unwrap();
                assert_eq!(line.as_ref().map(Secret::as_bytes), expected, "{typed:?}");
            }
            assert!(line(&mut &b"12345678\n"[..], 7).is_err());
        }
    }
}
