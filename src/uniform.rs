//! Randomness, and unbiased draws.

pub mod alphabet;
pub mod automaton;
pub mod entropy;
pub mod natural;
pub mod upper_bound;
pub mod word_counts;
