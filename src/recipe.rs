//! A recipe: a fully checked configuration of one kind of secret.

pub mod byte_string;
pub mod characters;
pub mod distinct;
pub mod space;

use std::ops::Range;

use anyhow::Result;

use crate::files::new_file::NewFile;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use byte_string::ByteString;
use space::{Bits, Space, SpaceSize};

/// The least entropy that a kind of secret should have, in bits.
///
/// NIST SP 800-63B-4 asks for a limit of the tries below 64 bits, and a hash that leaks can be
/// searched: 10^10 guesses a second of a fast hash go through 40 bits in two minutes.
pub struct Floor {
    pub bits: u64,
    kind: &'static str,
    good_for: &'static str,
}

/// Of what people type.
pub const PASSWORD: Floor = Floor {
    bits: 40,
    kind: "a password",
    good_for: "where tries are few, as those of a PIN are",
};

/// Of what programs keep.
pub const KEY: Floor = Floor {
    bits: 64,
    kind: "a key",
    good_for: "as a name that is no secret",
};

/// Of what is accepted once: below three digits, the number of codes was meant, not their length.
pub const CODE: Floor = Floor {
    bits: 10,
    kind: "a code",
    good_for: "where it may be guessed",
};

impl Floor {
    /// What to tell the user of one of so many values, if it is below the floor and is not `allowed`
    /// to be.
    pub fn weakness(&self, size: &SpaceSize, allowed: bool) -> Option<String> {
        let Self {
            bits: least,
            kind,
            good_for,
        } = self;
        (!allowed && !size.holds(*least)).then(|| {
            format!(
                "{} are fewer than the {least} of {kind}: good only {good_for} (--allow-weak if that is meant)",
                Bits(size.bits())
            )
        })
    }
}

/// Where the randomness comes from, unless a person brings it.
pub const OS: &str = "the operating system's CSPRNG";

/// What carries a value to those who read it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// Text that keeps every character.
    Any,
    /// A dotenv file, whose readers agree about few characters without quotes.
    Dotenv,
}

/// A source of values, all of one form.
pub trait Draw {
    /// What form the values have.
    fn form(&self) -> Form;

    /// Draws one value and appends it to `value`.
    ///
    /// # Errors
    /// The entropy fails, or there is nothing left to draw.
    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()>;

    /// A copy that draws values of its own on another thread.
    ///
    /// `None` where a value depends on those before it, or where lengths differ widely: the work is
    /// divided by the length of the first value.
    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        None
    }

    /// The files that belong to the values, to be published together with them.
    fn files(&mut self) -> Vec<NewFile> {
        Vec::new()
    }

    /// The value as a byte string, where it is too long to be held in memory at once.
    fn streamed(&mut self) -> Option<&mut ByteString> {
        None
    }
}

/// What to draw, how long and from what. A recipe knows its exact entropy before anything is drawn.
pub trait Recipe: Draw {
    /// The set that one value is drawn from.
    fn space(&self) -> Space;

    /// The characters that a value can hold, in any order and perhaps repeated: all those of ASCII,
    /// and others where the recipe knows them. `None` where it knows none of them.
    fn characters(&self) -> Option<Vec<char>> {
        None
    }

    /// Whether a draw can give `value`. Where a recipe does not know better, the length and the
    /// characters of ASCII decide.
    fn can_give(&self, value: &str) -> bool {
        let least = self.form().least_length.unwrap_or(1);
        let held = self.characters();
        let holds = |character: char| held.as_ref().is_none_or(|held| held.contains(&character));
        value.chars().count() as u64 >= least
            && value
                .chars()
                .all(|character| !character.is_ascii() || holds(character))
    }
}

/// What form the values of a recipe have.
pub struct Form {
    /// Whether a value is raw bytes, which no separator follows and no terminal gets.
    pub is_raw: bool,
    /// Where the randomness comes from, for a person.
    pub source: &'static str,
    /// How many values there are without `--count`.
    pub count: u64,
    /// Whether items are read, which `--null` separates too.
    pub reads_items: bool,
    /// The names in JSON of the lines after the first, for values of several lines.
    pub further_lines: &'static [&'static str],
    /// Whether `draw` shows the QR code of `--qr` itself, because the code holds more than the value.
    pub shows_picture: bool,
    /// The fewest characters of a value, where that is known.
    pub least_length: Option<u64>,
    /// The most bytes of a value that a hash is made of, where that is known.
    pub hashed_bytes: Option<usize>,
    /// The place in a value of its public id and of the secret that is hashed. `None` where a value
    /// has no id and is hashed whole.
    pub id: Option<IdPlace>,
    /// Whether `draw` brings the value to the user in another way too, so that stdout may be closed.
    pub goes_elsewhere: bool,
    /// What to tell the user of values that are weaker than their kind should be.
    pub weakness: Option<String>,
}

/// Where a value has its id and its secret, in bytes.
#[derive(Clone)]
pub struct IdPlace {
    pub id: Range<usize>,
    pub secret: usize,
}

impl Default for Form {
    /// One line of text from the operating system's randomness.
    fn default() -> Self {
        Self {
            is_raw: false,
            source: OS,
            count: 1,
            reads_items: false,
            further_lines: &[],
            shows_picture: false,
            least_length: None,
            hashed_bytes: None,
            id: None,
            goes_elsewhere: false,
            weakness: None,
        }
    }
}

impl Form {
    /// The id and the secret of `value`.
    pub fn stored_parts<'a>(&self, value: &'a [u8]) -> (Option<&'a [u8]>, &'a [u8]) {
        match &self.id {
            Some(place) => (Some(&value[place.id.clone()]), &value[place.secret..]),
            None => (None, value),
        }
    }
}
