//! Refuses options that contradict each other or have no effect.

use anyhow::{Result, bail, ensure};

use super::policy::Policy;
use super::{MAX_LENGTH, Password};
use crate::message::{counted, hinted, value_name};
use crate::uniform::alphabet::Class;

impl Password {
    /// Refuses a length that contradicts another option or makes another option ineffective.
    pub fn check_length(&self, policy: &Policy) -> Result<()> {
        let length = policy.length;
        let (least, most) = self.lengths()?;
        if length < least || length > most {
            let range = if most < MAX_LENGTH {
                format!("{least} to {most}")
            } else {
                format!("at least {least}")
            };
            let by_safe = length < least && self.demand().is_none_or(|demand| demand.least < least);
            let option = if by_safe {
                "--safe".to_owned()
            } else {
                format!("--for {}", self.target_name())
            };
            bail!(
                "--length {length} and {option} disagree: the password must have {range} characters"
            );
        }
        let required: u32 = policy
            .minimum
            .iter()
            .map(|&minimum| u32::from(minimum))
            .sum();
        if required > u32::from(length) {
            return Err(hinted(
                format!("the minimums add up to {required} characters, and the length is {length}"),
                "raise --length, or ask for fewer, as with --any or --no-symbols",
            ));
        }
        if let Some(run) = self.max_run {
            ensure!(
                run < length,
                "--max-run {run} has no effect on a password of {}",
                counted(length.into(), "character")
            );
        }
        if self.no_repeats {
            ensure!(
                length > 1,
                "--no-repeats has no effect on a password of one character"
            );
            ensure!(
                usize::from(length) <= policy.characters(),
                "--no-repeats and --length {length} disagree: there are only {} characters",
                policy.characters()
            );
        }
        Ok(())
    }

    /// Refuses a set of characters that contradicts another option or makes it ineffective.
    pub fn check_set(&self, policy: &Policy) -> Result<()> {
        match policy.classes.concat()[..] {
            [] => bail!("no characters are left to make a password of"),
            [one] => bail!("'{one}' is the only character left, and a password of it is no secret"),
            _ => {}
        }
        let can_begin = policy
            .classes
            .iter()
            .zip(policy.first)
            .any(|(class, allowed)| allowed && !class.is_empty());
        ensure!(
            can_begin || self.first.is_some() && self.safe.is_empty() && self.target.is_none(),
            "no character can come first: the other options and --safe or --for leave none"
        );
        for (class, of) in Class::ALL.into_iter().zip(0..) {
            let (name, minimum) = (class.name(), policy.minimum[of]);
            let characters = policy.classes[of].len();
            ensure!(
                minimum == 0 || characters > 0,
                "at least {minimum} {name} are asked for, and the set has none"
            );
            ensure!(
                !self.no_repeats || usize::from(minimum) <= characters,
                "--no-repeats and --min-{name} {minimum} disagree: there are only {characters} {name}"
            );
        }
        for (option, kind) in [("--first", self.first), ("--last", self.last)] {
            let Some(kind) = kind else { continue };
            let of = Class::ALL.into_iter().zip(&policy.classes);
            let (inside, outside): (Vec<_>, Vec<_>) = of
                .filter(|(_, characters)| !characters.is_empty())
                .partition(|&(class, _)| kind.holds(class));
            let name = value_name(&kind);
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
