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

use std::process::ExitCode;

#[cfg(target_env = "musl")]
use dlmalloc::GlobalDlmalloc as Allocator;
#[cfg(not(target_env = "musl"))]
use std::alloc::System as Allocator;
use zeroizing_alloc::ZeroAlloc;

/// Wipes all memory that is freed, also by libraries that copy secrets.
///
/// musl's own allocator maps and unmaps a page for nearly every size that a short run needs.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<Allocator> = ZeroAlloc(Allocator);

fn main() -> ExitCode {
    system::protection::protect();
    system::signals::report_size_limit();
    system::report::report_panics(cli::TROUBLE);
    let status = run();
    system::protection::wipe_shallow_stack();
    status
}

/// Runs in a stack frame of its own, which `main` can wipe afterwards.
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
