//! The forms in which words are written: capitalised, and with hyphens replaced.

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;

use super::list::WordList;
use crate::message::{hinted, value_name};

/// Replacements for a hyphen within a word, if a hyphen is a separator. The first that is not a
/// separator is used. The hyphen cannot be left out, because the EFF lists have yo-yo and yoyo.
const FOR_HYPHEN: [&str; 2] = ["_", "."];

/// Which letters are upper case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum, Default)]
pub enum Capitalize {
    /// As the list has them
    #[default]
    None,
    /// The first letter of every word
    First,
    /// All letters
    All,
    /// The first letter of each word, or not, at random
    Random,
}

impl Capitalize {
    /// The forms in which `word` can be written: one, or two different forms.
    fn forms(self, word: &str) -> Vec<String> {
        match self {
            Self::None => vec![word.to_owned()],
            Self::First => vec![capitalized(word)],
            Self::All => vec![word.to_uppercase()],
            Self::Random => {
                let mut forms = vec![word.to_owned(), capitalized(word)];
                forms.dedup();
                forms
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut rest = word.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// All forms of all words of a list, each once.
pub struct Vocabulary {
    pub texts: Vec<String>,
    /// The index in the list of the word that each text is a form of.
    origins: Vec<u32>,
}

impl Vocabulary {
    /// The forms of the words of `list`. Hyphens are replaced if a hyphen is one of `separators`.
    ///
    /// # Errors
    /// A separator that is not empty occurs in a form, two forms are equal, or `capitalize` changes
    /// no word.
    pub fn of(list: &WordList, separators: &[String], capitalize: Capitalize) -> Result<Self> {
        let separates = |text: &str| separators.iter().any(|separator| separator == text);
        let for_hyphen = FOR_HYPHEN
            .into_iter()
            .find(|text| separates("-") && !separates(text));
        let mut vocabulary = Self {
            texts: Vec::with_capacity(list.len()),
            origins: Vec::with_capacity(list.len()),
        };
        for (word, origin) in list.words().iter().zip(0..) {
            let text = match for_hyphen {
                Some(replacement) => &word.text.replace('-', replacement),
                None => &word.text,
            };
            for form in capitalize.forms(text) {
                vocabulary.texts.push(form);
                vocabulary.origins.push(origin);
            }
        }
        vocabulary.check_capitals(list, capitalize, for_hyphen)?;
        vocabulary.check_separators(list, separators)?;
        vocabulary.check_distinct(list)?;
        Ok(vocabulary)
    }

    /// The index in the list of the word behind the text with this `index`.
    pub fn origin(&self, index: usize) -> usize {
        self.origins[index] as usize
    }

    fn check_capitals(
        &self,
        list: &WordList,
        capitalize: Capitalize,
        for_hyphen: Option<&str>,
    ) -> Result<()> {
        let as_listed = |(text, &origin): (&String, &u32)| {
            let word = &list.words()[origin as usize].text;
            text == word || for_hyphen.is_some_and(|other| *text == word.replace('-', other))
        };
        let changed = !self.texts.iter().zip(&self.origins).all(as_listed);
        ensure!(
            changed || capitalize == Capitalize::None,
            "--capitalize {} has no effect: it changes no word of {list}",
            value_name(&capitalize)
        );
        Ok(())
    }

    /// Refuses a separator that occurs in a word.
    fn check_separators(&self, list: &WordList, separators: &[String]) -> Result<()> {
        for separator in separators.iter().filter(|separator| !separator.is_empty()) {
            if let Some(index) = self.texts.iter().position(|text| text.contains(separator)) {
                return Err(hinted(
                    format!(
                        "the separator '{separator}' occurs in the word {}, so the words could not be told apart",
                        list.word(self.origin(index))
                    ),
                    "choose a separator that is part of no word",
                ));
            }
        }
        Ok(())
    }

    fn check_distinct(&self, list: &WordList) -> Result<()> {
        let mut sorted: Vec<usize> = (0..self.texts.len()).collect();
        sorted.sort_by_key(|&index| &self.texts[index]);
        for pair in sorted.windows(2) {
            let [first, second] = [pair[0], pair[1]];
            if self.texts[first] == self.texts[second] {
                bail!(
                    "the words {} and {} would both be written '{}'",
                    list.word(self.origin(first)),
                    list.word(self.origin(second)),
                    self.texts[first]
                );
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::Choice;
    use super::*;

    fn texts(words: &str, separators: &[&str], capitalize: Capitalize) -> Result<Vec<String>> {
        let list = WordList::audit("words.txt".into(), words.as_bytes())?;
        let separators: Vec<String> = separators.iter().map(ToString::to_string).collect();
        Ok(Vocabulary::of(&list, &separators, capitalize)?.texts)
    }

    #[test]
    fn words_of_any_script_are_capitalised() {
        let words = "one\nélan\nWelt\n水\n3rd\nßa";
        for (capitalize, expected) in [
            (Capitalize::None, "one élan Welt 水 3rd ßa"),
            (Capitalize::First, "One Élan Welt 水 3rd SSa"),
            (Capitalize::All, "ONE ÉLAN WELT 水 3RD SSA"),
            (Capitalize::Random, "one One élan Élan Welt 水 3rd ßa SSa"),
        ] {
            assert_eq!(
                texts(words, &["-"], capitalize).unwrap().join(" "),
                expected
            );
        }
        for capitalize in [Capitalize::First, Capitalize::All, Capitalize::Random] {
            let error = texts("水\n火-山", &["-"], capitalize)
                .unwrap_err()
                .to_string();
            assert!(
                error.contains("has no effect: it changes no word of words.txt"),
                "{error}"
            );
        }
    }

    #[test]
    fn hyphens_are_replaced_if_a_hyphen_is_a_separator() {
        let words = "yo-yo\nyoyo";
        for (separators, expected) in [
            (&["-"][..], "yo_yo yoyo"),
            (&["-", "_"], "yo.yo yoyo"),
            (&["_"], "yo-yo yoyo"),
            (&[""], "yo-yo yoyo"),
        ] {
            assert_eq!(
                texts(words, separators, Capitalize::None)
                    .unwrap()
                    .join(" "),
                expected
            );
        }
        for choice in [Choice::Large, Choice::Short1, Choice::Short2] {
            let list = WordList::open(choice).unwrap();
            for capitalize in [
                Capitalize::None,
                Capitalize::First,
                Capitalize::All,
                Capitalize::Random,
            ] {
                let vocabulary = Vocabulary::of(&list, &["-".to_owned()], capitalize).unwrap();
                let forms = if capitalize == Capitalize::Random {
                    2
                } else {
                    1
                };
                assert_eq!(vocabulary.texts.len(), forms * list.len());
                assert!(vocabulary.texts.iter().all(|text| !text.contains('-')));
            }
        }
    }

    #[test]
    fn refuses_a_separator_within_a_word_and_words_that_become_the_same() {
        for (words, separators, capitalize, message) in [
            (
                "a b\nc",
                &[" "][..],
                Capitalize::None,
                "the separator ' ' occurs in the word 'a b' (line 1 of words.txt), so the words could not be told apart",
            ),
            (
                "a-b\nc",
                &["-", "_", "."],
                Capitalize::None,
                "the separator '-' occurs in the word 'a-b' (line 1 of words.txt), so the words could not be told apart",
            ),
            (
                "b\na",
                &["A"],
                Capitalize::All,
                "the separator 'A' occurs in the word 'a' (line 2 of words.txt), so the words could not be told apart",
            ),
            (
                "a-b\na_b",
                &["-"],
                Capitalize::None,
                "the words 'a-b' (line 1 of words.txt) and 'a_b' (line 2 of words.txt) would both be written 'a_b'",
            ),
            (
                "masse\nmaße",
                &["-"],
                Capitalize::All,
                "the words 'masse' (line 1 of words.txt) and 'maße' (line 2 of words.txt) would both be written 'MASSE'",
            ),
        ] {
            let error = texts(words, separators, capitalize).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}
