//! A dotenv template, and a dotenv file that is filled from it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Error, Result, ensure};

use super::document::newline;
use super::dotenv::{self, Entry, entries};
use super::field::{Action, Field, Part, Piece, State};
use super::template::{Template, mask_recipes};
use crate::message::hinted;
use crate::recipe::Recipe;
use crate::secret::Secret;

/// The values that were made, by field.
pub type Values = [Option<Vec<Piece>>];

/// The keys of a template in dotenv form.
///
/// # Errors
/// A key that occurs twice, one with a recipe that readers don't take, and a recipe outside of a
/// value.
pub fn fields(template: &Template) -> Result<Vec<Field>> {
    let masked = template.masked();
    let mut fields = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut end = 0;
    let all = entries(&masked);
    if let Some(at) = dotenv::unclosed(&masked, &all) {
        return Err(unclosed(template.text(), at).context(template.place(at)));
    }
    for entry in all {
        check_between(template, end..entry.value.start)?;
        end = entry.value.end;
        let braces = template.slots_in(&entry.key).next();
        ensure!(
            braces.is_none(),
            "{}: a key cannot have braces in it",
            template.place(entry.key.start)
        );
        let key = &masked[entry.key.clone()];
        if let Some(first) = known.insert(key.to_owned(), entry.key.start) {
            return Err(hinted(
                format!(
                    "the key {key} occurs twice, first at {}",
                    template.place(first)
                ),
                "leave one of them out: readers take the last",
            )
            .context(template.place(entry.key.start)));
        }
        let inner = entry.inner();
        let field = Field {
            key: key.to_owned(),
            path: Vec::new(),
            parts: parts(template, inner.clone()),
            quote: entry.quote,
            raw: template.text()[inner.clone()].to_owned(),
            offset: entry.value.start,
        };
        if field.has_recipe() {
            check_key(key).with_context(|| template.place(entry.key.start))?;
        }
        fields.push(field);
    }
    check_between(template, end..masked.len())?;
    Ok(fields)
}

fn unclosed(text: &str, at: usize) -> Error {
    hinted(
        format!("the quote {} is not closed", &text[at..=at]),
        "close it: a shell reads the lines after it as part of the value",
    )
}

/// Refuses recipes that stand in no value; in a comment after one they are left alone.
fn check_between(template: &Template, range: Range<usize>) -> Result<()> {
    for slot in template
        .slots_in(&range)
        .filter(|slot| !template.is_text(*slot))
    {
        let start = template.range(slot).start;
        if !template.line_before(start).contains('#') {
            return Err(hinted(
                "a recipe in a dotenv file stands in the value of a key",
                "write KEY={{ … }}, or give --format text",
            )
            .context(template.place(start)));
        }
    }
    Ok(())
}

fn check_key(key: &str) -> Result<()> {
    let begins = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    ensure!(
        begins
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        "'{key}' is no key: that is a letter or _, then letters, digits and _"
    );
    Ok(())
}

/// The text and the recipes in `range` of the template.
pub fn parts(template: &Template, range: Range<usize>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = range.start;
    let text = |range: Range<usize>, parts: &mut Vec<Part>| {
        if !range.is_empty() {
            let mut text = Secret::with_capacity(range.len());
            template.literal(range, &mut text);
            parts.push(Part::Text(
                String::from_utf8_lossy(text.as_bytes()).into_owned(),
            ));
        }
    };
    for slot in template
        .slots_in(&range)
        .filter(|slot| !template.is_text(*slot))
    {
        let braces = template.range(slot);
        text(from..braces.start, &mut parts);
        from = braces.end;
        parts.push(Part::Slot(slot));
    }
    text(from..range.end, &mut parts);
    parts
}

/// Refuses recipes whose values may not be carried to every reader of the file.
pub fn check(template: &Template, fields: &[Field]) -> Result<()> {
    for field in fields {
        let beside = field.parts.iter().any(|part| match part {
            Part::Text(text) => !dotenv::is_plain(text),
            Part::Slot(_) => false,
        });
        for slot in field.slots() {
            let held = template.recipe(slot).and_then(Recipe::characters);
            let can_hold = |characters: &[char]| {
                let mut characters = characters.iter().copied();
                characters
                    .find(|character| held.as_ref().is_some_and(|held| held.contains(character)))
            };
            dotenv::check(can_hold, field.quote, beside)
                .with_context(|| template.place(template.range(slot).start))?;
        }
    }
    Ok(())
}

/// The whole template with these values.
pub fn render(template: &Template, fields: &[Field], values: &Values) -> Result<Secret> {
    let mut out = Secret::with_capacity(template.text().len() + 4096);
    let masked = template.masked();
    let mut from = 0;
    for ((field, entry), pieces) in fields.iter().zip(entries(&masked)).zip(values) {
        if let Some(pieces) = pieces {
            template.literal(from..entry.value.start, &mut out);
            out.extend(written(template, field, pieces)?.as_bytes());
            from = entry.value.end;
        }
    }
    template.literal(from..template.text().len(), &mut out);
    prove(&out, fields, values)?;
    Ok(out)
}

/// Reads the result again: a quote that nothing closes could take in the lines after it. What is read
/// is held against the values themselves, so that the writer is not its own witness.
fn prove(out: &Secret, fields: &[Field], values: &Values) -> Result<()> {
    let after = EnvFile::parse(std::str::from_utf8(out.as_bytes())?);
    for (field, pieces) in fields.iter().zip(values) {
        let entry = after.last.get(field.key.as_str());
        let read = entry.map(|entry| after.text[entry.inner()].as_bytes());
        let as_made = match (pieces, read) {
            (Some(pieces), Some(read)) => Piece::join(pieces).as_bytes() == read,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !as_made {
            return Err(hinted(
                format!(
                    "{} would not be read back from the file, so it is not written",
                    field.key
                ),
                "close all quotes in the template and the file",
            ));
        }
    }
    Ok(())
}

fn written(template: &Template, field: &Field, pieces: &[Piece]) -> Result<Secret> {
    dotenv::write(pieces, field.quote).with_context(|| template.place(field.offset))
}

/// A dotenv file that exists.
pub struct EnvFile<'a> {
    text: &'a str,
    /// The entry that counts for each key: its last.
    last: BTreeMap<&'a str, Entry>,
    /// Where quotes open that are not closed.
    unclosed: Option<usize>,
}

impl<'a> EnvFile<'a> {
    pub fn parse(text: &'a str) -> Self {
        let mut masked = Secret::with_capacity(text.len());
        mask_recipes(text, &mut masked);
        let shape = std::str::from_utf8(masked.as_bytes()).unwrap_or(text);
        let all = entries(shape);
        let unclosed = dotenv::unclosed(shape, &all);
        let keyed = all.into_iter();
        Self {
            text,
            unclosed,
            last: keyed
                .map(|entry| (&text[entry.key.clone()], entry))
                .collect(),
        }
    }

    /// # Errors
    /// Quotes are not closed: to a shell, what is added behind them would be no key.
    pub fn check_quotes(&self, path: &Path) -> Result<()> {
        let Some(at) = self.unclosed else {
            return Ok(());
        };
        let line = self.text[..at].split('\n').count();
        Err(unclosed(self.text, at).context(format!("{}:{line}", path.display())))
    }

    /// What it has for this field.
    pub fn state(&self, field: &Field) -> State {
        let Some(entry) = self.last.get(field.key.as_str()) else {
            return State::Missing;
        };
        let inner = &self.text[entry.inner()];
        if inner.trim().is_empty() {
            State::Empty
        } else if field.is_placeholder(inner) {
            State::Placeholder
        } else {
            State::Value(dotenv::read(self.text, entry).map(|value| {
                let mut copy = Secret::with_capacity(value.len());
                copy.extend(value.as_bytes());
                copy
            }))
        }
    }

    /// The file with these values in the places of old ones, and at its end those that it lacks.
    pub fn fill(
        &self,
        template: &Template,
        fields: &[Field],
        actions: &[Action],
        values: &Values,
    ) -> Result<Secret> {
        let masked = template.masked();
        let lines = entries(&masked);
        let mut edits: Vec<(Range<usize>, Secret)> = Vec::new();
        let mut added = Secret::with_capacity(256);
        let newline = newline(self.text).as_bytes();
        for (at, (field, line)) in fields.iter().zip(&lines).enumerate() {
            let value = match (actions[at], &values[at]) {
                (Action::Fill | Action::Rotate, Some(pieces)) => written(template, field, pieces)?,
                (Action::Copy, _) => {
                    let mut value = Secret::with_capacity(line.value.len());
                    template.literal(line.value.clone(), &mut value);
                    value
                }
                _ => continue,
            };
            if let Some(entry) = self.last.get(field.key.as_str()) {
                edits.push((entry.value.clone(), value));
            } else {
                template.literal(line.line.start..line.value.start, &mut added);
                added.extend(value.as_bytes());
                let rest = template.text()[line.value.end..line.line.end].trim_end();
                added.extend(rest.as_bytes());
                added.extend(newline);
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = Secret::with_capacity(self.text.len() + added.len() + 4096);
        let mut from = 0;
        for (range, value) in edits {
            out.extend(&self.text.as_bytes()[from..range.start]);
            out.extend(value.as_bytes());
            from = range.end;
            if range.is_empty() && self.text[from..].starts_with('#') {
                // Where the value was nothing, the comment would become part of the new one.
                out.push(b' ');
            }
        }
        out.extend(&self.text.as_bytes()[from..]);
        if added.len() > 0 && !self.text.is_empty() && !self.text.ends_with('\n') {
            out.extend(newline);
        }
        if added.len() > 0 && self.text.trim_end().ends_with('\\') {
            // To a shell the line goes on in the next one, which is to be empty.
            out.extend(newline);
        }
        out.extend(added.as_bytes());
        prove(&out, fields, values)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::CATALOGUE;

    fn template() -> Template {
        let mut template = Template::new(Path::new("t"), "A={{ hex }}\nB=b\n", &CATALOGUE);
        template.find_braces(true).unwrap();
        template
    }

    fn values(drawn: &str) -> [Option<Vec<Piece>>; 2] {
        let mut value = Secret::with_capacity(0);
        value.extend(drawn.as_bytes());
        [Some(vec![Piece::Drawn(value)]), None]
    }

    #[test]
    fn what_a_broken_writer_would_leave_is_refused() {
        let fields = fields(&template()).unwrap();
        for (text, holds) in [
            ("A='x #y'\nB=b\n", true),
            ("B=b\nA='x #y'", true),
            ("A=x #y\nB=b\n", false),
            ("A='x #y\nB=b\n", false),
            ("A=''x #y'\nB=b\n", false),
            ("A='x #y'B=b\n", false),
            ("A='x #y\nB=b\n'\n", false),
            ("A='x #y'\nA=z\nB=b\n", false),
            ("B=b\n", false),
        ] {
            let mut out = Secret::with_capacity(0);
            out.extend(text.as_bytes());
            let proved = prove(&out, &fields, &values("x #y"));
            assert_eq!(proved.is_ok(), holds, "{text:?}");
        }
    }

    /// The writer puts it around the value.
    #[test]
    fn what_is_no_quote_to_readers_is_refused() {
        let template = template();
        let mut fields = fields(&template).unwrap();
        fields[0].quote = Some(b'(');
        let values = values("xy");
        assert!(render(&template, &fields, &values).is_err());
        let actions = [Action::Fill, Action::Leave];
        let filled = EnvFile::parse("B=b\n").fill(&template, &fields, &actions, &values);
        assert!(filled.is_err());
    }
}
