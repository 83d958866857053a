//! yescrypt (Peslyak, "yescrypt - scalable KDF and password hashing scheme", 2018) in the form of
//! crypt(5): `$y$j9T$SALT$DIGEST`, the default of Debian 11 and Fedora 35.

use anyhow::{Result, anyhow, bail};
use subtle::{Choice, ConstantTimeEq};
use yescrypt::{Mode, Params};

use super::cost::{self, Term, affordable, reserve};
use super::crypt::BASE64;
use super::{Maker, Parsed, Verifier, damaged};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "yescrypt";

/// The cost factor of crypt(5). Each step doubles time and memory. 5, the default of Debian and
/// Fedora, takes 16 MiB, and 11, the highest, takes 1 GiB.
const TERMS: [Term; 1] = [Term {
    name: "cost",
    unit: "as its cost",
    default: 5,
    range: 5..=11,
}];

/// The length of a new salt in bytes, as crypt(3) makes it.
const SALT: usize = 16;

/// The longest salt of a stored hash, in bytes.
const MAX_SALT: usize = 64;
const DIGEST: usize = 32;

/// The cost of a new hash.
pub struct Cost(u32);

impl Cost {
    pub fn read(text: Option<&str>) -> Result<Self> {
        let [cost] = cost::read(NAME, &TERMS, text)?;
        Ok(Self(cost))
    }

    /// The parameters that `crypt_gensalt(3)` of libxcrypt chooses for a cost of 3 or more.
    fn params(&self) -> Result<Params> {
        params(1 << (self.0 + 7), 32, 1)
    }
}

impl Maker for Cost {
    fn make(&self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        let (mut salt, mut digest) = ([0; SALT], [0; DIGEST]);
        entropy.fill(&mut salt)?;
        let params = self.params()?;
        hash(secret, &salt, params, &mut digest)?;
        let text = format!(
            "$y${params}${}${}",
            BASE64.encode(&salt),
            BASE64.encode(&digest)
        );
        stored.extend(text.as_bytes());
        Ok(())
    }

    fn cost(&self) -> String {
        cost::write(&TERMS, [self.0])
    }

    fn memory(&self) -> u64 {
        self.params().as_ref().map_or(0, memory)
    }
}

/// A stored hash.
struct Stored {
    params: Params,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

pub fn parse(text: &str) -> Parsed {
    let rest = text.strip_prefix("$y$")?;
    Some(read(rest).map(|stored| Box::new(stored) as _))
}

fn read(text: &str) -> Result<Stored> {
    let mut fields = text.split('$');
    let mut next = || fields.next().ok_or_else(|| damaged(NAME));
    let (settings, salt, digest) = (next()?, next()?, next()?);
    let decoded = |text: &str| {
        let bytes = BASE64.decode(text.as_bytes());
        bytes.map_err(|_| damaged(NAME))
    };
    let (salt, digest) = (decoded(salt)?, decoded(digest)?);
    if fields.next().is_some() || salt.len() > MAX_SALT || digest.len() != DIGEST {
        bail!(damaged(NAME));
    }
    let params: Params = settings.parse().map_err(|_| damaged(NAME))?;
    affordable(NAME, memory(&params), 1)?;
    // The library does not give access to the other settings. They show when the known settings are
    // written again.
    let plain = self::params(params.n(), params.r(), params.p())?;
    if plain.to_string() != settings {
        bail!(
            "a hash of yescrypt has settings other than those of crypt(5), which are not supported"
        );
    }
    Ok(Stored {
        params,
        salt,
        digest,
    })
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        let mut digest = [0; DIGEST];
        hash(secret, &self.salt, self.params, &mut digest)?;
        Ok(digest.ct_eq(&self.digest))
    }
}

fn params(n: u64, r: u32, p: u32) -> Result<Params> {
    Params::new(Mode::default(), n, r, p).map_err(|_| damaged(NAME))
}

/// The memory of a hash, in bytes.
fn memory(params: &Params) -> u64 {
    (128 * u64::from(params.r())).saturating_mul(params.n())
}

/// Fills `digest`.
fn hash(secret: &[u8], salt: &[u8], params: Params, digest: &mut [u8; DIGEST]) -> Result<()> {
    reserve(NAME, memory(&params))?;
    yescrypt::yescrypt(secret, salt, &params, digest)
        .map_err(|error| anyhow!("yescrypt failed: {error}"))
}
