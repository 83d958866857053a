//! Rules that leave out the decimal codes that are guessed first. The other codes are counted.

use std::cmp::Ordering;
use std::sync::Arc;

use anyhow::{Result, ensure};
use clap::Args;

use crate::message::hinted;
use crate::uniform::automaton::{Automaton, Edge};
use crate::uniform::entropy::Entropy;
use crate::uniform::upper_bound::UpperBound;
use crate::uniform::word_counts::{Lengths, WordCounts};

/// The length of the runs that `--no-runs` leaves out, in digits.
const RUN: u64 = 3;

/// The rules that the options set.
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
    /// Whether there is any rule.
    pub fn any(self) -> bool {
        self.no_leading_zero || self.no_repeats || self.no_runs
    }

    /// Describes the rules to a person.
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

/// The codes of one length that meet the rules, counted.
#[derive(Clone)]
pub struct Pins {
    pub rules: Rules,
    counts: Arc<WordCounts>,
}

impl Pins {
    /// Counts the codes of `length` digits that meet the rules. None without rules.
    ///
    /// # Errors
    /// A rule has no effect, no code meets the rules, or counting takes too much memory.
    pub fn of(rules: Rules, length: u64) -> Result<Option<Self>> {
        if !rules.any() {
            return Ok(None);
        }
        rules.check(length)?;
        let counts = WordCounts::of(&rules, Lengths::Exactly, "ask for fewer --digits")?;
        let counts = Arc::new(counts.up_to_length(length as usize)?);
        Ok(Some(Self { rules, counts }))
    }

    pub fn count(&self) -> UpperBound {
        self.counts.total()
    }

    /// Whether the digits of a code meet the rules. The digits are numbers from 0 to 9.
    pub fn allow(&self, digits: &[u8]) -> bool {
        let mut state = self.rules.start();
        digits.iter().all(|digit| {
            let next = self.rules.next(state, *digit);
            state = next.unwrap_or(state);
            next.is_some()
        })
    }

    /// Draws a code and writes its digits, numbers from 0 to 9, to `digits`.
    pub fn draw(&self, entropy: &mut Entropy, digits: &mut [u8]) -> Result<()> {
        let word = self.counts.draw(entropy)?;
        for (digit, symbol) in digits.iter_mut().zip(word) {
            *digit = symbol.label as u8;
        }
        Ok(())
    }
}

/// The state of the automaton: everything that the rest of a code depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct State {
    is_first: bool,
    /// The last digit, if runs are left out.
    last: Option<u8>,
    /// Whether the last two digits count up (`Greater`) or down (`Less`).
    step: Option<Ordering>,
    /// A bit for each digit that may not be repeated.
    used: u16,
}

impl Rules {
    /// The state after `digit`, if it may follow.
    fn next(self, state: State, digit: u8) -> Option<State> {
        let before = state.last.filter(|last| digit.abs_diff(*last) == 1);
        let step = before.map(|last| digit.cmp(&last));
        let is_run = step.is_some() && step == state.step;
        let is_used = state.used >> digit & 1 == 1;
        let leads = self.no_leading_zero && state.is_first && digit == 0;
        (!leads && !is_run && !is_used).then(|| State {
            is_first: false,
            last: self.no_runs.then_some(digit),
            step,
            used: state.used | u16::from(self.no_repeats) << digit,
        })
    }
}

/// Reads a code digit by digit.
impl Automaton for Rules {
    type State = State;

    fn start(&self) -> State {
        State {
            is_first: true,
            last: None,
            step: None,
            used: 0,
        }
    }

    fn accepts(&self, _: &State) -> bool {
        true
    }

    fn edges(&self, state: &State, edges: &mut Vec<Edge<State>>) {
        edges.extend((0..10).filter_map(|digit| {
            Some(Edge {
                label: digit.into(),
                symbols: 1,
                has_length: true,
                target: self.next(*state, digit)?,
            })
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::uniform::natural::Natural;

    /// Whether the text of a code meets the rules.
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
    fn numbers_give_exactly_the_codes_that_meet_the_rules() {
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
                    let word = pins.counts.word(Natural::from(number)).unwrap().unwrap();
                    let digits: Vec<u8> = word.iter().map(|symbol| symbol.label as u8).collect();
                    assert!(pins.allow(&digits));
                    let characters = digits.iter().map(|digit| char::from(b'0' + digit));
                    characters.collect()
                };
                let made: BTreeSet<String> = (0..count).map(code).collect();
                assert_eq!(made.len() as u64, count);
                assert!(made == expected, "{:?}", rules.describe());
            }
        }
    }

    #[test]
    fn rules_without_effect_or_without_any_code_are_refused() {
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
        let pins = Pins::of(no_repeats, 10).unwrap().unwrap();
        assert!(pins.count().to_natural() == Natural::from(3_628_800));
        assert!(!pins.allow(&[1, 2, 1]) && pins.allow(&[1, 2, 3]));
        assert!(Pins::of(Rules::default(), 6).unwrap().is_none());
    }
}
