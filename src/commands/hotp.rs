//! `secrets hotp`: the codes of tokens with a button, which a counter changes (RFC 4226).

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::authenticator::account::{Account, Factor, Kind};
use crate::authenticator::code_output::CodeOutputArgs;
use crate::authenticator::counter_file::CounterFile;
use crate::authenticator::enrolment::EnrolmentArgs;
use crate::authenticator::oath;
use crate::authenticator::{FactorArgs, SecretArgs, read_code};
use crate::commands::authenticator::{Authenticator, Codes, Run, no_counter};
use crate::generate::Generator;
use crate::help::{Examples, Help};
use crate::input::source::{Source, SourceParser};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::Recipe;
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

const VERIFY_EXAMPLES: Examples = &[
    (
        "secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter-file counter",
        "whether a code is right, which moves the counter in the file on",
    ),
    (
        "COUNTER=$(secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter 0)",
        "the same, and the counter to store is printed",
    ),
    (
        "secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --next-code env:NEXT --counter 0",
        "two codes in a row, of a token that is far ahead",
    ),
];

const URI_EXAMPLES: Examples = &[(
    "secrets hotp uri --secret file:hotp-key --account alice --counter 7",
    "the URI of a secret that exists, for another program",
)];

const LIST_EXAMPLES: Examples = &[(
    "secrets hotp list --secret file:accounts",
    "the accounts of a file, without their secrets",
)];

/// The commands of `secrets hotp`.
pub type Hotp = Authenticator<CounterCodes>;

/// Codes that a counter changes.
pub struct CounterCodes;

impl Codes for CounterCodes {
    type New = New;
    type Code = Code;
    type Verify = Verify;
    type Factor = CounterArgs;

    const NAME: &'static str = "hotp";
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
    const NEW_EXAMPLES: Examples = NEW_EXAMPLES;
    const CODE_EXAMPLES: Examples = CODE_EXAMPLES;
    const VERIFY_EXAMPLES: Examples = VERIFY_EXAMPLES;
    const URI_EXAMPLES: Examples = URI_EXAMPLES;
    const LIST_EXAMPLES: Examples = LIST_EXAMPLES;
}

/// The flags of `secrets hotp new`.
#[derive(Args)]
pub struct New {
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

    fn file_option(&self) -> Option<&'static str> {
        self.enrolment.file_option()
    }
}

/// A counter that is given.
#[derive(Args)]
pub struct CounterArgs {
    /// Counter of the next code [default: that of the URI]
    #[arg(long, value_name = "N", value_parser = oath::counter)]
    counter: Option<u64>,
}

impl FactorArgs for CounterArgs {
    const KIND: Kind = Kind::Hotp;

    fn apply(&self, account: &mut Account) -> Result<()> {
        if let Some(counter) = self.counter {
            go_on(account, counter, "--counter")?;
        }
        Ok(())
    }
}

/// Sets the counter to one that was given by `name`, and not before that of the URI, where counting
/// begins.
fn go_on(account: &mut Account, counter: u64, name: &str) -> Result<()> {
    if let Some(first) = account.counter.filter(|first| counter < *first) {
        return Err(hinted(
            format!(
                "{name} {counter} contradicts the otpauth URI, which begins with counter={first}"
            ),
            "a counter that was passed is never used again",
        ));
    }
    account.counter = Some(counter);
    Ok(())
}

/// Where the counter is: given, or in a file.
#[derive(Args)]
struct KeptCounterArgs {
    #[command(flatten)]
    counter: CounterArgs,

    /// Take the counter from FILE, and put the next one there
    ///
    /// FILE holds a decimal number. Its directory is locked, so that no two runs get the same counter,
    /// and FILE is replaced with mode 0600. A code is printed once the next counter is on the disk, so that no
    /// counter is used again, even after a crash; one whose code nobody took is put back. Of a code
    /// that is checked, the counter moves on if it is right.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "counter")]
    counter_file: Option<PathBuf>,
}

impl KeptCounterArgs {
    /// Reads the account, and opens the file of its counter, where there is one.
    fn read(&self, secret: &SecretArgs) -> Result<(Account, Option<CounterFile>)> {
        let mut account = secret.read(&self.counter)?;
        let file = match &self.counter_file {
            Some(path) => {
                let file = CounterFile::open(path)?;
                let name = format!("the counter of {}", path.display());
                go_on(&mut account, file.counter(), &name)?;
                Some(file)
            }
            None => None,
        };
        Ok((account, file))
    }
}

/// Print the code of a counter
///
/// The counter is that of --counter, of --counter-file, or of an otpauth:// URI.
#[derive(Args)]
pub struct Code {
    #[command(flatten)]
    secret: SecretArgs,

    #[command(flatten)]
    counter: KeptCounterArgs,

    #[command(flatten)]
    output: CodeOutputArgs,
}

impl Run for Code {
    fn run(self) -> Result<ExitCode> {
        let (account, file) = self.counter.read(&self.secret)?;
        let counter = account.counter.ok_or_else(no_counter)?;
        let mut code = Secret::with_capacity(16);
        account.scheme().code(&account.key, counter, &mut code)?;
        let mut output = self.output.open()?;
        let advanced = match file {
            Some(file) => Some(file.advance(counter + 1)?),
            None => None,
        };
        let handed_over = output.hand_over(&account, &code, &[("counter", counter)]);
        if let (Err(_), Some(advanced)) = (&handed_over, advanced) {
            advanced.put_back()?;
        }
        handed_over?;
        output.finish(&code)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Check a code in constant time
///
/// The exit status is the answer, 0 or 1. The counter to store, which is that of the next code, is
/// printed for a code that is right, or kept in --counter-file. A text that is no code of the right
/// length is a wrong code.
///
/// Store the counter, so that no code is accepted twice, and allow few tries: RFC 4226 demands
/// both (section 7).
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    secret: SecretArgs,

    /// Read the code from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// Spaces in it and around it do not count.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    code: Source,

    /// Read the code after that of --code, to find a token that is far ahead
    ///
    /// Both must be right, and be the codes of two counters in a row: that is the resynchronisation of
    /// RFC 4226, section 7.4. --window is then 100 by default, and at most 1000.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    next_code: Option<Source>,

    #[command(flatten)]
    counter: KeptCounterArgs,

    /// Accept the codes of the N counters after it, too [default: 5]
    ///
    /// For codes that were made and not used; those before it are never accepted (RFC 4226, section
    /// 7.4). Each counter makes it easier to guess: one try is right with a chance of N+1 in
    /// 10^digits, which is 6 in a million for 6 digits and the default.
    #[arg(long, value_name = "N", value_parser = oath::far_window)]
    window: Option<u64>,
}

impl Verify {
    /// How many counters after the expected one are tried.
    fn window(&self) -> Result<u64> {
        /// The least that pam_oath's manual suggests.
        const DEFAULT_WINDOW: u64 = 5;
        const DEFAULT_FAR_WINDOW: u64 = 100;
        match (self.window, &self.next_code) {
            (None, None) => Ok(DEFAULT_WINDOW),
            (None, Some(_)) => Ok(DEFAULT_FAR_WINDOW),
            (Some(window), None) => oath::checked_window(window),
            (Some(window), Some(_)) => Ok(window),
        }
    }
}

impl Run for Verify {
    fn run(self) -> Result<ExitCode> {
        let window = self.window()?;
        let mut sources = vec![("--code", &self.code)];
        sources.extend(self.next_code.iter().map(|source| ("--next-code", source)));
        self.secret.check_apart(&sources)?;
        let (account, file) = self.counter.read(&self.secret)?;
        let first = account.counter.ok_or_else(no_counter)?;
        let scheme = account.scheme();
        let codes = sources.iter().map(|(option, source)| {
            let what = option.trim_start_matches('-').replace('-', " ");
            read_code(source, &what, scheme.style)
        });
        let codes = codes.collect::<Result<Vec<_>>>()?;
        let found = scheme.find(&account.key, first..=first + window, &codes)?;
        let Some(counter) = found else {
            return Ok(ExitCode::FAILURE);
        };
        let next = counter + codes.len() as u64;
        if let Some(file) = file {
            file.advance(next)?;
        } else {
            let mut line = Secret::with_capacity(32);
            line.push_decimal(next);
            line.push(b'\n');
            streams::hand_over(&line, "the counter to store")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
