//! `secrets compare`: equal and different values, errors, and sources.

use crate::harness::{Directory, run};

#[cfg(unix)]
#[test]
fn the_exit_status_is_0_for_equal_and_1_for_different_values() {
    for (script, status) in [
        ("secrets compare abc abc", 0),
        ("secrets compare abc abd", 1),
        ("secrets compare abc ab", 1),
        ("secrets compare abc ''", 1),
        ("secrets compare -- -a -a", 0),
        // After -- no value is read as an option.
        ("secrets compare secret -h", 2),
        ("secrets compare secret --help", 2),
        ("secrets compare --help secret", 2),
        ("secrets compare -h -h", 2),
        ("secrets compare -- -h -h", 0),
        ("secrets compare secret --exact", 2),
        ("secrets compare secret --", 1),
        ("secrets compare secret -x", 1),
        // A value that the scheme can't take is wrong, but no error.
        (
            "echo \"\\$2b\\$04\\$$(printf %053d)\" >a; printf %073d | secrets compare --hashed --expected file:a --actual stdin",
            1,
        ),
        ("secrets compare é é", 0),
        ("secrets compare $'\\xff' $'\\xff'", 0),
        // A positional value is never read as a source.
        ("KEY=hunter2 secrets compare -- env:KEY hunter2", 1),
        ("KEY=hunter2 secrets compare -- hunter2 env:KEY", 1),
        ("echo hunter2 | secrets compare -- hunter2 stdin", 1),
        (
            "KEY=hunter2; export KEY; echo hunter2 | secrets compare --expected env:KEY --actual stdin",
            0,
        ),
        (
            "KEY=hunter2; export KEY; echo env:KEY | secrets compare --expected env:KEY --actual stdin",
            1,
        ),
        (
            "echo a >key; secrets compare --expected file:key --actual fd:3 3<<<a",
            0,
        ),
        (
            "echo a >key; secrets compare --expected file:key --actual fd:3 3<<<b",
            1,
        ),
        (
            "printf a >key; echo a | secrets compare --expected file:key --actual stdin",
            0,
        ),
        (
            "printf a >key; echo a | secrets compare --expected file:key --actual stdin --exact",
            1,
        ),
        (
            "printf 'a\\n\\n' >key; echo a | secrets compare --expected file:key --actual stdin",
            1,
        ),
        (
            "printf 'a\\r\\n' >key; echo a | secrets compare --expected file:key --actual stdin",
            0,
        ),
        (
            "printf 'a\\r' >key; echo a | secrets compare --expected file:key --actual stdin",
            1,
        ),
        (
            "KEY=$'a\\n'; export KEY; echo a | secrets compare --expected env:KEY --actual stdin",
            1,
        ),
        (
            "echo a >key; : | secrets compare --expected file:key --actual stdin",
            1,
        ),
        (
            "head -c 65536 /dev/zero >a; cp a b; secrets compare --expected file:a --actual stdin <b",
            0,
        ),
    ] {
        let outcome = run(&format!("{{ {script}; }} 2>/dev/null; exit $?"));
        assert_eq!((outcome.status, outcome.text()), (status, ""), "{script}");
    }
}

#[cfg(unix)]
#[test]
fn comparisons_that_make_no_sense_are_errors() {
    for (script, message) in [
        ("secrets compare '' a", "the expected value is empty"),
        ("secrets compare '' ''", "the expected value is empty"),
        (
            ": >key; echo a | secrets compare --expected file:key --actual stdin",
            "the expected value is empty",
        ),
        (
            "echo >key; echo | secrets compare --expected file:key --actual stdin",
            "the expected value is empty",
        ),
        (
            "secrets compare --expected env:NO_SUCH_VARIABLE --actual stdin",
            "NO_SUCH_VARIABLE cannot be read",
        ),
        (
            "secrets compare --expected file:missing --actual stdin",
            "missing cannot be read",
        ),
        (
            "secrets compare --expected fd:99 --actual stdin",
            "file descriptor 99 is not open",
        ),
        (
            "secrets compare --expected stdin --actual stdin",
            "both stdin",
        ),
        (
            "secrets compare --expected hunter2 --actual stdin",
            "must be stdin, prompt, file:PATH, fd:N or env:NAME",
        ),
        (
            "setsid -w secrets compare --expected prompt --actual stdin </dev/null",
            "no terminal to ask at",
        ),
        (
            "secrets compare --expected prompt --actual prompt",
            "both the terminal",
        ),
        ("secrets compare a b --hashed", "cannot be used with"),
        (
            "echo hunter2 >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "no hash of a known form",
        ),
        (
            ": >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "the expected value is empty",
        ),
        (
            "echo '$6$rounds=999999999$'$(printf %086d)'$x' | tr x 0 >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "damaged sha512-crypt",
        ),
        (
            "echo \"\\$6\\$rounds=999999999\\$salt\\$$(printf %086d)\" >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "asks for 999999999 rounds",
        ),
        (
            "echo \"\\$2b\\$31\\$$(printf %053d)\" >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "asks for cost 31",
        ),
        (
            "echo '$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA' >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "asks for 4294967295 KiB",
        ),
        (
            "secrets apikey --hash sha256 >a; echo a | secrets compare --hashed --expected file:a --actual stdin",
            "neither a hash nor an id, a tab and a hash",
        ),
        ("secrets compare a b --help", "help is no comparison"),
        ("secrets compare --expected stdin", "--actual"),
        ("secrets compare a", "ACTUAL"),
        ("secrets compare", "--expected"),
        (
            "secrets compare a b --expected stdin --actual env:HOME",
            "cannot be used with",
        ),
        ("secrets compare a b --exact", "cannot be used with"),
        (
            "head -c 65537 /dev/zero >a; echo a | secrets compare --expected file:a --actual stdin",
            "longer than 65536 bytes",
        ),
        (
            "echo a >a; head -c 1G /dev/zero | secrets compare --expected file:a --actual stdin",
            "longer than 65536 bytes",
        ),
    ] {
        let outcome = run(script);
        assert!(
            outcome.trouble(script).contains(message),
            "{script}: {}",
            outcome.stderr
        );
        assert!(!outcome.stderr.contains("hunter2"), "{script}");
    }
}

/// Writes the hash of hunter2 by `openssl passwd -6 -salt saltstring` into a file.
const BY_OPENSSL: &str = "echo '$6$saltstring$q2.778Y7vt0Ij2OIl01VlxEE6SEh8ZCtgFbyJX8fYkl5S7gx32QO24FVg.rs4DkoAs9t6R19x4z8g69teXFxA0' >h";

/// Hashes of other programs, and values with and without final newlines.
#[test]
fn stored_hashes_of_every_form_are_compared() {
    for (script, status) in [
        (
            "printf hunter2 | sha256sum | cut -d' ' -f1 >h; echo hunter2",
            0,
        ),
        (
            "printf hunter2 | sha256sum | cut -d' ' -f1 >h; echo hunter3",
            1,
        ),
        (&format!("{BY_OPENSSL}; echo hunter2"), 0),
        (&format!("{BY_OPENSSL}; echo hunter"), 1),
        // An empty value never matches, not even the hash of nothing.
        ("printf '' | sha256sum | cut -d' ' -f1 >h; :", 1),
        (
            "printf 'abcd1234\\t%s\\n' $(printf key | sha256sum | cut -d' ' -f1) >h; echo a_abcd1234_key",
            0,
        ),
        (
            "printf 'abcd1234\\t%s\\n' $(printf key | sha256sum | cut -d' ' -f1) >h; echo a_abcd9999_key",
            1,
        ),
    ] {
        let script =
            format!("{{ {script}; }} | secrets compare --hashed --expected file:h --actual stdin");
        // Both commands of a pipe run at once, but the hash must exist before it is read.
        let script = script.replacen("} | secrets", "} >v; secrets", 1) + " <v";
        let outcome = run(&script);
        assert_eq!(
            (outcome.status, outcome.text()),
            (status, ""),
            "{script}: {}",
            outcome.stderr
        );
    }
    let exact = "printf hunter2 | sha256sum | cut -d' ' -f1 >h; echo hunter2 | secrets compare --hashed --exact --expected file:h --actual stdin";
    assert_eq!(run(exact).status, 1);
}

#[cfg(unix)]
#[test]
fn the_terminal_is_asked_and_shows_nothing() {
    let command = "KEY=hunter2 secrets compare --expected env:KEY --actual prompt; echo status $?";
    let typed = |keys: &str| {
        let directory = Directory::new();
        let outcome = directory.typed_at_terminal(command, (80, 24), &[("actual value: ", keys)]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let shown = outcome.text().replace('\r', "");
        assert!(!shown.contains("hunter"), "{shown}");
        shown
    };
    assert_eq!(typed("hunter2\n"), "actual value: \nstatus 0\n");
    assert_eq!(typed("hunter3\n"), "actual value: \nstatus 1\n");
    assert!(typed("\n").ends_with("secrets: nothing was typed\nstatus 2\n"));
    assert!(typed("hunt\x03").ends_with("status 130\n"));
}

#[cfg(unix)]
#[test]
fn text_typed_before_the_question_is_ignored() {
    let command = "KEY=hunter2 secrets compare --expected env:KEY --actual prompt";
    let typed = [("", "early\n"), ("actual value: ", "hunter2\n")];
    let outcome = Directory::new().typed_at_terminal(command, (80, 24), &typed);
    assert_eq!(outcome.status, 0, "{}", outcome.text());
}

/// The signal is sent when echo is off. `typed_at_terminal` asserts that echo is on again.
#[cfg(unix)]
#[test]
fn a_signal_at_the_question_restores_the_terminal() {
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let command = format!(
            "export KEY=hunter2; ulimit -c 0; secrets compare --expected env:KEY --actual prompt & \
             until stty -a | grep -q -e \"-echo \"; do kill -0 $! || exit 9; done; \
             kill -{signal} $!; wait $!; echo status $?"
        );
        let outcome = Directory::new().at_terminal(&command, (80, 24), "");
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        let shown = outcome.text();
        assert!(
            shown.contains(&format!("status {status}\r\n")),
            "{signal}: {shown}"
        );
    }
}
