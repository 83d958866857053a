//! Tests the completions in the shells: types a line and reads the offered words.

use std::fs;

use crate::harness::{Directory, has};

/// Typed lines, and the words that are offered for their ends. `…` allows further words.
///
/// The directory has the file `words.txt` and the folder `folder`.
const TYPED: &[(&str, &str)] = &[
    ("secrets ", "hex password totp fill compare man …"),
    ("secrets pa", "password passphrase pattern"),
    (
        "secrets hex --",
        "--chars --bits --count --output --json --help …",
    ),
    ("secrets hex --no", "--no-newline --no-progress"),
    ("secrets password --no-s", "--no-symbols"),
    ("secrets totp ", "new code verify uri list"),
    ("secrets totp new --", "--account --qr-output …"),
    ("secrets totp code --style ", "decimal steam"),
    ("secrets totp uri --qr-output w", "words.txt"),
    ("secrets hotp v", "verify"),
    (
        "secrets bytes --encoding b",
        "base64 base64url base64url-padded base32 base58 base62",
    ),
    (
        "secrets bytes --encoding=base64url-",
        "--encoding=base64url-padded",
    ),
    ("secrets bytes -e cr", "crockford"),
    ("secrets password --charset al", "alnum alpha"),
    ("secrets password --for rds-m", "rds-mariadb rds-mysql"),
    ("secrets password --safe x", "xml"),
    ("secrets password --safe shell,ur", "shell,url"),
    (
        "secrets password --safe=shell,url,do",
        "--safe=shell,url,dotenv",
    ),
    ("secrets hex --mask ", "github azure"),
    ("secrets hex --count ", ""),
    ("secrets hex --output w", "words.txt"),
    ("secrets hex --output=w", "--output=words.txt"),
    ("secrets hex -o fold", "folder"),
    ("secrets passphrase --list s", "short1 short2"),
    ("secrets passphrase --list w", "words.txt"),
    ("secrets totp code --secret ", "stdin prompt file: fd: env:"),
    ("secrets totp verify --code=fi", "--code=file:"),
    ("secrets compare --actual file:w", "file:words.txt"),
    ("secrets compare --actual=file:w", "--actual=file:words.txt"),
    ("secrets fill fold", "folder"),
    ("secrets fill --to kub", ""),
    ("secrets fill --to k", "k8s"),
    (
        "secrets man totp-",
        "totp-new totp-code totp-verify totp-uri totp-list",
    ),
    ("secrets completions ", "bash elvish fish powershell zsh"),
];

/// Installs the script of `shell` as `secrets completions --help` says. The words that the shell offers for
/// line N are in the file `offered-N`, one on each line, with or without the words before.
fn try_out(script_of: &str, shell: &str, keys: impl Fn(&str, usize) -> String) {
    let directory = Directory::new();
    let lines = TYPED.iter().enumerate();
    let keys: String = lines
        .map(|(number, (line, _))| keys(line, number))
        .collect();
    fs::write(directory.path().join(".keys"), keys).unwrap();
    let home =
        "mkdir -p folder .zfunc .config/fish/completions .local/share/bash-completion/completions
        touch words.txt; export TERM=dumb; unset XDG_DATA_HOME XDG_CONFIG_HOME";
    let script = format!("{home}; secrets completions {script_of}; {shell}");
    let outcome = directory.at_terminal(&script, (80, 24), "");
    assert_eq!(outcome.status, 0, "{script_of}: {}", outcome.text());
    for (number, (line, expected)) in TYPED.iter().enumerate() {
        let offered = fs::read_to_string(directory.path().join(format!("offered-{number}")));
        let (before, word) = line.rsplit_once(' ').unwrap();
        let before: Vec<_> = before.split(' ').collect();
        let mut offered: Vec<_> = offered.as_deref().unwrap_or("").lines().collect();
        if offered.starts_with(&before) {
            offered.drain(..before.len());
        }
        // If nothing is offered, the shell leaves the word unchanged.
        if offered == [word] && expected.is_empty() {
            offered.clear();
        }
        let mut offered: Vec<_> = offered
            .iter()
            .map(|name| name.trim_end_matches('/'))
            .collect();
        let mut wanted: Vec<_> = expected.split_whitespace().collect();
        if wanted.last() == Some(&"…") {
            wanted.pop();
            offered.retain(|name| wanted.contains(name));
        }
        offered.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(offered, wanted, "{line} in {script_of}");
    }
}

/// Readline inserts all offered words, so they become the arguments of `offer`.
#[test]
fn bash_offers_what_fits() {
    if has(&["test -e /usr/share/bash-completion/bash_completion"]) {
        try_out(
            "bash >.local/share/bash-completion/completions/secrets",
            r#"printf '. /usr/share/bash-completion/bash_completion
                offer() { printf "%%s\n" "${@:2}" >"offered-$1"; }\n' >.rc
            bash --noprofile --rcfile .rc -i <.keys >.seen 2>&1"#,
            |line, number| format!("{line}\x1b*\x01offer {number} \n"),
        );
    }
}

/// As with bash, but at a terminal of zsh's zpty. Each line waits for the prompt.
#[test]
fn zsh_offers_what_fits() {
    if has(&["zsh"]) {
        try_out(
            "zsh >.zfunc/_secrets",
            r#"cat >.rc <<'RC'
PS1='ready> ' fpath=(~/.zfunc $fpath)
autoload -Uz compinit && compinit -u -D
zle -C all-matches complete-word _generic
bindkey -e; bindkey '^Xa' all-matches
zstyle ':completion:all-matches::::' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert true
unset zle_bracketed_paste
offer() { print -rl -- $@[2,-1] >"offered-$1"; print seen $1 }
RC
cat >.driver <<'DRIVER'
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell 'source ./.rc'
zpty -r shell seen '*ready> '
for line in ${(f)"$(<.keys)"}; do
    zpty -w -n shell "$line"$'\n'
    zpty -r shell seen "*seen ${${=line}[-1]}*ready> "
done
DRIVER
zsh -f .driver"#,
            |line, number| format!("{line}\x18a\x01offer {number} \n"),
        );
    }
}

/// fish prints the words that it would offer.
#[test]
fn fish_offers_what_fits() {
    if has(&["fish"]) {
        try_out(
            "fish >.config/fish/completions/secrets.fish",
            "fish .keys; true",
            |line, number| {
                format!("complete -C '{line}' | string replace -r '\\t.*' '' >offered-{number}\n")
            },
        );
    }
}

/// elvish calls the script as its editor does, at a terminal. Like the editor, the test keeps the words that
/// begin with the typed word.
#[test]
fn elvish_offers_what_fits() {
    if has(&["elvish"]) {
        try_out(
            "elvish >.script",
            "{ echo 'use str; eval (slurp <.script)'; cat .keys; echo exit; } >.rc
            elvish -rc .rc >.seen",
            |line, number| {
                let words: Vec<_> = line.split(' ').map(|word| format!("'{word}'")).collect();
                format!(
                    "$edit:completion:arg-completer[secrets] {} | each {{|candidate|
                        if (str:has-prefix $candidate[stem] {}) {{ echo $candidate[stem] }}
                    }} >offered-{number}\n",
                    words.join(" "),
                    words.last().unwrap()
                )
            },
        );
    }
}
