//! Finite sets of words, counted and numbered: the mathematics of passwords and patterns.
//!
//! A set of words is given as a deterministic automaton without cycles, in which each word is the
//! symbols along exactly one path. The number of words that begin at a state is the sum over its
//! edges of the symbols on the edge times the words that begin at its target, plus one if a word
//! may end here. The same sums, walked down from a number below the total, turn each number into
//! its own word (unranking), so that a uniform number is a uniform word.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::{mem, vec};

use anyhow::{Result, bail, ensure};

use crate::uniform::natural::Natural;

/// More states than this are refused; counting them takes about a second.
const MAX_STATES: usize = 1 << 19;

/// A deterministic automaton. No path comes back to a state it has left.
pub trait Automaton {
    /// What the rest of a word depends on.
    type State: Clone + Ord;

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
    known: BTreeMap<State, usize>,
    start: usize,
    /// What counting may take, in bytes, and how much of it is left.
    limit: usize,
    room: usize,
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

impl<State: Clone + Ord> Language<State> {
    /// Counts the words of `automaton`.
    ///
    /// # Errors
    /// It has more than [`MAX_STATES`] states.
    pub fn of(automaton: &impl Automaton<State = State>) -> Result<Self> {
        Self::within(automaton, usize::MAX)
    }

    /// Counts the words of `automaton` in about `limit` bytes of memory.
    ///
    /// # Errors
    /// It takes more, or has more than [`MAX_STATES`] states.
    pub fn within(automaton: &impl Automaton<State = State>, limit: usize) -> Result<Self> {
        let mut language = Self {
            nodes: Vec::new(),
            known: BTreeMap::new(),
            start: 0,
            limit,
            room: limit,
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
    ///
    /// No recursion: a word may be longer than the stack is deep.
    fn visit(&mut self, automaton: &impl Automaton<State = State>, state: State) -> Result<usize> {
        if let Some(&index) = self.known.get(&state) {
            return Ok(index);
        }
        let mut visit = Visit::of(automaton, state);
        let mut waiting = Vec::new();
        loop {
            if let Some(target) = self.advance(&mut visit)? {
                waiting.push(mem::replace(&mut visit, Visit::of(automaton, target)));
            } else {
                let index = self.add(visit)?;
                match waiting.pop() {
                    Some(before) => visit = before,
                    None => return Ok(index),
                }
            }
        }
    }

    /// Counts the words along the edges of a state, up to one that leads to a state whose words
    /// are not counted yet. Returns that state.
    fn advance(&mut self, visit: &mut Visit<State>) -> Result<Option<State>> {
        while let Some(edge) = visit.edges.peek() {
            let Some(&target) = self.known.get(&edge.target) else {
                return Ok(Some(edge.target.clone()));
            };
            let mut words = self.nodes[target].count.clone();
            words.multiply(edge.symbols);
            if !words.is_zero() {
                self.take_room(size_of::<Way>(), &words)?;
                visit.node.count.add_natural(&words);
                visit.node.ways.push(Way {
                    label: edge.label,
                    symbols: edge.symbols,
                    target,
                    count: words,
                });
            }
            visit.edges.next();
        }
        Ok(None)
    }

    /// Adds a node whose edges are all counted, and returns its index.
    fn add(&mut self, visit: Visit<State>) -> Result<usize> {
        ensure!(
            self.nodes.len() < MAX_STATES,
            "counting the possibilities takes more than {MAX_STATES} states: ask for less at once"
        );
        self.take_room(
            size_of::<Node>() + size_of::<(State, usize)>(),
            &visit.node.count,
        )?;
        let index = self.nodes.len();
        self.nodes.push(visit.node);
        self.known.insert(visit.state, index);
        Ok(index)
    }

    /// Takes `bytes` and those of `number` off the room that is left.
    fn take_room(&mut self, bytes: usize, number: &Natural) -> Result<()> {
        let needed = bytes + number.bits().div_ceil(8) as usize;
        let Some(room) = self.room.checked_sub(needed) else {
            bail!(
                "counting the possibilities takes more memory than the {} MiB allowed: ask for less at once",
                self.limit >> 20
            );
        };
        self.room = room;
        Ok(())
    }
}

/// A state whose words are being counted.
struct Visit<State> {
    state: State,
    /// What is counted so far.
    node: Node,
    /// The edges that are not.
    edges: Peekable<vec::IntoIter<Edge<State>>>,
}

impl<State> Visit<State> {
    fn of(automaton: &impl Automaton<State = State>, state: State) -> Self {
        let accepts = automaton.accepts(&state);
        let edges = automaton.edges(&state);
        Self {
            state,
            node: Node {
                accepts,
                count: Natural::from(u64::from(accepts)),
                ways: Vec::with_capacity(edges.len()),
            },
            edges: edges.into_iter().peekable(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of each length up to this, all of one symbol.
    struct Chain(u32);

    impl Automaton for Chain {
        type State = u32;

        fn start(&self) -> u32 {
            self.0
        }

        fn accepts(&self, _: &u32) -> bool {
            true
        }

        fn edges(&self, &left: &u32) -> Vec<Edge<u32>> {
            let edge = |target| Edge {
                label: 0,
                symbols: 1,
                target,
            };
            left.checked_sub(1).map(edge).into_iter().collect()
        }
    }

    #[test]
    fn words_longer_than_the_stack_is_deep_are_counted() {
        let longest = MAX_STATES as u32 - 1;
        let language = Language::of(&Chain(longest)).unwrap();
        assert!(*language.count() == Natural::from(u64::from(longest) + 1));
        let mut length = 0;
        language.word(Natural::from(u64::from(longest)), |_, _| length += 1);
        assert_eq!(length, longest);
    }

    #[test]
    fn too_many_states_and_too_much_memory_are_refused() {
        let error = |chain, limit| Language::within(&chain, limit).err().unwrap().to_string();
        assert!(
            error(Chain(MAX_STATES as u32), usize::MAX)
                .contains(&format!("more than {MAX_STATES} states"))
        );
        assert!(error(Chain(100_000), 1 << 20).contains("more memory than the 1 MiB allowed"));
        assert!(Language::within(&Chain(1000), 1 << 20).is_ok());
    }

    #[test]
    fn the_memory_that_is_counted_is_that_of_all_that_is_kept() {
        for longest in [0, 1, 1000] {
            let language = Language::within(&Chain(longest), 1 << 20).unwrap();
            let number = |number: &Natural| number.bits().div_ceil(8) as usize;
            let way = |way: &Way| size_of::<Way>() + number(&way.count);
            let node = |node: &Node| {
                let ways: usize = node.ways.iter().map(way).sum();
                size_of::<Node>() + size_of::<(u32, usize)>() + number(&node.count) + ways
            };
            let kept: usize = language.nodes.iter().map(node).sum();
            assert_eq!(language.limit - language.room, kept);
            assert_eq!(language.nodes.len(), longest as usize + 1);
        }
    }
}
