//! A recipe: a fully checked configuration of one kind of secret. And the one way all of them run.

use std::fmt;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::commands::bytes::ByteString;
use crate::entropy::Entropy;
use crate::hash::HashArgs;
use crate::message::hinted;
use crate::natural::Natural;
use crate::output::{self, Output, OutputArgs};
use crate::secret::Secret;

/// Where the randomness comes from, but for what a person brings.
pub const OS: &str = "the operating system's CSPRNG";

/// What to draw, how long and from what. It knows its exact entropy before anything is drawn.
pub trait Recipe {
    /// What one value is drawn from.
    fn space(&self) -> Space;

    /// Draws one value and appends it to `value`.
    ///
    /// # Errors
    /// The entropy fails, or there is nothing left to draw.
    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()>;

    /// The same recipe for another thread, where no value depends on those before it and nearly all
    /// are about as long as the first.
    fn another(&self) -> Option<Box<dyn Recipe + Send>> {
        None
    }

    /// Where the randomness comes from, for a person.
    fn source(&self) -> &'static str {
        OS
    }

    /// How many values there are when the user gives no `--count`.
    fn default_count(&self) -> u64 {
        1
    }

    /// Whether a value is raw bytes, which no separator follows and no terminal gets.
    fn is_raw(&self) -> bool {
        false
    }

    /// Whether items are read, which `--null` separates too.
    fn reads_items(&self) -> bool {
        false
    }

    /// The names in JSON of the further lines of a value that has several. The first is its value.
    fn further_lines(&self) -> &'static [&'static str] {
        &[]
    }

    /// The most bytes that can be hashed of a value, where that is known.
    fn longest(&self) -> Option<usize> {
        None
    }

    /// What is stored of `value`: the id to look it up by, where it has one, and the part to hash.
    fn stored_parts<'a>(&self, value: &'a [u8]) -> (Option<&'a [u8]>, &'a [u8]) {
        (None, value)
    }

    /// One of `characters` that a value can hold, where the recipe knows that before it is drawn.
    fn can_hold(&self, _characters: &[char]) -> Option<char> {
        None
    }

    /// The fewest characters of a value, where the recipe knows it.
    fn least_length(&self) -> Option<u64> {
        None
    }

    /// Whether it draws the QR code of `--qr` itself, which is of more than the value.
    fn shows_picture(&self) -> bool {
        false
    }

    /// The value as a byte string, when it is too long to be held at once.
    fn long(&mut self) -> Option<&mut ByteString> {
        None
    }
}

/// The set that one value is drawn from, uniformly.
pub struct Space {
    /// What the value is made of, for a person.
    pub drawn_from: String,
    pub size: SpaceSize,
    /// What else holds for every value, for a person.
    pub rules: Vec<String>,
    /// Whether somebody may try to guess it: a password rather than a key.
    pub guessable: bool,
}

impl Space {
    pub fn of(drawn_from: String, size: SpaceSize) -> Self {
        Self {
            drawn_from,
            size,
            rules: Vec::new(),
            guessable: false,
        }
    }
}

/// A way to guess, with its guesses a second. The rates are those of Wheeler, "zxcvbn: Low-Budget
/// Password Strength Estimation", USENIX Security 2016, and of its published implementation.
pub struct Attack {
    pub name: &'static str,
    pub rate: &'static str,
    pub per_second: f64,
}

pub const ATTACKS: [Attack; 3] = [
    Attack {
        name: "online",
        rate: "100 an hour",
        per_second: 100.0 / 3600.0,
    },
    Attack {
        name: "slow hash",
        rate: "10^4 a second",
        per_second: 1e4,
    },
    Attack {
        name: "fast hash",
        rate: "10^10 a second",
        per_second: 1e10,
    },
];

impl Attack {
    /// The mean time to guess one of 2^`bits` equally likely values, in seconds: that of half of
    /// them. Times beyond the range of an `f64` are its greatest number.
    pub fn mean_seconds(&self, bits: f64) -> f64 {
        ((bits - 1.0).exp2() / self.per_second).min(f64::MAX)
    }
}

/// A time for a person, in the largest unit of which there is at least one.
pub struct Duration(pub f64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [
            (365.25 * 86400.0, "years"),
            (86400.0, "days"),
            (3600.0, "hours"),
            (60.0, "minutes"),
        ];
        match units.iter().find(|(unit, _)| self.0 >= *unit) {
            Some((unit, name)) if self.0 / unit >= 1e6 => write!(f, "{:.1e} {name}", self.0 / unit),
            Some((unit, name)) => write!(f, "{:.1} {name}", self.0 / unit),
            None if self.0 >= 0.001 => write!(f, "{:.3} seconds", self.0),
            None => f.write_str("less than a millisecond"),
        }
    }
}

/// How many values are possible.
pub enum SpaceSize {
    /// `base` to the power of `exponent`.
    Power(u64, u64),
    Count(Natural),
    /// So many outcomes, but the likeliest of them has the first number of them to itself.
    Weighted(u64, u64),
}

impl SpaceSize {
    /// The entropy of one value, in bits: the binary logarithm of the number of values, all equally
    /// likely. Where some are likelier it is that of the likeliest (min-entropy, NIST SP 800-90B,
    /// section 2.1).
    pub fn bits(&self) -> f64 {
        match self {
            Self::Power(base, exponent) => (*base as f64).log2() * *exponent as f64,
            Self::Count(count) => count.log2(),
            Self::Weighted(likeliest, count) => (*count as f64).log2() - (*likeliest as f64).log2(),
        }
    }

    /// Whether a value has at least `bits` of entropy, decided by the count: a logarithm just below
    /// a whole number may be rounded up to it. No power is so close to one of two without being it.
    pub fn holds(&self, bits: u64) -> bool {
        match self {
            // A number of so many bits is at least two to the power of one less.
            Self::Count(count) => count.bits() > bits,
            _ => self.bits() >= bits as f64,
        }
    }
}

impl fmt::Display for SpaceSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// Longer numbers are written as a power of two.
        const READABLE_BITS: u64 = 64;
        match self {
            Self::Power(base, 1) => write!(f, "{base}"),
            Self::Power(base, exponent) => write!(f, "{base}^{exponent}"),
            Self::Count(count) if count.bits() <= READABLE_BITS => f.write_str(&count.to_decimal()),
            Self::Count(_) => {
                let bits = Bits(self.bits()).to_string();
                write!(f, "2^{}", bits.trim_end_matches([' ', 'b', 'i', 't', 's']))
            }
            Self::Weighted(likeliest, count) => {
                write!(f, "{count}, the likeliest value {likeliest} times")
            }
        }
    }
}

/// Bits of entropy for a person, with their unit: three decimals, and none where they are zero.
pub struct Bits(pub f64);

impl fmt::Display for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.3}", self.0);
        let number = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{number} bit{}", if number == "1" { "" } else { "s" })
    }
}

/// The flags of one kind of secret.
pub trait Generator: Args {
    /// The name of the command, and the `kind` of its values in JSON.
    const KIND: &'static str;

    /// Checks the flags and makes the recipe of them. Draws nothing.
    ///
    /// # Errors
    /// A value that breaks a rule, or options that contradict each other or have no effect.
    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>>;

    /// The recipe where only values are asked for, and never the space that they are drawn from.
    ///
    /// # Errors
    /// Those of [`Generator::recipe`].
    fn recipe_without_space(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        self.recipe(output)
    }

    /// Whether the flags ask to read stdin or for something else than values, which a recipe of a
    /// template can't.
    fn reads_stdin(&self) -> bool {
        false
    }

    /// What to print instead of a value, where the flags ask for a list of what they take.
    fn listing(&self) -> Option<String> {
        None
    }

    /// Does what the flags ask for instead of values, where they do.
    ///
    /// # Errors
    /// What keeps it from being done.
    fn instead(&self) -> Result<Option<ExitCode>> {
        Ok(None)
    }

    /// What to store of each value, where the command's flags have it.
    fn hash(&self) -> HashArgs {
        HashArgs::default()
    }
}

/// A command that draws secrets: its own flags, and those that all of them share.
#[derive(Args)]
pub struct Generate<G: Generator> {
    #[command(flatten)]
    generator: G,
    #[command(flatten)]
    output: OutputArgs,
}

impl<G: Generator> Generate<G> {
    /// Draws and writes as many values as asked for.
    pub fn run(self) -> Result<ExitCode> {
        if let Some(listing) = self.generator.listing() {
            if let Some(option) = self.output.first_given() {
                bail!("{option} has no effect on a list of what there is: it makes no value");
            }
            output::text(&listing)?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(status) = self.generator.instead()? {
            return Ok(status);
        }
        let hash = self.generator.hash();
        let mut recipe = if self.output.tells_space() || hash.hash.is_some() {
            self.generator.recipe(&self.output)?
        } else {
            self.generator.recipe_without_space(&self.output)?
        };
        let mut output = Output::open(&self.output, &hash, G::KIND, &*recipe)?;
        let mut entropy = output.entropy();
        output.values(&mut *recipe, &mut entropy)?;
        output.finish()?;
        Ok(ExitCode::SUCCESS)
    }

    /// The recipe of one value that is held in memory and goes where a template has it.
    ///
    /// # Errors
    /// What [`Generate::run`] would refuse, and what makes no sense there: options about the output,
    /// a listing, items or dice from stdin, raw bytes, several values or a very long one.
    pub fn recipe_alone(self) -> Result<Box<dyn Recipe>> {
        if let Some(option) = self.output.first_given() {
            bail!("{option} makes no sense in a template: it is about the output of a command");
        }
        ensure!(
            self.generator.listing().is_none(),
            "a listing makes no sense in a template: it is no secret"
        );
        ensure!(
            !self.generator.reads_stdin(),
            "a recipe of a template makes a secret, and cannot read stdin"
        );
        ensure!(
            self.generator.hash().hash.is_none(),
            "--hash makes no sense in a template: a recipe is one value"
        );
        let mut recipe = self.generator.recipe(&self.output)?;
        if recipe.is_raw() {
            return Err(hinted(
                "raw bytes make no sense in a template, which is text",
                "give an --encoding",
            ));
        }
        ensure!(
            recipe.default_count() == 1 && recipe.further_lines().is_empty(),
            "several values make no sense in a template: a recipe is one"
        );
        ensure!(
            recipe.long().is_none(),
            "a value in a template has at most 60 KiB"
        );
        Ok(recipe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_the_logarithm_of_the_count() {
        assert_eq!(SpaceSize::Power(256, 32).bits(), 256.0);
        assert_eq!(
            SpaceSize::Power(16, 1 << 40).bits(),
            4.0 * (1u64 << 40) as f64
        );
        assert_eq!(SpaceSize::Count(Natural::from(1)).bits(), 0.0);
        assert_eq!(
            SpaceSize::Count(Natural::parse("2^300").unwrap()).bits(),
            300.0
        );
        assert_eq!(SpaceSize::Weighted(2, 8).bits(), 2.0);
    }

    #[test]
    fn a_count_just_below_a_power_of_two_does_not_hold_its_bits() {
        let mut count = Natural::parse("2^300").unwrap();
        assert!(SpaceSize::Count(count.clone()).holds(300));
        count.subtract(&Natural::from(1));
        let below = SpaceSize::Count(count);
        assert_eq!(below.bits(), 300.0);
        assert!(!below.holds(300) && below.holds(299));
        assert!(SpaceSize::Power(16, 75).holds(300) && !SpaceSize::Power(16, 74).holds(300));
        assert!(!SpaceSize::Count(Natural::zero()).holds(1));
    }

    #[test]
    fn times_are_written_in_the_largest_unit() {
        for (seconds, text) in [
            (0.0001, "less than a millisecond"),
            (0.5, "0.500 seconds"),
            (90.0, "1.5 minutes"),
            (7200.0, "2.0 hours"),
            (172_800.0, "2.0 days"),
            (31_557_600.0, "1.0 years"),
            (31_557_600e9, "1.0e9 years"),
        ] {
            assert_eq!(Duration(seconds).to_string(), text);
        }
        // Half of 2^21 guesses at 10^4 a second.
        assert_eq!(ATTACKS[1].mean_seconds(21.0), 104.8576);
    }

    #[test]
    fn bits_are_written_without_idle_zeros() {
        for (bits, text) in [
            (256.0, "256 bits"),
            (130.9264, "130.926 bits"),
            (0.5, "0.5 bits"),
            (100.0, "100 bits"),
            (1.0, "1 bit"),
            (0.0, "0 bits"),
        ] {
            assert_eq!(Bits(bits).to_string(), text);
        }
    }
}
