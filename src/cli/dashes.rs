//! Hyphens that the parser would read differently from what the user means.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, Command, Error};

use super::meant;

/// Makes every option accept a negative number as its value. The error then names the option, instead
/// of calling the number an unknown option.
pub fn take_negative_numbers(command: Command) -> Command {
    command
        .mut_args(|argument| {
            let takes = !argument.is_positional() && argument.get_action().takes_values();
            if takes {
                argument.allow_negative_numbers(true)
            } else {
                argument
            }
        })
        .mut_subcommands(take_negative_numbers)
}

/// Refuses options in `args` that the parser would read as a value, or as a request for help, for `command`.
///
/// `-output FILE` would be -o with the value `utput`. In `--charset -l 20`, after an empty variable
/// without quotes, -l would be the charset. `-hex` would print the help, and a script would store that.
///
/// # Errors
/// There is such an option. The error has the form of the parser's own, with a tip.
pub fn check(args: &[OsString], command: &Command) -> Result<(), Error> {
    let top = command;
    let mut command = command;
    let mut before: Option<&Arg> = None;
    for word in args.iter().filter_map(|word| word.to_str()) {
        let waiting = before.take();
        if word == "--" {
            break;
        }
        let Some(name) = word.strip_prefix('-').filter(|name| !name.is_empty()) else {
            command = command.find_subcommand(word).unwrap_or(command);
            continue;
        };
        let named = option(command, word);
        let is_whole = !word.contains('=') && (name.starts_with('-') || name.len() == 1);
        let word = word.split('=').next().unwrap_or(word);
        if let (Some(waiting), true) = (waiting, named.is_some()) {
            let long = waiting.get_long().unwrap_or_default();
            return Err(refused(
                &format!("--{long} has no value: {word} after it is an option"),
                &format!("to use {word} as the value, write --{long}={word}"),
            ));
        }
        let long = format!("-{word}");
        if !name.starts_with('-') && name.len() > 1 && option(command, &long).is_some() {
            return Err(refused(
                &format!("{word} has one hyphen, so it is read as single letters"),
                &format!("the option is -{word}"),
            ));
        }
        if let (None, Some((letter, printed))) = (waiting, cluster(command, word)) {
            let known = command.find_subcommand(name).map(Command::get_name);
            let line = match (known, top.get_name()) {
                (Some(known), _) => {
                    meant::with_size(&format!("secrets {known}"), &meant::words(args))
                }
                (None, "secrets") => "secrets help".to_owned(),
                (None, name) => format!("secrets help {name}"),
            };
            return Err(refused(
                &format!("{word} is no option, and -{letter} alone prints the {printed}"),
                &line,
            ));
        }
        before = named.filter(|option| is_whole && option.is_allow_hyphen_values_set());
    }
    Ok(())
}

/// The option in `word`, which may have a value after =, or a number after the letter.
fn option<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    let name = word.split('=').next().unwrap_or(word);
    let is = |option: &&Arg| {
        if let Some(long) = name.strip_prefix("--") {
            let known = option.get_long_and_visible_aliases().unwrap_or_default();
            return known.contains(&long);
        }
        let letter = name[1..].trim_end_matches(|last: char| last.is_ascii_digit());
        let short = option.get_short().map(String::from);
        short.is_some_and(|short| letter == short || name[1..] == short)
    };
    command.get_arguments().find(is)
}

/// The letter among several after one hyphen that prints something else than a value, and what.
fn cluster(command: &Command, word: &str) -> Option<(char, &'static str)> {
    let letters = word.strip_prefix('-').filter(|rest| rest.len() > 1)?;
    for letter in letters.chars() {
        match letter {
            'h' => return Some((letter, "help")),
            'V' => return Some((letter, "version")),
            _ => {}
        }
        // The rest is the value of an option that takes one.
        let mut options = command.get_arguments();
        options.find(|option| {
            option.get_short() == Some(letter) && !option.get_action().takes_values()
        })?;
    }
    None
}

/// An error in the form of the parser's own errors.
fn refused(message: &str, hint: &str) -> Error {
    Error::raw(
        ErrorKind::ValueValidation,
        format!("{message}\n\n  tip: {hint}\n"),
    )
}
