//! YAML. `saphyr-parser` finds the ranges of values. It also reads the result, but only from its events
//! and not from ranges.
//!
//! The tests prove that other parsers read the same: libyaml, which PyYAML and Ruby use, on generated
//! documents, and npm's yaml on the cases of yaml-test-suite. The other YAML parsers in Rust have the
//! same origin, are `unsafe`, or refuse valid texts.

mod reader;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Result, ensure};

use super::notation::{end_of_line, escaped, in_place, quoted};
use super::tree::{Kind, Step, Tree};
use super::{Filling, Piece, Reading, Secret, Syntax};
use crate::message::hinted;

/// The tag of strings, the only tag of the YAML core schema that every value fits.
const TEXT: &str = "tag:yaml.org,2002:str";

/// The syntax of YAML.
pub struct Yaml;

impl Syntax for Yaml {
    fn read(&self, text: &str) -> Result<Tree> {
        reader::tree(text)
    }

    fn readings(&self, text: &str) -> Result<Vec<Reading>> {
        Ok(vec![walk::reading(text)?])
    }

    fn merged(&self, text: &str, tree: &Tree) -> BTreeMap<usize, BTreeSet<String>> {
        let targets = targets(text, tree);
        let is_merge = |node: &usize| *node > 0 && tree.key(*node) == "<<";
        let merges = (0..tree.nodes.len()).filter(is_merge);
        let merges: BTreeMap<usize, usize> = merges
            .filter_map(|merge| Some((tree.parent(merge)?, merge)))
            .collect();
        let keys = |mapping: &usize| {
            let mut keys = BTreeSet::new();
            let mut known = BTreeSet::from([*mapping]);
            let mut waiting = vec![*mapping];
            while let Some(mapping) = waiting.pop() {
                let Some(merge) = merges.get(&mapping) else {
                    continue;
                };
                let several = match tree.nodes[*merge].kind {
                    Kind::List(_) => tree.children(*merge),
                    _ => &[],
                };
                for source in std::iter::once(merge).chain(several) {
                    let source = targets.get(source).unwrap_or(source);
                    if matches!(tree.nodes[*source].kind, Kind::Map(_)) && known.insert(*source) {
                        keys.extend(tree.by_key(*source).into_keys().map(str::to_owned));
                        waiting.push(*source);
                    }
                }
            }
            keys
        };
        merges
            .keys()
            .map(|mapping| (*mapping, keys(mapping)))
            .collect()
    }

    fn value(
        &self,
        source: &str,
        marks: &[Range<usize>],
        pieces: &[Piece],
        out: &mut Secret,
    ) -> Result<()> {
        in_place(source, marks, pieces, out, |value, out| {
            let is_plain = !value.contains(|character: char| character.is_control());
            match source.as_bytes().first() {
                Some(b'"') => escaped(value, out),
                Some(b'\'') => out.extend(value.replace('\'', "''").as_bytes()),
                Some(b'|' | b'>') => out.extend(value.as_bytes()),
                _ => return false,
            }
            is_plain || source.starts_with('"')
        })
    }

    fn replace(&self, filling: &mut Filling, node: usize, from: usize, is_new: bool) -> Result<()> {
        let old = &filling.tree.nodes[node];
        check_tag(old.tag.as_deref(), filling, from)?;
        let column = column_of(filling.tree, node);
        let mut text = Secret::with_capacity(64);
        if old.place.is_empty() {
            text.push(b' ');
        }
        if is_new && old.properties.is_empty() {
            properties(filling, from, &mut text)?;
        }
        leaf(filling, from, column + 2, &mut text)?;
        filling.edit(old.place.clone(), text);
        Ok(())
    }

    fn add(&self, filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
        let node = &filling.tree.nodes[to];
        match node.kind {
            Kind::Null => expand(filling, to, children),
            _ if to == 0 => add_documents(filling, children),
            _ if node.room.column.is_none() => add_in_brackets(filling, to, children),
            _ => add_lines(filling, to, children),
        }
    }
}

/// For each alias, its value: the last one before it with its anchor.
fn targets(text: &str, tree: &Tree) -> BTreeMap<usize, usize> {
    let mut anchors: BTreeMap<&str, usize> = BTreeMap::new();
    let mut targets = BTreeMap::new();
    for (number, node) in tree.nodes.iter().enumerate() {
        if matches!(node.kind, Kind::Alias) {
            let name = text[node.place.clone()].strip_prefix('*');
            let target = name.and_then(|name| anchors.get(name));
            targets.extend(target.map(|target| (number, *target)));
        }
        let words = text[node.properties.clone()].split_whitespace();
        anchors.extend(words.filter_map(|word| Some((word.strip_prefix('&')?, number))));
    }
    targets
}

/// Refuses a value that does not fit its tag.
fn check_tag(tag: Option<&str>, filling: &Filling, from: usize) -> Result<()> {
    let is_fine = tag.is_none_or(|tag| tag == TEXT || !tag.starts_with("tag:yaml.org,2002:"));
    if is_fine {
        return Ok(());
    }
    let key = filling.model.tree.name(from);
    let tag = tag
        .unwrap_or_default()
        .rsplit(':')
        .next()
        .unwrap_or_default();
    Err(hinted(
        format!("{key} has the tag !!{tag}, and a drawn value is text"),
        "leave the tag out, or write !!str",
    ))
}

/// The column of the entries of the closest block around a value.
fn column_of(tree: &Tree, node: usize) -> usize {
    let mut at = node;
    while let Some(above) = tree.parent(at) {
        if let Some(column) = tree.nodes[above].room.column {
            return column;
        }
        at = above;
    }
    0
}

/// Appends the anchor and the tag that a value has in the template.
fn properties(filling: &Filling, node: usize, out: &mut Secret) -> Result<()> {
    let range = filling.model.tree.nodes[node].properties.clone();
    let text = &filling.model.marked.text[range];
    if text.is_empty() {
        return Ok(());
    }
    // A second anchor with the same name would redefine the aliases after it.
    let mut words = text.split_whitespace();
    let is_taken = words.any(|word| word.starts_with('&') && filling.text.contains(word));
    ensure!(!is_taken && !text.contains('\n'), filling.by_hand(node));
    out.extend(text.as_bytes());
    out.push(b' ');
    Ok(())
}

/// Appends a value of the template without children. The lines of a block are indented by `indent`.
fn leaf(filling: &Filling, node: usize, indent: usize, out: &mut Secret) -> Result<()> {
    let value = &filling.model.tree.nodes[node];
    ensure!(!matches!(value.kind, Kind::Alias), filling.by_hand(node));
    check_tag(
        value
            .tag
            .as_deref()
            .filter(|_| filling.texts.contains_key(&node)),
        filling,
        node,
    )?;
    let mut source = Secret::with_capacity(64);
    filling.source(node, &mut source);
    let text = std::str::from_utf8(source.as_bytes())?;
    if !text.contains('\n') {
        out.extend(text.as_bytes());
        return Ok(());
    }
    let header = text.lines().next().unwrap_or_default();
    let is_literal =
        header.starts_with('|') && !header.contains(|digit: char| digit.is_ascii_digit());
    if !is_literal {
        return whole(filling, node, out);
    }
    let lines = || text.lines().skip(1);
    let blank = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = lines()
        .find(|line| !line.trim().is_empty())
        .map_or(0, blank);
    out.extend(header.as_bytes());
    for line in lines() {
        out.extend(filling.newline().as_bytes());
        if let Some(line) = line.get(own..).filter(|line| !line.is_empty()) {
            out.extend(" ".repeat(indent).as_bytes());
            out.extend(line.as_bytes());
        }
    }
    Ok(())
}

/// Appends a value of several lines as a string on one line.
fn whole(filling: &Filling, node: usize, out: &mut Secret) -> Result<()> {
    let drawn = filling.drawn.get(&node).map(|pieces| Piece::join(pieces));
    match (&drawn, filling.model.tree.text(node)) {
        (Some(value), _) => quoted(std::str::from_utf8(value.as_bytes())?, out),
        (None, Some(text)) => quoted(text, out),
        (None, None) => return Err(filling.by_hand(node)),
    }
    Ok(())
}

/// Replaces a null with entries of the template.
fn expand(filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
    let node = &filling.tree.nodes[to];
    let place = node.place.clone();
    let parent = filling.tree.parent(to).unwrap_or(0);
    let above = filling.model.tree.parent(children[0]).unwrap_or(0);
    let mut new = Secret::with_capacity(256);
    let Some(column) = filling.tree.nodes[parent].room.column else {
        new.extend(if place.is_empty() { b" " } else { b"" });
        in_brackets(filling, above, &mut new)?;
        filling.edit(place, new);
        return Ok(());
    };
    let is_document = parent == 0;
    let column = if is_document { 0 } else { column + 2 };
    let at = end_of_line(filling.text, place.end);
    if at > 0 && !filling.text[..at].ends_with('\n') {
        new.extend(filling.newline().as_bytes());
    }
    entries(filling, children, column, &mut new)?;
    if !place.is_empty() {
        filling.edit(place, Secret::with_capacity(0));
    }
    filling.edit(at..at, new);
    Ok(())
}

fn add_documents(filling: &mut Filling, children: &[usize]) -> Result<()> {
    let at = filling.text.len();
    let mut new = Secret::with_capacity(256);
    if at > 0 && !filling.text.ends_with('\n') {
        new.extend(filling.newline().as_bytes());
    }
    let has_others = !filling.tree.children(0).is_empty();
    let is_begun = filling
        .text
        .lines()
        .any(|line| line.starts_with(['-', '.', '%']));
    ensure!(has_others || !is_begun, filling.by_hand(children[0]));
    for (number, child) in children.iter().enumerate() {
        if has_others || number > 0 {
            new.extend(b"---");
            new.extend(filling.newline().as_bytes());
        }
        let below = filling.model.tree.children(*child).to_vec();
        ensure!(!below.is_empty(), filling.by_hand(*child));
        entries(filling, &below, 0, &mut new)?;
    }
    filling.edit(at..at, new);
    Ok(())
}

/// Adds entries to a mapping or list in brackets.
fn add_in_brackets(filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
    let room = filling.tree.nodes[to].room.clone();
    let (text, has_entries) = (filling.text, !filling.tree.children(to).is_empty());
    let rest = &text[room.first.min(room.at)..room.at];
    // Some readers refuse a comma after an explicit key without a value.
    let last = filling
        .tree
        .children(to)
        .last()
        .map(|last| &filling.tree.nodes[*last].step);
    let is_odd = last.is_some_and(|step| *step == Step::Key(String::new()));
    ensure!(!is_odd, filling.by_hand(children[0]));
    let lines = rest
        .split('\n')
        .map(|line| line.split('#').next().unwrap_or_default());
    let has_comma = has_entries && lines.into_iter().any(|line| line.contains(','));
    let at = if rest.contains('#') {
        room.at
    } else {
        room.at - (rest.len() - rest.trim_end().len())
    };
    let mut new = Secret::with_capacity(128);
    for (number, child) in children.iter().enumerate() {
        let needs_comma = number > 0 || has_entries && !has_comma;
        new.extend(if needs_comma { b", " } else { b"" });
        new.extend(if has_comma && number == 0 { b" " } else { b"" });
        entry_in_brackets(filling, *child, &mut new)?;
    }
    filling.edit(at..at, new);
    Ok(())
}

fn entry_in_brackets(filling: &Filling, node: usize, out: &mut Secret) -> Result<()> {
    if let Step::Key(key) = &filling.model.tree.nodes[node].step {
        out.extend(plain_key(key).as_bytes());
        out.extend(b": ");
    }
    in_brackets(filling, node, out)
}

/// Appends a value of the template on one line.
fn in_brackets(filling: &Filling, node: usize, out: &mut Secret) -> Result<()> {
    let tree = &filling.model.tree;
    properties(filling, node, out)?;
    let (open, close) = match tree.nodes[node].kind {
        Kind::Map(_) => (b'{', b'}'),
        Kind::List(_) => (b'[', b']'),
        _ => {
            let mut text = Secret::with_capacity(64);
            filling.source(node, &mut text);
            let needs_quotes = !text.as_bytes().starts_with(b"\"")
                && text.as_bytes().iter().any(|byte| b",[]{}\n".contains(byte));
            return if needs_quotes {
                whole(filling, node, out)
            } else {
                leaf(filling, node, 0, out)
            };
        }
    };
    out.push(open);
    for (number, child) in tree.children(node).iter().enumerate() {
        out.extend(if number > 0 { b", " } else { b"" });
        entry_in_brackets(filling, *child, out)?;
    }
    out.push(close);
    Ok(())
}

/// Adds entries to a mapping or list in block style.
fn add_lines(filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
    let room = filling.tree.nodes[to].room.clone();
    let column = room.column.unwrap_or(0);
    let mut new = Secret::with_capacity(256);
    let mut at = room.at;
    if at > 0 && !filling.ends_line(at) {
        if ends_in_block(filling) {
            // A line ending after a block scalar would become part of it.
            at = room.first;
        } else {
            new.extend(filling.newline().as_bytes());
        }
    }
    entries(filling, children, column, &mut new)?;
    filling.edit(at..at, new);
    Ok(())
}

/// Whether FILE ends in a block scalar.
fn ends_in_block(filling: &Filling) -> bool {
    let end = filling.text.trim_end_matches([' ', '\t', '\r']).len();
    filling.tree.nodes.iter().any(|node| {
        let is_last = node.place.end >= end && matches!(node.kind, Kind::Text(_));
        is_last && filling.text[node.place.clone()].starts_with(['|', '>'])
    })
}

/// Appends values of the template as lines that begin at `column`.
fn entries(filling: &Filling, nodes: &[usize], column: usize, out: &mut Secret) -> Result<()> {
    for node in nodes {
        out.extend(" ".repeat(column).as_bytes());
        entry(filling, *node, column, out)?;
    }
    Ok(())
}

/// Appends an entry to a line that is already indented.
fn entry(filling: &Filling, node: usize, column: usize, out: &mut Secret) -> Result<()> {
    let tree = &filling.model.tree;
    let value = &tree.nodes[node];
    let is_entry = matches!(value.step, Step::Index(_));
    if let Step::Key(key) = &value.step {
        out.extend(plain_key(key).as_bytes());
        out.push(b':');
    } else {
        out.push(b'-');
    }
    let children = tree.children(node);
    let is_block = !children.is_empty() && value.room.column.is_some();
    if is_block && is_entry && value.properties.is_empty() {
        // The first entry is on the line of the dash.
        out.push(b' ');
        entry(filling, children[0], column + 2, out)?;
        return entries(filling, &children[1..], column + 2, out);
    }
    let newline = filling.newline().as_bytes();
    if is_block {
        if !value.properties.is_empty() {
            out.push(b' ');
            properties(filling, node, out)?;
        }
        out.extend(newline);
        return entries(filling, children, column + 2, out);
    }
    let is_nothing = value.place.is_empty() && value.properties.is_empty() && tree.is_leaf(node);
    if !is_nothing {
        out.push(b' ');
        if tree.is_leaf(node) {
            properties(filling, node, out)?;
            leaf(filling, node, column + 2, out)?;
        } else {
            in_brackets(filling, node, out)?;
        }
    }
    out.extend(newline);
    Ok(())
}

/// A key, in quotes if it could be read as another type.
fn plain_key(key: &str) -> String {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        && !WORDS.contains(&key.to_ascii_lowercase().as_str());
    if is_plain {
        return key.to_owned();
    }
    let mut text = Secret::with_capacity(key.len() + 2);
    quoted(key, &mut text);
    String::from_utf8_lossy(text.as_bytes()).into_owned()
}
