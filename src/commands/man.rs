//! `secrets man`: the manual pages, built in.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::command::{Catalogue, Command};
use crate::help::{Described, Help};
use crate::message::hinted;
use crate::system::streams;

/// The names of pages after `secrets-`, and the pages.
macro_rules! pages {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../man/secrets-", $name, ".1")))),*]
    };
}

#[rustfmt::skip]
const PAGES: [(&str, &str); 23] = pages![
    "bytes" "hex" "urlsafe" "below" "choice" "password" "passphrase" "pattern" "otp"
    "totp" "totp-new" "totp-code" "totp-verify" "hotp" "hotp-new" "hotp-code" "hotp-verify"
    "apikey" "fill" "compare" "doctor" "completions" "man"
];

/// The flags of `secrets man`.
#[derive(Args)]
pub struct Man {
    /// The command whose page to print
    #[arg(value_parser = PossibleValuesParser::new(PAGES.map(|(name, _)| name)))]
    command: Option<String>,

    /// Its subcommand, as in totp new
    subcommand: Option<String>,
}

impl Described for Man {
    const HELP: Help = Help {
        about: "Print the man page of secrets or of one of its commands",
        details: "",
        examples: &[
            (
                "secrets man password | man -l -",
                "reads the page of the password command",
            ),
            (
                "secrets man otp > ~/.local/share/man/man1/secrets-otp.1",
                "where man finds it by itself",
            ),
        ],
    };
}

impl Command for Man {
    const NAME: &'static str = "man";

    /// Writes the page to stdout.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let words: Vec<String> = self.command.into_iter().chain(self.subcommand).collect();
        let wanted = words.join("-");
        let page = match PAGES.iter().find(|(name, _)| *name == wanted) {
            Some((_, page)) => page,
            None if wanted.is_empty() => include_str!("../../man/secrets.1"),
            None => {
                return Err(hinted(
                    format!("there is no man page of '{}'", words.join(" ")),
                    format!("read that of its command: secrets man {}", words[0]),
                ));
            }
        };
        streams::text(page)?;
        Ok(ExitCode::SUCCESS)
    }
}
