//! `secrets`: tokens, passwords and one-time codes from the operating system's CSPRNG.

mod authenticator;
mod base32;
mod cli;
mod clipboard;
mod commands;
mod encoding;
mod enrolment;
mod entropy;
mod hash;
mod help;
mod instant;
mod language;
mod message;
mod natural;
mod one_time;
mod otpauth;
mod output;
mod qr;
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
