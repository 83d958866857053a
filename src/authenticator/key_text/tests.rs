use proptest::prelude::*;

use super::*;

fn bytes(text: &str) -> Option<Vec<u8>> {
    base32(text.as_bytes())
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
        write_base32(plain.as_bytes(), &mut written);
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
        "\u{feff}JBSWY3DPEHPK3PXP\u{a0}\n",
        "\"JBSWY3DPEHPK3PXP\"",
        "'jbswy3dpehpk3pxp'\r\n",
        "\u{201c}JBSW\u{2013}Y3DP\u{2011}EHPK\u{202f}3PXP\u{201d}",
        "JBSWY3DPEHPK3PXP\u{200b}",
    ] {
        assert_eq!(bytes(text).unwrap(), b"Hello!\xde\xad\xbe\xef", "{text:?}");
    }
    assert!(base32(b"JBSWY3DPEHPK3PXP\nJBSWY3DPEHPK3PXP").is_err());
    // Bits after the last whole byte are dropped.
    assert_eq!(bytes("MZ"), bytes("MY"));
    assert_eq!(bytes("MZ======"), bytes("MY"));
    assert_eq!(bytes("MY%3D%3D%3d%3D%3D%3D"), bytes("MY"));
}

#[test]
fn hex_is_read_however_it_is_grouped() {
    for text in [
        "48656c6c6f21deadbeef",
        "48656C6C6F21DEADBEEF\n",
        "48 65 6c 6c 6f 21 de ad be ef",
        "48:65:6c:6c:6f:21:de:ad:be:ef",
        "0x48656c6c6f21deadbeef",
        "4865-6c6c-6f21\u{2013}dead-beef",
    ] {
        let read = hex(text.as_bytes()).unwrap();
        assert_eq!(read.as_bytes(), b"Hello!\xde\xad\xbe\xef", "{text:?}");
    }
    for (text, rule) in [
        ("", "empty"),
        ("0x", "empty"),
        ("486", "3 characters"),
        ("486g", "character 4 of the secret, 'g', is not hex"),
        ("é8", "character 1 of the secret, 'é', is not hex"),
        ("48x6", "character 3"),
        ("48=", "character 3"),
        ("48\n48", "several lines"),
    ] {
        let error = hex(text.as_bytes()).err().unwrap().to_string();
        assert!(error.contains(rule), "{text}: {error}");
    }
}

#[test]
fn errors_name_the_position() {
    for (text, message) in [
        (
            &b"GEZ1"[..],
            "character 4 of the secret, '1', is not base32",
        ),
        (
            "GE\u{a0}Zé".as_bytes(),
            "character 5 of the secret, 'é', is not base32",
        ),
        (b"GE\x80Z", "character 3 of the secret is not UTF-8"),
        (
            b"GE\x1b",
            "character 3 of the secret, '\\u{1b}', is not base32",
        ),
    ] {
        let error = base32(text).err().unwrap().to_string();
        assert_eq!(error, message);
    }
    let hint = |text: &[u8]| {
        let error = base32(text).err().unwrap();
        error.downcast::<crate::message::Hinted>().unwrap().hint
    };
    assert!(hint(b"1234abcd").contains("--secret-encoding hex"));
    assert!(hint(b"GEZ0").contains("perhaps the letter O"));
}

#[test]
fn a_text_of_hexadecimal_digits_could_be_either() {
    for (text, could) in [
        ("22334455667722334455667722334455", true),
        ("2233-4455 \n", true),
        ("223", false),
        ("2G", false),
        ("22======", false),
        ("", false),
    ] {
        assert_eq!(could_be_hex(text.as_bytes()), could, "{text}");
    }
}

#[test]
fn spaces_and_quotes_around_a_text_are_removed() {
    for (text, rest) in [
        ("\u{feff}\"{ }\" \u{a0}\n", "{ }"),
        ("  ", ""),
        ("", ""),
        ("é", "é"),
        ("\u{2018}a b\u{2019}", "a b"),
    ] {
        assert_eq!(trimmed(text.as_bytes()), rest.as_bytes(), "{text:?}");
    }
    assert_eq!(trimmed(b"\xa0x\xa0"), b"\xa0x\xa0");
}

#[test]
fn refuses_invalid_base32() {
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
        assert!(base32(text.as_bytes()).is_err(), "{text:?}");
    }
}

#[test]
fn every_length_comes_back() {
    let all: Vec<u8> = (0..=255).collect();
    for length in 1..=all.len() {
        let mut text = Secret::with_capacity(0);
        write_base32(&all[..length], &mut text);
        assert_eq!(base32(text.as_bytes()).unwrap().as_bytes(), &all[..length]);
    }
}

proptest! {
    #[test]
    fn written_base32_is_read_in_every_layout(
        plain in prop::collection::vec(any::<u8>(), 1..70),
        gap in "[ \\t-]{0,2}",
        group in 1..9_usize,
        lower: bool,
        padded: bool,
    ) {
        let mut text = Secret::with_capacity(0);
        write_base32(&plain, &mut text);
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

    /// Bits after the last whole byte are dropped.
    #[test]
    fn any_text_is_read_as_by_data_encoding(text in "[A-Za-z2-7]{0,40}[A-Z0-9=]{0,2}") {
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
    fn errors_do_not_show_the_secret(before in "[A-Z]{8}", after in "[A-Z]{8}", wrong in "[!#$&*+,./0189:;<>?@^_|~é€😀]") {
        let error = base32(format!("{before}{wrong}{after}").as_bytes()).err().unwrap().to_string();
        prop_assert!(!error.contains(&before) && !error.contains(&after), "{}", error);
    }
}
