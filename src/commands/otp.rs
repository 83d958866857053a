//! `secrets otp`: a one-time code of random decimal digits.

use anyhow::{Result, ensure};
use clap::Args;

use crate::cli::Examples;
use crate::entropy::Entropy;
use crate::output::OutputArgs;
use crate::recipe::{Generator, Recipe, Space, SpaceSize};
use crate::secret::Secret;
use crate::size::positive;

/// The longest code, in digits.
const MAX_DIGITS: u64 = 1024;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    ("secrets otp", "a code of 6 digits"),
    ("secrets otp --digits 8", "a code of 8 digits"),
    ("secrets otp -n 10", "ten codes"),
];

/// The flags of `secrets otp`.
#[derive(Args)]
pub struct Otp {
    /// Length of the code, 1 to 1024 digits
    #[arg(long, value_name = "N", default_value = "6", value_parser = digits, allow_negative_numbers = true)]
    digits: u64,
}

impl Generator for Otp {
    const KIND: &'static str = "otp";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(Code {
            digits: self.digits,
        }))
    }
}

/// A code of independent uniform decimal digits.
struct Code {
    digits: u64,
}

impl Recipe for Code {
    fn space(&self) -> Space {
        Space::of(
            format!("{} decimal digits", self.digits),
            SpaceSize::Power(10, self.digits),
        )
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let code = value.grow(self.digits as usize);
        entropy.fill_below(10, code)?;
        for digit in code {
            *digit += b'0';
        }
        Ok(())
    }

    fn least_length(&self) -> Option<u64> {
        Some(self.digits)
    }
}

fn digits(text: &str) -> Result<u64> {
    let digits = positive(text)?;
    ensure!(
        digits <= MAX_DIGITS,
        "a code has at most {MAX_DIGITS} digits"
    );
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_leading_zeros() {
        let mut value = Secret::with_capacity(0);
        // The low half of the word is not zero, so it is accepted; its first digits are zeros.
        let mut entropy = Entropy::tape(&(u64::MAX / 10_000).to_le_bytes());
        Code { digits: 6 }.draw(&mut entropy, &mut value).unwrap();
        assert_eq!(value.as_bytes(), b"000099");
    }
}
