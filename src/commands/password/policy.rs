//! The rules of a password, and an automaton that accepts passwords that meet them.

use crate::message::counted;
use crate::uniform::alphabet::Class;
use crate::uniform::automaton::{Automaton, Edge};

/// Which passwords are allowed.
#[derive(Clone)]
pub struct Policy {
    /// The characters of each class, in the order of [`Class::ALL`].
    pub classes: [Vec<char>; 4],
    /// The length in characters, at least 1.
    pub length: u16,
    /// The fewest characters of each class.
    pub minimum: [u16; 4],
    /// For each class, whether the first character may belong to it.
    pub first: [bool; 4],
    /// For each class, whether the last character may belong to it.
    pub last: [bool; 4],
    /// The most times that a character may occur in a row.
    pub max_run: Option<u16>,
    /// Whether no character may occur twice.
    pub distinct: bool,
}

impl Policy {
    /// The number of characters in all classes.
    pub fn characters(&self) -> usize {
        self.classes.iter().map(Vec::len).sum()
    }

    /// Shows the characters, with ranges of letters and digits shortened: `a-z0-9!?`.
    pub fn alphabet(&self) -> String {
        let characters = self.classes.concat();
        let runs = characters.chunk_by(|&a, &b| a.is_alphanumeric() && b as u32 == a as u32 + 1);
        let mut text = String::new();
        for run in runs {
            match run {
                [first, _, _, .., last] => text.extend([*first, '-', *last]),
                short => text.extend(short),
            }
        }
        text
    }

    /// Describes the rules to a person.
    pub fn rules(&self) -> Vec<String> {
        let classes = |which: &[bool; 4]| {
            let names = Class::ALL
                .iter()
                .zip(which)
                .filter(|(_, allowed)| **allowed);
            names
                .map(|(class, _)| class.name())
                .collect::<Vec<_>>()
                .join(" or ")
        };
        let minimums = Class::ALL
            .iter()
            .zip(self.minimum)
            .filter(|&(_, minimum)| minimum > 0);
        let minimums: Vec<_> = minimums
            .map(|(class, minimum)| format!("{minimum} {}", class.name()))
            .collect();
        let mut rules = Vec::new();
        if !minimums.is_empty() {
            rules.push(format!("at least {}", minimums.join(", ")));
        }
        if self.first != [true; 4] {
            rules.push(format!("{} first", classes(&self.first)));
        }
        if self.last != [true; 4] {
            rules.push(format!("{} last", classes(&self.last)));
        }
        rules.extend(self.max_run.map(|run| {
            format!(
                "no character more than {} in a row",
                counted(run.into(), "time")
            )
        }));
        if self.distinct {
            rules.push("no character twice".to_owned());
        }
        rules
    }

    /// The state after a character of `class` that has occurred `run` times in a row.
    fn after(&self, state: &State, class: usize, run: u16) -> State {
        let mut owed = state.owed;
        owed[class] = owed[class].saturating_sub(1);
        State {
            is_start: false,
            owed,
            ends_well: self.last[class],
            last: self.max_run.map(|_| Last {
                owing: (owed[class] > 0).then_some(class as u8),
                run,
            }),
        }
    }
}

/// The state of the automaton: everything that the rest of a password depends on, except for the
/// length and the characters that were used.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether the next character is the first and has a rule.
    is_start: bool,
    /// For each class, how many more characters are required.
    owed: [u16; 4],
    /// Whether the password may end with the last character.
    ends_well: bool,
    /// The last character, if runs have a maximum length.
    last: Option<Last>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Last {
    /// The class of the character, if more characters of the class are required. For all other
    /// classes the rest of the password is the same, so they share their states.
    owing: Option<u8>,
    /// The number of times that the character has occurred in a row.
    run: u16,
}

/// The label of the edge that repeats the last character. Any other label is a bit set of the classes
/// whose characters lead to the same state.
pub const REPEAT: u32 = 0;

/// Accepts passwords of any length. The rule `distinct` is not checked.
impl Automaton for Policy {
    type State = State;

    fn start(&self) -> State {
        State {
            is_start: self.first != [true; 4],
            owed: self.minimum,
            ends_well: true,
            last: None,
        }
    }

    fn accepts(&self, state: &State) -> bool {
        state.owed == [0; 4] && state.ends_well
    }

    fn edges(&self, state: &State, edges: &mut Vec<Edge<State>>) {
        let is_last = |class: usize| {
            state.last.as_ref().is_some_and(|last| match last.owing {
                Some(owing) => usize::from(owing) == class,
                None => state.owed[class] == 0 && self.last[class] == state.ends_well,
            })
        };
        for class in (0..4).filter(|&class| !state.is_start || self.first[class]) {
            let symbols = self.classes[class].len() as u32;
            let target = self.after(state, class, 1);
            let known = edges.iter_mut().find(|edge| edge.target == target);
            match known {
                _ if symbols == 0 => {}
                Some(edge) => {
                    edge.label |= 1 << class;
                    edge.symbols += symbols;
                }
                None => edges.push(edge(1 << class, symbols, target)),
            }
        }
        let Some((last, longest)) = state.last.as_ref().zip(self.max_run) else {
            return;
        };
        let of_last = (0..4).find(|&class| is_last(class) && !self.classes[class].is_empty());
        let Some(class) = of_last else { return };
        // The last character has an edge of its own.
        let others = edges.iter_mut().find(|edge| edge.label >> class & 1 == 1);
        if let Some(others) = others {
            others.symbols -= 1;
        }
        if last.run < longest {
            edges.push(edge(REPEAT, 1, self.after(state, class, last.run + 1)));
        }
    }
}

fn edge(label: u32, symbols: u32, target: State) -> Edge<State> {
    Edge {
        label,
        symbols,
        has_length: true,
        target,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn policy(lower: &str, upper: &str, digits: &str, symbols: &str, length: u16) -> Policy {
        Policy {
            classes: [lower, upper, digits, symbols].map(|characters| characters.chars().collect()),
            length,
            minimum: [0; 4],
            first: [true; 4],
            last: [true; 4],
            max_run: None,
            distinct: false,
        }
    }

    pub fn printable(length: u16) -> Policy {
        let [lower, upper, digits, symbols] = Class::ALL.map(Class::ascii);
        policy(lower, upper, digits, symbols, length)
    }

    #[test]
    fn characters_and_rules_are_described() {
        let free = policy("abcd", "XYZ", "013", "!\"#$", 8);
        assert_eq!(free.alphabet(), "a-dXYZ013!\"#$");
        assert!(free.rules().is_empty());
        let bound = Policy {
            minimum: [2, 0, 1, 0],
            first: [true, true, false, false],
            last: [false, false, true, true],
            max_run: Some(1),
            distinct: true,
            ..free
        };
        let rules = [
            "at least 2 lower, 1 digits",
            "lower or upper first",
            "digits or symbols last",
            "no character more than 1 time in a row",
            "no character twice",
        ];
        assert_eq!(bound.rules(), rules);
    }
}
