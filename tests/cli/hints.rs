//! Types each hint that names an option or a command, word for word: it must work, and must not lose data.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};
use std::thread;

use crate::harness::{Directory, Outcome};
use crate::rooms::modules;
use crate::slips::command_lines;

/// The files that the command lines below read.
const FILES: &str = r#"K=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
echo $K >totpkey; export KEY=$K
echo "otpauth://totp/Acme:ann?secret=$K&issuer=Acme&algorithm=SHA1&digits=6&period=30" >uri
echo "otpauth://hotp/Acme:ann?secret=$K&issuer=Acme&counter=1" >hotp
printf '%s\n' "otpauth://totp/Acme:ann?secret=$K&issuer=Acme" "otpauth://totp/Other:ann?secret=$K&issuer=Other" "otpauth://totp/bob?secret=$K" >accounts
echo $K >keyfile; secrets apikey >apikey
secrets hash sha256 --secret file:keyfile >stored
printf '\200\201\202\203\204\205\206\207\210\211\212\213\214\215\216\217' >raw"#;

/// Command lines whose message has a hint, and the lines that follow it. Each option and each command
/// of the hint is in one of these, or is left out there if the first line has it.
#[rustfmt::skip]
const ROWS: &[(&str, &[&str])] = &[
    ("secrets password --charset num", &["secrets password --charset '[num]' --length 99 | grep -xE '[num]{99}'", "secrets password --charset digits | grep -xE '[0-9]+'"]),
    ("secrets password --charset alnum,_", &["secrets password --charset '[:alnum:],_'", "secrets password --charset '[alnum,_]'"]),
    ("secrets password --charset digits,lower", &["secrets password --charset '[:digits:][:lower:]' | grep -xE '[0-9a-z]+'", "secrets password --charset ',degilorstw'"]),
    ("secrets password --charset a-Z", &["secrets password --charset a-zA-Z | grep -xE '[a-zA-Z]+'", "secrets password --charset aZ- | grep -xE '[aZ-]+'"]),
    ("secrets password --charset z-a", &["secrets password --charset a-z | grep -xE '[a-z]+'"]),
    ("secrets password --charset 'α-ω'", &["secrets password --charset 'αβω' -l 80"]),
    ("secrets password --charset '!-~'", &["secrets password --charset '[:printable:]'", "secrets password --charset '!~-' | grep -xE '[!~-]+'"]),
    (r"secrets password --charset '\d'", &["secrets password --charset '[:digits:]' | grep -xE '[0-9]+'", r"secrets password --charset 'd\' -l 80"]),
    (r"secrets password --charset 'ab\x'", &[r"secrets password --charset 'abx\' -l 80"]),
    ("secrets password --charset '[^a-z]'", &["secrets password --exclude '[aeiou]'", "secrets password --charset '[a-z^]' | grep -xE '[a-z^]+'"]),
    ("secrets password --charset '[:num:]_'", &["secrets password --charset '[:digits:]_'"]),
    ("secrets password --charset 110", &["secrets password --charset '01' | grep -xE '[01]+'"]),
    ("secrets password --symbols '[!]'", &["secrets password --symbols '!'", "secrets password --symbols '![]'"]),
    ("secrets password --symbols=none", &["secrets password --no-symbols | grep -xE '[a-zA-Z0-9]+'"]),
    ("secrets password --symbols 'a!'", &["secrets password --charset 'a!' | grep -xE '[a!]+'"]),
    ("secrets password --exclude similar", &["secrets password --no-ambiguous"]),
    ("secrets password 3", &["secrets password --length 5", "secrets password 3 --any", "secrets password 3 --no-symbols"]),
    ("secrets password --charset hex --no-repeats", &["secrets password --charset hex --no-repeats --length 16"]),
    ("secrets passphrase --separator none", &["secrets passphrase --separator ''"]),
    ("secrets passphrase --separator-random =", &["secrets passphrase --separator '=' | grep ="]),
    ("secrets passphrase --max-length 5", &["secrets passphrase --max-length 23"]),
    (r"printf 'a\naa\n' >w; secrets passphrase 9 --list w -s ''", &["secrets passphrase 99 --list w --separator ' '"]),
    ("echo 1 2 3 | secrets passphrase --dice", &["seq -f %.0f 11111 11116 | secrets passphrase --dice", "echo 12345 | secrets passphrase --dice --words 1"]),
    (r"printf '# c\na\nb\n' >w; secrets passphrase --list w", &["secrets passphrase 50 --list <(grep -v '^#' 'w')"]),
    ("secrets pattern '[a-z]+'", &["secrets pattern '[a-z]{1,20}'", "secrets pattern '[a-z]+' --max-length 20"]),
    ("secrets pattern '[a-z]{20}|[0-9]{1,2000}'", &["secrets pattern '[a-z]{20}|[0-9]{1,2000}' --max-length 20"]),
    ("secrets otp 12 --no-repeats", &["secrets otp --digits 10 --no-repeats"]),
    ("secrets otp --charset base64url --group 3", &["secrets otp --charset base64url --group 3 --separator ' '"]),
    ("secrets bytes --chars 5", &["secrets bytes 5 | wc -c | grep -x 5", "secrets urlsafe --chars 5 --allow-weak | grep -xE '.{5}'"]),
    ("secrets hex 1 -n 257 --distinct", &["secrets hex 1 --count 256 --distinct"]),
    ("secrets hex --distinct", &["secrets hex --distinct --count 2"]),
    ("secrets choice a b --distinct", &["secrets choice a b --distinct --count 2"]),
    ("secrets bytes -e hex --no-leading-hyphen", &["secrets bytes -e hex", "secrets bytes --encoding base64url --no-leading-hyphen"]),
    ("secrets man hex x", &["secrets man hex"]),
    ("secrets compare --exact --hashed --help", &["secrets help compare"]),
    ("touch s g; secrets compare s g", &["secrets compare --expected file:keyfile --actual file:totpkey", "secrets compare -- s s"]),
    ("secrets compare stdin a", &["export KEY=$(cat keyfile); secrets compare --expected file:keyfile --actual env:KEY", "secrets compare -- stdin stdin"]),
    ("secrets compare --hashed --consume --expected env:KEY --actual file:keyfile", &["secrets compare --hashed --consume --expected file:stored --actual file:keyfile"]),
    ("secrets for", &["secrets for help | grep laravel"]),
    ("secrets for rds", &["secrets for rds-mariadb", "secrets for help | grep rds"]),
    ("secrets for laravl", &["secrets for laravel | grep base64:", "secrets for help | grep laravel"]),
    ("secrets for mastodon --mask github", &["secrets for mastodon --recipe >t.env; secrets fill t.env --to shell", "secrets for mastodon --recipe"]),
    ("echo '{{ for mastodon }}' | secrets fill - --format text", &["secrets for mastodon --recipe | grep '{{'"]),
    ("echo '{{ for vaultwarden }}' | secrets fill - --format text", &["secrets for vaultwarden"]),
    ("secrets apikey --style github", &["secrets apikey --style github --prefix acme | grep ^acme_"]),
    ("secrets apikey --check </dev/null", &[r#"KEY=$(cat apikey); printf '%s\n' "$KEY" | secrets apikey --check"#]),
    ("secrets hex >&-", &["secrets hex --output f >&-"]),
    ("echo x >f; secrets hex -o f", &["secrets hex -o f2", "secrets hex -o f --force"]),
    ("secrets bytes --mask github", &["secrets bytes --mask github --encoding hex"]),
    ("secrets below 10 --mask github", &["secrets below 10"]),
    ("secrets bytes --qr", &["secrets bytes --qr --encoding hex"]),
    ("secrets apikey --hash sha256 --qr", &["secrets apikey --hash sha256 --qr --hash-output f"]),
    ("secrets apikey --hash sha256 --hash-output -", &["secrets apikey --hash sha256"]),
    ("secrets password --hash sha256 -l 10", &["secrets password --hash argon2id -l 10", "secrets password --hash sha256 -l 30"]),
    ("secrets password --hash bcrypt -l 80", &["secrets password --hash bcrypt -l 70", "secrets password --hash argon2id -l 80"]),
    ("echo short | secrets hash sha256", &["secrets hash argon2id --secret file:keyfile"]),
    ("secrets password --hash argon2id --cost m=8MiB,t=1,p=1", &["secrets password --hash argon2id", "secrets password --hash argon2id --cost m=46MiB,t=1,p=1"]),
    ("secrets password --hash scrypt --cost ln=13,r=8,p=1", &["secrets password --hash scrypt", "secrets password --hash scrypt --cost ln=14,r=8,p=5"]),
    ("secrets otp --hash argon2id", &["secrets otp --recovery --hash argon2id"]),
    ("echo abc >f; chmod 600 f; secrets hex -o f --keep", &["secrets hex --output f2"]),
    ("secrets totp new --only uri", &["secrets totp new --only uri --account ann | grep ^otpauth"]),
    ("secrets totp new --account ann --qr", &["secrets totp new --account ann --qr-output q.svg"]),
    ("secrets totp code --secret file:uri --algorithm sha256", &["secrets totp code --secret file:uri"]),
    ("secrets totp code --secret file:uri --secret-encoding hex", &["secrets totp code --secret file:uri"]),
    ("echo 'otpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=5' | secrets totp code", &["sed 's/digits=6/digits=5/' uri | secrets totp code --style steam"]),
    ("secrets totp code --secret file:hotp", &["secrets hotp code --secret file:hotp"]),
    ("secrets totp code --secret file:totpkey --account ann", &["secrets totp code --secret file:totpkey"]),
    ("secrets totp code --secret file:accounts --account ann", &["secrets totp code --secret file:accounts --account Acme:ann", "secrets totp code --secret file:accounts --account 1"]),
    ("secrets totp code --secret file:accounts --account eve", &["secrets totp list --secret file:accounts | grep ann"]),
    ("secrets totp code --secret file:accounts", &["secrets totp code --secret file:accounts --account bob"]),
    ("secrets totp code --secret file:raw", &["secrets totp code --secret file:raw --secret-encoding raw"]),
    ("echo 1234abcd1234abcd1234abcd1234abcd | secrets totp code", &["echo 1234abcd1234abcd1234abcd1234abcd | secrets totp code --secret-encoding hex"]),
    ("sed 's/period=30/period=60/' uri | secrets totp uri --migration", &["sed 's/period=30/period=60/' uri | secrets totp uri | grep period=60"]),
    ("secrets totp uri --secret file:totpkey", &["secrets totp uri --secret file:totpkey --account ann"]),
    ("secrets hotp code --secret file:totpkey", &["secrets hotp code --secret file:totpkey --counter 1"]),
    ("secrets hotp code --secret file:totpkey --counter-file c", &["echo 0 >c; secrets hotp code --secret file:totpkey --counter-file c"]),
    ("secrets totp uri --secret file:accounts --qr-output q.svg", &["secrets totp uri --secret file:accounts --account bob --qr-output q.svg", "secrets totp uri --secret file:accounts --migration --qr-output q2.svg"]),
    ("secrets totp code --secret file:uri --watch", &["secrets totp code --secret file:uri"]),
    ("echo body | secrets hmac --key file:keyfile --style slack", &[r#"TIME=$(date +%s); echo body | secrets hmac --key file:keyfile --style slack --timestamp "$TIME""#]),
    ("secrets totp code --secret file:totpkey >code; secrets totp verify --secret stdin --code stdin <code", &["secrets totp verify --secret file:totpkey --code stdin <code"]),
    ("echo x >f; secrets hex -o f <>/dev/null", &["secrets hex -o f2", "secrets hex -o f --force"]),
    (r#"yes '$2b$04$7EqJtq98hPqEX7fNZaFWoOhi5BWX4Q2rVQ3gmZpPzL8VdVvY2l4yW' | head -1001 | awk '{print "u" NR ":" $0}' >store; secrets compare --hashed --expected file:store --actual file:keyfile"#, &["(cat store; secrets hash bcrypt --secret file:keyfile --user ann) >s2; secrets compare --hashed --user ann --expected file:s2 --actual file:keyfile"]),
    ("echo 'A={{ hex }}' | secrets fill - --format dotenv --check", &["echo 'A={{ hex }}' | secrets fill - --format dotenv --output f; echo 'A={{ hex }}' | secrets fill - --format dotenv --output f --check"]),
    ("echo 'A={{ hex }}' >.env; secrets fill .env -o .env", &["secrets fill .env --output f"]),
    ("echo 'A={{ hex }}' | tee .env.dist >.env.example; secrets fill .env.example .env.dist", &["secrets fill .env.example"]),
    ("echo 'A={{ hex }}' >t.env; secrets fill t.env --to docker", &["secrets fill t.env --to docker --output d; test -s d/A"]),
    ("echo 'A={{ hex }}' >t.env; unset GITHUB_ENV; secrets fill t.env --to github-env", &["secrets fill t.env --output f"]),
    ("echo 'A={{ below 10 }}' >t.env; secrets fill t.env --to azure", &["secrets fill t.env --to azure --unmasked A"]),
    (r#"echo "A='{{ hash admin }}'" >t.env; secrets fill t.env -o f"#, &[r#"echo "A='{{ hash admin }}'" >.env.example; echo 'P={{ admin = password }}' >admin.env.example; secrets fill .env.example admin.env.example"#]),
    ("echo 'U=x://a:{{ password --charset printable }}@h' >t.env; secrets fill t.env -o f", &["echo 'U=x://a:{{ password --safe url }}@h' >t2.env; secrets fill t2.env -o f"]),
    ("echo 'A={{ hex }}' >t.env; secrets fill t.env --to command", &["secrets fill t.env --to command -- tee {}; test -s A"]),
    ("secrets fill --to command tee {}", &["echo 'A={{ hex }}' >.env.example; secrets fill .env.example --to command -- tee {}"]),
    ("echo 'A={{ hex }}' >t.env; secrets fill t.env --to command -- cat", &["secrets fill t.env --to command -- tee {}"]),
    ("echo 'A={{ hex }}' >t.env; secrets fill t.env --to k8s", &["secrets fill t.env --to k8s --name app"]),
    ("echo '{{ hex }}' >t; secrets fill t --format dotenv", &["secrets fill t --format text", "echo 'A={{ hex }}' | secrets fill - --format dotenv"]),
    ("secrets fill", &[r#"mkdir config; echo 'a: "{{ hex }}"' >config/app.yaml.example; secrets fill config/app.yaml.example"#]),
    ("echo A=1 >t; secrets fill t --format dotenv", &["secrets fill t --format dotenv --allow-none", "echo 'A={{ hex 32 }}' | secrets fill - --format dotenv"]),
    ("echo 'A={{ ask }}' >.env.example; setsid -w secrets fill", &["A=b secrets fill --from env", "echo A=b >.env.old; secrets fill --from .env.old"]),
    ("seq -f '{{ hex }} %.0f' 1001 >t; secrets fill t -o f --check", &["echo 'A={{ hex }}' >t2; secrets fill t2 -o f --format dotenv; secrets fill t2 -o f --format dotenv --check"]),
    ("echo 'a {{ hex }}' >t; echo x >f; secrets fill t -o f", &["secrets fill t --output f2", "echo 'A={{ hex }}' >t2; echo B=1 >f3; secrets fill t2 -o f3 --format dotenv"]),
    ("echo 'A={{ hex }}' >t.env; echo B=1 >o.env; secrets fill t.env -o f --from o.env --from-only", &["secrets fill t.env -o f --from o.env", "echo A=1 >p.env; secrets fill t.env -o g --from o.env --from p.env --from-only"]),
    ("echo 'A={{ hex }}' >t; echo B=1 >f; ln f twin; secrets fill t --format dotenv -o f", &["secrets fill t --format dotenv -o f --in-place"]),
    (r"printf 'A={{ n = hex 4 }}\nB={{ n }}\n' >t; secrets fill t --format dotenv -o f; secrets fill t --format dotenv -o f --rotate A", &["secrets fill t --format dotenv -o f --rotate n"]),
    ("echo 'A={{ hex }}' >t.env; secrets fill t.env -o f.env; secrets fill t.env -o f.env --rotate A --from f.env", &["secrets fill t.env -o f.env --rotate A", "echo A=new >g.env; secrets fill t.env -o f.env --rotate A --from g.env"]),
    (r"printf 'A={{ hex }}\nB={{ hex }}\n' >t; secrets fill t --format dotenv -o f --rotate A,B", &["secrets fill t --format dotenv -o f --rotate A --rotate B"]),
    (r"printf 'A={{ n = hex 4 }}\nB={{ n }}\nC={{ n }}\n' >t; printf 'A=00000000\nB=11111111\n' >f; secrets fill t --format dotenv -o f", &["secrets fill t --format dotenv -o f --rotate n --backup"]),
    (r"printf 'B=x{{ n }}\nA={{ n = hex 4 }}\n' >t; printf 'B=y\n' >f; secrets fill t --format dotenv -o f", &["secrets fill t --format dotenv -o f --rotate n --backup"]),
    (r"printf 'P={{ db = hex 4 }}\nU=x:{{ db }}\n' >t; printf 'P=a@b\n' >f; secrets fill t --format dotenv -o f", &["secrets fill t --format dotenv -o f --rotate P --backup"]),
    ("echo 'A={{ pasword }}' | secrets fill - --format dotenv", &["echo 'A={{ password }}' | secrets fill - --format dotenv"]),
    ("echo 'A={{ xyzzy }}' | secrets fill - --format dotenv", &["echo 'A={{ xyzzy = password --length 24 }}' | secrets fill - --format dotenv"]),
    ("echo 'A={{ secrets hex }}' | secrets fill - --format dotenv", &["echo 'A={{ hex }}' | secrets fill - --format dotenv"]),
    ("echo 'A={{ bytes }}' | secrets fill - --format dotenv", &["echo 'A={{ bytes --encoding hex }}' | secrets fill - --format dotenv"]),
    ("secrets totp new --qr-output q.svg --account ann --issuer $(printf 'é%.0s' $(seq 450))", &["secrets totp new --qr-output q.svg --account ann --issuer Acme", "secrets totp new --qr-output q2.svg --account bob"]),
    ("secrets totp uri --secret file:accounts --migration --qr-output q.svg --issuer $(printf 'é%.0s' $(seq 900))", &["secrets totp uri --secret file:accounts --migration --qr-output q.svg --issuer Acme", "secrets totp uri --secret file:uri --migration --qr-output q2.svg"]),
    ("secrets below 5 --from 5", &["secrets below 6 --from 5", "secrets below 5"]),
    ("secrets apikey --hash sha256 >store; secrets compare --hashed --expected file:store --actual file:keyfile", &["secrets apikey --hash sha256 >pair; cut -f1 pair >value; cut -f2 pair >hash; secrets compare --hashed --expected file:hash --actual file:value"]),
];

/// The same at a terminal of this many lines of 80 columns.
#[rustfmt::skip]
const AT_TERMINAL: &[(u16, &str, &[&str])] = &[
    (24, "secrets bytes", &["secrets bytes --output f", "secrets bytes --encoding hex", "secrets bytes --output -"]),
    (2, "secrets totp code --secret file:accounts --watch", &["secrets totp code --secret file:accounts --account bob"]),
    (24, "echo 'A={{ hex }}' >t.env; secrets fill t.env", &["secrets fill t.env --output f", "secrets fill t.env --output -"]),
];

/// Hints that no row shows, and why.
const NOT_SHOWN: &[(&str, &str)] = &[
    (
        "encrypt a new value with --to command -- systemd-creds encrypt --name={} - DIRECTORY/{}",
        "systemd-creds is not everywhere: manifests.rs runs it where it is",
    ),
    (
        "install one of them, or leave out --copy",
        "a machine may have a clipboard",
    ),
    (
        "take the whole text of the QR code, as zbarimg -q --raw prints it",
        "zbarimg reads a picture, which this has none of",
    ),
    (
        "choose a --separator that is part of no word",
        "a list for which this takes too long to tell is hard to make",
    ),
];

/// Runs a command line where the files are, in a pipe or at a terminal.
fn typed(directory: &Directory, lines: Option<u16>, line: &str) -> Outcome {
    match lines {
        Some(lines) => directory.at_terminal(line, (80, lines), ""),
        None => directory.run(&format!("set -o pipefail; {line}")),
    }
}

fn contents(directory: &Directory) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| Some((name.clone(), fs::read(directory.path().join(name)).ok()?));
    directory.files().into_iter().filter_map(read).collect()
}

/// The options that `text` names.
fn options(text: &str) -> BTreeSet<&str> {
    let starts = text.match_indices("--").map(|(at, _)| at);
    let ends = |character: char| !character.is_ascii_lowercase() && character != '-';
    let names = starts.map(|at| text[at..].split(ends).next().unwrap_or_default());
    names.filter(|name| name.len() > 3).collect()
}

/// `line` up to the first placeholder.
fn before_placeholder(line: &str) -> &str {
    let is_placeholder = |word: &&str| {
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        capitals > 3 && !word.contains('{')
    };
    let first = line.split(' ').find(is_placeholder);
    first.map_or(line, |word| line.split_once(word).unwrap().0)
}

/// What is wrong with the hint of `slip`, or with the lines that follow it, and the hints.
fn faults(terminal: Option<u16>, slip: &str, lines: &[&str]) -> (Vec<String>, Vec<String>) {
    static MADE: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
        let directory = Directory::new();
        assert_eq!(directory.run(FILES).stderr, "");
        contents(&directory)
    });
    let directory = Directory::new();
    for (name, content) in MADE.iter() {
        fs::write(directory.path().join(name), content).unwrap();
    }
    let refused = typed(&directory, terminal, slip);
    let said = if terminal.is_some() {
        refused.text()
    } else {
        &refused.stderr
    };
    let hints = said.lines().filter_map(|line| line.strip_prefix("hint: "));
    let hints: Vec<String> = hints.map(|hint| hint.trim_end().to_owned()).collect();
    let mut faults = Vec::new();
    if refused.status == 0 || hints.is_empty() {
        faults.push(format!("status {}: {said}", refused.status));
    }
    for hint in &hints {
        for option in options(hint) {
            let has = |line: &str| options(line).contains(option);
            if !lines.iter().any(|line| has(line) || has(slip)) {
                faults.push(format!("no line has {option}"));
            }
        }
        for command in command_lines(hint) {
            let start = before_placeholder(command);
            if !lines.iter().any(|line| line.contains(start)) {
                faults.push(format!("no line has '{start}'"));
            }
        }
    }
    let before = contents(&directory);
    for line in lines {
        let outcome = typed(&directory, terminal, line);
        if outcome.status != 0 {
            faults.push(format!(
                "{line}: {} {}{}",
                outcome.status,
                outcome.stderr,
                if terminal.is_some() {
                    outcome.text()
                } else {
                    ""
                }
            ));
        }
    }
    // Lost is only what the hint or the user said.
    let is_said = lines.iter().any(|line| line.contains("--force"))
        || ["--consume", "--rotate"]
            .iter()
            .any(|option| slip.contains(option));
    let after = contents(&directory);
    for (name, content) in before.iter().filter(|_| !is_said) {
        if !after.iter().any(|(_, kept)| kept == content) {
            faults.push(format!("what {name} held is lost"));
        }
    }
    let faults = faults
        .into_iter()
        .map(|fault| format!("{slip}: {fault}"))
        .collect();
    (faults, hints)
}

/// The token at the start of `text`: a string, a character or anything else, one character long.
fn token(text: &str) -> &str {
    let end_of = |start: usize, end: &str| text[start..].find(end).map(|at| start + at + end.len());
    let length = if text.starts_with("r\"") {
        end_of(2, "\"")
    } else if text.starts_with('"') {
        let mut escaped = false;
        text.char_indices().skip(1).find_map(|(at, character)| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends.then_some(at + 1)
        })
    } else if text.starts_with("'\\") {
        end_of(3, "'")
    } else if text.starts_with('\'') && text.chars().nth(2) == Some('\'') {
        text.char_indices().nth(3).map(|(at, _)| at)
    } else {
        text.chars().next().map(char::len_utf8)
    };
    &text[..length.unwrap_or(text.len())]
}

/// The texts of the last argument of a call, whose parentheses open before `text`: each as the parts
/// between its gaps, and only those that are no argument of another call.
fn last_argument(text: &str) -> Vec<Vec<String>> {
    // For each open parenthesis: whether it is of a format! whose text has not come yet; none of others.
    let mut open: Vec<Option<bool>> = Vec::new();
    let mut texts = Vec::new();
    let mut fresh = false;
    let mut at = 0;
    while at < text.len() {
        let token = token(&text[at..]);
        match token {
            "(" => open.push(text[..at].ends_with("format!").then_some(true)),
            ")" if open.pop().is_none() => break,
            "," if open.is_empty() && !text[at + 1..].trim_start().starts_with(')') => fresh = true,
            _ if token.len() > 1 && token.contains('"') => {
                if std::mem::take(&mut fresh) {
                    texts.clear();
                }
                let in_format = open.last().is_some_and(|frame| *frame == Some(true));
                if open.iter().all(Option::is_some) && (open.is_empty() || in_format) {
                    texts.push(parts(token, in_format));
                }
                if let Some(Some(waits)) = open.last_mut() {
                    *waits = false;
                }
            }
            _ => {}
        }
        at += token.len();
    }
    if fresh { Vec::new() } else { texts }
}

/// The parts between the gaps of a literal of Rust.
fn parts(literal: &str, in_format: bool) -> Vec<String> {
    let text = if let Some(raw) = literal.strip_prefix('r') {
        raw.trim_matches('"').to_owned()
    } else {
        let mut inside = literal[1..literal.len() - 1].chars();
        let mut text = String::new();
        while let Some(character) = inside.next() {
            text.push(match (character, character == '\\') {
                (_, true) => inside
                    .next()
                    .map_or('\\', |next| if next == 'n' { '\n' } else { next }),
                _ => character,
            });
        }
        text
    };
    if !in_format {
        return vec![text];
    }
    let text = text.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let pieces = text.split('{').enumerate();
    pieces
        .map(|(at, piece)| {
            if at == 0 {
                piece
            } else {
                piece.split_once('}').unwrap().1
            }
        })
        .map(|piece| piece.replace('\u{1}', "{").replace('\u{2}', "}"))
        .collect()
}

fn reads_as(line: &str, parts: &[String]) -> bool {
    let Some(mut rest) = line.strip_prefix(&*parts[0]) else {
        return false;
    };
    let Some((last, middle)) = parts[1..].split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(&**part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(&**last)
}

/// The hints in the source that name an option or a command, with their places.
fn hints_in_source() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (module, text) in modules() {
        for (at, call) in text.match_indices("hinted(") {
            let is_part =
                text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
            if is_part || text[..at].ends_with("fn ") {
                continue;
            }
            for parts in last_argument(&text[at + call.len()..]) {
                let whole = parts.concat();
                if !options(&whole).is_empty() || !command_lines(&whole).is_empty() {
                    found.push((module.join("/"), parts));
                }
            }
        }
    }
    assert!(found.len() > 50);
    found
}

#[test]
fn every_hint_that_can_be_typed_works_and_loses_nothing() {
    let rows: Vec<(Option<u16>, &str, &[&str])> = ROWS
        .iter()
        .map(|(slip, lines)| (None, *slip, *lines))
        .chain(
            AT_TERMINAL
                .iter()
                .map(|(height, slip, lines)| (Some(*height), *slip, *lines)),
        )
        .collect();
    let next = AtomicUsize::new(0);
    let (failed, shown) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((height, slip, lines)) =
                    rows.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let (faults, hints) = faults(*height, slip, lines);
                    failed.lock().unwrap().extend(faults);
                    shown.lock().unwrap().extend(hints);
                }
            });
        }
    });
    let (mut failed, shown) = (failed.into_inner().unwrap(), shown.into_inner().unwrap());
    for (module, parts) in hints_in_source() {
        let is_shown = shown.iter().any(|hint| reads_as(hint, &parts));
        if !is_shown && !NOT_SHOWN.iter().any(|(hint, _)| reads_as(hint, &parts)) {
            failed.push(format!(
                "no row shows the hint '{}' of src/{module}.rs",
                parts.join("…")
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
