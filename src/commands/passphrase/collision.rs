//! Whether two different draws can give the same text.
//!
//! The method of Sardinas and Patterson (1953) for codes, extended by the order in which words,
//! separators and inserted characters may follow each other, and by how many there are. Where two
//! draws part and yet write the same text, one is ahead of the other by some text. The one behind is
//! continued in all ways that agree with that text, until no pair is left, or until both have written
//! the same and stand at the same place.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use anyhow::{Error, Result, ensure};
use foldhash::fast::FixedState;

use super::policy::Policy;
use crate::message::hinted;

/// The most pairs of beginnings that are followed: about half a second and 40 MiB.
const MAX_PAIRS: usize = 150_000;

/// The most pairs of parts with which two draws can part.
const MAX_ROOTS: usize = 1 << 20;

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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Place {
    is_after_word: bool,
    words: u16,
    inserts: [u16; 2],
}

/// Two draws that have parted: the one behind, and the one that is ahead of it by `text`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Pair<'a> {
    text: &'a str,
    behind: Place,
    ahead: Place,
}

/// A pair, and the last part that each of the two has written.
struct Found<'a> {
    pair: Pair<'a>,
    behind: usize,
    ahead: usize,
}

/// What a draw has written: its last part, and the index of what it wrote before.
struct Written<'a> {
    part: Part<'a>,
    before: Option<usize>,
}

/// A word, a separator or an inserted character.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    is_inserted: bool,
}

struct Search<'a> {
    policy: &'a Policy,
    /// The words in the order of their text, so that those that begin with a text stand together.
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
        let mut seen = HashSet::<Pair, FixedState>::default();
        let (mut written, mut found) = (Vec::new(), Vec::new());
        // The pair with the least text to catch up on comes first, and among equals the oldest.
        let mut queue = BinaryHeap::new();
        for (index, root) in self.roots().enumerate() {
            ensure!(index < MAX_ROOTS, too_long(MAX_ROOTS));
            written.clear();
            found.clear();
            found.push(root.found(&mut written));
            queue.clear();
            queue.push(Reverse((0, 0)));
            while let Some(Reverse((_, index))) = queue.pop() {
                let Found {
                    pair,
                    behind,
                    ahead,
                } = found[index];
                if pair.text.is_empty() && pair.behind == pair.ahead {
                    let shown = |last| shown(&parts_before(&written, last));
                    return Ok(Some((shown(behind), shown(ahead))));
                }
                for (part, place) in self.parts(pair.behind, Some(pair.text)) {
                    let Some((next, is_behind)) = pair.after(part, place) else {
                        continue;
                    };
                    if !seen.insert(next) {
                        continue;
                    }
                    queue.push(Reverse((next.text.len(), found.len())));
                    let before = Some(behind);
                    let last = written.len();
                    written.push(Written { part, before });
                    let [behind, ahead] = if is_behind {
                        [last, ahead]
                    } else {
                        [ahead, last]
                    };
                    found.push(Found {
                        pair: next,
                        behind,
                        ahead,
                    });
                }
                ensure!(seen.len() <= MAX_PAIRS, too_long(MAX_PAIRS));
            }
        }
        Ok(None)
    }

    /// All pairs of draws that have just parted. They may have written the same until then, so it
    /// is enough to look at the first word and at what follows it.
    fn roots(&'a self) -> impl Iterator<Item = Root<'a>> {
        let place = Place::default().after_word();
        let at_a_word = (1..).zip(&self.sorted).flat_map(move |(next, &first)| {
            let longer = self.sorted[next..].iter();
            let longer = longer.take_while(move |text| text.starts_with(first));
            longer.map(move |&second| Root {
                parts: [first, second].map(Part::new),
                places: [place; 2],
                word: None,
            })
        });
        at_a_word.chain(self.roots_after_a_word(place))
    }

    fn roots_after_a_word(&'a self, place: Place) -> Vec<Root<'a>> {
        let word = Some(Part::new(self.sorted[0]));
        let parts = self.parts(place, None);
        let mut roots = Vec::new();
        for (index, &one) in parts.iter().enumerate() {
            for &other in &parts[index + 1..] {
                let [first, second] = if other.0.text.starts_with(one.0.text) {
                    [one, other]
                } else if one.0.text.starts_with(other.0.text) {
                    [other, one]
                } else {
                    continue;
                };
                roots.push(Root {
                    parts: [first.0, second.0],
                    places: [first.1, second.1],
                    word,
                });
            }
        }
        roots
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

/// The error of a list that takes too long.
fn too_long(steps: usize) -> Error {
    hinted(
        format!(
            "whether two draws can give the same text takes more than {steps} steps to tell for this list"
        ),
        "choose a --separator that is part of no word",
    )
}

/// Two draws that have just parted.
struct Root<'a> {
    /// What each wrote last; the second begins with the first.
    parts: [Part<'a>; 2],
    places: [Place; 2],
    /// The word that both wrote before.
    word: Option<Part<'a>>,
}

impl<'a> Root<'a> {
    fn found(self, written: &mut Vec<Written<'a>>) -> Found<'a> {
        let before = self.word.map(|part| {
            written.push(Written { part, before: None });
            written.len() - 1
        });
        let [behind, ahead] = self.parts.map(|part| {
            written.push(Written { part, before });
            written.len() - 1
        });
        let [first, second] = self.parts.map(|part| part.text);
        Found {
            pair: Pair {
                text: &second[first.len()..],
                behind: self.places[0],
                ahead: self.places[1],
            },
            behind,
            ahead,
        }
    }
}

impl<'a> Pair<'a> {
    /// The pair after the draw behind has written `part` and stands at `place`, and whether the same
    /// draw is still behind. None where the two then differ.
    fn after(self, part: Part<'a>, place: Place) -> Option<(Self, bool)> {
        if let Some(text) = self.text.strip_prefix(part.text) {
            let behind = place;
            return Some((
                Self {
                    text,
                    behind,
                    ..self
                },
                true,
            ));
        }
        let text = part.text.strip_prefix(self.text)?;
        let (behind, ahead) = (self.ahead, place);
        let next = Self {
            text,
            behind,
            ahead,
        };
        Some((next, false))
    }
}

/// All parts that a draw has written up to the one with the index `last`.
fn parts_before<'a>(written: &[Written<'a>], last: usize) -> Vec<Part<'a>> {
    let indices = std::iter::successors(Some(last), |&index| written[index].before);
    let mut parts: Vec<Part> = indices.map(|index| written[index].part).collect();
    parts.reverse();
    parts
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
