//! Requests that are expensive to count succeed in bounded memory or are refused in one line.

use crate::harness::Directory;

/// Requests for many states, lengths and words, and whether they succeed.
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
fn large_requests_succeed_or_are_refused_in_little_memory() {
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

/// With the lowest of these limits the program has no memory to start. With others it runs out of memory
/// while it counts.
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
fn too_few_bits_are_shown_with_enough_digits() {
    let directory = Directory::new();
    let outcome = directory.run("secrets pattern '[01]{1,20}' --bits 21");
    assert_eq!(
        outcome.stderr,
        "secrets: the pattern holds 20.999999 bits, fewer than the 21 of --bits\n\
         hint: repeat more, or choose among more characters\n"
    );
}
