//! The forms of text that values take.

pub mod encoding;
pub mod json;
pub mod qr;
