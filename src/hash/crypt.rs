//! The base64 of crypt(3): its own digits, and the lowest six bits first.

use std::sync::LazyLock;

use data_encoding::{BitOrder, Encoding, Specification};

/// The longest value, in bytes: `CRYPT_MAX_PASSPHRASE_SIZE` of libxcrypt.
pub const MAX_SECRET: usize = 512;

/// The digits of crypt's base64, by their value.
pub const DIGITS: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The encoding of bytes in crypt's base64.
pub static BASE64: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.extend(DIGITS.map(char::from));
    specification.bit_order = BitOrder::LeastSignificantFirst;
    specification
        .encoding()
        .expect("64 different digits are an encoding")
});

/// Appends `count` digits of `number`, the lowest first.
pub fn push_number(mut number: u32, count: usize, text: &mut Vec<u8>) {
    for _ in 0..count {
        text.push(DIGITS[number as usize % 64]);
        number /= 64;
    }
}

/// Reads a number whose lowest digit comes first.
pub fn number(text: &str) -> Option<u32> {
    text.bytes().rev().try_fold(0u32, |number, digit| {
        let value = DIGITS.iter().position(|&known| known == digit)?;
        number.checked_mul(64)?.checked_add(value as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_bytes_have_their_lowest_bits_first() {
        assert_eq!(number("/...."), Some(1));
        assert_eq!(number("6...."), Some(8));
        assert_eq!(number("./"), Some(64));
        assert_eq!(number("zzzzzz"), None);
        assert_eq!(number("*"), None);
        let mut text = Vec::new();
        push_number(8, 5, &mut text);
        assert_eq!(text, b"6....");
        assert_eq!(BASE64.encode(&[1, 0, 0]), "/...");
        assert_eq!(BASE64.decode(b"/...").unwrap(), [1, 0, 0]);
    }
}
