//! Fuzz targets for all parsers of input from users, files and services. The first byte chooses the target,
//! unless the variable TARGET names one.
//!
//! The targets use only items that are visible in the whole crate.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};

use crate::uniform::entropy::Entropy;
use crate::authenticator::account::{Account, Kind, Label};
use crate::authenticator::key_text::{self, KeyEncoding};
use crate::authenticator::{exports, import, migration, otpauth};
use crate::recipe::Carrier;
use crate::secret::Secret;
use crate::input::{source, time};
use crate::output::clipboard;
use crate::uniform::natural;
use crate::{cli, hash, message};

/// The targets with their names. The first byte 'a' (97) chooses the second target, and so on.
const TARGETS: [(&str, fn(&[u8])); 15] = [
    ("destinations", destinations),
    ("recipe", |data| recipe(data, &[])),
    ("pattern", |data| {
        recipe(data, &["pattern", "--max-length", "24"]);
    }),
    ("list", list),
    ("authenticator", authenticator),
    ("hash", |data| read(hash::Stored::parse(data))),
    ("values", values),
    ("dotenv", |data| fill(data, "dotenv")),
    ("json", |data| fill(data, "json")),
    ("yaml", |data| fill(data, "yaml")),
    ("toml", |data| fill(data, "toml")),
    ("text", |data| fill(data, "text")),
    ("migration", migration),
    ("exports", exports),
    ("accounts", accounts),
];

static WANTED: LazyLock<Option<usize>> = LazyLock::new(|| {
    let name = env::var("TARGET").ok()?;
    TARGETS.iter().position(|(target, _)| *target == name)
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((place, data)) = data.split_first() else {
        return Corpus::Reject;
    };
    let place = usize::from(*place) % TARGETS.len();
    if WANTED.is_some_and(|wanted| wanted != place) {
        return Corpus::Reject;
    }
    TARGETS[place].1(data);
    Corpus::Keep
});

/// Asserts that an error is one line.
fn refused(error: &anyhow::Error) {
    let line = message::printable(&format!("{error:#}"));
    assert!(
        !line.is_empty() && !line.contains(char::is_control),
        "{line:?}"
    );
}

/// Drops a result; an error must be one line.
fn read<T>(result: anyhow::Result<T>) {
    if let Err(error) = result {
        refused(&error);
    }
}

/// Reads a command line, a word on each line. An accepted command line must draw a value.
fn recipe(data: &[u8], before: &[&str]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let given = text.split('\n').map(str::to_owned);
    let words: Vec<String> = before
        .iter()
        .map(|&word| word.into())
        .chain(given)
        .collect();
    // Only files in this directory may be named.
    if words.iter().any(|word| word.contains('/')) {
        return;
    }
    match (cli::CATALOGUE.recipe)(&words, Carrier::Any) {
        Ok(mut recipe) => {
            let mut value = Secret::with_capacity(0);
            recipe.draw(&mut Entropy::os(), &mut value).unwrap();
            assert!(value.len() > 0 && recipe.space().size.bits() >= 0.0);
            let text = std::str::from_utf8(value.as_bytes()).unwrap();
            let form = recipe.form();
            let length = text.chars().count() as u64;
            assert!(form.least_length.is_none_or(|least| length >= least));
            assert!(form.hashed_bytes.is_none_or(|most| value.len() <= most));
        }
        Err(error) => refused(&error),
    }
}

/// Reads a list of words.
fn list(data: &[u8]) {
    fs::write("list", data).unwrap();
    recipe(b"list\n--words\n2", &["passphrase", "--list"]);
}

/// Reads a secret of an authenticator. A URI that is written of it must give the same account.
fn authenticator(data: &[u8]) {
    read(key_text::base32(data));
    read(key_text::hex(data));
    key_text::trimmed(data);
    match otpauth::read(data) {
        Ok(account) => same_again(&account),
        Err(error) => refused(&error),
    }
}

/// Asserts that the written URI of a usable account gives the same account.
fn same_again(account: &Account) {
    let Some(label) = account.label.as_ref().filter(|label| {
        let part = |text: &str| Label::part(text).is_ok();
        part(&label.account) && label.issuer.as_deref().is_none_or(part)
    }) else {
        return;
    };
    if let Err(error) = account.check() {
        return refused(&error);
    }
    let mut secret = Secret::with_capacity(0);
    key_text::write_base32(account.key.as_bytes(), &mut secret);
    let mut written = Secret::with_capacity(0);
    let (scheme, factor) = (account.scheme(), account.factor());
    otpauth::write(label, secret.as_bytes(), scheme, factor, &mut written);
    let again = otpauth::read(written.as_bytes()).unwrap();
    assert!(again.label.as_ref() == Some(label) && again.kind == account.kind);
    assert!(again.key.as_bytes() == account.key.as_bytes() && again.factor() == factor);
    assert!(again.scheme().algorithm == scheme.algorithm && again.scheme().style == scheme.style);
    assert!(again.scheme().digits == scheme.digits && again.other_issuer.is_none());
}

/// Reads an export of Google Authenticator. The accounts that can be written must be read back.
fn migration(data: &[u8]) {
    let mut uri = String::from("otpauth-migration://offline?data=");
    for byte in data_encoding::BASE64.encode(data).bytes() {
        match byte {
            b'+' => uri.push_str("%2B"),
            _ => uri.push(byte.into()),
        }
    }
    let part = match migration::read(&uri) {
        Ok(part) => part,
        Err(error) => return refused(&error),
    };
    for entry in part.entries {
        let account = match entry.account {
            Ok(account) => account,
            Err(error) => {
                refused(&error);
                continue;
            }
        };
        same_again(&account);
        let mut written = Secret::with_capacity(0);
        let accounts = [account];
        if migration::write(&accounts, 0, 1, &mut written).is_ok() {
            let text = std::str::from_utf8(written.as_bytes()).unwrap();
            let again = migration::read(text).unwrap().entries.remove(0);
            let again = again.account.unwrap();
            assert!(again.key.as_bytes() == accounts[0].key.as_bytes());
            assert!(again.factor() == accounts[0].factor());
        }
    }
}

/// Reads the JSON of another program.
fn exports(data: &[u8]) {
    match exports::read(data) {
        Ok(entries) => {
            for entry in entries {
                match entry.account {
                    Ok(account) => same_again(&account),
                    Err(error) => refused(&error),
                }
            }
        }
        Err(error) => refused(&error),
    }
}

/// Reads a whole source. The first line is the name of an account.
fn accounts(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let name = parts.next().and_then(|name| std::str::from_utf8(name).ok());
    let text = parts.next().unwrap_or_default();
    let encodings = [None, Some(KeyEncoding::Base32), Some(KeyEncoding::Hex), Some(KeyEncoding::Raw)];
    for encoding in encodings {
        for name in [None, name] {
            match import::read(text, encoding, Kind::Totp) {
                Ok(found) => read(found.choose(name, Kind::Totp)),
                Err(error) => refused(&error),
            }
        }
    }
}

/// Reads small values of options.
fn values(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    read(time::parse(text));
    read(clipboard::wait(text));
    read(source::Source::parse(text));
    match natural::Natural::parse(text) {
        // Writing a longer number in decimal would take too long.
        Ok(number) if number.bits() < 20_000 => {
            let again = natural::Natural::parse(&number.to_decimal()).unwrap();
            assert!(again == number);
        }
        Ok(_) => {}
        Err(error) => refused(&error),
    }
}

/// Fills a file. The template and the file are divided by a NUL byte. A second run must change nothing.
fn fill(data: &[u8], format: &str) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let template = parts.next().unwrap_or_default();
    // A recipe could name a file to read or to write.
    if template
        .windows(6)
        .any(|word| word == b"--list" || word == b"--file" || word == b"output")
    {
        return;
    }
    fs::write("template", template).unwrap();
    let _ = fs::remove_file("file");
    if let Some(file) = parts.next() {
        fs::write("file", file).unwrap();
    }
    let force: &[&str] = if format == "text" { &["--force"] } else { &[] };
    let line = [
        &["fill", "template", "--format", format, "--output", "file"],
        force,
    ]
    .concat();
    if !run(&line) || format == "text" {
        return;
    }
    let filled = fs::read("file").unwrap();
    assert!(run(&line), "a second run is refused");
    assert_eq!(
        fs::read("file").unwrap(),
        filled,
        "a second run changes the file"
    );
}

/// Fills a template for destinations that are not files.
fn destinations(data: &[u8]) {
    if data
        .windows(6)
        .any(|word| word == b"--list" || word == b"--file" || word == b"output")
    {
        return;
    }
    fs::write("template", data).unwrap();
    for place in ["json", "shell", "azure"] {
        run(&["fill", "template", "--to", place]);
    }
    run(&["fill", "template", "--to", "k8s", "--name", "app"]);
}

/// Runs a command line. Returns whether it succeeded.
fn run(words: &[&str]) -> bool {
    let line = std::iter::once("secrets").chain(words.iter().copied());
    match cli::run(line.map(OsString::from)) {
        Ok(status) => status == ExitCode::SUCCESS,
        Err(error) => {
            refused(&error);
            false
        }
    }
}
