//! `secrets passphrase`: words of a list, uniform over all phrases that the options allow.

mod collision;
mod dice;
mod list;
mod policy;
mod vocabulary;

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::space::{Bits, Space};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::alphabet::{Class, set, unusable};
use crate::uniform::entropy::Entropy;
use dice::{Rolled, rolls_per_word};
use list::{Choice, ChoiceParser, WordList};
use policy::{Insert, Phrases, Policy};
use vocabulary::{Capitalize, Vocabulary};

/// The strength of a phrase unless given otherwise, in bits: six words of the EFF large list.
const DEFAULT_BITS: f64 = 77.0;

/// The most words of a phrase.
const MAX_WORDS: u16 = 256;

/// The most digits, and the most symbols, that are inserted.
const MAX_INSERTED: u16 = 16;

/// The longest separator, in characters.
const MAX_SEPARATOR: usize = 64;

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
    #[arg(short, long, value_name = "N", value_parser = words, allow_negative_numbers = true)]
    words: Option<u16>,

    /// The fewest words with at least B bits of entropy
    ///
    /// All that is drawn counts: words, separators, capital letters, digits and symbols.
    #[arg(short, long, value_name = "B", value_parser = positive, conflicts_with = "words", allow_negative_numbers = true)]
    bits: Option<u64>,

    /// large, short1, short2 or FILE [default: large]
    ///
    /// Which words to draw from. The named lists are those of the EFF (https://www.eff.org/dice;
    /// licensed CC BY 3.0 US): large has 7776 words of 3 to 9 letters, short1 1296 words of 3 to 5,
    /// short2 1296 words that differ in their first three letters.
    ///
    /// FILE is text in UTF-8 in any language, of at most 4 MiB, with a word on each line; dice
    /// numbers may stand in front of all words. Empty lines, hidden characters, words given twice
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
    #[arg(long, value_name = "N", value_parser = inserted, allow_negative_numbers = true)]
    digits: Option<u16>,

    /// Insert N of !@#$%&*+=? in the same way
    ///
    /// 1 to 16. Where digits are inserted too, any order is as likely.
    #[arg(long, value_name = "N", value_parser = inserted, allow_negative_numbers = true)]
    symbols: Option<u16>,

    /// Only phrases of at most N characters
    ///
    /// All of these are equally likely. Leaving out the longer phrases costs entropy; --explain says
    /// what is left.
    #[arg(short, long, value_name = "N", value_parser = positive, allow_negative_numbers = true)]
    max_length: Option<u64>,

    /// Read rolls of real dice from stdin, draw nothing
    ///
    /// Each word takes as many rolls as its number has digits: five for the large list, four for a
    /// short one. Rolls are the digits 1 to 6, and white space between them is ignored. The entropy
    /// is that of the dice. The words of a FILE are numbered by its dice numbers, or else in their
    /// order, and it must have 6, 36, 216, 1296 or 7776 words and so on.
    #[arg(long, conflicts_with_all = ["bits", "separator_random", "digits", "symbols", "max_length", "count", "entropy"])]
    dice: bool,

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
                drawn_from,
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
            let characters = set(characters)?;
            if let [only] = characters[..] {
                return Err(hinted(
                    format!(
                        "--separator-random draws from a set, and '{only}' is a single character"
                    ),
                    format!("give --separator '{only}'"),
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
                self.words.unwrap_or(default)
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
        let mut phrases = Phrases::of(policy)?;
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

/// Phrases to be drawn.
#[derive(Clone)]
struct Drawn {
    phrases: Arc<Phrases>,
    drawn_from: String,
}

impl Draw for Drawn {
    fn form(&self) -> Form {
        Form {
            hashed_bytes: Some(self.phrases.policy().most_bytes()),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.phrases.draw(entropy, value)
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Drawn {
    fn space(&self) -> Space {
        Space {
            guessable: true,
            ..Space::of(self.drawn_from.clone(), self.phrases.size())
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        let policy = self.phrases.policy();
        let inserted = policy.inserts.iter().filter(|insert| insert.count > 0);
        let texts = policy.texts.iter().chain(&policy.separators);
        let characters = texts
            .flat_map(|text| text.chars())
            .chain(inserted.flat_map(|insert| insert.characters.iter().copied()));
        let distinct: BTreeSet<char> = characters.collect();
        Some(distinct.into_iter().collect())
    }
}

fn words(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_WORDS)
}

fn inserted(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_INSERTED)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        passphrase: Passphrase,
        #[command(flatten)]
        output: OutputArgs,
    }

    fn recipe(options: &[&str]) -> Result<Box<dyn Recipe>> {
        let line = Line::try_parse_from(["passphrase"].iter().chain(options))?;
        line.passphrase.recipe(&line.output)
    }

    fn bits(options: &[&str]) -> String {
        format!("{:.3}", recipe(options).unwrap().space().size.bits())
    }

    #[test]
    fn the_entropy_is_that_of_all_choices_together() {
        for (options, expected) in [
            (&[][..], "77.549"),
            (&["--words", "1"], "12.925"),
            (&["--list", "short1"], "82.719"),
            (&["--list", "short2", "--words", "6"], "62.039"),
            (&["--capitalize", "first"], "77.549"),
            (&["--capitalize", "random"], "83.549"),
            // Five more characters of ten.
            (&["--separator-random", "0123456789"], "94.159"),
            // log2(10 * 6), and for two of them log2(100 * C(7, 2)).
            (&["--digits", "1"], "83.456"),
            (&["--digits", "2"], "88.585"),
            // log2(10 * 10 * 6 * 7): which comes first after the same word matters.
            (&["--digits", "1", "--symbols", "1"], "89.585"),
            (&["--max-length", "40"], "73.197"),
            // A length that no phrase exceeds changes nothing.
            (&["--max-length", "59"], "77.549"),
        ] {
            assert_eq!(bits(options), expected, "{options:?}");
        }
        // 82 words of 3 letters, and six of them with five separators.
        let short = (82f64.log2() * 6.0 * 1000.0).round() / 1000.0;
        let three = include_str!("passphrase/eff-large.txt")
            .lines()
            .filter(|word| word.len() == 3);
        assert_eq!(three.count(), 82);
        assert_eq!(bits(&["--max-length", "23"]), format!("{short:.3}"));
    }

    #[test]
    fn bits_take_the_fewest_words_that_hold_them() {
        let words = |options: &[&str]| {
            let drawn_from = recipe(options).unwrap().space().drawn_from;
            drawn_from
                .split(' ')
                .next()
                .unwrap()
                .parse::<u16>()
                .unwrap()
        };
        for (options, expected) in [
            (&["--bits", "1"][..], 1),
            (&["--bits", "13"], 2),
            (&["--bits", "77"], 6),
            (&["--bits", "78"], 7),
            (&["--bits", "128"], 10),
            (&["--bits", "78", "--capitalize", "random"], 6),
            (&["--bits", "78", "--digits", "1"], 6),
            (&["--bits", "90", "--separator-random", "0123456789"], 6),
            (&["--bits", "51", "--max-length", "30"], 5),
            (&["--list", "short1"], 8),
        ] {
            assert_eq!(words(options), expected, "{options:?}");
        }
    }

    #[test]
    fn options_that_disagree_are_named() {
        for (options, message) in [
            (
                &["--words", "1", "--separator", "."][..],
                "--separator has no effect with --words 1",
            ),
            (
                &["--words", "1", "--separator-random", ".,"],
                "--separator-random has no effect with --words 1",
            ),
            (
                &["--bits", "9", "--separator", "."],
                "--separator has no effect with --bits 9, which a single word holds",
            ),
            (
                &["--separator-random", "."],
                "--separator-random draws from a set, and '.' is a single character",
            ),
            (
                &["--separator-random", "1231"],
                "'1' is given twice, and a set counts each character once",
            ),
            (
                &["--separator", "\n"],
                "\\u{a} is a control character or no character, and a separator is made of visible characters and plain spaces",
            ),
            (
                &["--separator", "e"],
                "the separator 'e' occurs in the word 'abdomen', so the words could not be told apart",
            ),
            (
                &["--dice", "--capitalize", "random"],
                "--dice and --capitalize random disagree: dice choose words only",
            ),
            (
                &["--max-length", "22"],
                "--max-length 22 leaves no room: the shortest phrase of these options has 23 characters",
            ),
            (
                &["--max-length", "30", "--bits", "61"],
                "--bits 61 cannot be reached in --max-length 30: that holds at most 60.677 bits",
            ),
            (
                &["--bits", "4000"],
                "--bits 4000 cannot be reached: 256 words, the most there can be, hold at most 3308.752 bits",
            ),
        ] {
            let error = recipe(options).err().unwrap().to_string();
            assert_eq!(error, message, "{options:?}");
        }
        for options in [
            &["--words", "6", "--bits", "77"][..],
            &["--separator", "-", "--separator-random", ".,"],
            &["--dice", "--bits", "77"],
            &["--dice", "--count", "2"],
            &["--dice", "--separator-random", ".,"],
            &["--dice", "--digits", "1"],
            &["--dice", "--symbols", "1"],
            &["--dice", "--max-length", "40"],
            &["--words", "0"],
            &["--words", "257"],
            &["--digits", "0"],
            &["--digits", "17"],
            &["--list", ""],
        ] {
            assert!(recipe(options).is_err(), "{options:?}");
        }
    }

    /// A draw of the built-in lists is one text under every combination of options.
    #[test]
    fn the_built_in_lists_can_be_told_apart_under_all_options() {
        for list in ["large", "short1", "short2"] {
            for separator in ["-", "", " ", "_", "::", "1", "@"] {
                for capitalize in ["none", "first", "all", "random"] {
                    let options = [
                        "--list",
                        list,
                        "--separator",
                        separator,
                        "--capitalize",
                        capitalize,
                    ];
                    recipe(&[&options[..], &["--digits", "2", "--symbols", "2"]].concat()).unwrap();
                }
            }
        }
    }
}
