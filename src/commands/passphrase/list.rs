//! Word lists: the three built-in lists of the EFF, and files, which are audited.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::{self, Display};
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail, ensure};
use clap::builder::{PossibleValue, TypedValueParser};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::input::source::Source;
use crate::message::{hinted, quoted};
use crate::system::memory;

/// The largest file that is read as a list, in bytes: four times the dictionary of a Unix system.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The EFF's lists in the order of their dice numbers, which are left out. See LICENSE-EFF.txt.
const LARGE: &str = include_str!("eff-large.txt");
const SHORT1: &str = include_str!("eff-short1.txt");
const SHORT2: &str = include_str!("eff-short2.txt");

/// The value of `--list`.
#[derive(Clone, PartialEq, Eq)]
pub enum Choice {
    Large,
    Short1,
    Short2,
    File(PathBuf),
}

/// Reads the name of a built-in list or of a file. Shells complete the names of the built-in lists.
#[derive(Clone)]
pub struct ChoiceParser;

impl TypedValueParser for ChoiceParser {
    type Value = Choice;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Choice, clap::Error> {
        match value.to_str() {
            Some("") => Err(clap::Error::raw(
                clap::error::ErrorKind::InvalidValue,
                "--list was given an empty name: it is large, short1, short2 or a file",
            )
            .with_cmd(command)),
            Some("large") => Ok(Choice::Large),
            Some("short1") => Ok(Choice::Short1),
            Some("short2") => Ok(Choice::Short2),
            _ => Ok(Choice::File(value.into())),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            ["large", "short1", "short2"]
                .map(PossibleValue::new)
                .into_iter(),
        ))
    }
}

/// At least two words, none of which a person can mistake for another word of the list.
pub struct WordList {
    /// The name of the list in messages.
    name: String,
    words: Vec<Word>,
    is_file: bool,
}

pub struct Word {
    pub text: String,
    /// The number of its line in the file, from 1.
    line: usize,
}

impl WordList {
    /// Takes a built-in list, or reads and audits a file.
    ///
    /// # Errors
    /// The file can't be read, or a rule for lists is broken. The message names the line. Or there is too
    /// little memory.
    pub fn open(choice: Choice) -> Result<Self> {
        memory::check(memory::LEAST)?;
        let built_in = |name: &str, text: &str| Self {
            name: format!("the EFF {name} list"),
            words: (1..).zip(text.lines()).map(Word::at).collect(),
            is_file: false,
        };
        Ok(match choice {
            Choice::Large => built_in("large", LARGE),
            Choice::Short1 => built_in("short1", SHORT1),
            Choice::Short2 => built_in("short2", SHORT2),
            Choice::File(path) => {
                let is_there = path.exists();
                let source = Source::File(path);
                let file = source.read(MAX_BYTES).map_err(|error| {
                    let hint =
                        "lists by name are large, short1 and short2; any other word is a file";
                    if is_there {
                        error
                    } else {
                        hinted(format!("{error:#}"), hint)
                    }
                })?;
                Self::audit(source.to_string(), file.as_bytes())?
            }
        })
    }

    /// Reads the words of a file, one word on each line.
    ///
    /// If all words have dice numbers in front, the words are in the order of these numbers.
    /// `name` is the name of the file in messages.
    pub fn audit(name: String, file: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(file).map_err(|error| {
            let before = &file[..error.valid_up_to()];
            let line = before.split(|&byte| byte == b'\n').count();
            hinted(
                format!("line {line} of {name} is not text in UTF-8"),
                "convert the file, for example with iconv",
            )
        })?;
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = (1..).zip(text.lines());
        if let Some((line, _)) = lines.clone().find(|(_, text)| text.starts_with('#')) {
            return Err(hinted(
                format!("line {line} of {name} begins with #, and a list of words has no comments"),
                format!(
                    "leave them out, as with --list <(grep -v '^#' {})",
                    quoted(&name)
                ),
            ));
        }
        let words = match lines.clone().next().map(|(_, line)| dice_number(line)) {
            Some(Some((number, _))) => numbered(lines, number.len(), &name)?,
            _ => lines
                .map(|line| plain(line, &name))
                .collect::<Result<_>>()?,
        };
        for word in &words {
            check_characters(word, &name)?;
        }
        ensure!(
            words.len() >= 2,
            "{name} holds fewer than 2 words, and there is nothing to draw from"
        );
        check_twins(&words, &name)?;
        Ok(Self {
            name,
            words,
            is_file: true,
        })
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Shows the word with this index in a message, with the line if the list is a file.
    pub fn word(&self, index: usize) -> impl Display {
        let Word { text, line } = &self.words[index];
        if self.is_file {
            format!("'{text}' (line {line} of {})", self.name)
        } else {
            format!("'{text}'")
        }
    }
}

impl Display for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Word {
    fn at((line, text): (usize, &str)) -> Self {
        Self {
            text: text.to_owned(),
            line,
        }
    }
}

/// Splits `11111<TAB>word`.
fn dice_number(line: &str) -> Option<(&str, &str)> {
    let (number, rest) = line.split_once([' ', '\t'])?;
    let is_number =
        !number.is_empty() && number.bytes().all(|digit| (b'1'..=b'6').contains(&digit));
    is_number.then(|| (number, rest.trim_start_matches([' ', '\t'])))
}

/// Reads a line of a list without dice numbers.
fn plain((line, text): (usize, &str), name: &str) -> Result<Word> {
    match dice_number(text) {
        Some((number, _)) => Err(anyhow!(
            "line {line} of {name} begins with the dice number {number}, and the first line with none"
        )),
        None => Ok(Word::at((line, text))),
    }
}

/// Reads a list with dice numbers of `digits` digits. The words are in the order of the numbers.
fn numbered<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    digits: usize,
    name: &str,
) -> Result<Vec<Word>> {
    let mut words = Vec::new();
    for (line, text) in lines {
        let Some((number, word)) = dice_number(text) else {
            bail!("line {line} of {name} has no dice number, and the first line has one");
        };
        ensure!(
            number.len() == digits,
            "line {line} of {name} has the dice number {number}, and the first line one of {digits} digits"
        );
        words.push((number, Word::at((line, word))));
    }
    words.sort_by_key(|&(number, _)| number);
    for pair in words.windows(2) {
        let [(number, first), (next, second)] = pair else {
            continue;
        };
        ensure!(
            number != next,
            "lines {} and {} of {name} have the same dice number {number}",
            first.line,
            second.line
        );
    }
    Ok(words.into_iter().map(|(_, word)| word).collect())
}

/// Refuses an empty word and characters that nobody sees in a phrase and so nobody types.
fn check_characters(word: &Word, name: &str) -> Result<()> {
    let Word { text, line } = word;
    if text.is_empty() {
        return Err(hinted(
            format!("line {line} of {name} is empty"),
            "leave empty lines out, for example with grep .",
        ));
    }
    if let Some(hidden) = text.chars().find(|&character| is_hidden(character)) {
        bail!(
            "line {line} of {name} holds {}, which cannot be seen",
            hidden.escape_unicode()
        );
    }
    ensure!(
        text.trim() == text,
        "line {line} of {name} begins or ends with white space: '{text}'"
    );
    ensure!(
        !text.starts_with(is_mark),
        "line {line} of {name} begins with a combining mark, which would join what stands before the word"
    );
    Ok(())
}

fn is_mark(character: char) -> bool {
    character.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether a character is invisible: a control character, or a character that only affects layout.
fn is_hidden(character: char) -> bool {
    let category = character.general_category();
    !is_joiner(character)
        && matches!(
            category,
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

/// Whether a character is a zero-width joiner or non-joiner, which some languages need for spelling.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Refuses two words that are equal, or differ only in case or Unicode form.
fn check_twins(words: &[Word], name: &str) -> Result<()> {
    let mut lines: BTreeMap<String, &Word> = BTreeMap::new();
    for word in words {
        let Some(other) = lines.insert(fold(&word.text), word) else {
            continue;
        };
        let (first, second) = if other.line < word.line {
            (other, word)
        } else {
            (word, other)
        };
        let difference = if first.text == second.text {
            "the same word"
        } else {
            "equal but for case or Unicode form"
        };
        return Err(hinted(
            format!(
                "lines {} and {} of {name} are {difference}: '{}' and '{}'",
                first.line, second.line, first.text, second.text
            ),
            "keep one of them",
        ));
    }
    Ok(())
}

/// The text that twins have in common: NFKC, lower case and no zero-width joiners.
fn fold(word: &str) -> String {
    let lower = word.nfkc().flat_map(char::to_lowercase);
    lower
        .filter(|&character| !is_joiner(character))
        .nfkc()
        .collect()
}

#[cfg(test)]
mod tests;
