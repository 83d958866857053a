//! Checks take the same number of instructions for all values.
//!
//! Within each group the command line, all lengths and the printed answer are the same, so the counts of
//! all runs must be exactly equal.
#![cfg(target_os = "linux")]

use std::fs;

use crate::harness::{Directory, has};

/// The number of instructions of `command`, for each pair of contents of the files `left` and `right`.
fn counts(command: &str, pairs: &[(String, String)]) -> Vec<u64> {
    let directory = Directory::new();
    let mut counts = Vec::new();
    // With its server on, valgrind maps a file whose name has the number of the process, which glibc
    // reads at the start in /proc/self/maps: from 9999 to 10000 that takes four instructions more.
    for (left, right) in pairs {
        fs::write(directory.path().join("left"), left).unwrap();
        fs::write(directory.path().join("right"), right).unwrap();
        let command = command.replace("LEFT", left).replace("RIGHT", right);
        // A different length would change the alignment of the memory after it.
        let variables = if command.contains("env:") {
            "L=\"$(cat left)\" R=\"$(cat right)\""
        } else {
            ""
        };
        let outcome = directory.run(&format!(
            "exec env -i {variables} PATH=\"$PATH\" \\
                valgrind --vgdb=no --tool=callgrind --callgrind-out-file=/dev/null \\
                $(command -v secrets) {command}"
        ));
        assert!(!outcome.stderr.contains("secrets: "), "{}", outcome.stderr);
        let count = outcome.stderr.rsplit_once("Collected : ").unwrap().1;
        counts.push(count.lines().next().unwrap().parse().unwrap());
    }
    counts
}

/// `value`, and `value` with a changed character at its start and at its end.
fn changed(value: &str) -> Vec<String> {
    let mut values = vec![value.to_owned()];
    for at in [0, value.len() - 1] {
        let other = if value.as_bytes()[at] == b'1' {
            "2"
        } else {
            "1"
        };
        let mut value = value.to_owned();
        value.replace_range(at..=at, other);
        values.push(value);
    }
    values
}

fn with_each(left: &[&str], right: &[String]) -> Vec<(String, String)> {
    let pairs = left.iter().flat_map(|left| {
        let right = right.iter();
        right.map(|right| ((*left).to_owned(), right.clone()))
    });
    pairs.collect()
}

fn is_constant(command: &str, pairs: &[(String, String)]) {
    let counts = counts(command, pairs);
    let same = counts.iter().all(|count| *count == counts[0]);
    assert!(same, "{command}: {counts:?}");
}

#[test]
fn comparing_does_not_depend_on_where_values_differ() {
    if !has(&["valgrind"]) {
        return;
    }
    let value = "correct horse battery staple 12345678";
    let pairs = with_each(&[value], &changed(value));
    for command in [
        "compare --expected file:left --actual file:right",
        "compare --expected env:L --actual env:R",
        "compare --expected env:L --actual stdin <right",
        "compare 'LEFT' 'RIGHT'",
    ] {
        is_constant(command, &pairs);
    }
}

#[test]
fn checking_a_signature_does_not_depend_on_where_it_is_wrong() {
    if !has(&["valgrind"]) {
        return;
    }
    let codes = changed(&"0123456789abcdef".repeat(4));
    let keys = ["a key of 24 bytes in all", "one more key of 24 bytes"];
    let command = "hmac --key file:left --verify file:right </dev/null";
    is_constant(command, &with_each(&keys, &codes));
}

/// Reading a longer value takes longer, independently of the other value: the differences add up.
#[test]
fn the_lengths_of_both_values_count_independently() {
    if !has(&["valgrind"]) {
        return;
    }
    let values = |value: &str| [value.to_owned(), format!("{value}{}", "x".repeat(16))];
    let [left, longer] = values("correct horse battery staple");
    let pairs = with_each(&[&left, &longer], &values("another horse battery staple"));
    let command = "compare --expected file:left --actual file:right";
    let counts = counts(command, &pairs);
    assert_eq!(counts[0] + counts[3], counts[1] + counts[2], "{counts:?}");
}

#[test]
fn comparing_with_a_hash_does_not_depend_on_the_value() {
    if !has(&["valgrind"]) {
        return;
    }
    let hash = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
    let hashes = [hash, &"0".repeat(64), &"f".repeat(64)];
    let command = "compare --hashed --expected file:left --actual file:right";
    let mut pairs = with_each(&hashes[1..], &["password".to_owned()]);
    pairs.extend(with_each(&hashes[..1], &changed("password")));
    is_constant(command, &pairs);
}

/// In two of the three hashes digits of the digest are swapped, so that the same digits are read.
#[test]
fn comparing_with_a_slow_hash_does_not_depend_on_where_it_differs() {
    if !has(&["valgrind"]) {
        return;
    }
    for (salt, digest, value) in [
        (
            "$argon2id$v=19$m=64,t=3,p=4$c2FsdHNhbHQ$",
            "mReyKkSw12si8BQe/NLlJZXp+qRV2Vwt",
            "p\u{e4}ssword",
        ),
        (
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.",
            "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "U*U",
        ),
        (
            "$6$saltstring$",
            "svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
            "Hello world!",
        ),
    ] {
        let swapped = |at: usize| {
            let (one, two) = (&digest[at..=at], &digest[at + 1..at + 2]);
            format!("{salt}{}{two}{one}{}", &digest[..at], &digest[at + 2..])
        };
        // The last digit of some encodings has unused bits.
        let hashes = [
            salt.to_owned() + digest,
            swapped(0),
            swapped(digest.len() - 3),
        ];
        let pairs = hashes.map(|hash| (hash, value.to_owned()));
        is_constant(
            "compare --hashed --expected file:left --actual file:right",
            &pairs,
        );
    }
}

#[test]
fn checking_does_not_depend_on_which_code_of_the_window_is_right() {
    if !has(&["valgrind"]) {
        return;
    }
    let codes = ["755224", "287082", "359152"].map(ToOwned::to_owned);
    let pairs = with_each(&["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], &codes);
    is_constant(
        "totp verify --secret file:left --code file:right --at 59",
        &pairs,
    );
}

#[test]
fn checking_a_wrong_code_does_not_depend_on_code_and_secret() {
    if !has(&["valgrind"]) {
        return;
    }
    // None of the secrets may be hex, which would give a warning.
    let seeds = ["Z", "7Q"].map(|letters| letters.repeat(32 / letters.len()));
    let seeds = [&seeds[0], &seeds[1], "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"];
    // The codes of the last secret are 94287082 and 84755224.
    let codes = ["04287082", "94287080"].map(ToOwned::to_owned);
    let mut pairs = with_each(&seeds[..2], &codes[..1]);
    pairs.extend(with_each(&seeds[2..], &codes));
    for command in [
        "totp verify --secret file:left --code file:right --digits 8 --at 59",
        "hotp verify --secret file:left --code file:right --digits 8 --counter 0",
    ] {
        is_constant(command, &pairs);
    }
}

#[test]
fn checking_a_key_does_not_depend_on_the_key() {
    if !has(&["valgrind"]) {
        return;
    }
    let digits = ["0", "7", "f"].map(|digit| format!("acme_{}", digit.repeat(64)));
    let none = vec![String::new()];
    let digits: Vec<&str> = digits.iter().map(String::as_str).collect();
    is_constant(
        "apikey --check --prefix acme <left",
        &with_each(&digits, &none),
    );
    // A checksum with one wrong digit, and one with only wrong digits.
    let key = "acme_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ";
    let keys = changed("0mLq17").split_off(1);
    let keys: Vec<String> = keys.iter().map(|digits| format!("{key}{digits}")).collect();
    let others = [
        "acme_000000000000000000000000000000111111",
        "acme_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    ];
    let keys: Vec<&str> = keys.iter().map(String::as_str).chain(others).collect();
    let command = "apikey --check --style github --prefix acme <left";
    is_constant(command, &with_each(&keys, &none));
}
