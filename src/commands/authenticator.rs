//! The common part of `secrets totp` and `secrets hotp`: their subcommands, and `uri` and `list`, which
//! are the same for both.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use crate::authenticator::account::{Account, Kind, Label};
use crate::authenticator::enrolment::qr_of_uri;
use crate::authenticator::oath::Style;
use crate::authenticator::{
    FactorArgs, SecretArgs, SecretSource, json_number, json_text, key_text, migration, otpauth,
};
use crate::command::{Catalogue, Command};
use crate::generate::{Generate, Generator};
use crate::help::{Described, Examples, Help, after_options};
use crate::input::source::Source;
use crate::message::{hinted, printable};
use crate::output::{PictureFile, check_fits};
use crate::recipe::{Carrier, Recipe};
use crate::secret::Secret;
use crate::system::streams;
use crate::system::{protection, report};
use crate::text::qr::Picture;

/// The options and the help of one kind of codes.
pub trait Codes {
    type New: Generator;
    type Code: Run;
    type Verify: Run;
    type Factor: FactorArgs;

    const NAME: &'static str;
    const HELP: Help;
    const NEW_EXAMPLES: Examples;
    const CODE_EXAMPLES: Examples;
    const VERIFY_EXAMPLES: Examples;
    const URI_EXAMPLES: Examples;
    const LIST_EXAMPLES: Examples;
}

/// A subcommand that draws nothing.
pub trait Run: Args {
    /// The flags of a command line that only names the source of the secret. `None` if the parser is
    /// needed.
    fn plain(_secret: Source) -> Option<Self> {
        None
    }

    /// Runs the subcommand and returns the exit status.
    ///
    /// # Errors
    /// The subcommand fails.
    fn run(self) -> Result<ExitCode>;
}

/// The commands of one kind of codes.
#[derive(Args)]
#[command(disable_help_subcommand = true, subcommand_value_name = "COMMAND")]
pub struct Authenticator<C: Codes> {
    #[command(subcommand)]
    command: Subcommands<C>,
}

#[derive(Subcommand)]
enum Subcommands<C: Codes> {
    /// Make a secret for an authenticator app or a token
    ///
    /// Prints the secret in base32. It is as long as the output of the hash function. With --account
    /// the otpauth:// URI follows on a line of its own. --qr or --qr-output also draws the URI as a QR
    /// code.
    #[command(after_long_help = after_options(C::NEW_EXAMPLES), mut_arg("qr", qr_of_uri))]
    New(Generate<C::New>),

    #[command(after_long_help = after_options(C::CODE_EXAMPLES))]
    Code(C::Code),

    #[command(after_long_help = after_options(C::VERIFY_EXAMPLES))]
    Verify(C::Verify),

    #[command(after_long_help = after_options(C::URI_EXAMPLES))]
    Uri(Uri<C::Factor>),

    #[command(after_long_help = after_options(C::LIST_EXAMPLES))]
    List(List<C::Factor>),
}

impl<C: Codes> Described for Authenticator<C> {
    const HELP: Help = C::HELP;
}

impl<C: Codes> Command for Authenticator<C> {
    const NAME: &'static str = C::NAME;

    fn plain(words: &[&str]) -> Option<Self> {
        let source = match words {
            ["code"] => Source::Stdin,
            ["code", "--secret", source] => Source::parse(source).ok()?,
            _ => return None,
        };
        let command = Subcommands::Code(C::Code::plain(source)?);
        Some(Self { command })
    }

    fn recipe(self, _: &'static Catalogue, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        match self.command {
            Subcommands::New(command) => command.recipe_alone(carrier),
            _ => bail!("codes make no sense in a template: only 'new' makes a secret"),
        }
    }

    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let done = match self.command {
            Subcommands::New(command) => command.run(),
            Subcommands::Code(command) => command.run(),
            Subcommands::Verify(command) => command.run(),
            Subcommands::Uri(command) => command.run(),
            Subcommands::List(command) => command.run(),
        };
        // Readers of exports use more of the stack than other plain command lines.
        protection::wipe_stack();
        done
    }
}

/// Print the otpauth:// URI of an existing secret, or its QR code
///
/// Use it to move a secret to another phone or program. For a source with several accounts all URIs
/// are printed, or only the URI of --account.
#[derive(Args)]
struct Uri<F: FactorArgs> {
    #[command(flatten)]
    secret: SecretArgs,

    #[command(flatten)]
    factor: F,

    /// The company or service that asks for the codes, instead of the issuer in the source
    #[arg(long, value_name = "NAME", value_parser = Label::part)]
    issuer: Option<String>,

    /// Print a URI that Google Authenticator imports, for up to 10 accounts each
    #[arg(long)]
    migration: bool,

    /// Show each URI as a QR code instead of text
    #[arg(long, conflicts_with = "qr_output")]
    qr: bool,

    /// Write the QR code to FILE, which ends in .svg or .png, instead of the URI
    ///
    /// Only you can read FILE. It is complete or absent, and an existing file is refused without
    /// --force.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    qr_output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, requires = "qr_output")]
    force: bool,
}

impl<F: FactorArgs> Uri<F> {
    fn run(self) -> Result<ExitCode> {
        let file = match &self.qr_output {
            Some(path) => Some(PictureFile::create(path, self.force)?),
            None => None,
        };
        let accounts = self.secret.read_all(&self.factor, self.issuer.as_ref())?;
        let uris = if self.migration {
            migrations(&accounts)?
        } else {
            accounts.iter().map(uri).collect::<Result<_>>()?
        };
        match file {
            Some(file) => {
                let [uri] = &uris[..] else {
                    return Err(several_codes(uris.len()));
                };
                file.write(&picture(uri)?)?.publish()?;
            }
            None if self.qr => show(&uris)?,
            None => {
                let mut lines = Secret::with_capacity(1024);
                for uri in &uris {
                    lines.extend(uri.as_bytes());
                    lines.push(b'\n');
                }
                streams::hand_over(&lines, "the URI")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn uri(account: &Account) -> Result<Secret> {
    let Some(label) = &account.label else {
        return Err(hinted(
            "the URI needs the name of an account, and the secret has none",
            "give --account NAME",
        ));
    };
    if account.kind == Kind::Hotp && account.counter.is_none() {
        return Err(no_counter());
    }
    let mut secret = Secret::with_capacity(2 * account.key.len());
    key_text::write_base32(account.key.as_bytes(), &mut secret);
    let mut uri = Secret::with_capacity(1024);
    otpauth::write(
        label,
        secret.as_bytes(),
        account.scheme(),
        account.factor(),
        &mut uri,
    );
    Ok(uri)
}

/// The error when no counter is given.
pub fn no_counter() -> anyhow::Error {
    hinted(
        "no counter is given",
        "give --counter N, or a URI that has one",
    )
}

/// The parts of an export of all accounts.
fn migrations(accounts: &[Account]) -> Result<Vec<Secret>> {
    let parts = accounts.chunks(migration::MAX_ACCOUNTS);
    let size = parts.len();
    let uris = parts.enumerate().map(|(index, part)| {
        let mut uri = Secret::with_capacity(1024);
        migration::write(part, index, size, &mut uri)?;
        Ok(uri)
    });
    uris.collect()
}

fn picture(uri: &Secret) -> Result<Picture> {
    let text = std::str::from_utf8(uri.as_bytes()).context("the URI is not text")?;
    Picture::of(text).map_err(|error| {
        hinted(
            format!("the URI: {error}"),
            "choose fewer accounts, or give a shorter --issuer",
        )
    })
}

fn several_codes(count: usize) -> anyhow::Error {
    hinted(
        format!("--qr-output holds one QR code, and these are {count}"),
        "choose one account with --account NAME, or put up to 10 into one code with --migration",
    )
}

/// Shows the pictures of all URIs on stdout, one below the other.
fn show(uris: &[Secret]) -> Result<()> {
    let stdout = streams::stdout()?;
    let mut drawn = Secret::with_capacity(8 * 1024);
    for uri in uris {
        let picture = picture(uri)?;
        check_fits(&stdout, &picture, "take --qr-output FILE")?;
        picture.text(&mut drawn);
    }
    streams::hand_over(&drawn, "the QR code")
}

/// Show the accounts of a source without their secrets
///
/// Each line has the number, issuer, account, kind, digits, and the period or the counter.
#[derive(Args)]
struct List<F: FactorArgs> {
    #[command(flatten)]
    source: SecretSource,

    /// Write a JSON object for each account
    #[arg(long, help_heading = "Output")]
    json: bool,

    #[arg(skip)]
    factor: std::marker::PhantomData<F>,
}

impl<F: FactorArgs> List<F> {
    fn run(self) -> Result<ExitCode> {
        let found = self.source.read(None, F::KIND)?;
        let mut rows =
            vec![["#", "issuer", "account", "kind", "digits", "period"].map(str::to_owned)];
        let mut lines = String::new();
        let mut objects = Secret::with_capacity(1024);
        let mut left_out = Vec::new();
        for (number, entry) in (1..).zip(found.entries) {
            let usable = entry
                .account
                .and_then(|account| account.check().map(|()| account));
            match usable {
                Ok(account) => {
                    rows.push(row(number, &account));
                    push_object(number, &account, &mut objects);
                }
                Err(error) => {
                    left_out.push(format!("warning: {number}, {}: {error:#}", entry.name));
                }
            }
        }
        if self.json {
            streams::bytes(objects.as_bytes())?;
        } else {
            push_table(&rows, &mut lines);
            streams::text(&lines)?;
        }
        left_out.iter().try_for_each(|line| report::note(line))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The columns of an account.
fn row(number: usize, account: &Account) -> [String; 6] {
    let scheme = account.scheme();
    let label = account.label.as_ref();
    let issuer = label.and_then(|label| label.issuer.as_deref());
    let digits = match scheme.style {
        Style::Decimal => scheme.digits.to_string(),
        Style::Steam => format!("{} (Steam)", scheme.digits),
    };
    let factor = match (account.kind, account.counter) {
        (Kind::Totp, _) => format!("{} s", account.period()),
        (Kind::Hotp, Some(counter)) => format!("counter {counter}"),
        (Kind::Hotp, None) => "-".to_owned(),
    };
    [
        number.to_string(),
        printable(issuer.unwrap_or("-")),
        printable(label.map_or("-", |label| &label.account)),
        account.kind.name().to_owned(),
        digits,
        factor,
    ]
}

/// Appends the rows as lines with aligned columns.
fn push_table(rows: &[[String; 6]], lines: &mut String) {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    for row in rows {
        let mut line = String::new();
        for (column, text) in row.iter().enumerate() {
            let width = width(column).unwrap_or(0);
            line.extend([text, "  "]);
            line.extend(std::iter::repeat_n(' ', width - text.chars().count()));
        }
        lines.extend([line.trim_end(), "\n"]);
    }
}

fn push_object(number: usize, account: &Account, json: &mut Secret) {
    let scheme = account.scheme();
    let label = account.label.as_ref();
    json.extend(format!(r#"{{"number":{number},"kind":"{}""#, account.kind).as_bytes());
    json_text(
        "issuer",
        label.and_then(|label| label.issuer.as_deref()),
        json,
    );
    json_text("account", label.map(|label| &*label.account), json);
    json_text("algorithm", Some(scheme.algorithm.name()), json);
    json_text("style", Some(scheme.style.name()), json);
    json_number("digits", scheme.digits.into(), json);
    match (account.kind, account.counter) {
        (Kind::Totp, _) => json_number("period", account.period(), json),
        (Kind::Hotp, Some(counter)) => json_number("counter", counter, json),
        (Kind::Hotp, None) => {}
    }
    json.extend(b"}\n");
}
