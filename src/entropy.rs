//! The one door to the operating system's CSPRNG, and the unbiased draws made from it.
//!
//! No other file names the `getrandom` crate. There is no seed: the only source outside the unit
//! tests is [`Entropy::os`], and nothing a user can set changes it.

mod draw;

use anyhow::{Result, anyhow, bail, ensure};
use getrandom::SysRng;
use rand_core::TryCryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::natural::Natural;

/// Bytes asked of the system at once for small draws. Beyond 4 KiB a system call gets no cheaper
/// per byte, and the pool starts small so that a single token asks for little more than it needs.
const POOL: usize = 4096;
const FIRST_POOL: usize = 64;

/// A draw is rejected less than half of the time. A sound source rejects this many in a row with
/// odds below 2^-256; a broken one could do it for ever.
const MAX_REJECTIONS: u32 = 256;

/// Two answers of the system that begin alike, or one that begins with this many equal bytes, come
/// from a broken source: the odds of a false alarm are below 2^-247 for each answer.
const WITNESS: usize = 32;

const REJECTS: &str =
    "the operating system's random numbers repeat themselves, so no secret was made from them";

/// Uniform random bytes, numbers, picks and orders, all from the operating system's CSPRNG.
///
/// Every method fails when the system gives no randomness, and then has drawn nothing weaker.
pub struct Entropy {
    source: Box<dyn TryCryptoRng<Error = getrandom::Error>>,
    /// Bytes not yet handed out, at the end; those before them were handed out and are wiped.
    pool: Zeroizing<Vec<u8>>,
    /// How much of the pool has been handed out.
    used: usize,
    /// The beginning of the last answer that was long enough to tell.
    witness: Zeroizing<[u8; WITNESS]>,
}

impl Entropy {
    /// The operating system's CSPRNG: `getrandom(2)` on Linux, and what the `getrandom` crate
    /// documents elsewhere.
    pub fn os() -> Self {
        Self::new(Box::new(SysRng))
    }

    fn new(source: Box<dyn TryCryptoRng<Error = getrandom::Error>>) -> Self {
        Self {
            source,
            pool: Zeroizing::new(Vec::with_capacity(POOL)),
            used: 0,
            witness: Zeroizing::new([0; WITNESS]),
        }
    }

    /// Fills `out` with random bytes.
    pub fn fill(&mut self, out: &mut [u8]) -> Result<()> {
        let ready = out.len().min(self.pool.len() - self.used);
        let (head, rest) = out.split_at_mut(ready);
        self.take(head);
        if rest.len() >= POOL {
            return ask(&mut *self.source, &mut self.witness, rest);
        }
        if !rest.is_empty() {
            self.refill(rest.len())?;
            self.take(rest);
        }
        Ok(())
    }

    /// A number below `bound`, which is not zero.
    pub fn below(&mut self, bound: u64) -> Result<u64> {
        for _ in 0..MAX_REJECTIONS {
            let mut word = self.word()?;
            let number = draw::scale::<64>(&mut word, bound);
            if draw::accepts::<64>(word, bound) {
                return Ok(number);
            }
        }
        bail!(REJECTS)
    }

    /// A number below `bound`, which is not zero, by masking and rejection.
    pub fn below_natural(&mut self, bound: &Natural) -> Result<Natural> {
        let mut largest = bound.clone();
        largest.subtract(&Natural::from(1));
        let bits = largest.bits();
        for _ in 0..MAX_REJECTIONS {
            let mut bytes = Zeroizing::new(vec![0; bits.div_ceil(8) as usize]);
            self.fill(&mut bytes)?;
            if let Some(top) = bytes.first_mut() {
                *top &= 0xff >> (bits.next_multiple_of(8) - bits);
            }
            let number = Natural::from_be_bytes(&bytes);
            if number <= largest {
                return Ok(number);
            }
        }
        bail!(REJECTS)
    }

    /// Fills `out` with independent numbers below `bound` (1 to 256), several from each word.
    pub fn fill_below(&mut self, bound: usize, out: &mut [u8]) -> Result<()> {
        for group in out.chunks_mut(draw::numbers_per_word(bound as u64)) {
            let product = (bound as u64).pow(group.len() as u32);
            let mut rejections = 0;
            loop {
                let mut word = self.word()?;
                for number in &mut *group {
                    *number = draw::scale::<64>(&mut word, bound as u64) as u8;
                }
                if draw::accepts::<64>(word, product) {
                    break;
                }
                rejections += 1;
                ensure!(rejections < MAX_REJECTIONS, REJECTS);
            }
        }
        Ok(())
    }

    /// One of `items`, which are not empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Result<&'a T> {
        Ok(&items[self.below(items.len() as u64)? as usize])
    }

    /// Puts one of the not yet shuffled `items`, those from `done` on, at `done`: with `done` from
    /// 0 to the end this is the shuffle of Fisher and Yates (Knuth, TAOCP 3.4.2, algorithm P), and
    /// stopped early it is a draw without replacement.
    pub fn shuffle_step<T>(&mut self, items: &mut [T], done: usize) -> Result<()> {
        let offset = self.below((items.len() - done) as u64)? as usize;
        items.swap(done, done + offset);
        Ok(())
    }

    /// 64 random bits.
    fn word(&mut self) -> Result<u64> {
        let mut bytes = Zeroizing::new([0; 8]);
        self.fill(&mut *bytes)?;
        Ok(u64::from_le_bytes(*bytes))
    }

    /// Moves the next bytes of the pool, which holds at least as many, to `out`.
    fn take(&mut self, out: &mut [u8]) {
        let taken = &mut self.pool[self.used..self.used + out.len()];
        out.copy_from_slice(taken);
        taken.zeroize();
        self.used += out.len();
    }

    /// Replaces a used-up pool by one of at least `needed` bytes, twice as long as the last.
    fn refill(&mut self, needed: usize) -> Result<()> {
        let length = (2 * self.pool.len()).max(needed).clamp(FIRST_POOL, POOL);
        self.used = 0;
        self.pool.resize(length, 0);
        let answer = ask(&mut *self.source, &mut self.witness, &mut self.pool);
        if answer.is_err() {
            self.pool.zeroize();
        }
        answer
    }
}

/// One answer of the system, refused when it shows that its source is broken.
fn ask(
    source: &mut dyn TryCryptoRng<Error = getrandom::Error>,
    witness: &mut [u8; WITNESS],
    out: &mut [u8],
) -> Result<()> {
    source.try_fill_bytes(out).map_err(|error| {
        // The system's own words say more than its number.
        let reason = match error.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number).to_string(),
            None => error.to_string(),
        };
        anyhow!("the operating system gave no randomness: {reason}")
    })?;
    if let Some(start) = out.first_chunk::<WITNESS>() {
        let constant = start.iter().all(|byte| *byte == start[0]);
        if constant || start == witness {
            out.zeroize();
            bail!(REJECTS);
        }
        *witness = *start;
    }
    Ok(())
}

#[cfg(test)]
pub mod tests {
    use std::collections::HashMap;

    use rand_core::TryRng;

    use super::*;

    /// A source that gives the bytes it was made with and then fails. It exists in tests only.
    struct Tape(std::vec::IntoIter<u8>);

    impl TryRng for Tape {
        type Error = getrandom::Error;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Err(getrandom::Error::UNSUPPORTED)
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Err(getrandom::Error::UNSUPPORTED)
        }

        fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
            for byte in out {
                *byte = self.0.next().ok_or(getrandom::Error::UNSUPPORTED)?;
            }
            Ok(())
        }
    }

    impl TryCryptoRng for Tape {}

    impl Entropy {
        /// Hands out `bytes` and then fails.
        pub fn tape(bytes: &[u8]) -> Self {
            let mut entropy = Self::new(Box::new(Tape(Vec::new().into_iter())));
            entropy.pool.extend_from_slice(bytes);
            entropy
        }

        /// A tape from which numbers below each of `bounds` come out as `numbers`.
        pub fn numbers(numbers: &[u64], bounds: &[u64]) -> Self {
            let word = |(&number, &bound): (&u64, &u64)| {
                // The middle of the words that give this number: never one that is rejected.
                let share = (1u128 << 64) / u128::from(bound);
                ((u128::from(number) << 64) / u128::from(bound) + share / 2) as u64
            };
            let words = numbers.iter().zip(bounds).map(word);
            Self::tape(&words.flat_map(u64::to_le_bytes).collect::<Vec<_>>())
        }
    }

    /// An endless source of what `next` returns for each answer.
    fn source(answers: Vec<u8>) -> Entropy {
        Entropy::new(Box::new(Tape(answers.into_iter())))
    }

    /// Bytes that are neither constant nor periodic within the pool.
    fn varied(length: usize) -> Vec<u8> {
        (0..length as u32)
            .map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect()
    }

    #[test]
    fn every_byte_of_the_source_is_handed_out_once_and_in_order() {
        let bytes = varied(40_000);
        let mut entropy = source(bytes.clone());
        let mut out = vec![0; 30_000];
        // Parts that end within, at and beyond the pool, and larger than it.
        let (mut start, mut part) = (0, 1);
        while start < out.len() {
            let end = out.len().min(start + part);
            entropy.fill(&mut out[start..end]).unwrap();
            (start, part) = (end, part * 2 + 3);
        }
        assert!(out == bytes[..30_000]);
    }

    #[test]
    fn what_was_handed_out_is_wiped_from_the_pool() {
        let mut entropy = source(varied(FIRST_POOL));
        entropy.fill(&mut [0; 5]).unwrap();
        assert_eq!(entropy.pool[..5], [0; 5]);
        assert_eq!(entropy.pool[5..], varied(FIRST_POOL)[5..]);
    }

    #[test]
    fn a_failing_source_is_an_error_and_leaves_no_older_bytes() {
        let mut entropy = source(varied(FIRST_POOL + 3));
        entropy.fill(&mut [0; FIRST_POOL]).unwrap();
        let error = entropy.fill(&mut [0; 1]).unwrap_err().to_string();
        assert!(
            error.starts_with("the operating system gave no randomness: "),
            "{error}"
        );
        assert!(entropy.below(2).is_err());
        assert!(entropy.pool.is_empty());
    }

    #[test]
    fn a_source_that_repeats_itself_is_refused() {
        for (answers, what) in [
            (vec![0; 9000], "zeros"),
            (vec![0x55; 9000], "one byte"),
            (
                [varied(FIRST_POOL), varied(2 * FIRST_POOL)].concat(),
                "the same twice",
            ),
        ] {
            let mut entropy = source(answers.clone());
            let small = (0..=FIRST_POOL).try_for_each(|_| entropy.fill(&mut [0]));
            assert_eq!(small.unwrap_err().to_string(), REJECTS, "{what}");
            if answers.len() == 9000 {
                let mut out = [1; POOL];
                assert!(source(answers).fill(&mut out).is_err(), "{what}");
                assert_eq!(out, [0; POOL], "{what}");
            }
        }
    }

    #[test]
    fn a_source_that_is_rejected_for_ever_is_refused() {
        // A word of zeros is the one that a bound of 3 rejects.
        let zeros = vec![0; 8 * (MAX_REJECTIONS as usize + 1)];
        assert_eq!(
            Entropy::tape(&zeros).below(3).unwrap_err().to_string(),
            REJECTS
        );
        assert_eq!(
            Entropy::tape(&zeros)
                .fill_below(3, &mut [0])
                .unwrap_err()
                .to_string(),
            REJECTS
        );
        let ones = vec![0xff; 2 * (MAX_REJECTIONS as usize + 1)];
        let bound = Natural::from(300);
        assert_eq!(
            Entropy::tape(&ones)
                .below_natural(&bound)
                .err()
                .unwrap()
                .to_string(),
            REJECTS
        );
    }

    #[test]
    fn a_rejected_word_is_followed_by_a_fresh_one() {
        let words = [0u64, 0, u64::MAX].map(u64::to_le_bytes).concat();
        assert_eq!(Entropy::tape(&words).below(3).unwrap(), 2);
        let mut out = [7; 3];
        Entropy::tape(&words).fill_below(3, &mut out).unwrap();
        assert_eq!(out, [2; 3]);
    }

    #[test]
    fn large_numbers_come_equally_often_below_every_bound() {
        let edges = [511, 512, 513, 1023, 1024, 1025, 65_535, 65_536];
        for bound in (1..=300u64).chain(edges) {
            let natural = Natural::from(bound);
            let bytes = (64 - (bound - 1).leading_zeros()).div_ceil(8);
            let mut counts = HashMap::new();
            let mut entropy = Entropy::tape(&[]);
            for word in 0..1u64 << (8 * bytes) {
                entropy.pool.clear();
                entropy
                    .pool
                    .extend_from_slice(&word.to_be_bytes()[8 - bytes as usize..]);
                entropy.used = 0;
                let drawn = entropy.below_natural(&natural);
                // A rejected word asks the tape for another one, which it has not.
                if let Ok(number) = drawn {
                    *counts.entry(number.to_u64().unwrap()).or_insert(0u64) += 1;
                }
            }
            assert_eq!(counts.len() as u64, bound);
            assert!(counts.keys().all(|&number| number < bound));
            let fair = (1u64 << (8 * bytes)) / bound.next_power_of_two();
            assert!(counts.values().all(|&count| count == fair), "{bound}");
        }
    }

    #[test]
    fn a_bound_of_many_limbs_is_met_and_never_reached() {
        let bound = Natural::parse("2^200").unwrap();
        let largest = Entropy::tape(&[0xff; 25]).below_natural(&bound).unwrap();
        let mut next = largest.clone();
        next.add(1);
        assert!(next == bound);
        assert!(Entropy::tape(&[0xff; 26]).below_natural(&next).is_ok());
    }

    #[test]
    fn every_order_and_every_pick_comes_once_for_each_sequence_of_numbers() {
        let bounds = [5, 4, 3, 2, 1];
        let mut orders = HashMap::new();
        for sequence in 0..120u64 {
            let mut rest = sequence;
            let numbers = bounds.map(|bound| {
                let number = rest % bound;
                rest /= bound;
                number
            });
            let mut entropy = Entropy::numbers(&numbers, &bounds);
            let mut items = [0, 1, 2, 3, 4];
            for done in 0..items.len() {
                entropy.shuffle_step(&mut items, done).unwrap();
            }
            *orders.entry(items).or_insert(0) += 1;
        }
        assert_eq!(orders.len(), 120);
        for number in 0..7 {
            let mut entropy = Entropy::numbers(&[number], &[7]);
            assert_eq!(*entropy.pick(&[0, 1, 2, 3, 4, 5, 6]).unwrap(), number);
        }
    }
}
