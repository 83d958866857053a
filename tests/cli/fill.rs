//! `secrets fill`: templates, files that keep what they have, and where else secrets go.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::harness::{Directory, NODE_WITH_DOTENV, Outcome, ROOT, has, program};

const TEMPLATE: &str = "# safe to commit
PORT=8080
SESSION_KEY={{ hex 32 }}
DB_PASSWORD={{ db = password --length 32 --safe url,dotenv }}
DATABASE_URL=postgres://app:{{ db }}@db/app
NOTE='{{ passphrase --separator \" \" }}' # words
";

/// A directory with files of these names and texts.
fn with(files: &[(&str, &str)]) -> Directory {
    let directory = Directory::new();
    for (name, text) in files {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

fn read(directory: &Directory, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap()
}

#[cfg(unix)]
fn mode(directory: &Directory, name: &str) -> u32 {
    let found = fs::metadata(directory.path().join(name)).unwrap();
    found.permissions().mode() & 0o7777
}

/// Demands success, and that stderr is `said`.
fn says(outcome: &Outcome, said: &str) {
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, said));
}

#[cfg(unix)]
#[test]
fn fills_what_is_missing_and_keeps_what_is_there() {
    let directory = with(&[(".env.example", TEMPLATE)]);
    let fill = "umask 0; secrets fill .env.example -o .env";
    let all = "SESSION_KEY, DB_PASSWORD, DATABASE_URL, NOTE";
    says(&directory.run(fill), &format!("filled {all}\n"));
    let first = read(&directory, ".env");
    let lines: Vec<&str> = first.lines().collect();
    assert_eq!(lines[..2], ["# safe to commit", "PORT=8080"]);
    let password = lines[3].strip_prefix("DB_PASSWORD=").unwrap();
    assert_eq!(password.len(), 32);
    assert_eq!(
        lines[4],
        format!("DATABASE_URL=postgres://app:{password}@db/app")
    );
    assert!(lines[5].starts_with("NOTE='") && lines[5].ends_with("' # words"));
    assert_eq!(mode(&directory, ".env"), 0o600);

    let before = fs::metadata(directory.path().join(".env")).unwrap().ino();
    says(&directory.run(fill), &format!("kept {all}\n"));
    let after = fs::metadata(directory.path().join(".env")).unwrap().ino();
    assert_eq!((before, read(&directory, ".env")), (after, first.clone()));

    // Missing, empty, a placeholder; and keys, comments and order of its own.
    let mine = format!(
        "\u{feff}# mine\r\nOWN='a\r\nSESSION_KEY=x'\r\nSESSION_KEY=\r\nexport PORT=1 # p\r\nNOTE='{{{{ passphrase --separator \" \" }}}}' # old\r\nDB_PASSWORD={password}"
    );
    fs::write(directory.path().join(".env"), &mine).unwrap();
    says(
        &directory.run(fill),
        "filled SESSION_KEY, DATABASE_URL, NOTE; kept DB_PASSWORD\n",
    );
    let text = read(&directory, ".env");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[..3], ["\u{feff}# mine", "OWN='a", "SESSION_KEY=x'"]);
    assert_eq!(
        (lines[3].len(), lines[4]),
        ("SESSION_KEY=".len() + 64, "export PORT=1 # p")
    );
    assert!(lines[5].ends_with("' # old"));
    assert_eq!(lines[6], format!("DB_PASSWORD={password}"));
    assert_eq!(
        lines[7..],
        [
            &format!("DATABASE_URL=postgres://app:{password}@db/app"),
            ""
        ]
    );
}

#[cfg(unix)]
#[test]
fn rotates_what_it_is_asked_to_and_keeps_the_old_file() {
    let directory = with(&[(".env.example", TEMPLATE)]);
    directory.run("secrets fill .env.example -o .env");
    let old = read(&directory, ".env");
    let fill = "secrets fill .env.example -o .env";
    let outcome = directory.run(&format!("{fill} --rotate SESSION_KEY --backup"));
    says(
        &outcome,
        "filled SESSION_KEY; kept DB_PASSWORD, DATABASE_URL, NOTE\nthe old .env is kept as .env.bak\n",
    );
    let (new, backup) = (read(&directory, ".env"), read(&directory, ".env.bak"));
    assert_eq!((backup, mode(&directory, ".env.bak")), (old.clone(), 0o600));
    for (at, (old, new)) in old.lines().zip(new.lines()).enumerate() {
        assert_eq!(old == new, at != 2, "{at}");
    }
    let outcome = directory.run(&format!("{fill} --rotate-all --backup"));
    assert!(
        outcome.stderr.ends_with("as .env.bak.2\n"),
        "{}",
        outcome.stderr
    );
    assert!(read(&directory, ".env").contains("PORT=8080\n"));
    for (options, message) in [
        (
            "--rotate DB_PASSWORD",
            "secrets: --rotate DB_PASSWORD would leave DATABASE_URL with the old value of 'db', which they share",
        ),
        (
            "--rotate PORT",
            "secrets: --rotate PORT: its value in the template has no recipe",
        ),
        (
            "--rotate SESION_KEY",
            "secrets: --rotate SESION_KEY: the template has no such key",
        ),
    ] {
        assert_eq!(
            directory.run(&format!("{fill} {options}")).trouble(options),
            message
        );
    }
    assert_eq!(
        directory
            .run(&format!(
                "{fill} --rotate DB_PASSWORD --rotate DATABASE_URL"
            ))
            .status,
        0
    );
}

#[cfg(unix)]
#[test]
fn a_name_has_one_value_in_runs_that_follow_each_other() {
    let directory = with(&[
        ("a.env", "A={{ n = hex 8 }}\nB={{ n }}\n"),
        (".env", "B=given\n"),
    ]);
    says(
        &directory.run("secrets fill a.env -o .env"),
        "filled A; kept B\n.env was open to others, mode 0644, and is now 0600\n",
    );
    assert_eq!(read(&directory, ".env"), "B=given\nA=given\n");
    let directory = with(&[
        ("a.env", "A={{ n = hex 8 }}\nB=x{{ n }}\n"),
        (".env", "B=given\n"),
    ]);
    let outcome = directory.run("secrets fill a.env -o .env");
    assert_eq!(
        outcome.trouble("B"),
        "secrets: A shares 'n' with B, whose value is kept and does not show it"
    );
}

#[cfg(unix)]
#[test]
fn keeps_the_mode_unless_others_can_read() {
    let directory = with(&[(".env.example", TEMPLATE), (".env", "A=1\n")]);
    let fill = "secrets fill .env.example -o .env --rotate-all";
    for (before, after) in [
        (0o640, 0o640),
        (0o400, 0o400),
        (0o644, 0o600),
        (0o602, 0o600),
    ] {
        fs::set_permissions(
            directory.path().join(".env"),
            fs::Permissions::from_mode(before),
        )
        .unwrap();
        let outcome = directory.run(fill);
        assert_eq!(
            (outcome.status, mode(&directory, ".env")),
            (0, after),
            "{before:o}"
        );
        let said = format!(".env was open to others, mode {before:04o}, and is now 0600");
        assert_eq!(
            outcome.stderr.contains(&said),
            before != after,
            "{}",
            outcome.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn keeps_the_owner_of_the_file_where_root_fills_it() {
    if !has(&[ROOT]) {
        return;
    }
    let directory = with(&[(".env.example", TEMPLATE), (".env", "A=1\n")]);
    let outcome = directory.run(
        "root() { [ $(id -u) = 0 ] || set -- sudo -n \"$@\"; \"$@\"; }
        root chown 1:2 .env; root $(command -v secrets) fill .env.example -o .env",
    );
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let found = fs::metadata(directory.path().join(".env")).unwrap();
    assert_eq!((found.uid(), found.gid()), (1, 2));
}

#[cfg(unix)]
#[test]
fn check_is_the_gate_and_dry_run_writes_nothing() {
    let directory = with(&[(".env.example", TEMPLATE)]);
    let check = "secrets fill .env.example -o .env --check";
    let missing = directory.run(check);
    assert_eq!((missing.status, missing.stderr.lines().count()), (1, 5));
    let dry = directory.run("secrets fill .env.example -o .env --dry-run --json");
    assert_eq!(
        dry.lines(),
        [
            r#"{"file":".env","filled":["SESSION_KEY","DB_PASSWORD","DATABASE_URL","NOTE"],"carried":[],"kept":[],"copied":[],"narrowed":[],"empty":[],"backup":null,"tightened":false,"touched":false,"commands":[],"dry_run":true}"#
        ]
    );
    assert_eq!(directory.files(), [".env.example"]);

    says(
        &directory.run(&format!(
            "secrets fill .env.example -o .env 2>/dev/null; {check}"
        )),
        "",
    );
    let file = "PORT=1\nSESSION_KEY=changeme\nDB_PASSWORD=\nDATABASE_URL=postgres://app:{{ db }}@db/app\nNOTE=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
    fs::write(directory.path().join(".env"), file).unwrap();
    let outcome = directory.run(&format!("chmod 644 .env; {check}"));
    assert_eq!(outcome.status, 1);
    let said = ".env: SESSION_KEY is no value that its recipe makes
.env: DB_PASSWORD is empty
.env: DATABASE_URL is still a recipe in braces
.env: NOTE is no value that its recipe makes
.env is open to others, mode 0644
";
    assert_eq!(outcome.stderr, said);
    let json = directory.run(&format!("{check} --json"));
    assert!(json.status == 1 && json.stderr.is_empty());
    assert_eq!(
        json.text(),
        "{\"file\":\".env\",\"ok\":false,\"problems\":[{\"key\":\"SESSION_KEY\",\"problem\":\"unfit\"},{\"key\":\"DB_PASSWORD\",\"problem\":\"empty\"},{\"key\":\"DATABASE_URL\",\"problem\":\"placeholder\"},{\"key\":\"NOTE\",\"problem\":\"unfit\"}],\"open_to_others\":\"0644\"}\n"
    );
    assert_eq!(read(&directory, ".env"), file);
}

/// Values of every recipe pass the check that is made of the recipe, always.
#[test]
fn a_value_of_a_recipe_is_never_weak() {
    let recipes = [
        "hex 1 --allow-weak",
        "below 1000",
        "below 2^64",
        "otp",
        "pattern '[a-z]{1,20}'",
        "choice yes no",
        "bytes 16 --encoding base58",
        "urlsafe",
        "apikey --prefix a",
        "password --any -l 8 --safe dotenv",
    ];
    let lines = recipes.iter().cycle().take(500).enumerate();
    let lines: Vec<String> = lines
        .map(|(at, recipe)| format!("K{at}={{{{ {recipe} }}}}"))
        .collect();
    let template = lines.join(
        "
",
    );
    let directory = with(&[("t.env", &template)]);
    let outcome = directory
        .run("secrets fill t.env -o .env 2>/dev/null && secrets fill t.env -o .env --check");
    says(&outcome, "");
}

#[test]
fn mistakes_name_the_place_and_write_nothing() {
    for (template, message) in [
        (
            "A=1\nB={{ password --length 3 --min-digits 9 }}\n",
            "t.env:2:3: the minimums add up to 12 characters, and the length is 3",
        ),
        (
            "A={{ hexx 32 }}\n",
            "t.env:1:3: unrecognized subcommand 'hexx'",
        ),
        (
            "A={{ hex\n",
            "t.env:1:3: the braces of this recipe are not closed on their line",
        ),
        (
            "A={{ hex {{ hex }} }}\n",
            "t.env:1:10: braces open within the braces of a recipe",
        ),
        (
            "A={{ hex --count 2 }}\n",
            "t.env:1:3: --count makes no sense in a template: it is about the output of a command",
        ),
        (
            "A={{ hex }}\nA=2\n",
            "t.env:2:1: the key A occurs twice, first at t.env:1:1",
        ),
        (
            "A={{ password --charset printable }}\n",
            "t.env:1:3: values of this recipe can hold !, which not every reader of dotenv files takes here: a shell can expand it",
        ),
        (
            "A={{ pattern \"[a-z']{9}\" }}\n",
            "t.env:1:3: values of this recipe can hold \\', which not every reader of dotenv files takes here: shells and most others take it for a quote",
        ),
        (
            "A={{ passphrase --separator \\\\ }}\n",
            "t.env:1:3: values of this recipe can hold \\\\",
        ),
        (
            "A=${X}{{ password --symbols '#*' }}\n",
            "t.env:1:7: values of this recipe can hold",
        ),
        (
            "{{ hex }}\n",
            "t.env:1:1: a recipe in a dotenv file must be in the value of a key",
        ),
        (
            "1A={{ hex }}\n",
            "t.env:1:1: '1A' is not a valid key: that is a letter or _, then letters, digits, _, . and -",
        ),
        (
            "A=1\n# {{ hex }}\n",
            "t.env has no recipes, so there is nothing to fill",
        ),
        (
            "A=\u{e9}{{ nope }}",
            "t.env:1:4: 'nope' is neither a command nor the name of a recipe",
        ),
    ] {
        let directory = with(&[("t.env", template)]);
        let outcome = directory.run("secrets fill t.env -o .env");
        let said = outcome.trouble(template);
        assert!(
            said.starts_with(&format!("secrets: {message}")),
            "{template}: {said}"
        );
        assert_eq!(directory.files(), ["t.env"], "{template}");
    }
    let directory = with(&[("t.env", "A=1\n")]);
    let outcome = directory.run("secrets fill t.env --allow-none");
    assert_eq!((outcome.status, outcome.text()), (0, "A=1\n"));
    let directory = with(&[]);
    let outcome = directory.run("printf 'A=\\377' >t.env; secrets fill t.env");
    assert_eq!(
        outcome.trouble("UTF-8"),
        "secrets: t.env:1: it is not text in UTF-8"
    );
}

#[test]
fn unusual_text_has_a_defined_answer() {
    for (template, file, expected) in [
        // CRLF, a mark at the beginning, no final newline.
        (
            "\u{feff}A={{ choice v }}\r\nB=1\r\n",
            None,
            "A=v\r\nB=1\r\n",
        ),
        ("A={{ choice v }}", None, "A=v"),
        ("A={{ choice v }}", Some("B=1"), "B=1\nA=v\n"),
        (
            "A={{ choice v }}\nB=2\n",
            Some("\u{feff}B=1\r\n"),
            "\u{feff}B=1\r\nA=v\r\n",
        ),
        ("A={{ choice v }}\n", Some(""), "A=v\n"),
        // Of a key that a file has twice, the last counts.
        ("A={{ choice v }}\n", Some("A=1\nA=\n"), "A=1\nA=v\n"),
        // A shell reads a line that ends in \ on.
        ("A={{ choice v }}\n", Some("B=1\\\n"), "B=1\\\n\nA=v\n"),
        ("A={{ choice v }}\n", Some("A=\nA=1\n"), "A=\nA=1\n"),
        (
            "A='{{ choice 'a b' }}' # c\n",
            Some("B=1\n"),
            "B=1\nA='a b' # c\n",
        ),
        ("A={{ choice 'a b' }}\n", None, ""),
        ("A='{{ choice 'a$b' }}'\n", None, ""),
        // Quotes of the template stay; braces of text are halved.
        (
            "A=\"{{ choice v }}\"\nB='{{{{ x }}'\n",
            None,
            "A=\"v\"\nB='{{ x }}'\n",
        ),
        (
            "A='{{ choice 'a b' }}' # c\n",
            Some("A= # mine\n"),
            "A='a b' # mine\n",
        ),
        // A shell reads it, and npm's dotenv does not.
        ("A={{ choice v }}\n", Some("A=#mine\n"), ""),
        ("A={{ choice v }}\n", Some("A: mine\n"), ""),
        ("A={{ choice v }}\n", Some("B=1\rC=2\n"), ""),
        // To a shell, what stands behind a blank is a command.
        ("A={{ choice v }}\n", Some("A= # mine\n"), "A=v # mine\n"),
        ("A={{ choice v }}\n", Some("E=x\\"), "A=v\nE=x\\"),
        ("A.b-c={{ choice v }}\n", Some("E=x"), "E=x\nA.b-c=v\n"),
        ("A={{ choice v }}\n", Some("A=\"\"\n"), "A=v\n"),
        ("A={{ choice \"it's\" --file x }}\n", Some("A=1\n"), ""),
        // A quote that nothing closes would take in what is added.
        ("A={{ choice v }}\n", Some("B='1\n"), ""),
        (
            "# A={{ nothing\nA={{choice v}}\n",
            None,
            "# A={{ nothing\nA=v\n",
        ),
    ] {
        let directory = with(&[("t.env", template)]);
        if let Some(file) = file {
            fs::write(directory.path().join(".env"), file).unwrap();
        }
        let outcome = directory.run("secrets fill t.env -o .env");
        if expected.is_empty() {
            outcome.trouble(template);
        } else {
            assert_eq!(
                (outcome.status, read(&directory, ".env").as_str()),
                (0, expected),
                "{template}: {}",
                outcome.stderr
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_what_fails_leaves_the_old_file() {
    for (prepare, message) in [
        ("mkdir .env", ".env is a directory"),
        ("ln -s nowhere .env", ".env is a symbolic link to nothing"),
        ("printf '\\377' >.env", ".env is not text in UTF-8"),
        (
            "rm .env.example",
            ".env.example cannot be read: No such file or directory (os error 2)",
        ),
    ] {
        let directory = with(&[(".env.example", TEMPLATE)]);
        let outcome = directory.run(&format!("{prepare}; secrets fill .env.example -o .env"));
        assert_eq!(outcome.trouble(prepare), format!("secrets: {message}"));
    }
    let outcome = with(&[(".env.example", TEMPLATE)]).run("secrets fill .env.example -o no/.env");
    assert_eq!(
        outcome.trouble("no directory"),
        "secrets: there is no directory no"
    );
    // A link is followed.
    let directory = with(&[(".env.example", TEMPLATE), ("real", "")]);
    directory.run("ln -s real .env; secrets fill .env.example -o .env");
    assert!(
        directory.path().join(".env").is_symlink() && read(&directory, "real").contains("NOTE='")
    );

    let big = TEMPLATE.to_owned() + &"# filler\n".repeat(3000);
    let directory = with(&[(".env.example", &big), (".env", "OLD=1\n")]);
    let outcome = directory.run("ulimit -f 8; secrets fill .env.example --format dotenv -o .env2");
    assert!(
        outcome
            .trouble("disk full")
            .contains(".env2 could not be written")
    );
    let long = format!("OLD=1\n{}", "# filler\n".repeat(3000));
    fs::write(directory.path().join(".env"), &long).unwrap();
    let outcome = directory.run("ulimit -f 8; secrets fill .env.example -o .env");
    assert!(
        outcome
            .trouble("disk full")
            .contains(".env could not be written")
    );
    assert_eq!(
        (read(&directory, ".env"), directory.files().len()),
        (long, 2)
    );

    // Who may read a directory, but not write to it.
    let script = "mkdir closed; cd closed; echo 'A={{ hex }}' >t.env; echo OLD=1 >.env; chmod 555 .
        secrets fill t.env -o .env";
    let directory = Directory::new();
    let outcome = directory.run_unprivileged(script);
    let said = outcome.trouble(script);
    assert!(said.contains("cannot be written to"), "{said}");
    assert_eq!(read(&directory, "closed/.env"), "OLD=1\n");
}

fn fill(directory: &Directory, options: &[&str]) -> Command {
    let mut command = Command::new(program());
    command
        .args(["fill", ".env.example", "-o", ".env"])
        .args(options)
        .current_dir(directory.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Whether `text` is TEMPLATE filled as a whole.
fn is_whole(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    lines.len() == 6
        && lines[2].len() == 76
        && lines[5].ends_with("' # words")
        && text.ends_with('\n')
}

#[test]
fn ten_at_once_leave_one_file_and_all_agree() {
    let directory = with(&[(".env.example", TEMPLATE)]);
    for _ in 0..5 {
        let runs: Vec<_> = (0..10)
            .map(|_| fill(&directory, &[]).spawn().unwrap())
            .collect();
        let said: Vec<String> = runs
            .into_iter()
            .map(|run| {
                let output = run.wait_with_output().unwrap();
                assert!(output.status.success());
                String::from_utf8(output.stderr).unwrap()
            })
            .collect();
        assert_eq!(
            said.iter()
                .filter(|said| said.starts_with("filled"))
                .count(),
            1,
            "{said:?}"
        );
        assert!(is_whole(&read(&directory, ".env")));
        assert_eq!(directory.files(), [".env", ".env.example"]);
        fs::remove_file(directory.path().join(".env")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_the_file_is_the_old_or_the_new_one() {
    const KILLS: u32 = 1000;
    let directory = with(&[(".env.example", TEMPLATE)]);
    let runs = (0..5).map(|_| {
        let start = Instant::now();
        let status = fill(&directory, &["--rotate-all"]).status().unwrap();
        assert!(status.success());
        start.elapsed()
    });
    let whole_run = runs.min().unwrap() * 3 / 2;
    let mut old = read(&directory, ".env");
    let mut changes = 0;
    for kill in 0..KILLS {
        let mut run = fill(&directory, &["--rotate-all"]).spawn().unwrap();
        // Moments over the whole of a run, and a little beyond.
        let start = Instant::now();
        while start.elapsed() < whole_run * kill / KILLS {
            std::hint::spin_loop();
        }
        let _ = run.kill();
        run.wait().unwrap();
        let new = read(&directory, ".env");
        assert!(is_whole(&new), "{kill}: {new}");
        assert_eq!(mode(&directory, ".env"), 0o600);
        changes += u32::from(new != old);
        old = new;
    }
    assert!(changes < KILLS, "no run was killed early");
    // What was left behind is in nobody's way.
    assert!(
        fill(&directory, &["--rotate-all"])
            .status()
            .unwrap()
            .success()
    );
}

#[cfg(unix)]
#[test]
fn a_template_of_100_megabytes_is_filled() {
    let directory = Directory::new();
    let script = "{ yes 'some text of a large file, without a recipe' | head -c 99M; echo; yes 'k {{ hex 32 }}' | head -n 10000; } >big
        (ulimit -v 700000; secrets fill big -o out --json) | wc -c; tail -n 1 out | wc -c; grep -c '{{' out; cmp -n 90000000 big out && echo same";
    let outcome = directory.run(script);
    let lines: Vec<&str> = outcome.text().lines().collect();
    assert_eq!(lines[1..], ["67", "0", "same"], "{}", outcome.stderr);
    let outcome = directory.run("head -c 129M /dev/zero >huge; secrets fill huge");
    assert_eq!(
        outcome.trouble("huge"),
        "secrets: huge cannot be read: it is longer than 134217728 bytes"
    );
    let script = "yes 'x' | awk '{ print \"K\" NR \"={{ hex }}\" }' | head -n 100001 >t.env; secrets fill t.env";
    assert!(
        directory
            .run(script)
            .trouble("keys")
            .contains("at most 100000")
    );
}

/// Texts made of pieces that mean something, in any order: every one is filled or refused, and what
/// is filled is kept by the next run.
#[test]
fn no_template_or_file_makes_it_panic() {
    const PIECES: [&str; 24] = [
        "A=",
        "B=",
        "C: ",
        "{{ hex 2 }}",
        "{{ a = otp }}",
        "{{ a }}",
        "{{",
        "}}",
        "{{{{",
        "'",
        "\"",
        "\\",
        "\n",
        "\r\n",
        "#",
        " ",
        "\u{feff}",
        "é",
        "- ",
        "{",
        "}",
        "[",
        "]\n",
        "\n[t]\n",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let directory = Directory::new();
    let text = |next: &mut dyn FnMut(usize) -> usize| -> String {
        (0..=next(14)).map(|_| PIECES[next(PIECES.len())]).collect()
    };
    let mut filled = 0;
    for round in 0..600 {
        let (template, file) = (text(&mut next), text(&mut next));
        fs::write(directory.path().join(".env.example"), &template).unwrap();
        fs::write(directory.path().join(".env"), &file).unwrap();
        let format =
            ["dotenv", "json", "yaml", "toml"][if round % 3 == 0 { round / 3 % 4 } else { 0 }];
        let run = |options: &[&str]| fill(&directory, options).output().unwrap();
        let outcome = run(&["--format", format, "--allow-none"]);
        let said = String::from_utf8(outcome.stderr).unwrap();
        match outcome.status.code() {
            Some(0) => {
                filled += 1;
                let kept = read(&directory, ".env");
                let again = run(&["--format", format, "--allow-none"]);
                assert_eq!(
                    again.status.code(),
                    Some(0),
                    "{format} {template:?} {file:?}"
                );
                assert_eq!(
                    read(&directory, ".env"),
                    kept,
                    "{format} {template:?} {file:?}"
                );
            }
            Some(2) => assert!(said.starts_with("secrets: "), "{said}"),
            other => panic!("{other:?} {said}: {format} {template:?} {file:?}"),
        }
    }
    assert!(filled > 50, "{filled}");
}

#[test]
fn documents_are_filled_by_path() {
    let check = |template: &str, name: &str, file: &str, expected: &str, said: &str| {
        let directory = with(&[("template", template), (name, file)]);
        let outcome = directory.run(&format!(
            "chmod 600 {name}; secrets fill template -o {name}"
        ));
        assert_eq!(
            (outcome.status, outcome.stderr.split_inclusive('\n').next()),
            (0, Some(said)),
            "{template}"
        );
        assert_eq!(read(&directory, name), expected);
        let again = directory.run(&format!("secrets fill template -o {name}"));
        assert!(again.stderr.starts_with("kept "), "{}", again.stderr);
        assert_eq!(read(&directory, name), expected);
    };
    check(
        "{\"a\": {\"b\": \"{{ choice 'x\\y' }}\"}, \"c\": [\"{{ choice v }}\"], \"d\": 1.50}",
        "f.json",
        "{\"z\": 1, \"a\": {\"b\": \"\"}, \"c\": [\"kept\"]}",
        "{\"z\": 1, \"a\": {\"b\": \"x\\\\y\"}, \"c\": [\"kept\"], \"d\": 1.50}",
        "filled a.b; kept c.0; copied d\n",
    );
    check(
        "a = \"{{ choice v }}\"\n[t]\nb = \"{{ choice 'x y' }}\"\nc = 1\n",
        "f.toml",
        "# mine\na = \"{{ choice v }}\" # a\n\n[t] # t\nz = 0x10\n",
        "# mine\na = \"v\" # a\n\n[t] # t\nz = 0x10\nb = \"x y\"\nc = 1\n",
        "filled a, t.b; copied t.c\n",
    );
    check(
        "a: {{ choice v }}\nt:\n  b: 'x{{ choice \"y\\z\" }}'\n  c: 1\nl:\n  - k: \"{{ choice w }}\"\n",
        "f.yaml",
        "# mine\na: \"\" # a\n\nt: # t\n    z: 0x10 # z\nl:\n- k:\n# end\n",
        "# mine\na: \"v\" # a\n\nt: # t\n    z: 0x10 # z\n    b: 'xy\\z'\n    c: 1\nl:\n- k: \"w\"\n# end\n",
        "filled a, t.b, l.0.k; copied t.c\n",
    );
    let directory = with(&[(
        "t",
        "a {{ hex 1 --allow-weak }} {{ n = hex 1 --allow-weak }}{{ n }} {{{{\n",
    )]);
    let outcome = directory.run("secrets fill t -o f && secrets fill t -o f --force && cat f");
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, "filled line 1, n\nfilled line 1, n\n")
    );
    assert_eq!(outcome.text().len(), "a 00 0000 {{\n".len());
    says(&directory.run("secrets fill t -o f"), "kept line 1, n\n");
    let outcome = directory.run("echo >>f; secrets fill t -o f");
    assert_eq!(
        outcome.trouble("f"),
        "secrets: f exists, and is not a text that t makes: line 2 differs"
    );
    fs::write(
        directory.path().join("t.json"),
        r#"{"a": "\ue0009\ue001", "b": "{{ hex }}"}"#,
    )
    .unwrap();
    assert_eq!(directory.run("secrets fill t.json").status, 0);
}

/// Values with everything that a quote has to carry, for the places below.
const AWKWARD: &str = "A='{{ choice 'x y#z!%*' }}'
B={{ hex 32 }}
C={{ password --length 40 }}
D=\"{{ choice 'ünïcode 42' }}\"
";

/// Fills [`AWKWARD`] into `.env`, and returns the directory and the values on a line each.
fn awkward() -> (Directory, String) {
    let directory = with(&[("t.env", AWKWARD)]);
    directory.run("secrets fill t.env -o .env; . ./.env; for k in A B C D; do printf '%s\\n' \"${!k}\"; done >expected");
    let expected = read(&directory, "expected");
    assert!(
        expected.starts_with("x y#z!%*\n") && expected.ends_with("\nünïcode 42\n"),
        "{expected}"
    );
    assert_eq!(expected.lines().nth(2).unwrap().chars().count(), 40);
    (directory, expected)
}

#[test]
fn a_shell_reads_every_value_of_a_dotenv_file_back() {
    awkward();
}

#[test]
fn node_reads_every_value_of_a_dotenv_file_back() {
    if has(&[NODE_WITH_DOTENV]) {
        let (directory, expected) = awkward();
        let script =
            "node --env-file=.env -e 'for (const k of \"ABCD\") console.log(process.env[k])'";
        assert_eq!(directory.run(script).text(), expected);
    }
}

#[test]
fn python_reads_every_value_of_a_dotenv_file_back() {
    if has(&["python3 -c 'import dotenv'"]) {
        let (directory, expected) = awkward();
        let script = "python3 -c 'import dotenv
for value in dotenv.dotenv_values(\".env\").values(): print(value)'";
        assert_eq!(directory.run(script).text(), expected);
    }
}

const PLACED: &str = "PLAIN={{ hex 32 }}
URL=postgres://app:{{ password --safe url }}@db/app
AWKWARD={{ choice 'a\"b'\\''c$d\\e%25 :f' }}
PORT=8080
";

/// Runs a script beside the template PLACED.
fn placed(script: &str) -> Outcome {
    let directory = with(&[("t.env", PLACED), ("env", "OLD=1")]);
    directory.run(script)
}

const AWKWARD_PLACED: &str = "a\"b'c$d\\e%25 :f";

fn is_read_back_by(shell: &str) {
    let outcome = placed(&format!(
        "secrets fill t.env --to shell >s 2>/dev/null; {shell} -c '. ./s; printenv AWKWARD; printenv PLAIN URL | wc -c; printenv PORT'"
    ));
    let expected = format!("{AWKWARD_PLACED}\n{}\n", 65 + 45);
    assert_eq!(outcome.text(), expected, "{shell}: {}", outcome.stderr);
}

#[test]
fn sh_and_bash_read_the_form_for_shells_back() {
    is_read_back_by("sh");
    is_read_back_by("bash");
}

#[test]
fn zsh_reads_the_form_for_shells_back() {
    if has(&["zsh"]) {
        is_read_back_by("zsh");
    }
}

#[test]
fn json_and_kubernetes_forms_have_the_secrets_alone() {
    let json = placed("secrets fill t.env --to json 2>/dev/null");
    let found: Value = serde_json::from_slice(&json.stdout).unwrap();
    let names: Vec<_> = found.as_object().unwrap().keys().collect();
    assert_eq!(names, ["PLAIN", "URL", "AWKWARD"]);
    assert_eq!(found["PLAIN"].as_str().unwrap().len(), 64);
    assert_eq!(found["AWKWARD"], AWKWARD_PLACED);
    let k8s = placed("secrets fill t.env --to k8s");
    assert_eq!(
        k8s.trouble("k8s"),
        "secrets: --to k8s needs the name of the Secret"
    );
    placed("secrets fill t.env --to k8s --name App").trouble("a name");
    placed("secrets fill t.env --to json --name app").trouble("--name");
}

#[test]
fn yaml_reads_the_form_for_kubernetes_back() {
    if !has(&["python3 -c 'import yaml'"]) {
        return;
    }
    let k8s = placed(
        "secrets fill t.env --to k8s --name app --namespace prod 2>/dev/null | python3 -c 'import base64, sys, yaml
d = yaml.safe_load(sys.stdin)
print(d[\"apiVersion\"], d[\"kind\"], d[\"metadata\"], d[\"type\"], list(d[\"data\"]))
print(base64.b64decode(d[\"data\"][\"AWKWARD\"], validate=True).decode())'",
    );
    assert_eq!(
        k8s.text(),
        format!(
            "v1 Secret {{'name': 'app', 'namespace': 'prod'}} Opaque ['PLAIN', 'URL', 'AWKWARD']\n{AWKWARD_PLACED}\n"
        )
    );
}

#[test]
fn runners_get_masks_first_and_values_once() {
    let outcome = placed("GITHUB_ENV=env secrets fill t.env --to github-env");
    let message =
        "secrets: t.env:3:9: a mask for a value of 0 bits would hide ordinary text in the log";
    assert_eq!(outcome.trouble("no entropy"), message);
    let directory = with(&[("t.env", "A={{ hex 32 }}\nN={{ below 10 }}\n"), ("env", "")]);
    let fill = "export GITHUB_ENV=env; secrets fill t.env --to github-env";
    let outcome = directory.run(fill);
    outcome.trouble("a digit");
    assert!(
        outcome.stderr.contains("or give --unmasked N where"),
        "{}",
        outcome.stderr
    );
    let outcome = directory.run(&format!("{fill} --unmasked N"));
    let masks = outcome.stderr.matches("::add-mask::").count();
    let lines = read(&directory, "env").lines().count();
    assert_eq!((outcome.status, masks, lines), (0, 1, 2));
    for (line, said) in [
        (format!("{fill} --unmasked X"), "no recipe for it"),
        (
            "secrets fill t.env --to json --unmasked N".to_owned(),
            "--unmasked is for",
        ),
    ] {
        assert!(directory.run(&line).trouble(&line).contains(said));
    }
    let directory = with(&[
        ("t.env", "A={{ hex 32 }}\nU=x:{{ hex 16 }}\n"),
        ("env", "OLD=1"),
    ]);
    for variable in ["GITHUB_ENV", "GITHUB_OUTPUT"] {
        let to = variable.to_lowercase().replace('_', "-");
        let script =
            format!("printf OLD=1 >env; export {variable}=env; secrets fill t.env --to {to}");
        let outcome = directory.run(&script);
        let env = read(&directory, "env");
        let lines: Vec<&str> = env.lines().collect();
        assert_eq!(
            (outcome.status, outcome.text(), lines[0], lines.len()),
            (0, "", "OLD=1", 3)
        );
        let (a, u) = (
            lines[1].strip_prefix("A=").unwrap(),
            lines[2].strip_prefix("U=").unwrap(),
        );
        let drawn = u.strip_prefix("x:").unwrap();
        assert_eq!(
            outcome.stderr,
            format!("::add-mask::{a}\n::add-mask::{drawn}\n::add-mask::{u}\nfilled A, U\n")
        );
    }
    let outcome = directory.run("secrets fill t.env --to azure");
    let lines: Vec<&str> = outcome.text().lines().collect();
    let a = lines[0]
        .strip_prefix("##vso[task.setvariable variable=A;issecret=true]")
        .unwrap();
    assert!(
        outcome
            .stderr
            .starts_with(&format!("##vso[task.setsecret]{a}\n"))
            && a.len() == 64
    );
    for (script, message) in [
        (
            "secrets fill t.env --to github-env",
            "GITHUB_ENV is not set, so this is not a step of a GitHub job",
        ),
        (
            "GITHUB_ENV=no secrets fill t.env --to github-env",
            "no, which GITHUB_ENV names, is not a file",
        ),
        (
            "echo 'NODE_OPTIONS={{ hex }}' >t.env; GITHUB_ENV=env secrets fill t.env --to github-env",
            "t.env:1:14: the runner does not let a step set NODE_OPTIONS",
        ),
    ] {
        assert_eq!(
            directory.run(script).trouble(script),
            format!("secrets: {message}")
        );
    }
}

/// The reader of the runner: a line NAME=VALUE, or NAME<<DELIMITER up to the line DELIMITER.
fn github_values(text: &str) -> Vec<(String, String)> {
    let mut lines = text.lines();
    let mut values = Vec::new();
    while let Some(line) = lines.next() {
        if let Some((name, delimiter)) = line
            .split_once("<<")
            .filter(|(name, _)| !name.contains('='))
        {
            let value: Vec<&str> = lines
                .by_ref()
                .take_while(|line| *line != delimiter)
                .collect();
            values.push((name.to_owned(), value.join("\n")));
        } else if let Some((name, value)) = line.split_once('=') {
            values.push((name.to_owned(), value.to_owned()));
        }
    }
    values
}

#[test]
fn several_lines_reach_the_runner_whole() {
    let directory = with(&[("env", "")]);
    let template = "A={{ pattern 'l[0-9]{20}\\nB=2\\n[a-z]{8}' }}\nB={{ hex }}\n";
    fs::write(directory.path().join("t.env"), template).unwrap();
    let outcome = directory.run("GITHUB_ENV=env secrets fill t.env --to github-env");
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let values = github_values(&read(&directory, "env"));
    assert_eq!(values.len(), 2);
    let lines: Vec<&str> = values[0].1.lines().collect();
    assert_eq!((lines[0].len(), lines[1], lines[2].len()), (21, "B=2", 8));
    for line in lines {
        assert!(
            outcome.stderr.contains(&format!("::add-mask::{line}\n")),
            "{}",
            outcome.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn directories_have_a_file_for_each_secret_and_keep_it() {
    for to in ["docker", "systemd"] {
        let directory = with(&[("t.env", TEMPLATE)]);
        let script = format!("umask 0; secrets fill t.env --to {to} -o d");
        says(
            &directory.run(&script),
            "filled SESSION_KEY, DB_PASSWORD, DATABASE_URL, NOTE\n",
        );
        assert_eq!(
            (mode(&directory, "d"), mode(&directory, "d/NOTE")),
            (0o700, 0o600)
        );
        let key = read(&directory, "d/SESSION_KEY");
        assert_eq!(key.len(), 64);
        let password = read(&directory, "d/DB_PASSWORD");
        assert_eq!(
            read(&directory, "d/DATABASE_URL"),
            format!("postgres://app:{password}@db/app")
        );
        assert!(!directory.path().join("d/PORT").exists());
        says(
            &directory.run(&format!("rm d/DATABASE_URL; {script} --rotate SESSION_KEY")),
            "filled SESSION_KEY, DATABASE_URL; kept DB_PASSWORD, NOTE\n",
        );
        assert_ne!(read(&directory, "d/SESSION_KEY"), key);
        assert_eq!(
            read(&directory, "d/DATABASE_URL"),
            format!("postgres://app:{password}@db/app")
        );
        says(&directory.run(&format!("{script} --check")), "");
        assert_eq!(
            directory
                .run(&format!("rm d/NOTE; {script} --check"))
                .status,
            1
        );
    }
    let directory = with(&[("t.env", "A=${X}{{ hex }}\n"), ("d", "")]);
    assert!(
        directory
            .run("secrets fill t.env --to json")
            .trouble("$")
            .contains("--to does not expand them")
    );
    let outcome =
        with(&[("t.env", TEMPLATE), ("d", "")]).run("secrets fill t.env --to docker -o d");
    assert_eq!(outcome.trouble("d"), "secrets: d is not a directory");
}

/// A template that comes and goes while it is filled is read whole or not at all.
#[test]
fn a_template_deleted_meanwhile_is_read_whole_or_missing() {
    let directory = with(&[("whole", TEMPLATE)]);
    let script = "
        { for i in $(seq 200); do cp whole next; mv next .env.example; rm .env.example; done; } &
        while kill -0 $! 2>/dev/null; do
            rm -f .env
            secrets fill .env.example -o .env 2>said
            case $? in
                0) [ \"$(wc -l <.env)\" = \"$(wc -l <whole)\" ] || echo torn ;;
                2) grep -q '^secrets: .env.example cannot be read' said || cat said
                   [ ! -e .env ] || echo left ;;
                *) cat said ;;
            esac
        done";
    let outcome = directory.run(script);
    assert_eq!((outcome.status, outcome.text()), (0, ""));
}

#[cfg(unix)]
#[test]
fn the_template_is_never_written_over() {
    let template = "A={{ hex 4 }}\n";
    let directory = with(&[("t.env", template)]);
    directory.run("ln -s t.env link; ln t.env twin; mkdir d");
    for (from, to) in [
        ("t.env", "t.env"),
        ("t.env", "link"),
        ("link", "t.env"),
        ("t.env", "d/../t.env"),
        ("t.env", "twin"),
        ("- <t.env", "t.env"),
        ("/dev/stdin <t.env", "t.env"),
    ] {
        for option in ["", "--dry-run", "--check", "--to json --force"] {
            let script = format!("secrets fill {from} -o {to} --format dotenv {option}");
            let script = script.replace("--format dotenv --to", "--to");
            let outcome = directory.run(&script);
            assert_eq!(
                outcome.trouble(&script),
                format!(
                    "secrets: {to} is the template itself, which is never overwritten with secrets"
                )
            );
            assert_eq!(read(&directory, "t.env"), template, "{script}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_directory_of_secrets_is_not_followed() {
    for to in ["docker", "systemd"] {
        let directory = with(&[("t.env", "A={{ hex 8 }}\nB={{ hex 8 }}\n"), ("target", "")]);
        directory.run("mkdir d; ln -s ../target d/B");
        for option in ["", "--rotate-all", "--dry-run", "--check"] {
            let outcome = directory.run(&format!("secrets fill t.env --to {to} -o d {option}"));
            assert_eq!(
                outcome.trouble(option),
                "secrets: d/B is a symbolic link, and no secret is written through one here"
            );
            assert!(
                outcome
                    .stderr
                    .contains("hint: name the file that it leads to")
            );
            assert_eq!(read(&directory, "target"), "");
            assert!(!directory.path().join("d/A").exists());
        }
        // To nothing too, which is no file that is missing.
        let outcome = directory.run(&format!(
            "ln -sf nowhere d/B; secrets fill t.env --to {to} -o d"
        ));
        assert!(
            outcome
                .trouble("nothing")
                .contains("d/B is a symbolic link")
        );
    }
}

#[cfg(unix)]
#[test]
fn files_of_a_directory_that_others_may_read_are_told_and_tightened() {
    let directory = with(&[("t.env", "A={{ hex 8 }}\nB={{ hex 8 }}\n")]);
    let fill = "secrets fill t.env --to docker -o d";
    directory.run(&format!("{fill}; chmod 644 d/A"));
    let before = read(&directory, "d/A");
    let outcome = directory.run(&format!("{fill} --check"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (1, "d/A is open to others, mode 0644\n")
    );
    says(
        &directory.run(fill),
        "kept A, B\nd/A was open to others, mode 0644, and is now 0600\n",
    );
    assert_eq!(
        (read(&directory, "d/A"), mode(&directory, "d/A")),
        (before, 0o600)
    );
    says(&directory.run(&format!("{fill} --check")), "");
}

const SHARED: &str = "POSTGRES_PASSWORD={{ db = password --length 32 --safe url,dotenv }}
DATABASE_URL=postgres://postgres:{{ db }}@db/app
";

#[test]
fn a_kept_value_is_not_put_into_text_that_it_would_break() {
    let kept = "abcdefghij@klmnopqrstuvwxyz012345";
    let with_kept = format!("POSTGRES_PASSWORD='{kept}'\n");
    let directory = with(&[("t.env", SHARED), (".env", &with_kept)]);
    for option in ["", "--dry-run"] {
        let outcome = directory.run(&format!("secrets fill t.env -o .env {option}"));
        assert_eq!(
            outcome.trouble(option),
            "secrets: DATABASE_URL has 'db' in its text, and the value that POSTGRES_PASSWORD has for it holds @, which its recipe never makes"
        );
        assert!(
            outcome
                .stderr
                .contains("\nhint: make a new one with --rotate POSTGRES_PASSWORD --backup\n")
        );
        assert_eq!(read(&directory, ".env"), with_kept);
    }
    let all = format!("{with_kept}DATABASE_URL=postgres://postgres:{kept}@db/app\n");
    fs::write(directory.path().join(".env"), all).unwrap();
    let outcome = directory.run("chmod 600 .env; secrets fill t.env -o .env --check --json");
    assert_eq!(
        (outcome.status, outcome.text()),
        (
            1,
            "{\"file\":\".env\",\"ok\":false,\"problems\":[{\"key\":\"POSTGRES_PASSWORD\",\"problem\":\"unfit\"},{\"key\":\"DATABASE_URL\",\"problem\":\"unfit\"}],\"open_to_others\":null}\n"
        )
    );

    // What the recipe can make, or stands alone, is kept.
    for (recipe, kept, text, status) in [
        (
            "password --length 9 --safe url",
            "a-b.c_d-e",
            "x:{{ n }}@",
            0,
        ),
        ("password --length 9 --safe url", "a@b:c:d/e", "{{ n }}", 0),
        ("bytes 6 --encoding base64", "ab+/efgh", "x:{{ n }}@", 0),
        ("hex 4", "ab+/efgh", "x:{{ n }}@", 2),
        ("hex 4", "ABCDEFGH", "x:{{ n }}@", 0),
        (
            "apikey --prefix my_app",
            "my_app_abcdefghijkl",
            "x:{{ n }}@",
            0,
        ),
        ("below 2^64", "123 456", "x:{{ n }}@", 2),
        ("passphrase --separator .", "a.b.c.d.e.f", "x:{{ n }}@", 0),
        ("passphrase --separator .", "a/b/c/d/e/f", "x:{{ n }}@", 2),
        ("choice a-b c-d", "a-b", "x:{{ n }}@", 0),
    ] {
        let template = format!("A={{{{ n = {recipe} }}}}\nB={text}\n");
        let directory = with(&[("t.env", &template), (".env", &format!("A='{kept}'\n"))]);
        let outcome = directory.run("secrets fill t.env -o .env");
        assert_eq!(outcome.status, status, "{recipe}: {}", outcome.stderr);
    }
}

#[test]
fn keys_that_share_a_name_and_disagree_are_told() {
    let one = "aA1-".repeat(8);
    let two = "bB2-".repeat(8);
    let file = format!("POSTGRES_PASSWORD={one}\nDATABASE_URL=postgres://postgres:{two}@db/app\n");
    let directory = with(&[("t.env", SHARED), (".env", &file)]);
    let check = "chmod 600 .env; secrets fill t.env -o .env --check";
    let outcome = directory.run(check);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (1, ".env: POSTGRES_PASSWORD has another value than DATABASE_URL, with which it shares a recipe
.env: DATABASE_URL has another value than POSTGRES_PASSWORD, with which it shares a recipe
"));
    // A third key can have neither.
    directory.run("echo 'THIRD={{ db }}' >>t.env");
    let outcome = directory.run("secrets fill t.env -o .env");
    assert_eq!(
        outcome.trouble("third"),
        "secrets: POSTGRES_PASSWORD and DATABASE_URL share 'db' and have different values, so THIRD can have neither"
    );
    // Another text around the same value is no other value, and is accepted by its key.
    let file = file.replace(&two, &one).replace("@db/", "@localhost/");
    let accept = format!("{check} --accept DATABASE_URL");
    fs::write(
        directory.path().join(".env"),
        format!("{file}THIRD={one}\n"),
    )
    .unwrap();
    says(&directory.run(&accept), "");
    assert_eq!(directory.run(check).status, 1);
    fs::write(
        directory.path().join(".env"),
        format!(
            "{}THIRD={one}\n",
            file.replace("//postgres:aA1", "//postgres:cA1")
        ),
    )
    .unwrap();
    assert_eq!(directory.run(&accept).status, 1);
}

#[test]
fn braces_that_are_meant_are_no_recipe_that_was_left() {
    for (name, template, file) in [
        (
            "f.env",
            "FMT=\"{{{{ .Name }}\"\nA={{ choice v }}\n",
            "FMT=\"{{ .Name }}\"\nA=v\n",
        ),
        ("f.env", "A={{{{{{ choice v }}}}\n", "A={{v}}\n"),
        (
            "f.json",
            "{\"FMT\": \"{{{{ .Name }}\", \"A\": \"{{ choice v }}\"}",
            "{\"FMT\": \"{{ .Name }}\", \"A\": \"v\"}",
        ),
        (
            "f.yaml",
            "FMT: \"{{{{ .Name }}\"\nA: {{ choice v }}\n",
            "FMT: \"{{ .Name }}\"\nA: \"v\"\n",
        ),
        (
            "f.toml",
            "FMT = \"{{{{ .Name }}\"\nA = \"{{ choice v }}\"\n",
            "FMT = \"{{ .Name }}\"\nA = \"v\"\n",
        ),
    ] {
        let directory = with(&[("t", template)]);
        let fill = format!("secrets fill t -o {name}");
        let note = "no secret, because the recipe has only one value: A";
        says(&directory.run(&fill), &format!("filled A\n{note}\n"));
        assert_eq!(read(&directory, name), file);
        says(&directory.run(&format!("{fill} --check")), "");
        says(&directory.run(&fill), "kept A\n");
        assert_eq!(read(&directory, name), file);
    }
}

#[test]
fn a_document_is_never_written_with_a_key_twice() {
    let nested = "prod: {password: \"{{ choice v }}\"}\n";
    let closed = "secrets: prod.password cannot be filled in place";
    let group = "secrets: e cannot be filled in place: the file has a mapping or a list there";
    for (name, template, file, expected) in [
        ("f.yaml", nested, "d: &d\n  a: 1\nprod: *d\n", Err(closed)),
        (
            "f.yaml",
            nested,
            "prod:\n",
            Ok("prod:\n  password: \"v\"\n"),
        ),
        (
            "f.yaml",
            nested,
            "a: {prod: 1}\nprod: null # c\nb: 1\n",
            Ok("a: {prod: 1}\nprod:  # c\n  password: \"v\"\nb: 1\n"),
        ),
        (
            "f.json",
            "{\"db\": {\"e\": \"{{ choice v }}\"}}",
            "{\"db\": null}",
            Ok("{\"db\": {\"e\": \"v\"}}"),
        ),
        ("f.yaml", nested, "prod: []\n", Err(closed)),
        (
            "f.yaml",
            nested,
            "prod: {}\n",
            Ok("prod: {password: \"v\"}\n"),
        ),
        (
            "f.yaml",
            "prod: {password: &d \"{{ choice v }}\"}\n",
            "a: &d 1\nprod: {}\nb: *d\n",
            Err(closed),
        ),
        ("f.yaml", "e: {{ choice v }}\n", "e: []\n", Err(group)),
        ("f.yaml", "e: {{ choice v }}\n", "e: {}\n", Err(group)),
        ("f.yaml", "e: {{ choice v }}\n", "e:\n- 1\n", Err(group)),
        (
            "f.yaml",
            "e: {{ choice v }}\n",
            "e: {a: 1}\ne: []\n",
            Err("secrets: f.yaml: the key e occurs twice"),
        ),
        (
            "f.json",
            "{\"e\": \"{{ choice v }}\"}",
            "{\"e\": []}",
            Err(group),
        ),
        (
            "f.json",
            "{\"e\": \"{{ choice v }}\"}",
            "{\"a\":\n{\"b\\u0062\": 1, \"c\": {},\n\"bb\": \"a\"}}",
            Err("secrets: f.json: line 3, column 1: the key bb occurs twice"),
        ),
        ("f.toml", "e = \"{{ choice v }}\"\n", "e = []\n", Err(group)),
        ("f.toml", "e = \"{{ choice v }}\"\n", "[e]\n", Err(group)),
    ] {
        let directory = with(&[("t", template), (name, file)]);
        let outcome = directory.run(&format!("chmod 600 {name}; secrets fill t -o {name}"));
        match expected {
            Ok(text) => assert_eq!((outcome.status, &*read(&directory, name)), (0, text)),
            Err(said) => {
                assert_eq!(outcome.trouble(file), said);
                assert_eq!(read(&directory, name), file);
            }
        }
        let check = directory.run(&format!("secrets fill t -o {name} --check"));
        assert_eq!(
            check.status != 0,
            expected.is_err(),
            "{file}: {}",
            check.stderr
        );
    }
}

/// YAML 1.2.2, 6.9: they stand before a value, which others can be an alias of.
#[test]
fn anchors_and_tags_stay_where_they_are() {
    let filled = "a: &x \"v\"\nb: *x\nc: !t \"v\"\nd: [!t \"v\", &y # c\n  !t \"v\"]\n";
    let template = filled.replace("\"v\"", "{{ choice v }}");
    let directory = with(&[("t.yaml", &template)]);
    assert_eq!(directory.run("secrets fill t.yaml").text(), filled);
    let template = "a: {{ choice v }}\nb: !t {{ choice v }}\nc: &x c\n";
    for (file, expected) in [
        ("", "a: \"v\"\nb: !t \"v\"\nc: &x c\n"),
        (
            "a: &y\nz: *y\nb:\nc: d\n",
            "a: &y \"v\"\nz: *y\nb: !t \"v\"\nc: d\n",
        ),
        (
            "b: &z !u ''\na: !t null\nc: \n",
            "b: &z !u \"v\"\na: !t null\nc: &x c \n",
        ),
    ] {
        let directory = with(&[("t.yaml", template), ("f.yaml", file)]);
        let outcome = directory.run("secrets fill t.yaml -o f.yaml");
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert_eq!(read(&directory, "f.yaml"), expected);
    }
}

#[test]
fn a_null_is_empty_and_line_ends_and_marks_stay() {
    let directory = with(&[("t.toml", "# c\r\ni = \"{{ choice v }}\"\r\n")]);
    let outcome = directory.run("secrets fill t.toml");
    assert_eq!(outcome.text(), "# c\r\ni = \"v\"\r\n");
    for (name, template, file, expected) in [
        (
            "f.yaml",
            "a: {{ choice v }}\nb: {{ choice v }}\nc: {{ choice null }}\nd: ~\n",
            "a: null # c\nb: ~\nc: \"null\"\nd: ~\n",
            "a: \"v\" # c\nb: \"v\"\nc: \"null\"\nd: ~\n",
        ),
        (
            "f.yaml",
            "e: {{ choice v }}\nh: {i: {{ choice v }}}\nm: {o: {{ choice v }}}\n",
            "\u{feff}e:\r\nz: 1\r\nh:\r\n  k: 1 # c\r\n",
            "\u{feff}e: \"v\"\r\nz: 1\r\nh:\r\n  k: 1 # c\r\n  i: \"v\"\r\nm: {o: \"v\"}\r\n",
        ),
        (
            "f.toml",
            "[h]\ni = \"{{ choice v }}\"\n",
            "\u{feff}# c\r\nz = 1 # d\r\n\r\n[h]\r\nk = \"\"\"a\r\nb\"\"\"\r\n",
            "\u{feff}# c\r\nz = 1 # d\r\n\r\n[h]\r\nk = \"\"\"a\r\nb\"\"\"\r\ni = \"v\"\r\n",
        ),
        (
            "f.json",
            "{\"i\": \"{{ choice v }}\"}",
            "\u{feff}{\r\n  \"z\": 1\r\n}\r\n",
            "\u{feff}{\r\n  \"z\": 1,\r\n  \"i\": \"v\"\r\n}\r\n",
        ),
        (
            "f.json",
            "{\"i\": \"{{ choice v }}\", \"n\": null}",
            "{\n  \"i\": null,\n  \"n\": null\n}\n",
            "{\n  \"i\": \"v\",\n  \"n\": null\n}\n",
        ),
    ] {
        let directory = with(&[("t", template), (name, file)]);
        let outcome = directory.run(&format!("chmod 600 {name}; secrets fill t -o {name}"));
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert_eq!(read(&directory, name), expected);
        says(
            &directory.run(&format!("secrets fill t -o {name} --check")),
            "",
        );
    }
}

#[test]
fn a_document_that_cannot_be_filled_is_named_and_check_says_so_too() {
    let quotes = "hint: write the recipe in quotes, as in \"{{ hex 32 }}\"";
    let deep = format!("{}\"{{{{ hex }}}}\"{}", "[".repeat(200), "]".repeat(200));
    for (name, template, said, hint) in [
        (
            "t.json",
            "{\"k.x\":\"{{ hex 4 }}\",\"k\":{\"x\":\"{{ hex 4 }}\"}}",
            "t.json:1:9 and t.json:1:32: two values of the template have the path k.x",
            "",
        ),
        (
            "t.json",
            "{\"a\":1,\n\"b\":\"{{ hex }}\",\"b\":\"{{ hex }}\"}",
            "t.json: line 2: the key b occurs twice",
            "",
        ),
        (
            "t.json",
            "{\"a\":{{ hex 2 }}}",
            "t.json: line 1: it is not JSON",
            quotes,
        ),
        (
            "t.json",
            "{\"a\":\"{{ hex 2 }}\"\n",
            "t.json: line 1: it is not JSON",
            "",
        ),
        (
            "t.json",
            &deep,
            "t.json: line 1: values are nested more than 127 levels deep",
            "",
        ),
        (
            "t.toml",
            "a = {{ hex 2 }}\n",
            "t.toml: line 1: it is not TOML",
            quotes,
        ),
        (
            "t.toml",
            "a = \"{{ hex 2 }}\"\nb =\n",
            "t.toml: line 2: it is not TOML",
            "",
        ),
        (
            "t.yaml",
            "a: {{ hex 2 }}\nb: [\n",
            "t.yaml: line 3: it is not YAML",
            "",
        ),
        (
            "t.yaml",
            "a: &{{ hex 2 }} b\n",
            "t.yaml:1:5: a recipe in a document must be in the value of a key",
            "hint: write it there, as in key: \"{{ … }}\"",
        ),
        (
            "t.yaml",
            "a: \"#{{ hex 2 }}\"\nm: !{{ hex 2 }} # c\n  b: c\n",
            "t.yaml:2:5: a recipe in a document must be in the value of a key",
            "hint: write it there, as in key: \"{{ … }}\"",
        ),
        (
            "t.yaml",
            "a: {{ hex 2 }}\n? [b]\n: c\n",
            "t.yaml: line 2: a key that is not text",
            "",
        ),
    ] {
        let directory = with(&[(name, template)]);
        for option in ["", "--check", "--dry-run"] {
            let outcome = directory.run(&format!("secrets fill {name} -o f {option}"));
            assert_eq!(
                outcome.trouble(template),
                format!("secrets: {said}"),
                "{option}"
            );
            if hint.starts_with("hint") {
                assert!(outcome.stderr.contains(hint), "{}", outcome.stderr);
            } else {
                assert!(
                    !outcome.stderr.contains("within quotes"),
                    "{}",
                    outcome.stderr
                );
            }
        }
        assert_eq!(directory.files(), [name]);
    }
}

#[test]
fn a_file_that_is_no_document_is_named() {
    let json = "{\"a\": \"{{ hex }}\"}";
    for (template, name, text, said) in [
        (
            json,
            "f.json",
            "{\n]",
            "f.json: line 2, column 1: it is not JSON",
        ),
        (json, "f.yaml", "a: [\n", "f.yaml: line 2: it is not YAML"),
        (
            "a = \"{{ hex }}\"",
            "f.toml",
            "a =\n",
            "f.toml: line 1: it is not TOML",
        ),
    ] {
        let directory = with(&[("t", template), (name, text)]);
        let outcome = directory.run(&format!("secrets fill t -o {name}"));
        assert_eq!(outcome.trouble(name), format!("secrets: {said}"));
        assert_eq!(read(&directory, name), text);
    }
}

#[test]
fn quotes_that_are_not_closed_are_refused_with_their_line() {
    let template = "A={{ choice v }}\n";
    for (template, file, place) in [
        (template, "B=1\nK=\"open\nC=1\n", ".env: line 2"),
        (template, "B=1\nK=\"open\nC=\"x\"\n", ".env: line 2"),
        (template, "K='\n", ".env: line 1"),
        ("A={{ choice v }}\nK=\"open\n", "", "t.env: line 2"),
    ] {
        let directory = with(&[("t.env", template), (".env", file)]);
        for option in ["", "--check"] {
            let outcome = directory.run(&format!("secrets fill t.env -o .env {option}"));
            let quote = if file.contains('\'') { '\'' } else { '"' };
            assert_eq!(
                outcome.trouble(file),
                format!("secrets: {place}: the quote {quote} is not closed")
            );
            assert_eq!(read(&directory, ".env"), file);
        }
    }
    let file = "B='it'\\''s' # it's\nC=it's\nD=\"a\nb\" # \"\n";
    let directory = with(&[("t.env", template), (".env", file)]);
    assert_eq!(directory.run("secrets fill t.env -o .env").status, 0);
    assert_eq!(read(&directory, ".env"), format!("{file}A=v\n"));
}

/// What no check of the syntax foresees: a key in two parts. The result is read again.
#[test]
fn a_result_that_would_not_be_read_back_is_not_written() {
    let (template, file) = ("a: 1\nb: \"{{ hex }}\"\n", "? a\n: 1\n");
    let directory = with(&[("t", template), ("f.yaml", file)]);
    let outcome = directory.run("secrets fill t -o f.yaml");
    let said = outcome.trouble(file);
    assert!(said.contains("would not be read back"), "{said}");
    assert_eq!(read(&directory, "f.yaml"), file);
}

const BASE64: &str = "APP_KEY=base64:{{ bytes 6 --encoding base64 --allow-weak }}";
const URL: &str = "URL=postgres://app:{{ hex 4 --allow-weak }}@db/x";
const TWO: &str = "A={{ n = hex 1 --allow-weak }}-{{ n }}{{ hex 1 --allow-weak }}";

/// A line of a template, a value that FILE has for it, and what is told of that.
const VALUES: &[(&str, &str, &str)] = &[
    (BASE64, "base64:abcdEFGH", ""),
    (
        BASE64,
        "SomeRandomString",
        "lacks the text around its recipe",
    ),
    (BASE64, "abcdEFGH", "lacks the text around its recipe"),
    (
        BASE64,
        "base64:abcdEFG=",
        "is no value that its recipe makes",
    ),
    (BASE64, "base64:", "is no value that its recipe makes"),
    (URL, "postgres://app:0123abcd@db/x", ""),
    (URL, "db", "lacks the text around its recipe"),
    (
        URL,
        "postgres://app:0123ABCD@db/x",
        "is no value that its recipe makes",
    ),
    (TWO, "ab-abcd", ""),
    (TWO, "ab-cdcd", "is no value that its recipe makes"),
    (
        "A={{ hex 4 --allow-weak }}",
        "changeme",
        "is no value that its recipe makes",
    ),
    (
        "A={{ urlsafe 32 }}",
        "your-super-secret-jwt-token-with-at-least-3",
        "is no value that its recipe makes",
    ),
    (
        "A={{ passphrase --words 3 --allow-weak }}",
        "changeme-changeme-changeme",
        "is no value that its recipe makes",
    ),
    (
        "A={{ passphrase --words 3 --allow-weak }}",
        "abacus-zoom-zoom",
        "",
    ),
    ("A={{ below 1000 }}", "999", ""),
    (
        "A={{ below 1000 }}",
        "1000",
        "is no value that its recipe makes",
    ),
    (
        "A={{ below 1000 }}",
        "007",
        "is no value that its recipe makes",
    ),
    ("A={{ choice staging production }}", "production", ""),
    (
        "A={{ choice staging production }}",
        "prod",
        "is no value that its recipe makes",
    ),
    (
        "A={{ pattern '[a-c]{2}-[0-9]+' --max-length 5 }}",
        "ab-12",
        "",
    ),
    (
        "A={{ pattern '[a-c]{2}-[0-9]+' --max-length 5 }}",
        "ab-123",
        "is no value that its recipe makes",
    ),
    ("A={{ otp --digits 4 }}", "0000", ""),
    ("A={{ ask }}", "it-is-not-in-a-list", ""),
    (
        "A={{ ask }}",
        "Change_Me-123",
        "has a placeholder as its value",
    ),
    (
        "A={{ ask }}",
        "<your key>",
        "has a placeholder as its value",
    ),
    (
        "A={{ ask }}",
        "your_api_key",
        "has a placeholder as its value",
    ),
    (
        "A=sk_{{ ask }}",
        "sk_TODO",
        "has a placeholder as its value",
    ),
    (
        "A={{ otp --digits 4 }}",
        "000a",
        "is no value that its recipe makes",
    ),
    (
        "A={{ apikey --prefix a }}",
        "a_changeme",
        "is no value that its recipe makes",
    ),
    ("A={{ below 10^40 }}", "77777777777777777", ""),
];

#[test]
fn a_key_without_a_recipe_that_is_empty_is_noted_when_filling_and_refused_by_a_check() {
    for (name, template, keys) in [
        ("f.env", "A={{ hex }}\nB=\nC=''\nD=1\n", "B, C"),
        (
            "f.json",
            r#"{"A": "{{ hex }}", "B": {"b": ""}, "C": null, "D": []}"#,
            "B.b",
        ),
        (
            "f.yaml",
            "A: \"{{ hex }}\"\nB:\nC: ''\nD: ~\nE: [null]\n",
            "B, C",
        ),
        (
            "f.toml",
            "A = \"{{ hex }}\"\nB = \"\"\nC.c = ''\n",
            "B, C.c",
        ),
    ] {
        let ending = name.strip_prefix('f').unwrap();
        let directory = with(&[(&format!("t{ending}"), template)]);
        let fill = format!("secrets fill t{ending} -o {name}");
        let noted = format!("empty, without a recipe: {keys}\n");
        says(&directory.run(&fill), &format!("filled A\n{noted}"));
        says(&directory.run(&fill), &format!("kept A\n{noted}"));
        let keys: Vec<&str> = keys.split(", ").collect();
        let listed: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
        let outcome = directory.run(&format!("{fill} --json"));
        let member = format!("\"empty\":[{}]", listed.join(","));
        assert!(outcome.text().contains(&member), "{}", outcome.text());
        let outcome = directory.run(&format!("{fill} --check"));
        let told = |key: &&str| format!("{name}: {key} is empty, and has no recipe\n");
        let told: String = keys.iter().map(told).collect();
        assert_eq!((outcome.status, outcome.stderr), (1, told));
        let accepted = keys.join(" --accept ");
        says(
            &directory.run(&format!("{fill} --check --accept {accepted}")),
            "",
        );
    }
    let directory = with(&[("t.env", "A=\nB={{ hex }}\n"), ("f.env", "B=\n")]);
    let outcome = directory.run("chmod 600 f.env; secrets fill t.env -o f.env --check --json");
    assert_eq!(
        (outcome.status, outcome.text()),
        (
            1,
            "{\"file\":\"f.env\",\"ok\":false,\"problems\":[{\"key\":\"A\",\"problem\":\"missing\"},{\"key\":\"B\",\"problem\":\"empty\"}],\"open_to_others\":null}\n"
        )
    );
}

/// 300 passwords of 20 and more characters of which each is one of 8 in 70: odds below 2^-1000 that none
/// of them would break the URL, if such were drawn.
#[test]
fn a_password_in_a_url_is_drawn_from_what_a_url_takes() {
    let line = "U=postgres://app:{{ password }}@db/x?k={{ password }}";
    for (name, template, said) in [
        (
            "f.env",
            format!("{line}\n"),
            "what every reader of dotenv files takes without quotes, and a URL as it is",
        ),
        (
            "f.toml",
            format!(
                "{}\"\n",
                line.replace('=', " = \"").replacen("k = \"", "k=", 1)
            ),
            "what a URL takes as it is",
        ),
    ] {
        let ending = name.strip_prefix('f').unwrap();
        let directory = with(&[(&format!("t{ending}"), &template)]);
        let outcome = directory.run(&format!(
            "for run in $(seq 150); do secrets fill t{ending} -o {name} --rotate-all 2>told || exit 1; cat {name}; done | grep -cE ':[A-Za-z0-9._~-]{{20,}}@db/x[?]k=[A-Za-z0-9._~-]{{20,}}\"?$'; cat told"
        ));
        let expected = format!("U is drawn from {said}: ");
        let lines = outcome.lines();
        assert_eq!(lines[0], "150", "{}", outcome.stderr);
        assert!(lines[2].starts_with(&expected), "{lines:?}");
    }
    // A name has one value everywhere, and a text that is no document has URLs too.
    let directory = with(&[
        ("t.env", "P={{ db = password }}\nU=pg://app:{{ db }}@db\n"),
        ("t.conf", "u pg://app:{{ password --length 400 }}@db"),
    ]);
    let outcome = directory.run("secrets fill t.env -o f.env && cat f.env; secrets fill t.conf");
    let lines: Vec<&str> = outcome.text().lines().collect();
    let password = lines[0].strip_prefix("P=").unwrap();
    assert_eq!(lines[1], format!("U=pg://app:{password}@db"));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    assert!(password.bytes().all(is_plain), "{password}");
    let inside = lines[2].strip_prefix("u pg://app:").unwrap();
    assert!(inside.strip_suffix("@db").unwrap().bytes().all(is_plain));
}

#[test]
fn a_set_or_a_value_that_would_end_the_password_of_a_url_is_refused() {
    for (recipe, character) in [
        ("password --charset '[a-z]/'", "/"),
        ("password --symbols '@+'", "@"),
        ("bytes 32 -e base64", "/"),
        ("pattern '[a-z:]{20}'", ":"),
    ] {
        let directory = with(&[(
            "t.json",
            &format!(r#"{{"a": "pg://u:{{{{ {recipe} }}}}@h"}}"#),
        )]);
        let outcome = directory.run("secrets fill t.json -o f.json");
        assert_eq!(
            outcome.trouble(recipe),
            format!(
                "secrets: t.json:1:15: values of this recipe can hold {character}, which the password of a URL does not take"
            )
        );
    }
    let directory = with(&[(
        "t.json",
        r#"{"a": "pg://u:{{ password --symbols '~-' }}@h"}"#,
    )]);
    says(
        &directory.run("secrets fill t.json -o f.json"),
        "filled a\n",
    );
    // A value that is kept is put into no URL that it would break.
    let directory = with(&[
        ("t.env", "P={{ db = password }}\nU=pg://app:{{ db }}@db\n"),
        ("f.env", "P=a:Kq7/vV2pL0xW9z-rT4y\n"),
    ]);
    let outcome = directory.run("chmod 600 f.env; secrets fill t.env -o f.env");
    assert_eq!(
        outcome.trouble("kept"),
        "secrets: t.env:2:12: the value for this place has a character that the password of a URL does not take"
    );
    assert_eq!(read(&directory, "f.env"), "P=a:Kq7/vV2pL0xW9z-rT4y\n");
}

#[test]
fn explain_says_of_each_key_what_is_drawn_and_what_narrowed_it() {
    let directory = with(&[
        (
            "t.env",
            "A={{ k = hex 8 }}\nB=x{{ k }}-{{ otp }}\nC={{ choice a b }}\n",
        ),
        ("t.conf", "p {{ password --length 40 }}\n"),
    ]);
    let outcome = directory.run("secrets fill t.env -o f.env --explain");
    says(
        &outcome,
        "A: drawn from: 8 random bytes\nA: possibilities: 256^8\nA: entropy: 64 bits\nA: source: the operating system's CSPRNG\n\
        B: the value of 'k', as above\nB: drawn from: 6 decimal digits\nB: possibilities: 10^6\nB: entropy: 19.932 bits\nB: source: the operating system's CSPRNG\n\
        C: drawn from: 2 items\nC: possibilities: 2\nC: entropy: 1 bit\nC: source: the operating system's CSPRNG\nfilled A, B, C\n",
    );
    let outcome = directory
        .run("sed -i '/^B/d' f.env; secrets fill t.env -o f.env --explain --dry-run --json");
    assert!(
        outcome
            .stderr
            .starts_with("B: the existing value of 'k'\nB: drawn from: 6 decimal digits\n"),
        "{}",
        outcome.stderr
    );
    let outcome = directory.run("secrets fill t.conf -o f.env --format dotenv --explain --dry-run; secrets fill t.conf --explain >text");
    assert!(
        outcome.stderr.contains("t.conf:1:3: entropy: "),
        "{}",
        outcome.stderr
    );
    let directory = with(&[("t.env", "A={{ password --length 40 }}\n")]);
    let outcome = directory.run("secrets fill t.env -o new.env --explain --dry-run");
    let line = "A: narrowed to: what every reader of dotenv files takes without quotes";
    assert_eq!(outcome.stderr.lines().nth(1), Some(line));
}

/// Values that no run can have made are told, and no others.
#[test]
fn a_value_that_the_recipe_cannot_make_is_told_unless_it_is_accepted() {
    let password = "password --length 20 --safe dotenv";
    for (line, value, said) in VALUES {
        let (key, _) = line.split_once('=').unwrap();
        let directory = with(&[("t.env", line), (".env", &format!("{key}={value}\n"))]);
        let check = "chmod 600 .env; secrets fill t.env -o .env --check";
        let outcome = directory.run(check);
        let expected = if said.is_empty() {
            String::new()
        } else {
            format!(".env: {key} {said}\n")
        };
        assert_eq!(
            (outcome.status == 0, outcome.stderr),
            (said.is_empty(), expected),
            "{line} {value}"
        );
        says(&directory.run(&format!("{check} --accept {key}")), "");
    }
    let template = format!("A={{{{ {password} }}}}\nB={{{{ hex 8 }}}}\nC=\n");
    let directory = with(&[
        ("t.env", &template),
        (".env", "A=K7vQ2mXp9Lw4RtZ8cHq\nB=\nC=\n"),
    ]);
    let check = "chmod 600 .env; secrets fill t.env -o .env --check --accept A --accept B";
    let outcome = directory.run(check);
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (1, ".env: B is empty\n.env: C is empty, and has no recipe\n")
    );
    let outcome =
        directory.run("echo A=aaaaaaaaaa >.env; secrets fill t.env -o .env --check --accept A");
    assert!(
        outcome.stderr.contains("A is one character over and over"),
        "{}",
        outcome.stderr
    );
    fs::write(directory.path().join("ask.env"), "A={{ ask }}\n").unwrap();
    for accept in ["", "--accept A"] {
        let outcome = directory.run(&format!("secrets fill ask.env -o .env --check {accept}"));
        assert_eq!(outcome.stderr, ".env: A is one character over and over\n");
    }
    let outcome = directory.run("secrets fill t.env -o .env --check --accept D");
    assert_eq!(
        outcome.trouble("D"),
        "secrets: --accept D: the template has no such key"
    );
}

#[test]
fn a_name_rotates_all_that_have_it() {
    let directory = with(&[(".env.example", TEMPLATE)]);
    let fill = "secrets fill .env.example -o .env";
    directory.run(fill);
    says(
        &directory.run(&format!("{fill} --rotate db")),
        "filled DB_PASSWORD, DATABASE_URL; kept SESSION_KEY, NOTE\n",
    );
    let outcome = directory.run(&format!("{fill} --rotate DATABASE_URL"));
    assert!(
        outcome
            .stderr
            .ends_with("hint: rotate all that have it with --rotate db\n")
    );
}

/// What the first template of everybody has.
#[test]
fn a_password_is_drawn_from_what_every_reader_takes() {
    let directory = with(&[(
        "t.env",
        "KEY={{ password }}\nB=x{{ k = password --length 30 }}\nC={{ k }}\nD={{ hex 8 }}\n",
    )]);
    let outcome = directory.run("secrets fill t.env -o .env");
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines[0], "filled KEY, B, C, D");
    let said = "is drawn from what every reader of dotenv files takes without quotes: ";
    assert!(lines[1].starts_with(&format!("KEY {said}")), "{}", lines[1]);
    assert!(
        lines[2].starts_with(&format!("B {said}")) && lines.len() == 3,
        "{lines:?}"
    );
    let script = "grep -cE '^[A-Z]+=[A-Za-z0-9][A-Za-z0-9+./:@_-]*$' .env; secrets fill t.env -o .env --check";
    let outcome = directory.run(script);
    assert_eq!((outcome.status, outcome.text()), (0, "4\n"));
    // Where values are quoted anyway, they hold all symbols.
    let directory = with(&[("t.json", "{\"a\": \"{{ password --length 1000 }}\"}")]);
    assert!(directory.run("secrets fill t.json").text().contains('~'));
}

#[cfg(unix)]
#[test]
fn a_runner_gets_every_line_after_its_masks_or_nothing() {
    let full = "x".repeat(1000);
    let directory = with(&[("t.env", "A={{ hex }}\n"), ("env", &full)]);
    for script in [
        "GITHUB_ENV=env secrets fill t.env --to github-env 2>/dev/full",
        "secrets fill t.env --to azure 2>/dev/full",
        // The file has room for a part.
        "ulimit -f 1; GITHUB_ENV=env secrets fill t.env --to github-env",
    ] {
        let outcome = directory.run(script);
        assert_eq!((outcome.status, outcome.text()), (2, ""), "{script}");
        assert_eq!(read(&directory, "env"), full, "{script}");
    }
}

/// Whoever has the lock is waited for, which is said after a second: here until that is read.
#[cfg(unix)]
#[test]
fn what_somebody_else_has_locked_is_not_written() {
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let is_waited_for = |locked: &str, command: &str| {
        let directory = with(&[
            ("t.env", "A={{ hex }}\n"),
            ("env", ""),
            ("c", "0\n"),
            ("key", key),
        ]);
        let outcome = directory.run(&format!(
            "mkdir d; mkfifo said; export GITHUB_ENV=env
            exec 3<{locked}; flock 3; secrets {command} 2>said 3<&- & line=$(grep -m 1 waiting said)
            kill $!; wait $!; echo $? \"$line\"; cat d/* .env env c 2>/dev/null"
        ));
        let waits = "waiting for another process, which has locked";
        let expected = format!("143 secrets: {waits} {locked}\n0\n");
        assert_eq!(outcome.text(), expected, "{command}");
    };
    thread::scope(|scope| {
        for (locked, command) in [
            (".", "fill t.env -o .env"),
            ("d", "fill t.env --to docker -o d"),
            ("env", "fill t.env --to github-env"),
            (".", "hotp code --counter-file c --secret file:key"),
        ] {
            scope.spawn(move || is_waited_for(locked, command));
        }
    });
}

#[test]
fn entries_of_lists_are_called_by_their_names() {
    let directory = Directory::new();
    let template = "users:\n- name: ann\n  pw: {{ hex }}\n- name: bob\n  pw: {{ hex }}\n";
    fs::write(directory.path().join("t.yaml"), template).unwrap();
    let before = "users:\n- name: bob\n  pw: old-b\n- name: cyd\n- name: ann\n  pw: old-a\n";
    fs::write(directory.path().join("f.yaml"), before).unwrap();
    let fill = "chmod 600 f.yaml; secrets fill t.yaml -o f.yaml";
    says(
        &directory.run(&format!("{fill} --rotate users.bob.pw")),
        "filled users.bob.pw; kept users.ann.pw\n",
    );
    let filled = read(&directory, "f.yaml");
    assert!(
        !filled.contains("old-b") && filled.contains("old-a"),
        "{filled}"
    );
    let outcome = directory.run(&format!("{fill} --check"));
    let said = "f.yaml: users.ann.pw is no value that its recipe makes\n";
    assert_eq!((outcome.status, outcome.stderr.as_str()), (1, said));
    let accepted = directory.run(&format!("{fill} --check --accept users.ann.pw"));
    assert_eq!(accepted.status, 0, "{}", accepted.stderr);
    let outcome = directory.run(&format!("{fill} --rotate users.1.pw"));
    assert!(outcome.trouble("index").contains("no such key"));
    // Another file has them in another order.
    says(
        &directory.run("secrets fill t.yaml --from f.yaml --from-only -o new.yaml"),
        "--from has values that the recipes do not make, and --check refuses: users.ann.pw\ncarried over users.ann.pw, users.bob.pw\n",
    );
    let new = read(&directory, "new.yaml");
    assert!(
        new.starts_with("users:\n- name: ann\n  pw: \"old-a\"\n"),
        "{new}"
    );
    // These names identify no entry, or are no part of a path.
    for names in ["[a, a]", "[a, 'b c']", "[a, '{{ hex }}']"] {
        let [one, two] = names
            .trim_matches(['[', ']'])
            .split_once(", ")
            .map(<[_; 2]>::from)
            .unwrap();
        let script = format!(
            "echo \"l: [{{name: {one}, k: '{{{{ hex }}}}'}}, {{name: {two}, k: '{{{{ hex }}}}'}}]\" >u.yaml
            secrets fill u.yaml -o v.yaml --dry-run"
        );
        let said = directory.run(&script).stderr;
        assert!(
            said.contains("l.0.k") && said.contains("l.1.k"),
            "{names}: {said}"
        );
    }
}

#[test]
fn only_values_of_other_sources_are_taken_if_asked() {
    let directory = Directory::new();
    let template = "A={{ a = hex }}\nB={{ hex }}\nC='{{ base64 a }}'\nD={{ hex }}\n";
    fs::write(directory.path().join("t.env"), template).unwrap();
    fs::write(directory.path().join("old.env"), "A=1\nD=\n").unwrap();
    let fill = "secrets fill t.env -o f.env --from old.env --from-only";
    let outcome = directory.run(fill);
    assert_eq!(
        outcome.trouble("missing"),
        "secrets: no source of --from has a value for B, D"
    );
    assert_eq!(directory.files(), ["old.env", "t.env"]);
    says(
        &directory.run(&format!(
            "echo B=2 >f.env; chmod 600 f.env; export D=3; {fill} --from env; cat f.env >&2"
        )),
        "--from has values that the recipes do not make, and --check refuses: A, D\nfilled C; carried over A, D; kept B\nB=2\nA=1\nC='MQ=='\nD=3\n",
    );
    let outcome = directory
        .run("echo B=4 >>old.env; D=5 secrets fill t.env --to json --from old.env --from-only");
    assert_eq!(
        outcome.trouble("place"),
        "secrets: no source of --from has a value for D"
    );
}

#[test]
fn a_destination_tells_that_its_values_are_not_those_of_the_file() {
    let directory = with(&[(".env.example", "A={{ hex }}\n")]);
    let outcome = directory.run("secrets fill 2>log; secrets fill .env.example --to json >out");
    assert!(
        outcome
            .stderr
            .starts_with("the values are not those of .env: --from .env takes them\n"),
        "{}",
        outcome.stderr
    );
    for quiet in ["-o old.json", "--from .env"] {
        let script =
            format!("echo '{{}}' >old.json; secrets fill .env.example --to json {quiet} >out");
        let outcome = directory.run(&script);
        assert!(!outcome.stderr.contains("not those"), "{}", outcome.stderr);
    }
}

#[test]
fn what_is_no_secret_or_goes_elsewhere_is_told() {
    let directory = Directory::new();
    fs::write(
        directory.path().join(".env.example"),
        "A={{ choice v }}\nB={{ below 1 }}\nC={{ hex }}\n",
    )
    .unwrap();
    let outcome = directory.run("secrets fill >out; cat out; secrets fill --rotate C >log 2>&1; cat log; secrets fill --json >json");
    assert_eq!(
        (outcome.stderr.as_str(), outcome.text()),
        (
            ".env: filled A, B, C
.env: no secret, because the recipe has only one value: A, B
stdout is an empty file: the secrets are in the file above, and --output - prints them\n",
            ".env: filled C; kept A, B\n"
        )
    );
}
