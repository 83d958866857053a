//! Lines on stderr: errors with their hints, notes, and what is waited for.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Error, Result};

use super::blocking;
use super::terminal::{self, Colour};
use crate::message::{Hinted, hinted, printable};

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
        let _ = blocking::write_all(io::stderr(), line.as_bytes());
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
    blocking::write_all(io::stderr(), (printable(line) + "\n").as_bytes())
}

/// Writes the help to stderr, where it is the answer to a command line without a command.
pub fn write_help(help: &str) {
    let _ = blocking::write_all(io::stderr(), help.as_bytes());
}

/// Writes a line that says something to a person and is no error.
pub fn note(line: &str) -> Result<()> {
    Ok(write(line)?)
}

/// How long a wait goes without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does what may have to wait for `what`, and says so after a second.
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
