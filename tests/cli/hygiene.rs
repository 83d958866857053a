//! Nothing leaks from a run: not from its memory, its files in /proc, or a core dump.

use std::fs;

use crate::harness::{Directory, GENERATORS, has};

/// The program waits for the second value, so the protection is already active.
#[cfg(target_os = "linux")]
#[test]
fn nobody_reads_the_process_and_no_core_is_dumped() {
    let script = "mkfifo first second
        ulimit -c unlimited 2>/dev/null
        KEY=hunter2 secrets compare --expected file:first --actual file:second & process=$!
        echo hunter2 >first
        for file in environ mem maps; do
            cat /proc/self/$file 2>/dev/null | head -c 1 | wc -c
            head -c 1 /proc/$process/$file >/dev/null 2>&1; echo $?
        done
        grep -c '^Max core file size  *0  *0 ' /proc/$process/limits
        echo hunter2 >second
        wait $process; echo $?";
    let outcome = Directory::new().run_unprivileged(script);
    // The start of mem is not readable, not even by the process itself.
    let lines = ["1", "1", "0", "1", "1", "1", "1", "0"];
    assert_eq!(outcome.lines(), lines);
}

/// The files in /proc of a protected process belong to root, but the process needs some of them.
#[test]
fn all_sources_and_outputs_work_without_root() {
    let directory = Directory::new();
    let script = "set -e
        secrets hex --output key; secrets hex --output key --force; secrets bytes 1M --output noise
        secrets apikey --hash sha256 --hash-output store >plain
        exec 3<store; secrets compare --hashed --expected fd:3 --actual file:plain
        A=hunter2 B=hunter2 secrets compare --expected env:A --actual env:B
        echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ >seed; echo 0 >counter
        secrets hotp code --counter-file counter --secret file:seed
        cat seed | secrets hotp code --counter-file counter
        echo 'A={{ hex 32 }}' >template
        secrets fill template -o .env 2>/dev/null; secrets fill template -o .env --rotate-all --backup 2>/dev/null
        cat counter";
    let outcome = directory.run_unprivileged(script);
    assert_eq!(outcome.lines(), ["755224", "287082", "2"]);
    let files = [
        ".env", ".env.bak", "counter", "key", "noise", "plain", "seed", "store", "template",
    ];
    assert_eq!(directory.files(), files);
}

/// Only root can read the memory of a protected process.
const AS_ROOT: &str = "if [ $(id -u) = 0 ]; then root() { \"$@\"; }
    elif sudo -n true 2>/dev/null; then root() { sudo -n \"$@\"; }
    else root() { unshare --map-root-user \"$@\"; }; fi";

const TO_READ_MEMORY: [&str; 3] = [
    "gdb",
    "python3",
    "[ $(id -u) = 0 ] || sudo -n true || unshare --map-root-user true",
];

/// Runs the cases under a debugger that stops the program at its end. Returns the copies that it found:
/// lines with a command and the address of a copy.
fn left_in_memory(directory: &Directory, cases: &[String]) -> Vec<String> {
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("cases", &(cases.join("\n") + "\n"));
    write("memory.py", include_str!("memory.py"));
    let outcome = directory.run(&format!(
        "{AS_ROOT}
        unset SSH_CONNECTION SSH_CLIENT SSH_TTY TMUX STY DISPLAY WAYLAND_DISPLAY WSL_DISTRO_NAME
        root env PATH=$PWD/bin:$PATH GITHUB_ENV=$PWD/github.env gdb -q -nx -batch -readnever -iex 'set auto-load off' -iex 'set auto-solib-add off' -iex 'set debuginfod enabled off' \\
            -ex 'set confirm off' -x memory.py $(command -v secrets) 2>&1"
    ));
    for case in cases {
        let (command, names) = case.split_once('\t').unwrap();
        let values = outcome
            .text()
            .lines()
            .find_map(|line| line.strip_prefix(&format!("EXAMINED {command}: ")));
        let secrets = values.and_then(|values| values.parse().ok()).unwrap_or(0);
        assert!(
            secrets >= names.split('\t').count(),
            "{command}: {}",
            outcome.text()
        );
    }
    let found = outcome
        .text()
        .lines()
        .filter_map(|line| line.strip_prefix("FOUND "));
    found.map(ToOwned::to_owned).collect()
}

fn cases(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| line.replace(" | ", "\t")).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn written_values_are_wiped_from_memory() {
    if !has(&TO_READ_MEMORY) {
        return;
    }
    let directory = Directory::new();
    directory.run(
        "secrets bytes 10 --encoding hex -n 200 >items
        mkdir bin; printf '#!/bin/sh\ncat >copied\n' >bin/pbcopy; chmod +x bin/pbcopy",
    );
    let mut list: Vec<String> = GENERATORS
        .iter()
        .map(|generator| match generator.rsplit_once("| secrets ") {
            Some((_, command)) => format!("{command} -n 3 <items >out\tout"),
            None => format!(
                "{} -n 3 >out\tout",
                generator.trim_start_matches("secrets ")
            ),
        })
        .collect();
    list.extend(cases(&[
        "bytes 32 >out | -out",
        "bytes 100K >out | -out",
        "bytes 20M >out | -out",
        "hex >out | out",
        "hex 100K >out | out",
        "hex -n 2000 >out | out",
        "hex --json >out | out",
        "hex --entropy os >out | out",
        "hex --copy | copied",
        "hex --mask github >out 2>masks | out",
        "bytes --encoding base58 --output file --force | file",
        "bytes --encoding base62 >out | out",
        "bytes --encoding crockford >out | out",
        "bytes 100K --encoding base32 >out | out",
        "choice --shuffle <items >out | out",
        "password --max-run 2 --explain >out 2>explained | out",
        "apikey --style github --prefix acme >out | out",
        "apikey --hash sha256 --hash-output store --force >out | out",
        "apikey --hash argon2id --hash-output store --force >out | out",
        "apikey --hash bcrypt --hash-output store --force >out | out",
        "apikey --hash sha512-crypt --hash-output store --force >out | out",
        "password --hash argon2id --hash-output store --force -n 3 >out | out",
        "otp --recovery --hash bcrypt --hash-output store --force >out | out",
        "totp new --account a@b --issuer c --algorithm sha512 --only uri >out | out",
        "totp new --account a@b --only secret --qr-output code.png --force >out | out",
        "hotp new --account a@b --only secret --qr-output code.svg --force >out | out",
        // An argument is never wiped, so the search must find it.
        "choice aaaabbbbcccc >out | out",
    ]));
    let found = left_in_memory(&directory, &list);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("choice aaaabbbbcccc "), "{found:?}");
}

/// Computes keys that hashes and codes derive from a secret and that are as sensitive as the secret.
const DERIVED: &str = r"
import base64, hashlib, hmac
def content(name): return open(name, 'rb').read().strip()
def write(name, data): open(name, 'wb').write(data)
settings, keys = content('scram-sha-256.stored').split(b'$')[1:]
rounds, salt = settings.split(b':')
salted = hashlib.pbkdf2_hmac('sha256', content('scram-sha-256.key'), base64.b64decode(salt), int(rounds))
write('scram.salted', salted)
write('scram.client', hmac.digest(salted, b'Client Key', 'sha256'))
salt = content('scrypt.stored').split(b'$')[3]
salt = base64.b64decode(salt + b'=' * (-len(salt) % 4))
write('scrypt.derived', hashlib.pbkdf2_hmac('sha256', content('scrypt.key'), salt, 1, 128))
write('yescrypt.derived', hmac.digest(b'yescrypt-prehash', content('yescrypt.key'), 'sha256'))
key = content('first').ljust(64, b'\0')
write('hmac.inner', bytes(byte ^ 0x36 for byte in key))
write('hmac.outer', bytes(byte ^ 0x5c for byte in key))
";

#[cfg(target_os = "linux")]
#[test]
fn read_secrets_are_wiped_from_memory() {
    if !has(&TO_READ_MEMORY) {
        return;
    }
    let directory = Directory::new();
    fs::write(directory.path().join("derived.py"), DERIVED).unwrap();
    let prepared = directory.run(
        "set -e
        secrets hex >first; cp first same; secrets hex >other; secrets totp new >seed
        printf %s $(cat first) | sha256sum | cut -d' ' -f1 >hash
        base32 -d seed >raw; echo 0 >counter
        secrets apikey --style github --prefix acme >key
        for scheme in argon2id bcrypt sha512-crypt yescrypt scrypt pbkdf2-sha256 scram-sha-256; do
            secrets apikey --hash $scheme --hash-output $scheme.stored >$scheme.key
        done
        secrets otp --recovery -n 3 --hash yescrypt --hash-output codes >recovery
        head -1 recovery >typed; tail -1 recovery >last; echo hook >body
        secrets hmac --key file:first body >mac
        python3 derived.py
        echo otpauth://totp/a@b?secret=$(cat seed) >uri
        secrets totp code --secret file:seed --digits 8 >code
        secrets hotp code --secret file:seed --counter 0 >button",
    );
    assert_eq!(prepared.status, 0, "{}", prepared.stderr);
    let list = cases(&[
        "apikey --check --style github --prefix acme <key >out | key",
        "compare --expected file:first --actual file:same | first",
        "compare --expected file:first --actual stdin <other | first | other",
        "compare --hashed --expected file:hash --actual file:first | first",
        "compare --hashed --expected file:argon2id.stored --actual file:argon2id.key | argon2id.key",
        "compare --hashed --expected file:bcrypt.stored --actual file:bcrypt.key | bcrypt.key",
        "compare --hashed --expected file:sha512-crypt.stored --actual stdin <sha512-crypt.key | sha512-crypt.key",
        "compare --hashed --expected file:yescrypt.stored --actual file:yescrypt.key | yescrypt.key | -yescrypt.derived",
        "compare --hashed --expected file:scrypt.stored --actual file:scrypt.key | scrypt.key | -scrypt.derived",
        "compare --hashed --expected file:pbkdf2-sha256.stored --actual file:pbkdf2-sha256.key | pbkdf2-sha256.key",
        "compare --hashed --expected file:scram-sha-256.stored --actual file:scram-sha-256.key | scram-sha-256.key | -scram.salted | -scram.client",
        "compare --hashed --recovery --expected file:codes --actual file:typed | typed",
        "compare --hashed --recovery --consume --expected file:codes --actual file:last | last",
        "hash argon2id --secret file:first >out | first",
        "hash bcrypt --secret stdin <first >out | first",
        "hash yescrypt --secret file:first --explain >out 2>said | first",
        "hash scrypt --secret file:first >out | first",
        "hash sha512-crypt --secret file:first >out | first",
        "hash pbkdf2-sha256 --secret file:first -o made --force | first",
        "hash scram-sha-256 --secret file:first --user ann >out | first",
        "hash sha256 --secret file:first >out | first",
        "hmac --key file:first body >out | first | out | -hmac.inner | -hmac.outer",
        "hmac --key file:first --verify file:mac body | first | mac | -hmac.inner | -hmac.outer",
        "hmac --key file:first --algorithm sha512 body >out | first",
        "compare --expected prompt --actual file:same | ~first",
        "compare --expected file:first --actual prompt | ~first",
        "totp code --secret prompt --digits 8 >out | ~seed | -raw | out",
        "totp code --secret file:seed --digits 8 >out | seed | -raw | out",
        "totp code --secret file:uri >out | uri | -raw",
        "totp code --secret file:uri --algorithm sha256 >out | uri | -raw | out",
        "totp code --algorithm sha512 --digits 8 <seed >out | seed | -raw | out",
        "totp verify --secret file:seed --code file:code --digits 8 >out | seed | -raw | code",
        "hotp code --secret file:seed --counter-file counter >out | seed | -raw | out",
        "hotp verify --secret file:seed --code file:button --counter 0 >out | seed | -raw | button",
    ]);
    let found = left_in_memory(&directory, &list);
    assert!(found.is_empty(), "{found:#?}");
}

/// Templates, files with some of their keys and with other keys, and damaged files.
const DOCUMENTS: &str = r#"set -e
    value() { secrets pattern "[a-z][A-Za-z0-9]{39}"; }
    echo 'A={{ hex }}
B={{ b = password --length 24 --safe url,dotenv }}
C={{ b }}' >new.env
    printf 'A=\nKEPT=%s\nF="%s"\n' $(value) $(value) >old.env
    printf 'KEPT=%s\nB="%s' $(value) $(value) >broken.env

    echo '{"a": "{{ hex }}", "b": ["a {{ c = urlsafe }}", {"d": "{{ c }}"}]}' >new.json
    printf '{"a": "", "kept": "%s\\n%s"}' $(value) $(value) >old.json
    printf '{"a": "%s", "b": "%s' $(value) $(value) >broken.json

    echo 'a: "{{ hex }}"
b: "a {{ c = urlsafe }}"
e:
  d: "{{ c }}"' >new.yaml
    printf 'a:\nkept: %s # a\nf: "%s\\n"\ng: |\n  %s\n' $(value) $(value) $(value) >old.yaml
    printf 'a: %s\nb: "%s\n' $(value) $(value) >broken.yaml

    echo 'a = "{{ hex }}"
b = "a {{ c = urlsafe }}"
[e]
d = "{{ c }}"' >new.toml
    printf 'a = ""\nkept = "%s\\n" # a\n[f]\ng = "%s"\n' $(value) $(value) >old.toml
    printf 'a = "%s"\nb = "%s\n' $(value) $(value) >broken.toml

    nested() { printf "%.0s$1" {1..75}; printf "$2"; printf "%.0s$3" {1..75}; }
    (nested '{"a":' '"{{ hex }}"' '}') >nested.json
    (printf 'a = '; nested '{a=' '"{{ hex }}"' '}') >nested.toml
    (nested '{a: ' '"{{ hex }}"' '}') >nested.yaml

    echo 'value {{ hex }}' >text
    touch github.env"#;

#[cfg(target_os = "linux")]
#[test]
fn values_of_filled_files_are_wiped_from_memory() {
    if !has(&TO_READ_MEMORY) {
        return;
    }
    let directory = Directory::new();
    let prepared = directory.run(DOCUMENTS);
    assert_eq!(prepared.status, 0, "{}", prepared.stderr);
    let of_each = [
        "fill new.TYPE >out 2>said | +out",
        "fill new.TYPE -o made.TYPE 2>said | +made.TYPE",
        "fill new.TYPE -o old.TYPE 2>said | +old.TYPE",
        "fill new.TYPE -o old.TYPE --check | +old.TYPE",
        "fill new.TYPE -o old.TYPE --rotate-all --backup 2>said | +old.TYPE | +old.TYPE.bak",
        "fill new.TYPE -o broken.TYPE 2>said | +broken.TYPE",
    ];
    let mut list: Vec<String> = ["env", "json", "yaml", "toml"]
        .iter()
        .flat_map(|kind| {
            cases(&of_each)
                .into_iter()
                .map(|case| case.replace("TYPE", kind))
        })
        .collect();
    list.extend(cases(&[
        "fill text >out 2>said | +out",
        "fill nested.json >out 2>said | +out",
        "fill nested.toml >out 2>said | +out",
        "fill nested.yaml >out 2>said | +out",
        "fill new.env --to k8s --name app >out 2>said | +out",
        "fill new.env --to json >out 2>said | +out",
        "fill new.env --to shell >out 2>said | +out",
        "fill new.env --to azure >out 2>said | +out",
        "fill new.env --to github-env >masks 2>said | +github.env",
        "fill new.env --to systemd -o creds 2>said | creds/",
        "fill new.env --to docker -o kept 2>said | kept/",
        "fill new.env --to docker -o kept --rotate-all 2>said | kept/",
    ]));
    let found = left_in_memory(&directory, &list);
    assert!(found.is_empty(), "{found:#?}");
}
