//! `secrets below`: a whole number of any size in a range.

use anyhow::Result;
use clap::Args;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;

/// The flags of `secrets below`.
#[derive(Args)]
pub struct Below {
    /// The end of the range, which is not part of it
    ///
    /// A decimal number such as 1_000_000 (_ is optional), a hexadecimal one such as 0xff, or a power
    /// such as 2^128 or 10^30. At most a million bits.
    #[arg(value_name = "N", value_parser = Integer::parse, allow_hyphen_values = true)]
    end: Integer,

    /// The start of the range, which may be negative
    #[arg(long, value_name = "LOW", default_value = "0", value_parser = Integer::parse, allow_hyphen_values = true)]
    from: Integer,
}

impl Described for Below {
    const HELP: Help = Help {
        about: "A random whole number below N, of any size",
        details: "",
        examples: &[
            ("secrets below 1000000", "from 0 to 999999"),
            ("secrets below 7 --from 1 -n 2", "two throws of a die"),
            ("secrets below 2^128", "128 random bits as a number"),
            ("secrets below 10^30", "30 digits without leading zeros"),
        ],
    };
}

impl Generator for Below {
    const KIND: &'static str = "below";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let Some(size) = self.end.above(&self.from) else {
            let (end, from) = (self.end.for_message(), self.from.for_message());
            return Err(hinted(
                format!("there is no number from {from} to below {end}"),
                "N must be greater than LOW, which is 0 without --from",
            ));
        };
        Ok(Box::new(Range {
            end: self.end.for_message(),
            low: self.from,
            size,
        }))
    }
}

/// The `size` numbers from `low` up.
#[derive(Clone)]
struct Range {
    low: Integer,
    size: Natural,
    /// The end of the range, as messages show it.
    end: String,
}

impl Draw for Range {
    fn form(&self) -> Form {
        Form::default()
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        if let (Some(size), true) = (self.size.to_u64(), self.low.magnitude.is_zero()) {
            value.push_decimal(entropy.below(size)?);
            return Ok(());
        }
        let mut number = entropy.below_natural(&self.size)?;
        if !self.low.negative {
            number.add_natural(&self.low.magnitude);
        } else if number < self.low.magnitude {
            let mut magnitude = self.low.magnitude.clone();
            magnitude.subtract(&number);
            number = magnitude;
            value.push(b'-');
        } else {
            number.subtract(&self.low.magnitude);
        }
        number.push_decimal(value);
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Range {
    fn space(&self) -> Space {
        Space::of(
            format!(
                "the whole numbers from {} to below {}",
                self.low.for_message(),
                self.end
            ),
            SpaceSize::Count(self.size.clone()),
        )
    }

    fn can_give(&self, value: &str) -> bool {
        let digits = value.strip_prefix('-').unwrap_or(value);
        let is_written_so = digits.bytes().all(|byte| byte.is_ascii_digit())
            && (digits == "0" && value == "0" || !digits.is_empty() && !digits.starts_with('0'));
        let Some(number) = Integer::parse(value).ok().filter(|_| is_written_so) else {
            return false;
        };
        let is_low = number.negative == self.low.negative && number.magnitude == self.low.magnitude;
        is_low
            || number
                .above(&self.low)
                .is_some_and(|above| above < self.size)
    }
}

/// A whole number with its sign; zero is not negative.
#[derive(Clone)]
struct Integer {
    negative: bool,
    magnitude: Natural,
}

impl Integer {
    fn parse(text: &str) -> Result<Self> {
        let digits = text.strip_prefix('-');
        let magnitude = Natural::parse(digits.unwrap_or(text))?;
        Ok(Self {
            negative: digits.is_some() && !magnitude.is_zero(),
            magnitude,
        })
    }

    /// The difference `self - low`, if it is positive.
    fn above(&self, low: &Self) -> Option<Natural> {
        let (mut larger, smaller) = match (self.negative, low.negative) {
            (false, false) => (self.magnitude.clone(), &low.magnitude),
            (true, true) => (low.magnitude.clone(), &self.magnitude),
            (false, true) => {
                let mut sum = self.magnitude.clone();
                sum.add_natural(&low.magnitude);
                return Some(sum);
            }
            (true, false) => return None,
        };
        (larger > *smaller).then(|| {
            larger.subtract(smaller);
            larger
        })
    }

    /// The number in decimal, or only its size if it has more than 256 bits.
    fn for_message(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        match self.magnitude.bits() {
            0..=256 => format!("{sign}{}", self.magnitude.to_decimal()),
            bits => format!("{sign}2^{} or more", bits - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(end: &str, from: &str) -> Result<Box<dyn Recipe>> {
        let (end, from) = (Integer::parse(end)?, Integer::parse(from)?);
        Below { end, from }.recipe(&OutputArgs::default())
    }

    /// The numbers that each byte gives, for a range of at most 256 numbers.
    fn numbers(end: &str, from: &str) -> Vec<String> {
        let mut numbers = Vec::new();
        for byte in 0..=255 {
            let mut value = Secret::with_capacity(0);
            if range(end, from)
                .unwrap()
                .draw(&mut Entropy::tape(&[byte]), &mut value)
                .is_ok()
            {
                numbers.push(String::from_utf8(value.as_bytes().to_vec()).unwrap());
            }
        }
        numbers
    }

    #[test]
    fn a_range_holds_each_of_its_numbers_equally_often() {
        for (end, from) in [(5, -5), (-3, -10), (12, 7), (1, -200), (0, -128)] {
            let mut drawn = numbers(&end.to_string(), &from.to_string());
            drawn.sort_by_key(|number| number.parse::<i64>().unwrap());
            let each = drawn.len() / (end - from) as usize;
            let expected: Vec<String> = (from..end)
                .flat_map(|number: i64| vec![number.to_string(); each])
                .collect();
            assert_eq!(drawn, expected);
        }
    }

    #[test]
    fn refuses_an_empty_range() {
        for (end, from) in [
            ("0", "0"),
            ("-1", "0"),
            ("5", "5"),
            ("5", "6"),
            ("-5", "-5"),
            ("-6", "-5"),
            ("2^300", "2^300"),
        ] {
            assert!(range(end, from).is_err(), "{from} to {end}");
        }
        assert_eq!(range("-0", "-1").unwrap().space().size.bits(), 0.0);
        assert_eq!(range("2^4000", "0").unwrap().space().size.bits(), 4000.0);
    }
}
