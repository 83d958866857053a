//! bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme", USENIX 1999) in OpenBSD's
//! form: `$2b$12$`, 22 characters of salt and 31 of digest.

use anyhow::Result;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{Scheme, check_whole, damaged, number, too_costly};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The most bytes that bcrypt takes into account; other programs cut what is longer.
pub const MAX_SECRET: usize = 72;

/// The cost of a new hash, 2^12 rounds. OWASP's Password Storage Cheat Sheet demands 10 or more.
const COST: u32 = 12;

/// The greatest cost that a check takes, 2^15 rounds: some seconds.
const MAX_COST: u32 = 15;

const SALT_CHARS: usize = 22;
const DIGEST_CHARS: usize = 31;

/// The last characters of salt and digest hold bits that are not used, which some programs set.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::BCRYPT,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// A stored hash.
pub struct Bcrypt {
    cost: u32,
    salt: [u8; 16],
    digest: [u8; 23],
}

impl Bcrypt {
    /// Reads a hash of the versions that are the same for whole values without NUL: 2a, 2b and 2y.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed = Self::fields(text).ok_or_else(|| damaged("bcrypt"))?;
        if parsed.cost > MAX_COST {
            let what = format!("cost {}", parsed.cost);
            return Err(too_costly("bcrypt", &what, &MAX_COST.to_string()));
        }
        Ok(parsed)
    }

    fn fields(text: &str) -> Option<Self> {
        let rest = ["$2a$", "$2b$", "$2y$"]
            .iter()
            .find_map(|version| text.strip_prefix(version))?;
        let (cost, rest) = rest.split_once('$')?;
        let cost = number(cost.strip_prefix('0').unwrap_or(cost)).filter(|_| cost.len() == 2)?;
        let (salt, digest) = rest.split_at_checked(SALT_CHARS)?;
        if !(4..=31).contains(&cost) || digest.len() != DIGEST_CHARS {
            return None;
        }
        Some(Self {
            cost,
            salt: LENIENT.decode(salt).ok()?.try_into().ok()?,
            digest: LENIENT.decode(digest).ok()?.try_into().ok()?,
        })
    }

    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        Ok(hash(secret, self.cost, self.salt)?.ct_eq(&self.digest))
    }
}

/// Appends a new hash of `secret`.
pub fn store(secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    let digest = hash(secret, COST, salt)?;
    let text = format!(
        "$2b${COST:02}${}{}",
        LENIENT.encode(salt),
        LENIENT.encode(digest)
    );
    stored.extend(text.as_bytes());
    Ok(())
}

/// The digest, of which the form leaves out the last byte.
fn hash(secret: &[u8], cost: u32, salt: [u8; 16]) -> Result<[u8; 23]> {
    check_whole(Scheme::Bcrypt, secret)?;
    // The key is a C string with its NUL, as far as it fits.
    let mut key = Zeroizing::new([0; MAX_SECRET]);
    key[..secret.len()].copy_from_slice(secret);
    let length = (secret.len() + 1).min(MAX_SECRET);
    let full = bcrypt::bcrypt(cost, salt, &key[..length]);
    let mut digest = [0; 23];
    digest.copy_from_slice(&full[..23]);
    Ok(digest)
}
