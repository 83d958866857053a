//! The HMAC (RFC 2104) of a message that comes in parts, and the encodings of codes.

use anyhow::{Result, anyhow};
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use clap::ValueEnum;
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::secret::Secret;
use crate::text::encoding::Encoding;

/// The hash function of the HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Algorithm {
    /// SHA-256
    #[default]
    Sha256,
    /// SHA-512
    Sha512,
    /// SHA-384
    Sha384,
    /// SHA-1, for old services
    Sha1,
}

/// The encoding of a code.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// Hexadecimal, written in lower case, read in either case
    #[default]
    Hex,
    /// RFC 4648 with + and /, padded; also read unpadded and with - and _
    Base64,
}

impl Form {
    /// Appends the text of `code`.
    pub fn encode(self, code: &Secret, text: &mut Secret) -> Result<()> {
        let encoding = match self {
            Self::Hex => Encoding::Hex,
            Self::Base64 => Encoding::Base64,
        };
        encoding.encode(code.as_bytes(), text)
    }

    /// Decodes a text, or returns None if it is not in this encoding.
    pub fn decode(self, text: &[u8]) -> Option<Secret> {
        const EITHER: GeneralPurposeConfig =
            GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let bytes = match self {
            Self::Hex => HEXLOWER_PERMISSIVE.decode(text).ok()?,
            Self::Base64 if text.iter().any(|byte| b"-_".contains(byte)) => {
                GeneralPurpose::new(&URL_SAFE, EITHER).decode(text).ok()?
            }
            Self::Base64 => GeneralPurpose::new(&STANDARD, EITHER).decode(text).ok()?,
        };
        Some(Secret::copy_of(&bytes))
    }
}

/// The state of an HMAC computation.
pub enum Code {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl Code {
    pub fn new(algorithm: Algorithm, key: &Secret) -> Result<Self> {
        fn keyed<M: KeyInit>(key: &Secret) -> Result<M> {
            M::new_from_slice(key.as_bytes()).map_err(|error| anyhow!("the key: {error}"))
        }
        Ok(match algorithm {
            Algorithm::Sha1 => Self::Sha1(keyed(key)?),
            Algorithm::Sha256 => Self::Sha256(keyed(key)?),
            Algorithm::Sha384 => Self::Sha384(keyed(key)?),
            Algorithm::Sha512 => Self::Sha512(keyed(key)?),
        })
    }

    /// Adds a part of the message.
    pub fn add(&mut self, part: &[u8]) {
        match self {
            Self::Sha1(mac) => mac.update(part),
            Self::Sha256(mac) => mac.update(part),
            Self::Sha384(mac) => mac.update(part),
            Self::Sha512(mac) => mac.update(part),
        }
    }

    pub fn finish(self) -> Secret {
        match self {
            Self::Sha1(mac) => Secret::copy_of(&mac.finalize().into_bytes()),
            Self::Sha256(mac) => Secret::copy_of(&mac.finalize().into_bytes()),
            Self::Sha384(mac) => Secret::copy_of(&mac.finalize().into_bytes()),
            Self::Sha512(mac) => Secret::copy_of(&mac.finalize().into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(algorithm: Algorithm, key: &[u8], parts: &[&[u8]]) -> String {
        let mut code = Code::new(algorithm, &Secret::copy_of(key)).unwrap();
        for part in parts {
            code.add(part);
        }
        let mut text = Secret::with_capacity(0);
        Form::Hex.encode(&code.finish(), &mut text).unwrap();
        String::from_utf8(text.as_bytes().to_vec()).unwrap()
    }

    /// RFC 4231, sections 4.2, 4.3 and 4.7, and RFC 2202, section 3, cases 1, 2 and 6.
    #[test]
    fn published_vectors() {
        use Algorithm::{Sha1, Sha256, Sha384, Sha512};
        let long = b"Test Using Larger Than Block-Size Key - Hash Key First".as_slice();
        for (algorithm, key, message, expected) in [
            (
                Sha256,
                &[0x0b; 20][..],
                &b"Hi There"[..],
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                Sha384,
                &[0x0b; 20],
                b"Hi There",
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
            ),
            (
                Sha512,
                &[0x0b; 20],
                b"Hi There",
                "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
            ),
            (
                Sha256,
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                Sha256,
                &[0xaa; 131],
                long,
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
            (
                Sha1,
                &[0x0b; 20],
                b"Hi There",
                "b617318655057264e28bc0b6fb378c8ef146be00",
            ),
            (
                Sha1,
                b"Jefe",
                b"what do ya want for nothing?",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            ),
            (
                Sha1,
                &[0xaa; 80],
                long,
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            ),
        ] {
            assert_eq!(code(algorithm, key, &[message]), expected);
            let (start, end) = message.split_at(3);
            assert_eq!(code(algorithm, key, &[start, b"", end]), expected);
        }
    }

    #[test]
    fn texts_are_read_in_either_case_and_with_or_without_padding() {
        for (form, text) in [
            (Form::Hex, "fbff00"),
            (Form::Hex, "FBFF00"),
            (Form::Base64, "+/8A"),
            (Form::Base64, "-_8A"),
        ] {
            let decoded = form.decode(text.as_bytes()).unwrap();
            assert_eq!(decoded.as_bytes(), [0xfb, 0xff, 0], "{text}");
        }
        for text in ["Zg==", "Zg"] {
            let decoded = Form::Base64.decode(text.as_bytes()).unwrap();
            assert_eq!(decoded.as_bytes(), b"f", "{text}");
        }
        for (form, text) in [
            (Form::Hex, "f"),
            (Form::Hex, "fg"),
            (Form::Base64, "Z"),
            (Form::Base64, "+_8A"),
            (Form::Base64, "Zg "),
        ] {
            assert!(form.decode(text.as_bytes()).is_none(), "{text}");
        }
    }
}
