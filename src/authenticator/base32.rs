//! The base32 in which authenticator apps show and read secrets (RFC 4648, section 6).

use anyhow::{Result, bail, ensure};
use data_encoding::BASE32_NOPAD;
use subtle::{Choice, ConditionallySelectable, ConstantTimeLess};

use crate::message::hinted;
use crate::secret::Secret;

/// Appends `bytes` in upper case, without padding: the way of `otpauth` URIs.
pub fn write(bytes: &[u8], text: &mut Secret) {
    BASE32_NOPAD.encode_mut(bytes, text.grow(BASE32_NOPAD.encode_len(bytes.len())));
}

/// Reads base32 as people and services write it: in upper or lower case, grouped with spaces or
/// hyphens, with all of its padding or none. Bits beyond the last whole byte are dropped, as apps
/// and oathtool do: some services draw characters and not bytes.
///
/// # Errors
/// Empty, another character, or a length that no bytes have. Messages tell places, and never what
/// is there.
pub fn read(text: &[u8]) -> Result<Secret> {
    let mut bytes = Secret::with_capacity(5 * text.len() / 8 + 1);
    let (mut held, mut bits) = (0_u32, 0);
    let (mut symbols, mut padding) = (0_usize, 0_usize);
    for (index, byte) in text.iter().enumerate() {
        let (digit, is_digit) = digit(*byte);
        if !bool::from(is_digit) {
            match byte {
                b'=' if symbols > 0 => padding += 1,
                // A second line is a second secret, and both together would be none.
                b'\n' if !text[index..].trim_ascii().is_empty() => {
                    bail!("the secret has several lines, and one secret stands on one")
                }
                b' ' | b'-' | b'\t' | b'\r' | b'\n' => {}
                _ => return Err(not_base32(index)),
            }
            continue;
        }
        ensure!(padding == 0, "the padding of the secret is not at its end");
        symbols += 1;
        held = held << 5 | u32::from(digit);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    ensure!(symbols > 0, "the secret is empty");
    ensure!(
        !matches!(symbols % 8, 1 | 3 | 6),
        "the secret has {symbols} characters, and base32 never has: one is missing or too many"
    );
    ensure!(
        padding == 0 || padding == symbols.next_multiple_of(8) - symbols,
        "the secret of {symbols} characters has a padding of {padding}, which is not that of base32"
    );
    Ok(bytes)
}

/// The value of a digit, and whether it is one; without a branch, which would tell letters from
/// digits by the time it takes.
fn digit(byte: u8) -> (u8, Choice) {
    let (letter, number) = ((byte | 0x20).wrapping_sub(b'a'), byte.wrapping_sub(b'2'));
    let (is_letter, is_number) = (letter.ct_lt(&26), number.ct_lt(&6));
    let value = u8::conditional_select(&number.wrapping_add(26), &letter, is_letter);
    (value, is_letter | is_number)
}

fn not_base32(index: usize) -> anyhow::Error {
    hinted(
        format!("character {} of the secret is not base32", index + 1),
        "base32 is made of the letters A to Z and the digits 2 to 7",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(text: &str) -> Option<Vec<u8>> {
        read(text.as_bytes())
            .ok()
            .map(|secret| secret.as_bytes().to_vec())
    }

    #[test]
    fn rfc_4648_section_10() {
        for (plain, text) in [
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foo", "MZXW6==="),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            let unpadded = text.trim_end_matches('=');
            let mut written = Secret::with_capacity(0);
            write(plain.as_bytes(), &mut written);
            assert_eq!(written.as_bytes(), unpadded.as_bytes());
            for text in [text, unpadded, &text.to_lowercase()] {
                assert_eq!(bytes(text).unwrap(), plain.as_bytes(), "{text}");
            }
        }
    }

    #[test]
    fn reads_what_people_paste() {
        for text in [
            "JBSWY3DPEHPK3PXP",
            "jbswy3dpehpk3pxp",
            "JBSW Y3DP EHPK 3PXP\n",
            " jbsw-y3dp-ehpk-3pxp\r\n",
            "\tJbSwY3dPeHpK3pXp",
        ] {
            assert_eq!(bytes(text).unwrap(), b"Hello!\xde\xad\xbe\xef", "{text:?}");
        }
        assert!(read(b"JBSWY3DPEHPK3PXP\nJBSWY3DPEHPK3PXP").is_err());
        // Bits beyond the last byte.
        assert_eq!(bytes("MZ"), bytes("MY"));
        assert_eq!(bytes("MZ======"), bytes("MY"));
    }

    #[test]
    fn refuses_what_base32_never_is() {
        for text in [
            "",
            " ",
            "=",
            "========",
            "M",
            "MZX",
            "MZXW6Y",
            "MZXW6YTBO",
            "M0",
            "M1",
            "M8",
            "M9",
            "MZXW!",
            "MZXWé",
            "MY=====",
            "MY=======",
            "MY=",
            "MY==A===",
            "MZXW6YTB=",
            "=MY",
            "MZXW6YTB========",
            "M\0Y",
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_length_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        for length in 1..=all.len() {
            let mut text = Secret::with_capacity(0);
            write(&all[..length], &mut text);
            assert_eq!(read(text.as_bytes()).unwrap().as_bytes(), &all[..length]);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_however_it_is_set(
            plain in prop::collection::vec(any::<u8>(), 1..70),
            gap in "[ \\t-]{0,2}",
            group in 1..9_usize,
            lower: bool,
            padded: bool,
        ) {
            let mut text = Secret::with_capacity(0);
            write(&plain, &mut text);
            let mut text = String::from_utf8(text.as_bytes().to_vec()).unwrap();
            if padded {
                text = data_encoding::BASE32.encode(&plain);
            }
            if lower {
                text = text.to_lowercase();
            }
            let groups: Vec<_> = text.as_bytes().chunks(group).map(|part| std::str::from_utf8(part).unwrap()).collect();
            prop_assert_eq!(bytes(&groups.join(&gap)), Some(plain));
        }

        /// Bits beyond the last whole byte are dropped.
        #[test]
        fn any_text_is_read_as_the_crate_reads_it(text in "[A-Za-z2-7]{0,40}[A-Z0-9=]{0,2}") {
            let mut lenient = BASE32_NOPAD.specification();
            lenient.check_trailing_bits = false;
            let lenient = lenient.encoding().unwrap();
            let plain = text.trim_end_matches('=').to_uppercase();
            let expected = lenient.decode(plain.as_bytes()).ok().filter(|bytes| !bytes.is_empty());
            let padding = text.len() - plain.len();
            let fits = padding == 0 || padding == plain.len().next_multiple_of(8) - plain.len();
            prop_assert_eq!(bytes(&text), expected.filter(|_| fits));
        }

        #[test]
        fn what_is_refused_is_not_repeated(before in "[A-Z]{8}", after in "[A-Z]{8}", wrong in "[^A-Za-z2-7 \t\r\n=-]") {
            let error = read(format!("{before}{wrong}{after}").as_bytes()).err().unwrap().to_string();
            prop_assert!(!error.contains(&before) && !error.contains(&after), "{}", error);
        }
    }
}
