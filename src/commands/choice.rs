//! `secrets choice`: picks from items, with or without replacement, or shuffles them.

mod reservoir;
mod stream;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result, anyhow, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::input::source::Source;
use crate::message::{counted, hinted, printable};
use crate::output::OutputArgs;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::system::report;
use crate::system::terminal::END_KEYS;
use crate::uniform::entropy::Entropy;
use stream::Stream;

/// The most picks for which the items are streamed. A pick takes more memory than a short item, so
/// for more picks all items are held in memory instead.
const MAX_STREAMED: u64 = 1 << 20;

/// The flags of `secrets choice`.
#[derive(Args)]
pub struct Choice {
    /// The items; without any, each line of stdin is one
    ///
    /// Put -- before items that may begin with -, as in: secrets choice -- *
    #[arg(value_name = "ITEM", conflicts_with = "file")]
    items: Vec<OsString>,

    /// Take each line of FILE as an item; - is stdin
    ///
    /// Lines hold any bytes, and a last line without a newline counts. With --null, items end with
    /// a NUL byte instead.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// Write all items in random order
    #[arg(short, long, conflicts_with_all = ["distinct", "count"])]
    shuffle: bool,
}

impl Described for Choice {
    const HELP: Help = Help {
        about: "Random picks from items or lines, or all of them shuffled",
        details: "\
Each pick is uniform over the items. Picks may repeat unless --distinct is given: then \
each item is picked at most once, and a text that is given twice counts as two items.",
        examples: &[
            ("secrets choice red green blue", "one of three"),
            (
                "seq 1000 | secrets choice -n 5 --distinct",
                "five different lines",
            ),
            (
                "seq 10 | secrets choice --shuffle",
                "all lines in random order",
            ),
            (
                "find . -type f -print0 | secrets choice -0 --no-newline",
                "one file, whatever is in its name",
            ),
        ],
    };
}

impl Generator for Choice {
    const IS_DISTINCT: bool = true;
    const KIND: &'static str = "choice";

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(self.held(output)?))
    }

    fn values(self, output: &OutputArgs) -> Result<Box<dyn Draw>> {
        let count = Self::picks(output)?;
        // Picks with replacement need all items at once, and so does the order of all.
        let needs_all = self.shuffle || count > 1 && !output.distinct;
        if !self.items.is_empty() || needs_all || count > MAX_STREAMED {
            let is_argument = !self.items.is_empty();
            let picks = self.held(output)?;
            if let (true, [item]) = (is_argument, &*picks.items.ranges) {
                note_other(&picks.items.text.as_bytes()[item.clone()]);
            }
            if picks.items.len() == 1 {
                note_list(picks.items.get(0));
            }
            return Ok(Box::new(picks));
        }
        let source = self.source()?.unwrap_or(Source::Stdin);
        let stream = Stream::new(source.blocks()?, terminator(output), count);
        Ok(Box::new(stream))
    }

    fn reads_stdin(&self) -> bool {
        let from_stdin = |path: &PathBuf| path == Path::new("-");
        self.items.is_empty() && self.file.as_ref().is_none_or(from_stdin)
    }

    fn output_option(&self) -> Option<&'static str> {
        self.shuffle.then_some("--shuffle")
    }
}

impl Choice {
    /// Picks from items that are all held.
    fn held(self, output: &OutputArgs) -> Result<Picks> {
        let count = Self::picks(output)?;
        let source = self.source()?;
        let reads = source.is_some();
        let items = match source {
            None => Items::from_arguments(&self.items)?,
            Some(source) => {
                Items::from_lines(source.read(usize::MAX)?, terminator(output), &source)?
            }
        };
        let has = items.len() as u64;
        ensure!(!output.distinct || count <= has, too_few(count, has));
        let order = if output.distinct || self.shuffle {
            (0..items.len()).collect()
        } else {
            Vec::new()
        };
        Ok(Picks {
            items,
            reads,
            shuffle: self.shuffle,
            order,
            picked: 0,
        })
    }

    /// The number of picks without `--shuffle`.
    ///
    /// # Errors
    /// `--distinct` is given with a single pick.
    fn picks(output: &OutputArgs) -> Result<u64> {
        match output.count.unwrap_or(1) {
            1 if output.distinct => Err(hinted(
                "--distinct has no effect on a single pick",
                "ask for several with --count",
            )),
            count => Ok(count),
        }
    }

    /// The source of the items, or None if they are arguments. A person at a terminal is told that
    /// items are read from it.
    fn source(&self) -> Result<Option<Source>> {
        let source = match &self.file {
            None if !self.items.is_empty() => return Ok(None),
            Some(path) if path != Path::new("-") => Source::File(path.clone()),
            _ => Source::Stdin,
        };
        if source == Source::Stdin && io::stdin().is_terminal() {
            report::note(&format!(
                "secrets: reading items from the terminal, one a line; end them with {END_KEYS}"
            ))?;
        }
        Ok(Some(source))
    }
}

/// The byte that ends an item of a file or of stdin.
fn terminator(output: &OutputArgs) -> u8 {
    if output.null { 0 } else { b'\n' }
}

fn empty_item(number: u64, source: &Source) -> Error {
    hinted(
        format!("item {number} of {source} is empty, and an empty value is never written"),
        "leave empty lines out, for example with grep .",
    )
}

fn no_items(source: &Source) -> Error {
    anyhow!("{source} holds no items to choose from")
}

fn too_few(count: u64, items: u64) -> Error {
    anyhow!("--count {count} distinct items cannot be picked from {items}")
}

/// Says that nothing is chosen from the only `item`, if it reads as a list.
fn note_list(item: &[u8]) {
    if is_list(item) {
        // There is nothing to be done where it cannot be said.
        let _ = report::note(
            "secrets: there is one item, which reads as a list: items are separate words, or lines of stdin",
        );
    }
}

/// Says that nothing is chosen from the only argument `item`, if it reads as a range or names a file.
fn note_other(item: &[u8]) {
    let Ok(item) = std::str::from_utf8(item) else {
        return;
    };
    let range = item.split_once('-').and_then(|(low, high)| {
        let (low, high): (u64, u64) = (low.parse().ok()?, high.parse().ok()?);
        (low < high).then_some((low, high.checked_add(1)?))
    });
    let other = match range {
        Some((low, end)) => format!("secrets below {end} --from {low} picks a number"),
        None if Path::new(item).is_file() => {
            format!("--file {} picks from its lines", printable(item))
        }
        None => return,
    };
    let _ = report::note(&format!("secrets: there is one item: {other}"));
}

fn is_list(item: &[u8]) -> bool {
    let parts = |pair: &[u8]| b" \t,;\0*?[{".contains(&pair[0]) || pair == b"..";
    item.windows(2).any(parts)
}

/// Picks from items in memory.
struct Picks {
    items: Items,
    reads: bool,
    shuffle: bool,
    /// The indices of the items, of which the first `picked` are taken. Empty with replacement.
    order: Vec<usize>,
    picked: usize,
}

impl Draw for Picks {
    fn form(&self) -> Form {
        Form {
            count: if self.shuffle {
                self.items.len() as u64
            } else {
                1
            },
            reads_items: self.reads,
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let number = if self.order.is_empty() {
            entropy.below(self.items.len() as u64)? as usize
        } else {
            entropy.shuffle_step(&mut self.order, self.picked)?;
            self.picked += 1;
            self.order[self.picked - 1]
        };
        value.extend(self.items.get(number));
        Ok(())
    }
}

impl Recipe for Picks {
    fn space(&self) -> Space {
        let count = self.items.len() as u64;
        let likeliest = self.items.most_copies();
        let is_distinct = !self.order.is_empty() && !self.shuffle;
        let rule = is_distinct.then(|| "each item is picked at most once".to_owned());
        Space {
            rules: rule.into_iter().collect(),
            ..Space::of(
                counted(count, "item"),
                if likeliest == 1 {
                    SpaceSize::Power(count, 1)
                } else {
                    SpaceSize::Weighted {
                        likeliest,
                        total: count,
                    }
                },
            )
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        let items = String::from_utf8_lossy(self.items.text.as_bytes());
        // The line ends between the items of a file belong to no item.
        let characters = items.chars().filter(|character| *character != '\n');
        let distinct: BTreeSet<char> = characters.collect();
        Some(distinct.into_iter().collect())
    }

    fn can_give(&self, value: &str) -> bool {
        let items = &self.items;
        let mut ranges = items.ranges.iter();
        ranges.any(|range| &items.text.as_bytes()[range.clone()] == value.as_bytes())
    }
}

/// Items of any bytes, in one buffer.
struct Items {
    text: Secret,
    ranges: Vec<Range<usize>>,
}

impl Items {
    fn from_arguments(arguments: &[OsString]) -> Result<Self> {
        let mut items = Self {
            text: Secret::with_capacity(4096),
            ranges: Vec::with_capacity(arguments.len()),
        };
        for (index, argument) in arguments.iter().enumerate() {
            ensure!(
                !argument.is_empty(),
                "item {} is empty, and an empty value is never written",
                index + 1
            );
            let start = items.text.len();
            items.text.extend(argument.as_encoded_bytes());
            items.ranges.push(start..items.text.len());
        }
        Ok(items)
    }

    fn from_lines(text: Secret, terminator: u8, source: &Source) -> Result<Self> {
        let mut ranges = Vec::new();
        let mut start = 0;
        for line in text.as_bytes().split_inclusive(|&byte| byte == terminator) {
            let item = line.strip_suffix(&[terminator]).unwrap_or(line);
            if item.is_empty() {
                return Err(empty_item(ranges.len() as u64 + 1, source));
            }
            ranges.push(start..start + item.len());
            start += line.len();
        }
        if ranges.is_empty() {
            return Err(no_items(source));
        }
        Ok(Self { text, ranges })
    }

    fn len(&self) -> usize {
        self.ranges.len()
    }

    fn get(&self, number: usize) -> &[u8] {
        &self.text.as_bytes()[self.ranges[number].clone()]
    }

    /// The number of copies of the most frequent item.
    fn most_copies(&self) -> u64 {
        let mut sorted: Vec<&[u8]> = (0..self.len()).map(|number| self.get(number)).collect();
        sorted.sort_unstable();
        let copies = sorted.chunk_by(|one, other| one == other);
        copies.map(|copies| copies.len() as u64).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], terminator: u8) -> Result<Vec<Vec<u8>>> {
        let mut secret = Secret::with_capacity(0);
        secret.extend(text);
        let items = Items::from_lines(secret, terminator, &Source::Stdin)?;
        Ok((0..items.len())
            .map(|number| items.get(number).to_vec())
            .collect())
    }

    #[test]
    fn lines_of_any_bytes_are_items_and_the_last_newline_is_optional() {
        assert_eq!(lines(b"a\nb", b'\n').unwrap(), [b"a", b"b"]);
        assert_eq!(lines(b"a\nb\n", b'\n').unwrap(), [b"a", b"b"]);
        assert_eq!(lines(b"\xff\0\r\n", b'\n').unwrap(), [b"\xff\0\r"]);
        assert_eq!(lines(b"a\nb\0c", 0).unwrap(), [&b"a\nb"[..], b"c"]);
        for empty in [&b""[..], b"\n", b"a\n\nb", b"a\n\n"] {
            assert!(lines(empty, b'\n').is_err(), "{empty:?}");
        }
    }

    fn picks(
        items: &[&str],
        distinct: bool,
        shuffle: bool,
        count: Option<u64>,
    ) -> Result<Box<dyn Recipe>> {
        let args = Choice {
            items: items.iter().map(Into::into).collect(),
            file: None,
            shuffle,
        };
        let mut output = OutputArgs::with_count(count);
        output.distinct = distinct;
        args.recipe(&output)
    }

    fn draw(recipe: &mut dyn Recipe, entropy: &mut Entropy) -> Vec<u8> {
        let mut value = Secret::with_capacity(0);
        recipe.draw(entropy, &mut value).unwrap();
        value.as_bytes().to_vec()
    }

    #[test]
    fn picks_repeat_unless_they_are_distinct() {
        let mut entropy = Entropy::numbers(&[2, 2, 0], &[3, 3, 3]);
        let mut recipe = picks(&["a", "b", "c"], false, false, Some(3)).unwrap();
        assert_eq!(
            [0; 3].map(|_| draw(&mut *recipe, &mut entropy)),
            [b"c", b"c", b"a"]
        );

        let mut entropy = Entropy::numbers(&[2, 1, 0], &[3, 2, 1]);
        let mut recipe = picks(&["a", "b", "c"], false, true, None).unwrap();
        assert_eq!(recipe.form().count, 3);
        assert_eq!(
            [0; 3].map(|_| draw(&mut *recipe, &mut entropy)),
            [b"c", b"a", b"b"]
        );
    }

    #[test]
    fn refuses_more_distinct_picks_than_items_and_distinct_for_one_pick() {
        assert!(picks(&["a", "b"], true, false, Some(3)).is_err());
        assert!(picks(&["a", "b"], true, false, Some(2)).is_ok());
        assert!(picks(&["a", "b"], true, false, None).is_err());
        assert!(picks(&["a", ""], false, false, None).is_err());
    }

    #[test]
    fn a_list_in_the_only_item_is_seen() {
        for (item, expected) in [
            ("a b", true),
            ("a,b", true),
            ("1..6", true),
            ("*.txt", true),
            ("a\0b\0", true),
            ("host-1.example.com", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(is_list(item.as_bytes()), expected, "{item}");
        }
    }

    #[test]
    fn an_item_given_twice_lowers_the_entropy() {
        let bits = |items: &[&str]| {
            picks(items, false, false, None)
                .unwrap()
                .space()
                .size
                .bits()
        };
        assert_eq!(bits(&["a", "b", "c", "d"]), 2.0);
        assert_eq!(bits(&["a", "a", "c", "d"]), 1.0);
        assert_eq!(bits(&["a"]), 0.0);
    }
}
