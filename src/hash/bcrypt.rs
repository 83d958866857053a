//! bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", USENIX 1999) in OpenBSD's
//! form: `$2b$12$`, 22 characters of salt and 31 of digest.

use anyhow::Result;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use clap::ValueEnum;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::cost::{self, Term, number, too_costly};
use super::{Maker, Parsed, Verifier, damaged};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "bcrypt";

/// The most bytes that bcrypt uses. Other programs cut off longer secrets.
pub const MAX_SECRET: usize = 72;

/// The greatest cost, 2^15 rounds: some seconds.
const MAX_COST: u32 = 15;

/// The binary logarithm of the rounds. OWASP's Password Storage Cheat Sheet requires 10 or more.
const TERMS: [Term; 1] = [Term {
    name: "cost",
    unit: "as its cost",
    default: 12,
    range: 10..=MAX_COST,
}];

const SALT_CHARS: usize = 22;
const DIGEST_CHARS: usize = 31;

/// Bcrypt's base64. The last characters of salt and digest have unused bits, which some programs set.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::BCRYPT,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// The prefix of a bcrypt hash. The rest of the hash does not depend on it.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Prefix {
    /// OpenBSD's, for most programs
    #[default]
    #[value(name = "2b")]
    B,
    /// PHP's and Apache's
    #[value(name = "2y")]
    Y,
    /// For older programs
    #[value(name = "2a")]
    A,
}

impl Prefix {
    fn text(self) -> &'static str {
        match self {
            Self::B => "2b",
            Self::Y => "2y",
            Self::A => "2a",
        }
    }
}

/// The cost and the prefix of a new hash.
pub struct Cost(u32, Prefix);

impl Cost {
    pub fn read(text: Option<&str>, prefix: Prefix) -> Result<Self> {
        let [cost] = cost::read(NAME, &TERMS, text)?;
        Ok(Self(cost, prefix))
    }
}

impl Maker for Cost {
    fn make(&self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let Self(cost, prefix) = *self;
        let digest = hash(secret, cost, salt);
        let text = format!(
            "${}${cost:02}${}{}",
            prefix.text(),
            LENIENT.encode(salt),
            LENIENT.encode(digest)
        );
        stored.extend(text.as_bytes());
        Ok(())
    }

    fn cost(&self) -> String {
        cost::write(&TERMS, [self.0])
    }

    fn memory(&self) -> u64 {
        4 * 1024
    }
}

/// A stored hash.
struct Stored {
    cost: u32,
    salt: [u8; 16],
    digest: [u8; 23],
}

/// Reads a hash of version 2a, 2b or 2y, also after Django's `bcrypt$`. The versions are equal for
/// secrets of at most [`MAX_SECRET`] bytes without NUL.
pub fn parse(text: &str) -> Parsed {
    let text = text.strip_prefix("bcrypt$").unwrap_or(text);
    let mut prefixes = ["$2a$", "$2b$", "$2y$"].iter();
    let rest = prefixes.find_map(|prefix| text.strip_prefix(prefix))?;
    Some(read(rest).map(|stored| Box::new(stored) as _))
}

fn read(text: &str) -> Result<Stored> {
    let stored = fields(text).ok_or_else(|| damaged(NAME))?;
    if stored.cost > MAX_COST {
        let what = format!("cost {}", stored.cost);
        return Err(too_costly(NAME, &what, &MAX_COST.to_string()));
    }
    Ok(stored)
}

fn fields(text: &str) -> Option<Stored> {
    let (cost, rest) = text.split_once('$')?;
    let cost = number(cost.strip_prefix('0').unwrap_or(cost)).filter(|_| cost.len() == 2)?;
    let (salt, digest) = rest.split_at_checked(SALT_CHARS)?;
    if !(4..=31).contains(&cost) || digest.len() != DIGEST_CHARS {
        return None;
    }
    Some(Stored {
        cost,
        salt: LENIENT.decode(salt).ok()?.try_into().ok()?,
        digest: LENIENT.decode(digest).ok()?.try_into().ok()?,
    })
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        Ok(hash(secret, self.cost, self.salt).ct_eq(&self.digest))
    }
}

/// The digest of a secret of at most [`MAX_SECRET`] bytes. Hashes leave out the last of 24 bytes.
fn hash(secret: &[u8], cost: u32, salt: [u8; 16]) -> [u8; 23] {
    // The key is the secret and a NUL byte, if the NUL fits.
    let mut key = Zeroizing::new([0; MAX_SECRET]);
    key[..secret.len()].copy_from_slice(secret);
    let length = (secret.len() + 1).min(MAX_SECRET);
    let full = bcrypt::bcrypt(cost, salt, &key[..length]);
    let mut digest = [0; 23];
    digest.copy_from_slice(&full[..23]);
    digest
}
