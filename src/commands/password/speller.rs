//! Draws strings until one is a password, which is quicker where many strings are passwords.

use anyhow::Result;
use zeroize::Zeroizing;

use super::policy::{Policy, REPEAT};
use crate::secret::Secret;
use crate::uniform::automaton::Graph;
use crate::uniform::entropy::Entropy;

/// Draws strings of the characters of a policy, all of them ASCII, and has the automaton of the policy
/// accept or refuse each.
pub struct Speller {
    /// The characters by their numbers, filled up to all bytes: no index needs a check, which drawing
    /// a million passwords feels.
    characters: [u8; 256],
    /// The number of characters.
    count: usize,
    /// The move of each character.
    moves: [u8; 256],
    /// For each state, the state after each of [`MOVES`]. A state is the index of its row here. The
    /// last one has no way out and accepts nothing.
    targets: Vec<u32>,
    /// Whether a password may end in a state.
    accepts: Vec<bool>,
    /// Whether the last character once more is a move of its own.
    has_runs: bool,
    is_distinct: bool,
}

/// A move is the class of a character, or [`AGAIN`] for the same character as the one before it.
const MOVES: usize = 8;
const AGAIN: usize = 4;

impl Speller {
    /// For the automaton of `policy`, whose states are numbered in `graph`.
    pub fn of(policy: &Policy, graph: &Graph) -> Self {
        let mut characters = [0; 256];
        let mut moves = [0; 256];
        let classes = (0..).zip(&policy.classes);
        let all =
            classes.flat_map(|(class, of)| of.iter().map(move |&character| (class, character)));
        for (index, (class, character)) in all.enumerate() {
            (characters[index], moves[index]) = (character as u8, class);
        }
        let row = |node: usize| (node * MOVES) as u32;
        let end = graph.len();
        let mut targets = vec![row(end); (end + 1) * MOVES];
        let mut accepts = vec![false; end + 1];
        for (node, targets) in targets.chunks_mut(MOVES).take(end).enumerate() {
            accepts[node] = graph.accepts(node as u32);
            for way in graph.ways(node as u32) {
                for (next, target) in targets.iter_mut().enumerate() {
                    let leads = match way.label {
                        REPEAT => next == AGAIN,
                        classes => classes >> next & 1 == 1,
                    };
                    if leads && way.symbols > 0 {
                        *target = row(way.target as usize);
                    }
                }
            }
        }
        Self {
            characters,
            count: policy.characters(),
            moves,
            targets,
            accepts,
            has_runs: policy.max_run.is_some(),
            is_distinct: policy.distinct,
        }
    }

    /// Appends a password of `length` characters.
    pub fn draw(&self, length: u16, entropy: &mut Entropy, password: &mut Secret) -> Result<()> {
        let places = password.grow(length.into());
        if !self.is_distinct {
            return entropy.draw_until(|entropy| {
                entropy.fill_below(self.count, places)?;
                Ok(self.spell(places).then_some(()))
            });
        }
        let mut numbers = Zeroizing::new([0u8; 256]);
        (0..=u8::MAX)
            .zip(&mut *numbers)
            .for_each(|(number, place)| *place = number);
        let numbers = &mut numbers[..self.count];
        entropy.draw_until(|entropy| {
            for done in 0..places.len() {
                entropy.shuffle_step(numbers, done)?;
            }
            places.copy_from_slice(&numbers[..places.len()]);
            Ok(self.spell(places).then_some(()))
        })
    }

    /// Replaces the numbers in `places` by their characters, and says whether they are a password.
    pub fn spell(&self, places: &mut [u8]) -> bool {
        if self.has_runs {
            self.spell_by::<true>(places)
        } else {
            self.spell_by::<false>(places)
        }
    }

    fn spell_by<const RUNS: bool>(&self, places: &mut [u8]) -> bool {
        // The state where words begin, and no character before it.
        let (mut state, mut last) = (0, None);
        for place in places {
            let number = usize::from(*place);
            *place = self.characters[number];
            let is_again = RUNS && last.replace(number) == Some(number);
            let next = if is_again {
                AGAIN
            } else {
                self.moves[number].into()
            };
            state = self.targets[state + next] as usize;
        }
        self.accepts[state / MOVES]
    }
}
