//! TOML, through `toml_edit`, which keeps comments, order and white space.

use anyhow::{Error, Result, bail};
use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::{
    Action, Fault, Field, Secret, State, Step, Template, Values, field, path_name, state_of,
    text_of,
};

pub fn parse(text: &str) -> Result<DocumentMut> {
    let text = text.trim_start_matches('\u{feff}');
    text.parse::<DocumentMut>().map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.split('\n').count());
        // The library's own words show the line, with what is in it.
        Error::new(Fault {
            line,
            column: None,
            what: "it is not TOML".to_owned(),
        })
    })
}

pub fn fields(template: &Template, document: &DocumentMut, fields: &mut Vec<Field>) {
    walk_table(template, document.as_table(), &mut Vec::new(), fields);
}

fn walk_table(
    template: &Template,
    table: &dyn TableLike,
    path: &mut Vec<Step>,
    fields: &mut Vec<Field>,
) {
    for (key, item) in table.iter() {
        path.push(Step::Key(key.to_owned()));
        match item {
            Item::Value(value) => walk_value(template, value, path, fields),
            Item::Table(table) => walk_table(template, table, path, fields),
            Item::ArrayOfTables(tables) => {
                for (index, table) in tables.iter().enumerate() {
                    path.push(Step::Index(index));
                    walk_table(template, table, path, fields);
                    path.pop();
                }
            }
            Item::None => {}
        }
        path.pop();
    }
}

fn walk_value(template: &Template, value: &Value, path: &mut Vec<Step>, fields: &mut Vec<Field>) {
    match value {
        Value::InlineTable(table) => walk_table(template, table, path, fields),
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Step::Index(index));
                walk_value(template, value, path, fields);
                path.pop();
            }
        }
        Value::String(text) => fields.push(field(template, path, text.value())),
        other => fields.push(field(template, path, other.to_string().trim())),
    }
}

/// Calls `see` with the value at `path`; false if there is none.
fn at(item: &mut Item, path: &[Step], see: &mut dyn FnMut(&mut Value)) -> bool {
    match (path, item) {
        ([], Item::Value(value)) => {
            see(value);
            true
        }
        ([Step::Index(index), rest @ ..], Item::ArrayOfTables(tables)) => {
            let Some((Step::Key(key), rest)) = rest.split_first() else {
                return false;
            };
            let item = tables.get_mut(*index).and_then(|table| table.get_mut(key));
            item.is_some_and(|item| at(item, rest, see))
        }
        (path, Item::Value(value)) => at_value(value, path, see),
        ([Step::Key(key), rest @ ..], Item::Table(table)) => {
            table.get_mut(key).is_some_and(|item| at(item, rest, see))
        }
        _ => false,
    }
}

fn at_value(value: &mut Value, path: &[Step], see: &mut dyn FnMut(&mut Value)) -> bool {
    match (path, value) {
        ([], value) => {
            see(value);
            true
        }
        ([Step::Index(index), rest @ ..], Value::Array(items)) => items
            .get_mut(*index)
            .is_some_and(|value| at_value(value, rest, see)),
        ([Step::Key(key), rest @ ..], Value::InlineTable(table)) => table
            .get_mut(key)
            .is_some_and(|value| at_value(value, rest, see)),
        _ => false,
    }
}

pub fn state(document: &DocumentMut, field: &Field) -> State {
    let mut state = State::Missing;
    at(document.clone().as_item_mut(), &field.path, &mut |value| {
        state = match value {
            Value::String(text) => state_of(field, Some(text.value())),
            Value::Array(_) | Value::InlineTable(_) => State::Group,
            _ => State::Value(None),
        };
    });
    state
}

pub fn render(template: &Template, fields: &[Field], values: &Values) -> Result<Secret> {
    let mut document = parse(&template.tokens()?)?;
    for (field, pieces) in fields.iter().zip(values) {
        if let Some(pieces) = pieces {
            put(&mut document, field, &Value::from(text_of(field, pieces)?));
        }
    }
    Ok(written(&document, template))
}

fn put(document: &mut DocumentMut, field: &Field, new: &Value) -> bool {
    at(document.as_item_mut(), &field.path, &mut |value| {
        let decor = value.decor().clone();
        *value = new.clone();
        *value.decor_mut() = decor;
    })
}

/// The text of a document. Recipes in comments are put back as they stood.
fn written(document: &DocumentMut, template: &Template) -> Secret {
    let text = document.to_string();
    let mut out = Secret::with_capacity(text.len());
    if text.contains(super::OPEN) {
        out.extend(template.with_braces(&text).as_bytes());
    } else {
        out.extend(text.as_bytes());
    }
    out
}

pub fn fill(
    found: &DocumentMut,
    template: &Template,
    fields: &[Field],
    actions: &[Action],
    values: &Values,
) -> Result<Secret> {
    let mut model = parse(&template.tokens()?)?;
    let mut document = found.clone();
    for (number, field) in fields.iter().enumerate() {
        let new = match (actions[number], &values[number]) {
            (Action::Fill | Action::Rotate, Some(pieces)) => Value::from(text_of(field, pieces)?),
            (Action::Copy, _) => {
                let mut copy = Value::from("");
                at(model.as_item_mut(), &field.path, &mut |value| {
                    copy = value.clone();
                });
                copy
            }
            _ => continue,
        };
        if !put(&mut document, field, &new) {
            make_way(document.as_item_mut(), model.as_item(), &field.path);
            if !put(&mut document, field, &new) {
                bail!("{} does not fit what the file has", path_name(&field.path));
            }
        }
    }
    Ok(written(&document, template))
}

/// Takes over from the template what is missing on the way to `path`.
fn make_way(item: &mut Item, model: &Item, path: &[Step]) {
    match path {
        [Step::Key(key), rest @ ..] => {
            let (Some(table), Some(from)) = (item.as_table_like_mut(), model.get(key.as_str()))
            else {
                return;
            };
            if table.get(key).is_none() {
                table.insert(key, from.clone());
            } else if let Some(next) = table.get_mut(key) {
                make_way(next, from, rest);
            }
        }
        [Step::Index(index), rest @ ..] => {
            if let (Item::ArrayOfTables(tables), Item::ArrayOfTables(from)) = (&mut *item, model) {
                let Some(from) = from.get(*index) else { return };
                if *index == tables.len() {
                    tables.push(from.clone());
                } else if let (Some(table), Some((Step::Key(key), rest))) =
                    (tables.get_mut(*index), rest.split_first())
                {
                    match (table.get_mut(key), from.get(key)) {
                        (Some(next), Some(from)) => make_way(next, from, rest),
                        (None, Some(from)) => drop(table.insert(key, from.clone())),
                        _ => {}
                    }
                }
            } else if let (Some(items), Some(from)) = (item.as_array_mut(), model.as_array())
                && let Some(value) = from.get(*index).filter(|_| *index == items.len())
            {
                items.push(value.clone());
            }
        }
        [] => {}
    }
}
