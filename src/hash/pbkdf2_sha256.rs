//! PBKDF2 (RFC 8018) with HMAC-SHA-256 as Django writes it: `pbkdf2_sha256$1200000$SALT$DIGEST`. Stored
//! hashes may also have passlib's form, `$pbkdf2-sha256$ROUNDS$SALT$DIGEST`.

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use super::cost::{self, Term, affordable_rounds, number};
use super::{Maker, Parsed, Verifier, damaged};
use crate::secret::Secret;
use crate::uniform::alphabet::BASE62;
use crate::uniform::entropy::Entropy;

const NAME: &str = "pbkdf2-sha256";

/// The most rounds of a hash: some seconds.
const MAX_ROUNDS: u32 = 10_000_000;

/// Django 6.0 has the same default. OWASP's Password Storage Cheat Sheet requires 600000 rounds.
const TERMS: [Term; 1] = [Term {
    name: "rounds",
    unit: "rounds",
    default: 1_200_000,
    range: 600_000..=MAX_ROUNDS,
}];

/// A salt of 22 characters of base62 has 131 bits.
const SALT: usize = 22;
const DIGEST: usize = 32;

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
        entropy.fill_below(BASE62.len(), &mut salt)?;
        let salt = salt.map(|digit| BASE62[usize::from(digit)]);
        let mut digest = [0; DIGEST];
        pbkdf2_hmac::<Sha256>(secret, &salt, self.0, &mut digest);
        stored.extend(format!("pbkdf2_sha256${}$", self.0).as_bytes());
        stored.extend(&salt);
        stored.push(b'$');
        stored.extend(STANDARD.encode(digest).as_bytes());
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
    let stored = if let Some(rest) = text.strip_prefix("pbkdf2_sha256$") {
        fields(
            rest,
            |salt| Some(salt.into()),
            |digest| STANDARD.decode(digest).ok(),
        )
    } else {
        fields(text.strip_prefix("$pbkdf2-sha256$")?, passlibs, passlibs)
    };
    Some(sound(stored).map(|stored| Box::new(stored) as _))
}

/// Decodes passlib's base64, which has `.` instead of `+`.
fn passlibs(text: &str) -> Option<Vec<u8>> {
    let text = text.replace('.', "+");
    STANDARD_NO_PAD.decode(text).ok()
}

fn fields(
    text: &str,
    salt: fn(&str) -> Option<Vec<u8>>,
    digest: fn(&str) -> Option<Vec<u8>>,
) -> Option<Stored> {
    let mut fields = text.split('$');
    let stored = Stored {
        rounds: number(fields.next()?)?,
        salt: salt(fields.next()?)?,
        digest: digest(fields.next()?)?,
    };
    fields.next().is_none().then_some(stored)
}

fn sound(stored: Option<Stored>) -> Result<Stored> {
    let sound = |stored: &Stored| {
        stored.rounds > 0 && stored.digest.len() == DIGEST && stored.salt.len() <= 1024
    };
    let stored = stored.filter(sound).ok_or_else(|| damaged(NAME))?;
    affordable_rounds(NAME, stored.rounds, MAX_ROUNDS)?;
    Ok(stored)
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        let mut digest = [0; DIGEST];
        pbkdf2_hmac::<Sha256>(secret, &self.salt, self.rounds, &mut digest);
        Ok(digest.ct_eq(&self.digest))
    }
}
