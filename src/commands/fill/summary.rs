//! Reports what was done or is wrong, by key and without values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::asked::is_repeated;
use super::decision::{Disagreement, Entry, disagreements, stale};
use super::field::{Action, Field, Misfit, State};
use super::names::Names;
use crate::recipe::space::Bits;
use crate::secret::Secret;
use crate::system::report;
use crate::system::streams;
use crate::text::json::json_string;

/// The actions of a run by key.
#[derive(Default)]
pub struct Report {
    file: Option<PathBuf>,
    pub filled: Vec<String>,
    kept: Vec<String>,
    copied: Vec<String>,
    /// The keys with a value from another source.
    carried: Vec<String>,
    pub backup: Option<PathBuf>,
    /// The keys without a recipe that are empty in the template and in the result.
    pub empty: Vec<String>,
    /// Warnings from git about files that now contain secrets.
    pub committed: Vec<String>,
    /// The keys that are drawn from fewer characters because of the carrier.
    pub narrowed: Vec<Narrowed>,
    /// The keys whose recipe has only one value, which is no secret.
    pub constant: Vec<String>,
    /// The files to which others had access, with their modes.
    pub tightened: Vec<(PathBuf, u32)>,
    /// Whether the file was complete and only got a new time, because its template is newer.
    pub touched: bool,
    /// Whether the lines name the file, because the user did not name it.
    pub names_file: bool,
    /// The command lines that would be run.
    pub commands: Vec<String>,
}

impl Report {
    pub fn new(file: Option<&Path>) -> Self {
        Self {
            file: file.map(Path::to_owned),
            ..Self::default()
        }
    }

    /// The keys by their actions. Copied keys are included if `copied` is true.
    pub fn of(file: Option<&Path>, fields: &[Field], actions: &[Action], copied: bool) -> Self {
        let keys = |of: &[Action]| -> Vec<String> {
            let fields = fields.iter().zip(actions);
            let of = fields.filter(|(_, action)| of.contains(action));
            distinct(of.map(|(field, _)| field.key.clone()))
        };
        Self {
            filled: keys(&[Action::Fill, Action::Rotate, Action::Renew]),
            kept: keys(&[Action::Keep]),
            carried: keys(&[Action::Carry]),
            copied: if copied {
                keys(&[Action::Copy])
            } else {
                Vec::new()
            },
            ..Self::new(file)
        }
    }

    /// Whether the run changes anything.
    pub fn changes(&self) -> bool {
        !self.filled.is_empty()
            || !self.carried.is_empty()
            || !self.copied.is_empty()
            || !self.tightened.is_empty()
    }

    /// The lines for the user.
    pub fn lines(&self, dry: bool) -> Vec<String> {
        let words = if dry {
            ["would fill", "would carry over", "would keep", "would copy"]
        } else {
            ["filled", "carried over", "kept", "copied"]
        };
        let parts = [&self.filled, &self.carried, &self.kept, &self.copied];
        let parts = words.iter().zip(parts).filter(|(_, keys)| !keys.is_empty());
        let parts: Vec<String> = parts
            .map(|(word, keys)| format!("{word} {}", keys.join(", ")))
            .collect();
        let file = self.file.as_deref().unwrap_or(Path::new("-")).display();
        let done = if parts.is_empty() {
            "nothing to fill".to_owned()
        } else {
            parts.join("; ")
        };
        let mut lines = vec![if self.names_file {
            format!("{file}: {done}")
        } else {
            done
        }];
        if self.touched {
            lines.push(format!("touched {file}: its template is newer"));
        }
        let now = if dry { "would become" } else { "is now" };
        lines.extend(self.tightened.iter().map(|(file, mode)| {
            let file = file.display();
            format!("{file} was open to others, mode {mode:04o}, and {now} 0600")
        }));
        let place = if self.names_file {
            format!("{file}: ")
        } else {
            String::new()
        };
        lines.extend(self.narrowed.iter().map(|narrowed| {
            let Narrowed { key, to, bits } = narrowed;
            format!("{place}{key} is drawn from {to}: {}", Bits(*bits))
        }));
        if !self.constant.is_empty() {
            let keys = self.constant.join(", ");
            lines.push(format!(
                "{place}no secret, because the recipe has only one value: {keys}"
            ));
        }
        if !self.empty.is_empty() {
            let keys = self.empty.join(", ");
            lines.push(format!("{place}empty, without a recipe: {keys}"));
        }
        if let Some(backup) = &self.backup {
            lines.push(format!("the old {file} is kept as {}", backup.display()));
        }
        lines.extend(self.commands.iter().map(|line| format!("would run {line}")));
        lines.extend(self.committed.iter().cloned());
        lines
    }

    /// The report as one JSON object.
    pub fn json(&self, dry: bool) -> String {
        let path = |path: &Option<PathBuf>| match path {
            Some(path) => string(&path.to_string_lossy()),
            None => "null".to_owned(),
        };
        format!(
            "{{\"file\":{},\"filled\":{},\"carried\":{},\"kept\":{},\"copied\":{},\"narrowed\":{},\"empty\":{},\"backup\":{},\"tightened\":{},\"touched\":{},\"commands\":{},\"dry_run\":{dry}}}\n",
            path(&self.file),
            list(&self.filled),
            list(&self.carried),
            list(&self.kept),
            list(&self.copied),
            list(
                &self
                    .narrowed
                    .iter()
                    .map(|narrowed| narrowed.key.clone())
                    .collect::<Vec<_>>()
            ),
            list(&self.empty),
            path(&self.backup),
            !self.tightened.is_empty(),
            self.touched,
            list(&self.commands)
        )
    }
}

/// A key that is drawn from fewer characters because of the carrier.
pub struct Narrowed {
    key: String,
    /// The characters that the value is drawn from.
    to: &'static str,
    bits: f64,
}

/// The keys whose new values are drawn from fewer characters.
pub fn narrowed(names: &Names, entries: &[Entry], actions: &[Action]) -> Vec<Narrowed> {
    let mut narrowed: Vec<Narrowed> = Vec::new();
    let mut known = BTreeSet::new();
    for (entry, action) in entries.iter().zip(actions) {
        let (field, template) = (entry.field, entry.template);
        for slot in field.slots().filter(|_| action.draws()) {
            let Some(to) = template.narrowed_to(slot) else {
                continue;
            };
            // Only the first key with a name draws its value, and none does if the value is kept.
            let is_new = template
                .name_of(slot)
                .is_none_or(|name| names.value(name).is_none() && known.insert(name));
            let Some(recipe) = template.recipe(slot).filter(|_| is_new) else {
                continue;
            };
            let (key, bits) = (&field.key, recipe.space().size.bits());
            // Of several recipes in a value, the weakest is told.
            match narrowed.last_mut() {
                Some(last) if last.key == *key => last.bits = last.bits.min(bits),
                _ => narrowed.push(Narrowed {
                    key: key.clone(),
                    to,
                    bits,
                }),
            }
        }
    }
    narrowed
}

/// The keys with a new value whose recipe has only one value.
pub fn constant(entries: &[Entry], actions: &[Action]) -> Vec<String> {
    let new = entries.iter().zip(actions);
    let new = new.filter(|(entry, action)| {
        let mut slots = entry.field.slots();
        action.draws() && slots.any(|slot| entry.template.is_constant(slot))
    });
    distinct(new.map(|(entry, _)| entry.field.key.clone()))
}

/// A key that fails the check, and the reason.
pub struct Problem {
    key: String,
    what: &'static str,
    /// The reason in words.
    why: String,
}

/// A line for each name whose keys are kept with different values.
pub fn kept_apart(names: &Names, entries: &[Entry], actions: &[Action]) -> Vec<String> {
    let is_kept = |at: &usize| matches!(actions[*at], Action::Keep | Action::Carry);
    let apart = disagreements(entries).into_iter();
    let apart = apart.filter(|found| found.entries.iter().all(is_kept));
    let lines = apart.map(|found| {
        let [one, two] = found.entries.map(|at| entries[at].label());
        let shared = &names.get(found.name).word;
        format!(
            "{one} and {two} share '{shared}' and keep different values: --rotate {shared} --backup makes one for all"
        )
    });
    distinct(lines)
}

/// A line for each kept key for which another source has a different value.
pub fn kept_despite(entries: &[Entry]) -> Vec<String> {
    let differs = |entry: &&Entry| match (entry.state, entry.carried) {
        (State::Value(Some(value)), Some(carried)) => value.as_bytes() != carried.as_bytes(),
        _ => false,
    };
    let lines = entries.iter().filter(differs).map(|entry| {
        let (label, key) = (entry.label(), &entry.field.key);
        format!("{label} is kept, and --from has another value for it: --rotate {key} takes that")
    });
    lines.collect()
}

/// A line for the keys whose carried values their recipes cannot have made, such as placeholders.
pub fn carried_unfit(entries: &[Entry], actions: &[Action]) -> Option<String> {
    let carried = entries.iter().zip(actions);
    let carried = carried.filter(|(_, action)| **action == Action::Carry);
    let unfit = carried.filter_map(|(entry, _)| {
        let value = std::str::from_utf8(entry.carried?.as_bytes()).unwrap_or_default();
        let misfit = entry.field.misfit(entry.template, value);
        misfit.map(|_| entry.label())
    });
    let unfit: Vec<String> = unfit.collect();
    let keys = unfit.join(", ");
    (!unfit.is_empty()).then(|| {
        format!("--from has values that the recipes do not make, and --check refuses: {keys}")
    })
}

/// The keys that fail the check, each with the number of its entry.
///
/// Values of `accepted` keys are not compared with their recipes, and may be empty without a recipe.
///
/// # Errors
/// There is too little memory for a hash.
pub fn problems(entries: &[Entry], accepted: &[String]) -> Result<Vec<(usize, Problem)>> {
    let stale = stale(entries)?;
    let mut others: BTreeMap<usize, usize> = BTreeMap::new();
    for Disagreement {
        entries: [one, two],
        ..
    } in disagreements(entries)
    {
        others.insert(two, one);
        others.entry(one).or_insert(two);
    }
    let problem = |(at, entry): (usize, &Entry)| {
        let problem = wrong(entry, accepted).or_else(|| {
            let other = entries[*others.get(&at)?].label_beside(entry);
            let why = format!("has another value than {other}, with which it shares a recipe");
            Some(("differs", why))
        });
        let (what, why) = problem.or_else(|| {
            let is_accepted = accepted.contains(&entry.field.key);
            let why = stale.get(&at).filter(|_| !is_accepted)?;
            Some(("stale", why.clone()))
        })?;
        let key = entry.field.key.clone();
        Some((at, Problem { key, what, why }))
    };
    Ok(entries.iter().enumerate().filter_map(problem).collect())
}

/// The problem of a key, without a comparison with other keys: its name and the reason.
fn wrong(entry: &Entry, accepted: &[String]) -> Option<(&'static str, String)> {
    let field = entry.field;
    let (what, why) = match entry.state {
        State::Value(Some(value)) => {
            let value = std::str::from_utf8(value.as_bytes()).unwrap_or_default();
            let misfit = field.misfit(entry.template, value)?;
            let is_accepted = accepted.contains(&field.key);
            let mut slots = field.slots();
            let is_asked = slots.any(|slot| entry.template.asked(slot).is_some());
            match misfit {
                _ if (is_accepted || is_asked) && is_repeated(value) => {
                    ("repeated", "is one character over and over")
                }
                _ if is_accepted => return None,
                Misfit::Text => ("text", "lacks the text around its recipe"),
                Misfit::Value if is_asked => ("placeholder", "has a placeholder as its value"),
                Misfit::Value => ("unfit", "is no value that its recipe makes"),
            }
        }
        State::Missing => ("missing", "is missing"),
        State::Empty if field.is_empty() => {
            let is_missed = !accepted.contains(&field.key);
            is_missed.then_some(("empty", "is empty, and has no recipe"))?
        }
        State::Empty => ("empty", "is empty"),
        State::Group if field.has_recipe() => ("group", "is a mapping or a list, and no value"),
        State::Blocked => ("group", "cannot be added: another value is in its place"),
        State::Placeholder => ("placeholder", "is still a recipe in braces"),
        _ => return None,
    };
    Some((what, why.to_owned()))
}

/// The keys without a recipe that are empty in the template and without a value in the file.
pub fn empty(entries: &[Entry]) -> Vec<String> {
    let both = entries.iter().filter(|entry| {
        entry.field.is_empty() && matches!(entry.state, State::Empty | State::Missing)
    });
    both.map(|entry| entry.field.key.clone()).collect()
}

/// Reports the problems of a file. Returns true if the file has no problem.
pub fn tell(
    path: &Path,
    problems: &[Problem],
    exposed: &[(PathBuf, u32)],
    json: bool,
) -> Result<bool> {
    let is_fine = problems.is_empty() && exposed.is_empty();
    if json {
        let list: Vec<String> = problems
            .iter()
            .map(|problem| {
                format!(
                    "{{\"key\":{},\"problem\":\"{}\"}}",
                    string(&problem.key),
                    problem.what
                )
            })
            .collect();
        let mode = exposed
            .first()
            .map_or("null".to_owned(), |(_, mode)| format!("\"{mode:04o}\""));
        streams::text(&format!(
            "{{\"file\":{},\"ok\":{is_fine},\"problems\":[{}],\"open_to_others\":{mode}}}\n",
            string(&path.to_string_lossy()),
            list.join(",")
        ))?;
    } else {
        for problem in problems {
            report::note(&format!(
                "{}: {} {}",
                path.display(),
                problem.key,
                problem.why
            ))?;
        }
        for (file, mode) in exposed {
            report::note(&format!(
                "{} is open to others, mode {mode:04o}",
                file.display()
            ))?;
        }
    }
    Ok(is_fine)
}

/// The texts without repetitions. A text without keys can have several recipes with a name or line.
pub fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    texts.filter(|text| known.insert(text.clone())).collect()
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(","))
}

/// A JSON string of a text that is not a secret.
fn string(text: &str) -> String {
    let mut json = Secret::with_capacity(text.len());
    json_string(text, &mut json);
    format!("\"{}\"", String::from_utf8_lossy(json.as_bytes()))
}
