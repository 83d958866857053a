//! The options that all generators share: number, separators, form and destination of values.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use crate::harness::{Directory, GENERATORS, has, run};

/// The `kind` of a generator: the word after `secrets`.
fn kind(generator: &str) -> &str {
    generator
        .rsplit_once("secrets ")
        .unwrap()
        .1
        .split(' ')
        .next()
        .unwrap()
}

/// If a generator failed here, its counts would be zero in all other tests, which would prove nothing.
#[test]
fn every_generator_writes_one_line_and_nothing_else() {
    for generator in GENERATORS {
        let outcome = run(generator);
        assert_eq!(outcome.lines().len(), 1, "{generator}");
        assert!(!outcome.lines()[0].is_empty(), "{generator}");
    }
}

#[test]
fn count_sets_the_number_of_values() {
    for generator in GENERATORS {
        assert_eq!(
            run(&format!("{generator} -n 3")).lines().len(),
            3,
            "{generator}"
        );
        assert_eq!(
            run(&format!("{generator} --count 2000")).lines().len(),
            2000,
            "{generator}"
        );
    }
}

#[test]
fn many_values_of_two_threads_are_complete_and_separated() {
    for generator in GENERATORS {
        // The last value has no separator, so echo adds a newline.
        let outcome = run(&format!("{generator} -n 40000 --no-newline; echo"));
        let mut values = outcome.lines();
        assert_eq!(values.len(), 40000, "{generator}");
        assert!(values.iter().all(|value| !value.is_empty()), "{generator}");
        // Values with 20 digits have the least entropy: two are equal with odds below 10^-11. Only items
        // of choice repeat.
        values.sort_unstable();
        values.dedup();
        assert!(
            values.len() == 40000 || kind(generator) == "choice",
            "{generator}"
        );
    }
}

#[test]
fn null_and_no_newline_change_what_separates_values() {
    for generator in GENERATORS
        .into_iter()
        .filter(|generator| kind(generator) != "choice")
    {
        for (options, ends, separators) in [
            ("-n 3 --null", &[Some(b'\0')][..], 3),
            ("-n 3 --null --no-newline", &[None], 2),
        ] {
            let stdout = run(&format!("{generator} {options}")).stdout;
            let nulls = stdout.split(|&byte| byte == 0).count() - 1;
            assert_eq!(nulls, separators, "{generator} {options}");
            assert_eq!(
                stdout.ends_with(b"\0"),
                ends[0].is_some(),
                "{generator} {options}"
            );
            assert!(!stdout.contains(&b'\n'), "{generator} {options}");
        }
        for (options, newlines) in [("--no-newline", 0), ("--no-newline -n 3", 2)] {
            let stdout = run(&format!("{generator} {options}")).stdout;
            assert!(
                !stdout.is_empty() && !stdout.ends_with(b"\n"),
                "{generator} {options}"
            );
            assert_eq!(
                stdout.split(|&byte| byte == b'\n').count() - 1,
                newlines,
                "{generator} {options}"
            );
        }
    }
}

#[test]
fn json_is_one_object_a_line_with_the_same_value() {
    for generator in GENERATORS {
        let items = run(&format!("{generator} -n 2 --json")).json();
        assert_eq!(items.len(), 2, "{generator}");
        for item in items {
            let names: Vec<_> = item.as_object().unwrap().keys().take(5).collect();
            let expected = [
                "kind",
                "value",
                "entropy_bits",
                "drawn_from",
                "possibilities",
            ];
            assert_eq!(names, expected, "{generator}");
            assert_eq!(item["kind"], kind(generator));
            assert!(!item["value"].as_str().unwrap().is_empty(), "{generator}");
            assert!(item["entropy_bits"].as_f64().unwrap() > 10.0, "{generator}");
        }
    }
    let item = &run("secrets bytes 8 --json").json()[0];
    assert_eq!(
        (&item["kind"], &item["entropy_bits"]),
        (&"bytes".into(), &64.into())
    );
    let decode = format!("printf {} | base64 -d | wc -c", item["value_base64"]);
    assert_eq!(run(&decode).lines(), ["8"]);
    // Characters that JSON escapes are read back.
    let script = r#"printf 'a"b\\c\001\xff' | secrets choice --json; printf 'a"b\\c\001' | secrets choice --json"#;
    let lines = [
        r#"{"kind":"choice","value_base64":"YSJiXGMB/w==","entropy_bits":0,"drawn_from":"1 item","possibilities":"1","source":"the operating system's CSPRNG, expanded with ChaCha20 from 16 KiB on"}"#,
        r#"{"kind":"choice","value":"a\"b\\c\u0001","entropy_bits":0,"drawn_from":"1 item","possibilities":"1","source":"the operating system's CSPRNG, expanded with ChaCha20 from 16 KiB on"}"#,
    ];
    assert_eq!(run(script).lines(), lines);
}

#[test]
fn explain_writes_only_to_stderr() {
    for generator in GENERATORS {
        let outcome = run(&format!("{generator} -n 2 --explain"));
        assert_eq!(
            (outcome.status, outcome.text().lines().count()),
            (0, 2),
            "{generator}"
        );
        let topics = outcome
            .stderr
            .lines()
            .map(|line| line.split_once(": ").unwrap().0);
        let expected = ["drawn from", "possibilities", "entropy", "source"];
        let common: Vec<_> = topics.filter(|topic| expected.contains(topic)).collect();
        assert_eq!(common, expected, "{generator}");
        for value in outcome.text().lines() {
            assert!(!outcome.stderr.contains(value), "{generator}");
        }
    }
}

#[test]
fn masks_come_before_their_values_and_on_stderr() {
    for generator in GENERATORS {
        for (runner, command) in [
            ("github", "::add-mask::"),
            ("azure", "##vso[task.setsecret]"),
        ] {
            // Both streams go into one pipe, which keeps their order.
            let outcome = run(&format!(
                "{generator} -n 2 --mask {runner} 2>&1 | sed 's/%AZP25/%/g; s/%25/%/g'"
            ));
            let lines = outcome.lines();
            for value in lines.iter().filter(|line| !line.starts_with(command)) {
                let mask = lines
                    .iter()
                    .position(|line| line.strip_prefix(command) == Some(value));
                let value = lines.iter().position(|line| line == value);
                assert!(mask.is_some() && mask < value, "{generator}: {lines:?}");
            }
            assert_eq!(
                lines
                    .iter()
                    .filter(|line| !line.starts_with(command))
                    .count(),
                2,
                "{generator}"
            );
            let quiet = run(&format!(
                "X=$({generator} --mask {runner} 2>/dev/null); echo ${{#X}}"
            ));
            assert!(quiet.lines()[0].parse::<u32>().unwrap() > 10, "{generator}");
        }
    }
}

#[test]
fn masks_hide_every_line_and_the_escaped_form() {
    let outcome = run(r"printf 'a\nb%%\0' | secrets choice -0 --mask github");
    assert_eq!(
        outcome.trouble("one item"),
        "secrets: --mask for a value of 0 bits would hide ordinary text in the log"
    );
    // 2^17 items of two lines, all of the same form.
    let directory = Directory::new();
    let items = (0..1 << 17).map(|number| format!("{number:06}\"%\nsecond\0"));
    let items = items.collect::<Vec<_>>().concat();
    fs::write(directory.path().join("items"), items).unwrap();
    let outcome = directory.run("secrets choice -0 --file items --json --mask github 2>&1");
    let lines = outcome.lines();
    assert!(
        lines[0].starts_with("::add-mask::") && lines[0].ends_with("\"%25"),
        "{lines:?}"
    );
    assert_eq!(lines[1], "::add-mask::second");
    assert!(lines[2].ends_with("\\\"%25\\nsecond"), "{lines:?}");
    assert_eq!(lines.len(), 4);
    // The agent of Azure reads a percent sign in one of two ways.
    let outcome = run("secrets pattern '%[a-z]{20}' --mask azure");
    let value = outcome.text().trim_end();
    let (command, rest) = ("##vso[task.setsecret]", &value[1..]);
    assert_eq!(
        outcome.stderr,
        format!("{command}%AZP25{rest}\n{command}{value}\n")
    );
}

#[test]
fn a_mask_that_cannot_be_written_keeps_its_value_back() {
    for generator in GENERATORS {
        for stderr in ["2>/dev/full", "2>&-"] {
            let outcome = run(&format!("{generator} --mask github {stderr}"));
            assert_eq!(
                (outcome.status, outcome.text()),
                (2, ""),
                "{generator} {stderr}"
            );
        }
    }
}

#[test]
fn output_files_are_readable_only_by_their_owner() {
    for generator in GENERATORS {
        let directory = Directory::new();
        let outcome = directory.run(&format!("umask 0; {generator} -n 2 --output key"));
        assert_eq!(
            (outcome.status, outcome.text(), outcome.stderr.as_str()),
            (0, "", ""),
            "{generator}"
        );
        let path = directory.path().join("key");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{generator}"
        );
        let first = fs::read_to_string(&path).unwrap();
        assert_eq!(first.lines().count(), 2, "{generator}");

        let refused = directory.run(&format!("{generator} --output key"));
        assert_eq!(refused.trouble(generator), "secrets: key exists");
        assert_eq!(fs::read_to_string(&path).unwrap(), first, "{generator}");

        directory
            .run(&format!("chmod 644 key; {generator} --output key --force"))
            .trouble_free();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{generator}"
        );
        assert_ne!(fs::read_to_string(&path).unwrap(), first, "{generator}");
        assert_eq!(directory.files(), ["key"], "{generator}");
    }
}

impl crate::harness::Outcome {
    fn trouble_free(&self) {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""));
    }
}

#[test]
fn a_file_is_complete_or_absent() {
    for (script, message) in [
        (
            "ulimit -f 8; secrets bytes 1M --output key",
            "key could not be written",
        ),
        (
            "secrets hex --output missing/key",
            "there is no directory missing",
        ),
        ("secrets hex --output .", ". is a directory"),
        (
            "secrets hex --output ''",
            "a value is required for '--output <FILE>'",
        ),
        (
            "ln -s nowhere link; secrets hex --output link; x=$?; rm link; exit $x",
            "link is a symbolic link to nothing",
        ),
    ] {
        let directory = Directory::new();
        let outcome = directory.run(script);
        assert!(
            outcome.trouble(script).contains(message),
            "{script}: {}",
            outcome.stderr
        );
        assert!(
            directory.files().is_empty(),
            "{script}: {:?}",
            directory.files()
        );
    }
    // A failed replacement leaves the old content.
    let directory = Directory::new();
    let script = "echo old >key; ulimit -f 8; secrets bytes 1M --output key --force";
    directory.run(script).trouble(script);
    assert_eq!(
        fs::read_to_string(directory.path().join("key")).unwrap(),
        "old\n"
    );
    assert_eq!(directory.files(), ["key"]);
}

#[test]
fn the_file_behind_a_symbolic_link_is_replaced() {
    let directory = Directory::new();
    directory
        .run("echo old >key; ln -s key link; secrets hex --output link --force")
        .trouble_free();
    assert!(directory.path().join("link").is_symlink());
    assert_eq!(
        fs::read_to_string(directory.path().join("key"))
            .unwrap()
            .len(),
        65
    );
}

#[test]
fn ten_writers_leave_one_complete_file() {
    let directory = Directory::new();
    let script = "for i in 1 2 3 4 5 6 7 8 9 10; do (secrets hex --output key 2>/dev/null; echo $?) & done; wait";
    let outcome = directory.run(script);
    let mut statuses: Vec<_> = outcome.text().lines().collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["0", "2", "2", "2", "2", "2", "2", "2", "2", "2"]);
    assert_eq!(
        fs::read_to_string(directory.path().join("key"))
            .unwrap()
            .len(),
        65
    );
    assert_eq!(directory.files(), ["key"]);
}

#[test]
fn a_failed_write_is_an_error() {
    for generator in GENERATORS {
        for (redirection, message) in [
            (">/dev/full", "stdout could not be written"),
            (">&-", "stdout is closed"),
            ("-n 100000 >/dev/full", "stdout could not be written"),
        ] {
            let outcome = run(&format!("{generator} {redirection}"));
            assert!(
                outcome.trouble(generator).contains(message),
                "{generator} {redirection}: {}",
                outcome.stderr
            );
        }
        for closed in ["{ {} ;} >&- 2>&-", "exec <&- >&- 2>&-; {}"] {
            let script = closed.replace("{}", generator);
            assert_eq!(run(&script).status, 2, "{script}");
        }
    }
    for text in ["--help", "--version", "completions bash", "man"] {
        assert!(
            run(&format!("secrets {text} >/dev/full"))
                .trouble(text)
                .contains("stdout could not be written")
        );
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for generator in GENERATORS {
        let script = format!("{generator} -n 1000000000 | head -n 1; echo ${{PIPESTATUS[*]}}");
        let outcome = run(&script);
        assert_eq!(
            outcome.lines()[1].split(' ').next_back(),
            Some("0"),
            "{generator}"
        );
        assert!(
            !outcome.lines()[1].split(' ').any(|status| status == "2"),
            "{generator}"
        );
    }
    assert_eq!(
        run("secrets bytes 1T | true; echo ${PIPESTATUS[0]}").lines(),
        ["0"]
    );
}

/// 32 MiB of address space are too small for a value of 1 GB, a million values or 45 MB of items.
#[test]
fn long_and_many_values_stream_in_little_memory() {
    for (command, bytes) in [
        ("secrets bytes 1T | head -c 300000000", 300_000_000u64),
        ("secrets hex 10G | head -c 300000000", 300_000_000),
        ("secrets urlsafe 100M", 139_810_134 + 1),
        ("secrets bytes 10M --encoding base32", 16_777_217),
        ("secrets password -n 300000", 6_300_000),
        ("secrets hex -n 1000000", 65_000_000),
        // Nearly all items are short, and some have a megabyte.
        (
            "{ yes a | head -n 99; head -c 1M /dev/zero | tr '\\0' b; } | secrets choice -n 5000 | tr -cd '\\n'",
            5000,
        ),
        ("seq 10000000 15000000 | secrets choice -n 3 --distinct", 27),
        ("seq 10000000 15000000 | secrets choice", 9),
    ] {
        let outcome = run(&format!("ulimit -v 32768; {command} | wc -c"));
        assert_eq!(outcome.lines(), [bytes.to_string()], "{command}");
    }
}

#[test]
fn raw_bytes_reach_a_terminal_only_with_output_dash() {
    let at_terminal = |command: &str| Directory::new().at_terminal(command, (80, 24), "");
    let refused = at_terminal("secrets bytes 8");
    let said = "secrets: raw bytes would spoil the terminal";
    assert!(refused.text().starts_with(said), "{}", refused.text());
    assert_eq!(refused.status, 2);
    assert_eq!(at_terminal("secrets bytes 8 --output -").status, 0);
    assert_eq!(at_terminal("secrets hex 8").status, 0);
    assert_eq!(
        run("secrets bytes 8 | wc -c; secrets bytes 8 -n 3 --output - | wc -c").lines(),
        ["8", "24"]
    );
}

#[test]
fn entropy_os_takes_every_byte_from_the_system() {
    for generator in GENERATORS {
        let outcome = run(&format!("{generator} --entropy os --explain"));
        assert_eq!(
            (outcome.status, outcome.text().lines().count()),
            (0, 1),
            "{generator}"
        );
        assert!(
            outcome.stderr.ends_with(", every byte\n"),
            "{generator}: {}",
            outcome.stderr
        );
    }
    // A long value has the requested length, with both kinds of entropy and on two threads.
    for options in ["", "--entropy os"] {
        let outcome = run(&format!("secrets bytes 20000001 {options} | wc -c"));
        assert_eq!(outcome.lines(), ["20000001"], "{options}");
    }
    // A value that is drawn in parts is the text of one value.
    let script = "secrets bytes 20000001 --encoding base64 | base64 -d | wc -c
        secrets urlsafe 20000001 | tr -d '\\n' | wc -c";
    assert_eq!(run(script).lines(), ["20000001", "26666668"]);
}

/// A killed program can't remove a file, so there must be none to remove.
#[test]
fn a_killed_writer_leaves_nothing_behind() {
    if !has(&["strace"]) {
        return;
    }
    for signal in ["KILL", "TERM", "HUP"] {
        let directory = Directory::new();
        let script = format!(
            "strace -qq -o /dev/null -e trace=write -e inject=write:signal={signal}:when=20 \
                secrets bytes 8M --output key --entropy os
            [ $? -gt 128 ]"
        );
        assert_eq!(directory.run_unprivileged(&script).status, 0, "{signal}");
        assert!(
            directory.files().is_empty(),
            "{signal}: {:?}",
            directory.files()
        );
    }
}

#[test]
fn the_mode_of_a_file_does_not_depend_on_the_umask() {
    let directory = Directory::new();
    let outcome = directory.run("umask 777; secrets hex --output key; stat -c %a key");
    assert_eq!(outcome.lines(), ["600"]);
}

/// The reader waits at first, so that the output takes longer than a second.
#[test]
fn a_progress_bar_is_shown_while_output_takes_long() {
    let slow = |command: &str| {
        let line = format!("{command} | {{ sleep 2; cat >/dev/null; }}; echo ${{PIPESTATUS[0]}}");
        let outcome = Directory::new().at_terminal(&line, (80, 24), "");
        outcome.text().replace('\r', "\n")
    };
    let has_bar = |command: &str, of: &str| {
        let shown = slow(command);
        assert!(
            shown.contains("[=") || shown.contains("[>"),
            "{command}: {shown:?}"
        );
        assert!(shown.contains(of), "{command}: {shown:?}");
        // The bar leaves only a blank line for the cursor.
        let last = shown.rsplit("\u{1b}[2K").next().unwrap();
        assert_eq!(last.trim(), "0", "{command}: {shown:?}");
    };
    let has_none = |command: &str| assert_eq!(slow(command).trim(), "0", "{command}");
    // The commands run at once, because each takes two seconds.
    thread::scope(|scope| {
        for (command, of) in [
            ("secrets bytes 20M", "of 20.00 MiB"),
            ("secrets hex -n 200000", "of 200000"),
            ("secrets bytes 300K -n 100", "of 29.30 MiB"),
        ] {
            scope.spawn(move || has_bar(command, of));
            scope.spawn(move || has_none(&format!("{command} --no-progress")));
        }
        // Here stderr is no terminal.
        scope.spawn(|| has_none("{ secrets bytes 20M 2>said; cat said >&2; }"));
    });
    let quick = "secrets bytes 1M | cat >/dev/null";
    let shown = Directory::new().at_terminal(quick, (80, 24), "");
    assert_eq!(shown.text(), "");
    let endless = "secrets bytes 1E >/dev/null";
    let outcome = Directory::new().at_terminal(endless, (80, 24), "0%");
    assert_eq!(outcome.status, 130);
}
