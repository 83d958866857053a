//! Writes values in the text of a document.

use std::ops::Range;

use anyhow::{Context, Result};

use super::BYTE_ORDER_MARK;
use crate::commands::fill::field::Piece;
use crate::secret::Secret;
use crate::text::json::json_string;

/// The line ending of the first line of a text.
pub fn newline(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// The end of the line at `at`, after its line ending.
pub fn end_of_line(text: &str, at: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    let newline = text[at..].find('\n');
    newline.map_or(text.len(), |newline| at + newline + 1)
}

/// The start of the line at `at`.
pub fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Appends a value in double quotes, which mean the same in JSON, TOML and YAML.
pub fn quoted(value: &str, out: &mut Secret) {
    out.push(b'"');
    escaped(value, out);
    out.push(b'"');
}

/// Appends the content of a string in double quotes. All invisible characters are escaped, because
/// YAML requires that.
pub fn escaped(value: &str, out: &mut Secret) {
    for character in value.chars() {
        match character {
            '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | BYTE_ORDER_MARK => {
                out.extend(format!("\\u{:04x}", u32::from(character)).as_bytes());
            }
            _ => json_string(character.encode_utf8(&mut [0; 4]), out),
        }
    }
}

/// Appends the text of a value. If there is an `escape` for the template's quotes, only the recipes
/// in the template's text are replaced. Otherwise the whole value is written in double quotes.
pub fn in_place(
    source: &str,
    marks: &[Range<usize>],
    pieces: &[Piece],
    out: &mut Secret,
    escape: impl Fn(&str, &mut Secret) -> bool,
) -> Result<()> {
    let text = |piece: &Piece| {
        let text = std::str::from_utf8(piece.as_bytes()).map(str::to_owned);
        text.context("the value is not text in UTF-8")
    };
    let mut inner = Secret::with_capacity(128);
    let mut from = 0;
    let drawn = pieces.iter().filter(|piece| piece.drawn().is_some());
    // A value from another source replaces the whole text.
    let mut fits = drawn.count() == marks.len();
    for (mark, drawn) in marks
        .iter()
        .zip(pieces.iter().filter(|piece| piece.drawn().is_some()))
    {
        inner.extend(&source.as_bytes()[from..mark.start]);
        fits = fits && escape(&text(drawn)?, &mut inner);
        from = mark.end;
    }
    inner.extend(&source.as_bytes()[from..]);
    if fits {
        out.extend(inner.as_bytes());
    } else {
        let whole: Result<String> = pieces.iter().map(text).collect();
        quoted(&whole?, out);
    }
    Ok(())
}
