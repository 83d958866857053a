//! `secrets pattern`: a string that a regular expression matches, uniform over all that do.

mod expression;
mod strings;

use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use clap::Args;
use regex_syntax::hir::Hir;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::space::{Bits, Space};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::WordCounts;
use expression::{longest, parse};
use strings::Strings;

/// The most characters that a string can have.
const MAX_LENGTH: u16 = 1024;

/// The flags of `secrets pattern`.
#[derive(Args, Clone)]
#[command(next_help_heading = "Pattern")]
pub struct Pattern {
    /// The regular expression that the whole string matches
    ///
    /// The syntax is that of Rust's regex crate, without look-around, flags and Unicode properties;
    /// ^ and $ may stand at the ends.
    #[arg(value_name = "REGEX", help_heading = None)]
    regex: String,

    /// Only strings of at most N characters, 1 to 1024
    ///
    /// Bounds what has no bound of its own, such as [a-z]+.
    #[arg(long, value_name = "N", value_parser = length)]
    max_length: Option<u16>,

    /// Refuse a pattern that holds fewer than B bits of entropy
    #[arg(short, long, value_name = "B", value_parser = positive)]
    bits: Option<u64>,

    #[command(flatten)]
    hash: HashArgs,
}

impl Described for Pattern {
    const HELP: Help = Help {
        about: "A string of a regular expression: a licence key, a voucher",
        details: "\
Every string that the expression matches from end to end is equally likely, however many \
ways it matches; they are counted first, so the entropy is exact. The empty string is left \
out. What repeats without end, as * and + do, needs --max-length.\n\n\
Characters that the expression does not name are printable ASCII, from space to ~: so ., \
\\d, \\w, \\s (a space), [[:alpha:]] and [^...] never give a control character, nor one of \
another alphabet. What it names is drawn as it is: [äöü], [α-ω], \\t.",
        examples: &[
            (
                "secrets pattern '[A-Z2-7]{5}(-[A-Z2-7]{5}){4}'",
                "a licence key of 125 bits, in groups of five",
            ),
            (
                "secrets pattern 'SALE-[A-HJ-NP-Z2-9]{8}' -n 100",
                "a hundred vouchers without 0, 1, I and O",
            ),
            (
                "secrets pattern '[a-z2-9]{4}(-[a-z2-9]{4}){5}' --bits 100",
                "a Wi-Fi key that is easy to type, and an error should it hold less",
            ),
            (
                "secrets pattern '02(:[0-9a-f]{2}){5}'",
                "a MAC address of the locally administered ones",
            ),
            (
                "secrets pattern '[a-z]+(-[a-z]+)*' --max-length 30",
                "words of letters and what joins them, 30 characters at most",
            ),
        ],
    };
}

impl Generator for Pattern {
    const KIND: &'static str = "pattern";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(self.matches()?))
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }
}

impl Pattern {
    /// Counts the strings that match.
    fn matches(self) -> Result<Matches> {
        let hir = parse(&self.regex, self.max_length.is_some())?;
        self.check_length(&hir)?;
        let strings = Strings::of(&hir, self.max_length)?;
        let counts = strings.count()?;
        self.check_count(counts.total(), kind(&strings))?;
        let within = self.max_length.map(|most| 4 * usize::from(most));
        Ok(Matches {
            most_bytes: hir
                .properties()
                .maximum_len()
                .into_iter()
                .chain(within)
                .min(),
            pattern: self,
            strings: Arc::new(strings),
            counts: Arc::new(counts),
        })
    }

    fn check_length(&self, hir: &Hir) -> Result<()> {
        match (longest(hir), self.max_length) {
            (Some(longest), Some(most)) if longest <= most.into() => bail!(
                "--max-length {most} has no effect: no string that matches is longer than {longest}"
            ),
            (Some(longest), None) if longest > MAX_LENGTH.into() => Err(hinted(
                format!(
                    "strings of up to {longest} characters match, and {MAX_LENGTH} is the most"
                ),
                "repeat fewer times, or bound the string with --max-length",
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a pattern without a secret in it, or with less of one than asked for.
    fn check_count(&self, count: UpperBound, kind: &str) -> Result<()> {
        let within = self.within();
        ensure!(!count.is_zero(), "no {kind}{within} matches the pattern");
        if count == UpperBound::from(1) {
            return Err(hinted(
                format!("only one {kind}{within} matches the pattern, which makes it no secret"),
                "let characters vary, as in [a-z]{20}",
            ));
        }
        match self.bits {
            Some(least) if !count.reaches(least) => Err(hinted(
                format!(
                    "the pattern holds {}, fewer than the {least} of --bits",
                    Bits(count.log2()).below(least)
                ),
                "repeat more, or choose among more characters",
            )),
            _ => Ok(()),
        }
    }

    /// The bound of the length, for a person.
    fn within(&self) -> String {
        match self.max_length {
            None => String::new(),
            Some(1) => " of at most 1 character".into(),
            Some(most) => format!(" of at most {most} characters"),
        }
    }
}

/// What the strings are called that may be drawn.
fn kind(strings: &Strings) -> &'static str {
    if strings.has_empty() {
        "non-empty string"
    } else {
        "string"
    }
}

/// All strings that match a pattern, ready to be drawn from.
#[derive(Clone)]
struct Matches {
    pattern: Pattern,
    strings: Arc<Strings>,
    counts: Arc<WordCounts>,
    /// No string has more bytes.
    most_bytes: Option<usize>,
}

impl Draw for Matches {
    fn form(&self) -> Form {
        Form {
            hashed_bytes: self.most_bytes,
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        for symbol in self.counts.draw(entropy)? {
            value.push(self.strings.byte(symbol));
        }
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Matches {
    fn space(&self) -> Space {
        let (kind, within) = (kind(&self.strings), self.pattern.within());
        Space::of(
            format!("the {kind}s{within} that match {}", self.pattern.regex),
            self.counts.total().into(),
        )
    }

    fn characters(&self) -> Option<Vec<char>> {
        let ascii = (0..=0x7f).filter(|byte| self.strings.can_hold(*byte));
        Some(ascii.map(char::from).collect())
    }

    fn can_give(&self, value: &str) -> bool {
        self.strings.has(value)
    }
}

fn length(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_LENGTH)
}

#[cfg(test)]
mod tests;
