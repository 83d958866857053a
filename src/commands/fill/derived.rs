//! Values that are made from another value: `{{ hash admin }}` and `{{ base64 admin }}`.

use std::rc::Rc;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::hash::{Prefix, Scheme, Settings, Stored, user};
use crate::message::hinted;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::text::encoding::{Encoding, from_base64};
use crate::uniform::entropy::Entropy;

/// The first word of a recipe for a hash.
const HASH: &str = "hash";

/// The first word of a recipe for base64.
const BASE64: &str = "base64";

/// The placeholder of the value in `--text`.
const VALUE: &str = "{}";

/// Whether a recipe with this first word makes a value from another value.
pub fn is_word(word: &str) -> bool {
    word == HASH || word == BASE64
}

/// A recipe that makes a value from another value.
pub struct Derived {
    /// The name of the other value.
    pub word: String,
    way: Way,
}

enum Way {
    Hash {
        settings: Settings,
        /// The text before the hash, such as `ann:`.
        user: String,
    },
    /// The base64 of a text, with the text before and after the value.
    Base64([String; 2]),
}

impl Derived {
    /// Parses the words of a recipe. [`is_word`] must accept the first word.
    ///
    /// # Errors
    /// The name is missing, or an option is unknown or invalid.
    pub fn new(words: &[String]) -> Result<Self> {
        let usage = if words.first().is_some_and(|word| word == BASE64) {
            "{{ base64 NAME }}, perhaps with --text 'ann:{}'"
        } else {
            "{{ hash NAME }}, perhaps with --scheme bcrypt, --cost 12, --prefix 2y or --user ann"
        };
        Self::read(words).map_err(|error| hinted(format!("{error:#}"), format!("write {usage}")))
    }

    fn read(words: &[String]) -> Result<Self> {
        let [what, word, options @ ..] = words else {
            bail!("{} needs the name of a recipe", words.join(" "));
        };
        ensure!(
            !word.starts_with('-'),
            "{what} needs the name of a recipe before its options"
        );
        let options = pairs(options)?;
        let known: &[&str] = if what == BASE64 {
            &["--text"]
        } else {
            &["--scheme", "--cost", "--prefix", "--user"]
        };
        for (at, (option, _)) in options.iter().enumerate() {
            ensure!(known.contains(option), "{what} has no option {option}");
            let mut before = options[..at].iter();
            ensure!(
                before.all(|(other, _)| other != option),
                "{option} is given twice"
            );
        }
        let value = |option: &str| {
            let mut pairs = options.iter();
            pairs.find(|pair| pair.0 == option).map(|pair| pair.1)
        };
        let way = if what == BASE64 {
            let text = value("--text").unwrap_or(VALUE);
            let (before, after) = text
                .split_once(VALUE)
                .context("--text has no {} for the value")?;
            Way::Base64([before, after].map(str::to_owned))
        } else {
            let scheme = value("--scheme").map_or(Ok(Scheme::Argon2id), choice)?;
            let prefix = value("--prefix").map(choice::<Prefix>).transpose()?;
            let user = value("--user").map(user).transpose()?;
            Way::Hash {
                settings: Settings::new(scheme, value("--cost"), prefix)?,
                user: user.map_or(String::new(), |user| user + ":"),
            }
        };
        let word = word.clone();
        Ok(Self { word, way })
    }

    /// Appends the value made from `source`.
    ///
    /// # Errors
    /// The scheme refuses `source`, or the entropy fails.
    pub fn make(&self, source: &[u8], entropy: &mut Entropy, out: &mut Secret) -> Result<()> {
        match &self.way {
            Way::Hash { settings, user } => {
                settings.check_strength(source)?;
                out.extend(user.as_bytes());
                settings.make(source, entropy, out)
            }
            Way::Base64([before, after]) => {
                let mut text = Secret::with_capacity(before.len() + source.len() + after.len());
                for part in [before.as_bytes(), source, after.as_bytes()] {
                    text.extend(part);
                }
                Encoding::Base64.encode(text.as_bytes(), out)
            }
        }
    }

    /// Whether `value` is made from `source`.
    ///
    /// # Errors
    /// There is too little memory.
    pub fn fits(&self, value: &str, source: &[u8]) -> Result<bool> {
        match &self.way {
            Way::Hash { .. } => match self.stored(value) {
                Some(stored) => Ok(bool::from(stored.matches(source)?)),
                None => Ok(false),
            },
            Way::Base64(around) => Ok(inside(value, around).is_some_and(|(text, range)| {
                text.as_bytes()
                    .get(range)
                    .is_some_and(|found| found == source)
            })),
        }
    }

    /// The noun for the value in messages.
    pub fn noun(&self) -> &'static str {
        match self.way {
            Way::Hash { .. } => "hash",
            Way::Base64(_) => "base64",
        }
    }

    /// The hash in a value, if it has this scheme and user.
    fn stored(&self, value: &str) -> Option<Stored> {
        let Way::Hash { settings, user } = &self.way else {
            return None;
        };
        let stored = Stored::parse(value.strip_prefix(user.as_str())?.as_bytes()).ok()?;
        stored.is_of(settings.scheme()).then_some(stored)
    }

    fn can_be(&self, value: &str) -> bool {
        match &self.way {
            Way::Hash { .. } => self.stored(value).is_some(),
            Way::Base64(around) => {
                inside(value, around).is_some_and(|(_, range)| !range.is_empty())
            }
        }
    }
}

/// Decodes base64. Returns the text and the range of the value in it.
fn inside(value: &str, [before, after]: &[String; 2]) -> Option<(Secret, std::ops::Range<usize>)> {
    let text = from_base64(value.as_bytes())?;
    let rest = text.as_bytes().strip_prefix(before.as_bytes())?;
    let length = rest.strip_suffix(after.as_bytes())?.len();
    let range = before.len()..before.len() + length;
    Some((text, range))
}

/// Options with their values, as `--cost 12` or `--cost=12`.
fn pairs(mut words: &[String]) -> Result<Vec<(&str, &str)>> {
    let mut pairs = Vec::new();
    while let [option, rest @ ..] = words {
        ensure!(option.starts_with("--"), "'{option}' is not an option");
        words = rest;
        pairs.push(match (option.split_once('='), rest) {
            (Some(pair), _) => pair,
            (None, [value, rest @ ..]) => {
                words = rest;
                (option.as_str(), value.as_str())
            }
            (None, []) => bail!("{option} needs a value"),
        });
    }
    Ok(pairs)
}

/// Parses a word as one of the possible values of an option.
fn choice<T: ValueEnum>(word: &str) -> Result<T> {
    let words = || T::value_variants().iter().filter_map(T::to_possible_value);
    T::from_str(word, false).ok().with_context(|| {
        let words: Vec<String> = words().map(|known| known.get_name().to_owned()).collect();
        format!("'{word}' is not one of {}", words.join(", "))
    })
}

/// A [`Derived`] among the recipes of a template. It is never drawn.
pub struct DerivedRecipe(pub Rc<Derived>);

impl Draw for DerivedRecipe {
    fn form(&self) -> Form {
        Form {
            source: "another value",
            ..Form::default()
        }
    }

    fn draw(&mut self, _: &mut Entropy, _: &mut Secret) -> Result<()> {
        bail!("a value that is made from another value cannot be drawn")
    }
}

impl Recipe for DerivedRecipe {
    fn space(&self) -> Space {
        Space::of(format!("made of {}", self.0.word), SpaceSize::Power(1, 1))
    }

    fn characters(&self) -> Option<Vec<char>> {
        let (marks, around) = match &self.0.way {
            Way::Hash { settings, user } if settings.scheme() == Scheme::Sha256 => {
                ("", user.as_str())
            }
            Way::Hash { user, .. } => ("$./+=,:_-", user.as_str()),
            Way::Base64(_) => ("+/=", ""),
        };
        let letters = ('0'..='9').chain('A'..='Z').chain('a'..='z');
        Some(letters.chain(marks.chars()).chain(around.chars()).collect())
    }

    fn can_give(&self, value: &str) -> bool {
        self.0.can_be(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(line: &str) -> Result<Derived> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Derived::new(&words)
    }

    fn made(derived: &Derived, source: &str) -> String {
        let mut value = Secret::with_capacity(64);
        let source = source.as_bytes();
        derived
            .make(source, &mut Entropy::os(), &mut value)
            .unwrap();
        String::from_utf8(value.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_value_fits_only_its_source() {
        let key = "0123456789abcdef0123456789abcdef";
        for line in [
            "hash a --scheme bcrypt --cost 10",
            "hash a --scheme=bcrypt --cost=10 --prefix 2y --user ann",
            "hash a --scheme sha256",
            "hash a --scheme scram-sha-256",
            "base64 a",
            "base64 a --text ann:{}",
            "base64 a --text {\"auth\":\"{}\"}",
        ] {
            let derived = derived(line).unwrap();
            let value = made(&derived, key);
            let recipe = DerivedRecipe(Rc::new(derived));
            let held = recipe.characters().unwrap();
            assert!(value.chars().all(|character| held.contains(&character)));
            assert!(recipe.can_give(&value), "{line}: {value}");
            for (other, fits) in [(key, true), (&key[1..], false), ("", false)] {
                let found = recipe.0.fits(&value, other.as_bytes()).unwrap();
                assert_eq!(found, fits, "{line}: {other}");
            }
            for other in ["", "change-me", "$2b$", "ann:"] {
                assert!(!recipe.can_give(other), "{line}: {other}");
            }
        }
        let basic = derived("base64 a --text ann:{}").unwrap();
        assert_eq!(made(&basic, "key"), "YW5uOmtleQ==");
        assert!(!DerivedRecipe(Rc::new(basic)).can_give("a2V5"));
        let bcrypt = derived("hash a --scheme bcrypt").unwrap();
        let digest = made(&derived("hash a --scheme sha256").unwrap(), key);
        assert!(!DerivedRecipe(Rc::new(bcrypt)).can_give(&digest));
    }

    #[test]
    fn invalid_recipes_are_refused() {
        for (line, message) in [
            ("hash", "hash needs the name of a recipe"),
            ("hash --scheme bcrypt", "hash needs the name of a recipe"),
            ("hash a bcrypt", "'bcrypt' is not an option"),
            (
                "hash a --scheme md5",
                "'md5' is not one of argon2id, bcrypt",
            ),
            ("hash a --cost", "--cost needs a value"),
            ("hash a --cost 99 --scheme bcrypt", "bcrypt takes"),
            ("hash a --prefix 2y", "a prefix is for bcrypt"),
            ("hash a --user a:b", "a user name has no colon"),
            ("hash a --text x", "hash has no option --text"),
            ("base64 a --text x", "--text has no {}"),
            ("base64 a --text {} --text {}", "--text is given twice"),
        ] {
            let error = derived(line).err().unwrap().to_string();
            assert!(error.starts_with(message), "{line}: {error}");
        }
        let short = derived("hash a --scheme sha256").unwrap();
        let mut value = Secret::with_capacity(64);
        let weak = short.make(b"hunter2", &mut Entropy::os(), &mut value);
        assert!(weak.unwrap_err().to_string().contains("at least 128 bits"));
    }
}
