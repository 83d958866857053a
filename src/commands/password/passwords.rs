//! Counts the passwords of a policy and draws from them.

use anyhow::Result;

use super::distinct::Distinct;
use super::policy::{Policy, REPEAT};
use super::speller::Speller;
use crate::recipe::space::SpaceSize;
use crate::secret::Secret;
use crate::uniform::entropy::{Entropy, WANTED};
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::{Lengths, Symbol, WordCounts};

const HINT: &str =
    "ask for fewer of each class, as with --any, for a shorter --length, or for no --max-run";

/// All passwords of a policy.
pub struct Passwords {
    policy: Policy,
    /// The concatenated classes of the policy.
    characters: Vec<char>,
    /// The passwords that meet all rules of the policy except `distinct`.
    counts: WordCounts,
    /// The passwords that meet all rules, if `distinct` is one.
    distinct: Option<Distinct>,
    /// Draws strings until one is a password, if that is quicker.
    speller: Option<Speller>,
}

impl Passwords {
    /// Counts the passwords of `policy`.
    ///
    /// # Errors
    /// There are too many states to count.
    pub fn of(policy: Policy) -> Result<Self> {
        let length = policy.length;
        let mut passwords = Self::of_one(policy)?;
        while passwords.policy.length < length {
            passwords.extend()?;
        }
        passwords.speller = passwords.speller();
        Ok(passwords)
    }

    /// Counts the passwords of the shortest length with at least `bits` of entropy.
    ///
    /// The length is at least `policy.length` and at most `most`, even if `most` characters hold
    /// fewer bits.
    pub fn of_bits(policy: Policy, bits: u64, most: u16) -> Result<Self> {
        let least = policy.length;
        let mut passwords = Self::of_one(policy)?;
        while passwords.policy.length < most
            && (passwords.policy.length < least || !passwords.size().holds(bits))
        {
            passwords.extend()?;
        }
        passwords.speller = passwords.speller();
        Ok(passwords)
    }

    /// The passwords of one character.
    fn of_one(policy: Policy) -> Result<Self> {
        let counts = WordCounts::of(&policy, Lengths::Exactly, HINT)?;
        let distinct = policy.distinct.then(|| Distinct::of(&policy, HINT));
        let mut passwords = Self {
            characters: policy.classes.concat(),
            counts,
            distinct: distinct.transpose()?,
            speller: None,
            policy: Policy {
                length: 0,
                ..policy
            },
        };
        passwords.extend()?;
        Ok(passwords)
    }

    /// Adds one character to each password.
    fn extend(&mut self) -> Result<()> {
        self.policy.length += 1;
        self.counts.lengthen()?;
        if let Some(distinct) = &mut self.distinct {
            distinct.lengthen()?;
        }
        Ok(())
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub fn is_empty(&self) -> bool {
        self.total().is_zero()
    }

    /// The number of passwords.
    pub fn size(&self) -> SpaceSize {
        if self.is_free() {
            SpaceSize::Power(self.characters.len() as u64, u64::from(self.policy.length))
        } else {
            self.total().into()
        }
    }

    fn total(&self) -> UpperBound {
        match &self.distinct {
            // In a single character nothing is repeated.
            Some(distinct) if self.policy.length > 1 => distinct.total(),
            _ => self.counts.total(),
        }
    }

    /// Whether all strings of the characters are passwords: the only state accepts.
    fn is_free(&self) -> bool {
        let graph = self.counts.graph();
        graph.len() == 1 && graph.accepts(0) && self.distinct.is_none()
    }

    /// Whether the automaton accepts `password`.
    pub fn allows(&self, password: &str) -> bool {
        let (mut node, mut seen) = (0, Vec::new());
        for character in password.chars() {
            let mut classes = self.policy.classes.iter();
            let Some(class) = classes.position(|of| of.contains(&character)) else {
                return false;
            };
            let is_again = self.policy.max_run.is_some() && seen.last() == Some(&character);
            let mut edges = self.counts.graph().edges(node).iter();
            let edge = edges.find(|edge| match edge.label {
                REPEAT => is_again,
                classes => !is_again && classes >> class & 1 == 1,
            });
            match edge {
                Some(edge) if !self.policy.distinct || !seen.contains(&character) => {
                    node = edge.target;
                }
                _ => return false,
            }
            seen.push(character);
        }
        seen.len() == usize::from(self.policy.length) && self.counts.graph().accepts(node)
    }

    /// Draws a password and appends it to `password`. All passwords are equally likely.
    pub fn draw(&self, entropy: &mut Entropy, password: &mut Secret) -> Result<()> {
        if let Some(speller) = &self.speller {
            return speller.draw(self.policy.length, entropy, password);
        }
        if self.is_free() {
            for _ in 0..self.policy.length {
                password.push_character(*entropy.pick(&self.characters)?);
            }
            return Ok(());
        }
        let indices = match &self.distinct {
            Some(distinct) if self.policy.length > 1 => distinct.draw(entropy)?,
            _ => self.indices(&self.counts.draw(entropy)?),
        };
        for index in indices {
            password.push_character(self.characters[index]);
        }
        Ok(())
    }

    /// The indices in `characters` of the characters of a word.
    fn indices(&self, word: &[Symbol]) -> Vec<usize> {
        let mut indices: Vec<usize> = Vec::with_capacity(word.len());
        for symbol in word {
            let last = indices.last().copied();
            let index = match last {
                Some(last) if symbol.label == REPEAT => last,
                last => {
                    let other = last.filter(|_| self.policy.max_run.is_some());
                    self.find(symbol.label, symbol.index as usize, other)
                }
            };
            indices.push(index);
        }
        indices
    }

    /// The index in `characters` of a symbol: the character with this `index` in the classes of
    /// `label`, without the character `other`.
    fn find(&self, label: u32, mut index: usize, other: Option<usize>) -> usize {
        let mut first = 0;
        for (class, characters) in self.policy.classes.iter().enumerate() {
            let range = first..first + characters.len();
            first = range.end;
            if label >> class & 1 == 0 {
                continue;
            }
            let other = other.filter(|other| range.contains(other));
            let count = range.len() - usize::from(other.is_some());
            if index < count {
                let found = range.start + index;
                return found + usize::from(other.is_some_and(|other| other <= found));
            }
            index -= count;
        }
        unreachable!("a symbol of an edge is one of its characters")
    }

    /// The speller, if all characters are ASCII and at least 1 in [`WANTED`] strings is a password.
    fn speller(&self) -> Option<Speller> {
        let length = u64::from(self.policy.length);
        let characters = self.characters.len() as u64;
        // The number of strings that the speller draws from.
        let strings = (0..length).fold(UpperBound::from(1), |strings, drawn| {
            let used = if self.policy.distinct { drawn } else { 0 };
            strings.times(characters.saturating_sub(used).into())
        });
        let is_ascii = self.characters.iter().all(char::is_ascii);
        let is_common = self.total().times(WANTED.into()) >= strings;
        let is_quicker = is_ascii && is_common && !self.is_empty();
        is_quicker.then(|| Speller::of(&self.policy, self.counts.graph()))
    }
}

#[cfg(test)]
mod tests;
