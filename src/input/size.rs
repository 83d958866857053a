//! Reads sizes in bytes, with the suffixes of `head -c`, and whole numbers.

use anyhow::{Result, anyhow, bail, ensure};
use clap::Args;

use crate::message::hinted;
use crate::text::encoding::Encoding;

/// The default size of a token, in bytes, as in CPython's `secrets.DEFAULT_ENTROPY`.
const DEFAULT_BYTES: u64 = 32;

/// The most bytes of a token: 2^60, more than any machine can write.
const MAX_BYTES: u64 = 1 << 60;

/// The options for the length of a token: in bytes, in characters of its text, or in bits of entropy.
#[derive(Args, Default)]
pub struct SizeArgs {
    /// Random bytes to draw, as 32, 4KiB or 1G [default: 32]
    ///
    /// The suffixes are the same as in head -c: K, M, G, T, P and E, or KiB, MiB …, are powers of
    /// 1024; kB, MB … are powers of 1000; and B is a byte. At most 1E.
    #[arg(value_parser = bytes, group = "token_size")]
    size: Option<u64>,

    /// Length of the text, in characters
    ///
    /// If no number of bytes has a text of this length, the characters are drawn one by one.
    #[arg(short = 'l', long, visible_alias = "length", value_name = "N", value_parser = positive, group = "token_size")]
    chars: Option<u64>,

    /// Minimum entropy in bits, rounded up to whole bytes
    #[arg(short, long, value_name = "B", value_parser = positive, group = "token_size")]
    bits: Option<u64>,

    /// Make a token of fewer than 64 bits without a warning
    #[arg(hide_short_help = true, long)]
    pub allow_weak: bool,
}

/// The length of a token.
pub enum Length {
    Bytes(u64),
    /// The length of a text that no number of bytes has.
    Characters(u64),
}

impl SizeArgs {
    /// The options of a command line with at most a size, unless the size is invalid.
    pub fn plain(size: Option<&str>) -> Option<Self> {
        let size = size.map(bytes).transpose().ok()?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

    /// The minimum entropy of `--bits`.
    pub fn bits(&self) -> Option<u64> {
        self.bits
    }

    /// The length of a token with the requested size. `encoding` is `None` for raw bytes.
    pub fn length(&self, encoding: Option<Encoding>) -> Result<Length> {
        let bytes = match (self.size, self.chars, self.bits, encoding) {
            (_, Some(chars), _, None) => Err(hinted(
                "--chars is a length of text, and raw bytes are not text",
                format!(
                    "for bytes: secrets bytes {chars}; for text: secrets urlsafe --chars {chars}"
                ),
            )),
            (_, Some(chars), _, Some(encoding)) => {
                let bytes = encoding.bytes_for(chars)?;
                return Ok(bytes.map_or(Length::Characters(chars), Length::Bytes));
            }
            (_, _, Some(bits), _) => Ok(bits.div_ceil(8)),
            (size, ..) => Ok(size.unwrap_or(DEFAULT_BYTES)),
        };
        bytes.map(Length::Bytes)
    }
}

/// Reads a size in bytes: a whole positive number and at most one suffix.
///
/// # Errors
/// `text` is not a number, has an unknown suffix, or is zero or more than [`MAX_BYTES`].
pub fn bytes(text: &str) -> Result<u64> {
    let digits = text.find(|character: char| !character.is_ascii_digit());
    let (number, suffix) = text.split_at(digits.unwrap_or(text.len()));
    let not_a_size = || anyhow!("a size is a whole number of bytes like 32, 4KiB or 1G");
    if number.is_empty() {
        bail!(not_a_size());
    }
    if suffix == "b" {
        bail!(
            "b may mean bytes, bits or blocks of 512 bytes: give {number} for bytes, or --bits {number}"
        );
    }
    if ["bit", "bits"].contains(&suffix) {
        bail!("a size is in bytes: give --bits {number}");
    }
    let unit = unit(suffix).ok_or_else(not_a_size)?;
    if number.bytes().all(|digit| digit == b'0') {
        bail!("the size must be at least 1 byte");
    }
    let size = number
        .parse()
        .ok()
        .and_then(|number: u64| number.checked_mul(unit));
    size.filter(|&size| size <= MAX_BYTES)
        .ok_or_else(|| anyhow!("the size is at most 1E (2^60 bytes)"))
}

/// The number of bytes of a suffix of `head -c`, except its `b` (512 bytes), which people read as bytes.
fn unit(suffix: &str) -> Option<u64> {
    match suffix {
        "" | "B" => return Some(1),
        _ => {}
    }
    let (letter, rest) = suffix.split_at_checked(1)?;
    let power = "KMGTPE".find(&letter.to_ascii_uppercase())? as u32 + 1;
    match rest {
        "" | "iB" => Some(1024u64.pow(power)),
        "B" => Some(1000u64.pow(power)),
        _ => None,
    }
}

/// Reads a whole number of at least 1: a count, a length, a number of bits or digits.
pub fn positive(text: &str) -> Result<u64> {
    match whole(text)? {
        0 => bail!("it must be at least 1"),
        number => Ok(number),
    }
}

/// Refuses a number above `most`.
pub fn up_to(number: u64, most: u16) -> Result<u16> {
    match number.try_into() {
        Ok(number) if number <= most => Ok(number),
        _ => bail!("it is at most {most}"),
    }
}

/// Reads a whole number, which may be zero.
pub fn whole(text: &str) -> Result<u64> {
    ensure!(!text.starts_with('-'), "it must not be negative");
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!("it must be a whole number");
    }
    match text.parse() {
        Ok(number) if number <= MAX_BYTES => Ok(number),
        _ => bail!("it is at most 2^60"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_are_read_as_in_head() {
        for (text, size) in [
            ("1", 1),
            ("032", 32),
            ("32B", 32),
            ("1K", 1024),
            ("1k", 1024),
            ("1KiB", 1024),
            ("1kB", 1000),
            ("1KB", 1000),
            ("3M", 3 << 20),
            ("3MB", 3_000_000),
            ("1G", 1 << 30),
            ("1T", 1 << 40),
            ("1PiB", 1 << 50),
            ("1E", 1 << 60),
        ] {
            assert_eq!(bytes(text).unwrap(), size, "{text}");
        }
    }

    #[test]
    fn refuses_other_texts_as_sizes() {
        for text in [
            "",
            "0",
            "000",
            "0K",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1.5K",
            "1e3",
            "0x10",
            "K",
            "1KK",
            "1Ki",
            "1ib",
            "32b",
            "1Z",
            "2E",
            "1048577T",
            "18446744073709551616",
            "10^30",
            "1000000000000000000000000000000",
            "٣",
            "1é",
        ] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn counts_are_positive_whole_numbers() {
        assert_eq!(positive("1").unwrap(), 1);
        assert_eq!(positive("1000000000").unwrap(), 1_000_000_000);
        for text in [
            "",
            "0",
            "00",
            "-1",
            "+1",
            "1K",
            "1.0",
            "1e3",
            "1152921504606846977",
            "18446744073709551616",
        ] {
            assert!(positive(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_size_is_the_product_of_number_and_unit(number in 0..=u64::MAX >> 3, shift in 0..60_u32, zeros in "0{0,3}") {
            let number = number >> shift;
            for (place, letter) in (1..).zip("KMGTPE".chars()) {
                for (suffix, unit) in [
                    (String::new(), 1),
                    ("B".to_owned(), 1),
                    (letter.to_string(), 1024_u128.pow(place)),
                    (letter.to_lowercase().to_string(), 1024_u128.pow(place)),
                    (format!("{letter}iB"), 1024_u128.pow(place)),
                    (format!("{letter}B"), 1000_u128.pow(place)),
                ] {
                    let size = u128::from(number) * unit;
                    let expected = (1..=1 << 60).contains(&size).then_some(size as u64);
                    prop_assert_eq!(bytes(&format!("{zeros}{number}{suffix}")).ok(), expected);
                }
            }
        }

        #[test]
        fn only_digits_and_a_suffix_are_read(text in "[0-9]{0,3}[-+ .0-9a-zA-Z\u{660}-\u{669}]{0,4}") {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(whole(&text).is_ok(), is_number);
            if bytes(&text).is_ok() {
                let suffix = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
                prop_assert!(suffix.len() < text.len() && suffix.chars().all(|letter| "KMGTPEkmgtpeiB".contains(letter)));
            }
        }
    }
}
