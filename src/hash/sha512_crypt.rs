//! SHA-512 crypt (Drepper, "Unix crypt using SHA-256 and SHA-512", 2008), as in /etc/shadow:
//! `$6$rounds=656000$SALT$DIGEST`.

use anyhow::{Result, anyhow};
use sha_crypt::{Params, sha512_crypt};
use subtle::{Choice, ConstantTimeEq};

use super::{Scheme, check_whole, damaged, number, too_costly};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The longest value, in bytes: `CRYPT_MAX_PASSPHRASE_SIZE` of libxcrypt. A round takes as long as
/// the value is.
pub const MAX_SECRET: usize = 512;

/// The rounds of a new hash: the default of passlib's `sha512_crypt`. That of the form, 5000, is
/// from 2008.
const ROUNDS: u32 = 656_000;

/// The rounds of a hash that does not name them.
const UNNAMED_ROUNDS: u32 = 5000;

/// The most rounds that a check takes: some seconds.
const MAX_ROUNDS: u32 = 1_000_000;

const SALT: usize = 16;
const DIGEST_CHARS: usize = 86;

/// The digits of crypt's own base64.
const DIGITS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A stored hash.
pub struct Sha512Crypt {
    rounds: u32,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

impl Sha512Crypt {
    /// Reads what follows `$6$`.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed = Self::fields(text).ok_or_else(|| damaged("sha512-crypt"))?;
        if parsed.rounds > MAX_ROUNDS {
            let what = format!("{} rounds", parsed.rounds);
            return Err(too_costly("sha512-crypt", &what, &MAX_ROUNDS.to_string()));
        }
        Ok(parsed)
    }

    fn fields(text: &str) -> Option<Self> {
        let (rounds, rest) = match text.strip_prefix("rounds=") {
            Some(rest) => {
                let (rounds, rest) = rest.split_once('$')?;
                (number(rounds)?, rest)
            }
            None => (UNNAMED_ROUNDS, text),
        };
        let (salt, digest) = rest.split_once('$')?;
        let of_digits = |text: &str| text.bytes().all(|byte| DIGITS.contains(&byte));
        let sound = (Params::ROUNDS_MIN..=Params::ROUNDS_MAX).contains(&rounds)
            && salt.len() <= SALT
            && of_digits(salt)
            && digest.len() == DIGEST_CHARS
            && of_digits(digest);
        sound.then(|| Self {
            rounds,
            salt: salt.into(),
            digest: digest.into(),
        })
    }

    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        Ok(hash(secret, &self.salt, self.rounds)?.ct_eq(&self.digest))
    }
}

/// Appends a new hash of `secret`.
pub fn store(secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
    let mut salt = [0; SALT];
    entropy.fill_below(DIGITS.len(), &mut salt)?;
    let salt = salt.map(|digit| DIGITS[usize::from(digit)]);
    let digest = hash(secret, &salt, ROUNDS)?;
    stored.extend(format!("$6$rounds={ROUNDS}$").as_bytes());
    stored.extend(&salt);
    stored.push(b'$');
    stored.extend(&digest);
    Ok(())
}

/// The digest in crypt's base64.
fn hash(secret: &[u8], salt: &[u8], rounds: u32) -> Result<Vec<u8>> {
    check_whole(Scheme::Sha512Crypt, secret)?;
    let params = Params::new(rounds).map_err(|error| anyhow!("{error}"))?;
    Ok(digits(&sha512_crypt(secret, salt, params)))
}

/// The bytes in the order of step 22 of the description, three at a time, the lowest digit first.
fn digits(digest: &[u8; 64]) -> Vec<u8> {
    let mut digits = Vec::with_capacity(DIGEST_CHARS);
    let mut push = |mut number: u32, count| {
        for _ in 0..count {
            digits.push(DIGITS[number as usize % 64]);
            number /= 64;
        }
    };
    let mut places = [0, 21, 42];
    for _ in 0..21 {
        let [high, middle, low] = places.map(|place| u32::from(digest[place]));
        push(high << 16 | middle << 8 | low, 4);
        places = [places[1] + 1, places[2] + 1, places[0] + 1];
    }
    push(digest[63].into(), 2);
    digits
}
