//! The HOTP (RFC 4226) and TOTP (RFC 6238) algorithms. In TOTP the counter is a number of periods.

use std::ops::RangeInclusive;

use anyhow::{Result, anyhow, ensure};
use clap::ValueEnum;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

use crate::input::size::{positive, whole};
use crate::secret::Secret;

/// The minimum length of a key, in bits (RFC 4226, section 4, R6).
pub const MIN_KEY_BITS: u64 = 128;

/// The default period, in seconds (X in RFC 6238, section 4).
pub const DEFAULT_PERIOD: u64 = 30;

/// The default length of a code, as in authenticator apps. RFC 4226, section 5.3, requires at least 6.
pub const DEFAULT_DIGITS: u32 = 6;

/// The lengths of decimal codes. A code has 31 bits, which ten digits can hold.
pub const DIGITS: RangeInclusive<u64> = 6..=10;

/// The length of a Steam code.
pub const STEAM_LENGTH: u32 = 5;

/// The digits of Steam codes, by their values: no vowels and no characters that look alike.
const STEAM: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";

/// The longest period, in seconds: a day.
const MAX_PERIOD: u64 = 86400;

/// The hash function of the HMAC.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Algorithm {
    /// SHA-1, which every app supports
    Sha1,
    /// SHA-256, which fewer apps support
    Sha256,
    /// SHA-512, which fewer apps support
    Sha512,
}

impl Algorithm {
    /// The name in an `otpauth` URI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// The algorithm with this name, in upper or lower case, with or without a hyphen.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.replace('-', "");
        let all = Self::value_variants().iter().copied();
        let mut named = all.filter(|algorithm| algorithm.name().eq_ignore_ascii_case(&name));
        named.next()
    }

    /// The default length of a key, in bits: the length of the hash (RFC 6238, section 5.1).
    pub fn key_bits(self) -> u64 {
        match self {
            Self::Sha1 => 160,
            Self::Sha256 => 256,
            Self::Sha512 => 512,
        }
    }
}

/// The style of a code.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
#[cfg_attr(test, derive(Debug))]
pub enum Style {
    /// Digits
    Decimal,
    /// The five letters and digits of Steam
    Steam,
}

impl Style {
    pub fn name(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Steam => "steam",
        }
    }

    fn base(self) -> u64 {
        match self {
            Self::Decimal => 10,
            Self::Steam => STEAM.len() as u64,
        }
    }
}

/// The parameters that turn a key and a counter into a code.
#[derive(Clone, Copy)]
pub struct Scheme {
    pub algorithm: Algorithm,
    /// The length of a code: 6 to 10, or 5 for Steam.
    pub digits: u32,
    pub style: Style,
}

impl Scheme {
    /// Appends the code of `counter`, with its leading zeros.
    pub fn code(self, key: &Secret, counter: u64, code: &mut Secret) -> Result<()> {
        let mut rest = self.number(key, counter)?;
        let base = self.style.base();
        let characters = code.grow(self.digits as usize);
        for character in characters.iter_mut() {
            let digit = *rest % base;
            *character = match self.style {
                Style::Decimal => b'0' + digit as u8,
                Style::Steam => STEAM[digit as usize],
            };
            *rest /= base;
        }
        // Steam alone writes the lowest digit first.
        if self.style == Style::Decimal {
            characters.reverse();
        }
        Ok(())
    }

    /// The counter in `counters` at which `codes` begin: the codes of this counter and the following
    /// counters are `codes`, which are at least one.
    ///
    /// If there are several such counters, the last is returned, so that none is accepted again.
    /// Every counter is tried, even after a match, and compared in constant time.
    pub fn find(
        self,
        key: &Secret,
        counters: RangeInclusive<u64>,
        codes: &[Candidate],
    ) -> Result<Option<u64>> {
        let (first, last) = (*counters.start(), *counters.end());
        let following = codes.len() as u64 - 1;
        let mut found = Choice::from(0);
        let mut at = 0;
        // For each index: whether the codes up to this index are the codes up to the current counter.
        let mut runs = vec![Choice::from(0); codes.len()];
        for counter in first..=last + following {
            let number = self.number(key, counter)?;
            for index in (0..codes.len()).rev() {
                let before = match index {
                    0 => Choice::from(u8::from(counter <= last)),
                    _ => runs[index - 1],
                };
                runs[index] = before & number.ct_eq(&codes[index].number);
            }
            let whole = runs[codes.len() - 1];
            at.conditional_assign(&counter.wrapping_sub(following), whole);
            found |= whole;
        }
        let whole = codes.iter().all(|code| code.digits == self.digits as usize);
        found &= Choice::from(u8::from(whole));
        Ok(bool::from(found).then_some(at))
    }

    /// The code as a number (RFC 4226, section 5.3).
    fn number(self, key: &Secret, counter: u64) -> Result<Zeroizing<u64>> {
        let key = key.as_bytes();
        let word = match self.algorithm {
            Algorithm::Sha1 => truncated_mac::<Hmac<Sha1>>(key, counter),
            Algorithm::Sha256 => truncated_mac::<Hmac<Sha256>>(key, counter),
            Algorithm::Sha512 => truncated_mac::<Hmac<Sha512>>(key, counter),
        }?;
        Ok(Zeroizing::new(self.reduce((*word).into())))
    }

    /// The remainder of the 31-bit `word` that fits into the digits of a code.
    ///
    /// The divisors are constants, so that the time does not depend on `word`. For an unknown divisor
    /// the compiler skips the division if `word` is less than the divisor.
    fn reduce(self, word: u64) -> u64 {
        match (self.style, self.digits) {
            (Style::Steam, _) => word % 26_u64.pow(5),
            (Style::Decimal, ..=6) => word % 10_u64.pow(6),
            (Style::Decimal, 7) => word % 10_u64.pow(7),
            (Style::Decimal, 8) => word % 10_u64.pow(8),
            (Style::Decimal, 9) => word % 10_u64.pow(9),
            // 2^31 is less than 10^10.
            (Style::Decimal, 10..) => word,
        }
    }
}

/// The 31 bits of the HMAC at the offset in its last four bits (RFC 4226, section 5.3).
fn truncated_mac<M: Mac + KeyInit>(key: &[u8], counter: u64) -> Result<Zeroizing<u32>> {
    let mut mac = <M as KeyInit>::new_from_slice(key)
        .map_err(|_| anyhow!("the secret is of no use as a key"))?;
    mac.update(&counter.to_be_bytes());
    let mut hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[hash.len() - 1] & 15);
    let word = hash[offset..offset + 4]
        .iter()
        .fold(0, |word, &byte| word << 8 | u32::from(byte));
    hash.as_mut_slice().zeroize();
    Ok(Zeroizing::new(word & 0x7fff_ffff))
}

/// A typed code. Spaces may group its characters, as apps show them.
pub struct Candidate {
    number: Zeroizing<u64>,
    /// The number of characters, or 0 for an invalid code.
    digits: usize,
}

impl Candidate {
    /// Reads a code that is written in `style`.
    pub fn read(text: &Secret, style: Style) -> Self {
        let base = style.base();
        let mut number = Zeroizing::new(0_u64);
        let mut digits = 0;
        for byte in text.as_bytes().trim_ascii() {
            if *byte == b' ' {
                continue;
            }
            let value = match style {
                Style::Decimal => byte.is_ascii_digit().then(|| u64::from(byte - b'0')),
                Style::Steam => {
                    let mut known = STEAM.iter();
                    let value = known.position(|known| known.eq_ignore_ascii_case(byte));
                    value.map(|value| value as u64)
                }
            };
            let value = value.filter(|_| digits < *DIGITS.end() as usize);
            let Some(value) = value else {
                return Self { number, digits: 0 };
            };
            *number = match style {
                Style::Decimal => base * *number + value,
                Style::Steam => *number + value * base.pow(digits as u32),
            };
            digits += 1;
        }
        Self { number, digits }
    }
}

/// Reads the number of digits of a code.
pub fn digits(text: &str) -> Result<u32> {
    let digits = positive(text)?;
    let (least, most) = DIGITS.into_inner();
    ensure!(
        DIGITS.contains(&digits),
        "a code has {least} to {most} digits"
    );
    Ok(digits as u32)
}

/// Reads a period in seconds.
pub fn period(text: &str) -> Result<u64> {
    let period = positive(text)?;
    ensure!(
        period <= MAX_PERIOD,
        "a period is at most {MAX_PERIOD} seconds"
    );
    Ok(period)
}

/// Reads the length of the codes of an account, which is 5 for Steam.
pub fn length(text: &str) -> Result<u32> {
    match positive(text)? {
        digits if digits == u64::from(STEAM_LENGTH) => Ok(STEAM_LENGTH),
        _ => digits(text),
    }
}

/// Reads a counter, or the number of a time step.
pub fn counter(text: &str) -> Result<u64> {
    whole(text)
}

/// Reads the number of further counters to try, beside the expected counter.
pub fn window(text: &str) -> Result<u64> {
    checked_window(whole(text)?)
}

/// Refuses a window that is too wide for one code.
pub fn checked_window(window: u64) -> Result<u64> {
    /// Each counter of the window makes guessing easier.
    const MAX_WINDOW: u64 = 100;
    ensure!(
        window <= MAX_WINDOW,
        "the window '{window}' is too wide: for one code it is at most {MAX_WINDOW}"
    );
    Ok(window)
}

/// Reads a window for one code or for two successive codes.
pub fn far_window(text: &str) -> Result<u64> {
    /// Two codes have 10^12 possibilities for each counter, so the window can be wider.
    const MAX_FAR_WINDOW: u64 = 1000;
    let window = whole(text)?;
    ensure!(
        window <= MAX_FAR_WINDOW,
        "a window is at most {MAX_FAR_WINDOW}"
    );
    Ok(window)
}

#[cfg(test)]
mod tests;
