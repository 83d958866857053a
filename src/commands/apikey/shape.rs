//! The shape of a key: draws a key, checks a key and gives the regular expression that finds keys.

use anyhow::{Result, ensure};
use clap::ValueEnum;
use subtle::ConstantTimeEq;

use super::checksum::{self, checksum};
use crate::hash::store::ID_CHARS;
use crate::recipe::Draw;
use crate::recipe::characters::Characters;
use crate::recipe::space::SpaceSize;
use crate::secret::Secret;
use crate::uniform::alphabet::{BASE58, BASE62, BASE64URL, CROCKFORD, HEX};
use crate::uniform::entropy::Entropy;

/// The most characters of the random part.
pub const MAX_CHARS: u64 = 1024;

/// The characters of the random part.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Alphabet {
    /// Digits and a to f, 4 bits a character
    Hex,
    /// Digits, upper case, lower case, 5.95 bits
    Base62,
    /// Bitcoin's alphabet without 0, O, I and l, 5.86 bits
    Base58,
    /// Crockford's base32 without I, L, O and U, 5 bits
    Crockford,
    /// Letters, digits, - and _, 6 bits
    Base64url,
}

impl Alphabet {
    pub fn characters(self) -> &'static [u8] {
        match self {
            Self::Hex => HEX,
            Self::Base62 => BASE62,
            Self::Base58 => BASE58,
            Self::Crockford => CROCKFORD,
            Self::Base64url => BASE64URL,
        }
    }

    /// The characters as a class of a regular expression.
    fn class(self) -> &'static str {
        match self {
            Self::Hex => "[0-9a-f]",
            Self::Base62 => "[0-9A-Za-z]",
            Self::Base58 => "[1-9A-HJ-NP-Za-km-z]",
            Self::Crockford => "[0-9A-HJKMNP-TV-Z]",
            Self::Base64url => "[0-9A-Za-z_-]",
        }
    }

    /// The fewest characters with at least `bits` of entropy.
    pub fn chars_for(self, bits: u64, no_leading_hyphen: bool) -> u64 {
        let per_character = (self.characters().len() as f64).log2();
        let chars = (bits as f64 / per_character).ceil() as u64;
        let size = SpaceSize::Product(
            self.characters().len() as u64 - 1,
            self.characters().len() as u64,
            chars - 1,
        );
        chars + u64::from(no_leading_hyphen && !size.holds(bits))
    }

    /// Whether every byte of `text` is a character of this alphabet.
    ///
    /// Each byte is compared with each character, so that the time reveals nothing about a key.
    fn holds(self, text: &[u8]) -> bool {
        let is_character = |byte: &u8| {
            let characters = self.characters().iter();
            characters.fold(0, |found, character| found | u8::from(byte == character))
        };
        text.iter().map(is_character).fold(1, |all, one| all & one) == 1
    }

    /// The recipe of `length` characters, each drawn on its own.
    fn times(self, length: usize) -> Characters {
        Characters {
            alphabet: self.characters(),
            length,
            no_leading_hyphen: false,
            allow_weak: false,
        }
    }
}

/// The parts of a key: prefix, optional id with an underscore, random part and optional checksum.
#[derive(Clone)]
pub struct Shape {
    /// The prefix with its underscore, or empty.
    pub prefix: String,
    pub id: bool,
    pub alphabet: Alphabet,
    /// The length of the random part.
    pub chars: usize,
    /// Whether a hyphen is refused as the first character of the random part.
    pub no_leading_hyphen: bool,
    /// Whether the key ends with the checksum of everything between the prefix and the checksum.
    pub checksum: bool,
}

/// The result of checking a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Valid,
    WrongPrefix,
    WrongLength,
    WrongCharacter,
    BadChecksum,
}

impl Verdict {
    pub fn text(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::WrongPrefix => "invalid: wrong prefix",
            Self::WrongLength => "invalid: wrong length",
            Self::WrongCharacter => "invalid: wrong character",
            Self::BadChecksum => "invalid: bad checksum",
        }
    }
}

impl Shape {
    /// Refuses more than `MAX_CHARS` characters, and options that disagree or have no effect.
    pub fn check(&self) -> Result<()> {
        ensure!(
            self.chars as u64 <= MAX_CHARS,
            "the random part of a key has at most {MAX_CHARS} characters, and {} were asked for",
            self.chars
        );
        ensure!(
            !self.id || self.alphabet != Alphabet::Base64url,
            "--id and --encoding base64url disagree: an underscore ends the id, and base64url has underscores"
        );
        let can_begin = self.alphabet == Alphabet::Base64url && self.prefix.is_empty();
        ensure!(
            !self.no_leading_hyphen || can_begin,
            "--no-leading-hyphen has no effect: only a key of --encoding base64url without a prefix can begin with -"
        );
        Ok(())
    }

    /// The length of a key.
    pub fn length(&self) -> usize {
        self.prefix.len() + self.id_length() + self.secret_length()
    }

    /// The length of the id with the underscore after it, or 0 without an id.
    pub fn id_length(&self) -> usize {
        if self.id { ID_CHARS + 1 } else { 0 }
    }

    /// The length of the random part and the checksum.
    pub fn secret_length(&self) -> usize {
        self.chars + if self.checksum { checksum::DIGITS } else { 0 }
    }

    /// The recipe of the random part.
    pub fn random(&self) -> Characters {
        Characters {
            no_leading_hyphen: self.no_leading_hyphen,
            ..self.alphabet.times(self.chars)
        }
    }

    /// Appends a new key.
    pub fn draw(&self, entropy: &mut Entropy, key: &mut Secret) -> Result<()> {
        key.extend(self.prefix.as_bytes());
        let start = key.len();
        if self.id {
            Alphabet::Base58.times(ID_CHARS).draw(entropy, key)?;
            key.push(b'_');
        }
        self.random().draw(entropy, key)?;
        if self.checksum {
            let digits = checksum(&key.as_bytes()[start..]);
            key.extend(&digits);
        }
        Ok(())
    }

    /// Whether `key` has this shape, and if not, the first rule that it breaks.
    pub fn verdict(&self, key: &[u8]) -> Verdict {
        let Some(rest) = key.strip_prefix(self.prefix.as_bytes()) else {
            return Verdict::WrongPrefix;
        };
        if key.len() != self.length() {
            return Verdict::WrongLength;
        }
        let (body, digits) = rest.split_at(self.id_length() + self.chars);
        let (id, random) = body.split_at(self.id_length());
        let id_holds = match id {
            [id @ .., underscore] => *underscore == b'_' && Alphabet::Base58.holds(id),
            [] => true,
        };
        let hyphen = self.no_leading_hyphen && random.starts_with(b"-");
        if !id_holds || hyphen || !self.alphabet.holds(random) || !Alphabet::Base62.holds(digits) {
            return Verdict::WrongCharacter;
        }
        if self.checksum && !bool::from(checksum(body).ct_eq(digits)) {
            return Verdict::BadChecksum;
        }
        Verdict::Valid
    }

    /// A regular expression for secret scanners. It finds keys within text, but not within a longer
    /// word.
    pub fn regex(&self, syntax: Syntax) -> String {
        let id = if self.id {
            format!("{}{{{ID_CHARS}}}_", Alphabet::Base58.class())
        } else {
            String::new()
        };
        let checksum = if self.checksum { checksum::REGEX } else { "" };
        let (prefix, class, chars) = (&self.prefix, self.alphabet.class(), self.chars);
        let key = if self.no_leading_hyphen {
            format!("[0-9A-Za-z_]{class}{{{}}}{checksum}", chars - 1)
        } else {
            format!("{prefix}{id}{class}{{{chars}}}{checksum}")
        };
        // A key of base64url may begin or end with a hyphen, where \b does not match. \b is kept where
        // it works: it consumes no character, so two keys with one character between them are found.
        let ends = self.alphabet == Alphabet::Base64url;
        let begins = ends && self.prefix.is_empty();
        let other = |hyphen| if hyphen { "0-9A-Za-z_-" } else { "0-9A-Za-z_" };
        let (before, after) = (other(begins), other(ends));
        match syntax {
            Syntax::Re2 => {
                let before = if begins {
                    "(?:^|[^0-9A-Za-z_-])"
                } else {
                    r"\b"
                };
                let after = if ends { "(?:[^0-9A-Za-z_-]|$)" } else { r"\b" };
                format!("{before}({key}){after}")
            }
            Syntax::Pcre => format!("(?<![{before}]){key}(?![{after}])"),
            Syntax::Posix => format!("(^|[^{before}])({key})([^{after}]|$)"),
        }
    }
}

/// The syntax of a regular expression.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Syntax {
    Re2,
    Pcre,
    Posix,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::message::value_name;

    fn github() -> Shape {
        Shape {
            prefix: "acme_".to_owned(),
            id: false,
            alphabet: Alphabet::Base62,
            chars: 30,
            no_leading_hyphen: false,
            checksum: true,
        }
    }

    fn with_id() -> Shape {
        Shape {
            id: true,
            alphabet: Alphabet::Base58,
            chars: 24,
            checksum: false,
            ..github()
        }
    }

    #[test]
    fn every_drawn_number_gives_a_different_key() {
        for &alphabet in Alphabet::value_variants() {
            let of = alphabet.characters().len() as u64;
            let shape = Shape {
                alphabet,
                chars: 2,
                ..github()
            };
            let mut keys = BTreeSet::new();
            for number in 0..of * of {
                // One random number gives both characters.
                let mut entropy = Entropy::numbers(&[number], &[of * of]);
                let mut key = Secret::with_capacity(0);
                shape.draw(&mut entropy, &mut key).unwrap();
                assert_eq!(shape.verdict(key.as_bytes()), Verdict::Valid);
                let random = &key.as_bytes()[shape.prefix.len()..][..2];
                keys.insert(random.to_vec());
            }
            assert_eq!(keys.len() as u64, of * of, "{}", value_name(&alphabet));
        }
    }

    #[test]
    fn the_id_is_drawn_apart_from_the_random_part() {
        let shape = Shape {
            chars: 2,
            ..with_id()
        };
        let numbers = [57, 58 * 58 - 2];
        let mut entropy = Entropy::numbers(&numbers, &[58u64.pow(8), 58 * 58]);
        let mut key = Secret::with_capacity(0);
        shape.draw(&mut entropy, &mut key).unwrap();
        assert_eq!(key.as_bytes(), b"acme_1111111z_zy");
    }

    #[test]
    fn a_drawn_key_is_valid_and_every_change_is_detected() {
        for shape in [github(), with_id()] {
            let mut key = Secret::with_capacity(0);
            shape.draw(&mut Entropy::os(), &mut key).unwrap();
            let key = key.as_bytes();
            assert_eq!(shape.verdict(key), Verdict::Valid);
            assert_eq!(key.len(), shape.length());
            assert_eq!(shape.verdict(&key[..key.len() - 1]), Verdict::WrongLength);
            assert_eq!(shape.verdict(&[key, b"0"].concat()), Verdict::WrongLength);
            assert_eq!(shape.verdict(&key[1..]), Verdict::WrongPrefix);
            assert_eq!(shape.verdict(b""), Verdict::WrongPrefix);
            for place in shape.prefix.len()..key.len() {
                let mut changed = key.to_vec();
                changed[place] = b'-';
                assert_eq!(shape.verdict(&changed), Verdict::WrongCharacter);
                changed[place] = if key[place] == b'x' { b'y' } else { b'x' };
                if shape.checksum {
                    assert_eq!(shape.verdict(&changed), Verdict::BadChecksum);
                }
            }
        }
    }

    #[test]
    fn the_published_examples_are_valid() {
        let published = [&b"acme_"[..], b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", b"0mLq17"].concat();
        assert_eq!(github().verdict(&published), Verdict::Valid);
        let seam = b"acme_BRTRKFsL_51FwqftsmMDHHbJAMEXXHCgG";
        assert_eq!(with_id().verdict(seam), Verdict::Valid);
    }

    #[test]
    fn bits_give_the_fewest_characters_that_hold_them() {
        for (alphabet, bits, chars) in [
            (Alphabet::Hex, 256, 64),
            (Alphabet::Hex, 257, 65),
            (Alphabet::Base62, 256, 43),
            (Alphabet::Base58, 256, 44),
            (Alphabet::Crockford, 256, 52),
            (Alphabet::Crockford, 65, 13),
            (Alphabet::Base64url, 256, 43),
            (Alphabet::Base62, 1, 1),
        ] {
            assert_eq!(
                alphabet.chars_for(bits, false),
                chars,
                "{}",
                value_name(&alphabet)
            );
        }
    }

    #[test]
    fn the_class_of_each_alphabet_matches_its_characters() {
        for &alphabet in Alphabet::value_variants() {
            let hir = regex_syntax::parse(alphabet.class()).unwrap();
            let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) =
                hir.kind()
            else {
                panic!("{}", value_name(&alphabet))
            };
            let ranges = class.iter().flat_map(|range| range.start()..=range.end());
            let mut expected: Vec<char> = alphabet
                .characters()
                .iter()
                .copied()
                .map(char::from)
                .collect();
            expected.sort_unstable();
            assert_eq!(ranges.collect::<Vec<_>>(), expected);
        }
    }
}
