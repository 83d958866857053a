//! SHA-512 crypt (Drepper, "Unix crypt using SHA-256 and SHA-512", 2008), as in /etc/shadow:
//! `$6$rounds=656000$SALT$DIGEST`.

use anyhow::{Result, anyhow};
use sha_crypt::{Params, sha512_crypt};
use subtle::{Choice, ConstantTimeEq};

use super::cost::{self, Term, affordable_rounds, number};
use super::crypt::{DIGITS, push_number};
use super::{Maker, Parsed, Verifier, damaged};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "sha512-crypt";

/// The rounds of a hash that does not state them: the default of 2008.
const UNNAMED_ROUNDS: u32 = 5000;

/// The most rounds of a hash: some seconds.
const MAX_ROUNDS: u32 = 1_000_000;

/// Passlib's `sha512_crypt` has the same default.
const TERMS: [Term; 1] = [Term {
    name: "rounds",
    unit: "rounds",
    default: 656_000,
    range: UNNAMED_ROUNDS..=MAX_ROUNDS,
}];

const SALT: usize = 16;
const DIGEST_CHARS: usize = 86;

/// The cost of a new hash.
pub struct Cost(u32);

impl Cost {
    pub fn read(text: Option<&str>) -> Result<Self> {
        let [rounds] = cost::read(NAME, &TERMS, text)?;
        Ok(Self(rounds))
    }
}

impl Maker for Cost {
    fn make(&self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        let mut salt = [0; SALT];
        entropy.fill_below(DIGITS.len(), &mut salt)?;
        let salt = salt.map(|digit| DIGITS[usize::from(digit)]);
        let digest = hash(secret, &salt, self.0)?;
        stored.extend(format!("$6$rounds={}$", self.0).as_bytes());
        stored.extend(&salt);
        stored.push(b'$');
        stored.extend(&digest);
        Ok(())
    }

    fn cost(&self) -> String {
        cost::write(&TERMS, [self.0])
    }
}

/// A stored hash.
struct Stored {
    rounds: u32,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

pub fn parse(text: &str) -> Parsed {
    let rest = text.strip_prefix("$6$")?;
    Some(read(rest).map(|stored| Box::new(stored) as _))
}

fn read(text: &str) -> Result<Stored> {
    let stored = fields(text).ok_or_else(|| damaged(NAME))?;
    affordable_rounds(NAME, stored.rounds, MAX_ROUNDS)?;
    Ok(stored)
}

fn fields(text: &str) -> Option<Stored> {
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
    sound.then(|| Stored {
        rounds,
        salt: salt.into(),
        digest: digest.into(),
    })
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        Ok(hash(secret, &self.salt, self.rounds)?.ct_eq(&self.digest))
    }
}

/// The digest in crypt's base64.
fn hash(secret: &[u8], salt: &[u8], rounds: u32) -> Result<Vec<u8>> {
    let params = Params::new(rounds).map_err(|error| anyhow!("{error}"))?;
    Ok(digits(&sha512_crypt(secret, salt, params)))
}

/// Encodes the bytes three at a time, in the order of step 22 of Drepper's description.
fn digits(digest: &[u8; 64]) -> Vec<u8> {
    let mut digits = Vec::with_capacity(DIGEST_CHARS);
    let mut indices = [0, 21, 42];
    for _ in 0..21 {
        let [high, middle, low] = indices.map(|index| u32::from(digest[index]));
        push_number(high << 16 | middle << 8 | low, 4, &mut digits);
        indices = [indices[1] + 1, indices[2] + 1, indices[0] + 1];
    }
    push_number(digest[63].into(), 2, &mut digits);
    digits
}
