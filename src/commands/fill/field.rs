//! A key of a template, what a file already has for it, and what is to be done about it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

pub use super::template::Part;
use super::template::{Template, closest};
use crate::message::hinted;
use crate::secret::Secret;
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
    /// Where it stands in the template.
    pub offset: usize,
}

/// A part of a value that is ready.
pub enum Piece {
    Text(String),
    Drawn(Secret),
}

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
    /// Keep a value for which there is a recipe.
    Keep,
    /// Take over a value without a recipe.
    Copy,
    /// Nothing: it has no recipe, and is there.
    Leave,
}

impl Action {
    pub fn draws(self) -> bool {
        matches!(self, Self::Fill | Self::Rotate)
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

    /// Whether this is the key, or the name of a recipe in its value.
    pub fn is_called(&self, template: &Template, key: &str) -> bool {
        let mut names = self.slots().filter_map(|slot| template.name_of(slot));
        self.key == key || names.any(|name| template.name(name) == key)
    }

    /// Whether text stands beside the recipes of the value.
    fn is_composed(&self) -> bool {
        self.has_recipe() && self.parts.len() > 1
    }

    /// Draws the value, part by part.
    pub fn draw(&self, template: &mut Template, entropy: &mut Entropy) -> Result<Vec<Piece>> {
        let mut pieces = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            pieces.push(match part {
                Part::Text(text) => Piece::Text(text.clone()),
                Part::Slot(slot) => {
                    let mut value = Secret::with_capacity(64);
                    template.draw(*slot, entropy, &mut value)?;
                    ensure!(value.len() > 0, "refusing to write an empty value");
                    Piece::Drawn(value)
                }
            });
        }
        Ok(pieces)
    }

    /// The only braces of the value, and what of `value` stands in their place.
    fn only_slot<'a>(&self, value: &'a [u8]) -> Option<(usize, &'a [u8])> {
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

/// Which values are to be made anew.
pub enum Rotate<'a> {
    All,
    Keys(&'a [String]),
}

/// Decides what is done about each field, and takes the values of names over from kept fields.
///
/// # Errors
/// A key to rotate that has no recipe, or fields that share a name of which one would keep the old
/// value and another get a new one.
pub fn decide(
    template: &mut Template,
    fields: &[Field],
    states: &[State],
    rotate: &Rotate,
) -> Result<Vec<Action>> {
    if let Rotate::Keys(keys) = rotate {
        for key in *keys {
            check_rotated(template, fields, key)?;
        }
    }
    let mut both = fields.iter().zip(states);
    if let Some((field, _)) =
        both.find(|(field, state)| field.has_recipe() && matches!(state, State::Group))
    {
        return Err(hinted(
            format!(
                "{} cannot be filled where it stands: the file has a mapping or a list there",
                field.key
            ),
            "write it in the file by hand, with \"\" as its value",
        ));
    }
    let mut both = fields.iter().zip(states);
    if let Some((field, _)) =
        both.find(|(field, state)| field.has_recipe() && matches!(state, State::Blocked))
    {
        return Err(hinted(
            format!("{} cannot be filled where it stands", field.key),
            "write it in the file by hand, with \"\" as its value",
        ));
    }
    let action = |(field, state): (&Field, &State)| match (field.has_recipe(), state) {
        (true, State::Value(_)) => {
            let rotated = match rotate {
                Rotate::All => true,
                Rotate::Keys(keys) => keys.iter().any(|key| field.is_called(template, key)),
            };
            if rotated {
                Action::Rotate
            } else {
                Action::Keep
            }
        }
        (true, _) => Action::Fill,
        (false, State::Missing) => Action::Copy,
        (false, State::Empty | State::Placeholder) if !field.raw.is_empty() => Action::Copy,
        (false, _) => Action::Leave,
    };
    let actions: Vec<Action> = fields.iter().zip(states).map(action).collect();
    share_names(template, fields, states, &actions)?;
    Ok(actions)
}

fn check_rotated(template: &Template, fields: &[Field], key: &str) -> Result<()> {
    if fields
        .iter()
        .any(|field| field.has_recipe() && field.is_called(template, key))
    {
        return Ok(());
    }
    let Some(field) = fields.iter().find(|field| field.key == key) else {
        let message = format!("--rotate {key}: the template has no such key");
        let known = fields.iter().filter(|field| field.has_recipe());
        return Err(match closest(key, known.map(|field| &field.key)) {
            Some(close) => hinted(message, format!("did you mean '{close}'?")),
            None => anyhow::anyhow!(message),
        });
    };
    ensure!(
        field.has_recipe(),
        "--rotate {key}: its value in the template has no recipe"
    );
    Ok(())
}

/// Fields that share a name have one value: a kept one gives it to those that are filled.
fn share_names(
    template: &mut Template,
    fields: &[Field],
    states: &[State],
    actions: &[Action],
) -> Result<()> {
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, field) in fields.iter().enumerate() {
        if actions[at] != Action::Keep {
            continue;
        }
        for name in field.slots().filter_map(|slot| template.name_of(slot)) {
            kept.entry(name).or_insert(at);
        }
    }
    let is_kept = |at: usize| actions[at] == Action::Keep;
    let values = shown_names(template, fields, states, is_kept);
    let disagreements = disagreements(template, fields, states);
    let disagreements: BTreeMap<usize, [usize; 2]> = disagreements
        .into_iter()
        .map(|found| (found.name, found.fields))
        .collect();
    for (field, action) in fields
        .iter()
        .zip(actions)
        .filter(|(_, action)| action.draws())
    {
        let names: Vec<usize> = field
            .slots()
            .filter_map(|slot| template.name_of(slot))
            .collect();
        for name in names {
            let Some(other) = kept.get(&name).map(|at| &fields[*at].key) else {
                continue;
            };
            let (key, shared) = (&field.key, template.name(name).to_owned());
            if *action == Action::Rotate {
                let has_it = |field: &&Field| {
                    field
                        .slots()
                        .any(|slot| template.name_of(slot) == Some(name))
                };
                let kept = fields.iter().zip(actions);
                let kept = kept.filter(|(_, action)| **action == Action::Keep);
                let others: Vec<&str> = kept
                    .map(|(field, _)| field)
                    .filter(has_it)
                    .map(|field| field.key.as_str())
                    .collect();
                return Err(hinted(
                    format!(
                        "--rotate {key} would leave {} with the old value of '{shared}', which they share",
                        others.join(", ")
                    ),
                    format!("rotate all that have it with --rotate {shared}"),
                ));
            }
            if let Some([one, two]) = disagreements
                .get(&name)
                .map(|at| at.map(|at| &fields[at].key))
            {
                return Err(hinted(
                    format!(
                        "{one} and {two} share '{shared}' and have different values, so {key} can have neither"
                    ),
                    format!("make new ones with --rotate {one} --rotate {two} --backup"),
                ));
            }
            match values.get(&name) {
                Some(shown) => {
                    shown.check(template, fields, field)?;
                    template.set_value(name, shown.value());
                }
                None => {
                    return Err(hinted(
                        format!(
                            "{key} shares '{shared}' with {other}, whose value is kept and does not show it"
                        ),
                        format!(
                            "give {key} its value by hand, or make new ones with --rotate {other} --backup"
                        ),
                    ));
                }
            }
        }
    }
    Ok(())
}

/// A value of a name, as fields of a file show it.
struct Shown<'a> {
    name: usize,
    /// The first field that shows it, and its braces.
    field: usize,
    slot: usize,
    value: &'a [u8],
}

impl Shown<'_> {
    fn value(&self) -> Secret {
        let mut copy = Secret::with_capacity(self.value.len());
        copy.extend(self.value);
        copy
    }

    /// Whether a field of the same name has another value; where it does not show its parts, the
    /// value is somewhere in it.
    fn differs_in(&self, field: &Field, state: &State) -> bool {
        let State::Value(Some(found)) = state else {
            return false;
        };
        let found = found.as_bytes();
        match field.only_slot(found) {
            Some((_, inside)) => inside != self.value,
            None => !found
                .windows(self.value.len())
                .any(|part| part == self.value),
        }
    }

    /// Refuses to put this value of a kept field into the text of `field`.
    fn check(&self, template: &Template, fields: &[Field], field: &Field) -> Result<()> {
        let (key, name) = (&fields[self.field].key, template.name(self.name));
        match template.foreign(self.slot, self.value) {
            Some(character) if field.is_composed() => Err(hinted(
                format!(
                    "{} has '{name}' in its text, and the value that {key} has for it holds {}, which its recipe never makes",
                    field.key,
                    character.escape_default()
                ),
                format!("make a new one with --rotate {key} --backup"),
            )),
            _ => Ok(()),
        }
    }
}

/// The value of each name that a field of those which `count` shows alone.
fn shown_names<'a>(
    template: &Template,
    fields: &[Field],
    states: &'a [State],
    counts: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Shown<'a>> {
    let mut shown = BTreeMap::new();
    for (at, (field, state)) in fields.iter().zip(states).enumerate() {
        if let State::Value(Some(value)) = state
            && counts(at)
            && let Some((slot, value)) = field.only_slot(value.as_bytes())
            && !value.is_empty()
            && let Some(name) = template.name_of(slot)
        {
            shown.entry(name).or_insert(Shown {
                name,
                field: at,
                slot,
                value,
            });
        }
    }
    shown
}

/// Two fields that share a name and have different values.
pub struct Disagreement {
    pub name: usize,
    pub fields: [usize; 2],
}

/// Where fields that share a name have different values.
pub fn disagreements(template: &Template, fields: &[Field], states: &[State]) -> Vec<Disagreement> {
    let shown = shown_names(template, fields, states, |_| true);
    let mut found = Vec::new();
    for (at, (field, state)) in fields.iter().zip(states).enumerate() {
        let names = field.slots().filter_map(|slot| template.name_of(slot));
        let differs = |shown: &&Shown| shown.differs_in(field, state);
        if let Some(first) = names.filter_map(|name| shown.get(&name)).find(differs) {
            found.push(Disagreement {
                name: first.name,
                fields: [first.field, at],
            });
        }
    }
    found
}
