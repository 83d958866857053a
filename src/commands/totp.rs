//! `secrets totp`: the codes of authenticator apps, which time changes (RFC 6238).

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use crate::authenticator::enrolment::{EnrolmentArgs, qr_of_uri};
use crate::authenticator::oath::{self, DEFAULT_PERIOD};
use crate::authenticator::otpauth::{Factor, Kind};
use crate::authenticator::{Authenticator, SecretArgs, agreed, json_code, json_number};
use crate::command::{Catalogue, Command};
use crate::generate::{Generate, Generator};
use crate::help::after_options;
use crate::help::{Described, Examples, Help};
use crate::input::source::{Source, SourceParser};
use crate::input::{size, time};
use crate::message::{counted, hinted};
use crate::output::{self, OutputArgs};
use crate::recipe::{Carrier, Recipe};
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
        "the code of this moment",
    ),
    (
        "secrets totp code <totp-key --remaining",
        "the code, and on stderr how long it lasts",
    ),
    (
        "secrets totp code --secret env:TOTP_KEY --at 2026-01-31T12:00:00Z --json",
        "the code of another moment, and all about it",
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

/// The commands of `secrets totp`.
#[derive(Args)]
#[command(disable_help_subcommand = true, subcommand_value_name = "COMMAND")]
pub struct Totp {
    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Make a secret for an authenticator app
    ///
    /// Prints the secret in base32, as long as the output of the hash function. With --account the
    /// otpauth:// URI follows on a line of its own; with --qr or --qr-output it is drawn as a QR
    /// code, too.
    #[command(after_long_help = after_options(NEW_EXAMPLES), mut_arg("qr", qr_of_uri))]
    New(Generate<New>),

    /// Print the code of this moment, or of another
    #[command(after_long_help = after_options(CODE_EXAMPLES))]
    Code(Code),

    /// Check a code in constant time
    ///
    /// The exit status is the answer, 0 or 1, and nothing is printed unless --last-used is given. A
    /// text that is no code of the right length is a wrong code.
    ///
    /// Accept a code once (with --last-used) and allow few tries: a guesser is right with one in a
    /// million for each step that is accepted.
    #[command(after_long_help = after_options(VERIFY_EXAMPLES))]
    Verify(Verify),
}

impl Described for Totp {
    const HELP: Help = Help {
        about: "Codes of authenticator apps, changed by time (TOTP)",
        details: "\
Secrets are made for the app, their codes are printed, and codes that people type are \
checked. Secrets and codes are never taken from the command line.",
        examples: &[
            ("secrets totp new", "a new secret, in base32"),
            (
                "secrets totp code --secret file:totp-key",
                "the code of this moment",
            ),
            (
                "secrets totp verify --secret file:totp-key --code env:CODE",
                "whether a code is right",
            ),
        ],
    };
}

impl Command for Totp {
    const NAME: &'static str = "totp";

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

/// The flags of `secrets totp new`.
#[derive(Args)]
struct New {
    #[command(flatten)]
    enrolment: EnrolmentArgs,

    /// Seconds that a code lasts; many apps know 30 alone [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = oath::period, requires = "account")]
    period: Option<u64>,
}

impl Generator for New {
    const KIND: &'static str = "totp";

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let period = self.period.unwrap_or(DEFAULT_PERIOD);
        self.enrolment.recipe(Factor::Period(period), output)
    }
}

/// How time is counted.
#[derive(Args)]
struct ClockArgs {
    /// Seconds that a code lasts [default: that of the URI, or 30]
    #[arg(long, value_name = "SECONDS", value_parser = oath::period)]
    period: Option<u64>,

    /// The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time::parse)]
    at: Option<u64>,
}

impl ClockArgs {
    fn period(&self, authenticator: &Authenticator) -> Result<u64> {
        let period = agreed("period", self.period, authenticator.period)?;
        Ok(period.unwrap_or(DEFAULT_PERIOD))
    }

    fn time(&self) -> Result<u64> {
        self.at.map_or_else(time::now, Ok)
    }
}

/// The flags of `secrets totp code`.
#[derive(Args)]
struct Code {
    #[command(flatten)]
    secret: SecretArgs,

    #[command(flatten)]
    clock: ClockArgs,

    /// Print the code of the step after
    #[arg(long)]
    next: bool,

    /// Say on stderr, or in the JSON, for how many more seconds the code is the current one
    #[arg(long)]
    remaining: bool,

    /// Show the code and its remaining seconds at the terminal until Ctrl-C
    #[arg(long, conflicts_with_all = ["at", "next", "remaining", "json", "no_newline"])]
    watch: bool,

    /// Write a JSON object: kind, value, step, period, and the label of a URI
    #[arg(long, help_heading = "Output", conflicts_with = "no_newline")]
    json: bool,

    /// Leave out the newline after the code
    #[arg(long, help_heading = "Output")]
    no_newline: bool,
}

impl Code {
    fn run(self) -> Result<ExitCode> {
        let authenticator = self.secret.read(Kind::Totp)?;
        let period = self.clock.period(&authenticator)?;
        if self.watch {
            watch(&authenticator, period)?;
        } else {
            self.print(&authenticator, period)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(&self, authenticator: &Authenticator, period: u64) -> Result<()> {
        let time = self.clock.time()?;
        let step = time / period + u64::from(self.next);
        let remaining = (step + 1) * period - time;
        let mut code = Secret::with_capacity(16);
        authenticator
            .scheme
            .code(&authenticator.key, step, &mut code)?;
        if self.json {
            let mut json = json_code(Kind::Totp, &code, authenticator.label.as_ref());
            json_number("step", step, &mut json);
            json_number("period", period, &mut json);
            if self.remaining {
                json_number("remaining_seconds", remaining, &mut json);
            }
            json.extend(b"}\n");
            return streams::value(&json);
        }
        if self.remaining {
            report::note(&format!("remaining: {}", counted(remaining, "second")))?;
        }
        if !self.no_newline {
            code.push(b'\n');
        }
        streams::value(&code)
    }
}

/// Shows the code of each moment.
fn watch(authenticator: &Authenticator, period: u64) -> Result<()> {
    output::watch(|line| {
        let time = time::now()?;
        authenticator
            .scheme
            .code(&authenticator.key, time / period, line)?;
        line.extend(b"  ");
        line.push_decimal(period - time % period);
        line.extend(b" s");
        Ok(())
    })
}

/// The flags of `secrets totp verify`.
#[derive(Args)]
struct Verify {
    #[command(flatten)]
    secret: SecretArgs,

    /// Read the code from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// Spaces in it and around it do not count.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    code: Source,

    #[command(flatten)]
    clock: ClockArgs,

    /// Accept the codes of N steps before and after, too [default: 1]
    ///
    /// For clocks that differ and people who type slowly. Each step makes it easier to guess: one
    /// try is right with a chance of 2N+1 in 10^digits, which is 3 in a million for 6 digits and the
    /// default, and a code that was seen is good for 2N+1 periods. RFC 6238 recommends at most 1
    /// (section 5.2). Codes are cut from 31 bits, so a tenth digit adds little.
    #[arg(long, value_name = "N", value_parser = oath::window)]
    window: Option<u64>,

    /// Refuse the codes of step STEP and before, and print the step of an accepted code
    ///
    /// A step is the number of periods since 1970, and not a time. Store what is printed and give it
    /// the next time, so that no code is accepted twice (RFC 6238, section 5.2), beginning with 0.
    #[arg(long, value_name = "STEP", value_parser = size::whole)]
    last_used: Option<u64>,
}

impl Verify {
    /// Whether the code is right, as an exit status: 0 or 1.
    fn run(self) -> Result<ExitCode> {
        /// RFC 6238, section 5.2: at most one step as the network delay.
        const DEFAULT_WINDOW: u64 = 1;
        let (authenticator, code) = self.secret.read_with_code(Kind::Totp, &self.code)?;
        let step = self.clock.time()? / self.clock.period(&authenticator)?;
        let window = self.window.unwrap_or(DEFAULT_WINDOW);
        let last = step + window;
        let mut first = step.saturating_sub(window);
        if let Some(used) = self.last_used {
            if used > last {
                return Err(hinted(
                    format!("--last-used {used} is in the future: the current step is {step}"),
                    "a step is what verify printed, and not a time",
                ));
            }
            first = first.max(used + 1);
        }
        let accepted = authenticator
            .scheme
            .find(&authenticator.key, first..=last, &code)?;
        match (accepted, self.last_used) {
            (None, _) => return Ok(ExitCode::FAILURE),
            (Some(step), Some(_)) => streams::text(&format!("{step}\n"))?,
            (Some(_), None) => {}
        }
        Ok(ExitCode::SUCCESS)
    }
}
