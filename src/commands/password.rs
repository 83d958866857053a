//! `secrets password`: a password that meets a policy, uniform over all that do.

mod checks;
mod policy;
mod recipe;
mod safe;
pub mod target;

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to, whole};
use crate::message::{counted, hinted};
use crate::output::OutputArgs;
use crate::recipe::{Carrier, Draw, Recipe};
use crate::uniform::alphabet::{AMBIGUOUS, CharsetParser, Class, Kind, named, set};
use policy::{Passwords, Policy};
use recipe::{Drawn, reach};
use safe::{Destination, Rule};
use target::{Demand, Target};

/// The least entropy of a password unless given otherwise, in bits.
const DEFAULT_BITS: u64 = 128;

/// The greatest length, in characters.
const MAX_LENGTH: u16 = 1024;

/// The flags of `secrets password`.
#[derive(Args)]
#[command(next_help_heading = "Password")]
pub struct Password {
    /// The same as --length
    #[arg(value_name = "LENGTH", value_parser = length, conflicts_with_all = ["length", "bits"], help_heading = None)]
    size: Option<u16>,

    /// Length in characters, 1 to 1024 [default: what 128 bits take, 20 of all characters]
    ///
    /// With --for the default is at most the longest password that TARGET takes.
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
    /// printable (94). A set may hold any visible characters of Unicode, each once; a-z, A-F and 0-9
    /// are ranges, and [:alnum:]_- adds characters to a set that has a name. A word that is no name is
    /// refused: [num] is the letters n, u and m. At least one of each class is no longer asked for.
    #[arg(long, value_name = "SET", value_parser = CharsetParser, hide_possible_values = true, conflicts_with_all = ["no_lower", "no_upper", "no_digits", "no_symbols", "symbols", "any"], allow_hyphen_values = true)]
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

    /// Do not ask for one of each class
    #[arg(long)]
    any: bool,

    /// Begin with a letter, alnum, lower, upper, digits or symbols; --last is for the end
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    first: Option<Kind>,

    /// End with a character of one of these kinds
    #[arg(
        hide_short_help = true,
        long,
        value_name = "KIND",
        hide_possible_values = true
    )]
    last: Option<Kind>,

    /// No character more than N times in a row
    #[arg(long, value_name = "N", value_parser = length, conflicts_with = "no_repeats")]
    max_run: Option<u16>,

    /// No character twice
    #[arg(hide_short_help = true, long)]
    no_repeats: bool,

    /// Only what needs no quoting in these places, divided by commas
    ///
    /// Several intersect. Where a place reads a first character or a short value as something else,
    /// the password begins with a letter or digit, or is long enough; --explain says which.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    safe: Vec<Destination>,

    /// What TARGET accepts: rds-postgres, mssql, windows, wpa …; list them with --for help
    ///
    /// Sets the range of the length, the characters, the classes and what comes first. Other options
    /// refine it, and those that contradict it are errors.
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
            (
                "secrets password --hash argon2id --hash-output stored",
                "the password on stdout, and in a file what a service stores of it",
            ),
        ],
    };
}

impl Generator for Password {
    const KIND: &'static str = "password";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        self.drawn(Passwords::of)
    }

    fn values(self, _: &OutputArgs) -> Result<Box<dyn Draw>> {
        Ok(self.drawn(Passwords::uncounted)?)
    }

    fn carried_by(mut self, carrier: Carrier) -> Self {
        let asks = self.charset.is_some() || self.symbols.is_some();
        if carrier == Carrier::Dotenv && !asks && !self.safe.contains(&Destination::Dotenv) {
            self.safe.push(Destination::Dotenv);
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

impl Password {
    /// The recipe, with the passwords of a policy as `passwords` makes them of it.
    fn drawn(self, passwords: fn(Policy) -> Result<Passwords>) -> Result<Box<dyn Recipe>> {
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
                passwords(policy)?
            }
            (None, Some(bits)) => {
                policy.length = policy.shortest(bits).clamp(least.min(most), most);
                reach(bits, policy, most)?
            }
            (None, None) => {
                policy.length = policy.shortest(DEFAULT_BITS).clamp(least.min(most), most);
                self.default(policy, most, passwords)?
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

    /// The passwords of the shortest length with at least [`DEFAULT_BITS`], or, where the system that
    /// they are for takes no such length, of the longest that it takes.
    fn default(
        &self,
        mut policy: Policy,
        most: u16,
        passwords: fn(Policy) -> Result<Passwords>,
    ) -> Result<Passwords> {
        while policy.length < most && !policy.may_hold(DEFAULT_BITS) {
            policy.length += 1;
        }
        if policy.length == most && self.target.is_some() || policy.surely_holds(DEFAULT_BITS) {
            self.check_length(&policy)?;
            return passwords(policy);
        }
        let reached = reach(DEFAULT_BITS, policy, most).map_err(|error| {
            hinted(
                format!("without --length a password holds {DEFAULT_BITS} bits: {error}"),
                "give --length N, or allow more characters",
            )
        })?;
        self.check_length(reached.policy())?;
        Ok(reached)
    }

    fn policy(&self) -> Result<Policy> {
        let mut classes = self.classes()?;
        let given = classes.concat().len();
        if self.no_ambiguous {
            retain(&mut classes, |character| !AMBIGUOUS.contains(character));
            ensure!(
                classes.concat().len() < given,
                "--no-ambiguous has no effect: none of {AMBIGUOUS} is in the set"
            );
        }
        if let Some(excluded) = &self.exclude {
            let before = classes.concat().len();
            let looks = [
                "ambiguous",
                "similar",
                "lookalikes",
                "look-alikes",
                "confusing",
            ];
            if looks.contains(&&**excluded) {
                return Err(hinted(
                    format!("--exclude '{excluded}' is no set of characters by name"),
                    "characters that look alike are left out by --no-ambiguous",
                ));
            }
            // A space is in no password, and many systems list it among what they do not take.
            let visible = excluded.replace(' ', "");
            let characters = set(&visible).context("--exclude")?;
            retain(&mut classes, |character| !characters.contains(&character));
            ensure!(
                classes.concat().len() < before,
                "--exclude '{excluded}' has no effect: none of these characters is in the set"
            );
        }
        retain(&mut classes, |character| self.accepts(character));
        let places = self.rules_of_safe().map(|rule| rule.first);
        let firsts: Vec<Kind> = places
            .chain([self.first, self.demand().and_then(|demand| demand.first)])
            .flatten()
            .collect();
        Ok(Policy {
            classes,
            // Until the length is known.
            length: 1,
            minimum: self.minimums()?,
            first: Class::ALL.map(|class| firsts.iter().all(|kind| kind.holds(class))),
            last: Class::ALL.map(|class| self.last.is_none_or(|kind| kind.holds(class))),
            max_run: self.max_run,
            distinct: self.no_repeats,
        })
    }

    /// Refuses characters given one by one that the places or the system do not take.
    fn check_accepted(&self, option: &str, characters: &[char]) -> Result<()> {
        let refused = characters
            .iter()
            .filter(|&&character| !self.accepts(character));
        let refused: String = refused.collect();
        let other = if self.safe.is_empty() {
            "--for"
        } else {
            "--safe"
        };
        ensure!(
            refused.is_empty(),
            "{option} has characters that {other} does not take: {refused}"
        );
        Ok(())
    }

    /// Whether all places and the system take this character.
    fn accepts(&self, character: char) -> bool {
        let restricted = !self.safe.is_empty() || self.target.is_some();
        !restricted
            || character.is_ascii_alphanumeric()
            || self
                .allowed_symbols()
                .all(|symbols| symbols.contains(character))
    }

    fn target_name(&self) -> String {
        self.target.map(Target::name).unwrap_or_default()
    }

    fn demand(&self) -> Option<Demand> {
        self.target.map(Target::demand)
    }

    fn rules_of_safe(&self) -> impl Iterator<Item = Rule> {
        self.safe.iter().map(|destination| destination.rule())
    }

    /// The symbols of each place and system that the password is for.
    fn allowed_symbols(&self) -> impl Iterator<Item = &'static str> {
        self.rules_of_safe()
            .map(|rule| rule.symbols)
            .chain(self.demand().map(|demand| demand.symbols))
    }

    /// The least and the greatest length that the places and the system allow.
    fn lengths(&self) -> Result<(u16, u16)> {
        let least = self
            .rules_of_safe()
            .map(|rule| rule.least)
            .max()
            .unwrap_or(1);
        let demanded = self
            .demand()
            .map_or((1, None), |demand| (demand.least, demand.most));
        let (least, most) = (least.max(demanded.0), demanded.1.unwrap_or(MAX_LENGTH));
        ensure!(
            least <= most,
            "--for and --safe disagree: {least} characters are safe, and {most} are accepted"
        );
        Ok((least, most))
    }

    /// Which classes are left out, in the order of [`Class::ALL`].
    fn disabled(&self) -> [bool; 4] {
        [
            self.no_lower,
            self.no_upper,
            self.no_digits,
            self.no_symbols,
        ]
    }

    /// The fewest characters of each class.
    fn minimums(&self) -> Result<[u16; 4]> {
        let given = [
            self.min_lower,
            self.min_upper,
            self.min_digits,
            self.min_symbols,
        ];
        let demand = self.demand();
        // A set of one's own has no classes, unless the system asks for some.
        let classes = if self.charset.is_some() {
            self.classes()?.map(|class| !class.is_empty())
        } else {
            self.disabled().map(|disabled| !disabled)
        };
        let by_default = !self.any
            && (self.charset.is_none() || demand.is_some_and(|demand| demand.classes > 0));
        let mut minimums = [0; 4];
        for (class, minimum) in minimums.iter_mut().enumerate() {
            *minimum = given[class].unwrap_or(u16::from(by_default && classes[class]));
            let asked = demand.map_or(0, |demand| demand.minimum[class]);
            if *minimum < asked {
                let name = Class::ALL[class].name();
                ensure!(
                    given[class].is_none() && !self.any && classes[class],
                    "--for {} asks for at least {asked} {name}, and the other options for {minimum}",
                    self.target_name(),
                );
                *minimum = asked;
            }
        }
        let asked = demand.map_or(0, |demand| demand.classes);
        ensure!(
            minimums.iter().filter(|&&minimum| minimum > 0).count() >= asked,
            "--for {} asks for {asked} of the 4 classes, and the other options for fewer",
            self.target_name(),
        );
        Ok(minimums)
    }

    /// The rules beyond the set of characters, for `--explain`.
    fn rules(&self) -> Vec<String> {
        let place = |rule: Rule| {
            let first = rule
                .first
                .map_or(String::new(), |kind| format!(", {} first", kind.name()));
            let least = if rule.least > 1 {
                format!(", at least {} characters", rule.least)
            } else {
                String::new()
            };
            format!(
                "safe for {}: symbols {}{first}{least} ({})",
                rule.name, rule.symbols, rule.source
            )
        };
        let system = self.target.map(|target| {
            let demand = target.demand();
            format!("for {}: {demand} ({})", target.name(), demand.source)
        });
        self.rules_of_safe().map(place).chain(system).collect()
    }

    /// The characters that the options name, before any are excluded.
    fn classes(&self) -> Result<[Vec<char>; 4]> {
        if let Some(charset) = &self.charset {
            let characters = set(charset).context("--charset")?;
            if named(charset).is_none() {
                self.check_accepted("--charset", &characters)?;
            }
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
            if ["none", "no", "off", "false"].contains(&&**symbols) {
                return Err(hinted(
                    format!("--symbols '{symbols}' is no set of characters by name"),
                    "symbols are left out by --no-symbols",
                ));
            }
            let symbols = set(symbols).context("--symbols")?;
            if let Some(other) = symbols
                .iter()
                .find(|&&symbol| Class::of(symbol) != Class::Symbols)
            {
                return Err(hinted(
                    format!("'{other}' in --symbols is a letter or digit"),
                    "give all characters of the password with --charset",
                ));
            }
            self.check_accepted("--symbols", &symbols)?;
            classes[3] = symbols;
        }
        for (class, _) in classes
            .iter_mut()
            .zip(self.disabled())
            .filter(|(_, disabled)| *disabled)
        {
            class.clear();
        }
        Ok(classes)
    }
}

/// Leaves the characters for which `keep` holds.
fn retain(classes: &mut [Vec<char>; 4], keep: impl Fn(char) -> bool) {
    for class in classes {
        class.retain(|&character| keep(character));
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
