//! Writes errors with their hints, notes and waiting messages to stderr.

use std::io::{self, IsTerminal};
#[cfg(unix)]
use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use anyhow::{Error, Result};

use super::blocking;
use super::terminal::{self, Colour};
use crate::message::{Hinted, hinted, printable};

/// Writes `error` and its causes on one line, and its hint on another line.
///
/// Failures to write are ignored: the exit status still reports the error.
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
        // A single write keeps the lines of several programs apart.
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

/// Makes a panic end the program with one line and the exit status `status`. The panic's own message
/// and backtrace could show a value.
///
/// A panic is a bug, or comes from the standard library when the system has no randomness for a hash
/// table.
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
    // A single write keeps the lines of several programs apart.
    blocking::write_all(io::stderr(), (printable(line) + "\n").as_bytes())
}

/// Writes the help to stderr, as the error for a command line without a command.
pub fn write_help(help: &str) {
    let _ = blocking::write_all(io::stderr(), help.as_bytes());
}

/// Writes a line for a person that is not an error.
pub fn note(line: &str) -> Result<()> {
    Ok(write(line)?)
}

/// The time after which a wait is reported.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(1);

/// Calls `wait`, and reports after a second that the program waits for `what`.
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
