//! The bytes of a secret, which are wiped when they are no longer needed.

use zeroize::{Zeroize, Zeroizing};

/// A growable buffer that leaves no copy of its bytes behind.
///
/// `truncate` wipes what it removes. When the buffer is dropped or reallocated, the allocator wipes the
/// memory, as it wipes all freed memory. There is no `Debug`, `Display` or `Clone`, so that a value can't
/// get into a message or be copied by accident.
pub struct Secret {
    /// The value, followed by room that may have bytes of earlier values.
    bytes: Vec<u8>,
    length: usize,
}

impl Secret {
    /// An empty secret with room for `capacity` bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            length: 0,
        }
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub fn push(&mut self, byte: u8) {
        if self.length == self.bytes.len() {
            self.lengthen(1);
        }
        self.bytes[self.length] = byte;
        self.length += 1;
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
        self.room(bytes.len()).copy_from_slice(bytes);
    }

    /// Reserves memory for `count` more bytes. Returns whether there is enough memory.
    pub fn can_grow(&mut self, count: usize) -> bool {
        let more = (self.length + count).saturating_sub(self.bytes.len());
        self.bytes.try_reserve(more).is_ok()
    }

    /// Adds `count` zero bytes and returns them, to be written in place.
    #[inline]
    pub fn grow(&mut self, count: usize) -> &mut [u8] {
        let room = self.room(count);
        // A caller may write less than `count` bytes, and must not pass on bytes of an earlier value.
        room.fill(0);
        room
    }

    /// Adds `count` bytes, which may have an earlier value.
    #[inline]
    fn room(&mut self, count: usize) -> &mut [u8] {
        let start = self.length;
        if self.bytes.len() - start < count {
            self.lengthen(count);
        }
        self.length += count;
        &mut self.bytes[start..self.length]
    }

    /// Appends `number` in decimal.
    pub fn push_decimal(&mut self, mut number: u64) {
        let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
        for digit in self.room(digits).iter_mut().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    }

    /// A copy of `bytes`.
    pub fn copy_of(bytes: &[u8]) -> Self {
        let mut copy = Self::with_capacity(bytes.len());
        copy.extend(bytes);
        copy
    }

    /// The bytes from `start` on.
    pub fn tail_mut(&mut self, start: usize) -> &mut [u8] {
        &mut self.bytes[start..self.length]
    }

    /// Keeps the first `length` bytes and wipes the others.
    pub fn truncate(&mut self, length: usize) {
        if length < self.length {
            self.tail_mut(length).zeroize();
            self.length = length;
        }
    }

    /// Empties the buffer without wiping it, for a buffer that is filled again at once. The whole
    /// buffer is wiped when it is dropped.
    pub fn reuse(&mut self) {
        self.length = 0;
    }

    /// Makes room for `count` more bytes.
    #[cold]
    fn lengthen(&mut self, count: usize) {
        let needed = self.length + count;
        self.bytes.reserve(needed - self.bytes.len());
        // Growing to twice the need makes many small pieces cheap, without touching unused pages.
        let ready = (2 * needed).min(self.bytes.capacity());
        self.bytes.resize(ready, 0);
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
        secret.reuse();
        assert_eq!(secret.as_bytes(), b"");
        secret.extend(b"xyz");
        assert_eq!(secret.as_bytes(), b"xyz");
        secret.tail_mut(1).copy_from_slice(b"23");
        assert!(secret.can_grow(100));
        secret.grow(9).fill(b'-');
        assert_eq!(secret.as_bytes(), b"x23---------");
    }

    #[test]
    fn truncated_bytes_are_wiped() {
        let mut secret = Secret::with_capacity(8);
        secret.extend(b"abcdef");
        secret.truncate(2);
        assert_eq!(secret.grow(4), [0; 4]);
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
