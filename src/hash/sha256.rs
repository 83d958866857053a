//! SHA-256 (FIPS 180-4) in lower-case hex, as `sha256sum` writes it.

use anyhow::Result;
use data_encoding::HEXLOWER_PERMISSIVE;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::{Maker, Parsed, Verifier};
use crate::secret::Secret;
use crate::text::encoding::Encoding;
use crate::uniform::entropy::Entropy;

/// A stored digest.
struct Stored([u8; 32]);

/// Reads 64 hex digits of either case. A table lookup decodes them, without branches on the digits.
pub fn parse(text: &str) -> Parsed {
    let mut digest = [0; 32];
    if text.len() != 2 * digest.len() {
        return None;
    }
    HEXLOWER_PERMISSIVE
        .decode_mut(text.as_bytes(), &mut digest)
        .ok()?;
    Some(Ok(Box::new(Stored(digest))))
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        Ok(Sha256::digest(secret).ct_eq(&self.0))
    }
}

/// The digest without cost and salt.
pub struct Plain;

impl Maker for Plain {
    fn make(&self, secret: &[u8], _: &mut Entropy, hash: &mut Secret) -> Result<()> {
        Encoding::Hex.encode(&Sha256::digest(secret), hash)
    }

    fn cost(&self) -> String {
        "one SHA-256, unsalted".to_owned()
    }
}
