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
    /// Everything that the rest of a word depends on, except its length.
    type State: Clone + Eq + Hash;

    fn start(&self) -> Self::State;

    /// Whether a word may end in this state.
    fn accepts(&self, state: &Self::State) -> bool;

    /// Appends the edges that leave `state`. Every cycle has at least one edge with a length.
    fn edges(&self, state: &Self::State, edges: &mut Vec<Edge<Self::State>>);
}

/// Symbols that lead from one state to the same target.
#[derive(Clone, Copy)]
pub struct Edge<State> {
    /// Identifies the symbols. The automaton decides on its meaning.
    pub label: u32,
    /// The number of symbols.
    pub symbols: u32,
    /// Whether a symbol of this edge counts towards the length of a word.
    pub has_length: bool,
    pub target: State,
}

/// An automaton whose states are numbered. Words begin at number 0.
pub struct Graph {
    nodes: Vec<Node>,
    /// The edges of all nodes, in the order of the nodes.
    edges: Vec<Edge<u32>>,
    /// All nodes. The targets of a node's edges without length come before the node.
    order: Vec<u32>,
}

struct Node {
    accepts: bool,
    /// The index after its last edge. Its edges follow the edges of the node before.
    edges_end: u32,
}

/// The numbers of the states. The hash has no random key, because nobody gains from collisions here.
type Numbers<State> = HashMap<State, u32, FixedState>;

impl Graph {
    /// Numbers the reachable states of `automaton`.
    ///
    /// # Errors
    /// The graph takes more than [`MAX_MEMORY`]. The error has the hint `hint`.
    pub fn of<A: Automaton>(automaton: &A, hint: &str) -> Result<Self> {
        let (mut nodes, mut edges) = (Vec::new(), Vec::new());
        let mut numbers = Numbers::default();
        let mut found = vec![automaton.start()];
        numbers.insert(automaton.start(), 0);
        let mut leaving = Vec::new();
        while let Some(state) = found.get(nodes.len()).cloned() {
            let accepts = automaton.accepts(&state);
            automaton.edges(&state, &mut leaving);
            let more = leaving.len();
            let reserved = nodes.try_reserve(1).is_ok()
                && edges.try_reserve(more).is_ok()
                && found.try_reserve(more).is_ok()
                && numbers.try_reserve(more).is_ok();
            ensure!(reserved, out_of_memory(hint));
            for edge in leaving.drain(..) {
                let target = match numbers.entry(edge.target) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(new) => {
                        found.push(new.key().clone());
                        *new.insert(found.len() as u32 - 1)
                    }
                };
                edges.push(Edge {
                    label: edge.label,
                    symbols: edge.symbols,
                    has_length: edge.has_length,
                    target,
                });
            }
            nodes.push(Node {
                accepts,
                edges_end: edges.len() as u32,
            });
            // A hash table or a vector that grows takes three times the size of its content for a moment.
            let state_size = size_of::<Node>() + 2 * size_of::<A::State>() + size_of::<u32>();
            let needed = 3 * (found.len() * state_size + edges.len() * size_of::<Edge<u32>>());
            check_memory(needed, hint)?;
        }
        let mut graph = Self {
            nodes,
            edges,
            order: Vec::new(),
        };
        graph.order = graph.sorted();
        Ok(graph)
    }

    /// Sorts the nodes by depth-first search: edges without length lead backwards.
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
                next = rest.map(|edge| self.edges[edge]).find_map(|edge| {
                    let is_new = !edge.has_length && !is_seen[edge.target as usize];
                    is_new.then_some(edge.target)
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
            .map_or(0, |before| self.nodes[before].edges_end);
        start as usize..self.nodes[index].edges_end as usize
    }

    /// The number of states.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The memory that the graph takes, in bytes.
    pub fn size(&self) -> usize {
        self.nodes.len() * (size_of::<Node>() + size_of::<u32>()) + size_of_val(&self.edges[..])
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    pub fn accepts(&self, node: u32) -> bool {
        self.nodes[node as usize].accepts
    }

    /// The edges that leave `node`.
    pub fn edges(&self, node: u32) -> &[Edge<u32>] {
        &self.edges[self.range(node)]
    }

    /// All nodes. The targets of a node's edges without length come before the node.
    pub fn order(&self) -> &[u32] {
        &self.order
    }
}

/// Refuses more than [`MAX_MEMORY`] bytes.
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

/// The error when the system has no more memory.
pub fn out_of_memory(hint: &str) -> anyhow::Error {
    hinted("there is no memory to count the possibilities", hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cycle: steps without length count down, and a step with length returns to the start.
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
    fn targets_of_edges_without_length_come_first_on_long_paths() {
        let graph = Graph::of(&Ring(100_000), "").unwrap();
        assert_eq!((graph.len(), graph.edge_count()), (100_001, 100_001));
        let mut position = vec![0; graph.len()];
        for (index, &node) in graph.order().iter().enumerate() {
            position[node as usize] = index;
        }
        for node in 0..graph.len() as u32 {
            let edge = graph.edges(node)[0];
            assert_eq!(graph.accepts(node), edge.has_length);
            assert!(edge.has_length || position[edge.target as usize] < position[node as usize]);
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
