//! Tests of the built program as users run it: in a shell, in pipes, with files and bad input.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod accounts;
mod apikey;
mod bad_input;
mod bounds;
mod clipboard;
mod compare;
mod constant_time;
mod destinations;
mod doctor;
mod documents;
mod examination;
mod faults;
mod fill;
mod foreign_hashes;
mod handed_over;
mod harness;
mod hints;
mod hmac;
mod hygiene;
mod kept;
mod load;
mod lossless;
mod names;
mod options;
mod output;
mod pipelines;
mod projects;
mod python;
mod rooms;
mod shells;
mod slips;
mod stores;
mod totp;
mod uuid;
mod values;
