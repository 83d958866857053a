//! Recipes in a URL, such as `postgres://app:{{ password }}@db/app`.

use anyhow::Result;

use super::{Template, What};
use crate::commands::fill::names::Names;
use crate::message::hinted;
use crate::recipe::Recipe;

/// The distance from a recipe within which its URL is searched, in bytes.
const REACH: usize = 512;

/// The characters that end a URL in the text around it.
const ENDS: &[char] = &['"', '\'', '`', '<', '>', ' ', '\t', '\r', '\n'];

/// The punctuation in the user and password of a URL: RFC 3986, section 3.2.1, without the colon
/// between user and password.
const USER_INFO: &str = "-._~!$&'()*+,;=";

/// The part of a URL that contains a recipe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// Before the @, as the user or the password.
    UserInfo,
    /// Anywhere else.
    Other,
}

impl Template {
    /// Marks the names that are used in a URL, so that their values fit everywhere.
    pub fn find_urls(&self, used: &[usize], names: &mut Names) {
        for slot in used.iter().filter(|slot| self.is_in_url(**slot)) {
            if let What::Words(line) = self.slots[*slot].what
                && let [word] | [word, ..] = &self.lines[line as usize][..]
                && let Some(name) = names.find(word)
            {
                names.set_in_url(name);
            }
        }
    }

    /// Whether these braces are in a URL.
    pub(super) fn is_in_url(&self, slot: usize) -> bool {
        self.part_of_url(slot).is_some()
    }

    /// Refuses a recipe in the user or password of a URL if its values could end that part.
    ///
    /// # Errors
    /// The recipe has a character that the user and password of a URL must not contain.
    pub fn check_url(&self, slot: usize) -> Result<()> {
        let held = self.recipe(slot).and_then(Recipe::characters);
        let Some(character) = held
            .unwrap_or_default()
            .into_iter()
            .find(|held| !is_taken(*held))
        else {
            return Ok(());
        };
        if self.part_of_url(slot) != Some(Part::UserInfo) {
            return Ok(());
        }
        Err(hinted(
            format!(
                "values of this recipe can hold {}, which the password of a URL does not take",
                character.escape_default()
            ),
            "use hex or urlsafe, or password with --safe url instead of a set",
        )
        .context(self.place(self.range(slot).start)))
    }

    /// Refuses a value that would end the user or password of the URL around it.
    pub(super) fn check_value_in_url(&self, slot: usize, value: &[u8]) -> Result<()> {
        let has_others = value.iter().any(|byte| !is_taken(char::from(*byte)));
        if has_others && self.part_of_url(slot) == Some(Part::UserInfo) {
            return Err(hinted(
                format!(
                    "{}: the value for this place has a character that the password of a URL does not take",
                    self.place(self.range(slot).start)
                ),
                "write the URL in the file by hand, with % and two hex digits for such characters, or rotate the value",
            ));
        }
        Ok(())
    }

    fn part_of_url(&self, slot: usize) -> Option<Part> {
        let range = self.range(slot);
        let first = self
            .text
            .floor_char_boundary(range.start.saturating_sub(REACH));
        self.text[first..range.start].rfind("://")?;
        let before = self.without_recipes(first, range.start);
        let inside = &before[before.rfind("://")? + 3..];
        if inside.contains(ENDS) {
            return None;
        }
        let last = self
            .text
            .ceil_char_boundary(self.text.len().min(range.end + REACH));
        let after = self.without_recipes(range.end, last);
        let end = after.find(['/', '?', '#']).unwrap_or(after.len());
        let end = after.find(ENDS).unwrap_or(end).min(end);
        let is_user_info = !inside.contains(['/', '?', '#', '@']) && after[..end].contains('@');
        Some(if is_user_info {
            Part::UserInfo
        } else {
            Part::Other
        })
    }

    /// A range of the text, with each recipe replaced with a letter.
    fn without_recipes(&self, start: usize, end: usize) -> String {
        let mut text = String::with_capacity(end - start);
        let mut from = start;
        let before = self.slots_in(&(0..start)).end;
        for slot in before.saturating_sub(1)..self.slots_in(&(0..end)).end {
            let braces = self.range(slot);
            text.push_str(self.text.get(from..braces.start).unwrap_or_default());
            text.push('x');
            from = from.max(braces.end);
        }
        text.push_str(self.text.get(from..end).unwrap_or_default());
        text
    }
}

/// Whether the user and password of a URL may contain a character without an escape. All characters
/// beyond ASCII are accepted, as in RFC 3987.
fn is_taken(character: char) -> bool {
    !character.is_ascii() || character.is_ascii_alphanumeric() || USER_INFO.contains(character)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::CATALOGUE;

    #[test]
    fn recipes_in_a_url_are_distinguished_from_recipes_beside_it() {
        let long = "x".repeat(2 * REACH);
        for (text, part) in [
            ("U=pg://app:{{ a }}@h/d", Some(Part::UserInfo)),
            ("U=pg://{{ a }}@h", Some(Part::UserInfo)),
            ("U=pg://{{ a }}:{{ 'b@/ #' }}@h", Some(Part::UserInfo)),
            ("U='pg://{{ '/@' }}:{{ a }}@h'", Some(Part::UserInfo)),
            (
                r#"{"a": "b://c", "d": "e://f:{{ a }}@g"}"#,
                Some(Part::UserInfo),
            ),
            ("U=pg://a:b@{{ a }}/d", Some(Part::Other)),
            ("U=pg://h/{{ a }}", Some(Part::Other)),
            ("U=pg://h?p={{ a }}&m=a@b", Some(Part::Other)),
            ("U=pg://h:{{ a }}", Some(Part::Other)),
            ("U=pg://h:{{ a }}/@", Some(Part::Other)),
            ("U=pg://app:{{ a }} a@b", Some(Part::Other)),
            ("U={{ a }}://app@h", None),
            ("U={{ a }}@h", None),
            ("U=pg://h V={{ a }}@h", None),
            ("U='pg://h' V='{{ a }}@h'", None),
            ("U=pg://h\n{{ a }}@h", None),
            ("U={{ ':// a' }}{{ a }}@h", None),
            (&format!("U=pg://{long}{{{{ a }}}}@h"), None),
            (&format!("U=pg://é:{{{{ a }}}}é{long}@h"), Some(Part::Other)),
        ] {
            let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
            template.find_braces(false).unwrap();
            let mut slots = template.all();
            let slot = slots.find(|slot| &text[template.range(*slot)] == "{{ a }}");
            assert_eq!(template.part_of_url(slot.unwrap()), part, "{text}");
        }
    }
}
