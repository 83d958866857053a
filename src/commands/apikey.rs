//! `secrets apikey`: a key for a service to give out, with a prefix that makes it recognisable.

use anyhow::{Result, bail};
use clap::Args;

use super::bytes::ByteString;
use crate::cli::Examples;
use crate::encoding::Encoding;
use crate::entropy::Entropy;
use crate::output::OutputArgs;
use crate::recipe::{Generator, Recipe, Space};
use crate::secret::Secret;

/// The random part of a key, in bytes.
const KEY_BYTES: u64 = 32;

/// The longest prefix, in characters.
const MAX_PREFIX: usize = 64;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    ("secrets apikey", "a key of 64 hex digits"),
    (
        "secrets apikey --prefix acme_live",
        "acme_live_ and 64 hex digits",
    ),
];

/// The flags of `secrets apikey`.
#[derive(Args)]
pub struct Apikey {
    /// Begin each key with P and an underscore
    ///
    /// Of lower-case letters, digits and underscores, so that a double click selects the whole key.
    #[arg(long, value_name = "P", value_parser = prefix)]
    prefix: Option<String>,
}

impl Generator for Apikey {
    const KIND: &'static str = "apikey";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(Key {
            prefix: self.prefix.map_or(String::new(), |prefix| prefix + "_"),
            body: ByteString::new(KEY_BYTES, Some(Encoding::Hex)),
        }))
    }
}

/// A key: its prefix with the underscore, and its random part.
struct Key {
    prefix: String,
    body: ByteString,
}

impl Recipe for Key {
    fn space(&self) -> Space {
        self.body.space()
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        value.extend(self.prefix.as_bytes());
        self.body.draw(entropy, value)
    }

    fn least_length(&self) -> Option<u64> {
        Some(self.prefix.len() as u64 + self.body.least_length()?)
    }
}

fn prefix(text: &str) -> Result<String> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if text.is_empty() || text.len() > MAX_PREFIX || !text.bytes().all(allowed) {
        bail!("a prefix is 1 to {MAX_PREFIX} lower-case letters, digits and underscores");
    }
    if text.ends_with('_') {
        bail!("the underscore after the prefix is added by itself");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_prefix_an_underscore_and_64_hex_digits() {
        let mut value = Secret::with_capacity(0);
        let args = Apikey {
            prefix: Some("acme_live".to_owned()),
        };
        let mut recipe = args.recipe(&OutputArgs::default()).unwrap();
        recipe
            .draw(&mut Entropy::tape(&[0xab; 32]), &mut value)
            .unwrap();
        assert_eq!(
            value.as_bytes(),
            format!("acme_live_{}", "ab".repeat(32)).as_bytes()
        );
        assert_eq!(recipe.space().size.bits(), 256.0);
    }

    #[test]
    fn refuses_a_prefix_that_breaks_the_rule() {
        for text in [
            "",
            "_",
            "acme_",
            "Acme",
            "ac-me",
            "ac me",
            "é",
            &"a".repeat(65),
        ] {
            assert!(prefix(text).is_err(), "{text}");
        }
        assert_eq!(prefix(&"a".repeat(64)).unwrap().len(), 64);
    }
}
