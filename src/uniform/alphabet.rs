//! Sets of characters, and the classes of characters.

mod ranges;

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::message::{hinted, quoted};
use ranges::expand;

/// The digits of each encoding, in order.
pub const HEX: &[u8; 16] = b"0123456789abcdef";
pub const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub const BASE64URL: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
pub const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
pub const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The 32 punctuation characters of ASCII.
pub const SYMBOLS: &str = r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##;

/// The characters that `--no-ambiguous` leaves out: in many typefaces they look like each other.
pub const AMBIGUOUS: &str = "0Oo1lI|";

/// The most characters in a set.
const MAX_CHARACTERS: usize = 65_536;

/// A class of characters, for minimums and for the first and the last character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Lower,
    Upper,
    Digits,
    /// All characters but letters with a case and decimal digits.
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

    /// The name of the class in options, as in `--no-lower` and `--min-lower`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Upper => "upper",
            Self::Digits => "digits",
            Self::Symbols => "symbols",
        }
    }

    /// The default characters of the class.
    pub fn ascii(self) -> &'static str {
        match self {
            Self::Lower => "abcdefghijklmnopqrstuvwxyz",
            Self::Upper => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            Self::Digits => "0123456789",
            Self::Symbols => SYMBOLS,
        }
    }
}

/// The value of `--first` and `--last`: the classes that the first or the last character may have.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CharacterKind {
    Letter,
    Alnum,
    Lower,
    Upper,
    Digits,
    Symbols,
}

impl CharacterKind {
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
}

/// The names of sets that `--charset` accepts.
const NAMES: [&str; 14] = [
    "alnum",
    "alpha",
    "lower",
    "upper",
    "digits",
    "symbols",
    "hex",
    "base32",
    "crockford",
    "base58",
    "base62",
    "base64",
    "base64url",
    "printable",
];

/// Other names that people use for a set, and the name of the set here.
const MEANT: &[(&[&str], &str)] = &[
    (
        &[
            "num", "nums", "number", "numbers", "numeric", "decimal", "dec",
        ],
        "digits",
    ),
    (&["alphanum", "alphanumeric", "alnums"], "alnum"),
    (&["letter", "letters", "alphabet", "alphabetic"], "alpha"),
    (&["lowercase", "small"], "lower"),
    (&["uppercase", "caps", "capital", "capitals"], "upper"),
    (&["special", "specials", "punctuation"], "symbols"),
    (&["hexadecimal", "base16"], "hex"),
    (&["url", "urlsafe", "uri"], "base64url"),
    (&["all", "any", "ascii", "everything", "full"], "printable"),
];

/// The characters of the set `name`: one of [`NAMES`] or a name of POSIX.
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
        "digits" | "digit" => digits.to_owned(),
        "symbols" | "punct" => SYMBOLS.to_owned(),
        "hex" => "0123456789abcdef".to_owned(),
        "xdigit" => "0123456789ABCDEFabcdef".to_owned(),
        "base32" => [upper, "234567"].concat(),
        "crockford" => ascii(CROCKFORD),
        "base58" => ascii(BASE58),
        "base64" => [upper, lower, digits, "+/"].concat(),
        "base64url" => [upper, lower, digits, "-_"].concat(),
        "printable" | "graph" => [digits, upper, lower, SYMBOLS].concat(),
        _ => return None,
    })
}

/// The names of sets with their sizes, as shells suggest them.
pub fn suggestions() -> Vec<PossibleValue> {
    let value = |name| {
        let size = named(name).map_or(0, |characters| characters.len());
        PossibleValue::new(name).help(format!("{size} characters"))
    };
    NAMES.into_iter().map(value).collect()
}

/// Reads a set of at least one character: the name of a set, or characters, each given once.
///
/// Among characters, `a-z` is a range and `[:alnum:]` is the set with this name. Brackets around a set
/// with letters or digits are ignored, except that a word in brackets is never a name: `[num]` is the
/// letters n, u and m.
///
/// # Errors
/// - The text has a word that may be a misspelled name: its letters would be a weak set.
/// - A part of the text only looks like a range or a class, such as `a-Z` or `\d`.
/// - A character is given twice.
/// - A character can't be seen or typed: a control character, a space, a combining mark or a code
///   point without a character.
pub fn set(text: &str) -> Result<Vec<char>> {
    for character in text.chars() {
        if let Some(what) = unusable(character) {
            bail!(
                "{} is {what}, and a set is made of visible characters",
                character.escape_unicode()
            );
        }
    }
    let mut characters: Vec<char> = match (named(text), in_brackets(text)?) {
        (Some(named), _) => named.chars().collect(),
        (None, Some(inside)) => written_out(inside)?,
        (None, None) => {
            refuse_words(text)?;
            written_out(text)?
        }
    };
    ensure!(
        !characters.is_empty(),
        "a set of characters must not be empty"
    );
    ensure!(
        characters.len() <= MAX_CHARACTERS,
        "a set has at most {MAX_CHARACTERS} characters"
    );
    characters.sort_unstable();
    if let Some(pair) = characters.windows(2).find(|pair| pair[0] == pair[1]) {
        let repeated = pair[0];
        characters.dedup();
        return Err(hinted(
            format!("'{repeated}' is given twice, and a set counts each character once"),
            format!("give {}", quoted(&as_text(&characters))),
        ));
    }
    Ok(characters)
}

/// A text that [`set`] reads as `characters`, which are visible, sorted and different.
fn as_text(characters: &[char]) -> String {
    let mut all = String::from_iter(characters);
    if let Some(at) = all.find('\\') {
        // At the end, where it is before no letter.
        all.remove(at);
        all.push('\\');
    }
    let others: String = all.replace(['[', ']'], "");
    if others.is_empty() || all.len() - others.len() == 1 {
        all
    } else if all.len() > others.len() {
        // At the end the brackets do not enclose the others.
        others + "[]"
    } else if is_bare_word(&all) {
        format!("[{all}]")
    } else {
        all
    }
}

/// The text within brackets around a set, or None without such brackets.
///
/// # Errors
/// The set is negated, or the brackets may be meant as two of its characters.
fn in_brackets(text: &str) -> Result<Option<&str>> {
    let inside = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let Some(inside) = inside.filter(|inside| !inside.is_empty()) else {
        return Ok(None);
    };
    if text.starts_with("[:") && text.contains(":]") {
        return Ok(None);
    }
    if let Some(negated) = inside.strip_prefix('^') {
        return Err(hinted(
            format!("'{text}' is negated, and a set is what it names"),
            format!(
                "leave characters out with --exclude; for ^ itself write {}",
                quoted(&format!("[{negated}^]"))
            ),
        ));
    }
    if inside.contains(char::is_alphanumeric) {
        return Ok(Some(inside));
    }
    if inside.contains(['[', ']']) {
        return Ok(None);
    }
    Err(hinted(
        format!("the brackets of '{text}' may be around the set or a part of it"),
        format!(
            "give {} without them, or {} with them",
            quoted(inside),
            quoted(&format!("{inside}[]"))
        ),
    ))
}

/// All characters of `text`, with ranges and named sets expanded.
///
/// # Errors
/// A range ends before it begins, or no set has a name.
fn written_out(text: &str) -> Result<Vec<char>> {
    let mut characters = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = named_inside(rest) {
        let Some(named) = named(name) else {
            return Err(hinted(
                format!("'[:{name}:]' in '{text}' is no set of characters by name"),
                nearest(name),
            ));
        };
        characters.extend(expand(before)?.chars().chain(named.chars()));
        rest = after;
    }
    characters.extend(expand(rest)?.chars());
    Ok(characters)
}

/// The first name within a set, as in `[:alnum:]`, and the texts before and after it.
fn named_inside(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once("[:")?;
    let (name, after) = after.split_once(":]")?;
    Some((before, name, after))
}

/// Refuses a set with a word: the word may be meant as a name, and its letters would be a weak set.
///
/// # Errors
/// The text has a word.
fn refuse_words(text: &str) -> Result<()> {
    let mut rest = text;
    let mut words = Vec::new();
    while let Some((before, _, after)) = named_inside(rest) {
        words.extend(word(before));
        rest = after;
    }
    words.extend(word(rest));
    if is_bare_word(text) {
        words.push(text);
    }
    let Some(word) = words.first() else {
        return Ok(());
    };
    let way = match with_names(text) {
        Some(inside) if named(word).is_some() => {
            format!("for the set of that name write {}", quoted(&inside))
        }
        _ => nearest(word),
    };
    let alone = themselves(text).map_or_else(String::new, |set| {
        format!("; for these characters alone write {}", quoted(&set))
    });
    let message = if *word == text {
        format!("'{text}' is no set of characters by name")
    } else {
        format!("'{word}' in '{text}' is a word, and it is read as its letters")
    };
    Err(hinted(message, way + &alone))
}

/// `text` with each word that is the name of a set written as one, if that is a set. A list of names
/// loses what is between them.
fn with_names(text: &str) -> Option<String> {
    let is_between = |character: char| !character.is_ascii_alphanumeric();
    let written = |word: &str| named(word).map(|_| format!("[:{word}:]"));
    let list: Option<String> = text.split(is_between).map(written).collect();
    let inside = list.unwrap_or_else(|| {
        let names = text.rfind(":]").map_or(0, |at| at + 2);
        let (names, end) = text.split_at(names);
        let mut inside = names.to_owned();
        for run in end.split_inclusive(is_between) {
            let word = run.trim_end_matches(is_between);
            match written(word) {
                Some(name) => inside.extend([&name, &run[word.len()..]]),
                None => inside.push_str(run),
            }
        }
        inside
    });
    (inside != text && set(&inside).is_ok()).then_some(inside)
}

/// How to write the characters of `text` where they are no word, if they make a set.
fn themselves(text: &str) -> Option<String> {
    let bracketed = format!("[{text}]");
    if set(&bracketed).is_ok() {
        return Some(bracketed);
    }
    let mut characters = written_out(text).ok()?;
    characters.sort_unstable();
    characters.dedup();
    (characters.len() > 1).then(|| as_text(&characters))
}

/// Whether `text` is two or more letters, and nothing else.
fn is_bare_word(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The first run of letters and digits that reads as a word: it has three or more adjacent letters of
/// one case that are not in alphabetical order. In a set that is not a word they are in order.
fn word(text: &str) -> Option<&str> {
    let in_order = |letters: &[u8]| letters.windows(2).all(|pair| pair[0] < pair[1]);
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .find(|run| {
            run.as_bytes()
                .chunk_by(|a, b| {
                    a.is_ascii_lowercase() && b.is_ascii_lowercase()
                        || a.is_ascii_uppercase() && b.is_ascii_uppercase()
                })
                .any(|letters| letters.len() > 2 && !in_order(letters))
        })
}

/// A hint with the names of sets that `word` may mean.
fn nearest(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let meant = MEANT.iter().find(|(words, _)| words.contains(&&*lower));
    let mut near: Vec<&str> = meant.iter().map(|(_, name)| *name).collect();
    let is_near = |name: &&str| {
        strsim::damerau_levenshtein(&lower, name) <= 1 + lower.len() / 6
            || lower.len() > 2 && (name.contains(&*lower) || lower.contains(*name))
    };
    near.extend(NAMES.into_iter().filter(is_near));
    near.dedup();
    match near[..] {
        [] => format!("names of sets are {}", NAMES.join(", ")),
        [one] => format!("the nearest name is {one}"),
        _ => format!("the nearest names are {}", near.join(" and ")),
    }
}

/// The reason why a character can't be part of a password, or None if it can.
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
mod tests;
