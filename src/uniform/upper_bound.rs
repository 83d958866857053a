//! Counts rounded up to 64 significant bits, so that millions of them fit in memory.

use crate::uniform::natural::Natural;

/// A natural number or an upper bound of a natural number: `significand · 2^exponent`.
///
/// Sums and products are exact while they fit `WIDTH` bits, and are otherwise rounded up. `WIDTH` is
/// 64, except in tests that round small numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct UpperBound<const WIDTH: u32 = 64> {
    /// Below 2^`WIDTH`. At least half of 2^`WIDTH` if the exponent is not zero.
    significand: u64,
    exponent: u32,
    /// Whether nothing was rounded.
    is_exact: bool,
}

/// Rounding adds less than 1 part in `ROUNDING` to a bound. Each operation adds at most 1 part in
/// 2^63, and the longest word takes fewer than 4096 sums of 256 terms each.
const ROUNDING: u64 = 1 << 40;

impl<const WIDTH: u32> UpperBound<WIDTH> {
    pub const ZERO: Self = Self {
        significand: 0,
        exponent: 0,
        is_exact: true,
    };

    /// The product of both, rounded up.
    pub fn times(self, factor: Self) -> Self {
        let product = u128::from(self.significand) * u128::from(factor.significand);
        let is_exact = self.is_exact && factor.is_exact;
        Self::rounded(product, self.exponent + factor.exponent, is_exact)
    }

    /// The sum of the products of bounds and factors, plus 1 if `one` is true, rounded up.
    pub fn sum(products: impl Iterator<Item = (Self, u32)> + Clone, one: bool) -> Self {
        let products = products.filter(|&(_, factor)| factor > 0);
        let exponents = products.clone().map(|(bound, _)| bound.exponent);
        let exponent = exponents.max().unwrap_or(0);
        let mut is_exact = !one || exponent == 0;
        let mut sum = u128::from(one);
        for (bound, factor) in products {
            let product = u128::from(bound.significand) * u128::from(factor);
            is_exact &= bound.is_exact;
            if bound.exponent == exponent {
                sum += product;
            } else {
                let (kept, is_whole) = shift_up(product, exponent - bound.exponent);
                sum += kept;
                is_exact &= is_whole;
            }
        }
        Self::rounded(sum, exponent, is_exact)
    }

    /// The exact product with `factor`: a number and an exponent of two.
    pub fn scaled(self, factor: u32) -> (u128, u32) {
        let product = u128::from(self.significand) * u128::from(factor);
        (product, self.exponent)
    }

    /// The least bound of `number · 2^exponent`.
    fn rounded(number: u128, exponent: u32, is_exact: bool) -> Self {
        let excess = (128 - number.leading_zeros()).saturating_sub(WIDTH);
        let (mut kept, is_whole) = shift_up(number, excess);
        let mut exponent = exponent + excess;
        if kept >> WIDTH != 0 {
            kept >>= 1;
            exponent += 1;
        }
        Self {
            significand: kept as u64,
            exponent,
            is_exact: is_exact && is_whole,
        }
    }

    pub fn is_zero(self) -> bool {
        self.significand == 0
    }

    /// Whether nothing was rounded, so that the bound is the number.
    pub fn is_exact(self) -> bool {
        self.is_exact
    }

    /// The bound as a natural number.
    pub fn to_natural(self) -> Natural {
        Natural::shifted(self.significand, self.exponent)
    }

    /// The bound as a `u64`, or `None` if it is 2^`WIDTH` or more.
    pub fn to_u64(self) -> Option<u64> {
        (self.exponent == 0).then_some(self.significand)
    }

    /// The binary logarithm of the bound, to the precision of an `f64`.
    pub fn log2(self) -> f64 {
        (self.significand as f64).log2() + f64::from(self.exponent)
    }

    /// Whether the bounded number is certainly at least 2^`bits`.
    ///
    /// False for a rounded bound that is within 1 part in 2^40 above 2^`bits`.
    pub fn reaches(self, bits: u64) -> bool {
        let length = u64::from(64 - self.significand.leading_zeros()) + u64::from(self.exponent);
        let lead = self.significand << self.significand.leading_zeros().min(63);
        let is_close = lead - (1 << 63).min(lead) < (1 << 63) / ROUNDING;
        length > bits && (self.is_exact || length > bits + 1 || !is_close)
    }
}

impl<const WIDTH: u32> From<u64> for UpperBound<WIDTH> {
    fn from(number: u64) -> Self {
        Self::rounded(number.into(), 0, true)
    }
}

impl<const WIDTH: u32> From<&Natural> for UpperBound<WIDTH> {
    fn from(number: &Natural) -> Self {
        // The two highest limbs have at least 65 significant bits. All others only round them up.
        let rest = number.limbs().count().saturating_sub(2);
        let mut leading = number.limbs().skip(rest);
        let (low, high) = (leading.next().unwrap_or(0), leading.next().unwrap_or(0));
        let leading = u128::from(high) << 64 | u128::from(low);
        let exponent = 64 * rest as u32;
        if number.limbs().take(rest).all(|limb| limb == 0) {
            Self::rounded(leading, exponent, true)
        } else {
            Self::rounded((leading >> 1) + 1, exponent + 1, false)
        }
    }
}

impl<const WIDTH: u32> Ord for UpperBound<WIDTH> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let parts = (self.exponent, self.significand);
        parts.cmp(&(other.exponent, other.significand))
    }
}

impl<const WIDTH: u32> PartialOrd for UpperBound<WIDTH> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// `number / 2^bits` rounded up, and whether the quotient is exact.
fn shift_up(number: u128, bits: u32) -> (u128, bool) {
    if bits >= 128 {
        return (u128::from(number != 0), number == 0);
    }
    let kept = number >> bits;
    let is_whole = kept << bits == number;
    (kept + u128::from(!is_whole), is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts that `bound` is the least number of `WIDTH` bits and trailing zeros that is at least
    /// `number`.
    fn check<const WIDTH: u32>(bound: UpperBound<WIDTH>, number: u64) {
        let value = bound.to_natural().to_u64().unwrap();
        let excess = (64 - number.leading_zeros()).saturating_sub(WIDTH);
        assert_eq!(value, number.div_ceil(1 << excess) << excess, "{number}");
        assert_eq!(bound.is_exact(), value == number, "{number}");
        assert!(bound.significand >> WIDTH == 0);
        assert!(bound.exponent == 0 || bound.significand >> (WIDTH - 1) == 1);
        let log2 = (value as f64).log2();
        assert!(bound.log2() == log2 || (bound.log2() - log2).abs() < 1e-12);
    }

    #[test]
    fn sums_and_products_are_the_least_bounds() {
        for a in 0..512 {
            for b in 0..512 {
                // Both are exact in 9 bits.
                let nine = UpperBound::<9>::from;
                let sum = UpperBound::sum([(nine(a), 3), (nine(b), 5)].into_iter(), true);
                check(sum, 3 * a + 5 * b + 1);
                check(nine(a).times(nine(b)), a * b);
                let (a, b) = (UpperBound::<3>::from(a), UpperBound::<3>::from(b));
                let (exact_a, exact_b) = (a.to_natural(), b.to_natural());
                let sum = exact_a.to_u64().unwrap() + 7 * exact_b.to_u64().unwrap();
                let bound = UpperBound::sum([(a, 1), (b, 7), (a, 0)].into_iter(), false);
                let bound = bound.to_natural().to_u64().unwrap();
                assert!(bound >= sum && bound - sum <= sum / 2, "{sum} {bound}");
                assert_eq!(a.cmp(&b), exact_a.cmp(&exact_b));
            }
        }
    }

    fn plus(bound: UpperBound<64>, number: u64) -> UpperBound<64> {
        UpperBound::sum([(bound, 1), (number.into(), 1)].into_iter(), false)
    }

    #[test]
    fn numbers_far_apart_are_added() {
        let far = |exponent| UpperBound::<64>::from(&Natural::power(2, exponent).unwrap());
        for exponent in [0, 1, 62, 63, 64, 65, 127, 128, 129, 200, 1000] {
            let sum = plus(far(exponent), 1);
            assert_eq!(sum.is_exact(), exponent < 64, "{exponent}");
            assert!(sum > far(exponent));
            assert!(sum.to_natural() > far(exponent).to_natural());
        }
    }

    #[test]
    fn a_power_of_two_is_reached_only_if_that_is_certain() {
        let power = |exponent| UpperBound::<64>::from(&Natural::power(2, exponent).unwrap());
        for bits in [1, 20, 63, 64, 100, 5000] {
            assert!(power(bits).reaches(bits) && !power(bits).reaches(bits + 1));
            assert!(plus(power(bits + 1), 1).reaches(bits));
            let mut below = Natural::power(2, bits).unwrap();
            below.subtract(&Natural::from(1));
            assert!(!UpperBound::<64>::from(&below).reaches(bits), "{bits}");
        }
        // Rounding may have added the difference.
        assert!(!plus(power(100), 1).reaches(100));
        assert!(plus(power(100), 1 << 62).reaches(100));
        assert!(!UpperBound::<64>::ZERO.reaches(0));
    }
}
