//! Rules for codes of decimal digits: those that are guessed first are left out, and the others
//! counted.

use std::cmp::Ordering;
use std::sync::Arc;

use anyhow::{Result, ensure};
use clap::Args;

use crate::message::hinted;
use crate::uniform::automaton::{Automaton, Edge};
use crate::uniform::entropy::Entropy;
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::{Lengths, Symbol, WordCounts};

/// The shortest row of digits that `--no-runs` leaves out.
const RUN: u64 = 3;

/// Which codes are left out.
#[derive(Args, Clone, Copy, Default)]
pub struct Rules {
    /// The first digit is not 0
    #[arg(hide_short_help = true, long, conflicts_with_all = ["charset", "recovery"])]
    no_leading_zero: bool,

    /// No digit twice
    #[arg(hide_short_help = true, long, conflicts_with_all = ["charset", "recovery"])]
    no_repeats: bool,

    /// No three digits in a row that count up or down, such as 123 or 987
    #[arg(hide_short_help = true, long, conflicts_with_all = ["charset", "recovery"])]
    no_runs: bool,
}

impl Rules {
    /// Whether any code is left out.
    pub fn any(self) -> bool {
        self.no_leading_zero || self.no_repeats || self.no_runs
    }

    /// The rules, for a person.
    pub fn describe(self) -> Vec<String> {
        let rules = [
            (self.no_leading_zero, "the first digit is not 0"),
            (self.no_repeats, "no digit twice"),
            (
                self.no_runs,
                "no three digits in a row that count up or down",
            ),
        ];
        let given = rules.into_iter().filter(|(given, _)| *given);
        given.map(|(_, rule)| rule.to_owned()).collect()
    }

    fn check(self, length: u64) -> Result<()> {
        ensure!(
            !self.no_repeats || length > 1,
            "--no-repeats has no effect on a code of one digit"
        );
        ensure!(
            !self.no_runs || length >= RUN,
            "--no-runs has no effect on a code of fewer than {RUN} digits"
        );
        if self.no_repeats && length > 10 {
            return Err(hinted(
                format!("--no-repeats and a code of {length} digits disagree: there are only 10"),
                "ask for at most --digits 10",
            ));
        }
        Ok(())
    }
}

/// The codes of some length that meet the rules, counted.
#[derive(Clone)]
pub struct Pins {
    pub rules: Rules,
    counts: Arc<WordCounts>,
}

impl Pins {
    /// The codes of `length` digits, if there are any rules for them.
    ///
    /// # Errors
    /// A rule has no effect, none meets all of them, or counting them takes too much memory.
    pub fn of(rules: Rules, length: u64) -> Result<Option<Self>> {
        if !rules.any() {
            return Ok(None);
        }
        rules.check(length)?;
        let counts = WordCounts::of(&rules, Lengths::Exactly, "ask for fewer digits")?;
        let counts = counts.up_to_length(length as usize)?;
        Ok(Some(Self {
            rules,
            counts: Arc::new(counts),
        }))
    }

    /// The number of codes.
    pub fn count(&self) -> UpperBound {
        self.counts.total()
    }

    /// Draws the digits of a code.
    pub fn draw(&self, entropy: &mut Entropy, digits: &mut [u8]) -> Result<()> {
        spell(&self.counts.draw(entropy)?, digits);
        Ok(())
    }
}

/// Writes the digits of a word.
fn spell(word: &[Symbol], digits: &mut [u8]) {
    for (digit, symbol) in digits.iter_mut().zip(word) {
        *digit = symbol.label as u8;
    }
}

/// Everything that the rest of a code depends on, apart from its length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether the next digit is the first, where that has a rule.
    is_start: bool,
    /// The last digit, where a run could go on from it.
    last: Option<u8>,
    /// Whether the last two digits count up or down.
    step: Option<Ordering>,
    /// A bit for each digit that may not come again.
    used: u16,
}

/// The rules as an automaton that reads a code digit by digit.
impl Automaton for Rules {
    type State = State;

    fn start(&self) -> State {
        State {
            is_start: self.no_leading_zero,
            last: None,
            step: None,
            used: 0,
        }
    }

    fn accepts(&self, _: &State) -> bool {
        true
    }

    fn edges(&self, state: &State, edges: &mut Vec<Edge<State>>) {
        edges.extend((0..10).filter_map(|digit: u8| {
            let before = state.last.filter(|last| digit.abs_diff(*last) == 1);
            let step = before.map(|last| digit.cmp(&last));
            let is_run = step.is_some() && step == state.step;
            let is_used = state.used >> digit & 1 == 1;
            if state.is_start && digit == 0 || is_run || is_used {
                return None;
            }
            Some(Edge {
                label: digit.into(),
                symbols: 1,
                has_length: true,
                target: State {
                    is_start: false,
                    last: self.no_runs.then_some(digit),
                    step,
                    used: state.used | u16::from(self.no_repeats) << digit,
                },
            })
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::uniform::natural::Natural;

    /// Whether a code meets the rules, read as a text.
    fn meets(rules: Rules, code: &str) -> bool {
        let runs = ["0123456789", "9876543210"];
        let digits: BTreeSet<char> = code.chars().collect();
        let has_run = (0..code.len().saturating_sub(2))
            .any(|at| runs.iter().any(|run| run.contains(&code[at..at + 3])));
        !(rules.no_leading_zero && code.starts_with('0')
            || rules.no_repeats && digits.len() < code.len()
            || rules.no_runs && has_run)
    }

    #[test]
    fn every_number_is_its_own_code_and_all_that_meet_the_rules_have_one() {
        for bits in 1..8u8 {
            let rules = Rules {
                no_leading_zero: bits & 1 != 0,
                no_repeats: bits & 2 != 0,
                no_runs: bits & 4 != 0,
            };
            for length in 3..6usize {
                let codes = (0..10u32.pow(length as u32)).map(|code| format!("{code:0length$}"));
                let expected: BTreeSet<String> = codes.filter(|code| meets(rules, code)).collect();
                let pins = Pins::of(rules, length as u64).unwrap().unwrap();
                let count = pins.count().to_natural().to_u64().unwrap();
                let code = |number| {
                    let mut digits = vec![0; length];
                    let word = pins.counts.word(Natural::from(number)).unwrap();
                    spell(&word.unwrap(), &mut digits);
                    digits
                        .iter()
                        .map(|digit| char::from(b'0' + digit))
                        .collect()
                };
                let made: BTreeSet<String> = (0..count).map(code).collect();
                assert_eq!(made.len() as u64, count);
                assert!(made == expected, "{:?}", rules.describe());
            }
        }
    }

    #[test]
    fn rules_that_change_nothing_or_leave_nothing_are_refused() {
        let error = |rules, length| Pins::of(rules, length).err().unwrap().to_string();
        let no_repeats = Rules {
            no_repeats: true,
            ..Rules::default()
        };
        let no_runs = Rules {
            no_runs: true,
            ..Rules::default()
        };
        assert!(error(no_repeats, 1).contains("no effect"));
        assert!(error(no_runs, 2).contains("no effect"));
        assert!(error(no_repeats, 11).contains("disagree"));
        assert!(Pins::of(no_repeats, 10).unwrap().unwrap().count() == 3_628_800.into());
        assert!(Pins::of(Rules::default(), 6).unwrap().is_none());
    }
}
