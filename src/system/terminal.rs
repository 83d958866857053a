//! Who sits at the terminal: asked for a secret without showing it, or waited for until they, or
//! the system, want an end.

use std::io;
use std::time::Duration;

use anyhow::Result;

use crate::secret::Secret;

/// Asks with `question` on the terminal of the process, whatever stdin and stdout are, and returns
/// the line typed there without its end, at most `limit` bytes.
///
/// Nothing typed is shown. Backspace and Ctrl-U correct it. The terminal is left as it was, also
/// when Ctrl-C or a signal ends the program.
///
/// # Errors
/// There is no terminal, nothing was typed, or the line is longer.
#[cfg(unix)]
pub fn ask(question: &str, limit: usize) -> Result<Secret> {
    unix::ask(question, limit)
}

/// A terminal without echo is for Unix systems so far.
#[cfg(not(unix))]
pub fn ask(_: &str, _: usize) -> Result<Secret> {
    anyhow::bail!("asking at the terminal is for Unix systems")
}

/// Whether a stream has colours, which is a terminal or none.
///
/// The user's word goes before what the terminal is: <https://no-color.org>, <https://bixense.com/clicolors>.
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

/// What a word is, and so how it looks: in colours that can be read on dark and on light.
#[derive(Clone, Copy)]
pub enum Colour {
    Heading,
    Literal,
    Placeholder,
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
            Self::Placeholder => "36",
            Self::Trouble => "1;31",
        };
        text.extend(["\x1b[", code, "m", word, "\x1b[0m"]);
    }
}

/// The wish that the program ends, which comes as a signal: INT, TERM, HUP or QUIT.
pub struct Ending(#[cfg(unix)] unix::Signals);

#[cfg(unix)]
impl Ending {
    /// From now on the signals are waited for, and do not end the program by themselves.
    pub fn listen() -> io::Result<Self> {
        unix::Signals::listen().map(Self)
    }

    /// Waits for `time`, or until one has come; whether one has.
    pub fn comes_within(&self, time: Duration) -> io::Result<bool> {
        self.0.come_within(time)
    }
}

/// Elsewhere Ctrl-C ends the program as it does others.
#[cfg(not(unix))]
impl Ending {
    pub fn listen() -> io::Result<Self> {
        Ok(Self())
    }

    pub fn comes_within(&self, time: Duration) -> io::Result<bool> {
        std::thread::sleep(time);
        Ok(false)
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, ErrorKind, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use anyhow::{Context, Result, bail, ensure};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::low_level::{emulate_default_handler, pipe};

    use crate::message::hinted;
    use crate::secret::Secret;

    /// The signals by which somebody wants an end. They end the program by themselves again once this
    /// is dropped.
    pub struct Signals {
        arrival: UnixStream,
        last: Arc<AtomicUsize>,
        let_through: Arc<AtomicBool>,
    }

    impl Signals {
        pub fn listen() -> io::Result<Self> {
            let (arrival, sender) = UnixStream::pair()?;
            let last = Arc::new(AtomicUsize::new(0));
            let let_through = Arc::new(AtomicBool::new(false));
            for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
                flag::register_conditional_default(signal, let_through.clone())?;
                flag::register_usize(signal, last.clone(), signal as usize)?;
                pipe::register(signal, sender.try_clone()?)?;
            }
            Ok(Self {
                arrival,
                last,
                let_through,
            })
        }

        pub fn come_within(&self, time: Duration) -> io::Result<bool> {
            let end = Instant::now() + time;
            loop {
                let left = end.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Ok(false);
                }
                self.arrival.set_read_timeout(Some(left))?;
                match (&self.arrival).read_exact(&mut [0]) {
                    Ok(()) => return Ok(true),
                    Err(error) => match error.kind() {
                        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                        _ => return Err(error),
                    },
                }
            }
        }

        /// The last one that came, if any has. The next one ends the program by itself.
        fn end(self) -> Option<i32> {
            self.let_through.store(true, Ordering::Relaxed);
            let signal = self.last.load(Ordering::Relaxed);
            i32::try_from(signal).ok().filter(|signal| *signal > 0)
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            self.let_through.store(true, Ordering::Relaxed);
        }
    }

    /// Reads from a terminal until a signal comes.
    struct UntilSignal<'a> {
        terminal: &'a File,
        signals: &'a Signals,
    }

    impl Read for UntilSignal<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            loop {
                let mut both = [
                    PollFd::new(&self.signals.arrival, PollFlags::IN),
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

    /// A terminal that shows nothing of what is typed, hands over each byte as it comes, and sends
    /// no signals, so that it is always put back; it is when this is dropped.
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
            // What was typed before the question is not an answer to it.
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
        let signals = Signals::listen()?;
        let mut quiet = Quiet::new(terminal)?;
        // Only now, so that an answer which follows at once is kept.
        quiet.terminal.write_all(question.as_bytes())?;
        let mut input = UntilSignal {
            terminal: &quiet.terminal,
            signals: &signals,
        };
        let answer = line(&mut input, limit);
        drop(quiet);
        if let Some(signal) = signals.end() {
            // The parent learns of it, as it would have without us.
            emulate_default_handler(signal)?;
        }
        let Some(answer) = answer? else {
            emulate_default_handler(SIGINT)?;
            bail!("interrupted");
        };
        ensure!(answer.len() > 0, "nothing was typed");
        Ok(answer)
    }

    /// Reads a line as a terminal edits it; `None` is Ctrl-C or Ctrl-\.
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
                // Ctrl-Z is no part of a secret, and stopping here would leave the terminal mute.
                0x1a => {}
                _ => line.push(byte[0]),
            }
            ensure!(
                line.len() <= limit,
                "what was typed is longer than {limit} bytes"
            );
        }
    }

    /// Takes away the last character, which in UTF-8 is up to its first byte.
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
