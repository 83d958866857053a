//! Ranges in a set of characters, such as `a-z`, and texts that only look like a range or a class.

use anyhow::{Error, Result};

use super::Class;
use crate::message::{hinted, quoted};

/// Replaces the ranges in `text` by their characters. A range has two ASCII letters of the same case, or
/// two digits, in ascending order, such as `a-z` and `0-9`. Any other hyphen is a character.
///
/// # Errors
/// Characters look like a range or a class, but as single characters they would make a weak set: the ends
/// of a range are of two kinds or in descending order, or a backslash is before a letter or digit.
pub fn expand(text: &str) -> Result<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut expanded = String::with_capacity(text.len());
    let mut rest = &characters[..];
    while let [first, after @ ..] = rest {
        rest = after;
        match after {
            ['-', last, after @ ..] if is_range(*first, *last) => {
                expanded.extend(*first..=*last);
                rest = after;
            }
            ['-', last, ..] if looks_like_range(*first, *last) => {
                return Err(no_range(*first, *last));
            }
            [letter, ..] if *first == '\\' && letter.is_ascii_alphanumeric() => {
                return Err(no_class(*letter));
            }
            _ => expanded.push(*first),
        }
    }
    Ok(expanded)
}

fn is_range(first: char, last: char) -> bool {
    let is_both = first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric();
    is_both && Class::of(first) == Class::of(last) && first < last
}

fn looks_like_range(first: char, last: char) -> bool {
    (first, last) == ('!', '~')
        || first.is_alphanumeric() && last.is_alphanumeric() && first != last
}

fn no_range(first: char, last: char) -> Error {
    let range = format!("{first}-{last}");
    let at_the_end = "put the - at the end where it is meant as itself";
    if (first, last) == ('!', '~') {
        return hinted(
            format!("the range '{range}' is no range of a set"),
            format!("all visible characters of ASCII are '[:printable:]'; {at_the_end}"),
        );
    }
    if !first.is_ascii() || !last.is_ascii() {
        return hinted(
            format!("the range '{range}' has an end beyond ASCII"),
            format!("write its characters out, or {at_the_end}"),
        );
    }
    let (one, other) = (Class::of(first), Class::of(last));
    if one == other {
        return hinted(
            format!("the range '{range}' ends before it begins"),
            format!("give {last}-{first}, or {at_the_end}"),
        );
    }
    let up = one.ascii().chars().next_back().unwrap_or(first);
    let down = other.ascii().chars().next().unwrap_or(last);
    let part = |from: char, to: char| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    let parts = part(first, up) + &part(down, last);
    hinted(
        format!("the range '{range}' has ends of two kinds"),
        format!("give {parts}, or {at_the_end}"),
    )
}

/// The backslash before `letter` is no class, as it is in a regular expression.
fn no_class(letter: char) -> Error {
    let class = match letter {
        'd' => Some("[:digits:]"),
        'w' => Some("[:alnum:]_"),
        _ => None,
    };
    let at_the_end = r"put the \ at the end where it is meant as itself";
    hinted(
        format!(r"'\{letter}' is no class in a set, but a backslash and a character"),
        match class {
            Some(class) => format!("write {}, or {at_the_end}", quoted(class)),
            None => at_the_end.to_owned(),
        },
    )
}
