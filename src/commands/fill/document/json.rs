//! JSON, through `serde_json`, which keeps the order of keys and every digit of a number.

use std::collections::BTreeSet;

use anyhow::{Error, Result, bail};
use serde_json::Value;

use super::{
    Action, Fault, Field, Secret, State, Step, Template, Values, field, path_name, state_of,
    text_of,
};
use crate::text::json::json_string;

/// # Errors
/// It is not JSON, or a key occurs twice in an object.
pub fn parse(text: &str) -> Result<Value> {
    let text = text.trim_start_matches('\u{feff}');
    let value = serde_json::from_str(text).map_err(|error| Fault {
        line: error.line(),
        column: Some(error.column()),
        // The library's own words could quote a value.
        what: if error.to_string().starts_with("recursion limit") {
            "values stand more than 127 deep in each other".to_owned()
        } else {
            "it is not JSON".to_owned()
        },
    })?;
    check_keys(text)?;
    Ok(value)
}

/// Refuses a key that occurs twice in an object of `text`, which is JSON.
fn check_keys(text: &str) -> Result<()> {
    let bytes = text.as_bytes();
    let mut objects: Vec<BTreeSet<String>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => objects.push(BTreeSet::new()),
            b'}' => drop(objects.pop()),
            b'"' => {
                let end = end_of_string(bytes, at);
                let is_key = text[end..].trim_start().starts_with(':');
                if is_key && let Some(keys) = objects.last_mut() {
                    let key: String = serde_json::from_str(&text[at..end])?;
                    if keys.contains(&key) {
                        return Err(Error::new(Fault {
                            line: text[..at].split('\n').count(),
                            column: None,
                            what: format!("the key {key} occurs twice"),
                        }));
                    }
                    keys.insert(key);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// The end of the string that begins at `start`, with its quotes.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

pub fn fields(template: &Template, value: &Value, fields: &mut Vec<Field>) {
    walk(template, value, &mut Vec::new(), fields);
}

fn walk(template: &Template, value: &Value, path: &mut Vec<Step>, fields: &mut Vec<Field>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                path.push(Step::Key(key.clone()));
                walk(template, value, path, fields);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Step::Index(index));
                walk(template, value, path, fields);
                path.pop();
            }
        }
        Value::String(text) => fields.push(field(template, path, text)),
        other => fields.push(field(template, path, &other.to_string())),
    }
}

fn get<'a>(value: &'a Value, path: &[Step]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

pub fn state(value: &Value, field: &Field) -> State {
    match get(value, &field.path) {
        Some(Value::Null) if field.raw != "null" => State::Empty,
        Some(Value::String(text)) => state_of(field, Some(text)),
        Some(Value::Array(_) | Value::Object(_)) => State::Group,
        Some(_) => State::Value(None),
        None => State::Missing,
    }
}

/// The template's text with each recipe replaced: it stands in a string.
pub fn render(template: &Template, fields: &[Field], values: &Values) -> Result<Secret> {
    let mut out = Secret::with_capacity(template.text().len() + 4096);
    let mut drawn: Vec<_> = fields
        .iter()
        .zip(values)
        .filter_map(|(field, pieces)| Some((field, pieces.as_ref()?)))
        .flat_map(|(field, pieces)| {
            let values = pieces.iter().filter_map(super::Piece::drawn);
            field.slots().zip(values)
        })
        .collect();
    drawn.sort_by_key(|(slot, _)| *slot);
    let mut from = 0;
    for (slot, value) in drawn {
        let braces = template.range(slot);
        template.literal(from..braces.start, &mut out);
        let Ok(value) = std::str::from_utf8(value) else {
            bail!(
                "{}: the value is not text in UTF-8",
                template.place(braces.start)
            );
        };
        json_string(value, &mut out);
        from = braces.end;
    }
    template.literal(from..template.text().len(), &mut out);
    Ok(out)
}

pub fn fill(
    found: &Value,
    template: &Template,
    fields: &[Field],
    actions: &[Action],
    values: &Values,
) -> Result<Secret> {
    let model = parse(&template.tokens()?)?;
    let mut document = found.clone();
    for (at, field) in fields.iter().enumerate() {
        let new = match (actions[at], &values[at]) {
            (Action::Fill | Action::Rotate, Some(pieces)) => Value::String(text_of(field, pieces)?),
            (Action::Copy, _) => get(&model, &field.path).cloned().unwrap_or(Value::Null),
            _ => continue,
        };
        set(&mut document, &model, &field.path, new)?;
    }
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    let mut out = Secret::with_capacity(text.len());
    out.extend(text.as_bytes());
    Ok(out)
}

/// Sets the value at `path`. What is missing on the way is taken from the template.
fn set(document: &mut Value, model: &Value, path: &[Step], new: Value) -> Result<()> {
    let mut at = document;
    for (depth, step) in path.iter().enumerate() {
        let model = || get(model, &path[..=depth]).cloned().unwrap_or(Value::Null);
        at = match (step, at) {
            (Step::Key(key), Value::Object(map)) => map.entry(key.clone()).or_insert_with(model),
            (Step::Index(index), Value::Array(items)) if *index <= items.len() => {
                if *index == items.len() {
                    items.push(model());
                }
                &mut items[*index]
            }
            _ => bail!("{} does not fit what the file has", path_name(path)),
        };
    }
    *at = new;
    Ok(())
}
