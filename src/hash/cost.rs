//! The cost of a hash: reads `--cost` in the terms of each scheme, and limits the cost.

use std::ops::RangeInclusive;

use anyhow::{Result, anyhow, ensure};

use crate::input::size;
use crate::message::hinted;

/// A parameter of a cost.
pub struct Term {
    /// The name before the `=`.
    pub name: &'static str,
    /// The noun that the number counts, in the plural.
    pub unit: &'static str,
    pub default: u32,
    /// The range for new hashes.
    pub range: RangeInclusive<u32>,
}

/// The unit of a term that can also be written as a size, such as `64MiB`.
pub const KIB: &str = "KiB of memory";

/// Reads a `--cost` such as `m=64MiB,t=3`, or a single number for a scheme with one term. Terms that
/// are left out have their defaults.
///
/// # Errors
/// `text` is not a cost of `scheme`, or a number is out of range. The hint is a valid cost.
pub fn read<const N: usize>(
    scheme: &str,
    terms: &[Term; N],
    text: Option<&str>,
) -> Result<[u32; N]> {
    let defaults = std::array::from_fn(|index| terms[index].default);
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
        let index = terms.iter().position(|term| term.name == name);
        let index = index.filter(|&index| given[index].is_none());
        let value = index.and_then(|index| value(number, terms[index].unit));
        let (Some(index), Some(value)) = (index, value) else {
            return Err(hinted(
                format!("--cost {text} is no cost of {scheme}"),
                example,
            ));
        };
        let Term { unit, range, .. } = &terms[index];
        if !range.contains(&value) {
            let (least, most) = range.clone().into_inner();
            return Err(hinted(
                format!("{scheme} takes {least} to {most} {unit}, and --cost has {value}"),
                example,
            ));
        }
        given[index] = Some(value);
    }
    Ok(std::array::from_fn(|index| {
        given[index].unwrap_or(defaults[index])
    }))
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

/// Writes a cost as [`read`] reads it.
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

/// The most memory of a hash, in bytes: 1 GiB.
pub const MAX_MEMORY: u64 = 1 << 30;

/// The most memory times passes of a hash, in bytes: 2 GiB, some seconds. That is 2.7 times
/// libsodium's `MODERATE` limits, and 11 times the second recommended option of RFC 9106.
pub const MAX_WORK: u64 = 2 << 30;

/// Refuses a hash with more `memory`, in bytes, than [`MAX_MEMORY`] or more memory times `passes` than
/// [`MAX_WORK`].
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

/// Refuses a hash with more `rounds` than `most`.
pub fn affordable_rounds(scheme: &str, rounds: u32, most: u32) -> Result<()> {
    if rounds > most {
        let what = format!("{rounds} rounds");
        return Err(too_costly(scheme, &what, &most.to_string()));
    }
    Ok(())
}

/// The error for a hash that takes too much time or memory.
pub fn too_costly(scheme: &str, what: &str, most: &str) -> anyhow::Error {
    anyhow!("{scheme} asks for {what}, and {most} is the most that is spent on a hash")
}

/// Checks that `bytes` of memory are available, before a library allocates them: it would abort
/// without a message.
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
    fn invalid_costs_are_refused() {
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
