//! What each command draws.

use std::collections::BTreeSet;

use crate::harness::run;

/// Demands one line whose characters are all of `alphabet`.
fn line(command: &str, length: usize, alphabet: impl Fn(u8) -> bool) {
    let outcome = run(command);
    let lines = outcome.lines();
    assert_eq!(lines.len(), 1, "{command}");
    assert_eq!(lines[0].len(), length, "{command}: {}", lines[0]);
    assert!(lines[0].bytes().all(alphabet), "{command}: {}", lines[0]);
}

fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

fn is_urlsafe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

#[test]
fn sizes_are_in_bytes_characters_or_bits() {
    line("secrets hex", 64, is_hex);
    line("secrets hex 16", 32, is_hex);
    line("secrets hex --chars 40", 40, is_hex);
    line("secrets hex --bits 129", 34, is_hex);
    line("secrets urlsafe", 43, is_urlsafe);
    line("secrets urlsafe 16", 22, is_urlsafe);
    line("secrets urlsafe --chars 22", 22, is_urlsafe);
    line("secrets otp", 6, |byte| byte.is_ascii_digit());
    line("secrets otp --digits 8", 8, |byte| byte.is_ascii_digit());
    line("secrets apikey", 64, is_hex);
    line("secrets apikey --prefix ab_1 | cut -c 6-", 64, is_hex);
    line("secrets password", 20, |byte| byte.is_ascii_graphic());
    line("secrets password --length 16", 16, |byte| {
        byte.is_ascii_graphic()
    });
    line("secrets password --charset '[xyz]'", 81, |byte| {
        b"xyz".contains(&byte)
    });
    for (command, bytes) in [
        ("bytes", 32),
        ("bytes 1KiB", 1024),
        ("bytes 1kB", 1000),
        ("bytes --bits 9", 2),
    ] {
        assert_eq!(
            run(&format!("secrets {command}")).stdout.len(),
            bytes,
            "{command}"
        );
    }
}

/// Each encoding is read back by another program.
#[test]
fn encodings_decode_to_as_many_bytes() {
    for (encoding, decoder) in [
        (
            "hex",
            r#"(read -r digits; printf "$(sed 's/../\\x&/g' <<<"$digits")")"#,
        ),
        ("base64", "base64 -d"),
        ("base64url", "tr -- -_ +/ | sed 's/$/=/' | base64 -d"),
        ("base32", "base32 -d"),
    ] {
        let outcome = run(&format!(
            "secrets bytes 20 --encoding {encoding} | {decoder} | wc -c"
        ));
        assert_eq!(outcome.lines(), ["20"], "{encoding}");
    }
    for (encoding, longest) in [("crockford", 32), ("base58", 28), ("base62", 27)] {
        let outcome = run(&format!("secrets bytes 20 --encoding {encoding}"));
        assert!(
            outcome.lines()[0].len() <= longest && outcome.lines()[0].len() >= 20,
            "{encoding}"
        );
    }
}

/// 64 draws of 2 bits each: an outcome is missing with odds of 4 * (3/4)^64 < 2^-24 for each set; so
/// 400 draws, with odds below 2^-163.
#[test]
fn every_number_of_a_small_range_comes_up() {
    for (command, numbers) in [
        ("secrets below 4 -n 400", ["0", "1", "2", "3"]),
        ("secrets below 2 --from -2 -n 400", ["-1", "-2", "0", "1"]),
        (
            "secrets below -6 --from=-10 -n 400",
            ["-10", "-7", "-8", "-9"],
        ),
        ("secrets below 0x4 -n 400", ["0", "1", "2", "3"]),
        ("secrets choice a b c d -n 400", ["a", "b", "c", "d"]),
        (
            "printf 'a\\nb\\nc\\nd' | secrets choice -n 400",
            ["a", "b", "c", "d"],
        ),
    ] {
        let outcome = run(command);
        let seen: BTreeSet<&str> = outcome.lines().into_iter().collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), numbers, "{command}");
    }
}

#[test]
fn numbers_have_no_largest_size() {
    assert_eq!(run("secrets below 1").lines(), ["0"]);
    // The odds that a number of 1000 bits has fewer than 270 digits are below 2^-100.
    for command in [
        "secrets below 2^1000",
        "secrets below 10^301",
        "secrets below 0x1_0000_0000_0000 --from -10^300",
    ] {
        let outcome = run(command);
        let digits = outcome.lines()[0].trim_start_matches('-').len();
        assert!((270..=302).contains(&digits), "{command}: {digits}");
    }
}

#[test]
fn distinct_picks_differ_and_a_shuffle_is_complete() {
    let sorted = |command: &str| {
        let outcome = run(command);
        let mut lines: Vec<u32> = outcome
            .lines()
            .iter()
            .map(|line| line.parse().unwrap())
            .collect();
        lines.sort_unstable();
        lines
    };
    let all: Vec<u32> = (1..=100).collect();
    assert_eq!(sorted("seq 100 | secrets choice -n 100 --distinct"), all);
    assert_eq!(sorted("seq 100 | secrets choice --shuffle"), all);
    assert_eq!(
        sorted("seq 100 >list; secrets choice --shuffle --file list"),
        all
    );
    let some = sorted("seq 1000000 | secrets choice -n 5 --distinct");
    assert!(some.len() == 5 && some.windows(2).all(|pair| pair[0] < pair[1]));
    // The odds that 100 lines stay in order are 1 in 100!, below 2^-520.
    assert_ne!(
        run("seq 100 | secrets choice --shuffle").lines(),
        run("seq 100").lines()
    );
}

#[test]
fn a_distinct_batch_has_no_value_twice() {
    for (command, count) in [
        ("secrets hex 1 --allow-weak", "256"),
        ("secrets otp 3 --allow-weak", "1000"),
        ("secrets below 2", "2"),
        ("secrets for port", "16384"),
        (
            "secrets password --charset '[ab]' --length 9 --allow-weak",
            "512",
        ),
    ] {
        let outcome = run(&format!(
            "{command} --distinct -n {count} | sort | uniq -u | wc -l"
        ));
        assert_eq!(outcome.lines(), [count], "{command}");
    }
}

#[cfg(unix)]
#[test]
fn items_are_any_bytes_and_null_separates_them() {
    assert_eq!(
        run(r"printf '\xff\xfe' | secrets choice").stdout,
        b"\xff\xfe\n"
    );
    assert_eq!(
        run(r"printf 'a\nb\0a\nb\0' | secrets choice -0 -n 2 --distinct").stdout,
        b"a\nb\0a\nb\0"
    );
    assert_eq!(run(r"secrets choice $'\xff'").stdout, b"\xff\n");
}

/// 2000 draws: odds below 2000 * 2^-41 that two of them are equal by chance for 64 bits, and less
/// than 2^-106 for the others.
#[test]
fn no_value_comes_twice() {
    for command in [
        "hex",
        "urlsafe",
        "bytes --encoding base58",
        "password",
        "apikey",
        "below 2^128",
    ] {
        let outcome = run(&format!("secrets {command} -n 2000 | sort -u | wc -l"));
        assert_eq!(outcome.lines(), ["2000"], "{command}");
    }
}

#[test]
fn passwords_meet_their_policy() {
    for (options, pattern) in [
        (
            "",
            "^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^a-zA-Z0-9])[!-~]{20}$",
        ),
        (
            "--length 4",
            "^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^a-zA-Z0-9])[!-~]{4}$",
        ),
        (
            "--no-symbols --length 3",
            "^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[a-zA-Z0-9]{3}$",
        ),
        ("--no-lower --no-upper --no-symbols", "^[0-9]{39}$"),
        ("--charset 'aé€😀' -l 10", "^[aé€😀]{10}$"),
        ("--charset crockford --bits 128", "^[0-9A-HJKMNP-TV-Z]{26}$"),
        (
            "--symbols '+-' --min-symbols 3 -l 6",
            "^(?=(.*[-+]){3})[a-zA-Z0-9+-]{6}$",
        ),
        ("--first letter --last digits", "^[a-zA-Z].*[0-9]$"),
        (
            "--no-repeats --charset 0123456789 -l 10",
            "^(?!.*(.).*\\1)[0-9]{10}$",
        ),
        (
            "--max-run 1 --charset '[ab]' -l 20",
            "^(ab){10}$|^(ba){10}$",
        ),
        (
            "--no-ambiguous --exclude '\"'\\'' '",
            "^[^0Oo1lI|\"'\\'' ]{21}$",
        ),
    ] {
        let script =
            format!("secrets password {options} --allow-weak -n 200 | grep -cP '{pattern}'");
        assert_eq!(
            run(&format!("export LC_ALL=C.UTF-8; {script}")).lines(),
            ["200"],
            "{options}"
        );
    }
}

#[test]
fn patterns_are_matched_from_end_to_end() {
    for pattern in [
        "[A-Z2-7]{5}(-[A-Z2-7]{5}){4}",
        "02(:[0-9a-f]{2}){5}",
        "(a|a)b?[äöü]{2}",
        "\\d{3}-\\w{4}.[^/]",
        "[[:punct:]]{8}",
    ] {
        let script = format!(
            "export LC_ALL=C.UTF-8; secrets pattern '{pattern}' -n 500 | grep -cxP '{pattern}'"
        );
        assert_eq!(run(&script).lines(), ["500"], "{pattern}");
    }
    // Ambiguous ways to the same string count once: a, b and ab, each with even odds. The odds that
    // one of them is missing are below 3 * (2/3)^400 < 2^-230.
    let outcome = run(
        "secrets pattern '(a|a)b?|b|(b)' -n 400 | sort -u; secrets pattern '(a|a)b?|b|(b)' --json",
    );
    let lines = outcome.lines();
    assert_eq!(lines[..3], ["a", "ab", "b"]);
    assert!(lines[3].contains(r#""possibilities":"3""#), "{}", lines[3]);
}
