//! Argon2id (RFC 9106) as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$SALT$DIGEST`.

use anyhow::{Result, anyhow};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::{Choice, ConstantTimeEq};

use super::{damaged, number, too_costly};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The cost of a new hash: 19 MiB of memory (in KiB), 2 passes and 1 lane, the least that OWASP's
/// Password Storage Cheat Sheet recommends.
const COST: [u32; 3] = [19 * 1024, 2, 1];

/// RFC 9106, section 3.1, recommends a salt of 16 bytes; section 4 a digest of 32.
const SALT: usize = 16;
const DIGEST: usize = 32;

/// The most memory that a check takes, in KiB: 1 GiB.
const MAX_MEMORY: u32 = 1 << 20;

/// The most memory times passes, in KiB: 2 GiB, some seconds. It is 2.7 times what libsodium's
/// `MODERATE` limits and 11 times what RFC 9106's second recommended option take.
const MAX_WORK: u64 = 2 << 20;

/// A stored hash.
pub struct Argon2id {
    params: Params,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

impl Argon2id {
    /// Reads what follows `$argon2id$`.
    pub fn parse(text: &str) -> Result<Self> {
        let (cost, salt, digest) = fields(text).ok_or_else(|| damaged("argon2id"))?;
        let [memory, passes, lanes] = cost;
        if memory > MAX_MEMORY {
            let what = format!("{memory} KiB of memory");
            return Err(too_costly("argon2id", &what, &MAX_MEMORY.to_string()));
        }
        let work = u64::from(memory) * u64::from(passes);
        if work > MAX_WORK {
            let what = format!("{passes} passes over {memory} KiB, {work} KiB in all");
            return Err(too_costly("argon2id", &what, &MAX_WORK.to_string()));
        }
        let params = Params::new(memory, passes, lanes, Some(digest.len()));
        Ok(Self {
            params: params.map_err(|_| damaged("argon2id"))?,
            salt,
            digest,
        })
    }

    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        let mut digest = vec![0; self.digest.len()];
        hash(secret, &self.salt, self.params.clone(), &mut digest)?;
        Ok(digest.ct_eq(&self.digest))
    }
}

/// The memory, passes and lanes, the salt and the digest of a PHC string without key id and data.
fn fields(text: &str) -> Option<([u32; 3], Vec<u8>, Vec<u8>)> {
    let mut fields = text.strip_prefix("v=19$")?.split('$');
    let mut costs = fields.next()?.split(',');
    let mut cost = [0; 3];
    for (cost, name) in cost.iter_mut().zip(["m=", "t=", "p="]) {
        *cost = number(costs.next()?.strip_prefix(name)?)?;
    }
    let salt = STANDARD_NO_PAD.decode(fields.next()?).ok()?;
    let digest = STANDARD_NO_PAD.decode(fields.next()?).ok()?;
    let sound = (8..=64).contains(&salt.len()) && (16..=64).contains(&digest.len());
    let ended = costs.next().is_none() && fields.next().is_none();
    (sound && ended).then_some((cost, salt, digest))
}

/// Appends a new hash of `secret`.
pub fn store(secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
    let (mut salt, mut digest) = ([0; SALT], [0; DIGEST]);
    entropy.fill(&mut salt)?;
    let [memory, passes, lanes] = COST;
    let params =
        Params::new(memory, passes, lanes, Some(DIGEST)).map_err(|error| anyhow!(error))?;
    hash(secret, &salt, params, &mut digest)?;
    let text = format!(
        "$argon2id$v=19$m={memory},t={passes},p={lanes}${}${}",
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(digest)
    );
    stored.extend(text.as_bytes());
    Ok(())
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
