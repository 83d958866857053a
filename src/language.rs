//! Finite sets of words, counted and numbered: the mathematics of passwords and patterns.
//!
//! A set of words is given as a deterministic automaton without cycles, in which each word is the
//! symbols along exactly one path. The number of words that begin at a state is the sum over its
//! edges of the symbols on the edge times the words that begin at its target, plus one if a word
//! may end here. The same sums, walked down from a number below the total, turn each number into
//! its own word (unranking), so that a uniform number is a uniform word.

use std::collections::HashMap;
use std::hash::Hash;

use anyhow::{Result, ensure};

use crate::natural::Natural;

/// More states than this are refused; counting them takes about a second.
const MAX_STATES: usize = 1 << 19;

/// A deterministic automaton. No path comes back to a state it has left.
pub trait Automaton {
    /// What the rest of a word depends on.
    type State: Clone + Eq + Hash;

    fn start(&self) -> Self::State;

    /// Whether a word may end in this state.
    fn accepts(&self, state: &Self::State) -> bool;

    /// The ways on from this state, each to another one.
    fn edges(&self, state: &Self::State) -> Vec<Edge<Self::State>>;
}

/// So many symbols that lead to the same state.
pub struct Edge<State> {
    /// Which symbols these are, in the automaton's own terms.
    pub label: usize,
    /// How many they are, which may be none.
    pub symbols: u64,
    pub target: State,
}

/// The words of an automaton, counted once.
pub struct Language<State> {
    nodes: Vec<Node>,
    known: HashMap<State, usize>,
    start: usize,
}

struct Node {
    accepts: bool,
    /// The words that begin here.
    count: Natural,
    ways: Vec<Way>,
}

struct Way {
    label: usize,
    symbols: u64,
    target: usize,
    /// The words that go this way.
    count: Natural,
}

impl<State: Clone + Eq + Hash> Language<State> {
    /// Counts the words of `automaton`.
    ///
    /// # Errors
    /// It has more than [`MAX_STATES`] states.
    pub fn of(automaton: &impl Automaton<State = State>) -> Result<Self> {
        let mut language = Self {
            nodes: Vec::new(),
            known: HashMap::new(),
            start: 0,
        };
        language.restart(automaton)?;
        Ok(language)
    }

    /// Counts the words of another automaton, in which the states known so far have the same edges.
    pub fn restart(&mut self, automaton: &impl Automaton<State = State>) -> Result<()> {
        self.start = self.visit(automaton, automaton.start())?;
        Ok(())
    }

    /// How many words there are.
    pub fn count(&self) -> &Natural {
        &self.nodes[self.start].count
    }

    /// Walks along the word with this number, which is below the count, and gives `step` the label
    /// of each edge and which of its symbols, from 0, the word has there.
    ///
    /// Each number has its own word: within a state the words that end there come first, then
    /// those of each edge in order; within an edge, the remainder by its number of symbols is the
    /// symbol and the quotient the number of the rest.
    pub fn word(&self, mut number: Natural, mut step: impl FnMut(usize, u64)) {
        let mut node = &self.nodes[self.start];
        'walk: loop {
            if node.accepts {
                if number.is_zero() {
                    return;
                }
                number.subtract(&Natural::from(1));
            }
            for way in &node.ways {
                if number < way.count {
                    step(way.label, number.divide(way.symbols));
                    node = &self.nodes[way.target];
                    continue 'walk;
                }
                number.subtract(&way.count);
            }
            unreachable!("a number below the count has a way at every state");
        }
    }

    /// Adds the node of `state` and of all that can be reached from it, and returns its index. A
    /// state from which no word can be ended keeps a node with a count of zero, but no way leads to
    /// it.
    fn visit(&mut self, automaton: &impl Automaton<State = State>, state: State) -> Result<usize> {
        if let Some(&index) = self.known.get(&state) {
            return Ok(index);
        }
        let accepts = automaton.accepts(&state);
        let mut count = Natural::from(u64::from(accepts));
        let mut ways = Vec::new();
        for edge in automaton.edges(&state) {
            let target = self.visit(automaton, edge.target)?;
            let mut words = self.nodes[target].count.clone();
            words.multiply(edge.symbols);
            if words.is_zero() {
                continue;
            }
            count.add_natural(&words);
            ways.push(Way {
                label: edge.label,
                symbols: edge.symbols,
                target,
                count: words,
            });
        }
        ensure!(
            self.nodes.len() < MAX_STATES,
            "counting the possibilities takes more than {MAX_STATES} states: ask for less at once"
        );
        let index = self.nodes.len();
        self.nodes.push(Node {
            accepts,
            count,
            ways,
        });
        self.known.insert(state, index);
        Ok(index)
    }
}
