//! Replaces recipes with marks, which the parser of a format reads as text.

use std::fmt::Write;
use std::ops::Range;

use super::{Part, Template, What};
use crate::commands::fill::words::words;
use crate::secret::Secret;

/// The text of a template with its recipes replaced with marks.
pub struct Marked {
    pub text: String,
    /// The common prefix of all marks.
    pub(super) mark: String,
    /// The ranges of the marks, and of two braces that are text.
    pub(super) places: Vec<Range<usize>>,
}

impl Template {
    /// Replaces each recipe with a mark, for the parser of a document, and {{{{ with {{.
    ///
    /// A mark consists of letters and digits that do not occur in the template. Each `attempt` uses
    /// other marks.
    pub fn marked(&self, attempt: usize) -> Marked {
        let mark = (attempt..=attempt + self.text.len())
            .map(|number| format!("recipe{number}x"))
            .find(|mark| !self.text.contains(mark.as_str()))
            .unwrap_or_default();
        let mut marked = Marked {
            text: String::with_capacity(self.text.len()),
            mark,
            places: Vec::with_capacity(self.slots.len()),
        };
        let mut from = 0;
        for (number, slot) in self.slots.iter().enumerate() {
            marked.text.push_str(&self.text[from..slot.start as usize]);
            let start = marked.text.len();
            if slot.what == What::Braces {
                marked.text.push_str("{{");
            } else {
                let _ = write!(marked.text, "{}{number}z", marked.mark);
            }
            marked.places.push(start..marked.text.len());
            from = slot.end as usize;
        }
        marked.text.push_str(&self.text[from..]);
        marked
    }
}

/// Appends `text` to `masked`, with each byte of its recipes replaced with a letter. The file may
/// be a copy of a template.
pub fn mask_recipes(text: &str, masked: &mut Secret) {
    let mut from = 0;
    while let Some(found) = text[from..].find("{{") {
        let start = from + found;
        let length = words(&text[start + 2..]).map_or(0, |(_, length)| length);
        masked.extend(&text.as_bytes()[from..start]);
        from = start + 2 + length;
        masked.grow(from - start).fill(b'x');
    }
    masked.extend(&text.as_bytes()[from..]);
}

impl Marked {
    /// The recipes in a range of the text, with the ranges of their marks.
    pub fn slots<'a>(
        &'a self,
        template: &'a Template,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + use<'a> {
        let first = self
            .places
            .partition_point(|place| place.start < range.start);
        let last = self.places.partition_point(|place| place.start < range.end);
        let all = (first..last).filter(|slot| !template.is_text(*slot));
        all.map(|slot| (slot, self.places[slot].clone()))
    }

    /// The text and the recipes of a value that a parser read from `range` of the text. `None` if
    /// the value has a mark that is not in `range`, which an escape can cause.
    pub fn parts(
        &self,
        template: &Template,
        value: &str,
        range: &Range<usize>,
    ) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut rest = value;
        for (slot, place) in self.slots(template, range) {
            let (before, after) = rest.split_once(&self.text[place])?;
            self.push_text(before, &mut parts)?;
            parts.push(Part::Slot(slot));
            rest = after;
        }
        self.push_text(rest, &mut parts)?;
        Some(parts)
    }

    /// Adds a text to the parts of a value. `None` if it contains a mark.
    fn push_text(&self, text: &str, parts: &mut Vec<Part>) -> Option<()> {
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
        (!self.is_in(text)).then_some(())
    }

    /// Appends a range of the text, with the recipes of the template instead of marks.
    pub fn restored(&self, template: &Template, range: Range<usize>, out: &mut Secret) {
        let mut from = range.start;
        for (slot, place) in self.slots(template, &range) {
            out.extend(&self.text.as_bytes()[from..place.start]);
            out.extend(&template.text.as_bytes()[template.range(slot)]);
            from = place.end;
        }
        out.extend(&self.text.as_bytes()[from..range.end]);
    }

    /// The offset in the template of an offset in this text.
    pub fn offset(&self, template: &Template, at: usize) -> usize {
        let before = self.places.partition_point(|place| place.start <= at);
        let Some(last) = before.checked_sub(1) else {
            return at;
        };
        let range = template.range(last);
        if at < self.places[last].end {
            range.start
        } else {
            range.end + (at - self.places[last].end)
        }
    }

    /// Whether a recipe of the line is a value without quotes.
    pub fn is_bare_in(&self, line: &str) -> bool {
        line.match_indices(&self.mark)
            .any(|(at, _)| line[..at].trim_end().ends_with([':', '=', '[', ',']))
    }

    /// Whether a text contains a mark.
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(&self.mark)
    }
}
