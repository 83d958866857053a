//! `--explain`: the source and the strength of each new value.

use std::collections::BTreeSet;

use anyhow::Result;

use super::decision::Entry;
use super::field::Action;
use super::names::Names;
use super::template::Template;
use crate::output::explanation::{lines, say};

/// Explains the keys that get a new value. Names in `known` are not explained again.
///
/// # Errors
/// Stderr is closed.
pub fn of_keys(
    names: &Names,
    known: &mut BTreeSet<usize>,
    entries: &[Entry],
    actions: &[Action],
) -> Result<()> {
    let drawn = entries.iter().zip(actions);
    for (entry, _) in drawn.filter(|(_, action)| action.draws()) {
        for slot in entry.field.slots() {
            let label = entry.label();
            match entry.template.name_of(slot) {
                Some(name) if names.value(name).is_some() => {
                    let word = &names.get(name).word;
                    say([format!("{label}: the existing value of '{word}'")])?;
                }
                Some(name) if !known.insert(name) => {
                    let word = &names.get(name).word;
                    say([format!("{label}: the value of '{word}', as above")])?;
                }
                _ => of_braces(&label, entry.template, slot)?,
            }
        }
    }
    Ok(())
}

/// Explains all recipes of a text without keys, by their positions.
///
/// # Errors
/// Stderr is closed.
pub fn of_text(known: &mut BTreeSet<usize>, template: &Template) -> Result<()> {
    for slot in template.all() {
        let is_new = template.name_of(slot).is_none_or(|name| known.insert(name));
        if is_new {
            let place = template.place(template.range(slot).start);
            of_braces(&place, template, slot)?;
        }
    }
    Ok(())
}

fn of_braces(label: &str, template: &Template, slot: usize) -> Result<()> {
    let recipe = template.recipe(slot);
    let Some(recipe) = recipe.filter(|_| template.asked(slot).is_none()) else {
        return Ok(());
    };
    let mut lines = lines(&recipe.space(), recipe.form().source, 1);
    if let Some(to) = template.narrowed_to(slot) {
        lines.insert(1, format!("narrowed to: {to}"));
    }
    say(lines.iter().map(|line| format!("{label}: {line}")))
}
