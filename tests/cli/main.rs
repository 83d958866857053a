//! The built program, used as a user does: in a shell, in pipes, with files and bad input.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod apikey;
mod bad_input;
mod compare;
mod destinations;
mod documents;
mod examination;
mod fill;
mod harness;
mod output;
mod python;
mod totp;
mod values;
