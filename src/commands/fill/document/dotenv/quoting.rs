//! Restricts drawn values to characters that every reader of a dotenv file reads as the same value.

use anyhow::{Error, Result, bail};

use crate::commands::fill::field::Piece;
use crate::message::hinted;
use crate::secret::Secret;

/// The punctuation that all readers read literally without quotes.
const BARE: &str = "_.-+/:@=,%";

/// The effect of a character without quotes on readers.
const READERS: [(&[char], &str); 8] = [
    (&[' ', '\t'], "shells end the value there"),
    (&['\n', '\r', '\0'], "every reader ends the value there"),
    (
        &['#'],
        "node, npm's dotenv, ruby dotenv, phpdotenv and make begin a comment there",
    ),
    (
        &['$'],
        "shells, dotenv-expand (Next.js, Vite), docker compose and make expand it",
    ),
    (
        &['\\'],
        "shells, ruby dotenv and phpdotenv take it for an escape",
    ),
    (
        &['\'', '"', '`'],
        "shells and most others take it for a quote, and docker run --env-file keeps quotes",
    ),
    (
        &['!', '~', '^', '{', '}', '[', ']', '*', '?'],
        "a shell can expand it",
    ),
    (
        &['&', ';', '|', '<', '>', '(', ')'],
        "a shell ends the command there",
    ),
];

/// The characters that a value in these quotes must not contain.
fn forbidden(quote: u8) -> &'static [char] {
    match quote {
        b'"' => &['"', '\\', '$', '`', '\n', '\r', '\0'],
        b'`' => &['`', '\\', '$', '\n', '\r', '\0'],
        _ => &['\'', '\\', '$', '\n', '\r', '\0'],
    }
}

/// Whether a value may contain a character.
fn is_carried(character: char, quote: Option<u8>) -> bool {
    match quote {
        None => character.is_ascii_alphanumeric() || BARE.contains(character),
        Some(quote) => !forbidden(quote).contains(&character),
    }
}

/// Whether a value that was not drawn may contain the character. This includes $ in single quotes,
/// which only dotenv-expand and make expand.
fn is_taken(character: char, quote: Option<u8>) -> bool {
    is_carried(character, quote) || character == '$' && quote == Some(b'\'')
}

/// Refuses a recipe if some reader does not read one of its `characters` literally.
///
/// # Errors
/// Some reader does not read a character literally.
pub fn check(characters: &[char], quote: Option<u8>) -> Result<()> {
    match characters
        .iter()
        .find(|character| !is_carried(**character, quote))
    {
        Some(character) => Err(refused(
            "values of this recipe can hold",
            *character,
            quote,
            false,
        )),
        None => Ok(()),
    }
}

/// Refuses a hash with $ outside single quotes. In single quotes, only dotenv-expand and make expand $,
/// and no recipe for a hash can avoid it.
///
/// # Errors
/// The hash has other quotes or none.
pub fn check_hash(characters: &[char], quote: Option<u8>) -> Result<()> {
    if quote == Some(b'\'') || !characters.contains(&'$') {
        return Ok(());
    }
    Err(hinted(
        "a hash has $, which most readers of dotenv files expand here",
        "write it in single quotes, as in KEY='{{ hash NAME }}'",
    ))
}

/// The error of a character in a recipe or a value. `is_given` is true if the value was not drawn, so
/// no other recipe can avoid the character.
fn refused(what: &str, character: char, quote: Option<u8>, is_given: bool) -> Error {
    let known = READERS
        .iter()
        .find(|(characters, _)| characters.contains(&character));
    let readers = match (known, quote) {
        (Some((_, readers)), None) => readers,
        _ if character == '$' => "dotenv-expand (Next.js, Vite) and others expand it",
        _ if character == '\\' => "python-dotenv and others take it for an escape",
        (_, Some(_)) => "some readers end the value there",
        (None, None) => "readers differ about it without quotes",
    };
    let shown: String = match character {
        ' ' => "a blank".to_owned(),
        _ => character.escape_default().collect(),
    };
    let hint = match (is_given, is_taken(character, Some(b'\''))) {
        (true, true) => "write the recipe in single quotes in the template: '{{ … }}'",
        (true, false) => "write it in the file by hand, in the form that your readers take",
        (false, _) if quote.is_none() && is_carried(character, Some(b'\'')) => {
            "use hex, urlsafe or password without a set; or, where all your readers take quotes, write them around the recipe: '{{ … }}'"
        }
        (false, _) => "use hex, urlsafe or password without a set",
    };
    hinted(
        format!("{what} {shown}, which not every reader of dotenv files takes here: {readers}"),
        hint,
    )
}

/// Appends the value of an entry, in the quotes of the template.
///
/// # Errors
/// A drawn value contains a character that some reader does not accept.
pub fn write(pieces: &[Piece], quote: Option<u8>, out: &mut Secret) -> Result<()> {
    out.extend(quote.as_slice());
    for piece in pieces {
        if let Some(drawn) = piece.drawn() {
            let Ok(text) = std::str::from_utf8(drawn) else {
                bail!("the value is not text in UTF-8");
            };
            let foreign = text.chars().find(|other| !is_taken(*other, quote));
            if let Some(character) = foreign {
                return Err(refused("the value has", character, quote, true));
            }
        }
        out.extend(piece.as_bytes());
    }
    out.extend(quote.as_slice());
    Ok(())
}
