//! Combines the options of a password into a policy, a range of lengths and a set of characters.

use anyhow::{Context, Result, ensure};

use super::passwords::Passwords;
use super::policy::Policy;
use super::recipe::reach;
use super::safe::Rule;
use super::target::{Demand, Target};
use super::{DEFAULT_BITS, MAX_LENGTH, Password};
use crate::message::{hinted, value_name};
use crate::uniform::alphabet::{AMBIGUOUS, CharacterKind, Class, named, set};

impl Password {
    /// The passwords of the default length: the shortest with at least [`DEFAULT_BITS`], but at most
    /// the longest that the system of `--for` accepts.
    pub(super) fn default(&self, policy: Policy, most: u16) -> Result<Passwords> {
        let passwords = if self.target.is_some() {
            Passwords::of_bits(policy, DEFAULT_BITS, most)?
        } else {
            reach(DEFAULT_BITS, policy, most).map_err(|error| {
                hinted(
                    format!("without --length a password holds {DEFAULT_BITS} bits: {error}"),
                    "give --length N, or allow more characters",
                )
            })?
        };
        self.check_length(passwords.policy())?;
        Ok(passwords)
    }

    pub(super) fn policy(&self) -> Result<Policy> {
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
            // No password has a space, but many systems list it among the characters they refuse.
            let visible = excluded.replace(' ', "");
            let characters = set(&visible).context("--exclude")?;
            retain(&mut classes, |character| !characters.contains(&character));
            ensure!(
                classes.concat().len() < before,
                "--exclude '{excluded}' has no effect: none of these characters is in the set"
            );
        }
        retain(&mut classes, |character| self.accepts(character));
        let safe = self.rules_of_safe().map(|rule| rule.first);
        let firsts: Vec<CharacterKind> = safe
            .chain([self.first, self.demand().and_then(|demand| demand.first)])
            .flatten()
            .collect();
        Ok(Policy {
            classes,
            // The caller sets the length later.
            length: 1,
            minimum: self.minimums()?,
            first: Class::ALL.map(|class| firsts.iter().all(|kind| kind.holds(class))),
            last: Class::ALL.map(|class| self.last.is_none_or(|kind| kind.holds(class))),
            max_run: self.max_run,
            distinct: self.no_repeats,
        })
    }

    /// Refuses explicit characters that `--safe` or `--for` do not allow.
    pub(super) fn check_accepted(&self, option: &str, characters: &[char]) -> Result<()> {
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

    /// Whether all destinations of `--safe` and the system of `--for` allow this character.
    pub(super) fn accepts(&self, character: char) -> bool {
        let restricted = !self.safe.is_empty() || self.target.is_some();
        !restricted
            || character.is_ascii_alphanumeric()
            || self
                .allowed_symbols()
                .all(|symbols| symbols.contains(character))
    }

    pub(super) fn target_name(&self) -> String {
        self.target.as_ref().map(value_name).unwrap_or_default()
    }

    pub(super) fn demand(&self) -> Option<Demand> {
        self.target.map(Target::demand)
    }

    pub(super) fn rules_of_safe(&self) -> impl Iterator<Item = Rule> {
        self.safe.iter().map(|destination| destination.rule())
    }

    /// The symbols that each destination of `--safe` and the system of `--for` allow.
    pub(super) fn allowed_symbols(&self) -> impl Iterator<Item = &'static str> {
        self.rules_of_safe()
            .map(|rule| rule.symbols)
            .chain(self.demand().map(|demand| demand.symbols))
    }

    /// The minimum and the maximum length that `--safe` and `--for` allow.
    pub(super) fn lengths(&self) -> Result<(u16, u16)> {
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
    pub(super) fn disabled(&self) -> [bool; 4] {
        [
            self.no_lower,
            self.no_upper,
            self.no_digits,
            self.no_symbols,
        ]
    }

    /// The fewest characters of each class.
    pub(super) fn minimums(&self) -> Result<[u16; 4]> {
        let given = [
            self.min_lower,
            self.min_upper,
            self.min_digits,
            self.min_symbols,
        ];
        let demand = self.demand();
        // With --charset no class is required, unless the system requires classes.
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

    /// The rules of `--safe` and `--for`, as `--explain` shows them.
    pub(super) fn rules(&self) -> Vec<String> {
        let described = |rule: Rule| {
            let first = rule.first.map_or(String::new(), |kind| {
                format!(", {} first", value_name(&kind))
            });
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
            format!("for {}: {demand} ({})", value_name(&target), demand.source)
        });
        self.rules_of_safe().map(described).chain(system).collect()
    }

    /// The characters of each class before `--exclude` and similar options remove any.
    pub(super) fn classes(&self) -> Result<[Vec<char>; 4]> {
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
            if ["", "none", "no", "off", "false"].contains(&&**symbols) {
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

/// Removes the characters for which `keep` is false.
fn retain(classes: &mut [Vec<char>; 4], keep: impl Fn(char) -> bool) {
    for class in classes {
        class.retain(|&character| keep(character));
    }
}
