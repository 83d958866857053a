//! Natural numbers of any size: what counting possibilities and drawing below a bound need.

use std::cmp::Ordering;

use anyhow::{Result, bail, ensure};

use crate::secret::Secret;

/// The largest number that is read or counted has this many bits. Writing one such number in
/// decimal takes about a second.
pub const MAX_BITS: u64 = 1_000_000;

/// A natural number. A drawn one is as secret as the text made from it.
///
/// Little-endian 64-bit limbs without leading zeros, so zero has none.
#[derive(PartialEq, Eq, Clone)]
#[cfg_attr(test, derive(Debug, Hash))]
pub struct Natural {
    limbs: Vec<u64>,
}

impl Natural {
    pub fn zero() -> Self {
        Self { limbs: Vec::new() }
    }

    /// `base` to the power of `exponent`, of at most [`MAX_BITS`] bits.
    pub fn power(base: u64, exponent: u64) -> Result<Self> {
        if base <= 1 {
            return Ok(Self::from(if exponent == 0 { 1 } else { base }));
        }
        let bits = u64::from(base.ilog2()).saturating_mul(exponent);
        ensure!(bits < MAX_BITS, "it has more than {MAX_BITS} bits");
        // As many factors as fit a limb at once: a pass over the number for each chunk.
        let step = u64::from(u64::MAX.ilog(base));
        let mut power = Self::from(1);
        for _ in 0..exponent / step {
            power.multiply(base.pow(step as u32));
        }
        power.multiply(base.pow((exponent % step) as u32));
        Ok(power)
    }

    /// Reads decimal digits, hexadecimal ones after `0x`, or a power as `2^256`; `_` may stand
    /// between digits.
    pub fn parse(text: &str) -> Result<Self> {
        if let Some((base, exponent)) = text.split_once('^') {
            let (base, exponent) = (Self::parse_digits(base)?, Self::parse_digits(exponent)?);
            return match (base.to_u64(), exponent.to_u64()) {
                (Some(base), Some(exponent)) => Self::power(base, exponent),
                _ => bail!("it has more than {MAX_BITS} bits"),
            };
        }
        Self::parse_digits(text)
    }

    fn parse_digits(text: &str) -> Result<Self> {
        let (radix, digits) = match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
            Some(digits) => (16, digits),
            None => (10, text),
        };
        let misplaced = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
        ensure!(
            !digits.is_empty() && !misplaced,
            "it is not a whole number like 1000, 0xff or 2^256"
        );
        let mut number = Self::zero();
        for character in digits.chars().filter(|&character| character != '_') {
            let Some(digit) = character.to_digit(radix) else {
                bail!("it is not a whole number like 1000, 0xff or 2^256");
            };
            number.multiply(u64::from(radix));
            number.add(u64::from(digit));
            ensure!(
                number.bits() <= MAX_BITS,
                "it has more than {MAX_BITS} bits"
            );
        }
        Ok(number)
    }

    pub fn from_be_bytes(bytes: &[u8]) -> Self {
        let limb = |chunk: &[u8]| {
            chunk
                .iter()
                .fold(0, |limb, &byte| limb << 8 | u64::from(byte))
        };
        Self::from_limbs(bytes.rchunks(8).map(limb).collect())
    }

    /// The number with these little-endian limbs, of which the highest may be zero.
    pub fn from_limbs(limbs: Vec<u64>) -> Self {
        let mut number = Self { limbs };
        number.trim();
        number
    }

    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    pub fn to_u64(&self) -> Option<u64> {
        match self.limbs[..] {
            [] => Some(0),
            [limb] => Some(limb),
            _ => None,
        }
    }

    /// The number of binary digits; zero has none.
    pub fn bits(&self) -> u64 {
        self.limbs.last().map_or(0, |top| {
            64 * self.limbs.len() as u64 - u64::from(top.leading_zeros())
        })
    }

    /// The binary logarithm, exact for powers of two and otherwise to the precision of an `f64`.
    /// Negative infinity for zero.
    pub fn log2(&self) -> f64 {
        // 128 bits are more than an f64 can tell apart.
        let top = self.limbs.iter().rev().take(2);
        let leading = top
            .clone()
            .fold(0, |sum, &limb| sum << 64 | u128::from(limb));
        let rest = self.limbs.len() - top.len();
        (leading as f64).log2() + 64.0 * rest as f64
    }

    pub fn add(&mut self, number: u64) {
        let mut carry = number;
        for limb in &mut self.limbs {
            let (sum, over) = limb.overflowing_add(carry);
            *limb = sum;
            carry = u64::from(over);
        }
        self.push(carry);
    }

    pub fn add_natural(&mut self, other: &Self) {
        let length = self.limbs.len().max(other.limbs.len());
        self.limbs.resize(length, 0);
        let mut carry = 0;
        for (index, limb) in self.limbs.iter_mut().enumerate() {
            let sum = u128::from(*limb)
                + u128::from(other.limbs.get(index).copied().unwrap_or(0))
                + u128::from(carry);
            *limb = sum as u64;
            carry = (sum >> 64) as u64;
        }
        self.push(carry);
    }

    /// Takes `other` away, which is not larger than `self`.
    pub fn subtract(&mut self, other: &Self) {
        debug_assert!(*self >= *other, "a natural number is never negative");
        let mut borrow = false;
        for (index, limb) in self.limbs.iter_mut().enumerate() {
            let (less, under) = limb.overflowing_sub(other.limbs.get(index).copied().unwrap_or(0));
            let (less, again) = less.overflowing_sub(u64::from(borrow));
            *limb = less;
            borrow = under || again;
        }
        self.trim();
    }

    pub fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        for limb in &mut self.limbs {
            let product = u128::from(*limb) * u128::from(factor) + u128::from(carry);
            *limb = product as u64;
            carry = (product >> 64) as u64;
        }
        self.push(carry);
        self.trim();
    }

    /// The product of both.
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::zero();
        for limb in other.limbs.iter().rev() {
            if !product.is_zero() {
                product.limbs.insert(0, 0);
            }
            let mut part = self.clone();
            part.multiply(*limb);
            product.add_natural(&part);
        }
        product
    }

    /// Divides by `divisor`, which is not zero, and returns the remainder.
    pub fn divide(&mut self, divisor: u64) -> u64 {
        let mut remainder = 0;
        for limb in self.limbs.iter_mut().rev() {
            let dividend = u128::from(remainder) << 64 | u128::from(*limb);
            *limb = (dividend / u128::from(divisor)) as u64;
            remainder = (dividend % u128::from(divisor)) as u64;
        }
        self.trim();
        remainder
    }

    /// Appends the digits in `radix` (2 to 256) as numbers, the highest first; none for zero.
    pub fn push_digits(mut self, radix: u64, text: &mut Secret) {
        let start = text.len();
        let places = u64::MAX.ilog(radix) as usize;
        let chunk = radix.pow(places as u32);
        while !self.is_zero() {
            let mut digits = self.divide(chunk);
            // The highest chunk has no leading zeros.
            for _ in 0..places {
                if digits == 0 && self.is_zero() {
                    break;
                }
                text.push((digits % radix) as u8);
                digits /= radix;
            }
        }
        text.tail_mut(start).reverse();
    }

    /// Appends the number in decimal.
    pub fn push_decimal(self, text: &mut Secret) {
        if self.is_zero() {
            return text.push(b'0');
        }
        let start = text.len();
        self.push_digits(10, text);
        for digit in text.tail_mut(start) {
            *digit += b'0';
        }
    }

    /// The number in decimal, for a message: a count is no secret.
    pub fn to_decimal(&self) -> String {
        let mut text = Secret::with_capacity(32);
        self.clone().push_decimal(&mut text);
        String::from_utf8_lossy(text.as_bytes()).into_owned()
    }

    fn push(&mut self, limb: u64) {
        if limb != 0 {
            self.limbs.push(limb);
        }
    }

    fn trim(&mut self) {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
    }
}

impl From<u64> for Natural {
    fn from(number: u64) -> Self {
        Self::from_limbs(vec![number])
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let lengths = self.limbs.len().cmp(&other.limbs.len());
        lengths.then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> String {
        Natural::parse(text).unwrap().to_decimal()
    }

    #[test]
    fn reads_every_notation() {
        for (text, value) in [
            ("0", "0"),
            ("007", "7"),
            ("1_000_000", "1000000"),
            ("0xff", "255"),
            (
                "0XdeadBEEF_00000000_00000000",
                "68915718005535514953299001344",
            ),
            ("2^0", "1"),
            ("0^0", "1"),
            ("0^5", "0"),
            ("2^64", "18446744073709551616"),
            ("2^128", "340282366920938463463374607431768211456"),
            ("10^30", "1000000000000000000000000000000"),
            ("0x10^2", "256"),
            (
                "340282366920938463463374607431768211455",
                "340282366920938463463374607431768211455",
            ),
        ] {
            assert_eq!(decimal(text), value, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number_or_too_large() {
        for text in [
            "",
            "_",
            "_1",
            "1_",
            "1__0",
            "0x",
            "0x_1",
            "1e3",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "2^",
            "^2",
            "2^2^2",
            "2^-1",
            "٣",
            "0b1",
            "f",
            "2^1000001",
            "3^999999999999999999",
            "2^99999999999999999999",
        ] {
            assert!(Natural::parse(text).is_err(), "{text}");
        }
        // 2^1000000, with its zeros.
        let digits = format!("0x1{}", "0".repeat(250_000));
        assert!(Natural::parse(&digits).is_err());
    }

    #[test]
    fn adds_subtracts_multiplies_and_divides_as_128_bit_integers_do() {
        let edges: [u128; 8] = [
            0,
            1,
            9,
            u128::from(u64::MAX),
            1 << 64,
            (1 << 64) + 1,
            (1 << 100) - 1,
            1 << 126,
        ];
        let natural =
            |number: u128| Natural::from_limbs(vec![number as u64, (number >> 64) as u64]);
        for a in edges {
            for b in edges {
                let mut sum = natural(a);
                sum.add_natural(&natural(b));
                assert!(sum == natural(a + b), "{a} + {b}");
                assert_eq!(natural(a).cmp(&natural(b)), a.cmp(&b), "{a} and {b}");
                sum.subtract(&natural(a));
                assert!(sum == natural(b), "{a} + {b} - {a}");
                if let Some(product) = a.checked_mul(b) {
                    assert!(
                        natural(a).times(&natural(b)) == natural(product),
                        "{a} * {b}"
                    );
                }
                if let Ok(small) = u64::try_from(b) {
                    let mut sum = natural(a);
                    sum.add(small);
                    assert!(sum == natural(a + b), "{a} + {b}");
                    if small != 0 {
                        let mut quotient = natural(a);
                        assert_eq!(u128::from(quotient.divide(small)), a % b, "{a} % {b}");
                        assert!(quotient == natural(a / b), "{a} / {b}");
                        quotient.multiply(small);
                        quotient.add((a % b) as u64);
                        assert!(quotient == natural(a), "{a} / {b} * {b} + {a} % {b}");
                    }
                }
            }
            assert_eq!(natural(a).bits(), u64::from(128 - a.leading_zeros()), "{a}");
            assert_eq!(natural(a).to_decimal(), a.to_string());
            assert!(
                Natural::from_be_bytes(&a.to_be_bytes()) == natural(a),
                "{a}"
            );
        }
        let mut zero = natural(1 << 100);
        zero.multiply(0);
        assert!(zero.is_zero());
    }

    #[test]
    fn logarithms_are_exact_for_powers_of_two_and_close_elsewhere() {
        for exponent in [0, 1, 63, 64, 127, 128, 200, 999_999] {
            let power = Natural::power(2, exponent).unwrap();
            assert_eq!(power.log2(), exponent as f64);
            assert_eq!(power.bits(), exponent + 1);
        }
        let ten = Natural::power(10, 30).unwrap().log2();
        assert!((ten - 30.0 * 10f64.log2()).abs() < 1e-12);
        assert_eq!(Natural::zero().log2(), f64::NEG_INFINITY);
    }

    proptest! {
        #[test]
        fn every_notation_of_a_number_is_that_number(number in any::<u128>(), shift in 0..128_u32, gap in 0..9_usize) {
            let number = number >> shift;
            let mut grouped = number.to_string();
            if (1..grouped.len()).contains(&gap) {
                grouped.insert(gap, '_');
            }
            for text in [number.to_string(), grouped, format!("{number:#x}"), format!("0X00{number:X}")] {
                let read = Natural::parse(&text).unwrap();
                prop_assert_eq!(read.to_decimal(), number.to_string());
                prop_assert_eq!(read.bits(), u64::from(128 - number.leading_zeros()));
            }
        }

        #[test]
        fn long_numbers_come_back(digits in "[1-9][0-9]{0,200}") {
            prop_assert_eq!(Natural::parse(&digits).unwrap().to_decimal(), digits);
        }

        #[test]
        fn powers_are_products(base: u8, exponent in 0..16_u32) {
            let power = u128::from(base).pow(exponent);
            let read = Natural::parse(&format!("{base}^{exponent}")).unwrap();
            prop_assert_eq!(read.to_decimal(), power.to_string());
        }

        #[test]
        fn what_is_refused_is_told_in_one_line(text in "[0-9xXa-f_^ +.e-]{0,12}\\PC{0,3}") {
            match Natural::parse(&text) {
                Ok(_) => prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_^".contains(&byte))),
                Err(error) => prop_assert!(!error.to_string().contains(char::is_control)),
            }
        }
    }
}
