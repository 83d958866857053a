//! The set that a value is drawn from, and the entropy of the value.

use std::fmt;

use anyhow::Result;

use crate::uniform::natural::Natural;
use crate::uniform::upper_bound::UpperBound;

/// The set that a value is uniformly drawn from.
pub struct Space {
    /// Describes to a person what the value is drawn from.
    pub drawn_from: String,
    pub size: SpaceSize,
    /// Describes to a person the further rules for every value.
    pub rules: Vec<String>,
    /// Whether attackers may guess the value, as with a password, but not a key.
    pub guessable: bool,
}

impl Space {
    pub fn of(drawn_from: String, size: SpaceSize) -> Self {
        Self {
            drawn_from,
            size,
            rules: Vec::new(),
            guessable: false,
        }
    }
}

/// The number of possible values.
#[derive(Clone)]
pub enum SpaceSize {
    /// `base` to the power of `exponent`.
    Power(u64, u64),
    /// `first` times `base` to the power of `exponent`, in this order.
    Product(u64, u64, u64),
    Count(Natural),
    /// An upper bound of a count. Rounding adds less than 1 part in 2^40.
    Rounded(UpperBound),
    /// Of `total` equally likely draws, `likeliest` give the same value.
    Weighted {
        likeliest: u64,
        total: u64,
    },
}

impl From<UpperBound> for SpaceSize {
    fn from(bound: UpperBound) -> Self {
        if bound.is_exact() {
            Self::Count(bound.to_natural())
        } else {
            Self::Rounded(bound)
        }
    }
}

impl SpaceSize {
    /// The entropy of a value, in bits: the binary logarithm of the number of values.
    ///
    /// If some values are more likely than others, this is the min-entropy (NIST SP 800-90B, section
    /// 2.1), which depends on the likeliest value.
    pub fn bits(&self) -> f64 {
        match self {
            Self::Power(base, exponent) => (*base as f64).log2() * *exponent as f64,
            Self::Product(first, base, exponent) => {
                (*first as f64).log2() + (*base as f64).log2() * *exponent as f64
            }
            Self::Count(count) => count.log2(),
            Self::Rounded(bound) => bound.log2(),
            Self::Weighted { likeliest, total } => {
                (*total as f64).log2() - (*likeliest as f64).log2()
            }
        }
    }

    /// The number of values.
    ///
    /// # Errors
    /// The number is too large to be computed.
    pub fn count(&self) -> Result<Natural> {
        match self {
            Self::Power(base, exponent) => Natural::power(*base, *exponent),
            Self::Product(factor, base, exponent) => {
                let mut count = Natural::power(*base, *exponent)?;
                count.multiply(*factor);
                Ok(count)
            }
            Self::Count(count) => Ok(count.clone()),
            Self::Rounded(bound) => Ok(bound.to_natural()),
            Self::Weighted { total, .. } => Ok(Natural::from(*total)),
        }
    }

    /// An upper bound of the number of values.
    fn bound(&self) -> Result<UpperBound> {
        match self {
            Self::Rounded(bound) => Ok(*bound),
            exact => Ok(UpperBound::from(&exact.count()?)),
        }
    }

    /// The size of the space of several independent values, one from each space of `sizes`.
    ///
    /// # Errors
    /// One of the numbers is too large to be computed.
    pub fn product(sizes: &[Self]) -> Result<Self> {
        let powers: Option<Vec<_>> = sizes
            .iter()
            .map(|size| match size {
                Self::Power(base, exponent) => Some((*base, *exponent)),
                _ => None,
            })
            .collect();
        if let Some(powers) = powers
            && let Some((base, _)) = powers.first()
            && powers.iter().all(|(other, _)| other == base)
        {
            return Ok(Self::Power(
                *base,
                powers.iter().map(|(_, exponent)| exponent).sum(),
            ));
        }
        let mut product = UpperBound::from(1);
        for size in sizes {
            product = product.times(size.bound()?);
        }
        Ok(product.into())
    }

    /// Whether a value has at least `bits` of entropy.
    ///
    /// For counts the exact number decides, because a logarithm may be rounded up to a whole number.
    /// For powers the logarithm decides: a power that is not a power of two is never so close to one.
    pub fn holds(&self, bits: u64) -> bool {
        match self {
            // A number of n bits is at least 2^(n - 1).
            Self::Count(count) => count.bits() > bits,
            Self::Rounded(bound) => bound.reaches(bits),
            _ => self.bits() >= bits as f64,
        }
    }
}

impl fmt::Display for SpaceSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Larger numbers are written as a power of two.
        const READABLE_BITS: u64 = 64;
        match self {
            Self::Power(base, 1) => write!(f, "{base}"),
            Self::Power(base, exponent) => write!(f, "{base}^{exponent}"),
            Self::Product(first, _, 0) => write!(f, "{first}"),
            Self::Product(first, base, exponent) => write!(f, "{first} * {base}^{exponent}"),
            Self::Count(count) if count.bits() <= READABLE_BITS => f.write_str(&count.to_decimal()),
            Self::Count(_) | Self::Rounded(_) => {
                let bits = Bits(self.bits()).to_string();
                write!(f, "2^{}", bits.trim_end_matches([' ', 'b', 'i', 't', 's']))
            }
            Self::Weighted { likeliest, total } => {
                write!(f, "{total}, the likeliest value {likeliest} times")
            }
        }
    }
}

/// Shows bits of entropy with their unit, and with up to three decimals.
pub struct Bits(pub f64);

impl Bits {
    /// Shows bits that are below `limit` with enough decimals to see the difference.
    pub fn below(&self, limit: u64) -> String {
        let shows = |text: &String| text.parse().is_ok_and(|shown: f64| shown < limit as f64);
        let texts = (4..=12).map(|decimals| format!("{:.decimals$}", self.0));
        match texts.into_iter().find(shows) {
            _ if self.0 < limit as f64 - 0.001 => self.to_string(),
            Some(text) => format!("{text} bits"),
            None => format!("a little less than {limit} bits"),
        }
    }
}

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.0);
        let number = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{number} bit{}", if number == "1" { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_the_logarithm_of_the_count() {
        assert_eq!(SpaceSize::Power(256, 32).bits(), 256.0);
        assert_eq!(
            SpaceSize::Power(16, 1 << 40).bits(),
            4.0 * (1u64 << 40) as f64
        );
        assert_eq!(SpaceSize::Count(Natural::from(1)).bits(), 0.0);
        assert_eq!(
            SpaceSize::Count(Natural::parse("2^300").unwrap()).bits(),
            300.0
        );
        assert_eq!(
            SpaceSize::Weighted {
                likeliest: 2,
                total: 8
            }
            .bits(),
            2.0
        );
        assert_eq!(SpaceSize::Product(4, 2, 8).bits(), 10.0);
        assert_eq!(SpaceSize::Product(63, 64, 20).to_string(), "63 * 64^20");
        assert_eq!(SpaceSize::Product(63, 64, 0).to_string(), "63");
    }

    #[test]
    fn a_count_just_below_a_power_of_two_does_not_hold_its_bits() {
        let mut count = Natural::parse("2^300").unwrap();
        assert!(SpaceSize::Count(count.clone()).holds(300));
        count.subtract(&Natural::from(1));
        let below = SpaceSize::Count(count);
        assert_eq!(below.bits(), 300.0);
        assert!(!below.holds(300) && below.holds(299));
        assert!(SpaceSize::Power(16, 75).holds(300) && !SpaceSize::Power(16, 74).holds(300));
        assert!(!SpaceSize::Count(Natural::zero()).holds(1));
    }

    #[test]
    fn bits_are_written_with_the_decimals_that_show_a_difference() {
        for (bits, limit, text) in [
            (60.677, 61, "60.677 bits"),
            (125.0, 126, "125 bits"),
            (20.999_6, 21, "20.9996 bits"),
            (2_097_150f64.log2(), 21, "20.999999 bits"),
            (21.0, 21, "a little less than 21 bits"),
        ] {
            assert_eq!(Bits(bits).below(limit), text);
        }
    }

    #[test]
    fn bits_are_written_without_trailing_zeros() {
        for (bits, text) in [
            (256.0, "256 bits"),
            (130.9264, "130.926 bits"),
            (0.5, "0.5 bits"),
            (100.0, "100 bits"),
            (1.0, "1 bit"),
            (0.0, "0 bits"),
        ] {
            assert_eq!(Bits(bits).to_string(), text);
        }
    }
}
