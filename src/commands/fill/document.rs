//! JSON, TOML and YAML documents, filled by path.
//!
//! The libraries that read and write JSON and TOML keep values in strings of their own, which are
//! not wiped; dotenv files and YAML go through buffers that are.

mod json;
mod toml;
mod yaml;

use anyhow::{Context, Result, ensure};

use super::Format;
use super::env_file::{EnvFile, Values};
use super::field::{Action, Field, Piece, State, Step, path_name};
use super::template::{OPEN, Template};
use crate::message::hinted;
use crate::secret::Secret;

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
    pub fn fill(
        &self,
        template: &Template,
        fields: &[Field],
        actions: &[Action],
        values: &Values,
    ) -> Result<Secret> {
        match self {
            Self::Dotenv(file) => file.fill(template, fields, actions, values),
            Self::Json(value) => json::fill(value, template, fields, actions, values),
            Self::Toml(document) => toml::fill(document, template, fields, actions, values),
            Self::Yaml(document) => document.fill(template, fields, actions, values),
        }
    }
}

/// The values of a template, by path.
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
    found.context("the template, with letters in the place of its recipes")?;
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
    Ok(fields)
}

/// The whole template with these values.
pub fn render(
    template: &Template,
    fields: &[Field],
    values: &Values,
    format: Format,
) -> Result<Secret> {
    match format {
        Format::Json => json::render(template, fields, values),
        Format::Toml => toml::render(template, fields, values),
        _ => yaml::render(template, fields, values),
    }
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
fn text_of(field: &Field, pieces: &[Piece]) -> Result<zeroize::Zeroizing<String>> {
    let value = Piece::join(pieces);
    let text = std::str::from_utf8(value.as_bytes())
        .ok()
        .with_context(|| format!("the value of {} is not text in UTF-8", field.key))?;
    Ok(zeroize::Zeroizing::new(text.to_owned()))
}
