//! The trait of commands, and the catalogue of all commands.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::generate::{Generate, Generator};
use crate::help::{Described, Help};
use crate::recipe::{Carrier, Recipe};

/// A command: its flags, its help and its action.
pub trait Command: Args + Described {
    /// The name that the user types.
    const NAME: &'static str;

    /// The flags of a plain command line: of the words behind the name of the command. `None` if the
    /// parser is needed.
    ///
    /// The parser would take half of the time of a short run. The flags are those that it would make.
    fn plain(_words: &[&str]) -> Option<Self> {
        None
    }

    /// Runs the command and returns the exit status.
    ///
    /// # Errors
    /// The command fails.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode>;

    /// The recipe of a value in a template. `carrier` is the format of the filled file.
    ///
    /// # Errors
    /// The command makes no secret, or an option makes no sense in a template.
    fn recipe(self, _: &'static Catalogue, _: Carrier) -> Result<Box<dyn Recipe>> {
        bail!(
            "'{}' makes no secret, so it is no recipe of a template",
            Self::NAME
        )
    }
}

impl<G: Generator + Described> Described for Generate<G> {
    const HELP: Help = G::HELP;
}

impl<G: Generator + Described> Command for Generate<G> {
    const NAME: &'static str = G::KIND;

    fn plain(words: &[&str]) -> Option<Self> {
        match words {
            [] => Self::plain(None),
            [size] if size.bytes().all(|byte| byte.is_ascii_digit()) => Self::plain(Some(size)),
            _ => None,
        }
    }

    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        self.run()
    }

    fn recipe(self, _: &'static Catalogue, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        self.recipe_alone(carrier)
    }
}

/// Makes the recipe of the words of a command line. The carrier is the format of the filled file.
pub type MakeRecipe = fn(&[String], Carrier) -> Result<Box<dyn Recipe>>;

/// All commands. `cli` passes the catalogue to the commands that need other commands.
pub struct Catalogue {
    /// The names of all commands, by group, with the headings of the groups.
    pub groups: fn() -> Vec<(&'static str, Vec<&'static str>)>,
    /// Makes the recipe of a command line. The words do not include the program's name.
    pub recipe: MakeRecipe,
    /// The definition of the command line, with all help.
    pub definition: fn() -> clap::Command,
}

impl Catalogue {
    /// The names of all commands.
    pub fn names(&self) -> Vec<&'static str> {
        (self.groups)()
            .into_iter()
            .flat_map(|(_, names)| names)
            .collect()
    }

    /// Whether `word` is the name of a command, which no recipe of a template may have.
    pub fn has(&self, word: &str) -> bool {
        word == "help" || self.names().contains(&word)
    }
}

/// The command and all its subcommands.
pub fn with_subcommands(command: &clap::Command) -> Vec<&clap::Command> {
    let below = command.get_subcommands().flat_map(with_subcommands);
    std::iter::once(command).chain(below).collect()
}
