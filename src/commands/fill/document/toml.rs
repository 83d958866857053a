//! TOML. `toml_edit` finds the ranges of values, and `boml` reads the result.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Error, Result, anyhow, ensure};
use boml::types::TomlValue;
use toml_edit::{Document, Item, Key, Table, Value};

use super::notation::{end_of_line, escaped, in_place, quoted, start_of_line};
use super::tree::{Kind, Room, Step, Tree};
use super::{Fault, Filling, Piece, Read, Reading, Secret, Syntax};

/// The syntax of TOML.
pub struct Toml;

impl Syntax for Toml {
    fn read(&self, text: &str) -> Result<Tree> {
        let document = Document::parse(text).map_err(|error| {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.split('\n').count());
            // The message of the library quotes the line, which may contain a secret.
            Error::new(Fault {
                line,
                column: None,
                what: "it is not TOML".to_owned(),
            })
        })?;
        let mut reader = Reader {
            text,
            tree: Tree::default(),
            header: text.len(),
        };
        reader
            .tree
            .add(0, Step::Index(0), Kind::Map(Vec::new()), 0..text.len());
        let last = reader.table(document.as_table(), 0, &[]);
        let header = start_of_line(text, reader.header);
        let root = &mut reader.tree.nodes[0].room;
        root.at = last.unwrap_or(header);
        root.end = text.len();
        root.column = Some(0);
        root.has_header = true;
        Ok(reader.tree)
    }

    fn readings(&self, text: &str) -> Result<Vec<Reading>> {
        // boml knows no number that the text ends with.
        let text = format!("{text}\n");
        let document = boml::parse(&text).map_err(|_| anyhow!("it is not TOML"))?;
        let mut values = BTreeMap::new();
        for (key, value) in document.iter() {
            let mut path = vec![Step::Key(key.as_str().to_owned())];
            read(value, &mut path, &mut values);
        }
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
            if source.starts_with('\'') {
                out.extend(value.as_bytes());
                return !value
                    .contains(|character: char| character == '\'' || character.is_control());
            }
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
        if filling.tree.nodes[to].room.column.is_some() {
            return add_lines(filling, to, children);
        }
        add_in_brackets(filling, to, children);
        Ok(())
    }
}

/// Builds a tree from the tables of the parser.
struct Reader<'a> {
    text: &'a str,
    tree: Tree,
    /// The start of the first header.
    header: usize,
}

impl Reader<'_> {
    /// Adds the entries of a table, and returns the end of the last line that belongs to no other
    /// table.
    fn table(&mut self, table: &Table, node: usize, names: &[String]) -> Option<usize> {
        let mut last = None;
        for (key, item) in table {
            let step = Step::Key(key.to_owned());
            match item {
                Item::Value(value) => {
                    let end = self.value(value, node, step, table.key(key));
                    last = last.max(Some(end_of_line(self.text, end)));
                }
                Item::Table(inner) => {
                    let mut names = names.to_vec();
                    names.push(key.to_owned());
                    let end = self.inner(inner, node, step, &names);
                    last = last.max(end.filter(|_| inner.is_dotted()));
                }
                Item::ArrayOfTables(tables) => {
                    let place = tables.span().unwrap_or_default();
                    let tables_node = self.tree.add(node, step, Kind::List(Vec::new()), place);
                    for (index, inner) in tables.iter().enumerate() {
                        self.inner(inner, tables_node, Step::Index(index), &[]);
                    }
                    let entries = self.tree.children(tables_node).iter();
                    let end = entries.map(|entry| self.tree.nodes[*entry].room.end).max();
                    let room = &mut self.tree.nodes[tables_node].room;
                    room.column = Some(0);
                    room.end = end.unwrap_or_default();
                }
                Item::None => {}
            }
            let Some(&child) = self.tree.children(node).last() else {
                continue;
            };
            let end = self.tree.nodes[child].room.end;
            let end = end.max(end_of_line(self.text, self.tree.nodes[child].place.end));
            let room = &mut self.tree.nodes[node].room;
            room.end = room.end.max(end);
        }
        last
    }

    /// Adds a table with a header or dotted names.
    fn inner(
        &mut self,
        table: &Table,
        parent: usize,
        step: Step,
        names: &[String],
    ) -> Option<usize> {
        let place = table.span().unwrap_or_default();
        let has_header = !table.is_dotted() && !table.is_implicit();
        if has_header {
            self.header = self.header.min(place.start);
        }
        let start = end_of_line(self.text, place.end);
        let node = self.tree.add(parent, step, Kind::Map(Vec::new()), place);
        let names = if table.is_dotted() { names } else { &[] };
        self.tree.nodes[node].room = Room {
            end: start,
            names: names.to_vec(),
            column: Some(0),
            has_header: has_header || table.is_dotted(),
            ..Room::default()
        };
        let last = self.table(table, node, names);
        self.tree.nodes[node].room.at = last.unwrap_or(start);
        last
    }

    /// Adds a value, and returns its end.
    fn value(&mut self, value: &Value, parent: usize, step: Step, key: Option<&Key>) -> usize {
        // A table of dotted names in braces has no range of its own.
        let place = value.span().or_else(|| key?.span()).unwrap_or_default();
        let end = place.end;
        match value {
            Value::InlineTable(table) => {
                let node = self
                    .tree
                    .add(parent, step, Kind::Map(Vec::new()), place.clone());
                self.tree.nodes[node].room.has_header = !table.is_dotted();
                for (key, value) in table {
                    self.value(value, node, Step::Key(key.to_owned()), table.key(key));
                }
            }
            Value::Array(items) => {
                let node = self
                    .tree
                    .add(parent, step, Kind::List(Vec::new()), place.clone());
                self.tree.nodes[node].room.has_header = true;
                for (index, value) in items.iter().enumerate() {
                    self.value(value, node, Step::Index(index), None);
                }
            }
            Value::String(text) => {
                let kind = Kind::Text(text.value().clone());
                self.tree.add(parent, step, kind, place);
            }
            _ => {
                let literal = self.text[place.clone()].to_owned();
                self.tree.add(parent, step, Kind::Literal(literal), place);
            }
        }
        end
    }
}

fn read(value: &TomlValue, path: &mut Vec<Step>, values: &mut BTreeMap<Vec<Step>, Read>) {
    let (value, kind) = match value {
        TomlValue::Table(table) if !table.is_empty() => {
            for (key, value) in table.iter() {
                path.push(Step::Key(key.as_str().to_owned()));
                read(value, path, values);
                path.pop();
            }
            return;
        }
        TomlValue::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                path.push(Step::Index(index));
                read(value, path, values);
                path.pop();
            }
            return;
        }
        TomlValue::String(text) => (text.as_str().to_owned(), "text"),
        other => (format!("{other:?}"), "other"),
    };
    let kind = kind.to_owned();
    values.insert(path.clone(), Read { value, kind });
}

/// Adds to an array, or to a table in braces.
fn add_in_brackets(filling: &mut Filling, to: usize, children: &[usize]) {
    let (text, place) = (filling.text, filling.tree.nodes[to].place.clone());
    let entries = filling.tree.children(to);
    let inside = place.start + 1..place.end - 1;
    let ends = entries.last().map(|last| end_of_entry(filling.tree, *last));
    let last = ends.unwrap_or(inside.start);
    let rest = &text[last..inside.end];
    let lines = rest
        .split('\n')
        .map(|line| line.split('#').next().unwrap_or_default());
    let has_comma = !entries.is_empty() && lines.into_iter().any(|line| line.contains(','));
    // A string between the brackets can have line ends too.
    let first = entries
        .first()
        .map(|first| filling.tree.nodes[*first].place.start);
    let is_spread = text[inside.start..first.unwrap_or(inside.end)].contains('\n');
    let end = last + rest.trim_end().len();
    if !entries.is_empty() && !has_comma {
        filling.edit(last..last, super::secret(","));
    }
    let own = entries.first().map_or("    ", |first| {
        let at = filling.tree.nodes[*first].place.start;
        let line = &text[start_of_line(text, at)..at];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    });
    let newline = filling.newline();
    let mut new = Secret::with_capacity(128);
    for (number, child) in children.iter().enumerate() {
        if number > 0 {
            new.push(b',');
        }
        if is_spread {
            new.extend(newline.as_bytes());
            new.extend(own.as_bytes());
        } else if number > 0 || !entries.is_empty() || text[last..].starts_with('}') {
            new.push(b' ');
        }
        if !filling.model.tree.key(*child).is_empty() {
            name(filling.model.tree.key(*child), &mut new);
            new.extend(b" = ");
        }
        in_brackets(filling, *child, &mut new);
    }
    if has_comma {
        new.push(b',');
    } else if entries.is_empty() && rest.is_empty() && text[last..].starts_with('}') {
        new.push(b' ');
    }
    filling.edit(end..end, new);
}

/// The end of a value. A table of dotted names ends with its last value.
fn end_of_entry(tree: &Tree, node: usize) -> usize {
    let last = tree.children(node).last();
    match last {
        Some(last) if !tree.nodes[node].room.has_header => end_of_entry(tree, *last),
        _ => tree.nodes[node].place.end,
    }
}

/// Appends a value of the template on one line.
fn in_brackets(filling: &Filling, node: usize, out: &mut Secret) {
    let tree = &filling.model.tree;
    let is_map = match tree.nodes[node].kind {
        Kind::Map(_) => true,
        Kind::List(_) => false,
        _ => return filling.source(node, out),
    };
    out.push(if is_map { b'{' } else { b'[' });
    for (number, child) in tree.children(node).iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        if is_map {
            out.push(b' ');
            name(tree.key(*child), out);
            out.extend(b" = ");
        } else if number > 0 {
            out.push(b' ');
        }
        in_brackets(filling, *child, out);
    }
    out.extend(if is_map { b" }" } else { b"]" });
}

/// Adds entries to a table with lines of its own: values after its last line, and tables after its
/// last subtable.
fn add_lines(filling: &mut Filling, to: usize, children: &[usize]) -> Result<()> {
    let room = filling.tree.nodes[to].room.clone();
    let path: Vec<String> = header(&filling.tree.path(to));
    let newline = filling.newline().as_bytes();
    let mut lines = Secret::with_capacity(256);
    let mut sections = Secret::with_capacity(256);
    // The entries of a list of tables are tables, also where the template has them in braces.
    let is_list = matches!(filling.tree.nodes[to].kind, Kind::List(_));
    for child in children {
        let is_map = matches!(filling.model.tree.nodes[*child].kind, Kind::Map(_));
        ensure!(is_map || !is_list, filling.by_hand(*child));
        // The lines after a header would belong to its table, and no longer to the table of the dotted
        // names.
        let is_dotted = !room.names.is_empty();
        if is_list || is_section(&filling.model.tree, *child) && !is_dotted {
            let mut path = path.clone();
            if let Step::Key(key) = &filling.model.tree.nodes[*child].step {
                path.push(key.clone());
            }
            section(filling, *child, &path, is_list, &mut sections);
        } else if room.has_header {
            line(filling, *child, &room.names, &mut lines);
        } else {
            if lines.len() == 0 {
                lines.extend(newline);
                title(&path, false, &mut lines);
                lines.extend(newline);
            }
            line(filling, *child, &[], &mut lines);
        }
    }
    let at = if room.has_header { room.at } else { room.end };
    if to == 0 && lines.len() > 0 && at < filling.text.len() && filling.tree.nodes[0].room.at == at
    {
        let is_header = filling.text[at..].starts_with('[');
        lines.extend(if is_header { newline } else { b"" });
    }
    for (at, new) in [(at, lines), (room.end, sections)] {
        if new.len() > 0 {
            let mut text = Secret::with_capacity(new.len() + 2);
            if at > 0 && !filling.ends_line(at) {
                text.extend(newline);
            }
            text.extend(new.as_bytes());
            filling.edit(at..at, text);
        }
    }
    Ok(())
}

/// The names in a header. Lists add none.
fn header(path: &[Step]) -> Vec<String> {
    let keys = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Index(_) => None,
    });
    keys.collect()
}

/// Whether a value of the template is a table with a header, or a list of such tables.
fn is_section(tree: &Tree, node: usize) -> bool {
    let node = &tree.nodes[node];
    node.room.column.is_some() && node.room.names.is_empty()
}

/// Appends a table of the template with all values below it.
fn section(filling: &Filling, node: usize, path: &[String], is_entry: bool, out: &mut Secret) {
    let tree = &filling.model.tree;
    let newline = filling.newline().as_bytes();
    if matches!(tree.nodes[node].kind, Kind::List(_)) {
        for child in tree.children(node) {
            section(filling, *child, path, true, out);
        }
        return;
    }
    let (below, own): (Vec<usize>, Vec<usize>) = tree
        .children(node)
        .iter()
        .partition(|child| is_section(tree, **child));
    if is_entry || !own.is_empty() || below.is_empty() {
        out.extend(newline);
        title(path, is_entry, out);
        out.extend(newline);
    }
    for child in own {
        line(filling, child, &[], out);
    }
    for child in below {
        let mut path = path.to_vec();
        path.push(tree.key(child).to_owned());
        section(filling, child, &path, false, out);
    }
}

/// Appends the header of a table.
fn title(path: &[String], is_entry: bool, out: &mut Secret) {
    out.extend(if is_entry { b"[[" } else { b"[" });
    names(path, out);
    out.extend(if is_entry { b"]]" } else { b"]" });
}

/// Appends a line `names.key = value`, or one for each value of a table of dotted names.
fn line(filling: &Filling, node: usize, above: &[String], out: &mut Secret) {
    let tree = &filling.model.tree;
    let mut path = above.to_vec();
    path.push(tree.key(node).to_owned());
    if tree.nodes[node].room.column.is_some()
        && matches!(&tree.nodes[node].kind, Kind::Map(below) if !below.is_empty())
    {
        for child in tree.children(node) {
            line(filling, *child, &path, out);
        }
        return;
    }
    names(&path, out);
    out.extend(b" = ");
    in_brackets(filling, node, out);
    out.extend(filling.newline().as_bytes());
}

fn names(path: &[String], out: &mut Secret) {
    for (number, key) in path.iter().enumerate() {
        if number > 0 {
            out.push(b'.');
        }
        name(key, out);
    }
}

/// Appends a key, in quotes if it needs them.
fn name(key: &str, out: &mut Secret) {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if !key.is_empty() && key.bytes().all(is_bare) {
        out.extend(key.as_bytes());
    } else {
        quoted(key, out);
    }
}
