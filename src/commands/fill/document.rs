//! Documents that are filled by path: one model for dotenv, JSON, TOML and YAML.
//!
//! A [`Syntax`] returns the range of every value in a text. An edit replaces only such ranges and
//! inserts new entries, so every other byte is kept. Independent readers then read the result. It
//! is written only if every filled value is the drawn value and every other value is unchanged.
//!
//! Longer than 500 lines: the model of all formats and the proof of a result are read together.

mod changes;
mod dotenv;
mod existing;
mod json;
mod matching;
mod notation;
mod toml;
pub mod tree;
mod values;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use anyhow::{Context, Error, Result, anyhow, bail, ensure};

use super::field::{Field, Piece};
use super::format::Format;
use super::template::{Marked, Part, Template};
use crate::message::hinted;
use crate::secret::Secret;
use changes::{Changes, Expected};
pub use dotenv::check_carried;
pub use existing::Existing;
use notation::newline;
use tree::{Kind, Step, Tree};
pub use values::values;

/// The byte order mark.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The new values by field.
pub type Values = [Option<Vec<Piece>>];

/// A change of a text: the range is replaced with the new text.
type Edit = (Range<usize>, Secret);

/// One value as a reader reads it.
#[derive(PartialEq, Eq)]
struct Read {
    value: String,
    /// The type, which differs for the same text as a number and as a string.
    kind: String,
}

/// All values of a text as one reader reads them, by path.
struct Reading {
    values: BTreeMap<Vec<Step>, Read>,
    /// Whether the reader reads quotes and comments as part of the value, so that its value differs
    /// from the drawn one.
    takes_all: bool,
    /// Whether the reader skips keys whose form it does not accept.
    is_partial: bool,
}

impl Reading {
    fn whole(values: BTreeMap<Vec<Step>, Read>) -> Self {
        Self {
            values,
            takes_all: false,
            is_partial: false,
        }
    }
}

/// A document format: reads its texts, and writes values and entries.
trait Syntax {
    /// Reads the values of a text with their ranges.
    ///
    /// # Errors
    /// The text is not a document of this format, or cannot be filled.
    fn read(&self, text: &str) -> Result<Tree>;

    /// Reads the values of a text with readers other than [`Syntax::read`].
    ///
    /// # Errors
    /// The text is not a document of this format.
    fn readings(&self, text: &str) -> Result<Vec<Reading>>;

    /// Appends the text of a value. `source` is its text in the template, with its recipes in
    /// `marks`.
    ///
    /// # Errors
    /// The format cannot represent this value.
    fn value(
        &self,
        source: &str,
        marks: &[Range<usize>],
        pieces: &[Piece],
        out: &mut Secret,
    ) -> Result<()>;

    /// Whether every reader reads a value written as `source` as the same text.
    fn is_known(&self, _source: &str) -> bool {
        true
    }

    /// For each mapping that takes over keys of others, these keys.
    fn merged(&self, _text: &str, _tree: &Tree) -> BTreeMap<usize, BTreeSet<String>> {
        BTreeMap::new()
    }

    /// Refuses a key to be filled that has a value for some readers of FILE.
    ///
    /// # Errors
    /// FILE has such a key.
    fn check_open(&self, _text: &str, _open: &[&Field]) -> Result<()> {
        Ok(())
    }

    /// Replaces a value of FILE. `from` is the template's value.
    ///
    /// # Errors
    /// The value cannot be replaced at its position.
    fn replace(&self, filling: &mut Filling, node: usize, from: usize, is_new: bool) -> Result<()>;

    /// Adds values of the template to a mapping or a list of FILE. A null of FILE becomes a mapping
    /// or list.
    ///
    /// # Errors
    /// The mapping or list cannot take new entries.
    fn add(&self, filling: &mut Filling, to: usize, children: &[usize]) -> Result<()>;
}

fn syntax(format: Format) -> &'static dyn Syntax {
    match format {
        Format::Json => &json::Json,
        Format::Toml => &toml::Toml,
        Format::Yaml => &yaml::Yaml,
        Format::Dotenv | Format::Text => &dotenv::Dotenv,
    }
}

/// A template as a document.
pub struct Model {
    syntax: &'static dyn Syntax,
    marked: Marked,
    tree: Tree,
    /// The values that have a recipe in or below them.
    drawn: Vec<bool>,
    /// The text of the document, if it is not the text of the template.
    form: Option<Template>,
}

/// FILE as a document, and the texts of its edits.
struct Filling<'a> {
    text: &'a str,
    tree: &'a Tree,
    template: &'a Template,
    model: &'a Model,
    /// The texts of the template's values that are drawn, and their parts.
    texts: BTreeMap<usize, Secret>,
    drawn: BTreeMap<usize, &'a [Piece]>,
    edits: Vec<Edit>,
}

impl Filling<'_> {
    /// The line end of FILE.
    fn newline(&self) -> &'static str {
        newline(self.text)
    }

    /// Appends the text of a value of the template: the drawn value, or the text in the template.
    fn source(&self, node: usize, out: &mut Secret) {
        if let Some(text) = self.texts.get(&node) {
            out.extend(text.as_bytes());
        } else {
            let place = self.model.tree.nodes[node].place.clone();
            self.model.marked.restored(self.template, place, out);
        }
    }

    fn edit(&mut self, range: Range<usize>, text: Secret) {
        self.edits.push((range, text));
    }

    /// Whether a line begins at `at`, perhaps because an edit there has ended the one before.
    fn ends_line(&self, at: usize) -> bool {
        let ends = |(range, text): &Edit| range.start == at && text.as_bytes().ends_with(b"\n");
        self.text[..at].ends_with('\n') || self.edits.iter().any(ends)
    }

    fn by_hand(&self, node: usize) -> Error {
        by_hand(&self.model.tree.name(node))
    }
}

fn by_hand(key: &str) -> Error {
    hinted(
        format!("{key} cannot be filled in place"),
        "write the key in the file by hand, with \"\" as its value",
    )
}

impl Model {
    /// Reads the template and finds its values with recipes.
    ///
    /// # Errors
    /// The template is not a document of this format, or a recipe is not in a value.
    pub fn read(template: &Template, format: Format) -> Result<(Self, Vec<Field>)> {
        /// An escape in the template can have the text of a mark. Then other marks are tried.
        const ATTEMPTS: usize = 10;
        let syntax = syntax(format);
        for attempt in 0..ATTEMPTS {
            let marked = template.marked(attempt);
            let tree = syntax
                .read(&marked.text)
                .map_err(|error| fault(template, &marked, error))?;
            existing::check_encryption(&tree)
                .with_context(|| template.path().display().to_string())?;
            let mut model = Self {
                syntax,
                marked,
                tree,
                drawn: Vec::new(),
                form: None,
            };
            if let Some(fields) = model.fields(template, format == Format::Dotenv) {
                let in_key = fields.iter().any(|field| model.marked.is_in(&field.key));
                if in_key && attempt + 1 < ATTEMPTS {
                    continue;
                }
                model.check(template, &fields, format)?;
                return Ok((model, fields));
            }
        }
        bail!(
            "{}: escapes that look like recipes",
            template.path().display()
        )
    }

    /// Reads a form, which other templates give their values to, and the values in it.
    ///
    /// # Errors
    /// Those of [`Model::read`].
    pub fn of_form(form: Template, format: Format) -> Result<(Self, Vec<Field>)> {
        let (mut model, fields) = Self::read(&form, format)?;
        model.form = Some(form);
        Ok((model, fields))
    }

    /// The template that the text of the document comes from.
    fn source<'a>(&'a self, template: &'a Template) -> &'a Template {
        self.form.as_ref().unwrap_or(template)
    }

    /// The values of the template, or `None` if a value contains the mark of a recipe elsewhere.
    fn fields(&mut self, template: &Template, is_dotenv: bool) -> Option<Vec<Field>> {
        let mut all: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
        self.drawn = vec![false; self.tree.nodes.len()];
        for (node, value) in self.tree.nodes.iter().enumerate() {
            if let Kind::Text(text) | Kind::Literal(text) = &value.kind {
                let parts = self.marked.parts(template, text, &value.place)?;
                let mut at = parts
                    .iter()
                    .any(|part| matches!(part, Part::Slot(_)))
                    .then_some(node);
                while let Some(drawn) = at {
                    self.drawn[drawn] = true;
                    at = self.tree.parent(drawn);
                }
                all.insert(node, parts);
            }
        }
        matching::label_entries(&mut self.tree, &self.drawn);
        let mut fields = Vec::new();
        let mut waiting = vec![0];
        while let Some(node) = waiting.pop() {
            let value = &self.tree.nodes[node];
            let children = self.tree.children(node);
            let is_list = matches!(value.kind, Kind::List(_));
            let is_whole = children.is_empty() || is_list && !self.drawn[node];
            if node == 0 && !self.tree.is_leaf(0) || !is_whole {
                waiting.extend(children.iter().rev());
                continue;
            }
            let parts = all.remove(&node).unwrap_or_default();
            let mut raw = raw(template, &parts);
            if matches!(value.kind, Kind::Alias | Kind::Map(_) | Kind::List(_)) {
                raw.push(b'*');
            }
            let mut offset = self.marked.offset(template, value.place.start);
            if !is_dotenv {
                let slots = self.marked.slots(template, &value.place);
                offset = slots
                    .map(|(slot, _)| template.range(slot).start)
                    .next()
                    .unwrap_or(offset);
            }
            fields.push(Field {
                key: self.tree.name(node),
                node,
                parts,
                quote: quote(&self.marked.text[value.place.clone()]),
                raw: String::from_utf8_lossy(raw.as_bytes()).into_owned(),
                is_null: matches!(value.kind, Kind::Null) && !value.place.is_empty(),
                offset,
                is_base64: false,
            });
        }
        Some(fields)
    }

    /// Refuses values that cannot be filled, before anything is drawn.
    fn check(&self, template: &Template, fields: &[Field], format: Format) -> Result<()> {
        for field in fields {
            if field.key.is_empty() && !field.has_recipe() {
                continue;
            }
            ensure!(
                !field.key.is_empty(),
                "a recipe in a document must be in the value of a key"
            );
            if self.marked.is_in(&field.key) {
                return Err(hinted(
                    "a recipe in a document must be in a value, not in a key",
                    "write \"key\": \"{{ … }}\"",
                ));
            }
        }
        if format == Format::Dotenv {
            return dotenv::check_template(template, self, fields);
        }
        check_all_are_values(template, fields)?;
        check_paths(template, fields)?;
        let letter = || {
            let mut letter = Secret::with_capacity(1);
            letter.push(b'x');
            Piece::Drawn(letter)
        };
        let piece = |part: &Part| match part {
            Part::Text(text) => Piece::Text(text.clone()),
            Part::Slot(_) => letter(),
        };
        let pieces = |field: &Field| {
            let pieces = || field.parts.iter().map(piece).collect();
            field.has_recipe().then(pieces)
        };
        let values: Vec<Option<Vec<Piece>>> = fields.iter().map(pieces).collect();
        self.render(template, fields, &values).map(drop)
    }

    /// The whole template, filled with these values.
    pub fn render(&self, template: &Template, fields: &[Field], values: &Values) -> Result<Secret> {
        let mut edits = Vec::new();
        let mut expected = BTreeMap::new();
        for (field, pieces) in fields.iter().zip(values) {
            if let Some(pieces) = pieces {
                let text = self.value(template, field, pieces)?;
                edits.push((self.tree.nodes[field.node].place.clone(), text));
                expected.insert(
                    self.tree.path(field.node),
                    Expected::Value(Piece::join(pieces)),
                );
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let source = self.source(template);
        let mut out = Secret::with_capacity(self.marked.text.len() + 4096);
        let mut from = 0;
        for (range, text) in edits {
            self.marked.restored(source, from..range.start, &mut out);
            out.extend(text.as_bytes());
            from = range.end;
        }
        self.marked
            .restored(source, from..self.marked.text.len(), &mut out);
        let after = std::str::from_utf8(out.as_bytes())?;
        let changes = Changes {
            before: &self.marked.text,
            expected,
            gone: BTreeSet::new(),
            template: None,
        };
        changes
            .verify(self.syntax, after)
            .with_context(|| template.path().display().to_string())?;
        Ok(out)
    }

    /// The text of a value.
    fn value(&self, template: &Template, field: &Field, pieces: &[Piece]) -> Result<Secret> {
        let place = self.tree.nodes[field.node].place.clone();
        let is_whole = pieces.len() != field.parts.len();
        let marks = self.marked.slots(self.source(template), &place);
        let marks = marks.filter(|_| !is_whole);
        let marks: Vec<Range<usize>> = marks
            .map(|(_, mark)| mark.start - place.start..mark.end - place.start)
            .collect();
        let mut out = Secret::with_capacity(128);
        self.syntax
            .value(&self.marked.text[place], &marks, pieces, &mut out)
            .with_context(|| template.place(field.offset))?;
        Ok(out)
    }
}

/// The text of a value in the template, with its braces.
fn raw(template: &Template, parts: &[Part]) -> Secret {
    let mut raw = Secret::with_capacity(0);
    for part in parts {
        raw.extend(match part {
            Part::Text(text) => text.as_bytes(),
            Part::Slot(slot) => &template.text().as_bytes()[template.range(*slot)],
        });
    }
    raw
}

/// The quote at the start of a value.
fn quote(source: &str) -> Option<u8> {
    let first = source.bytes().next()?;
    (source.len() > 1 && b"'\"`".contains(&first)).then_some(first)
}

fn secret(text: &str) -> Secret {
    let mut copy = Secret::with_capacity(text.len());
    copy.extend(text.as_bytes());
    copy
}

/// The error of a text that is not a document, with its position.
#[derive(Debug)]
struct Fault {
    line: usize,
    column: Option<usize>,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for Fault {}

/// The error of a template whose recipes were replaced with marks.
fn fault(template: &Template, marked: &Marked, error: Error) -> Error {
    let path = template.path().display();
    match error.downcast::<Fault>() {
        Ok(fault) => {
            let line = marked.text.split('\n').nth(fault.line.saturating_sub(1));
            // Marks shift the columns.
            let message = format!("{path}: line {}: {}", fault.line, fault.what);
            if line.is_some_and(|line| marked.is_bare_in(line)) {
                hinted(
                    message,
                    "write the recipe in quotes, as in \"{{ hex 32 }}\"",
                )
            } else {
                anyhow!(message)
            }
        }
        Err(error) => error.context(path.to_string()),
    }
}

/// Refuses recipes outside values, such as in an anchor. Recipes in comments are ignored.
fn check_all_are_values(template: &Template, fields: &[Field]) -> Result<()> {
    let values: BTreeSet<usize> = fields.iter().flat_map(Field::slots).collect();
    let mut others = template
        .all()
        .filter(|slot| !template.is_text(*slot) && !values.contains(slot));
    let astray = others.find(|slot| !is_commented(template, template.range(*slot).start));
    match astray {
        Some(slot) => Err(hinted(
            "a recipe in a document must be in the value of a key",
            "write it there, as in key: \"{{ … }}\"",
        )
        .context(template.place(template.range(slot).start))),
        None => Ok(()),
    }
}

/// Whether a comment begins before `at` on its line.
fn is_commented(template: &Template, at: usize) -> bool {
    let line = template.line_before(at);
    ["#", "//", "/*"].iter().any(|mark| {
        line.match_indices(mark)
            .any(|(hash, _)| line[..hash].is_empty() || line[..hash].ends_with(char::is_whitespace))
    })
}

/// Refuses different paths with the same text, which a key with a dot can cause.
fn check_paths(template: &Template, fields: &[Field]) -> Result<()> {
    let mut known: BTreeMap<&str, &Field> = BTreeMap::new();
    for field in fields {
        let Some(first) = known.insert(&field.key, field) else {
            continue;
        };
        let places: Vec<String> = [first, field]
            .iter()
            .filter(|field| field.has_recipe())
            .map(|field| template.place(field.offset))
            .collect();
        if !places.is_empty() {
            return Err(hinted(
                format!(
                    "{}: two values of the template have the path {}",
                    places.join(" and "),
                    field.key
                ),
                "give one of them a key without a dot",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
