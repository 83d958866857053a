//! `secrets apikey`: a key that a service issues and recognises by its shape.

mod check;
mod checksum;
mod shape;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::hash::store::ID_CHARS;
use crate::help::{Described, Help};
use crate::input::size::positive;
use crate::message::{hinted, value_name};
use crate::output::OutputArgs;
use crate::recipe::space::Space;
use crate::recipe::{Draw, Form, IdPosition, KEY, Recipe};
use crate::secret::Secret;
use crate::system::streams;
use crate::uniform::entropy::Entropy;
use shape::{Alphabet, Shape, Syntax, Verdict};

/// The default minimum entropy of a key, in bits.
const DEFAULT_BITS: u64 = 256;

/// The longest prefix, in characters.
const MAX_PREFIX: usize = 64;

/// The flags of `secrets apikey`.
#[derive(Args, Default)]
#[command(next_help_heading = "Key")]
pub struct Apikey {
    /// The same as --chars
    #[arg(value_name = "CHARS", value_parser = positive, conflicts_with_all = ["chars", "bits"], help_heading = None)]
    size: Option<u64>,

    /// Begin each key with P and an underscore
    ///
    /// P has lower-case letters, digits and underscores, so that a double click selects the whole key.
    #[arg(long, value_name = "P", value_parser = prefix)]
    prefix: Option<String>,

    /// Draw the random part from these characters [default: hex, with --id base58]
    #[arg(short, long, alias = "alphabet")]
    encoding: Option<Alphabet>,

    /// Least entropy of the random part, in bits [default: 256]
    #[arg(short, long, value_name = "B", value_parser = positive)]
    bits: Option<u64>,

    /// Length of the random part, 1 to 1024 characters
    #[arg(short = 'l', long, visible_alias = "length", value_name = "N", value_parser = positive, conflicts_with = "bits")]
    chars: Option<u64>,

    /// Never begin with -, for a key of --encoding base64url without a prefix
    #[arg(hide_short_help = true, long)]
    no_leading_hyphen: bool,

    /// Make a key of fewer than 64 bits without a warning
    #[arg(hide_short_help = true, long)]
    allow_weak: bool,

    /// End each key with GitHub's checksum: CRC-32 in 6 digits of base62
    ///
    /// The checksum is computed from everything between the prefix and the checksum. It detects a
    /// mistyped key, except with odds of 1 in 2^32. It adds no entropy.
    #[arg(long)]
    checksum: bool,

    /// Put a public id of 8 base58 characters before the random part: prefix_id_secret
    ///
    /// Store the id and the hash of the secret: look the row up by the id, then check the secret
    /// against the hash. The id may be shown in logs and lists: it is not secret and adds no entropy.
    /// Among a million ids two are equal with odds of 1 in 250, so make the id a unique key of the
    /// store.
    #[arg(long)]
    id: bool,

    /// Make keys of the shape of a well-known service
    #[arg(long, conflicts_with_all = ["encoding", "bits", "chars", "size", "checksum", "id"])]
    style: Option<Style>,

    /// Check whether each line of stdin is a key of this shape, and if not, say why
    ///
    /// Give the same options as for making the key. Each line gives valid, or invalid: and wrong
    /// prefix, wrong length, wrong character or bad checksum; the key is never printed. A valid key
    /// need not have been issued: only the store knows.
    #[arg(long, conflicts_with_all = ["allow_weak", "count", "output", "force", "null", "no_newline", "json", "explain", "mask", "copy", "clear_after", "qr", "no_progress", "entropy", "hash", "hash_output"])]
    check: bool,

    /// Print the regular expression of this shape, for secret scanners [default: re2]
    ///
    /// re2 is for RE2, Go, Rust and Hyperscan, and works with PCRE and Python too: its first group is
    /// the key. pcre is for PCRE, Perl, Python, Java and .NET: its whole match is the key. posix is for
    /// grep -E and awk: its second group is the key. Each pattern finds keys within text, but not
    /// within a longer word.
    #[arg(long, value_name = "SYNTAX", num_args = 0..=1, require_equals = true, default_missing_value = "re2", hide_possible_values = true, conflicts_with_all = ["allow_weak", "check", "count", "output", "force", "null", "no_newline", "json", "explain", "mask", "copy", "clear_after", "qr", "no_progress", "entropy", "hash", "hash_output"])]
    regex: Option<Syntax>,

    #[command(flatten)]
    hash: HashArgs,
}

/// Well-known services that have published the shape of their keys.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// prefix_, 30 characters of base62 and the checksum; give a --prefix of your own
    Github,
    /// sk_live_, or another --prefix, and 24 characters of base62
    Stripe,
}

impl Described for Apikey {
    const HELP: Help = Help {
        about: "A key for an API: 64 hex digits, with a prefix if you like",
        details: "\
A prefix of your own and a checksum let people, services and secret scanners recognise a \
key. --check and --regex recognise the keys that the same options make. A service that stores \
only the hash of each key (--hash) loses no key when its store is stolen.",
        examples: &[
            ("secrets apikey", "a key of 64 hex digits"),
            (
                "secrets apikey --prefix acme_live",
                "acme_live_ and 64 hex digits",
            ),
            (
                "secrets apikey --style github --prefix acme",
                "acme_, 30 characters of base62 and a checksum of 6",
            ),
            (
                "secrets apikey --prefix acme --id --hash sha256 --hash-output stored",
                "a key with an id; in the file the id, a tab and the hash",
            ),
            (
                "secrets apikey --checksum -n 3 | secrets apikey --checksum --check",
                "whether keys are well-formed, without a database",
            ),
            (
                "secrets apikey --style github --prefix acme --regex",
                "the pattern for a secret scanner",
            ),
            (
                "secrets apikey -e base64url --regex=posix",
                "the pattern for grep -E",
            ),
        ],
    };
}

impl Generator for Apikey {
    const KIND: &'static str = "apikey";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = size.map(positive).transpose().ok()?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(Key {
            shape: self.shape()?,
            allow_weak: self.allow_weak,
        }))
    }

    fn instead(&self) -> Result<Option<ExitCode>> {
        if let Some(syntax) = self.regex {
            streams::text(&format!("{}\n", self.shape()?.regex(syntax)))?;
            Ok(Some(ExitCode::SUCCESS))
        } else if self.check {
            check::run(&self.shape()?).map(Some)
        } else {
            Ok(None)
        }
    }

    fn reads_stdin(&self) -> bool {
        self.check || self.regex.is_some()
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }
}

impl Apikey {
    /// The shape that the options describe.
    fn shape(&self) -> Result<Shape> {
        let prefix = match (self.style, &self.prefix) {
            (Some(Style::Github), None) => {
                return Err(hinted(
                    "--style github takes a --prefix, which tells the keys of one service from another's",
                    "give your own, as in --prefix acme",
                ));
            }
            // Stripe, "API keys": the prefix is sk_ or another kind of key, then live_ or test_.
            (Some(Style::Stripe), None) => Some("sk_live"),
            (_, prefix) => prefix.as_deref(),
        };
        let (alphabet, chars, checksum) = match self.style {
            Some(Style::Github) => (Alphabet::Base62, 30, true),
            // The length of the keys in Stripe's own documentation.
            Some(Style::Stripe) => (Alphabet::Base62, 24, false),
            None => {
                let by_default = if self.id {
                    Alphabet::Base58
                } else {
                    Alphabet::Hex
                };
                let alphabet = self.encoding.unwrap_or(by_default);
                let bits = self.bits.unwrap_or(DEFAULT_BITS);
                let by_bits = || alphabet.chars_for(bits, self.no_leading_hyphen);
                let chars = self.chars.or(self.size).unwrap_or_else(by_bits);
                (alphabet, chars, self.checksum)
            }
        };
        let shape = Shape {
            prefix: prefix.map_or(String::new(), |prefix| format!("{prefix}_")),
            id: self.id,
            alphabet,
            chars: chars as usize,
            no_leading_hyphen: self.no_leading_hyphen,
            checksum,
        };
        shape.check()?;
        Ok(shape)
    }
}

/// The recipe of a key.
#[derive(Clone)]
struct Key {
    shape: Shape,
    allow_weak: bool,
}

impl Draw for Key {
    fn form(&self) -> Form {
        let shape = &self.shape;
        let hashed = if shape.id {
            shape.secret_length()
        } else {
            shape.length()
        };
        let start = shape.prefix.len();
        Form {
            least_length: Some(shape.length() as u64),
            hashed_bytes: Some(hashed),
            id: shape.id.then(|| IdPosition {
                id: start..start + ID_CHARS,
                secret: start + shape.id_length(),
            }),
            weakness: KEY.weakness(&shape.random().size(), self.allow_weak),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.shape.draw(entropy, value)
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Key {
    fn space(&self) -> Space {
        let Shape {
            alphabet, chars, ..
        } = self.shape;
        let mut space = Space::of(
            format!("{chars} characters of {}", value_name(&alphabet)),
            self.shape.random().size(),
        );
        if self.shape.no_leading_hyphen {
            space.rules.push("does not begin with -".to_owned());
        }
        if self.shape.id {
            let rule = format!(
                "an id of {ID_CHARS} characters of base58, which is public and not counted"
            );
            space.rules.push(rule);
        }
        if self.shape.checksum {
            let rule = "a checksum of 6 characters, which follows from the others";
            space.rules.push(rule.to_owned());
        }
        space
    }

    fn can_give(&self, value: &str) -> bool {
        self.shape.verdict(value.as_bytes()) == Verdict::Valid
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
    fn refuses_an_invalid_prefix() {
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

    #[test]
    fn a_store_gets_the_id_and_the_secret() {
        let shape = Shape {
            prefix: "my_".to_owned(),
            id: true,
            alphabet: Alphabet::Base58,
            chars: 24,
            no_leading_hyphen: false,
            checksum: false,
        };
        let key = Key {
            shape,
            allow_weak: false,
        };
        assert_eq!(
            key.form()
                .stored_parts(b"my_BRTRKFsL_51FwqftsmMDHHbJAMEXXHCgG"),
            (Some(&b"BRTRKFsL"[..]), &b"51FwqftsmMDHHbJAMEXXHCgG"[..])
        );
        assert_eq!(key.form().hashed_bytes, Some(24));
    }
}
