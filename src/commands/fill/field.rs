//! A key of a template, what a file already has for it, and what is to be done about it.

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
    /// The number of its value in the template as a document.
    pub node: usize,
    /// What the value is made of, without quotes.
    pub parts: Vec<Part>,
    /// The quotes that the value has in the template, where these matter.
    pub quote: Option<u8>,
    /// The value as it stands between these quotes, with its braces.
    pub raw: String,
    /// Whether it is a null that is written out.
    pub is_null: bool,
    /// Where it stands in the template.
    pub offset: usize,
    /// Whether the document has the value in base64.
    pub is_base64: bool,
}

/// A part of a value that is ready.
pub enum Piece {
    Text(String),
    Drawn(Secret),
}

/// The values of some fields.
pub type Drawn = Vec<Option<Vec<Piece>>>;

/// What a file has for a key.
pub enum State {
    Missing,
    Empty,
    /// Still a recipe in braces.
    Placeholder,
    /// A mapping or a list, where the template has a value.
    Group,
    /// There is no place for it: another value stands where the template has a mapping or a list.
    Blocked,
    /// A value, with its text where that is the same for every reader.
    Value(Option<Secret>),
}

/// What is done about a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Draw a value where there is none.
    Fill,
    /// Draw a value in the place of one.
    Rotate,
    /// Make a value anew that is made of another one, because that is another now.
    Renew,
    /// Keep a value for which there is a recipe.
    Keep,
    /// Take the value that another source has, where there is none.
    Carry,
    /// Take over a value without a recipe.
    Copy,
    /// Nothing: it has no recipe, and is there.
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

    /// All of them as one value.
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

    pub fn has_recipe(&self) -> bool {
        self.slots().next().is_some()
    }

    /// Whether the template has nothing for the key, so that only a person can fill it.
    pub fn is_empty(&self) -> bool {
        !self.has_recipe() && self.raw.trim().is_empty() && !self.is_null && !self.key.is_empty()
    }

    /// Whether `value` of a file is the text of a recipe, of this or an older template. Where the
    /// template has braces as text, only its own text is.
    pub fn is_placeholder(&self, value: &str) -> bool {
        let value = value.trim();
        let has_braces = self
            .parts
            .iter()
            .any(|part| matches!(part, Part::Text(text) if text.contains("{{")));
        self.has_recipe() && value == self.raw.trim()
            || !has_braces && value.starts_with("{{") && value.ends_with("}}") && value.len() >= 4
    }

    /// Whether this is the key, or the name of a recipe in its value or of what that is made of.
    pub fn is_called(&self, template: &Template, names: &Names, key: &str) -> bool {
        let is_used = |slot: usize| {
            let name = template.name_of(slot).map(|name| &names.get(name).word);
            let source = template.derived(slot).map(|(derived, _)| &derived.word);
            [name, source].iter().flatten().any(|word| *word == key)
        };
        self.key == key || self.slots().any(is_used)
    }

    /// Whether text stands beside the recipes of the value.
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
                    .with_context(|| format!("the value of {} is no base64", self.key))?;
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

    /// The only braces of the value, and what of `value` stands in their place.
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
        // Any value could stand in the place of a recipe, if the text around it were there.
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

/// Why a value is none that a template can have given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The text around the recipe is not there.
    Text,
    /// The recipe does not make such a value.
    Value,
}

/// Whether the parts can have given a value, with one value for each name in it.
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
