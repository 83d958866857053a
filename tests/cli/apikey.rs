//! Makes, recognises, stores and checks API keys and recovery codes.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Directory, has, run};

/// Options for shapes, and the regular expressions that their keys match.
const SHAPES: [(&str, &str); 11] = [
    ("", "[0-9a-f]{64}"),
    ("--prefix acme", "acme_[0-9a-f]{64}"),
    ("--encoding base62", "[0-9A-Za-z]{43}"),
    ("--encoding base58 --bits 128", "[1-9A-HJ-NP-Za-km-z]{22}"),
    ("--encoding crockford --chars 26", "[0-9A-HJKMNP-TV-Z]{26}"),
    ("--prefix a_1 --encoding base64url", "a_1_[0-9A-Za-z_-]{43}"),
    (
        "--prefix acme --encoding base64url --chars 20 --checksum",
        "acme_[0-9A-Za-z_-]{20}[0-9A-Za-z]{6}",
    ),
    ("--style github --prefix acme", "acme_[0-9A-Za-z]{36}"),
    ("--style stripe", "sk_live_[0-9A-Za-z]{24}"),
    (
        "--prefix acme --id",
        "acme_[1-9A-HJ-NP-Za-km-z]{8}_[1-9A-HJ-NP-Za-km-z]{44}",
    ),
    (
        "--prefix acme --id --encoding base62 --chars 24 --checksum",
        "acme_[1-9A-HJ-NP-Za-km-z]{8}_[0-9A-Za-z]{30}",
    ),
];

#[test]
fn keys_have_the_requested_shape_and_pass_the_check() {
    for (shape, pattern) in SHAPES {
        let script = format!(
            "secrets apikey {shape} -n 300 >keys; grep -cxP '{pattern}' keys; \
             secrets apikey {shape} --check <keys | uniq -c; echo ${{PIPESTATUS[0]}}"
        );
        assert_eq!(
            run(&script).lines(),
            ["300", "    300 valid", "0"],
            "{shape}"
        );
    }
}

/// The pattern finds each key within text, but no longer or shorter words and no other prefix.
#[test]
fn the_pattern_for_scanners_finds_only_keys() {
    for (shape, _) in SHAPES {
        let script = format!(
            r#"secrets apikey {shape} -n 300 >keys; regex=$(secrets apikey {shape} --regex)
            sed 's/.*/key="&";/' keys >text; grep -cP "$regex" keys; grep -cP "$regex" text
            {{ sed 's/.$//' keys; sed 's/$/x/' keys; sed 's/^/x/' keys; sed 's/./%/' keys; sed 's/.$/%/' keys; }} >other
            ! grep -P "$regex" other"#
        );
        assert_eq!(run(&script).lines(), ["300", "300"], "{shape}");
    }
    // The first digit of a checksum is at most 4.
    let script = "regex=$(secrets apikey --style github --prefix acme --regex)
        printf 'acme_%036d\n' 0 | grep -cP \"$regex\"; printf 'acme_%030d500000\n' 0 | grep -cP \"$regex\"";
    assert_eq!(run(script).text(), "1\n0\n");
}

#[test]
fn another_engine_finds_keys_with_the_pattern_too() {
    if !has(&["python3"]) {
        return;
    }
    for (shape, _) in SHAPES {
        let script = format!(
            r#"secrets apikey {shape} -n 300 | sed 's/.*/key="&";/' >text
            python3 -c 'import re, sys; print(sum(bool(re.search(sys.argv[1], line)) for line in open("text")))' \
                "$(secrets apikey {shape} --regex)""#
        );
        assert_eq!(run(&script).lines(), ["300"], "{shape}");
    }
}

#[test]
fn the_check_says_what_is_wrong_and_never_the_key() {
    // The published example with our own prefix.
    let script = "
        secrets apikey --style github --prefix acme --check <<END
acme_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17
acme_zQWBuTSOoRi4A9spHcVY5ncnsDkxkK0mLq17
acme_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq1
acme_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq1-
umbrella_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17

END
        echo $?";
    assert_eq!(
        run(script).lines(),
        [
            "valid",
            "invalid: bad checksum",
            "invalid: wrong length",
            "invalid: wrong character",
            "invalid: wrong prefix",
            "invalid: wrong prefix",
            "1"
        ]
    );
    let outcome = run("secrets apikey --check </dev/null");
    assert!(outcome.trouble("no lines").contains("no keys on stdin"));
    run("secrets apikey --check <&-").trouble("closed stdin");
    run("secrets apikey | secrets apikey --check >/dev/full").trouble("full disk");
    // The last line needs no newline.
    assert_eq!(
        run("printf %064d 0 | secrets apikey --check").lines(),
        ["valid"]
    );
}

#[cfg(unix)]
#[test]
fn each_line_is_checked_as_soon_as_it_is_read() {
    let script = "ulimit -v 40000; secrets apikey -n 300000 | secrets apikey --check | uniq -c";
    assert_eq!(run(script).lines(), [" 300000 valid"]);
    let script = "ulimit -v 40000; secrets hex 100M | secrets apikey --check; echo $?";
    assert_eq!(run(script).lines(), ["invalid: wrong length", "1"]);
    // The verdict on a line comes before the next line is sent.
    let script = "coproc secrets apikey --check; printf '%064d\n' 0 >&${COPROC[1]}; read -t 10 -u ${COPROC[0]} line; echo $line";
    assert_eq!(run(script).lines(), ["valid"]);
    // The status covers all keys, even if the reader of the verdicts has stopped.
    let script = "{ secrets apikey -n 100000; echo x; } | secrets apikey --check | head -n 1; echo ${PIPESTATUS[1]}";
    assert_eq!(run(script).lines(), ["valid", "1"]);
}

/// Each value matches only its own hash.
#[cfg(unix)]
#[test]
fn each_line_is_a_value_and_its_hash() {
    for (command, scheme) in [
        ("apikey --prefix acme", "sha256"),
        ("apikey --chars 20 --encoding base62", "argon2id"),
        ("apikey", "bcrypt"),
        ("password", "sha512-crypt"),
        ("password --length 8", "argon2id"),
        ("otp --recovery", "argon2id"),
    ] {
        let script = format!(
            r"secrets {command} -n 2 --hash {scheme} >lines; cut -f1 lines >values; cut -f2 lines >hashes
            awk -F'\t' 'NF != 2' lines
            for value in 1 2; do for hash in 1 2; do
                secrets compare --hashed --expected fd:3 --actual fd:4 3< <(sed -n ${{hash}}p hashes) 4< <(sed -n ${{value}}p values); echo $?
            done; done"
        );
        assert_eq!(
            run(&script).lines(),
            ["0", "1", "1", "0"],
            "{command} {scheme}"
        );
    }
    let script = r#"
        secrets apikey --hash sha256 | { IFS=$'\t' read -r value hash; [ "$hash" = "$(printf %s "$value" | sha256sum | cut -d' ' -f1)" ] && echo same; }"#;
    assert_eq!(run(script).lines(), ["same"]);
}

#[test]
fn the_system_makes_the_same_hash_of_a_value() {
    if !has(&["perl"]) {
        return;
    }
    let script = r#"
        for scheme in bcrypt sha512-crypt; do
            secrets password --hash $scheme | perl -F'\t' -lane 'print crypt($F[0], $F[1]) eq $F[1] ? "same" : "different"'
        done"#;
    assert_eq!(run(script).lines(), ["same"; 2]);
}

#[test]
fn a_key_with_an_id_is_stored_as_id_and_hash_of_the_secret() {
    let script = r#"secrets apikey --prefix acme --id --hash sha256 --hash-output stored >key
        IFS=_ read -r _ id secret <key
        [ "$(cat stored)" = "$id"$'\t'"$(printf %s "$secret" | sha256sum | cut -d' ' -f1)" ] && echo stored
        secrets compare --hashed --expected file:stored --actual stdin <key; echo $?
        sed "s/$id/22222222/" key | secrets compare --hashed --expected file:stored --actual stdin; echo $?
        secrets apikey --prefix acme --id --hash sha256 -n 5 | awk -F'\t' '{ split($1, part, "_"); print NF, part[2] == $2 }' | uniq -c"#;
    assert_eq!(run(script).lines(), ["stored", "0", "1", "      5 3 1"]);
}

#[test]
fn json_and_masks_distinguish_the_value_from_its_hash() {
    let outcome = run("secrets apikey --id --hash sha256 --json");
    let items = outcome.json();
    let names: Vec<_> = items[0].as_object().unwrap().keys().take(5).collect();
    assert_eq!(names, ["kind", "value", "id", "hash", "entropy_bits"]);
    let text = |name: &str| items[0][name].as_str().unwrap();
    let (id, secret) = text("value").split_once('_').unwrap();
    let hashed = run(&format!("printf {secret} | sha256sum | cut -d' ' -f1"));
    assert_eq!((text("id"), text("hash")), (id, hashed.lines()[0]));
    let outcome = run("secrets apikey --hash sha256 --mask github");
    let key = outcome.text().split('\t').next().unwrap();
    assert_eq!(outcome.stderr, format!("::add-mask::{key}\n"));
    // With --hash-output the JSON objects have no hashes.
    let outcome = run("secrets apikey --hash sha256 --json --hash-output h");
    assert!(!outcome.text().contains("\"hash\":"), "{}", outcome.text());
}

#[cfg(unix)]
#[test]
fn the_file_of_hashes_is_complete_or_absent() {
    let directory = Directory::new();
    let outcome =
        directory.run("secrets apikey -n 3 --hash sha256 --hash-output hashes --output keys");
    assert_eq!((outcome.status, outcome.text()), (0, ""));
    assert_eq!(directory.files(), ["hashes", "keys"]);
    for file in directory.files() {
        let path = directory.path().join(file);
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let text = fs::read_to_string(path).unwrap();
        assert!(text.lines().count() == 3 && text.lines().all(|line| line.len() == 64));
    }
    // If one file exists, none is written. With --force both are replaced.
    for (there, new) in [("hashes", "keys2"), ("hashes2", "keys")] {
        let script = format!("secrets apikey --hash sha256 --hash-output {there} --output {new}");
        assert!(directory.run(&script).trouble(&script).contains("exists"));
        assert_eq!(directory.files(), ["hashes", "keys"]);
    }
    let script = "secrets apikey --hash sha256 --hash-output hashes --output keys --force; wc -l <keys; wc -l <hashes";
    assert_eq!(directory.run(script).lines(), ["1", "1"]);
    let script = "secrets apikey --hash sha256 --hash-output hashes --force | wc -l";
    assert_eq!(directory.run(script).lines(), ["1"]);
    // If the keys can't be written, no hashes are written.
    for script in [
        "secrets apikey --hash sha256 --hash-output new >/dev/full",
        "set -o pipefail; secrets apikey -n 100000 --hash sha256 --hash-output new | true",
        "secrets apikey --hash sha256 --hash-output no/such/new",
        "secrets apikey --hash sha256 --hash-output new --output new",
        "secrets apikey --hash sha256 --hash-output new --output ./new",
    ] {
        directory.run(script).trouble(script);
        assert_eq!(directory.files(), ["hashes", "keys"], "{script}");
    }
}

#[test]
fn codes_are_grouped_and_recovery_codes_differ() {
    for (options, pattern, count) in [
        ("--digits 8 --group 4", "[0-9]{4}-[0-9]{4}", 1),
        (
            "--digits 7 --group 3 --separator ' '",
            "[0-9]{3} [0-9]{3} [0-9]",
            1,
        ),
        ("--charset crockford --length 8", "[0-9A-HJKMNP-TV-Z]{8}", 1),
        ("--charset äöü --length 9 -n 5", "[äöü]{9}", 5),
        (
            "--recovery",
            "[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}",
            10,
        ),
        (
            "--recovery -n 1000 --length 16 --group 4 --separator .",
            "[0-9A-HJKMNP-TV-Z]{4}([.][0-9A-HJKMNP-TV-Z]{4}){3}",
            1000,
        ),
        (
            "--recovery --length 13 --group 13",
            "[0-9A-HJKMNP-TV-Z]{13}",
            10,
        ),
    ] {
        let script = format!(
            "export LC_ALL=C.UTF-8; secrets otp {options} >codes; grep -cxP '{pattern}' codes; sort -u codes | wc -l"
        );
        let count = count.to_string();
        assert_eq!(run(&script).lines(), [&*count, &*count], "{options}");
    }
    let outcome = run("secrets otp --recovery --json");
    assert!(
        outcome
            .lines()
            .iter()
            .all(|line| line.contains(r#""entropy_bits":75,"#))
    );
}

#[cfg(unix)]
#[test]
fn a_check_ends_when_its_reader_is_gone_and_its_answer_is_known() {
    let script = "yes x | secrets apikey --check | head -n 1; echo ${PIPESTATUS[1]}";
    assert_eq!(run(script).lines(), ["invalid: wrong length", "1"]);
}
