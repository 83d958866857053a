//! `secrets hash`: the hash of an existing secret, to be stored instead of it.

use std::io::{IsTerminal, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Args;
use subtle::ConstantTimeEq;

use crate::command::{Catalogue, Command};
use crate::files::new_file::NewFile;
use crate::hash::{Prefix, Scheme, Settings, user};
use crate::help::{Described, Help};
use crate::input::source::{Source, SourceParser};
use crate::message::hinted;
use crate::output::Guess;
use crate::secret::Secret;
use crate::system::{report, streams};
use crate::uniform::entropy::Entropy;

/// The longest secret, in bytes. `secrets compare` has the same limit.
const MAX_SECRET: usize = 64 * 1024;

/// The flags of `secrets hash`.
#[derive(Args)]
pub struct Hash {
    /// How to hash
    #[arg(value_name = "SCHEME", default_value = "argon2id")]
    scheme: Scheme,

    /// Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME [default: prompt at a terminal]
    ///
    /// prompt asks twice, and does not show the typed secret. Without this option the secret is read
    /// from stdin if stdin is no terminal. No option takes the secret itself: every user of the
    /// machine would see it through ps.
    #[arg(long, value_name = "SOURCE", value_parser = SourceParser)]
    secret: Option<Source>,

    /// Take a final newline or CRLF of a file, fd or stdin as part of the secret
    #[arg(long)]
    exact: bool,

    /// The cost of a hash, in the terms of its scheme
    ///
    /// argon2id: memory, passes and lanes, m=19456,t=2,p=1; m is in KiB or like 64MiB. bcrypt: 10 to
    /// 15, 12 by default. yescrypt: 5 to 11, as in mkpasswd. scrypt: ln=17,r=8,p=1. sha512-crypt:
    /// rounds, 5000 to 1000000. pbkdf2-sha256: rounds, 600000 to 10000000. scram-sha-256: rounds, 4096
    /// to 10000000. Parameters that are left out have their defaults. OWASP's Password Storage Cheat
    /// Sheet, RFC 7677 or crypt(5) recommend the lower limits; the upper limits take 1 GiB or some
    /// seconds.
    #[arg(long, alias = "hash-cost", value_name = "COST")]
    cost: Option<String>,

    /// Begin a bcrypt hash with this: 2b, 2y for PHP and Apache, or 2a for older programs
    #[arg(
        long,
        alias = "hash-prefix",
        value_name = "PREFIX",
        hide_possible_values = true
    )]
    prefix: Option<Prefix>,

    /// Write NAME:HASH, for nginx, Apache, Traefik and registries
    #[arg(long, value_name = "NAME", value_parser = user)]
    user: Option<String>,

    /// Say on stderr what guessing a secret costs on this machine
    #[arg(long)]
    explain: bool,

    /// Write to FILE, readable by you alone, complete or not at all
    #[arg(short, long, help_heading = "Output", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, help_heading = "Output", requires = "output")]
    force: bool,

    /// Leave out the newline after the hash
    #[arg(long, help_heading = "Output")]
    no_newline: bool,
}

impl Described for Hash {
    const HELP: Help = Help {
        about: "The hash of an existing secret, for a store",
        details: "\
Reads a secret and prints its hash, with a salt from the operating system's CSPRNG. Check a \
secret against it with secrets compare --hashed. To hash a new secret, use --hash of the command \
that makes it.\n\n\
bcrypt takes at most 72 bytes, sha512-crypt and yescrypt at most 512. These three and \
scram-sha-256 take no NUL byte. Other programs cut longer secrets off; secrets refuses them. \
sha256 is fast and unsalted, for keys that nobody can guess: it refuses a secret whose length \
and characters allow fewer than 128 bits.",
        examples: &[
            (
                "secrets hash --secret env:PASSWORD",
                "argon2id of a password in a variable",
            ),
            (
                "secrets hash bcrypt --prefix 2y --user ann --secret file:pw >>.htpasswd",
                "a line for nginx, Apache, Traefik or a registry",
            ),
            (
                "secrets hash yescrypt --secret file:pw",
                "for /etc/shadow, or chpasswd -e",
            ),
            (
                "secrets hash scram-sha-256 --secret file:pw",
                "for ALTER ROLE ... PASSWORD of PostgreSQL",
            ),
            (
                "secrets hash argon2id --cost m=64MiB,t=3,p=4 --explain --secret file:pw",
                "RFC 9106's second option, and what a guess costs",
            ),
        ],
    };
}

impl Command for Hash {
    const NAME: &'static str = "hash";

    /// Reads the secret and writes its hash.
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        let settings = Settings::new(self.scheme, self.cost.as_deref(), self.prefix)?;
        let file = match &self.output {
            Some(path) => Some(NewFile::create(path, self.force)?),
            None => streams::ready().map(|()| None)?,
        };
        let secret = self.secret()?;
        settings.check_strength(secret.as_bytes())?;
        let mut line = Secret::with_capacity(256);
        if let Some(user) = &self.user {
            line.extend(user.as_bytes());
            line.push(b':');
        }
        settings.make(secret.as_bytes(), &mut Entropy::os(), &mut line)?;
        if !self.no_newline {
            line.push(b'\n');
        }
        if self.explain {
            Guess::of(&settings)?.explain(None)?;
        }
        match file {
            Some(mut file) => {
                file.write(line.as_bytes())?;
                file.publish()?;
            }
            None => streams::value(&line)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Hash {
    /// Reads the secret. A prompt asks for it twice.
    fn secret(&self) -> Result<Secret> {
        let source = match &self.secret {
            Some(source) => source.clone(),
            None if stdin().is_terminal() => Source::Prompt,
            None => Source::Stdin,
        };
        ensure!(
            source.ends_in_newline() || !self.exact,
            "--exact has no effect: a final newline is taken off a file, fd or stdin alone"
        );
        let secret = source.value("secret", self.exact, MAX_SECRET)?;
        ensure!(secret.len() > 0, "the secret in {source} is empty");
        let lines = secret.as_bytes().split(|byte| *byte == b'\n').count();
        if lines > 1 && !self.exact {
            report::note(&format!(
                "secrets: the hash is that of {lines} lines together"
            ))?;
        }
        if source == Source::Prompt {
            let again = source.value("secret again", self.exact, MAX_SECRET)?;
            if !bool::from(secret.as_bytes().ct_eq(again.as_bytes())) {
                return Err(hinted(
                    "what was typed differs from what was typed first",
                    "run the command again",
                ));
            }
        }
        Ok(secret)
    }
}
