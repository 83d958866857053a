//! Texts with all values: lines for a shell, a report for GitLab.

use anyhow::{Result, bail, ensure};

use super::Made;
use crate::commands::fill::field::{Field, Piece};
use crate::commands::fill::template::{Part, Template};
use crate::message::hinted;
use crate::recipe::{Draw, Recipe};
use crate::secret::Secret;

/// The fewest characters of a variable that GitLab masks.
const LEAST_GITLAB: usize = 8;

/// The form of a text.
pub enum TextForm {
    Shell,
    /// A file for `artifacts:reports:dotenv` of GitLab.
    Gitlab,
}

impl TextForm {
    /// Formats all values.
    pub fn render(&self, made: &Made) -> Result<Secret> {
        ensure!(
            !made.is_empty(),
            "no key of the template has a recipe, so there is nothing to write"
        );
        let mut text = Secret::with_capacity(256);
        match self {
            Self::Shell => {
                for (key, pieces) in made {
                    text.extend(format!("export {key}='").as_bytes());
                    for byte in Piece::join(pieces).as_bytes() {
                        match byte {
                            b'\'' => text.extend(b"'\\''"),
                            0 => bail!("the value of {key} has a NUL byte, which no shell takes"),
                            byte => text.push(*byte),
                        }
                    }
                    text.extend(b"'\n");
                }
            }
            Self::Gitlab => {
                for (key, pieces) in made {
                    let value = Piece::join(pieces);
                    check_masked(key, value.as_bytes())?;
                    for part in [key.as_bytes(), b"=", value.as_bytes(), b"\n"] {
                        text.extend(part);
                    }
                }
            }
        }
        Ok(text)
    }
}

/// Whether GitLab masks a value with this byte: `Ci::Maskable` in its source.
fn is_masked(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_+=/@:.~-".contains(&byte)
}

/// Refuses a field whose values GitLab could not read or mask.
///
/// # Errors
/// The key has characters other than letters, digits and _, or values are too short or have bytes
/// that GitLab does not mask.
pub fn check_gitlab(template: &Template, field: &Field) -> Result<()> {
    let key = &field.key;
    ensure!(
        key.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        "GitLab does not take the key {key}: letters, digits and _"
    );
    let mut least = 0;
    for part in &field.parts {
        let foreign = match part {
            Part::Text(text) => {
                least += text.len();
                text.chars().find(|other| !is_masked_character(*other))
            }
            Part::Slot(slot) => {
                let recipe = template.recipe(*slot);
                let form = recipe.map(Draw::form);
                least += form
                    .and_then(|form| form.least_length)
                    .map_or(LEAST_GITLAB, |least| least as usize);
                let held = recipe.and_then(Recipe::characters);
                let held = held.into_iter().flatten();
                held.into_iter().find(|other| !is_masked_character(*other))
            }
        };
        if let Some(character) = foreign {
            return Err(unmasked(key, character));
        }
    }
    ensure!(least >= LEAST_GITLAB, too_short(key));
    Ok(())
}

fn is_masked_character(character: char) -> bool {
    u8::try_from(character).is_ok_and(is_masked)
}

fn too_short(key: &str) -> String {
    format!("{key} can have fewer than {LEAST_GITLAB} characters, and GitLab masks no such value")
}

fn unmasked(key: &str, character: char) -> anyhow::Error {
    hinted(
        format!(
            "{key} can hold '{}', and GitLab masks letters, digits and _+=/@:.~- alone",
            character.escape_default()
        ),
        "use hex, urlsafe or password without a set",
    )
}

/// Refuses a value that GitLab would not mask.
fn check_masked(key: &str, value: &[u8]) -> Result<()> {
    ensure!(value.len() >= LEAST_GITLAB, too_short(key));
    match value.iter().find(|byte| !is_masked(**byte)) {
        Some(byte) => Err(unmasked(key, char::from(*byte))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_a_reader_would_cut_is_refused() {
        for (value, in_shell, in_gitlab) in [
            ("abcdefg=", true, true),
            ("abcdefg", true, false),
            ("abcdefg !", true, false),
            ("abcdefg\n", true, false),
            ("abcdefg\0", false, false),
        ] {
            let pieces = [Piece::Text(value.to_owned())];
            let made = [("A", &pieces[..])];
            assert_eq!(TextForm::Shell.render(&made).is_ok(), in_shell, "{value:?}");
            assert_eq!(
                TextForm::Gitlab.render(&made).is_ok(),
                in_gitlab,
                "{value:?}"
            );
        }
    }
}
