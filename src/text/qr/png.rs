//! Uncompressed black and white PNG files (W3C, Portable Network Graphics, second edition).
//!
//! A crate would compress these few kilobytes, but leave copies of the picture in memory.

use crate::secret::Secret;
use crate::text::crc32::crc32;

/// The filter byte before a row of unfiltered pixels (section 9.2).
pub const NO_FILTER: u8 = 0;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The longest stored block of deflate (RFC 1951, section 3.2.4).
const MAX_BLOCK: usize = 0xffff;

/// Appends the file of a square picture. Each row of `rows` has a filter byte and then one bit for each
/// pixel; 0 is black.
pub fn write(side: u32, rows: &Secret, file: &mut Secret) {
    let mut header = Secret::with_capacity(13);
    header.extend(&side.to_be_bytes());
    header.extend(&side.to_be_bytes());
    // One bit for each pixel, greyscale, the standard compression and filters, not interlaced.
    header.extend(&[1, 0, 0, 0, 0]);
    let mut data = Secret::with_capacity(rows.len() + rows.len() / 1024 + 64);
    zlib(rows.as_bytes(), &mut data);
    file.extend(SIGNATURE);
    chunk(*b"IHDR", header.as_bytes(), file);
    chunk(*b"IDAT", data.as_bytes(), file);
    chunk(*b"IEND", b"", file);
}

/// Appends a chunk (section 5.3).
fn chunk(name: [u8; 4], data: &[u8], file: &mut Secret) {
    file.extend(&(data.len() as u32).to_be_bytes());
    file.extend(&name);
    file.extend(data);
    file.extend(&crc32(name.iter().chain(data)).to_be_bytes());
}

/// Appends `bytes` as a stream of stored blocks (RFC 1950, section 2.2).
fn zlib(bytes: &[u8], stream: &mut Secret) {
    stream.extend(&[0x78, 0x01]);
    let blocks = bytes.len().div_ceil(MAX_BLOCK);
    for (index, block) in bytes.chunks(MAX_BLOCK).enumerate() {
        let length = block.len() as u16;
        stream.push(u8::from(index + 1 == blocks));
        stream.extend(&length.to_le_bytes());
        stream.extend(&(!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(&adler_32(bytes).to_be_bytes());
}

/// The checksum of RFC 1950, section 8.2.
fn adler_32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65521;
        (low, (high + low) % 65521)
    });
    high << 16 | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_match_published_values() {
        // The check value of the catalogue of CRC algorithms, the CRC of IEND, and Adler-32 of a word.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b"IEND"), 0xae42_6082);
        assert_eq!(adler_32(b"Wikipedia"), 0x11e6_0398);
    }
}
