//! Reservoir sampling: picks from a stream whose number of items is unknown. All selections are
//! equally likely.
//!
//! Algorithm R (Vitter, "Random Sampling with a Reservoir", ACM TOMS 11(1), 1985): the first `k`
//! items fill the reservoir. Each later item, with the number `n`, enters with probability `k / n`
//! and replaces a uniformly drawn pick. Random bytes are compared with `k / n` as the digits of a
//! fraction in base 256: a byte above the digit refuses the item, a byte below it admits the item,
//! and an equal byte requires the next digit. So nearly all items cost one byte and one comparison.

use anyhow::Result;

use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The picks so far. A digit has `RADIX` values: 256, except in tests that try all digits.
pub struct Reservoir<const RADIX: u64 = 256> {
    picks: Vec<Secret>,
    count: usize,
    limit: u8,
}

impl<const RADIX: u64> Reservoir<RADIX> {
    /// An empty reservoir for `count` picks; `count` is at least 1.
    pub fn new(count: usize) -> Self {
        Self {
            picks: Vec::new(),
            count,
            limit: (RADIX - 1) as u8,
        }
    }

    /// The highest first digit with which this item or a later item can enter.
    pub fn limit(&self) -> u8 {
        self.limit
    }

    /// Offers the item with this `number` (the first item has 1) and its `first` random digit.
    ///
    /// `item` is called only if the item enters. An item whose digit is above `limit` need not be
    /// offered.
    pub fn offer(
        &mut self,
        number: u64,
        first: u8,
        entropy: &mut Entropy,
        item: impl FnOnce() -> Secret,
    ) -> Result<()> {
        if number <= self.count as u64 {
            self.picks.push(item());
        } else if self.admits(number, first, entropy)? {
            let replaced = entropy.below(self.count as u64)? as usize;
            self.picks[replaced] = item();
        }
        Ok(())
    }

    /// Decides with probability `count / number` whether an item enters.
    fn admits(&mut self, number: u64, first: u8, entropy: &mut Entropy) -> Result<bool> {
        let number = u128::from(number);
        let mut rest = self.count as u128 * u128::from(RADIX);
        let mut digit = u64::from(first);
        self.limit = (rest / number) as u8;
        loop {
            let expected = (rest / number) as u64;
            rest = rest % number * u128::from(RADIX);
            if digit != expected || rest == 0 {
                return Ok(digit < expected);
            }
            digit = entropy.below(RADIX)?;
        }
    }

    /// The picks in random order. There are fewer than `count` if fewer items were offered.
    pub fn picks(mut self, entropy: &mut Entropy) -> Result<Vec<Secret>> {
        for done in 0..self.picks.len() {
            entropy.shuffle_step(&mut self.picks, done)?;
        }
        Ok(self.picks)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// The digits of `number` in mixed radix. Each digit is below its bound in `bounds`.
    fn numbers(mut number: u64, bounds: &[u64]) -> Vec<u64> {
        let digits = bounds.iter().map(|bound| {
            let digit = number % bound;
            number /= bound;
            digit
        });
        digits.collect()
    }

    #[test]
    fn an_item_enters_with_probability_picks_by_number_to_every_digit() {
        const DIGITS: [u64; 5] = [4; 5];
        for number in 2..=40 {
            for count in 1..number {
                let (mut admitted, mut undecided) = (0, 0);
                for string in 0..DIGITS.iter().product() {
                    let digits = numbers(string, &DIGITS);
                    let mut entropy = Entropy::numbers(&digits[1..], &DIGITS[1..]);
                    let mut reservoir = Reservoir::<4>::new(count as usize);
                    match reservoir.admits(number, digits[0] as u8, &mut entropy) {
                        Ok(admits) => admitted += u64::from(admits),
                        Err(_) => undecided += 1,
                    }
                    assert_eq!(u64::from(reservoir.limit()), 4 * count / number);
                }
                // Digits below the fraction admit the item. Digits equal to it leave it undecided.
                let strings = DIGITS.iter().product::<u64>() * count;
                assert_eq!(admitted, strings / number, "{count} in {number}");
                assert!(undecided <= u64::from(strings % number != 0));
            }
        }
    }

    #[test]
    fn every_sequence_of_picks_comes_equally_often() {
        // All fractions up to 4/5 have a single digit in base 60.
        for (items, count) in [(1, 1), (2, 1), (3, 1), (2, 2), (3, 2), (4, 2), (5, 3)] {
            let later = items - count;
            let digits = vec![60; later as usize];
            let orders: Vec<u64> = (1..=count).rev().collect();
            let mut sequences = HashMap::new();
            for string in 0..60u64.pow(later as u32) {
                let firsts = numbers(string, &digits);
                // When fewer items enter, fewer positions are drawn, so each result weighs more.
                let enters = (count + 1..=items).zip(&firsts);
                let entered = enters
                    .filter(|(number, first)| **first < 60 * count / number)
                    .count();
                let bounds = [&vec![count; entered][..], &orders].concat();
                let weight = count.pow(later as u32 - entered as u32);
                for draws in 0..bounds.iter().product() {
                    let mut entropy = Entropy::numbers(&numbers(draws, &bounds), &bounds);
                    let mut reservoir = Reservoir::<60>::new(count as usize);
                    for number in 1..=items {
                        let first = number.checked_sub(count + 1);
                        let first = first.map_or(59, |index| firsts[index as usize]) as u8;
                        if first > reservoir.limit() {
                            continue;
                        }
                        let item = || {
                            let mut item = Secret::with_capacity(1);
                            item.push(number as u8);
                            item
                        };
                        reservoir.offer(number, first, &mut entropy, item).unwrap();
                    }
                    let picks = reservoir.picks(&mut entropy).unwrap();
                    let picks: Vec<u8> = picks.iter().map(|item| item.as_bytes()[0]).collect();
                    *sequences.entry(picks).or_insert(0) += weight;
                }
            }
            let possible: u64 = (items - count + 1..=items).product();
            assert_eq!(sequences.len() as u64, possible, "{count} of {items}");
            let fair = sequences.values().next().copied();
            assert!(
                sequences.values().all(|&times| Some(times) == fair),
                "{count} of {items}"
            );
        }
    }
}
