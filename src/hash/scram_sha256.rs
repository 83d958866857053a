//! SCRAM-SHA-256 (RFC 5802, RFC 7677) as PostgreSQL stores it:
//! `SCRAM-SHA-256$4096:SALT$STORED_KEY:SERVER_KEY`, for `ALTER ROLE … PASSWORD`.

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use pbkdf2::pbkdf2_hmac;
use sha2::{Digest, Sha256};
use stringprep::tables;
use subtle::{Choice, ConstantTimeEq};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::cost::{self, Term, affordable_rounds, number};
use super::{Maker, Parsed, Verifier, damaged};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

const NAME: &str = "scram-sha-256";

/// The most rounds of a hash: some seconds.
const MAX_ROUNDS: u32 = 10_000_000;

/// RFC 7677, section 4, requires at least 4096 rounds. PostgreSQL has the same default, because its
/// clients compute the rounds at each login.
const TERMS: [Term; 1] = [Term {
    name: "rounds",
    unit: "rounds",
    default: 4096,
    range: 4096..=MAX_ROUNDS,
}];

const SALT: usize = 16;

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
        entropy.fill(&mut salt)?;
        let [stored_key, server_key] = keys(secret, &salt, self.0)?;
        let text = format!(
            "SCRAM-SHA-256${}:{}${}:{}",
            self.0,
            STANDARD.encode(salt),
            STANDARD.encode(stored_key),
            STANDARD.encode(server_key)
        );
        stored.extend(text.as_bytes());
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
    /// `StoredKey` and `ServerKey` of RFC 5802, section 3.
    keys: [[u8; 32]; 2],
}

pub fn parse(text: &str) -> Parsed {
    let rest = text.strip_prefix("SCRAM-SHA-256$")?;
    Some(read(rest).map(|stored| Box::new(stored) as _))
}

fn read(text: &str) -> Result<Stored> {
    let stored = fields(text).ok_or_else(|| damaged(NAME))?;
    affordable_rounds(NAME, stored.rounds, MAX_ROUNDS)?;
    Ok(stored)
}

fn fields(text: &str) -> Option<Stored> {
    let (settings, keys) = text.split_once('$')?;
    let (rounds, salt) = settings.split_once(':')?;
    let (stored_key, server_key) = keys.split_once(':')?;
    let key = |text: &str| STANDARD.decode(text).ok()?.try_into().ok();
    let stored = Stored {
        rounds: number(rounds)?,
        salt: STANDARD.decode(salt).ok()?,
        keys: [key(stored_key)?, key(server_key)?],
    };
    (stored.rounds > 0 && stored.salt.len() <= 1024).then_some(stored)
}

impl Verifier for Stored {
    fn matches(&self, secret: &[u8]) -> Result<Choice> {
        let keys = keys(secret, &self.salt, self.rounds)?;
        Ok(keys.as_flattened().ct_eq(self.keys.as_flattened()))
    }
}

/// `StoredKey` and `ServerKey` of a password. The other keys are wiped: whoever has the client key can
/// log in.
fn keys(secret: &[u8], salt: &[u8], rounds: u32) -> Result<[[u8; 32]; 2]> {
    let prepared = std::str::from_utf8(secret).ok().and_then(prepared);
    let password = prepared.as_ref().map_or(secret, Secret::as_bytes);
    let mut salted = Zeroizing::new([0; 32]);
    pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut *salted);
    let client_key = Zeroizing::new(hmac(&*salted, b"Client Key")?);
    let server_key = hmac(&*salted, b"Server Key")?;
    Ok([Sha256::digest(*client_key).into(), server_key])
}

fn hmac(key: &[u8], message: &[u8]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| anyhow!("{error}"))?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().into())
}

/// Prepares a password with SASLprep (RFC 4013), as PostgreSQL's `pg_saslprep` does. `None` if the
/// password is used unchanged.
///
/// PostgreSQL checks for prohibited and unassigned characters only before the normalization.
fn prepared(password: &str) -> Option<Secret> {
    if password.is_ascii() {
        return None;
    }
    let mapped = password.chars().filter_map(|character| {
        if tables::non_ascii_space_character(character) {
            Some(' ')
        } else {
            Some(character).filter(|&kept| !tables::commonly_mapped_to_nothing(kept))
        }
    });
    if mapped.clone().any(is_unfit) || mapped.clone().next().is_none() || is_mixed(&mapped) {
        return None;
    }
    let mut secret = Secret::with_capacity(3 * password.len());
    mapped
        .nfkc()
        .for_each(|character| secret.push_character(character));
    Some(secret)
}

/// Whether the character is prohibited in passwords (RFC 4013, sections 2.3 and 2.5).
fn is_unfit(character: char) -> bool {
    [
        tables::non_ascii_space_character,
        tables::ascii_control_character,
        tables::non_ascii_control_character,
        tables::private_use,
        tables::non_character_code_point,
        tables::inappropriate_for_plain_text,
        tables::inappropriate_for_canonical_representation,
        tables::change_display_properties_or_deprecated,
        tables::tagging_character,
        tables::unassigned_code_point,
    ]
    .iter()
    .any(|is_prohibited| is_prohibited(character))
}

/// Whether the text breaks the rules of RFC 3454, section 6, for right-to-left characters.
fn is_mixed(characters: &(impl Iterator<Item = char> + Clone)) -> bool {
    let right_to_left = tables::bidi_r_or_al;
    let mut ends = characters.clone().next().into_iter();
    let last = characters.clone().last();
    characters.clone().any(right_to_left)
        && (characters.clone().any(tables::bidi_l)
            || !ends.all(right_to_left)
            || !last.is_some_and(right_to_left))
}
