//! Recovery codes as people type them.

use super::RECOVERY_GROUP;
use crate::secret::Secret;

/// Brings a typed recovery code into the printed form: groups of `group` characters, 5 by default,
/// with `separator` between them, `-` by default.
///
/// Case, white space, hyphens of any kind and the characters of the separator are ignored. O, I and L
/// become 0, 1 and 1, as Crockford's base32 defines.
pub fn recovery_code(typed: &Secret, group: Option<usize>, separator: Option<&str>) -> Secret {
    let group = group.unwrap_or(RECOVERY_GROUP as usize);
    let separator = separator.unwrap_or("-");
    // Bytes that are not text are no code, and are returned unchanged.
    let Ok(text) = std::str::from_utf8(typed.as_bytes()) else {
        return Secret::copy_of(typed.as_bytes());
    };
    let is_between = |character: char| {
        character.is_whitespace()
            || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            || separator.contains(character)
    };
    let characters = text.chars().filter(|&character| !is_between(character));
    let mut code = Secret::with_capacity(2 * typed.len());
    for (index, character) in characters.enumerate() {
        if index > 0 && index.is_multiple_of(group) {
            code.extend(separator.as_bytes());
        }
        code.push_character(match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            upper => upper,
        });
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_recovery_code_is_brought_into_the_printed_form() {
        let written = |typed: &str, group, separator| {
            let typed = Secret::copy_of(typed.as_bytes());
            let code = recovery_code(&typed, group, separator);
            String::from_utf8(code.as_bytes().to_vec()).unwrap()
        };
        for typed in [
            "ABCDE-0123G-11HJK",
            "abcde-0123g-11hjk",
            "abcdeo123gilhjk",
            " ABCDE 0123G  LiHJK\n",
            "AB-CDE0\u{2013}123G11\u{a0}HJK",
        ] {
            assert_eq!(written(typed, None, None), "ABCDE-0123G-11HJK", "{typed}");
        }
        assert_eq!(written("abcd-e", Some(2), Some(".")), "AB.CD.E");
        assert_eq!(written("a.bcd e", Some(5), Some(". ")), "ABCDE");
        assert_eq!(written("- -\t", None, None), "");
        // U, which the alphabet leaves out, is kept.
        assert_eq!(written("u\u{e4}", None, None), "U\u{e4}");
    }
}
