//! A source of given bytes for tests, and the tests of the draws.

use std::collections::HashMap;

use rand_core::TryRng;

use super::*;

/// A source that gives the bytes it was made with and then fails. Only tests have it.
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
    /// Entropy that hands out `bytes` and then fails.
    pub fn tape(bytes: &[u8]) -> Self {
        let mut entropy = Self::new(Box::new(Tape(Vec::new().into_iter())), false);
        entropy.pool.extend_from_slice(bytes);
        entropy
    }

    /// Entropy that gives `numbers` when numbers below `bounds` are drawn.
    pub fn numbers(numbers: &[u64], bounds: &[u64]) -> Self {
        let word = |(&number, &bound): (&u64, &u64)| {
            // The middle of the words that give this number is never rejected.
            let share = (1u128 << 64) / u128::from(bound);
            ((u128::from(number) << 64) / u128::from(bound) + share / 2) as u64
        };
        let words = numbers.iter().zip(bounds).map(word);
        Self::tape(&words.flat_map(u64::to_le_bytes).collect::<Vec<_>>())
    }
}

fn source(answers: Vec<u8>, expands: bool) -> Entropy {
    Entropy::new(Box::new(Tape(answers.into_iter())), expands)
}

/// The numbers from 0 on, four bytes each.
fn counted(numbers: u32) -> Vec<u8> {
    (0..numbers).flat_map(u32::to_le_bytes).collect()
}

#[test]
fn bytes_are_handed_out_once_and_in_order_and_witnesses_never() {
    let mut entropy = source(counted(100_000), false);
    let mut numbers = Vec::new();
    // Requests end within, at and beyond the end of the pool, or are larger than any pool.
    for request in [1, 7, 1, 40, 41, 300, 3, 20_000, 1, 40_000] {
        let mut out = vec![0; 4 * request];
        entropy.fill(&mut out).unwrap();
        let words = out.chunks_exact(4);
        numbers.extend(words.map(|word| u32::from_le_bytes(word.try_into().unwrap())));
    }
    assert_eq!(numbers[0] as usize, WITNESS / 4);
    let steps = numbers.windows(2).map(|pair| pair[1] - pair[0]);
    let mut gaps = 0;
    for step in steps.filter(|&step| step != 1) {
        assert_eq!(step as usize, 1 + WITNESS / 4);
        gaps += 1;
    }
    assert!(gaps > 5, "{gaps} answers");
}

#[test]
fn used_bytes_are_wiped_from_the_pool() {
    let mut entropy = source(counted(FIRST_POOL as u32 / 4), false);
    entropy.fill(&mut [0; 5]).unwrap();
    entropy.word().unwrap();
    let (used, rest) = entropy.pool.split_at(WITNESS + 13);
    assert_eq!(used[WITNESS..], [0; 13]);
    assert_eq!(*rest, counted(FIRST_POOL as u32 / 4)[WITNESS + 13..]);
}

#[test]
fn long_requests_are_expanded_from_a_key_for_each_chunk() {
    // RFC 8439, appendix A.1, test vector 1: the key of zeros.
    let zeros = [
        0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90, 0x40, 0x5d, 0x6a, 0xe5, 0x53, 0x86, 0xbd,
        0x28,
    ];
    // Appendix A.1, test vector 3: the second block of the key that ends in 1.
    let one = [
        0x3a, 0xeb, 0x52, 0x24, 0xec, 0xf8, 0x49, 0x92, 0x9b, 0x9d, 0x82, 0x8d, 0xb1, 0xce, 0xd4,
        0xdd,
    ];
    let keys = [vec![0; 32], [vec![0; 31], vec![1]].concat()];
    let answers = keys
        .iter()
        .zip(0u8..)
        .map(|(key, number)| [(number..).take(WITNESS).collect(), key.clone()].concat());
    let mut entropy = source(answers.collect::<Vec<_>>().concat(), true);
    let mut out = vec![0; 2 * CHUNK];
    entropy.fill(&mut out).unwrap();
    assert_eq!(out[..16], zeros);
    assert_eq!(out[CHUNK + 64..CHUNK + 80], one);
    assert!(
        entropy.fill(&mut out).is_err(),
        "a third key was not asked for"
    );
}

#[test]
fn only_long_requests_of_expanding_entropy_are_expanded() {
    for (expands, length) in [(true, EXPANDED - WITNESS - 4), (false, 2 * CHUNK)] {
        let mut out = vec![0; length];
        source(counted(100_000), expands).fill(&mut out).unwrap();
        assert_eq!(out[..8], counted(10)[WITNESS..]);
    }
}

#[test]
fn few_more_bytes_than_needed_are_read_from_the_system() {
    for (expands, requests, asked) in [
        // The pool starts small and doubles.
        (false, vec![1; 32], 64),
        (false, vec![1; 33], 64 + 128),
        (false, vec![1; 129], 64 + 128 + 256),
        // The pool is as long as the request, up to 64 KiB.
        (false, vec![5000], 5032),
        (false, vec![65_504], 65_536),
        (false, vec![65_505], 2 * 65_536),
        // From 16 KiB on, a key is read for each chunk of 64 KiB.
        (true, vec![16_351], 16_383),
        (true, vec![16_384], 64),
        (true, vec![65_536], 64),
        (true, vec![65_537], 2 * 64),
    ] {
        for (given, suffices) in [(asked - 1, false), (asked, true)] {
            let answers = counted(asked as u32)[..given].to_vec();
            let mut entropy = source(answers, expands);
            let mut requests = requests.iter().map(|&length| vec![0; length]);
            let drawn = requests.all(|mut out| entropy.fill(&mut out).is_ok());
            assert_eq!(drawn, suffices, "{asked}");
        }
    }
}

#[test]
fn a_failing_source_is_an_error_and_leaves_no_older_bytes() {
    for expands in [false, true] {
        let mut entropy = source(counted(FIRST_POOL as u32 / 4 + 3), expands);
        entropy.fill(&mut [0; FIRST_POOL - WITNESS]).unwrap();
        let error = entropy.fill(&mut [0; 1]).unwrap_err().to_string();
        assert!(
            error.starts_with("the operating system gave no randomness: "),
            "{error}"
        );
        assert!(entropy.below(2).is_err());
        assert!(entropy.fill(&mut vec![0; CHUNK]).is_err());
        assert!(entropy.pool.is_empty());
    }
}

#[test]
fn a_source_that_repeats_itself_is_refused() {
    let again = counted(FIRST_POOL as u32 / 4).repeat(4096);
    // Equal bytes are noticed at once.
    for (answers, requests, what) in [
        (vec![0; 2 * CHUNK], 1, "zeros"),
        (vec![0x55; 2 * CHUNK], 1, "one byte"),
        (again, FIRST_POOL, "the same again"),
    ] {
        for (expands, length) in [(false, 1), (true, 1), (false, EXPANDED), (true, EXPANDED)] {
            let mut entropy = source(answers.clone(), expands);
            let mut out = vec![1; length];
            let drawn = (0..requests).try_for_each(|_| entropy.fill(&mut out));
            assert_eq!(
                drawn.unwrap_err().to_string(),
                REJECTS,
                "{what} {expands} {length}"
            );
        }
    }
}

#[test]
fn endless_rejection_is_an_error() {
    // A bound of 3 rejects exactly one word: zero.
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
    let words = vec![0x55; 8 * (MAX_REDRAWS as usize + 1)];
    assert_eq!(
        Entropy::tape(&words)
            .draw_until(|entropy| entropy.below(3).map(|_| None::<()>))
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
fn a_rejected_word_is_replaced_by_the_next_word() {
    let words = [0u64, 0, u64::MAX].map(u64::to_le_bytes).concat();
    assert_eq!(Entropy::tape(&words).below(3).unwrap(), 2);
    let mut out = [7; 3];
    Entropy::tape(&words).fill_below(3, &mut out).unwrap();
    assert_eq!(out, [2; 3]);
    let mut entropy = Entropy::numbers(&[5, 6, 7], &[9; 3]);
    let drawn = entropy.draw_until(|entropy| Ok(Some(entropy.below(9)?).filter(|&n| n > 6)));
    assert_eq!(drawn.unwrap(), 7);
}

#[test]
fn each_word_gives_all_its_numbers() {
    for bound in [2u64, 3, 10, 36, 94, 255, 256] {
        let per_word = draw::numbers_per_word(bound as usize) as u32;
        let product = bound.pow(per_word);
        // Two whole words, and a word that gives only two numbers.
        let words = [product - 2, product / 3, 1];
        let mut entropy = Entropy::numbers(&words, &[product, product, bound * bound]);
        let mut out = vec![0; 2 * per_word as usize + 2];
        entropy.fill_below(bound as usize, &mut out[..]).unwrap();
        let number = |digits: &[u8]| {
            let digits = digits.iter().map(|&digit| u64::from(digit));
            digits.fold(0, |number, digit| number * bound + digit)
        };
        let numbers: Vec<u64> = out.chunks(per_word as usize).map(number).collect();
        assert_eq!(numbers, words, "{bound}");
        assert!(out.iter().all(|&digit| u64::from(digit) < bound));
    }
}

#[test]
fn a_word_is_rejected_by_the_product_of_the_bounds_of_its_numbers() {
    for (bound, length) in [(3u64, 37), (3, 2), (255, 7), (255, 1), (9, 4)] {
        let product = bound.pow(length);
        let rejected = ((1u128 << 64) % u128::from(product)) as u64;
        // The inverse modulo 2^64 by Newton's method: each step doubles the number of correct bits.
        let inverse = (0..6).fold(product, |inverse, _| {
            inverse.wrapping_mul(2u64.wrapping_sub(product.wrapping_mul(inverse)))
        });
        for (left, accepted) in [(rejected - 1, false), (rejected, true)] {
            // After a rejected word the tape has no more bytes, which is an error.
            let mut entropy = Entropy::tape(&inverse.wrapping_mul(left).to_le_bytes());
            let drawn = entropy.fill_below(bound as usize, &mut vec![0; length as usize]);
            assert_eq!(drawn.is_ok(), accepted, "{length} below {bound}: {left}");
        }
    }
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
            // After a rejected word the tape has no more bytes, which is an error.
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
fn numbers_below_a_bound_of_many_limbs_never_reach_it() {
    let bound = Natural::parse("2^200").unwrap();
    let largest = Entropy::tape(&[0xff; 25]).below_natural(&bound).unwrap();
    let mut next = largest.clone();
    next.add(1);
    assert!(next == bound);
    assert!(Entropy::tape(&[0xff; 26]).below_natural(&next).is_ok());
}

#[test]
fn each_sequence_of_numbers_gives_a_different_order_and_pick() {
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
