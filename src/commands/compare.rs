//! `secrets compare`: compares two values in constant time.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;
use subtle::{Choice, ConstantTimeEq};

use crate::command::{Catalogue, Command};
use crate::commands::otp;
use crate::files::kept_file::{KeptFile, MAX_FILE as MAX_STORE};
use crate::hash::store::{Found, Store};
use crate::hash::user;
use crate::help::{Described, Help};
use crate::input::source::{Source, SourceParser};
use crate::message::{closest, hinted};
use crate::secret::Secret;
use crate::system::report;

/// The longest value, in bytes. Shorter values are padded to this length.
const MAX_VALUE: usize = 64 * 1024;

const EMPTY: &str = "the expected value is empty, and nothing is equal to that";

/// The flags of `secrets compare`.
#[derive(Args, Default)]
#[command(
    override_usage = "secrets compare --expected <SOURCE> --actual <SOURCE> [OPTIONS]\n       secrets compare <EXPECTED> <ACTUAL>"
)]
pub struct Compare {
    /// The expected value
    ///
    /// Every user of the machine sees these arguments through ps: use --expected and --actual for
    /// secrets.
    #[arg(
        value_name = "EXPECTED",
        requires = "actual_value",
        conflicts_with_all = ["expected", "actual", "exact", "hashed", "user", "recovery", "group", "separator", "consume"],
        allow_hyphen_values = true
    )]
    expected_value: Option<OsString>,

    /// The actual value
    #[arg(value_name = "ACTUAL", allow_hyphen_values = true)]
    actual_value: Option<OsString>,

    /// Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// prompt asks at the terminal, and does not show the typed text.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser, requires = "actual", required_unless_present = "expected_value")]
    expected: Option<Source>,

    /// Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser, requires = "expected", required_unless_present = "expected_value")]
    actual: Option<Source>,

    /// Take a final newline or CRLF of a file, fd or stdin as part of the value
    #[arg(long)]
    exact: bool,

    /// The expected value is a store of hashes, one on each line, any of which may match
    ///
    /// Hashes come from secrets hash, from --hash, or from other programs with the same schemes:
    /// argon2id, bcrypt ($2a$, $2b$, $2y$), yescrypt ($y$), scrypt ($scrypt$, $7$), sha512-crypt ($6$),
    /// PBKDF2 of Django and passlib, SCRAM-SHA-256 of PostgreSQL, and sha256. A line may be NAME:HASH,
    /// with more fields as in /etc/shadow, or, as from secrets apikey --id, an id, a tab and a hash. Of
    /// the lines with an id only the line with the id of the actual key is compared.
    ///
    /// An empty value never matches. Nor does a value that the scheme can't take: longer than 72 bytes
    /// for bcrypt or 512 for yescrypt and sha512-crypt, or with a NUL byte. A hash that takes more than
    /// 1 GiB of memory or more than some seconds is an error, and so are more than 1000 slow hashes.
    #[arg(long)]
    hashed: bool,

    /// Compare only with the lines of NAME, which begin with NAME:
    #[arg(long, value_name = "NAME", requires = "hashed", value_parser = user)]
    user: Option<String>,

    /// The actual value is a recovery code as a person types it
    ///
    /// Case, blanks and hyphens are ignored, and O, I and L are read as 0, 1 and 1. The code is brought
    /// into the form of secrets otp --recovery. A store without lines has no codes left: the status is
    /// 1.
    #[arg(long, requires = "hashed", conflicts_with = "exact")]
    recovery: bool,

    /// Length of a group of the recovery codes, as given to otp --recovery [default: 5]
    #[arg(hide_short_help = true, long, value_name = "N", requires = "recovery", value_parser = otp::length)]
    group: Option<u64>,

    /// Separator of the groups, as given to otp --recovery [default: -]
    #[arg(hide_short_help = true, long, value_name = "TEXT", requires = "recovery", value_parser = otp::separator, allow_hyphen_values = true)]
    separator: Option<String>,

    /// Remove the matching line from the file, so that no value is accepted twice
    ///
    /// The file of --expected file:PATH is locked and replaced by a file without the line. The status
    /// is 0 only when the new file is on the disk, so only one of several commands accepts a value.
    /// Mode and owner are kept, but group and others lose access.
    #[arg(long, requires = "hashed")]
    consume: bool,
}

impl Described for Compare {
    const HELP: Help = Help {
        about: "Compare two values in constant time",
        details: "\
Prints nothing: the exit status is 0 if the values are equal and 1 if not. Values of at most 64 KiB \
are padded to this length and compared completely, so the time reveals neither the position of a \
difference nor the length of a value. The time of reading a value does grow with its length. \
Checking a slow hash takes the time of the hash.\n\n\
In a store of hashes all lines that could match are compared, even after a match. If no name or \
id is right, another line is compared. So the time reveals the number of compared lines and their \
cost, but neither which line matched nor whether a name exists.\n\n\
One final newline or CRLF of a file, fd or stdin is not part of the value unless --exact is given. An empty \
expected value is an error, and so are two sources that are the same file or pipe. Two words that \
look like a source or an option, and two names of files, are refused unless -- is before them. --help has exit status 2 \
here, so that a value that is --help never counts as equal; secrets help compare has status 0.",
        examples: &[
            (
                "secrets compare --expected env:WEBHOOK_KEY --actual stdin",
                "whether stdin has the value of a variable",
            ),
            (
                "secrets compare --expected file:stored-key --actual fd:3",
                "whether descriptor 3 has the value of a file",
            ),
            (
                "secrets compare --hashed --expected file:stored-hash --actual stdin",
                "whether stdin has the value that was hashed",
            ),
            (
                "secrets compare --hashed --user ann --expected file:.htpasswd --actual stdin",
                "whether stdin has the password of ann",
            ),
            (
                "secrets compare --hashed --recovery --consume --expected file:codes --actual stdin",
                "whether stdin has a recovery code, which is then used up",
            ),
            (
                "if secrets compare -- \"$a\" \"$b\"; then echo equal; fi",
                "for values that are not secret: ps shows them",
            ),
        ],
    };
}

impl Command for Compare {
    const NAME: &'static str = "compare";

    fn plain(words: &[&str]) -> Option<Self> {
        let (["--expected", expected, "--actual", actual]
        | ["--actual", actual, "--expected", expected]) = words
        else {
            return None;
        };
        Some(Self {
            expected: Some(Source::parse(expected).ok()?),
            actual: Some(Source::parse(actual).ok()?),
            ..Self::default()
        })
    }

    /// Compares the values. The exit status is 0 if they are equal and 1 if not.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let given = (
            &self.expected,
            &self.actual,
            &self.expected_value,
            &self.actual_value,
        );
        let equal = match given {
            (Some(expected), Some(actual), ..) => {
                if let Some(same) = expected.same_as(actual) {
                    bail!("--expected and --actual are {same}");
                }
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
    /// Whether a hash of the expected store matches the actual value.
    fn matches(&self, expected: &Source, actual: &Source) -> Result<Choice> {
        if self.consume {
            return self.consumes(expected, actual);
        }
        let text = expected.read_as("expected hash", MAX_STORE)?;
        let store = Store::parse(text.as_bytes())?;
        ensure!(!store.is_empty() || self.recovery, EMPTY);
        Ok(self.find(&store, &self.actual_value(actual)?)?.any())
    }

    /// Whether a hash of the file matches the actual value. Removes matching lines from the file.
    fn consumes(&self, expected: &Source, actual: &Source) -> Result<Choice> {
        let Source::File(path) = expected else {
            return Err(hinted(
                format!("--consume takes a line out of a file, and {expected} is none"),
                "name the file, as in --expected file:codes",
            ));
        };
        // The value is read before the lock is taken, because a person may type it.
        let actual = self.actual_value(actual)?;
        let file = KeptFile::lock(path)?;
        ensure!(
            file.exists(),
            "{} cannot be read: it does not exist",
            path.display()
        );
        let store = Store::parse(file.text()?.as_bytes())?;
        let found = self.find(&store, &actual)?;
        if bool::from(found.any()) {
            file.replace(&store.without(&found))?;
        }
        Ok(found.any())
    }

    fn find(&self, store: &Store, actual: &Secret) -> Result<Found> {
        store.find(self.user.as_deref().map(str::as_bytes), actual.as_bytes())
    }

    /// The actual value. A recovery code is brought into the form that was hashed.
    fn actual_value(&self, actual: &Source) -> Result<Secret> {
        let value = actual.value("actual value", self.exact, MAX_VALUE)?;
        if !self.recovery {
            return Ok(value);
        }
        let group = self.group.map(|group| group as usize);
        Ok(otp::recovery_code(&value, group, self.separator.as_deref()))
    }
}

/// Inserts `--` into the command line `secrets compare EXPECTED ACTUAL`, so that both words are
/// compared even if one begins with a hyphen: somebody else may have chosen it.
///
/// One word alone may be the name of a file by chance, so that is only a warning.
///
/// # Errors
/// A word looks like a source or an option, or both are names of files, and `--` is not before them. Or an
/// option is misspelled.
pub fn take_words(args: &mut Vec<OsString>) -> Result<()> {
    if args.get(1).is_none_or(|command| command != Compare::NAME) {
        return Ok(());
    }
    let [_, _, expected, actual] = &args[..] else {
        return check_options(args);
    };
    if OPTIONS.iter().any(|option| is(option, expected)) {
        return Ok(());
    }
    for (name, word) in [("expected", expected), ("actual", actual)] {
        let Some(what) = looks_like(word) else {
            continue;
        };
        return Err(hinted(
            format!("the {name} value reads as {what}, and two words are compared as they are"),
            "name sources with --expected SOURCE --actual SOURCE; for words: secrets compare -- EXPECTED ACTUAL",
        ));
    }
    let is_file = |word: &OsString| Path::new(word).is_file();
    match (is_file(expected), is_file(actual)) {
        (true, true) => {
            return Err(hinted(
                "both values are names of files, and two words are compared as they are",
                "for what they hold: secrets compare --expected file:EXPECTED --actual file:ACTUAL; for words: secrets compare -- EXPECTED ACTUAL",
            ));
        }
        (is_expected, is_actual) if is_expected || is_actual => {
            let name = if is_expected { "expected" } else { "actual" };
            report::note(&format!(
                "secrets: the {name} value is the name of a file, and is compared as a word (for what the file holds --{name} file:PATH; -- before the words if they are meant)"
            ))?;
        }
        _ => {}
    }
    args.insert(2, "--".into());
    Ok(())
}

/// Refuses a misspelled option among others, which would count as the expected value.
fn check_options(args: &[OsString]) -> Result<()> {
    let words = args.iter().filter_map(|word| word.to_str());
    let mut words = words.skip(2).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        if WITH_VALUES.contains(&word) {
            words.next();
            continue;
        }
        let is_known = ["--help", "--version"].contains(&word)
            || OPTIONS.iter().any(|option| is(option, word.as_ref()));
        let named = OPTIONS.iter().filter(|option| option.len() > 2);
        if word.starts_with("--")
            && !is_known
            && let Some(close) = closest(word, named)
        {
            return Err(hinted(
                format!("unexpected argument '{word}'"),
                format!("did you mean {close}?"),
            ));
        }
    }
    Ok(())
}

/// The options that can be the first argument.
const OPTIONS: [&str; 10] = [
    "--expected",
    "--actual",
    "--exact",
    "--hashed",
    "--user",
    "--recovery",
    "--group",
    "--separator",
    "--consume",
    "--",
];

/// Those of the options that take the next argument as their value.
const WITH_VALUES: [&str; 5] = ["--expected", "--actual", "--user", "--group", "--separator"];

/// Whether `word` is this option, with or without a value.
fn is(option: &str, word: &OsStr) -> bool {
    let word = word.to_string_lossy();
    let rest = word.strip_prefix(option);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
}

/// What a word looks like instead of a value.
fn looks_like(word: &OsStr) -> Option<&'static str> {
    let word = word.to_string_lossy();
    let is_slip = |word: &str, known: &str| {
        strsim::damerau_levenshtein(&word.to_ascii_lowercase(), known) <= known.len() / 3
    };
    let is_place = |(place, _): (&str, &str)| {
        ["file", "fd", "env"]
            .iter()
            .any(|known| is_slip(place, known))
    };
    if ["stdin", "prompt", "-"].contains(&&*word) || word.split_once(':').is_some_and(is_place) {
        return Some("a source");
    }
    let name = word.split('=').next().unwrap_or_default();
    let is_typo_of = |option: &str| {
        let letters = option.len() - 2;
        option.starts_with(name) || strsim::damerau_levenshtein(name, option) <= letters / 3
    };
    let mut options = OPTIONS.into_iter().chain(["--help", "--version"]);
    let is_long = name.starts_with('-') && name.len() > 2;
    let is_option = ["-h", "-V"].contains(&name) || is_long && options.any(is_typo_of);
    is_option.then_some("an option")
}

/// Whether both values are equal. The time does not depend on the values.
fn equal(expected: &Secret, actual: &Secret) -> Result<Choice> {
    ensure!(expected.len() > 0, EMPTY);
    Ok(equal_padded(expected, actual))
}

fn argument(value: &OsString) -> Result<Secret> {
    ensure!(
        value.len() <= MAX_VALUE,
        "a value is longer than {MAX_VALUE} bytes"
    );
    Ok(Secret::copy_of(value.as_encoded_bytes()))
}

/// The words of a block. Whole padded values would take 32 pages of memory.
const BLOCK: usize = 512;

/// The block of the value, padded to [`MAX_VALUE`], that begins at the byte `start`.
fn padded(value: &Secret, start: usize) -> [u64; BLOCK] {
    let mut words = [0; BLOCK];
    let rest = value.as_bytes().get(start..).unwrap_or_default();
    for (word, bytes) in words.iter_mut().zip(rest.chunks(8)) {
        for &byte in bytes {
            *word = *word << 8 | u64::from(byte);
        }
    }
    words
}

/// Compares all words of the padded values and their lengths, even after a difference. So the time does not
/// reveal where the values differ.
fn equal_padded(one: &Secret, other: &Secret) -> Choice {
    let same_length = (one.len() as u64).ct_eq(&(other.len() as u64));
    let starts = (0..MAX_VALUE).step_by(8 * BLOCK);
    starts.fold(same_length, |equal, start| {
        let (one, other) = (padded(one, start), padded(other, start));
        one.iter()
            .zip(&other)
            .fold(equal, |equal, (a, b)| equal & a.ct_eq(b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(bytes: &[u8]) -> Secret {
        Secret::copy_of(bytes)
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
                    bool::from(equal_padded(&value(one), &value(other))),
                    index == other_index
                );
            }
        }
    }

    #[test]
    fn words_that_look_like_sources_or_options_are_recognised() {
        for (word, what) in [
            ("file:a", Some("a source")),
            ("stdin", Some("a source")),
            ("-", Some("a source")),
            ("--expceted", Some("an option")),
            ("--expected=env:A", Some("an option")),
            ("--exp", Some("an option")),
            ("-actual", Some("an option")),
            ("--hash", Some("an option")),
            ("--help", Some("an option")),
            ("-h", Some("an option")),
            ("--", None),
            ("--x-1f", None),
            ("-hQ3k", None),
            ("a", None),
            ("", None),
            ("expected", None),
            ("filet", None),
            ("File:a", Some("a source")),
            ("fiel:a", Some("a source")),
            ("evn:A", Some("a source")),
            ("id:a", None),
            ("sha256:a", None),
        ] {
            assert_eq!(looks_like(OsStr::new(word)), what, "{word}");
        }
    }

    #[test]
    fn a_single_changed_bit_makes_values_unequal() {
        let bytes = [0x5a; 33];
        for bit in 0..8 * bytes.len() {
            let mut changed = bytes;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(
                !bool::from(equal_padded(&value(&bytes), &value(&changed))),
                "bit {bit}"
            );
        }
    }
}
