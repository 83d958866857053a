//! `secrets password`: a random password. All passwords that meet the policy are equally likely.

mod checks;
mod demands;
mod distinct;
mod passwords;
mod policy;
mod recipe;
mod safe;
mod speller;
pub mod target;

use std::sync::Arc;

use anyhow::{Result, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to, whole};
use crate::input::suggested::Suggested;
use crate::message::counted;
use crate::output::OutputArgs;
use crate::recipe::{Carrier, Recipe};
use crate::uniform::alphabet::{CharacterKind, suggestions};
use passwords::Passwords;
use recipe::{Drawn, reach};
use safe::Destination;
use target::Target;

/// The default minimum entropy of a password, in bits.
const DEFAULT_BITS: u64 = 128;

/// The greatest length, in characters.
const MAX_LENGTH: u16 = 1024;

/// The flags of `secrets password`.
#[derive(Args, Default)]
#[command(next_help_heading = "Password")]
#[allow(
    rustdoc::broken_intra_doc_links,
    reason = "help has brackets that are no links"
)]
pub struct Password {
    /// The same as --length
    #[arg(value_name = "LENGTH", value_parser = length, conflicts_with_all = ["length", "bits"], help_heading = None)]
    size: Option<u16>,

    /// Length in characters, 1 to 1024 [default: as 128 bits need, 20 with all classes]
    ///
    /// With --for the default is at most the longest password that TARGET accepts.
    #[arg(short, long, visible_alias = "chars", value_name = "N", value_parser = length)]
    length: Option<u16>,

    /// The shortest length with at least B bits of entropy
    #[arg(short, long, value_name = "B", value_parser = positive, conflicts_with = "length")]
    bits: Option<u64>,

    /// Leave out lower-case letters
    #[arg(long)]
    no_lower: bool,

    /// Leave out upper-case letters
    #[arg(long)]
    no_upper: bool,

    /// Leave out digits
    #[arg(long)]
    no_digits: bool,

    /// Leave out symbols
    #[arg(long)]
    no_symbols: bool,

    /// Use these symbols instead of the 32 of ASCII
    #[arg(
        long,
        value_name = "SET",
        conflicts_with = "no_symbols",
        allow_hyphen_values = true
    )]
    symbols: Option<String>,

    /// Use these characters and no classes: a set, or the name of one
    ///
    /// Names, with their sizes: alnum (62), alpha (52), lower (26), upper (26), digits (10), symbols (32), hex
    /// (16), base32 (32), crockford (32), base58 (58), base62 (62), base64 (64), base64url (64),
    /// printable (94). A set may have any visible characters of Unicode, each once; a-z, A-F and 0-9
    /// are ranges, and [:alnum:]_- adds _ and - to the set with this name. An unknown word is an
    /// error; in brackets it is a set of letters: [num] is n, u and m. With --charset no class is
    /// required.
    #[arg(long, value_name = "SET", value_parser = Suggested(suggestions), hide_possible_values = true, conflicts_with_all = ["no_lower", "no_upper", "no_digits", "no_symbols", "symbols", "any"], allow_hyphen_values = true)]
    charset: Option<String>,

    /// Never use these characters
    #[arg(long, value_name = "CHARS", allow_hyphen_values = true)]
    exclude: Option<String>,

    /// Never use characters that look alike: 0 O o 1 l I |
    #[arg(long)]
    no_ambiguous: bool,

    /// At least N lower-case letters [default: 1]
    #[arg(hide_short_help = true, long, value_name = "N", value_parser = minimum, conflicts_with = "no_lower")]
    min_lower: Option<u16>,

    /// At least N upper-case letters [default: 1]
    #[arg(hide_short_help = true, long, value_name = "N", value_parser = minimum, conflicts_with = "no_upper")]
    min_upper: Option<u16>,

    /// At least N digits [default: 1]; also --min-lower, --min-upper and --min-symbols
    #[arg(long, value_name = "N", value_parser = minimum, conflicts_with = "no_digits")]
    min_digits: Option<u16>,

    /// At least N symbols [default: 1]
    #[arg(hide_short_help = true, long, value_name = "N", value_parser = minimum, conflicts_with = "no_symbols")]
    min_symbols: Option<u16>,

    /// Do not require a character of each class
    #[arg(long)]
    any: bool,

    /// Begin with a letter, alnum, lower, upper, digits or symbols; --last sets the end
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    first: Option<CharacterKind>,

    /// End with a character of one of these kinds
    #[arg(
        hide_short_help = true,
        long,
        value_name = "KIND",
        hide_possible_values = true
    )]
    last: Option<CharacterKind>,

    /// No character more than N times in a row
    #[arg(long, value_name = "N", value_parser = length, conflicts_with = "no_repeats")]
    max_run: Option<u16>,

    /// No character twice
    #[arg(hide_short_help = true, long)]
    no_repeats: bool,

    /// Only characters that need no quoting in these places, divided by commas
    ///
    /// With several places, only characters that are safe in all of them. If a place gives a first
    /// character or a short value a meaning of its own, the password begins with a letter or digit,
    /// or is long enough; --explain shows the rules.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    safe: Vec<Destination>,

    /// Follow the rules of TARGET: rds-postgres, mssql, windows, wpa …; list them with --for help
    ///
    /// The rules set the range of the length, the characters, the classes and the first character.
    /// Other options can restrict these further. Contradictions are errors.
    #[arg(long = "for", value_name = "TARGET", hide_possible_values = true)]
    target: Option<Target>,

    /// Make a password of fewer than 40 bits without a warning
    #[arg(hide_short_help = true, long)]
    allow_weak: bool,

    #[command(flatten)]
    hash: HashArgs,
}

impl Described for Password {
    const HELP: Help = Help {
        about: "A password of random characters",
        details: "",
        examples: &[
            (
                "secrets password 16",
                "16 characters, at least one of each class",
            ),
            (
                "secrets password --bits 128 --no-symbols",
                "letters and digits with at least 128 bits",
            ),
            (
                "secrets password --charset hex --length 32",
                "32 characters of the set named hex",
            ),
            (
                "secrets password --first letter --max-run 1 --no-ambiguous",
                "for a site with strict rules",
            ),
            (
                "secrets password --min-digits 2 --exclude '/@\"'",
                "at least two digits, and never / @ or \"",
            ),
            (
                "secrets password --hash argon2id --hash-output stored",
                "the password on stdout; its hash, for a service to store, in a file",
            ),
        ],
    };
}

impl Generator for Password {
    const KIND: &'static str = "password";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = size.map(length).transpose().ok()?;
        Some(Self {
            size,
            ..Default::default()
        })
    }

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let mut policy = self.policy()?;
        self.check_set(&policy)?;
        let (least, most) = self.lengths()?;
        let most = if policy.distinct {
            most.min(policy.characters() as u16)
        } else {
            most
        };
        let passwords = match (self.length.or(self.size), self.bits) {
            (Some(length), _) => {
                policy.length = length;
                self.check_length(&policy)?;
                Passwords::of(policy)?
            }
            (None, Some(bits)) => {
                policy.length = least.min(most);
                reach(bits, policy, most)?
            }
            (None, None) => {
                policy.length = least.min(most);
                self.default(policy, most)?
            }
        };
        ensure!(
            !passwords.is_empty(),
            "no password of {} meets all of these rules together",
            counted(passwords.policy().length.into(), "character")
        );
        Ok(Box::new(Drawn {
            passwords: Arc::new(passwords),
            rules: self.rules(),
            allow_weak: self.allow_weak,
        }))
    }

    fn carried_by(mut self, carrier: Carrier) -> Self {
        let asks = self.charset.is_some() || self.symbols.is_some();
        for (carries, destination) in [
            (carrier.dotenv, Destination::Dotenv),
            (carrier.url, Destination::Url),
        ] {
            if carries && !asks && !self.safe.contains(&destination) {
                self.safe.push(destination);
            }
        }
        self
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }

    fn listing(&self) -> Option<String> {
        (self.target == Some(Target::Help)).then(Target::list)
    }
}

fn length(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_LENGTH)
}

fn minimum(text: &str) -> Result<u16> {
    up_to(whole(text)?, MAX_LENGTH)
}

#[cfg(test)]
mod tests;
