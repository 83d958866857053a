//! The recipe of a password: a checked policy, ready to be drawn from.

use std::sync::Arc;

use anyhow::{Result, ensure};

use super::MAX_LENGTH;
use super::policy::{Passwords, Policy};
use crate::message::counted;
use crate::recipe::space::{Bits, Space};
use crate::recipe::{Draw, Form, PASSWORD, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::{Entropy, WANTED};

/// A checked policy and its passwords.
#[derive(Clone)]
pub struct Drawn {
    pub passwords: Arc<Passwords>,
    pub rules: Vec<String>,
    pub allow_weak: bool,
}

impl Draw for Drawn {
    fn form(&self) -> Form {
        let policy = self.passwords.policy();
        let characters = policy.classes.iter().flatten();
        let widest = characters.map(|character| character.len_utf8()).max();
        Form {
            least_length: Some(policy.length.into()),
            hashed_bytes: widest.map(|widest| widest * usize::from(policy.length)),
            weakness: self.weakness(),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.passwords.draw(entropy, value)
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Drawn {
    fn weakness(&self) -> Option<String> {
        let policy = self.passwords.policy();
        if self.allow_weak || policy.surely_holds(PASSWORD.bits) {
            return None;
        }
        PASSWORD.weakness(&self.passwords.size(), false)
    }
}

impl Recipe for Drawn {
    fn space(&self) -> Space {
        let policy = self.passwords.policy();
        Space {
            drawn_from: format!(
                "{} of {}: {}",
                counted(policy.length.into(), "character"),
                policy.characters(),
                policy.alphabet()
            ),
            size: self.passwords.size(),
            rules: policy
                .rules()
                .into_iter()
                .chain(self.rules.iter().cloned())
                .collect(),
            guessable: true,
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        Some(self.passwords.policy().classes.concat())
    }
}

/// The passwords of the shortest length with at least `bits` of entropy, at least as long as
/// `policy` has it and at most `most` characters.
pub fn reach(bits: u64, policy: Policy, most: u16) -> Result<Passwords> {
    let mut passwords = Passwords::of(policy)?;
    while !passwords.size().holds(bits) {
        let length = passwords.policy().length;
        ensure!(
            length < most,
            "--bits {bits} cannot be reached: {length} characters, the most there can be, hold {}",
            Bits(passwords.size().bits())
        );
        passwords.lengthen()?;
    }
    Ok(passwords)
}

impl Policy {
    /// The entropy of as many independent characters, which no policy exceeds, in bits.
    fn most_bits(&self) -> f64 {
        f64::from(self.length) * (self.characters() as f64).log2()
    }

    /// Whether the passwords hold `bits` unless the rules take too much of them away.
    pub fn may_hold(&self, bits: u64) -> bool {
        self.most_bits() >= bits as f64
    }

    /// Whether the passwords hold `bits`, as can be told without counting them.
    pub fn surely_holds(&self, bits: u64) -> bool {
        let lost = if self.is_free() {
            0.0
        } else {
            (WANTED as f64).log2()
        };
        (self.is_free() || self.is_surely_common()) && self.most_bits() - lost >= bits as f64
    }

    /// A length below which `bits` cannot be reached.
    pub fn shortest(&self, bits: u64) -> u16 {
        let per_character = (self.characters() as f64).log2();
        let owed: f64 = self.minimum.iter().copied().map(f64::from).sum();
        // A character less, so that rounding can't skip the shortest length.
        (bits as f64 / per_character - 1.0)
            .max(owed)
            .clamp(1.0, MAX_LENGTH.into()) as u16
    }
}
