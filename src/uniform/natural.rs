//! Natural numbers of any size, for counting possibilities and for drawing below a bound.

use std::cmp::Ordering;

use anyhow::{Result, bail, ensure};

use crate::secret::Secret;

/// The most bits of a number that is read or drawn. Writing such a number in decimal takes about half
/// a second.
pub const MAX_BITS: u64 = 1_000_000;

/// A natural number. If it is drawn, it is as secret as the text made from it.
///
/// The limbs have 64 bits each and are little-endian, without leading zeros: zero has no limbs.
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
        // Refuse most large powers before computing them. Rounding leaves a few for the check below.
        let bits = (base as f64).log2() * exponent as f64;
        ensure!(
            bits < MAX_BITS as f64 + 1.0,
            "it has more than {MAX_BITS} bits"
        );
        // Multiply by as many factors at once as fit into a limb.
        let step = u64::from(u64::MAX.ilog(base));
        let mut power = Self::from(1);
        for _ in 0..exponent / step {
            power.multiply(base.pow(step as u32));
        }
        power.multiply(base.pow((exponent % step) as u32));
        ensure!(power.bits() <= MAX_BITS, "it has more than {MAX_BITS} bits");
        Ok(power)
    }

    /// Reads a decimal number, a hexadecimal number after `0x`, or a power such as `2^256`. Single `_`
    /// between digits are ignored.
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
        // Multiply by as many digits at once as surely fit into a limb.
        let (mut chunk, mut weight) = (0, 1);
        let mut left = digits
            .chars()
            .filter(|&character| character != '_')
            .peekable();
        while let Some(character) = left.next() {
            let Some(digit) = character.to_digit(radix) else {
                bail!("it is not a whole number like 1000, 0xff or 2^256");
            };
            chunk = chunk * u64::from(radix) + u64::from(digit);
            weight *= u64::from(radix);
            if weight < 1 << 59 && left.peek().is_some() {
                continue;
            }
            number.multiply(weight);
            number.add(chunk);
            (chunk, weight) = (0, 1);
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

    /// The number with these little-endian limbs. The highest limbs may be zero.
    pub fn from_limbs(limbs: Vec<u64>) -> Self {
        let mut number = Self { limbs };
        number.trim();
        number
    }

    /// `significand` times two to the power of `exponent`.
    pub fn shifted(significand: u64, exponent: u32) -> Self {
        let wide = u128::from(significand) << (exponent % 64);
        let zeros = exponent as usize / 64;
        let mut limbs = Vec::with_capacity(zeros + 2);
        limbs.resize(zeros, 0);
        limbs.extend([wide as u64, (wide >> 64) as u64]);
        Self::from_limbs(limbs)
    }

    /// The limbs, the lowest first.
    pub fn limbs(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.limbs.iter().copied()
    }

    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    /// Whether this is less than `number` times two to the power of `exponent`.
    pub fn is_below_shifted(&self, number: u128, exponent: u32) -> bool {
        if self.bits() > 128 + u64::from(exponent) {
            return false;
        }
        let (first, shift) = (exponent as usize / 64, exponent % 64);
        let limb = |index: usize| self.limbs.get(first + index).copied().unwrap_or(0);
        let two = |high, low| ((u128::from(high) << 64 | u128::from(low)) >> shift) as u64;
        let (low, middle, high) = (limb(0), limb(1), limb(2));
        let quotient = u128::from(two(high, middle)) << 64 | u128::from(two(middle, low));
        quotient < number
    }

    /// Subtracts `number` times two to the power of `exponent`, which is at most `self`.
    pub fn subtract_shifted(&mut self, number: u128, exponent: u32) {
        let start = exponent as usize / 64;
        for (half, start) in [number as u64, (number >> 64) as u64]
            .into_iter()
            .zip(start..)
        {
            let mut left = u128::from(half) << (exponent % 64);
            for limb in self.limbs.iter_mut().skip(start) {
                if left == 0 {
                    break;
                }
                let (less, borrows) = limb.overflowing_sub(left as u64);
                *limb = less;
                left = (left >> 64) + u128::from(borrows);
            }
            debug_assert!(left == 0, "a natural number is never negative");
        }
        self.trim();
    }

    pub fn to_u64(&self) -> Option<u64> {
        match self.limbs[..] {
            [] => Some(0),
            [limb] => Some(limb),
            _ => None,
        }
    }

    /// The number of binary digits: 0 for zero.
    pub fn bits(&self) -> u64 {
        self.limbs.last().map_or(0, |top| {
            64 * self.limbs.len() as u64 - u64::from(top.leading_zeros())
        })
    }

    /// The binary logarithm, exact for powers of two and otherwise to the precision of an `f64`.
    /// Negative infinity for zero.
    pub fn log2(&self) -> f64 {
        // The highest two limbs have more bits than an f64.
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

    /// Subtracts `other`, which is at most `self`.
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

    /// Divides by `divisor` and returns the remainder. The divisor is not zero.
    pub fn divide(&mut self, divisor: u64) -> u64 {
        if let [limb] = &mut self.limbs[..] {
            let remainder = *limb % divisor;
            *limb /= divisor;
            self.trim();
            return remainder;
        }
        // Scale both by the power of two that sets the highest bit of the divisor.
        let scale = divisor.leading_zeros();
        let divisor = divisor << scale;
        let reciprocal = reciprocal(divisor);
        let above = |limb: u64| limb.checked_shr(64 - scale).unwrap_or(0);
        let mut remainder = self.limbs.last().map_or(0, |&top| above(top));
        for index in (0..self.limbs.len()).rev() {
            let below = index.checked_sub(1).map_or(0, |below| self.limbs[below]);
            let low = self.limbs[index] << scale | above(below);
            (self.limbs[index], remainder) = divide_by(divisor, reciprocal, remainder, low);
        }
        self.trim();
        remainder >> scale
    }

    /// Appends the digits in `radix` (2 to 256) as bytes, the highest first. Zero has no digits.
    pub fn push_digits(mut self, radix: u64, text: &mut Secret) {
        let start = text.len();
        let length = u64::MAX.ilog(radix) as usize;
        let chunk = radix.pow(length as u32);
        while !self.is_zero() {
            let mut digits = self.divide(chunk);
            // The highest chunk has no leading zeros.
            for _ in 0..length {
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

/// `(2^128 - 1) / divisor - 2^64`, for a divisor whose highest bit is set.
fn reciprocal(divisor: u64) -> u64 {
    (u128::MAX / u128::from(divisor)) as u64
}

/// The quotient and the remainder of two limbs. `high` is below `divisor`.
///
/// Two multiplications are quicker than a division: Möller and Granlund, "Improved Division by
/// Invariant Integers", IEEE Transactions on Computers 60(2), 2011, algorithm 4.
fn divide_by(divisor: u64, reciprocal: u64, high: u64, low: u64) -> (u64, u64) {
    let dividend = u128::from(high) << 64 | u128::from(low);
    let estimate = (u128::from(reciprocal) * u128::from(high)).wrapping_add(dividend);
    let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
    let mut remainder = low.wrapping_sub(quotient.wrapping_mul(divisor));
    if remainder > estimate as u64 {
        quotient = quotient.wrapping_sub(1);
        remainder = remainder.wrapping_add(divisor);
    }
    if remainder >= divisor {
        quotient += 1;
        remainder -= divisor;
    }
    (quotient, remainder)
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
mod tests;
