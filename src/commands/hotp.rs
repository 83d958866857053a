//! `secrets hotp`: the counter-based codes of tokens with a button (RFC 4226).

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
        "the next code, even if several commands run at once",
    ),
];

const VERIFY_EXAMPLES: Examples = &[
    (
        "secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter-file counter",
        "whether a code is right; if so, the counter in the file is increased",
    ),
    (
        "COUNTER=$(secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --counter 0)",
        "the same, and the counter to store",
    ),
    (
        "secrets hotp verify --secret file:hotp-key --code env:HOTP_CODE --next-code env:NEXT --counter 0",
        "two successive codes, for a token that is far ahead",
    ),
];

const URI_EXAMPLES: Examples = &[(
    "secrets hotp uri --secret file:hotp-key --account alice --counter 7",
    "the URI of an existing secret, for another program",
)];

const LIST_EXAMPLES: Examples = &[(
    "secrets hotp list --secret file:accounts",
    "the accounts of a file, without their secrets",
)];

/// The commands of `secrets hotp`.
pub type Hotp = Authenticator<CounterCodes>;

/// Counter-based codes.
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
Makes secrets for the token or app, prints their codes, and checks the codes that people type. \
Secrets and codes are never taken from the command line.",
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

/// The option `--counter`.
#[derive(Args)]
pub struct CounterArgs {
    /// Counter of the next code [default: as in the URI]
    #[arg(long, value_name = "N", value_parser = oath::counter)]
    counter: Option<u64>,
}

impl FactorArgs for CounterArgs {
    const KIND: Kind = Kind::Hotp;

    fn apply(&self, account: &mut Account) -> Result<()> {
        if let Some(counter) = self.counter {
            set_counter(account, counter, "--counter")?;
        }
        Ok(())
    }
}

/// Sets the counter. `name` is its source, for messages.
///
/// # Errors
/// The counter is lower than the first counter in the URI.
fn set_counter(account: &mut Account, counter: u64, name: &str) -> Result<()> {
    if let Some(first) = account.counter.filter(|first| counter < *first) {
        return Err(hinted(
            format!(
                "{name} {counter} contradicts the otpauth URI, which begins with counter={first}"
            ),
            "give a counter that has not been used yet",
        ));
    }
    account.counter = Some(counter);
    Ok(())
}

/// The options for the counter: a number, or a file.
#[derive(Args)]
struct KeptCounterArgs {
    #[command(flatten)]
    counter: CounterArgs,

    /// Take the counter from FILE, and write the next counter there
    ///
    /// FILE has a decimal number. It is locked, so that no two commands get the same counter, and
    /// replaced by a file with mode 0600. A code is printed only when the next counter is on the disk,
    /// so that no counter is used twice, even after a crash. If the code cannot be written, the old
    /// counter is restored. A checked code increases the counter only if it is right.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "counter")]
    counter_file: Option<PathBuf>,
}

impl KeptCounterArgs {
    /// Reads the account, and opens the counter file if there is one.
    fn read(&self, secret: &SecretArgs) -> Result<(Account, Option<CounterFile>)> {
        let mut account = secret.read(&self.counter)?;
        let file = match &self.counter_file {
            Some(path) => {
                let file = CounterFile::open(path)?;
                let name = format!("the counter of {}", path.display());
                set_counter(&mut account, file.counter(), &name)?;
                Some(file)
            }
            None => None,
        };
        Ok((account, file))
    }
}

/// Print the code of a counter
///
/// The counter comes from --counter, --counter-file, or the otpauth:// URI.
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
/// The exit status is 0 if the code is right and 1 if it is wrong or invalid. If it is right, the
/// counter of the next code is printed, or written to --counter-file.
///
/// Store this counter, so that no code is accepted twice, and allow few tries: RFC 4226, section 7,
/// requires both.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    secret: SecretArgs,

    /// Read the code from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// Spaces are ignored.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    code: Source,

    /// Read the next code after --code, for a token that is far ahead
    ///
    /// Both must be the codes of two successive counters: this is the resynchronisation of RFC 4226,
    /// section 7.4. --window is then 100 by default, and at most 1000.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    next_code: Option<Source>,

    #[command(flatten)]
    counter: KeptCounterArgs,

    /// Also accept the codes of the next N counters [default: 5]
    ///
    /// For codes that were made but not used. Codes of earlier counters are never accepted (RFC 4226,
    /// section 7.4). Each counter makes guessing easier: a try is right with odds of N+1 in 10^digits,
    /// 6 in a million by default.
    #[arg(long, value_name = "N", value_parser = oath::far_window)]
    window: Option<u64>,
}

impl Verify {
    /// The number of counters to try after the expected counter.
    fn window(&self) -> Result<u64> {
        /// The lowest value that the manual of pam_oath suggests.
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
