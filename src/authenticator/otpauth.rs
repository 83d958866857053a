//! `otpauth://` URIs, by which authenticator apps take over a secret.
//!
//! The format is Google Authenticator's "Key Uri Format", in the repository
//! google/google-authenticator; what it leaves open is RFC 3986.

use std::fmt;

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::authenticator::base32;
use crate::authenticator::oath::{self, Algorithm, Scheme};
use crate::message::hinted;
use crate::secret::Secret;

const SCHEME: &str = "otpauth://";

/// What a code is made of beside the key: the time, in steps of so many seconds, or a counter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    Period(u64),
    Counter(u64),
}

/// The type of a URI, which is the name of a command too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Totp,
    Hotp,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Hotp => "hotp",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whose codes these are, as an app shows it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Label {
    pub issuer: Option<String>,
    pub account: String,
}

impl Label {
    /// A part of a label that can be read back.
    ///
    /// # Errors
    /// It is empty, has a colon, which separates the parts, or has spaces around it or control
    /// characters.
    pub fn part(text: &str) -> Result<String> {
        ensure!(!text.is_empty(), "it must not be empty");
        ensure!(
            !text.contains(':'),
            "a colon separates issuer and account, so neither has one"
        );
        ensure!(
            !text.contains(char::is_control),
            "control characters cannot be shown"
        );
        ensure!(text.trim() == text, "there are spaces around it");
        Ok(text.to_owned())
    }
}

/// Appends the URI of `secret`, which is base32. All parameters are written, those with their
/// default too: apps differ in what they take for it.
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
    uri.extend(b"&algorithm=");
    uri.extend(scheme.algorithm.name().as_bytes());
    uri.extend(b"&digits=");
    uri.push_decimal(scheme.digits.into());
    uri.extend(name.as_bytes());
    uri.push_decimal(number);
}

/// Appends `text` with all but the unreserved characters of RFC 3986, section 2.3, as `%` and two
/// digits. The `@` of an address may stand in a path and in a query (section 3.3), and is kept for
/// those who read the URI.
fn percent_encode(text: &str, uri: &mut Secret) {
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

/// A URI that was read. What it does not say is left open.
pub struct Uri {
    pub kind: Kind,
    pub label: Option<Label>,
    pub key: Secret,
    pub algorithm: Option<Algorithm>,
    pub digits: Option<u32>,
    pub period: Option<u64>,
    pub counter: Option<u64>,
}

/// Whether `text` is meant to be a URI rather than base32, which has no colon.
pub fn is_uri(text: &[u8]) -> bool {
    text.contains(&b':')
}

impl Uri {
    /// Reads a URI. Parameters that say nothing about the code, such as `image`, are left aside.
    ///
    /// # Errors
    /// No URI of this format, a parameter that is given twice or out of range, or one that asks for
    /// codes of another kind. Messages never show text that could be the secret.
    pub fn read(text: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(text)
            .ok()
            .context("the URI is not text in UTF-8")?;
        if starts_with(text, "otpauth-migration:") {
            return Err(hinted(
                "an otpauth-migration URI holds several accounts in a format of Google Authenticator's own",
                "take the secret from the service, or the URI of one account",
            ));
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
        let mut uri = Self {
            kind: match kind.to_ascii_lowercase().as_str() {
                "totp" => Kind::Totp,
                "hotp" => Kind::Hotp,
                _ => bail!("the type of an otpauth URI is totp or hotp, and this is neither"),
            },
            label: None,
            key: Secret::with_capacity(0),
            algorithm: None,
            digits: None,
            period: None,
            counter: None,
        };
        let mut issuer = None;
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            uri.set(&name.to_ascii_lowercase(), value, &mut issuer)?;
        }
        ensure!(uri.key.len() > 0, "the otpauth URI has no secret");
        uri.label = read_label(label, issuer)?;
        Ok(uri)
    }

    fn set(&mut self, name: &str, value: &str, issuer: &mut Option<String>) -> Result<()> {
        match name {
            "secret" => {
                ensure!(self.key.len() == 0, "the otpauth URI has secret twice");
                self.key = base32::read(percent_decode(value, false)?.as_bytes())?;
            }
            "issuer" => once(issuer, name, text(value, true)?)?,
            "algorithm" => {
                let algorithm = Algorithm::named(&text(value, false)?).context(
                    "the algorithm of the otpauth URI is not one of SHA1, SHA256 and SHA512",
                )?;
                once(&mut self.algorithm, name, algorithm)?;
            }
            "digits" => once(&mut self.digits, name, number(name, value, oath::digits)?)?,
            "period" => once(&mut self.period, name, number(name, value, oath::period)?)?,
            "counter" => once(&mut self.counter, name, number(name, value, oath::counter)?)?,
            "encoder" => bail!(
                "the otpauth URI asks for an encoder of its own, and only codes of decimal digits are made"
            ),
            _ => {}
        }
        Ok(())
    }
}

/// What `read` makes of a number in a URI.
fn number<T>(name: &str, value: &str, read: fn(&str) -> Result<T>) -> Result<T> {
    read(value).with_context(|| format!("the {name} of the otpauth URI cannot be used"))
}

fn once<T>(place: &mut Option<T>, name: &str, value: T) -> Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(anyhow!("the otpauth URI has {name} twice")),
    }
}

/// The label of a URI: an account, with the issuer before a colon or in a parameter, which is
/// the newer place.
fn read_label(label: &str, issuer: Option<String>) -> Result<Option<Label>> {
    let label = text(label, false)?;
    let (prefix, account) = match label.split_once(':') {
        Some((prefix, account)) => (Some(prefix.to_owned()), account.trim_start()),
        None => (None, label.as_str()),
    };
    let issuer = issuer.or(prefix).filter(|issuer| !issuer.is_empty());
    Ok((!account.is_empty() || issuer.is_some()).then(|| Label {
        issuer,
        account: account.to_owned(),
    }))
}

fn text(value: &str, plus_is_space: bool) -> Result<String> {
    let decoded = percent_decode(value, plus_is_space)?;
    let text = std::str::from_utf8(decoded.as_bytes()).ok();
    Ok(text
        .context("a percent-encoded part of the otpauth URI is not text in UTF-8")?
        .to_owned())
}

/// Reads `%` and two digits as the byte they stand for and, in the forms of HTML, `+` as a space.
fn percent_decode(value: &str, plus_is_space: bool) -> Result<Secret> {
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

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHA1_6: Scheme = Scheme {
        algorithm: Algorithm::Sha1,
        digits: 6,
    };

    fn written(label: &Label, scheme: Scheme, factor: Factor) -> String {
        let mut uri = Secret::with_capacity(0);
        write(label, b"JBSWY3DPEHPK3PXP", scheme, factor, &mut uri);
        String::from_utf8(uri.as_bytes().to_vec()).unwrap()
    }

    fn label(issuer: &str, account: &str) -> Label {
        Label {
            issuer: (!issuer.is_empty()).then(|| issuer.to_owned()),
            account: account.to_owned(),
        }
    }

    fn read(text: &str) -> Uri {
        Uri::read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error:#}"))
    }

    #[test]
    fn parts_are_percent_encoded() {
        for (part, encoded) in [
            ("alice@example.com", "alice@example.com"),
            ("Big Corp", "Big%20Corp"),
            ("50%", "50%25"),
            ("a&b=c?d#e/f+g", "a%26b%3Dc%3Fd%23e%2Ff%2Bg"),
            ("A-Za-z0-9-._~", "A-Za-z0-9-._~"),
            ("Müller €", "M%C3%BCller%20%E2%82%AC"),
            ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
            ("!$'()*,;[]", "%21%24%27%28%29%2A%2C%3B%5B%5D"),
        ] {
            assert_eq!(
                written(&label(part, part), SHA1_6, Factor::Period(30)),
                format!(
                    "otpauth://totp/{encoded}:{encoded}?secret=JBSWY3DPEHPK3PXP&issuer={encoded}&algorithm=SHA1&digits=6&period=30"
                )
            );
        }
        assert_eq!(
            written(&label("", "bob"), SHA1_6, Factor::Counter(7)),
            "otpauth://hotp/bob?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&counter=7"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let printable: String = (' '..='~').filter(|&c| c != ':').collect();
        for (issuer, account) in [
            ("", "alice"),
            ("Acme & Söhne", "alice+test@example.com"),
            ("%3A", "100%25"),
            (printable.trim(), printable.trim()),
        ] {
            let label = label(issuer, account);
            for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
                for (digits, factor) in [
                    (6, Factor::Period(30)),
                    (8, Factor::Period(1)),
                    (10, Factor::Counter(0)),
                    (7, Factor::Counter(1 << 60)),
                ] {
                    let uri = read(&written(&label, Scheme { algorithm, digits }, factor));
                    assert_eq!(uri.label.as_ref(), Some(&label));
                    assert_eq!(uri.key.as_bytes(), b"Hello!\xde\xad\xbe\xef");
                    assert!(uri.algorithm == Some(algorithm) && uri.digits == Some(digits));
                    let (period, counter) = match factor {
                        Factor::Period(period) => (Some(period), None),
                        Factor::Counter(counter) => (None, Some(counter)),
                    };
                    assert_eq!((uri.period, uri.counter), (period, counter));
                }
            }
        }
    }

    #[test]
    fn reads_what_services_write() {
        for (text, issuer, account) in [
            // The format's own example.
            (
                "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
                "ACME Co",
                "john.doe@email.com",
            ),
            (
                "otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
                "Example",
                "alice@google.com",
            ),
            (
                "otpauth://totp/Provider1:Alice%20Smith?secret=JBSWY3DPEHPK3PXP",
                "Provider1",
                "Alice Smith",
            ),
            (
                "otpauth://totp/Big%20Corporation%3A%20alice%40bigco.com?secret=JBSWY3DPEHPK3PXP",
                "Big Corporation",
                "alice@bigco.com",
            ),
            (
                "otpauth://totp/alice?secret=jbsw%20y3dp%20ehpk%203pxp&issuer=Form+Encoded",
                "Form Encoded",
                "alice",
            ),
            (
                "OTPAUTH://TOTP/alice?Secret=JBSWY3DPEHPK3PXP&image=https%3A%2F%2Fa%2Fb.png",
                "",
                "alice",
            ),
            (
                "otpauth://totp/alice?issuer=&secret=JBSWY3DPEHPK3PXP&algorithm=sha-1",
                "",
                "alice",
            ),
            (
                "otpauth://totp/old:alice?issuer=new&secret=JBSWY3DPEHPK3PXP#fragment",
                "new",
                "alice",
            ),
            ("otpauth://totp/a:b:c?secret=JBSWY3DPEHPK3PXP", "a", "b:c"),
        ] {
            assert_eq!(read(text).label, Some(label(issuer, account)), "{text}");
        }
        let uri = read("otpauth://totp?secret=JBSWY3DPEHPK3PXP");
        assert!(uri.label.is_none() && uri.digits.is_none() && uri.kind == Kind::Totp);
        let uri = read("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=0&&");
        assert!(uri.counter == Some(0) && uri.kind == Kind::Hotp);
    }

    #[test]
    fn refuses_what_cannot_be_meant() {
        for (text, rule) in [
            (
                "https://example.com/?secret=JBSWY3DPEHPK3PXP",
                "neither base32",
            ),
            ("otpauth:totp/x?secret=JBSWY3DPEHPK3PXP", "neither base32"),
            ("otpauth-migration://offline?data=CjE", "several accounts"),
            ("otpauth://steam/x?secret=JBSWY3DPEHPK3PXP", "totp or hotp"),
            ("otpauth://totp/x", "no secret"),
            ("otpauth://totp/x?secret=", "the secret is empty"),
            ("otpauth://totp/x?secret=JBSWY3DPEHPK3PX1", "character 16"),
            (
                "otpauth://totp/x?secret=JBSWY3DP&secret=JBSWY3DP",
                "secret twice",
            ),
            (
                "otpauth://totp/x?secret=JBSWY3DP&digits=6&digits=6",
                "digits twice",
            ),
            (
                "otpauth://totp/x?secret=JBSWY3DP&digits=5",
                "6 to 10 digits",
            ),
            ("otpauth://totp/x?secret=JBSWY3DP&digits=six", "digits"),
            ("otpauth://totp/x?secret=JBSWY3DP&period=0", "period"),
            ("otpauth://hotp/x?secret=JBSWY3DP&counter=-1", "counter"),
            ("otpauth://totp/x?secret=JBSWY3DP&algorithm=MD5", "SHA256"),
            ("otpauth://totp/x?secret=JBSWY3DP&encoder=steam", "encoder"),
            (
                "otpauth://totp/%zz?secret=JBSWY3DP",
                "two hexadecimal digits",
            ),
            ("otpauth://totp/%e2%82?secret=JBSWY3DP", "UTF-8"),
            ("otpauth://totp/x?secret=%4", "two hexadecimal digits"),
        ] {
            let error = Uri::read(text.as_bytes())
                .err()
                .map(|error| format!("{error:#}"));
            let message = error.unwrap_or_default();
            assert!(message.contains(rule), "{text}: {message}");
            assert!(!message.contains("secret="), "{text}: {message}");
        }
    }

    #[test]
    fn parts_of_a_label_can_be_read_back() {
        assert!(Label::part("Acme Co").is_ok());
        for text in ["", ":", "a:b", " a", "a ", "a\tb", "a\u{9b}b"] {
            assert!(Label::part(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(
            parts in prop::collection::vec("[^:\\p{C}]{1,20}", 1..=2),
            key in prop::collection::vec(any::<u8>(), 1..70),
            which in 0..3_usize,
            digits in 6..=10_u32,
            period in 1..=86400_u64,
            counter in 0..=1_u64 << 60,
        ) {
            prop_assume!(parts.iter().all(|part| Label::part(part).is_ok()));
            let label = Label {
                account: parts[0].clone(),
                issuer: parts.get(1).cloned(),
            };
            let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][which];
            let mut secret = Secret::with_capacity(0);
            base32::write(&key, &mut secret);
            for (factor, kind, numbers) in [
                (Factor::Period(period), Kind::Totp, (Some(period), None)),
                (Factor::Counter(counter), Kind::Hotp, (None, Some(counter))),
            ] {
                let mut text = Secret::with_capacity(0);
                write(&label, secret.as_bytes(), Scheme { algorithm, digits }, factor, &mut text);
                prop_assert!(text.as_bytes().iter().all(u8::is_ascii_graphic));
                let uri = Uri::read(text.as_bytes()).unwrap();
                prop_assert_eq!(uri.label.as_ref(), Some(&label));
                prop_assert_eq!(uri.key.as_bytes(), &key[..]);
                prop_assert!(uri.kind == kind && uri.algorithm == Some(algorithm));
                prop_assert_eq!((uri.digits, (uri.period, uri.counter)), (Some(digits), numbers));
            }
        }

        #[test]
        fn what_is_refused_does_not_show_the_secret(
            secret in "[A-Z2-7]{16}",
            name in "secret|issuer|digits|period|counter|algorithm|encoder|image",
            value in "[%0-9A-Za-z&#=+é]{0,12}",
            label in "[%0-9A-Fa-f:/?&]{0,12}",
        ) {
            let text = format!("otpauth://totp/{label}?secret={secret}&{name}={value}");
            if let Err(error) = Uri::read(text.as_bytes()) {
                let message = format!("{error:#}");
                prop_assert!(!message.contains(&secret), "{}", message);
            }
        }
    }
}
