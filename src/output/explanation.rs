//! Explains a recipe to a person, on stderr.

use std::fmt;
use std::io;

use anyhow::{Result, ensure};

use crate::hash::Settings;
use crate::recipe::space::{Bits, Space};
use crate::system::report;
use crate::system::streams::is_closed;

/// A kind of attack with its guesses per second. The rates are from Wheeler, "zxcvbn: Low-Budget
/// Password Strength Estimation", USENIX Security 2016, and its published implementation.
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
    /// The mean time to guess one of 2^`bits` equally likely values, in seconds: the time for half of
    /// them. Times beyond the range of `f64` are `f64::MAX`.
    pub fn mean_seconds(&self, bits: f64) -> f64 {
        ((bits - 1.0).exp2() / self.per_second).min(f64::MAX)
    }
}

/// Shows a time in seconds in the largest unit in which it is at least 1.
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

/// The measured cost of a guess at a stored hash.
pub struct Guess {
    hash: String,
    seconds: f64,
    memory: u64,
}

impl Guess {
    /// Measures the cost by making a hash.
    pub fn of(settings: &Settings) -> Result<Self> {
        let (seconds, memory) = settings.guess()?;
        Ok(Self {
            hash: settings.description(),
            seconds,
            memory,
        })
    }

    /// Shows the cost on stderr. With `bits`, also shows how long a value of this entropy lasts.
    pub fn explain(&self, bits: Option<f64>) -> Result<()> {
        let memory = match self.memory {
            0 => String::new(),
            bytes if bytes < 1 << 20 => format!(" and {} KiB of memory", bytes >> 10),
            bytes => format!(" and {} MiB of memory", bytes >> 20),
        };
        report::note(&format!("hash: {}", self.hash))?;
        report::note(&format!(
            "a guess at the hash: {}{memory}, on this machine",
            Duration(self.seconds)
        ))?;
        let Some(bits) = bits else { return Ok(()) };
        let attack = Attack {
            name: "from the hash",
            rate: "1000 such machines",
            per_second: 1000.0 / self.seconds,
        };
        report::note(&format!(
            "guessed {} by {}, on average: {}",
            attack.name,
            attack.rate,
            Duration(attack.mean_seconds(bits))
        ))
    }

    /// The cost as members of a JSON object.
    pub fn json(&self) -> String {
        let Self {
            hash,
            seconds,
            memory,
        } = self;
        format!(
            r#","hashed_with":"{hash}","seconds_to_hash":{seconds:e},"memory_to_hash":{memory}"#
        )
    }
}

/// Shows on stderr what a value is drawn from, and how strong it is.
pub fn explain(space: &Space, source: &str, count: u64) -> Result<()> {
    ensure!(
        !is_closed(&io::stderr()),
        "stderr is closed or leads nowhere, so the explanation would be lost"
    );
    let each = if count > 1 { " each" } else { "" };
    report::note(&format!("drawn from: {}", space.drawn_from))?;
    for rule in &space.rules {
        report::note(&format!("rule: {rule}"))?;
    }
    report::note(&format!("possibilities: {}", space.size))?;
    report::note(&format!("entropy: {}{each}", Bits(space.size.bits())))?;
    for attack in ATTACKS.iter().filter(|_| space.guessable) {
        let time = Duration(attack.mean_seconds(space.size.bits()));
        report::note(&format!(
            "guessed {} at {}, on average: {time}",
            attack.name, attack.rate
        ))?;
    }
    report::note(&format!("source: {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
