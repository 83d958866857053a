//! CRC-32/ISO-HDLC, the checksum of zlib, PNG and GitHub's tokens: reflected, polynomial 0xEDB88320.

/// The checksum of `bytes`.
///
/// It works bit by bit, because the indices into a table would depend on the key.
pub fn crc32<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u32 {
    !bytes.into_iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            crc >> 1 ^ (crc & 1).wrapping_neg() & 0xedb8_8320
        })
    })
}
