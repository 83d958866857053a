//! The encodings of keys: base32 (RFC 4648, section 6), as services and apps show it, and hex, as the
//! makers of hardware tokens do.

use std::ops::BitAnd;

use anyhow::{Result, ensure};
use clap::ValueEnum;
use data_encoding::BASE32_NOPAD;
use subtle::{Choice, ConditionallySelectable, ConstantTimeLess};

use crate::message::hinted;
use crate::secret::Secret;

/// The encoding of a key without a URI.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeyEncoding {
    /// Letters and the digits 2 to 7, as apps show it
    Base32,
    /// Hexadecimal digits, as makers of hardware tokens use it
    Hex,
    /// All bytes of the source
    Raw,
}

impl KeyEncoding {
    /// Reads a key.
    ///
    /// # Errors
    /// See [`base32`] and [`hex()`].
    pub fn read(self, text: &[u8]) -> Result<Secret> {
        match self {
            Self::Base32 => base32(text),
            Self::Hex => hex(text),
            Self::Raw => Ok(Secret::copy_of(text)),
        }
    }
}

/// Appends `bytes` as base32 in upper case without padding, as in `otpauth` URIs.
pub fn write_base32(bytes: &[u8], text: &mut Secret) {
    BASE32_NOPAD.encode_mut(bytes, text.grow(BASE32_NOPAD.encode_len(bytes.len())));
}

/// Reads base32 as people and services write it: in upper or lower case, grouped with spaces or
/// dashes, with or without padding, and in quotes.
///
/// Bits after the last whole byte are dropped, as apps and oathtool do, because some services draw
/// characters instead of bytes.
///
/// # Errors
/// The text is empty, has another character, or has an impossible length. Messages show a character
/// only if it cannot be part of a key.
pub fn base32(text: &[u8]) -> Result<Secret> {
    let mut bits = Bits::new(text.len());
    let mut padding = 0_usize;
    for (index, found) in symbols(text) {
        match found {
            Symbol::Byte(byte) => {
                let (digit, is_digit) = base32_digit(byte);
                if !bool::from(is_digit) {
                    return Err(not_base32(text, index, char::from(byte)));
                }
                ensure!(padding == 0, "the padding of the secret is not at its end");
                bits.push(digit, 5);
            }
            Symbol::Padding if bits.symbols > 0 => padding += 1,
            Symbol::Padding => return Err(not_base32(text, index, '=')),
            Symbol::Other(character) => return Err(not_base32(text, index, character)),
            Symbol::Broken => return Err(not_text(text, index)),
            Symbol::SecondLine => return Err(several_lines()),
        }
    }
    let symbols = bits.symbols;
    ensure!(symbols > 0, "the secret is empty");
    ensure!(
        !matches!(symbols % 8, 1 | 3 | 6),
        "the secret has {symbols} characters, and base32 never has: one is missing or too many"
    );
    ensure!(
        padding == 0 || padding == symbols.next_multiple_of(8) - symbols,
        "the secret of {symbols} characters has a padding of {padding}, which is not that of base32"
    );
    Ok(bits.bytes)
}

/// Reads hex in upper or lower case, grouped with spaces, dashes or colons.
///
/// # Errors
/// See [`base32`].
pub fn hex(text: &[u8]) -> Result<Secret> {
    let mut bits = Bits::new(text.len());
    for (index, found) in symbols(text) {
        let other = match found {
            Symbol::Byte(byte) => {
                let (digit, is_digit) = hex_digit(byte);
                if bool::from(is_digit) {
                    bits.push(digit, 4);
                    continue;
                }
                match byte {
                    // Colons group the digits: 1f:2e. 0x can come first: 0x1f.
                    b':' => continue,
                    b'x' | b'X' if bits.is_one_zero() => {
                        bits = Bits::new(text.len());
                        continue;
                    }
                    _ => char::from(byte),
                }
            }
            Symbol::Padding => '=',
            Symbol::Other(character) => character,
            Symbol::Broken => return Err(not_text(text, index)),
            Symbol::SecondLine => return Err(several_lines()),
        };
        let position = position(text, index);
        return Err(hinted(
            format!("character {position} of the secret, {other:?}, is not hex"),
            "hex is made of the digits 0 to 9 and the letters A to F",
        ));
    }
    ensure!(bits.symbols > 0, "the secret is empty");
    ensure!(
        bits.symbols.is_multiple_of(2),
        "the secret has {} characters, and hex never has: one is missing or too many",
        bits.symbols
    );
    Ok(bits.bytes)
}

/// Whether a base32 text could be hex too.
pub fn could_be_hex(text: &[u8]) -> bool {
    let digit = |(_, found)| match found {
        Symbol::Byte(byte) => hex_digit(byte).1,
        _ => Choice::from(0),
    };
    // All characters are checked, so that the time does not reveal the position of another letter.
    let are_digits = symbols(text)
        .map(digit)
        .fold(Choice::from(1), BitAnd::bitand);
    let count = symbols(text).count();
    count > 0 && count.is_multiple_of(2) && bool::from(are_digits)
}

/// `text` without spaces, quotes and a byte order mark at its start and end.
pub fn trimmed(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        let before = rest.len();
        let chunk = rest[..rest.len().min(4)].utf8_chunks().next();
        let first = chunk.and_then(|chunk| chunk.valid().chars().next());
        if let Some(first) = first.filter(|first| is_around(*first)) {
            rest = &rest[first.len_utf8()..];
        }
        if let Some(last) = last_character(rest).filter(|last| is_around(*last)) {
            rest = &rest[..rest.len() - last.len_utf8()];
        }
        if rest.len() == before {
            return rest;
        }
    }
}

fn last_character(text: &[u8]) -> Option<char> {
    let start = text.len().saturating_sub(4);
    (start..text.len())
        .rev()
        .find_map(|start| std::str::from_utf8(&text[start..]).ok()?.chars().next())
}

/// The class of an ASCII character in the text of a key. All letters and digits have the same class,
/// so that the time does not reveal which of them a key has.
#[derive(Clone, Copy)]
enum Class {
    Text,
    Space,
    /// White space that does not separate groups.
    Feed,
    Newline,
    Quote,
    Dash,
    Equals,
    Percent,
}

const CLASSES: [Class; 128] = {
    let mut classes = [Class::Text; 128];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' | b'\r' => Class::Space,
            0x0b | 0x0c => Class::Feed,
            b'\n' => Class::Newline,
            b'"' | b'\'' | b'`' => Class::Quote,
            b'-' => Class::Dash,
            b'=' => Class::Equals,
            b'%' => Class::Percent,
            _ => Class::Text,
        };
        byte += 1;
    }
    classes
};

fn is_around(character: char) -> bool {
    match CLASSES.get(character as usize) {
        Some(class) => matches!(
            class,
            Class::Space | Class::Feed | Class::Newline | Class::Quote
        ),
        None => is_space(character) || is_quote(character),
    }
}

/// Whether the character is white space or has no width.
fn is_space(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'
        )
}

fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}'
    )
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A symbol in the text of a key.
#[derive(Clone, Copy)]
enum Symbol {
    /// An ASCII character that may be a digit.
    Byte(u8),
    /// `=`, or `%3D` as in a URI.
    Padding,
    Other(char),
    /// Bytes that are not UTF-8.
    Broken,
    /// The end of a line that another line follows.
    SecondLine,
}

/// The symbols of `text` with their byte indices, without spaces, dashes and quotes.
fn symbols(text: &[u8]) -> impl Iterator<Item = (usize, Symbol)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let index = at;
            let byte = *text.get(index)?;
            at += 1;
            let class = CLASSES.get(usize::from(byte));
            let character = match class {
                Some(Class::Equals) => return Some((index, Symbol::Padding)),
                Some(Class::Percent)
                    if text[at..]
                        .get(..2)
                        .is_some_and(|code| code.eq_ignore_ascii_case(b"3d")) =>
                {
                    at += 2;
                    return Some((index, Symbol::Padding));
                }
                // A second line is a second secret.
                Some(Class::Newline) if !trimmed(&text[at..]).is_empty() => {
                    return Some((index, Symbol::SecondLine));
                }
                Some(Class::Space | Class::Newline | Class::Quote | Class::Dash) => continue,
                Some(Class::Text | Class::Feed | Class::Percent) => {
                    return Some((index, Symbol::Byte(byte)));
                }
                None => {
                    let next = &text[index..text.len().min(index + 4)];
                    let chunk = next.utf8_chunks().next();
                    match chunk.and_then(|chunk| chunk.valid().chars().next()) {
                        Some(character) => character,
                        None => return Some((index, Symbol::Broken)),
                    }
                }
            };
            at = index + character.len_utf8();
            if !is_around(character) && !is_dash(character) {
                return Some((index, Symbol::Other(character)));
            }
        }
    })
}

/// Assembles bytes from digits of several bits.
struct Bits {
    bytes: Secret,
    /// The bits that are not yet a whole byte.
    held: u32,
    /// The number of bits in `held`.
    count: u32,
    /// The number of digits.
    symbols: usize,
}

impl Bits {
    fn new(symbols: usize) -> Self {
        Self {
            bytes: Secret::with_capacity(5 * symbols / 8 + 1),
            held: 0,
            count: 0,
            symbols: 0,
        }
    }

    fn push(&mut self, digit: u8, bits: u32) {
        self.symbols += 1;
        self.held = self.held << bits | u32::from(digit);
        self.count += bits;
        if self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.held >> self.count) as u8);
            self.held &= (1 << self.count) - 1;
        }
    }

    fn is_one_zero(&self) -> bool {
        self.symbols == 1 && self.held == 0
    }
}

/// The value of a digit, and whether it is valid. There is no branch, so that the time does not
/// distinguish letters from digits.
fn base32_digit(byte: u8) -> (u8, Choice) {
    let (letter, number) = ((byte | 0x20).wrapping_sub(b'a'), byte.wrapping_sub(b'2'));
    let (is_letter, is_number) = (letter.ct_lt(&26), number.ct_lt(&6));
    let value = u8::conditional_select(&number.wrapping_add(26), &letter, is_letter);
    (value, is_letter | is_number)
}

fn hex_digit(byte: u8) -> (u8, Choice) {
    let (letter, number) = ((byte | 0x20).wrapping_sub(b'a'), byte.wrapping_sub(b'0'));
    let (is_letter, is_number) = (letter.ct_lt(&6), number.ct_lt(&10));
    let value = u8::conditional_select(&number, &letter.wrapping_add(10), is_letter);
    (value, is_letter | is_number)
}

/// The position of the character at the byte `index`, counted from 1.
fn position(text: &[u8], index: usize) -> usize {
    let begins = |byte: &&u8| !matches!(byte, 0x80..0xc0);
    text[..index].iter().filter(begins).count() + 1
}

fn not_base32(text: &[u8], index: usize, character: char) -> anyhow::Error {
    let hint = if matches!(character, '0' | '1' | '8' | '9') {
        match hex(text) {
            Ok(_) => "a secret in hex is read with --secret-encoding hex",
            Err(_) => "base32 has no 0, 1, 8 and 9: perhaps the letter O, I or B is meant",
        }
    } else {
        "base32 is made of the letters A to Z and the digits 2 to 7"
    };
    let position = position(text, index);
    hinted(
        format!("character {position} of the secret, {character:?}, is not base32"),
        hint,
    )
}

fn not_text(text: &[u8], index: usize) -> anyhow::Error {
    hinted(
        format!(
            "character {} of the secret is not UTF-8",
            position(text, index)
        ),
        "the bytes of a key themselves are read with --secret-encoding raw",
    )
}

fn several_lines() -> anyhow::Error {
    hinted(
        "the secret has several lines, and one secret is on one line",
        "several accounts are read as otpauth:// URIs, one a line",
    )
}

#[cfg(test)]
mod tests;
