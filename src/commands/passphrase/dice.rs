//! `secrets passphrase --dice`: words chosen by real dice.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail, ensure};

use super::list::WordList;
use super::phrases::Phrases;
use crate::input::source::Source;
use crate::message::hinted;
use crate::recipe::space::Space;
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::system::report;
use crate::uniform::entropy::Entropy;

const FACES: usize = 6;

/// The most bytes of rolls that are read, white space included.
const MAX_BYTES: usize = 64 * 1024;

/// The number of rolls that choose a word of `list`.
///
/// # Errors
/// The number of words is not a power of 6.
pub fn rolls_per_word(list: &WordList) -> Result<usize> {
    let rolls = list.len().ilog(FACES);
    if rolls == 0 || FACES.pow(rolls) != list.len() {
        return Err(hinted(
            format!(
                "--dice cannot choose from the {} words of {list}",
                list.len()
            ),
            "a list for dice has 6, 36, 216, 1296, 7776 … words",
        ));
    }
    Ok(rolls as usize)
}

/// Words that dice have chosen.
pub struct Rolled {
    phrases: Phrases,
    /// Describes to a person what the dice chose from.
    drawn_from: String,
    /// The indices of the chosen words.
    chosen: Vec<u32>,
}

impl Rolled {
    /// Reads the rolls from stdin, `rolls_per_word` for each word of the phrase.
    ///
    /// # Errors
    /// Stdin holds anything but rolls and white space, or a wrong number of rolls.
    pub fn read(phrases: Phrases, rolls_per_word: usize, drawn_from: String) -> Result<Self> {
        let words = usize::from(phrases.policy().words);
        if io::stdin().is_terminal() {
            report::note(&format!(
                "secrets: reading {} rolls from the terminal, {rolls_per_word} for each word; end them with Ctrl-D",
                words * rolls_per_word
            ))?;
        }
        let text = Source::Stdin.read(MAX_BYTES)?;
        let chosen = choose(text.as_bytes(), words, rolls_per_word)?;
        Ok(Self {
            phrases,
            drawn_from,
            chosen,
        })
    }
}

/// The indices of the words that the rolls in `text` choose, as the EFF numbers them.
fn choose(text: &[u8], words: usize, rolls_per_word: usize) -> Result<Vec<u32>> {
    let needed = words * rolls_per_word;
    let mut chosen = vec![0; words];
    let mut rolls = 0;
    for chunk in text.utf8_chunks() {
        for character in chunk
            .valid()
            .chars()
            .filter(|character| !character.is_whitespace())
        {
            let Some(face @ 1..=6) = character.to_digit(10) else {
                bail!(
                    "roll {} is '{character}', and a die shows 1 to 6",
                    rolls + 1
                );
            };
            if let Some(word) = chosen.get_mut(rolls / rolls_per_word) {
                *word = *word * FACES as u32 + face - 1;
            }
            rolls += 1;
        }
        ensure!(
            chunk.invalid().is_empty(),
            "roll {} is not text in UTF-8",
            rolls + 1
        );
    }
    if rolls != needed {
        return Err(hinted(
            format!(
                "{words} words take {needed} rolls, {rolls_per_word} for each, and not {rolls}"
            ),
            "give as many, or another number of --words",
        ));
    }
    Ok(chosen)
}

impl Draw for Rolled {
    fn form(&self) -> Form {
        Form {
            source: "your dice, and the entropy is theirs: as stated if they are fair",
            ..Form::default()
        }
    }

    fn draw(&mut self, _: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.phrases.join(&self.chosen, value);
        Ok(())
    }
}

impl Recipe for Rolled {
    fn space(&self) -> Space {
        Space {
            guessable: true,
            ..Space::of(self.drawn_from.clone(), self.phrases.size())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::Choice;
    use super::*;

    #[test]
    fn rolls_choose_the_words_with_their_numbers_in_the_eff_list() {
        let list = WordList::open(Choice::Large).unwrap();
        let rolls = rolls_per_word(&list).unwrap();
        assert_eq!(rolls, 5);
        let chosen = choose(b"11111 6 6666\n6\t5434 21124\n", 4, rolls).unwrap();
        let words: Vec<_> = chosen
            .iter()
            .map(|&index| list.words()[index as usize].text.as_str())
            .collect();
        assert_eq!(words, ["abacus", "zoom", "varying", "cornea"]);
        // Every sequence of rolls has an index of its own.
        let mut seen = std::collections::HashSet::new();
        for number in 0..7776u32 {
            let digits: Vec<u8> = (0..5)
                .map(|place| b'1' + (number / 6u32.pow(place) % 6) as u8)
                .collect();
            seen.insert(choose(&digits, 1, 5).unwrap()[0]);
        }
        assert_eq!(seen.len(), 7776);
        assert_eq!(seen.into_iter().max(), Some(7775));
    }

    #[test]
    fn wrong_rolls_are_named() {
        for (text, message) in [
            (&b"11 17"[..], "roll 4 is '7', and a die shows 1 to 6"),
            (b"0111", "roll 1 is '0', and a die shows 1 to 6"),
            (b"1x11", "roll 2 is 'x', and a die shows 1 to 6"),
            (b"1\xff", "roll 2 is not text in UTF-8"),
            (b"", "2 words take 4 rolls, 2 for each, and not 0"),
            (b"123", "2 words take 4 rolls, 2 for each, and not 3"),
            (b"12345", "2 words take 4 rolls, 2 for each, and not 5"),
        ] {
            assert_eq!(choose(text, 2, 2).err().unwrap().to_string(), message);
        }
    }

    #[test]
    fn dice_need_a_list_whose_length_is_a_power_of_six() {
        for (words, rolls) in [
            (2, None),
            (5, None),
            (6, Some(1)),
            (7, None),
            (36, Some(2)),
            (216, Some(3)),
        ] {
            let text: Vec<String> = (0..words).map(|word| format!("w{word}")).collect();
            let list = WordList::audit("words.txt".into(), text.join("\n").as_bytes()).unwrap();
            assert_eq!(rolls_per_word(&list).ok(), rolls);
        }
    }
}
