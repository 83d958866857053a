//! Turns messages of clap into one line and a hint.

use std::ffi::OsString;

use anyhow::{Error, anyhow};
use clap::builder::StyledStr;
use clap::error::{ContextValue, ErrorKind};

use crate::message::{hinted, printable};

/// The error for the command line `args`.
pub fn parse_error(error: &clap::Error, args: &[OsString]) -> Error {
    match error.kind() {
        ErrorKind::InvalidUtf8 => invalid_utf8(args),
        ErrorKind::InvalidSubcommand => match args.get(1).and_then(|word| meant(word.to_str()?)) {
            Some(line) => {
                let word = printable(&args[1].to_string_lossy());
                hinted(format!("there is no command '{word}'"), line)
            }
            None => usage_error(error),
        },
        ErrorKind::UnknownArgument => match negative(args) {
            Some(number) => anyhow!("invalid value '{number}': it must not be negative"),
            None => usage_error(error),
        },
        _ => usage_error(error),
    }
}

/// Words that people try as commands, and the command line that does what they mean.
const MEANT: &[(&str, &str)] = &[
    ("uuid4 uuidgen guid uuidv4", "secrets uuid"),
    (
        "token tokens token_urlsafe url url-safe generate gen new make key keys secret genkey keygen jwt session id ids",
        "secrets urlsafe",
    ),
    ("nanoid", "secrets urlsafe --chars 21"),
    ("token_hex hexdump hexadecimal salt nonce iv", "secrets hex"),
    (
        "rand random randbytes token_bytes urandom raw",
        "secrets bytes 32 --encoding hex",
    ),
    ("base64 b64", "secrets bytes 32 --encoding base64"),
    ("base64url b64url", "secrets urlsafe"),
    ("base32 b32", "secrets bytes 20 --encoding base32"),
    ("base58 b58", "secrets bytes 32 --encoding base58"),
    (
        "base62 alnum alphanumeric string",
        "secrets password --no-symbols",
    ),
    (
        "hmac-key psk wireguard wg",
        "secrets bytes 32 --encoding base64",
    ),
    ("pin pins code codes digits", "secrets otp 6"),
    (
        "recovery recovery-codes backup-codes",
        "secrets otp --recovery",
    ),
    (
        "2fa mfa authenticator oath google-authenticator",
        "secrets totp new",
    ),
    (
        "pass passwd passwords pw pwd pwgen makepasswd mkpasswd apg",
        "secrets password",
    ),
    (
        "passphrases phrase words diceware xkcd xkcdpass mnemonic",
        "secrets passphrase",
    ),
    (
        "int integer number numbers randint randbelow randrange range",
        "secrets below 100",
    ),
    ("dice die roll", "secrets below 7 --from 1"),
    ("coin flip bool", "secrets choice heads tails"),
    (
        "shuffle shuf sample pick",
        "seq 5 | secrets choice --shuffle",
    ),
    ("api api-key api_key apikeys", "secrets apikey"),
    (
        "regex licence license voucher",
        "secrets pattern '[A-Z2-7]{5}(-[A-Z2-7]{5}){4}'",
    ),
    (
        "htpasswd argon2 argon2id bcrypt",
        "secrets password --hash argon2id",
    ),
    ("env dotenv render template inject", "secrets help fill"),
    (
        "equal equals cmp diff verify check compare_digest",
        "secrets help compare",
    ),
    ("status health selftest self-test info", "secrets doctor"),
    ("version", "secrets --version"),
    ("completion", "secrets help completions"),
    ("manual manpage", "secrets man"),
];

/// The command line for a word of [`MEANT`].
fn meant(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let known = MEANT
        .iter()
        .find(|(words, _)| words.split(' ').any(|known| known == word));
    known.map(|(_, line)| *line)
}

/// Turns a message of clap, which has several lines, into one line and a hint.
fn usage_error(error: &clap::Error) -> Error {
    let mut text = error.to_string();
    // A line break in a value must not look like a line break of clap.
    for (_, value) in error.context() {
        if let ContextValue::String(value) = value {
            let quoted = |value: &str| format!("'{value}'");
            // Clap removes escape sequences from its messages.
            for shown in [value.clone(), StyledStr::from(value).to_string()] {
                text = text.replace(&quoted(&shown), &quoted(&printable(value)));
            }
        }
    }
    let (message, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    let message = message
        .trim_start_matches("error: ")
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    let (message, values) = match message.split_once(" [possible values: ") {
        // A long list goes into the hint.
        Some((message, values)) if values.len() > 80 => (message.to_owned(), Some(values)),
        _ => (message.clone(), None),
    };
    let line = |start: &str| {
        let mut lines = rest
            .lines()
            .filter_map(|line| line.trim().strip_prefix(start));
        // An unknown option is rarely meant as an argument after --.
        lines
            .find(|line| !line.trim().starts_with("to pass "))
            .map(str::trim)
    };
    match (values, line("tip:"), line("Usage:")) {
        (Some(values), ..) => hinted(message, format!("one of {}", values.trim_end_matches(']'))),
        (_, Some(tip), _) => hinted(message, tip),
        (_, None, Some(usage)) => hinted(message, format!("usage: {usage}")),
        (_, None, None) => anyhow!(message),
    }
}

/// The first negative number among the arguments, which clap reads as an unknown option.
fn negative(args: &[OsString]) -> Option<&str> {
    let mut texts = args.iter().filter_map(|arg| arg.to_str());
    texts.find(|text| {
        text.strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|digit: char| ('1'..='9').contains(&digit)))
    })
}

fn invalid_utf8(args: &[OsString]) -> Error {
    let value = args
        .iter()
        .find(|arg| arg.to_str().is_none())
        .map_or("".into(), |arg| arg.to_string_lossy());
    anyhow!("'{value}' is not text in UTF-8")
}
