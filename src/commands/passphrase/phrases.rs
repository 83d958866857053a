//! Counts the phrases of a policy and draws from them.

use anyhow::Result;

use super::policy::{Policy, length};
use crate::recipe::space::SpaceSize;
use crate::secret::Secret;
use crate::uniform::automaton::{Automaton, Edge};
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::{Lengths, Symbol, WordCounts};

const HINT: &str = "ask for fewer --words, or for a smaller --max-length";

/// All phrases of a policy.
///
/// The words, the separators, the inserted characters and their positions are independent of each
/// other. A maximum length restricts only the words, because everything else has the same length in
/// each phrase.
pub struct Phrases {
    policy: Policy,
    /// The sequences of words that fit, if there is a maximum length.
    fitting: Option<Fitting>,
}

impl Phrases {
    /// Counts the phrases of `policy`. `lengthen` may add words until a phrase has `most` words.
    ///
    /// # Errors
    /// Counting takes too long or too much memory.
    pub fn of(policy: Policy, most: u16) -> Result<Self> {
        let fitting = policy.max_length.map(|max_length| {
            let fitting = Fitting::of(&policy, max_length, most)?;
            fitting.up_to(policy.words)
        });
        Ok(Self {
            fitting: fitting.transpose()?,
            policy,
        })
    }

    /// Adds one word to each phrase.
    pub fn lengthen(&mut self) -> Result<()> {
        self.policy.words += 1;
        match &mut self.fitting {
            Some(fitting) => fitting.counts.lengthen(),
            None => Ok(()),
        }
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The number of phrases.
    pub fn size(&self) -> SpaceSize {
        let Policy {
            texts,
            separators,
            words,
            ..
        } = &self.policy;
        let (texts, words) = (texts.len() as u64, *words);
        let mut others = self.arrangements();
        if let Some(fitting) = &self.fitting {
            let total = fitting.counts.total();
            return total.times(UpperBound::from(&others)).into();
        }
        if self.policy.inserted() == 0 && separators.len() == 1 {
            return SpaceSize::Power(texts, words.into());
        }
        (0..words).for_each(|_| others.multiply(texts));
        SpaceSize::Count(others)
    }

    /// The number of ways to choose everything but the words.
    fn arrangements(&self) -> Natural {
        let policy = &self.policy;
        let mut count = Natural::from(1);
        let gaps = policy.words - 1;
        (0..gaps).for_each(|_| count.multiply(policy.separators.len() as u64));
        // The orders of separators and inserted characters: those of one kind are interchangeable.
        for place in gaps..gaps + policy.inserted() {
            count.multiply(u64::from(place) + 1);
        }
        for insert in &policy.inserts {
            for same in 1..=insert.count {
                count.divide(same.into());
                count.multiply(insert.characters.len() as u64);
            }
        }
        count
    }

    /// Draws a phrase and appends it to `phrase`. All phrases are equally likely.
    pub fn draw(&self, entropy: &mut Entropy, phrase: &mut Secret) -> Result<()> {
        let fitting = self.draw_fitting(entropy)?;
        let inserts = self.draw_inserts(entropy)?;
        let mut inserts = inserts.into_iter();
        for word in 0..self.policy.words {
            if word > 0 {
                let separator = match &self.policy.separators[..] {
                    [only] => only,
                    several => entropy.pick(several)?,
                };
                phrase.extend(separator.as_bytes());
            }
            let text = match &fitting {
                Some(texts) => &self.policy.texts[texts[usize::from(word)] as usize],
                None => entropy.pick(&self.policy.texts)?,
            };
            phrase.extend(text.as_bytes());
            let after_word = inserts.by_ref().map_while(|piece| piece);
            after_word.for_each(|character| phrase.push_character(character));
        }
        Ok(())
    }

    /// The inserted characters in their order. A `None` marks where the next word begins.
    fn draw_inserts(&self, entropy: &mut Entropy) -> Result<Vec<Option<char>>> {
        if self.policy.inserted() == 0 {
            return Ok(Vec::new());
        }
        let mut pieces = vec![None; usize::from(self.policy.words) - 1];
        for insert in &self.policy.inserts {
            for _ in 0..insert.count {
                pieces.push(Some(*entropy.pick(&insert.characters)?));
            }
        }
        for done in 0..pieces.len() {
            entropy.shuffle_step(&mut pieces, done)?;
        }
        Ok(pieces)
    }

    /// Draws the indices of the words of a phrase, if there is a maximum length.
    fn draw_fitting(&self, entropy: &mut Entropy) -> Result<Option<Vec<u32>>> {
        let Some(fitting) = &self.fitting else {
            return Ok(None);
        };
        let word = fitting.counts.draw(entropy)?;
        let text =
            |symbol: &Symbol| fitting.groups[symbol.label as usize].texts[symbol.index as usize];
        Ok(Some(word.iter().map(text).collect()))
    }

    /// Appends the texts with these indices, joined by the first separator.
    pub fn join(&self, texts: &[u32], phrase: &mut Secret) {
        for (index, &text) in texts.iter().enumerate() {
            if index > 0 {
                phrase.extend(self.policy.separators[0].as_bytes());
            }
            phrase.extend(self.policy.texts[text as usize].as_bytes());
        }
    }
}

/// The sequences of words that fit a maximum length of the phrase.
struct Fitting {
    groups: Vec<Group>,
    counts: WordCounts,
}

/// The indices of all texts of one length.
struct Group {
    length: u32,
    texts: Vec<u32>,
}

impl Fitting {
    /// Prepares the counts of sequences of up to `most` words.
    fn of(policy: &Policy, max_length: u64, most: u16) -> Result<Self> {
        let mut order: Vec<u32> = (0..policy.texts.len() as u32).collect();
        let length = |&index: &u32| length(&policy.texts[index as usize]);
        order.sort_by_key(length);
        let groups: Vec<Group> = order
            .chunk_by(|a, b| length(a) == length(b))
            .map(|texts| Group {
                length: length(&texts[0]),
                texts: texts.to_vec(),
            })
            .collect();
        let gap = policy.separator_length();
        let longest = groups.last().map_or(0, |group| group.length) + gap;
        // The automaton takes off a separator after each word. The last word has none, so the room
        // is larger by a separator.
        let start = (max_length.saturating_add(gap.into()))
            .saturating_sub(policy.inserted().into())
            .min(u64::from(longest) * u64::from(most));
        let automaton = Room {
            groups: &groups,
            gap,
            start,
        };
        let counts = WordCounts::of(&automaton, Lengths::Exactly, HINT)?;
        Ok(Self { groups, counts })
    }

    fn up_to(mut self, words: u16) -> Result<Self> {
        self.counts = self.counts.up_to_length(words.into())?;
        Ok(self)
    }
}

/// An automaton that reads words while there is room. Its state is the number of characters left.
struct Room<'a> {
    groups: &'a [Group],
    /// The length of a separator.
    gap: u32,
    start: u64,
}

impl Automaton for Room<'_> {
    type State = u64;

    fn start(&self) -> u64 {
        self.start
    }

    fn accepts(&self, _: &u64) -> bool {
        true
    }

    fn edges(&self, room: &u64, edges: &mut Vec<Edge<u64>>) {
        edges.extend((0..).zip(self.groups).filter_map(|(label, group)| {
            let target = room.checked_sub(u64::from(group.length + self.gap))?;
            Some(Edge {
                label,
                symbols: group.texts.len() as u32,
                has_length: true,
                target,
            })
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::policy::tests::{all_draws, policy};
    use super::*;

    /// Asserts that every sequence of random numbers gives a phrase of `policy`, and that each phrase
    /// results from the same number of sequences.
    fn check(policy: &Policy, what: &str) {
        let draws = all_draws(policy);
        let phrases = Phrases::of(policy.clone(), 9).unwrap();
        let count = match phrases.size() {
            SpaceSize::Count(count) => count.to_u64().unwrap(),
            SpaceSize::Power(base, exponent) => base.pow(exponent as u32),
            _ => unreachable!("few words are counted exactly"),
        };
        assert_eq!(count, draws.len() as u64, "{what}");
        let shortest = draws.iter().map(|text| text.chars().count() as u64).min();
        let Some(shortest) = shortest else { return };
        assert_eq!(policy.least_length(), shortest, "{what}");
        // A single number decides all words of a bounded phrase, so its test differs.
        if policy.max_length.is_some() {
            return check_words(&phrases, &draws, what);
        }
        let gaps = u64::from(policy.words) - 1;
        let several = |count: usize| (count > 1).then_some(count as u64);
        let mut bounds = Vec::new();
        for insert in &policy.inserts {
            bounds.extend((0..insert.count).map(|_| insert.characters.len() as u64));
        }
        if policy.inserted() > 0 {
            bounds.extend((1..=gaps + u64::from(policy.inserted())).rev());
        }
        for word in 0..policy.words {
            bounds.extend(several(policy.separators.len()).filter(|_| word > 0));
            bounds.push(policy.texts.len() as u64);
        }
        let mut times: BTreeMap<_, _> = draws.into_iter().map(|text| (text, 0u64)).collect();
        let sequences = bounds.iter().product::<u64>();
        for sequence in 0..sequences {
            let mut rest = sequence;
            let mut number = |bound: &u64| {
                let number = rest % bound;
                rest /= bound;
                number
            };
            let numbers: Vec<u64> = bounds.iter().map(&mut number).collect();
            let mut phrase = Secret::with_capacity(0);
            let mut entropy = Entropy::numbers(&numbers, &bounds);
            phrases.draw(&mut entropy, &mut phrase).unwrap();
            assert!(entropy.fill(&mut [0]).is_err(), "{what}: numbers are left");
            let text = String::from_utf8(phrase.as_bytes().to_vec()).unwrap();
            *times.get_mut(&text).expect(&text) += 1;
        }
        assert!(
            times.values().all(|&each| each == sequences / count),
            "{what}"
        );
    }

    /// Asserts that each number gives different words, and that the phrases are among `draws`.
    fn check_words(phrases: &Phrases, draws: &[String], what: &str) {
        let fitting = phrases.fitting.as_ref().unwrap();
        let total = fitting.counts.total().to_natural().to_u64().unwrap();
        let mut words = std::collections::BTreeSet::new();
        for number in 0..total {
            let word = fitting.counts.word(Natural::from(number)).unwrap().unwrap();
            assert_eq!(word.len(), usize::from(phrases.policy.words));
            let symbols = word.iter().map(|symbol| (symbol.label, symbol.index));
            assert!(words.insert(symbols.collect::<Vec<_>>()), "{what}");
        }
        let mut entropy = Entropy::os();
        for _ in 0..10 {
            let mut phrase = Secret::with_capacity(0);
            phrases.draw(&mut entropy, &mut phrase).unwrap();
            let text = String::from_utf8(phrase.as_bytes().to_vec()).unwrap();
            assert!(draws.contains(&text), "{what}: {text}");
        }
    }

    #[test]
    fn every_phrase_comes_equally_often_under_every_combination_of_options() {
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
                            let what = format!(
                                "{texts:?} {separators:?} {words} {inserts:?} {max_length:?}"
                            );
                            check(&rules, &what);
                            combinations += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(combinations, 3 * 5 * 3 * 4 * 6);
    }

    #[test]
    fn lengthening_gives_the_same_count_as_starting_with_more_words() {
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
            let mut grown = Phrases::of(rules(1), 9).unwrap();
            for words in 2..=9 {
                grown.lengthen().unwrap();
                let anew = Phrases::of(rules(words), 9).unwrap();
                assert_eq!(grown.size().bits(), anew.size().bits(), "{words}");
                assert!(grown.size().bits() > 0.0);
            }
        }
    }
}
