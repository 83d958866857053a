//! `secrets passphrase`: words of a list, uniform over all phrases that the options allow.

mod collision;
mod dice;
mod list;
mod phrases;
mod policy;
mod recipe;
mod vocabulary;

use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to};
use crate::message::{hinted, quoted};
use crate::output::OutputArgs;
use crate::recipe::Recipe;
use crate::recipe::space::Bits;
use crate::uniform::alphabet::{Class, set, unusable};
use dice::{Rolled, rolls_per_word};
use list::{Choice, ChoiceParser, WordList};
use phrases::Phrases;
use policy::{Insert, Policy};
use recipe::Drawn;
use vocabulary::{Capitalize, Vocabulary};

/// The strength of a phrase unless given otherwise, in bits: six words of the EFF large list.
const DEFAULT_BITS: f64 = 77.0;

/// The most words of a phrase.
const MAX_WORDS: u16 = 256;

/// The most digits, and the most symbols, that are inserted.
const MAX_INSERTED: u16 = 16;

/// The longest separator, in characters.
const MAX_SEPARATOR: usize = 64;

/// What separators are called, which is rarely meant as a separator itself.
const NAMES_OF_SEPARATORS: [(&[&str], &str); 7] = [
    (&["none", "empty", "no"], ""),
    (&["space", "blank"], " "),
    (&["hyphen", "dash", "minus"], "-"),
    (&["underscore", "underline"], "_"),
    (&["dot", "period", "point"], "."),
    (&["comma"], ","),
    (&["colon"], ":"),
];

/// The most characters to draw separators from.
const MAX_SEPARATORS: usize = 256;

/// What `--symbols` inserts: found on most keyboards, and accepted by most sites.
const SYMBOLS: &str = "!@#$%&*+=?";

/// The flags of `secrets passphrase`.
#[derive(Args)]
#[command(next_help_heading = "Passphrase")]
pub struct Passphrase {
    /// Number of words, 1 to 256 [default: 6 of large]
    ///
    /// Six words of the large list hold 77.5 bits. Of another list the default is as many as hold
    /// 77 bits: eight of a short one.
    #[arg(short, long, value_name = "N", value_parser = words)]
    words: Option<u16>,

    /// The same as --words
    #[arg(value_name = "WORDS", value_parser = words, conflicts_with_all = ["words", "bits"], help_heading = None)]
    size: Option<u16>,

    /// The fewest words with at least B bits of entropy
    ///
    /// All that is drawn counts: words, separators, capital letters, digits and symbols.
    #[arg(short, long, value_name = "B", value_parser = positive, conflicts_with = "words")]
    bits: Option<u64>,

    /// large, short1, short2 or FILE [default: large]
    ///
    /// Which words to draw from. The named lists are those of the EFF (https://www.eff.org/dice;
    /// licensed CC BY 3.0 US): large has 7776 words of 3 to 9 letters, short1 1296 words of 3 to 5,
    /// short2 1296 words that differ in their first three letters.
    ///
    /// FILE is text in UTF-8 in any language, of at most 4 MiB, with a word on each line; dice
    /// numbers may stand in front of all words. Empty lines, lines that begin with #, hidden characters, words given twice
    /// or equal but for case or Unicode form are errors, and so is a list with which two different
    /// draws could give the same text.
    #[arg(long, value_name = "LIST|FILE", value_parser = ChoiceParser, hide_possible_values = true)]
    list: Option<Choice>,

    /// Put TEXT between words [default: -]
    ///
    /// TEXT may be empty, but must not occur in a word. Where it is -, a hyphen within a word is
    /// written _, so that each - separates two words: drop_down.
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    separator: Option<String>,

    /// A random character of SET between each two words
    ///
    /// Each is drawn on its own. Where SET has -, a hyphen within a word is written _, or . if SET
    /// has that too.
    #[arg(
        long,
        value_name = "SET",
        conflicts_with = "separator",
        allow_hyphen_values = true
    )]
    separator_random: Option<String>,

    /// Upper case: none, first (letters), all or random
    ///
    /// first begins every word with an upper-case letter, and all has no others. random begins each
    /// word with an upper-case letter or not, with equal odds, which adds a bit for each word. none
    /// leaves the words as the list has them.
    #[arg(
        short,
        long,
        value_name = "HOW",
        default_value = "none",
        hide_default_value = true,
        hide_possible_values = true
    )]
    capitalize: Capitalize,

    /// Insert N digits, each at the end of a word
    ///
    /// 1 to 16. All phrases that this can give are equally likely: those with several digits after
    /// one word too.
    #[arg(long, value_name = "N", value_parser = inserted)]
    digits: Option<u16>,

    /// Insert N of !@#$%&*+=? in the same way
    ///
    /// 1 to 16. Where digits are inserted too, any order is as likely.
    #[arg(long, value_name = "N", value_parser = inserted)]
    symbols: Option<u16>,

    /// Only phrases of at most N characters
    ///
    /// All of these are equally likely. Leaving out the longer phrases costs entropy; --explain says
    /// what is left.
    #[arg(short, long, value_name = "N", value_parser = positive)]
    max_length: Option<u64>,

    /// Read rolls of real dice from stdin, draw nothing
    ///
    /// Each word takes as many rolls as its number has digits: five for the large list, four for a
    /// short one. Rolls are the digits 1 to 6, and white space between them is ignored. The entropy
    /// is that of the dice. The words of a FILE are numbered by its dice numbers, or else in their
    /// order, and it must have 6, 36, 216, 1296 or 7776 words and so on.
    #[arg(long, conflicts_with_all = ["bits", "separator_random", "digits", "symbols", "max_length", "count", "entropy"])]
    dice: bool,

    /// Make a passphrase of fewer than 40 bits without a warning
    #[arg(hide_short_help = true, long)]
    allow_weak: bool,

    #[command(flatten)]
    hash: HashArgs,
}

impl Described for Passphrase {
    const HELP: Help = Help {
        about: "A passphrase of random words, to remember or to type",
        details: "\
Six words of the EFF large list hold 77.5 bits. That is good for what a person types: a \
login, the passphrase of a password manager or of an encrypted disk, whose programs make \
each guess slow (Argon2, scrypt, bcrypt). It is not enough where guesses are cheap and the \
phrase has to hold for decades: a key that is used as it is, or a phrase kept as a plain \
fast hash. Ask for --bits 128 there, which is ten words.",
        examples: &[
            ("secrets passphrase", "six words of the EFF large list"),
            (
                "secrets passphrase --bits 128 --separator ' '",
                "ten words, for a key that is used as it is",
            ),
            (
                "secrets passphrase --capitalize first --digits 1 --symbols 1",
                "for a site that insists",
            ),
            (
                "secrets passphrase --words 4 --separator-random 0123456789",
                "a random digit between each two words",
            ),
            (
                "secrets passphrase --list short1 --max-length 40",
                "short words, at most 40 characters in all",
            ),
            (
                "echo 16655 34136 62415 42531 11116 52436 | secrets passphrase --dice",
                "words that real dice have chosen; take your own rolls",
            ),
        ],
    };
}

impl Generator for Passphrase {
    const KIND: &'static str = "passphrase";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        ensure!(
            !(self.dice && self.capitalize == Capitalize::Random),
            "--dice and --capitalize random disagree: dice choose words only"
        );
        let separators = self.separators()?;
        let list = WordList::open(self.list.clone().unwrap_or(Choice::Large))?;
        let rolls = self.dice.then(|| rolls_per_word(&list)).transpose()?;
        let vocabulary = Vocabulary::of(&list, &separators, self.capitalize)?;
        let phrases = self.phrases(self.policy(&list, vocabulary.texts, separators))?;
        self.check(&phrases)?;
        collision::check(phrases.policy())?;
        let drawn_from = self.drawn_from(&list, phrases.policy());
        Ok(match rolls {
            Some(rolls) => Box::new(Rolled::read(phrases, rolls, drawn_from)?),
            None => Box::new(Drawn {
                phrases: Arc::new(phrases),
                description: drawn_from,
                allow_weak: self.allow_weak,
            }),
        })
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }

    fn reads_stdin(&self) -> bool {
        self.dice
    }
}

impl Passphrase {
    /// What may stand between two words.
    fn separators(&self) -> Result<Vec<String>> {
        if let Some(characters) = &self.separator_random {
            let characters = set(characters).context("--separator-random")?;
            if let [only] = characters[..] {
                return Err(hinted(
                    format!(
                        "--separator-random draws from a set, and '{only}' is a single character"
                    ),
                    format!("give --separator {}", quoted(&only.to_string())),
                ));
            }
            ensure!(
                characters.len() <= MAX_SEPARATORS,
                "--separator-random draws from at most {MAX_SEPARATORS} characters, and the set has {}",
                characters.len()
            );
            return Ok(characters.iter().map(ToString::to_string).collect());
        }
        let separator = self.separator.as_deref().unwrap_or("-");
        if let Some((_, meant)) = NAMES_OF_SEPARATORS
            .iter()
            .find(|(names, _)| names.contains(&separator.to_ascii_lowercase().as_str()))
        {
            return Err(hinted(
                format!("--separator '{separator}' would put this word between the words"),
                format!("give --separator {}", quoted(meant)),
            ));
        }
        ensure!(
            separator.chars().count() <= MAX_SEPARATOR,
            "a separator has at most {MAX_SEPARATOR} characters"
        );
        for character in separator.chars().filter(|&character| character != ' ') {
            if let Some(what) = unusable(character) {
                bail!(
                    "{} is {what}, and a separator is made of visible characters and plain spaces",
                    character.escape_unicode()
                );
            }
        }
        Ok(vec![separator.to_owned()])
    }

    /// The policy; where bits are asked for, with a single word.
    fn policy(&self, list: &WordList, texts: Vec<String>, separators: Vec<String>) -> Policy {
        let default = (DEFAULT_BITS / (list.len() as f64).log2()).ceil() as u16;
        let insert = |characters: &str, count: Option<u16>| Insert {
            characters: characters.chars().collect(),
            count: count.unwrap_or(0),
        };
        Policy {
            texts,
            separators,
            words: if self.bits.is_some() {
                1
            } else {
                self.words.or(self.size).unwrap_or(default)
            },
            inserts: [
                insert(Class::Digits.ascii(), self.digits),
                insert(SYMBOLS, self.symbols),
            ],
            max_length: self.max_length,
        }
    }

    /// The phrases of `policy`, of as many words as the bits asked for take.
    fn phrases(&self, policy: Policy) -> Result<Phrases> {
        check_room(&policy)?;
        let most = self.bits.map_or(policy.words, |_| MAX_WORDS);
        let mut phrases = Phrases::of(policy, most)?;
        let Some(bits) = self.bits else {
            return Ok(phrases);
        };
        let mut most = phrases.size().bits();
        while !phrases.size().holds(bits) {
            let words = phrases.policy().words;
            ensure!(
                words < MAX_WORDS,
                "--bits {bits} cannot be reached: {MAX_WORDS} words, the most there can be, hold at most {}",
                Bits(most)
            );
            phrases.lengthen()?;
            // Under a greatest length the possibilities grow fewer in the end, and then none.
            if check_room(phrases.policy()).is_err() {
                return Err(hinted(
                    format!(
                        "--bits {bits} cannot be reached in --max-length {}: that holds at most {}",
                        self.max_length.unwrap_or(0),
                        Bits(most)
                    ),
                    "allow longer phrases, or ask for fewer bits",
                ));
            }
            most = most.max(phrases.size().bits());
        }
        Ok(phrases)
    }

    /// Refuses options that have no effect, and phrases that are no secret.
    fn check(&self, phrases: &Phrases) -> Result<()> {
        if phrases.size().bits() == 0.0 {
            return Err(hinted(
                format!(
                    "a single phrase fits --max-length {}, and it is no secret",
                    self.max_length.unwrap_or(0)
                ),
                "allow longer phrases",
            ));
        }
        if phrases.policy().words == 1 {
            for (option, is_given) in [
                ("--separator", self.separator.is_some()),
                ("--separator-random", self.separator_random.is_some()),
            ] {
                let words = self.bits.map_or("--words 1".to_owned(), |bits| {
                    format!("--bits {bits}, which a single word holds")
                });
                ensure!(!is_given, "{option} has no effect with {words}");
            }
        }
        Ok(())
    }

    /// What a phrase is drawn from, for a person.
    fn drawn_from(&self, list: &WordList, policy: &Policy) -> String {
        let mut parts = vec![format!(
            "{} of the {} words of {list}",
            policy.words,
            list.len()
        )];
        if policy.words > 1 {
            parts.push(match &policy.separators[..] {
                [none] if none.is_empty() => "not separated".to_owned(),
                [only] => format!("separated by '{only}'"),
                several => format!("separated by characters of '{}'", several.concat()),
            });
        }
        parts.extend(match self.capitalize {
            Capitalize::None => None,
            Capitalize::First => Some("each capitalized".to_owned()),
            Capitalize::All => Some("in upper case".to_owned()),
            Capitalize::Random => Some("each capitalized or not".to_owned()),
        });
        for (insert, kind) in policy.inserts.iter().zip(["digits", "symbols"]) {
            if insert.count > 0 {
                let characters: String = insert.characters.iter().collect();
                parts.push(format!(
                    "{} of the {kind} {characters} after words",
                    insert.count
                ));
            }
        }
        parts.extend(
            policy
                .max_length
                .map(|length| format!("at most {length} characters long")),
        );
        parts.join(", ")
    }
}

/// Refuses a greatest length that no phrase keeps to.
fn check_room(policy: &Policy) -> Result<()> {
    let least = policy.least_length();
    match policy.max_length {
        Some(length) if length < least => Err(hinted(
            format!(
                "--max-length {length} leaves no room: the shortest phrase of these options has {least} characters"
            ),
            format!("give --max-length {least} or more, or ask for less"),
        )),
        _ => Ok(()),
    }
}

fn words(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_WORDS)
}

fn inserted(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_INSERTED)
}

#[cfg(test)]
mod tests;
