//! Texts of ASCII characters that are drawn one by one.

use anyhow::Result;

use super::space::{Space, SpaceSize};
use super::{Draw, Form, KEY, Recipe};
use crate::message::counted;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The recipe of a text: independent uniform characters.
#[derive(Clone)]
pub struct Characters {
    /// The characters: at most 256, all ASCII and different.
    pub alphabet: &'static [u8],
    /// The length of the text, at least 1.
    pub length: usize,
    /// Whether the first character must not be a hyphen. The alphabet must have a hyphen.
    pub no_leading_hyphen: bool,
    /// Whether no warning is given for a weak text.
    pub allow_weak: bool,
}

impl Characters {
    /// The number of texts.
    pub fn size(&self) -> SpaceSize {
        let (of, length) = (self.alphabet.len() as u64, self.length as u64);
        if self.no_leading_hyphen {
            SpaceSize::Product(of - 1, of, length - 1)
        } else {
            SpaceSize::Power(of, length)
        }
    }
}

impl Draw for Characters {
    fn form(&self) -> Form {
        Form {
            least_length: Some(self.length as u64),
            hashed_bytes: Some(self.length),
            weakness: KEY.weakness(&self.size(), self.allow_weak),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let mut rest = self.length;
        if self.no_leading_hyphen {
            let number = entropy.below(self.alphabet.len() as u64 - 1)? as usize;
            let mut others = self.alphabet.iter().filter(|character| **character != b'-');
            if let Some(first) = others.nth(number) {
                value.push(*first);
            }
            rest -= 1;
        }
        let drawn = value.grow(rest);
        entropy.fill_below(self.alphabet.len(), drawn)?;
        for character in drawn {
            *character = self.alphabet[usize::from(*character)];
        }
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Characters {
    fn space(&self) -> Space {
        let mut space = Space::of(
            format!(
                "{} of {}",
                counted(self.length as u64, "character"),
                self.alphabet.len()
            ),
            self.size(),
        );
        if self.no_leading_hyphen {
            space.rules.push("does not begin with -".to_owned());
        }
        space
    }

    fn characters(&self) -> Option<Vec<char>> {
        Some(self.alphabet.iter().copied().map(char::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The texts that all numbers below `bounds` give.
    fn texts(no_leading_hyphen: bool, bounds: &[u64]) -> BTreeSet<String> {
        let total = bounds.iter().product();
        let text = |number: u64| {
            let mut rest = number;
            let numbers: Vec<u64> = bounds
                .iter()
                .map(|bound| {
                    let number = rest % bound;
                    rest /= bound;
                    number
                })
                .collect();
            let mut value = Secret::with_capacity(0);
            let mut characters = Characters {
                alphabet: b"ab-_",
                length: 3,
                no_leading_hyphen,
                allow_weak: true,
            };
            let mut entropy = Entropy::numbers(&numbers, bounds);
            characters.draw(&mut entropy, &mut value).unwrap();
            String::from_utf8(value.as_bytes().to_vec()).unwrap()
        };
        (0..total).map(text).collect()
    }

    #[test]
    fn every_drawn_number_gives_a_different_text() {
        assert_eq!(texts(false, &[64]).len(), 64);
        let without = texts(true, &[3, 16]);
        assert_eq!(without.len(), 48);
        assert!(without.iter().all(|text| !text.starts_with('-')));
    }
}
