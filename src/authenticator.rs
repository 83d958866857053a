//! The secrets of authenticators: reads them in the forms of many programs, makes codes from them,
//! and writes them for other programs.

pub mod account;
pub mod code_output;
pub mod counter_file;
pub mod enrolment;
pub mod exports;
pub mod import;
pub mod key_text;
pub mod migration;
pub mod oath;
pub mod otpauth;

use std::fmt::Display;

use anyhow::{Result, ensure};
use clap::Args;

use crate::input::source::{Source, SourceParser};
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::report;
use account::{Account, Kind, Label};
use import::Found;
use key_text::KeyEncoding;
use oath::{Algorithm, Candidate, MIN_KEY_BITS, Style};

/// The largest source of secrets, in bytes. An export of Aegis includes the icons of its accounts.
const MAX_SOURCE: usize = 16 << 20;

/// The longest code that is read, in bytes. Codes are far shorter.
const MAX_CODE: usize = 64 * 1024;

/// The options for the source of secrets.
#[derive(Args)]
pub struct SecretSource {
    /// Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// The secret is base32, in upper or lower case, with or without spaces, dashes and padding; or an
    /// otpauth:// URI, whose parameters are used; or the output of 'totp new --account'.
    ///
    /// A source can have several accounts: a URI on each line, the otpauth-migration:// URIs of Google
    /// Authenticator, or an export of Aegis or 2FAS without a password. Other lines beside URIs, such
    /// as the password in a file of pass, are ignored. For the picture of a QR code: zbarimg -q --raw
    /// code.png | secrets totp code.
    ///
    /// At a terminal the secret is asked for and not shown. No option takes the secret itself: every
    /// user of the machine would see it through ps.
    #[arg(long, value_name = "SOURCE", default_value = "stdin", value_parser = SourceParser)]
    pub secret: Source,

    /// Refused: use --secret
    #[arg(hide = true, value_parser = SourceParser)]
    given: Option<Source>,
}

impl SecretSource {
    /// Reads all accounts. A key without a URI becomes an account of `kind`.
    ///
    /// # Errors
    /// The source can't be read, or has no account.
    pub fn read(&self, encoding: Option<KeyEncoding>, kind: Kind) -> Result<Found> {
        let text = self.secret.read_as("secret or otpauth URI", MAX_SOURCE)?;
        ensure!(
            !key_text::trimmed(text.as_bytes()).is_empty(),
            "the secret in {} is empty",
            self.secret
        );
        let found = import::read(text.as_bytes(), encoding, kind)?;
        if let Some(warning) = &found.warning {
            report::note(warning)?;
        }
        Ok(found)
    }
}

/// The options that choose an account and say how its codes are made.
#[derive(Args)]
pub struct SecretArgs {
    #[command(flatten)]
    source: SecretSource,

    /// Take the account NAME of a source with several accounts
    ///
    /// NAME is an account, an issuer, both as issuer:account, or a number in the output of 'list'.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// Encoding of a secret that is no URI [default: base32]
    #[arg(long, value_name = "ENCODING")]
    secret_encoding: Option<KeyEncoding>,

    /// Hash function [default: as in the URI, or sha1]
    #[arg(long)]
    algorithm: Option<Algorithm>,

    /// Length of the code, 6 to 10 digits [default: as in the URI, or 6]
    #[arg(long, value_name = "N", value_parser = oath::digits)]
    digits: Option<u32>,
}

/// The options for one kind of codes, TOTP or HOTP.
pub trait FactorArgs: Args {
    const KIND: Kind;

    /// Sets the options in `account`.
    ///
    /// # Errors
    /// An option contradicts the source of the account.
    fn apply(&self, account: &mut Account) -> Result<()>;
}

impl SecretArgs {
    /// The options of a command line that only names the source.
    pub fn of(secret: Source) -> Self {
        Self {
            source: SecretSource {
                secret,
                given: None,
            },
            account: None,
            secret_encoding: None,
            algorithm: None,
            digits: None,
        }
    }

    /// Reads the account that the options choose, and warns of weak secrets and contradictory issuers.
    ///
    /// # Errors
    /// The source can't be read, the account is of another kind than `factor`, the options choose
    /// several accounts, or an option contradicts the account.
    pub fn read<F: FactorArgs>(&self, factor: &F) -> Result<Account> {
        let found = self.source.read(self.secret_encoding, F::KIND)?;
        let account = found.choose(self.account.as_deref(), F::KIND)?;
        self.ready(account, factor)
    }

    /// Reads all accounts, or only the account of `--account`. If the source is a secret without a
    /// name, `--account` names it.
    ///
    /// # Errors
    /// An account can't be read, or an option contradicts an account.
    pub fn read_all<F: FactorArgs>(
        &self,
        factor: &F,
        issuer: Option<&String>,
    ) -> Result<Vec<Account>> {
        let mut found = self.source.read(self.secret_encoding, F::KIND)?;
        match (&mut found.entries[..], &self.account) {
            (
                [
                    account::Entry {
                        account: Ok(only),
                        name,
                    },
                ],
                Some(given),
            ) if only.label.is_none() => {
                only.label = Some(Label {
                    issuer: None,
                    account: Label::part(given)?,
                });
                *name = only.name();
            }
            _ => found.only(self.account.as_deref())?,
        }
        let mut accounts = self.usable(found, factor)?;
        for account in &mut accounts {
            if let (Some(label), Some(issuer)) = (&mut account.label, issuer) {
                label.issuer = Some(issuer.clone());
            }
        }
        Ok(accounts)
    }

    /// Reads all accounts of the kind of `factor`, or only the account of `--account`.
    ///
    /// # Errors
    /// There is no such account, or an option contradicts an account.
    pub fn read_of_kind<F: FactorArgs>(&self, factor: &F) -> Result<Vec<Account>> {
        let mut found = self.source.read(self.secret_encoding, F::KIND)?;
        found.only(self.account.as_deref())?;
        let mut accounts = self.usable(found, factor)?;
        accounts.retain(|account| account.kind == F::KIND);
        ensure!(!accounts.is_empty(), "no account is for {}", F::KIND);
        Ok(accounts)
    }

    /// The usable accounts, with the options set. Warns of the other accounts.
    fn usable<F: FactorArgs>(&self, found: Found, factor: &F) -> Result<Vec<Account>> {
        let mut accounts = Vec::new();
        for entry in found.entries {
            match entry.account {
                Ok(account) => accounts.push(self.ready(account, factor)?),
                Err(error) => report::note(&format!(
                    "warning: the account {} is left out: {error:#}",
                    entry.name
                ))?,
            }
        }
        ensure!(!accounts.is_empty(), "no account of the source can be used");
        Ok(accounts)
    }

    /// Sets the options in `account` and checks it.
    fn ready<F: FactorArgs>(&self, mut account: Account, factor: &F) -> Result<Account> {
        let named = (self.algorithm, account.algorithm);
        agreed(
            "algorithm",
            named.0.map(Algorithm::name),
            named.1.map(Algorithm::name),
        )?;
        account.algorithm = named.0.or(named.1);
        account.digits = agreed("digits", self.digits, account.digits)?;
        if account.kind == F::KIND {
            factor.apply(&mut account)?;
        }
        account.check()?;
        let bits = 8 * account.key.len() as u64;
        if bits < MIN_KEY_BITS {
            report::note(&format!(
                "warning: the secret has {bits} bits, and RFC 4226 demands at least {MIN_KEY_BITS}"
            ))?;
        }
        if let (
            Some(other),
            Some(Label {
                issuer: Some(issuer),
                ..
            }),
        ) = (&account.other_issuer, &account.label)
        {
            report::note(&format!(
                "warning: the URI has two issuers, {other} in its label and {issuer} in its parameter, which is taken"
            ))?;
        }
        Ok(account)
    }

    /// Checks that the secret and `codes` have different sources. `codes` are options with their
    /// sources.
    ///
    /// # Errors
    /// Two options have the same source.
    pub fn check_apart(&self, codes: &[(&str, &Source)]) -> Result<()> {
        let all = [&[("--secret", &self.source.secret)], codes].concat();
        for (index, (option, source)) in all.iter().enumerate() {
            for (other, earlier) in &all[..index] {
                // A prompt can ask for several values.
                if let Some(same) = earlier.same_as(source)
                    && **source != Source::Prompt
                {
                    return Err(hinted(
                        format!("{other} and {option} are {same}"),
                        format!("give {other} SOURCE for another place"),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Reads a typed code. `what` names the code in a prompt. An invalid code never matches.
pub fn read_code(source: &Source, what: &str, style: Style) -> Result<Candidate> {
    let text = source.read_as(what, MAX_CODE)?;
    Ok(Candidate::read(&text, style))
}

/// The value of an option or of the source, whichever is given.
///
/// # Errors
/// Both are given and differ.
pub fn agreed<T: PartialEq + Display>(
    name: &str,
    option: Option<T>,
    source: Option<T>,
) -> Result<Option<T>> {
    match (option, source) {
        (Some(option), Some(source)) if option != source => Err(hinted(
            format!("--{name} {option} contradicts the otpauth URI, which has {name}={source}"),
            format!("leave out --{name}"),
        )),
        (option, source) => Ok(option.or(source)),
    }
}

/// Appends a member with a text to a JSON object. Does nothing without a text.
pub fn json_text(name: &str, text: Option<&str>, json: &mut Secret) {
    if let Some(text) = text {
        json.extend(format!(r#","{name}":""#).as_bytes());
        crate::text::json::json_string(text, json);
        json.push(b'"');
    }
}

/// Appends a member with a number to a JSON object.
pub fn json_number(name: &str, number: u64, json: &mut Secret) {
    json.extend(format!(r#","{name}":{number}"#).as_bytes());
}
