//! Makes the secret of an authenticator and writes it as base32, as a URI and as a QR code.

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

/// The longest key, in bits: the block of SHA-512. HMAC hashes longer keys, so they are not stronger
/// (RFC 2104, section 3).
const MAX_KEY_BITS: u64 = 1024;

/// The options of `new` that totp and hotp share.
#[derive(Args)]
pub struct EnrolmentArgs {
    /// The owner of the codes, as the app shows it: a name or an address
    ///
    /// With --account the otpauth:// URI is printed too: on a line of its own, or as uri with --json.
    #[arg(long, value_name = "NAME", value_parser = Label::part)]
    account: Option<String>,

    /// The company or service that asks for the codes, as the app shows it
    #[arg(long, value_name = "NAME", value_parser = Label::part, requires = "account")]
    issuer: Option<String>,

    /// Hash function; many apps support only sha1 [default: sha1]
    ///
    /// The hash function also sets the length of the secret: 160, 256 or 512 bits (RFC 6238, section
    /// 5.1). Some apps ignore the algorithm in the URI and make wrong codes.
    #[arg(long)]
    algorithm: Option<Algorithm>,

    /// Length of the secret, in bytes: 16 to 128 [default: that of the hash function]
    #[arg(value_name = "SIZE", value_parser = key_bytes, group = "key_size", help_heading = None)]
    size: Option<u64>,

    /// Length of the secret, in bits, rounded up to whole bytes: 128 to 1024
    #[arg(short, long, value_name = "B", value_parser = key_bits, group = "key_size")]
    bits: Option<u64>,

    /// Length of the codes, 6 to 10 digits; many apps support only 6 [default: 6]
    #[arg(long, value_name = "N", value_parser = oath::digits, requires = "account")]
    digits: Option<u32>,

    /// Print only the secret or only the URI
    #[arg(long, value_name = "PART")]
    only: Option<Printed>,

    /// Write the QR code of the URI to FILE, which ends in .svg or .png
    ///
    /// As with --output, only you can read FILE, it is complete or absent, and an existing file is
    /// refused without --force. If the secret cannot be written, FILE is not written either.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "account", group = "files")]
    qr_output: Option<PathBuf>,
}

/// Changes the option `--qr` for `new`: it draws the URI, in addition to the output.
pub fn qr_of_uri(option: Arg) -> Arg {
    option
        .help("Draw the QR code of the URI on the terminal, to be scanned by the app")
        .long_help(
            "Draw the QR code of the URI on the terminal, to be scanned by the app\n\n\
             It is drawn on stderr, which must be a terminal. Stdout has only the secret and the URI.",
        )
        .requires("account")
        .conflicts_with(Resettable::Reset)
        .help_heading(None::<&str>)
        .hide_short_help(false)
}

/// The value of `--only`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Printed {
    /// The secret in base32
    Secret,
    /// The otpauth:// URI
    Uri,
}

impl EnrolmentArgs {
    /// The option `--qr-output`, if it was given.
    pub fn file_option(&self) -> Option<&'static str> {
        self.qr_output.is_some().then_some("--qr-output")
    }

    /// The recipe of a secret for codes made with `factor`.
    ///
    /// # Errors
    /// An option has no effect, or the QR code can't be drawn or written.
    pub fn recipe(self, factor: Factor, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        let has_picture = output.qr || self.qr_output.is_some();
        ensure!(
            has_picture || self.only != Some(Printed::Secret) || self.account.is_none(),
            "--account has no effect with --only secret and no QR code"
        );
        ensure!(
            self.only != Some(Printed::Secret) || self.account.is_some(),
            "--only secret has no effect without --account: there is no URI"
        );
        if self.only == Some(Printed::Uri) && self.account.is_none() {
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

/// The recipe of a key and its URI, and the destinations of the QR code.
struct Enrolment {
    key: Secret,
    /// The length of the key, in bytes.
    bytes: u64,
    label: Option<Label>,
    scheme: Scheme,
    factor: Factor,
    only: Option<Printed>,
    on_terminal: bool,
    picture_file: Option<PictureFile>,
    /// The files of QR codes that are written but not yet published.
    pictures: Vec<NewFile>,
}

impl Enrolment {
    /// Draws the QR code of `uri` on the terminal and into the file, if the options ask for them.
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
        if self.only != Some(Printed::Uri) {
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
        if self.only != Some(Printed::Secret) {
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
    fn the_secret_is_the_base32_of_the_drawn_bytes() {
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
    fn keys_have_128_to_1024_bits() {
        assert_eq!(key_bits("128").unwrap(), 128);
        for text in ["127", "0", "1025", "x"] {
            assert!(key_bits(text).is_err(), "{text}");
        }
    }
}
