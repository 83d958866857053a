//! Slips in a template that would leave a value that everybody can guess, or that nothing reads.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};

use crate::commands::fill::field::Field;
use crate::commands::fill::template::{Part, Template};
use crate::message::hinted;

/// What begins a recipe in the syntax of other programs, or in braces that are one too few.
const OPENINGS: [&str; 6] = ["{", "${", "$(", "[[", "<%=", "`"];

/// Refuses values that only look like recipes, recipes with an extra brace, and plain text in the `data`
/// of a Kubernetes Secret.
///
/// # Errors
/// There is such a value. The error has its place.
pub fn check(template: &Template, fields: &[Field]) -> Result<()> {
    let secrets = secrets(fields);
    for field in fields {
        let error = if field.has_recipe() {
            stray_brace(field)
                .or_else(|| dollar(field))
                .or_else(|| plain_data(template, field, &secrets))
        } else {
            almost_a_recipe(template, &field.raw)
        };
        if let Some(error) = error {
            return Err(error.context(template.place(field.offset)));
        }
    }
    Ok(())
}

/// A value such as `{ hex 16 }` or `$(secrets hex 16)`, which would be written as it is.
fn almost_a_recipe(template: &Template, raw: &str) -> Option<anyhow::Error> {
    let raw = raw.trim();
    let opening = OPENINGS.iter().find(|opening| raw.starts_with(**opening))?;
    let inside = raw[opening.len()..].trim_start_matches(['{', ' ']);
    let inside = inside.trim_end_matches(['}', ')', ']', '>', '%', '`', ' ']);
    let inside = inside.strip_prefix("secrets ").unwrap_or(inside);
    let mut words = inside.split_whitespace();
    let command = words.next().filter(|word| template.is_taken(word))?;
    // A lone word is the name of a variable, as in ${password}.
    if words.next().is_none() && !raw.contains("secrets ") && !raw.contains(' ') {
        return None;
    }
    Some(hinted(
        format!("{raw} is no recipe of '{command}', and would be the value as it is"),
        format!("write {{{{ {inside} }}}}, or {{{{{{{{ for two braces that are text"),
    ))
}

/// A closing brace beside a recipe, without the one that it closes.
fn stray_brace(field: &Field) -> Option<anyhow::Error> {
    let mut open = 0_usize;
    for part in &field.parts {
        let Part::Text(text) = part else { continue };
        for character in text.chars() {
            match character {
                '{' => open += 1,
                '}' if open == 0 => {
                    return Some(anyhow!(
                        "a brace }} beside the recipe closes nothing, and would be a part of the value"
                    ));
                }
                '}' => open -= 1,
                _ => {}
            }
        }
    }
    None
}

/// A $ directly before a recipe, as in the templates of GitHub: a part of the value, or, with the value, the
/// name of a variable.
fn dollar(field: &Field) -> Option<anyhow::Error> {
    let mut before = field.texts_before_recipes();
    if field.quote == Some(b'\'') || !before.any(|text| text.ends_with('$')) {
        return None;
    }
    Some(hinted(
        "the $ before the recipe would be read together with its value",
        "leave it out: a recipe is {{ … }}, without ${{ … }}",
    ))
}

/// The paths of the Kubernetes Secrets, each with a dot at its end, or empty for the whole document.
fn secrets(fields: &[Field]) -> BTreeSet<&str> {
    let kinds = fields.iter().filter(|field| field.raw == "Secret");
    kinds
        .filter_map(|field| field.key.strip_suffix("kind"))
        .collect()
}

/// A recipe in the `data` of one of the `secrets` whose values are not base64.
fn plain_data(
    template: &Template,
    field: &Field,
    secrets: &BTreeSet<&str>,
) -> Option<anyhow::Error> {
    let (secret, _) = field.key.rsplit_once("data.")?;
    if !secrets.contains(secret) || field.slots().all(|slot| template.is_base64(slot)) {
        return None;
    }
    Some(hinted(
        format!(
            "{} of a Secret is in base64, which this recipe does not make",
            field.key
        ),
        "move the key below stringData, or write {{ base64 NAME }} of a named recipe",
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::CATALOGUE;
    use crate::commands::fill::format::Format;
    use crate::commands::fill::job::Job;
    use crate::recipe::Carrier;

    /// What a template is refused for, if it is.
    fn refusal(text: &str, format: Format) -> Option<String> {
        let template = Template::new(Path::new("t"), text, &CATALOGUE);
        let job = Job::new(template, format, Carrier::ANY, None, false);
        let built = job.and_then(|job| Job::build(&mut [job]));
        built.err().map(|error| format!("{error:#}"))
    }

    #[test]
    fn what_looks_like_a_recipe_is_one_or_is_refused() {
        for value in [
            "{ hex 16 }",
            "{ hex }",
            "{ { hex 16 } }",
            "{hex 16}",
            "${ hex 16 }}",
            "$(secrets hex 16)",
            "`secrets hex`",
            "[[ hex 16 ]]",
            "<%= hex 16 %>",
        ] {
            let error = refusal(&format!("A={{{{ hex }}}}\nB='{value}'\n"), Format::Dotenv);
            assert!(error.unwrap().contains("is no recipe of 'hex'"), "{value}");
        }
        for value in [
            "${password}",
            "{}",
            "{ a b }",
            "[hex]",
            "$(pwd)",
            "{\"hex\": 1}",
            "hex 16",
        ] {
            let error = refusal(&format!("A={{{{ hex }}}}\nB='{value}'\n"), Format::Dotenv);
            assert_eq!(error, None, "{value}");
        }
    }

    #[test]
    fn a_brace_beside_a_recipe_closes_one() {
        for (value, is_fine) in [
            ("{{ hex }}}", false),
            ("x}{{ hex }}", false),
            ("{\"a\":\"{{ hex }}\"}", true),
            ("{{ hex }}{}", true),
        ] {
            let error = refusal(&format!("A='{value}'\n"), Format::Dotenv);
            assert_eq!(error.is_none(), is_fine, "{value}: {error:?}");
        }
    }

    #[test]
    fn a_recipe_is_not_read_together_with_the_text_before_it() {
        for (line, format, what) in [
            ("A=${{ hex }}", Format::Dotenv, Some("the $ before")),
            ("A=\"x${{ hex }}\"", Format::Dotenv, Some("the $ before")),
            ("A: ${{ hex }}", Format::Yaml, Some("the $ before")),
            (
                "A=x\\{{ hex }}",
                Format::Dotenv,
                Some("the backslash before"),
            ),
            ("A=`{{ hex }}`", Format::Dotenv, Some("in backticks")),
            ("A=\"`{{ hex }}`\"", Format::Dotenv, Some("in backticks")),
            ("A='$`\\{{ hex }}$'", Format::Dotenv, None),
            ("A=$USER:{{ hex }}", Format::Dotenv, None),
            ("A: 'C:\\{{ hex }}`'", Format::Yaml, None),
        ] {
            let error = refusal(&format!("{line}\n"), format);
            assert_eq!(error.is_some(), what.is_some(), "{line}: {error:?}");
            assert!(
                what.is_none_or(|what| error.unwrap().contains(what)),
                "{line}"
            );
        }
    }

    #[test]
    fn the_data_of_a_secret_is_base64() {
        let text = |key: &str, recipe: &str| {
            format!(
                "kind: Secret\nstringData:\n  p: \"{{{{ p = password }}}}\"\n{key}:\n  k: \"{{{{ {recipe} }}}}\"\n"
            )
        };
        for (key, recipe, is_fine) in [
            ("data", "hex 16", false),
            ("data", "password", false),
            ("data", "bytes 32 -e base64", true),
            ("data", "base64 p", true),
            ("other", "hex 16", true),
        ] {
            let error = refusal(&text(key, recipe), Format::Yaml);
            assert_eq!(error.is_none(), is_fine, "{key} {recipe}: {error:?}");
        }
    }
}
