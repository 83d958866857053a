//! JSON, also with comments and trailing commas. `jsonc-parser` finds the ranges of values, and
//! `serde_json` reads the result.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Error, Result};
use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::notation::{escaped, in_place, quoted, start_of_line};
use super::tree::{Kind, Step, Tree};
use super::{Fault, Filling, Piece, Read, Reading, Secret, Syntax};

/// The deepest nesting of values that `serde_json` reads.
const MAX_DEPTH: usize = 127;

/// The accepted extensions of JSON.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_loose_object_property_names: false,
    allow_trailing_commas: true,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The syntax of JSON.
pub struct Json;

impl Syntax for Json {
    fn read(&self, text: &str) -> Result<Tree> {
        let fault = |at: usize, what: &str| {
            let before = &text[..at.min(text.len())];
            Error::new(Fault {
                line: before.split('\n').count(),
                column: Some(before.len() - start_of_line(before, before.len()) + 1),
                what: what.to_owned(),
            })
        };
        // The message of the library could quote a value.
        let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS).map_err(|error| {
            fault(
                error.range().start,
                match error.kind() {
                    ParseErrorKind::NestingDepthExceeded => TOO_DEEP,
                    _ => NO_JSON,
                },
            )
        })?;
        let value = parsed.value.ok_or_else(|| fault(text.len(), NO_JSON))?;
        let mut tree = Tree::default();
        walk(text, &value, (&mut tree, 0), Step::Index(0), 0)
            .map_err(|(at, what)| fault(at, &what))?;
        Ok(tree)
    }

    fn readings(&self, text: &str) -> Result<Vec<Reading>> {
        let plain = without_comments(text);
        let value: serde_json::Value = serde_json::from_slice(plain.as_bytes())?;
        let mut values = BTreeMap::new();
        read(&value, &mut Vec::new(), &mut values);
        Ok(vec![Reading::whole(values)])
    }

    fn value(
        &self,
        source: &str,
        marks: &[Range<usize>],
        pieces: &[Piece],
        out: &mut Secret,
    ) -> Result<()> {
        in_place(source, marks, pieces, out, |value, out| {
            escaped(value, out);
            source.starts_with('"')
        })
    }

    fn replace(&self, filling: &mut Filling, node: usize, from: usize, _: bool) -> Result<()> {
        let mut text = Secret::with_capacity(64);
        filling.source(from, &mut text);
        filling.edit(filling.tree.nodes[node].place.clone(), text);
        Ok(())
    }

    fn add(&self, filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
        let node = &filling.tree.nodes[to];
        let (text, place) = (filling.text, node.place.clone());
        let entries = filling.tree.children(to);
        let outer = indent(text, place.start).to_owned();
        if matches!(node.kind, Kind::Null) {
            let above = filling.model.tree.parent(children[0]).unwrap_or(0);
            let mut new = Secret::with_capacity(256);
            container(filling, above, &outer, &mut new);
            filling.edit(place, new);
            return Ok(());
        }
        let inside = place.start + 1..place.end - 1;
        // The text after the last entry: a comma or comments.
        let last = entries
            .last()
            .map_or(inside.start, |last| filling.tree.nodes[*last].place.end);
        let rest = &text[last..inside.end];
        let end = last + rest.trim_end().len();
        let has_comma = !entries.is_empty() && without_comments(rest).contains(',');
        let is_spread = text[inside.clone()].contains('\n')
            || entries.is_empty() && (to == 0 || outer_is_spread(filling, to));
        let own = entries.first().map_or_else(
            || format!("{outer}{}", unit(text)),
            |first| indent(text, filling.tree.nodes[*first].place.start).to_owned(),
        );
        let newline = filling.newline();
        if !entries.is_empty() && !has_comma {
            filling.edit(last..last, secret(","));
        }
        let mut new = Secret::with_capacity(256);
        for (number, child) in children.iter().enumerate() {
            if number > 0 {
                new.push(b',');
            }
            if is_spread {
                new.extend(newline.as_bytes());
                new.extend(own.as_bytes());
            } else if number > 0 || !entries.is_empty() {
                new.push(b' ');
            }
            entry(filling, *child, &own, &mut new);
        }
        if has_comma {
            new.push(b',');
        }
        let mut place = end..end;
        if entries.is_empty() && is_spread {
            new.extend(newline.as_bytes());
            new.extend(outer.as_bytes());
            if rest.trim().is_empty() {
                place = inside;
            }
        }
        filling.edit(place, new);
        Ok(())
    }
}

const NO_JSON: &str = "it is not JSON";
const TOO_DEEP: &str = "values are nested more than 127 levels deep";

fn secret(text: &str) -> Secret {
    super::secret(text)
}

type At = (usize, String);

fn walk(
    text: &str,
    value: &Value,
    (tree, parent): (&mut Tree, usize),
    step: Step,
    depth: usize,
) -> Result<(), At> {
    let place = value.start()..value.end();
    if depth > MAX_DEPTH {
        return Err((place.start, TOO_DEEP.to_owned()));
    }
    match value {
        Value::Object(object) => {
            let node = tree.add(parent, step, Kind::Map(Vec::new()), place);
            let mut known = std::collections::BTreeSet::new();
            for property in &object.properties {
                let ObjectPropName::String(name) = &property.name else {
                    return Err((property.start(), NO_JSON.to_owned()));
                };
                let key = name.value.to_string();
                if !known.insert(key.clone()) {
                    return Err((property.start(), format!("the key {key} occurs twice")));
                }
                walk(
                    text,
                    &property.value,
                    (tree, node),
                    Step::Key(key),
                    depth + 1,
                )?;
            }
        }
        Value::Array(array) => {
            let node = tree.add(parent, step, Kind::List(Vec::new()), place);
            for (index, element) in array.elements.iter().enumerate() {
                walk(text, element, (tree, node), Step::Index(index), depth + 1)?;
            }
        }
        Value::StringLit(string) => {
            tree.add(parent, step, Kind::Text(string.value.to_string()), place);
        }
        Value::NullKeyword(_) => {
            tree.add(parent, step, Kind::Null, place);
        }
        Value::NumberLit(_) | Value::BooleanLit(_) => {
            let literal = text[place.clone()].to_owned();
            tree.add(parent, step, Kind::Literal(literal), place);
        }
    }
    Ok(())
}

fn read(value: &serde_json::Value, path: &mut Vec<Step>, values: &mut BTreeMap<Vec<Step>, Read>) {
    use serde_json::Value;
    let (value, kind) = match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                path.push(Step::Key(key.clone()));
                read(value, path, values);
                path.pop();
            }
            return;
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                path.push(Step::Index(index));
                read(value, path, values);
                path.pop();
            }
            return;
        }
        Value::String(text) => (text.clone(), "text"),
        other => (other.to_string(), "other"),
    };
    let kind = kind.to_owned();
    values.insert(path.clone(), Read { value, kind });
}

/// Replaces comments and trailing commas with blanks.
fn without_comments(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    // The last comma, if only blanks and comments follow it.
    let mut comma = None;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        let length = match bytes[at] {
            b'"' => end_of_string(rest),
            b'/' if rest.starts_with(b"//") => rest
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => {
                let end = rest[2..].windows(2).position(|two| two == b"*/");
                end.map_or(rest.len(), |end| end + 4)
            }
            _ => 1,
        };
        match bytes[at] {
            b'/' => out[at..at + length]
                .iter_mut()
                .filter(|byte| **byte != b'\n')
                .for_each(|byte| *byte = b' '),
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    out[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += length;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The length of a string with its quotes.
fn end_of_string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// The white space at the start of the line at `at`.
fn indent(text: &str, at: usize) -> &str {
    let line = &text[start_of_line(text, at)..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The unit of indentation of the text: the white space at the start of its first indented line.
fn unit(text: &str) -> &str {
    let lines = text.split('\n').skip(1);
    let indents =
        lines.map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
    indents
        .into_iter()
        .find(|indent| !indent.is_empty())
        .unwrap_or("  ")
}

/// Whether the collection around a value has each entry on its own line.
fn outer_is_spread(filling: &Filling, node: usize) -> bool {
    let above = filling.tree.parent(node).unwrap_or(0);
    filling.text[filling.tree.nodes[above].place.clone()].contains('\n')
}

/// Appends an entry of the template, with its key.
fn entry(filling: &Filling, node: usize, indent: &str, out: &mut Secret) {
    if let Step::Key(key) = &filling.model.tree.nodes[node].step {
        quoted(key, out);
        out.extend(b": ");
    }
    container(filling, node, indent, out);
}

/// Appends a value of the template on a line with the indentation `indent`.
fn container(filling: &Filling, node: usize, indent: &str, out: &mut Secret) {
    let tree = &filling.model.tree;
    let (open, close) = match tree.nodes[node].kind {
        Kind::Map(_) => (b'{', b'}'),
        Kind::List(_) => (b'[', b']'),
        _ => return filling.source(node, out),
    };
    let source = &filling.model.marked.text[tree.nodes[node].place.clone()];
    let is_spread = source.contains('\n') && !tree.children(node).is_empty();
    let inner = format!("{indent}{}", unit(filling.text));
    out.push(open);
    for (number, child) in tree.children(node).iter().enumerate() {
        if number > 0 {
            out.extend(if is_spread { b"," } else { b", " });
        }
        if is_spread {
            out.extend(filling.newline().as_bytes());
            out.extend(inner.as_bytes());
        }
        entry(filling, *child, &inner, out);
    }
    if is_spread {
        out.extend(filling.newline().as_bytes());
        out.extend(indent.as_bytes());
    }
    out.push(close);
}
