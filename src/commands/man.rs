//! `secrets man`: the manual pages, built in.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::help::Examples;
use crate::system::streams;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    (
        "secrets man password | man -l -",
        "reads the page of the password command",
    ),
    (
        "secrets man otp > ~/.local/share/man/man1/secrets-otp.1",
        "where man finds it by itself",
    ),
];

/// The flags of `secrets man`.
#[derive(Args)]
pub struct Man {
    /// The command whose page to print
    command: Option<Page>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Page {
    Bytes,
    Hex,
    Urlsafe,
    Below,
    Choice,
    Passphrase,
    Password,
    Pattern,
    Otp,
    Totp,
    TotpNew,
    TotpCode,
    TotpVerify,
    Hotp,
    HotpNew,
    HotpCode,
    HotpVerify,
    Apikey,
    Fill,
    Compare,
    Doctor,
    Completions,
    Man,
}

impl Man {
    /// Writes the page to stdout.
    pub fn run(self) -> Result<ExitCode> {
        streams::text(match self.command {
            None => include_str!("../../man/secrets.1"),
            Some(Page::Bytes) => include_str!("../../man/secrets-bytes.1"),
            Some(Page::Hex) => include_str!("../../man/secrets-hex.1"),
            Some(Page::Urlsafe) => include_str!("../../man/secrets-urlsafe.1"),
            Some(Page::Below) => include_str!("../../man/secrets-below.1"),
            Some(Page::Choice) => include_str!("../../man/secrets-choice.1"),
            Some(Page::Passphrase) => include_str!("../../man/secrets-passphrase.1"),
            Some(Page::Password) => include_str!("../../man/secrets-password.1"),
            Some(Page::Pattern) => include_str!("../../man/secrets-pattern.1"),
            Some(Page::Otp) => include_str!("../../man/secrets-otp.1"),
            Some(Page::Totp) => include_str!("../../man/secrets-totp.1"),
            Some(Page::TotpNew) => include_str!("../../man/secrets-totp-new.1"),
            Some(Page::TotpCode) => include_str!("../../man/secrets-totp-code.1"),
            Some(Page::TotpVerify) => include_str!("../../man/secrets-totp-verify.1"),
            Some(Page::Hotp) => include_str!("../../man/secrets-hotp.1"),
            Some(Page::HotpNew) => include_str!("../../man/secrets-hotp-new.1"),
            Some(Page::HotpCode) => include_str!("../../man/secrets-hotp-code.1"),
            Some(Page::HotpVerify) => include_str!("../../man/secrets-hotp-verify.1"),
            Some(Page::Apikey) => include_str!("../../man/secrets-apikey.1"),
            Some(Page::Fill) => include_str!("../../man/secrets-fill.1"),
            Some(Page::Compare) => include_str!("../../man/secrets-compare.1"),
            Some(Page::Doctor) => include_str!("../../man/secrets-doctor.1"),
            Some(Page::Completions) => include_str!("../../man/secrets-completions.1"),
            Some(Page::Man) => include_str!("../../man/secrets-man.1"),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
