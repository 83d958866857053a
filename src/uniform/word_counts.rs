//! Counts the words of an automaton, and draws from them uniformly.
//!
//! The number of words that begin at a state is the sum over its edges of the symbols on the edge
//! times the words that begin at its target, plus one if a word may end there. The counts of each
//! length follow from those of the length before. They are kept as upper bounds of 64 bits and an
//! exponent, because a table of exact counts can take gigabytes.
//!
//! Draws are exactly uniform nevertheless. Each word owns exactly one number below the bound of the
//! start: at each state, the word that ends there owns number 0, and the words of each edge own a
//! block of numbers whose size is the bound of the edge. Within a block, the remainder by the number
//! of symbols selects the symbol, and the quotient is the number of the rest of the word. The bound of
//! a state is at least the sum of its blocks, and a block is at least as long as its words need, so no
//! two words own the same number. Rounding leaves some numbers without a word. A draw of such a
//! number, with odds below 2^-40, is repeated: rejection keeps all words equally likely.

use std::mem;

use anyhow::{Result, ensure};

use crate::message::hinted;
use crate::uniform::automaton::{Automaton, Graph, MAX_MEMORY, check_memory, out_of_memory};
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;
use crate::uniform::upper_bound::UpperBound;

/// The most edges that are followed to count: about half a second.
const MAX_STEPS: usize = 1 << 26;

/// Which words are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// The words of exactly this length.
    Exactly,
    /// The words of at most this length.
    UpTo,
}

/// The counts of all states for one length.
type Layer<const WIDTH: u32> = Vec<UpperBound<WIDTH>>;

/// The number of words of an automaton, up to a length.
pub struct WordCounts<const WIDTH: u32 = 64> {
    graph: Graph,
    lengths: Lengths,
    /// The hint of the error when counting takes too much time or memory.
    hint: &'static str,
    /// The counts of `length`.
    last: Layer<WIDTH>,
    length: usize,
    /// The counts of the lengths 0, `interval`, twice `interval` and so on, below `length`.
    kept: Vec<Layer<WIDTH>>,
    interval: usize,
    /// The number of edges that may still be followed.
    steps_left: usize,
}

/// A symbol of a drawn word: the label of its edge, and its index among the symbols of the edge.
#[derive(Clone, Copy, PartialEq)]
pub struct Symbol {
    pub label: u32,
    pub index: u32,
}

impl<const WIDTH: u32> WordCounts<WIDTH> {
    /// Counts the words of `automaton` of length 0.
    ///
    /// # Errors
    /// The automaton is too large. The error has the hint `hint`.
    pub fn of<A: Automaton>(automaton: &A, lengths: Lengths, hint: &'static str) -> Result<Self> {
        let graph = Graph::of(automaton, hint)?;
        let mut counts = Self {
            graph,
            lengths,
            hint,
            last: Vec::new(),
            length: 0,
            kept: Vec::new(),
            interval: 1,
            steps_left: MAX_STEPS,
        };
        counts.count(0)?;
        Ok(counts)
    }

    /// Goes on counting up to `length`.
    pub fn up_to_length(mut self, length: usize) -> Result<Self> {
        while self.length < length {
            self.lengthen()?;
        }
        Ok(self)
    }

    /// Counts the words that are longer by one symbol.
    ///
    /// # Errors
    /// Counting takes too long or too much memory.
    pub fn lengthen(&mut self) -> Result<()> {
        self.count(self.length + 1)
    }

    pub fn length(&self) -> usize {
        self.length
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The number of words, or an upper bound of it.
    pub fn total(&self) -> UpperBound<WIDTH> {
        self.last[0]
    }

    /// Draws a word. All words are equally likely, and there must be at least one.
    pub fn draw(&self, entropy: &mut Entropy) -> Result<Vec<Symbol>> {
        if let Some(bound) = self.total().to_u64() {
            return entropy.draw_until(|entropy| self.word(entropy.below(bound)?));
        }
        let bound = self.total().to_natural();
        entropy.draw_until(|entropy| self.word(entropy.below_natural(&bound)?))
    }

    /// The word that owns `number`, if there is one.
    pub fn word(&self, mut number: impl Number) -> Result<Option<Vec<Symbol>>> {
        let mut layers = Layers {
            counts: self,
            recounted: Vec::new(),
            interval: None,
        };
        let mut word = Vec::with_capacity(self.length.max(16));
        let (mut node, mut length) = (0, self.length);
        'word: loop {
            if self.may_end(node, length) {
                if number.is_zero() {
                    return Ok(Some(word));
                }
                number.subtract_shifted(1, 0);
            }
            for edge in self.graph.edges(node) {
                let Some(rest) = length.checked_sub(edge.has_length.into()) else {
                    continue;
                };
                let (block, exponent) =
                    layers.get(rest)?[edge.target as usize].scaled(edge.symbols);
                if number.is_below_shifted(block, exponent) {
                    let index = number.divide(edge.symbols) as u32;
                    let label = edge.label;
                    word.push(Symbol { label, index });
                    (node, length) = (edge.target, rest);
                    continue 'word;
                }
                number.subtract_shifted(block, exponent);
            }
            return Ok(None);
        }
    }

    /// Counts the words of `length`, which is 0 or one more than `self.length`.
    fn count(&mut self, length: usize) -> Result<()> {
        let Some(left) = self.steps_left.checked_sub(self.graph.edge_count().max(1)) else {
            return Err(hinted(
                format!("counting the possibilities takes more than the {MAX_STEPS} steps allowed"),
                self.hint,
            ));
        };
        self.steps_left = left;
        self.make_room()?;
        let layer = self.layer(length, &self.last)?;
        let before = mem::replace(&mut self.last, layer);
        if length > 0 && self.length.is_multiple_of(self.interval) {
            self.kept.push(before);
        }
        self.length = length;
        Ok(())
    }

    /// Computes the counts of `length` from the counts `before` of the length before.
    fn layer(&self, length: usize, before: &[UpperBound<WIDTH>]) -> Result<Layer<WIDTH>> {
        let mut layer = Vec::new();
        ensure!(
            layer.try_reserve_exact(self.graph.len()).is_ok(),
            out_of_memory(self.hint)
        );
        layer.resize(self.graph.len(), UpperBound::ZERO);
        for &node in self.graph.order() {
            let edges = self.graph.edges(node).iter();
            // A word of length 0 has no edge with a length.
            let edges = edges.filter(|edge| length > 0 || !edge.has_length);
            let products = edges.map(|edge| {
                let rest = if edge.has_length { before } else { &layer };
                (rest[edge.target as usize], edge.symbols)
            });
            layer[node as usize] = UpperBound::sum(products, self.may_end(node, length));
        }
        Ok(layer)
    }

    /// Makes room for another layer: drops every other layer if all take too much memory.
    fn make_room(&mut self) -> Result<()> {
        let layer = self.graph.len() * size_of::<UpperBound<WIDTH>>();
        loop {
            // While a word is drawn, the layers between two kept layers are counted again.
            let layers = self.kept.len() + self.interval + 2;
            let needed = self.graph.size() + layers * layer;
            if needed <= MAX_MEMORY || self.interval > self.kept.len() {
                return check_memory(needed, self.hint);
            }
            let mut index = 0..;
            self.kept
                .retain(|_| index.next().is_some_and(|index| index % 2 == 0));
            self.interval *= 2;
        }
    }

    /// Whether a word may end at `node`, when `length` symbols are left.
    fn may_end(&self, node: u32, length: usize) -> bool {
        self.graph.accepts(node) && (length == 0 || self.lengths == Lengths::UpTo)
    }
}

/// The number of a word. It is a `u64` if all the numbers fit one, because that is several times as fast.
pub trait Number {
    fn is_zero(&self) -> bool;

    /// Whether this number is less than `number · 2^exponent`.
    fn is_below_shifted(&self, number: u128, exponent: u32) -> bool;

    /// Subtracts `number · 2^exponent`, which is at most this number.
    fn subtract_shifted(&mut self, number: u128, exponent: u32);

    /// Divides by `divisor`, which is not zero, and returns the remainder.
    fn divide(&mut self, divisor: u32) -> u64;
}

impl Number for u64 {
    fn is_zero(&self) -> bool {
        *self == 0
    }

    fn is_below_shifted(&self, number: u128, exponent: u32) -> bool {
        // A bound with an exponent is at least 2^`WIDTH`, and this number is below.
        exponent > 0 || u128::from(*self) < number
    }

    fn subtract_shifted(&mut self, number: u128, _: u32) {
        *self -= number as Self;
    }

    fn divide(&mut self, divisor: u32) -> u64 {
        let remainder = *self % u64::from(divisor);
        *self /= u64::from(divisor);
        remainder
    }
}

impl Number for Natural {
    fn is_zero(&self) -> bool {
        self.is_zero()
    }

    fn is_below_shifted(&self, number: u128, exponent: u32) -> bool {
        self.is_below_shifted(number, exponent)
    }

    fn subtract_shifted(&mut self, number: u128, exponent: u32) {
        self.subtract_shifted(number, exponent);
    }

    fn divide(&mut self, divisor: u32) -> u64 {
        self.divide(divisor.into())
    }
}

/// Access to the counts of every length. Layers that were not kept are counted again.
struct Layers<'a, const WIDTH: u32> {
    counts: &'a WordCounts<WIDTH>,
    /// The layers between the kept layers `interval` and `interval + 1`.
    recounted: Vec<Layer<WIDTH>>,
    interval: Option<usize>,
}

impl<const WIDTH: u32> Layers<'_, WIDTH> {
    /// The counts of `length`.
    fn get(&mut self, length: usize) -> Result<&[UpperBound<WIDTH>]> {
        let counts = self.counts;
        if length == counts.length {
            return Ok(&counts.last);
        }
        let (interval, offset) = (length / counts.interval, length % counts.interval);
        let Some(index) = offset.checked_sub(1) else {
            return Ok(&counts.kept[interval]);
        };
        if self.interval != Some(interval) {
            self.recounted.clear();
            let first = interval * counts.interval;
            for next in first + 1..counts.length.min(first + counts.interval) {
                let before = self.recounted.last().unwrap_or(&counts.kept[interval]);
                self.recounted.push(counts.layer(next, before)?);
            }
            self.interval = Some(interval);
        }
        Ok(&self.recounted[index])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::uniform::automaton::Edge;

    /// An automaton with edges with and without length, with edges of several symbols and of none.
    struct Mixed;

    impl Automaton for Mixed {
        type State = (u8, bool);

        fn start(&self) -> Self::State {
            (0, false)
        }

        fn accepts(&self, &(wait, has_other): &Self::State) -> bool {
            wait == 0 && has_other
        }

        fn edges(&self, &(wait, has_other): &Self::State, edges: &mut Vec<Edge<Self::State>>) {
            let mut add = |label, symbols, has_length, target| {
                edges.push(Edge {
                    label,
                    symbols,
                    has_length,
                    target,
                });
            };
            match wait {
                0 => {
                    add(0, 1, true, (0, has_other));
                    add(1, 2, true, (0, true));
                    add(2, 1, true, (2, has_other));
                    // An edge without symbols.
                    add(3, 0, false, (1, true));
                }
                _ => add(
                    3 + u32::from(wait),
                    u32::from(wait),
                    false,
                    (wait - 1, true),
                ),
            }
        }
    }

    /// All words, found by following all paths.
    fn all_words(length: usize, lengths: Lengths) -> BTreeSet<Vec<(u32, u32)>> {
        let mut words = BTreeSet::new();
        let mut paths = vec![(Mixed.start(), length, Vec::new())];
        while let Some((state, left, path)) = paths.pop() {
            if Mixed.accepts(&state) && (left == 0 || lengths == Lengths::UpTo) {
                assert!(words.insert(path.clone()));
            }
            let mut edges = Vec::new();
            Mixed.edges(&state, &mut edges);
            for edge in edges {
                let Some(left) = left.checked_sub(edge.has_length.into()) else {
                    continue;
                };
                for index in 0..edge.symbols {
                    let path = [&path[..], &[(edge.label, index)]].concat();
                    paths.push((edge.target, left, path));
                }
            }
        }
        words
    }

    /// Asserts that each word owns exactly one number below the bound. Returns the number of numbers
    /// without a word.
    fn check<const WIDTH: u32>(counts: &WordCounts<WIDTH>) -> u64 {
        let expected = all_words(counts.length(), counts.lengths);
        let bound = counts.total().to_natural().to_u64().unwrap();
        let mut owned = BTreeSet::new();
        for number in 0..bound {
            let word = counts.word(Natural::from(number)).unwrap();
            if counts.total().to_u64().is_some() {
                assert!(counts.word(number).unwrap() == word, "{number}");
            }
            if let Some(word) = word {
                let symbols = word.iter().map(|symbol| (symbol.label, symbol.index));
                assert!(owned.insert(symbols.collect()), "{number} of {bound}");
            }
        }
        assert!(owned == expected, "{} words", expected.len());
        let left_over = bound - expected.len() as u64;
        assert!(left_over == 0 || !counts.total().is_exact());
        left_over
    }

    #[test]
    fn every_word_owns_one_number_at_every_precision() {
        let mut left_over = 0;
        for lengths in [Lengths::Exactly, Lengths::UpTo] {
            for length in 0..=5 {
                let exact = WordCounts::<64>::of(&Mixed, lengths, "").unwrap();
                assert_eq!(check(&exact.up_to_length(length).unwrap()), 0);
                let rounded = WordCounts::<3>::of(&Mixed, lengths, "").unwrap();
                left_over += check(&rounded.up_to_length(length).unwrap());
                let rounded = WordCounts::<1>::of(&Mixed, lengths, "").unwrap();
                check(&rounded.up_to_length(length).unwrap());
            }
        }
        assert!(left_over > 100, "{left_over}");
    }

    #[test]
    fn recounted_layers_are_the_same() {
        for interval in [2, 4, 8] {
            let mut counts = WordCounts::<64>::of(&Mixed, Lengths::Exactly, "").unwrap();
            counts.interval = interval;
            for length in 0..=6_usize {
                assert_eq!(counts.kept.len(), length.div_ceil(interval));
                check(&counts);
                counts.lengthen().unwrap();
            }
        }
    }

    #[test]
    fn a_draw_that_no_word_owns_is_repeated() {
        let counts = WordCounts::<3>::of(&Mixed, Lengths::Exactly, "").unwrap();
        let counts = counts.up_to_length(3).unwrap();
        let bound = counts.total().to_natural().to_u64().unwrap();
        let unowned = (0..bound).rev().find(|&number| {
            let word = counts.word(Natural::from(number));
            word.unwrap().is_none()
        });
        let bytes = [unowned.unwrap() as u8, 0];
        let drawn = counts.draw(&mut Entropy::tape(&bytes)).unwrap();
        let first = counts.word(Natural::zero()).unwrap().unwrap();
        let labels = |word: &[Symbol]| word.iter().map(|symbol| symbol.label).collect::<Vec<_>>();
        assert_eq!(labels(&drawn), labels(&first));
    }

    /// A graph with the given number of states and one word of each length.
    struct Wide(u32);

    impl Automaton for Wide {
        type State = u32;

        fn start(&self) -> u32 {
            0
        }

        fn accepts(&self, &state: &u32) -> bool {
            state == 0
        }

        fn edges(&self, &state: &u32, edges: &mut Vec<Edge<u32>>) {
            let next = (state + 1) % self.0;
            edges.push(Edge {
                label: 0,
                symbols: 1,
                has_length: next == 0,
                target: next,
            });
        }
    }

    #[test]
    fn layers_are_dropped_before_the_memory_is_used_up() {
        let counts = WordCounts::<64>::of(&Wide(100_000), Lengths::Exactly, "").unwrap();
        let counts = counts.up_to_length(100).unwrap();
        assert!(counts.interval > 1);
        let word = counts.word(Natural::zero()).unwrap().unwrap();
        assert_eq!(word.len(), 100 * 100_000);
    }

    #[test]
    fn words_that_take_too_many_steps_are_refused() {
        let counts = WordCounts::<64>::of(&Wide(1 << 10), Lengths::Exactly, "").unwrap();
        let error = counts.up_to_length(1 << 16).err().unwrap().to_string();
        assert!(
            error.ends_with("more than the 67108864 steps allowed"),
            "{error}"
        );
    }
}
