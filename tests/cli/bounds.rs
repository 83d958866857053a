//! Requests that take much to count are answered within bounds of memory, or refused in one line.

use crate::harness::Directory;

/// Requests for many states, lengths and words, with whether they are answered.
const LARGE: [(&str, bool); 10] = [
    ("password --bits 480 --no-repeats", true),
    (
        "password --length 1024 --max-run 3 --min-digits 100 --explain",
        true,
    ),
    ("password --length 1024 --max-run 1 --min-digits 300", true),
    (
        "password --length 1024 --min-lower 200 --min-upper 200 --min-digits 200 --min-symbols 200",
        false,
    ),
    (
        "password --length 512 --max-run 200 --min-digits 200",
        false,
    ),
    ("passphrase --words 256 --max-length 1800", true),
    (
        "passphrase --words 256 --max-length 2000 --digits 16 --symbols 16",
        true,
    ),
    ("pattern '(.*a.{15})' --max-length 60", false),
    (
        "pattern '([a-c]?[d-f]?[g-i]?é?){250}' --max-length 900",
        true,
    ),
    ("below 3^999999", false),
];

#[test]
fn large_requests_are_answered_or_refused_where_memory_is_short() {
    let directory = Directory::new();
    for (line, is_answered) in LARGE {
        let outcome = directory.run(&format!("ulimit -v 150000; secrets {line}"));
        assert_eq!(
            outcome.status,
            if is_answered { 0 } else { 2 },
            "{line}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout.is_empty(), !is_answered, "{line}");
        if !is_answered {
            let lines: Vec<&str> = outcome.stderr.lines().collect();
            assert!(
                lines[0].contains("more than ") || lines[0].contains("more memory than "),
                "{lines:?}"
            );
            assert!(lines.len() <= 2, "{lines:?}");
        }
    }
}

/// The program needs more to start than the least of these limits leaves, so that some have it run out
/// of memory before it counts and some while it does.
#[test]
fn running_out_of_memory_while_counting_is_an_error_in_one_line() {
    let directory = Directory::new();
    let mut refused = 0;
    for mebibytes in (12..60).step_by(4) {
        let outcome = directory.run(&format!(
            "ulimit -v {}; secrets --version >/dev/null 2>&1 || exit 77
            secrets password --length 1024 --max-run 3 --min-digits 100",
            mebibytes * 1024
        ));
        if outcome.status == 77 {
            continue;
        }
        assert!(
            [0, 2].contains(&outcome.status),
            "{mebibytes} MiB: {}",
            outcome.stderr
        );
        if outcome.status == 2 {
            assert!(
                outcome
                    .stderr
                    .starts_with("secrets: there is no memory to count")
            );
            refused += 1;
        }
    }
    assert!(refused > 0);
}

#[test]
fn fewer_bits_than_asked_for_are_shown_with_the_digits_that_differ() {
    let directory = Directory::new();
    let outcome = directory.run("secrets pattern '[01]{1,20}' --bits 21");
    assert_eq!(
        outcome.stderr,
        "secrets: the pattern holds 20.999999 bits, fewer than the 21 of --bits\n\
         hint: repeat more, or choose among more characters\n"
    );
}
