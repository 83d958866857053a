//! `secrets`: tokens, passwords and one-time codes from the operating system's CSPRNG.

mod authenticator;
mod cli;
mod command;
mod commands;
mod files;
mod generate;
mod hash;
mod help;
mod input;
mod message;
mod output;
mod recipe;
mod secret;
mod system;
mod text;
mod uniform;

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes whatever is freed, also by libraries that read and write secrets in strings of their own.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    system::protection::protect();
    system::report::report_panics(cli::TROUBLE);
    let status = run();
    system::protection::wipe_stack();
    status
}

/// Apart from `main`, so that all it used of the stack is below what `main` still uses.
#[inline(never)]
fn run() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(status) => status,
        Err(error) if error.is::<system::streams::ReaderGone>() => ExitCode::SUCCESS,
        Err(error) => {
            system::report::report(&error);
            ExitCode::from(cli::TROUBLE)
        }
    }
}
