//! `secrets passphrase`: random words of a list. All phrases that the options allow are equally likely.

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

/// The default strength of a phrase, in bits: six words of the EFF large list.
const DEFAULT_BITS: f64 = 77.0;

/// The most words of a phrase.
const MAX_WORDS: u16 = 256;

/// The most digits that can be inserted, and the most symbols.
const MAX_INSERTED: u16 = 16;

/// The longest separator, in characters.
const MAX_SEPARATOR: usize = 64;

/// The names of separators, and the separator of each. A name is refused as a separator, because
/// whoever types it means the character.
const NAMES_OF_SEPARATORS: [(&[&str], &str); 7] = [
    (&["none", "empty", "no"], ""),
    (&["space", "blank"], " "),
    (&["hyphen", "dash", "minus"], "-"),
    (&["underscore", "underline"], "_"),
    (&["dot", "period", "point"], "."),
    (&["comma"], ","),
    (&["colon"], ":"),
];

/// The most characters in the set of `--separator-random`.
const MAX_SEPARATORS: usize = 256;

/// The symbols that `--symbols` inserts. Most keyboards have them, and most sites accept them.
const SYMBOLS: &str = "!@#$%&*+=?";

/// The flags of `secrets passphrase`.
#[derive(Args, Default)]
#[command(next_help_heading = "Passphrase")]
pub struct Passphrase {
    /// Number of words, 1 to 256 [default: 6 of large]
    ///
    /// Six words of the large list hold 77.5 bits. For another list the default is the number of
    /// words that holds at least 77 bits: eight for a short list.
    #[arg(short, long, value_name = "N", value_parser = words)]
    words: Option<u16>,

    /// The same as --words
    #[arg(value_name = "WORDS", value_parser = words, conflicts_with_all = ["words", "bits"], help_heading = None)]
    size: Option<u16>,

    /// The fewest words with at least B bits of entropy
    ///
    /// Every random part counts: words, separators, capital letters, digits and symbols.
    #[arg(short, long, value_name = "B", value_parser = positive, conflicts_with = "words")]
    bits: Option<u64>,

    /// large, short1, short2 or FILE [default: large]
    ///
    /// The named lists are published by the EFF (https://www.eff.org/dice; licensed CC BY 3.0 US):
    /// large has 7776 words of 3 to 9 letters, short1 has 1296 words of 3 to 5 letters, and short2
    /// has 1296 words that differ in their first three letters.
    ///
    /// FILE is UTF-8 text in any language, at most 4 MiB, with a word on each line. All words may
    /// have dice numbers in front. Errors are: empty lines, lines that begin with #, hidden
    /// characters, words that are equal or differ only in case or Unicode form, and a list with
    /// which two different draws could give the same text.
    #[arg(long, value_name = "LIST|FILE", value_parser = ChoiceParser, hide_possible_values = true)]
    list: Option<Choice>,

    /// Put TEXT between words [default: -]
    ///
    /// TEXT may be empty, but must not occur in a word. If TEXT is -, a hyphen within a word is
    /// written as _, so that each - separates two words: drop_down.
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    separator: Option<String>,

    /// A random character of SET between each two words
    ///
    /// Each character is drawn on its own. If SET has -, a hyphen within a word is written as _,
    /// or as . if SET has _ too.
    #[arg(
        long,
        value_name = "SET",
        conflicts_with = "separator",
        allow_hyphen_values = true
    )]
    separator_random: Option<String>,

    /// Upper case: none, first (letters), all or random
    ///
    /// first makes the first letter of every word upper case, and all makes every letter upper case.
    /// random decides for each word, with equal odds, whether its first letter is upper case, and
    /// adds one bit for each word. none leaves the words as the list has them.
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
    /// 1 to 16. All resulting phrases are equally likely, so several digits can follow one word.
    #[arg(long, value_name = "N", value_parser = inserted)]
    digits: Option<u16>,

    /// Insert N of !@#$%&*+=? in the same way
    ///
    /// 1 to 16. With --digits, all orders of digits and symbols are equally likely.
    #[arg(long, value_name = "N", value_parser = inserted)]
    symbols: Option<u16>,

    /// Only phrases of at most N characters
    ///
    /// These phrases are equally likely. Leaving out the longer phrases costs entropy: --explain
    /// shows the entropy that is left.
    #[arg(short, long, value_name = "N", value_parser = positive)]
    max_length: Option<u64>,

    /// Read rolls of real dice from stdin, draw nothing
    ///
    /// Each word takes five rolls with the large list and four with a short list. A roll is a digit
    /// from 1 to 6; white space between rolls is ignored. All entropy comes from the dice. A FILE
    /// must have 6 words (for one roll), 36 (for two), 216, 1296, 7776 and so on. Its dice numbers
    /// number the words; without them the order of the lines does.
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

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = size.map(words).transpose().ok()?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

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
    /// The separators that the options allow between two words.
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

    /// The policy of the options. With `--bits` it has a single word, as a start for `phrases`.
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

    /// The phrases of `policy`. With `--bits` words are added until the phrases hold the bits.
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
            // With a maximum length, more words finally mean fewer phrases, and then no phrase fits.
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

    /// Refuses options without effect, and options that allow a single phrase only.
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

    /// Describes to a person what a phrase is drawn from.
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

/// Refuses a maximum length that is shorter than every phrase.
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
