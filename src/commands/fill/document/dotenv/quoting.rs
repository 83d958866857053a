//! Which characters a drawn value may hold, so that every reader of a dotenv file has the same value.

use anyhow::{Error, Result, bail};

use crate::commands::fill::field::Piece;
use crate::message::hinted;
use crate::secret::Secret;

/// The punctuation that all readers have as it stands, without quotes.
const BARE: &str = "_.-+/:@=,%";

/// What readers do to a character without quotes.
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

/// What a value in these quotes must not hold.
fn forbidden(quote: u8) -> &'static [char] {
    match quote {
        b'"' => &['"', '\\', '$', '`', '\n', '\r', '\0'],
        b'`' => &['`', '\\', '$', '\n', '\r', '\0'],
        _ => &['\'', '\\', '$', '\n', '\r', '\0'],
    }
}

/// Whether a character may stand in a value.
fn is_carried(character: char, quote: Option<u8>) -> bool {
    match quote {
        None => character.is_ascii_alphanumeric() || BARE.contains(character),
        Some(quote) => !forbidden(quote).contains(&character),
    }
}

/// Refuses a recipe whose values can hold one of `characters` that not every reader has as it stands.
///
/// # Errors
/// There is such a character.
pub fn check(characters: &[char], quote: Option<u8>) -> Result<()> {
    match characters
        .iter()
        .find(|character| !is_carried(**character, quote))
    {
        Some(character) => Err(refused("values of this recipe can hold", *character, quote)),
        None => Ok(()),
    }
}

fn refused(what: &str, character: char, quote: Option<u8>) -> Error {
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
    hinted(
        format!("{what} {shown}, which not every reader of dotenv files takes here: {readers}"),
        if quote.is_none() && is_carried(character, Some(b'\'')) {
            "use hex, urlsafe or password without a set; or, where all your readers take quotes, write them around the recipe: '{{ … }}'"
        } else {
            "use hex, urlsafe or password without a set"
        },
    )
}

/// Appends the value of an entry, in the quotes that the template has for it.
///
/// # Errors
/// A drawn value holds a character that not every reader takes.
pub fn write(pieces: &[Piece], quote: Option<u8>, out: &mut Secret) -> Result<()> {
    out.extend(quote.as_slice());
    for piece in pieces {
        if let Some(drawn) = piece.drawn() {
            let Ok(text) = std::str::from_utf8(drawn) else {
                bail!("the value is not text in UTF-8");
            };
            if let Some(character) = text
                .chars()
                .find(|character| !is_carried(*character, quote))
            {
                return Err(refused("a value of this recipe holds", character, quote));
            }
        }
        out.extend(piece.as_bytes());
    }
    out.extend(quote.as_slice());
    Ok(())
}
