//! The words, separators and inserted characters of a phrase.
//!
//! A phrase is `words` words with a separator between each two words. Inserted characters follow the
//! words: any number can follow one word, and `Insert::count` is their total for each kind. Two
//! different draws never give the same text: `collision.rs` checks this.

use std::collections::BTreeSet;

/// Which phrases are allowed.
#[derive(Clone)]
pub struct Policy {
    /// The forms in which words are written: all different, none empty.
    pub texts: Vec<String>,
    /// The possible separators: one text, or different texts of the same length.
    pub separators: Vec<String>,
    /// The number of words, at least 1.
    pub words: u16,
    /// The digits and the symbols that are inserted after words.
    pub inserts: [Insert; 2],
    /// The most characters of a phrase.
    pub max_length: Option<u64>,
}

/// Inserted characters of one kind.
#[derive(Clone)]
pub struct Insert {
    pub characters: Vec<char>,
    /// How many of `characters` a phrase has.
    pub count: u16,
}

impl Policy {
    /// The length of the shortest phrase in characters, whatever `max_length` is.
    pub fn least_length(&self) -> u64 {
        let shortest = self.texts.iter().map(|text| length(text)).min();
        let words = u64::from(self.words);
        u64::from(shortest.unwrap_or(0)) * words
            + u64::from(self.separator_length()) * (words - 1)
            + u64::from(self.inserted())
    }

    /// An upper bound for the bytes of a phrase in UTF-8.
    pub fn most_bytes(&self) -> usize {
        let longest = |texts: &[String]| texts.iter().map(String::len).max().unwrap_or(0);
        let words = usize::from(self.words);
        let bytes = longest(&self.texts) * words
            + longest(&self.separators) * (words - 1)
            + usize::from(self.inserted());
        // A character of UTF-8 has one byte in ASCII, and at most four bytes otherwise.
        let ascii = self
            .texts
            .iter()
            .chain(&self.separators)
            .all(|text| text.is_ascii());
        let most = self.max_length.map_or(usize::MAX, |length| length as usize);
        bytes.min(most.saturating_mul(if ascii { 1 } else { 4 }))
    }

    /// Whether `phrase` can be divided into words, separators and inserted characters as the policy
    /// requires.
    pub fn allows(&self, phrase: &str) -> bool {
        let texts: BTreeSet<&str> = self.texts.iter().map(String::as_str).collect();
        let longest = self.texts.iter().map(String::len).max().unwrap_or(0);
        // Prefixes of the phrase that the policy allows: their length in bytes, their number of words
        // and their number of inserted characters of each kind.
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

    /// The length of every separator, in characters.
    pub fn separator_length(&self) -> u32 {
        self.separators.first().map_or(0, |text| length(text))
    }

    /// The number of inserted characters.
    pub fn inserted(&self) -> u16 {
        self.inserts.iter().map(|insert| insert.count).sum()
    }
}

/// The length in characters, as sites and people count it.
pub fn length(text: &str) -> u32 {
    text.chars().count() as u32
}

#[cfg(test)]
pub mod tests {
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

    /// The texts of all draws of a policy, found by brute force.
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
}
