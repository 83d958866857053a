//! What is done about each field, and the one value of fields that share a named recipe.

use std::collections::BTreeMap;

use anyhow::{Error, Result, ensure};

use super::field::{Action, Field, State};
use super::template::{Template, closest};
use crate::message::hinted;
use crate::secret::Secret;

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
            if *action == Action::Rotate {
                return Err(left_behind(template, fields, actions, &field.key, name));
            }
            if let Some(differing) = disagreements.get(&name) {
                let keys = differing.map(|at| &*fields[at].key);
                return Err(disagreeing(keys, template.name(name), &field.key));
            }
            let Some(shown) = values.get(&name) else {
                return Err(not_shown(other, template.name(name), &field.key));
            };
            shown.check(template, fields, field)?;
            template.set_value(name, shown.value());
        }
    }
    Ok(())
}

/// Rotating `key` alone would leave fields that share its recipe with the old value.
fn left_behind(
    template: &Template,
    fields: &[Field],
    actions: &[Action],
    key: &str,
    name: usize,
) -> Error {
    let has_it = |field: &Field| {
        field
            .slots()
            .any(|slot| template.name_of(slot) == Some(name))
    };
    let kept = fields.iter().zip(actions);
    let others: Vec<&str> = kept
        .filter(|(field, action)| **action == Action::Keep && has_it(field))
        .map(|(field, _)| &*field.key)
        .collect();
    let shared = template.name(name);
    hinted(
        format!(
            "--rotate {key} would leave {} with the old value of '{shared}', which they share",
            others.join(", ")
        ),
        format!("rotate all that have it with --rotate {shared}"),
    )
}

fn disagreeing([one, two]: [&str; 2], shared: &str, key: &str) -> Error {
    hinted(
        format!(
            "{one} and {two} share '{shared}' and have different values, so {key} can have neither"
        ),
        format!("make new ones with --rotate {one} --rotate {two} --backup"),
    )
}

fn not_shown(other: &str, shared: &str, key: &str) -> Error {
    hinted(
        format!("{key} shares '{shared}' with {other}, whose value is kept and does not show it"),
        format!("give {key} its value by hand, or make new ones with --rotate {other} --backup"),
    )
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
        Secret::copy_of(self.value)
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
