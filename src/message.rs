//! The text of messages: one clear line, and a hint if there is a next step.

use std::fmt;

use anyhow::Error;
use clap::ValueEnum;

/// An error with a hint for the user.
#[derive(Debug)]
pub struct Hinted {
    message: String,
    pub hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

/// An error with a hint: what the user can do next. Both are lower-case sentences without a full stop.
pub fn hinted(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::new(Hinted {
        message: message.into(),
        hint: hint.into(),
    })
}

/// `count` and the noun `one`, in the singular or the plural.
pub fn counted(count: u64, one: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {one}{end}")
}

/// The name of `value` on the command line.
pub fn value_name(value: &impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
}

/// The known word most similar to `word` in any case of letters, if one is similar enough.
pub fn closest<T: AsRef<str>>(word: &str, known: impl Iterator<Item = T>) -> Option<T> {
    /// The threshold of clap's suggestions.
    const LIKE: f64 = 0.7;
    let word = word.to_lowercase();
    known
        .map(|known| (strsim::jaro(&word, &known.as_ref().to_lowercase()), known))
        .filter(|(likeness, _)| *likeness > LIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// `text` as one word of a shell's command line.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `text` as one word of a shell's command line, quoted only if it needs quoting.
pub fn as_word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:=,+@%".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// `text` with escapes instead of control characters and characters that reorder a line.
pub fn printable(text: &str) -> String {
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if hidden(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_never_reach_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[31mb\r\n\u{9b}\u{202e}é"),
            "a\\u{1b}[31mb\\r\\n\\u{9b}\\u{202e}é"
        );
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_printable_line(text in prop::collection::vec(any::<char>(), 0..40)) {
            let text = String::from_iter(text);
            let line = printable(&text);
            prop_assert!(!line.contains(char::is_control));
            prop_assert_eq!(printable(&line), line.clone());
            if !text.contains(char::is_control) && text.is_ascii() {
                prop_assert_eq!(line, text);
            }
        }
    }
}
