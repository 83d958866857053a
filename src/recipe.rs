//! A recipe: the checked configuration of one kind of secret.

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

/// The minimum entropy of a kind of secret, in bits. Weaker values get a warning.
///
/// NIST SP 800-63B-4 requires a limit of tries below 64 bits. A leaked fast hash can be searched: 10^10
/// guesses a second take two minutes for 40 bits.
pub struct Floor {
    pub bits: u64,
    kind: &'static str,
    good_for: &'static str,
}

/// The floor of secrets that people type.
pub const PASSWORD: Floor = Floor {
    bits: 40,
    kind: "a password",
    good_for: "where tries are few, as those of a PIN are",
};

/// The floor of secrets that programs keep.
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
    /// The warning for a value of a space of this `size`, if it is below the floor and not `allowed`.
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

/// The source of the randomness of all recipes but those with real dice.
pub const OS: &str = "the operating system's CSPRNG";

/// The format in which a value reaches its readers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    /// A dotenv file. Its readers agree on only a few unquoted characters.
    pub dotenv: bool,
    /// A URL around the value.
    pub url: bool,
}

impl Carrier {
    /// Text that keeps every character.
    pub const ANY: Self = Self {
        dotenv: false,
        url: false,
    };
}

/// A source of values of the same form.
pub trait Draw {
    /// The form of the values.
    fn form(&self) -> Form;

    /// Draws one value and appends it to `value`.
    ///
    /// # Errors
    /// The entropy fails, or no value is left.
    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()>;

    /// A copy that draws values on another thread.
    ///
    /// `None` if a value depends on the values before it, or if the lengths of values differ much: the
    /// length of the first value decides how the work is divided.
    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        None
    }

    /// Takes the files that belong to the values and are published together with them.
    fn files(&mut self) -> Vec<NewFile> {
        Vec::new()
    }

    /// The byte string to stream, if a value is too long to be held in memory.
    fn streamed(&mut self) -> Option<&mut ByteString> {
        None
    }
}

/// A source of values that knows their space, and so their exact entropy, before it draws.
pub trait Recipe: Draw {
    /// The set that a value is drawn from.
    fn space(&self) -> Space;

    /// The characters that values can contain, in any order and perhaps repeated: all such ASCII
    /// characters, and others that the recipe knows. `None` if the recipe does not know them.
    fn characters(&self) -> Option<Vec<char>> {
        None
    }

    /// Whether a draw can give `value`. By default the length and the ASCII characters decide.
    fn can_give(&self, value: &str) -> bool {
        let least = self.form().least_length.unwrap_or(1);
        let known = self.characters();
        let is_known = |character: char| known.as_ref().is_none_or(|all| all.contains(&character));
        value.chars().count() as u64 >= least
            && value
                .chars()
                .all(|character| !character.is_ascii() || is_known(character))
    }
}

/// The form of the values of a recipe.
pub struct Form {
    /// Whether values are raw bytes: they have no separator and are not written to a terminal.
    pub is_raw: bool,
    /// Describes to a person where the randomness comes from.
    pub source: &'static str,
    /// The number of values without `--count`.
    pub count: u64,
    /// Whether the recipe reads items. `--null` then applies to the items too.
    pub reads_items: bool,
    /// The names in JSON of the second and later lines of a value.
    pub further_lines: &'static [&'static str],
    /// Whether `draw` shows the QR code of `--qr`, because it encodes more than the value.
    pub shows_picture: bool,
    /// The minimum length of a value in characters, if it is known.
    pub least_length: Option<u64>,
    /// The most bytes of a value that are hashed, if it is known.
    pub hashed_bytes: Option<usize>,
    /// The positions of the public id and of the hashed secret in a value. `None` if a value has no id
    /// and is hashed as a whole.
    pub id: Option<IdPosition>,
    /// Whether `draw` also writes the value elsewhere, so that stdout may be closed.
    pub goes_elsewhere: bool,
    /// The warning for values that are weaker than their kind should be.
    pub weakness: Option<String>,
}

/// The positions of the id and of the secret in a value, in bytes.
#[derive(Clone)]
pub struct IdPosition {
    pub id: Range<usize>,
    /// Where the secret begins. It ends with the value.
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
    /// The id of `value`, if it has one, and the part that is hashed.
    pub fn stored_parts<'a>(&self, value: &'a [u8]) -> (Option<&'a [u8]>, &'a [u8]) {
        match &self.id {
            Some(position) => (Some(&value[position.id.clone()]), &value[position.secret..]),
            None => (None, value),
        }
    }
}
