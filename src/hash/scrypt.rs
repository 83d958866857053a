//! scrypt (RFC 7914) as a PHC string, which passlib writes too: `$scrypt$ln=17,r=8,p=1$SALT$DIGEST`.
//! Stored hashes may also have the form of crypt(5), `$7$`, or of Django, `scrypt$N$SALT$r$p$DIGEST`.

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use scrypt::Params;
use subtle::{Choice, ConstantTimeEq};

use super::cost::{self, Term, affordable, number, reserve};
use super::crypt::{self, BASE64};
use super::{Maker, Parsed, Verifier, damaged, phc};
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "scrypt";

/// The default is the first option of OWASP's Password Storage Cheat Sheet and takes 128 MiB. The
/// option with the least memory has ln=13 and p=10.
const TERMS: [Term; 3] = [
    Term {
        name: "ln",
        unit: "as the binary logarithm of N",
        default: 17,
        range: 13..=20,
    },
    Term {
        name: "r",
        unit: "as r",
        default: 8,
        range: 8..=32,
    },
    Term {
        name: "p",
        unit: "as p",
        default: 1,
        range: 1..=64,
    },
];

/// The minimum of memory times p of a new hash, in bytes: 80 MiB, as in OWASP's weakest options.
const MIN_WORK: u64 = 80 << 20;

const SALT: usize = 16;
const DIGEST: usize = 32;

/// The longest salt and digest of a stored hash, in bytes.
const MAX_SALT: usize = 256;
const MAX_DIGEST: usize = 64;

/// The cost of a hash: the binary logarithm of N, r and p.
#[derive(Clone, Copy)]
pub struct Cost([u32; 3]);

impl Cost {
    pub fn read(text: Option<&str>) -> Result<Self> {
        let cost = Self(cost::read(NAME, &TERMS, text)?);
        cost.check()?;
        let work = cost.memory() * u64::from(cost.0[2]);
        if work < MIN_WORK {
            return Err(hinted(
                format!(
                    "--cost {} is too little for scrypt: OWASP's weakest option is ln=14,r=8,p=5",
                    cost.cost()
                ),
                "leave --cost out, or give ln=14,r=8,p=5 or more",
            ));
        }
        Ok(cost)
    }

    fn check(&self) -> Result<()> {
        affordable(NAME, self.memory(), self.0[2].into())
    }

    /// Fills `digest`.
    fn hash(self, secret: &[u8], salt: &[u8], digest: &mut [u8]) -> Result<()> {
        let [log_n, r, p] = self.0;
        reserve(NAME, self.memory())?;
        let params = Params::new(log_n as u8, r, p).map_err(|_| damaged(NAME))?;
        scrypt::scrypt(secret, salt, &params, digest)
            .map_err(|error| anyhow!("scrypt failed: {error}"))
    }
}

impl Maker for Cost {
    fn make(&self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        let (mut salt, mut digest) = ([0; SALT], [0; DIGEST]);
        entropy.fill(&mut salt)?;
        self.hash(secret, &salt, &mut digest)?;
        let text = format!(
            "$scrypt${}${}${}",
            self.cost(),
            STANDARD_NO_PAD.encode(salt),
            STANDARD_NO_PAD.encode(digest)
        );
        stored.extend(text.as_bytes());
        Ok(())
    }

    fn cost(&self) -> String {
        cost::write(&TERMS, self.0)
    }

    fn memory(&self) -> u64 {
        let [log_n, r, _] = self.0;
        let n = 1u64.checked_shl(log_n).unwrap_or(u64::MAX);
        (128 * u64::from(r)).saturating_mul(n)
    }
}

/// A stored hash.
struct Stored {
    cost: Cost,
    salt: Vec<u8>,
    digest: Vec<u8>,
    /// Whether the hash comes from crypt(3), which reads a secret up to its first NUL.
    is_crypt: bool,
}

pub fn parse(text: &str) -> Parsed {
    let stored = if let Some(rest) = text.strip_prefix("$scrypt$") {
        phc(rest, ["ln", "r", "p"]).map(|(cost, salt, digest)| Stored {
            cost: Cost(cost),
            salt,
            digest,
            is_crypt: false,
        })
    } else if let Some(rest) = text.strip_prefix("$7$") {
        crypt(rest)
    } else {
        django(text.strip_prefix("scrypt$")?)
    };
    Some(sound(stored).map(|stored| Box::new(stored) as _))
}

fn sound(stored: Option<Stored>) -> Result<Stored> {
    let stored = stored.filter(|stored| {
        let [log_n, r, p] = stored.cost.0;
        let cost = (1..64).contains(&log_n) && r > 0 && p > 0;
        let digest = (16..=MAX_DIGEST).contains(&stored.digest.len());
        cost && digest && stored.salt.len() <= MAX_SALT
    });
    let stored = stored.ok_or_else(|| damaged(NAME))?;
    stored.cost.check()?;
    Ok(stored)
}

/// Reads the form of crypt(5): one digit of ln, five of r, five of p, the salt as text, the digest.
fn crypt(text: &str) -> Option<Stored> {
    let (settings, digest) = text.split_once('$')?;
    let (log_n, rest) = settings.split_at_checked(1)?;
    let (r, rest) = rest.split_at_checked(5)?;
    let (p, salt) = rest.split_at_checked(5)?;
    Some(Stored {
        cost: Cost([crypt::number(log_n)?, crypt::number(r)?, crypt::number(p)?]),
        salt: salt.into(),
        digest: BASE64
            .decode(digest.as_bytes())
            .ok()
            .filter(|digest| digest.len() == DIGEST)?,
        is_crypt: true,
    })
}

/// Reads Django's form: N, the salt as text, r, p and the digest.
fn django(text: &str) -> Option<Stored> {
    let mut fields = text.split('$');
    let n = number(fields.next()?).filter(|n| n.is_power_of_two())?;
    let salt = fields.next()?.into();
    let (r, p) = (number(fields.next()?)?, number(fields.next()?)?);
    let digest = STANDARD.decode(fields.next()?).ok()?;
    fields.next().is_none().then_some(Stored {
        cost: Cost([n.trailing_zeros(), r, p]),
        salt,
        digest,
        is_crypt: false,
    })
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        if self.is_crypt && secret.contains(&0) {
            return Ok(Choice::from(0));
        }
        let mut digest = vec![0; self.digest.len()];
        self.cost.hash(secret, &self.salt, &mut digest)?;
        Ok(digest.ct_eq(&self.digest))
    }
}
