//! `secrets hash`, and the stores that `secrets compare --hashed` reads and consumes.

use crate::harness::{Directory, has, run};

/// The options that compare stdin with the store `s`.
const COMPARE: &str = "secrets compare --hashed --expected file:s --actual stdin";

#[test]
fn a_hash_of_every_scheme_matches_only_its_secret() {
    let schemes = "argon2id bcrypt yescrypt scrypt sha512-crypt pbkdf2-sha256 scram-sha-256";
    let script = format!(
        "for scheme in {schemes}; do
            echo hunter2 | secrets hash $scheme --user ann >s || exit
            grep -c '^ann:' s
            echo hunter2 | {COMPARE}; echo $?
            echo hunter3 | {COMPARE}; echo $?
        done; secrets hex >key; secrets hash sha256 --secret file:key >s; {COMPARE} <key; echo $?"
    );
    assert_eq!(run(&script).text(), "1\n0\n1\n".repeat(7) + "0\n");
}

#[test]
fn a_secret_is_taken_from_anywhere_but_the_command_line() {
    for command in [
        "secrets hash sha256 <k",
        "cat k | secrets hash sha256",
        "secrets hash sha256 --secret stdin <k",
        "secrets hash sha256 --secret file:k",
        "secrets hash sha256 --secret fd:3 3<k",
        "K=$(cat k) secrets hash sha256 --secret env:K",
        "printf %s $(cat k) | secrets hash sha256 --exact",
        "secrets hash sha256 --secret file:k -o out; cat out; stat -c %a out | grep -v 600",
    ] {
        let outcome = run(&format!(
            "secrets hex >k; {{ {command}; }} >hash
            printf %s $(cat k) | sha256sum | cut -c -64 | cmp - hash && echo same"
        ));
        assert_eq!(outcome.lines(), ["same"], "{command}");
    }
}

#[test]
fn the_terminal_is_asked_twice_and_shows_nothing() {
    let typed = |keys: &str| {
        let directory = Directory::new();
        let command = "secrets hash yescrypt -o h; echo status $?; test -e h && echo made";
        let outcome = directory.typed_at_terminal(command, (80, 24), &[("secret: ", keys)]);
        let shown = outcome.text().replace('\r', "");
        assert!(!shown.contains("hunter"), "{shown}");
        shown
    };
    // Early input is discarded, so the second answer waits for the second question.
    assert!(typed("\n").contains("secrets: nothing was typed\nstatus 2\n"));
    assert!(typed("hunt\x03").ends_with("status 130\n"));
    let twice = |first: &str, second: &str| {
        let directory = Directory::new();
        let command = "secrets hash yescrypt --user ann -o s; echo status $?";
        let (first_line, second_line) = (format!("{first}\n"), format!("{second}\n"));
        let typed = [
            ("secret: ", &*first_line),
            ("secret again: ", &*second_line),
        ];
        let shown = directory.typed_at_terminal(command, (80, 24), &typed);
        let same = directory.run(&format!(
            "[ -e s ] && printf {first} | {COMPARE} && echo same"
        ));
        let status = shown
            .text()
            .rsplit_once("status ")
            .unwrap()
            .1
            .trim()
            .to_owned();
        format!("{status}\n{}", same.text())
    };
    assert_eq!(twice("hunter2", "hunter2"), "0\nsame\n");
    assert_eq!(twice("hunter2", "hunter3"), "2\n");
}

#[test]
fn a_secret_of_several_lines_is_told() {
    let hash = "printf 'hunter2\nhunter3\n' | secrets hash argon2id";
    let outcome = run(&format!("{hash} >out; {hash} --exact >out"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, "secrets: the hash is that of 2 lines together\n")
    );
}

#[test]
fn secrets_that_cannot_be_hashed_are_errors() {
    for (script, message) in [
        ("secrets hash </dev/null", "the secret in stdin is empty"),
        ("echo | secrets hash", "the secret in stdin is empty"),
        ("secrets hash --secret env:NONE", "NONE cannot be read"),
        ("secrets hash --secret hunter2", "must be stdin, prompt"),
        ("secrets hash hunter2", "invalid value"),
        ("echo hunter2 | secrets hash sha256", "at least 128 bits"),
        (
            "printf %073d | secrets hash bcrypt",
            "longer than the 72 bytes",
        ),
        (
            "printf %0513d | secrets hash yescrypt",
            "longer than the 512 bytes",
        ),
        (
            "printf %0513d | secrets hash sha512-crypt",
            "longer than the 512 bytes",
        ),
        ("printf 'a\\0b' | secrets hash bcrypt", "NUL byte"),
        ("printf 'a\\0b' | secrets hash yescrypt", "NUL byte"),
        ("printf 'a\\0b' | secrets hash scram-sha-256", "NUL byte"),
        (
            "head -c 65537 /dev/zero | secrets hash",
            "longer than 65536 bytes",
        ),
        ("echo x | secrets hash --cost 3", "no cost of argon2id"),
        ("echo x | secrets hash --cost m=8MiB,t=1", "too few"),
        ("echo x | secrets hash bcrypt --cost 31", "10 to 15"),
        (
            "echo x | secrets hash --prefix 2y",
            "a prefix is for bcrypt",
        ),
        ("echo x | secrets hash bcrypt --prefix 2x", "2x"),
        ("echo x | secrets hash --user a:b", "no colon"),
        ("echo x | secrets hash --user ''", "1 to 255"),
        ("touch f; echo x | secrets hash -o f", "f exists"),
        ("echo x | secrets hash >&-", "stdout is closed"),
        (
            "echo x | secrets hash >/dev/full",
            "stdout could not be written",
        ),
        (
            "secrets password -n 2 --hash bcrypt --user ann",
            "--user ann is for one value",
        ),
        (
            "secrets apikey --id --hash sha256 --user ann",
            "--user and --id disagree",
        ),
        (
            "ulimit -v 400000; echo x | secrets hash --cost m=1GiB,t=1",
            "there is less",
        ),
        (
            "ulimit -v 400000; echo x | secrets hash scrypt --cost ln=20",
            "there is less",
        ),
        (
            "ulimit -v 400000; echo x | secrets hash yescrypt --cost 11",
            "there is less",
        ),
    ] {
        let outcome = run(script);
        assert!(
            outcome.trouble(script).contains(message),
            "{script}: {}",
            outcome.stderr
        );
        // clap's message repeats the unknown scheme.
        assert!(
            script == "secrets hash hunter2" || !outcome.stderr.contains("hunter2"),
            "{script}"
        );
    }
}

#[test]
fn recovery_codes_of_otp_are_accepted_and_used_up() {
    let script = format!(
        "secrets otp --recovery -n 3 --hash yescrypt --hash-output s >c
        compare() {{ {COMPARE} --recovery \"$@\"; echo $?; }}
        tail -1 c | {COMPARE}; echo $?
        tail -1 c | tr A-Z a-z | compare
        tail -1 c | tr -d - | sed 's/./& /g' | compare
        tail -1 c | tr 01 OL | compare
        secrets otp --recovery -n 1 | compare
        sed -n 2p c | tr A-Z a-z | compare --consume
        wc -l <s
        sed -n 2p c | compare --consume
        sed -n 2p c | compare
        wc -l <s
        sed -n 1p c | compare --consume
        sed -n 3p c | compare --consume
        sed -n 3p c | compare --consume
        wc -c <s"
    );
    let expected = "0 0 0 0 1 0 2 1 1 2 0 0 1 0";
    assert_eq!(
        run(&script)
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        expected
    );
}

#[test]
fn keys_and_users_find_their_lines() {
    let script = format!(
        "for i in 1 2 3; do secrets apikey --prefix a --id --hash sha256 --hash-output s$i >k$i; done
        cat s1 s2 s3 >s
        {COMPARE} <k2; echo $?
        paste -d_ <(cut -d_ -f -2 k1) <(cut -d_ -f 3 k2) | {COMPARE}; echo $?
        secrets apikey --id | {COMPARE}; echo $?
        {COMPARE} --consume <k2; echo $?
        cmp s <(cat s1 s3) && {COMPARE} --consume <k2; echo $?
        for user in ann bob; do echo $user-pw | secrets hash bcrypt --cost 10 --prefix 2y --user $user; done >s
        echo ann-pw | {COMPARE}; echo $?
        echo ann-pw | {COMPARE} --user ann; echo $?
        echo ann-pw | {COMPARE} --user bob; echo $?
        echo ann-pw | {COMPARE} --user eve; echo $?
        echo 'ann:$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e' >>s
        echo bob-pw | {COMPARE} --user bob; echo $?"
    );
    let expected = "0\n1\n1\n0\n1\n0\n0\n1\n1\n0\n";
    assert_eq!(run(&script).text(), expected);
}

#[test]
fn invalid_stores_are_errors_and_stay_unchanged() {
    for (script, message) in [
        (
            "echo x >s; echo x | COMPARE --consume",
            "no hash of a known form",
        ),
        ("echo x | COMPARE --consume", "does not exist"),
        ("mkdir s; echo x | COMPARE --consume", "directory"),
        (
            "ln -s none s; echo x | COMPARE --consume",
            "symbolic link to nothing",
        ),
        (
            "secrets hex -n 2 >s; echo bad >>s; echo x | COMPARE --consume",
            "line 3 of the store",
        ),
        ("echo 'a:$2x$05$x' >s; echo x | COMPARE", "$2x$"),
        (
            "echo 'a:$1$x$y' >s; echo x | COMPARE",
            "$1$, MD5 crypt, are not supported",
        ),
        (
            "for i in {1..1001}; do echo 'a:$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq'; done >s; echo x | COMPARE",
            "more than 1000 slow hashes",
        ),
        ("printf 'x\\xff' >s; echo x | COMPARE --consume", "UTF-8"),
        (
            "A=x secrets compare --hashed --consume --expected env:A --actual stdin",
            "out of a file",
        ),
        (
            "secrets compare --hashed --user a:b --expected file:s --actual stdin",
            "no colon",
        ),
        ("secrets compare a b --consume", "cannot be used with"),
        ("secrets compare --consume a", ""),
        ("echo x >s; echo x | COMPARE --user ''", "1 to 255"),
    ] {
        let script = script.replace("COMPARE", COMPARE);
        let directory = Directory::new();
        let outcome = directory.run(&script);
        let said = outcome.trouble(&script);
        assert!(said.contains(message), "{script}: {}", outcome.stderr);
    }
    // In a store without lines all codes are used up.
    for (options, status) in [("", 2), (" --recovery", 1), (" --consume", 1)] {
        let outcome = run(&format!(": >s; echo x | {COMPARE}{options}"));
        assert_eq!(outcome.status, status, "{options}");
    }
}

/// The mode of the store is kept, and the target of a symbolic link is replaced.
#[test]
fn a_consumed_store_keeps_its_mode_and_its_other_lines() {
    let script = format!(
        "secrets hex -n 3 >k; while read -r key; do echo $key | secrets hash sha256; done <k >t
        (echo '# ours'; echo; cat t) >store; ln -s store s; chmod 640 store
        sed -n 2p k | {COMPARE} --consume; echo $? $(stat -c %a store)
        (echo '# ours'; echo; sed 2d t) | cmp - store && test -L s && echo kept
        ls -A | xargs"
    );
    assert_eq!(run(&script).text(), "0 640\nkept\nk s store t\n");
}

#[cfg(target_os = "linux")]
#[test]
fn only_one_of_ten_concurrent_runs_accepts_a_code() {
    let script = format!(
        "secrets hex -n 10 >k; while read -r key; do echo $key | secrets hash sha256; done <k >s
        for i in {{1..10}}; do (head -1 k | {COMPARE} --consume; echo $? >>statuses) & done; wait
        sort statuses | uniq -c | xargs; wc -l <s
        for i in {{2..10}}; do (sed -n ${{i}}p k | {COMPARE} --consume; echo $? >>others) & done; wait
        sort others | uniq -c | xargs; wc -c <s"
    );
    assert_eq!(run(&script).text(), "1 0 9 1\n9\n9 0\n0\n");
}

/// The program is killed at each of its system calls. It has not accepted the code, and the code is still
/// in the store or used up.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_run_never_lets_a_code_be_accepted_twice() {
    if !has(&["strace"]) {
        return;
    }
    let directory = Directory::new();
    let prepared = directory.run(&format!(
        "secrets hex -n 3 >k; while read -r key; do echo $key | secrets hash sha256; done <k >store
        sed -n 2p k >key; sed 2d store >without; cp store s
        strace -f -qq -o log {COMPARE} --consume <key && cmp s without && echo done"
    ));
    assert_eq!(prepared.lines(), ["done"]);
    let calls = directory
        .run("sed -E 's/^[0-9]+ +//; s/\\(.*//' log | grep -E '^[a-z_0-9]+$' | grep -v execve");
    let mut seen = std::collections::BTreeMap::new();
    let mut consumed = 0;
    for call in calls.lines() {
        let when = seen.entry(call.to_owned()).or_insert(0);
        *when += 1;
        let outcome = directory.run(&format!(
            "cp store s
            strace -f -qq -o /dev/null -e inject={call}:signal=KILL:when={when} {COMPARE} --consume <key 2>/dev/null
            echo $?
            if cmp -s s store; then echo whole; elif cmp -s s without; then echo without; else echo torn; fi
            {COMPARE} --consume <key; echo $?
            rm -f .secrets-*"
        ));
        let lines = outcome.text().lines().collect::<Vec<_>>();
        let right = match lines[..] {
            // The number of some system calls varies.
            ["137", "whole", "0"] | ["0", "without", "1"] => true,
            ["137", "without", "1"] => {
                consumed += 1;
                true
            }
            _ => false,
        };
        assert!(right, "{call} {when}: {lines:?} {}", outcome.stderr);
    }
    assert!(seen.values().sum::<i32>() > 60 && consumed > 0, "{seen:?}");
}

/// If the store can't be written, the code is neither used up nor accepted.
#[cfg(target_os = "linux")]
#[test]
fn a_code_that_cannot_be_used_up_is_not_accepted() {
    if !has(&["strace"]) {
        return;
    }
    for (call, error, steps) in [
        ("flock", "ENOLCK", 1),
        ("write", "ENOSPC", 1),
        ("fsync", "EIO", 2),
        ("linkat", "EACCES", 1),
        ("rename", "EIO", 1),
    ] {
        for when in 1..=steps {
            let directory = Directory::new();
            let script = format!(
                "secrets hex >k; (secrets hash sha256 <k; secrets hex) >s
                strace -f -qq -o /dev/null -e inject={call}:error={error}:when={when} {COMPARE} --consume <k"
            );
            directory.run(&script).trouble(&script);
        }
    }
    let script = format!(
        "secrets hex >k; secrets hash sha256 <k >s
        strace -f -qq -y -o log -e trace=flock,read,fsync,linkat,rename {COMPARE} --consume <k
        sed -nE \"s:^[0-9]+ +::; s:^(flock|fsync)\\([0-9]+<$PWD>.*:\\1_directory:p; s:^fsync\\(.*:fsync_file:p; s:^read\\([0-9]+<$PWD/(s|k)>.*:read_\\1:p; s:^(linkat|rename)\\(.*:\\1:p\" log | uniq | xargs"
    );
    assert_eq!(
        run(&script).lines(),
        ["read_k flock_directory read_s fsync_file linkat rename fsync_directory"]
    );
}
