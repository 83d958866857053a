use super::*;
use crate::authenticator::account::tests::described;

fn found(text: &str) -> Found {
    read(text.as_bytes(), None, Kind::Totp).unwrap_or_else(|error| panic!("{text}: {error:#}"))
}

fn all(text: &str) -> Vec<String> {
    found(text).entries.iter().map(described).collect()
}

fn refused(text: &str) -> String {
    let error = read(text.as_bytes(), None, Kind::Totp).err();
    format!("{:#}", error.unwrap())
}

const ALICE: &str = "otpauth://totp/Acme:alice?secret=GEZDGNBV";

#[test]
fn a_uri_is_found_wherever_it_is() {
    for text in [
        ALICE.to_owned(),
        format!("\u{feff}{ALICE}\u{a0}\r\n"),
        format!("\"{ALICE}\""),
        format!("QR-Code:{ALICE}\n"),
        format!("hunter2\n{ALICE}\nuser: alice\n"),
        // The first line may be a password, although it looks like a secret.
        format!("password\n{ALICE}"),
        format!("login: alice\notp: {ALICE}\n"),
        format!("{}\n{ALICE}", "A".repeat(25)),
    ] {
        assert_eq!(all(&text), ["Acme:alice totp SHA1 6 30 5"], "{text}");
    }
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let both = format!("{secret}\notpauth://totp/x?secret={secret}\n");
    assert_eq!(all(&both), ["x totp SHA1 6 30 20"]);
    let differ = format!("{secret}\n{ALICE}\n");
    assert!(refused(&differ).contains("different keys"));
}

#[test]
fn each_line_is_an_account() {
    let text = format!(
        "{ALICE}\n\n# a comment\notpauth://hotp/b?secret=GEZDGNBV&counter=7\nsteam://GEZDGNBV\notpauth://totp/c?secret=1\n"
    );
    let all = all(&text);
    assert_eq!(
        all[..3],
        [
            "Acme:alice totp SHA1 6 30 5",
            "b hotp SHA1 6 7 5",
            "Steam totp steam SHA1 5 30 5"
        ]
    );
    assert!(all[3].starts_with("line 6: character 1"), "{}", all[3]);
}

#[test]
fn a_key_without_a_uri_is_read_in_the_given_encoding() {
    let hex = "22334455667722334455667722334455";
    for (text, encoding, bytes, warns) in [
        (hex, None, 20, true),
        (hex, Some(KeyEncoding::Hex), 16, false),
        (hex, Some(KeyEncoding::Base32), 20, false),
        (hex, Some(KeyEncoding::Raw), 32, false),
        ("GEZDGNBVGY3TQOJQ", None, 10, false),
        ("12345678901234567890\n", Some(KeyEncoding::Raw), 21, true),
    ] {
        let found = read(text.as_bytes(), encoding, Kind::Hotp).unwrap();
        let account = found.entries[0].account.as_ref().unwrap();
        assert_eq!(account.key.len(), bytes, "{text}");
        assert!(account.kind == Kind::Hotp && account.label.is_none());
        assert_eq!(found.warning.is_some(), warns, "{text}");
    }
    let error = read(ALICE.as_bytes(), Some(KeyEncoding::Hex), Kind::Totp).err();
    assert!(error.unwrap().to_string().contains("no effect"));
}

#[test]
fn other_texts_are_refused() {
    for (text, rule) in [
        ("https://example.com", "neither base32"),
        ("otpauth:totp/x", "neither base32"),
        ("hunter2\nuser: x\n", "neither base32"),
        ("GEZDGNBV\nGEZDGNBV\n", "several lines"),
        ("otpauth://totp/x", "no secret"),
        ("otpauth-migration://offline", "no data"),
        ("{", "cannot be read"),
        (&"A".repeat(5000), "neither base32"),
    ] {
        assert!(refused(text).contains(rule), "{text}: {}", refused(text));
    }
}

fn migration(id: u8, size: u8, index: u8, name: &str) -> String {
    use base64::Engine;
    let mut account = vec![10, 5, b'1', b'2', b'3', b'4', b'5', 18, name.len() as u8];
    account.extend(name.as_bytes());
    let mut message = vec![10, account.len() as u8];
    message.extend(account);
    message.extend([24, size, 32, index, 40, id]);
    let data = base64::engine::general_purpose::STANDARD.encode(message);
    format!("otpauth-migration://offline?data={data}\n")
}

#[test]
fn the_parts_of_an_export_are_one_source() {
    let (a, b, c) = (
        migration(1, 3, 0, "a"),
        migration(1, 3, 1, "b"),
        migration(1, 3, 2, "c"),
    );
    let whole = found(&[&*c, &a, &b, &a].concat());
    assert!(whole.warning.is_none());
    let names: Vec<_> = whole.entries.iter().map(|entry| &*entry.name).collect();
    assert_eq!(names, ["c", "a", "b"]);
    let some = found(&[&*a, &c].concat());
    assert!(
        some.warning
            .as_ref()
            .unwrap()
            .contains("QR code 2 of the 3")
    );
    let account = some.choose(Some("c"), Kind::Totp).unwrap();
    assert_eq!(account.name(), "c");
    // The user may mean an account of the missing part.
    let error = found(&a).choose(None, Kind::Totp).err().unwrap();
    assert!(
        error.to_string().contains("not the whole export"),
        "{error}"
    );
    let error = found(&a).choose(Some("b"), Kind::Totp).err().unwrap();
    assert!(error.to_string().contains("is missing"), "{error}");
}

#[test]
fn an_account_is_chosen_by_each_of_its_names() {
    let text = "otpauth://totp/Acme:alice?secret=GEZDGNBV
otpauth://hotp/Acme:token?secret=GEZDGNBVGE&counter=1
otpauth://totp/Other:alice?secret=GEZDGNBVGY3TQOJQ
otpauth://totp/Other:2?secret=GEZDGNBVGY3TQ
otpauth://totp/broken?secret=1";
    let choose = |name: &str, kind| match found(text).choose(Some(name), kind) {
        Ok(account) => account.name(),
        Err(error) => format!("{error:#}"),
    };
    for (name, kind, expected) in [
        ("Acme:alice", Kind::Totp, "Acme:alice"),
        ("acme:ALICE", Kind::Totp, "Acme:alice"),
        ("acme", Kind::Totp, "Acme:alice"),
        ("acme", Kind::Hotp, "Acme:token"),
        ("token", Kind::Hotp, "Acme:token"),
        ("1", Kind::Totp, "Acme:alice"),
        ("2", Kind::Totp, "Other:2"),
        ("3", Kind::Totp, "Other:alice"),
        ("token", Kind::Totp, "the account is for hotp, not for totp"),
        (
            "alice",
            Kind::Totp,
            "alice is the name of 2 accounts: Acme:alice, Other:alice",
        ),
        (
            "bob",
            Kind::Totp,
            "no account is called bob: there are Acme:alice, Acme:token",
        ),
        ("ali", Kind::Totp, "no account is called ali"),
        ("0", Kind::Totp, "no account is called 0"),
        ("6", Kind::Totp, "no account is called 6"),
        (
            "5",
            Kind::Totp,
            "the account line 5 cannot be used: character 1",
        ),
    ] {
        let found = choose(name, kind);
        assert!(found.starts_with(expected), "{name}: {found}");
    }
}

#[test]
fn without_a_name_there_must_be_only_one_account_of_the_kind() {
    let choose = |text: &str, kind| match found(text).choose(None, kind) {
        Ok(account) => account.name(),
        Err(error) => format!("{error:#}"),
    };
    let hotp = "otpauth://hotp/b?secret=GEZDGNBV&counter=7";
    assert_eq!(choose(&format!("{ALICE}\n{hotp}"), Kind::Hotp), "b");
    assert_eq!(
        choose(&format!("{ALICE}\n{hotp}"), Kind::Totp),
        "Acme:alice"
    );
    for text in [
        format!("{ALICE}\notpauth://totp/b?secret=GEZDGNBV"),
        // The user may mean the account that can't be read.
        format!("{ALICE}\notpauth://totp/b?secret=1"),
    ] {
        let error = choose(&text, Kind::Totp);
        assert!(
            error.starts_with("the source has 2 accounts: Acme:alice, "),
            "{error}"
        );
    }
    let error = found("GEZDGNBV")
        .choose(Some("x"), Kind::Totp)
        .err()
        .unwrap();
    assert!(error.to_string().contains("--account x has no effect"));
}
