//! A deterministic automaton that reads the strings of a regular expression byte by byte.

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

/// The hint for a pattern that is too large.
const HINT: &str = "repeat fewer times, overlap fewer alternatives, or lower --max-length";

/// The most memory of each step that builds the automaton, in bytes: the nondeterministic automaton,
/// the sets of its states during determinization, and the resulting table.
///
/// A pattern that is too large is refused within half a second and 20 MiB.
const MAX_AUTOMATON: usize = 4 << 20;

/// A deterministic automaton whose words are the non-empty strings of an expression, in UTF-8.
///
/// The bytes of a string are exactly one path, even if the expression matches it in several ways.
pub struct Strings {
    states: Vec<State>,
    /// The different sets of bytes. Their indices are the labels of the edges.
    alphabets: Vec<Vec<u8>>,
    /// The most characters of a string.
    max_length: Option<u16>,
}

struct State {
    accepts: bool,
    edges: Vec<Edge<u32>>,
}

/// The index of the state where strings begin.
const START: u32 = 0;

impl Strings {
    /// Builds the automaton of `expression`. Without `max_length` the expression must have finitely
    /// many strings.
    ///
    /// # Errors
    /// The automaton is too large.
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
        // Without `max_length` the automaton has no cycles, and no edge has a length.
        let length = self.max_length.unwrap_or(0).into();
        WordCounts::of(self, Lengths::UpTo, HINT)?.up_to_length(length)
    }

    /// The byte of a symbol.
    pub fn byte(&self, symbol: Symbol) -> u8 {
        self.alphabets[symbol.label as usize][symbol.index as usize]
    }

    /// Whether a string may contain this byte: an edge with the byte leads to a state where strings
    /// end or continue.
    pub fn may_contain(&self, byte: u8) -> bool {
        let continues = |edge: &&Edge<u32>| {
            let target = &self.states[edge.target as usize];
            target.accepts || !target.edges.is_empty()
        };
        let edges = self.states.iter().flat_map(|state| &state.edges);
        edges
            .filter(continues)
            .any(|edge| self.alphabets[edge.label as usize].contains(&byte))
    }

    /// Whether `text` is one of the strings.
    pub fn has(&self, text: &str) -> bool {
        let most = self.max_length.map_or(usize::MAX, usize::from);
        let mut state = &self.states[START as usize];
        for byte in text.bytes() {
            let mut edges = state.edges.iter();
            let Some(edge) = edges.find(|edge| self.alphabets[edge.label as usize].contains(&byte))
            else {
                return false;
            };
            state = &self.states[edge.target as usize];
        }
        !text.is_empty() && state.accepts && text.chars().count() <= most
    }

    /// Whether the empty string matches.
    pub fn has_empty(&self) -> bool {
        self.states[START as usize].accepts
    }

    /// Copies the states that can be reached from `start`, except the dead state.
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
                // The bytes of one edge are at the same position within a character.
                let has_length = self.max_length.is_some() && starts_character(bytes[0]);
                let symbols = bytes.len() as u32;
                let label = *labels.entry(bytes).or_insert_with_key(|bytes| {
                    self.alphabets.push(bytes.clone());
                    self.alphabets.len() as u32 - 1
                });
                edges.push(Edge {
                    label,
                    symbols,
                    has_length,
                    target,
                });
            }
            self.states.push(State {
                // The DFA reports a match one byte late.
                accepts: dfa.is_match_state(dfa.next_eoi_state(id)),
                edges,
            });
        }
    }
}

/// The deterministic automaton of `expression`, or `None` if it is too large.
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
                // A leftmost match would leave out strings after which a search stops.
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

/// The bytes that lead from a state to each target, in the order of the first byte.
fn bytes_by_target(
    dfa: &dense::DFA<Vec<u32>>,
    classes: &[Vec<u8>],
    id: StateID,
) -> Vec<(StateID, Vec<u8>)> {
    let mut targets: Vec<(StateID, Vec<u8>)> = Vec::new();
    for bytes in classes {
        let target = dfa.next_state(id, bytes[0]);
        if dfa.is_dead_state(target) {
            continue;
        }
        match targets.iter_mut().find(|(known, _)| *known == target) {
            Some((_, known)) => known.extend(bytes),
            None => targets.push((target, bytes.clone())),
        }
    }
    targets
}

/// The equivalence classes of bytes: in every state, the bytes of a class lead to the same target.
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
    /// The index of a state, or `None` before the first byte: the empty string is never accepted.
    type State = Option<u32>;

    fn start(&self) -> Self::State {
        None
    }

    fn accepts(&self, state: &Self::State) -> bool {
        state.is_some_and(|state| self.states[state as usize].accepts)
    }

    fn edges(&self, state: &Self::State, edges: &mut Vec<Edge<Self::State>>) {
        let state = &self.states[state.unwrap_or(START) as usize];
        edges.extend(state.edges.iter().map(|edge| Edge {
            label: edge.label,
            symbols: edge.symbols,
            has_length: edge.has_length,
            target: Some(edge.target),
        }));
    }
}
