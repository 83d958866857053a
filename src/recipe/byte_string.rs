//! A byte string, raw or as text: what `bytes`, `hex`, `urlsafe` and others draw.

use anyhow::{Result, ensure};

use super::space::{Space, SpaceSize};
use super::{Draw, Form, Recipe};
use crate::input::size::SizeArgs;
use crate::message::counted;
use crate::secret::Secret;
use crate::text::encoding::{Encoding, MAX_RADIX_BYTES};
use crate::uniform::entropy::Entropy;

/// The bytes of a long value that are drawn and written at once: a multiple of 15, so that the
/// texts of the parts join in base32 and base64.
const PART: u64 = 15 * 4096;

/// Independent uniform bytes, raw or as text.
pub struct ByteString {
    bytes: u64,
    encoding: Option<Encoding>,
    /// Bytes on their way into text.
    drawn: Secret,
}

impl ByteString {
    pub fn new(bytes: u64, encoding: Option<Encoding>) -> Self {
        Self {
            bytes,
            encoding,
            drawn: Secret::with_capacity(64),
        }
    }

    /// The recipe of a byte string of this size.
    ///
    /// # Errors
    /// No byte string has the length in characters asked for, or the encoding is limited to less.
    pub fn recipe(size: &SizeArgs, encoding: Option<Encoding>) -> Result<Box<dyn Recipe>> {
        let bytes = size.bytes(encoding)?;
        ensure!(
            bytes <= MAX_RADIX_BYTES || encoding.is_none_or(Encoding::is_joinable),
            "base58 and base62 text is made of at most {MAX_RADIX_BYTES} bytes, and {bytes} were asked for"
        );
        Ok(Box::new(Self::new(bytes, encoding)))
    }

    /// The length in bytes.
    pub fn len(&self) -> u64 {
        self.bytes
    }

    /// The lengths in bytes of the parts in which a long value is drawn.
    pub fn parts(&self) -> impl Iterator<Item = u64> + Clone + use<> {
        let bytes = self.bytes;
        (0..bytes.div_ceil(PART)).map(move |part| PART.min(bytes - part * PART))
    }

    /// Draws the next part of `bytes` bytes.
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
                entropy.fill(self.drawn.grow(bytes as usize))?;
                encoding.encode(self.drawn.as_bytes(), text)
            }
        }
    }
}

impl Clone for ByteString {
    /// The same byte string, still to be drawn.
    fn clone(&self) -> Self {
        Self::new(self.bytes, self.encoding)
    }
}

impl Draw for ByteString {
    fn form(&self) -> Form {
        Form {
            is_raw: self.encoding.is_none(),
            least_length: self
                .encoding
                .and_then(|encoding| encoding.exact_length(self.bytes)),
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
        Space::of(
            counted(self.bytes, "random byte"),
            SpaceSize::Power(256, self.bytes),
        )
    }

    fn characters(&self) -> Option<Vec<char>> {
        let encoding = self.encoding?;
        let ascii = (' '..='~').filter(|character| encoding.can_hold(*character));
        Some(ascii.collect())
    }
}

#[cfg(test)]
mod tests {
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
    fn parts_are_joinable_and_make_up_the_whole() {
        for bytes in [PART + 1, 2 * PART, 10 * PART - 1] {
            let parts: Vec<u64> = ByteString::new(bytes, None).parts().collect();
            assert_eq!(parts.iter().sum::<u64>(), bytes);
            assert!(parts.iter().rev().skip(1).all(|part| part % 15 == 0));
        }
        assert!(ByteString::new(PART, None).streamed().is_none());
        assert!(ByteString::new(PART + 1, None).streamed().is_some());
    }
}
