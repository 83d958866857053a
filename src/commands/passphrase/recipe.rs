//! The recipe of a passphrase: checked phrases, ready to be drawn from.

use std::sync::Arc;

use anyhow::Result;

use super::policy::Phrases;
use crate::recipe::Recipe;
use crate::recipe::space::Space;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// Phrases to be drawn.
#[derive(Clone)]
pub struct Drawn {
    pub phrases: Arc<Phrases>,
    pub drawn_from: String,
}

impl Recipe for Drawn {
    fn longest(&self) -> Option<usize> {
        Some(self.phrases.policy().most_bytes())
    }

    fn space(&self) -> Space {
        Space {
            guessable: true,
            ..Space::of(self.drawn_from.clone(), self.phrases.size())
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.phrases.draw(entropy, value)
    }

    fn another(&self) -> Option<Box<dyn Recipe + Send>> {
        Some(Box::new(self.clone()))
    }

    fn can_hold(&self, characters: &[char]) -> Option<char> {
        let policy = self.phrases.policy();
        let inserted = policy.inserts.iter().filter(|insert| insert.count > 0);
        let texts = policy.texts.iter().chain(&policy.separators);
        let mut of = texts
            .flat_map(|text| text.chars())
            .chain(inserted.flat_map(|insert| insert.characters.iter().copied()));
        of.find(|character| characters.contains(character))
    }
}
