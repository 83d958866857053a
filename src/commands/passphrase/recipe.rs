//! The recipe that draws a passphrase from the checked phrases.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;

use super::phrases::Phrases;
use crate::recipe::space::Space;
use crate::recipe::{Draw, Form, PASSWORD, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// Draws a phrase with the operating system's entropy.
#[derive(Clone)]
pub struct Drawn {
    pub phrases: Arc<Phrases>,
    pub description: String,
    pub allow_weak: bool,
}

impl Draw for Drawn {
    fn form(&self) -> Form {
        Form {
            hashed_bytes: Some(self.phrases.policy().most_bytes()),
            weakness: PASSWORD.weakness(&self.phrases.size(), self.allow_weak),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.phrases.draw(entropy, value)
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Drawn {
    fn space(&self) -> Space {
        Space {
            guessable: true,
            ..Space::of(self.description.clone(), self.phrases.size())
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        let policy = self.phrases.policy();
        let inserted = policy.inserts.iter().filter(|insert| insert.count > 0);
        let texts = policy.texts.iter().chain(&policy.separators);
        let characters = texts
            .flat_map(|text| text.chars())
            .chain(inserted.flat_map(|insert| insert.characters.iter().copied()));
        let distinct: BTreeSet<char> = characters.collect();
        Some(distinct.into_iter().collect())
    }

    fn can_give(&self, value: &str) -> bool {
        self.phrases.policy().allows(value)
    }
}
