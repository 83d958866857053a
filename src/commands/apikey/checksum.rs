//! GitHub's checksum, which detects a mistyped key without a database.
//!
//! CRC-32 of the random part in 6 digits of base62: "Behind GitHub's new authentication token
//! formats", 2021. It does not authenticate: anyone can compute the checksum of a changed key.

use crate::text::crc32::crc32;
use crate::uniform::alphabet::BASE62;

/// The number of digits of a checksum: 62^6 is more than 2^32.
pub const DIGITS: usize = 6;

/// The regular expression of a checksum. The greatest checksum is `4gfFC3`.
pub const REGEX: &str = "[0-4][0-9A-Za-z]{5}";

/// The checksum of `body`, highest digit first, with leading zeros.
pub fn checksum(body: &[u8]) -> [u8; DIGITS] {
    let mut rest = crc32(body);
    let mut digits = [0; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        // The check value of the catalogue of CRCs.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        for (body, digits) in [
            // An expired token that GitHub published.
            (&b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"[..], b"0mLq17"),
            (&[b'A'; 30], b"0uCPlr"),
            (&[b'B'; 30], b"1rpRcy"),
            (&[b'0'; 30], b"2C8GjS"),
            (b"", b"000000"),
        ] {
            assert_eq!(checksum(body), *digits);
        }
    }
}
