//! A key of a template, its state in the file, and the action for it.

use anyhow::{Context, Result, ensure};

use super::names::Names;
use super::template::{Part, Template};
use crate::secret::Secret;
use crate::text::encoding::{Encoding, from_base64};
use crate::uniform::entropy::Entropy;

/// A key of the template with its value.
pub struct Field {
    /// The key, or the path to it.
    pub key: String,
    /// The number of its value in the document of the template.
    pub node: usize,
    /// The parts of the value, without quotes.
    pub parts: Vec<Part>,
    /// The quotes of the value in the template, if the format distinguishes them.
    pub quote: Option<u8>,
    /// The text between the quotes, with its braces.
    pub raw: String,
    /// Whether the value is a null that is written out.
    pub is_null: bool,
    /// The offset of the value in the template.
    pub offset: usize,
    /// Whether the document has the value in base64.
    pub is_base64: bool,
}

/// A part of a finished value.
pub enum Piece {
    Text(String),
    Drawn(Secret),
}

/// The values of some fields.
pub type Drawn = Vec<Option<Vec<Piece>>>;

/// The state of a key in a file.
pub enum State {
    Missing,
    Empty,
    /// The value is still a recipe in braces.
    Placeholder,
    /// FILE has a mapping or a list instead of a value.
    Group,
    /// The key cannot be added, because FILE has a value instead of a mapping or list above it.
    Blocked,
    /// A value, with its text if every reader reads the same.
    Value(Option<Secret>),
}

/// The action for a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Draw a value for a key without one.
    Fill,
    /// Replace a value with a drawn one.
    Rotate,
    /// Make a value again, because the value it is made from has changed.
    Renew,
    /// Keep a value of a key with a recipe.
    Keep,
    /// Take the value from another source, for a key without one.
    Carry,
    /// Copy a value without a recipe from the template.
    Copy,
    /// Nothing: the key has no recipe, and is in the file.
    Leave,
}

impl Action {
    pub fn draws(self) -> bool {
        matches!(self, Self::Fill | Self::Rotate | Self::Renew)
    }
}

impl Piece {
    pub fn drawn(&self) -> Option<&[u8]> {
        match self {
            Self::Text(_) => None,
            Self::Drawn(value) => Some(value.as_bytes()),
        }
    }

    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Drawn(value) => value.as_bytes(),
        }
    }

    /// Concatenates all parts.
    pub fn join(pieces: &[Self]) -> Secret {
        let mut value =
            Secret::with_capacity(pieces.iter().map(|piece| piece.as_bytes().len()).sum());
        for piece in pieces {
            value.extend(piece.as_bytes());
        }
        value
    }
}

impl Field {
    pub fn slots(&self) -> impl Iterator<Item = usize> + Clone {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Slot(slot) => Some(*slot),
        })
    }

    /// The texts directly before the recipes of the value.
    pub fn texts_before_recipes(&self) -> impl Iterator<Item = &str> {
        self.parts.windows(2).filter_map(|pair| match pair {
            [Part::Text(text), Part::Slot(_)] => Some(text.as_str()),
            _ => None,
        })
    }

    pub fn has_recipe(&self) -> bool {
        self.slots().next().is_some()
    }

    /// Whether the template has nothing for the key, so that only a person can fill it.
    pub fn is_empty(&self) -> bool {
        !self.has_recipe() && self.raw.trim().is_empty() && !self.is_null && !self.key.is_empty()
    }

    /// Whether `value` of a file is the text of a recipe, of this or an older template. If the
    /// value in the template has braces as text, only an equal text counts.
    pub fn is_placeholder(&self, value: &str) -> bool {
        let value = value.trim();
        let has_braces = self
            .parts
            .iter()
            .any(|part| matches!(part, Part::Text(text) if text.contains("{{")));
        self.has_recipe() && value == self.raw.trim()
            || !has_braces && value.starts_with("{{") && value.ends_with("}}") && value.len() >= 4
    }

    /// Whether `key` is this key, the name of a recipe in its value, or the name of a value from which
    /// such a recipe is made.
    pub fn is_called(&self, template: &Template, names: &Names, key: &str) -> bool {
        let is_used = |slot: usize| {
            let name = template.name_of(slot).map(|name| &names.get(name).word);
            let source = template.derived(slot).map(|(derived, _)| &derived.word);
            [name, source].iter().flatten().any(|word| *word == key)
        };
        self.key == key || self.slots().any(is_used)
    }

    /// Whether the value has text around its recipes.
    pub fn is_composed(&self) -> bool {
        self.has_recipe() && self.parts.len() > 1
    }

    /// Draws the value, part by part.
    pub fn draw(
        &self,
        template: &mut Template,
        names: &mut Names,
        entropy: &mut Entropy,
    ) -> Result<Vec<Piece>> {
        let mut pieces = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            pieces.push(match part {
                Part::Text(text) => Piece::Text(text.clone()),
                Part::Slot(slot) => {
                    let mut value = Secret::with_capacity(64);
                    template.draw(*slot, names, entropy, &mut value)?;
                    ensure!(value.len() > 0, "refusing to write an empty value");
                    Piece::Drawn(value)
                }
            });
        }
        Ok(pieces)
    }

    /// What a file has for the key, taken out of its base64.
    ///
    /// # Errors
    /// The file has something else there.
    pub fn decoded(&self, state: State) -> Result<State> {
        match state {
            State::Value(Some(text)) if self.is_base64 => {
                let value = from_base64(text.as_bytes())
                    .with_context(|| format!("the value of {} is not base64", self.key))?;
                let is_text = std::str::from_utf8(value.as_bytes()).is_ok();
                Ok(State::Value(is_text.then_some(value)))
            }
            state => Ok(state),
        }
    }

    /// A whole value as the document has it.
    ///
    /// # Errors
    /// Those of [`Encoding::encode`].
    pub fn encoded(&self, pieces: &[Piece]) -> Result<Piece> {
        let mut value = Piece::join(pieces);
        if self.is_base64 {
            let mut text = Secret::with_capacity(value.len() * 2);
            Encoding::Base64.encode(value.as_bytes(), &mut text)?;
            value = text;
        }
        Ok(Piece::Drawn(value))
    }

    /// The only braces of the value, and the part of `value` that replaces them.
    pub fn only_slot<'a>(&self, value: &'a [u8]) -> Option<(usize, &'a [u8])> {
        let text = |part: Option<&'_ Part>| match part {
            Some(Part::Text(text)) => text.clone().into_bytes(),
            _ => Vec::new(),
        };
        let at = self
            .parts
            .iter()
            .position(|part| matches!(part, Part::Slot(_)))?;
        let mut slots = self.slots();
        let (slot, None) = (slots.next()?, slots.next()) else {
            return None;
        };
        let before = text(at.checked_sub(1).and_then(|before| self.parts.get(before)));
        let inside = value.strip_prefix(&before[..])?;
        let inside = inside.strip_suffix(&text(self.parts.get(at + 1))[..])?;
        Some((slot, inside))
    }

    /// The parts of a value that comes from elsewhere: the text of the template apart, where it shows.
    pub fn pieces(&self, value: &[u8]) -> Vec<Piece> {
        let drawn = |value| Piece::Drawn(Secret::copy_of(value));
        let Some((_, inside)) = self.only_slot(value) else {
            return vec![drawn(value)];
        };
        let piece = |part: &Part| match part {
            Part::Text(text) => Piece::Text(text.clone()),
            Part::Slot(_) => drawn(inside),
        };
        self.parts.iter().map(piece).collect()
    }

    /// What of a value of a file its recipes, with the text around them, cannot have made.
    pub fn misfit(&self, template: &Template, value: &str) -> Option<Misfit> {
        if !self.has_recipe() || gives(template, &self.parts, value, &mut Vec::new()) {
            return None;
        }
        // If all texts occur in order, the misfit is the value of a recipe.
        let mut from = 0;
        let mut texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text),
            Part::Slot(_) => None,
        });
        let has_texts = texts.all(|text| {
            let found = value[from..].find(text.as_str());
            from += found.map_or(0, |at| at + text.len());
            found.is_some()
        });
        Some(if has_texts {
            Misfit::Value
        } else {
            Misfit::Text
        })
    }
}

/// The reason why a template cannot have made a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The value lacks the text around the recipe.
    Text,
    /// The recipe cannot make the value.
    Value,
}

/// Whether the parts can have made a value, with one value for each name.
fn gives<'a>(
    template: &Template,
    parts: &[Part],
    value: &'a str,
    named: &mut Vec<(usize, &'a str)>,
) -> bool {
    let slot = match parts {
        [] => return value.is_empty(),
        [Part::Text(text), rest @ ..] => {
            let after = value.strip_prefix(text.as_str());
            return after.is_some_and(|after| gives(template, rest, after, named));
        }
        [Part::Slot(slot), ..] => *slot,
    };
    let rest = &parts[1..];
    let mut ends: Vec<usize> = match rest {
        [] => vec![value.len()],
        [Part::Text(text), ..] => value
            .match_indices(text.as_str())
            .map(|(at, _)| at)
            .collect(),
        [Part::Slot(_), ..] => value.char_indices().map(|(at, _)| at).collect(),
    };
    ends.retain(|end| *end > 0);
    ends.into_iter().any(|end| {
        let (inside, after) = value.split_at(end);
        let name = template.name_of(slot);
        let known = named.iter().find(|(known, _)| Some(*known) == name);
        if known.is_some_and(|(_, value)| *value != inside) || !template.can_give(slot, inside) {
            return false;
        }
        let before = named.len();
        named.extend(name.map(|name| (name, inside)));
        let fits = gives(template, rest, after, named);
        named.truncate(before);
        fits
    })
}
