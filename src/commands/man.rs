//! `secrets man`: the man pages, made from the definition of the command line.

pub mod page;

use std::io::{IsTerminal, Write, stdout};
use std::process::{self, ExitCode, Stdio};

use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::command::{Catalogue, Command, with_subcommands};
use crate::help::{Described, Help};
use crate::message::hinted;
use crate::system::streams;

/// The names of the pages, without `secrets-`.
#[rustfmt::skip]
const PAGES: [&str; 31] = [
    "hex", "urlsafe", "bytes", "uuid", "password", "passphrase", "otp", "pattern", "below", "choice",
    "apikey", "hash", "compare", "hmac", "totp", "totp-new", "totp-code",
    "totp-verify", "totp-list", "totp-uri",
    "hotp", "hotp-new", "hotp-code", "hotp-verify", "hotp-list", "hotp-uri", "for", "fill", "doctor", "completions", "man",
];

/// The flags of `secrets man`.
#[derive(Args)]
pub struct Man {
    /// The command whose page to print
    #[arg(value_parser = PossibleValuesParser::new(PAGES))]
    command: Option<String>,

    /// Its subcommand, as in totp new
    subcommand: Option<String>,
}

impl Described for Man {
    const HELP: Help = Help {
        about: "Show the man page of secrets or of one of its commands",
        details: "At a terminal man shows the page, if it is installed. Otherwise the source of the page is printed.",
        examples: &[
            (
                "secrets man password",
                "the page of the password command; at a terminal, man shows it",
            ),
            (
                "secrets man otp > ~/.local/share/man/man1/secrets-otp.1",
                "into a folder that man searches",
            ),
        ],
    };
}

impl Command for Man {
    const NAME: &'static str = "man";

    /// Writes the page to stdout.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode> {
        let words: Vec<String> = self.command.into_iter().chain(self.subcommand).collect();
        let mut definition = (catalogue.definition)();
        definition.build();
        let wanted = std::iter::once("secrets").chain(words.iter().map(String::as_str));
        let wanted = wanted.collect::<Vec<_>>().join("-");
        let all = with_subcommands(&definition);
        let Some(command) = all.into_iter().find(|each| page::name(each) == wanted) else {
            return Err(hinted(
                format!("there is no man page of '{}'", words.join(" ")),
                format!("read the page of the command: secrets man {}", words[0]),
            ));
        };
        let page = page::page(command, catalogue)?;
        if !(stdout().is_terminal() && is_shown(&page)) {
            streams::text(&page)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Shows `page` at the terminal with man. Returns whether that worked: not every man reads stdin.
fn is_shown(page: &str) -> bool {
    let man = process::Command::new("man")
        .args(["-l", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut man) = man else { return false };
    if let Some(mut stdin) = man.stdin.take() {
        // man may close the pipe early, when the user quits.
        let _ = stdin.write_all(page.as_bytes());
    }
    man.wait().is_ok_and(|status| status.success())
}
