//! The bytes of a result, wiped when they are no longer needed.

use zeroize::{Zeroize, Zeroizing};

/// A growing run of bytes that leaves no copy of itself behind: it is wiped when it is shortened, and
/// by the allocator, as all that is freed, when it is dropped or moves to a larger place.
///
/// It has no `Debug`, `Display` or `Clone`, so a value can't slip into a message or a second place.
pub struct Secret {
    bytes: Vec<u8>,
}

impl Secret {
    /// An empty secret with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
        }
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    #[inline]
    pub fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends a character in UTF-8.
    #[inline]
    pub fn push_character(&mut self, character: char) {
        if character.is_ascii() {
            self.push(character as u8);
        } else {
            let mut bytes = Zeroizing::new([0; 4]);
            self.extend(character.encode_utf8(&mut *bytes).as_bytes());
        }
    }

    #[inline]
    pub fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether there is memory for `count` more bytes, and if so makes room for them.
    pub fn can_grow(&mut self, count: usize) -> bool {
        self.bytes.try_reserve(count).is_ok()
    }

    /// Adds `count` zero bytes and returns them, to be written in place.
    pub fn grow(&mut self, count: usize) -> &mut [u8] {
        let start = self.bytes.len();
        self.bytes.resize(start + count, 0);
        &mut self.bytes[start..]
    }

    /// Appends `number` in decimal.
    pub fn push_decimal(&mut self, mut number: u64) {
        let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
        for place in self.grow(digits).iter_mut().rev() {
            *place = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }

    /// The bytes from `start` on.
    pub fn tail_mut(&mut self, start: usize) -> &mut [u8] {
        &mut self.bytes[start..]
    }

    /// Wipes and drops all but the first `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        if length < self.bytes.len() {
            self.bytes[length..].zeroize();
            self.bytes.truncate(length);
        }
    }

    /// Empties the buffer and keeps its room, without wiping: for a buffer that is filled again
    /// at once, and wiped as a whole when it is dropped.
    pub fn reuse(&mut self) {
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_beyond_its_first_room_and_keeps_every_byte() {
        let mut secret = Secret::with_capacity(1);
        secret.extend(b"abc");
        secret.push(b'd');
        secret.grow(2).copy_from_slice(b"ef");
        assert_eq!(secret.as_bytes(), b"abcdef");
        secret.push_character('g');
        secret.push_character('é');
        assert_eq!(secret.as_bytes(), "abcdefgé".as_bytes());
        secret.truncate(2);
        assert_eq!(secret.as_bytes(), b"ab");
        assert_eq!(secret.len(), 2);
    }

    #[test]
    fn writes_numbers_as_the_standard_library_does() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, u64::MAX] {
            let mut secret = Secret::with_capacity(0);
            secret.push_decimal(number);
            assert_eq!(secret.as_bytes(), number.to_string().as_bytes());
        }
    }
}
