//! Runs every command that the README, the help and the man pages show.

use std::fs;
use std::path::Path;

use crate::harness::{Directory, Outcome, has, listed_commands, run};

/// Prepares the files and programs that the examples need: a stored key, a value to compare, secrets and
/// codes of authenticators, templates, the file of a GitHub runner, a clipboard, and fakes of `man`, `gh`
/// and `zbarimg`.
const PRELUDE: &str = "set -e
mkdir -p .zfunc .local/share/{man/man1,bash-completion/completions} .config/fish/completions
man() { cat; }
unset SSH_CONNECTION SSH_CLIENT SSH_TTY; export WAYLAND_DISPLAY=wayland-0 PATH=$PWD/.bin:$PATH
mkdir -p .bin; printf '#!/bin/sh\\ncat >/dev/null\\n' | tee .bin/gh >.bin/wl-copy
printf '#!/bin/sh\\nhead -n 1 accounts\\n' >.bin/zbarimg; chmod +x .bin/*
export WEBHOOK_KEY=hunter2; printf hunter2 >stored-key; cp stored-key other-key; exec 3<other-key
printf hunter2 | sha256sum | cut -d' ' -f1 >stored-hash
export TOTP_KEY=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
echo $TOTP_KEY >totp-key; echo $TOTP_KEY >hotp-key; echo 0 >counter
export CODE=$(secrets totp code --secret env:TOTP_KEY) HOTP_CODE=755224 NEXT=287082
for name in alice bob; do secrets totp uri --secret env:TOTP_KEY --account $name; done >accounts
a=1; b=1
export PASSWORD=hunter2; echo hunter2 >pw
rm -f .htpasswd codes; secrets hash scram-sha-256 --user ann --secret file:pw -o .htpasswd
printf HUNTE-R2 | secrets hash scram-sha-256 -o codes
export KEY=wh_hunter2 TIME=$(date +%s); echo wh_hunter2 >hmac-key; echo hello | tee message >body
secrets hmac --key file:hmac-key message >mac
export GITHUB_SIGNATURE=sha256=$(secrets hmac --key env:KEY <body)
export STRIPE_SIGNATURE=t=$TIME,v1=$({ printf %s. $TIME; cat body; } | secrets hmac --key env:KEY)
export SLACK_SIGNATURE=v0=$({ printf v0:%s: $TIME; cat body; } | secrets hmac --key env:KEY)
mkdir -p db; printf 'PGPASSWORD={{ hex 16 }}' >db/pg.env.example
[ -e .env.example ] || printf '%s\\n' 'POSTGRES_PASSWORD={{ db = password --length 32 --safe url,dotenv }}' \\
    'DATABASE_URL=postgres://postgres:{{ db }}@db/postgres' 'SESSION_KEY={{ hex 32 }}' >.env.example
touch env; export GITHUB_ENV=env
";

fn try_out(directory: &Directory, command: &str) -> Outcome {
    let outcome = directory.run(&format!("{PRELUDE}echo hunter2 | {{ {command}\n}}"));
    assert_eq!(outcome.status, 0, "{command}: {}", outcome.stderr);
    outcome
}

/// All commands and subcommands, such as `totp new`.
fn commands() -> Vec<String> {
    fn below(command: &str) -> Vec<String> {
        let help = run(&format!("secrets {command} --help"));
        let names = listed_commands(help.text())
            .into_iter()
            .map(|name| format!("{command} {name}").trim_start().to_owned());
        names
            .flat_map(|name| [vec![name.clone()], below(&name)].concat())
            .collect()
    }
    below("")
}

#[test]
fn help_and_errors_are_coloured_as_the_terminal_and_the_variables_allow() {
    let unset = "unset NO_COLOR CLICOLOR CLICOLOR_FORCE; export TERM=xterm; ";
    for (variables, at_terminal, piped) in [
        ("", true, false),
        ("export NO_COLOR=; ", true, false),
        ("export NO_COLOR=1; ", false, false),
        ("export NO_COLOR=1 CLICOLOR_FORCE=1; ", false, false),
        ("export CLICOLOR=0; ", false, false),
        ("export CLICOLOR=1; ", true, false),
        ("export CLICOLOR=0 CLICOLOR_FORCE=1; ", true, true),
        ("export CLICOLOR_FORCE=0; ", true, false),
        ("export TERM=dumb; ", false, false),
        ("export TERM=dumb CLICOLOR_FORCE=1; ", true, true),
        ("unset TERM; ", false, false),
    ] {
        for command in ["secrets hex --help", "secrets totp", "secrets hex --forse"] {
            let script = format!("{unset}{variables}{command}");
            let shown = Directory::new().at_terminal(&script, (80, 24), "");
            let coloured = shown.text().contains("\u{1b}[");
            assert_eq!(coloured, at_terminal, "{script}");
            let outcome = run(&script);
            let both = outcome.stderr.clone() + outcome.text();
            assert_eq!(both.contains("\u{1b}["), piped, "{script}");
        }
        let value = format!("{unset}{variables}secrets hex; secrets --version");
        let shown = Directory::new().at_terminal(&value, (80, 24), "");
        assert!(!shown.text().contains('\u{1b}'), "{value}");
    }
    let error = run("unset NO_COLOR; CLICOLOR_FORCE=1 secrets hex --forse");
    let start = "\u{1b}[1;31msecrets:\u{1b}[0m unexpected";
    let hint = "\n\u{1b}[1;36mhint:\u{1b}[0m a similar";
    assert!(error.stderr.starts_with(start) && error.stderr.contains(hint));
}

#[test]
fn every_example_of_the_help_works() {
    for command in commands().iter().map(String::as_str).chain([""]) {
        let help = run(&format!("secrets {command} --help"));
        let examples = help
            .text()
            .split_once("Examples:\n")
            .unwrap()
            .1
            .split_once("\n\n")
            .unwrap()
            .0;
        let examples: Vec<_> = examples.lines().step_by(2).map(str::trim).collect();
        assert!(!examples.is_empty(), "{command}");
        for example in examples {
            let mut prelude = "";
            if example.starts_with("zbarimg ") {
                if !has(&["zbarimg"]) {
                    continue;
                }
                prelude =
                    "secrets totp uri --account a --secret env:TOTP_KEY --qr-output code.png; ";
            }
            try_out(&Directory::new(), &format!("{prelude}{example}"));
        }
    }
}

#[test]
fn every_command_has_a_man_page_and_completions_name_it() {
    for command in commands() {
        let page_name = command.replace(' ', "-");
        let page = run(&format!("secrets man {page_name}"));
        let name = format!(".TH SECRETS-{} 1", page_name.to_uppercase());
        assert!(page.text().starts_with(&name), "{command}");
        for section in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "EXAMPLES",
            "\"EXIT STATUS\"",
        ] {
            assert!(
                page.text().contains(&format!("\n.SH {section}\n")),
                "{command}: {section}"
            );
        }
        for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
            let script = run(&format!("secrets completions {shell}"));
            for word in command.split(' ') {
                assert!(script.text().contains(word), "{shell}: {command}");
            }
        }
    }
}

/// `shells.rs` tests the completions in all shells, if they are installed.
#[test]
fn completions_are_accepted_by_bash() {
    let outcome = run("secrets completions bash >script; bash -n script");
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
}

/// The commands of a console block, each with the output below it.
fn transcript(block: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, shown))) => shown.push(line),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    commands
}

/// Compares the output with the README. Fixed output must be equal. Random output must have the same lines
/// and lengths, except passphrases and reported times.
fn check_shown(command: &str, shown: &[&str], outputs: [&str; 2]) {
    let lines: Vec<&str> = outputs[0].lines().collect();
    assert_eq!(lines.len(), shown.len(), "{command}: {lines:?}");
    for ((line, other), shown) in lines.iter().zip(outputs[1].lines()).zip(shown) {
        if *line == other {
            assert_eq!(line, shown, "{command}");
        } else if !command.contains("passphrase") {
            assert_eq!(line.len(), shown.len(), "{command}: {line}");
        }
    }
}

/// Commands follow `$ ` in the README's console blocks. `.ci/run` tests the commands that build the program.
#[test]
fn every_command_of_the_readme_works() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let mut count = 0;
    for block in readme.split("```console\n").skip(1) {
        // The commands of a block use files of earlier commands.
        let directories = [Directory::new(), Directory::new()];
        for (command, shown) in transcript(block.split_once("```").unwrap().0) {
            if !command.starts_with("cargo ") {
                let outputs = directories.each_ref().map(|directory| {
                    let outcome = try_out(directory, command);
                    outcome.stderr.clone() + &String::from_utf8_lossy(&outcome.stdout)
                });
                if !shown.is_empty() {
                    check_shown(command, &shown, outputs.each_ref().map(String::as_str));
                }
                count += 1;
            }
        }
    }
    assert!(count >= 30, "{count}");
}

/// For each row of the table, the regular expression of a line and the number of lines.
const SHAPES: [(&str, usize); 13] = [
    ("[0-9a-f]{64}", 1),
    ("[A-Za-z0-9+/]{43}=", 1),
    ("[A-Za-z0-9]{20}", 1),
    ("[A-Za-z0-9_-]{43}", 1),
    ("[A-Za-z0-9]{20}", 5),
    ("[!-~]{16}", 3),
    ("[A-Za-z0-9]{16}", 1),
    ("[a-z]+(-[a-z]+){5,11}", 1),
    ("[a-z-]+( [a-z-]+){3}", 1),
    ("[1-6]", 1),
    ("ann|ben|cat", 2),
    (
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        1,
    ),
    ("[0-9]{6}", 1),
];

/// The rows of the table of replacements in benches/README.md: both commands and their shape.
fn instead() -> Vec<([String; 2], (&'static str, usize))> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md");
    let readme = fs::read_to_string(file).unwrap().replace("\\|", "\u{1}");
    let (_, table) = readme
        .split_once("| instead of | write |\n|---|---|\n")
        .unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let rows: Vec<_> = table.lines().collect();
    assert_eq!(rows.len(), SHAPES.len());
    let commands = rows.iter().map(|row| {
        let cells: Vec<_> = row
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').replace('\u{1}', "|"))
            .collect();
        let [_, peer, ours, _] = &cells[..] else {
            panic!("{row}");
        };
        [peer.clone(), ours.clone()]
    });
    commands.zip(SHAPES).collect()
}

fn has_shape(command: &str, (shape, count): (&str, usize)) {
    let prelude = "printf 'ann\\nben\\ncat\\n' >names; echo JBSWY3DPEHPK3PXP >totp";
    let outcome = run(&format!(
        "{prelude}; {command} >out; grep -Exc '{shape}' out; grep -c '' out"
    ));
    assert_eq!(outcome.text(), format!("{count}\n{count}\n"), "{command}");
}

#[test]
fn the_replacements_of_the_table_have_the_expected_output() {
    for ([_, ours], shape) in instead() {
        has_shape(&ours, shape);
    }
}

#[test]
fn the_peers_of_the_table_have_the_expected_output() {
    for ([peer, _], shape) in instead() {
        if has(&[peer.split(' ').next().unwrap()]) {
            has_shape(&peer, shape);
        }
    }
}

#[test]
fn man_shows_the_page_at_a_terminal() {
    if !has(&["man"]) {
        return;
    }
    let directory = Directory::new();
    let command = "export MANPAGER=cat MANROFFOPT=-c; secrets man totp new";
    let shown = directory.at_terminal(command, (80, 24), "");
    assert!(
        shown.text().contains("SECRETS-TOTP-NEW(1)"),
        "{}",
        shown.text()
    );
    let printed = directory.run("secrets man totp new");
    assert!(printed.text().starts_with(".TH SECRETS-TOTP-NEW 1"));
}
