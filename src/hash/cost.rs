//! What a hash may cost: the numbers of `--cost`, in the terms of each scheme, with their bounds.

use std::ops::RangeInclusive;

use anyhow::{Result, anyhow, ensure};

use crate::input::size;
use crate::message::hinted;

/// One number of a cost.
pub struct Term {
    /// The letters before its `=`.
    pub name: &'static str,
    /// What it counts, in the plural.
    pub unit: &'static str,
    pub default: u32,
    /// The values that new hashes may have.
    pub range: RangeInclusive<u32>,
}

/// The unit of a term that is a size, which may be written as `64MiB`.
pub const KIB: &str = "KiB of memory";

/// Reads a `--cost`: numbers with their names, as `m=64MiB,t=3`, or one number alone for a scheme that
/// has one term. What it leaves out has its default.
///
/// # Errors
/// It is no cost of `scheme`, or a number is out of its range. The hint is a cost that is right.
pub fn read<const N: usize>(
    scheme: &str,
    terms: &[Term; N],
    text: Option<&str>,
) -> Result<[u32; N]> {
    let defaults = std::array::from_fn(|at| terms[at].default);
    let Some(text) = text else {
        return Ok(defaults);
    };
    let example = format!("as in --cost {}", write(terms, defaults));
    let mut given = [None; N];
    for part in text.split(',') {
        let (name, number) = match part.split_once('=') {
            Some(named) => named,
            None if N == 1 => (terms[0].name, part),
            None => ("", part),
        };
        let place = terms.iter().position(|term| term.name == name);
        let place = place.filter(|&place| given[place].is_none());
        let value = place.and_then(|place| value(number, terms[place].unit));
        let (Some(place), Some(value)) = (place, value) else {
            return Err(hinted(
                format!("--cost {text} is no cost of {scheme}"),
                example,
            ));
        };
        let Term { unit, range, .. } = &terms[place];
        if !range.contains(&value) {
            let (least, most) = range.clone().into_inner();
            return Err(hinted(
                format!("{scheme} takes {least} to {most} {unit}, and --cost has {value}"),
                example,
            ));
        }
        given[place] = Some(value);
    }
    Ok(std::array::from_fn(|at| given[at].unwrap_or(defaults[at])))
}

fn value(text: &str, unit: &str) -> Option<u32> {
    if unit != KIB || text.ends_with(|last: char| last.is_ascii_digit()) {
        return number(text);
    }
    let bytes = size::bytes(text).ok()?;
    u32::try_from(bytes / 1024)
        .ok()
        .filter(|_| bytes.is_multiple_of(1024))
}

/// A cost as [`read`] reads it.
pub fn write<const N: usize>(terms: &[Term; N], values: [u32; N]) -> String {
    if N == 1 {
        return values[0].to_string();
    }
    let parts = terms.iter().zip(values);
    let parts = parts.map(|(term, value)| format!("{}={value}", term.name));
    parts.collect::<Vec<_>>().join(",")
}

/// Reads a decimal number without signs, spaces or leading zeros.
pub fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|digit| digit.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

/// The most memory that a hash takes, in bytes: 1 GiB.
pub const MAX_MEMORY: u64 = 1 << 30;

/// The most memory times passes, in bytes: 2 GiB, some seconds. It is 2.7 times what libsodium's
/// `MODERATE` limits and 11 times what RFC 9106's second recommended option take.
pub const MAX_WORK: u64 = 2 << 30;

/// Refuses a hash that takes more `memory`, in bytes, or more memory times `passes` than any sound
/// setting does.
pub fn affordable(scheme: &str, memory: u64, passes: u64) -> Result<()> {
    let kib = |bytes: u64| bytes / 1024;
    if memory > MAX_MEMORY {
        let what = format!("{} KiB of memory", kib(memory));
        return Err(too_costly(scheme, &what, &kib(MAX_MEMORY).to_string()));
    }
    let work = memory.saturating_mul(passes);
    if work > MAX_WORK {
        let what = format!(
            "{passes} passes over {} KiB, {} KiB in all",
            kib(memory),
            kib(work)
        );
        return Err(too_costly(scheme, &what, &kib(MAX_WORK).to_string()));
    }
    Ok(())
}

/// Refuses a hash of more `rounds` than `most`.
pub fn affordable_rounds(scheme: &str, rounds: u32, most: u32) -> Result<()> {
    if rounds > most {
        let what = format!("{rounds} rounds");
        return Err(too_costly(scheme, &what, &most.to_string()));
    }
    Ok(())
}

/// An error for a hash that would take too much time or memory.
pub fn too_costly(scheme: &str, what: &str, most: &str) -> anyhow::Error {
    anyhow!("{scheme} asks for {what}, and {most} is the most that is spent on a hash")
}

/// Makes sure that there is so much memory, before a library takes it and would abort without a word.
pub fn reserve(scheme: &str, bytes: u64) -> Result<()> {
    let mut memory = Vec::<u8>::new();
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    ensure!(
        memory.try_reserve_exact(bytes).is_ok(),
        "{scheme} takes {} KiB of memory, and there is less",
        bytes / 1024
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: [Term; 2] = [
        Term {
            name: "m",
            unit: KIB,
            default: 1024,
            range: 8..=2048,
        },
        Term {
            name: "t",
            unit: "passes",
            default: 2,
            range: 1..=9,
        },
    ];

    const ROUNDS: [Term; 1] = [Term {
        name: "rounds",
        unit: "rounds",
        default: 12,
        range: 10..=15,
    }];

    #[test]
    fn costs_are_read_by_name_and_completed() {
        for (text, cost) in [
            (None, [1024, 2]),
            (Some("m=64"), [64, 2]),
            (Some("t=3"), [1024, 3]),
            (Some("t=3,m=8"), [8, 3]),
            (Some("m=2MiB,t=1"), [2048, 1]),
            (Some("m=1M"), [1024, 2]),
        ] {
            assert_eq!(read("x", &TERMS, text).unwrap(), cost, "{text:?}");
        }
        assert_eq!(read("x", &ROUNDS, Some("10")).unwrap(), [10]);
        assert_eq!(read("x", &ROUNDS, Some("rounds=15")).unwrap(), [15]);
        assert_eq!(write(&TERMS, [64, 2]), "m=64,t=2");
        assert_eq!(write(&ROUNDS, [11]), "11");
    }

    #[test]
    fn what_is_no_cost_is_refused() {
        for text in [
            "", "m", "m=", "m=x", "3", "t=3,t=3", "m=64,", "q=1", "m=+8", "m=08", "m=8.5K",
            "m=1500kB", "t=2MiB", "m =64", "t=-1",
        ] {
            let error = read("x", &TERMS, Some(text)).unwrap_err().to_string();
            assert_eq!(error, format!("--cost {text} is no cost of x"));
        }
        for text in ["m=7", "m=2049", "m=3MiB", "t=0", "t=10"] {
            let error = read("x", &TERMS, Some(text)).unwrap_err().to_string();
            assert!(error.starts_with("x takes "), "{error}");
        }
        assert!(read("x", &ROUNDS, Some("9")).is_err());
    }
}
