//! Every option of every command has a visible effect, and is refused if it would have no effect.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::harness::{Directory, GENERATORS, listed_commands, run};

/// An option of a command.
struct Row {
    command: String,
    option: &'static str,
    /// A script that succeeds, but fails without the text between « and », which is the option.
    seen: String,
    /// A command line that is refused, because the option would be ignored or its value is invalid.
    refused: String,
    /// A part of the message.
    rule: &'static str,
}

/// The options of all generators; @ is the generator.
const OF_GENERATORS: [[&str; 4]; 16] = [
    [
        "--count",
        "test $(@ «-n 3» | wc -l) = 3",
        "@ -n 0",
        "at least 1",
    ],
    [
        "--distinct",
        "@ «--distinct» -n 3 --explain 2>&1 | grep -e 'are different' -e 'at most once'",
        "@ --distinct",
        "no effect",
    ],
    [
        "--output",
        "@ «-o f»; test -s f",
        "@ -o missing/f",
        "missing",
    ],
    [
        "--force",
        "touch f; @ -o f «--force» && test -s f",
        "@ --force",
        "--output",
    ],
    [
        "--keep",
        "@ -o f && @ -o f «--keep»",
        "@ --keep",
        "--output",
    ],
    [
        "--mode",
        "@ -o f «--mode 0400» && test $(stat -c %a f) = 400",
        "@ -o f --mode 0644",
        "0640 at most",
    ],
    [
        "--null",
        "test $(@ «-0» | tail -c 1 | tr '\\0' Z) = Z",
        "@ -0 --copy",
        "--null",
    ],
    [
        "--no-newline",
        "test $(@ «--no-newline» | wc -l) = 0",
        "@ --no-newline --copy",
        "--no-newline",
    ],
    [
        "--json",
        "@ «--json» | grep '^{\"kind\":'",
        "@ --json --copy",
        "--json",
    ],
    [
        "--explain",
        "@ «--explain» 2>&1 | grep '^entropy: '",
        "RECIPE --explain",
        "--explain makes no sense",
    ],
    [
        "--mask",
        "@ «--mask github» 2>&1 | grep '^::add-mask::'",
        "@ --mask github --copy",
        "--mask",
    ],
    [
        "--copy",
        "CLIPBOARD; @ «--copy»; test -s copied",
        "@ --copy -o f",
        "--copy",
    ],
    // The clipboard types Ctrl-C as soon as it has the value.
    [
        "--clear-after",
        "CLIPBOARD; @ --copy «--clear-after 2m»; test -e cleared",
        "@ --clear-after 2m",
        "--copy",
    ],
    ["--qr", "@ «--qr» | grep ▀", "@ --qr --json", "--qr"],
    // A bar is shown only after a second.
    [
        "--no-progress",
        "",
        "RECIPE --no-progress",
        "--no-progress makes no sense",
    ],
    [
        "--entropy",
        "@ --explain «--entropy os» 2>&1 | grep 'every byte'",
        "RECIPE --entropy os",
        "--entropy makes no sense",
    ],
];

/// The options of commands with --hash; @ is a command whose values are strong enough.
const OF_HASHING: [&str; 6] = [
    "secrets password -l 30",
    "secrets passphrase --list short1 -w 13 -m 72",
    "secrets otp --recovery --length 26",
    "secrets apikey",
    "secrets pattern '[a-z]{30}'",
    "secrets for jwt-hs256",
];

const HASHING: [[&str; 4]; 5] = [
    [
        "--hash",
        "@ «--hash sha256» | grep -P '\\t[0-9a-f]{64}$'",
        "@ --hash md5",
        "one of argon2id",
    ],
    [
        "--hash-output",
        "@ --hash sha256 «--hash-output h» && test -s h",
        "@ --hash-output h",
        "--hash",
    ],
    [
        "--cost",
        "@ -n 1 --hash bcrypt «--cost 10» | grep -F '$2b$10$'",
        "@ --hash bcrypt --cost 9",
        "10 to 15",
    ],
    [
        "--hash-prefix",
        "@ -n 1 --hash bcrypt --cost 10 «--hash-prefix 2y» | grep -F '$2y$10$'",
        "@ --hash sha256 --hash-prefix 2y",
        "for bcrypt",
    ],
    [
        "--user",
        "@ -n 1 --hash sha256 «--user ann» | grep -P '\tann:[0-9a-f]{64}$'",
        "@ --hash sha256 --user a:b",
        "no colon",
    ],
];

/// The other options of each command.
#[rustfmt::skip]
const OF_COMMANDS: &[(&str, &[[&str; 4]])] = &[
    ("bytes", &[
        ["--no-leading-hyphen", "! @ 16 -e base64url -n 2000 «--no-leading-hyphen» | grep '^-'", "@ --no-leading-hyphen", "no effect"],
        ["--allow-weak", "test -z \"$(@ 5 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--chars", "test $(@ -e hex «--chars 40» | wc -c) = 41", "@ --chars 40", "raw bytes are not text"],
        ["--bits", "test $(@ «--bits 100» | wc -c) = 13", "@ 3 --bits 8", "cannot be used with"],
        ["--encoding", "test $(@ «-e hex» | wc -c) = 65", "@ -e base63", "possible values"],
    ]),
    ("hex", &[
        ["--allow-weak", "test -z \"$(@ 5 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--chars", "test $(@ «--chars 40» | wc -c) = 41", "@ 3 --chars 6", "cannot be used with"],
        ["--bits", "test $(@ «--bits 100» | wc -c) = 27", "@ 3 --bits 8", "cannot be used with"],
    ]),
    ("urlsafe", &[
        ["--no-leading-hyphen", "! @ 16 -n 2000 «--no-leading-hyphen» | grep '^-'", "@ 300K --no-leading-hyphen", "at most"],
        ["--allow-weak", "test -z \"$(@ 5 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--chars", "test $(@ «--chars 22» | wc -c) = 23", "@ 3 --chars 6", "cannot be used with"],
        ["--bits", "test $(@ «--bits 128» | wc -c) = 23", "@ 3 --bits 8", "cannot be used with"],
    ]),
    ("uuid", &[
        ["--v7", "@ «--v7» | grep '^........-....-7'", "@ --v7 --ulid", "cannot be used with"],
        ["--ulid", "test $(@ «--ulid» | wc -c) = 27", "@ --v7 --ulid", "cannot be used with"],
    ]),
    ("for", &[
        ["--recipe", "@ laravel «--recipe» | grep '^base64:{{ bytes 32'", "@ help --recipe", "no effect"],
        ["--ssid", "@ wifi «--ssid net» | grep '^WIFI:'", "@ laravel --ssid net", "for wifi only"],
    ]),
    ("below", &[
        ["--from", "@ 0 «--from -9» | grep '^-[1-9]$'", "@ 5 --from 5", "no number"],
    ]),
    ("choice", &[
        ["--file", "seq 9 >f; @ «-f f» | grep '^[1-9]$'", "@ a -f f", "cannot be used with"],
        ["--shuffle", "test $(seq 9 | @ «-s» | wc -l) = 9", "@ a b -s -n 2", "cannot be used with"],
    ]),
    ("password", &[
        ["--allow-weak", "test -z \"$(@ 5 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--length", "test $(@ «-l 40» | wc -c) = 41", "@ -l 40 -b 64", "cannot be used with"],
        ["--bits", "test $(@ «-b 200» | wc -c) -gt 30", "@ -b 100000", "cannot be reached"],
        ["--no-lower", "! @ «--no-lower» | grep '[a-z]'", "@ --charset '[ab]' --no-lower", "cannot be used with"],
        ["--no-upper", "! @ «--no-upper» | grep '[A-Z]'", "@ --charset '[ab]' --no-upper", "cannot be used with"],
        ["--no-digits", "! @ «--no-digits» | grep '[0-9]'", "@ --charset '[ab]' --no-digits", "cannot be used with"],
        ["--no-symbols", "! @ «--no-symbols» | grep '[^a-zA-Z0-9]'", "@ --charset '[ab]' --no-symbols", "cannot be used with"],
        ["--symbols", "! @ -l 99 «--symbols +» | grep '[^a-zA-Z0-9+]'", "@ --symbols + --no-symbols", "cannot be used with"],
        ["--charset", "@ «--charset '[ab]'» | grep '^[ab]*$'", "@ --charset '[ab]' --any", "cannot be used with"],
        ["--exclude", "! @ -l 200 --charset '[abc]' «--exclude c» | grep c", "@ --exclude é", "no effect"],
        ["--no-ambiguous", "! @ -l 200 --charset 123 «--no-ambiguous» | grep 1", "@ --charset '[abc]' --no-ambiguous", "no effect"],
        ["--min-lower", "test $(@ -l 60 «--min-lower 57» | tr -cd a-z | wc -c) = 57", "@ --no-lower --min-lower 2", "cannot be used with"],
        ["--min-upper", "test $(@ -l 60 «--min-upper 57» | tr -cd A-Z | wc -c) = 57", "@ --no-upper --min-upper 2", "cannot be used with"],
        ["--min-digits", "test $(@ -l 60 «--min-digits 57» | tr -cd 0-9 | wc -c) = 57", "@ --no-digits --min-digits 2", "cannot be used with"],
        ["--min-symbols", "test $(@ -l 60 «--min-symbols 57» | tr -d 'a-zA-Z0-9\\n' | wc -c) = 57", "@ --no-symbols --min-symbols 2", "cannot be used with"],
        ["--any", "@ -l 1 «--any»", "@ --charset '[ab]' --any", "cannot be used with"],
        ["--first", "test $(@ -n 40 «--first digits» | grep -c '^[0-9]') = 40", "@ --charset 123 --first digits", "no effect"],
        ["--last", "test $(@ -n 40 «--last digits» | grep -c '[0-9]$') = 40", "@ --charset 123 --last digits", "no effect"],
        ["--max-run", "! @ -l 200 --charset '[abc]' «--max-run 1» | grep '\\(.\\)\\1'", "@ --max-run 20", "no effect"],
        ["--no-repeats", "test $(@ --charset a-z -l 26 «--no-repeats» | fold -w 1 | sort -u | wc -l) = 26", "@ --no-repeats -l 1 --any", "no effect"],
        ["--safe", "! @ -l 99 «--safe url» | grep '[^a-zA-Z0-9._~-]'", "@ --safe shell --charset 'a$'", "--safe does not take"],
        ["--for", "test $(@ «--for vnc» | wc -c) = 9", "@ --for help -n 2", "no effect"],
    ]),
    ("passphrase", &[
        ["--allow-weak", "test -z \"$(@ 3 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--words", "test $(@ -s ' ' «-w 3» | wc -w) = 3", "@ -w 3 -b 64", "cannot be used with"],
        ["--bits", "test $(@ -s ' ' «-b 128» | wc -w) = 10", "@ -b 100000", "cannot be reached"],
        ["--list", "test $(@ -s ' ' «--list short1» | wc -w) = 8", "@ --list ''", "an empty name"],
        ["--separator", "test $(@ «-s ' '» | wc -w) = 6", "@ -w 1 -s .", "no effect"],
        ["--separator-random", "@ «--separator-random 01» | grep '[01]'", "@ -w 1 --separator-random 01", "no effect"],
        ["--capitalize", "@ «-c all» | grep '^[A-Z_-]*$'", "printf '1\\n2\\n3\\n' >f; @ --list f -c first", "no effect"],
        ["--digits", "@ «--digits 1» | grep '[0-9]'", "@ --digits 17", "17"],
        ["--symbols", "@ «--symbols 16» | grep '[!#$%&*+=?]'", "@ --symbols 17", "17"],
        ["--max-length", "@ -n 40 «-m 30» | awk 'length > 30 { exit 1 }'", "@ -m 10", "leaves no room"],
        ["--dice", "test $(echo 16655 34136 | @ -w 2 «--dice») = contusion-hesitant", "@ --dice --entropy os", "cannot be used with"],
    ]),
    ("pattern", &[
        ["--max-length", "@ 'a[a-z]+' «--max-length 8»", "@ '[a-z]{5}' --max-length 5", "no effect"],
        ["--bits", "! @ '[a-z]{5}' «-b 24»", "@ '[a-z]{5}' -b 0", "at least 1"],
    ]),
    ("otp", &[
        ["--allow-weak", "test -z \"$(@ 2 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--digits", "test $(@ «--digits 9» | wc -c) = 10", "@ --digits 6 --recovery", "cannot be used with"],
        ["--charset", "@ «--charset '[ab]'» | grep '^[ab]*$'", "@ --charset '[ab]' --recovery", ""],
        ["--length", "test $(@ --charset hex «--length 9» | wc -c) = 10", "@ --length 8 --digits 8", "cannot be used with"],
        ["--bits", "test $(@ «--bits 40» | wc -c) = 14", "@ --bits 40 --length 9", "cannot be used with"],
        ["--group", "@ «--group 3» | grep -e -", "@ --group 6", "no effect"],
        ["--separator", "@ --group 3 «--separator .» | grep -F .", "@ --separator .", "no effect"],
        ["--no-leading-zero", "! @ 1 -n 300 «--no-leading-zero» | grep 0", "@ --recovery --no-leading-zero", "cannot be used with"],
        ["--no-repeats", "! @ 4 -n 300 «--no-repeats» | grep '\\(.\\).*\\1'", "@ 11 --no-repeats", "there are only 10"],
        ["--no-runs", "! @ 3 -n 3000 «--no-runs» | grep -e 123 -e 987 -e 567", "@ 2 --no-runs", "no effect"],
        ["--recovery", "test $(@ «--recovery» | wc -l) = 10", "@ --recovery --digits 6", "cannot be used with"],
    ]),
    ("totp new", &[
        ["--period", "@ --account a «--period 60» | grep '&period=60$'", "@ --period 60", "--account"],
    ]),
    ("hotp new", &[
        ["--counter", "@ --account a «--counter 7» | grep '&counter=7$'", "@ --counter 7", "--account"],
    ]),
    ("totp code", &[
        ["--period", "test $(@ --at 60 «--period 61» <key) = 755224", "@ --period 60 <totp", "period"],
        ["--at", "test $(@ --digits 10 «--at 59» <key) = 1094287082", "@ --at now", "Unix seconds"],
        ["--next", "test $(@ --at 29 «--next» <key) = 287082", "@ --next --watch", "cannot be used with"],
        ["--remaining", "@ --at 29 «--remaining» <key 2>&1 | grep '1 second$'", "@ --remaining --watch", "cannot be used with"],
        ["--watch", "! @ «--watch» <key", "@ --watch --at 59", "cannot be used with"],
        ["--json", "@ «--json» <key | grep '^{\"kind\":\"totp\"'", "@ --json --no-newline", "cannot be used with"],
        ["--no-newline", "test $(@ «--no-newline» <key | wc -l) = 0", "@ --json --no-newline", "cannot be used with"],
        ["--style", "test $(@ --at 59 «--style steam» <key) = PV9M4", "@ --style steam --digits 6 <key", "five characters"],
        ["--copy", "CLIPBOARD; @ «--copy» <key; test -s copied", "@ --copy --watch <key", "cannot be used with"],
        ["--clear-after", "CLIPBOARD; @ --copy «--clear-after 2m» <key; test -e cleared", "@ --clear-after 2m <key", "--copy"],
    ]),
    ("totp verify", &[
        ["--style", "! @ --at 59 «--style steam» --code file:code <key", "@ --style steam --period 60 --code file:code <key", "30 seconds"],
        ["--code", "@ --at 59 «--code file:code» <key", "@ --code 287082 <key", "must be stdin, prompt"],
        ["--period", "@ --at 61 --window 0 «--period 61» --code file:code <key", "@ --period 60 --code file:code <totp", "period"],
        ["--at", "@ --digits 10 --window 0 «--at 59» --code file:code10 <key", "@ --at now --code file:code", "Unix seconds"],
        ["--window", "@ --at 119 «--window 2» --code file:code <key", "@ --window 1000000 --code file:code <key", "1000000"],
        ["--last-used", "@ --at 59 «--last-used 0» --code file:code <key | grep '^1$'", "@ --at 59 --last-used 9 --code file:code <key", "is in the future"],
    ]),
    ("hotp code", &[
        ["--counter", "@ «--counter 1» <key", "@ --counter 1 --counter-file f <key", "cannot be used with"],
        ["--counter-file", "echo 1 >f; @ «--counter-file f» <key && grep '^2$' f", "@ --counter 1 --counter-file f <key", "cannot be used with"],
        ["--json", "@ --counter 1 «--json» <key | grep '^{\"kind\":\"hotp\"'", "@ --counter 1 --json --no-newline", "cannot be used with"],
        ["--no-newline", "test $(@ --counter 1 «--no-newline» <key | wc -l) = 0", "@ --counter 1 --json --no-newline", "cannot be used with"],
        ["--copy", "CLIPBOARD; @ --counter 1 «--copy» <key; test -s copied", "@ --counter 1 --copy --json <key", "cannot be used with"],
        ["--clear-after", "CLIPBOARD; @ --counter 1 --copy «--clear-after 2m» <key; test -e cleared", "@ --counter 1 --clear-after 2m <key", "--copy"],
    ]),
    ("totp uri", &[
        ["--period", "@ --account a «--period 60» <key | grep '&period=60$'", "@ --period 60 <totp", "period"],
        ["--style", "@ --account a «--style steam» <key | grep encoder=steam", "@ --account a --style steam --digits 6 <key", "five characters"],
    ]),
    ("hotp uri", &[
        ["--counter", "@ --account a «--counter 7» <key | grep '&counter=7$'", "@ --counter 0 <hotp", "contradicts"],
    ]),
    ("totp list", &LIST),
    ("hotp list", &LIST),
    ("hotp verify", &[
        ["--next-code", "! @ --counter 0 --window 0 «--next-code file:code0» --code file:code0 <key", "@ --counter 0 --next-code file:code --code file:code <key", "both code"],
        ["--counter-file", "echo 1 >f; @ «--counter-file f» --code file:code <key && grep '^2$' f", "@ --counter 1 --counter-file f --code file:code <key", "cannot be used with"],
        ["--code", "@ --counter 1 «--code file:code» <key", "@ --counter 1 --code 287082 <key", "must be stdin, prompt"],
        ["--counter", "@ «--counter 1» --code file:code <key", "@ --counter -1 --code file:code <key", "-1"],
        ["--window", "! @ --counter 0 «--window 0» --code file:code <key", "@ --counter 0 --window 1000000 --code file:code <key", "1000000"],
    ]),
    ("apikey", &[
        ["--no-leading-hyphen", "! @ -e base64url -l 16 -n 2000 «--no-leading-hyphen» | grep '^-'", "@ --no-leading-hyphen", "no effect"],
        ["--allow-weak", "test -z \"$(@ 5 «--allow-weak» 2>&1 >/dev/null)\"", "", ""],
        ["--prefix", "@ «--prefix acme» | grep '^acme_'", "@ --prefix Acme", "1 to 64"],
        ["--encoding", "test $(@ «-e base62» | wc -c) = 44", "@ --style stripe -e hex", "cannot be used with"],
        ["--bits", "test $(@ «-b 128» | wc -c) = 33", "@ -b 8 --chars 8", "cannot be used with"],
        ["--chars", "test $(@ «--chars 40» | wc -c) = 41", "@ -b 8 --chars 8", "cannot be used with"],
        ["--checksum", "test $(@ «--checksum» | wc -c) = 71", "@ --style stripe --checksum", "cannot be used with"],
        ["--id", "@ «--id» | grep _", "@ --style stripe --id", "cannot be used with"],
        ["--style", "@ «--style stripe» | grep '^sk_live_'", "@ --style github", "--prefix"],
        ["--check", "echo x | @ «--check» | grep '^invalid'", "@ --check --no-progress", "cannot be used with"],
        ["--regex", "@ «--regex» | grep -F '{64}'", "@ --regex --no-progress", "cannot be used with"],
    ]),
    ("hash", &[
        ["--secret", "test $(@ sha256 «--secret file:key» | wc -c) = 65", "@ --secret hunter2", "must be stdin, prompt"],
        ["--exact", "@ sha256 <key >f; @ sha256 «--exact» <key | cmp -s - f; test $? = 1", "A=a @ --secret env:A --exact", "no effect"],
        ["--cost", "@ bcrypt «--cost 10» <key | grep -F '$2b$10$'", "@ bcrypt --cost 9 <key", "10 to 15"],
        ["--prefix", "@ bcrypt --cost 10 «--prefix 2y» <key | grep -F '$2y$10$'", "@ yescrypt --prefix 2y <key", "for bcrypt"],
        ["--user", "@ sha256 «--user ann» <key | grep '^ann:'", "@ --user a:b <key", "no colon"],
        ["--explain", "@ yescrypt «--explain» <key 2>&1 | grep 'on this machine'", "", ""],
        ["--output", "@ sha256 «-o f» <key; test -s f", "@ -o missing/f <key", "missing"],
        ["--force", "touch f; @ sha256 -o f «--force» <key && test -s f", "@ --force <key", "--output"],
        ["--no-newline", "test $(@ sha256 «--no-newline» <key | wc -l) = 0", "", ""],
    ]),
    ("compare", &[
        ["--expected", "cp key f; @ --actual file:f «--expected file:key»", "@ a b --expected file:key", ""],
        ["--actual", "cp key f; @ --expected file:f «--actual file:key»", "@ a b --actual file:key", ""],
        ["--exact", "printf '%s' $(cat key) >f; @ --expected file:f --actual file:key «--exact»; test $? = 1", "A=a B=a @ --expected env:A --actual env:B --exact", "no effect"],
        ["--user", "printf 'ann:%s\n' $(secrets hash sha256 --secret file:key) >f; ! @ --hashed --expected file:f --actual file:key «--user bob»", "@ a b --user ann", ""],
        ["--recovery", "secrets hash --secret file:recovery >f; tr A-Z a-z <recovery | tr -d - >g; @ --hashed --expected file:f --actual file:g «--recovery»", "@ --hashed --expected file:f --actual stdin --recovery --exact", "cannot be used with"],
        ["--group", "tr -d '\n-' <recovery | secrets hash >f; @ --hashed --expected file:f --actual file:recovery --recovery «--group 15»", "@ --hashed --expected file:f --actual stdin --group 15", "--recovery"],
        ["--separator", "tr - . <recovery | secrets hash >f; @ --hashed --expected file:f --actual file:recovery --recovery «--separator .»", "@ --hashed --expected file:f --actual stdin --separator .", "--recovery"],
        ["--consume", "secrets hash sha256 --secret file:key >f; @ --hashed --expected file:f --actual file:key «--consume»; ! test -s f", "A=a @ --hashed --expected env:A --actual file:key --consume", "out of a file"],
        ["--hashed", "printf '%s' $(cat key) | sha256sum | cut -c -64 >f; @ --expected file:f --actual file:key «--hashed»", "@ --hashed a b", ""],
    ]),
    ("hmac", &[
        ["--key", "@ «--key file:key» <code", "@ --key hunter2", "must be stdin, prompt"],
        ["--key-encoding", "echo 0g >k; ! @ --key file:k «--key-encoding hex» <code", "echo 0g >k; @ --key file:k --key-encoding hex <code", "--key-encoding"],
        ["--algorithm", "test $(@ --key file:key «--algorithm sha512» <code | wc -c) = 129", "@ --key file:key --algorithm md5", "possible values"],
        ["--encoding", "test $(@ --key file:key «-e base64» <code | wc -c) = 45", "@ --key file:key -e base62", "possible values"],
        ["--verify", "@ --key file:key code >m; test -z \"$(@ --key file:key «--verify file:m» code)\"", "@ --key file:key --verify hunter2 code", "must be stdin, prompt"],
        ["--style", "@ --key file:key «--style github» code | grep '^sha256='", "@ --key file:key --style github --algorithm sha1", "cannot be used with"],
        ["--timestamp", "@ --key file:key «--style slack --timestamp 9» code | grep '^v0='", "@ --key file:key --style github --timestamp 9", "--style slack"],
        ["--tolerance", "@ --key file:key --style stripe --at 1 code >m; @ --key file:key --style stripe --at 400 «--tolerance 399s» --verify file:m code", "@ --key file:key --style github --tolerance 9 --verify env:HOME code", "no effect"],
        ["--at", "@ --key file:key --style stripe «--at 1» code | grep '^t=1,'", "@ --key file:key --style github --at 9", "no effect"],
        ["--no-newline", "test $(@ --key file:key «--no-newline» code | wc -l) = 0", "@ --key file:key --no-newline --verify file:key code", "cannot be used with"],
    ]),
    ("fill", &[
        ["--output", "@ t.env «-o f»; grep '^K=' f", "@ t.env -o .", "a directory"],
        ["--format", "@ t.env «--format json»; test $? = 2", "@ t.env --format json --to json", "cannot be used with"],
        ["--to", "@ t.env «--to json» | grep '^{'", "@ t.env --to docker", "need a directory"],
        ["--name", "@ t.env --to k8s «--name app» | grep '\\bname:.*app'", "@ t.env --to json --name app", "for --to k8s"],
        ["--namespace", "@ t.env --to k8s --name app «--namespace web» | grep 'namespace:.*web'", "@ t.env --to json --namespace web", "for --to k8s"],
        ["--from", "K=v @ t.env «--from env» | grep '^K=v$'", "@ t.env --from no.env", "no such file"],
        ["--from-only", "! @ t.env --from env «--from-only»", "@ t.env --from env --from-only", "no source"],
        ["--rotate", "@ t.env -o f; cp f g; @ t.env -o f «--rotate K»; ! cmp f g", "@ t.env -o f --to shell --rotate K", "no effect"],
        ["--rotate-all", "@ t.env -o f; cp f g; @ t.env -o f «--rotate-all»; ! cmp f g", "@ t.env -o f --to shell --rotate-all", "no effect"],
        ["--backup", "echo A=1 >f; @ t.env -o f «--backup»; test -e f.bak", "@ t.env --backup", "--output"],
        ["--force", "echo x >f; @ t.txt -o f «--force»", "@ t.env -o f --force", "no effect"],
        ["--dry-run", "@ t.env -o f «--dry-run»; ! test -e f", "@ t.env -o f --dry-run --check", "cannot be used with"],
        ["--check", "touch f; @ t.env -o f «--check»; test $? = 1", "@ t.env -o f --to shell --check", "no effect"],
        ["--accept", "@ t.env -o f; echo K=older >f; @ t.env -o f --check «--accept K»", "@ t.env -o f --accept K", "required"],
        ["--in-place", "echo A=1 >f; ln f g; @ t.env -o f «--in-place» && cmp f g", "@ t.env --in-place", "about a file"],
        ["--json", "@ t.env -o f «--json» | grep '^{'", "@ t.env --json", "needs --output"],
        ["--allow-none", "echo A=1 >f; @ f «--allow-none»", "", ""],
        ["--explain", "@ t.env -o f «--explain» 2>&1 | grep '^K: entropy'", "@ t.env -o f --explain --check", "cannot be used with"],
        ["--unmasked", "echo 'N={{ below 10 }}' >n.env; touch e; GITHUB_ENV=e @ n.env --to github-env «--unmasked N»", "@ t.env --to json --unmasked K", "--unmasked is for"],
    ]),
    ("doctor", &[
        ["--json", "@ «--json» | grep '^{'", "", ""],
    ]),
    ("completions", &[]),
    ("man", &[]),
];

/// The options of `new` of totp and hotp.
#[rustfmt::skip]
const OF_NEW: [[&str; 4]; 8] = [
    ["--account", "@ «--account a» | grep '^otpauth://'", "@ --account a --only secret", "no effect"],
    ["--issuer", "@ --account a «--issuer Acme» | grep '/Acme:a?'", "@ --issuer Acme", "--account"],
    ["--algorithm", "test $(@ «--algorithm sha512» | wc -c) = 104", "@ --algorithm md5", "possible values"],
    ["--bits", "test $(@ «--bits 128» | wc -c) = 27", "@ --bits 127", "at least 128"],
    ["--digits", "@ --account a «--digits 8» | grep '&digits=8&'", "@ --digits 8", "--account"],
    ["--only", "test $(@ --account a «--only uri» | wc -l) = 1", "@ --only secret", "no effect"],
    // `totp.rs` tests this at a terminal.
    ["--qr", "! @ --account a «--qr»", "@ --qr", "--account"],
    ["--qr-output", "@ --account a «--qr-output q.svg» && test -s q.svg", "@ --qr-output q.svg", "--account"],
];

/// The options of `list`.
#[rustfmt::skip]
const LIST: [[&str; 4]; 2] = [
    ["--secret", "@ «--secret file:key»", "@ --secret GEZDGNBVGY3TQOJQ", "must be stdin, prompt"],
    ["--json", "@ «--json» <key | grep '^{'", "", ""],
];

/// The options of `uri` of totp and hotp.
#[rustfmt::skip]
const OF_URI: [[&str; 4]; 10] = [
    ["--secret", "@ «--secret file:KIND»", "@ --secret GEZDGNBVGY3TQOJQ", "must be stdin, prompt"],
    ["--account", "@ «--account 1» <accounts | grep -c '' | grep '^1$'", "@ --account a:b <key", "colon"],
    ["--secret-encoding", "@ --account a «--secret-encoding hex» COUNTER <hex", "@ --secret-encoding hex <KIND", "no effect"],
    ["--algorithm", "@ --account a «--algorithm sha512» COUNTER <key | grep SHA512", "@ --algorithm sha256 <KIND", "algorithm"],
    ["--digits", "@ --account a «--digits 8» COUNTER <key | grep digits=8", "@ --digits 8 <KIND", "digits"],
    ["--issuer", "@ «--issuer Acme» <KIND | grep '/Acme:a?'", "@ --issuer a:b <KIND", "colon"],
    ["--migration", "@ «--migration» <KIND | grep ^otpauth-migration:", "@ --migration --digits 7 --account a <key", "7 digits"],
    ["--qr", "! @ «--qr» <KIND | grep ^otpauth", "@ --qr --qr-output q.svg <KIND", "cannot be used with"],
    ["--qr-output", "@ «--qr-output q.svg» <KIND && test -s q.svg", "@ --qr-output q.gif <KIND", "neither .svg"],
    ["--force", "touch q.svg; @ --qr-output q.svg «--force» <KIND", "@ --force <KIND", "--qr-output"],
];

/// The options of `code` and `verify`. The right code has counter 1, or second 59 of 1970.
#[rustfmt::skip]
const OF_CODE: [[&str; 4]; 5] = [
    ["--account", "test $(@ «--account a» <accounts) = 287082", "@ --account a <key", "no effect"],
    ["--secret-encoding", "test $(@ «--secret-encoding hex» <hex) = 287082", "@ --secret-encoding hex <KIND", "no effect"],
    ["--secret", "@ «--secret file:key»", "@ --secret GEZDGNBVGY3TQOJQ", "must be stdin, prompt"],
    ["--algorithm", "test $(@ «--algorithm sha512» <key) != 287082", "@ --algorithm sha256 <KIND", "algorithm"],
    ["--digits", "test $(@ «--digits 8» <key) != 287082", "@ --digits 8 <KIND", "digits"],
];

#[rustfmt::skip]
const OF_VERIFY: [[&str; 4]; 5] = [
    ["--account", "@ «--account a» <accounts", "@ --account a <key", "no effect"],
    ["--secret-encoding", "@ «--secret-encoding hex» <hex", "@ --secret-encoding hex <KIND", "no effect"],
    ["--secret", "@ «--secret file:key»", "@ --secret GEZDGNBVGY3TQOJQ", "must be stdin, prompt"],
    ["--algorithm", "! @ «--algorithm sha512» <key", "@ --algorithm sha256 <KIND", "algorithm"],
    ["--digits", "! @ «--digits 8» <key", "@ --digits 8 <KIND", "digits"],
];

/// The files of all scripts: a key and its code, a URI, templates, and a clipboard.
const PRELUDE: &str = "
    export LC_ALL=C.UTF-8
    echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ >key
    echo 287082 >code
    echo 1094287082 >code10
    echo 755224 >code0
    echo 7QJ4M-0XKDT-9W2HB >recovery
    printf %s $(cat key) | base32 -d | od -An -tx1 | tr -d ' \\n' >hex
    echo 'K={{ hex }}' | tee t.env >t.txt
    for kind in totp hotp; do
        echo \"otpauth://$kind/a?secret=$(cat key)&algorithm=SHA1&digits=6&period=30&counter=1\" >$kind
        echo \"otpauth://$kind/b?secret=GEZDGNBVGY3TQOJQGE&counter=1\" | cat $kind - >>accounts
    done
";

const CLIPBOARD: &str = r#"
    unset SSH_CONNECTION SSH_CLIENT SSH_TTY TMUX STY WAYLAND_DISPLAY WSL_DISTRO_NAME
    mkdir bin
    export DISPLAY=:0 PATH=$PWD/bin:$PATH
    printf '#!/bin/sh
        case "$*" in
            *-out) cat copied; exit ;;
        esac
        if test -e copied; then : >cleared; else cat >copied; kill -INT $PPID; fi
    ' >bin/xclip
    chmod +x bin/xclip
"#;

impl Row {
    /// A row of `command`. `line` replaces @.
    fn of(command: &str, line: &str, [option, seen, refused, rule]: &[&'static str; 4]) -> Self {
        let words = line.split_once("secrets ").map_or(line, |(_, words)| words);
        let script = |text: &str| {
            let text = match text.strip_prefix("RECIPE ") {
                Some(option) => format!("secrets fill - <<'END'\n{{{{ {words} {option} }}}}\nEND"),
                None => text.replace('@', line),
            };
            let kind = command.split(' ').next().unwrap();
            text.replace("CLIPBOARD;", CLIPBOARD)
                .replace("COUNTER", if kind == "hotp" { "--counter 1" } else { "" })
                .replace("KIND", kind)
        };
        Self {
            command: command.to_owned(),
            option,
            seen: script(seen),
            refused: script(refused),
            rule,
        }
    }

    /// Asserts that the option has its effect, and is refused where it would have none.
    fn check(&self) {
        let Self {
            command, option, ..
        } = self;
        assert!(!self.seen.is_empty() || !self.refused.is_empty());
        if !self.seen.is_empty() {
            let with = self.seen.replace(['«', '»'], "");
            let outcome = run(&format!("{PRELUDE}{with}"));
            assert_eq!(
                outcome.status, 0,
                "{command} {option}: {with}\n{}",
                outcome.stderr
            );
            let without = self.without();
            let outcome = run(&format!("{PRELUDE}{without}"));
            assert_ne!(
                outcome.status, 0,
                "{command} {option} is not seen: {without}"
            );
        }
        if !self.refused.is_empty() {
            let outcome = run(&format!("{PRELUDE}{}", self.refused));
            outcome.trouble(&self.refused);
            let Self { refused, rule, .. } = self;
            assert!(
                outcome.stderr.contains(rule),
                "{refused}: {}",
                outcome.stderr
            );
        }
    }

    /// The script without the option.
    fn without(&self) -> String {
        let mut parts = self.seen.split(['«', '»']);
        let kept: String = parts.by_ref().step_by(2).collect();
        assert_ne!(kept, self.seen, "no option is marked");
        kept
    }
}

/// The name of the command in `line`: the words between the program's name and the first option.
fn command(line: &str) -> String {
    let (_, words) = line.split_once("secrets ").unwrap();
    let is_name = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = words.split(' ').take_while(is_name).collect();
    words.join(" ")
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for line in GENERATORS {
        let command = command(line);
        let own = |row: &&[&str; 4]| row[0] != "--qr" || !command.ends_with(" new");
        rows.extend(
            OF_GENERATORS
                .iter()
                .filter(own)
                .map(|row| Row::of(&command, line, row)),
        );
    }
    for line in OF_HASHING {
        rows.extend(HASHING.iter().map(|row| Row::of(&command(line), line, row)));
    }
    for (command, own) in OF_COMMANDS {
        rows.extend(
            own.iter()
                .map(|row| Row::of(command, &format!("secrets {command}"), row)),
        );
    }
    for command in ["totp new", "hotp new"] {
        rows.extend(
            OF_NEW
                .iter()
                .map(|row| Row::of(command, &format!("secrets {command}"), row)),
        );
    }
    for command in ["totp uri", "hotp uri"] {
        let line = format!("secrets {command}");
        rows.extend(OF_URI.iter().map(|row| Row::of(command, &line, row)));
    }
    for (command, own, line) in [
        ("totp code", OF_CODE, "secrets totp code --at 59"),
        ("hotp code", OF_CODE, "secrets hotp code --counter 1"),
        (
            "totp verify",
            OF_VERIFY,
            "secrets totp verify --at 59 --code file:code",
        ),
        (
            "hotp verify",
            OF_VERIFY,
            "secrets hotp verify --counter 1 --code file:code",
        ),
    ] {
        rows.extend(own.iter().map(|row| Row::of(command, line, row)));
    }
    rows
}

/// The commands that `secrets COMMAND --help` lists, and all their subcommands.
fn commands_below(command: &str) -> Vec<String> {
    let help = run(&format!("secrets {command} --help"));
    listed_commands(help.text())
        .into_iter()
        .map(|name| format!("{command} {name}").trim().to_owned())
        .flat_map(|name| {
            let below = commands_below(&name);
            if below.is_empty() { vec![name] } else { below }
        })
        .collect()
}

/// The options that `secrets COMMAND --help` lists, except --help. Their texts are indented further.
fn options_of(command: &str) -> BTreeSet<String> {
    let help = run(&format!("secrets {command} --help"));
    let options = help.text().lines().filter_map(|line| {
        let option = line.trim_start();
        let is_option = line.len() - option.len() <= 6 && option.starts_with('-');
        let long = option
            .split([' ', ',', '['])
            .find(|word| word.starts_with("--"))?;
        (is_option && long != "--help").then(|| long.to_owned())
    });
    options.collect()
}

#[test]
fn every_option_of_every_command_has_a_row() {
    let rows = rows();
    let commands = commands_below("");
    assert_eq!(commands.len(), 29);
    for command in commands {
        let mut known: Vec<_> = rows
            .iter()
            .filter(|row| row.command == command)
            .map(|row| row.option.to_owned())
            .collect();
        known.sort();
        let listed: Vec<_> = options_of(&command).into_iter().collect();
        assert_eq!(known, listed, "{command}");
    }
}

/// Whatever is typed after an option or a command, and quoted in a message, is in one line of
/// visible characters.
#[test]
fn no_message_brings_control_characters_to_the_terminal() {
    const TEXTS: [&str; 3] = [
        "aca\u{b}\u{1b}[31m\u{7f}\rFAKE",
        "a\n\nFAKE: b\nFAKE\u{9b}31m",
        "\u{202e}\u{8}\nFAKE 1 [possible values: \u{7}",
    ];
    let commands = commands_below("");
    let next = AtomicUsize::new(0);
    let said = Mutex::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(command) = commands.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let directory = Directory::new();
                    for text in TEXTS {
                        fs::write(directory.path().join("text"), text).unwrap();
                        let options = options_of(command).into_iter();
                        let given = options
                            .flat_map(|option| {
                                ["{} \"$T\"", "{}=\"$T\""].map(|form| form.replace("{}", &option))
                            })
                            .chain(["\"$T\"", "\"--$T\""].map(str::to_owned));
                        let lines =
                            given.map(|given| format!("secrets {command} {given} >/dev/null"));
                        let script = lines.collect::<Vec<_>>().join("\n");
                        let stderr = directory.run(&format!("T=$(cat text)\n{script}")).stderr;
                        for line in stderr.lines() {
                            let raw = line
                                .chars()
                                .find(|each| each.is_control() || *each == '\u{202e}');
                            assert_eq!(raw, None, "{command}: {line:?}");
                            assert!(!line.starts_with("FAKE"), "{command}: {line}");
                        }
                        *said.lock().unwrap() += stderr.lines().count();
                    }
                }
            });
        }
    });
    assert!(said.into_inner().unwrap() > 1000);
}

#[test]
fn every_option_has_an_effect_or_is_refused() {
    let rows = rows();
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // The panic names the option.
                    if catch_unwind(|| row.check()).is_err() {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(failed.into_inner(), 0);
}
