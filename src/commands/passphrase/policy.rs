//! What a phrase is made of, as an automaton whose words are the phrases.
//!
//! A phrase is so many words with a separator between each two of them; after each word stands any
//! number of the characters to insert, so many in all of each kind. That two different phrases are
//! never the same text is what `collision.rs` shows.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::recipe::space::SpaceSize;
use crate::secret::Secret;
use crate::uniform::automaton::{Automaton, Edge, Language};
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;

/// Which phrases are allowed.
#[derive(Clone)]
pub struct Policy {
    /// What may stand in the place of a word; all different, none empty.
    pub texts: Vec<String>,
    /// What may stand between two words: one text, or different ones of the same length.
    pub separators: Vec<String>,
    /// How many words; at least 1.
    pub words: u16,
    /// What is inserted after words.
    pub inserts: [Insert; 2],
    /// In characters.
    pub max_length: Option<u64>,
}

/// Characters of one kind, to be inserted.
#[derive(Clone)]
pub struct Insert {
    pub characters: Vec<char>,
    /// How many in the whole phrase.
    pub count: u16,
}

impl Policy {
    /// The length of the shortest phrase that is not held to a greatest length, in characters.
    pub fn least_length(&self) -> u64 {
        let inserted: u16 = self.inserts.iter().map(|insert| insert.count).sum();
        let shortest = self.texts.iter().map(|text| length(text)).min();
        let words = u64::from(self.words);
        u64::from(shortest.unwrap_or(0)) * words
            + u64::from(self.separator_length()) * (words - 1)
            + u64::from(inserted)
    }

    /// The most bytes that a phrase can have in UTF-8.
    pub fn most_bytes(&self) -> usize {
        let longest = |texts: &[String]| texts.iter().map(String::len).max().unwrap_or(0);
        let inserted: u16 = self.inserts.iter().map(|insert| insert.count).sum();
        let words = usize::from(self.words);
        let bytes = longest(&self.texts) * words
            + longest(&self.separators) * (words - 1)
            + usize::from(inserted);
        // A character has one byte in ASCII, and at most four.
        let ascii = self
            .texts
            .iter()
            .chain(&self.separators)
            .all(|text| text.is_ascii());
        let most = self.max_length.map_or(usize::MAX, |length| length as usize);
        bytes.min(most.saturating_mul(if ascii { 1 } else { 4 }))
    }

    /// Whether a phrase meets the policy: some division of it into words, separators and inserted
    /// characters does.
    pub fn allows(&self, phrase: &str) -> bool {
        let texts: BTreeSet<&str> = self.texts.iter().map(String::as_str).collect();
        let longest = self.texts.iter().map(String::len).max().unwrap_or(0);
        // For each place where words end: how many there are, and how many of each kind were inserted.
        let mut ends = BTreeSet::from([(0, 0, [0, 0])]);
        let most = self.max_length.unwrap_or(u64::MAX);
        while let Some((at, words, inserted)) = ends.pop_first() {
            let rest = &phrase[at..];
            let counts = [self.inserts[0].count, self.inserts[1].count];
            if rest.is_empty() && words == self.words && inserted == counts {
                return u64::from(length(phrase)) <= most;
            }
            let next = rest.chars().next();
            for kind in 0..2 {
                let fits = next.filter(|next| {
                    words > 0
                        && inserted[kind] < counts[kind]
                        && self.inserts[kind].characters.contains(next)
                });
                if let Some(character) = fits {
                    let mut inserted = inserted;
                    inserted[kind] += 1;
                    ends.insert((at + character.len_utf8(), words, inserted));
                }
            }
            let nothing = [String::new()];
            let separators: &[String] = if words == 0 {
                &nothing
            } else {
                &self.separators
            };
            for separator in separators.iter().filter(|_| words < self.words) {
                let Some(word) = rest.strip_prefix(separator.as_str()) else {
                    continue;
                };
                let lengths =
                    (1..=longest.min(word.len())).filter(|end| word.is_char_boundary(*end));
                for end in lengths.filter(|end| texts.contains(&word[..*end])) {
                    ends.insert((at + separator.len() + end, words + 1, inserted));
                }
            }
        }
        false
    }

    /// Whether nothing but the words and the separators is to be chosen.
    fn is_free(&self) -> bool {
        self.max_length.is_none() && self.inserts.iter().all(|insert| insert.count == 0)
    }

    fn separator_length(&self) -> u32 {
        self.separators.first().map_or(0, |text| length(text))
    }

    /// The texts by their length, in characters.
    fn groups(&self) -> Vec<Group> {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        let length = |&index: &u32| length(&self.texts[index as usize]);
        if self.max_length.is_some() {
            order.sort_by_key(length);
        }
        let same = |a: &u32, b: &u32| self.max_length.is_none() || length(a) == length(b);
        let groups = order.chunk_by(same);
        groups
            .map(|texts| Group {
                length: texts.first().map_or(0, length),
                texts: texts.to_vec(),
            })
            .collect()
    }
}

/// The length in characters, which is what sites and people count.
fn length(text: &str) -> u32 {
    text.chars().count() as u32
}

/// Texts of the same length; or all of them, where the length does not matter.
struct Group {
    length: u32,
    texts: Vec<u32>,
}

/// A policy with its texts in groups: what is counted.
struct Structure<'a> {
    policy: &'a Policy,
    groups: &'a [Group],
}

/// What the rest of a phrase depends on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Progress {
    /// Whether a word has to come next.
    is_word_due: bool,
    /// What is still to come.
    words: u16,
    inserts: [u16; 2],
    /// How many characters may still come; zero where the length does not matter.
    room: u64,
}

/// The labels of the edges: one for each kind of insert, one for the separator, and then one for
/// each group.
const SEPARATOR: usize = 2;
const GROUPS: usize = 3;

impl Structure<'_> {
    /// The state after something of this length, if there is room for it and for all that has to
    /// follow.
    fn after(
        &self,
        state: &Progress,
        length: u32,
        change: impl FnOnce(&mut Progress),
    ) -> Option<Progress> {
        let mut next = state.clone();
        change(&mut next);
        if self.policy.max_length.is_some() {
            next.room = state.room.checked_sub(length.into())?;
            (self.least(&next) <= next.room).then_some(next)
        } else {
            Some(next)
        }
    }

    /// The fewest characters that can follow.
    fn least(&self, state: &Progress) -> u64 {
        let shortest = self.groups.first().map_or(0, |group| group.length);
        let separators = state.words - u16::from(state.is_word_due);
        u64::from(shortest) * u64::from(state.words)
            + u64::from(self.policy.separator_length()) * u64::from(separators)
            + state.inserts.map(u64::from).iter().sum::<u64>()
    }
}

impl Automaton for Structure<'_> {
    type State = Progress;

    fn start(&self) -> Progress {
        Progress {
            is_word_due: true,
            words: self.policy.words,
            inserts: [0, 1].map(|kind: usize| self.policy.inserts[kind].count),
            room: self.policy.max_length.unwrap_or(0),
        }
    }

    fn accepts(&self, state: &Progress) -> bool {
        !state.is_word_due && state.words == 0 && state.inserts == [0, 0]
    }

    fn edges(&self, state: &Progress) -> Vec<Edge<Progress>> {
        let mut edges = Vec::new();
        let mut add = |label, symbols: usize, target: Option<Progress>| {
            edges.extend(target.map(|target| Edge {
                label,
                symbols: symbols as u64,
                target,
            }));
        };
        if state.is_word_due {
            for (group, label) in self.groups.iter().zip(GROUPS..) {
                let target = self.after(state, group.length, |next| {
                    next.is_word_due = false;
                    next.words -= 1;
                });
                add(label, group.texts.len(), target);
            }
            return edges;
        }
        for (kind, insert) in self.policy.inserts.iter().enumerate() {
            if state.inserts[kind] > 0 {
                let target = self.after(state, 1, |next| next.inserts[kind] -= 1);
                add(kind, insert.characters.len(), target);
            }
        }
        if state.words > 0 {
            let length = self.policy.separator_length();
            let target = self.after(state, length, |next| next.is_word_due = true);
            add(SEPARATOR, self.policy.separators.len(), target);
        }
        edges
    }
}

/// All phrases of a policy, ready to be drawn from.
pub struct Phrases {
    policy: Policy,
    groups: Vec<Group>,
    counted: Counted,
}

enum Counted {
    /// Each word and each separator is independent of the others: so many phrases.
    Free(Natural),
    Language(Language<Progress>),
}

impl Phrases {
    /// Counts the phrases of `policy`.
    ///
    /// # Errors
    /// There are too many states to count.
    pub fn of(policy: Policy) -> Result<Self> {
        let groups = policy.groups();
        let counted = if policy.is_free() {
            let mut count = Natural::from(policy.texts.len() as u64);
            for _ in 1..policy.words {
                multiply(&mut count, &policy);
            }
            Counted::Free(count)
        } else {
            Counted::Language(Language::of(&Structure {
                policy: &policy,
                groups: &groups,
            })?)
        };
        Ok(Self {
            policy,
            groups,
            counted,
        })
    }

    /// Makes the phrases longer by one word.
    pub fn lengthen(&mut self) -> Result<()> {
        self.policy.words += 1;
        match &mut self.counted {
            Counted::Free(count) => {
                multiply(count, &self.policy);
                Ok(())
            }
            Counted::Language(language) => language.restart(&Structure {
                policy: &self.policy,
                groups: &self.groups,
            }),
        }
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// How many there are.
    pub fn size(&self) -> SpaceSize {
        match &self.counted {
            Counted::Free(_) if self.policy.separators.len() == 1 => {
                SpaceSize::Power(self.policy.texts.len() as u64, u64::from(self.policy.words))
            }
            Counted::Free(count) => SpaceSize::Count(count.clone()),
            Counted::Language(language) => SpaceSize::Count(language.count().clone()),
        }
    }

    /// Appends one of them, each equally likely.
    pub fn draw(&self, entropy: &mut Entropy, phrase: &mut Secret) -> Result<()> {
        match &self.counted {
            Counted::Free(_) => self.draw_free(entropy, phrase),
            Counted::Language(language) => {
                self.phrase(language, entropy.below_natural(language.count())?, phrase);
                Ok(())
            }
        }
    }

    /// Appends the phrase of the texts with these indices and the first separator.
    pub fn join(&self, texts: &[u32], phrase: &mut Secret) {
        for (index, &text) in texts.iter().enumerate() {
            if index > 0 {
                phrase.extend(self.policy.separators[0].as_bytes());
            }
            phrase.extend(self.policy.texts[text as usize].as_bytes());
        }
    }

    fn draw_free(&self, entropy: &mut Entropy, phrase: &mut Secret) -> Result<()> {
        let Policy {
            texts,
            separators,
            words,
            ..
        } = &self.policy;
        for word in 0..*words {
            if word > 0 {
                let separator = match &separators[..] {
                    [only] => only,
                    several => entropy.pick(several)?,
                };
                phrase.extend(separator.as_bytes());
            }
            phrase.extend(entropy.pick(texts)?.as_bytes());
        }
        Ok(())
    }

    /// Appends the phrase with this number.
    fn phrase(&self, language: &Language<Progress>, number: Natural, phrase: &mut Secret) {
        language.word(number, |label, symbol| {
            let symbol = symbol as usize;
            match label {
                SEPARATOR => phrase.extend(self.policy.separators[symbol].as_bytes()),
                GROUPS.. => {
                    let text = self.groups[label - GROUPS].texts[symbol];
                    phrase.extend(self.policy.texts[text as usize].as_bytes());
                }
                // All that is inserted is ASCII.
                kind => phrase.push(self.policy.inserts[kind].characters[symbol] as u8),
            }
        });
    }
}

/// The number of free phrases with one word more than `count` is for.
fn multiply(count: &mut Natural, policy: &Policy) {
    count.multiply(policy.texts.len() as u64);
    count.multiply(policy.separators.len() as u64);
}

#[cfg(test)]
pub mod tests {
    use std::collections::BTreeSet;

    use super::*;

    pub fn policy(
        texts: &[&str],
        separators: &[&str],
        words: u16,
        inserts: [(&str, u16); 2],
    ) -> Policy {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        Policy {
            texts: owned(texts),
            separators: owned(separators),
            words,
            inserts: inserts.map(|(characters, count)| Insert {
                characters: characters.chars().collect(),
                count,
            }),
            max_length: None,
        }
    }

    /// Every draw of a policy written out, found by trying everything in turn.
    pub fn all_draws(policy: &Policy) -> Vec<String> {
        let mut draws = Vec::new();
        after_separator(
            policy,
            "",
            policy.words,
            [0, 1].map(|kind: usize| policy.inserts[kind].count),
            &mut draws,
        );
        draws.retain(|text| {
            policy
                .max_length
                .is_none_or(|most| text.chars().count() as u64 <= most)
        });
        draws
    }

    fn after_separator(
        policy: &Policy,
        text: &str,
        words: u16,
        inserts: [u16; 2],
        draws: &mut Vec<String>,
    ) {
        for word in &policy.texts {
            after_word(policy, &format!("{text}{word}"), words - 1, inserts, draws);
        }
    }

    fn after_word(
        policy: &Policy,
        text: &str,
        words: u16,
        inserts: [u16; 2],
        draws: &mut Vec<String>,
    ) {
        if words == 0 && inserts == [0, 0] {
            draws.push(text.to_owned());
        }
        for kind in [0, 1] {
            if inserts[kind] > 0 {
                let mut left = inserts;
                left[kind] -= 1;
                for character in &policy.inserts[kind].characters {
                    after_word(policy, &format!("{text}{character}"), words, left, draws);
                }
            }
        }
        if words > 0 {
            for separator in &policy.separators {
                after_separator(policy, &format!("{text}{separator}"), words, inserts, draws);
            }
        }
    }

    /// Demands that the numbers below the count are the phrases of `policy`, one each.
    fn check(policy: &Policy, what: &str) {
        let draws = all_draws(policy);
        let expected: BTreeSet<String> = draws.iter().cloned().collect();
        assert_eq!(expected.len(), draws.len(), "{what}: ambiguous");
        let groups = policy.groups();
        let language = Language::of(&Structure {
            policy,
            groups: &groups,
        })
        .unwrap();
        assert_eq!(
            language.count().to_u64(),
            Some(expected.len() as u64),
            "{what}"
        );
        let phrases = Phrases::of(policy.clone()).unwrap();
        assert_eq!(phrases.size().bits(), language.count().log2(), "{what}");
        let mut numbered = BTreeSet::new();
        for number in 0..expected.len() as u64 {
            let mut phrase = Secret::with_capacity(0);
            phrases.phrase(&language, Natural::from(number), &mut phrase);
            numbered.insert(String::from_utf8(phrase.as_bytes().to_vec()).unwrap());
        }
        assert!(numbered == expected, "{what}");
        let shortest = draws.iter().map(|text| text.chars().count() as u64).min();
        if let Some(shortest) = shortest {
            assert_eq!(policy.least_length(), shortest, "{what}");
        }
    }

    #[test]
    fn every_number_is_its_own_phrase_under_every_combination_of_options() {
        let mut combinations = 0;
        for texts in [
            &["ab", "c"][..],
            &["a", "bc", "É", "dée"],
            &["ab", "Ab", "c", "C"],
        ] {
            for separators in [&["-"][..], &[""], &["::"], &["+", "/"], &["1", "2", "3"]] {
                for words in 1..=3 {
                    for inserts in [
                        [("12", 0), ("!", 0)],
                        [("12", 1), ("!", 0)],
                        [("12", 2), ("!", 1)],
                        [("1", 0), ("!?", 2)],
                    ] {
                        for max_length in [None, Some(3), Some(5), Some(6), Some(8), Some(100)] {
                            let rules = Policy {
                                max_length,
                                ..policy(texts, separators, words, inserts)
                            };
                            check(
                                &rules,
                                &format!(
                                    "{texts:?} {separators:?} {words} {inserts:?} {max_length:?}"
                                ),
                            );
                            combinations += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(combinations, 3 * 5 * 3 * 4 * 6);
    }

    #[test]
    fn the_free_draw_gives_every_phrase_once_for_each_sequence_of_numbers() {
        for (separators, bounds) in [
            (&["-"][..], &[3, 3, 3][..]),
            (&["1", "2"], &[3, 2, 3, 2, 3]),
        ] {
            let rules = policy(&["a", "bc", "d"], separators, 3, [("1", 0), ("!", 0)]);
            let phrases = Phrases::of(rules.clone()).unwrap();
            let mut drawn = BTreeSet::new();
            for sequence in 0..bounds.iter().product::<u64>() {
                let mut rest = sequence;
                let numbers: Vec<u64> = bounds
                    .iter()
                    .map(|bound| {
                        let number = rest % bound;
                        rest /= bound;
                        number
                    })
                    .collect();
                let mut phrase = Secret::with_capacity(0);
                let mut entropy = Entropy::numbers(&numbers, bounds);
                phrases.draw(&mut entropy, &mut phrase).unwrap();
                assert!(drawn.insert(String::from_utf8(phrase.as_bytes().to_vec()).unwrap()));
            }
            assert_eq!(drawn, all_draws(&rules).into_iter().collect());
        }
    }

    #[test]
    fn lengthening_counts_as_starting_anew_does() {
        for (separators, inserts, max_length) in [
            (&["-"][..], [("1", 0), ("!", 0)], None),
            (&["1", "2"], [("1", 0), ("!", 0)], None),
            (&["1", "2"], [("12", 2), ("!", 1)], None),
            (&["-"], [("12", 2), ("!", 1)], Some(20)),
        ] {
            let rules = |words| Policy {
                max_length,
                ..policy(&["a", "bc", "def"], separators, words, inserts)
            };
            let mut grown = Phrases::of(rules(1)).unwrap();
            for words in 2..=9 {
                grown.lengthen().unwrap();
                let anew = Phrases::of(rules(words)).unwrap();
                assert_eq!(grown.size().bits(), anew.size().bits(), "{words}");
                assert!(grown.size().bits() > 0.0);
            }
        }
    }
}
