//! The forms of text that values take.

pub mod crc32;
pub mod encoding;
pub mod json;
pub mod qr;
