//! `secrets`: tokens, passwords and one-time codes from the operating system's CSPRNG.

mod cli;
mod commands;
mod encoding;
mod entropy;
mod hash;
mod language;
mod message;
mod natural;
mod output;
mod recipe;
mod secret;
mod size;
mod source;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(status) => status,
        Err(error) if error.is::<output::ReaderGone>() => ExitCode::SUCCESS,
        Err(error) => {
            message::report(&error);
            ExitCode::from(cli::TROUBLE)
        }
    }
}
