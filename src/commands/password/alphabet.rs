//! The characters a password is made of, and the kinds they fall into.

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;

use crate::encoding::{BASE58, CROCKFORD};
use crate::message::hinted;

/// The 32 punctuation characters of ASCII.
pub const SYMBOLS: &str = r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##;

/// What `--no-ambiguous` leaves out: characters that are taken for another one in many typefaces.
pub const AMBIGUOUS: &str = "0Oo1lI|";

/// The most characters in a set.
const MAX_CHARACTERS: usize = 65_536;

/// A class of characters, for minimums and for the first and last place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Lower,
    Upper,
    Digits,
    /// Whatever is no letter with a case and no decimal digit.
    Symbols,
}

impl Class {
    pub const ALL: [Self; 4] = [Self::Lower, Self::Upper, Self::Digits, Self::Symbols];

    pub fn of(character: char) -> Self {
        match character {
            '0'..='9' => Self::Digits,
            _ if character.is_lowercase() => Self::Lower,
            _ if character.is_uppercase() => Self::Upper,
            _ => Self::Symbols,
        }
    }

    /// The class in the options, as in `--no-lower` and `--min-lower`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Digits => "digits",
            Self::Symbols => "symbols",
        }
    }

    /// The characters of the class where none are given.
    pub fn ascii(self) -> &'static str {
        match self {
            Self::Lower => "abcdefghijklmnopqrstuvwxyz",
            Self::Upper => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            Self::Digits => "0123456789",
            Self::Symbols => SYMBOLS,
        }
    }
}

/// What the first or last character must be.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Letter,
    Alnum,
    Lower,
    Upper,
    Digits,
    Symbols,
}

impl Kind {
    /// Whether characters of `class` are of this kind.
    pub fn holds(self, class: Class) -> bool {
        match self {
            Self::Letter => matches!(class, Class::Lower | Class::Upper),
            Self::Alnum => class != Class::Symbols,
            Self::Lower => class == Class::Lower,
            Self::Upper => class == Class::Upper,
            Self::Digits => class == Class::Digits,
            Self::Symbols => class == Class::Symbols,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Alnum => "alnum",
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Digits => "digits",
            Self::Symbols => "symbols",
        }
    }
}

/// The names that `--charset` knows, and their characters.
pub fn named(name: &str) -> Option<String> {
    let (upper, lower, digits) = (
        Class::Upper.ascii(),
        Class::Lower.ascii(),
        Class::Digits.ascii(),
    );
    let ascii = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect();
    Some(match name {
        "alnum" | "base62" => [digits, upper, lower].concat(),
        "alpha" => [upper, lower].concat(),
        "lower" => lower.to_owned(),
        "upper" => upper.to_owned(),
        "digits" => digits.to_owned(),
        "hex" => "0123456789abcdef".to_owned(),
        "base32" => [upper, "234567"].concat(),
        "crockford" => ascii(CROCKFORD),
        "base58" => ascii(BASE58),
        "base64" => [upper, lower, digits, "+/"].concat(),
        "base64url" => [upper, lower, digits, "-_"].concat(),
        "printable" => [digits, upper, lower, SYMBOLS].concat(),
        _ => return None,
    })
}

/// Reads a set of characters or the name of one.
pub fn charset(text: &str) -> Result<Vec<char>> {
    match named(text) {
        Some(characters) => set(&characters),
        None => set(text),
    }
}

/// Reads a set of at least one character, each given once.
///
/// # Errors
/// A character is given twice, or is no character of its own that can be seen and typed: a control
/// character, a space, a combining mark or a code point without a character.
pub fn set(text: &str) -> Result<Vec<char>> {
    let mut characters: Vec<char> = text.chars().collect();
    ensure!(
        !characters.is_empty(),
        "a set of characters must not be empty"
    );
    ensure!(
        characters.len() <= MAX_CHARACTERS,
        "a set has at most {MAX_CHARACTERS} characters"
    );
    for &character in &characters {
        if let Some(what) = unusable(character) {
            bail!(
                "{} is {what}, and a set is made of visible characters",
                character.escape_unicode()
            );
        }
    }
    characters.sort_unstable();
    if let Some(pair) = characters.windows(2).find(|pair| pair[0] == pair[1]) {
        let repeated = pair[0];
        characters.dedup();
        return Err(hinted(
            format!("'{repeated}' is given twice, and a set counts each character once"),
            format!("give '{}'", characters.iter().collect::<String>()),
        ));
    }
    Ok(characters)
}

/// Why a character can't be part of a password, if it can't.
fn unusable(character: char) -> Option<&'static str> {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    match character.general_category_group() {
        GeneralCategoryGroup::Mark => Some("a combining mark"),
        GeneralCategoryGroup::Separator => Some("a space"),
        GeneralCategoryGroup::Other => Some("a control character or no character"),
        _ => None,
    }
}
