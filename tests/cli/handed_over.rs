//! `secrets fill --to command` and `--to gitlab-dotenv`: passes secrets to other stores.

use std::fs;

use crate::harness::{Directory, Outcome, has, run};

/// A directory with a template of two secrets, and a program that records how it was run.
fn store() -> Directory {
    let directory = Directory::new();
    let template = "PORT=1\nA={{ hex 8 }}\nURL=postgres://app:{{ hex 8 }}@db/app\n";
    fs::write(directory.path().join("t.env"), template).unwrap();
    let script = "#!/bin/bash\nexport -p >>environment\nprintf '<%s>' \"$@\" >>line\necho >>line\nif [ \"$2\" = \"$FAILING\" ]; then exit 3; fi\ncat >\"value-$2\"\necho stored\n";
    fs::write(directory.path().join("store"), script).unwrap();
    directory.run("chmod +x store");
    directory
}

fn read(directory: &Directory, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap()
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[test]
fn a_program_gets_each_value_on_its_stdin_and_nowhere_else() {
    let directory = store();
    let outcome =
        directory.run("secrets fill t.env --to command -- ./store set {} --path 'app/{} x'");
    assert_eq!((outcome.status, outcome.text()), (0, ""));
    assert_eq!(outcome.stderr, "stored\nstored\nfilled A, URL\n");
    let [a, url] = ["A", "URL"].map(|key| read(&directory, &format!("value-{key}")));
    assert!(is_hex(&a, 16), "{a}");
    let inside = url.strip_prefix("postgres://app:").unwrap();
    assert!(is_hex(inside.strip_suffix("@db/app").unwrap(), 16), "{url}");
    assert_eq!(
        read(&directory, "line"),
        "<set><A><--path><app/A x>\n<set><URL><--path><app/URL x>\n"
    );
    let environment = read(&directory, "environment");
    assert!(!environment.contains(&a) && !environment.contains(&url[15..31]));
}

#[test]
fn the_first_failure_stops_and_names_the_passed_secrets() {
    let directory = store();
    let line = "secrets fill t.env --to command -- ./store set {}";
    let outcome = directory.run(&format!("export FAILING=URL; {line}"));
    assert_eq!((outcome.status, outcome.text()), (2, ""));
    assert_eq!(
        outcome.stderr,
        "stored\nsecrets: ./store set URL failed: exit status: 3 (handed over: A; not handed over: URL)\n"
    );
    let outcome = directory.run(&format!("export FAILING=A; {line}"));
    assert_eq!(
        outcome.trouble("A"),
        "secrets: ./store set A failed: exit status: 3 (handed over: nothing; not handed over: A, URL)"
    );
    for (program, message) in [
        (
            "true {}",
            "secrets: true A ended without reading the value from its stdin (handed over: nothing; not handed over: A, URL)",
        ),
        (
            "./no-program {}",
            "secrets: ./no-program A cannot be run: No such file or directory (os error 2) (handed over: nothing; not handed over: A, URL)",
        ),
        (
            "cat",
            "secrets: the words after cat have no place for the key",
        ),
    ] {
        let outcome = directory.run(&format!("secrets fill t.env --to command -- {program}"));
        assert_eq!(outcome.trouble(program), message);
    }
    for options in [
        "--to command",
        "--to json -- cat {}",
        "-- cat {}",
        "--to command -o x -- cat {}",
        "--to command --check -- cat {}",
        "--to command --rotate A -o x -- cat {}",
    ] {
        directory
            .run(&format!("secrets fill t.env {options}"))
            .trouble(options);
    }
}

#[test]
fn a_dry_run_shows_the_command_lines() {
    let directory = store();
    let line = "secrets fill t.env --to command --dry-run";
    let outcome = directory.run(&format!("{line} -- ./store set {{}} --path 'x {{}}'"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (
            0,
            "would fill A, URL\nwould run ./store set A --path 'x A'\nwould run ./store set URL --path 'x URL'\n"
        )
    );
    let outcome = directory.run(&format!("{line} --json -- ./store set {{}}"));
    let found = &outcome.json()[0];
    assert_eq!(found["commands"][1], "./store set URL");
    assert!(!directory.files().contains(&"line".to_owned()));
}

#[test]
fn a_slow_program_gets_more_than_the_size_of_a_pipe() {
    let directory = Directory::new();
    let outcome = directory.run(
        "echo \"A=$(printf '%0200000d' 0){{ hex 4 }}\" >t.env
        secrets fill t.env --to command -- bash -c 'read -n 1; cat >value; echo ${#REPLY}' {} || exit
        wc -c <value
        secrets fill t.env --to command -- head -c 70000 --zero-terminated /dev/fd/0 {}",
    );
    assert_eq!(outcome.text(), "200007\n");
    assert!(
        outcome.stderr.contains("head -c 70000"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.status, 2);
}

/// The command lines of the stores that the help lists.
fn stores() -> Vec<String> {
    let help = run("secrets fill --help");
    let (_, table) = help
        .text()
        .split_once("--to command takes any program")
        .unwrap();
    let lines = table.split("\n\n").nth(1).unwrap().lines();
    let lines: Vec<String> = lines
        .map(|line| line.trim().split_once("  ").unwrap().1.trim().to_owned())
        .collect();
    assert_eq!(lines.len(), 10);
    lines
}

/// The program of each store is replaced by a script that records its arguments, environment and stdin.
#[test]
fn every_store_of_the_help_gets_each_value_on_stdin_and_nowhere_else() {
    let script = "#!/bin/bash\nprintf '<%s>' \"$@\" >>words\necho >>words\nexport -p >>environment\ncat >value$(wc -l <words)\n";
    for line in stores() {
        let program = line.split(' ').next().unwrap();
        let directory = store();
        fs::create_dir(directory.path().join("bin")).unwrap();
        fs::write(directory.path().join("bin").join(program), script).unwrap();
        let outcome = directory.run(&format!(
            "chmod +x bin/*; PATH=$PWD/bin:$PATH secrets fill t.env --to command -- {line}"
        ));
        assert_eq!(
            (outcome.status, outcome.stderr.as_str()),
            (0, "filled A, URL\n")
        );
        let [a, url] = [1, 2].map(|number| read(&directory, &format!("value{number}")));
        assert!(is_hex(&a, 16), "{line}: {a}");
        assert!(
            url.starts_with("postgres://app:") && url.ends_with("@db/app"),
            "{line}"
        );
        let words = read(&directory, "words");
        let expected = ["A", "URL"].map(|key| {
            let words = line.split(' ').skip(1);
            let words = words.map(|word| format!("<{}>", word.replace("{}", key)));
            words.collect::<String>() + "\n"
        });
        assert_eq!(words, expected.concat());
        assert!(words.contains("URL"), "{line}");
        let seen = words + &read(&directory, "environment");
        assert!(!seen.contains(&a) && !seen.contains(&url[15..31]), "{line}");
    }
}

#[test]
fn podman_holds_each_value_as_it_was_drawn() {
    let podman = "podman --root $PWD/root --runroot $PWD/run secret";
    let probe = format!("printf x | {podman} create probe -");
    if !has(&[&probe]) {
        return;
    }
    let directory = store();
    let outcome = directory.run(&format!(
        "secrets fill t.env --to command -- {podman} create {{}} - || exit
        {podman} ls --format '{{{{.Name}}}}' 2>/dev/null | sort
        sed -n 's/.*: \"\\([A-Za-z0-9+/=]*\\)\",*$/\\1/p' root/secrets/filedriver/secretsdata.json |
            while read -r coded; do echo $coded | base64 -d; echo; done"
    ));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let shown = outcome.text();
    assert!(shown.starts_with("A\nURL\n"), "{shown}");
    assert!(
        shown.contains("postgres://app:") && shown.contains("@db/app"),
        "{shown}"
    );
}

#[test]
fn kubectl_takes_the_manifest_from_a_pipe() {
    let script = "secrets fill t.env --to k8s --name app 2>/dev/null | kubectl label --local -f - seen=yes -o name";
    if let Some(outcome) = real("kubectl", script) {
        assert_eq!((outcome.status, outcome.text()), (0, "secret/app\n"));
    }
}

#[test]
fn compose_has_the_values_of_the_file_in_its_services() {
    if !has(&["docker-compose"]) {
        return;
    }
    let directory = Directory::new();
    let files = [
        (
            ".env.example",
            "POSTGRES_PASSWORD={{ db = password --length 32 --safe url,dotenv }}
DATABASE_URL=postgres://postgres:{{ db }}@db/postgres
ADMIN_HASH='{{ hash db --scheme bcrypt --cost 10 }}'\n",
        ),
        (
            "compose.yaml",
            "services:\n  db:\n    image: postgres\n    env_file: .env\n    environment:\n      PASSWORD: ${POSTGRES_PASSWORD:?}\n",
        ),
    ];
    for (name, text) in files {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let outcome = directory.run("secrets fill && docker-compose config");
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let shown = outcome.text();
    for line in read(&directory, ".env").lines() {
        let (key, value) = line.split_once('=').unwrap();
        // What compose shows can be read by it again.
        let value = value.trim_matches('\'').replace('$', "$$");
        assert!(shown.contains(&format!("{key}: {value}\n")), "{shown}");
        if key == "POSTGRES_PASSWORD" {
            assert!(shown.contains(&format!(" PASSWORD: {value}\n")), "{shown}");
        }
    }
}

/// The values in a real store after `script`.
fn real(program: &str, script: &str) -> Option<Outcome> {
    has(&[program]).then(|| store().run(script))
}

#[test]
fn kubectl_takes_each_value_as_a_secret() {
    let script = "secrets fill t.env --to command -- kubectl create secret generic x --from-file={}=/dev/stdin --dry-run=client -o json 2>&1";
    if let Some(outcome) = real("kubectl", script) {
        assert_eq!(outcome.status, 0, "{}", outcome.text());
        assert!(outcome.text().contains("\"A\": \""), "{}", outcome.text());
    }
}

#[test]
fn gitlab_gets_lines_that_it_reads_and_masks() {
    let directory = store();
    let fill = "secrets fill t.env --to gitlab-dotenv";
    let outcome = directory.run(fill);
    let lines: Vec<&str> = outcome.text().lines().collect();
    assert!(is_hex(lines[0].strip_prefix("A=").unwrap(), 16));
    assert!(lines[1].starts_with("URL=postgres://app:") && lines.len() == 2);
    let outcome = directory.run(&format!("{fill} -o build.env && cat build.env"));
    assert_eq!(outcome.text().lines().count(), 2);
    // Passwords have only characters that GitLab can mask.
    let outcome = directory
        .run("for n in {1..50}; do echo \"A$n={{ password }}\"; done >t.env; secrets fill t.env --to gitlab-dotenv");
    assert_eq!((outcome.status, outcome.text().lines().count()), (0, 50));
    for (template, message) in [
        (
            "A={{ hex 2 --allow-weak }}",
            "t.env:1:3: A can have fewer than 8 characters",
        ),
        (
            "A.B={{ hex }}",
            "t.env:1:5: GitLab does not take the key A.B",
        ),
        ("A='x {{ hex }}'", "t.env:1:3: A can hold ' '"),
        (
            "A='{{ passphrase --separator \" \" }}'",
            "t.env:1:3: A can hold ' '",
        ),
    ] {
        fs::write(directory.path().join("t.env"), template).unwrap();
        let outcome = directory.run(fill);
        let found = outcome.trouble(template);
        assert!(found.starts_with(&format!("secrets: {message}")), "{found}");
    }
}
