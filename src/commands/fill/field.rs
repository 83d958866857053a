//! A key of a template, what a file already has for it, and what is to be done about it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::template::{Template, closest};
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// From so many bits on, a value that could not hold them by its length is told to be weak.
const TELLING_BITS: f64 = 64.0;

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

pub enum Part {
    Text(String),
    /// Braces, by number.
    Slot(usize),
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

    /// Whether a value of a file is weaker by its form than one that the recipe would give: shorter
    /// than the shortest, too short for its bits, or one character over and over.
    pub fn is_weak(&self, template: &Template, value: &Secret) -> bool {
        let Some((slot, inside)) = self.only_slot(value.as_bytes()) else {
            return false;
        };
        let Some(recipe) = template.recipe(slot) else {
            return false;
        };
        let characters = String::from_utf8_lossy(inside).chars().count() as u64;
        let bits = recipe.space().size.bits();
        let telling = bits >= TELLING_BITS;
        recipe
            .form()
            .least_length
            .is_some_and(|least| characters < least)
            || telling && 8.0 * (inside.len() as f64) < bits
            || telling && inside.iter().all(|byte| Some(byte) == inside.first())
    }
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
            check_rotated(fields, key)?;
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
                Rotate::Keys(keys) => keys.contains(&field.key),
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

fn check_rotated(fields: &[Field], key: &str) -> Result<()> {
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
                return Err(hinted(
                    format!(
                        "--rotate {key} would leave {other} with the old value of '{shared}', which they share"
                    ),
                    format!("add --rotate {other}"),
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
                    format!("make new ones with --rotate {one} --rotate {two}"),
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
                            "give {key} its value by hand, or make new ones with --rotate {other}"
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
                format!("make a new one with --rotate {key}"),
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

/// The fields with a character that the recipe of a name never makes, where a field has that name
/// in its text.
pub fn misfits(template: &Template, fields: &[Field], states: &[State]) -> BTreeSet<usize> {
    let names = |field: &Field| -> Vec<usize> {
        let slots = field.slots();
        slots.filter_map(|slot| template.name_of(slot)).collect()
    };
    let composed = fields.iter().filter(|field| field.is_composed());
    let composed: BTreeSet<usize> = composed.flat_map(names).collect();
    let misfits = |(_, (field, state)): &(usize, (&Field, &State))| {
        let State::Value(Some(value)) = state else {
            return false;
        };
        field
            .only_slot(value.as_bytes())
            .is_some_and(|(slot, inside)| {
                let name = template.name_of(slot);
                name.is_some_and(|name| composed.contains(&name))
                    && template.foreign(slot, inside).is_some()
            })
    };
    let fields = fields.iter().zip(states).enumerate();
    fields.filter(misfits).map(|(at, _)| at).collect()
}
