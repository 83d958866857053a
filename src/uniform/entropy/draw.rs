//! Unbiased numbers from words of random bits, by multiplication and rejection.
//!
//! A word of `WIDTH` bits is multiplied by the bound. The upper half of the product is the number,
//! and the lower half decides whether it is rejected. Source: Lemire, "Fast Random Integer
//! Generation in an Interval", ACM TOMACS 29(1), 2019; for several numbers from one word,
//! Brackett-Rozinsky and Lemire, "Batched Ranged Random Integer Generation", 2024. `WIDTH` is 64,
//! except in tests that try every word of a smaller width.

/// Takes a number below `bound` out of `word`. What is left in `word` gives the next number, or
/// decides on rejection.
pub fn scale<const WIDTH: u32>(word: &mut u64, bound: u64) -> u64 {
    let product = u128::from(*word) * u128::from(bound);
    *word = product as u64 & (u64::MAX >> (64 - WIDTH));
    (product >> WIDTH) as u64
}

/// Whether the numbers from a word are accepted. `left` is what is left of the word, and `product` is
/// the product of the bounds.
///
/// Exactly 2^WIDTH mod `product` words are rejected, so that each outcome has equally many words.
pub fn accepts<const WIDTH: u32>(left: u64, product: u64) -> bool {
    // Most words need no division, because the remainder is below the product. 2^WIDTH does not fit
    // into a word, so its remainder is computed from 2^WIDTH - 1.
    left >= product || left >= ((u64::MAX >> (64 - WIDTH)) % product + 1) % product
}

/// How many numbers below `bound` to take from one 64-bit word, so that it is rejected with odds below
/// 2^-4. The bound is at most 256.
pub fn numbers_per_word(bound: usize) -> usize {
    NUMBERS_PER_WORD[bound].into()
}

const NUMBERS_PER_WORD: [u8; 257] = {
    let mut numbers = [64; 257];
    let mut bound = 2;
    while bound <= 256 {
        numbers[bound] = (1u64 << 60).ilog(bound as u64) as u8;
        bound += 1;
    }
    numbers
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws numbers below `bounds` from every word of `WIDTH` bits. Asserts that each combination of
    /// numbers comes equally often, and as often as possible.
    fn exhaust<const WIDTH: u32>(bounds: &[u64]) {
        let product = bounds.iter().product::<u64>();
        let mut counts = vec![0u64; product as usize];
        for word in 0..1u64 << WIDTH {
            let mut left = word;
            let mut outcome = 0;
            for &bound in bounds {
                let number = scale::<WIDTH>(&mut left, bound);
                assert!(number < bound, "{number} of {bound}");
                outcome = outcome * bound + number;
            }
            if accepts::<WIDTH>(left, product) {
                counts[outcome as usize] += 1;
            }
        }
        let fair = (1u64 << WIDTH) / product;
        assert!(
            counts.iter().all(|&count| count == fair),
            "{bounds:?}: {counts:?}"
        );
    }

    #[test]
    fn every_number_below_every_bound_comes_equally_often() {
        for bound in 1..=300 {
            exhaust::<9>(&[bound]);
            exhaust::<10>(&[bound]);
            exhaust::<12>(&[bound]);
        }
        for power in 1..12 {
            for bound in [(1 << power) - 1, 1 << power, (1 << power) + 1] {
                exhaust::<12>(&[bound]);
                exhaust::<13>(&[bound]);
            }
        }
    }

    #[test]
    fn every_combination_from_one_word_comes_equally_often() {
        for bound in 2..=40 {
            exhaust::<12>(&[bound; 2]);
        }
        for bound in 2..=15 {
            exhaust::<12>(&[bound; 3]);
        }
        exhaust::<13>(&[6; 5]);
        exhaust::<12>(&[2; 12]);
        exhaust::<12>(&[3, 5, 7, 11]);
    }

    #[test]
    fn the_full_width_follows_the_same_rule() {
        // The words at which the number changes or is rejected, for a bound of 3. As
        // 2^64 = 3 * 0x5555555555555555 + 1, exactly one word is rejected: 0.
        for (word, number, accepted) in [
            (0, 0, false),
            (1, 0, true),
            (0x5555_5555_5555_5555, 0, true),
            (0x5555_5555_5555_5556, 1, true),
            (0xaaaa_aaaa_aaaa_aaaa, 1, true),
            (0xaaaa_aaaa_aaaa_aaab, 2, true),
            (u64::MAX, 2, true),
        ] {
            let mut left = word;
            assert_eq!(scale::<64>(&mut left, 3), number, "{word:#x}");
            assert_eq!(accepts::<64>(left, 3), accepted, "{word:#x}");
        }
        // Powers of two reject nothing. 2^63 is the largest.
        for word in [0, 1, u64::MAX] {
            let mut left = word;
            assert_eq!(scale::<64>(&mut left, 1 << 63), word >> 1);
            assert!(accepts::<64>(left, 1 << 63));
        }
    }

    #[test]
    fn a_word_is_rejected_less_than_one_time_in_sixteen() {
        for bound in 1..=256u64 {
            let numbers = numbers_per_word(bound as usize);
            let product = bound.pow(numbers as u32);
            assert!(
                product <= 1 << 60
                    && (bound == 1 || u128::from(product) * u128::from(bound) > 1 << 60)
            );
        }
    }
}
