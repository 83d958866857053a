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
mod protection;
mod qr;
mod recipe;
mod secret;
mod size;
mod source;
mod terminal;

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is freed, also by libraries that read and write secrets in strings of their own.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    protection::protect();
    message::report_panics(cli::TROUBLE);
    let status = run();
    protection::wipe_stack();
    status
}

/// Apart from `main`, so that all it used of the stack is below what `main` still uses.
#[inline(never)]
fn run() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(status) => status,
        Err(error) if error.is::<output::ReaderGone>() => ExitCode::SUCCESS,
        Err(error) => {
            message::report(&error);
            ExitCode::from(cli::TROUBLE)
        }
    }
}
