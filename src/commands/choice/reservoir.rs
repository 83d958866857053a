//! Picks from a stream of items whose number is not known, each selection equally likely.
//!
//! Algorithm R (Vitter, "Random Sampling with a Reservoir", ACM TOMS 11(1), 1985): the first items
//! fill the reservoir, and from then on the item with the number `n` enters with odds of picks in
//! `n`, in place of a uniform one. Random bytes decide on those odds like the digits of a fraction. A
//! byte above the first digit of picks in `n` refuses the item, and a byte below it admits the item.
//! Only an equal byte asks for another digit, so nearly all items cost one byte and a comparison.

use anyhow::Result;

use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The picks so far. A digit has `RADIX` values, a parameter so that the tests can try all digits of
/// a few values; everything else uses 256.
pub struct Reservoir<const RADIX: u64 = 256> {
    picks: Vec<Secret>,
    count: usize,
    limit: u8,
}

impl<const RADIX: u64> Reservoir<RADIX> {
    /// For `count` picks, at least one.
    pub fn new(count: usize) -> Self {
        Self {
            picks: Vec::new(),
            count,
            limit: (RADIX - 1) as u8,
        }
    }

    /// An item with a first digit above this is refused, and so are all after it.
    pub fn limit(&self) -> u8 {
        self.limit
    }

    /// Offers the item with this `number`, from 1 on, and its `first` digit. The bytes of the item
    /// are asked for only if it enters. Items above the limit need not be offered.
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
            let place = entropy.below(self.count as u64)? as usize;
            self.picks[place] = item();
        }
        Ok(())
    }

    /// Decides with odds of `count` in `number`.
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

    /// The picks in random order: as many as asked for, or all items if there were fewer.
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

    /// The numbers that `number` is made of, the first below the first of `bounds` and so on.
    fn numbers(mut number: u64, bounds: &[u64]) -> Vec<u64> {
        let digits = bounds.iter().map(|bound| {
            let digit = number % bound;
            number /= bound;
            digit
        });
        digits.collect()
    }

    #[test]
    fn an_item_enters_with_the_odds_of_picks_in_its_number_to_every_digit() {
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
                // As many as are below the fraction, and one that begins as it does.
                let strings = DIGITS.iter().product::<u64>() * count;
                assert_eq!(admitted, strings / number, "{count} in {number}");
                assert!(undecided <= u64::from(strings % number != 0));
            }
        }
    }

    #[test]
    fn every_sequence_of_picks_comes_equally_often() {
        // All odds up to 4 in 5 end after a digit of 60 values.
        for (items, count) in [(1, 1), (2, 1), (3, 1), (2, 2), (3, 2), (4, 2), (5, 3)] {
            let later = items - count;
            let digits = vec![60; later as usize];
            let orders: Vec<u64> = (1..=count).rev().collect();
            let mut sequences = HashMap::new();
            for string in 0..60u64.pow(later as u32) {
                let firsts = numbers(string, &digits);
                // Where fewer items enter, fewer places are drawn, and each stands for more.
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
