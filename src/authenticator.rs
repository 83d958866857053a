//! What an authenticator holds: a key, how codes are made of it, and the options that tell.

pub mod base32;
pub mod counter_file;
pub mod enrolment;
pub mod oath;
pub mod otpauth;

use std::fmt::Display;

use anyhow::{Result, ensure};
use clap::Args;
use subtle::ConstantTimeEq;

use crate::input::source::{Source, SourceParser};
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::report;
use oath::{Algorithm, Candidate, DEFAULT_DIGITS, MIN_KEY_BITS, Scheme};
use otpauth::{Kind, Label, Uri};

/// The longest secret or URI, in bytes.
const MAX_SECRET: usize = 4096;

/// The longest code that is read, in bytes: far longer ones are wrong all the same.
const MAX_CODE: usize = 64 * 1024;

/// Where the secret is, and how codes are made of it.
#[derive(Args)]
pub struct SecretArgs {
    /// Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME
    ///
    /// It is base32, in upper or lower case, with or without spaces, hyphens and padding, or an
    /// otpauth:// URI, which is obeyed, or both lines of 'totp new --account'. There is no option
    /// that takes it as it is: every user of the machine would see it through ps.
    #[arg(long, value_name = "SOURCE", default_value = "stdin", value_parser = SourceParser)]
    pub secret: Source,

    /// Nothing is taken here: see --secret
    #[arg(hide = true, value_parser = SourceParser)]
    given: Option<Source>,

    /// Hash function [default: that of the URI, or sha1]
    #[arg(long)]
    algorithm: Option<Algorithm>,

    /// Length of the code, 6 to 10 digits [default: that of the URI, or 6]
    #[arg(long, value_name = "N", value_parser = oath::digits)]
    digits: Option<u32>,
}

/// A key and all that is known about its codes.
pub struct Authenticator {
    pub key: Secret,
    pub scheme: Scheme,
    pub label: Option<Label>,
    /// What the URI says, if it was one.
    pub period: Option<u64>,
    pub counter: Option<u64>,
}

impl SecretArgs {
    /// Reads the secret, and warns of one that is too short.
    ///
    /// # Errors
    /// It can't be read, it is a URI for other codes than those of `kind`, or the options contradict
    /// it.
    pub fn read(&self, kind: Kind) -> Result<Authenticator> {
        let text = self.secret.read(MAX_SECRET)?;
        let text = text.as_bytes().trim_ascii();
        ensure!(!text.is_empty(), "the secret in {} is empty", self.secret);
        let authenticator = if otpauth::is_uri(text) {
            self.with_uri(read_uri(text)?, kind)?
        } else {
            Authenticator {
                key: base32::read(text)?,
                scheme: Scheme {
                    algorithm: self.algorithm.unwrap_or(Algorithm::Sha1),
                    digits: self.digits.unwrap_or(DEFAULT_DIGITS),
                },
                label: None,
                period: None,
                counter: None,
            }
        };
        let bits = 8 * authenticator.key.len() as u64;
        if bits < MIN_KEY_BITS {
            report::note(&format!(
                "warning: the secret has {bits} bits, and RFC 4226 demands at least {MIN_KEY_BITS}"
            ))?;
        }
        Ok(authenticator)
    }

    fn with_uri(&self, uri: Uri, kind: Kind) -> Result<Authenticator> {
        if uri.kind != kind {
            return Err(hinted(
                format!("the otpauth URI is for {}, not for {kind}", uri.kind),
                format!("secrets {} takes the same options", uri.kind),
            ));
        }
        let names = (self.algorithm, uri.algorithm);
        agreed(
            "algorithm",
            names.0.map(Algorithm::name),
            names.1.map(Algorithm::name),
        )?;
        Ok(Authenticator {
            key: uri.key,
            scheme: Scheme {
                algorithm: names.0.or(names.1).unwrap_or(Algorithm::Sha1),
                digits: agreed("digits", self.digits, uri.digits)?.unwrap_or(DEFAULT_DIGITS),
            },
            label: uri.label,
            period: uri.period,
            counter: uri.counter,
        })
    }

    /// Reads the secret, and the code that somebody typed. What is no code at all is one that is
    /// never right.
    ///
    /// # Errors
    /// As [`Self::read`], or the code can't be read, or would be read from where the secret is.
    pub fn read_with_code(&self, kind: Kind, code: &Source) -> Result<(Authenticator, Candidate)> {
        if let Some(same) = self.secret.same_as(code) {
            return Err(hinted(
                format!("--secret and --code are {same}"),
                "give --secret SOURCE for the secret",
            ));
        }
        let authenticator = self.read(kind)?;
        let candidate = Candidate::read(&code.read(MAX_CODE)?);
        Ok((authenticator, candidate))
    }
}

/// Reads a URI, which may stand below its secret, as 'totp new --account' writes both.
fn read_uri(text: &[u8]) -> Result<Uri> {
    let newline = text.iter().position(|byte| *byte == b'\n');
    let (secret, uri) = text.split_at(newline.unwrap_or(0));
    let uri = Uri::read(uri.trim_ascii())?;
    ensure!(
        newline.is_none()
            || base32::read(secret)?
                .as_bytes()
                .ct_eq(uri.key.as_bytes())
                .into(),
        "the secret and the otpauth URI below it are of different keys"
    );
    Ok(uri)
}

/// What an option and the URI say, who must not contradict each other.
pub fn agreed<T: PartialEq + Display>(
    name: &str,
    option: Option<T>,
    uri: Option<T>,
) -> Result<Option<T>> {
    match (option, uri) {
        (Some(option), Some(uri)) if option != uri => Err(hinted(
            format!("--{name} {option} contradicts the otpauth URI, which has {name}={uri}"),
            format!("leave out --{name}"),
        )),
        (option, uri) => Ok(option.or(uri)),
    }
}

/// The beginning of the JSON object of a code, up to its value.
pub fn json_code(kind: Kind, code: &Secret, label: Option<&Label>) -> Secret {
    let mut json = Secret::with_capacity(256);
    json.extend(format!(r#"{{"kind":"{kind}","value":""#).as_bytes());
    json.extend(code.as_bytes());
    json.push(b'"');
    if let Some(Label { issuer, account }) = label {
        for (name, text) in [("issuer", issuer.as_deref()), ("account", Some(account))] {
            if let Some(text) = text {
                json.extend(format!(r#","{name}":""#).as_bytes());
                crate::text::json::json_string(text, &mut json);
                json.push(b'"');
            }
        }
    }
    json
}

/// Appends a number to a JSON object.
pub fn json_number(name: &str, number: u64, json: &mut Secret) {
    json.extend(format!(r#","{name}":{number}"#).as_bytes());
}
