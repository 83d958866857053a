//! `secrets fill` of whole projects: several templates, names that they share, files that are put in
//! their places together.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use crate::harness::{Directory, has, program};

/// A project of three files that share a password.
const FILES: [(&str, &str); 3] = [
    (
        ".env.example",
        "DB_PASSWORD={{ db = password --length 24 --safe url }}\nKEY={{ hex }}\n",
    ),
    (
        "a/app.yaml.example",
        "database:\n  url: \"postgres://app:{{ db }}@db/app\" # kept\n  name: app\n",
    ),
    (
        "b/db.json.example",
        "{\"password\": \"{{ db }}\", \"salt\": \"{{ hex 16 }}\"}\n",
    ),
];

const FILL: &str = "secrets fill .env.example a/app.yaml.example b/db.json.example";

fn project() -> Directory {
    with(&FILES)
}

fn with(files: &[(&str, &str)]) -> Directory {
    let directory = Directory::new();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn read(directory: &Directory, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap()
}

/// The password in each of the three files.
fn passwords(directory: &Directory) -> [String; 3] {
    let between = |name: &str, before: &str, after: &str| {
        let text = read(directory, name);
        let (_, rest) = text.split_once(before).unwrap();
        rest.split_once(after).unwrap().0.to_owned()
    };
    [
        between(".env", "DB_PASSWORD=", "\n"),
        between("a/app.yaml", "postgres://app:", "@db"),
        between("b/db.json", "\"password\": \"", "\""),
    ]
}

fn agree(directory: &Directory) -> String {
    let [one, two, three] = passwords(directory);
    assert!(
        one == two && two == three && one.len() == 24,
        "{one} {two} {three}"
    );
    one
}

#[test]
fn alone_it_fills_the_template_of_the_project_into_its_own_name() {
    for (template, file) in [
        (".env.example", ".env"),
        (".env.sample", ".env"),
        (".env.template", ".env"),
        (".env.tmpl", ".env"),
        (".env.dist", ".env"),
        ("env.example", ".env"),
        (".env-example", ".env"),
        (".envrc.example", ".envrc"),
        (".dev.vars.example", ".dev.vars"),
    ] {
        let directory = with(&[(template, "KEY={{ hex }}\n")]);
        let outcome = directory.run("secrets fill && secrets fill && secrets fill --check");
        let said = format!("{file}: filled KEY\n{file}: kept KEY\n");
        assert_eq!((outcome.status, outcome.text()), (0, ""), "{template}");
        assert_eq!(outcome.stderr, said);
        assert_eq!(read(&directory, file).len(), 69);
        let mode = fs::metadata(directory.path().join(file)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    }
    let directory = with(&[(".env.example", "A={{ hex }}\n"), (".env.dist", "A=\n")]);
    assert_eq!(
        directory.run("secrets fill").trouble("two"),
        "secrets: .env.example and .env.dist both fill .env"
    );
    let directory = Directory::new();
    assert_eq!(
        directory.run("secrets fill").trouble("none"),
        "secrets: there is no .env.example here, nor another template that is known by its name"
    );
}

#[test]
fn a_name_is_one_value_in_all_files_of_a_run_and_in_later_runs() {
    let directory = project();
    let outcome = directory.run(FILL);
    let said: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(said[0], ".env: filled DB_PASSWORD, KEY");
    assert_eq!(said[said.len() - 2], "a/app.yaml: filled database.url");
    assert_eq!(said[said.len() - 1], "b/db.json: filled password, salt");
    let first = agree(&directory);
    let outcome = directory.run(&format!(
        "{FILL} --check && rm .env && {FILL} && {FILL} --check"
    ));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_eq!(agree(&directory), first);

    let [old_yaml, old_json] = ["a/app.yaml", "b/db.json"].map(|name| read(&directory, name));
    let outcome = directory.run(&format!("{FILL} --rotate db --backup"));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_ne!(agree(&directory), first);
    assert_eq!(read(&directory, "a/app.yaml.bak"), old_yaml);
    let salt = |text: &str| text.split_once("salt").unwrap().1.to_owned();
    assert_eq!(salt(&read(&directory, "b/db.json")), salt(&old_json));

    let outcome = directory.run(&format!("{FILL} --rotate DB_PASSWORD"));
    assert_eq!(
        outcome.trouble("one of three"),
        "secrets: --rotate DB_PASSWORD of .env would leave database.url of a/app.yaml, password of b/db.json with the old value of 'db', which they share"
    );
    directory.run("sed -i 's/^DB_PASSWORD=.*/DB_PASSWORD=abcdefghijklmnopqrstuvwx/' .env");
    let outcome = directory.run(&format!("{FILL} --check"));
    assert_eq!(outcome.status, 1);
    assert!(
        outcome
            .stderr
            .contains("b/db.json: password has another value than DB_PASSWORD of .env"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn kept_values_of_one_name_that_differ_are_told_with_the_line_that_mends_them() {
    let directory = project();
    directory.run(FILL);
    directory.run("sed -i 's/^DB_PASSWORD=.*/DB_PASSWORD=aaaaaaaaaaaaaaaaaaaaaaA1/' .env");
    let outcome = directory.run(FILL);
    let line = "share 'db' and keep different values: --rotate db --backup makes one for all";
    assert!(outcome.stderr.contains(line), "{}", outcome.stderr);
    assert_eq!(outcome.status, 0);
    let outcome = directory.run(&format!("{FILL} --rotate db --backup; {FILL}"));
    assert!(!outcome.stderr.contains("different"), "{}", outcome.stderr);
    agree(&directory);
}

#[test]
fn a_file_instead_of_its_template_is_refused_with_the_line_that_fills_it() {
    let directory = with(&[(".env.example", "A={{ hex 4 }}\n"), (".env", "B=1\n")]);
    for line in [
        "secrets fill .env",
        "secrets fill .env --rotate A",
        "secrets fill .env.example .env",
    ] {
        let outcome = directory.run(line);
        assert_eq!(outcome.status, 2, "{line}");
        let hint = "hint: secrets fill .env.example -o .env\n";
        assert!(outcome.stderr.ends_with(hint), "{line}: {}", outcome.stderr);
    }
    assert_eq!(directory.run("secrets fill .env.example -o .env").status, 0);
}

#[test]
fn a_template_that_is_wrong_leaves_all_files_as_they_were() {
    for (template, message) in [
        (
            "A={{ dc }}\n",
            "secrets: c.env.example:1:3: 'dc' is neither a command",
        ),
        (
            "A={{ db = hex }}\n",
            "secrets: c.env.example:1:3: the name 'db' is defined twice, first at .env.example:1:13",
        ),
        (
            "A='\n",
            "secrets: c.env.example: line 1: the quote ' is not closed",
        ),
        ("A=1\n", "secrets: c.env.example has no recipes"),
    ] {
        let directory = project();
        fs::write(directory.path().join("c.env.example"), template).unwrap();
        let outcome = directory.run(&format!("{FILL} c.env.example"));
        let found = outcome.trouble(template);
        assert!(found.starts_with(message), "{found}");
        let before = [".env.example", "a", "b", "c.env.example"];
        assert_eq!(directory.files(), before, "{template}");
    }
    let directory = project();
    for (script, message) in [
        (
            "secrets fill .env.example b/db.json.example -o x",
            "secrets: --output is for one template",
        ),
        (
            "secrets fill .env.example b/db.json.example --to json",
            "secrets: --to is for one template",
        ),
        (
            "cp .env.example t; secrets fill .env.example t",
            "secrets: t does not end in .example",
        ),
        (
            "secrets fill .env.example .env.example",
            "secrets: .env.example and .env.example both fill .env",
        ),
        (
            "cp .env.example x.dist; ln -s x.dist x; secrets fill x.dist b/db.json.example",
            "secrets: x is the template itself",
        ),
        (
            "echo ']' >b/db.json; secrets fill .env.example b/db.json.example",
            "secrets: b/db.json: line 1",
        ),
        (
            &format!("rm b/db.json; {FILL} --in-place"),
            "secrets: --in-place is for one file",
        ),
    ] {
        let outcome = directory.run(script);
        let found = outcome.trouble(script);
        assert!(found.starts_with(message), "{found}");
        assert!(!directory.files().contains(&".env".to_owned()), "{script}");
    }
}

#[test]
fn a_file_that_cannot_be_placed_leaves_new_ones_out_and_names_those_that_were_replaced() {
    if !has(&["strace"]) {
        return;
    }
    let failing = format!("strace -qq -o /dev/null -e inject=linkat:error=EIO:when=3 {FILL}");
    let directory = project();
    let outcome = directory.run(&failing);
    assert!(
        outcome
            .trouble("new")
            .contains("b/db.json could not be written")
    );
    assert_eq!(directory.files(), [".env.example", "a", "b"]);

    directory.run(FILL);
    let old = passwords(&directory);
    let outcome = directory.run(&format!(
        "strace -qq -o /dev/null -e inject=rename:error=EIO:when=3 {FILL} --rotate-all"
    ));
    let said = outcome.trouble("replaced").to_owned();
    assert!(
        said.contains(".env") && said.contains("a/app.yaml had been replaced"),
        "{said}"
    );
    let new = passwords(&directory);
    assert!(old[0] != new[0] && old[1] != new[1] && old[2] == new[2]);
}

#[test]
fn killed_at_any_system_call_every_file_is_whole_and_the_next_run_completes_them() {
    if !has(&["strace"]) {
        return;
    }
    let directory = project();
    let calls = "openat,read,write,fsync,linkat,rename,renameat2,unlink,fchmod,fchown,flock,close,mmap,getrandom,statx,fcntl";
    let counted = format!(
        "strace -qq -e trace={calls} -o trace {FILL} 2>/dev/null; sed 's/(.*//' trace | sort | uniq -c; rm trace"
    );
    let outcome = directory.run(&counted);
    let mut kills = 0;
    for line in outcome.text().lines() {
        let (count, call) = line.trim().split_once(' ').unwrap();
        // The first calls of a process are the same in every run, and none of ours.
        for number in 1..=count.parse::<u32>().unwrap() {
            let kill = format!(
                "rm -f .env a/app.yaml b/db.json
                {{ strace -qq -o /dev/null -e inject={call}:signal=KILL:when={number} {FILL}; }} 2>/dev/null
                for file in .env a/app.yaml b/db.json; do [ ! -e $file ] || [ $(tail -c 1 $file | wc -l) = 1 ] || exit 9; done
                {FILL} 2>/dev/null && {FILL} --check"
            );
            let outcome = directory.run(&kill);
            assert_eq!(
                (outcome.status, outcome.stderr.as_str()),
                (0, ""),
                "{call} {number}"
            );
            agree(&directory);
            kills += 1;
        }
    }
    assert!(kills > 50, "{kills}");
}

/// At no moment is a file missing or in parts; and as a rotation of several files can end between two of
/// them, --check names the keys that differ, and the same rotation run again mends them.
#[test]
fn a_rotation_killed_at_any_system_call_leaves_whole_files_and_is_mended_by_the_next() {
    if !has(&["strace"]) {
        return;
    }
    let directory = project();
    directory.run(FILL);
    let calls = "openat,write,fsync,linkat,rename,renameat2,unlink,fchmod,flock,close,getrandom";
    let counted = format!(
        "strace -qq -e trace={calls} -o trace {FILL} --rotate-all 2>/dev/null; sed 's/(.*//' trace | sort | uniq -c; rm trace"
    );
    let outcome = directory.run(&counted);
    let (mut kills, mut between) = (0, 0);
    for line in outcome.text().lines() {
        let (count, call) = line.trim().split_once(' ').unwrap();
        for number in 1..=count.parse::<u32>().unwrap() {
            let before = passwords(&directory);
            let outcome = directory.run(&format!(
                "{{ strace -qq -o /dev/null -e inject={call}:signal=KILL:when={number} {FILL} --rotate-all; }} 2>/dev/null
                for file in .env a/app.yaml b/db.json; do [ $(tail -c 1 $file | wc -l) = 1 ] || exit 9; done
                {FILL} --check 2>/dev/null"
            ));
            let after = passwords(&directory);
            let kept = before.iter().zip(&after).filter(|(old, new)| old == new);
            let is_split = !matches!(kept.count(), 0 | 3);
            assert_eq!(outcome.status, i32::from(is_split), "{call} {number}");
            if is_split {
                between += 1;
                assert_eq!(directory.run(&format!("{FILL} --rotate-all")).status, 0);
                agree(&directory);
            }
            kills += 1;
        }
    }
    assert!(kills > 50 && between > 0, "{kills} {between}");
    // What a run that was killed has begun has no name, or that of something to be taken away.
    let shown = directory.run("find . -name '*.bak*' | wc -l");
    assert_eq!(shown.text(), "0\n");
}

#[test]
fn ten_runs_at_once_agree_about_every_file() {
    let directory = project();
    for _ in 0..3 {
        let runs: Vec<_> = (0..10)
            .map(|number| {
                let mut names = FILES.map(|(name, _)| name);
                names.rotate_left(number % 3);
                let mut command = Command::new(program());
                let command = command
                    .arg("fill")
                    .args(names)
                    .current_dir(directory.path());
                command
                    .stdin(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let filled = runs.into_iter().map(|run| {
            let output = run.wait_with_output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.success(), "{said}");
            said.contains(".env: filled")
        });
        assert_eq!(filled.filter(|filled| *filled).count(), 1);
        agree(&directory);
        directory.run("rm .env a/app.yaml b/db.json");
    }
}

#[test]
fn two_hundred_services_are_filled_at_once() {
    let directory = Directory::new();
    let mut names = Vec::new();
    for number in 0..200 {
        let name = format!("service{number}/.env.example");
        let path = directory.path().join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let own = if number == 117 {
            "TOKEN={{ token = hex }}".to_owned()
        } else {
            format!("TOKEN='{{{{ token }}}}'\nKEY{number}={{{{ hex }}}}")
        };
        fs::write(path, own + "\n").unwrap();
        names.push(name);
    }
    let fill = format!("secrets fill {}", names.join(" "));
    let outcome = directory.run(&format!(
        "{fill} && {fill} --check && {fill} --rotate token"
    ));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let token = |name: &str| {
        let text = read(&directory, name);
        let line = text.lines().next().unwrap().to_owned();
        line.replace('\'', "")
    };
    let first = token("service0/.env");
    assert!((1..200).all(|number| token(&format!("service{number}/.env")) == first));
}

#[test]
fn what_stands_in_a_url_of_any_template_is_drawn_from_what_urls_take() {
    let directory = with(&[
        (
            ".env.example",
            "URL=postgres://{{ user = password --length 30 }}:{{ db }}@db/app\nPLAIN={{ password --length 1000 }}\n",
        ),
        (
            "v.yaml.example",
            "password: {{ db = password --length 90 }}\nu: \"x://y z:{{ password }}\"\n",
        ),
        (
            "c.conf.template",
            "at redis://:{{ cache = password --length 90 }}@cache\nas {{ cache }}\n",
        ),
    ]);
    let fill = "secrets fill .env.example v.yaml.example c.conf.template";
    let outcome = directory.run(fill);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(lines[1].starts_with(
        ".env: URL is drawn from what every reader of dotenv files takes without quotes, and a URL as it is: "
    ));
    assert!(
        outcome
            .stderr
            .contains("c.conf: cache is drawn from what a URL takes as it is: ")
    );
    let is_plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    };
    let env = read(&directory, ".env");
    let (login, _) = env["URL=postgres://".len()..].split_once("@db").unwrap();
    let (user, password) = login.split_once(':').unwrap();
    assert!(
        is_plain(user) && is_plain(password) && password.len() == 90,
        "{login}"
    );
    assert!(read(&directory, "v.yaml").contains(password));
    let conf = read(&directory, "c.conf");
    assert!(
        is_plain(conf.lines().nth(1).unwrap().strip_prefix("as ").unwrap()),
        "{conf}"
    );
    // At odds of (65/69)^1000, below 2^-85, it has none of + / : and @.
    assert!(
        !is_plain(env.lines().nth(1).unwrap().strip_prefix("PLAIN=").unwrap()),
        "{env}"
    );
    assert_eq!(directory.run(&format!("{fill} --check")).status, 0);
}

#[test]
fn a_rotated_key_takes_the_value_of_another_source() {
    let directory = with(&[(
        "t.env",
        "K={{ hex 4 }}\nA={{ ask }}\nU=pg://app:{{ hex 4 }}@h/d?a=b\n",
    )]);
    let run = |line: &str| {
        let outcome = directory.run(line);
        assert_eq!(outcome.status, 0, "{line}: {}", outcome.stderr);
        outcome.stderr
    };
    let manifest = "secrets fill t.env --from .env --to json -o s.json";
    run("A=one secrets fill t.env -o .env --from env");
    // Its own text around a value is no reason to refuse it.
    run(manifest);
    run("secrets fill t.env -o .env --rotate K");
    let told = "K is kept, and --from has another value for it: --rotate K takes that\n";
    assert!(run(manifest).contains(told));
    run(&format!("{manifest} --rotate K"));
    assert!(!run(manifest).contains(told));
    let key = read(&directory, ".env")[2..10].to_owned();
    assert!(read(&directory, "s.json").contains(&format!("\"{key}\"")));
    run("A=two secrets fill t.env -o .env --from env --rotate A");
    assert!(read(&directory, ".env").contains("A=two\n"));
}

#[test]
fn a_terminal_gets_no_secret_unless_it_is_asked_for() {
    let directory = with(&[("t.env", "KEY={{ hex }}\n")]);
    let size = (80, 24);
    for (line, shows) in [
        ("secrets fill t.env", false),
        ("secrets fill t.env --to k8s --name app", false),
        ("secrets fill t.env --to shell", false),
        ("secrets fill t.env -o -", true),
        ("secrets fill t.env --to json -o -", true),
        ("secrets fill t.env | cat", true),
    ] {
        let outcome = directory.at_terminal(line, size, "");
        let shown = outcome.text();
        let key = shown.find("KEY");
        assert_eq!(
            (key.is_some(), outcome.status == 0),
            (shows, shows),
            "{line}: {shown}"
        );
    }
}

#[test]
fn make_ends_because_a_file_that_is_right_is_touched_when_its_template_is_newer() {
    let directory = with(&[
        (".env.example", "KEY={{ hex }}\n"),
        ("Makefile", ".env: .env.example\n\tsecrets fill\n"),
    ]);
    if !has(&["make"]) {
        return;
    }
    directory.run("make .env");
    let first = read(&directory, ".env");
    directory.run("touch -d '1 hour ago' .env");
    let outcome = directory.run("make -s .env; make -q .env");
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, ".env: kept KEY\ntouched .env: its template is newer\n")
    );
    assert_eq!(read(&directory, ".env"), first);
}

#[test]
fn a_text_without_keys_has_the_names_of_the_other_files() {
    let directory = with(&[
        (".env.example", "DB={{ db = hex }}\n"),
        ("pg.conf.template", "password {{ db }} # {{ hex }}\n"),
    ]);
    let fill = "secrets fill .env.example pg.conf.template";
    directory.run("secrets fill .env.example");
    let outcome = directory.run(fill);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let password = read(&directory, ".env")["DB=".len()..].trim().to_owned();
    assert!(read(&directory, "pg.conf").starts_with(&format!("password {password} # ")));
    let kept = read(&directory, "pg.conf");
    let outcome = directory.run(&format!("{fill} && {fill} --check && rm .env && {fill}"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (
            0,
            ".env: kept DB\npg.conf: kept db, line 1\n.env: filled DB\npg.conf: kept db, line 1\n"
        )
    );
    assert_eq!(read(&directory, "pg.conf"), kept);
    assert_eq!(read(&directory, ".env"), format!("DB={password}\n"));
    let outcome = directory.run(&format!("{fill} --rotate db && {fill} --check"));
    assert_eq!(
        outcome.stderr,
        ".env: filled DB\npg.conf: filled db; kept line 1\n"
    );
    let rotated = read(&directory, "pg.conf");
    let line = |text: &str| text.split_once('#').unwrap().1.to_owned();
    assert!(!rotated.contains(&password) && line(&rotated) == line(&kept));
    for (script, said) in [
        (
            "sed -i 's/# .*/# changeme/' pg.conf",
            "pg.conf: line 1 is no value that its recipe makes\n",
        ),
        (
            "sed -i 's/word [^ ]*/word 00/' pg.conf",
            ".env: DB has another value than db of pg.conf, with which it shares a recipe\npg.conf: db is no value that its recipe makes\npg.conf: line 1 is no value that its recipe makes\n",
        ),
        (
            "echo more >>pg.conf",
            "pg.conf: db is missing\npg.conf: line 1 is missing\n",
        ),
    ] {
        let outcome = directory.run(&format!("{script}; {fill} --check"));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (1, said));
    }
    let found = directory.run(fill);
    assert_eq!(
        found.trouble("other text"),
        "secrets: pg.conf exists, and is not a text that pg.conf.template makes: line 2 differs"
    );
    assert_eq!(directory.run(&format!("{fill} --force")).status, 0);
    assert_eq!(directory.run(&format!("{fill} --check")).status, 0);
}

const ASKING: &str = "STRIPE={{ ask \"the live key\" }}
TOKEN={{ token = ask }}
URL=https://{{ token }}@example.org
KEY={{ hex }}
";

#[test]
fn what_only_a_person_has_is_taken_from_elsewhere_or_named() {
    let directory = with(&[(".env.example", ASKING)]);
    let outcome = directory.run("setsid -w secrets fill");
    assert_eq!(
        outcome.trouble("nobody"),
        "secrets: nothing has a value for STRIPE (the live key), TOKEN"
    );
    assert_eq!(directory.files(), [".env.example"]);
    let outcome = directory.run(
        "printf 'stringData: {TOKEN: t0k}\nkind: Secret\ndata: {STRIPE: b2xk, TOKEN: eA==}\n' >old.yaml
        STRIPE=live setsid -w secrets fill --from env --from old.yaml && secrets fill --check",
    );
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, ".env: filled URL, KEY; carried over STRIPE, TOKEN\n")
    );
    let text = read(&directory, ".env");
    assert!(text.starts_with("STRIPE=live\nTOKEN=t0k\nURL=https://t0k@example.org\nKEY="));
    let outcome = directory.run("sed -i 's/^STRIPE=.*/STRIPE=/' .env; secrets fill --check");
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (1, ".env: STRIPE is empty\n")
    );
    for from in ["none.env", "t", "old.yaml --check"] {
        directory
            .run(&format!("touch t; secrets fill --from {from}"))
            .trouble(from);
    }
}

#[test]
fn a_terminal_is_asked_for_all_that_is_missing_without_an_echo() {
    let directory = with(&[(".env.example", ASKING)]);
    let outcome = directory.typed_at_terminal(
        "secrets fill",
        (80, 24),
        &[
            ("STRIPE (the live key): ", "sk_live\n"),
            ("TOKEN: ", "t0k\n"),
        ],
    );
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    assert!(!outcome.text().contains("sk_live"));
    let text = read(&directory, ".env");
    assert!(text.starts_with("STRIPE=sk_live\nTOKEN=t0k\nURL=https://t0k@example.org\nKEY="));
}

#[test]
fn other_places_get_the_values_that_a_file_has() {
    let directory = with(&[(
        ".env.example",
        "KEY={{ hex }}\nURL=postgres://app:{{ db = hex }}@db\nNEW={{ hex }}\nPORT=1\n",
    )]);
    directory.run("secrets fill; sed -i /NEW/d .env");
    let outcome = directory.run("secrets fill .env.example --from .env --to shell");
    assert_eq!(outcome.stderr, "filled NEW; carried over KEY, URL\n");
    for line in read(&directory, ".env")
        .lines()
        .filter(|line| !line.contains("PORT"))
    {
        let (key, value) = line.split_once('=').unwrap();
        let exported = format!("export {key}='{value}'\n");
        assert!(outcome.text().contains(&exported), "{exported}");
    }
    directory
        .run("echo A=1 >n.env; secrets fill n.env --to k8s --name app --allow-none")
        .trouble("an empty manifest");
}
