//! What is said on stderr: one clear line, and a hint where there is a next step.

use std::fmt;
use std::io::{self, IsTerminal};
#[cfg(unix)]
use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use anyhow::{Error, Result};

use crate::patient;
use crate::terminal::{self, Colour};

/// An error that knows the way out.
#[derive(Debug)]
struct Hinted {
    message: String,
    hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

/// An error with the next step for the user. Both are lower-case sentences without a full stop.
pub fn hinted(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::new(Hinted {
        message: message.into(),
        hint: hint.into(),
    })
}

/// Writes `error` and its causes as one line, and its hint as another.
///
/// A stderr that can't be written to has nowhere to be reported; the exit status still tells.
pub fn report(error: &Error) {
    let in_colour = terminal::has_colour(io::stderr().is_terminal());
    let write = |label: &str, colour: Colour, rest: &str| {
        let mut line = String::new();
        if in_colour {
            colour.paint(label, &mut line);
        } else {
            line.push_str(label);
        }
        line.extend([" ", &printable(rest), "\n"]);
        // In one piece, so that the lines of several programs do not mix.
        let _ = patient::write_all(io::stderr(), line.as_bytes());
    };
    write("secrets:", Colour::Trouble, &format!("{error:#}"));
    for hint in error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<Hinted>())
    {
        write("hint:", Colour::Literal, &hint.hint);
    }
}

/// Has a panic end the program as any trouble does, with one line and `status`: its own message and
/// backtrace could show a value. It is a mistake of ours, or the standard library's way to say that
/// the system has no randomness for a hash table.
pub fn report_panics(status: u8) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location();
        let place = place.map_or_else(String::new, |place| format!(" at {place}"));
        report(&hinted(
            format!("the program gave up{place}"),
            "if the system has randomness, this is a mistake in secrets: please report it",
        ));
        std::process::exit(i32::from(status));
    }));
}

/// Writes one line to stderr, with control characters escaped.
pub fn write(line: &str) -> io::Result<()> {
    // In one piece, so that the lines of several programs do not mix.
    patient::write_all(io::stderr(), (printable(line) + "\n").as_bytes())
}

/// Writes the help to stderr, where it is the answer to a command line without a command.
pub fn write_help(help: &str) {
    let _ = patient::write_all(io::stderr(), help.as_bytes());
}

/// Writes a line that says something to a person and is no error.
pub fn note(line: &str) -> Result<()> {
    Ok(write(line)?)
}

/// How long a wait goes without a word.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(1);

/// Does what may have to wait for `what`, and says so after a second.
#[cfg(unix)]
pub fn while_waiting_for<T>(what: &str, wait: impl FnOnce() -> T) -> T {
    let line = format!("secrets: waiting for {what}");
    let (done, waits) = mpsc::channel::<()>();
    let told = thread::Builder::new().spawn(move || {
        if waits.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let _ = write(&line);
        }
    });
    let result = wait();
    drop(done);
    let _ = told.map(thread::JoinHandle::join);
    result
}

/// `count` of what `one` names, in the singular or the plural.
pub fn counted(count: u64, one: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {one}{end}")
}

/// `text` with control characters and those that reorder a line written as escapes.
pub fn printable(text: &str) -> String {
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if hidden(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[31mb\r\n\u{9b}\u{202e}é"),
            "a\\u{1b}[31mb\\r\\n\\u{9b}\\u{202e}é"
        );
    }

    proptest! {
        #[test]
        fn a_line_is_one_line_whatever_is_in_it(text in prop::collection::vec(any::<char>(), 0..40)) {
            let text = String::from_iter(text);
            let line = printable(&text);
            prop_assert!(!line.contains(char::is_control));
            prop_assert_eq!(printable(&line), line.clone());
            if !text.contains(char::is_control) && text.is_ascii() {
                prop_assert_eq!(line, text);
            }
        }
    }
}
