//! Byte strings, raw or as text, which `bytes`, `hex`, `urlsafe` and other commands draw.

use anyhow::{Result, bail, ensure};

use super::characters::Characters;
use super::space::{Space, SpaceSize};
use super::{Draw, Form, KEY, Recipe};
use crate::input::size::{Length, SizeArgs};
use crate::message::{counted, hinted};
use crate::secret::Secret;
use crate::text::encoding::{Encoding, MAX_RADIX_BYTES};
use crate::uniform::entropy::Entropy;

/// The bytes of a long value that are drawn and written at once: enough that two threads seldom wait for
/// each other, and few enough for the cache of a core. The number is a multiple of 15, so that the
/// base32 or base64 of the parts joins without padding.
const PART: u64 = 60 * 4096;

/// The most characters of a text that are drawn one by one.
const MAX_CHARACTERS: u64 = 1024 * 1024;

/// The number of first bytes whose base64url does not begin with a hyphen.
const NOT_A_HYPHEN: u64 = 252;

/// The recipe of a byte string: independent uniform bytes, raw or as text.
pub struct ByteString {
    bytes: u64,
    /// The encoding of the text, or `None` for raw bytes.
    encoding: Option<Encoding>,
    /// Whether the text is base64url that does not begin with a hyphen.
    no_leading_hyphen: bool,
    allow_weak: bool,
    /// A buffer for the bytes before they are encoded.
    drawn: Secret,
}

impl ByteString {
    pub fn new(bytes: u64, encoding: Option<Encoding>) -> Self {
        Self {
            bytes,
            encoding,
            no_leading_hyphen: false,
            allow_weak: false,
            drawn: Secret::with_capacity(64),
        }
    }

    /// The recipe of a byte string of this size. If no byte string has the requested number of
    /// characters, the recipe draws characters instead.
    ///
    /// # Errors
    /// No text in the encoding has the requested length, the size is above a limit, or
    /// `no_leading_hyphen` has no effect.
    pub fn recipe(
        size: &SizeArgs,
        encoding: Option<Encoding>,
        no_leading_hyphen: bool,
    ) -> Result<Box<dyn Recipe>> {
        if no_leading_hyphen && !encoding.is_some_and(|encoding| encoding.may_contain('-')) {
            return Err(hinted(
                "--no-leading-hyphen has no effect: only base64url text can begin with -",
                "leave it out, or give --encoding base64url",
            ));
        }
        let bytes = match (size.length(encoding)?, encoding) {
            (Length::Bytes(bytes), _) => bytes,
            (Length::Characters(length), Some(encoding)) if length <= MAX_CHARACTERS => {
                return Ok(Box::new(Characters {
                    alphabet: encoding.alphabet(),
                    length: length as usize,
                    no_leading_hyphen,
                    allow_weak: size.allow_weak,
                }));
            }
            (Length::Characters(length), _) => bail!(
                "--chars {length} is not the length of whole bytes, and at most {MAX_CHARACTERS} characters are drawn one by one"
            ),
        };
        ensure!(
            bytes <= MAX_RADIX_BYTES || encoding.is_none_or(Encoding::is_joinable),
            "base58 and base62 text is made of at most {MAX_RADIX_BYTES} bytes, and {bytes} were asked for"
        );
        ensure!(
            bytes <= PART || !no_leading_hyphen,
            "--no-leading-hyphen is for tokens of at most {PART} bytes, and {bytes} were asked for"
        );
        let mut string = Self {
            no_leading_hyphen,
            allow_weak: size.allow_weak,
            ..Self::new(bytes, encoding)
        };
        if size.bits().is_some_and(|bits| !string.size().holds(bits)) {
            string.bytes += 1;
        }
        Ok(Box::new(string))
    }

    /// The number of byte strings.
    fn size(&self) -> SpaceSize {
        if self.no_leading_hyphen {
            SpaceSize::Product(NOT_A_HYPHEN, 256, self.bytes - 1)
        } else {
            SpaceSize::Power(256, self.bytes)
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> u64 {
        self.bytes
    }

    /// The lengths of the parts in which a long value is drawn, in bytes.
    pub fn parts(&self) -> impl Iterator<Item = u64> + Clone + use<> {
        let bytes = self.bytes;
        (0..bytes.div_ceil(PART)).map(move |part| PART.min(bytes - part * PART))
    }

    /// Draws the next part, which has `bytes` bytes, and appends it to `text`.
    pub fn draw_part(
        &mut self,
        bytes: u64,
        entropy: &mut Entropy,
        text: &mut Secret,
    ) -> Result<()> {
        match self.encoding {
            None => entropy.fill(text.grow(bytes as usize)),
            Some(encoding) => {
                self.drawn.reuse();
                let drawn = self.drawn.grow(bytes as usize);
                if let ([first, others @ ..], true) = (&mut *drawn, self.no_leading_hyphen) {
                    // The first bytes 248 to 251 give a text that begins with a hyphen.
                    let number = entropy.below(NOT_A_HYPHEN)? as u8;
                    *first = if number < 248 { number } else { number + 4 };
                    entropy.fill(others)?;
                } else {
                    entropy.fill(drawn)?;
                }
                encoding.encode(self.drawn.as_bytes(), text)
            }
        }
    }
}

impl Clone for ByteString {
    /// A recipe of the same byte string. The buffer is not copied.
    fn clone(&self) -> Self {
        Self {
            no_leading_hyphen: self.no_leading_hyphen,
            allow_weak: self.allow_weak,
            ..Self::new(self.bytes, self.encoding)
        }
    }
}

impl Draw for ByteString {
    fn form(&self) -> Form {
        Form {
            is_raw: self.encoding.is_none(),
            least_length: self
                .encoding
                .and_then(|encoding| encoding.exact_length(self.bytes)),
            weakness: KEY.weakness(&self.size(), self.allow_weak),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.draw_part(self.bytes, entropy, value)
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }

    fn streamed(&mut self) -> Option<&mut ByteString> {
        (self.bytes > PART).then_some(self)
    }
}

impl Recipe for ByteString {
    fn space(&self) -> Space {
        let mut space = Space::of(counted(self.bytes, "random byte"), self.size());
        if self.no_leading_hyphen {
            let rule = "the text does not begin with -";
            space.rules.push(rule.to_owned());
        }
        space
    }

    fn characters(&self) -> Option<Vec<char>> {
        let encoding = self.encoding?;
        let ascii = (' '..='~').filter(|character| encoding.may_contain(*character));
        Some(ascii.collect())
    }

    fn can_give(&self, value: &str) -> bool {
        self.encoding
            .is_some_and(|encoding| encoding.is_text_of(value, self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn writes_the_drawn_bytes_and_their_text() {
        let tape: Vec<u8> = (0..32).collect();
        for (encoding, text) in [
            (None, &b"\x00\x01\x02\x03\x04"[..]),
            (Some(Encoding::Hex), b"0001020304"),
            (Some(Encoding::Base64url), b"AAECAwQ"),
        ] {
            let mut value = Secret::with_capacity(0);
            ByteString::new(5, encoding)
                .draw(&mut Entropy::tape(&tape), &mut value)
                .unwrap();
            assert!(value.as_bytes() == text);
        }
    }

    #[test]
    fn a_text_that_does_not_begin_with_a_hyphen_is_uniform_over_all_others() {
        let text = |first: u8| {
            let mut string = ByteString {
                no_leading_hyphen: true,
                ..ByteString::new(1, Some(Encoding::Base64url))
            };
            let mut entropy = Entropy::numbers(&[first.into()], &[NOT_A_HYPHEN]);
            let mut value = Secret::with_capacity(0);
            string.draw(&mut entropy, &mut value).unwrap();
            String::from_utf8(value.as_bytes().to_vec()).unwrap()
        };
        let texts: BTreeSet<String> = (0..NOT_A_HYPHEN as u8).map(text).collect();
        assert_eq!(texts.len(), 252);
        assert!(texts.iter().all(|text| !text.starts_with('-')));
    }

    #[test]
    fn only_the_option_is_a_rule() {
        let mut string = ByteString::new(32, Some(Encoding::Base64url));
        assert!(string.space().rules.is_empty());
        string.no_leading_hyphen = true;
        assert_eq!(
            string.space().rules,
            ["the text does not begin with -".to_owned()]
        );
    }

    #[test]
    fn parts_can_be_joined_and_have_the_length_of_the_whole() {
        for bytes in [PART + 1, 2 * PART, 10 * PART - 1] {
            let parts: Vec<u64> = ByteString::new(bytes, None).parts().collect();
            assert_eq!(parts.iter().sum::<u64>(), bytes);
            assert!(parts.iter().rev().skip(1).all(|part| part % 15 == 0));
        }
        assert!(ByteString::new(PART, None).streamed().is_none());
        assert!(ByteString::new(PART + 1, None).streamed().is_some());
    }
}
