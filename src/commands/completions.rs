//! `secrets completions`: the completion script of a shell.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::command::{Catalogue, Command};
use crate::help::{Described, Help};
use crate::system::streams;

/// The flags of `secrets completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell to complete in
    shell: Shell,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
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
    fn run(self, _: &'static Catalogue) -> Result<ExitCode> {
        streams::text(match self.shell {
            Shell::Bash => include_str!("../../completions/secrets.bash"),
            Shell::Elvish => include_str!("../../completions/secrets.elv"),
            Shell::Fish => include_str!("../../completions/secrets.fish"),
            Shell::Powershell => include_str!("../../completions/_secrets.ps1"),
            Shell::Zsh => include_str!("../../completions/_secrets"),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
