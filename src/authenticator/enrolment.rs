//! Making the secret of an authenticator, and handing it over: as base32, as a URI, as a QR code.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::builder::Resettable;
use clap::{Arg, Args, ValueEnum};

use crate::authenticator::account::{Factor, Label};
use crate::authenticator::oath::{self, Algorithm, DEFAULT_DIGITS, MIN_KEY_BITS, Scheme, Style};
use crate::authenticator::{key_text, otpauth};
use crate::files::new_file::NewFile;
use crate::input::size::positive;
use crate::message::hinted;
use crate::output::{self, OutputArgs, PictureFile};
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::text::qr::Picture;
use crate::uniform::entropy::Entropy;

/// Longer keys are hashed before use and gain nothing (RFC 2104, section 3): the longest block is
/// that of SHA-512.
const MAX_KEY_BITS: u64 = 1024;

/// The options of `new` that totp and hotp share.
#[derive(Args)]
pub struct EnrolmentArgs {
    /// Whose codes these are, as the app shows it: a name or an address
    ///
    /// With it the otpauth:// URI is printed too: on a line of its own, or as uri with --json.
    #[arg(long, value_name = "NAME", value_parser = Label::part)]
    account: Option<String>,

    /// Who asks for the codes, as the app shows it: a company or a service
    #[arg(long, value_name = "NAME", value_parser = Label::part, requires = "account")]
    issuer: Option<String>,

    /// Hash function; many apps know sha1 alone [default: sha1]
    ///
    /// It sets the length of the secret, too: 160, 256 or 512 bits (RFC 6238, section 5.1). Some
    /// apps ignore what the URI says here and make wrong codes.
    #[arg(long)]
    algorithm: Option<Algorithm>,

    /// Length of the secret, in bytes: 16 to 128 [default: that of the hash function]
    #[arg(value_name = "SIZE", value_parser = key_bytes, group = "key_size", help_heading = None)]
    size: Option<u64>,

    /// Length of the secret, in bits, rounded up to whole bytes: 128 to 1024
    #[arg(short, long, value_name = "B", value_parser = key_bits, group = "key_size")]
    bits: Option<u64>,

    /// Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]
    #[arg(long, value_name = "N", value_parser = oath::digits, requires = "account")]
    digits: Option<u32>,

    /// Print the secret or the URI alone
    #[arg(long, value_name = "PART")]
    only: Option<Part>,

    /// Write the QR code of the URI to FILE, which ends in .svg or .png
    ///
    /// As with --output, FILE is readable by you alone, complete or not there at all, and one that
    /// exists is refused without --force. It is there only if the secret was written, too.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "account", group = "files")]
    qr_output: Option<PathBuf>,
}

/// `--qr` of `new`, which is about the URI and adds to what is printed.
pub fn qr_of_uri(option: Arg) -> Arg {
    option
        .help("Draw the QR code of the URI on the terminal, to be scanned by the app")
        .long_help(
            "Draw the QR code of the URI on the terminal, to be scanned by the app\n\n\
             It is drawn on stderr, which must be a terminal, so that stdout has the secret and the \
             URI alone.",
        )
        .requires("account")
        .conflicts_with(Resettable::Reset)
        .help_heading(None::<&str>)
        .hide_short_help(false)
}

/// A part of what `new` prints.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The secret in base32
    Secret,
    /// The otpauth:// URI
    Uri,
}

impl EnrolmentArgs {
    /// The option of the file of a QR code, where it was given.
    pub fn file_option(&self) -> Option<&'static str> {
        self.qr_output.is_some().then_some("--qr-output")
    }

    /// The recipe of a secret for codes made with `factor`.
    ///
    /// # Errors
    /// Options without effect, or a QR code that can be written nowhere.
    pub fn recipe(self, factor: Factor, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let has_picture = output.qr || self.qr_output.is_some();
        ensure!(
            has_picture || self.only != Some(Part::Secret) || self.account.is_none(),
            "--account has no effect with --only secret and no QR code"
        );
        ensure!(
            self.only != Some(Part::Secret) || self.account.is_some(),
            "--only secret has no effect without --account: there is no URI"
        );
        if self.only == Some(Part::Uri) && self.account.is_none() {
            return Err(hinted(
                "--only uri needs the name of an account",
                "give --account",
            ));
        }
        ensure!(
            !has_picture || output.count.is_none_or(|count| count == 1),
            "a QR code is of one secret, so --count must be 1"
        );
        if output.qr && !io::stderr().is_terminal() {
            return Err(hinted(
                "--qr draws on the terminal of stderr, and stderr is none",
                "write the QR code with --qr-output FILE",
            ));
        }
        let algorithm = self.algorithm.unwrap_or(Algorithm::Sha1);
        let issuer = self.issuer;
        let scheme = Scheme {
            algorithm,
            digits: self.digits.unwrap_or(DEFAULT_DIGITS),
            style: Style::Decimal,
        };
        let picture_file = match &self.qr_output {
            Some(path) => Some(PictureFile::create(path, output.force)?),
            None => None,
        };
        Ok(Box::new(Enrolment {
            key: Secret::with_capacity(0),
            bytes: match (self.size, self.bits) {
                (Some(bytes), _) => bytes,
                (None, bits) => bits.unwrap_or(algorithm.key_bits()).div_ceil(8),
            },
            label: self.account.map(|account| Label { issuer, account }),
            scheme,
            factor,
            only: self.only,
            on_terminal: output.qr,
            picture_file,
            pictures: Vec::new(),
        }))
    }
}

fn key_bytes(text: &str) -> Result<u64> {
    let bytes = positive(text)?;
    key_bits(&bytes.saturating_mul(8).to_string())?;
    Ok(bytes)
}

fn key_bits(text: &str) -> Result<u64> {
    let bits = positive(text)?;
    ensure!(
        bits >= MIN_KEY_BITS,
        "a secret has at least {MIN_KEY_BITS} bits (RFC 4226, section 4)"
    );
    ensure!(
        bits <= MAX_KEY_BITS,
        "a secret has at most {MAX_KEY_BITS} bits"
    );
    Ok(bits)
}

/// A key of so many bytes, its URI where it has a label, and where the QR code of that goes.
struct Enrolment {
    key: Secret,
    bytes: u64,
    label: Option<Label>,
    scheme: Scheme,
    factor: Factor,
    only: Option<Part>,
    on_terminal: bool,
    picture_file: Option<PictureFile>,
    /// The picture that was drawn.
    pictures: Vec<NewFile>,
}

impl Enrolment {
    /// Draws the picture of `uri` wherever it was asked for.
    fn show(&mut self, uri: &Secret) -> Result<()> {
        if !self.on_terminal && self.picture_file.is_none() {
            return Ok(());
        }
        let text = std::str::from_utf8(uri.as_bytes()).context("the URI is not text")?;
        let picture = Picture::of(text).map_err(|error| {
            hinted(format!("the URI: {error}"), "shorten --issuer or --account")
        })?;
        if self.on_terminal {
            let mut drawn = Secret::with_capacity(8 * 1024);
            picture.text(&mut drawn);
            output::draw(&drawn, &picture)?;
        }
        if let Some(file) = self.picture_file.take() {
            self.pictures.push(file.write(&picture)?);
        }
        Ok(())
    }
}

impl Draw for Enrolment {
    fn form(&self) -> Form {
        Form {
            shows_picture: true,
            goes_elsewhere: self.on_terminal || self.picture_file.is_some(),
            further_lines: match (&self.label, self.only) {
                (Some(_), None) => &["uri"],
                _ => &[],
            },
            ..Form::default()
        }
    }

    fn files(&mut self) -> Vec<NewFile> {
        std::mem::take(&mut self.pictures)
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.key.truncate(0);
        entropy.fill(self.key.grow(self.bytes as usize))?;
        let mut secret = Secret::with_capacity(2 * self.key.len());
        key_text::write_base32(self.key.as_bytes(), &mut secret);
        if self.only != Some(Part::Uri) {
            value.extend(secret.as_bytes());
        }
        let Some(label) = &self.label else {
            return Ok(());
        };
        let mut uri = Secret::with_capacity(1024);
        otpauth::write(label, secret.as_bytes(), self.scheme, self.factor, &mut uri);
        self.show(&uri)?;
        if self.only.is_none() {
            value.push(b'\n');
        }
        if self.only != Some(Part::Secret) {
            value.extend(uri.as_bytes());
        }
        Ok(())
    }
}

impl Recipe for Enrolment {
    fn space(&self) -> Space {
        Space::of(
            format!("{} random bytes", self.bytes),
            SpaceSize::Power(256, self.bytes),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_the_bytes_that_were_drawn() {
        let tape: Vec<u8> = (0..64).collect();
        let mut enrolment = Enrolment {
            key: Secret::with_capacity(0),
            bytes: 20,
            label: None,
            scheme: Scheme {
                algorithm: Algorithm::Sha1,
                digits: 6,
                style: Style::Decimal,
            },
            factor: Factor::Period(30),
            only: None,
            on_terminal: false,
            picture_file: None,
            pictures: Vec::new(),
        };
        let mut value = Secret::with_capacity(0);
        enrolment
            .draw(&mut Entropy::tape(&tape), &mut value)
            .unwrap();
        assert_eq!(value.as_bytes(), b"AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT");
        assert_eq!(enrolment.space().size.bits(), 160.0);
    }

    #[test]
    fn secrets_are_long_enough_and_not_too_long() {
        assert_eq!(key_bits("128").unwrap(), 128);
        for text in ["127", "0", "1025", "x"] {
            assert!(key_bits(text).is_err(), "{text}");
        }
    }
}
