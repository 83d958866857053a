//! Reads the accounts of a source in all supported forms.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, ensure};
use subtle::ConstantTimeEq;

use crate::authenticator::account::{Account, Entry, Kind};
use crate::authenticator::key_text::{self, KeyEncoding, could_be_hex, trimmed};
use crate::authenticator::{exports, migration, otpauth};
use crate::message::{counted, hinted};

/// The longest text of a key without a URI, in bytes.
const MAX_KEY: usize = 4096;

/// The most names in a message.
const MAX_NAMES: usize = 10;

/// The accounts of a source.
pub struct Found {
    pub entries: Vec<Entry>,
    /// A warning for the user, for example that a part of an export is missing.
    pub warning: Option<String>,
    /// Whether a part of an export is missing.
    is_partial: bool,
}

/// Reads the accounts of a source.
///
/// The source is a key of `kind` in `encoding`, URIs on separate lines, or the export of a program.
/// Beside URIs, lines without a URI are ignored, such as the password in a file of pass.
///
/// # Errors
/// There is no account, or the only account can't be used.
pub fn read(text: &[u8], encoding: Option<KeyEncoding>, kind: Kind) -> Result<Found> {
    if let Some(encoding) = encoding {
        return read_key(text, encoding, kind);
    }
    let text = trimmed(text);
    let mut found = if text.starts_with(b"{") || text.starts_with(b"[") {
        Found::whole(exports::read(text)?)
    } else {
        read_lines(text)?
    };
    match &mut found.entries[..] {
        [] => {
            let text_is_key = !text.contains(&b':') && text.len() <= MAX_KEY;
            ensure!(text_is_key, neither());
            let key = key_text::base32(text)?;
            let mut found = Found::whole(vec![Entry::of(Account::bare(kind, key))]);
            found.warning = could_be_hex(text).then(|| {
                "warning: the secret could be base32 or hex, and is read as base32; --secret-encoding says which".to_owned()
            });
            Ok(found)
        }
        [only] if only.account.is_err() => Err(found
            .entries
            .remove(0)
            .account
            .err()
            .unwrap_or_else(neither)),
        _ => Ok(found),
    }
}

fn neither() -> anyhow::Error {
    hinted(
        "the secret is neither base32 nor an otpauth URI",
        "it looks like JBSWY3DPEHPK3PXP, or like otpauth://totp/account?secret=JBSWY3DPEHPK3PXP",
    )
}

/// Reads a key whose encoding the user has given.
fn read_key(text: &[u8], encoding: KeyEncoding, kind: Kind) -> Result<Found> {
    if encoding != KeyEncoding::Raw {
        ensure!(
            text.len() <= MAX_KEY,
            "the secret is longer than {MAX_KEY} bytes"
        );
        if text
            .split(|byte| *byte == b'\n')
            .any(|line| uri(line).is_some())
        {
            return Err(hinted(
                "--secret-encoding has no effect on an otpauth URI, which says how its secret is written",
                "leave out --secret-encoding",
            ));
        }
    }
    let account = Account::bare(kind, encoding.read(text)?);
    let mut found = Found::whole(vec![Entry::of(account)]);
    let is_line = |text: &[u8]| text.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if encoding == KeyEncoding::Raw && text.strip_suffix(b"\n").is_some_and(is_line) {
        found.warning = Some(
            "warning: the secret ends in a newline, which --secret-encoding raw takes as part of it".to_owned(),
        );
    }
    Ok(found)
}

/// Reads the URI of each line that has one.
fn read_lines(text: &[u8]) -> Result<Found> {
    let mut entries = Vec::new();
    let mut exports = Exports::default();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    for (number, line) in lines.iter().enumerate() {
        let Some(uri) = uri(line) else { continue };
        match std::str::from_utf8(uri) {
            Ok(uri) if migration::is_uri(uri) => {
                let part = migration::read(uri)?;
                if exports.is_new(&part) {
                    entries.extend(part.entries);
                }
            }
            _ => {
                let account = otpauth::read(uri);
                let name = account
                    .as_ref()
                    .map_or_else(|_| format!("line {}", number + 1), Account::name);
                entries.push(Entry { name, account });
            }
        }
    }
    if let (
        [secret, _],
        [
            Entry {
                account: Ok(account),
                ..
            },
        ],
    ) = (&lines[..], &entries[..])
    {
        check_same_key(secret, account)?;
    }
    let warning = exports.missing();
    Ok(Found {
        entries,
        is_partial: warning.is_some(),
        warning,
    })
}

/// The URI in a line, from its scheme to the end of the line.
///
/// Only colons are searched for. A key has no colons, so the time does not depend on its letters.
fn uri(line: &[u8]) -> Option<&[u8]> {
    const SCHEMES: [(&[u8], usize); 3] = [
        (b"otpauth://", b"otpauth".len()),
        (b"otpauth-migration:", b"otpauth-migration".len()),
        (b"steam://", b"steam".len()),
    ];
    let begins_before = |colon: usize| {
        SCHEMES.iter().find_map(|(scheme, name)| {
            let start = colon.checked_sub(*name)?;
            let found = line.get(start..start + scheme.len())?;
            let is_word = start > 0 && line[start - 1].is_ascii_alphanumeric();
            (!is_word && found.eq_ignore_ascii_case(scheme)).then_some(start)
        })
    };
    let colons = (0..line.len()).filter(|at| line[*at] == b':');
    let start = colons.into_iter().find_map(begins_before)?;
    Some(trimmed(&line[start..]))
}

/// Checks that a secret and the URI below it have the same key, as in the output of 'totp new
/// --account'. A shorter first line is not checked: it may be the password in a file of pass.
fn check_same_key(secret: &[u8], account: &Account) -> Result<()> {
    /// The length of 128 bits in base32.
    const MIN_LENGTH: usize = 26;
    let secret = trimmed(secret);
    let is_secret = secret.len() >= MIN_LENGTH
        && secret
            .iter()
            .all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    let differs =
        |key: crate::secret::Secret| !bool::from(key.as_bytes().ct_eq(account.key.as_bytes()));
    if is_secret && key_text::base32(secret).is_ok_and(differs) {
        return Err(anyhow!(
            "the secret and the otpauth URI below it are of different keys"
        ));
    }
    Ok(())
}

/// The exports of Google Authenticator in a source: for each id its size and the indices of its parts.
#[derive(Default)]
struct Exports(BTreeMap<u64, (u64, Vec<u64>)>);

impl Exports {
    /// Remembers a part. Returns whether it is new.
    fn is_new(&mut self, part: &migration::Part) -> bool {
        let (_, parts) = self.0.entry(part.id).or_insert((part.size, Vec::new()));
        let is_new = !parts.contains(&part.index);
        parts.push(part.index);
        is_new
    }

    /// A warning if a part is missing.
    fn missing(&self) -> Option<String> {
        self.0.values().find_map(|(size, parts)| {
            let index = (0..*size).find(|index| !parts.contains(index))?;
            Some(format!(
                "warning: QR code {} of the {size} of the export is missing, and so are its accounts",
                index + 1
            ))
        })
    }
}

impl Found {
    fn whole(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            warning: None,
            is_partial: false,
        }
    }

    /// The account with this `name`, or the only account of `kind` if there is no name.
    ///
    /// # Errors
    /// There is no such account, there are several, or it can't be used.
    pub fn choose(mut self, name: Option<&str>, kind: Kind) -> Result<Account> {
        let is_kind = |entry: &&Entry| {
            entry
                .account
                .as_ref()
                .is_ok_and(|account| account.kind == kind)
        };
        let index = match name {
            Some(name) => self.index_of(name, Some(kind))?,
            None if self.entries.len() == 1 && !self.is_partial => 0,
            None => {
                let usable =
                    !self.is_partial && self.entries.iter().all(|entry| entry.account.is_ok());
                let mut indices =
                    (0..self.entries.len()).filter(|index| is_kind(&&self.entries[*index]));
                match (indices.next(), indices.next()) {
                    (Some(index), None) if usable => index,
                    _ => return Err(self.several()),
                }
            }
        };
        let entry = self.entries.swap_remove(index);
        let account = entry
            .account
            .with_context(|| format!("the account {} cannot be used", entry.name))?;
        if account.kind != kind {
            return Err(hinted(
                format!("the account is for {}, not for {kind}", account.kind),
                format!("the same options of secrets {} are for it", account.kind),
            ));
        }
        Ok(account)
    }

    /// The index of the entry with this `name`: an account, an issuer, both as issuer:account, or a
    /// number from 1. If several have the name, the only one of `kind`.
    ///
    /// # Errors
    /// There is no such entry, or there are several.
    fn index_of(&self, name: &str, kind: Option<Kind>) -> Result<usize> {
        if let [
            Entry {
                account: Ok(Account { label: None, .. }),
                ..
            },
        ] = &self.entries[..]
        {
            return Err(hinted(
                format!("--account {name} has no effect: the secret is alone and has no name"),
                "leave out --account",
            ));
        }
        let all: Vec<usize> = (0..self.entries.len())
            .filter(|index| self.entries[*index].is_named(name))
            .collect();
        let is_kind = |index: &usize| {
            let account = self.entries[*index].account.as_ref();
            account.is_ok_and(|account| kind.is_none_or(|kind| account.kind == kind))
        };
        let of_kind: Vec<usize> = all.iter().copied().filter(is_kind).collect();
        match (&all[..], &of_kind[..]) {
            ([], _) => {
                let number = name
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| number.checked_sub(1));
                number
                    .filter(|index| *index < self.entries.len())
                    .ok_or_else(|| self.unknown(name))
            }
            ([index], _) | (_, [index]) => Ok(*index),
            _ => Err(hinted(
                format!(
                    "{name} is the name of {} accounts: {}",
                    all.len(),
                    self.names(&all)
                ),
                "give --account ISSUER:ACCOUNT, or the number that 'list' shows",
            )),
        }
    }

    /// Keeps only the entry with this `name`. Keeps all entries without a name.
    ///
    /// # Errors
    /// There is no such entry, or there are several.
    pub fn only(&mut self, name: Option<&str>) -> Result<()> {
        if let Some(name) = name {
            let index = self.index_of(name, None)?;
            self.entries.swap(0, index);
            self.entries.truncate(1);
        }
        Ok(())
    }

    fn unknown(&self, name: &str) -> anyhow::Error {
        let all: Vec<_> = (0..self.entries.len()).collect();
        let rest = if self.is_partial {
            ", and a QR code of the export is missing"
        } else {
            ""
        };
        hinted(
            format!(
                "no account is called {name}: there are {}{rest}",
                self.names(&all)
            ),
            "for the accounts of a source: secrets totp list --secret SOURCE",
        )
    }

    fn several(&self) -> anyhow::Error {
        let all: Vec<_> = (0..self.entries.len()).collect();
        let count = counted(all.len() as u64, "account");
        let rest = if self.is_partial {
            " and is not the whole export"
        } else {
            ""
        };
        hinted(
            format!("the source has {count}{rest}: {}", self.names(&all)),
            "choose one with --account NAME",
        )
    }

    /// The names of the entries with these indices, for a message.
    fn names(&self, indices: &[usize]) -> String {
        let shown = indices.iter().take(MAX_NAMES);
        let mut names: Vec<String> = shown
            .map(|index| self.entries[*index].name.clone())
            .collect();
        if indices.len() > MAX_NAMES {
            names.push(format!("and {} more", indices.len() - MAX_NAMES));
        }
        names.join(", ")
    }
}

#[cfg(test)]
mod tests;
