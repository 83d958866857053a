use super::*;

fn secret(bytes: &[u8]) -> Secret {
    let mut secret = Secret::with_capacity(0);
    secret.extend(bytes);
    secret
}

fn code(algorithm: Algorithm, digits: u32, key: &[u8], counter: u64) -> String {
    let mut code = secret(b"");
    let scheme = Scheme {
        algorithm,
        digits,
        style: Style::Decimal,
    };
    scheme.code(&secret(key), counter, &mut code).unwrap();
    String::from_utf8(code.as_bytes().to_vec()).unwrap()
}

const KEY: &[u8] = b"12345678901234567890";

#[test]
fn rfc_4226_appendix_d() {
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, expected) in codes.iter().enumerate() {
        assert_eq!(code(Algorithm::Sha1, 6, KEY, counter as u64), *expected);
    }
    // The appendix also lists the 31 bits of the counters: 0x4c93cf18 and so on.
    for (counter, word) in [1_284_755_224_u64, 1_094_287_082, 137_359_152]
        .iter()
        .enumerate()
    {
        for digits in 6..=10 {
            let expected = format!(
                "{:0width$}",
                word % 10_u64.pow(digits),
                width = digits as usize
            );
            assert_eq!(code(Algorithm::Sha1, digits, KEY, counter as u64), expected);
        }
    }
}

#[test]
fn rfc_6238_appendix_b() {
    // The seeds of SHA256 and SHA512 are longer: erratum 2866.
    let seed = |length: usize| KEY.iter().copied().cycle().take(length).collect::<Vec<_>>();
    for (time, sha1, sha256, sha512) in [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ] {
        let step = time / DEFAULT_PERIOD;
        assert_eq!(code(Algorithm::Sha1, 8, &seed(20), step), sha1);
        assert_eq!(code(Algorithm::Sha256, 8, &seed(32), step), sha256);
        assert_eq!(code(Algorithm::Sha512, 8, &seed(64), step), sha512);
    }
}

#[test]
fn finds_a_code_in_its_window_and_nowhere_else() {
    let scheme = Scheme {
        algorithm: Algorithm::Sha1,
        digits: 6,
        style: Style::Decimal,
    };
    let find = |counters, text: &[u8]| {
        let code = Candidate::read(&secret(text), Style::Decimal);
        scheme.find(&secret(KEY), counters, &[code]).unwrap()
    };
    for (counters, text, found) in [
        (0..=9, &b"755224"[..], Some(0)),
        (0..=9, b"520489", Some(9)),
        (4..=4, b"338314\n", Some(4)),
        (4..=4, b" 338 314 ", Some(4)),
        (1..=9, b"755224", None),
        (0..=8, b"520489", None),
        (0..=9, b"755225", None),
        (0..=9, b"0755224", None),
        (0..=9, b"55224", None),
        (0..=9, b"7552240", None),
        (0..=9, b"75522\xe3", None),
        (0..=9, b"755-224", None),
        (0..=9, b"75522400000000000000000000000", None),
        (0..=9, b"", None),
    ] {
        assert_eq!(find(counters.clone(), text), found, "{counters:?} {text:?}");
    }
    assert_eq!(find(RangeInclusive::new(5, 4), b"254676"), None);
}

#[test]
fn the_last_of_several_counters_with_the_code_is_found() {
    // This key was searched for: counters with the same code are close together.
    let scheme = Scheme {
        algorithm: Algorithm::Sha1,
        digits: 6,
        style: Style::Decimal,
    };
    let key = secret(KEY);
    let mut seen = std::collections::HashMap::new();
    let twins = (0..10_000).find_map(|counter| {
        let number = *scheme.number(&key, counter).unwrap();
        seen.insert(number, counter).map(|first| (first, counter))
    });
    let (first, second) = twins.unwrap();
    let mut text = secret(b"");
    scheme.code(&key, first, &mut text).unwrap();
    let code = Candidate::read(&text, Style::Decimal);
    let found = scheme.find(&key, first..=second, &[code]);
    assert_eq!(found.unwrap(), Some(second));
}

/// RFC 4226, section 7.4.
#[test]
fn two_successive_codes_are_found_together() {
    let scheme = Scheme {
        algorithm: Algorithm::Sha1,
        digits: 6,
        style: Style::Decimal,
    };
    let find = |counters, first: &[u8], second: &[u8]| {
        let codes = [first, second].map(|text| Candidate::read(&secret(text), Style::Decimal));
        scheme.find(&secret(KEY), counters, &codes).unwrap()
    };
    for (counters, first, second, found) in [
        (0..=9, b"755224", b"287082", Some(0)),
        (0..=8, b"399871", b"520489", Some(8)),
        (0..=7, b"399871", b"520489", None),
        (1..=9, b"755224", b"287082", None),
        (0..=9, b"287082", b"755224", None),
        (0..=9, b"755224", b"359152", None),
        (0..=9, b"755224", b"755224", None),
    ] {
        assert_eq!(find(counters.clone(), first, second), found, "{counters:?}");
    }
    assert_eq!(find(0..=9, b"755224", b"28708"), None);
}

#[test]
fn codes_of_steam_are_read_as_they_are_written() {
    let scheme = Scheme {
        algorithm: Algorithm::Sha1,
        digits: STEAM_LENGTH,
        style: Style::Steam,
    };
    // The codes that steam-totp 2.1.2 makes from this key.
    for (time, expected) in [(0, "GG5F5"), (59, "PV9M4"), (1_111_111_109, "PY4YB")] {
        let mut code = secret(b"");
        let step = time / DEFAULT_PERIOD;
        scheme.code(&secret(KEY), step, &mut code).unwrap();
        assert_eq!(code.as_bytes(), expected.as_bytes());
    }
    for counter in 0..2000 {
        let mut code = secret(b"");
        scheme.code(&secret(KEY), counter, &mut code).unwrap();
        assert_eq!(code.len(), 5);
        assert!(code.as_bytes().iter().all(|byte| STEAM.contains(byte)));
        for text in [
            code.as_bytes().to_vec(),
            code.as_bytes().to_ascii_lowercase(),
        ] {
            let code = [Candidate::read(&secret(&text), Style::Steam)];
            let found = scheme.find(&secret(KEY), counter..=counter, &code);
            assert_eq!(found.unwrap(), Some(counter));
        }
    }
    for text in [&b"2345"[..], b"A2345", b"234567", b"2345!", b"999999999999"] {
        let code = [Candidate::read(&secret(text), Style::Steam)];
        assert_eq!(scheme.find(&secret(KEY), 0..=50, &code).unwrap(), None);
    }
}

#[test]
fn numbers_out_of_range_are_refused() {
    assert_eq!(digits("10").unwrap(), 10);
    assert_eq!(period("1").unwrap(), 1);
    assert_eq!(window("0").unwrap(), 0);
    for text in ["5", "11", "0", "", "six", "6.0"] {
        assert!(digits(text).is_err(), "{text}");
    }
    for text in ["0", "86401", "-1", "30s"] {
        assert!(period(text).is_err(), "{text}");
    }
    for text in ["101", "-1", ""] {
        assert!(window(text).is_err(), "{text}");
    }
}
