//! A text for which shells suggest values.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

/// Reads any text. Shells complete the values of the list.
#[derive(Clone)]
pub struct Suggested(pub fn() -> Vec<PossibleValue>);

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

/// Those of `names` that have `word` in them, first those that begin with it.
pub fn holding<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let names = names.filter(|name| !word.is_empty() && name.contains(&word));
    let mut holding: Vec<&str> = names.collect();
    holding.sort_by_key(|name| {
        let rest = name.strip_prefix(&word);
        (
            rest.is_none(),
            rest.is_some_and(|rest| !rest.starts_with('-')),
        )
    });
    holding
}
