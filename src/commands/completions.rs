//! `secrets completions`: what makes a shell complete the command line.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::help::Examples;
use crate::system::streams;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
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
];

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

impl Completions {
    /// Writes the completions to stdout.
    pub fn run(self) -> Result<ExitCode> {
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
