//! What a command is, and the catalogue of all commands that some of them are handed.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::generate::{Generate, Generator};
use crate::help::{Described, Help};
use crate::recipe::{Carrier, Recipe};

/// A command: its flags, what it says of itself, and what it does.
pub trait Command: Args + Described {
    /// The word that the user types.
    const NAME: &'static str;

    /// Does what the flags ask for, and returns the answer as an exit status.
    ///
    /// # Errors
    /// Whatever keeps it from being done.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode>;

    /// The recipe of one value, for a template whose values `carrier` takes to their readers.
    ///
    /// # Errors
    /// The command makes no secret, or has options that make no sense in a template.
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

    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        self.run()
    }

    fn recipe(self, _: &'static Catalogue, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        self.recipe_alone(carrier)
    }
}

/// Makes a recipe of words, for values that the carrier takes to their readers.
pub type MakeRecipe = fn(&[String], Carrier) -> Result<Box<dyn Recipe>>;

/// All commands, handed down by their list, for the commands that name others.
pub struct Catalogue {
    /// The names of all commands.
    pub names: fn() -> Vec<&'static str>,
    /// Makes the recipe of a command line, given in words without the program's name.
    pub recipe: MakeRecipe,
}

impl Catalogue {
    /// Whether `word` is a command, so that no recipe can have it as its name.
    pub fn has(&self, word: &str) -> bool {
        word == "help" || (self.names)().contains(&word)
    }
}
