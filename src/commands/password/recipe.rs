//! The recipe that draws a password from the passwords of a checked policy.

use std::sync::Arc;

use anyhow::{Result, ensure};

use super::passwords::Passwords;
use super::policy::Policy;
use crate::message::counted;
use crate::recipe::space::{Bits, Space};
use crate::recipe::{Draw, Form, PASSWORD, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// Draws a password of a checked policy.
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
            weakness: PASSWORD.weakness(&self.passwords.size(), self.allow_weak),
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

    fn can_give(&self, value: &str) -> bool {
        self.passwords.allows(value)
    }
}

/// The passwords of the shortest length with at least `bits` of entropy. The length is at least
/// `policy.length` and at most `most` characters.
///
/// # Errors
/// No such length holds the bits.
pub fn reach(bits: u64, policy: Policy, most: u16) -> Result<Passwords> {
    let least = policy.length;
    let passwords = Passwords::of_bits(policy, bits, most)?;
    let length = passwords.policy().length;
    ensure!(
        length >= least && passwords.size().holds(bits),
        "--bits {bits} cannot be reached: {length} characters, the most there can be, hold {}",
        Bits(passwords.size().bits())
    );
    Ok(passwords)
}
