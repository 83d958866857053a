//! `secrets completions`: the completion script of a shell.

pub mod script;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

use crate::command::{Catalogue, Command};
use crate::help::{Described, Help};
use crate::system::streams;

/// The flags of `secrets completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell to complete in
    shell: Shell,
}

impl Described for Completions {
    const HELP: Help = Help {
        about: "Print the completions for a shell",
        details: "",
        examples: &[
            (
                "secrets completions bash > ~/.local/share/bash-completion/completions/secrets",
                "for bash",
            ),
            (
                "secrets completions zsh > ~/.zfunc/_secrets",
                "for zsh, with ~/.zfunc in its fpath",
            ),
            (
                "secrets completions fish > ~/.config/fish/completions/secrets.fish",
                "for fish",
            ),
        ],
    };
}

impl Command for Completions {
    const NAME: &'static str = "completions";

    /// Writes the completions to stdout.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode> {
        streams::text(&script::script(self.shell, &(catalogue.definition)())?)?;
        Ok(ExitCode::SUCCESS)
    }
}
