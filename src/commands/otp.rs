//! `secrets otp`: a one-time code of random characters, and recovery codes.

mod pin;
mod recovery;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::positive;
use crate::input::suggested::Suggested;
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::distinct::Distinct;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{CODE, Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::alphabet::{CROCKFORD, set, suggestions};
use crate::uniform::entropy::Entropy;
use pin::{Pins, Rules};
pub use recovery::recovery_code;

/// The default length of a code: the least that NIST SP 800-63B-4 allows.
const DEFAULT_LENGTH: u64 = 6;

/// The longest code, in characters.
const MAX_LENGTH: u64 = 1024;

/// The most different characters: a byte can index them.
const MAX_CHARACTERS: usize = 256;

/// The default number of recovery codes.
const RECOVERY_CODES: u64 = 10;

/// The default length of a recovery code, in characters of 5 bits.
const RECOVERY_LENGTH: u64 = 15;

/// The default length of a group of a recovery code, in characters.
const RECOVERY_GROUP: u64 = 5;

/// The shortest recovery code: NIST SP 800-63B-4 requires 64 bits, and a character has 5 bits.
const MIN_RECOVERY_LENGTH: u64 = 13;

/// The most recovery codes at once. Nobody needs more for one user.
const MAX_RECOVERY_CODES: u64 = 1000;

/// The longest separator, in characters.
const MAX_SEPARATOR: usize = 16;

/// The flags of `secrets otp`.
#[derive(Args, Default)]
#[command(next_help_heading = "Code")]
pub struct Otp {
    /// The same as --length
    #[arg(value_name = "LENGTH", value_parser = length, group = "code_length", help_heading = None)]
    size: Option<u64>,

    /// Length in characters, 1 to 1024 [default: 6]
    ///
    /// Recovery codes have at least 13 characters, and 15 by default. Separators do not count.
    #[arg(short, long, visible_alias = "chars", value_name = "N", value_parser = length, group = "code_length")]
    length: Option<u64>,

    /// The shortest length with at least B bits of entropy
    #[arg(short, long, value_name = "B", value_parser = positive, group = "code_length")]
    bits: Option<u64>,

    /// Length of a code of decimal digits: --length, and no --charset
    #[arg(long, value_name = "N", value_parser = length, conflicts_with_all = ["charset", "recovery"], group = "code_length")]
    digits: Option<u64>,

    /// Use these characters: a set or the name of a set, as in secrets password
    #[arg(
        long,
        value_name = "SET",
        value_parser = Suggested(suggestions),
        hide_possible_values = true,
        conflicts_with = "recovery",
        allow_hyphen_values = true
    )]
    charset: Option<String>,

    /// Divide a code into groups of N characters, the last of which may be shorter
    #[arg(long, value_name = "N", value_parser = length)]
    group: Option<u64>,

    /// Put this between groups [default: -]
    #[arg(long, value_name = "TEXT", value_parser = separator, allow_hyphen_values = true)]
    separator: Option<String>,

    #[command(flatten)]
    rules: Rules,

    /// Make recovery codes: 10, or as many as -n says, all different
    ///
    /// A code has 15 characters of Crockford's base32 in groups of five: 75 bits. NIST SP 800-63B-4
    /// requires at least 64 bits, storing only a hash, and accepting each code once. Below 112 bits
    /// the hash must be salted and slow: see --hash. The code is hashed as it is printed. Check what a
    /// person types with secrets compare --hashed --recovery --consume, or bring it into the printed
    /// form yourself: upper case, with separators, and with O, I and L replaced by 0, 1 and 1.
    #[arg(long)]
    recovery: bool,

    /// Make a code of fewer than 10 bits without a warning
    #[arg(hide_short_help = true, long)]
    allow_weak: bool,

    #[command(flatten)]
    hash: HashArgs,
}

impl Described for Otp {
    const HELP: Help = Help {
        about: "A one-time code of decimal digits, or recovery codes",
        details: "\
A code of 6 digits holds 20 bits, the least that NIST SP 800-63B-4 allows. That is enough only \
for a code that is accepted once, expires within minutes and can be tried a few times. NIST \
requires a limit of tries for codes below 64 bits, and at least 64 bits for a recovery code, \
which a user keeps: see --recovery.",
        examples: &[
            ("secrets otp", "a code of 6 digits"),
            ("secrets otp 8 --group 4", "a code like 4821-0937"),
            ("secrets otp -n 10", "ten codes"),
            (
                "secrets otp 4 --no-leading-zero --no-repeats --no-runs",
                "a PIN without the patterns that are guessed first",
            ),
            (
                "secrets otp --charset crockford --length 8",
                "8 characters that can be read aloud, 40 bits",
            ),
            ("secrets otp --recovery", "ten recovery codes for a user"),
            (
                "secrets otp --recovery --hash argon2id --hash-output stored",
                "the codes for the user; their hashes, to store, in a file",
            ),
        ],
    };
}

impl Generator for Otp {
    const KIND: &'static str = "otp";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = size.map(length).transpose().ok()?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let code = self.code()?;
        if self.recovery {
            let count = output.count.unwrap_or(RECOVERY_CODES);
            ensure!(
                !output.distinct,
                "--distinct has no effect with --recovery, whose codes are all different"
            );
            ensure!(
                count <= MAX_RECOVERY_CODES,
                "--recovery makes at most {MAX_RECOVERY_CODES} codes at once, and {count} were asked for"
            );
            return Ok(Box::new(Distinct::new(Box::new(code), count)?));
        }
        if self.hash.hash.is_some() {
            return Err(hinted(
                "--hash is for --recovery: a short code is found from any hash of it",
                "keep short codes for minutes only, and count the tries",
            ));
        }
        Ok(Box::new(code))
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }
}

impl Otp {
    /// The recipe that the options describe.
    fn code(&self) -> Result<Code> {
        let characters = match &self.charset {
            _ if self.recovery => CROCKFORD.iter().copied().map(char::from).collect(),
            Some(charset) => set(charset).context("--charset")?,
            None => ('0'..='9').collect(),
        };
        match characters[..] {
            [one] => bail!("'{one}' is the only character, and a code of it is no secret"),
            _ => ensure!(
                characters.len() <= MAX_CHARACTERS,
                "a code is made of at most {MAX_CHARACTERS} different characters, and --charset has {}",
                characters.len()
            ),
        }
        let length = self.code_length(characters.len() as u64)?;
        let group = self.group(length)?;
        let separator = self.separator.as_deref().unwrap_or("-");
        if let (Some(group), Some(inside)) = (
            group,
            separator.chars().find(|inside| characters.contains(inside)),
        ) {
            return Err(hinted(
                format!(
                    "'{inside}' in the separator of --group {group} is a character of the code too"
                ),
                "give another --separator, as in --separator ' '",
            ));
        }
        Ok(Code {
            characters,
            length: length as usize,
            group: group.unwrap_or(length) as usize,
            separator: separator.to_owned(),
            numbers: vec![0; length as usize],
            pins: Pins::of(self.rules, length)?,
            allow_weak: self.allow_weak,
        })
    }

    /// The length of a code, in characters. `of` is the number of different characters.
    fn code_length(&self, of: u64) -> Result<u64> {
        if let Some(bits) = self.bits {
            ensure!(
                !self.rules.any(),
                "--bits counts all codes, and cannot be used with rules that leave codes out: give --length instead"
            );
            let mut lengths = 1..=MAX_LENGTH;
            let reached = lengths.find(|&length| SpaceSize::Power(of, length).holds(bits));
            let Some(length) = reached else {
                bail!("--bits {bits} cannot be reached: a code has at most {MAX_LENGTH} characters")
            };
            return Ok(length.max(if self.recovery {
                MIN_RECOVERY_LENGTH
            } else {
                1
            }));
        }
        let length = self.size.or(self.length).or(self.digits);
        if !self.recovery {
            return Ok(length.unwrap_or(DEFAULT_LENGTH));
        }
        let length = length.unwrap_or(RECOVERY_LENGTH);
        ensure!(
            length >= MIN_RECOVERY_LENGTH,
            "--length {length} is too short for --recovery: NIST SP 800-63B-4 asks for 64 bits, which take {MIN_RECOVERY_LENGTH} characters"
        );
        Ok(length)
    }

    /// The length of a group, or None for a code without groups.
    fn group(&self, length: u64) -> Result<Option<u64>> {
        match (self.group, &self.separator) {
            // Recovery codes have groups by default, so a group as long as the code has an effect.
            (Some(group), _) if group > length || group == length && !self.recovery => {
                bail!("--group {group} has no effect on a code of {length} characters")
            }
            (Some(group), _) => Ok(Some(group)),
            _ if self.recovery => Ok(Some(RECOVERY_GROUP)),
            (None, Some(_)) => bail!("--separator has no effect without --group"),
            (None, None) => Ok(None),
        }
    }
}

/// The recipe of a code: random characters in groups.
#[derive(Clone)]
struct Code {
    characters: Vec<char>,
    length: usize,
    group: usize,
    separator: String,
    /// A buffer for the indices of the characters of a code.
    numbers: Vec<u8>,
    /// The allowed codes, if a rule leaves some codes out.
    pins: Option<Pins>,
    allow_weak: bool,
}

impl Code {
    /// The length of a code with its separators, in characters.
    fn characters_with_separators(&self) -> u64 {
        let separators = (self.length - 1) / self.group * self.separator.chars().count();
        (self.length + separators) as u64
    }

    /// The most bytes of a code in UTF-8.
    fn most_bytes(&self) -> usize {
        let widest = self.characters.iter().map(|character| character.len_utf8());
        let separators = (self.length - 1) / self.group * self.separator.len();
        widest.max().unwrap_or(0) * self.length + separators
    }

    fn size(&self) -> SpaceSize {
        match &self.pins {
            Some(pins) => pins.count().into(),
            None => SpaceSize::Power(self.characters.len() as u64, self.length as u64),
        }
    }

    /// Describes to a person what a code is drawn from.
    fn description(&self) -> String {
        let characters: String = self.characters.iter().collect();
        match characters.as_str() {
            "0123456789" => format!("{} decimal digits", self.length),
            _ => format!(
                "{} characters of {}: {characters}",
                self.length,
                self.characters.len()
            ),
        }
    }
}

impl Draw for Code {
    fn form(&self) -> Form {
        Form {
            least_length: Some(self.characters_with_separators()),
            hashed_bytes: Some(self.most_bytes()),
            weakness: CODE.weakness(&self.size(), self.allow_weak),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        match &self.pins {
            Some(pins) => pins.draw(entropy, &mut self.numbers)?,
            None => entropy.fill_below(self.characters.len(), &mut self.numbers)?,
        }
        for (index, group) in self.numbers.chunks(self.group).enumerate() {
            if index > 0 {
                value.extend(self.separator.as_bytes());
            }
            for &number in group {
                value.push_character(self.characters[usize::from(number)]);
            }
        }
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Code {
    fn space(&self) -> Space {
        Space {
            rules: (self.pins.iter())
                .flat_map(|pins| pins.rules.describe())
                .collect(),
            ..Space::of(self.description(), self.size())
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        let separator = self.separator.chars().filter(|_| self.length > self.group);
        Some(self.characters.iter().copied().chain(separator).collect())
    }

    fn can_give(&self, value: &str) -> bool {
        let mut rest = value;
        let mut digits = Vec::with_capacity(self.length);
        for number in 0..self.length {
            if number > 0 && number.is_multiple_of(self.group) {
                match rest.strip_prefix(self.separator.as_str()) {
                    Some(after) => rest = after,
                    None => return false,
                }
            }
            let Some(character) = rest
                .chars()
                .next()
                .filter(|first| self.characters.contains(first))
            else {
                return false;
            };
            digits.push(character as u8 & 0xf);
            rest = &rest[character.len_utf8()..];
        }
        // Rules apply to decimal digits only. The last four bits of a digit are its value.
        rest.is_empty() && self.pins.as_ref().is_none_or(|pins| pins.allow(&digits))
    }
}

pub fn length(text: &str) -> Result<u64> {
    let length = positive(text)?;
    ensure!(
        length <= MAX_LENGTH,
        "a code has at most {MAX_LENGTH} characters"
    );
    Ok(length)
}

pub fn separator(text: &str) -> Result<String> {
    let unfit = |character: char| character.is_control();
    if text.is_empty() || text.chars().count() > MAX_SEPARATOR || text.contains(unfit) {
        bail!("a separator is 1 to {MAX_SEPARATOR} characters, none of them a control character");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn code(characters: &str, length: usize, group: usize) -> Code {
        Code {
            characters: characters.chars().collect(),
            length,
            group,
            separator: "-".to_owned(),
            numbers: vec![0; length],
            pins: None,
            allow_weak: false,
        }
    }

    fn drawn(recipe: &mut impl Recipe, entropy: &mut Entropy) -> String {
        let mut value = Secret::with_capacity(0);
        recipe.draw(entropy, &mut value).unwrap();
        String::from_utf8(value.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn keeps_leading_zeros() {
        // The lower half of the product is not zero, so the word is accepted. Its first digits are 0.
        let mut entropy = Entropy::tape(&(u64::MAX / 10_000).to_le_bytes());
        assert_eq!(drawn(&mut code("0123456789", 6, 6), &mut entropy), "000099");
    }

    #[test]
    fn groups_are_counted_from_the_start() {
        for (length, group, expected) in [
            (8, 4, "aaaa-aaaa"),
            (7, 3, "aaa-aaa-a"),
            (3, 1, "a-a-a"),
            (3, 3, "aaa"),
        ] {
            // This word gives the first character every time. Zeros would look like a broken source.
            let mut entropy = Entropy::tape(&1u64.to_le_bytes());
            let mut code = code("aé", length, group);
            assert_eq!(drawn(&mut code, &mut entropy), expected);
            let separators = expected.matches('-').count();
            assert_eq!(code.most_bytes(), 2 * length + separators);
        }
    }

    #[test]
    fn every_drawn_number_gives_a_different_code() {
        for (characters, length) in [("aé€", 4), ("0123456789", 2), ("ab", 6)] {
            let of = characters.chars().count() as u64;
            let codes: BTreeSet<String> = (0..of.pow(length))
                .map(|number| {
                    // One random number gives the whole code.
                    let mut entropy = Entropy::numbers(&[number], &[of.pow(length)]);
                    let mut code = code(characters, length as usize, 3);
                    drawn(&mut code, &mut entropy)
                })
                .collect();
            assert_eq!(codes.len() as u64, of.pow(length));
            let whole = |code: &String| code.replace('-', "").chars().count() == length as usize;
            assert!(codes.iter().all(whole));
            let drawn: BTreeSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
            let made_of = characters.chars().chain((length > 3).then_some('-'));
            assert_eq!(drawn, made_of.collect());
        }
    }
}
