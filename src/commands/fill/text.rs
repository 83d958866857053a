//! Texts without keys. Each recipe is a field, and the text around it finds its value in a file.

use anyhow::Result;

use super::field::{Drawn, Field, Piece, State};
use super::names::Names;
use super::template::{Part, Template};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The highest number of recipes in a text whose values are kept.
pub const MOST: usize = 1000;

/// The recipes of a text as fields, identified by their names and lines.
pub fn fields(template: &Template, names: &Names) -> Vec<Field> {
    let field = |(slot, label)| {
        let range = template.range(slot);
        Field {
            key: label,
            node: 0,
            // The empty text records that the value must fit into the text around it.
            parts: vec![Part::Text(String::new()), Part::Slot(slot)],
            quote: None,
            is_null: false,
            offset: range.start,
            raw: template.text()[range].to_owned(),
            is_base64: false,
        }
    };
    template.labels(names).map(field).collect()
}

/// The state of each field in a file with the text `found`. `None` unless exactly one choice of
/// values turns the template into `found`.
pub fn states(template: &Template, fields: &[Field], found: &str) -> Option<Vec<State>> {
    let slots: Vec<usize> = fields.iter().flat_map(Field::slots).collect();
    let starts = std::iter::once(0).chain(slots.iter().map(|slot| template.range(*slot).end));
    let ends = slots.iter().map(|slot| template.range(*slot).start);
    let texts = starts.zip(ends.chain([template.text().len()]));
    let texts: Vec<Secret> = texts
        .map(|(start, end)| {
            let mut text = Secret::with_capacity(end - start);
            template.literal(start..end, &mut text);
            text
        })
        .collect();
    // A reading with only values that the recipes can make wins. Otherwise values that somebody set on
    // purpose are accepted too.
    let values = [true, false].into_iter().find_map(|strict| {
        let of = |backwards| {
            Search {
                template,
                slots: &slots,
                texts: &texts,
                strict,
                backwards,
                steps: 0,
            }
            .values(found)
        };
        let first = of(false)?;
        Some(of(true).filter(|last| *last == first))
    })??;
    let state = |(field, value): (&Field, &str)| match value {
        value if value.trim().is_empty() => State::Empty,
        value if field.is_placeholder(value) => State::Placeholder,
        value => State::Value(Some(Secret::copy_of(value.as_bytes()))),
    };
    Some(fields.iter().zip(values).map(state).collect())
}

/// The first line of `found` that is not a line of the template, or `None` if each is one.
pub fn first_difference(template: &Template, fields: &[Field], found: &str) -> Option<usize> {
    // The texts around the recipes of each line.
    let mut lines = vec![vec![String::new()]];
    let mut from = 0;
    let slots: Vec<usize> = fields.iter().flat_map(Field::slots).collect();
    let ranges = slots.iter().map(|slot| template.range(*slot));
    let end = template.text().len();
    for range in ranges.chain(std::iter::once(end..end)) {
        let mut text = Secret::with_capacity(range.start - from);
        template.literal(from..range.start, &mut text);
        let text = std::str::from_utf8(text.as_bytes()).unwrap_or_default();
        for part in text.split_inclusive('\n') {
            if let Some(text) = lines.last_mut().and_then(|line| line.last_mut()) {
                text.push_str(part);
            }
            if part.ends_with('\n') {
                lines.push(vec![String::new()]);
            }
        }
        if !range.is_empty()
            && let Some(line) = lines.last_mut()
        {
            line.push(String::new());
        }
        from = range.end;
    }
    if lines.last().is_some_and(|line| *line == [""]) {
        lines.pop();
    }
    let mut there = found.split_inclusive('\n');
    let differs = |line: &Vec<String>| !there.next().is_some_and(|there| has_texts(line, there));
    let first = lines.iter().position(differs);
    let more = there.next().map(|_| lines.len());
    first.or(more).map(|line| line + 1)
}

/// Whether a line has these texts in order: the first at its start, and the last at its end.
fn has_texts(texts: &[String], line: &str) -> bool {
    let ([first, rest @ ..], [.., last]) = (texts, texts) else {
        return false;
    };
    let Some((_, middle)) = rest.split_last() else {
        return line == first;
    };
    let inside = line.strip_prefix(first.as_str());
    let Some(mut inside) = inside.and_then(|inside| inside.strip_suffix(last.as_str())) else {
        return false;
    };
    middle.iter().all(|text| {
        let found = inside.split_once(text.as_str());
        inside = found.map_or("", |(_, after)| after);
        found.is_some()
    })
}

/// A search for the values in a text. It finds the first of all possible readings, or the last.
struct Search<'a> {
    template: &'a Template,
    slots: &'a [usize],
    /// The texts before, between and after the recipes.
    texts: &'a [Secret],
    /// Whether every value must be one that its recipe can make.
    strict: bool,
    /// Whether the search finds the last reading instead of the first.
    backwards: bool,
    steps: usize,
}

impl Search<'_> {
    fn values(mut self, found: &str) -> Option<Vec<&str>> {
        let rest = found.strip_prefix(self.text(0))?;
        let mut values = Vec::with_capacity(self.slots.len());
        self.find(0, rest, &mut values).then_some(values)
    }

    fn text(&self, at: usize) -> &str {
        std::str::from_utf8(self.texts[at].as_bytes()).unwrap_or_default()
    }

    /// Finds the values of the recipes from the index `at` on.
    fn find<'f>(&mut self, at: usize, rest: &'f str, values: &mut Vec<&'f str>) -> bool {
        /// The limit of the search. A text that needs more steps counts as ambiguous.
        const MOST_STEPS: usize = 100_000;
        if at == self.slots.len() {
            return rest.is_empty();
        }
        let after = self.text(at + 1).to_owned();
        // A value has no newline.
        let line = rest.find('\n').unwrap_or(rest.len());
        let mut ends: Vec<usize> = if at + 1 == self.slots.len() {
            let value = rest.strip_suffix(after.as_str());
            value.map(str::len).into_iter().collect()
        } else {
            let ends = rest.match_indices(after.as_str()).map(|(end, _)| end);
            ends.take_while(|end| *end <= line).collect()
        };
        ends.retain(|end| *end <= line);
        if self.backwards {
            ends.reverse();
        }
        self.steps += ends.len();
        for end in ends {
            if self.steps > MOST_STEPS {
                return false;
            }
            let value = &rest[..end];
            if self.strict && !self.is_fit(at, value, values) {
                continue;
            }
            values.push(value);
            if self.find(at + 1, &rest[end + after.len()..], values) {
                return true;
            }
            values.pop();
        }
        false
    }

    /// Whether the recipe with the index `at` can make a value, and its name has no other value.
    fn is_fit(&self, at: usize, value: &str, before: &[&str]) -> bool {
        let name = self.template.name_of(self.slots[at]);
        let mut same = self.slots.iter().zip(before);
        let differs = name.is_some()
            && same.any(|(slot, other)| self.template.name_of(*slot) == name && *other != value);
        !differs && self.template.can_give(self.slots[at], value)
    }
}

/// Draws all recipes of a template and returns its text.
///
/// # Errors
/// Those of [`Template::draw`].
pub fn whole(template: &mut Template, names: &mut Names, entropy: &mut Entropy) -> Result<Secret> {
    let mut text = Secret::with_capacity(template.text().len() + 4096);
    let mut from = 0;
    for slot in template.all() {
        let range = template.range(slot);
        text.extend(&template.text().as_bytes()[from..range.start]);
        template.draw(slot, names, entropy, &mut text)?;
        from = range.end;
    }
    text.extend(&template.text().as_bytes()[from..]);
    Ok(text)
}

/// The text with the new and the kept values.
pub fn filled(template: &Template, fields: &[Field], states: &[State], values: &Drawn) -> Secret {
    let mut text = Secret::with_capacity(template.text().len() + 4096);
    let mut from = 0;
    for ((field, state), pieces) in fields.iter().zip(states).zip(values) {
        for slot in field.slots() {
            let range = template.range(slot);
            template.literal(from..range.start, &mut text);
            match (pieces, state) {
                (Some(pieces), _) => text.extend(Piece::join(pieces).as_bytes()),
                (None, State::Value(Some(kept))) => text.extend(kept.as_bytes()),
                (None, _) => {}
            }
            from = range.end;
        }
    }
    template.literal(from..template.text().len(), &mut text);
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::CATALOGUE;

    fn found(text: &str, file: &str) -> Option<Vec<Option<String>>> {
        let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
        template.find_braces(false).unwrap();
        let used: Vec<usize> = template
            .all()
            .filter(|slot| !template.is_text(*slot))
            .collect();
        let mut names = Names::default();
        Template::declare(&[&template], 0, &used, &mut names).unwrap();
        template.build(used.into_iter(), &names).unwrap();
        let states = states(&template, &fields(&template, &names), file)?;
        let value = |state: State| match state {
            State::Value(Some(value)) => String::from_utf8(value.as_bytes().to_vec()).ok(),
            _ => None,
        };
        Some(states.into_iter().map(value).collect())
    }

    #[test]
    fn a_file_is_read_only_if_it_has_exactly_one_reading() {
        for (text, file, values) in [
            ("a {{ hex 1 }} b", "a 0f b", Some(&[Some("0f")][..])),
            ("a {{ hex 1 }} b", "a my own b", Some(&[Some("my own")])),
            ("a {{ hex 1 }} b", "a  b", Some(&[None])),
            ("a {{ hex 1 }} b", "a {{ hex 1 }} b", Some(&[None])),
            ("a {{ hex 1 }} b", "a 0f c", None),
            ("a {{ hex 1 }}", "a my own\nb", None),
            ("{{{{ {{ hex 1 }}", "{{ 0f", Some(&[Some("0f")])),
            (
                "{{ hex 1 }}\n{{ hex 2 }}",
                "0f\n1234",
                Some(&[Some("0f"), Some("1234")]),
            ),
            // Only the recipes determine where the first value ends.
            (
                "{{ hex 1 }}{{ hex 2 }}",
                "0f1234",
                Some(&[Some("0f"), Some("1234")]),
            ),
            ("{{ hex 1 }}{{ hex 2 }}", "0f123456", None),
            ("{{ urlsafe 2 }}-{{ urlsafe 2 }}", "ab--cde", None),
            (
                "{{ a = hex 1 }} {{ a }}",
                "0f 0f",
                Some(&[Some("0f"), Some("0f")]),
            ),
            (
                "{{ a = hex 1 }} {{ a }}",
                "0f 10",
                Some(&[Some("0f"), Some("10")]),
            ),
        ] {
            let expected = values.map(|values| {
                let owned = values.iter().map(|value| value.map(str::to_owned));
                owned.collect::<Vec<_>>()
            });
            assert_eq!(found(text, file), expected, "{text} {file}");
        }
    }

    #[test]
    fn a_text_with_too_many_readings_is_not_read() {
        let text = "{{ hex 1 }}a".repeat(100);
        assert_eq!(found(&text, &"a".repeat(1000)), None);
    }
}
