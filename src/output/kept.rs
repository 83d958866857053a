//! `--keep`: a file of values that is made once and then kept.

use std::process::ExitCode;

use anyhow::{Result, ensure};

use super::flags::OutputArgs;
use crate::files::kept_file::KeptFile;
use crate::hash::HashArgs;
use crate::message::{as_word, counted, hinted};
use crate::recipe::Recipe;
use crate::system::report;

/// The file of `--keep`. It is locked until this is dropped.
pub struct Kept(KeptFile);

impl Kept {
    /// Waits for other runs and reads the file. `None` without `--keep`.
    ///
    /// # Errors
    /// The file can't be read, its directory can't be locked, or `--hash` is given, which needs new
    /// values.
    pub fn lock(args: &OutputArgs, hash: &HashArgs) -> Result<Option<Self>> {
        let Some(path) = args.output.as_deref().filter(|_| args.keep) else {
            return Ok(None);
        };
        ensure!(
            hash.hash.is_none(),
            "--keep has no hash for values that are kept, so it cannot be used with --hash"
        );
        if path.as_os_str() == "-" {
            return Ok(None);
        }
        Ok(Some(Self(KeptFile::lock(path)?)))
    }

    /// Whether the file is not empty.
    pub fn has_values(&self) -> bool {
        !self.0.bytes().is_empty()
    }

    /// Checks that `recipe` could have made the content of the file, and says that the file is kept. The
    /// exit status is 1 if not.
    ///
    /// # Errors
    /// Stderr can't be written to.
    pub fn check(&self, args: &OutputArgs, recipe: &dyn Recipe) -> Result<ExitCode> {
        let path = self.0.path().display();
        let count = args.count.unwrap_or(recipe.form().count);
        let terminator = if args.null { 0 } else { b'\n' };
        let (misfit, hint) = if let Some(mode) = self.0.exposed() {
            let word = as_word(&path.to_string());
            (
                format!("others have access to it, by mode {mode:04o}"),
                format!("if nobody has read it: chmod go= {word}"),
            )
        } else if let Some(misfit) = misfit(self.0.bytes(), count, terminator, recipe) {
            let hint = "look at it, and name another file with --output";
            (misfit, hint.to_owned())
        } else {
            report::note(&format!("kept {path}"))?;
            return Ok(ExitCode::SUCCESS);
        };
        report::report(&hinted(
            format!("{path} is not what this command makes: {misfit}"),
            hint,
        ));
        Ok(ExitCode::from(1))
    }
}

/// The reason why `recipe` cannot have made `content` as `count` values, or `None` if it can.
fn misfit(content: &[u8], count: u64, terminator: u8, recipe: &dyn Recipe) -> Option<String> {
    let mut lines: Vec<&[u8]> = Vec::new();
    if recipe.form().is_raw {
        // Raw values have the same length and no separators.
        lines.extend(content.chunks(content.len().div_ceil(count as usize)));
    } else {
        let content = content.strip_suffix(&[terminator]).unwrap_or(content);
        lines.extend(content.split(|byte| *byte == terminator));
    }
    let found = lines.len() as u64;
    if count > found || !found.is_multiple_of(count) {
        return Some(format!(
            "{} for {}",
            counted(found, "line"),
            counted(count, "value")
        ));
    }
    let values = lines.chunks((found / count) as usize);
    let wrong = values
        .map(|lines| lines.join(&terminator))
        .position(|value| !could_be(recipe, &value));
    match wrong {
        Some(_) if count == 1 => Some("its value has another form or is weaker".to_owned()),
        Some(index) => Some(format!("value {} has another form or is weaker", index + 1)),
        None => None,
    }
}

/// Whether `recipe` could have made `value`. A value that repeats a single byte is refused.
fn could_be(recipe: &dyn Recipe, value: &[u8]) -> bool {
    /// Weaker values can repeat a single byte by chance.
    const TELLING_BITS: f64 = 24.0;
    let bits = recipe.space().size.bits();
    let length = 8.0 * value.len() as f64;
    if recipe.form().is_raw {
        return length == bits;
    }
    let is_one_byte = value.iter().all(|byte| Some(byte) == value.first());
    !(is_one_byte && bits >= TELLING_BITS)
        && length >= bits
        && std::str::from_utf8(value).is_ok_and(|text| recipe.can_give(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::CATALOGUE;
    use crate::recipe::Carrier;
    use crate::recipe::byte_string::ByteString;

    fn recipe(words: &[&str]) -> Box<dyn Recipe> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        (CATALOGUE.recipe)(&words, Carrier::ANY).unwrap()
    }

    #[test]
    fn content_that_a_recipe_cannot_have_made_is_a_misfit() {
        let fits = |words: &[&str], count, content: &str| {
            misfit(content.as_bytes(), count, b'\n', &*recipe(words)).is_none()
        };
        let hex = &["hex", "4"][..];
        for (count, content, expected) in [
            (1, "0123abcd\n", true),
            (1, "0123abcd", true),
            (1, "0123abc", false),
            (1, "0123abcg", false),
            (1, "aaaaaaaa", false),
            (1, "0123abcd\n\n", false),
            (1, "\n", false),
            (2, "0123abcd\n01234567\n", true),
            (2, "0123abcd\n", false),
            (2, "0123abcd\n0123\n", false),
            (2, "0123abcd\n01234567\n01234567\n", false),
        ] {
            assert_eq!(fits(hex, count, content), expected, "{count}: {content}");
        }
        let jwk = &["for", "jwk"][..];
        let made = r#"{"kty":"oct","use":"sig","alg":"HS256","k":"oXFgLwGakcN0mMBtifXqPB84Atr12fCq20-CJ0AjYs8"}"#;
        assert!(fits(jwk, 1, made) && fits(jwk, 2, &format!("{made}\n{made}\n")));
        assert!(!fits(jwk, 1, &made.replace("oXFg", "oXF")));
        assert!(!fits(jwk, 1, &made.replace("HS256", "HS512")));
    }

    #[test]
    fn raw_values_must_have_the_right_length() {
        let raw = ByteString::new(4, None);
        for (length, count, expected) in [
            (4, 1, true),
            (3, 1, false),
            (8, 2, true),
            (7, 2, false),
            (1, 2, false),
        ] {
            let content: Vec<u8> = (0..length).collect();
            assert_eq!(
                misfit(&content, count, b'\n', &raw).is_none(),
                expected,
                "{length}, {count}"
            );
        }
    }
}
