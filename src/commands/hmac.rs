//! `secrets hmac`: makes or checks a message authentication code, also in the headers of webhooks.

mod code;
mod style;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail, ensure};
use clap::{Args, ValueEnum};
use subtle::{Choice, ConstantTimeEq};

use crate::command::{Catalogue, Command};
use crate::help::{Described, Help};
use crate::input::source::{Source, SourceParser, without_newline};
use crate::input::time;
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::streams;
use code::{Algorithm, Code, Form};
use style::{Claim, Style};

/// The longest key, code or header, in bytes.
const MAX_KEY: usize = 64 * 1024;

/// The default age of a signature that is accepted, in seconds: Stripe and Slack recommend it.
const TOLERANCE: u64 = 300;

/// The flags of `secrets hmac`.
#[derive(Args)]
pub struct Hmac {
    /// The file to authenticate [default: stdin]
    ///
    /// Every byte counts, a final newline too. - is stdin.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// Read the key from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// One final newline or CRLF of a file, fd or stdin is not part of the key, if that is text. A key of raw
    /// bytes, which are no UTF-8, is taken whole.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    key: Source,

    /// How the key is written
    #[arg(long, value_name = "ENCODING", default_value = "text")]
    key_encoding: KeyEncoding,

    /// Hash function [default: sha256]
    #[arg(long, conflicts_with = "style")]
    algorithm: Option<Algorithm>,

    /// Encoding of the code that is written, or read by --verify [default: hex]
    #[arg(short, long, conflicts_with = "style")]
    encoding: Option<Form>,

    /// Check the code from stdin, prompt, file:PATH, fd:N or env:NAME, and print nothing
    ///
    /// The exit status is 0 if the code is right, and 1 if it is wrong or not a code.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    verify: Option<Source>,

    /// Make or check the signature of a webhook, in the header of a service
    #[arg(long)]
    style: Option<Style>,

    /// The value of Slack's X-Slack-Request-Timestamp, which is part of what is signed
    #[arg(
        long,
        value_name = "SECONDS",
        requires = "style",
        allow_hyphen_values = true
    )]
    timestamp: Option<String>,

    /// How old a signature of Stripe or Slack may be, as 300s or 5m [default: 5m]
    #[arg(long, value_name = "TIME", requires_all = ["style", "verify"], value_parser = time::seconds)]
    tolerance: Option<u64>,

    /// The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", requires = "style", value_parser = time::parse)]
    at: Option<u64>,

    /// Leave out the newline after the code
    #[arg(long, help_heading = "Output", conflicts_with = "verify")]
    no_newline: bool,
}

/// How a key is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KeyEncoding {
    /// The bytes themselves
    Text,
    /// Hexadecimal
    Hex,
    /// Base64 or base64url, padded or not
    Base64,
}

impl Described for Hmac {
    const HELP: Help = Help {
        about: "Authenticate a file or a webhook: make an HMAC, or check one",
        details: "\
Computes the HMAC (RFC 2104) of a file or of stdin, of any length, with a key. --verify compares \
a received code in constant time. --style reads it from the header of GitHub, Stripe or Slack, so \
that one line of a shell checks a webhook. Keep the body unchanged in a file: a shell variable \
loses final newlines.\n\n\
A signature of Stripe or Slack is refused if its time differs from now by more than --tolerance. \
Within that time, and for GitHub always, whoever saw a request can send it again: remember the \
ids of deliveries.",
        examples: &[
            (
                "secrets hmac --key file:hmac-key <message",
                "the HMAC with SHA-256, in hex",
            ),
            (
                "secrets hmac --key file:hmac-key --verify file:mac message",
                "whether the code in mac is right for message",
            ),
            (
                "secrets hmac --style github --key env:KEY --verify env:GITHUB_SIGNATURE <body",
                "whether GitHub's X-Hub-Signature-256 is right",
            ),
            (
                "secrets hmac --style stripe --key env:KEY --verify env:STRIPE_SIGNATURE <body",
                "whether Stripe-Signature is right and at most 5 minutes old",
            ),
            (
                "secrets hmac --style slack --timestamp \"$TIME\" --key env:KEY --verify env:SLACK_SIGNATURE <body",
                "whether X-Slack-Signature is right and at most 5 minutes old",
            ),
        ],
    };
}

impl Command for Hmac {
    const NAME: &'static str = "hmac";

    /// Prints the code. With `--verify`, checks a code: the exit status is 0 or 1.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        self.check()?;
        let key = self.read_key()?;
        let Some(source) = &self.verify else {
            streams::ready()?;
            let mut line = self.make(&key)?;
            if !self.no_newline {
                line.push(b'\n');
            }
            streams::value(&line)?;
            return Ok(ExitCode::SUCCESS);
        };
        let header = source.value("code", false, MAX_KEY)?;
        Ok(if self.is_right(&key, &header)?.into() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

impl Hmac {
    /// Refuses to read one source twice, and options that have no effect.
    fn check(&self) -> Result<()> {
        let data = self.data();
        let verify = self.verify.as_ref();
        for (one, other, names) in [
            (Some(&data), Some(&self.key), "the key and the message"),
            (Some(&data), verify, "the code and the message"),
            (Some(&self.key), verify, "the code and the key"),
        ] {
            if let Some(same) = one.filter(|_| one == other) {
                bail!("{names} are both {same}");
            }
        }
        let has_time = self.style.is_some_and(Style::has_time);
        for (is_given, option) in [
            (self.tolerance.is_some(), "--tolerance"),
            (self.at.is_some(), "--at"),
        ] {
            ensure!(
                has_time || !is_given,
                "{option} has no effect on a signature without a time: it is for stripe and slack"
            );
        }
        match (self.style, &self.timestamp) {
            (Some(Style::Slack), None) => Err(hinted(
                "--style slack needs a --timestamp, because Slack signs it and sends it in a header of its own",
                "give X-Slack-Request-Timestamp, as in --timestamp \"$TIME\"",
            )),
            (Some(Style::Slack), _) | (_, None) => Ok(()),
            _ => Err(anyhow!("--timestamp is for --style slack alone")),
        }
    }

    /// The source of the message.
    fn data(&self) -> Source {
        match self.file.as_deref() {
            None => Source::Stdin,
            Some(path) if path == Path::new("-") => Source::Stdin,
            Some(path) => Source::File(path.to_owned()),
        }
    }

    fn read_key(&self) -> Result<Secret> {
        let mut text = self.key.value("key", true, MAX_KEY)?;
        if self.key.ends_in_newline() && std::str::from_utf8(text.as_bytes()).is_ok() {
            text.truncate(without_newline(text.as_bytes()).len());
        }
        let form = match self.key_encoding {
            KeyEncoding::Text => None,
            KeyEncoding::Hex => Some(Form::Hex),
            KeyEncoding::Base64 => Some(Form::Base64),
        };
        let key = match form {
            None => Some(text),
            Some(form) => form.decode(text.as_bytes()),
        };
        let key =
            key.ok_or_else(|| anyhow!("the key in {} is not in its --key-encoding", self.key))?;
        ensure!(key.len() > 0, "the key in {} is empty", self.key);
        Ok(key)
    }

    /// The code of `signed` followed by the message.
    fn code(&self, key: &Secret, signed: &[u8]) -> Result<Secret> {
        let mut code = Code::new(self.algorithm.unwrap_or_default(), key)?;
        code.add(signed);
        let mut blocks = self.data().blocks()?;
        loop {
            match blocks.read()? {
                [] => return Ok(code.finish()),
                block => code.add(block),
            }
        }
    }

    /// The text of the code, or the header that a service would send.
    fn make(&self, key: &Secret) -> Result<Secret> {
        let Some(style) = self.style else {
            let code = self.code(key, b"")?;
            let mut text = Secret::with_capacity(2 * code.len());
            self.encoding.unwrap_or_default().encode(&code, &mut text)?;
            return Ok(text);
        };
        let now = self.now()?.to_string();
        let time = self.timestamp.as_deref().unwrap_or(&now);
        let code = self.code(key, &style.signed(time))?;
        style.header(time, &code)
    }

    /// Whether `header` has the right code, and is not too old.
    fn is_right(&self, key: &Secret, header: &Secret) -> Result<Choice> {
        let text = header.as_bytes().trim_ascii();
        let claim = match self.style {
            Some(style) => style.read(text, self.timestamp.as_deref()),
            None => Claim::of_code(self.encoding.unwrap_or_default().decode(text)),
        };
        let code = self.code(key, &claim.signed)?;
        let mut is_right = Choice::from(0);
        for claimed in &claim.codes {
            is_right |= code.as_bytes().ct_eq(claimed.as_bytes());
        }
        if let Some(time) = claim.time {
            let age = self.now()?.abs_diff(time);
            is_right &= Choice::from(u8::from(age <= self.tolerance.unwrap_or(TOLERANCE)));
        }
        Ok(is_right)
    }

    fn now(&self) -> Result<u64> {
        self.at.map_or_else(time::now, Ok)
    }
}
