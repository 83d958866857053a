//! Finite automata as graphs of numbered states.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::mem;
use std::ops::Range;

use anyhow::{Result, ensure};
use foldhash::fast::FixedState;

use crate::message::hinted;

/// The most memory for a graph and the counts of its words, in bytes.
pub const MAX_MEMORY: usize = 48 << 20;

/// A deterministic automaton: each word is the symbols along exactly one path.
pub trait Automaton {
    /// Everything that the rest of a word depends on, apart from its length.
    type State: Clone + Eq + Hash;

    fn start(&self) -> Self::State;

    /// Whether a word may end in this state.
    fn accepts(&self, state: &Self::State) -> bool;

    /// Appends the edges that leave `state`. No cycle has a length of zero.
    fn edges(&self, state: &Self::State, edges: &mut Vec<Edge<Self::State>>);
}

/// Symbols that lead to the same state.
pub struct Edge<State> {
    /// Names the symbols, in the automaton's own terms.
    pub label: u32,
    /// The number of symbols.
    pub symbols: u32,
    /// Whether a symbol of this edge counts towards the length of a word.
    pub has_length: bool,
    pub target: State,
}

/// An automaton whose states are numbered from 0, where words begin.
pub struct Graph {
    nodes: Vec<Node>,
    ways: Vec<Way>,
    /// All nodes, each after those that its edges without length lead to.
    order: Vec<u32>,
}

struct Node {
    accepts: bool,
    /// The index after its last edge. Its edges follow the edges of the node before.
    ways_end: u32,
}

/// An edge between numbered states.
#[derive(Clone, Copy)]
pub struct Way {
    pub label: u32,
    pub symbols: u32,
    pub has_length: bool,
    pub target: u32,
}

/// The numbers of the states. The hash has no random key, as nobody gains by states that collide.
type Numbers<State> = HashMap<State, u32, FixedState>;

impl Graph {
    /// Numbers the states of `automaton` that can be reached.
    ///
    /// # Errors
    /// The graph takes more than [`MAX_MEMORY`]. The error hints at what `hint` says.
    pub fn of<A: Automaton>(automaton: &A, hint: &str) -> Result<Self> {
        let (mut nodes, mut ways) = (Vec::new(), Vec::new());
        let mut numbers = Numbers::default();
        let mut found = vec![automaton.start()];
        numbers.insert(automaton.start(), 0);
        let mut edges = Vec::new();
        while let Some(state) = found.get(nodes.len()).cloned() {
            let accepts = automaton.accepts(&state);
            automaton.edges(&state, &mut edges);
            let more = edges.len();
            let reserved = nodes.try_reserve(1).is_ok()
                && ways.try_reserve(more).is_ok()
                && found.try_reserve(more).is_ok()
                && numbers.try_reserve(more).is_ok();
            ensure!(reserved, out_of_memory(hint));
            for edge in edges.drain(..) {
                let target = match numbers.entry(edge.target) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(new) => {
                        found.push(new.key().clone());
                        *new.insert(found.len() as u32 - 1)
                    }
                };
                ways.push(Way {
                    label: edge.label,
                    symbols: edge.symbols,
                    has_length: edge.has_length,
                    target,
                });
            }
            nodes.push(Node {
                accepts,
                ways_end: ways.len() as u32,
            });
            // A hash table and a vector that grow hold three times what is in them for a moment.
            let state_size = size_of::<Node>() + 2 * size_of::<A::State>() + size_of::<u32>();
            let needed = 3 * (found.len() * state_size + ways.len() * size_of::<Way>());
            check_memory(needed, hint)?;
        }
        let mut graph = Self {
            nodes,
            ways,
            order: Vec::new(),
        };
        graph.order = graph.sorted();
        Ok(graph)
    }

    /// All nodes in an order in which edges without length lead backwards (depth-first search).
    fn sorted(&self) -> Vec<u32> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut is_seen = vec![false; self.nodes.len()];
        let mut path: Vec<(u32, Range<usize>)> = Vec::new();
        for root in 0..self.nodes.len() as u32 {
            let mut next = (!mem::replace(&mut is_seen[root as usize], true)).then_some(root);
            loop {
                path.extend(next.map(|node| (node, self.range(node))));
                let Some((node, rest)) = path.last_mut() else {
                    break;
                };
                next = rest.map(|way| self.ways[way]).find_map(|way| {
                    let is_new = !way.has_length && !is_seen[way.target as usize];
                    is_new.then_some(way.target)
                });
                if let Some(target) = next {
                    is_seen[target as usize] = true;
                } else {
                    order.push(*node);
                    path.pop();
                }
            }
        }
        order
    }

    fn range(&self, node: u32) -> Range<usize> {
        let index = node as usize;
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.nodes[before].ways_end);
        start as usize..self.nodes[index].ways_end as usize
    }

    /// The number of states.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The memory that the graph takes, in bytes.
    pub fn size(&self) -> usize {
        self.nodes.len() * (size_of::<Node>() + size_of::<u32>()) + size_of_val(&self.ways[..])
    }

    /// The number of edges.
    pub fn edges(&self) -> usize {
        self.ways.len()
    }

    pub fn accepts(&self, node: u32) -> bool {
        self.nodes[node as usize].accepts
    }

    /// The edges that leave `node`.
    pub fn ways(&self, node: u32) -> &[Way] {
        &self.ways[self.range(node)]
    }

    /// All nodes, each after those that its edges without length lead to.
    pub fn order(&self) -> &[u32] {
        &self.order
    }
}

/// Refuses to use more than [`MAX_MEMORY`] bytes.
pub fn check_memory(bytes: usize, hint: &str) -> Result<()> {
    if bytes > MAX_MEMORY {
        return Err(hinted(
            format!(
                "counting the possibilities takes more memory than the {} MiB allowed",
                MAX_MEMORY >> 20
            ),
            hint,
        ));
    }
    Ok(())
}

/// The error of memory that the system does not give.
pub fn out_of_memory(hint: &str) -> anyhow::Error {
    hinted("there is no memory to count the possibilities", hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts down from a number by steps without length and once around with it.
    struct Ring(u32);

    impl Automaton for Ring {
        type State = u32;

        fn start(&self) -> u32 {
            self.0
        }

        fn accepts(&self, &state: &u32) -> bool {
            state == 0
        }

        fn edges(&self, &state: &u32, edges: &mut Vec<Edge<u32>>) {
            edges.push(Edge {
                label: state,
                symbols: 1,
                has_length: state == 0,
                target: state.checked_sub(1).unwrap_or(self.0),
            });
        }
    }

    #[test]
    fn targets_without_length_come_first_however_long_the_path() {
        let graph = Graph::of(&Ring(100_000), "").unwrap();
        assert_eq!((graph.len(), graph.edges()), (100_001, 100_001));
        let mut place = vec![0; graph.len()];
        for (index, &node) in graph.order().iter().enumerate() {
            place[node as usize] = index;
        }
        for node in 0..graph.len() as u32 {
            let way = graph.ways(node)[0];
            assert_eq!(graph.accepts(node), way.has_length);
            assert!(way.has_length || place[way.target as usize] < place[node as usize]);
        }
    }

    #[test]
    fn too_many_states_are_refused() {
        let error = Graph::of(&Ring(u32::MAX - 1), "count less").err().unwrap();
        assert_eq!(
            error.to_string(),
            "counting the possibilities takes more memory than the 48 MiB allowed"
        );
    }
}
