//! Passwords in which no character occurs twice.
//!
//! Such a password is a set of characters in some order. The automaton goes through the characters of
//! the policy and takes or skips each, so its words are the sets that meet the rules. A shuffle then
//! draws the order. If there is a rule for the first or the last character, the word also says which
//! character comes first or last.

use anyhow::Result;

use super::policy::Policy;
use crate::uniform::automaton::{Automaton, Edge};
use crate::uniform::entropy::Entropy;
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::{Lengths, WordCounts};

/// The sets of characters of one size, counted.
pub struct Distinct {
    sets: WordCounts,
    /// How many of the first and the last character have a rule and so are not shuffled.
    placed: usize,
}

impl Distinct {
    /// Counts the empty sets.
    pub fn of(policy: &Policy, hint: &'static str) -> Result<Self> {
        let rules = [&policy.first, &policy.last];
        let placed = rules.iter().filter(|&&&rule| rule != [true; 4]).count();
        let sets = WordCounts::of(&Sets::of(policy), Lengths::Exactly, hint)?;
        Ok(Self { sets, placed })
    }

    /// Counts the sets with one more character.
    pub fn lengthen(&mut self) -> Result<()> {
        self.sets.lengthen()
    }

    /// The number of passwords: the number of sets times the number of orders of each set.
    pub fn total(&self) -> UpperBound {
        let shuffled = self.sets.length().saturating_sub(self.placed) as u64;
        (1..=shuffled).fold(self.sets.total(), |orders, count| {
            orders.times(count.into())
        })
    }

    /// Draws a password: the indices of its characters in the concatenated classes.
    pub fn draw(&self, entropy: &mut Entropy) -> Result<Vec<usize>> {
        let word = self.sets.draw(entropy)?;
        let taken = |position: u32| {
            let symbols = word
                .iter()
                .filter(move |symbol| symbol.label % 4 == position);
            symbols.map(|symbol| symbol.label as usize / 4)
        };
        let mut middle: Vec<usize> = taken(MIDDLE).collect();
        for done in 0..middle.len() {
            entropy.shuffle_step(&mut middle, done)?;
        }
        Ok(taken(FIRST).chain(middle).chain(taken(LAST)).collect())
    }
}

/// The position of a character in the password. The label of an edge is four times the index of its
/// character plus this position.
const NONE: u32 = 0;
const MIDDLE: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 3;

/// The automaton of the sets.
struct Sets<'a> {
    policy: &'a Policy,
    /// The class of each character, in order.
    classes: Vec<usize>,
}

/// The state of the automaton: everything that the rest of a set depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    /// The index of the next character.
    next: usize,
    /// How many more characters of its class are required.
    owed: u16,
    /// Whether the first character still has to be chosen.
    first: bool,
    /// Whether the last character still has to be chosen.
    last: bool,
}

impl<'a> Sets<'a> {
    fn of(policy: &'a Policy) -> Self {
        let classes = policy.classes.iter().enumerate();
        Self {
            policy,
            classes: classes
                .flat_map(|(class, of)| vec![class; of.len()])
                .collect(),
        }
    }

    /// The state at the character `next`, if the class of the character before it still requires
    /// `owed` characters. None if that class has ended and so can't provide them.
    fn at(&self, next: usize, owed: u16, state: &State) -> Option<State> {
        let class = self.classes.get(next);
        let goes_on = next > 0 && class == self.classes.get(next - 1);
        let owed = match class {
            _ if goes_on => owed,
            _ if owed > 0 => return None,
            Some(&class) => self.policy.minimum[class],
            None => 0,
        };
        Some(State {
            next,
            owed,
            ..state.clone()
        })
    }
}

impl Automaton for Sets<'_> {
    type State = State;

    fn start(&self) -> State {
        let policy = self.policy;
        State {
            next: 0,
            owed: self
                .classes
                .first()
                .map_or(0, |&class| policy.minimum[class]),
            first: policy.first != [true; 4],
            last: policy.last != [true; 4],
        }
    }

    fn accepts(&self, state: &State) -> bool {
        let mut minimums = self.policy.minimum.iter().zip(&self.policy.classes);
        state.next == self.classes.len()
            && !state.first
            && !state.last
            && minimums.all(|(&minimum, of)| usize::from(minimum) <= of.len())
    }

    fn edges(&self, state: &State, edges: &mut Vec<Edge<State>>) {
        let Some(&class) = self.classes.get(state.next) else {
            return;
        };
        let mut add = |position, owed, first, last| {
            let ends = State {
                first,
                last,
                ..state.clone()
            };
            edges.extend(self.at(state.next + 1, owed, &ends).map(|target| Edge {
                label: state.next as u32 * 4 + position,
                symbols: 1,
                has_length: position != NONE,
                target,
            }));
        };
        add(NONE, state.owed, state.first, state.last);
        let owed = state.owed.saturating_sub(1);
        add(MIDDLE, owed, state.first, state.last);
        if state.first && self.policy.first[class] {
            add(FIRST, owed, false, state.last);
        }
        if state.last && self.policy.last[class] {
            add(LAST, owed, state.first, false);
        }
    }
}

#[cfg(test)]
impl Distinct {
    /// All passwords: each set in each order. Asserts that all are different.
    pub fn all(&self) -> Vec<Vec<usize>> {
        let total = self.sets.total().to_natural().to_u64().unwrap();
        let mut all = Vec::new();
        for number in 0..total {
            let word = self.sets.word(number).unwrap().unwrap();
            let of = |position| {
                let symbols = word
                    .iter()
                    .filter(move |symbol| symbol.label % 4 == position);
                symbols
                    .map(|symbol| symbol.label as usize / 4)
                    .collect::<Vec<_>>()
            };
            let mut orders = vec![Vec::new()];
            for next in of(MIDDLE) {
                orders = orders
                    .iter()
                    .flat_map(|order| {
                        (0..=order.len()).map(move |place| {
                            let (before, after) = order.split_at(place);
                            [before, &[next], after].concat()
                        })
                    })
                    .collect();
            }
            let placed = orders
                .into_iter()
                .map(|order| [of(FIRST), order, of(LAST)].concat());
            all.extend(placed);
        }
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        all
    }
}
