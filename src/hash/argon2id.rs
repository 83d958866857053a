//! Argon2id (RFC 9106) as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$SALT$DIGEST`.

use anyhow::{Result, anyhow, bail};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::{Choice, ConstantTimeEq};

use super::cost::{self, KIB, MAX_MEMORY, MAX_WORK, Term, affordable};
use super::{Maker, Parsed, Verifier, damaged, phc};
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "argon2id";

/// The default, 19 MiB of memory, 2 passes and 1 lane, is one of the equivalent options of OWASP's
/// Password Storage Cheat Sheet. Its option with the least memory takes 7 MiB. RFC 9106, section 4,
/// recommends 64 MiB, 3 passes and 4 lanes if memory is scarce.
const TERMS: [Term; 3] = [
    Term {
        name: "m",
        unit: KIB,
        default: 19 * 1024,
        range: 7 * 1024..=(MAX_MEMORY / 1024) as u32,
    },
    Term {
        name: "t",
        unit: "passes",
        default: 2,
        range: 1..=(MAX_WORK / 1024 / (7 * 1024)) as u32,
    },
    Term {
        name: "p",
        unit: "lanes",
        default: 1,
        range: 1..=64,
    },
];

/// The minimum of memory times passes of a new hash, in KiB: OWASP's weakest option has 7 MiB and 5
/// passes.
const MIN_WORK: u64 = 35 * 1024;

/// RFC 9106 recommends a salt of 16 bytes (section 3.1) and a digest of 32 bytes (section 4).
const SALT: usize = 16;
const DIGEST: usize = 32;

/// The cost of a new hash.
pub struct Cost([u32; 3]);

impl Cost {
    pub fn read(text: Option<&str>) -> Result<Self> {
        let cost = cost::read(NAME, &TERMS, text)?;
        let [memory, passes, _] = cost;
        affordable(NAME, 1024 * u64::from(memory), passes.into())?;
        if u64::from(memory) * u64::from(passes) < MIN_WORK {
            return Err(hinted(
                format!(
                    "{passes} passes over {memory} KiB are too few for argon2id: OWASP's weakest option is 5 passes over 7 MiB"
                ),
                "leave --cost out, or give m=46MiB,t=1,p=1 or more",
            ));
        }
        Ok(Self(cost))
    }
}

impl Maker for Cost {
    fn make(&self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        let (mut salt, mut digest) = ([0; SALT], [0; DIGEST]);
        entropy.fill(&mut salt)?;
        let [memory, passes, lanes] = self.0;
        let params =
            Params::new(memory, passes, lanes, Some(DIGEST)).map_err(|error| anyhow!(error))?;
        hash(secret, &salt, params, &mut digest)?;
        let text = format!(
            "$argon2id$v=19${}${}${}",
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
        1024 * u64::from(self.0[0])
    }
}

/// A stored hash.
struct Stored {
    params: Params,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

/// Reads a PHC string, also after Django's `argon2`.
pub fn parse(text: &str) -> Parsed {
    let rest = text
        .strip_prefix("argon2")
        .filter(|rest| rest.starts_with('$'));
    let rest = rest.unwrap_or(text).strip_prefix("$argon2id$")?;
    Some(read(rest).map(|stored| Box::new(stored) as _))
}

fn read(text: &str) -> Result<Stored> {
    if !text.starts_with("v=19$") && (text.starts_with("v=16$") || text.starts_with("m=")) {
        bail!("a hash is of version 16 of argon2id, of before 2016, which is not supported");
    }
    let ([memory, passes, lanes], salt, digest) = fields(text).ok_or_else(|| damaged(NAME))?;
    affordable(NAME, 1024 * u64::from(memory), passes.into())?;
    let params = Params::new(memory, passes, lanes, Some(digest.len()));
    Ok(Stored {
        params: params.map_err(|_| damaged(NAME))?,
        salt,
        digest,
    })
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        let mut digest = vec![0; self.digest.len()];
        hash(secret, &self.salt, self.params.clone(), &mut digest)?;
        Ok(digest.ct_eq(&self.digest))
    }
}

/// Reads the memory, passes and lanes, the salt and the digest. A key id or data is not supported.
fn fields(text: &str) -> Option<([u32; 3], Vec<u8>, Vec<u8>)> {
    let fields = phc(text.strip_prefix("v=19$")?, ["m", "t", "p"])?;
    let (salt, digest) = (fields.1.len(), fields.2.len());
    ((8..=64).contains(&salt) && (16..=64).contains(&digest)).then_some(fields)
}

/// Fills `digest`.
fn hash(secret: &[u8], salt: &[u8], params: Params, digest: &mut [u8]) -> Result<()> {
    let mut memory = Vec::new();
    let blocks = params.block_count();
    memory.try_reserve_exact(blocks).map_err(|_| {
        anyhow!(
            "argon2id takes {} KiB of memory, and there is less",
            params.m_cost()
        )
    })?;
    memory.resize(blocks, Block::new());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(secret, salt, digest, &mut memory[..])
        .map_err(|error| anyhow!("argon2id failed: {error}"))
}
