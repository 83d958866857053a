//! A recipe: a fully checked configuration of one kind of secret.

pub mod byte_string;
pub mod space;

use anyhow::Result;

use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use byte_string::ByteString;
use space::Space;

/// Where the randomness comes from, but for what a person brings.
pub const OS: &str = "the operating system's CSPRNG";

/// What to draw, how long and from what. It knows its exact entropy before anything is drawn.
pub trait Recipe {
    /// What one value is drawn from.
    fn space(&self) -> Space;

    /// Draws one value and appends it to `value`.
    ///
    /// # Errors
    /// The entropy fails, or there is nothing left to draw.
    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()>;

    /// The same recipe for another thread, where no value depends on those before it and nearly all
    /// are about as long as the first.
    fn another(&self) -> Option<Box<dyn Recipe + Send>> {
        None
    }

    /// Where the randomness comes from, for a person.
    fn source(&self) -> &'static str {
        OS
    }

    /// How many values there are when the user gives no `--count`.
    fn default_count(&self) -> u64 {
        1
    }

    /// Whether a value is raw bytes, which no separator follows and no terminal gets.
    fn is_raw(&self) -> bool {
        false
    }

    /// Whether items are read, which `--null` separates too.
    fn reads_items(&self) -> bool {
        false
    }

    /// The names in JSON of the further lines of a value that has several. The first is its value.
    fn further_lines(&self) -> &'static [&'static str] {
        &[]
    }

    /// The most bytes that can be hashed of a value, where that is known.
    fn longest(&self) -> Option<usize> {
        None
    }

    /// What is stored of `value`: the id to look it up by, where it has one, and the part to hash.
    fn stored_parts<'a>(&self, value: &'a [u8]) -> (Option<&'a [u8]>, &'a [u8]) {
        (None, value)
    }

    /// One of `characters` that a value can hold, where the recipe knows that before it is drawn.
    fn can_hold(&self, _characters: &[char]) -> Option<char> {
        None
    }

    /// The fewest characters of a value, where the recipe knows it.
    fn least_length(&self) -> Option<u64> {
        None
    }

    /// Whether it draws the QR code of `--qr` itself, which is of more than the value.
    fn shows_picture(&self) -> bool {
        false
    }

    /// The value as a byte string, when it is too long to be held at once.
    fn long(&mut self) -> Option<&mut ByteString> {
        None
    }
}
