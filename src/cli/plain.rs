//! Plain command lines: the name of a command and at most a number, and `compare` and `totp code` with the
//! names of sources.
//!
//! The parser and its definition of a command take half of the time of a short run, mostly for pages of
//! memory. Plain command lines do without them.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;

use super::entry;

/// The most words behind the name of a command.
const MOST: usize = 4;

/// Runs the command line `args` if it is plain and valid. Otherwise `None`: the parser is needed.
pub fn run(args: &[OsString]) -> Option<Result<ExitCode>> {
    let (name, given) = args.get(1..)?.split_first()?;
    let mut words = [""; MOST];
    let words = words.get_mut(..given.len())?;
    for (word, given) in words.iter_mut().zip(given) {
        *word = given.to_str()?;
    }
    (entry(name.to_str()?)?.plain)(words)
}

#[cfg(test)]
mod tests {
    use super::super::{CATALOGUE, parse};
    use crate::command::Command;
    use crate::commands::{apikey, bytes, compare, hex, otp, passphrase, password, urlsafe, uuid};
    use crate::generate::Generate;
    use crate::recipe::{Carrier, Recipe};
    use crate::secret::Secret;
    use crate::uniform::entropy::Entropy;

    use super::*;

    /// The value that a recipe makes of given random bytes, or the message of its error.
    fn value(recipe: Result<Box<dyn Recipe>>) -> Result<Vec<u8>, String> {
        let mut recipe = recipe.map_err(|error| format!("{error:#}"))?;
        let random: Vec<u8> = (0..40_000u32)
            .map(|number| ((number * 167) >> 3) as u8)
            .collect();
        let mut value = Secret::with_capacity(0);
        recipe
            .draw(&mut Entropy::tape(&random), &mut value)
            .unwrap();
        Ok(value.as_bytes().to_vec())
    }

    fn check<C: Command>() {
        let numbers = [
            "0",
            "1",
            "2",
            "5",
            "6",
            "8",
            "007",
            "16",
            "20",
            "32",
            "64",
            "100",
            "255",
            "256",
            "257",
            "999",
            "1024",
            "1025",
            "4096",
            "18446744073709551615",
            "99999999999999999999",
        ];
        for size in std::iter::once(None).chain(numbers.map(Some)) {
            let args = ["secrets", C::NAME].into_iter().chain(size);
            let args: Vec<OsString> = args.map(Into::into).collect();
            let words: Vec<&str> = size.into_iter().collect();
            let parsed = parse(&args, |command, flags| {
                (command.recipe)(flags, Carrier::ANY)
            });
            let plain = C::plain(&words).map(|flags| flags.recipe(&CATALOGUE, Carrier::ANY));
            assert_eq!(plain.map(value), parsed.ok().map(value), "{args:?}");
        }
    }

    #[test]
    fn a_plain_command_line_means_what_the_parser_makes_of_it() {
        check::<Generate<hex::Hex>>();
        check::<Generate<urlsafe::Urlsafe>>();
        check::<Generate<bytes::Bytes>>();
        check::<Generate<uuid::Uuid>>();
        check::<Generate<password::Password>>();
        check::<Generate<passphrase::Passphrase>>();
        check::<Generate<otp::Otp>>();
        check::<Generate<apikey::Apikey>>();
    }

    /// The exit status or the message.
    fn outcome(done: Result<ExitCode>) -> Result<ExitCode, String> {
        done.map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn a_plain_comparison_means_what_the_parser_makes_of_it() {
        for [expected, actual] in [
            ["file:Cargo.toml", "file:Cargo.lock"],
            ["file:Cargo.toml", "file:Cargo.toml"],
            ["file:Cargo.toml", "file:./README.md"],
            ["file:LICENSE-MIT", "env:PATH"],
            ["file:absent", "env:PATH"],
        ] {
            for words in [
                ["--expected", expected, "--actual", actual],
                ["--actual", actual, "--expected", expected],
            ] {
                let args = ["secrets", "compare"].into_iter().chain(words);
                let args: Vec<OsString> = args.map(Into::into).collect();
                let parsed = parse(&args, |command, flags| (command.run)(flags)).unwrap();
                let plain = compare::Compare::plain(&words).unwrap().run(&CATALOGUE);
                assert_eq!(outcome(plain), outcome(parsed), "{args:?}");
            }
        }
        for words in [
            ["--expected", "x", "--actual", "stdin"],
            ["--expected", "stdin", "--expected", "stdin"],
        ] {
            assert!(compare::Compare::plain(&words).is_none());
        }
    }
}
