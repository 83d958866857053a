//! `otpauth-migration://` URIs, with which Google Authenticator moves accounts to another phone.
//!
//! Their data is the base64 of a message in the wire format of Protocol Buffers. Google has not
//! published the definition of the message. This one is from qistoph/otp_export.

use anyhow::{Context, Result, anyhow, bail, ensure};
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, general_purpose};

use crate::authenticator::account::{Account, Entry, Factor, Kind};
use crate::authenticator::oath::{Algorithm, DEFAULT_PERIOD, Style};
use crate::authenticator::otpauth::{percent_decode, percent_encode, starts_with};
use crate::message::{counted, hinted};
use crate::secret::Secret;

const SCHEME: &str = "otpauth-migration:";

/// The most accounts in one QR code, as in Google Authenticator's exports.
pub const MAX_ACCOUNTS: usize = 10;

/// Whether `text` begins with the scheme of these URIs.
pub fn is_uri(text: &str) -> bool {
    starts_with(text, SCHEME)
}

/// One URI of an export. An export with many accounts has several.
pub struct Part {
    pub entries: Vec<Entry>,
    /// The id of the export, which all its parts have.
    pub id: u64,
    /// The number of parts of the export.
    pub size: u64,
    /// The index of this part, from 0.
    pub index: u64,
}

/// Reads a URI.
///
/// # Errors
/// The URI has no data, or its data is not the base64 of such a message. An unusable account is an
/// error in its `Entry` only.
pub fn read(uri: &str) -> Result<Part> {
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let data = query
        .split('&')
        .find_map(|parameter| parameter.strip_prefix("data="))
        .context("the otpauth-migration URI has no data")?;
    let message = decode(data)?;
    let mut part = Part {
        entries: Vec::new(),
        id: 0,
        size: 1,
        index: 0,
    };
    let mut fields = Fields(message.as_bytes());
    while let Some((field, value)) = fields.next()? {
        match (field, value) {
            (1, Value::Bytes(account)) => {
                let entry = read_account(account)?;
                part.entries.push(entry);
            }
            (3, Value::Number(number)) => part.size = number.max(1),
            (4, Value::Number(number)) => part.index = number,
            (5, Value::Number(number)) => part.id = number,
            _ => {}
        }
    }
    ensure!(
        !part.entries.is_empty(),
        "the otpauth-migration URI has no accounts"
    );
    Ok(part)
}

/// Reads base64 with or without padding, also of base64url and with spaces instead of `+`.
fn decode(data: &str) -> Result<Secret> {
    const LENIENT: GeneralPurposeConfig = general_purpose::PAD
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    let mut text = percent_decode(data, false)?;
    for byte in text.tail_mut(0) {
        match byte {
            b' ' | b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        }
    }
    let mut message = Secret::with_capacity(0);
    let room = message.grow(text.len());
    let decoded = engine.decode_slice(text.as_bytes(), room);
    let Ok(length) = decoded else {
        return Err(hinted(
            "the data of the otpauth-migration URI is not base64",
            "take the whole text of the QR code, as zbarimg -q --raw prints it",
        ));
    };
    message.truncate(length);
    Ok(message)
}

fn read_account(message: &[u8]) -> Result<Entry> {
    let mut account = Account::bare(Kind::Totp, Secret::with_capacity(0));
    let (mut label, mut issuer) = ("", None);
    let (mut algorithm, mut digits, mut kind) = (0, 0, 0);
    let mut fields = Fields(message);
    while let Some((field, value)) = fields.next()? {
        match (field, value) {
            (1, Value::Bytes(key)) => account.key = Secret::copy_of(key),
            (2, Value::Bytes(text)) => label = utf8(text)?,
            (3, Value::Bytes(text)) => issuer = Some(utf8(text)?.to_owned()),
            (4, Value::Number(number)) => algorithm = number,
            (5, Value::Number(number)) => digits = number,
            (6, Value::Number(number)) => kind = number,
            (7, Value::Number(number)) => account.counter = Some(number),
            _ => {}
        }
    }
    // Some programs write the issuer before the account too.
    let (prefix, label) = match label.split_once(':') {
        Some((prefix, label)) => (Some(prefix.to_owned()), label),
        None => (None, label),
    };
    account.name_by(issuer, prefix, label);
    let name = account.name();
    let usable = || {
        ensure!(account.key.len() > 0, "it has no secret");
        account.algorithm = match algorithm {
            0 => None,
            1 => Some(Algorithm::Sha1),
            2 => Some(Algorithm::Sha256),
            3 => Some(Algorithm::Sha512),
            4 => bail!("its algorithm is MD5"),
            other => bail!("its algorithm has the unknown number {other}"),
        };
        account.digits = match digits {
            0 => None,
            1 => Some(6),
            2 => Some(8),
            3 => Some(7),
            other => bail!("its digits have the unknown number {other}"),
        };
        match kind {
            1 => {
                account.kind = Kind::Hotp;
                // A counter of zero is not written.
                let counter = account.counter.unwrap_or(0);
                ensure!(counter <= MAX_COUNTER, "its counter is more than 2^60");
                account.counter = Some(counter);
            }
            0 | 2 => account.counter = None,
            other => bail!("its type has the unknown number {other}"),
        }
        Ok(account)
    };
    Ok(Entry {
        account: usable(),
        name,
    })
}

/// The greatest counter that options accept.
const MAX_COUNTER: u64 = 1 << 60;

fn utf8(text: &[u8]) -> Result<&str> {
    let text = std::str::from_utf8(text).ok();
    text.context("a name in the otpauth-migration URI is not text in UTF-8")
}

/// The value of a field. Numbers of fixed length are not needed here.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Fixed,
}

/// The rest of a message of Protocol Buffers.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Reads the number and the value of the next field.
    fn next(&mut self) -> Result<Option<(u64, Value<'a>)>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.bytes(8).map(|_| Value::Fixed)?,
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => self.bytes(4).map(|_| Value::Fixed)?,
            _ => return Err(broken()),
        };
        Ok(Some((tag >> 3, value)))
    }

    /// Reads a number in groups of seven bits, the lowest group first.
    fn varint(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(broken())
    }

    fn bytes(&mut self, length: u64) -> Result<&'a [u8]> {
        let length = usize::try_from(length).ok();
        let parts = length.and_then(|length| self.0.split_at_checked(length));
        let (bytes, rest) = parts.ok_or_else(broken)?;
        self.0 = rest;
        Ok(bytes)
    }
}

fn broken() -> anyhow::Error {
    anyhow!("the data of the otpauth-migration URI is cut off or is no export")
}

/// Appends the URI of part `index` of an export of `size` parts.
///
/// # Errors
/// Google Authenticator does not support one of the accounts.
pub fn write(accounts: &[Account], index: usize, size: usize, uri: &mut Secret) -> Result<()> {
    let mut message = Secret::with_capacity(1024);
    let mut fields = Secret::with_capacity(256);
    for account in accounts {
        fields.truncate(0);
        write_account(account, &mut fields)?;
        push_bytes(1, fields.as_bytes(), &mut message);
    }
    // The version, the number of parts, the index of this part and the id of the export.
    for (field, number) in [(2, 1), (3, size as u64), (4, index as u64), (5, 1)] {
        push_number(field, number, &mut message);
    }
    let length = base64::encoded_len(message.len(), true).unwrap_or(0);
    let mut text = Secret::with_capacity(length);
    let written = STANDARD.encode_slice(message.as_bytes(), text.grow(length));
    text.truncate(written.unwrap_or(0));
    uri.extend(SCHEME.as_bytes());
    uri.extend(b"//offline?data=");
    percent_encode(std::str::from_utf8(text.as_bytes())?, uri);
    Ok(())
}

fn write_account(account: &Account, fields: &mut Secret) -> Result<()> {
    let scheme = account.scheme();
    let refused = |what: &str| {
        hinted(
            format!(
                "Google Authenticator does not make the codes of {}: {what}",
                account.name()
            ),
            "leave out --migration for the URI of the account, which other apps read",
        )
    };
    if scheme.style == Style::Steam {
        return Err(refused("they are of Steam"));
    }
    let digits = match scheme.digits {
        6 => 1,
        8 => 2,
        other => return Err(refused(&counted(other.into(), "digit"))),
    };
    let algorithm = match scheme.algorithm {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
    };
    let (kind, counter) = match account.factor() {
        Factor::Counter(counter) => (1, counter),
        Factor::Period(DEFAULT_PERIOD) => (2, 0),
        Factor::Period(period) => return Err(refused(&format!("a period of {period} seconds"))),
    };
    push_bytes(1, account.key.as_bytes(), fields);
    if let Some(label) = &account.label {
        push_bytes(2, label.account.as_bytes(), fields);
        if let Some(issuer) = &label.issuer {
            push_bytes(3, issuer.as_bytes(), fields);
        }
    }
    for (field, number) in [(4, algorithm), (5, digits), (6, kind), (7, counter)] {
        push_number(field, number, fields);
    }
    Ok(())
}

/// Appends a field with a number. Zero is the default and is not written.
fn push_number(field: u8, number: u64, message: &mut Secret) {
    if number > 0 {
        message.push(field << 3);
        push_varint(number, message);
    }
}

fn push_bytes(field: u8, bytes: &[u8], message: &mut Secret) {
    message.push(field << 3 | 2);
    push_varint(bytes.len() as u64, message);
    message.extend(bytes);
}

fn push_varint(mut number: u64, message: &mut Secret) {
    while number >= 0x80 {
        message.push(number as u8 | 0x80);
        number >>= 7;
    }
    message.push(number as u8);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::authenticator::account::Label;

    fn accounts(uri: &str) -> Vec<Account> {
        let part = read(uri).unwrap_or_else(|error| panic!("{error:#}"));
        let entries = part.entries.into_iter();
        entries.map(|entry| entry.account.unwrap()).collect()
    }

    /// The vector of TestConvert in dim13/otpauth.
    #[test]
    fn reads_a_published_uri() {
        let uri = "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC";
        let part = read(uri).unwrap();
        assert_eq!((part.size, part.index), (1, 0));
        let account = &accounts(uri)[0];
        assert_eq!(account.name(), "Example:alice@google.com");
        assert_eq!(account.key.as_bytes(), b"Hello!\xde\xad\xbe\xef");
        assert!(account.kind == Kind::Totp && account.digits.is_none());
        assert!(account.other_issuer.is_none());
    }

    /// The vector in the README of johncallahan/otpauth_migration, where an issuer lacks its last
    /// letter.
    #[test]
    fn reads_an_export_of_two_accounts() {
        let uri = "otpauth-migration://offline?data=CkMKFD3GyqSCSm0oh2eyMx4gtDFmy4XZEhxBQ01FIENvOmpvaG4uZG9lQGV4YW1wbGUuY29tGgdBQ01FIENvIAEoATACCjUKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgACjn4Pv4Ag==";
        let found = accounts(uri);
        let names: Vec<_> = found.iter().map(Account::name).collect();
        assert_eq!(
            names,
            ["ACME Co:john.doe@example.com", "Example:alice@google.com"]
        );
        assert!(found.iter().all(|account| account.digits == Some(6)));
    }

    fn message(fields: &[(u8, u64)]) -> String {
        let mut account = Secret::with_capacity(0);
        push_bytes(1, b"12345678901234567890", &mut account);
        for (field, number) in fields {
            push_number(*field, *number, &mut account);
        }
        let mut message = Secret::with_capacity(0);
        push_bytes(1, account.as_bytes(), &mut message);
        let text = STANDARD.encode(message.as_bytes());
        format!(
            "otpauth-migration://offline?data={}",
            text.replace('+', "%2B")
        )
    }

    #[test]
    fn unusable_accounts_have_a_reason() {
        for (fields, reason) in [
            (&[(4, 4)][..], "MD5"),
            (&[(4, 9)], "unknown number 9"),
            (&[(5, 7)], "unknown number 7"),
            (&[(6, 3)], "unknown number 3"),
            (&[(6, 1), (7, u64::MAX)], "more than 2^60"),
        ] {
            let entry = read(&message(fields)).unwrap().entries.remove(0);
            let error = entry.account.err().unwrap().to_string();
            assert!(error.contains(reason), "{error}");
        }
        let account = &accounts(&message(&[(4, 3), (5, 2), (6, 1)]))[0];
        assert!(account.kind == Kind::Hotp && account.counter == Some(0));
        assert!(account.algorithm == Some(Algorithm::Sha512) && account.digits == Some(8));
    }

    #[test]
    fn refuses_invalid_exports() {
        for (data, rule) in [
            ("", "no data"),
            ("?data=", "no accounts"),
            ("?data=%%%", "two hexadecimal digits"),
            ("?data=!", "not base64"),
            ("?data=CjE", "cut off"),
            ("?data=CjEK", "cut off"),
            ("?data=/////////////w==", "cut off"),
            ("?data=EAE=", "no accounts"),
        ] {
            let error = read(&format!("otpauth-migration://offline{data}")).err();
            let error = error.unwrap().to_string();
            assert!(error.contains(rule), "{data}: {error}");
        }
    }

    #[test]
    fn accounts_that_google_authenticator_does_not_support_are_refused() {
        for (uri, rule) in [
            ("otpauth://totp/x?secret=GEZDGNBV&digits=7", "7 digits"),
            ("otpauth://totp/x?secret=GEZDGNBV&period=60", "60 seconds"),
            ("otpauth://steam/x?secret=GEZDGNBV", "Steam"),
        ] {
            let account = crate::authenticator::otpauth::read(uri.as_bytes()).unwrap();
            let error = write(&[account], 0, 1, &mut Secret::with_capacity(0));
            assert!(error.err().unwrap().to_string().contains(rule), "{uri}");
        }
    }

    proptest! {
        #[test]
        fn written_exports_are_read_back(
            keys in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..70), 1..12),
            issuer in "[^:\\p{C}]{0,20}",
            name in "[^:\\p{C}]{1,20}",
            eight: bool,
            algorithm in 0..3_usize,
            counter in prop::option::of(0..=1_u64 << 60),
            parts in 1..4_usize,
        ) {
            let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][algorithm];
            let label = Label { issuer: Some(issuer).filter(|issuer| !issuer.is_empty()), account: name };
            prop_assume!(label.account.trim_start() == label.account);
            let written: Vec<_> = keys.iter().map(|key| {
                let mut secret = Secret::with_capacity(0);
                secret.extend(key);
                let kind = if counter.is_some() { Kind::Hotp } else { Kind::Totp };
                let mut account = Account::bare(kind, secret);
                account.label = Some(label.clone());
                account.digits = Some(if eight { 8 } else { 6 });
                (account.algorithm, account.counter) = (Some(algorithm), counter);
                account
            }).collect();
            let mut uri = Secret::with_capacity(0);
            write(&written, parts - 1, parts, &mut uri).unwrap();
            let uri = std::str::from_utf8(uri.as_bytes()).unwrap();
            let part = read(uri).unwrap();
            prop_assert_eq!((part.size, part.index), (parts as u64, parts as u64 - 1));
            let found = accounts(uri);
            prop_assert_eq!(found.len(), written.len());
            for (one, other) in written.iter().zip(&found) {
                prop_assert_eq!(one.key.as_bytes(), other.key.as_bytes());
                prop_assert!(one.label == other.label && one.kind == other.kind);
                prop_assert!(one.algorithm == other.algorithm && one.digits == other.digits);
                prop_assert_eq!(one.counter, other.counter);
            }
        }
    }
}
