//! `secrets pattern`: a random string that a regular expression matches. All such strings are equally
//! likely.

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

/// The most characters of a string.
const MAX_LENGTH: u16 = 1024;

/// The flags of `secrets pattern`.
#[derive(Args, Clone)]
#[command(next_help_heading = "Pattern")]
pub struct Pattern {
    /// The regular expression that the whole string matches
    ///
    /// In the syntax of Rust's regex crate, without look-around, flags and Unicode properties.
    /// ^ at the start and $ at the end are optional.
    #[arg(value_name = "REGEX", help_heading = None)]
    regex: String,

    /// Only strings of at most N characters, 1 to 1024
    ///
    /// Needed for repetitions without a limit, such as [a-z]+.
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
All strings that the expression matches from end to end are equally likely, even if one \
matches in several ways. They are counted first, so the entropy is exact. The empty string is \
left out. Repetitions without a limit, such as * and +, need --max-length.\n\n\
., \\d, \\w, \\s (a space), [[:alpha:]] and [^...] give only printable ASCII characters, from \
space to ~. Other characters are drawn if the expression names them: [äöü], [α-ω], \\t.",
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
                "a Wi-Fi key that is easy to type; an error if it has fewer bits",
            ),
            (
                "secrets pattern '02(:[0-9a-f]{2}){5}'",
                "a locally administered MAC address",
            ),
            (
                "secrets pattern '[a-z]+(-[a-z]+)*' --max-length 30",
                "words of letters, joined by hyphens, at most 30 characters",
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
    /// Counts the strings that match the pattern.
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

    /// Refuses a pattern with fewer than two strings, or with fewer bits than `--bits`.
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

    /// Describes `--max-length` to a person, as the end of a phrase.
    fn within(&self) -> String {
        match self.max_length {
            None => String::new(),
            Some(1) => " of at most 1 character".into(),
            Some(most) => format!(" of at most {most} characters"),
        }
    }
}

/// The word for the strings that can be drawn.
fn kind(strings: &Strings) -> &'static str {
    if strings.has_empty() {
        "non-empty string"
    } else {
        "string"
    }
}

/// The recipe of a string: all strings that match a pattern.
#[derive(Clone)]
struct Matches {
    pattern: Pattern,
    strings: Arc<Strings>,
    counts: Arc<WordCounts>,
    /// The most bytes of a string, if there is a limit.
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
        let ascii = (0..=0x7f).filter(|byte| self.strings.may_contain(*byte));
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
