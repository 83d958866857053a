//! Finds two different draws that give the same text.
//!
//! The algorithm of Sardinas and Patterson (1953) for codes, extended by the allowed order and the
//! number of words, separators and inserted characters. Two draws begin alike and then differ in a
//! piece, where the piece of one draw begins with the piece of the other. The longer draw is ahead
//! by a text. The shorter draw is continued by every piece that agrees with this text. The search
//! ends when no pair of draws is left, or when both draws have written the same text and are at the
//! same position: then they are a collision.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use anyhow::{Error, Result, ensure};
use foldhash::fast::FixedState;

use super::policy::Policy;
use crate::message::hinted;

/// The most pairs of draws that are continued: about half a second and 40 MiB.
const MAX_PAIRS: usize = 150_000;

/// The most pairs of pieces in which two draws first differ.
const MAX_ROOTS: usize = 1 << 20;

/// Refuses a policy with two different draws that give the same text.
///
/// With a maximum length the policy may be refused although the two draws are longer than it. The
/// answer is exact without a maximum length.
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

/// The position of a draw: how much it has used, and whether a word comes next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Position {
    is_after_word: bool,
    words: u16,
    inserts: [u16; 2],
}

/// Two draws that differ. The draw `ahead` has written `text` more than the draw `behind`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Pair<'a> {
    text: &'a str,
    behind: Position,
    ahead: Position,
}

/// A pair of draws, with the index of the last piece of each draw.
struct Found<'a> {
    pair: Pair<'a>,
    behind: usize,
    ahead: usize,
}

/// A piece of a draw, and the index of the piece before it.
struct Written<'a> {
    piece: Piece<'a>,
    before: Option<usize>,
}

/// A word, a separator or an inserted character.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    is_inserted: bool,
}

struct Search<'a> {
    policy: &'a Policy,
    /// The words in alphabetical order, so that all words with the same beginning are adjacent.
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

    /// Shows the pieces of two different draws of the same text, if there are such draws.
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
                    let shown = |last| shown(&pieces_before(&written, last));
                    return Ok(Some((shown(behind), shown(ahead))));
                }
                for (piece, position) in self.pieces_after(pair.behind, Some(pair.text)) {
                    let Some((next, is_behind)) = pair.after(piece, position) else {
                        continue;
                    };
                    if !seen.insert(next) {
                        continue;
                    }
                    queue.push(Reverse((next.text.len(), found.len())));
                    let before = Some(behind);
                    let last = written.len();
                    written.push(Written { piece, before });
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

    /// All pairs of draws that differ in their last piece. The draws were equal until then, so it is
    /// enough to consider the first word and the piece after it.
    fn roots(&'a self) -> impl Iterator<Item = Root<'a>> {
        let position = Position::default().after_word();
        let at_a_word = (1..).zip(&self.sorted).flat_map(move |(next, &first)| {
            let longer = self.sorted[next..].iter();
            let longer = longer.take_while(move |text| text.starts_with(first));
            longer.map(move |&second| Root {
                pieces: [first, second].map(Piece::new),
                positions: [position; 2],
                word: None,
            })
        });
        at_a_word.chain(self.roots_after_a_word(position))
    }

    fn roots_after_a_word(&'a self, position: Position) -> Vec<Root<'a>> {
        let word = Some(Piece::new(self.sorted[0]));
        let pieces = self.pieces_after(position, None);
        let mut roots = Vec::new();
        for (index, &one) in pieces.iter().enumerate() {
            for &other in &pieces[index + 1..] {
                let [first, second] = if other.0.text.starts_with(one.0.text) {
                    [one, other]
                } else if one.0.text.starts_with(other.0.text) {
                    [other, one]
                } else {
                    continue;
                };
                roots.push(Root {
                    pieces: [first.0, second.0],
                    positions: [first.1, second.1],
                    word,
                });
            }
        }
        roots
    }

    /// The pieces that can follow at `position`, and the position after each. With a `text`, only
    /// those words that begin with it or are a beginning of it.
    fn pieces_after(
        &'a self,
        position: Position,
        text: Option<&str>,
    ) -> Vec<(Piece<'a>, Position)> {
        let mut pieces = Vec::new();
        if !position.is_after_word {
            if position.words < self.policy.words {
                let words = self.words(text.unwrap_or_default());
                pieces.extend(
                    words
                        .into_iter()
                        .map(|word| (Piece::new(word), position.after_word())),
                );
            }
            return pieces;
        }
        for kind in [0, 1] {
            if position.inserts[kind] < self.policy.inserts[kind].count {
                let next = position.after_insert(kind);
                pieces.extend(
                    self.inserts[kind]
                        .iter()
                        .map(|piece| (Piece::inserted(piece), next)),
                );
            }
        }
        if position.words < self.policy.words {
            let next = Position {
                is_after_word: false,
                ..position
            };
            pieces.extend(
                self.policy
                    .separators
                    .iter()
                    .map(|piece| (Piece::new(piece), next)),
            );
        }
        pieces
    }

    /// The words that begin with `text`, and the words that `text` begins with.
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

impl<'a> Piece<'a> {
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

impl Position {
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

/// The error when the search takes too long for the list.
fn too_long(steps: usize) -> Error {
    hinted(
        format!(
            "whether two draws can give the same text takes more than {steps} steps to tell for this list"
        ),
        "choose a --separator that is part of no word",
    )
}

/// Two draws that differ in their last piece.
struct Root<'a> {
    /// The last piece of each draw. The second piece begins with the first piece.
    pieces: [Piece<'a>; 2],
    positions: [Position; 2],
    /// The word before, which is the same in both draws.
    word: Option<Piece<'a>>,
}

impl<'a> Root<'a> {
    fn found(self, written: &mut Vec<Written<'a>>) -> Found<'a> {
        let before = self.word.map(|piece| {
            written.push(Written {
                piece,
                before: None,
            });
            written.len() - 1
        });
        let [behind, ahead] = self.pieces.map(|piece| {
            written.push(Written { piece, before });
            written.len() - 1
        });
        let [first, second] = self.pieces.map(|piece| piece.text);
        Found {
            pair: Pair {
                text: &second[first.len()..],
                behind: self.positions[0],
                ahead: self.positions[1],
            },
            behind,
            ahead,
        }
    }
}

impl<'a> Pair<'a> {
    /// The pair after the draw behind has written `piece` and reached `position`, and whether the
    /// same draw is still behind. None if the texts of the draws then differ.
    fn after(self, piece: Piece<'a>, position: Position) -> Option<(Self, bool)> {
        if let Some(text) = self.text.strip_prefix(piece.text) {
            let behind = position;
            return Some((
                Self {
                    text,
                    behind,
                    ..self
                },
                true,
            ));
        }
        let text = piece.text.strip_prefix(self.text)?;
        let (behind, ahead) = (self.ahead, position);
        let next = Self {
            text,
            behind,
            ahead,
        };
        Some((next, false))
    }
}

/// All pieces of a draw up to the piece with the index `last`.
fn pieces_before<'a>(written: &[Written<'a>], last: usize) -> Vec<Piece<'a>> {
    let indices = std::iter::successors(Some(last), |&index| written[index].before);
    let mut pieces: Vec<Piece> = indices.map(|index| written[index].piece).collect();
    pieces.reverse();
    pieces
}

fn shown(pieces: &[Piece]) -> String {
    let shown = |piece: &Piece| match piece {
        Piece { text: "", .. } => None,
        Piece {
            text,
            is_inserted: true,
        } => Some(format!("inserted '{text}'")),
        Piece { text, .. } => Some(format!("'{text}'")),
    };
    pieces
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

    /// Asserts that a collision is found if and only if two draws are the same text. Returns whether
    /// it is found.
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
    fn a_collision_is_found_if_and_only_if_there_is_one() {
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
    fn the_message_shows_the_pieces_of_both_draws() {
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
