//! Slips of the fingers: each is refused, or warned of, with the line that was probably meant.

use std::collections::BTreeMap;

use crate::harness::run;

/// Command lines that are refused, and what the hint or the message says of each.
const REFUSED: &[(&str, &str)] = &[
    // Words that are no names of sets.
    (
        "secrets password --charset num",
        "digits and alnum; for these characters alone write '[num]'",
    ),
    (
        "secrets password --charset alphanumeric",
        "the nearest names are alnum",
    ),
    ("secrets password --charset HEX", "the nearest name is hex"),
    ("secrets password --charset alnum,_", "write '[:alnum:],_'"),
    (
        "secrets password --charset digits,lower",
        "write '[:digits:][:lower:]'",
    ),
    ("secrets password --charset a-Z", "give a-zA-Z"),
    ("secrets password --charset 'а-я'", "beyond ASCII"),
    ("secrets password --charset '!-~'", "'[:printable:]'"),
    (r"secrets password --charset '\w'", "write '[:alnum:]_'"),
    ("secrets password --symbols ''", "--no-symbols"),
    (
        "secrets password --exclude $UNSET --length 20",
        "--exclude has no value",
    ),
    ("secrets password -16", "hint: secrets password 16"),
    ("secrets choice -3 </dev/null", "hint: secrets choice -n 3"),
    ("secrets password --charset -l 20", "--charset=-l"),
    ("secrets password --charset -l20", "no value"),
    ("secrets passphrase -s -n 5", "--separator=-n"),
    (
        "secrets passphrase --separator $UNSET --words 4",
        "no value",
    ),
    (
        "secrets passphrase -separator=_",
        "the option is --separator",
    ),
    ("secrets choice -output f a b", "the option is --output"),
    ("secrets totp new -account ann", "the option is --account"),
    (
        "echo 'A={{ password --charset -l 20 }}' | secrets fill - --format dotenv",
        "--charset=-l",
    ),
    ("secrets pattern '[:alnum:]{20}'", "write [[:alnum:]]"),
    (
        "secrets password --no-special",
        "secrets password --no-symbols",
    ),
    ("secrets password --digits 4", "secrets otp 6"),
    ("secrets password --charset '[:num:]_'", "digits and alnum"),
    ("secrets password --charset '[^a-z]'", "--exclude"),
    ("secrets password --symbols=none", "--no-symbols"),
    ("secrets password --symbols '[!]'", "'!' without them"),
    ("secrets password --exclude similar", "--no-ambiguous"),
    (
        "secrets password --exclude digts",
        "the nearest name is digits",
    ),
    ("secrets otp --charset num", "'[num]'"),
    ("secrets apikey --alphabet num", "possible values"),
    ("secrets passphrase --separator-random num", "'[num]'"),
    ("secrets passphrase --separator none", "--separator ''"),
    ("secrets passphrase --separator space", "--separator ' '"),
    (
        "echo 'A={{ password --charset num }}' | secrets fill - --format dotenv",
        "'[num]'",
    ),
    // Values that are weaker than they look.
    (
        "secrets password --charset hex --no-repeats",
        "give --length N",
    ),
    (
        "printf '# comment\\neins\\nzwei\\n' >w; secrets passphrase --list w",
        "grep -v '^#' 'w'",
    ),
    ("secrets hex 32b", "give 32 for bytes, or --bits 32"),
    ("secrets hex 256bits", "--bits 256"),
    ("secrets hex --bytes 16", "hint: secrets hex 16"),
    ("secrets token_hex 16", "hint: secrets hex 16"),
    (
        "secrets rand -base64 24",
        "hint: secrets bytes 24 --encoding base64",
    ),
    ("secrets pwgen -s 32", "hint: secrets password 32"),
    ("secrets pin 4", "hint: secrets otp 4"),
    ("secrets password -s 20 5", "hint: secrets password 20 -n 5"),
    ("secrets hex 20 5", "hint: secrets hex 20 -n 5"),
    ("secrets pwgen 20 5", "hint: secrets password 20 -n 5"),
    // Names in other letters.
    ("secrets PASSWORD 16", "hint: secrets password 16"),
    (
        "echo 'A={{ HEX 32 }}' | secrets fill - --format dotenv",
        "hint: secrets hex 32",
    ),
    (
        "echo 'A={{ hex }}' >.env.example; secrets fill .env.exmaple -o .env",
        "hint: did you mean '.env.example'?",
    ),
    (
        "echo 'KEY={{ hex }}' >t.env; secrets fill t.env -o f --rotate key",
        "hint: did you mean 'KEY'?",
    ),
    (
        "echo 'KEY={{ db = hex }}' >t.env; secrets fill t.env -o f --rotate DB",
        "hint: did you mean 'db'?",
    ),
    (
        "secrets compare --hased --expected file:a --actual file:b",
        "hint: did you mean --hashed?",
    ),
    (
        "echo 'a: \"{{ hex }}\"' >c.yaml.example; secrets fill c.yaml.example --to k8s --name x",
        "hint: write a line KEY=",
    ),
    // Parts of names.
    (
        "secrets password --for rds",
        "hint: did you mean rds-mariadb or rds-mysql or rds-oracle or rds-postgres or rds-sqlserver? one of",
    ),
    ("secrets man fil", "hint: did you mean fill? one of hex"),
    ("secrets for wireguard", "hint: secrets for wireguard-psk;"),
    (
        "secrets for postgres",
        "hint: secrets for postgres-uri; near it are",
    ),
    ("secrets for lravel", "hint: secrets for laravel;"),
    // Letters after one hyphen, which would print help where a value is stored.
    ("secrets -hex 16", "hint: secrets hex 16"),
    ("secrets hex -h16", "hint: secrets help hex"),
    ("secrets password -help -o f", "hint: secrets help password"),
    ("secrets -Version", "-V alone prints the version"),
    ("secrets password --length \"$UNSET\"", "whole number"),
    (
        "secrets password --length $UNSET --no-symbols",
        "a value is required",
    ),
    ("secrets passphrase --length 40", "--max-length 40"),
    ("secrets pattern --length 20", "'[a-z]{20}'"),
    ("secrets below --bits 128", "hint: secrets below 2^128"),
    ("secrets below --bits 64", "hint: secrets below 2^64"),
    (
        "secrets below 10 20",
        "for 10 to 19: secrets below 20 --from 10",
    ),
    ("secrets uuid 7", "hint: secrets uuid --v7"),
    ("secrets uuid 16", "secrets uuid -n 16"),
    ("secrets uuid --bits 256", "secrets hex 16"),
    ("secrets totp new --length 32", "hint: secrets totp new 32"),
    ("secrets totp new 8", "at least 128 bits"),
    (
        "secrets hotp --secret env:KEY",
        "hint: secrets help hotp code",
    ),
    ("secrets hex --no-leading-hyphen", "unexpected argument"),
    ("secrets bytes --no-leading-hyphen -e hex", "no effect"),
    (
        "secrets apikey --prefix a -e base64url --no-leading-hyphen",
        "no effect",
    ),
    // Comparisons that would be of something else.
    (
        "echo a >s; cp s g; secrets compare file:s file:g",
        "--expected SOURCE --actual SOURCE",
    ),
    (
        "touch s g; secrets compare s g",
        "--expected file:EXPECTED --actual file:ACTUAL",
    ),
    ("secrets compare fiel:s a", "reads as a source"),
    ("secrets compare stdin a", "reads as a source"),
    ("secrets compare a -", "reads as a source"),
    ("secrets compare --expceted env:HOME", "reads as an option"),
    ("secrets compare a --hashed", "reads as an option"),
    (
        "echo a >s; secrets compare --expected stdin --actual fd:0 <s",
        "both stdin",
    ),
    (
        "echo a >s; secrets compare --expected file:s --actual stdin <s",
        "the same file",
    ),
    (
        "echo a >s; secrets compare --expected file:s --actual file:./s",
        "the same file",
    ),
    (
        "echo a >s; secrets compare --expected fd:3 --actual fd:4 3<s 4<&3",
        "the same file",
    ),
    (
        "echo a >s; secrets compare --expected file:s --actual fd:3",
        "3<FILE",
    ),
    (
        "echo a >s; secrets compare --expected fd:3 --actual fd:4 3<s",
        "descriptor 4 is not open",
    ),
    ("secrets compare a --help --hashed", ""),
];

/// The command lines in a hint: pieces between semicolons, each perhaps after what it is for and a
/// colon.
pub fn command_lines(hint: &str) -> Vec<&str> {
    let pieces = hint.split("; ");
    let lines = pieces.map(|piece| piece.split_once(": ").map_or(piece, |(_, line)| line));
    lines
        .filter(|line| line.starts_with("secrets ") || line.contains("| secrets "))
        .collect()
}

#[cfg(unix)]
#[test]
fn a_slip_is_refused_with_what_was_probably_meant() {
    for (script, meant) in REFUSED {
        let outcome = run(script);
        outcome.trouble(script);
        assert!(
            outcome.stderr.contains(meant),
            "{script}: {}",
            outcome.stderr
        );
    }
}

/// Command lines that make a value, and a line on stderr that says why it is weak.
const WEAK: &[(&str, &str)] = &[
    ("secrets password 4", "fewer than the 40 of a password"),
    (
        "secrets password --charset '[num]' --length 20",
        "31.699 bits",
    ),
    ("secrets passphrase 3", "38.774 bits"),
    (
        "secrets otp 1",
        "3.322 bits are fewer than the 10 of a code",
    ),
    ("secrets otp --charset '[01]'", "6 bits"),
    ("secrets hex 4", "32 bits are fewer than the 64 of a key"),
    ("secrets bytes --encoding base64 4", "32 bits"),
    ("secrets urlsafe --chars 10", "56 bits"),
    ("secrets apikey 10", "40 bits"),
    (
        "echo 'A={{ hex 4 }}' | secrets fill - --format dotenv",
        "standard input:1:3: 32 bits",
    ),
];

#[test]
fn a_weak_value_is_made_with_one_line_that_an_option_leaves_out() {
    for (script, said) in WEAK {
        let outcome = run(script);
        assert_eq!(outcome.status, 0, "{script}: {}", outcome.stderr);
        let weak: Vec<_> = outcome
            .stderr
            .lines()
            .filter(|line| line.contains("--allow-weak"))
            .collect();
        assert_eq!(weak.len(), 1, "{script}: {}", outcome.stderr);
        assert!(weak[0].contains(said), "{script}: {}", weak[0]);
        assert_eq!(outcome.text().lines().count(), 1, "{script}");
        if script.starts_with("secrets") {
            let allowed = run(&format!("{script} --allow-weak"));
            assert_eq!(allowed.lines().len(), 1, "{script}");
        }
    }
    // One line, however many there are; none where it cannot be written; and none of other kinds.
    let many = run("secrets hex 4 -n 1000");
    assert_eq!((many.status, many.stderr.lines().count()), (0, 1));
    assert_eq!(run("secrets hex 4 2>&-").lines().len(), 1);
    for quiet in [
        "secrets otp",
        "secrets otp 4 --no-leading-zero --no-repeats --no-runs",
        "secrets below 6",
        "secrets choice a b",
        "secrets password 7",
        "secrets hex 8",
    ] {
        assert_eq!(run(quiet).lines().len(), 1, "{quiet}");
    }
}

/// Sizes that are said in one way, and how long the value is.
#[test]
fn a_size_is_said_the_same_way_everywhere() {
    for (script, length) in [
        ("secrets password 16", 16),
        ("secrets password --chars 16", 16),
        ("secrets otp 8", 8),
        ("secrets otp --length 8", 8),
        ("secrets otp --chars 8 --charset hex", 8),
        ("secrets otp --bits 40", 13),
        ("secrets hex 16", 32),
        ("secrets hex 32B", 64),
        ("secrets hex --length 33", 33),
        ("secrets urlsafe --chars 21", 21),
        ("secrets urlsafe --length 21 --no-leading-hyphen", 21),
        ("secrets bytes -e base58 --chars 44", 44),
        ("secrets bytes 16 -e base64url-padded", 24),
        ("secrets apikey 40", 40),
        ("secrets apikey --length 40", 40),
        ("secrets totp new 20", 32),
        ("secrets hotp new --bits 256", 52),
        ("secrets password --exclude=-l -l 21", 21),
        ("secrets password --charset digits", 39),
        ("secrets password --no-symbols", 22),
        ("secrets password --for vnc", 8),
        ("secrets password", 20),
    ] {
        let outcome = run(script);
        assert_eq!(outcome.lines()[0].len(), length, "{script}");
    }
    assert_eq!(
        run("secrets passphrase 4 -s ' '").text().split(' ').count(),
        4
    );
}

/// A value that somebody else has chosen is never the answer yes, whatever becomes of the other one.
#[test]
fn no_word_passes_for_an_equal_value() {
    for word in [
        "--help",
        "-h",
        "--version",
        "--hashed",
        "--exact",
        "--",
        "-",
        "stdin",
        "",
    ] {
        for script in [
            "EXP=; secrets compare $EXP",
            "secrets compare secret",
            "secrets compare --expected",
        ] {
            let outcome = run(&format!("{script} '{word}' </dev/null"));
            assert_ne!(outcome.status, 0, "{script} {word}");
        }
    }
    assert_eq!(run("secrets compare -- file:s file:s").status, 0);
    assert_eq!(run("secrets help compare").status, 0);
}

/// What is made or answered as it was asked for, with a line that says what may have been meant.
#[test]
fn what_may_be_a_slip_is_done_with_a_word() {
    for (script, status, said) in [
        ("secrets choice 'a b c'", 0, "reads as a list"),
        ("secrets choice *.nothing", 0, "reads as a list"),
        ("echo a,b,c | secrets choice", 0, "reads as a list"),
        ("printf 'a\\0b\\0' | secrets choice", 0, "reads as a list"),
        ("secrets choice --shuffle 1..6", 0, "reads as a list"),
        ("touch s; secrets compare s x", 1, "--expected file:PATH"),
        ("touch s; secrets compare x s", 1, "--actual file:PATH"),
        ("secrets choice 1-10", 0, "secrets below 11 --from 1"),
        ("echo a >w; secrets choice w", 0, "--file w"),
        ("echo a >w; echo w | secrets choice", 0, ""),
        ("secrets choice host", 0, ""),
        (
            r"printf 'a\r\n' >s; A=a secrets compare --expected env:A --actual file:s",
            0,
            "",
        ),
        (
            r"printf 'a\r' >s; A=a secrets compare --expected env:A --actual file:s",
            1,
            "",
        ),
        ("secrets choice 'a b' c", 0, ""),
        ("touch s g; secrets compare -- s g", 1, ""),
    ] {
        let outcome = run(script);
        assert_eq!(outcome.status, status, "{script}: {}", outcome.stderr);
        let lines: Vec<&str> = outcome.stderr.lines().collect();
        assert_eq!(lines.len(), usize::from(!said.is_empty()), "{script}");
        assert!(
            outcome.stderr.contains(said),
            "{script}: {}",
            outcome.stderr
        );
    }
}

/// A descriptor is read from where it is, and is left where reading has brought it.
#[cfg(unix)]
#[test]
fn a_descriptor_is_read_where_it_stands() {
    let outcome = run("printf 'one\ntwo\n' >f; exec 3<f; read -u3 first
        B=two secrets compare --expected env:B --actual fd:3; echo $?
        cat <&3 | wc -c
        exec 4<f; rm f; A=$(printf 'one\ntwo') secrets compare --expected env:A --actual fd:4; echo $?");
    assert_eq!(outcome.lines(), ["0", "0", "0"]);
}

/// The literals of a table of the source.
fn table(name: &str) -> Vec<&'static str> {
    let source = include_str!("../../src/cli/meant.rs");
    let (_, table) = source.split_once(&format!("const {name}:")).unwrap();
    let (table, _) = table.split_once("];\n").unwrap();
    table.split('"').skip(1).step_by(2).collect()
}

/// Words and options that people try, and the command lines in the hint of each, which work as they
/// stand.
#[cfg(unix)]
#[test]
fn what_people_try_leads_to_the_line_that_does_it() {
    let (words, options) = (table("COMMANDS"), table("OPTIONS"));
    let of_words = words
        .chunks(2)
        .flat_map(|row| row[0].split(' ').map(str::to_owned));
    let of_options = options.chunks(3).flat_map(|row| {
        let options = row[1].split(' ');
        options.map(|option| format!("{} {option}", row[0]))
    });
    // A word after below is its number.
    let needs_number = |slip: &String| slip.starts_with("below ");
    let tried: Vec<String> = of_words.chain(of_options).collect();
    for word in ["token", "pin", "rand", "random", "base64", "genkey"] {
        assert!(tried.iter().any(|known| known == word), "{word}");
    }
    let mut led = BTreeMap::new();
    let bare = tried.iter().filter(|slip| !needs_number(slip)).cloned();
    for slip in bare.chain(tried.iter().map(|slip| format!("{slip} 20"))) {
        let outcome = run(&format!("secrets {slip}"));
        outcome.trouble(&slip);
        let hint = outcome
            .stderr
            .lines()
            .find_map(|line| line.strip_prefix("hint: "));
        let lines = command_lines(hint.unwrap_or_default());
        assert!(!lines.is_empty(), "{slip}: {}", outcome.stderr);
        led.extend(
            lines
                .into_iter()
                .map(|line| (line.to_owned(), slip.clone())),
        );
    }
    for (line, slip) in led {
        let outcome = run(&line);
        assert_eq!(outcome.status, 0, "{slip}: {line}: {}", outcome.stderr);
        assert!(!outcome.stdout.is_empty(), "{line}");
    }
}

/// A stdout that leads nowhere is refused only where the value has no other way out.
#[cfg(unix)]
#[test]
fn a_value_that_is_printed_nowhere_is_refused_unless_it_goes_elsewhere() {
    for (command, status) in [
        ("secrets hex", 2),
        ("secrets totp new", 2),
        ("secrets totp new --account a --qr-output q.svg", 0),
        ("secrets apikey --hash sha256 --hash-output h", 0),
        ("secrets hex -o f", 0),
    ] {
        let outcome = run(&format!("{command} 1<>/dev/null"));
        assert_eq!(outcome.status, status, "{command}: {}", outcome.stderr);
        let said = outcome.stderr.contains("/dev/null");
        assert_eq!(
            said,
            !command.contains(" -o "),
            "{command}: {}",
            outcome.stderr
        );
    }
}

/// The groups of the help, on lines that fit a terminal of 80 columns.
#[test]
fn the_help_has_every_command_in_a_group_and_fits_a_screen() {
    let help = run("secrets -h");
    let lines: Vec<&str> = help.text().lines().collect();
    assert!(
        lines.len() <= 40 && lines.iter().all(|line| line.len() <= 80),
        "{}",
        help.text()
    );
    let groups = [
        "Tokens:",
        "For people to type:",
        "Numbers and picks:",
        "Keys and hashes:",
        "Authenticators:",
        "Projects:",
        "The tool itself:",
    ];
    let found: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| groups.contains(line))
        .collect();
    assert_eq!(found, groups);
}

/// The key that the expression finds in a line of text, by each program.
#[test]
fn the_expression_of_a_key_finds_the_key_alone_in_each_syntax() {
    for shape in [
        "",
        "-e base64url",
        "-e base64url --no-leading-hyphen",
        "--prefix acme -e base64url",
        "--id --prefix a",
    ] {
        let script = format!(
            r#"secrets apikey {shape} >key; key=$(cat key); printf 'a %s; %s\n%sx\n' "$key" "$key" "$key" >text
            posix=$(secrets apikey {shape} --regex=posix); grep -cE "$posix" text
            sed -nE "s/.*${{posix//\//\\/}}.*/\2/p" text | cmp - key && echo alone
            pcre=$(secrets apikey {shape} --regex=pcre); grep -oP "$pcre" text | sort -u | cmp - key && echo alone"#
        );
        assert_eq!(run(&script).text(), "1\nalone\nalone\n", "{shape}");
    }
}
