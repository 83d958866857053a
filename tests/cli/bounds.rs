//! Requests that are expensive to count succeed in bounded memory or are refused in one line; and large
//! files are filled in proportion to their keys.

use std::fmt::Write;
use std::fs;

use crate::harness::{Directory, has};

/// Requests for many states, lengths and words, and whether they succeed.
const LARGE: [(&str, bool); 10] = [
    ("password --bits 480 --no-repeats", true),
    (
        "password --length 1024 --max-run 3 --min-digits 100 --explain",
        true,
    ),
    ("password --length 1024 --max-run 1 --min-digits 300", true),
    (
        "password --length 1024 --min-lower 200 --min-upper 200 --min-digits 200 --min-symbols 200",
        false,
    ),
    (
        "password --length 512 --max-run 200 --min-digits 200",
        false,
    ),
    ("passphrase --words 256 --max-length 1800", true),
    (
        "passphrase --words 256 --max-length 2000 --digits 16 --symbols 16",
        true,
    ),
    ("pattern '(.*a.{15})' --max-length 60", false),
    (
        "pattern '([a-c]?[d-f]?[g-i]?é?){250}' --max-length 900",
        true,
    ),
    ("below 3^999999", false),
];

#[test]
fn large_requests_succeed_or_are_refused_in_little_memory() {
    let directory = Directory::new();
    for (line, is_answered) in LARGE {
        let outcome = directory.run(&format!("ulimit -v 150000; secrets {line}"));
        assert_eq!(
            outcome.status,
            if is_answered { 0 } else { 2 },
            "{line}: {}",
            outcome.stderr
        );
        assert_eq!(outcome.stdout.is_empty(), !is_answered, "{line}");
        if !is_answered {
            let lines: Vec<&str> = outcome.stderr.lines().collect();
            assert!(
                lines[0].contains("more than ") || lines[0].contains("more memory than "),
                "{lines:?}"
            );
            assert!(lines.len() <= 2, "{lines:?}");
        }
    }
}

/// With the lowest of these limits the system cannot start the program. With others it has too little memory
/// for the command line.
#[cfg(target_os = "linux")]
#[test]
fn running_out_of_memory_is_an_error_in_one_line() {
    let directory = Directory::new();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    let template = |line: fn(u32) -> String| (0..4000).map(line).collect::<String>();
    write(
        "keys.env.example",
        &template(|key| format!("KEY_{key}={{{{ hex 16 }}}}\n")),
    );
    write(
        "keys.yaml.example",
        &template(|key| format!("k{key}: '{{{{ hex 16 }}}}'\n")),
    );
    write(
        "keys.toml.example",
        &template(|key| format!("k{key} = '{{{{ hex 16 }}}}'\n")),
    );
    let json = template(|key| format!("\"k{key}\": \"{{{{ hex 16 }}}}\",\n"));
    write("keys.json.example", &format!("{{{json}\"last\": 1}}"));
    for line in [
        "password --length 1024 --max-run 3 --min-digits 100",
        "pattern '(.*a.{12})' --max-length 60",
        "passphrase --words 256 --max-length 2000 --digits 4",
        "hex 16 -n 100000 --distinct",
        "completions zsh",
        "hex 65536",
        "fill keys.env.example",
        "fill keys.yaml.example",
        "fill keys.toml.example",
        "fill keys.json.example",
    ] {
        let mut refused = 0;
        for mebibytes in (4..60).step_by(6) {
            let outcome = directory.run(&format!(
                "rm -f keys.env keys.yaml keys.toml keys.json; ulimit -v {}
                secrets hex >started 2>&1; case $? in 0 | 2) ;; *) exit 77 ;; esac
                secrets {line} >out 2>err; status=$?; grep -v '^filled' err >&2; exit $status",
                mebibytes * 1024
            ));
            if outcome.status == 77 {
                continue;
            }
            assert!(
                [0, 2].contains(&outcome.status),
                "{line}: {mebibytes} MiB: {}",
                outcome.stderr
            );
            if outcome.status == 2 {
                let message = outcome.stderr.lines().next().unwrap_or_default();
                let is_known = message.starts_with("secrets: there is no memory to count")
                    || message.contains(" on memory leaves less than ");
                assert!(
                    is_known && outcome.stderr.lines().count() <= 2,
                    "{line}: {}",
                    outcome.stderr
                );
                refused += 1;
            }
        }
        assert!(refused > 0, "{line}");
    }
}

#[test]
fn too_few_bits_are_shown_with_enough_digits() {
    let directory = Directory::new();
    let outcome = directory.run("secrets pattern '[01]{1,20}' --bits 21");
    assert_eq!(
        outcome.stderr,
        "secrets: the pattern holds 20.999999 bits, fewer than the 21 of --bits\n\
         hint: repeat more, or choose among more characters\n"
    );
}

/// A template with about `keys` recipes and the file that it fills: keys that are missing, in mappings
/// that are there, and in entries of a list.
fn large(ending: &str, keys: usize) -> (String, String) {
    const RECIPE: &str = "{{ hex 16 }}";
    let (mut template, mut file) = (String::new(), String::new());
    let (mut entries, mut names) = (String::new(), String::new());
    for number in 0..keys / 3 {
        let name = format!("e{number}");
        let written = match ending {
            "env" => {
                let _ = writeln!(entries, "E{number}={RECIPE}");
                write!(template, "K{number}={RECIPE}\nM{number}='{RECIPE}'\n")
                    .and_then(|()| write!(file, "# c\nM{number}= # d\n"))
            }
            "json" => {
                let _ = write!(entries, ",{{\"name\": \"{name}\", \"p\": \"{RECIPE}\"}}");
                let _ = write!(names, ",\n{{\"name\": \"{name}\"}}");
                write!(
                    template,
                    ",\"k{number}\":\"{RECIPE}\",\"m{number}\":{{\"b\":\"{RECIPE}\"}}"
                )
                .and_then(|()| write!(file, ",\n \"m{number}\": {{\"a\": 1}}"))
            }
            "toml" => {
                let _ = write!(entries, "[[l]]\nname = '{name}'\np = '{RECIPE}'\n");
                let _ = write!(names, "[[l]]\nname = '{name}'\n");
                write!(
                    template,
                    "m{number}.k = '{RECIPE}'\nm{number}.b = \"{RECIPE}\"\n"
                )
                .and_then(|()| write!(file, "[m{number}]\na = 1\n"))
            }
            _ => {
                let _ = write!(entries, "- name: {name}\n  p: {RECIPE}\n");
                let _ = writeln!(names, "- name: {name}");
                write!(
                    template,
                    "k{number}: {RECIPE}\nm{number}:\n  b: '{RECIPE}'\n"
                )
                .and_then(|()| write!(file, "m{number}:\n  a: 1\n"))
            }
        };
        written.unwrap();
    }
    let joined = |text: &str, entries: &str| match ending {
        "json" => format!("{{\"l\":[{}]{text}}}", &entries[1..]),
        "yaml" => format!("{text}l:\n{}", entries.trim_end()),
        _ => format!("{text}{entries}"),
    };
    (joined(&template, &entries), joined(&file, &names))
}

/// Counted in instructions, which no other program disturbs. Four times as many keys are four times
/// the work and a little more, as the time of sorting grows; where it grew with the square it would be
/// sixteen times. The ratios of 4,000 to 1,000 and of 16,000 to 4,000 keys are the same, and take
/// valgrind longer.
#[test]
fn large_files_are_filled_in_proportion_to_their_keys() {
    if !has(&["valgrind"]) {
        return;
    }
    let directory = Directory::new();
    for ending in ["env", "json", "toml", "yaml"] {
        let count = |keys: usize| -> f64 {
            let (template, file) = large(ending, keys);
            for (name, text) in [("t", template), ("f", file)] {
                fs::write(directory.path().join(format!("{name}.{ending}")), text).unwrap();
            }
            let outcome = directory.run(&format!(
                "valgrind --vgdb=no --tool=callgrind --callgrind-out-file=/dev/null secrets fill t.{ending} -o f.{ending}"
            ));
            assert_eq!(outcome.status, 0, "{ending}: {}", outcome.stderr);
            let mut lines = outcome.stderr.lines();
            let refs = lines.find_map(|line| line.split_once("refs:")).unwrap().1;
            refs.trim().replace(',', "").parse().unwrap()
        };
        let ratio = count(2000) / count(500);
        assert!((2.0..6.0).contains(&ratio), "{ending}: {ratio}");
    }
}
