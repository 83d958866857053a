//! `secrets apikey --check`: checks the shape of the keys on stdin, one on each line.

use std::process::ExitCode;

use anyhow::{Context, Result};

use super::shape::{Shape, Verdict};
use crate::input::source;
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::blocking;
use crate::system::streams::{self, ReaderGone};

/// The most bytes of one read.
const CHUNK: usize = 64 * 1024;

/// Writes a verdict on each line of stdin as soon as it is read. The status is 0 if all are valid.
///
/// # Errors
/// There are no lines, stdin can't be read, or the verdicts can't be written.
pub fn run(shape: &Shape) -> Result<ExitCode> {
    let stdin = source::stdin().context("stdin cannot be read")?;
    let mut chunk = vec![0; CHUNK];
    let mut lines = Lines {
        shape,
        line: Secret::with_capacity(shape.length() + 2),
        begun: false,
        verdicts: String::new(),
        total: 0,
        invalid: 0,
    };
    let mut reader_gone = false;
    loop {
        let read = blocking::read(&stdin, &mut chunk).context("stdin cannot be read")?;
        if read == 0 {
            lines.finish();
        }
        lines.add(&chunk[..read]);
        // When the reader of the verdicts is gone, the exit status still has to be right.
        if !reader_gone && !lines.verdicts.is_empty() {
            reader_gone = match streams::text(&lines.verdicts) {
                Err(error) if error.is::<ReaderGone>() => true,
                written => written.map(|()| false)?,
            };
        }
        lines.verdicts.clear();
        // Without a reader only the exit status is left, and the first invalid key decides it.
        if read == 0 || reader_gone && lines.invalid > 0 {
            return lines.status();
        }
    }
}

/// Splits stdin into lines and checks each line.
struct Lines<'a> {
    shape: &'a Shape,
    /// The current line, at most two bytes longer than a key: one for a carriage return at the end,
    /// and one that shows that the line is too long.
    line: Secret,
    /// Whether the current line has any bytes, a newline included.
    begun: bool,
    /// The verdicts that are not written yet.
    verdicts: String,
    total: u64,
    invalid: u64,
}

impl Lines<'_> {
    fn add(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            let text = part.strip_suffix(b"\n").unwrap_or(part);
            let room = self.shape.length() + 2 - self.line.len();
            self.line.extend(&text[..room.min(text.len())]);
            self.begun = true;
            if text.len() < part.len() {
                self.finish();
            }
        }
    }

    /// Checks the current line, if there is one.
    fn finish(&mut self) {
        if !std::mem::take(&mut self.begun) {
            return;
        }
        let line = match self.line.as_bytes() {
            [line @ .., b'\r'] if line.len() <= self.shape.length() => line,
            line => line,
        };
        let verdict = self.shape.verdict(line);
        self.line.truncate(0);
        self.verdicts.push_str(verdict.text());
        self.verdicts.push('\n');
        self.total += 1;
        self.invalid += u64::from(verdict != Verdict::Valid);
    }

    fn status(&self) -> Result<ExitCode> {
        if self.total == 0 {
            return Err(hinted(
                "there are no keys on stdin",
                "write one a line, as in: printf '%s\\n' \"$KEY\" | secrets apikey --check",
            ));
        }
        Ok(if self.invalid == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Alphabet;
    use super::*;

    #[test]
    fn verdicts_do_not_depend_on_the_sizes_of_reads() {
        let shape = Shape {
            prefix: "a_".to_owned(),
            id: false,
            alphabet: Alphabet::Hex,
            chars: 4,
            no_leading_hyphen: false,
            checksum: false,
        };
        let input = b"a_0123\na_012\n\nb_0123\na_01234567890\na_0123\r\r\na_012G\na_4567\r\na_beef";
        let expected = "valid
invalid: wrong length
invalid: wrong prefix
invalid: wrong prefix
invalid: wrong length
invalid: wrong length
invalid: wrong character
valid
valid
";
        for size in 1..=input.len() {
            let mut lines = Lines {
                shape: &shape,
                line: Secret::with_capacity(0),
                begun: false,
                verdicts: String::new(),
                total: 0,
                invalid: 0,
            };
            input.chunks(size).for_each(|part| lines.add(part));
            lines.finish();
            lines.finish();
            assert_eq!(lines.verdicts, expected, "{size}");
            assert_eq!((lines.total, lines.invalid), (9, 6));
        }
    }
}
