//! Input that breaks a rule: one line that names the value and the rule, and nothing else.

use crate::harness::{GENERATORS, run};

/// Demands trouble whose message contains both texts.
fn refuse(script: &str, value: &str, rule: &str) {
    let outcome = run(script);
    let message = outcome.trouble(script);
    assert!(
        message.contains(value) && message.contains(rule),
        "{script}: {message}"
    );
}

#[cfg(unix)]
#[test]
fn sizes() {
    for command in ["bytes", "hex", "urlsafe"] {
        for (size, rule) in [
            ("0", "at least 1 byte"),
            ("0K", "at least 1 byte"),
            ("-1", "must not be negative"),
            ("''", "a whole number of bytes"),
            ("abc", "a whole number of bytes"),
            ("K", "a whole number of bytes"),
            ("1.5", "a whole number of bytes"),
            ("1e3", "a whole number of bytes"),
            ("10^30", "a whole number of bytes"),
            ("1X", "a whole number of bytes"),
            ("1000000000000000000000000000000", "at most 1E"),
            ("18446744073709551616", "at most 1E"),
        ] {
            refuse(&format!("secrets {command} {size}"), size, rule);
        }
        refuse(
            &format!("secrets {command} $'\\xff'"),
            "\u{fffd}",
            "not text in UTF-8",
        );
        refuse(
            &format!("secrets {command} 3 --bits 8"),
            "SIZE",
            "cannot be used with",
        );
        refuse(&format!("secrets {command} --bits 0"), "'0'", "at least 1");
    }
    refuse("secrets bytes -e base64 --chars 33", "33", "32 or 36");
    refuse("secrets bytes -e base32 --chars 1", "1", "8");
    refuse(
        "secrets bytes --chars 5",
        "--chars",
        "raw bytes are not text",
    );
    refuse(
        "secrets bytes 1M --encoding base62",
        "1048576",
        "at most 16384 bytes",
    );
    refuse(
        "secrets bytes --encoding base63",
        "base63",
        "possible values",
    );
    refuse(
        "secrets hex 10M --json",
        "--json",
        "at most 1048576 random bytes",
    );
    refuse(
        "secrets hex 10M --mask github",
        "--mask",
        "at most 1048576 random bytes",
    );
}

#[cfg(unix)]
#[test]
fn counts_and_lengths() {
    for (option, generators) in [
        ("--count", &GENERATORS[..]),
        ("--digits", &["secrets otp"]),
        ("--length", &["secrets password"]),
        ("--bits", &["secrets password"]),
        ("--max-run", &["secrets password"]),
    ] {
        for generator in generators {
            for value in [
                "0",
                "-1",
                "''",
                "abc",
                "1e3",
                "10^30",
                "1000000000000000000000000000000",
                "18446744073709551616",
            ] {
                refuse(&format!("{generator} {option} {value}"), value, "");
            }
            refuse(
                &format!("{generator} {option}"),
                option,
                "a value is required",
            );
            refuse(
                &format!("{generator} {option} $'\\xff'"),
                "\u{fffd}",
                "UTF-8",
            );
        }
    }
}

#[test]
fn numbers() {
    for (number, rule) in [
        ("0", "no number from 0 to below 0"),
        ("-5", "no number from 0 to below -5"),
        ("''", "not a whole number"),
        ("abc", "not a whole number"),
        ("1e3", "not a whole number"),
        ("1.5", "not a whole number"),
        ("0x", "not a whole number"),
        ("2^", "not a whole number"),
        ("2^9999999999", "more than 1000000 bits"),
        ("5 --from 5", "no number from 5 to below 5"),
    ] {
        refuse(&format!("secrets below {number}"), "", rule);
    }
    refuse("secrets below", "<N>", "not provided");
    refuse("secrets below 5 --from abc", "'abc'", "not a whole number");
}

#[test]
fn items() {
    refuse("secrets choice </dev/null", "stdin", "no items");
    refuse(
        "printf 'a\\n\\nb\\n' | secrets choice",
        "item 2 of stdin",
        "empty",
    );
    refuse("secrets choice a ''", "item 2", "empty");
    refuse("secrets choice a b -n 3 --distinct", "3", "from 2");
    refuse("seq 2 | secrets choice -n 3 --distinct", "3", "from 2");
    refuse(
        "seq 2 | secrets choice -n 3 --distinct --json",
        "3",
        "from 2",
    );
    refuse("secrets choice a b --distinct", "--distinct", "no effect");
    refuse(
        "secrets hex 1 -n 257 --distinct",
        "257",
        "only 256 different values",
    );
    refuse(
        "secrets hex -n 20000000 --distinct",
        "20000000",
        "at most 10000000",
    );
    refuse("secrets hex 1M -n 2 --distinct", "240 KiB", "in memory");
    refuse(
        "secrets otp --recovery --distinct",
        "--recovery",
        "no effect",
    );
    refuse(
        "secrets otp --bits 20 --no-runs",
        "--bits",
        "leave codes out",
    );
    refuse(
        "secrets choice a b --shuffle -n 2",
        "--shuffle",
        "cannot be used with",
    );
    refuse(
        "secrets choice a b --shuffle --distinct",
        "--shuffle",
        "cannot be used with",
    );
    refuse("secrets choice a --file b", "--file", "cannot be used with");
    refuse("secrets choice --file missing", "missing", "cannot be read");
    refuse("secrets choice --file .", ".", "cannot be read");
    refuse("secrets choice <&-", "stdin", "");
}

#[test]
fn policies() {
    for (options, value, rule) in [
        ("--length 3", "3", "add up to 4"),
        ("--length 1025", "1025", "at most 1024"),
        ("--charset a", "'a'", "only character"),
        ("--charset '[aab]'", "'a'", "counts each character once"),
        ("--charset ''", "", "must not be empty"),
        ("--charset 'a b'", "\\u{20}", "a space"),
        ("--charset $'a\\xcc\\x81b'", "\\u{301}", "a combining mark"),
        ("--charset $'a\\tb'", "\\u{9}", "a control character"),
        ("--charset HEX", "'HEX'", "by name"),
        ("--charset 0-9z-a", "'z-a'", "ends before it begins"),
        ("--exclude 9-0", "'9-0'", "ends before it begins"),
        ("--charset a-cc", "'c'", "counts each character once"),
        (
            "--safe shell --charset 'ab$&'",
            "$&",
            "--safe does not take",
        ),
        (
            "--charset '[ab]' --no-lower",
            "--charset",
            "cannot be used with",
        ),
        (
            "--charset '[ab]' --symbols '!?'",
            "--charset",
            "cannot be used with",
        ),
        ("--charset '[ab]' --any", "--charset", "cannot be used with"),
        (
            "--no-lower --no-upper --no-digits --no-symbols",
            "",
            "no characters are left",
        ),
        (
            "--no-digits --min-digits 2",
            "--no-digits",
            "cannot be used with",
        ),
        (
            "--charset '[ab]' --min-digits 1",
            "1 digits",
            "the set has none",
        ),
        ("--symbols 'a!'", "'a'", "is a letter or digit"),
        ("--exclude ''", "--exclude", "must not be empty"),
        ("--exclude é", "'é'", "no effect"),
        (
            "--charset '[abc]' --no-ambiguous",
            "--no-ambiguous",
            "no effect",
        ),
        (
            "--first digits --no-digits",
            "--first digits",
            "no such character",
        ),
        ("--charset 123 --last digits", "--last digits", "no effect"),
        ("--first vowel", "'vowel'", "possible values"),
        ("--max-run 20", "20", "no effect"),
        (
            "--max-run 2 --no-repeats",
            "--no-repeats",
            "cannot be used with",
        ),
        (
            "--no-repeats -l 20 --charset '[abc]'",
            "--length 20",
            "only 3 characters",
        ),
        (
            "--no-repeats --charset ab12 --min-digits 3 -l 4",
            "--min-digits 3",
            "only 2",
        ),
        ("--no-repeats --length 1 --any", "--no-repeats", "no effect"),
        ("--bits 64 --length 10", "--length", "cannot be used with"),
        ("--bits 100000", "100000", "cannot be reached"),
        (
            "--bits 8 --charset '[ab]' --max-run 1",
            "8",
            "cannot be reached",
        ),
        (
            "--charset 1a --first digits --last digits --max-run 1 -l 4",
            "4 characters",
            "meets all of these rules",
        ),
    ] {
        refuse(
            &format!("export LC_ALL=C.UTF-8; secrets password {options}"),
            value,
            rule,
        );
    }
}

#[test]
fn prefixes() {
    for (prefix, rule) in [
        ("''", "1 to 64"),
        ("Acme", "1 to 64"),
        ("a-b", "1 to 64"),
        ("acme_", "added by itself"),
    ] {
        refuse(&format!("secrets apikey --prefix {prefix}"), prefix, rule);
    }
}

#[test]
fn shapes_of_keys() {
    for (options, value, rule) in [
        ("--chars 0", "'0'", "at least 1"),
        ("--chars 1025", "1025", "at most 1024"),
        ("--bits 4097", "1025", "at most 1024"),
        ("--bits 8 --chars 8", "--chars", "cannot be used with"),
        ("--encoding base64", "'base64'", "possible values"),
        ("--style github", "--style github", "takes a --prefix"),
        ("--style gitlab", "'gitlab'", "possible values"),
        ("--style stripe --chars 8", "--chars", "cannot be used with"),
        (
            "--style github --prefix a --checksum",
            "--checksum",
            "cannot be used with",
        ),
        (
            "--id --encoding base64url",
            "--encoding base64url",
            "disagree",
        ),
        ("--check -n 5", "--count", "cannot be used with"),
        ("--check --output keys", "--output", "cannot be used with"),
        ("--check --mask github", "--mask", "cannot be used with"),
        ("--check --json", "--json", "cannot be used with"),
        ("--check --hash sha256", "--hash", "cannot be used with"),
        ("--check --regex", "--regex", "cannot be used with"),
        ("--regex --explain", "--explain", "cannot be used with"),
        (
            "--check --style github",
            "--style github",
            "takes a --prefix",
        ),
    ] {
        refuse(&format!("secrets apikey {options} </dev/null"), value, rule);
    }
}

#[test]
fn hashes() {
    for (command, value, rule) in [
        ("apikey --hash md5", "'md5'", "--hash"),
        ("apikey --hash-output h", "--hash", "not provided"),
        ("apikey --hash sha256 --hash-output -", "-", "is stdout"),
        ("apikey --hash sha256 --hash-output .", ".", "a directory"),
        ("apikey --hash sha256 --bits 124", "128 bits", "have 124"),
        (
            "password --hash sha256 -l 10",
            "128 bits",
            "could be searched",
        ),
        ("otp --recovery --hash sha256", "128 bits", "have 75"),
        ("otp --hash argon2id", "--hash", "--recovery"),
        ("apikey --hash bcrypt --chars 73", "72 bytes", "73"),
        (
            "apikey --hash bcrypt --prefix acme_live",
            "72 bytes",
            "a value can have 74",
        ),
        (
            "password --hash bcrypt --charset äöü -l 37",
            "72 bytes",
            "a value can have 74",
        ),
        ("password --hash sha512-crypt -l 513", "512 bytes", "513"),
        (
            "passphrase --words 9 --hash bcrypt",
            "72 bytes",
            "a value can have",
        ),
        (
            "passphrase --hash sha256",
            "77.549 bits",
            "at least 128 bits",
        ),
        (
            "apikey --force --hash sha256",
            "--output <FILE>",
            "not provided",
        ),
    ] {
        refuse(
            &format!("export LC_ALL=C.UTF-8; secrets {command}"),
            value,
            rule,
        );
    }
    // 128 bits are enough.
    assert_eq!(
        run("secrets apikey --hash sha256 --bits 128").lines().len(),
        1
    );
}

#[test]
fn codes() {
    for (options, value, rule) in [
        ("--digits 1025", "1025", "at most 1024"),
        (
            "--digits 6 --charset '[ab]'",
            "--charset",
            "cannot be used with",
        ),
        ("--digits 6 --recovery", "--recovery", "cannot be used with"),
        (
            "--charset '[ab]' --recovery",
            "--recovery",
            "cannot be used with",
        ),
        ("--charset a", "'a'", "only character"),
        ("--charset '[aab]'", "'a'", "given twice"),
        ("--group 6", "--group 6", "no effect"),
        ("--group 0", "'0'", "at least 1"),
        ("--separator .", "--separator", "no effect without --group"),
        ("--group 3 --separator ''", "''", "1 to 16"),
        ("--group 3 --separator $'\\t'", "\\t", "control character"),
        ("--group 3 --separator 7", "'7'", "a character of the code"),
        (
            "--charset base64url --group 3",
            "'-'",
            "a character of the code",
        ),
        ("--recovery --length 12", "--length 12", "64 bits"),
        ("--recovery -n 1001", "1001", "at most 1000"),
        ("--recovery --group 16", "--group 16", "no effect"),
    ] {
        refuse(&format!("secrets otp {options}"), value, rule);
    }
}

#[test]
fn options_without_effect() {
    for generator in GENERATORS
        .into_iter()
        .filter(|generator| !generator.contains("choice"))
    {
        refuse(
            &format!("{generator} --null --no-newline"),
            "--null",
            "no effect",
        );
        refuse(&format!("{generator} --force"), "--output", "");
        refuse(
            &format!("{generator} --output - --force"),
            "--force",
            "no effect",
        );
    }
    refuse("secrets bytes --null", "--null", "no effect");
    refuse(
        "secrets password --for help -o list",
        "--output",
        "no effect",
    );
    refuse("secrets bytes --no-newline", "--no-newline", "no effect");
    refuse("secrets bytes --mask github", "--mask", "raw bytes");
    refuse("secrets below 10 --mask github", "--mask", "ordinary text");
    refuse("secrets hex --mask gitlab", "'gitlab'", "possible values");
}

#[test]
fn commands_and_options_that_do_not_exist() {
    let outcome = run("secrets hexx");
    outcome.trouble("hexx");
    assert!(
        outcome.stderr.contains("'hexx'")
            && outcome
                .stderr
                .contains("hint: a similar subcommand exists: 'hex'")
    );
    let outcome = run("secrets hex --forse");
    outcome.trouble("--forse");
    assert!(outcome.stderr.contains("'--forse'") && outcome.stderr.contains("'--force'"));
    refuse("secrets $'\\xff'", "\u{fffd}", "");
    refuse("secrets completions tcsh", "'tcsh'", "possible values");
    refuse("secrets man hexx", "'hexx'", "[COMMAND]");
    refuse(
        "secrets hex $'a\\n\\nb\\e[31m'",
        "a\\n\\nb\\u{1b}[31m",
        "whole number",
    );
}

#[test]
fn no_command_shows_the_help_on_stderr() {
    let outcome = run("secrets");
    assert_eq!((outcome.status, outcome.text()), (2, ""));
    assert!(outcome.stderr.contains("Usage: secrets <COMMAND>"));
    assert_eq!(
        run("secrets help hex").text(),
        run("secrets hex --help").text()
    );
    assert_eq!(run("secrets help").text(), run("secrets --help").text());
}

#[test]
fn patterns() {
    for (pattern, value, rule) in [
        ("''", "", "no non-empty string matches"),
        ("'[^ -~]'", "", "no string matches"),
        ("abc", "", "only one string"),
        ("'a?'", "", "only one non-empty string"),
        (
            "'[a-z]+'",
            "character 6 of the pattern, '+'",
            "repeats without end",
        ),
        (
            "'[a-z]{3,}'",
            "character 6 of the pattern, '{3,}'",
            "repeats without end",
        ),
        ("'a(?=b)'", "character 2 of the pattern", "look-around"),
        (
            "'[a-z]\\b[a-z]'",
            "character 6 of the pattern",
            "word boundaries",
        ),
        ("'[a-z]^[a-z]'", "character 6 of the pattern", "anchor"),
        ("'[a-z'", "character 1 of the pattern", "unclosed"),
        ("'(?i)abc'", "character 1 of the pattern", "flags"),
        (
            "'\\p{Greek}'",
            "character 1 of the pattern",
            "Unicode properties",
        ),
        ("'((a{1000}){1000}){1000}'", "", "1000000000 characters"),
        ("'[a-z]{5}' --max-length 5", "--max-length 5", "no effect"),
        ("'[a-z]{5}' --bits 24", "23.502 bits", "the 24 of --bits"),
        ("'([ab]*a[ab]{20})' --max-length 500", "", "MiB"),
    ] {
        refuse(&format!("secrets pattern {pattern}"), value, rule);
    }
}
