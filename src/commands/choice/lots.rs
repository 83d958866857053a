//! Picks by lot: each item draws a random number, its lot, and those with the smallest are picked,
//! in the order of their lots.
//!
//! Lots are independent and uniform. While no two are equal each order of the items by their lots
//! is as likely as any other, and so is each sequence of picks. Equal lots have no order, so they
//! are refused; and so that this is no harder on one item than on another, it depends on the lots
//! alone and not on whose they are or which came first: of the smallest, one more than there are
//! picks, no two may be equal. With 128 bits and n items the odds of that are below n^2 / 2^129,
//! which is 2^-65 for 2^32 items.
//!
//! A lot is drawn no further than it matters. Where enough others are known to be smaller from its
//! first byte alone, no further bits could change that, so the picks are those that whole lots would
//! have given. Of a hundred million items all but some hundred thousand draw one byte.

use std::cmp::Ordering;

use anyhow::Result;

use crate::message::hinted;
use crate::secret::Secret;

/// The smallest lots so far and their items. A lot has a first byte and `REST` bits after it, a
/// parameter so that the tests can try all lots of a few bits; everything else uses 120.
pub struct Lots<const REST: u32> {
    picks: usize,
    /// The smallest, and some that were among them for a while.
    kept: Vec<Lot>,
    /// A lot than which enough of those kept are not greater, so that none like it is needed.
    enough: Option<u128>,
}

struct Lot {
    number: u128,
    item: Secret,
}

impl<const REST: u32> Lots<REST> {
    /// For so many picks, at least one.
    pub fn new(picks: usize) -> Self {
        Self {
            picks,
            kept: Vec::new(),
            enough: None,
        }
    }

    /// The greatest first byte of a lot that may still be kept.
    pub fn limit(&self) -> u8 {
        self.enough.map_or(u8::MAX, |enough| (enough >> REST) as u8)
    }

    /// Takes the lot of an item, whose `rest` and whose bytes are asked for only where they matter.
    pub fn add(
        &mut self,
        first: u8,
        rest: impl FnOnce() -> Result<u128>,
        item: impl FnOnce() -> Secret,
    ) -> Result<()> {
        if first > self.limit() {
            return Ok(());
        }
        let number = u128::from(first) << REST | rest()?;
        // One that is equal to the last of enough is no pick, or it is refused for that one too.
        if self.enough.is_some_and(|enough| number >= enough) {
            return Ok(());
        }
        self.kept.push(Lot {
            number,
            item: item(),
        });
        if self.kept.len() / 2 > self.picks {
            self.shrink();
        }
        Ok(())
    }

    /// Keeps no more than enough: one more than there are picks, which tells whether the last pick
    /// is equal to it. At every other time the lots are twice as many at most, so that each costs
    /// the same whatever their number.
    fn shrink(&mut self) {
        if self.kept.len() > self.picks {
            let (_, last, _) = self.kept.select_nth_unstable(self.picks);
            self.enough = Some(last.number);
            self.kept.truncate(self.picks + 1);
        }
    }

    /// The picks, in random order: as many as asked for, or all items if there were fewer.
    ///
    /// # Errors
    /// Two of the smallest lots are equal.
    pub fn picks(mut self) -> Result<Vec<Secret>> {
        self.shrink();
        self.kept.sort_unstable();
        if self.kept.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(hinted(
                "two items drew the same random number, so nothing was picked",
                "try again; if this is not the first time, the operating system's random numbers repeat themselves",
            ));
        }
        let items = self.kept.into_iter().map(|lot| lot.item);
        Ok(items.take(self.picks).collect())
    }
}

impl Ord for Lot {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl PartialOrd for Lot {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Lot {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Lot {}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// What `lots`, of two bits and `REST` more, pick of the items 0, 1 and so on.
    fn picks<const REST: u32>(lots: &[u128], picks: usize) -> Option<Vec<u8>> {
        let mut kept = Lots::<REST>::new(picks);
        for (item, &lot) in (0u8..).zip(lots) {
            let secret = || {
                let mut secret = Secret::with_capacity(1);
                secret.push(item);
                secret
            };
            let rest = || Ok(lot & ((1 << REST) - 1));
            kept.add((lot >> REST) as u8, rest, secret).unwrap();
        }
        let picks = kept.picks().ok()?;
        Some(picks.iter().map(|item| item.as_bytes()[0]).collect())
    }

    /// Draws every combination of lots and demands that each sequence of picks comes equally often,
    /// and that only equal lots are refused.
    fn exhaust<const REST: u32>(items: u32, count: usize) {
        let size = 4u128 << REST;
        let mut sequences = HashMap::new();
        for combination in 0..size.pow(items) {
            let lots: Vec<u128> = (0..items)
                .map(|item| combination / size.pow(item) % size)
                .collect();
            let mut smallest = lots.clone();
            smallest.sort_unstable();
            smallest.truncate(count + 1);
            let are_equal = smallest.windows(2).any(|pair| pair[0] == pair[1]);
            let sequence = picks::<REST>(&lots, count);
            assert_eq!(sequence.is_none(), are_equal, "{lots:?}");
            if let Some(sequence) = sequence {
                *sequences.entry(sequence).or_insert(0u64) += 1;
            }
        }
        let possible: usize = (0..count).map(|picked| items as usize - picked).product();
        assert_eq!(sequences.len(), possible, "{count} of {items}");
        let fair = sequences.values().next().copied();
        assert!(
            sequences.values().all(|&times| Some(times) == fair),
            "{count} of {items}: {sequences:?}"
        );
    }

    #[test]
    fn every_sequence_of_picks_comes_equally_often() {
        for items in 1..=5 {
            for count in 1..=items as usize {
                exhaust::<1>(items, count);
            }
        }
        for items in 2..=4 {
            exhaust::<2>(items, 1);
            exhaust::<2>(items, 2);
        }
        // So many that most are taken after there were enough.
        for items in 6..=8 {
            exhaust::<0>(items, 1);
            exhaust::<0>(items, 2);
        }
    }

    #[test]
    fn most_lots_are_drawn_no_further_than_their_first_byte() {
        let mut kept = Lots::<120>::new(1);
        let never = || -> Result<u128> { panic!("the rest of this lot does not matter") };
        for first in [9, 200, 7, 255] {
            assert_eq!(kept.limit(), u8::MAX);
            kept.add(first, || Ok(0), || Secret::with_capacity(0))
                .unwrap();
        }
        assert_eq!(kept.limit(), 9);
        kept.add(10, never, || Secret::with_capacity(0)).unwrap();
        kept.add(9, || Ok(1), || panic!("this item is not kept"))
            .unwrap();
        for first in [8, 8] {
            kept.add(first, || Ok(1), || Secret::with_capacity(0))
                .unwrap();
        }
        assert_eq!(kept.limit(), 8);
    }
}
