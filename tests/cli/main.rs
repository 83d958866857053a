//! The built program, used as a user does: in a shell, in pipes, with files and bad input.
#![cfg(unix)]

mod bad_input;
mod compare;
mod documents;
mod harness;
mod output;
mod python;
mod values;
