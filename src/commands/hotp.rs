//! `secrets hotp`: the codes of tokens with a button, which a counter changes (RFC 4226).

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use crate::authenticator::counter_file::CounterFile;
use crate::authenticator::enrolment::{EnrolmentArgs, qr_of_uri};
use crate::authenticator::oath;
use crate::authenticator::otpauth::{Factor, Kind};
use crate::authenticator::{Authenticator, SecretArgs, json_code, json_number};
use crate::command::{Catalogue, Command};
use crate::generate::{Generate, Generator};
use crate::help::after_options;
use crate::help::{Described, Examples, Help};
use crate::input::source::{Source, SourceParser};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::{Carrier, Recipe};
use crate::secret::Secret;
use crate::system::streams;

const NEW_EXAMPLES: Examples = &[
    ("secrets hotp new", "a secret of 160 bits in base32"),
    (
        "secrets hotp new --issuer Acme --account alice@example.com",
        "the secret, and the URI for an authenticator app",
    ),
];

const CODE_EXAMPLES: Examples = &[
    (
        "secrets hotp code --secret file:hotp-key --counter 7",
        "the code of counter 7",
    ),
    (
        "secrets hotp code --secret file:hotp-key --counter-file counter",
        "the next code, however many ask at once",
    ),
];

const VERIFY_EXAMPLES: Examples = &[(
    "COUNTER=$(secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter 0)",
    "whether a code is right, and the counter to store",
)];

/// The commands of `secrets hotp`.
#[derive(Args)]
#[command(disable_help_subcommand = true, subcommand_value_name = "COMMAND")]
pub struct Hotp {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Make a secret for a token or an authenticator app
    ///
    /// Prints the secret in base32, as long as the output of the hash function. With --account the
    /// otpauth:// URI follows on a line of its own; with --qr or --qr-output it is drawn as a QR
    /// code, too.
    #[command(after_long_help = after_options(NEW_EXAMPLES), mut_arg("qr", qr_of_uri))]
    New(Generate<New>),

    /// Print the code of a counter
    ///
    /// The counter is that of --counter, of --counter-file, or of an otpauth:// URI.
    #[command(after_long_help = after_options(CODE_EXAMPLES))]
    Code(Code),

    /// Check a code in constant time
    ///
    /// The exit status is the answer, 0 or 1. The counter to store, which is that of the next code,
    /// is printed for a code that is right. A text that is no code of the right length is a wrong
    /// code.
    ///
    /// Store the counter, so that no code is accepted twice, and allow few tries: RFC 4226 demands
    /// both (section 7).
    #[command(after_long_help = after_options(VERIFY_EXAMPLES))]
    Verify(Verify),
}

impl Described for Hotp {
    const HELP: Help = Help {
        about: "Codes of tokens with a button, changed by a counter (HOTP)",
        details: "\
Secrets are made for the token or app, their codes are printed, and codes that people type \
are checked. Secrets and codes are never taken from the command line.",
        examples: &[
            ("secrets hotp new", "a new secret, in base32"),
            (
                "secrets hotp code --secret file:hotp-key --counter 0",
                "the first code of a secret",
            ),
            (
                "secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter 0",
                "whether a code is right, and the counter to store",
            ),
        ],
    };
}

impl Command for Hotp {
    const NAME: &'static str = "hotp";

    fn recipe(self, _: &'static Catalogue, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        match self.command {
            Subcommands::New(command) => command.recipe_alone(carrier),
            _ => bail!("codes make no sense in a template: only 'new' makes a secret"),
        }
    }

    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        match self.command {
            Subcommands::New(command) => command.run(),
            Subcommands::Code(command) => command.run(),
            Subcommands::Verify(command) => command.run(),
        }
    }
}

/// The flags of `secrets hotp new`.
#[derive(Args)]
struct New {
    #[command(flatten)]
    enrolment: EnrolmentArgs,

    /// Counter of the first code [default: 0]
    #[arg(long, value_name = "N", value_parser = oath::counter, requires = "account")]
    counter: Option<u64>,
}

impl Generator for New {
    const KIND: &'static str = "hotp";

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let counter = self.counter.unwrap_or(0);
        self.enrolment.recipe(Factor::Counter(counter), output)
    }
}

/// The flags of `secrets hotp code`.
#[derive(Args)]
struct Code {
    #[command(flatten)]
    secret: SecretArgs,

    /// Counter of the code
    #[arg(long, value_name = "N", value_parser = oath::counter)]
    counter: Option<u64>,

    /// Take the counter from FILE, and put the next one there first
    ///
    /// FILE holds a decimal number. It is locked, so that no two runs get the same counter, and
    /// replaced with mode 0600 and on the disk before the code is printed: a counter that is used up
    /// is never used again, even after a crash.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "counter")]
    counter_file: Option<PathBuf>,

    /// Write a JSON object: kind, value, counter, and the label of a URI
    #[arg(long, help_heading = "Output", conflicts_with = "no_newline")]
    json: bool,

    /// Leave out the newline after the code
    #[arg(long, help_heading = "Output")]
    no_newline: bool,
}

impl Code {
    fn run(self) -> Result<ExitCode> {
        let authenticator = self.secret.read(Kind::Hotp)?;
        let file = match &self.counter_file {
            Some(path) => Some(CounterFile::open(path)?),
            None => None,
        };
        let given = file.as_ref().map(CounterFile::counter).or(self.counter);
        let name = match &self.counter_file {
            Some(path) => format!("the counter of {}", path.display()),
            None => "--counter".to_owned(),
        };
        let counter = counter(&name, given, &authenticator)?;
        let mut code = Secret::with_capacity(16);
        authenticator
            .scheme
            .code(&authenticator.key, counter, &mut code)?;
        if let Some(file) = file {
            // A code that can't be shown must not use up its counter.
            streams::ready()?;
            file.advance()?;
        }
        if self.json {
            let mut json = json_code(Kind::Hotp, &code, authenticator.label.as_ref());
            json_number("counter", counter, &mut json);
            json.extend(b"}");
            code = json;
        }
        if !self.no_newline {
            code.push(b'\n');
        }
        streams::value(&code)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The counter that was given, or else the URI's, where counting begins.
fn counter(name: &str, given: Option<u64>, authenticator: &Authenticator) -> Result<u64> {
    match (given, authenticator.counter) {
        (Some(given), Some(first)) if given < first => Err(hinted(
            format!(
                "{name} {given} contradicts the otpauth URI, which begins with counter={first}"
            ),
            "a counter that was passed is never used again",
        )),
        (Some(given), _) => Ok(given),
        (None, Some(first)) => Ok(first),
        (None, None) => Err(hinted(
            "no counter is given",
            "give --counter N, or a URI that has one",
        )),
    }
}

/// The flags of `secrets hotp verify`.
#[derive(Args)]
struct Verify {
    #[command(flatten)]
    secret: SecretArgs,

    /// Read the code from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// Spaces in it and around it do not count.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    code: Source,

    /// Counter of the code that is expected next: what verify printed the last time
    #[arg(long, value_name = "N", value_parser = oath::counter)]
    counter: Option<u64>,

    /// Accept the codes of the N counters after it, too [default: 5]
    ///
    /// For codes that were made and not used; those before it are never accepted (RFC 4226, section
    /// 7.4). Each counter makes it easier to guess: one try is right with a chance of N+1 in
    /// 10^digits, which is 6 in a million for 6 digits and the default.
    #[arg(long, value_name = "N", value_parser = oath::window)]
    window: Option<u64>,
}

impl Verify {
    /// Whether the code is right, as an exit status: 0 or 1.
    fn run(self) -> Result<ExitCode> {
        /// The least that pam_oath's manual suggests.
        const DEFAULT_WINDOW: u64 = 5;
        let (authenticator, code) = self.secret.read_with_code(Kind::Hotp, &self.code)?;
        let first = counter("--counter", self.counter, &authenticator)?;
        let last = first + self.window.unwrap_or(DEFAULT_WINDOW);
        let accepted = authenticator
            .scheme
            .find(&authenticator.key, first..=last, &code)?;
        let Some(counter) = accepted else {
            return Ok(ExitCode::FAILURE);
        };
        streams::text(&format!("{}\n", counter + 1))?;
        Ok(ExitCode::SUCCESS)
    }
}
