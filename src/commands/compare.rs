//! `secrets compare`: are two values equal, in a time that does not depend on them?

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;
use subtle::{Choice, ConstantTimeEq};

use crate::command::{Catalogue, Command};
use crate::files::kept_file::MAX_FILE as MAX_STORE;
use crate::hash::store::Store;
use crate::help::{Described, Help};
use crate::input::source::{Source, SourceParser};
use crate::secret::Secret;

/// The longest value, in bytes. Every comparison takes as long as that of two such values.
const MAX_VALUE: usize = 64 * 1024;

const EMPTY: &str = "the expected value is empty, and nothing is equal to that";

/// The flags of `secrets compare`.
#[derive(Args)]
#[command(
    override_usage = "secrets compare --expected <SOURCE> --actual <SOURCE> [--exact] [--hashed]\n       secrets compare <EXPECTED> <ACTUAL>"
)]
pub struct Compare {
    /// The expected value
    ///
    /// Both values are taken as they are, and every user of the machine sees them through ps: use
    /// --expected and --actual for what is secret.
    #[arg(
        value_name = "EXPECTED",
        requires = "actual_value",
        conflicts_with_all = ["expected", "actual", "exact", "hashed"],
        allow_hyphen_values = true
    )]
    expected_value: Option<OsString>,

    /// The actual value
    #[arg(value_name = "ACTUAL", allow_hyphen_values = true)]
    actual_value: Option<OsString>,

    /// Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// prompt asks at the terminal, and does not show what is typed.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser, requires = "actual", required_unless_present = "expected_value")]
    expected: Option<Source>,

    /// Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser, requires = "expected", required_unless_present = "expected_value")]
    actual: Option<Source>,

    /// Take a final newline of a file, fd or stdin as part of the value
    #[arg(long)]
    exact: bool,

    /// The expected value is a stored hash of the actual one, as --hash makes it
    ///
    /// It is recognised by itself: argon2id ($argon2id$…), bcrypt ($2a$, $2b$ or $2y$), sha512-crypt
    /// ($6$…) or sha256 (64 hex digits). What secrets apikey --id stores, an id, a tab and a hash, is
    /// taken too: the actual value is then a whole key, which must have this id, whatever its prefix.
    /// An empty actual value never matches, nor one that is longer than the scheme takes. A hash that
    /// asks for more than 1 GiB of memory, or some seconds, is an error.
    #[arg(long)]
    hashed: bool,
}

impl Described for Compare {
    const HELP: Help = Help {
        about: "Compare two values in constant time",
        details: "\
Prints nothing; the exit status is the answer. Values of at most 64 KiB are padded to that \
length and compared whole, so how long it takes tells neither where they differ nor how long \
they are. Not hidden is the time that reading a value takes, which grows with its length, \
and the answer itself. Checking a slow hash takes the time that the hash asks for.\n\n\
One final newline of a file, fd or stdin is not part of the value unless --exact is given. \
An empty expected value is an error and never equal.",
        examples: &[
            (
                "secrets compare --expected env:WEBHOOK_KEY --actual stdin",
                "whether stdin holds the value of a variable",
            ),
            (
                "secrets compare --expected file:stored-key --actual fd:3",
                "whether descriptor 3 holds the value of a file",
            ),
            (
                "secrets compare --hashed --expected file:stored-hash --actual stdin",
                "whether stdin holds the value that was hashed",
            ),
            (
                "if secrets compare \"$a\" \"$b\"; then echo equal; fi",
                "for values that are not secret: ps shows them",
            ),
        ],
    };
}

impl Command for Compare {
    const NAME: &'static str = "compare";

    /// Whether both values are equal, as an exit status: 0 or 1.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let given = (
            &self.expected,
            &self.actual,
            &self.expected_value,
            &self.actual_value,
        );
        let equal = match given {
            (Some(expected), Some(actual), ..) => {
                ensure!(
                    expected != actual,
                    "--expected and --actual are both {expected}"
                );
                let ends = actual.ends_in_newline() || !self.hashed && expected.ends_in_newline();
                ensure!(
                    ends || !self.exact,
                    "--exact has no effect: a final newline is taken off a file, fd or stdin alone"
                );
                if self.hashed {
                    self.matches(expected, actual)?
                } else {
                    let expected = expected.value("expected value", self.exact, MAX_VALUE)?;
                    equal(
                        &expected,
                        &actual.value("actual value", self.exact, MAX_VALUE)?,
                    )?
                }
            }
            (.., Some(expected), Some(actual)) => equal(&argument(expected)?, &argument(actual)?)?,
            _ => bail!("two values are needed to compare"),
        };
        Ok(if bool::from(equal) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

impl Compare {
    /// Whether the actual value is that of a hash in the expected one.
    fn matches(&self, expected: &Source, actual: &Source) -> Result<Choice> {
        let text = expected.read_as("expected hash", MAX_STORE)?;
        let store = Store::parse(text.as_bytes())?;
        ensure!(!store.is_empty(), EMPTY);
        let actual = actual.value("actual value", self.exact, MAX_VALUE)?;
        Ok(store.find(None, actual.as_bytes())?.any())
    }
}

/// Whether both are equal, in a time that does not depend on them.
fn equal(expected: &Secret, actual: &Secret) -> Result<Choice> {
    ensure!(expected.len() > 0, EMPTY);
    Ok(Value::new(expected).equals(&Value::new(actual)))
}

fn argument(value: &OsString) -> Result<Secret> {
    ensure!(
        value.len() <= MAX_VALUE,
        "a value is longer than {MAX_VALUE} bytes"
    );
    Ok(Secret::copy_of(value.as_encoded_bytes()))
}

/// A value padded to the greatest length, so that how long it is can't be told from how long a
/// comparison takes.
struct Value {
    padded: Vec<u64>,
    length: u64,
}

impl Value {
    fn new(secret: &Secret) -> Self {
        let mut padded = vec![0; MAX_VALUE / 8];
        for (word, bytes) in padded.iter_mut().zip(secret.as_bytes().chunks(8)) {
            for &byte in bytes {
                *word = *word << 8 | u64::from(byte);
            }
        }
        Self {
            padded,
            length: secret.len() as u64,
        }
    }

    /// Compares every word and the lengths, whatever the others say.
    fn equals(&self, other: &Self) -> Choice {
        let words = self.padded.iter().zip(other.padded.iter());
        words.fold(self.length.ct_eq(&other.length), |equal, (a, b)| {
            equal & a.ct_eq(b)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(bytes: &[u8]) -> Value {
        let mut secret = Secret::with_capacity(0);
        secret.extend(bytes);
        Value::new(&secret)
    }

    #[test]
    fn only_equal_values_are_equal() {
        let long = vec![b'x'; MAX_VALUE];
        let values = [
            &b"a"[..],
            b"b",
            b"aa",
            b"a\0",
            b"\0a",
            b"\0",
            b"abcdefgh",
            b"abcdefg",
            b"abcdefghi",
            &long,
            &long[1..],
        ];
        for (index, one) in values.iter().enumerate() {
            for (other_index, other) in values.iter().enumerate() {
                assert_eq!(
                    bool::from(value(one).equals(&value(other))),
                    index == other_index
                );
            }
        }
    }

    #[test]
    fn a_single_changed_bit_anywhere_is_seen() {
        let bytes = [0x5a; 33];
        for bit in 0..8 * bytes.len() {
            let mut changed = bytes;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !bool::from(value(&bytes).equals(&value(&changed))),
                "bit {bit}"
            );
        }
    }
}
