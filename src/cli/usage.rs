//! Turns messages of clap into one line and a hint.

use std::ffi::OsString;

use anyhow::{Error, anyhow};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::meant;
use crate::input::suggested::holding;
use crate::message::{hinted, printable};

/// The error for the command line `args`.
pub fn parse_error(error: &clap::Error, args: &[OsString]) -> Error {
    match error.kind() {
        ErrorKind::InvalidUtf8 => invalid_utf8(args),
        ErrorKind::InvalidSubcommand => match meant::command(args) {
            Some(line) => {
                let word = printable(&args[1].to_string_lossy());
                hinted(format!("there is no command '{word}'"), line)
            }
            None => usage_error(error),
        },
        ErrorKind::UnknownArgument => match (meant::option(args), negative(args)) {
            (Some(hint), _) => hinted(usage_error(error).to_string(), hint),
            (_, Some(number)) => negative_number(number, args),
            (None, None) => usage_error(error),
        },
        _ => usage_error(error),
    }
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
        (Some(values), ..) => {
            let near = match nearest(error) {
                near if near.is_empty() => String::new(),
                near => format!("did you mean {}? ", near.join(" or ")),
            };
            let values = values.trim_end_matches(']');
            hinted(message, format!("{near}one of {values}"))
        }
        (_, Some(tip), _) => hinted(message, tip),
        (_, None, Some(usage)) => hinted(message, format!("usage: {usage}")),
        (_, None, None) => anyhow!(message),
    }
}

/// The values of a list that the invalid value is part of, or else the one that clap suggests.
fn nearest(error: &clap::Error) -> Vec<&str> {
    let (Some(ContextValue::String(word)), Some(ContextValue::Strings(values))) = (
        error.get(ContextKind::InvalidValue),
        error.get(ContextKind::ValidValue),
    ) else {
        return Vec::new();
    };
    let near = holding(word, values.iter().map(String::as_str));
    match error.get(ContextKind::SuggestedValue) {
        Some(ContextValue::String(like)) if near.is_empty() => vec![like],
        _ => near,
    }
}

/// The error for a negative number. The hint is the command line without the hyphen.
fn negative_number(number: &str, args: &[OsString]) -> Error {
    let message = format!("invalid value '{number}': it must not be negative");
    let name = args.get(1).and_then(|name| name.to_str());
    let positive = &number[1..];
    let line = name.map(|name| match name {
        "choice" => format!("secrets choice -n {positive}"),
        _ => meant::with_size(&format!("secrets {name}"), &[positive]),
    });
    match line.filter(|line| args.len() == 3 && line.ends_with(&format!(" {positive}"))) {
        Some(line) => hinted(message, line),
        None => anyhow!(message),
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
