//! The strings that an expression matches, as an automaton that reads them byte by byte.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::Hir;

use super::expression::starts_character;
use crate::message::hinted;
use crate::uniform::automaton::{Automaton, Edge};
use crate::uniform::word_counts::{Lengths, Symbol, WordCounts};

/// What to ask for instead of a pattern that is too large.
const HINT: &str = "repeat fewer times, overlap fewer alternatives, or lower --max-length";

/// The most memory of each automaton of a pattern, in bytes: of the nondeterministic one, of the sets
/// of its states while it is made deterministic, and of the table that this gives.
///
/// A pattern that is too large is refused within half a second and 20 MiB.
const MAX_AUTOMATON: usize = 4 << 20;

/// A deterministic automaton whose words are the non-empty strings of an expression in UTF-8.
///
/// The same string can't be matched in two ways here: its bytes are one path.
pub struct Strings {
    states: Vec<State>,
    /// Sets of bytes, each once: the labels of the edges.
    alphabets: Vec<Vec<u8>>,
    /// The most characters of a string.
    max_length: Option<u16>,
}

struct State {
    accepts: bool,
    edges: Vec<Way>,
}

/// The bytes of an alphabet that lead to the same state, both by their index.
struct Way {
    alphabet: u32,
    target: u32,
}

/// What has been read of a string.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Nothing. The empty string is never drawn.
    Nothing,
    /// Bytes that lead to the state with this index.
    State(u32),
}

/// The index of the state where strings begin.
const START: u32 = 0;

impl Strings {
    /// Makes the automaton of `expression`, which has strings without end only where `max_length`
    /// cuts them off.
    ///
    /// # Errors
    /// It is too large.
    pub fn of(expression: &Hir, max_length: Option<u16>) -> Result<Self> {
        let dfa = determinize(expression).ok_or_else(too_large)?;
        let start = start::Config::new().anchored(Anchored::Yes);
        let start = dfa
            .start_state(&start)
            .map_err(|_| anyhow!("the pattern has look-around"))?;
        let mut strings = Self {
            states: Vec::new(),
            alphabets: Vec::new(),
            max_length,
        };
        strings.copy(&dfa, start);
        Ok(strings)
    }

    /// Counts the strings.
    ///
    /// # Errors
    /// There are too many states, or the strings are too long.
    pub fn count(&self) -> Result<WordCounts> {
        // Where nothing bounds the length, the automaton has no cycle and no edge a length.
        let length = self.max_length.unwrap_or(0).into();
        WordCounts::of(self, Lengths::UpTo, HINT)?.up_to_length(length)
    }

    /// The byte of a symbol.
    pub fn byte(&self, symbol: Symbol) -> u8 {
        self.alphabets[symbol.label as usize][symbol.index as usize]
    }

    /// Whether a string may hold this byte: some edge to where strings end or go on has it.
    pub fn can_hold(&self, byte: u8) -> bool {
        let leads_on = |way: &&Way| {
            let target = &self.states[way.target as usize];
            target.accepts || !target.edges.is_empty()
        };
        let ways = self.states.iter().flat_map(|state| &state.edges);
        ways.filter(leads_on)
            .any(|way| self.alphabets[way.alphabet as usize].contains(&byte))
    }

    /// Whether `text` is one of the strings.
    pub fn has(&self, text: &str) -> bool {
        let most = self.max_length.map_or(usize::MAX, usize::from);
        let mut state = &self.states[START as usize];
        for byte in text.bytes() {
            let mut edges = state.edges.iter();
            let Some(way) = edges.find(|way| self.alphabets[way.alphabet as usize].contains(&byte))
            else {
                return false;
            };
            state = &self.states[way.target as usize];
        }
        !text.is_empty() && state.accepts && text.chars().count() <= most
    }

    /// Whether the empty string matches.
    pub fn has_empty(&self) -> bool {
        self.states[START as usize].accepts
    }

    /// Takes over what can be reached from `start`, without the state that nothing leads out of.
    fn copy(&mut self, dfa: &dense::DFA<Vec<u32>>, start: StateID) {
        let mut found = vec![start];
        let mut indices = BTreeMap::from([(start, START)]);
        let mut labels = BTreeMap::new();
        let classes = classes(dfa);
        while let Some(&id) = found.get(self.states.len()) {
            let mut edges = Vec::new();
            for (target, bytes) in bytes_by_target(dfa, &classes, id) {
                let target = *indices.entry(target).or_insert_with(|| {
                    found.push(target);
                    found.len() as u32 - 1
                });
                let alphabet = *labels.entry(bytes).or_insert_with_key(|bytes| {
                    self.alphabets.push(bytes.clone());
                    self.alphabets.len() as u32 - 1
                });
                edges.push(Way { alphabet, target });
            }
            self.states.push(State {
                // A match is known one byte late.
                accepts: dfa.is_match_state(dfa.next_eoi_state(id)),
                edges,
            });
        }
    }
}

/// `None` if it is too large.
fn determinize(expression: &Hir) -> Option<dense::DFA<Vec<u32>>> {
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .which_captures(WhichCaptures::None)
                .nfa_size_limit(Some(MAX_AUTOMATON)),
        )
        .build_from_hir(expression)
        .ok()?;
    dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Anchored)
                // All strings, not only those that a search would stop at.
                .match_kind(MatchKind::All)
                .accelerate(false)
                .determinize_size_limit(Some(MAX_AUTOMATON))
                .dfa_size_limit(Some(MAX_AUTOMATON)),
        )
        .build_from_nfa(&nfa)
        .ok()
}

fn too_large() -> anyhow::Error {
    hinted(
        format!(
            "the automaton of the pattern takes more than {} MiB",
            MAX_AUTOMATON >> 20
        ),
        HINT,
    )
}

/// The bytes that lead on from a state, by where they lead, in the order of the first of them.
fn bytes_by_target(
    dfa: &dense::DFA<Vec<u32>>,
    classes: &[Vec<u8>],
    id: StateID,
) -> Vec<(StateID, Vec<u8>)> {
    let mut ways: Vec<(StateID, Vec<u8>)> = Vec::new();
    for bytes in classes {
        let target = dfa.next_state(id, bytes[0]);
        if dfa.is_dead_state(target) {
            continue;
        }
        match ways.iter_mut().find(|(known, _)| *known == target) {
            Some((_, known)) => known.extend(bytes),
            None => ways.push((target, bytes.clone())),
        }
    }
    ways
}

/// The classes of bytes that lead to the same state everywhere.
fn classes(dfa: &dense::DFA<Vec<u32>>) -> Vec<Vec<u8>> {
    let classes = dfa.byte_classes();
    let mut bytes: Vec<Vec<u8>> = Vec::new();
    bytes.resize(256, Vec::new());
    for byte in 0..=u8::MAX {
        bytes[usize::from(classes.get(byte))].push(byte);
    }
    bytes.retain(|class| !class.is_empty());
    bytes
}

impl Automaton for Strings {
    type State = Place;

    fn start(&self) -> Place {
        Place::Nothing
    }

    fn accepts(&self, place: &Place) -> bool {
        match place {
            Place::Nothing => false,
            Place::State(state) => self.states[*state as usize].accepts,
        }
    }

    fn edges(&self, place: &Place, edges: &mut Vec<Edge<Place>>) {
        let state = match place {
            Place::Nothing => START,
            Place::State(state) => *state,
        };
        edges.extend(self.states[state as usize].edges.iter().map(|way| {
            let bytes = &self.alphabets[way.alphabet as usize];
            Edge {
                label: way.alphabet,
                symbols: bytes.len() as u32,
                // The bytes of one edge stand at the same place within a character.
                has_length: self.max_length.is_some() && starts_character(bytes[0]),
                target: Place::State(way.target),
            }
        }));
    }
}
