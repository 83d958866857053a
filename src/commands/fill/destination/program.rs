//! A program that stores a value, run once for each key.

use std::io::{self, PipeReader, Read, Write, pipe};
use std::process::{Command, ExitStatus};
use std::thread;

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::Made;
use crate::commands::fill::field::Piece;
use crate::message::{as_word, hinted};
use crate::secret::Secret;

/// The placeholder of the key in the words of a command.
const KEY: &str = "{}";

/// The command line of a program that reads a value from its stdin.
pub struct Program(Vec<String>);

impl Program {
    /// # Errors
    /// The command is missing, or has no placeholder for the key.
    pub fn new(words: &[String]) -> Result<Self> {
        let place = "write {} where the key goes, as in --to command -- gh secret set {}";
        if words.is_empty() {
            return Err(hinted("--to command needs a command after --", place));
        }
        if !words[1..].iter().any(|word| word.contains(KEY)) {
            return Err(hinted(
                format!("the words after {} have no place for the key", words[0]),
                place,
            ));
        }
        Ok(Self(words.to_owned()))
    }

    /// The arguments of the program for a key.
    fn arguments(&self, key: &str) -> impl Iterator<Item = String> {
        self.0[1..].iter().map(move |word| word.replace(KEY, key))
    }

    /// The command line for a key, as the user would type it.
    pub fn shown(&self, key: &str) -> String {
        let program = std::iter::once(as_word(&self.0[0]));
        let words: Vec<String> = program
            .chain(self.arguments(key).map(|word| as_word(&word)))
            .collect();
        words.join(" ")
    }

    /// Runs the program with each value on its stdin, and stops at the first failure.
    ///
    /// # Errors
    /// The program cannot be run, fails, or leaves a part of the value unread.
    pub fn hand_over(&self, made: &Made) -> Result<()> {
        for (at, (key, pieces)) in made.iter().enumerate() {
            let value = Piece::join(pieces);
            self.run(key, &value).map_err(|error| {
                let keys = |made: &Made| match made {
                    [] => "nothing".to_owned(),
                    made => made
                        .iter()
                        .map(|(key, _)| *key)
                        .collect::<Vec<_>>()
                        .join(", "),
                };
                let (done, open) = (keys(&made[..at]), keys(&made[at..]));
                anyhow!("{error:#} (handed over: {done}; not handed over: {open})")
            })?;
        }
        Ok(())
    }

    fn run(&self, key: &str, value: &Secret) -> Result<()> {
        let shown = self.shown(key);
        let (reader, mut writer) = pipe().context("a pipe cannot be made")?;
        // A second reader of the pipe receives what the program leaves unread.
        let rest = reader.try_clone().context("a pipe cannot be made")?;
        let mut child = Command::new(&self.0[0])
            .args(self.arguments(key))
            .stdin(reader)
            // The stdout of `secrets` is for its own results.
            .stdout(io::stderr())
            .spawn()
            .map_err(|error| anyhow!("{shown} cannot be run: {error}"))?;
        let (status, unread) = thread::scope(|scope| -> Result<(ExitStatus, bool)> {
            // A value can be longer than the buffer of the pipe, and the program may end before it
            // has read all of it.
            let written = scope.spawn(move || writer.write_all(value.as_bytes()));
            let status = child.wait().with_context(|| format!("{shown} got lost"))?;
            let unread = drain(rest)?;
            let written = written.join().is_ok_and(|written| written.is_ok());
            Ok((status, unread || !written))
        })?;
        if !status.success() {
            bail!("{shown} failed: {status}");
        }
        ensure!(
            !unread,
            "{shown} ended without reading the value from its stdin"
        );
        Ok(())
    }
}

/// Reads to the end, and returns whether there were any bytes.
fn drain(mut rest: PipeReader) -> Result<bool> {
    let mut room = Secret::with_capacity(4096);
    let mut any = false;
    loop {
        room.truncate(0);
        let read = rest
            .read(room.grow(4096))
            .context("a pipe cannot be read")?;
        if read == 0 {
            return Ok(any);
        }
        any = true;
    }
}
