//! SHA-256 (FIPS 180-4) in lower-case hex, as `sha256sum` writes it.

use anyhow::Result;
use data_encoding::HEXLOWER_PERMISSIVE;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::secret::Secret;
use crate::text::encoding::Encoding;

/// A stored digest.
pub struct Sha256Hex([u8; 32]);

/// Reads 64 hex digits of either case, by a table: which digits they are takes no other path.
pub fn parse(text: &str) -> Option<Sha256Hex> {
    let mut digest = [0; 32];
    if text.len() != 2 * digest.len() {
        return None;
    }
    HEXLOWER_PERMISSIVE
        .decode_mut(text.as_bytes(), &mut digest)
        .ok()?;
    Some(Sha256Hex(digest))
}

/// Appends the digest of `secret`.
pub fn store(secret: &[u8], stored: &mut Secret) -> Result<()> {
    Encoding::Hex.encode(&Sha256::digest(secret), stored)
}

impl Sha256Hex {
    pub fn matches(&self, secret: &[u8]) -> Choice {
        Sha256::digest(secret).ct_eq(&self.0)
    }
}
