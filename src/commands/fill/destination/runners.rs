//! The runners of CI jobs: GitHub Actions and Azure Pipelines mask values in the log of a job.

use anyhow::{Result, ensure};

use super::Made;
use crate::commands::fill::field::{Field, Piece};
use crate::commands::fill::template::Template;
use crate::message::hinted;
use crate::output::mask::{MIN_MASKED_BITS, Runner};
use crate::recipe::Draw;
use crate::recipe::byte_string::ByteString;
use crate::recipe::space::Bits;
use crate::secret::Secret;
use crate::text::encoding::Encoding;
use crate::uniform::entropy::Entropy;

/// Refuses recipes whose masks would hide ordinary text in the log. `unmasked` keys get no mask.
pub fn check_masks(template: &Template, fields: &[Field], unmasked: &[String]) -> Result<()> {
    for key in unmasked {
        let mut drawn = fields.iter().filter(|field| field.has_recipe());
        ensure!(
            drawn.any(|field| field.key == *key),
            "--unmasked {key}: the template has no recipe for it"
        );
    }
    let masked = fields.iter().filter(|field| !unmasked.contains(&field.key));
    let slots = masked.flat_map(|field| field.slots().map(|slot| (slot, &field.key)));
    for (slot, key) in slots.filter(|(slot, _)| template.is_drawn(*slot)) {
        let bits = template
            .recipe(slot)
            .map_or(0.0, |recipe| recipe.space().size.bits());
        if bits < MIN_MASKED_BITS {
            let place = template.place(template.range(slot).start);
            return Err(hinted(
                format!(
                    "{place}: a mask for a value of {} would hide ordinary text in the log",
                    Bits(bits)
                ),
                format!("ask for a longer value, or give --unmasked {key} where it is no secret"),
            ));
        }
    }
    Ok(())
}

/// Masks each drawn value, and each value with text around it. Skips `unmasked` keys.
pub fn mask(runner: Runner, made: &Made, unmasked: &[String]) -> Result<()> {
    for (_, pieces) in made.iter().filter(|(key, _)| !is_unmasked(key, unmasked)) {
        for drawn in pieces.iter().filter_map(Piece::drawn) {
            runner.mask(drawn)?;
        }
        if pieces.len() > 1 {
            runner.mask(Piece::join(pieces).as_bytes())?;
        }
    }
    Ok(())
}

fn is_unmasked(key: &str, unmasked: &[String]) -> bool {
    unmasked.iter().any(|unmasked| unmasked == key)
}

/// Lines for `GITHUB_ENV` and `GITHUB_OUTPUT`, with a random delimiter around several lines.
pub fn github(made: &Made) -> Result<Secret> {
    let mut text = Secret::with_capacity(256);
    for (key, pieces) in made {
        let value = Piece::join(pieces);
        ensure!(
            !value.as_bytes().contains(&0),
            "the value of {key} has a NUL byte, which GitHub does not take"
        );
        text.extend(key.as_bytes());
        if value.as_bytes().iter().any(|byte| b"\r\n".contains(byte)) {
            let mut delimiter = Secret::with_capacity(32);
            ByteString::new(16, Some(Encoding::Hex)).draw(&mut Entropy::os(), &mut delimiter)?;
            for part in [
                b"<<",
                delimiter.as_bytes(),
                b"\n",
                value.as_bytes(),
                b"\n",
                delimiter.as_bytes(),
            ] {
                text.extend(part);
            }
        } else {
            text.push(b'=');
            text.extend(value.as_bytes());
        }
        text.push(b'\n');
    }
    Ok(text)
}

/// Commands of Azure Pipelines. Its agent reads %AZP25 as %, and %0D and %0A as line endings.
pub fn azure(made: &Made, unmasked: &[String]) -> Secret {
    let mut text = Secret::with_capacity(256);
    for (key, pieces) in made {
        let is_secret = !is_unmasked(key, unmasked);
        let command = format!("##vso[task.setvariable variable={key};issecret={is_secret}]");
        text.extend(command.as_bytes());
        for byte in Piece::join(pieces).as_bytes() {
            match byte {
                b'%' => text.extend(b"%AZP25"),
                b'\r' => text.extend(b"%0D"),
                b'\n' => text.extend(b"%0A"),
                byte => text.push(*byte),
            }
        }
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_the_runner_would_cut_is_wrapped_or_refused() {
        for (value, wrapped) in [
            ("a b", Some(false)),
            ("a\nB=2", Some(true)),
            ("a\rB=2", Some(true)),
            ("a\0b", None),
        ] {
            let pieces = [Piece::Text(value.to_owned())];
            let made = [("A", &pieces[..])];
            let text = github(&made).ok();
            let found = text.map(|text| text.as_bytes().starts_with(b"A<<"));
            assert_eq!(found, wrapped, "{value:?}");
        }
    }
}
