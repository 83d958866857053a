//! The commands. The file of a command has the name that the user types.
//! CONTRIBUTING says how to add a command.

pub mod apikey;
pub mod authenticator;
pub mod below;
pub mod bytes;
pub mod choice;
pub mod compare;
pub mod completions;
pub mod doctor;
pub mod fill;
pub mod r#for;
pub mod hash;
pub mod hex;
pub mod hmac;
pub mod hotp;
pub mod man;
pub mod otp;
pub mod passphrase;
pub mod password;
pub mod pattern;
pub mod totp;
pub mod urlsafe;
pub mod uuid;
