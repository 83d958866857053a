//! Decides the action for each key of a run, over all its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Error, Result, anyhow, bail};

use super::derived::Derived;
use super::field::{Action, Field, State};
use super::names::Names;
use super::template::Template;
use crate::message::{closest, hinted};
use crate::secret::Secret;

/// A key of a template, and its state in the file.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The file, or `None` if the run has only one.
    pub file: Option<&'a Path>,
    pub template: &'a Template,
    pub field: &'a Field,
    pub state: &'a State,
    /// The value from another source.
    pub carried: Option<&'a Secret>,
}

impl<'a> Entry<'a> {
    /// The keys of a template, each with its state and its value from another source.
    pub fn of(
        file: Option<&'a Path>,
        template: &'a Template,
        fields: &'a [Field],
        states: &'a [State],
        carried: &'a [Option<Secret>],
    ) -> impl Iterator<Item = Self> {
        let each = fields.iter().zip(states).zip(carried);
        each.map(move |((field, state), carried)| Self {
            file,
            template,
            field,
            state,
            carried: carried.as_ref(),
        })
    }

    /// The key, with its file if the run has several files.
    pub fn label(&self) -> String {
        match self.file {
            Some(file) => format!("{} of {}", self.field.key, file.display()),
            None => self.field.key.clone(),
        }
    }

    /// The key, with its file if `other` is in another file.
    pub fn label_beside(&self, other: &Self) -> String {
        if self.file == other.file {
            self.field.key.clone()
        } else {
            self.label()
        }
    }

    /// The value that the key has or gets without a draw.
    fn value(&self) -> Option<&'a Secret> {
        match self.state {
            State::Value(value) => value.as_ref(),
            _ => self.carried,
        }
    }

    fn names(&self) -> impl Iterator<Item = usize> {
        let slots = self.field.slots();
        slots.filter_map(|slot| self.template.name_of(slot))
    }

    /// Whether the value of these braces is made from `source`. True if the value does not show it.
    fn fits(&self, slot: usize, derived: &Derived, source: &[u8]) -> Result<bool> {
        let found = self.value().map(Secret::as_bytes);
        let inside = found.and_then(|found| self.field.only_slot(found));
        match inside {
            Some((only, inside)) if only == slot => {
                let inside = std::str::from_utf8(inside).unwrap_or_default();
                derived.fits(inside, source)
            }
            _ => Ok(true),
        }
    }

    fn by_hand(&self, why: &str) -> anyhow::Error {
        hinted(
            format!("{} cannot be filled in place{why}", self.label()),
            "write the key in the file by hand, with \"\" as its value",
        )
    }
}

/// The keys that get new values.
pub enum Rotate<'a> {
    All,
    Keys(&'a [String]),
}

impl Rotate<'_> {
    /// Whether a field gets a new value.
    fn has(&self, names: &Names, template: &Template, field: &Field) -> bool {
        match self {
            Self::All => true,
            Self::Keys(keys) => keys.iter().any(|key| field.is_called(template, names, key)),
        }
    }

    /// Treats a rotated key that another source has a value for as missing, so that it takes that value.
    ///
    /// # Errors
    /// That is the value that the key has already.
    fn take_carried(&self, names: &Names, entries: &mut [Entry]) -> Result<()> {
        let is_rotated = |entry: &&mut Entry| self.has(names, entry.template, entry.field);
        for entry in entries.iter_mut().filter(is_rotated) {
            let Some(new) = entry.carried else { continue };
            if matches!(entry.state, State::Value(Some(old)) if old.as_bytes() == new.as_bytes()) {
                return Err(hinted(
                    format!(
                        "--rotate: --from has the value that {} has already",
                        entry.label()
                    ),
                    "leave out --from, or the key in it, for a new value",
                ));
            }
            entry.state = &State::Missing;
        }
        Ok(())
    }
}

/// Decides the action for each key, and gives each name the value that a kept key shows.
///
/// # Errors
/// A key to rotate has no recipe, or of keys that share a name some would keep the old value and
/// others get a new one.
pub fn decide(names: &mut Names, entries: &mut [Entry], rotate: &Rotate) -> Result<Vec<Action>> {
    rotate.take_carried(names, entries)?;
    let entries = &*entries;
    if let Rotate::Keys(keys) = rotate {
        for key in *keys {
            check_rotated(names, entries, key)?;
        }
    }
    let drawn = || entries.iter().filter(|entry| entry.field.has_recipe());
    if let Some(entry) = drawn().find(|entry| matches!(entry.state, State::Group)) {
        return Err(entry.by_hand(": the file has a mapping or a list there"));
    }
    if let Some(entry) = drawn().find(|entry| matches!(entry.state, State::Blocked)) {
        return Err(entry.by_hand(""));
    }
    let is_rotated = |entry: &Entry| rotate.has(names, entry.template, entry.field);
    let action = |entry: &Entry| match (entry.field.has_recipe(), entry.state) {
        (true, State::Value(_)) if is_rotated(entry) => Action::Rotate,
        (true, State::Value(_)) => Action::Keep,
        (true, _) if entry.carried.is_some() => Action::Carry,
        (true, _) => Action::Fill,
        (false, State::Missing) => Action::Copy,
        (false, State::Empty | State::Placeholder) if !entry.field.raw.trim().is_empty() => {
            Action::Copy
        }
        (false, _) => Action::Leave,
    };
    let mut actions: Vec<Action> = entries.iter().map(action).collect();
    derive(names, entries, &mut actions)?;
    share_names(names, entries, &actions)?;
    Ok(actions)
}

fn check_rotated(names: &Names, entries: &[Entry], key: &str) -> Result<()> {
    let drawn = || entries.iter().filter(|entry| entry.field.has_recipe());
    if drawn().any(|entry| entry.field.is_called(entry.template, names, key)) {
        return Ok(());
    }
    let is_known = |key: &str| entries.iter().any(|entry| entry.field.key == key);
    if is_known(key) {
        bail!("--rotate {key}: its value in the template has no recipe");
    }
    let keys = drawn().map(|entry| entry.field.key.as_str());
    let hint = if key.contains(',') && key.split(',').all(is_known) {
        Some(format!("--rotate {}", key.replace(',', " --rotate ")))
    } else {
        let close = closest(key, keys.chain(names.words()));
        close.map(|close| format!("did you mean '{close}'?"))
    };
    let message = format!("--rotate {key}: the template has no such key");
    Err(match hint {
        Some(hint) => hinted(message, hint),
        None => anyhow!(message),
    })
}

/// Keeps values that fit the value they are made from, and makes the others again.
fn derive(names: &mut Names, entries: &[Entry], actions: &mut [Action]) -> Result<()> {
    let before = actions.to_vec();
    let is_kept = |at: usize| matches!(before[at], Action::Keep | Action::Carry);
    let shown = shown_names(entries, is_kept);
    // The key that draws each name: one that is rotated goes before those that are missing.
    let mut drawn: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for name in entry.names().filter(|_| before[at].draws()) {
            let known = drawn.entry(name).or_insert(at);
            if before[*known] != Action::Rotate {
                *known = at;
            }
        }
    }
    for (at, entry) in entries.iter().enumerate() {
        for slot in entry.field.slots() {
            let Some((derived, source)) = entry.template.derived(slot) else {
                continue;
            };
            let found = source.and_then(|source| shown.get(&source));
            let new = source.and_then(|source| drawn.get(&source).copied());
            let new = new.map(|at| (&entries[at], before[at]));
            let fits = match found {
                Some(found) => entry.fits(slot, derived, found.value)?,
                None => true,
            };
            match (before[at], new) {
                (Action::Keep, Some((_, Action::Rotate))) => actions[at] = Action::Renew,
                (Action::Keep, _) if !fits => actions[at] = Action::Renew,
                (Action::Carry, Some((_, Action::Rotate))) => actions[at] = Action::Fill,
                (Action::Carry, _) if !fits => actions[at] = Action::Fill,
                (Action::Keep | Action::Carry, Some((other, _))) if found.is_none() => {
                    return Err(unshown(other, entry, &derived.word));
                }
                _ => {}
            }
            if actions[at].draws() {
                match (found, new, source) {
                    (Some(found), _, Some(source)) => {
                        names.set_value(source, Secret::copy_of(found.value));
                    }
                    (None, None, _) => return Err(underived(names, entry, derived)),
                    _ => {}
                }
            }
        }
    }
    Ok(())
}

/// What `entry` is made of has no value in this run.
fn underived(names: &Names, entry: &Entry, derived: &Derived) -> Error {
    let word = &derived.word;
    let message = format!(
        "{} is made of '{word}', which has no value in this run",
        entry.label()
    );
    if names.find(word).is_some() {
        return hinted(
            message,
            format!("make a new one with --rotate {word} --backup"),
        );
    }
    match closest(word, names.words()) {
        Some(close) => hinted(message, format!("did you mean '{close}'?")),
        None => hinted(
            message,
            format!(
                "name the template that has {{{{ {word} = … }}}} too, as in: secrets fill .env.example admin.env.example"
            ),
        ),
    }
}

/// `entry` would get a value of a name that the kept value of `other` does not show.
fn unshown(entry: &Entry, other: &Entry, shared: &str) -> Error {
    let key = entry.label();
    hinted(
        format!(
            "{key} shares '{shared}' with {}, whose value is kept and does not show it",
            other.label()
        ),
        format!(
            "set the value of {key} by hand, or make a new value for all keys with --rotate {shared} --backup"
        ),
    )
}

/// Keys that share a name have one value: filled keys get the value of a kept key.
fn share_names(names: &mut Names, entries: &[Entry], actions: &[Action]) -> Result<()> {
    let is_kept = |at: usize| matches!(actions[at], Action::Keep | Action::Carry);
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(at, _)| is_kept(*at)) {
        for name in entry.names() {
            kept.entry(name).or_insert(at);
        }
    }
    let values = shown_names(entries, is_kept);
    let disagreements: BTreeMap<usize, [usize; 2]> = disagreements(entries)
        .into_iter()
        .map(|found| (found.name, found.entries))
        .collect();
    for (entry, action) in entries
        .iter()
        .zip(actions)
        .filter(|(_, action)| action.draws())
    {
        for name in entry.names() {
            let Some(other) = kept.get(&name).map(|at| &entries[*at]) else {
                continue;
            };
            let (key, shared) = (entry.label(), names.get(name).word.clone());
            if *action == Action::Rotate {
                return Err(left_behind(entries, actions, &key, name, &shared));
            }
            if let Some(at) = disagreements.get(&name) {
                let [one, two] = at.map(|at| entries[at].label());
                return Err(hinted(
                    format!(
                        "{one} and {two} share '{shared}' and have different values, so {key} can have neither"
                    ),
                    format!("make a new one for all with --rotate {shared} --backup"),
                ));
            }
            match values.get(&name) {
                Some(shown) => {
                    shown.check(names, entries, entry)?;
                    names.set_value(name, Secret::copy_of(shown.value));
                }
                None => return Err(unshown(entry, other, &shared)),
            }
        }
    }
    Ok(())
}

/// The error of a rotation of `key` that would leave the old value in entries that share its
/// recipe.
fn left_behind(
    entries: &[Entry],
    actions: &[Action],
    key: &str,
    name: usize,
    shared: &str,
) -> Error {
    let has_it = |entry: &Entry| entry.names().any(|used| used == name);
    let kept = entries.iter().zip(actions);
    let kept = kept
        .filter(|(entry, action)| matches!(action, Action::Keep | Action::Carry) && has_it(entry));
    let others: Vec<String> = kept.map(|(entry, _)| entry.label()).collect();
    hinted(
        format!(
            "--rotate {key} would leave {} with the old value of '{shared}', which they share",
            others.join(", ")
        ),
        format!("rotate all that have it with --rotate {shared}"),
    )
}

/// The value of a name in a file.
struct Shown<'a> {
    name: usize,
    /// The first key that shows it, and its braces.
    entry: usize,
    slot: usize,
    value: &'a [u8],
}

impl Shown<'_> {
    /// Whether a key with the same name has another value. If its value cannot be divided into
    /// parts, this value must occur in it.
    fn differs_in(&self, entry: &Entry) -> bool {
        let Some(found) = entry.value() else {
            return false;
        };
        let found = found.as_bytes();
        match entry.field.only_slot(found) {
            Some((_, inside)) => inside != self.value,
            None => !found
                .windows(self.value.len())
                .any(|part| part == self.value),
        }
    }

    /// Refuses to put this value of a kept key into the text of `entry`.
    fn check(&self, names: &Names, entries: &[Entry], entry: &Entry) -> Result<()> {
        let shown = &entries[self.entry];
        let (key, name) = (shown.label(), &names.get(self.name).word);
        match shown.template.foreign(self.slot, self.value) {
            Some(character) if entry.field.is_composed() => Err(hinted(
                format!(
                    "{} has '{name}' in its text, and the value that {key} has for it holds {}, which its recipe never makes",
                    entry.label(),
                    character.escape_default()
                ),
                format!("make a new one with --rotate {} --backup", shown.field.key),
            )),
            _ => Ok(()),
        }
    }
}

/// The value of each name that an entry shows as its only recipe, among the entries that `counts`
/// accepts.
fn shown_names<'a>(
    entries: &[Entry<'a>],
    counts: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Shown<'a>> {
    let mut shown = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(value) = entry.value()
            && counts(at)
            && let Some((slot, value)) = entry.field.only_slot(value.as_bytes())
            && !value.is_empty()
            && let Some(name) = entry.template.name_of(slot)
        {
            shown.entry(name).or_insert(Shown {
                name,
                entry: at,
                slot,
                value,
            });
        }
    }
    shown
}

/// Two keys that share a name and have different values.
pub struct Disagreement {
    pub name: usize,
    pub entries: [usize; 2],
}

/// Finds the keys that share a name and have different values.
pub fn disagreements(entries: &[Entry]) -> Vec<Disagreement> {
    let shown = shown_names(entries, |_| true);
    let mut found = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let differs = |shown: &&Shown| shown.differs_in(entry);
        let first = entry.names().filter_map(|name| shown.get(&name));
        if let Some(first) = first.into_iter().find(differs) {
            found.push(Disagreement {
                name: first.name,
                entries: [first.entry, at],
            });
        }
    }
    found
}

/// The values that are not made of what another key has now, each with the reason.
///
/// # Errors
/// There is too little memory for a hash.
pub fn stale(entries: &[Entry]) -> Result<BTreeMap<usize, String>> {
    let shown = shown_names(entries, |_| true);
    let mut stale = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for slot in entry.field.slots() {
            let Some((derived, Some(source))) = entry.template.derived(slot) else {
                continue;
            };
            if let Some(found) = shown.get(&source)
                && !entry.fits(slot, derived, found.value)?
            {
                let key = entries[found.entry].label_beside(entry);
                let why = format!("is not the {} of the value of {key}", derived.noun());
                stale.insert(at, why);
            }
        }
    }
    Ok(stale)
}

/// The entries whose values the user is asked for, with their braces: one entry for each name, and
/// every entry without a name.
pub fn asked(names: &Names, entries: &[Entry], actions: &[Action]) -> Vec<(usize, usize)> {
    let mut known = BTreeSet::new();
    let mut asked = Vec::new();
    for (at, (entry, action)) in entries.iter().zip(actions).enumerate() {
        for slot in entry.field.slots().filter(|_| action.draws()) {
            let name = entry.template.name_of(slot);
            let is_open = name.is_none_or(|name| names.value(name).is_none() && known.insert(name));
            if entry.template.asked(slot).is_some() && is_open {
                asked.push((at, slot));
            }
        }
    }
    asked
}
