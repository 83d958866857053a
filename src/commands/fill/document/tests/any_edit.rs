//! Generated edits of generated documents: filled values are the drawn ones, and no other changes.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

use super::super::existing::Existing;
use super::super::tree::{Step, path_name};
use super::super::{Model, Piece, secret, syntax};
use super::CATALOGUE;
use super::generated::{Styles, Value, entries, has_recipe, template_of, value, without_nulls};
use super::libyaml;
use super::writers::write;
use crate::commands::fill::decision::{Entry, Rotate, decide};
use crate::commands::fill::field::{Action, Field, State};
use crate::commands::fill::format::Format;
use crate::commands::fill::names::Names;
use crate::commands::fill::template::{Part, Template};

/// The drawn values. Some need quotes or escapes.
const DRAWN: [&str; 8] = [
    "v",
    "x\"y'z",
    "a\\b #c: d",
    "é\u{1F600}",
    " lead",
    "two\nlines",
    "{{x}}",
    "\u{7}",
];

fn drawn(format: Format, key: &str) -> &'static str {
    match format {
        Format::Dotenv => ["v", "a-b.c/D@9"][key.len() % 2],
        _ => DRAWN[key.len() % DRAWN.len()],
    }
}

/// The expected document after an edit, and whether the edit only adds text.
struct Merge {
    format: Format,
    rotates: bool,
    only_adds: bool,
}

fn below(name: &str, step: &str) -> String {
    match name {
        "" => step.to_owned(),
        name => format!("{name}.{step}"),
    }
}

/// The name of an entry of a list of the template, or its index if an entry has none.
fn label(items: &[Value], at: usize) -> String {
    let names: BTreeSet<Option<&str>> = items.iter().map(Value::name).collect();
    match items[at].name() {
        Some(name) if names.len() == items.len() && !names.contains(&None) => name.to_owned(),
        _ => at.to_string(),
    }
}

impl Merge {
    /// A value of the template with drawn recipes. `name` is its path.
    fn made(&self, template: &Value, name: &str) -> Value {
        match template {
            Value::Recipe(before, after) => {
                Value::Text(format!("{before}{}{after}", drawn(self.format, name)))
            }
            Value::Map(entries) => {
                let made = |(key, value): &(String, Value)| {
                    (key.clone(), self.made(value, &below(name, key)))
                };
                Value::Map(entries.iter().map(made).collect())
            }
            Value::List(items) => {
                let made = |(at, value): (usize, &Value)| {
                    self.made(value, &below(name, &label(items, at)))
                };
                Value::List(items.iter().enumerate().map(made).collect())
            }
            other => other.clone(),
        }
    }

    fn merge(&mut self, into: &mut Value, template: &Value, name: &str) {
        match (&mut *into, template) {
            (Value::Map(_), Value::Map(wanted)) => {
                let merged: BTreeSet<String> = match self.format {
                    Format::Yaml => into.merged().into_iter().map(str::to_owned).collect(),
                    _ => BTreeSet::new(),
                };
                for (key, value) in wanted {
                    let name = below(name, key);
                    if into.entry(key).is_none() && merged.contains(key) {
                        continue;
                    }
                    if let Some(found) = into.entry(key) {
                        self.merge(found, value, &name);
                    } else if let Value::Map(entries) = into {
                        // An edit removes blanks in empty brackets.
                        self.only_adds &= !entries.is_empty();
                        entries.push((key.clone(), self.made(value, &name)));
                    }
                }
            }
            (Value::List(items), Value::List(wanted)) if has_recipe(template) => {
                for (at, value) in wanted.iter().enumerate() {
                    let name = below(name, &label(wanted, at));
                    match items.iter_mut().find(|item| item.name() == value.name()) {
                        Some(found) => self.merge(found, value, &name),
                        None => items.push(self.made(value, &name)),
                    }
                }
            }
            (Value::Text(text), Value::Recipe(..)) if self.rotates || is_open(text) => {
                self.put(into, template, name);
            }
            (Value::Text(text), Value::Text(wanted))
                if is_open(text) && !wanted.trim().is_empty() =>
            {
                self.put(into, template, name);
            }
            (Value::Alias, Value::Recipe(..)) if self.rotates => self.put(into, template, name),
            (Value::Literal("null"), Value::Literal("null")) => {}
            (Value::Literal("null"), _) => self.put(into, template, name),
            _ => {}
        }
    }

    fn put(&mut self, into: &mut Value, template: &Value, name: &str) {
        self.only_adds = false;
        *into = self.made(template, name);
    }
}

/// Whether an edit fills a text, because it is empty or a recipe in braces.
fn is_open(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("{{") && text.ends_with("}}") && text.len() >= 4
}

/// Fills a file and returns its text.
///
/// # Errors
/// The template or the file is refused.
fn filled(format: Format, template: &str, file: &str, rotates: bool) -> anyhow::Result<String> {
    let mut template = Template::new(Path::new("t"), template, &CATALOGUE);
    template.find_braces(format != Format::Json)?;
    let (model, fields) = Model::read(&template, format)?;
    let existing = Existing::read(file, &model, &fields)?;
    let states: Vec<State> = fields
        .iter()
        .map(|field| existing.state(&model, field))
        .collect();
    let entry = |(field, state)| Entry {
        file: None,
        template: &template,
        field,
        state,
        carried: None,
    };
    let mut entries: Vec<Entry> = fields.iter().zip(&states).map(entry).collect();
    let rotate = if rotates {
        Rotate::All
    } else {
        Rotate::Keys(&[])
    };
    let actions = decide(&mut Names::default(), &mut entries, &rotate)?;
    let pieces = |(field, action): (&Field, &Action)| {
        let piece = |part: &Part| match part {
            Part::Text(text) => Piece::Text(text.clone()),
            Part::Slot(_) => Piece::Drawn(secret(drawn(format, &field.key))),
        };
        let pieces = || field.parts.iter().map(piece).collect();
        action.draws().then(pieces)
    };
    let values: Vec<Option<Vec<Piece>>> = fields.iter().zip(&actions).map(pieces).collect();
    let out = existing.fill(&model, &template, &fields, &actions, &values)?;
    Ok(String::from_utf8(out.as_bytes().to_vec())?)
}

/// The values of a text by path, with their types.
type Leaves = BTreeMap<Vec<Step>, (String, String)>;

fn leaves(format: Format, text: &str) -> Leaves {
    // A shell does not accept every key.
    let reader = usize::from(format == Format::Dotenv);
    let reading = syntax(format).readings(text).unwrap().swap_remove(reader);
    let values = reading.values.into_iter();
    values
        .map(|(path, read)| (path, (read.value, read.kind)))
        .collect()
}

/// The texts of a document, by the paths that the reader of its format uses.
fn texts(format: Format, document: &Value) -> BTreeMap<Vec<Step>, String> {
    let mut path = match format {
        Format::Yaml => vec![Step::Index(0)],
        _ => Vec::new(),
    };
    let mut texts = BTreeMap::new();
    document.texts(&mut path, &mut texts);
    texts
}

/// Fills a document and compares the result with the expected one. Returns whether it was filled.
fn try_edit(
    format: Format,
    document: &[(String, Value)],
    choices: &[u8],
) -> Result<bool, TestCaseError> {
    let document = match format {
        Format::Toml => &without_nulls(document),
        _ => document,
    };
    let mut styles = Styles { choices, at: 0 };
    let before = write(format, document, &mut styles);
    let template = template_of(format, document, &mut styles);
    let template_text = write(format, &template, &mut styles);
    let rotates = styles.next(3) == 0;
    let shown = |text: &str| format!("{before:?}\nand {template_text:?}\nbecame {text:?}");
    let after = match filled(format, &template_text, &before, rotates) {
        Ok(after) => after,
        Err(error) => {
            let said = format!("{error:#}");
            prop_assert!(!said.contains("read back"), "{said}: {}", shown(""));
            return Ok(false);
        }
    };
    let mut merge = Merge {
        format,
        rotates,
        only_adds: true,
    };
    let mut wanted = Value::Map(document.to_vec());
    merge.merge(&mut wanted, &Value::Map(template), "");
    let known = texts(format, &Value::Map(document.to_vec()));
    let wanted = texts(format, &wanted);
    let (old, new) = (leaves(format, &before), leaves(format, &after));
    for (all, read, text) in [(&known, &old, &before), (&wanted, &new, &after)] {
        for (path, expected) in all {
            let found = read.get(path).map(|read| &read.0);
            let place = path_name(path);
            prop_assert_eq!(
                found,
                Some(expected),
                "{} of {:?} in {}",
                place,
                text,
                shown(&after)
            );
        }
    }
    if format == Format::Yaml {
        for (all, text) in [(&known, &before), (&wanted, &after)] {
            let read = libyaml::texts(text).unwrap_or_default();
            let holds = all.iter().all(|(path, text)| read.get(path) == Some(text));
            prop_assert!(
                holds,
                "libyaml reads {text:?} differently: {}",
                shown(&after)
            );
        }
    }
    let changed: BTreeSet<_> = wanted
        .iter()
        .filter(|(path, text)| known.get(*path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    for (path, read) in &old {
        let is_filled = changed.iter().any(|changed| changed.starts_with(path));
        let stays = is_filled || new.get(path) == Some(read);
        prop_assert!(stays, "{} in {}", path_name(path), shown(&after));
    }
    let is_inside = !merge.only_adds || is_subsequence(&before, &after);
    prop_assert!(is_inside, "{}", shown(&after));
    Ok(true)
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars()
        .all(|wanted| whole.any(|found| found == wanted))
}

/// Tries `cases` documents, and requires that more than half of them are filled.
fn try_all(format: Format, document: impl Strategy<Value = Vec<(String, Value)>>, cases: u32) {
    let filled = Cell::new(0);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    };
    let choices = prop::collection::vec(any::<u8>(), 97);
    let outcome = TestRunner::new(config).run(&(document, choices), |(document, choices)| {
        let was_filled = try_edit(format, &document, &choices)?;
        filled.set(filled.get() + u32::from(was_filled));
        Ok(())
    });
    match outcome {
        // The message shows the texts, which say more than the generated input.
        Err(TestError::Fail(why, _)) => panic!("{why}"),
        outcome => outcome.unwrap(),
    }
    assert!(filled.get() * 2 > cases, "{} of {cases}", filled.get());
}

#[test]
fn edits_of_json_keep_all_other_values() {
    try_all(Format::Json, entries(value(), 6), 1000);
}

#[test]
fn edits_of_toml_keep_all_other_values() {
    try_all(Format::Toml, entries(value(), 6), 1000);
}

#[test]
fn edits_of_yaml_keep_all_other_values() {
    try_all(Format::Yaml, entries(value(), 6), 1000);
}

#[test]
fn edits_of_dotenv_files_keep_all_other_values() {
    let text = prop_oneof!["[A-Za-z0-9_./@-]{0,8}", "[ -!#%-&(-Z^-z~\n]{0,8}"];
    let entries = prop::collection::btree_map("[A-F]{1,2}", text.prop_map(Value::Text), 0..6);
    let document = entries.prop_map(|entries| entries.into_iter().collect::<Vec<_>>());
    try_all(Format::Dotenv, document, 1000);
}
