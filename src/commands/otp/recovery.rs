//! Recovery codes: drawn so that no two are equal, and read as people type them.

use anyhow::{Result, ensure};

use super::{Code, RECOVERY_GROUP};
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;

/// The most recovery codes at once, each of which is compared with those before it.
const MAX_RECOVERY_CODES: u64 = 1000;

/// Codes of which no two are equal.
pub struct Recovery {
    code: Code,
    count: u64,
    drawn: Vec<Secret>,
}

impl Recovery {
    pub fn new(code: Code, count: u64) -> Result<Self> {
        ensure!(
            count <= MAX_RECOVERY_CODES,
            "--recovery makes at most {MAX_RECOVERY_CODES} codes at once, and {count} were asked for"
        );
        Ok(Self {
            code,
            count,
            drawn: Vec::new(),
        })
    }
}

impl Draw for Recovery {
    fn form(&self) -> Form {
        Form {
            count: self.count,
            ..self.code.form()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let start = value.len();
        loop {
            self.code.draw(entropy, value)?;
            let drawn = &value.as_bytes()[start..];
            if self.drawn.iter().all(|other| other.as_bytes() != drawn) {
                self.drawn.push(Secret::copy_of(drawn));
                return Ok(());
            }
            value.truncate(start);
        }
    }
}

impl Recipe for Recovery {
    /// Each code is uniform over all codes; over all but the others, for one who knows those. The
    /// entropy is what it is then.
    fn space(&self) -> Space {
        let others = self.count - 1;
        let mut size = Natural::from(1);
        for _ in 0..self.code.length {
            size.multiply(self.code.characters.len() as u64);
        }
        size.subtract(&Natural::from(others));
        let mut space = Space::of(self.code.description(), SpaceSize::Count(size));
        if others > 0 {
            let rule = format!(
                "all {} codes are different, and the entropy is that of one when the others are known",
                self.count
            );
            space.rules.push(rule);
        }
        space
    }
}

/// What a person has typed of a recovery code, in the form in which the code was written: in groups of
/// `group` characters, 5 unless given, with `separator` between them.
///
/// Case, blanks, hyphens of any kind and the characters of the separator do not count, and O, I and L
/// are the digits that Crockford's base32 has for them.
pub fn recovery_code(typed: &Secret, group: Option<usize>, separator: Option<&str>) -> Secret {
    let group = group.unwrap_or(RECOVERY_GROUP as usize);
    let separator = separator.unwrap_or("-");
    // What is no text is no code either, and stays what it is.
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
    for (place, character) in characters.enumerate() {
        if place > 0 && place.is_multiple_of(group) {
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
    use std::collections::BTreeMap;

    use super::super::tests::{code, drawn};
    use super::*;

    #[test]
    fn every_sequence_of_recovery_codes_comes_equally_often() {
        let mut sequences = BTreeMap::new();
        // Three draws of the four codes, of which the last two may be of no use.
        for number in 0..4u64.pow(3) {
            let numbers = [number / 16, number / 4 % 4, number % 4];
            let mut entropy = Entropy::numbers(&numbers, &[4; 3]);
            let mut recovery = Recovery::new(code("ab", 2, 2), 2).unwrap();
            let first = drawn(&mut recovery, &mut entropy);
            let mut second = Secret::with_capacity(0);
            // Where all draws are the same the tape ends before there is a second code.
            if recovery.draw(&mut entropy, &mut second).is_ok() {
                let sequence = (first, second.as_bytes().to_vec());
                *sequences.entry(sequence).or_insert(0) += 1;
            }
        }
        assert_eq!(sequences.len(), 4 * 3);
        // The second draw or, once the first is repeated, the third: 4 + 1 of 64.
        assert!(sequences.values().all(|&times| times == 5));
    }

    #[test]
    fn a_code_that_repeats_is_drawn_again() {
        let words = [1u64, 1, 1, u64::MAX].map(u64::to_le_bytes).concat();
        let mut recovery = Recovery::new(code("ab", 3, 3), 2).unwrap();
        let mut entropy = Entropy::tape(&words);
        assert_eq!(drawn(&mut recovery, &mut entropy), "aaa");
        assert_eq!(drawn(&mut recovery, &mut entropy), "bbb");
        // Of the 8 codes, 7 are left when the other is known.
        assert_eq!(recovery.space().size.to_string(), "7");
    }

    #[test]
    fn a_typed_recovery_code_is_the_written_one() {
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
        // The letter that the alphabet leaves out is no other one.
        assert_eq!(written("u\u{e4}", None, None), "U\u{e4}");
    }
}
