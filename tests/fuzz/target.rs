//! What users, files and services bring, to all that reads it. The first byte says where to.
//! TARGET in the environment is the name of the one place that is wanted.
//!
//! Reached here is what the whole crate can name: command lines, and through them the rooms.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};

use crate::uniform::entropy::Entropy;
use crate::authenticator::oath::{Algorithm, Scheme};
use crate::authenticator::otpauth::{Factor, Label, Uri};
use crate::recipe::Carrier;
use crate::secret::Secret;
use crate::authenticator::{base32, otpauth};
use crate::input::{source, time};
use crate::output::clipboard;
use crate::uniform::natural;
use crate::{cli, hash, message};

/// The places and their names. 'a', which is 97, is the second, and so on.
const TARGETS: [(&str, fn(&[u8])); 12] = [
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

/// What a user is told is one line, whatever was brought.
fn refused(error: &anyhow::Error) {
    let line = message::printable(&format!("{error:#}"));
    assert!(
        !line.is_empty() && !line.contains(char::is_control),
        "{line:?}"
    );
}

/// What is read or refused, and no more is known about.
fn read<T>(result: anyhow::Result<T>) {
    if let Err(error) = result {
        refused(&error);
    }
}

/// A command line, a word on each line. One that is accepted draws a value of what it states.
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
    // No file but those here.
    if words.iter().any(|word| word.contains('/')) {
        return;
    }
    match (cli::CATALOGUE.recipe)(&words, Carrier::Any) {
        Ok(mut recipe) => {
            let mut value = Secret::with_capacity(0);
            recipe.draw(&mut Entropy::os(), &mut value).unwrap();
            assert!(value.len() > 0 && recipe.space().size.bits() >= 0.0);
            let text = std::str::from_utf8(value.as_bytes()).unwrap();
            assert!(
                recipe
                    .least_length()
                    .is_none_or(|least| text.chars().count() as u64 >= least)
            );
            assert!(recipe.longest().is_none_or(|most| value.len() <= most));
        }
        Err(error) => refused(&error),
    }
}

/// A list of words.
fn list(data: &[u8]) {
    fs::write("list", data).unwrap();
    recipe(b"list\n--words\n2", &["passphrase", "--list"]);
}

/// A secret of an authenticator. What is read of a URI comes back from the one that is written of it.
fn authenticator(data: &[u8]) {
    read(base32::read(data));
    let uri = match Uri::read(data) {
        Ok(uri) => uri,
        Err(error) => return refused(&error),
    };
    let Some(label) = uri.label.filter(|label| {
        let part = |text: &str| Label::part(text).is_ok();
        part(&label.account) && label.issuer.as_deref().is_none_or(part)
    }) else {
        return;
    };
    let scheme = Scheme {
        algorithm: uri.algorithm.unwrap_or(Algorithm::Sha1),
        digits: uri.digits.unwrap_or(6),
    };
    let mut secret = Secret::with_capacity(0);
    base32::write(uri.key.as_bytes(), &mut secret);
    let mut written = Secret::with_capacity(0);
    let factor = Factor::Period(uri.period.unwrap_or(30));
    otpauth::write(&label, secret.as_bytes(), scheme, factor, &mut written);
    let again = Uri::read(written.as_bytes()).unwrap();
    assert!(again.label == Some(label) && again.key.as_bytes() == uri.key.as_bytes());
    assert!(again.algorithm == Some(scheme.algorithm) && again.digits == Some(scheme.digits));
}

/// Small values of options.
fn values(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    read(time::parse(text));
    read(clipboard::wait(text));
    read(source::Source::parse(text));
    match natural::Natural::parse(text) {
        // Writing a longer one in decimal takes its time.
        Ok(number) if number.bits() < 20_000 => {
            let again = natural::Natural::parse(&number.to_decimal()).unwrap();
            assert!(again == number);
        }
        Ok(_) => {}
        Err(error) => refused(&error),
    }
}

/// A template, and after a NUL byte the file that is filled by it. A second run changes nothing.
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

/// A template for other places than a file.
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

/// Whether the command line does what it says.
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
