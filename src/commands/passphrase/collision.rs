//! Whether two different draws can give the same text.
//!
//! The method of Sardinas and Patterson (1953) for codes, with the order in which words,
//! separators and inserted characters may follow each other, and how many of them there are: where
//! two draws part and yet write the same text, one is ahead of the other by some text. From each
//! pair of beginnings the one behind is continued in all ways that agree with that text, until none
//! is left or both have written the same and stand at the same place.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::policy::Policy;
use crate::message::hinted;

/// The most pairs of beginnings that are followed, in about a second.
const MAX_PAIRS: usize = 1 << 19;

/// Refuses a policy of which two different draws, or more, give the same text.
///
/// The answer is exact where no greatest length is set. Where one is, the two may be too long for
/// it; they are refused all the same.
pub fn check(policy: &Policy) -> Result<()> {
    match Search::of(policy).run()? {
        None => Ok(()),
        Some((first, second)) => Err(hinted(
            format!(
                "{first} and {second} are the same text, so the entropy would be less than it seems"
            ),
            "choose another --separator, or a list in which no word begins with another one",
        )),
    }
}

/// Where a draw stands: what it has used, and whether a word comes next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Place {
    is_after_word: bool,
    words: u16,
    inserts: [u16; 2],
}

/// Two draws that have parted: the one behind, and the one that is ahead of it by `text`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    text: String,
    behind: Place,
    ahead: Place,
}

/// A pair, and what the two have written, in parts, from their beginning.
struct Found<'a> {
    pair: Pair,
    behind: Vec<Part<'a>>,
    ahead: Vec<Part<'a>>,
}

/// A word, a separator or an inserted character.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    is_inserted: bool,
}

struct Search<'a> {
    policy: &'a Policy,
    /// In their order as text, so that those which begin with a text stand together.
    sorted: Vec<&'a str>,
    /// The texts of the inserted characters.
    inserts: [Vec<String>; 2],
}

impl<'a> Search<'a> {
    fn of(policy: &'a Policy) -> Self {
        let mut sorted: Vec<&str> = policy.texts.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        Self {
            policy,
            sorted,
            inserts: [0, 1].map(|kind: usize| {
                let characters = policy.inserts[kind].characters.iter();
                characters.map(ToString::to_string).collect()
            }),
        }
    }

    /// Two different draws of the same text, with their parts set apart.
    fn run(&'a self) -> Result<Option<(String, String)>> {
        let mut seen = BTreeSet::new();
        for root in self.roots() {
            // Those with the least to catch up on come first, and among them the older ones.
            let mut queue = BTreeMap::from([((0, 0), root)]);
            while let Some((_, found)) = queue.pop_first() {
                let Pair {
                    text,
                    behind,
                    ahead,
                } = &found.pair;
                if text.is_empty() && behind == ahead {
                    return Ok(Some((shown(&found.behind), shown(&found.ahead))));
                }
                for next in self.continuations(&found) {
                    if !seen.contains(&next.pair) {
                        seen.insert(next.pair.clone());
                        queue.insert((next.pair.text.len(), seen.len()), next);
                    }
                }
                if seen.len() > MAX_PAIRS {
                    bail!(hinted(
                        "whether two draws can give the same text takes too long to tell for this list",
                        "choose a separator that is part of no word",
                    ));
                }
            }
        }
        Ok(None)
    }

    /// All pairs of draws that have just parted. They may have written the same until then, so it
    /// is enough to look at the first word and at what follows it.
    fn roots(&'a self) -> impl Iterator<Item = Found<'a>> {
        let place = Place::default().after_word();
        let at_a_word = (1..).zip(&self.sorted).flat_map(move |(next, &first)| {
            let longer = self.sorted[next..].iter();
            let longer = longer.take_while(move |text| text.starts_with(first));
            longer.map(move |&second| parted([first, second].map(Part::new), [place; 2], &[]))
        });
        at_a_word.chain(self.roots_after_a_word(place))
    }

    fn roots_after_a_word(&'a self, place: Place) -> Vec<Found<'a>> {
        let word = Part::new(self.sorted[0]);
        let parts = self.parts(place, None);
        let mut roots = Vec::new();
        for (index, &(first, place)) in parts.iter().enumerate() {
            for &(second, other) in &parts[index + 1..] {
                if second.text.starts_with(first.text) {
                    roots.push(parted([first, second], [place, other], &[word]));
                } else if first.text.starts_with(second.text) {
                    roots.push(parted([second, first], [other, place], &[word]));
                }
            }
        }
        roots
    }

    /// The ways to continue the draw that is behind.
    fn continuations(&'a self, found: &Found<'a>) -> Vec<Found<'a>> {
        let Pair {
            text,
            behind,
            ahead,
        } = &found.pair;
        let mut continuations = Vec::new();
        for (part, place) in self.parts(*behind, Some(text)) {
            let mut written = found.behind.clone();
            written.push(part);
            if let Some(rest) = text.strip_prefix(part.text) {
                continuations.push(Found {
                    pair: Pair {
                        text: rest.to_owned(),
                        behind: place,
                        ahead: *ahead,
                    },
                    behind: written,
                    ahead: found.ahead.clone(),
                });
            } else if let Some(rest) = part.text.strip_prefix(text.as_str()) {
                continuations.push(Found {
                    pair: Pair {
                        text: rest.to_owned(),
                        behind: *ahead,
                        ahead: place,
                    },
                    behind: found.ahead.clone(),
                    ahead: written,
                });
            }
        }
        continuations
    }

    /// What may be written at `place`, and where that leads. Given a text, words that neither begin
    /// with it nor are its beginning are left out.
    fn parts(&'a self, place: Place, text: Option<&str>) -> Vec<(Part<'a>, Place)> {
        let mut parts = Vec::new();
        if !place.is_after_word {
            if place.words < self.policy.words {
                let words = self.words(text.unwrap_or_default());
                parts.extend(
                    words
                        .into_iter()
                        .map(|word| (Part::new(word), place.after_word())),
                );
            }
            return parts;
        }
        for kind in [0, 1] {
            if place.inserts[kind] < self.policy.inserts[kind].count {
                let next = place.after_insert(kind);
                parts.extend(
                    self.inserts[kind]
                        .iter()
                        .map(|part| (Part::inserted(part), next)),
                );
            }
        }
        if place.words < self.policy.words {
            let next = Place {
                is_after_word: false,
                ..place
            };
            parts.extend(
                self.policy
                    .separators
                    .iter()
                    .map(|part| (Part::new(part), next)),
            );
        }
        parts
    }

    /// The words that begin with `text`, and those that it begins with.
    fn words(&'a self, text: &str) -> Vec<&'a str> {
        let from = self.sorted.partition_point(|&word| word < text);
        let beginning = self.sorted[from..]
            .iter()
            .take_while(|word| word.starts_with(text));
        let mut words: Vec<&str> = beginning.copied().collect();
        for (end, _) in text.char_indices() {
            if let Ok(index) = self.sorted.binary_search(&&text[..end]) {
                words.push(self.sorted[index]);
            }
        }
        words
    }
}

impl<'a> Part<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            is_inserted: false,
        }
    }

    fn inserted(text: &'a str) -> Self {
        Self {
            text,
            is_inserted: true,
        }
    }
}

impl Place {
    fn after_word(self) -> Self {
        Self {
            is_after_word: true,
            words: self.words + 1,
            ..self
        }
    }

    fn after_insert(mut self, kind: usize) -> Self {
        self.inserts[kind] += 1;
        self
    }
}

/// The pair of draws that wrote `parts` after the same beginning; the second part begins with the
/// first.
fn parted<'a>(parts: [Part<'a>; 2], places: [Place; 2], beginning: &[Part<'a>]) -> Found<'a> {
    let [behind, ahead] = parts.map(|part| [beginning, &[part]].concat());
    Found {
        pair: Pair {
            text: parts[1].text[parts[0].text.len()..].to_owned(),
            behind: places[0],
            ahead: places[1],
        },
        behind,
        ahead,
    }
}

fn shown(parts: &[Part]) -> String {
    let shown = |part: &Part| match part {
        Part { text: "", .. } => None,
        Part {
            text,
            is_inserted: true,
        } => Some(format!("inserted '{text}'")),
        Part { text, .. } => Some(format!("'{text}'")),
    };
    parts
        .iter()
        .filter_map(shown)
        .collect::<Vec<_>>()
        .join(" + ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::policy::tests::{all_draws, policy};
    use super::*;

    /// Demands that a collision is found exactly where two draws are the same text.
    fn agrees(rules: &Policy, what: &str) -> bool {
        let draws = all_draws(rules);
        let texts: HashSet<&String> = draws.iter().collect();
        let search = Search::of(rules);
        let found = search.run().unwrap();
        assert_eq!(
            found.is_some(),
            texts.len() < draws.len(),
            "{what}: {found:?}"
        );
        if let Some((first, second)) = &found {
            let text = |parts: &str| parts.replace("inserted ", "").replace("' + '", "");
            assert_ne!(first, second, "{what}");
            assert_eq!(text(first), text(second), "{what}");
        }
        found.is_some()
    }

    #[test]
    fn a_collision_is_found_exactly_where_there_is_one() {
        // All lists of two or three of these words.
        let words = ["a", "b", "ab", "ba", "a-", "-b", "aba", "1", "a1", "b!"];
        let mut found = [0, 0];
        for set in 0u32..1 << words.len() {
            if !(2..=3).contains(&set.count_ones()) {
                continue;
            }
            let texts: Vec<&str> = (0..words.len())
                .filter(|&index| set >> index & 1 == 1)
                .map(|index| words[index])
                .collect();
            for separators in [&[""][..], &["-"], &["--"], &["a"], &["1", "-"]] {
                for count in 1..=4 {
                    for inserts in [
                        [("1", 0), ("!", 0)],
                        [("1", 1), ("!", 0)],
                        [("1", 1), ("!-", 1)],
                    ] {
                        let rules = policy(&texts, separators, count, inserts);
                        let what = format!("{texts:?} {separators:?} {count} {inserts:?}");
                        found[usize::from(agrees(&rules, &what))] += 1;
                    }
                }
            }
        }
        assert!(found.iter().all(|&times| times > 1000), "{found:?}");
    }

    #[test]
    fn the_same_text_is_shown_in_both_ways() {
        for (texts, separator, words, message) in [
            (&["a", "ab", "b"][..], "", 2, None),
            (
                &["a", "ab", "bb", "b"],
                "",
                2,
                Some("'ab' + 'b' and 'a' + 'bb' are the same text"),
            ),
            (&["a", "a--b", "b"], "-", 3, None),
            (
                &["x", "x-y", "y"],
                "-",
                3,
                Some(
                    "'x-y' + '-' + 'x' + '-' + 'y' and 'x' + '-' + 'y' + '-' + 'x-y' are the same text",
                ),
            ),
        ] {
            let rules = policy(texts, &[separator], words, [("1", 0), ("!", 0)]);
            let error = check(&rules).err().map(|error| error.to_string());
            let start = error.as_ref().and_then(|error| error.split(", so").next());
            assert_eq!(start, message, "{texts:?}");
        }
    }
}
