//! `otpauth://` URIs, which authenticator apps import.
//!
//! The format is Google Authenticator's "Key Uri Format" in the repository
//! google/google-authenticator, and RFC 3986 where the format is silent.

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::authenticator::account::{Account, Factor, Kind, Label};
use crate::authenticator::key_text;
use crate::authenticator::oath::{self, Algorithm, Scheme, Style};
use crate::message::hinted;
use crate::secret::Secret;

const SCHEME: &str = "otpauth://";

/// The scheme of a URI that has only the key of a Steam account.
const STEAM: &str = "steam://";

/// Appends the URI of `secret`, which is base32. Parameters with default values are written too,
/// because apps have different defaults.
pub fn write(label: &Label, secret: &[u8], scheme: Scheme, factor: Factor, uri: &mut Secret) {
    let (kind, name, number) = match factor {
        Factor::Period(period) => (Kind::Totp, "&period=", period),
        Factor::Counter(counter) => (Kind::Hotp, "&counter=", counter),
    };
    uri.extend(SCHEME.as_bytes());
    uri.extend(kind.name().as_bytes());
    uri.push(b'/');
    if let Some(issuer) = &label.issuer {
        percent_encode(issuer, uri);
        uri.push(b':');
    }
    percent_encode(&label.account, uri);
    uri.extend(b"?secret=");
    uri.extend(secret);
    if let Some(issuer) = &label.issuer {
        uri.extend(b"&issuer=");
        percent_encode(issuer, uri);
    }
    if scheme.style == Style::Steam {
        uri.extend(b"&encoder=steam");
    }
    uri.extend(b"&algorithm=");
    uri.extend(scheme.algorithm.name().as_bytes());
    uri.extend(b"&digits=");
    uri.push_decimal(scheme.digits.into());
    uri.extend(name.as_bytes());
    uri.push_decimal(number);
}

/// Appends `text` in percent-encoding. The unreserved characters of RFC 3986, section 2.3, are kept,
/// and so is `@`, which is allowed in a path and a query (section 3.3) and keeps addresses readable.
pub fn percent_encode(text: &str, uri: &mut Secret) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                uri.push(byte);
            }
            _ => {
                let digit = |half: u8| b"0123456789ABCDEF"[usize::from(half)];
                uri.extend(&[b'%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

/// Reads a URI. Parameters that do not affect the code, such as `image`, are ignored.
///
/// # Errors
/// `text` is no URI of this format, or a parameter is given twice, is out of range or is not
/// supported. Messages never show text that could be the secret.
pub fn read(text: &[u8]) -> Result<Account> {
    let text = std::str::from_utf8(text)
        .ok()
        .context("the URI is not text in UTF-8")?;
    if starts_with(text, STEAM) {
        return read_steam(&text[STEAM.len()..]);
    }
    if !starts_with(text, SCHEME) {
        return Err(hinted(
            "the secret is neither base32 nor an otpauth URI",
            "it looks like JBSWY3DPEHPK3PXP, or like otpauth://totp/account?secret=JBSWY3DPEHPK3PXP",
        ));
    }
    let rest = text[SCHEME.len()..].split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    let (kind, style) = match kind.to_ascii_lowercase().as_str() {
        "totp" => (Kind::Totp, None),
        "hotp" => (Kind::Hotp, None),
        // Aegis writes this type.
        "steam" => (Kind::Totp, Some(Style::Steam)),
        _ => bail!("the type of an otpauth URI is totp or hotp, and this is neither"),
    };
    let mut account = Account::bare(kind, Secret::with_capacity(0));
    account.style = style;
    let mut issuer = None;
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        set(&mut account, &name.to_ascii_lowercase(), value, &mut issuer)?;
    }
    ensure!(account.key.len() > 0, "the otpauth URI has no secret");
    let (prefix, name) = label_parts(label)?;
    account.name_by(issuer, prefix, &name);
    Ok(account)
}

fn read_steam(secret: &str) -> Result<Account> {
    let secret = percent_decode(secret, false)?;
    let key = key_text::base32(secret.as_bytes())?;
    let mut account = Account::bare(Kind::Totp, key);
    account.style = Some(Style::Steam);
    account.label = Label::of(Some("Steam".to_owned()), None, "");
    Ok(account)
}

/// The issuer, if there is one, and the account of a label. A colon separates them. A percent-encoded
/// colon separates them only if there is no other colon.
fn label_parts(label: &str) -> Result<(Option<String>, String)> {
    if let Some((issuer, account)) = label.split_once(':') {
        return Ok((
            Some(decoded_text(issuer, false)?),
            decoded_text(account, false)?,
        ));
    }
    let label = decoded_text(label, false)?;
    Ok(match label.split_once(':') {
        Some((issuer, account)) => (Some(issuer.to_owned()), account.to_owned()),
        None => (None, label),
    })
}

/// Sets the parameter `name` in `account`, or in `issuer`.
fn set(account: &mut Account, name: &str, value: &str, issuer: &mut Option<String>) -> Result<()> {
    match name {
        "secret" => {
            ensure!(account.key.len() == 0, "the otpauth URI has secret twice");
            account.key = key_text::base32(percent_decode(value, false)?.as_bytes())?;
        }
        "issuer" => once(issuer, name, decoded_text(value, true)?)?,
        "algorithm" => {
            let algorithm = Algorithm::named(&decoded_text(value, false)?).context(
                "the algorithm of the otpauth URI is not one of SHA1, SHA256 and SHA512",
            )?;
            once(&mut account.algorithm, name, algorithm)?;
        }
        "digits" => once(
            &mut account.digits,
            name,
            number(name, value, oath::length)?,
        )?,
        "period" => once(
            &mut account.period,
            name,
            number(name, value, oath::period)?,
        )?,
        "counter" => once(
            &mut account.counter,
            name,
            number(name, value, oath::counter)?,
        )?,
        "encoder" => {
            ensure!(
                value.eq_ignore_ascii_case("steam"),
                "the otpauth URI asks for an encoder of its own, and only codes of decimal digits and of Steam are made"
            );
            account.style = Some(Style::Steam);
        }
        _ => {}
    }
    Ok(())
}

/// Reads a number of a URI with `read`.
fn number<T>(name: &str, value: &str, read: fn(&str) -> Result<T>) -> Result<T> {
    read(value).with_context(|| format!("the {name} of the otpauth URI cannot be used"))
}

fn once<T>(parameter: &mut Option<T>, name: &str, value: T) -> Result<()> {
    match parameter.replace(value) {
        None => Ok(()),
        Some(_) => Err(anyhow!("the otpauth URI has {name} twice")),
    }
}

fn decoded_text(value: &str, plus_is_space: bool) -> Result<String> {
    let decoded = percent_decode(value, plus_is_space)?;
    let text = std::str::from_utf8(decoded.as_bytes()).ok();
    Ok(text
        .context("a percent-encoded part of the otpauth URI is not text in UTF-8")?
        .to_owned())
}

/// Decodes percent-encoding and, with `plus_is_space`, `+` as a space, as in HTML forms.
pub fn percent_decode(value: &str, plus_is_space: bool) -> Result<Secret> {
    let mut decoded = Secret::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(|digit| (digit as char).to_digit(16));
                let (Some(high), Some(low)) = (digit(), digit()) else {
                    bail!("a % of the otpauth URI is not followed by two hexadecimal digits");
                };
                decoded.push((16 * high + low) as u8);
            }
            b'+' if plus_is_space => decoded.push(b' '),
            _ => decoded.push(byte),
        }
    }
    Ok(decoded)
}

/// Whether `text` begins with `start`, in upper or lower case.
pub fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests;
