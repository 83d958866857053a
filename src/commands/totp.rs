//! `secrets totp`: the time-based codes of authenticator apps (RFC 6238).

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::authenticator::account::{Account, Factor, Kind};
use crate::authenticator::code_output::CodeOutputArgs;
use crate::authenticator::enrolment::EnrolmentArgs;
use crate::authenticator::oath::{self, DEFAULT_PERIOD, Style};
use crate::authenticator::{FactorArgs, SecretArgs, agreed, read_code};
use crate::commands::authenticator::{Authenticator, Codes, Run};
use crate::generate::Generator;
use crate::help::{Examples, Help};
use crate::input::source::{Source, SourceParser};
use crate::input::{size, time};
use crate::message::{counted, hinted, printable};
use crate::output::{self, OutputArgs};
use crate::recipe::Recipe;
use crate::secret::Secret;
use crate::system::report;
use crate::system::streams;

const NEW_EXAMPLES: Examples = &[
    ("secrets totp new", "a secret of 160 bits in base32"),
    (
        "secrets totp new --issuer Acme --account alice@example.com",
        "the secret, and the URI for an authenticator app",
    ),
    (
        "secrets totp new --account alice --qr-output code.png --only secret --output key",
        "the secret in one file, and the QR code in another",
    ),
];

const CODE_EXAMPLES: Examples = &[
    (
        "secrets totp code --secret file:totp-key",
        "the current code",
    ),
    (
        "secrets totp code <totp-key --remaining",
        "the code, and on stderr how long it lasts",
    ),
    (
        "secrets totp code --secret env:TOTP_KEY --at 2026-01-31T12:00:00Z --json",
        "the code at a given time, with its parameters",
    ),
    (
        "secrets totp code --secret file:accounts --account alice",
        "the code of one of several accounts",
    ),
    (
        "zbarimg -q --raw photo.png | secrets totp code",
        "the code of the secret in a picture of a QR code",
    ),
];

const VERIFY_EXAMPLES: Examples = &[
    (
        "if secrets totp verify --secret file:totp-key --code env:CODE; then echo welcome; fi",
        "whether the code in a variable is right",
    ),
    (
        "STEP=$(secrets totp verify --secret file:totp-key --code env:CODE --last-used 0)",
        "the same, and the step to give to --last-used the next time",
    ),
];

const URI_EXAMPLES: Examples = &[
    (
        "secrets totp uri --secret file:totp-key --account alice --qr-output code.png",
        "the QR code of an existing secret, for another phone",
    ),
    (
        "secrets totp uri --secret file:accounts",
        "the URIs of all accounts, one on each line",
    ),
    (
        "secrets totp uri --secret file:accounts --migration --qr-output all.png",
        "all accounts in one QR code, for Google Authenticator",
    ),
];

const LIST_EXAMPLES: Examples = &[(
    "secrets totp list --secret file:accounts",
    "the accounts of a file, without their secrets",
)];

/// The commands of `secrets totp`.
pub type Totp = Authenticator<TimeCodes>;

/// Time-based codes.
pub struct TimeCodes;

impl Codes for TimeCodes {
    type New = New;
    type Code = Code;
    type Verify = Verify;
    type Factor = PeriodArgs;

    const NAME: &'static str = "totp";
    const HELP: Help = Help {
        about: "Codes of authenticator apps, changed by time (TOTP)",
        details: "\
Makes secrets for the app, prints their codes, and checks the codes that people type. Secrets \
and codes are never taken from the command line.",
        examples: &[
            ("secrets totp new", "a new secret, in base32"),
            (
                "secrets totp code --secret file:totp-key",
                "the current code",
            ),
            (
                "secrets totp verify --secret file:totp-key --code env:CODE",
                "whether a code is right",
            ),
        ],
    };
    const NEW_EXAMPLES: Examples = NEW_EXAMPLES;
    const CODE_EXAMPLES: Examples = CODE_EXAMPLES;
    const VERIFY_EXAMPLES: Examples = VERIFY_EXAMPLES;
    const URI_EXAMPLES: Examples = URI_EXAMPLES;
    const LIST_EXAMPLES: Examples = LIST_EXAMPLES;
}

/// The flags of `secrets totp new`.
#[derive(Args)]
pub struct New {
    #[command(flatten)]
    enrolment: EnrolmentArgs,

    /// Seconds that a code lasts; many apps support only 30 [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = oath::period, requires = "account")]
    period: Option<u64>,
}

impl Generator for New {
    const KIND: &'static str = "totp";

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let period = self.period.unwrap_or(DEFAULT_PERIOD);
        self.enrolment.recipe(Factor::Period(period), output)
    }

    fn output_option(&self) -> Option<&'static str> {
        self.enrolment.file_option()
    }
}

/// The options for time-based codes.
#[derive(Args, Default)]
pub struct PeriodArgs {
    /// Seconds that a code lasts [default: as in the URI, or 30]
    #[arg(long, value_name = "SECONDS", value_parser = oath::period)]
    period: Option<u64>,

    /// Style of a code [default: as in the URI, or steam for the issuer Steam, or decimal]
    #[arg(long, value_name = "STYLE")]
    style: Option<Style>,
}

impl FactorArgs for PeriodArgs {
    const KIND: Kind = Kind::Totp;

    fn apply(&self, account: &mut Account) -> Result<()> {
        let styles = (self.style, account.style);
        agreed(
            "style",
            styles.0.map(Style::name),
            styles.1.map(Style::name),
        )?;
        account.style = styles.0.or(styles.1);
        account.period = agreed("period", self.period, account.period)?;
        Ok(())
    }
}

/// The options for the period and the time.
#[derive(Args, Default)]
struct ClockArgs {
    #[command(flatten)]
    period: PeriodArgs,

    /// The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time::parse)]
    at: Option<u64>,
}

impl ClockArgs {
    fn time(&self) -> Result<u64> {
        self.at.map_or_else(time::now, Ok)
    }
}

/// Print the current code, or the code at another time
#[derive(Args)]
pub struct Code {
    #[command(flatten)]
    secret: SecretArgs,

    #[command(flatten)]
    clock: ClockArgs,

    /// Print the code of the next period
    #[arg(long)]
    next: bool,

    /// Say on stderr, or in the JSON, how many seconds the code still lasts
    #[arg(long)]
    remaining: bool,

    /// Show the code and its remaining seconds at the terminal until Ctrl-C
    ///
    /// All accounts of a source are shown, or only the account of --account.
    #[arg(long, conflicts_with_all = ["at", "next", "remaining", "json", "no_newline", "copy"])]
    watch: bool,

    #[command(flatten)]
    output: CodeOutputArgs,
}

impl Run for Code {
    fn plain(secret: Source) -> Option<Self> {
        Some(Self {
            secret: SecretArgs::of(secret),
            clock: ClockArgs::default(),
            next: false,
            remaining: false,
            watch: false,
            output: CodeOutputArgs::default(),
        })
    }

    fn run(self) -> Result<ExitCode> {
        if self.watch {
            watch(&self.secret.read_of_kind(&self.clock.period)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        let account = self.secret.read(&self.clock.period)?;
        let period = account.period();
        let time = self.clock.time()?;
        let step = time / period + u64::from(self.next);
        let remaining = (step + 1) * period - time;
        let mut code = Secret::with_capacity(16);
        account.scheme().code(&account.key, step, &mut code)?;
        let mut numbers = vec![("step", step), ("period", period)];
        if self.remaining && self.output.is_json() {
            numbers.push(("remaining_seconds", remaining));
        } else if self.remaining {
            report::note(&format!("remaining: {}", counted(remaining, "second")))?;
        }
        let mut output = self.output.open()?;
        output.hand_over(&account, &code, &numbers)?;
        output.finish(&code)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Shows the current codes of all accounts until Ctrl-C, each on its line.
fn watch(accounts: &[Account]) -> Result<()> {
    let names: Vec<String> = accounts
        .iter()
        .map(|account| printable(&account.name()))
        .collect();
    let widths = accounts.iter().map(|account| {
        let period = account.period().to_string();
        account.scheme().digits as usize + period.len() + 6
    });
    let name_column = widths.max().unwrap_or(0);
    output::watch(|columns, lines| {
        let time = time::now()?;
        for (index, account) in accounts.iter().enumerate() {
            if index > 0 {
                lines.push(b'\n');
            }
            let (start, period) = (lines.len(), account.period());
            account.scheme().code(&account.key, time / period, lines)?;
            lines.extend(b"  ");
            lines.push_decimal(period - time % period);
            lines.extend(b" s");
            if accounts.len() > 1 {
                while lines.len() < start + name_column {
                    lines.push(b' ');
                }
                // A longer line would wrap.
                let room = columns.saturating_sub(name_column + 1);
                let name = names[index].chars().take(room);
                name.for_each(|character| lines.push_character(character));
            }
        }
        Ok(())
    })
}

/// Check a code in constant time
///
/// The exit status is 0 if the code is right and 1 if it is wrong or invalid. Nothing is printed
/// unless --last-used is given.
///
/// Accept each code only once (with --last-used) and allow few tries: a guess is right with odds of 1
/// in a million for each accepted step.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    secret: SecretArgs,

    /// Read the code from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// Spaces are ignored.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    code: Source,

    #[command(flatten)]
    clock: ClockArgs,

    /// Also accept the codes of N steps before and after [default: 1]
    ///
    /// For clocks that differ and people who type slowly. Each step makes guessing easier: a try is
    /// right with odds of 2N+1 in 10^digits, 3 in a million by default. A code that somebody has seen
    /// is accepted for 2N+1 periods. RFC 6238, section 5.2, recommends at most 1. A code has only 31
    /// bits, so a tenth digit adds little.
    #[arg(long, value_name = "N", value_parser = oath::window)]
    window: Option<u64>,

    /// Refuse the codes of step STEP and before, and print the step of an accepted code
    ///
    /// A step is the number of periods since 1970, not a time. Begin with 0, store the printed step,
    /// and give it the next time: so no code is accepted twice (RFC 6238, section 5.2).
    #[arg(long, value_name = "STEP", value_parser = size::whole)]
    last_used: Option<u64>,
}

impl Run for Verify {
    fn run(self) -> Result<ExitCode> {
        /// RFC 6238, section 5.2, allows at most one step for network delay.
        const DEFAULT_WINDOW: u64 = 1;
        self.secret.check_apart(&[("--code", &self.code)])?;
        let account = self.secret.read(&self.clock.period)?;
        let scheme = account.scheme();
        let code = read_code(&self.code, "code", scheme.style)?;
        let step = self.clock.time()? / account.period();
        let window = self.window.unwrap_or(DEFAULT_WINDOW);
        let last = step + window;
        let mut first = step.saturating_sub(window);
        if let Some(used) = self.last_used {
            if used > last {
                return Err(hinted(
                    format!("--last-used {used} is in the future: the current step is {step}"),
                    "give the step that verify printed, which is not a time",
                ));
            }
            first = first.max(used + 1);
        }
        let accepted = scheme.find(&account.key, first..=last, &[code])?;
        let Some(step) = accepted else {
            return Ok(ExitCode::FAILURE);
        };
        if self.last_used.is_some() {
            let mut line = Secret::with_capacity(32);
            line.push_decimal(step);
            line.push(b'\n');
            streams::hand_over(&line, "the step to store")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
