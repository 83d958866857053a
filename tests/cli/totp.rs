//! `secrets totp` and `secrets hotp`: codes, compared with the RFCs and oathtool, secrets and counters.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::harness::{Directory, Outcome, has, run, scanned, scanned_file};

/// The key of RFC 4226, and of RFC 6238 for SHA1, in base32.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The codes in RFC 4226, appendix D, for the counters from 0.
const HOTP: [&str; 10] = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
    "520489",
];

/// Runs `script` with the key in the variable KEY and in the file key.
fn with_key(directory: &Directory, script: &str) -> Outcome {
    directory.run(&format!(
        "export KEY={KEY}; printf '%s\\n' $KEY >key\n{script}"
    ))
}

fn keyed(script: &str) -> Outcome {
    with_key(&Directory::new(), script)
}

#[test]
fn codes_match_the_rfcs() {
    for (counter, code) in HOTP.iter().enumerate() {
        let script = format!("secrets hotp code --secret env:KEY --counter {counter}");
        assert_eq!(keyed(&script).lines(), [*code]);
    }
    // RFC 6238, appendix B.
    let sha256 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
    let sha512 = format!("{KEY}{KEY}{KEY}GEZDGNA");
    for (time, codes) in [
        ("59", ["94287082", "46119246", "90693936"]),
        ("1111111109", ["07081804", "68084774", "25091201"]),
        ("2005-03-18T01:58:31Z", ["14050471", "67062674", "99943326"]),
        ("2009-02-13T23:31:30Z", ["89005924", "91819424", "93441116"]),
        ("2000000000", ["69279037", "90698825", "38618901"]),
        (
            "2603-10-11T11:33:20+00:00",
            ["65353130", "77737706", "47863826"],
        ),
    ] {
        let keys = [
            ("sha1", KEY),
            ("sha256", sha256),
            ("sha512", sha512.as_str()),
        ];
        for ((algorithm, key), code) in keys.into_iter().zip(codes) {
            let code_of = format!(
                "echo {key} | secrets totp code --digits 8 --algorithm {algorithm} --at {time}"
            );
            assert_eq!(run(&code_of).lines(), [code], "{code_of}");
            let uri = format!(
                "echo 'otpauth://totp/x?secret={key}&digits=8&algorithm={}&period=30' | secrets totp code --at {time}",
                algorithm.to_uppercase()
            );
            assert_eq!(run(&uri).lines(), [code], "{uri}");
        }
    }
}

#[test]
fn codes_match_oathtool() {
    if !has(&["oathtool"]) {
        return;
    }
    let script = r#"
for algorithm in sha1 sha256 sha512; do
    for digits in 6 7 8; do
        for period in 30 1 $(secrets below 3600 --from 1 -n 3); do
            bits=$(secrets below 1024 --from 128)
            key=$(secrets totp new --bits $bits)
            at=$(secrets below 2^33)
            ours=$(echo $key | secrets totp code --algorithm $algorithm --digits $digits --period $period --at $at)
            next=$(echo $key | secrets totp code --algorithm $algorithm --digits $digits --period $period --at $at --next)
            theirs=$(oathtool -b --totp=$algorithm -d $digits -s $period --now "@$at" -w 1 $key | xargs)
            [ "$ours $next" = "$theirs" ] || echo "$key $algorithm $digits $period $at: $ours $next, not $theirs"
            counter=$(secrets below 2^40)
            ours=$(echo $key | secrets hotp code --digits $digits --counter $counter)
            theirs=$(oathtool -b --hotp -d $digits -c $counter $key)
            [ "$ours" = "$theirs" ] || echo "$key $digits $counter: $ours, not $theirs"
        done
    done
done
echo done"#;
    assert_eq!(run(script).lines(), ["done"]);
}

/// With a period of a second, a step is the time.
#[test]
fn the_default_time_is_now() {
    let step = "secrets totp code --period 1 --json <key | grep -o '[0-9]*,\"period' | cut -d, -f1";
    let outcome = keyed(&format!("date +%s; {step}; date +%s"));
    let times: Vec<u64> = outcome
        .lines()
        .iter()
        .map(|time| time.parse().unwrap())
        .collect();
    assert!(times.len() == 3 && times.is_sorted(), "{times:?}");
}

#[cfg(unix)]
#[test]
fn a_code_beyond_the_limit_of_file_sizes_is_an_error() {
    for name in ["totp code", "hotp code --counter 1"] {
        let outcome = keyed(&format!(
            "ulimit -f 0; secrets {name} --secret file:key >code"
        ));
        assert!(outcome.trouble(name).contains("File too large"), "{name}");
    }
}

#[test]
fn secrets_are_as_long_as_the_hash() {
    for (options, characters) in [
        ("", 32),
        ("--algorithm sha1", 32),
        ("--algorithm sha256", 52),
        ("--algorithm sha512", 103),
        ("--bits 128", 26),
        ("--bits 129", 28),
        ("--algorithm sha512 --bits 1024", 205),
    ] {
        for kind in ["totp", "hotp"] {
            let outcome = run(&format!("secrets {kind} new {options}"));
            let secret = outcome.lines()[0];
            assert_eq!(secret.len(), characters, "{options}");
            assert!(
                secret
                    .bytes()
                    .all(|byte| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".contains(&byte)),
                "{secret}"
            );
        }
    }
}

#[test]
fn the_uri_follows_the_secret_or_is_printed_alone() {
    let new = "secrets totp new --issuer 'Acme & Co' --account alice@example.com --digits 8 --period 60 --algorithm sha256";
    let outcome = run(new);
    let lines = outcome.lines();
    let uri = |secret: &str| {
        format!(
            "otpauth://totp/Acme%20%26%20Co:alice@example.com?secret={secret}&issuer=Acme%20%26%20Co&algorithm=SHA256&digits=8&period=60"
        )
    };
    assert_eq!(lines, [lines[0], &uri(lines[0])]);
    let outcome = run(&format!("{new} --only uri"));
    let secret = outcome.lines()[0].split(['=', '&']).nth(1).unwrap();
    assert_eq!(outcome.lines(), [uri(secret)]);
    let outcome = run("secrets hotp new --account x --counter 9");
    let lines = outcome.lines();
    let uri = format!(
        "otpauth://hotp/x?secret={}&algorithm=SHA1&digits=6&counter=9",
        lines[0]
    );
    assert_eq!(lines[1..], [uri]);
    // JSON has both, and a mask hides both.
    let outcome = run("secrets totp new --account x -n 2 --json --mask github 2>&1");
    let lines = outcome.lines();
    let (masks, items) = lines.split_at(4);
    assert_eq!(items.len(), 2);
    for (masks, item) in masks.chunks(2).zip(items) {
        let item: Value = serde_json::from_str(item).unwrap();
        let names: Vec<_> = item.as_object().unwrap().keys().take(4).collect();
        assert_eq!(names, ["kind", "value", "uri", "entropy_bits"]);
        let [value, uri] = ["value", "uri"].map(|name| item[name].as_str().unwrap());
        assert!(uri.contains(value) && item["entropy_bits"] == 160, "{item}");
        assert_eq!(
            masks,
            [value, uri].map(|text| format!("::add-mask::{text}"))
        );
    }
}

#[test]
fn a_secret_and_its_uri_make_the_same_codes() {
    let script = "
for options in '' '--digits 8 --period 7' '--algorithm sha512 --digits 10'; do
    secrets totp new --issuer 'A b' --account x $options >new
    a=$(head -1 new | secrets totp code --at 1000000000 $options)
    b=$(tail -1 new | secrets totp code --at 1000000000)
    [ \"$a\" = \"$b\" ] || echo \"$options: $a $b\"
done; echo done";
    assert_eq!(run(script).lines(), ["done"]);
}

#[cfg(unix)]
#[test]
fn secrets_are_read_from_all_sources_in_all_forms() {
    for source in [
        "secrets totp code --at 59 <key",
        "secrets totp code --at 59 --secret stdin <key",
        "secrets totp code --at 59 --secret file:key",
        "secrets totp code --at 59 --secret fd:3 3<key",
        "secrets totp code --at 59 --secret env:KEY",
        "tr A-Z a-z <key | secrets totp code --at 59",
        "sed 's/..../& /g' key | secrets totp code --at 59",
        "sed 's/..../&-/g' key | secrets totp code --at 59",
        "echo \"otpauth://totp/Acme:a%40b?issuer=Acme&secret=$KEY\" | secrets totp code --at 59",
        "echo \"otpauth://totp/x?secret=$KEY&image=y&digits=6\" | secrets totp code --at 59 --digits 6",
        "(cat key; echo \"otpauth://totp/x?secret=$KEY\") | secrets totp code --at 59",
        "secrets totp code --at 29 --next <key",
    ] {
        assert_eq!(keyed(source).lines(), ["287082"], "{source}");
    }
    let outcome = keyed("secrets totp code --no-newline --at 59 <key");
    assert_eq!((outcome.status, outcome.text()), (0, "287082"));
}

#[test]
fn the_remaining_seconds_are_on_stderr_or_in_json() {
    for (options, remaining) in [
        ("--at 0", 30),
        ("--at 29", 1),
        ("--at 30", 30),
        ("--at 59 --period 7", 4),
        ("--at 59 --next", 31),
        ("--at 5 --period 1", 1),
    ] {
        let outcome = keyed(&format!("secrets totp code --remaining {options} <key"));
        assert_eq!(outcome.status, 0);
        assert_eq!(
            outcome.stderr,
            format!(
                "remaining: {remaining} second{}\n",
                if remaining == 1 { "" } else { "s" }
            )
        );
        assert_eq!(outcome.text().len(), 7, "{options}");
        let outcome = keyed(&format!(
            "secrets totp code --remaining --json {options} <key"
        ));
        let end = format!(",\"remaining_seconds\":{remaining}}}");
        assert!(outcome.lines()[0].ends_with(&end), "{options}");
    }
    let json = "echo \"otpauth://totp/A%22b:c?secret=$KEY\" | secrets totp code --at 59 --json";
    let expected =
        r#"{"kind":"totp","value":"287082","issuer":"A\"b","account":"c","step":1,"period":30}"#;
    assert_eq!(keyed(json).lines(), [expected]);
    let json = "secrets hotp code --counter 1 --json <key";
    let expected = r#"{"kind":"hotp","value":"287082","counter":1}"#;
    assert_eq!(keyed(json).lines(), [expected]);
}

/// Asserts the exit status and the stdout of a check, and that it writes nothing to stderr.
fn check(script: &str, status: i32, stdout: &str) {
    let outcome = keyed(script);
    assert_eq!(
        (outcome.status, outcome.text(), outcome.stderr.as_str()),
        (status, stdout, ""),
        "{script}"
    );
}

#[test]
fn totp_verify_accepts_the_codes_of_its_window() {
    // 287082 is the code of step 1, which lasts from second 30 to second 59.
    for (options, status, stdout) in [
        ("--at 59", 0, ""),
        ("--at 30", 0, ""),
        ("--at 0", 0, ""),
        ("--at 89", 0, ""),
        ("--at 90", 1, ""),
        ("--at 59 --window 0", 0, ""),
        ("--at 29 --window 0", 1, ""),
        ("--at 60 --window 0", 1, ""),
        ("--at 119 --window 2", 0, ""),
        ("--at 120 --window 2", 1, ""),
        ("--at 3059 --window 100", 0, ""),
        ("--at 59 --period 60 --window 0", 1, ""),
        ("--at 59 --digits 8", 1, ""),
        ("--at 59 --algorithm sha256", 1, ""),
        ("--at 59 --last-used 0", 0, "1\n"),
        ("--at 89 --last-used 0", 0, "1\n"),
        ("--at 59 --last-used 1", 1, ""),
        ("--at 59 --last-used 2", 1, ""),
        ("--at 90 --last-used 0", 1, ""),
    ] {
        let verify = "secrets totp verify --secret file:key --code stdin";
        check(&format!("echo 287082 | {verify} {options}"), status, stdout);
    }
}

#[test]
fn hotp_verify_looks_ahead_and_never_back() {
    for (code, options, status, stdout) in [
        (HOTP[0], "--counter 0", 0, "1\n"),
        (HOTP[5], "--counter 0", 0, "6\n"),
        (HOTP[6], "--counter 0", 1, ""),
        (HOTP[9], "--counter 0 --window 9", 0, "10\n"),
        (HOTP[9], "--counter 0 --window 8", 1, ""),
        (HOTP[3], "--counter 4", 1, ""),
        (HOTP[4], "--counter 4 --window 0", 0, "5\n"),
        (HOTP[5], "--counter 4 --window 0", 1, ""),
    ] {
        let verify = "secrets hotp verify --secret file:key --code stdin";
        check(&format!("echo {code} | {verify} {options}"), status, stdout);
    }
    let uri = "echo \"otpauth://hotp/x?secret=$KEY&counter=3\" >uri";
    let verify = "secrets hotp verify --secret file:uri --code stdin";
    check(&format!("{uri}; echo 969429 | {verify}"), 0, "4\n");
    check(
        &format!("{uri}; echo 338314 | {verify} --counter 4"),
        0,
        "5\n",
    );
}

#[test]
fn invalid_codes_are_wrong() {
    for code in [
        "28708",
        "2870822",
        "28708x",
        "",
        "''",
        "-287082",
        "287-082",
        "0x4616a",
        "$'\\xff'",
        "'287082 1'",
        "$(printf %070d 0)",
    ] {
        for kind in ["totp", "hotp"] {
            let counter = if kind == "hotp" {
                "--counter 1"
            } else {
                "--at 59"
            };
            let script = format!(
                "printf %s {code} | secrets {kind} verify --secret env:KEY --code stdin {counter}"
            );
            check(&script, 1, "");
        }
    }
    for code in ["' 287 082 '", "$'287082\\r\\n'"] {
        let script = format!("C={code} secrets totp verify --secret env:KEY --code env:C --at 59");
        check(&script, 0, "");
    }
}

#[test]
fn a_short_secret_is_a_warning() {
    let script = "export S=JBSWY3DPEHPK3PXP; secrets totp code --at 59 --secret env:S >code; secrets totp verify --secret env:S --code file:code --at 59";
    let outcome = run(script);
    assert_eq!((outcome.status, outcome.text()), (0, ""));
    let warning = "warning: the secret has 80 bits, and RFC 4226 demands at least 128\n";
    assert_eq!(outcome.stderr, warning.repeat(2));
}

#[cfg(unix)]
#[test]
fn ten_concurrent_runs_get_ten_counters() {
    let directory = Directory::new();
    let script = "echo 0 >counter; chmod 644 counter; ln -s counter link
for i in 1 2 3 4 5; do
    secrets hotp code --secret env:KEY --counter-file counter >code-$i &
    secrets hotp code --secret env:KEY --counter-file link >code-1$i &
done; wait; cat code-*; cat counter";
    let outcome = with_key(&directory, script);
    let mut lines = outcome.lines();
    assert_eq!(lines.pop(), Some("10"));
    lines.sort_unstable();
    let mut expected = HOTP;
    expected.sort_unstable();
    assert_eq!(lines, expected);
    let counter = fs::symlink_metadata(directory.path().join("counter")).unwrap();
    assert_eq!(counter.permissions().mode() & 0o777, 0o600);
    let link = fs::symlink_metadata(directory.path().join("link")).unwrap();
    assert!(link.is_symlink());
    let files = directory.files();
    assert!(!files.iter().any(|name| name.contains("tmp")), "{files:?}");
}

#[test]
fn a_counter_is_restored_if_nobody_gets_its_code() {
    let script =
        "echo 3 >c; secrets hotp code --secret env:KEY --counter-file c >/dev/full; echo $?; cat c";
    let outcome = keyed(script);
    assert_eq!(outcome.text(), "2\n3\n");
    assert!(outcome.stderr.contains("stdout could not be written"));
    // A pipe without a reader.
    let gone = "mkfifo gone; exec 3<>gone 4>gone 3<&-";
    for (script, lost) in [
        (
            "secrets hotp code --secret env:KEY --counter-file c >&4",
            "the code",
        ),
        ("secrets totp code --secret env:KEY >&4", "the code"),
        (
            "C=969429 secrets hotp verify --secret env:KEY --counter 3 --code env:C >&4",
            "the counter to store",
        ),
        (
            "C=287082 secrets totp verify --secret env:KEY --at 59 --last-used 0 --code env:C >&4",
            "the step to store",
        ),
        (
            "secrets totp uri --account a --secret env:KEY >&4",
            "the URI",
        ),
    ] {
        let outcome = keyed(&format!("{gone}; echo 3 >c; {script}; echo $?; cat c"));
        assert_eq!(outcome.text(), "2\n3\n", "{script}");
        let message = format!("the reader of stdout has gone away, so {lost} is lost");
        assert!(
            outcome.stderr.contains(&message),
            "{script}: {}",
            outcome.stderr
        );
    }
    // A refused command uses up no counter.
    let script = "echo 3 >c; echo JBSWY3 | secrets hotp code --counter-file c 2>/dev/null; cat c
echo \"otpauth://hotp/x?secret=$KEY&counter=4\" | secrets hotp code --counter-file c 2>/dev/null; cat c
secrets hotp code --secret env:KEY --counter-file c >&- 2>/dev/null; cat c";
    assert_eq!(keyed(script).lines(), ["3", "3", "3"]);
}

/// Runs `command` with the key, at a terminal with `columns` columns and 50 lines.
#[cfg(unix)]
fn at_terminal(command: &str, columns: u16, until: &str) -> Outcome {
    let directory = Directory::new();
    with_key(&directory, "true");
    directory.at_terminal(command, (columns, 50), until)
}

#[cfg(unix)]
#[test]
fn the_terminal_shows_a_code_that_a_reader_reads() {
    let outcome = at_terminal(
        "secrets totp new --issuer \"A & b\" --account alice@example.com --qr --output new; cat new",
        80,
        "",
    );
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let (found, rest) = scanned(outcome.text());
    assert_eq!(rest.len(), 2, "{rest:?}");
    assert_eq!(found, [rest[1]]);
    let narrow = "secrets totp new --account x --qr --qr-output x.png --output x; ls x*";
    let outcome = at_terminal(narrow, 30, "");
    assert_eq!(outcome.status, 2);
    assert!(outcome.text().contains("the terminal has 30"));
}

/// With a period of a second, the code changes on each line.
#[cfg(unix)]
#[test]
fn watching_shows_the_code_of_each_second() {
    let watch = "date +%s; secrets totp code --secret file:key --period 1 --watch; date +%s";
    // The end of the first line and the start of the second line.
    let outcome = at_terminal(watch, 80, "K\r");
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let shown: Vec<&str> = outcome.text().split_whitespace().collect();
    let (from, to) = (
        shown[0],
        shown[shown.len() - 1].trim_start_matches("\u{1b}[J"),
    );
    let each = format!(
        "for at in $(seq {from} {to}); do secrets totp code --period 1 --at $at <key; done"
    );
    let outcome = keyed(&each);
    let codes = outcome.lines();
    let code = |place: usize| shown[place].trim_start_matches("\u{1b}[K");
    // Successive codes may be equal.
    let first = codes.iter().position(|other| *other == code(1));
    let second = codes.iter().rposition(|other| *other == code(4));
    assert!(first.is_some() && first < second, "{shown:?}: {codes:?}");
}

#[cfg(unix)]
#[test]
fn watching_ends_with_ctrl_c_and_leaves_nothing() {
    let outcome = at_terminal(
        "secrets totp code --secret file:key --watch; echo status $?",
        80,
        " s",
    );
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let shown = outcome.text();
    assert!(shown.ends_with("\r\u{1b}[Jstatus 0\r\n"), "{shown:?}");
    let first = shown.strip_prefix('\r').unwrap();
    let (code, rest) = first.split_once("  ").unwrap();
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
    let seconds: u64 = rest.split_once(" s").unwrap().0.parse().unwrap();
    assert!((1..=30).contains(&seconds));
}

#[cfg(unix)]
#[test]
fn qr_code_files_are_readable_only_by_their_owner() {
    let directory = Directory::new();
    let script = "umask 0; for format in png svg PNG; do
    secrets totp new --account x --only secret --qr-output code.$format || exit
done; secrets totp new --account x --only uri --qr-output code.png --force --output uri";
    assert_eq!(directory.run(script).lines().len(), 3);
    for name in ["code.png", "code.svg", "code.PNG", "uri"] {
        let found = fs::metadata(directory.path().join(name)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{name}");
    }
    let uri = fs::read_to_string(directory.path().join("uri")).unwrap();
    let found = scanned_file(&directory.path().join("code.png"));
    assert_eq!(found, uri.trim_end());
}

#[test]
fn a_qr_code_is_written_only_together_with_its_secret() {
    for (to, rule) in [
        (">/dev/full", "could not be written"),
        (">&4", "so the QR code was not written"),
        ("--output missing/key", "missing"),
        ("| cat >/dev/null", ""),
    ] {
        let directory = Directory::new();
        let script = format!(
            "mkfifo gone; exec 3<>gone 4>gone 3<&-; set -o pipefail
            secrets totp new --account a --only secret --qr-output code.svg {to}"
        );
        let outcome = directory.run(&script);
        assert!(outcome.stderr.contains(rule), "{to}: {}", outcome.stderr);
        assert_eq!(outcome.status == 0, rule.is_empty(), "{to}");
        let there = directory.files().contains(&"code.svg".to_owned());
        assert_eq!(there, rule.is_empty(), "{to}");
    }
    let template =
        "echo '{{ totp new --account a --only secret --qr-output code.svg }}' | secrets fill -";
    let directory = Directory::new();
    let outcome = directory.run(template);
    assert!(
        outcome
            .trouble(template)
            .contains("--qr-output makes no sense in a template")
    );
    assert!(directory.files().is_empty());
}

#[test]
fn an_impossible_qr_code_is_refused_before_anything_is_written() {
    let directory = Directory::new();
    let script = "secrets totp new --account $(printf %03000d 1) --qr-output code.png --output new";
    directory.run(script).trouble("too long");
    assert_eq!(directory.files(), [""; 0]);
    let script = "touch code.svg; secrets totp new --account x --qr-output code.svg --output new";
    directory.run(script).trouble("exists");
    assert_eq!(directory.files(), ["code.svg"]);
}

/// Asserts an error that contains `value` and `rule`, and nothing of the secret.
fn refuse(script: &str, value: &str, rule: &str) {
    let outcome = keyed(script);
    let message = outcome.trouble(script);
    assert!(
        message.contains(value) && message.contains(rule),
        "{script}: {message}"
    );
    for part in ["GEZD", "gezd", "3TQOJQ"] {
        assert!(
            !outcome.stderr.contains(part),
            "{script}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn unusable_secrets_are_refused() {
    for (secret, value, rule) in [
        ("", "stdin", "empty"),
        (" ", "stdin", "empty"),
        ("GEZD1", "character 5", "not base32"),
        ("GEZDé", "character 5", "not base32"),
        ("GEZDGN", "6 characters", "missing"),
        ("GEZD====GEZD", "padding", "end"),
        ("GEZDGNB=====", "padding of 5", ""),
        ("https://x/GEZD", "neither base32", "otpauth"),
        (
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\notpauth://totp/x?secret=GFZD",
            "below it",
            "different keys",
        ),
        (
            "otpauth-migration://offline?data=GEZD",
            "otpauth-migration",
            "cut off",
        ),
        ("otpauth://totp/x", "no secret", ""),
        ("otpauth://motp/x?secret=GEZDGNBV", "totp or hotp", ""),
        (
            "otpauth://hotp/x?secret=GEZDGNBV&counter=1",
            "is for hotp",
            "not for totp",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&digits=5",
            "digits",
            "6 to 10",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&digits=",
            "digits",
            "whole number",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&period=0",
            "period",
            "at least 1",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&algorithm=GEZD",
            "algorithm",
            "SHA512",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&encoder=yandex",
            "encoder",
            "Steam",
        ),
        (
            "otpauth://totp/x?secret=GEZDGNBV&secret=GEZDGNBV",
            "secret",
            "twice",
        ),
        (
            "otpauth://totp/x?secret=GEZD%",
            "%",
            "two hexadecimal digits",
        ),
    ] {
        refuse(
            &format!("printf %s '{secret}' | secrets totp code --at 59"),
            value,
            rule,
        );
    }
    refuse(
        "head -c 17M /dev/zero | secrets totp code",
        "stdin",
        "longer than 16777216",
    );
    refuse(
        "printf 'otpauth://totp/\\xff' | secrets totp code",
        "",
        "UTF-8",
    );
    refuse(
        "secrets totp code --secret file:missing",
        "missing",
        "cannot be read",
    );
    refuse("secrets totp code --secret env:NOPE", "NOPE", "not set");
    // The refused text may be the secret.
    for source in ["GEZD", "fd:GEZD", "$'GEZD\\xff'"] {
        let script = format!("secrets totp code --secret {source}");
        refuse(&script, "--secret", "must be stdin, prompt, file:PATH");
    }
    let script = "secrets totp verify --secret env:KEY --code GEZD";
    refuse(script, "--code", "must be stdin, prompt, file:PATH");
    refuse("secrets totp code <&-", "stdin", "");
}

#[test]
fn options_that_contradict_the_uri_are_refused() {
    for (options, option, parameter) in [
        ("--digits 6", "--digits 6", "digits=8"),
        ("--period 30", "--period 30", "period=60"),
        ("--algorithm sha1", "--algorithm SHA1", "algorithm=SHA256"),
    ] {
        let uri = "echo \"otpauth://totp/x?secret=$KEY&digits=8&period=60&algorithm=SHA256\"";
        let script = format!("{uri} | secrets totp code --at 59 {options}");
        refuse(&script, option, parameter);
    }
    let uri = "echo \"otpauth://hotp/x?secret=$KEY&counter=7\"";
    refuse(
        &format!("{uri} | secrets hotp code --counter 6"),
        "--counter 6",
        "counter=7",
    );
    refuse(
        &format!("echo 6 >c; {uri} | secrets hotp code --counter-file c"),
        "the counter of c 6",
        "counter=7",
    );
    assert_eq!(
        keyed(&format!("{uri} | secrets hotp code")).lines(),
        [HOTP[7]]
    );
    let later = keyed(&format!("{uri} | secrets hotp code --counter 9"));
    assert_eq!(later.lines(), [HOTP[9]]);
}

#[test]
fn numbers_and_times_out_of_range_are_refused() {
    for kind in ["totp", "hotp"] {
        for (options, value, rule) in [
            ("code --digits 5", "5", "6 to 10 digits"),
            ("code --digits 11", "11", "6 to 10 digits"),
            ("code --digits abc", "'abc'", "whole number"),
            ("code --algorithm md5", "'md5'", "possible values"),
            ("new --digits 5 --account x", "5", "6 to 10 digits"),
            ("new --bits 127", "'127'", "at least 128 bits"),
            ("new --bits 1025", "'1025'", "at most 1024 bits"),
            ("verify --code env:KEY --window 101", "'101'", "at most 100"),
            ("verify --code env:KEY --window -1", "-1", ""),
        ] {
            refuse(&format!("secrets {kind} {options} <key"), value, rule);
        }
    }
    for (options, value, rule) in [
        ("--period 0", "'0'", "at least 1"),
        ("--period 86401", "'86401'", "at most 86400"),
        ("--at -1", "-1", ""),
        ("--at tomorrow", "'tomorrow'", "RFC 3339"),
        ("--at 2026-01-31T12:00:00+01:00", "+01:00", "in UTC"),
        ("--at 2026-02-30T00:00:00Z", "2026-02-30", "RFC 3339"),
        (
            "--at 99999999999999999999",
            "99999999999999999999",
            "at most",
        ),
    ] {
        refuse(&format!("secrets totp code {options} <key"), value, rule);
    }
    for counter in ["-1", "''", "x", "1.5", "18446744073709551616"] {
        refuse(
            &format!("secrets hotp code --counter {counter} <key"),
            "",
            "",
        );
        refuse(
            &format!("printf %s {counter} >c; secrets hotp code --counter-file c <key"),
            "c is not a counter",
            "whole number",
        );
    }
    refuse("secrets hotp code <key", "no counter", "");
    refuse(
        "secrets hotp verify --secret env:KEY --code stdin </dev/null",
        "no counter",
        "",
    );
    refuse(
        "secrets hotp code --counter-file c <key",
        "c does not exist",
        "",
    );
    refuse("secrets hotp code --counter-file . <key", ".", "directory");
}

#[cfg(unix)]
#[test]
fn unreadable_sources_and_options_without_effect_are_refused() {
    for (command, value, rule) in [
        ("totp verify --code stdin", "both stdin", ""),
        ("totp verify --code fd:0", "both stdin", ""),
        ("totp verify --secret env:KEY --code env:KEY", "both", "KEY"),
        ("totp verify --secret env:KEY", "--code", "not provided"),
        (
            "totp verify --secret env:KEY --code env:NOPE",
            "NOPE",
            "not set",
        ),
        (
            "totp verify --secret env:KEY --code file:nope",
            "nope",
            "cannot be read",
        ),
        (
            "totp verify --secret env:KEY --code fd:9",
            "9",
            "is not open",
        ),
        (
            "totp verify --secret env:KEY --code file:key --at 59 --last-used 1700000000",
            "1700000000",
            "in the future",
        ),
        ("totp code --watch", "--watch", "terminal"),
        ("totp code --watch --at 5", "--watch", "cannot be used with"),
        ("totp code --watch --json", "--watch", "cannot be used with"),
        (
            "totp code --json --no-newline",
            "--json",
            "cannot be used with",
        ),
        ("totp code --counter 5", "--counter", "unexpected"),
        ("hotp code --period 5", "--period", "unexpected"),
        (
            "hotp code --counter 5 --counter-file c",
            "--counter",
            "cannot be used with",
        ),
        ("totp new --issuer x", "--account", "not provided"),
        ("totp new --digits 8", "--account", "not provided"),
        ("totp new --period 60", "--account", "not provided"),
        ("hotp new --counter 1", "--account", "not provided"),
        ("totp new --qr", "--account", "not provided"),
        ("totp new --qr-output x.png", "--account", "not provided"),
        ("totp new --only uri", "--only uri", "account"),
        (
            "totp new --account x --only secret",
            "--account",
            "no effect",
        ),
        ("totp new --account a:b", "'a:b'", "colon"),
        ("totp new --account x --issuer a:b", "'a:b'", "colon"),
        ("totp new --account ''", "''", "empty"),
        ("totp new --account ' a'", "' a'", "spaces"),
        ("totp new --account $'a\\tb'", "a\\tb", "control"),
        ("totp new --account x --qr", "--qr", "terminal"),
        (
            "totp new --account x --qr-output x.gif",
            "x.gif",
            ".svg nor .png",
        ),
        ("totp new --account x --qr-output -", "-", ".svg nor .png"),
        ("totp new --account x --qr-output key/x.png", "x.png", ""),
        (
            "totp new --account x --qr-output x.png -n 2",
            "--count",
            "1",
        ),
        ("totp new --force", "--output", "not provided"),
        ("totp new --null --no-newline", "--null", "no effect"),
        ("totp code GEZD", "command line", ""),
        ("hotp code stdin --counter 1", "command line", ""),
        ("totp verify --code env:KEY 287082", "command line", ""),
        ("totp codes", "'codes'", "unrecognized"),
    ] {
        refuse(&format!("secrets {command} <key"), value, rule);
    }
    for kind in ["totp", "hotp"] {
        let outcome = run(&format!("secrets {kind}"));
        assert_eq!((outcome.status, outcome.text()), (2, ""));
        assert!(
            outcome
                .stderr
                .contains(&format!("Usage: secrets {kind} <COMMAND>"))
        );
        assert_eq!(
            run(&format!("secrets help {kind} code")).text(),
            run(&format!("secrets {kind} code --help")).text()
        );
    }
}
