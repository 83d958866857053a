//! Tests of the built program as users run it: in a shell, in pipes, with files and bad input.
//!
//! On Windows the shell is Git's. Tests that need modes, signals, descriptors or terminals of Unix, or that
//! run thousands of commands, are compiled for Unix only.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, unused_imports, reason = "tests of Linux alone use them")
)]

#[cfg(unix)]
mod accounts;
mod apikey;
mod bad_input;
#[cfg(unix)]
mod bounds;
#[cfg(unix)]
mod clipboard;
mod compare;
#[cfg(unix)]
mod constant_time;
mod derived;
mod destinations;
#[cfg(unix)]
mod doctor;
#[cfg(unix)]
mod documents;
#[cfg(unix)]
mod examination;
#[cfg(unix)]
mod faults;
mod fill;
#[cfg(unix)]
mod foreign_hashes;
#[cfg(unix)]
mod handed_over;
mod harness;
#[cfg(unix)]
mod hints;
mod hmac;
#[cfg(unix)]
mod hygiene;
#[cfg(unix)]
mod kept;
#[cfg(unix)]
mod load;
#[cfg(unix)]
mod lossless;
mod manifests;
mod names;
#[cfg(unix)]
mod options;
#[cfg(unix)]
mod output;
#[cfg(unix)]
mod pipelines;
#[cfg(unix)]
mod projects;
#[cfg(unix)]
mod python;
#[cfg(unix)]
mod rooms;
#[cfg(unix)]
mod shells;
mod slips;
#[cfg(unix)]
mod stores;
mod totp;
mod uuid;
mod values;
