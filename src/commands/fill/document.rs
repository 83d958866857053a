//! JSON, TOML and YAML documents, filled by path.

mod json;
mod toml;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Context, Error, Result, anyhow, ensure};

use super::Format;
use super::env_file::{EnvFile, Values};
use super::field::{Action, Field, Part, Piece, State, Step, path_name};
use super::template::{OPEN, Template};
use crate::message::hinted;
use crate::secret::Secret;

/// The byte order mark.
const MARK: char = '\u{feff}';

/// A file that exists, in its format.
pub enum Existing<'a> {
    Dotenv(EnvFile<'a>),
    Json(serde_json::Value),
    Toml(Box<toml_edit::DocumentMut>),
    Yaml(yaml::Document<'a>),
}

impl<'a> Existing<'a> {
    /// # Errors
    /// The file is no document of this format.
    pub fn parse(text: &'a str, format: Format) -> Result<Self> {
        Ok(match format {
            Format::Json => Self::Json(json::parse(text)?),
            Format::Toml => Self::Toml(Box::new(toml::parse(text)?)),
            Format::Yaml => Self::Yaml(yaml::Document::parse(text)?),
            Format::Dotenv | Format::Text => Self::Dotenv(EnvFile::parse(text)),
        })
    }

    /// What the file has for a field.
    pub fn state(&self, field: &Field) -> State {
        match self {
            Self::Dotenv(file) => file.state(field),
            Self::Json(value) => json::state(value, field),
            Self::Toml(document) => toml::state(document, field),
            Self::Yaml(document) => document.state(field),
        }
    }

    /// The file with these values, and with what it lacks of the template.
    ///
    /// `found` is its text, whose line ends and byte order mark stay.
    pub fn fill(
        &self,
        found: &str,
        template: &Template,
        fields: &[Field],
        actions: &[Action],
        values: &Values,
    ) -> Result<Secret> {
        let (text, format) = match self {
            Self::Dotenv(file) => return file.fill(template, fields, actions, values),
            Self::Yaml(document) => return document.fill(template, fields, actions, values),
            Self::Json(value) => {
                let text = json::fill(value, template, fields, actions, values)?;
                (text, Format::Json)
            }
            Self::Toml(document) => {
                let text = toml::fill(document, template, fields, actions, values)?;
                (text, Format::Toml)
            }
        };
        let text = as_found(found, &text);
        prove(&text, fields, values, format)?;
        Ok(text)
    }
}

/// The line end of the first line of a text.
pub fn newline(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// `text` with the line ends and the byte order mark of the file as it was found.
fn as_found(found: &str, text: &Secret) -> Secret {
    let mut out = Secret::with_capacity(text.len() + text.len() / 16);
    if found.starts_with(MARK) {
        out.extend("\u{feff}".as_bytes());
    }
    let newline = newline(found).as_bytes();
    if newline == b"\n" {
        out.extend(text.as_bytes());
        return out;
    }
    for line in text.as_bytes().split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(line) => {
                out.extend(line.strip_suffix(b"\r").unwrap_or(line));
                out.extend(newline);
            }
            None => out.extend(line),
        }
    }
    out
}

/// Reads what is to be written again: each new value is at its path.
fn prove(text: &Secret, fields: &[Field], values: &Values, format: Format) -> Result<()> {
    let after = std::str::from_utf8(text.as_bytes())?;
    let after = Existing::parse(after, format).map_err(|_| spoiled())?;
    for (field, pieces) in fields.iter().zip(values) {
        if let Some(pieces) = pieces {
            let read = matches!(
                after.state(field),
                State::Value(Some(read)) if read.as_bytes() == Piece::join(pieces).as_bytes()
            );
            ensure!(read, spoiled());
        }
    }
    Ok(())
}

fn spoiled() -> Error {
    hinted(
        "the file would not be read back as it should, so it is not written",
        "write the recipes in double quotes, each in a value of its own",
    )
}

/// A text that is no document, and where.
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

/// The error of a template that was parsed as `tokens`.
fn fault(template: &Template, tokens: &str, error: Error) -> Error {
    let path = template.path().display();
    match error.downcast::<Fault>() {
        Ok(fault) => {
            let line = tokens.split('\n').nth(fault.line.saturating_sub(1));
            // Columns are not those of the template.
            let message = format!("{path}: line {}: {}", fault.line, fault.what);
            let is_bare = |(at, _)| {
                let before = line.map_or("", |line| line[..at].trim_end());
                before.ends_with([':', '=', '[', ','])
            };
            if line.is_some_and(|line| line.match_indices(OPEN).any(is_bare)) {
                hinted(
                    message,
                    "a recipe stands within quotes, as in \"{{ hex 32 }}\"",
                )
            } else {
                anyhow!(message)
            }
        }
        Err(error) => error.context(path.to_string()),
    }
}

/// The values of a template, by path.
///
/// With any text in the place of its values it can be read back.
///
/// # Errors
/// The template is no document of this format, or a recipe stands where no value is.
pub fn fields(template: &Template, format: Format) -> Result<Vec<Field>> {
    let text = template.tokens()?;
    let mut fields = Vec::new();
    let found = match format {
        Format::Json => json::parse(&text).map(|value| json::fields(template, &value, &mut fields)),
        Format::Toml => {
            toml::parse(&text).map(|document| toml::fields(template, &document, &mut fields))
        }
        _ => yaml::Document::parse(&text).map(|document| document.fields(template, &mut fields)),
    };
    found.map_err(|error| fault(template, &text, error))?;
    fields.retain(|field| !field.path.is_empty() || field.has_recipe());
    for field in &fields {
        ensure!(
            !field.path.is_empty(),
            "a recipe in a document stands in the value of a key"
        );
        if field.key.contains(OPEN) {
            return Err(hinted(
                "a recipe in a document stands in a value and not in a key",
                "write \"key\": \"{{ … }}\"",
            ));
        }
    }
    check_all_are_values(template, &fields)?;
    check_paths(template, &fields)?;
    try_out(template, &fields, format)?;
    Ok(fields)
}

/// Refuses recipes that stand in no value, as in an anchor; in a comment they are left alone.
fn check_all_are_values(template: &Template, fields: &[Field]) -> Result<()> {
    let values: BTreeSet<usize> = fields.iter().flat_map(Field::slots).collect();
    let mut others = template
        .all()
        .filter(|slot| !template.is_text(*slot) && !values.contains(slot));
    let astray = others.find(|slot| !is_commented(template, template.range(*slot).start));
    match astray {
        Some(slot) => Err(hinted(
            "a recipe in a document stands in the value of a key",
            "write it there, as in key: \"{{ … }}\"",
        )
        .context(template.place(template.range(slot).start))),
        None => Ok(()),
    }
}

/// Whether a comment begins before `at` on its line.
fn is_commented(template: &Template, at: usize) -> bool {
    let line = template.line_before(at);
    line.match_indices('#')
        .any(|(hash, _)| line[..hash].is_empty() || line[..hash].ends_with(char::is_whitespace))
}

/// Refuses paths that are written the same and are not, as a key with a dot can be.
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

/// Fills the template with letters, to refuse what cannot be filled before anything is drawn.
fn try_out(template: &Template, fields: &[Field], format: Format) -> Result<()> {
    let piece = |part: &Part| match part {
        Part::Text(text) => Piece::Text(text.clone()),
        Part::Slot(_) => {
            let mut letter = Secret::with_capacity(1);
            letter.push(b'x');
            Piece::Drawn(letter)
        }
    };
    let pieces = |field: &Field| {
        let pieces = || field.parts.iter().map(piece).collect();
        field.has_recipe().then(pieces)
    };
    let values: Vec<Option<Vec<Piece>>> = fields.iter().map(pieces).collect();
    render(template, fields, &values, format).map(drop)
}

/// The whole template with these values.
pub fn render(
    template: &Template,
    fields: &[Field],
    values: &Values,
    format: Format,
) -> Result<Secret> {
    let text = match format {
        Format::Json => json::render(template, fields, values)?,
        Format::Toml => as_found(template.text(), &toml::render(template, fields, values)?),
        _ => return yaml::render(template, fields, values),
    };
    prove(&text, fields, values, format).with_context(|| template.path().display().to_string())?;
    Ok(text)
}

/// A field for the value at `path`.
fn field(template: &Template, path: &[Step], value: &str) -> Field {
    let parts = template.parts(value);
    let mut field = Field {
        key: path_name(path),
        path: path.to_vec(),
        parts,
        quote: None,
        raw: template.with_braces(value),
        offset: 0,
    };
    let first = field.slots().next();
    field.offset = first.map_or(0, |slot| template.range(slot).start);
    field
}

/// What a file has for a field, from its text.
fn state_of(field: &Field, value: Option<&str>) -> State {
    match value {
        None => State::Missing,
        Some("") => State::Empty,
        Some(value) if field.is_placeholder(value) => State::Placeholder,
        Some(value) => {
            let mut copy = Secret::with_capacity(value.len());
            copy.extend(value.as_bytes());
            State::Value(Some(copy))
        }
    }
}

/// The value of a field as text.
///
/// # Errors
/// It is not UTF-8, which no document takes.
fn text_of(field: &Field, pieces: &[Piece]) -> Result<String> {
    let value = Piece::join(pieces);
    let text = std::str::from_utf8(value.as_bytes())
        .ok()
        .with_context(|| format!("the value of {} is not text in UTF-8", field.key))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::CATALOGUE;

    /// Of each text, whether it would be read back as a template whose value at a.b is `x"y`.
    fn proved(format: Format, template: &str, texts: &[&str]) -> Vec<bool> {
        let mut template = Template::new(Path::new("t"), template, &CATALOGUE);
        template.find_braces(format != Format::Json).unwrap();
        let fields = fields(&template, format).unwrap();
        let values = fields.iter().map(|field| {
            let mut drawn = Secret::with_capacity(0);
            drawn.extend(b"x\"y");
            field.has_recipe().then(|| vec![Piece::Drawn(drawn)])
        });
        let values: Vec<_> = values.collect();
        let proved = texts.iter().map(|text| {
            let mut out = Secret::with_capacity(0);
            out.extend(text.as_bytes());
            match format {
                Format::Yaml => {
                    let before = yaml::Document::parse("c: 1\n").unwrap();
                    yaml::prove(&out, &fields, &values, &before)
                }
                format => prove(&out, &fields, &values, format),
            }
            .is_ok()
        });
        proved.collect()
    }

    #[test]
    fn what_a_broken_writer_would_leave_is_refused() {
        let json = [
            r#"{"a": {"b": "x\"y"}}"#,
            r#"{"a": {"b": "x"y"}}"#,
            r#"{"a": {"b": "x\\"y"}}"#,
            r#"{"a": {"b": "x"}}"#,
            r#"{"a": {"b": "{{ hex }}"}}"#,
            r#"{"a": {"b": ["x\"y"]}}"#,
            r#"{"a": {"c": "x\"y"}}"#,
            r#"{"a": {"b": "x\"y"}"#,
        ];
        let toml = [
            "a.b = 'x\"y'\n",
            "a.b = \"x\"y\"\n",
            "a.b = \"x\"\n",
            "a.b = '{{ hex }}'\n",
            "a.b = ['x\"y']\n",
            "a.c = 'x\"y'\n",
            "a.b.c = 'x\"y'\n",
            "a.b = 'x\"y\n",
        ];
        let yaml = [
            "a:\n  b: 'x\"y'\nc: 1\n",
            "a:\n  b: \"x\"y\"\nc: 1\n",
            "a:\n  b: x\nc: 1\n",
            "a:\n  b: '{{ hex }}'\nc: 1\n",
            "a:\n  b: ['x\"y']\nc: 1\n",
            "a:\nb: 'x\"y'\nc: 1\n",
            // What the file had before.
            "a:\n  b: 'x\"y'\nc: 2\n",
            "a:\n  b: 'x\"y'\n",
        ];
        let only_the_first: Vec<bool> = (0..8).map(|number| number == 0).collect();
        for (format, template, texts) in [
            (Format::Json, r#"{"a": {"b": "{{ hex }}"}}"#, json),
            (Format::Toml, "a.b = '{{ hex }}'\n", toml),
            (Format::Yaml, "a:\n  b: '{{ hex }}'\n", yaml),
        ] {
            let proved = proved(format, template, &texts);
            assert_eq!(proved, only_the_first, "{template}");
        }
    }
}
