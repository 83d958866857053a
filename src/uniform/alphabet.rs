//! The characters a password is made of, and the kinds they fall into.

use std::ffi::OsStr;

use anyhow::{bail, ensure};
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, ValueEnum};

use crate::message::hinted;

/// The digits of base58, base62 and Crockford's base32, in order.
pub const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
pub const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

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

/// The names that [`named`] knows.
const NAMES: [&str; 13] = [
    "alnum",
    "alpha",
    "lower",
    "upper",
    "digits",
    "hex",
    "base32",
    "crockford",
    "base58",
    "base62",
    "base64",
    "base64url",
    "printable",
];

/// Reads the value of `--charset`, any text, and lets the shells complete the names.
#[derive(Clone)]
pub struct CharsetParser;

impl TypedValueParser for CharsetParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value = |name| {
            let size = named(name).map_or(0, |characters| characters.len());
            PossibleValue::new(name).help(format!("{size} characters"))
        };
        Some(Box::new(NAMES.into_iter().map(value)))
    }
}

/// Writes out the ranges in `text`, such as `a-z` and `0-9`: those of two letters of the same case
/// or two digits of ASCII, in order. Any other hyphen stands for itself.
pub fn expand(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut expanded = String::with_capacity(text.len());
    let mut rest = &characters[..];
    while let [first, after @ ..] = rest {
        rest = after;
        expanded.push(*first);
        if let ['-', last, after @ ..] = rest
            && first.is_ascii_alphanumeric()
            && Class::of(*first) == Class::of(*last)
            && last.is_ascii()
            && first < last
        {
            expanded.extend(*first..=*last);
            // The first character was there already.
            expanded.remove(expanded.len() - (*last as usize - *first as usize + 1));
            rest = after;
        }
    }
    expanded
}

/// Refuses a range whose ends are the wrong way round: as three characters it would make a weak set.
///
/// # Errors
/// There is one.
pub fn check_ranges(text: &str) -> anyhow::Result<()> {
    let characters: Vec<char> = text.chars().collect();
    let reversed = characters.windows(3).find(|three| {
        three[1] == '-'
            && three[2].is_ascii_alphanumeric()
            && Class::of(three[0]) == Class::of(three[2])
            && three[0] > three[2]
    });
    reversed.map_or(Ok(()), |three| {
        Err(hinted(
            format!(
                "the range '{}' ends before it begins",
                String::from_iter(three)
            ),
            format!(
                "give {}-{}, or the - at the end if it is meant as itself",
                three[2], three[0]
            ),
        ))
    })
}

/// Reads a set of characters or the name of one.
///
/// # Errors
/// It is no set, or almost a name: the letters of a misspelled name would make a weak set.
pub fn charset(text: &str) -> anyhow::Result<Vec<char>> {
    match (named(text), misspelled(text)) {
        (Some(characters), _) => set(&characters),
        (None, None) => set(text),
        (None, Some(name)) => Err(hinted(
            format!("'{text}' is no set of characters by name"),
            format!(
                "the nearest name is {name}; for these very characters, give them in another order"
            ),
        )),
    }
}

/// Reads a set of at least one character, each given once. Ranges are written out.
///
/// # Errors
/// A range is the wrong way round, or a character is given twice, or is no character of its own that
/// can be seen and typed: a control character, a space, a combining mark or a code point without a
/// character.
pub fn set(text: &str) -> anyhow::Result<Vec<char>> {
    check_ranges(text)?;
    let mut characters: Vec<char> = expand(text).chars().collect();
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

/// The name that `text` is a misspelling of, if it is one.
pub fn misspelled(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let close = |name: &&str| name.len() > 2 && strsim::damerau_levenshtein(&lower, name) <= 1;
    NAMES.into_iter().find(close)
}

/// Why a character can't be part of a password, if it can't.
pub fn unusable(character: char) -> Option<&'static str> {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    match character.general_category_group() {
        GeneralCategoryGroup::Mark => Some("a combining mark"),
        GeneralCategoryGroup::Separator => Some("a space"),
        GeneralCategoryGroup::Other => Some("a control character or no character"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_of_letters_or_digits_in_order() {
        for (text, expanded) in [
            ("a-z", "abcdefghijklmnopqrstuvwxyz"),
            ("A-C0-2x", "ABC012x"),
            ("a-cd-f", "abcdef"),
            ("a-c-e", "abc-e"),
            ("-a-b-", "-ab-"),
            ("z-a", "z-a"),
            ("a-a", "a-a"),
            ("a-Z", "a-Z"),
            ("a-9", "a-9"),
            ("!-/", "!-/"),
            ("é-ü", "é-ü"),
            ("a-é", "a-é"),
            ("+-", "+-"),
        ] {
            assert_eq!(expand(text), expanded, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_almost_right_is_noticed() {
        for (text, name) in [
            ("HEX", Some("hex")),
            ("base36", Some("base32")),
            ("alnun", Some("alnum")),
            ("digit", Some("digits")),
            ("abc", None),
            ("xyz", None),
            ("0123456789", None),
        ] {
            assert_eq!(misspelled(text), name, "{text}");
        }
    }

    #[test]
    fn every_name_is_that_of_a_set_of_the_size_in_the_help() {
        let sizes = NAMES.map(|name| (name, set(&named(name).unwrap()).unwrap().len()));
        let help = "alnum (62), alpha (52), lower (26), upper (26), digits (10), hex (16), \
                    base32 (32), crockford (32), base58 (58), base62 (62), base64 (64), \
                    base64url (64), printable (94)";
        assert_eq!(
            sizes
                .map(|(name, size)| format!("{name} ({size})"))
                .join(", "),
            help
        );
    }

    proptest! {
        #[test]
        fn a_range_is_all_between_its_ends(first in "[a-zA-Z0-9]", last in "[a-zA-Z0-9]") {
            let [first, last] = [first, last].map(|end| end.chars().next().unwrap());
            let text = format!("{first}-{last}");
            let both = Class::ALL.iter().any(|class| class.ascii().contains(first) && class.ascii().contains(last));
            let expected = if both && first < last { (first..=last).collect() } else { text.clone() };
            prop_assert_eq!(expand(&text), expected);
        }

        #[test]
        fn a_set_is_visible_characters_once_each_and_reads_as_itself(text in "[a-e0-3!+é-]{0,8}\\PC{0,2}.?") {
            match set(&text) {
                Ok(characters) => {
                    prop_assert!(characters.windows(2).all(|pair| pair[0] < pair[1]));
                    prop_assert!(characters.iter().all(|&each| unusable(each).is_none()));
                    prop_assert!(text.chars().all(|each| each == '-' || characters.contains(&each)));
                    prop_assert_eq!(set(&String::from_iter(&characters)).unwrap(), characters);
                }
                Err(error) => {
                    let mut given: Vec<char> = expand(&text).chars().collect();
                    given.sort_unstable();
                    let sound = check_ranges(&text).is_ok() && given.iter().all(|&each| unusable(each).is_none());
                    prop_assert!(!sound || given.is_empty() || given.windows(2).any(|pair| pair[0] == pair[1]));
                    prop_assert!(!error.to_string().contains(char::is_control));
                }
            }
        }
    }
}
