//! Tests that the committed man pages and completions are those that the program prints.

use std::fs;
use std::path::Path;

use clap_complete::Shell;

use super::{CATALOGUE, definition};
use crate::command::with_subcommands;
use crate::commands::completions::script::script;
use crate::commands::man::page;

/// `UPDATE=1 cargo test` rewrites the files in the folders `man` and `completions`, which packages
/// install.
#[test]
fn man_pages_and_completions_are_those_of_this_command_line() {
    let mut files = Vec::new();
    let mut cli = definition();
    cli.build();
    for shell in [
        Shell::Bash,
        Shell::Elvish,
        Shell::Fish,
        Shell::PowerShell,
        Shell::Zsh,
    ] {
        let name = clap_complete::Generator::file_name(&shell, "secrets");
        files.push((format!("completions/{name}"), script(shell, &cli).unwrap()));
    }
    for command in with_subcommands(&cli) {
        let file = format!("man/{}.1", page::name(command));
        files.push((file, page::page(command, &CATALOGUE).unwrap()));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, text) in &files {
        if std::env::var_os("UPDATE").is_some() {
            fs::write(root.join(file), text).unwrap();
        }
        let committed = fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(
            committed == *text,
            "{file} is out of date: run UPDATE=1 cargo test"
        );
    }
    for folder in ["man", "completions"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let file = format!("{folder}/{}", entry.unwrap().file_name().display());
            assert!(
                files.iter().any(|(name, _)| *name == file),
                "{file} belongs to no command"
            );
        }
    }
}
