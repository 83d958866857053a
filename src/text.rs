//! Text formats for values: encodings, JSON strings and QR codes.

pub mod crc32;
pub mod encoding;
pub mod json;
pub mod qr;
