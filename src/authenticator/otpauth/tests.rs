use proptest::prelude::*;

use super::*;

const SHA1_6: Scheme = Scheme {
    algorithm: Algorithm::Sha1,
    digits: 6,
    style: Style::Decimal,
};

fn written(label: &Label, scheme: Scheme, factor: Factor) -> String {
    let mut uri = Secret::with_capacity(0);
    write(label, b"JBSWY3DPEHPK3PXP", scheme, factor, &mut uri);
    String::from_utf8(uri.as_bytes().to_vec()).unwrap()
}

fn label(issuer: &str, account: &str) -> Label {
    Label {
        issuer: (!issuer.is_empty()).then(|| issuer.to_owned()),
        account: account.to_owned(),
    }
}

fn read_text(text: &str) -> Account {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error:#}"))
}

#[test]
fn parts_are_percent_encoded() {
    for (part, encoded) in [
        ("alice@example.com", "alice@example.com"),
        ("Big Corp", "Big%20Corp"),
        ("50%", "50%25"),
        ("a&b=c?d#e/f+g", "a%26b%3Dc%3Fd%23e%2Ff%2Bg"),
        ("A-Za-z0-9-._~", "A-Za-z0-9-._~"),
        ("Müller €", "M%C3%BCller%20%E2%82%AC"),
        ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("!$'()*,;[]", "%21%24%27%28%29%2A%2C%3B%5B%5D"),
    ] {
        assert_eq!(
            written(&label(part, part), SHA1_6, Factor::Period(30)),
            format!(
                "otpauth://totp/{encoded}:{encoded}?secret=JBSWY3DPEHPK3PXP&issuer={encoded}&algorithm=SHA1&digits=6&period=30"
            )
        );
    }
    assert_eq!(
        written(&label("", "bob"), SHA1_6, Factor::Counter(7)),
        "otpauth://hotp/bob?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&counter=7"
    );
}

#[test]
fn written_uris_are_read_back() {
    let printable: String = (' '..='~').filter(|&c| c != ':').collect();
    for (issuer, account) in [
        ("", "alice"),
        ("Acme & Söhne", "alice+test@example.com"),
        ("%3A", "100%25"),
        (printable.trim(), printable.trim()),
    ] {
        let label = label(issuer, account);
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            for (digits, factor) in [
                (6, Factor::Period(30)),
                (8, Factor::Period(1)),
                (10, Factor::Counter(0)),
                (7, Factor::Counter(1 << 60)),
            ] {
                let uri = read_text(&written(
                    &label,
                    Scheme {
                        algorithm,
                        digits,
                        style: Style::Decimal,
                    },
                    factor,
                ));
                assert_eq!(uri.label.as_ref(), Some(&label));
                assert_eq!(uri.key.as_bytes(), b"Hello!\xde\xad\xbe\xef");
                assert!(uri.algorithm == Some(algorithm) && uri.digits == Some(digits));
                let (period, counter) = match factor {
                    Factor::Period(period) => (Some(period), None),
                    Factor::Counter(counter) => (None, Some(counter)),
                };
                assert_eq!((uri.period, uri.counter), (period, counter));
            }
        }
    }
}

#[test]
fn reads_what_services_write() {
    for (text, issuer, account) in [
        // The example of the format's description.
        (
            "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
            "ACME Co",
            "john.doe@email.com",
        ),
        (
            "otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
            "Example",
            "alice@google.com",
        ),
        (
            "otpauth://totp/Provider1:Alice%20Smith?secret=JBSWY3DPEHPK3PXP",
            "Provider1",
            "Alice Smith",
        ),
        (
            "otpauth://totp/Big%20Corporation%3A%20alice%40bigco.com?secret=JBSWY3DPEHPK3PXP",
            "Big Corporation",
            "alice@bigco.com",
        ),
        (
            "otpauth://totp/alice?secret=jbsw%20y3dp%20ehpk%203pxp&issuer=Form+Encoded",
            "Form Encoded",
            "alice",
        ),
        (
            "OTPAUTH://TOTP/alice?Secret=JBSWY3DPEHPK3PXP&image=https%3A%2F%2Fa%2Fb.png",
            "",
            "alice",
        ),
        (
            "otpauth://totp/alice?issuer=&secret=JBSWY3DPEHPK3PXP&algorithm=sha-1",
            "",
            "alice",
        ),
        (
            "otpauth://totp/old:alice?issuer=new&secret=JBSWY3DPEHPK3PXP#fragment",
            "new",
            "alice",
        ),
        ("otpauth://totp/a:b:c?secret=JBSWY3DPEHPK3PXP", "a", "b:c"),
        ("otpauth://totp/a%3Ab:c?secret=JBSWY3DPEHPK3PXP", "a:b", "c"),
        (
            "otpauth://totp/a%3Ab%3Ac?secret=JBSWY3DPEHPK3PXP",
            "a",
            "b:c",
        ),
        ("otpauth://totp/a%3a%20b?secret=JBSWY3DPEHPK3PXP", "a", "b"),
        ("otpauth://totp/a+b?secret=JBSWY3DPEHPK3PXP", "", "a+b"),
        ("otpauth://totp/%3Ab?secret=JBSWY3DPEHPK3PXP", "", "b"),
        (
            "otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP&issuer=",
            "a",
            "b",
        ),
        ("steam://JBSWY3DPEHPK3PXP", "Steam", ""),
    ] {
        assert_eq!(
            read_text(text).label,
            Some(label(issuer, account)),
            "{text}"
        );
    }
    let uri = read_text("otpauth://totp?secret=JBSWY3DPEHPK3PXP");
    assert!(uri.label.is_none() && uri.digits.is_none() && uri.kind == Kind::Totp);
    let uri = read_text("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=0&&");
    assert!(uri.counter == Some(0) && uri.kind == Kind::Hotp);
}

#[test]
fn another_issuer_in_the_label_is_kept() {
    for (text, other) in [
        ("otpauth://totp/old:x?issuer=new", Some("old")),
        ("otpauth://totp/old%3Ax?issuer=new", Some("old")),
        ("otpauth://totp/new:x?issuer=new", None),
        ("otpauth://totp/Big%20Co:x?issuer=Big+Co", None),
        ("otpauth://totp/new:x", None),
        ("otpauth://totp/x?issuer=new", None),
        ("otpauth://totp/:x?issuer=new", None),
    ] {
        let read = read_text(&format!(
            "{text}{}secret=JBSWY3DP",
            if text.contains('?') { '&' } else { '?' }
        ));
        assert_eq!(read.other_issuer.as_deref(), other, "{text}");
    }
}

#[test]
fn every_form_of_steam_accounts_is_read() {
    for (text, style) in [
        ("steam://GEZDGNBVGY3TQOJQ", Style::Steam),
        (
            "otpauth://steam/Steam:x?secret=GEZDGNBV&digits=5",
            Style::Steam,
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&encoder=steam",
            Style::Steam,
        ),
        (
            "otpauth://totp/Steam:x?secret=GEZDGNBV&issuer=Steam",
            Style::Steam,
        ),
        (
            "otpauth://totp/Steam%3Ax?secret=GEZDGNBV&digits=5&period=30",
            Style::Steam,
        ),
        (
            "otpauth://totp/Steam:x?secret=GEZDGNBV&digits=6",
            Style::Decimal,
        ),
        (
            "otpauth://hotp/Steam:x?secret=GEZDGNBV&counter=0",
            Style::Decimal,
        ),
    ] {
        assert!(read_text(text).scheme().style == style, "{text}");
    }
}

#[test]
fn refuses_invalid_uris() {
    for (text, rule) in [
        (
            "https://example.com/?secret=JBSWY3DPEHPK3PXP",
            "neither base32",
        ),
        ("otpauth:totp/x?secret=JBSWY3DPEHPK3PXP", "neither base32"),
        ("otpauth://motp/x?secret=JBSWY3DPEHPK3PXP", "totp or hotp"),
        ("otpauth://totp/x", "no secret"),
        ("otpauth://totp/x?secret=", "the secret is empty"),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PX1", "character 16"),
        (
            "otpauth://totp/x?secret=JBSWY3DP&secret=JBSWY3DP",
            "secret twice",
        ),
        (
            "otpauth://totp/x?secret=JBSWY3DP&digits=6&digits=6",
            "digits twice",
        ),
        (
            "otpauth://totp/x?secret=JBSWY3DP&digits=5",
            "6 to 10 digits",
        ),
        ("otpauth://totp/x?secret=JBSWY3DP&digits=six", "digits"),
        ("otpauth://totp/x?secret=JBSWY3DP&period=0", "period"),
        ("otpauth://hotp/x?secret=JBSWY3DP&counter=-1", "counter"),
        ("otpauth://totp/x?secret=JBSWY3DP&algorithm=MD5", "SHA256"),
        ("otpauth://totp/x?secret=JBSWY3DP&encoder=yandex", "encoder"),
        (
            "otpauth://totp/x?secret=JBSWY3DP&encoder=steam&digits=6",
            "five characters",
        ),
        (
            "otpauth://hotp/x?secret=JBSWY3DP&encoder=steam",
            "five characters",
        ),
        ("steam://JBSWY3D1", "character 8"),
        ("steam://", "the secret is empty"),
        (
            "otpauth://totp/%zz?secret=JBSWY3DP",
            "two hexadecimal digits",
        ),
        ("otpauth://totp/%e2%82?secret=JBSWY3DP", "UTF-8"),
        ("otpauth://totp/x?secret=%4", "two hexadecimal digits"),
    ] {
        let error = read(text.as_bytes())
            .and_then(|account| account.check())
            .err()
            .map(|error| format!("{error:#}"));
        let message = error.unwrap_or_default();
        assert!(message.contains(rule), "{text}: {message}");
        assert!(!message.contains("secret="), "{text}: {message}");
    }
}

proptest! {
    #[test]
    fn any_written_uri_is_read_back(
        parts in prop::collection::vec("[^:\\p{C}]{1,20}", 1..=2),
        key in prop::collection::vec(any::<u8>(), 1..70),
        which in 0..3_usize,
        digits in 6..=10_u32,
        period in 1..=86400_u64,
        counter in 0..=1_u64 << 60,
    ) {
        prop_assume!(parts.iter().all(|part| Label::part(part).is_ok()));
        // The issuer Steam would imply other digits.
        prop_assume!(parts.get(1).is_none_or(|issuer| !issuer.eq_ignore_ascii_case("steam")));
        let label = Label {
            account: parts[0].clone(),
            issuer: parts.get(1).cloned(),
        };
        let algorithm = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][which];
        let mut secret = Secret::with_capacity(0);
        key_text::write_base32(&key, &mut secret);
        for (factor, kind, numbers) in [
            (Factor::Period(period), Kind::Totp, (Some(period), None)),
            (Factor::Counter(counter), Kind::Hotp, (None, Some(counter))),
        ] {
            let mut text = Secret::with_capacity(0);
            write(&label, secret.as_bytes(), Scheme { algorithm, digits, style: Style::Decimal }, factor, &mut text);
            prop_assert!(text.as_bytes().iter().all(u8::is_ascii_graphic));
            let uri = read(text.as_bytes()).unwrap();
            prop_assert_eq!(uri.label.as_ref(), Some(&label));
            prop_assert_eq!(uri.key.as_bytes(), &key[..]);
            prop_assert!(uri.kind == kind && uri.algorithm == Some(algorithm));
            prop_assert_eq!((uri.digits, (uri.period, uri.counter)), (Some(digits), numbers));
        }
    }

    #[test]
    fn errors_do_not_show_the_secret(
        secret in "[A-Z2-7]{16}",
        name in "secret|issuer|digits|period|counter|algorithm|encoder|image",
        value in "[%0-9A-Za-z&#=+é]{0,12}",
        label in "[%0-9A-Fa-f:/?&]{0,12}",
    ) {
        let text = format!("otpauth://totp/{label}?secret={secret}&{name}={value}");
        if let Err(error) = read(text.as_bytes()) {
            let message = format!("{error:#}");
            prop_assert!(!message.contains(&secret), "{}", message);
        }
    }
}
