//! `secrets password`: a password that meets a policy, uniform over all that do.

pub mod alphabet;
mod policy;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::cli::Examples;
use crate::entropy::Entropy;
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::{Bits, Generator, Recipe, Space};
use crate::secret::Secret;
use crate::size::{positive, whole};
use alphabet::{AMBIGUOUS, Class, Kind, named, set};
use policy::{Passwords, Policy};

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    (
        "secrets password --length 16",
        "16 characters, at least one of each class",
    ),
    (
        "secrets password --bits 128 --no-symbols",
        "letters and digits, as many as 128 bits take",
    ),
    (
        "secrets password --charset hex --length 32",
        "characters of a set, here by its name",
    ),
    (
        "secrets password --first letter --max-run 1 --no-ambiguous",
        "what a strict site asks for",
    ),
    (
        "secrets password --min-digits 2 --exclude '/@\"'",
        "two digits at least, and some characters never",
    ),
];

/// The length of a password, in characters, unless given otherwise.
const DEFAULT_LENGTH: u16 = 20;

/// The greatest length, in characters.
const MAX_LENGTH: u16 = 1024;

/// The flags of `secrets password`.
#[derive(Args)]
#[command(next_help_heading = "Password")]
pub struct Password {
    /// Length in characters, 1 to 1024 [default: 20]
    #[arg(short, long, value_name = "N", value_parser = length, allow_negative_numbers = true)]
    length: Option<u16>,

    /// The shortest length with at least B bits of entropy
    #[arg(short, long, value_name = "B", value_parser = positive, conflicts_with = "length", allow_negative_numbers = true)]
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
    /// Names, with their sizes: alnum (62), alpha (52), lower (26), upper (26), digits (10), hex (16), base32
    /// (32), crockford (32), base58 (58), base62 (62), base64 (64), base64url (64), printable (94).
    /// A set may hold any visible characters of Unicode, each once. At least one of each class is
    /// no longer asked for.
    #[arg(long, value_name = "SET", conflicts_with_all = ["no_lower", "no_upper", "no_digits", "no_symbols", "symbols", "any"], allow_hyphen_values = true)]
    charset: Option<String>,

    /// Never use these characters
    #[arg(long, value_name = "CHARS", allow_hyphen_values = true)]
    exclude: Option<String>,

    /// Never use characters that look alike: 0 O o 1 l I |
    #[arg(long)]
    no_ambiguous: bool,

    /// At least N lower-case letters [default: 1]
    #[arg(long, value_name = "N", value_parser = minimum, conflicts_with = "no_lower", allow_negative_numbers = true)]
    min_lower: Option<u16>,

    /// At least N upper-case letters [default: 1]
    #[arg(long, value_name = "N", value_parser = minimum, conflicts_with = "no_upper", allow_negative_numbers = true)]
    min_upper: Option<u16>,

    /// At least N digits [default: 1]
    #[arg(long, value_name = "N", value_parser = minimum, conflicts_with = "no_digits", allow_negative_numbers = true)]
    min_digits: Option<u16>,

    /// At least N symbols [default: 1]
    #[arg(long, value_name = "N", value_parser = minimum, conflicts_with = "no_symbols", allow_negative_numbers = true)]
    min_symbols: Option<u16>,

    /// Do not ask for one of each class
    #[arg(long)]
    any: bool,

    /// Begin with a letter, alnum, lower, upper, digits or symbols
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    first: Option<Kind>,

    /// End with a character of one of these kinds
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    last: Option<Kind>,

    /// No character more than N times in a row
    #[arg(long, value_name = "N", value_parser = length, conflicts_with = "distinct", allow_negative_numbers = true)]
    max_run: Option<u16>,

    /// No character twice
    #[arg(long)]
    distinct: bool,
}

impl Generator for Password {
    const KIND: &'static str = "password";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let mut policy = self.policy()?;
        let passwords = match self.bits {
            None => {
                self.check(&policy)?;
                Passwords::of(policy)?
            }
            Some(bits) => {
                policy.length = policy.shortest(bits);
                self.check_set(&policy)?;
                reach(bits, policy)?
            }
        };
        if passwords.size().bits() == f64::NEG_INFINITY {
            bail!(
                "no password of {} characters meets all of these rules together",
                passwords.policy().length
            );
        }
        Ok(Box::new(passwords))
    }
}

impl Password {
    fn policy(&self) -> Result<Policy> {
        let mut classes = self.classes()?;
        let given = classes.concat().len();
        if self.no_ambiguous {
            remove(&mut classes, AMBIGUOUS);
            ensure!(
                classes.concat().len() < given,
                "--no-ambiguous has no effect: none of {AMBIGUOUS} is in the set"
            );
        }
        if let Some(excluded) = &self.exclude {
            ensure!(!excluded.is_empty(), "--exclude was given no characters");
            let before = classes.concat().len();
            remove(&mut classes, excluded);
            ensure!(
                classes.concat().len() < before,
                "--exclude '{excluded}' has no effect: none of these characters is in the set"
            );
        }
        let default = u16::from(!self.any && self.charset.is_none());
        let minimum = [
            self.min_lower,
            self.min_upper,
            self.min_digits,
            self.min_symbols,
        ];
        let disabled = [
            self.no_lower,
            self.no_upper,
            self.no_digits,
            self.no_symbols,
        ];
        let any_kind =
            |kind: Option<Kind>| Class::ALL.map(|class| kind.is_none_or(|kind| kind.holds(class)));
        Ok(Policy {
            classes,
            length: self.length.unwrap_or(DEFAULT_LENGTH),
            minimum: [0, 1, 2, 3].map(|class| {
                if disabled[class] {
                    0
                } else {
                    minimum[class].unwrap_or(default)
                }
            }),
            first: any_kind(self.first),
            last: any_kind(self.last),
            max_run: self.max_run,
            distinct: self.distinct,
        })
    }

    /// The characters that the options name, before any are excluded.
    fn classes(&self) -> Result<[Vec<char>; 4]> {
        if let Some(charset) = &self.charset {
            let characters = named(charset).unwrap_or_else(|| charset.clone());
            let characters = set(&characters)?;
            return Ok(Class::ALL.map(|class| {
                characters
                    .iter()
                    .copied()
                    .filter(|&character| Class::of(character) == class)
                    .collect()
            }));
        }
        let mut classes = Class::ALL.map(|class| class.ascii().chars().collect());
        if let Some(symbols) = &self.symbols {
            let symbols = set(symbols)?;
            if let Some(other) = symbols
                .iter()
                .find(|&&symbol| Class::of(symbol) != Class::Symbols)
            {
                return Err(hinted(
                    format!("'{other}' in --symbols is a letter or digit"),
                    "give all characters of the password with --charset",
                ));
            }
            classes[3] = symbols;
        }
        let disabled = [
            self.no_lower,
            self.no_upper,
            self.no_digits,
            self.no_symbols,
        ];
        for (class, _) in classes
            .iter_mut()
            .zip(disabled)
            .filter(|(_, disabled)| *disabled)
        {
            class.clear();
        }
        Ok(classes)
    }

    /// Refuses a policy that no password meets, and options that have no effect, with the reason.
    fn check(&self, policy: &Policy) -> Result<()> {
        self.check_set(policy)?;
        let length = policy.length;
        let owed: u32 = policy
            .minimum
            .iter()
            .map(|&minimum| u32::from(minimum))
            .sum();
        if owed > u32::from(length) {
            return Err(hinted(
                format!(
                    "the least numbers of characters of each class add up to {owed}, and the length is {length}"
                ),
                "raise --length, or ask for fewer with --any, --min-… or --no-…",
            ));
        }
        if let Some(run) = self.max_run {
            ensure!(
                run < length,
                "--max-run {run} has no effect on a password of {length} characters"
            );
        }
        if self.distinct {
            ensure!(
                length > 1,
                "--distinct has no effect on a password of one character"
            );
            ensure!(
                usize::from(length) <= policy.characters(),
                "--distinct and --length {length} disagree: there are only {} characters",
                policy.characters()
            );
        }
        Ok(())
    }

    /// The part of [`Self::check`] that does not depend on the length.
    fn check_set(&self, policy: &Policy) -> Result<()> {
        match policy.classes.concat()[..] {
            [] => bail!("no characters are left to make a password of"),
            [one] => bail!("'{one}' is the only character left, and a password of it is no secret"),
            _ => {}
        }
        for (class, of) in Class::ALL.into_iter().zip(0..) {
            let (name, minimum) = (class.name(), policy.minimum[of]);
            let characters = policy.classes[of].len();
            ensure!(
                minimum == 0 || characters > 0,
                "at least {minimum} {name} are asked for, and the set has none"
            );
            ensure!(
                !self.distinct || usize::from(minimum) <= characters,
                "--distinct and --min-{name} {minimum} disagree: there are only {characters} {name}"
            );
        }
        for (option, kind) in [("--first", self.first), ("--last", self.last)] {
            let Some(kind) = kind else { continue };
            let of = Class::ALL.into_iter().zip(&policy.classes);
            let (inside, outside): (Vec<_>, Vec<_>) = of
                .filter(|(_, characters)| !characters.is_empty())
                .partition(|&(class, _)| kind.holds(class));
            let name = kind.name();
            ensure!(
                !inside.is_empty(),
                "{option} {name} cannot be met: the set has no such character"
            );
            ensure!(
                !outside.is_empty(),
                "{option} {name} has no effect: the set has no other characters"
            );
        }
        Ok(())
    }
}

/// The passwords of the shortest length with at least `bits` of entropy, at least as long as
/// `policy` has it.
fn reach(bits: u64, policy: Policy) -> Result<Passwords> {
    let limit = if policy.distinct {
        policy.characters().min(MAX_LENGTH.into())
    } else {
        MAX_LENGTH.into()
    };
    let mut passwords = Passwords::of(policy)?;
    while passwords.size().bits() < bits as f64 {
        let length = passwords.policy().length;
        ensure!(
            usize::from(length) < limit,
            "--bits {bits} cannot be reached: {length} characters, the most there can be, hold {} bits",
            Bits(passwords.size().bits())
        );
        passwords.lengthen()?;
    }
    Ok(passwords)
}

impl Policy {
    /// A length below which `bits` cannot be reached.
    fn shortest(&self, bits: u64) -> u16 {
        let per_character = (self.characters() as f64).log2();
        let owed: f64 = self.minimum.iter().copied().map(f64::from).sum();
        // A character less, so that rounding can't skip the shortest length.
        (bits as f64 / per_character - 1.0)
            .max(owed)
            .clamp(1.0, MAX_LENGTH.into()) as u16
    }
}

impl Recipe for Passwords {
    fn space(&self) -> Space {
        let policy = self.policy();
        Space {
            drawn_from: format!(
                "{} characters of {}: {}",
                policy.length,
                policy.characters(),
                policy.alphabet()
            ),
            size: self.size(),
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        Passwords::draw(self, entropy, value)
    }
}

fn remove(classes: &mut [Vec<char>; 4], characters: &str) {
    for class in classes {
        class.retain(|&character| !characters.contains(character));
    }
}

fn length(text: &str) -> Result<u16> {
    match positive(text)?.try_into() {
        Ok(length) if length <= MAX_LENGTH => Ok(length),
        _ => bail!("it is at most {MAX_LENGTH}"),
    }
}

fn minimum(text: &str) -> Result<u16> {
    match whole(text)?.try_into() {
        Ok(minimum) if minimum <= MAX_LENGTH => Ok(minimum),
        _ => bail!("it is at most {MAX_LENGTH}"),
    }
}
