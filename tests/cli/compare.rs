//! `secrets compare`: equal, different or trouble, and where the values come from.

use crate::harness::run;

#[test]
fn the_exit_status_is_the_answer() {
    for (script, status) in [
        ("secrets compare abc abc", 0),
        ("secrets compare abc abd", 1),
        ("secrets compare abc ab", 1),
        ("secrets compare abc ''", 1),
        ("secrets compare -- -a -a", 0),
        // Nor is it an option, whoever has chosen it.
        ("secrets compare secret -h", 1),
        ("secrets compare secret --help", 1),
        ("secrets compare --help secret", 1),
        ("secrets compare -h -h", 0),
        ("secrets compare secret --exact", 1),
        ("secrets compare secret --", 1),
        ("secrets compare secret -x", 1),
        ("secrets compare é é", 0),
        ("secrets compare $'\\xff' $'\\xff'", 0),
        // A positional value is never read as a source.
        ("KEY=hunter2 secrets compare env:KEY hunter2", 1),
        ("KEY=hunter2 secrets compare hunter2 env:KEY", 1),
        ("echo hunter2 | secrets compare hunter2 stdin", 1),
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
            "head -c 65536 /dev/zero >a; secrets compare --expected file:a --actual stdin <a",
            0,
        ),
    ] {
        let outcome = run(&format!("{{ {script}; }} 2>/dev/null; exit $?"));
        assert_eq!((outcome.status, outcome.text()), (status, ""), "{script}");
    }
}

#[test]
fn what_cannot_be_compared_is_trouble() {
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
            "file descriptor 99 cannot be read",
        ),
        (
            "secrets compare --expected stdin --actual stdin",
            "both stdin",
        ),
        (
            "secrets compare --expected hunter2 --actual stdin",
            "a source is stdin, file:PATH, fd:N or env:NAME",
        ),
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
        assert!(
            !outcome.stderr.contains("hunter2") || script.contains("--expected hunter2"),
            "{script}"
        );
    }
}
