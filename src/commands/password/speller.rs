//! Draws strings until one is a password: rejection sampling, quick if many strings are passwords.

use anyhow::Result;
use zeroize::Zeroizing;

use super::policy::{Policy, REPEAT};
use crate::secret::Secret;
use crate::uniform::automaton::Graph;
use crate::uniform::entropy::Entropy;

/// Draws strings of ASCII characters until the automaton of the policy accepts one.
pub struct Speller {
    /// The characters by their indices. The array has 256 entries so that a byte is always a valid
    /// index: a check of bounds would slow down the drawing of a million passwords.
    characters: [u8; 256],
    /// The number of characters.
    count: usize,
    /// The move of each character.
    moves: [u8; 256],
    /// The transition table: for each state a row of [`MOVES`] target states. A state is the index
    /// of the start of its row. The last state accepts nothing and leads only to itself.
    targets: Vec<u32>,
    /// Whether a password may end in a state, by the number of its row.
    accepts: Vec<bool>,
    /// Whether repeating the last character is a move of its own.
    has_runs: bool,
    is_distinct: bool,
}

/// The number of moves, rounded up to a power of two. A move is the class of a character, or
/// [`AGAIN`] if the character repeats the one before it.
const MOVES: usize = 8;
const AGAIN: usize = 4;

impl Speller {
    /// The speller of `policy`, whose automaton is `graph`.
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
            for edge in graph.edges(node as u32) {
                for (next, target) in targets.iter_mut().enumerate() {
                    let leads = match edge.label {
                        REPEAT => next == AGAIN,
                        classes => classes >> next & 1 == 1,
                    };
                    if leads && edge.symbols > 0 {
                        *target = row(edge.target as usize);
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

    /// Draws a password of `length` characters and appends it to `password`.
    pub fn draw(&self, length: u16, entropy: &mut Entropy, password: &mut Secret) -> Result<()> {
        let string = password.grow(length.into());
        if !self.is_distinct {
            return entropy.draw_until(|entropy| {
                entropy.fill_below(self.count, string)?;
                Ok(self.spell(string).then_some(()))
            });
        }
        let mut indices = Zeroizing::new([0u8; 256]);
        for (index, entry) in (0..=u8::MAX).zip(&mut *indices) {
            *entry = index;
        }
        let indices = &mut indices[..self.count];
        entropy.draw_until(|entropy| {
            for done in 0..string.len() {
                entropy.shuffle_step(indices, done)?;
            }
            string.copy_from_slice(&indices[..string.len()]);
            Ok(self.spell(string).then_some(()))
        })
    }

    /// Replaces the indices in `string` by their characters. Returns whether they are a password.
    pub fn spell(&self, string: &mut [u8]) -> bool {
        if self.has_runs {
            self.spell_by::<true>(string)
        } else {
            self.spell_by::<false>(string)
        }
    }

    fn spell_by<const RUNS: bool>(&self, string: &mut [u8]) -> bool {
        // The start state has the number 0.
        let (mut state, mut last) = (0, None);
        for character in string {
            let index = usize::from(*character);
            *character = self.characters[index];
            let is_again = RUNS && last.replace(index) == Some(index);
            let next = if is_again {
                AGAIN
            } else {
                self.moves[index].into()
            };
            state = self.targets[state + next] as usize;
        }
        self.accepts[state / MOVES]
    }
}
