//! `secrets compare`: are two values equal, in a time that does not depend on them?

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::cli::Examples;
use crate::secret::Secret;
use crate::source::Source;

/// The longest value, in bytes. Every comparison takes as long as that of two such values.
const MAX_VALUE: usize = 64 * 1024;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    (
        "secrets compare --expected env:WEBHOOK_KEY --actual stdin",
        "whether stdin holds the value of a variable",
    ),
    (
        "secrets compare --expected file:stored-key --actual fd:3",
        "whether descriptor 3 holds the value of a file",
    ),
    (
        "if secrets compare \"$a\" \"$b\"; then echo equal; fi",
        "for values that are not secret: ps shows them",
    ),
];

/// The flags of `secrets compare`.
#[derive(Args)]
pub struct Compare {
    /// The expected value
    ///
    /// Both values are taken as they are, and every user of the machine sees them through ps: use
    /// --expected and --actual for what is secret.
    #[arg(
        value_name = "EXPECTED",
        requires = "actual_value",
        conflicts_with_all = ["expected", "actual", "exact"],
        allow_hyphen_values = true
    )]
    expected_value: Option<OsString>,

    /// The actual value
    #[arg(value_name = "ACTUAL", allow_hyphen_values = true)]
    actual_value: Option<OsString>,

    /// Read the expected value from stdin, file:PATH, fd:N or env:NAME
    #[arg(long, value_name = "SOURCE", value_parser = Source::parse, requires = "actual", required_unless_present = "expected_value")]
    expected: Option<Source>,

    /// Read the actual value from stdin, file:PATH, fd:N or env:NAME
    #[arg(long, value_name = "SOURCE", value_parser = Source::parse, requires = "expected", required_unless_present = "expected_value")]
    actual: Option<Source>,

    /// Take a final newline of a file, fd or stdin as part of the value
    #[arg(long)]
    exact: bool,
}

impl Compare {
    /// Whether both values are equal, as an exit status: 0 or 1.
    pub fn run(self) -> Result<ExitCode> {
        let given = (
            &self.expected,
            &self.actual,
            &self.expected_value,
            &self.actual_value,
        );
        let (expected, actual) = match given {
            (Some(expected), Some(actual), ..) => {
                ensure!(
                    expected != actual,
                    "--expected and --actual are both {expected}"
                );
                (self.read(expected)?, self.read(actual)?)
            }
            (.., Some(expected), Some(actual)) => (argument(expected)?, argument(actual)?),
            _ => bail!("two values are needed to compare"),
        };
        if expected.is_empty() {
            bail!("the expected value is empty, and nothing is equal to that");
        }
        Ok(if bool::from(expected.equals(&actual)) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn read(&self, source: &Source) -> Result<Value> {
        let mut secret = source.read(MAX_VALUE)?;
        if !self.exact && source.ends_in_newline() {
            let bytes = secret.as_bytes();
            let line = bytes.strip_suffix(b"\n").unwrap_or(bytes).len();
            secret.truncate(line);
        }
        Ok(Value::new(&secret))
    }
}

fn argument(value: &OsString) -> Result<Value> {
    ensure!(
        value.len() <= MAX_VALUE,
        "a value is longer than {MAX_VALUE} bytes"
    );
    let mut secret = Secret::with_capacity(value.len());
    secret.extend(value.as_encoded_bytes());
    Ok(Value::new(&secret))
}

/// A value padded to the greatest length, so that how long it is can't be told from how long a
/// comparison takes.
struct Value {
    padded: Zeroizing<Vec<u64>>,
    length: u64,
}

impl Value {
    fn new(secret: &Secret) -> Self {
        let mut padded = Zeroizing::new(vec![0; MAX_VALUE / 8]);
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

    fn is_empty(&self) -> bool {
        self.length == 0
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
