//! Dotenv files. Their readers have different grammars, so the readers of three families must agree
//! on every value that is not drawn.

mod entry;
mod quoting;
mod readers;

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Error, Result, ensure};

use super::tree::{Kind, Step, Tree};
use super::{Fault, Filling, Model, Piece, Read, Reading, Secret, Syntax};
use crate::commands::fill::field::Field;
use crate::commands::fill::template::marks::mask_recipes;
use crate::commands::fill::template::{Part, Template};
use crate::message::hinted;
use crate::recipe::Recipe;
use entry::entries;

/// The syntax of dotenv files.
pub struct Dotenv;

impl Syntax for Dotenv {
    fn read(&self, text: &str) -> Result<Tree> {
        // Quotes and # in unfilled recipes are not syntax of the file.
        let mut masked = Secret::with_capacity(text.len());
        mask_recipes(text, &mut masked);
        let shape = std::str::from_utf8(masked.as_bytes()).unwrap_or(text);
        check_returns(text)?;
        let all = entries(shape);
        if let Some(at) = entry::unclosed(shape, &all) {
            return Err(fault(
                text,
                at,
                &format!("the quote {} is not closed", &text[at..=at]),
                "close it: a shell reads the lines after it as part of the value",
            ));
        }
        let mut tree = Tree::default();
        tree.add(0, Step::Index(0), Kind::Map(Vec::new()), 0..text.len());
        for entry in all {
            let key = Step::Key(text[entry.key.clone()].to_owned());
            let kind = Kind::Text(text[entry.inner()].to_owned());
            let node = tree.add(0, key, kind, entry.value.clone());
            let room = &mut tree.nodes[node].room;
            room.first = entry.line.start;
            room.at = entry.key.start;
            room.end = entry.line.end;
        }
        Ok(tree)
    }

    fn readings(&self, text: &str) -> Result<Vec<Reading>> {
        let reading = |values: readers::Values, takes_all| Reading {
            values: values
                .into_iter()
                .map(|(key, value)| {
                    let kind = String::new();
                    (vec![Step::Key(key)], Read { value, kind })
                })
                .collect(),
            takes_all,
            is_partial: true,
        };
        let (shell, npm) = (readers::shell(text), readers::npm(text));
        // Other readers find no such key in `export A=1`, or in a line within a quoted value.
        let mut docker = readers::docker(text);
        docker.retain(|key, _| shell.contains_key(key) || npm.contains_key(key));
        Ok(vec![
            reading(shell, false),
            reading(npm, false),
            reading(docker, true),
        ])
    }

    fn value(
        &self,
        source: &str,
        _: &[Range<usize>],
        pieces: &[Piece],
        out: &mut Secret,
    ) -> Result<()> {
        quoting::write(pieces, super::quote(source), out)
    }

    fn is_known(&self, source: &str) -> bool {
        match super::quote(source) {
            Some(b'\'') => !source.contains('\\'),
            _ => !source.contains(['$', '\\']),
        }
    }

    fn check_open(&self, text: &str, open: &[&Field]) -> Result<()> {
        let (shell, npm) = (readers::shell(text), readers::npm(text));
        for field in open {
            let has_value = |values: &readers::Values| {
                let value = values.get(&field.key).map(|value| value.trim());
                value.is_some_and(|value| !value.is_empty() && !field.is_placeholder(value))
            };
            let reader = match (has_value(&shell), has_value(&npm)) {
                (true, _) => "a shell has",
                (false, true) => "npm's dotenv and its like have",
                (false, false) => continue,
            };
            let at = text.find(&field.key).unwrap_or(0);
            return Err(fault(
                text,
                at,
                &format!("{reader} a value for {}, and others have none", field.key),
                &format!(
                    "write it as {}=VALUE, or as {0}= to have it filled",
                    field.key
                ),
            ));
        }
        Ok(())
    }

    fn replace(&self, filling: &mut Filling, node: usize, from: usize, _: bool) -> Result<()> {
        let mut text = Secret::with_capacity(64);
        filling.source(from, &mut text);
        filling.edit(filling.tree.nodes[node].place.clone(), text);
        Ok(())
    }

    /// Adds new keys at the end, each with its line of the template.
    fn add(&self, filling: &mut Filling, _: usize, children: &[usize]) -> Result<()> {
        let (text, marked) = (filling.text, &filling.model.marked);
        let newline = filling.newline().as_bytes();
        let mut new = Secret::with_capacity(256);
        let last = filling.tree.children(0).last();
        let last = last.map(|last| &filling.tree.nodes[*last].room);
        let mut at = text.len();
        if text.ends_with('\\')
            && let Some(last) = last.filter(|last| last.end == text.len())
        {
            // A shell would continue the line on the next one.
            at = last.first;
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                new.extend(newline);
            }
            if text.trim_end().ends_with('\\') {
                // A shell continues the line on the next one, so that must be empty.
                new.extend(newline);
            }
        }
        for child in children {
            let node = &filling.model.tree.nodes[*child];
            marked.restored(
                filling.template,
                node.room.first..node.place.start,
                &mut new,
            );
            filling.source(*child, &mut new);
            let mut rest = Secret::with_capacity(16);
            marked.restored(filling.template, node.place.end..node.room.end, &mut rest);
            new.extend(rest.as_bytes().trim_ascii_end());
            new.extend(newline);
        }
        filling.edit(at..at, new);
        Ok(())
    }
}

/// Refuses a carriage return without a newline after it.
fn check_returns(text: &str) -> Result<()> {
    let mut returns = text.match_indices('\r').map(|(at, _)| at);
    match returns.find(|at| !text[at + 1..].starts_with('\n')) {
        None => Ok(()),
        Some(at) => Err(fault(
            text,
            at,
            "a carriage return is not followed by a newline, and some readers end the line there",
            "write the newline, or take the carriage return out",
        )),
    }
}

fn fault(text: &str, at: usize, what: &str, hint: &str) -> Error {
    let line = text[..at].split('\n').count();
    let fault = Fault {
        line,
        column: None,
        what: what.to_owned(),
    };
    hinted(fault.to_string(), hint)
}

/// Refuses keys that occur twice, keys with a recipe that some readers do not accept, and recipes
/// outside values.
pub fn check_template(template: &Template, model: &Model, fields: &[Field]) -> Result<()> {
    // Recipes in comments are text.
    check_returns(template.text()).with_context(|| template.path().display().to_string())?;
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut end = 0;
    for field in fields.iter().filter(|field| field.node > 0) {
        let node = &model.tree.nodes[field.node];
        let at = model.marked.offset(template, node.room.at);
        check_between(template, model, end..node.place.start)?;
        end = node.place.end;
        let key = field.key.as_str();
        if let Some(first) = known.insert(key, at) {
            return Err(hinted(
                format!(
                    "the key {key} occurs twice, first at {}",
                    template.place(first)
                ),
                "leave one of them out: readers take the last",
            )
            .context(template.place(at)));
        }
        if field.has_recipe() {
            check_key(key).with_context(|| template.place(at))?;
            check_around(field).with_context(|| template.place(at))?;
        }
    }
    check_between(template, model, end..model.marked.text.len())
}

/// Refuses recipes outside values. Recipes in comments after a value are ignored.
fn check_between(template: &Template, model: &Model, range: Range<usize>) -> Result<()> {
    for (slot, _) in model.marked.slots(template, &range) {
        let start = template.range(slot).start;
        if !template.line_before(start).contains('#') {
            return Err(hinted(
                "a recipe in a dotenv file must be in the value of a key",
                "write KEY={{ … }}, or give --format text",
            )
            .context(template.place(start)));
        }
    }
    Ok(())
}

/// Refuses text that a shell takes together with the value of a recipe. It runs what is in backticks, here a
/// secret, as a command.
fn check_around(field: &Field) -> Result<()> {
    if field.quote == Some(b'\'') {
        return Ok(());
    }
    let is_run = |part: &Part| matches!(part, Part::Text(text) if text.contains('`'));
    if field.quote == Some(b'`') || field.parts.iter().any(is_run) {
        return Err(hinted(
            "a shell runs what is in backticks as a command, and here that is a secret",
            "write single quotes, as in KEY='{{ … }}'",
        ));
    }
    // Two backslashes are one that is text.
    let escapes = |text: &str| (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
    if field.texts_before_recipes().any(escapes) {
        return Err(hinted(
            "the backslash before the recipe would be read together with its value",
            "leave it out, or write single quotes, as in KEY='{{ … }}'",
        ));
    }
    Ok(())
}

fn check_key(key: &str) -> Result<()> {
    let begins = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    ensure!(
        begins && key.bytes().all(inside),
        "'{key}' is not a valid key: that is a letter or _, then letters, digits, _, . and -"
    );
    Ok(())
}

/// Refuses recipes whose values some readers of the file would not read.
pub fn check_carried(template: &Template, fields: &[Field]) -> Result<()> {
    for field in fields {
        for slot in field.slots() {
            let characters = template.recipe(slot).and_then(Recipe::characters);
            let characters = characters.unwrap_or_default();
            let check = match template.derived(slot) {
                Some(_) => quoting::check_hash,
                None => quoting::check,
            };
            check(&characters, field.quote)
                .with_context(|| template.place(template.range(slot).start))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::changes::{Changes, Expected};
    use super::super::secret;
    use super::*;

    #[test]
    fn what_a_broken_writer_would_leave_is_refused() {
        for (text, holds) in [
            ("A='x #y'\nB=b\n", true),
            ("B=b\nA='x #y'", true),
            ("A=x #y\nB=b\n", false),
            ("A='x #y\nB=b\n", false),
            ("A=''x #y'\nB=b\n", false),
            ("A='x #y'B=b\n", false),
            ("A='x #y\nB=b\n'\n", false),
            ("A='x #y'\nA=z\nB=b\n", false),
            ("A= 'x #y'\nB=b\n", true),
            ("B=b\n", false),
            ("A='x #y'\nB=b\nC=\n", false),
            ("A='x #y'\nB=b #\n", false),
        ] {
            let path = vec![Step::Key("A".to_owned())];
            let changes = Changes {
                before: "B=b\n",
                expected: BTreeMap::from([(path, Expected::Value(secret("x #y")))]),
                gone: BTreeSet::new(),
                template: None,
            };
            assert_eq!(changes.verify(&Dotenv, text).is_ok(), holds, "{text:?}");
        }
    }
}
