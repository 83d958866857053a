//! `secrets doctor` on a healthy machine and with faults that strace injects, and all commands in the first
//! moments of a boot.
#![cfg(target_os = "linux")]

use std::time::{Duration, Instant};

use crate::harness::{Outcome, has, run};

const STRACE: &str = "strace -qq -o /dev/null -e trace=getrandom,ppoll,prctl -e inject=";

fn broken(injection: &str, command: &str) -> Outcome {
    run(&format!("{STRACE}{injection} {command}"))
}

#[test]
fn every_finding_is_good_on_this_machine() {
    let outcome = run("secrets doctor");
    let names: Vec<&str> = outcome
        .lines()
        .into_iter()
        .map(|line| line[..12].trim_end())
        .collect();
    let expected = [
        "version",
        "target",
        "source",
        "ready",
        "expansion",
        "core dumps",
        "attaching",
        "swap",
    ];
    assert_eq!(names, expected);
    assert!(outcome.text().contains("\nsource      getrandom(2)\n"));
    let found = run("secrets doctor --json").json();
    let found = found[0].as_object().unwrap().iter();
    let holds: Vec<_> = found
        .filter(|(_, value)| **value == true)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        holds,
        ["ready", "expansion", "no_core_dumps", "unattachable", "ok"]
    );
    assert!(
        run("secrets doctor >/dev/full")
            .trouble("full")
            .contains("stdout")
    );
    let refused = run("echo 'A={{ doctor }}' >t; secrets fill t");
    assert!(
        refused
            .trouble("template")
            .contains("'doctor' makes no secret")
    );
}

#[test]
fn bad_findings_are_named_and_give_status_1() {
    if !has(&["strace"]) {
        return;
    }
    let device = r#""source":"/dev/urandom","ready":true"#;
    for (injection, found, json) in [
        // strace traces the process.
        (
            "prctl:error=ENOMEM:when=9",
            "attaching   possible: somebody traces",
            r#""no_core_dumps":true,"unattachable":false"#,
        ),
        (
            "prctl:error=EPERM",
            "core dumps  written by the system",
            r#""no_core_dumps":false,"unattachable":false"#,
        ),
        (
            "getrandom:error=EAGAIN",
            "ready       not ready yet",
            r#""ready":false"#,
        ),
        (
            "getrandom:error=ENOSYS",
            "source      /dev/urandom\nready       ready",
            device,
        ),
        (
            "getrandom:error=EPERM",
            "source      /dev/urandom\nready       ready",
            device,
        ),
        // Without the system call, /dev/random tells whether the system is ready.
        (
            "getrandom:error=ENOSYS -e inject=ppoll:retval=0",
            "ready       not ready yet",
            r#""ready":false"#,
        ),
    ] {
        for (option, found) in [("", found), ("--json", json)] {
            let command = format!("secrets doctor {option}");
            let outcome = broken(injection, &command);
            let text = outcome.text();
            assert_eq!(outcome.status, 1, "{injection}: {}", outcome.stderr);
            assert!(text.contains(found), "{injection}: {text}");
            assert!(option.is_empty() || text.ends_with(",\"ok\":false}\n"));
        }
    }
    let outcome = broken("getrandom:error=EIO", "secrets doctor");
    assert!(outcome.trouble("EIO").contains("gave no randomness"));
}

/// The first two calls, of the C library and of ours, do not wait. The third call waits.
#[test]
fn waiting_for_the_system_is_reported_after_a_second() {
    if !has(&["strace"]) {
        return;
    }
    for (injection, said) in [
        ("getrandom:error=EAGAIN:when=1..2", ""),
        (
            "getrandom:error=EAGAIN:delay_exit=2000000:when=1..3",
            "secrets: waiting for the operating system to gather randomness\n",
        ),
    ] {
        let start = Instant::now();
        let outcome = broken(injection, "secrets hex");
        let told = (
            outcome.status,
            outcome.text().len(),
            outcome.stderr.as_str(),
        );
        assert_eq!(told, (0, 65, said), "{injection}");
        assert!(said.is_empty() || start.elapsed() > Duration::from_secs(1));
    }
    // A call that may wait never fails with EAGAIN on a real system.
    let outcome = broken("getrandom:error=EAGAIN", "secrets hex");
    assert!(outcome.trouble("EAGAIN").contains("gave no randomness"));
}
