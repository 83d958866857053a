//! `--output FILE --keep`, which makes a file once, and `--mode`.

use crate::harness::{Directory, GENERATORS, run};

#[test]
fn every_generator_keeps_an_existing_value() {
    for generator in GENERATORS {
        for options in ["", "-n 3", "-n 3 -0", "--no-newline"] {
            let script = format!(
                "{generator} {options} -o f --keep && cp f first && {generator} {options} -o f --keep && cmp f first && stat -c %a f"
            );
            let outcome = run(&script);
            assert_eq!(outcome.text(), "600\n", "{script}: {}", outcome.stderr);
            assert_eq!(outcome.stderr, "kept f\n", "{script}");
        }
    }
}

#[test]
fn a_missing_or_empty_file_is_written_and_others_are_kept() {
    let directory = Directory::new();
    let outcome = directory.run(
        "secrets hex -o key --keep --mode 0400; stat -c '%a %s' key; cp key first
        secrets hex -o key --keep; echo $?; cmp key first
        : >empty; chmod 640 empty; secrets hex -o empty --keep; stat -c '%a %s' empty
        : >open; chmod 666 open; secrets hex -o open --keep; stat -c '%a %s' open
        secrets bytes 32 -o raw --keep; secrets bytes 32 -o raw --keep; stat -c '%a %s' raw
        secrets for wordpress -o salts --keep; secrets for wordpress -o salts --keep; wc -l <salts",
    );
    assert_eq!(
        outcome.text(),
        "400 65\n0\n640 65\n600 65\n600 32\n8\n",
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.stderr, "kept key\nkept raw\nkept salts\n");
}

#[test]
fn what_this_command_could_not_have_made_is_told_with_status_1() {
    for (content, mode, command, reason) in [
        ("short", 600, "hex", "another form or is weaker"),
        ("changeme", 600, "password", "another form or is weaker"),
        ("$(secrets hex)", 644, "hex", "by mode 0644"),
        (
            "$(secrets hex -n 2)",
            600,
            "hex -n 3",
            "2 lines for 3 values",
        ),
        ("$(secrets hex 31)", 600, "hex", "another form or is weaker"),
        (
            "$(secrets for tsig)",
            600,
            "for rndc",
            "another form or is weaker",
        ),
    ] {
        let script = format!(
            "printf '%s\\n' \"{content}\" >f; chmod {mode} f; cp f first
            secrets {command} -o f --keep; status=$?; cmp f first; exit $status"
        );
        let outcome = run(&script);
        assert_eq!(outcome.status, 1, "{script}: {}", outcome.stderr);
        let line = outcome.stderr.lines().next().unwrap_or_default();
        assert!(
            line.starts_with("secrets: f is not what this command makes: ")
                && line.contains(reason),
            "{script}: {line}"
        );
        assert!(outcome.text().is_empty());
    }
}

#[test]
fn options_without_effect_on_a_kept_file_are_refused() {
    for (options, message) in [
        ("-o - --keep", "--keep and --mode are for a file"),
        ("-o - --mode 0400", "--keep and --mode are for a file"),
        ("-o f --keep --force", "cannot be used with"),
        ("-o f --mode 0777", "0640 at most"),
        ("-o f --mode 0200", "0400 at least"),
        ("-o . --keep", "is a directory"),
        ("-o missing/f --keep", "missing"),
    ] {
        let outcome = run(&format!("secrets hex {options}"));
        let line = outcome.trouble(options);
        assert!(line.contains(message), "{options}: {line}");
    }
    let outcome = run("secrets apikey -o f --keep --hash sha256");
    assert!(
        outcome
            .trouble("hash")
            .contains("cannot be used with --hash")
    );
}

#[test]
fn concurrent_runs_agree_on_one_value() {
    let directory = Directory::new();
    let outcome = directory.run(
        "for run in 1 2 3 4 5 6 7 8; do
            (secrets hex -o key --keep 2>>told && cat key >seen$run) &
        done; wait; cat seen* | sort -u | wc -l; sort told | uniq -c",
    );
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let lines: Vec<&str> = outcome.text().lines().collect();
    assert_eq!(lines, ["1", "      7 kept key"]);
}
