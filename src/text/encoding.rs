//! Encodings of bytes as text.

use anyhow::{Result, bail, ensure};
use base64::Engine;
use base64::engine::Config;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use clap::ValueEnum;
use data_encoding::{BASE32, BASE32_NOPAD};

use crate::secret::Secret;
use crate::uniform::alphabet::{BASE58, BASE62, BASE64, BASE64URL, CROCKFORD, HEX};
use crate::uniform::natural::Natural;

/// The most bytes that are encoded in base58 and base62. Their cost grows with the square of the length.
pub const MAX_RADIX_BYTES: u64 = 16 * 1024;

/// A reversible encoding of bytes as text.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    /// Lower-case hexadecimal
    Hex,
    /// RFC 4648 with + and /, padded
    Base64,
    /// RFC 4648 with - and _, unpadded
    Base64url,
    /// RFC 4648 with - and _, padded
    Base64urlPadded,
    /// RFC 4648, upper case, padded
    Base32,
    /// Crockford's base32: no I, L, O or U, unpadded
    Crockford,
    /// Bitcoin's alphabet: no 0, O, I or l
    Base58,
    /// Digits, upper case, lower case
    Base62,
}

impl Encoding {
    /// Appends the text of `bytes`.
    ///
    /// Base58 and base62 write the bytes as one number, with a zero digit for each leading zero byte,
    /// as Bitcoin does (draft-msporny-base58).
    ///
    /// # Errors
    /// The encoder wrote less than the length that it stated.
    pub fn encode(self, bytes: &[u8], text: &mut Secret) -> Result<()> {
        match self {
            Self::Hex => {
                let written = hex::encode_to_slice(bytes, text.grow(2 * bytes.len()));
                ensure!(written.is_ok(), "hexadecimal could not be written");
            }
            Self::Base64 => base64(&STANDARD, bytes, text)?,
            Self::Base64url => base64(&URL_SAFE_NO_PAD, bytes, text)?,
            Self::Base64urlPadded => base64(&URL_SAFE, bytes, text)?,
            Self::Base32 => BASE32.encode_mut(bytes, text.grow(BASE32.encode_len(bytes.len()))),
            Self::Crockford => {
                let start = text.len();
                BASE32_NOPAD.encode_mut(bytes, text.grow(BASE32_NOPAD.encode_len(bytes.len())));
                for symbol in text.tail_mut(start) {
                    let letter = symbol.is_ascii_uppercase();
                    let digit = if letter {
                        *symbol - b'A'
                    } else {
                        *symbol - b'2' + 26
                    };
                    *symbol = CROCKFORD[usize::from(digit)];
                }
            }
            Self::Base58 => radix(BASE58, bytes, text),
            Self::Base62 => radix(BASE62, bytes, text),
        }
        Ok(())
    }

    /// The characters of texts, except the `=` of padding.
    pub fn alphabet(self) -> &'static [u8] {
        match self {
            Self::Hex => HEX,
            Self::Base64 => BASE64,
            Self::Base64url | Self::Base64urlPadded => BASE64URL,
            Self::Base32 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            Self::Crockford => CROCKFORD,
            Self::Base58 => BASE58,
            Self::Base62 => BASE62,
        }
    }

    pub fn is_padded(self) -> bool {
        matches!(self, Self::Base64 | Self::Base64urlPadded | Self::Base32)
    }

    /// Whether texts can contain this character.
    pub fn may_contain(self, character: char) -> bool {
        let byte = u8::try_from(character);
        byte.is_ok_and(|byte| self.alphabet().contains(&byte) || byte == b'=' && self.is_padded())
    }

    /// Whether [`Encoding::encode`] gives `text` for a byte string of this length.
    pub fn is_text_of(self, text: &str, bytes: u64) -> bool {
        let body = text.trim_end_matches(|character| character == '=' && self.may_contain('='));
        let is_set = body
            .chars()
            .all(|character| self.may_contain(character) && character != '=');
        match self.bits_and_group() {
            Some((bits, _)) => {
                let spare = (bits - 8 * bytes % bits) % bits;
                let last = body.bytes().last().and_then(|last| self.digit(last));
                is_set
                    && body.len() as u64 == (8 * bytes).div_ceil(bits)
                    && self.exact_length(bytes) == Some(text.len() as u64)
                    && last.is_none_or(|digit| digit & ((1 << spare) - 1) == 0)
            }
            None => is_set && self.is_radix_of(text, bytes),
        }
    }

    /// The value of a character, or None if the alphabet does not have it.
    fn digit(self, character: u8) -> Option<u32> {
        let digit = self
            .alphabet()
            .iter()
            .position(|known| *known == character)?;
        Some(digit as u32)
    }

    /// Whether a text in base58 or base62 has this many bytes, with its leading zeros.
    fn is_radix_of(self, text: &str, bytes: u64) -> bool {
        let set: &[u8] = if self == Self::Base58 { BASE58 } else { BASE62 };
        // A byte takes at most 2 characters.
        if text.is_empty() || text.len() as u64 > 2 * bytes {
            return false;
        }
        let zeros = text.bytes().take_while(|byte| *byte == set[0]).count();
        let mut number = Natural::from(0);
        for byte in text.bytes() {
            let digit = set.iter().position(|known| *known == byte).unwrap_or(0);
            number.multiply(set.len() as u64);
            number.add_natural(&Natural::from(digit as u64));
        }
        zeros as u64 + number.bits().div_ceil(8) == bytes
    }

    /// Whether the text of several byte strings is the joined text of each. All byte strings but the
    /// last must have a multiple of 15 bytes.
    pub fn is_joinable(self) -> bool {
        !matches!(self, Self::Base58 | Self::Base62)
    }

    /// The length of the text of `bytes` bytes, in characters. `None` if the length varies.
    pub fn exact_length(self, bytes: u64) -> Option<u64> {
        let (bits, group) = self.bits_and_group()?;
        Some((8 * bytes).div_ceil(bits).next_multiple_of(group))
    }

    /// The bits of a character, and the group size in characters that padding fills up.
    fn bits_and_group(self) -> Option<(u64, u64)> {
        match self {
            Self::Hex => Some((4, 1)),
            Self::Base64 | Self::Base64urlPadded => Some((6, 4)),
            Self::Base64url => Some((6, 1)),
            Self::Base32 => Some((5, 8)),
            Self::Crockford => Some((5, 1)),
            Self::Base58 | Self::Base62 => None,
        }
    }

    /// The number of bytes whose text has exactly `chars` characters, if there is such a number.
    ///
    /// # Errors
    /// There is no such number, and the encoding has padding, so no text has this length. The message
    /// names the nearest lengths.
    pub fn bytes_for(self, chars: u64) -> Result<Option<u64>> {
        let Some((bits, group)) = self.bits_and_group() else {
            return Ok(None);
        };
        let length = |bytes: u64| self.exact_length(bytes).unwrap_or(0);
        // The longest byte string whose text fits.
        let bytes = (chars / group * group) * bits / 8;
        if length(bytes) == chars {
            return Ok(Some(bytes));
        }
        if !self.is_padded() {
            return Ok(None);
        }
        let lengths = match length(bytes) {
            0 => format!("{}", length(1)),
            shorter => format!("{shorter} or {}", length(bytes + 1)),
        };
        bail!(
            "--chars {chars} cannot be met: the nearest possible length in this encoding is {lengths}"
        )
    }
}

fn base64(engine: &impl Engine, bytes: &[u8], text: &mut Secret) -> Result<()> {
    let length = base64::encoded_len(bytes.len(), engine.config().encode_padding()).unwrap_or(0);
    let written = engine.encode_slice(bytes, text.grow(length)).ok();
    ensure!(written == Some(length), "base64 could not be written");
    Ok(())
}

fn radix(alphabet: &[u8], bytes: &[u8], text: &mut Secret) {
    let start = text.len();
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    text.grow(zeros).fill(0);
    Natural::from_be_bytes(bytes).push_digits(alphabet.len() as u64, text);
    for digit in text.tail_mut(start) {
        *digit = alphabet[usize::from(*digit)];
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use clap::ValueEnum;

    use super::*;

    fn text(encoding: Encoding, bytes: &[u8]) -> String {
        let mut text = Secret::with_capacity(0);
        encoding.encode(bytes, &mut text).unwrap();
        String::from_utf8(text.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn only_texts_of_the_given_number_of_bytes_are_accepted() {
        for encoding in Encoding::value_variants() {
            for bytes in [1_u64, 2, 3, 5] {
                let mut drawn = vec![0; bytes as usize];
                for last in 0..=255 {
                    drawn[bytes as usize - 1] = last;
                    let mut text = Secret::with_capacity(16);
                    encoding.encode(&drawn, &mut text).unwrap();
                    let text = std::str::from_utf8(text.as_bytes()).unwrap();
                    assert!(encoding.is_text_of(text, bytes), "{text} {bytes}");
                    assert!(!encoding.is_text_of(text, bytes + 1), "{text} {bytes}");
                    assert!(!encoding.is_text_of(&format!("{text}!"), bytes));
                }
            }
        }
        // Of all texts of two characters, exactly 256 are texts of one byte.
        for encoding in [Encoding::Hex, Encoding::Base64url, Encoding::Crockford] {
            let all = (0..128_u8).flat_map(|one| (0..128_u8).map(move |two| [one, two]));
            let texts =
                all.filter(|text| encoding.is_text_of(std::str::from_utf8(text).unwrap(), 1));
            assert_eq!(texts.count(), 256);
        }
    }

    #[test]
    fn published_vectors() {
        use Encoding::{Base32, Base58, Base64, Base64url, Base64urlPadded, Crockford, Hex};
        for (encoding, bytes, expected) in [
            // RFC 4648, section 10.
            (Hex, &b"foobar"[..], "666f6f626172"),
            (Base64, b"f", "Zg=="),
            (Base64, b"fo", "Zm8="),
            (Base64, b"foo", "Zm9v"),
            (Base64, b"foobar", "Zm9vYmFy"),
            (Base64, b"\xfb\xff", "+/8="),
            (Base64url, b"\xfb\xff", "-_8"),
            (Base64url, b"f", "Zg"),
            (Base64urlPadded, b"\xfb\xff", "-_8="),
            (Base64urlPadded, b"f", "Zg=="),
            (Base32, b"f", "MY======"),
            (Base32, b"foob", "MZXW6YQ="),
            (Base32, b"foobar", "MZXW6YTBOI======"),
            // The digits 0 to 31 in order.
            (
                Crockford,
                b"\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf",
                "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
            ),
            (Crockford, b"f", "CR"),
            // draft-msporny-base58-03, section 5.
            (Base58, b"Hello World!", "2NEpo7TZRRrLZSi2U"),
            (
                Base58,
                b"The quick brown fox jumps over the lazy dog.",
                "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
            ),
            (Base58, b"\x00\x00\x28\x7f\xb4\xcd", "11233QC4"),
        ] {
            assert_eq!(text(encoding, bytes), expected);
        }
    }

    /// Reads base58 and base62 back by schoolbook arithmetic on bytes.
    fn decode(alphabet: &[u8], text: &str) -> Vec<u8> {
        let zeros = text.bytes().take_while(|&byte| byte == alphabet[0]).count();
        let mut bytes: Vec<u8> = Vec::new();
        for symbol in text.bytes() {
            let mut carry = alphabet
                .iter()
                .position(|&candidate| candidate == symbol)
                .unwrap();
            for byte in bytes.iter_mut().rev() {
                carry += usize::from(*byte) * alphabet.len();
                *byte = carry as u8;
                carry >>= 8;
            }
            while carry > 0 {
                bytes.insert(0, carry as u8);
                carry >>= 8;
            }
        }
        [vec![0; zeros], bytes].concat()
    }

    #[test]
    fn base58_and_base62_read_back_at_every_length() {
        for length in 0..80u8 {
            for first in [0, 1, 57, 58, 61, 62, 0xff] {
                let mut bytes: Vec<u8> = (0..length).map(|index| index.wrapping_mul(151)).collect();
                bytes.iter_mut().take(1).for_each(|byte| *byte = first);
                assert_eq!(decode(BASE58, &text(Encoding::Base58, &bytes)), bytes);
                assert_eq!(decode(BASE62, &text(Encoding::Base62, &bytes)), bytes);
            }
        }
    }

    #[test]
    fn texts_have_exactly_the_characters_that_they_may_contain() {
        for encoding in Encoding::value_variants() {
            let bytes: Vec<u8> = (0..=255).collect();
            let mut held: HashSet<char> = text(*encoding, &bytes).chars().collect();
            held.extend((0..=255).flat_map(|byte| {
                let text = text(*encoding, &[byte, byte]);
                text.chars().collect::<Vec<_>>()
            }));
            for character in (0..128u8).map(char::from) {
                let may_contain = encoding.may_contain(character);
                assert_eq!(may_contain, held.contains(&character), "{character}");
            }
            assert!(!encoding.may_contain('é'));
        }
    }

    #[test]
    fn every_two_bytes_have_a_different_text() {
        for &encoding in Encoding::value_variants() {
            let texts = (0..=u16::MAX).map(|bytes| text(encoding, &bytes.to_be_bytes()));
            assert_eq!(texts.collect::<HashSet<_>>().len(), 1 << 16);
        }
    }

    #[test]
    fn a_length_gives_a_number_of_bytes_or_names_the_nearest_lengths() {
        for &encoding in Encoding::value_variants()
            .iter()
            .filter(|encoding| encoding.is_joinable())
        {
            let lengths: Vec<usize> = (0..40)
                .map(|bytes| text(encoding, &vec![0; bytes]).len())
                .collect();
            for chars in 1..40usize {
                let bytes = lengths.iter().rposition(|&length| length == chars);
                if bytes.is_some() || !encoding.is_padded() {
                    let found = encoding.bytes_for(chars as u64).unwrap();
                    assert_eq!(found, bytes.map(|bytes| bytes as u64));
                    continue;
                }
                let message = encoding.bytes_for(chars as u64).unwrap_err().to_string();
                let next = lengths.iter().find(|&&length| length > chars).unwrap();
                let last = lengths
                    .iter()
                    .rfind(|&&length| length > 0 && length < chars);
                let nearest = last.map_or(format!(" {next}"), |last| format!(" {last} or {next}"));
                assert!(message.ends_with(&nearest), "{chars}: {message}");
            }
        }
        assert_eq!(Encoding::Base58.bytes_for(44).unwrap(), None);
    }

    #[test]
    fn only_joinable_encodings_can_be_joined() {
        let bytes: Vec<u8> = (0..77).collect();
        for &encoding in Encoding::value_variants() {
            let joined = text(encoding, &bytes[..60]) + &text(encoding, &bytes[60..]);
            assert_eq!(encoding.is_joinable(), joined == text(encoding, &bytes));
        }
    }
}
