//! Suggestions for words and options that other programs have: the command line with the same effect.

use std::ffi::OsString;

use super::entry;

/// Words that people try as commands, and the command line that they mean.
const COMMANDS: &[(&str, &str)] = &[
    ("uuid4 uuidgen guid uuidv4", "secrets uuid"),
    (
        "token tokens token_urlsafe url url-safe generate gen new make key keys secret genkey keygen jwt session id ids",
        "secrets urlsafe",
    ),
    ("nanoid", "secrets urlsafe --chars 21"),
    ("token_hex hexdump hexadecimal salt nonce iv", "secrets hex"),
    (
        "rand random randbytes token_bytes urandom raw",
        "secrets bytes 32 --encoding hex",
    ),
    ("base64 b64", "secrets bytes 32 --encoding base64"),
    ("base64url b64url", "secrets urlsafe"),
    ("base32 b32", "secrets bytes 20 --encoding base32"),
    ("base58 b58", "secrets bytes 32 --encoding base58"),
    (
        "base62 alnum alphanumeric string",
        "secrets password --no-symbols",
    ),
    (
        "hmac-key psk wireguard wg",
        "secrets bytes 32 --encoding base64",
    ),
    ("pin pins code codes digits", "secrets otp 6"),
    (
        "recovery recovery-codes backup-codes",
        "secrets otp --recovery",
    ),
    (
        "2fa mfa authenticator oath google-authenticator",
        "secrets totp new",
    ),
    (
        "pass passwd passwords pw pwd pwgen makepasswd mkpasswd apg",
        "secrets password",
    ),
    (
        "passphrases phrase words diceware xkcd xkcdpass mnemonic",
        "secrets passphrase",
    ),
    (
        "int integer number numbers randbelow randrange range",
        "secrets below 100",
    ),
    ("dice die roll randint", "secrets below 7 --from 1"),
    ("coin flip bool", "secrets choice heads tails"),
    (
        "shuffle shuf sample pick",
        "seq 5 | secrets choice --shuffle",
    ),
    ("api api-key api_key apikeys", "secrets apikey"),
    (
        "regex licence license voucher",
        "secrets pattern '[A-Z2-7]{5}(-[A-Z2-7]{5}){4}'",
    ),
    (
        "htpasswd argon2 argon2id bcrypt",
        "secrets password --hash argon2id",
    ),
    ("env dotenv render template inject", "secrets help fill"),
    (
        "equal equals cmp diff verify check compare_digest",
        "secrets help compare",
    ),
    ("status health selftest self-test info", "secrets doctor"),
    ("version", "secrets --version"),
    ("completion", "secrets help completions"),
    ("manual manpage", "secrets man"),
];

/// Options that people try, the commands where they try them, and the hint for them.
const OPTIONS: &[(&str, &str, &str)] = &[
    ("hex", "--bytes --nbytes --size -s -c", "secrets hex"),
    (
        "urlsafe",
        "--bytes --nbytes --size -s -c",
        "secrets urlsafe",
    ),
    ("bytes", "--bytes --nbytes --size -s -c", "secrets bytes"),
    ("password", "--size --bytes -s", "secrets password"),
    ("otp", "--size --bytes -s", "secrets otp"),
    ("apikey", "--size --bytes -s", "secrets apikey"),
    ("passphrase", "--number --num --size", "secrets passphrase"),
    (
        "passphrase",
        "--length --chars -l",
        "for words: secrets passphrase 6; for characters: secrets passphrase --max-length 40",
    ),
    (
        "pattern",
        "--length --chars --size -l -s",
        "give the length in the pattern: secrets pattern '[a-z]{20}'",
    ),
    (
        "password",
        "--no-special --no-specials --no-punctuation --alphanumeric --alnum",
        "secrets password --no-symbols",
    ),
    (
        "password",
        "--digits --numeric --numbers",
        "for a code of digits: secrets otp 6; for several digits: secrets password --min-digits 3",
    ),
    ("below", "--bits -b", "secrets below 2^128"),
    (
        "uuid",
        "4 v4 -v4 -4 --v4 --version --random",
        "secrets uuid",
    ),
    ("uuid", "7 v7 -7 --time", "secrets uuid --v7"),
    (
        "uuid",
        "--length --chars --bits --bytes --size -l -b -s",
        "every UUID has the same size; for a token of another size: secrets hex 16",
    ),
    (
        "for",
        "--length --chars --bits --bytes --size -l -b -s",
        "the program determines the size; for another size: secrets hex 32",
    ),
    (
        "totp new",
        "--length --chars --bytes --size -l -s",
        "secrets totp new 20",
    ),
    (
        "hotp new",
        "--length --chars --bytes --size -l -s",
        "secrets hotp new 20",
    ),
    (
        "hash",
        "--scheme",
        "the scheme is a word of its own, as in 'hash bcrypt': secrets help hash",
    ),
    ("totp", "--secret --uri", "secrets help totp code"),
    ("hotp", "--secret --uri", "secrets help hotp code"),
];

/// The generators that take the size of a value as a number without an option.
const SIZED: [&str; 7] = [
    "hex",
    "urlsafe",
    "bytes",
    "password",
    "passphrase",
    "otp",
    "apikey",
];

/// The suggested command line for `args` with an unknown command, or one in other letters. An option that
/// names an encoding, such as openssl's -hex, is tried before the command.
pub fn command(args: &[OsString]) -> Option<String> {
    let words = words(args);
    let known = entry(&words.get(1)?.to_ascii_lowercase());
    if let Some(entry) = known.filter(|entry| entry.name != words[1]) {
        return Some(with_size(&format!("secrets {}", entry.name), &words));
    }
    let option = words.get(2).and_then(|word| word.strip_prefix('-'));
    let line = [option, words.get(1).copied()]
        .into_iter()
        .flatten()
        .find_map(|word| {
            let word = word.to_ascii_lowercase();
            let known = COMMANDS
                .iter()
                .find(|(words, _)| words.split(' ').any(|known| known == word));
            known.map(|(_, line)| *line)
        })?;
    Some(with_size(line, &words))
}

/// The hint for `args` with an option or a word that their command does not have.
pub fn option(args: &[OsString]) -> Option<String> {
    let words = words(args);
    let command = *words.get(1)?;
    let numbers: Vec<u64> = numbers(&words).collect();
    if let ([_, "below", _, _], [low, high]) = (&words[..], &numbers[..])
        && low < high
    {
        let last = high - 1;
        return Some(format!(
            "for {low} to {last}: secrets below {high} --from {low}"
        ));
    }
    let tried = |option: &str| {
        let given = words[2..].iter().map(|word| word.split('=').next());
        given.flatten().any(|word| word == option)
    };
    let row = OPTIONS.iter().find(|(at, options, _)| {
        let mut at = at.split(' ');
        at.next() == Some(command)
            && at.next().is_none_or(|below| words.get(2) == Some(&below))
            && options.split(' ').any(tried)
    });
    let with_count = || match (command, &numbers[..]) {
        ("uuid", [count]) => Some(format!("for several: secrets uuid -n {count}")),
        _ if words.len() == 4 => several(&format!("secrets {command}"), &words),
        _ => None,
    };
    row.map(|(_, _, line)| with_size(line, &words))
        .or_else(with_count)
}

/// Those of `args` that are text.
pub fn words(args: &[OsString]) -> Vec<&str> {
    args.iter().filter_map(|word| word.to_str()).collect()
}

/// The positive integers in `words`, also after an =.
fn numbers(words: &[&str]) -> impl Iterator<Item = u64> {
    let values = words.iter().map(|word| word.rsplit('=').next());
    let read = values.flatten().filter_map(|word| word.parse().ok());
    read.filter(|number| *number > 0)
}

/// `line` with the size and the count that end `words`, where `line` is a command that takes a size.
fn several(line: &str, words: &[&str]) -> Option<String> {
    let is_sized = SIZED.contains(&line.strip_prefix("secrets ")?);
    let [.., size, count] = words else {
        return None;
    };
    let given: Vec<u64> = numbers(words).collect();
    let ends = [size.parse::<u64>().ok()?, count.parse::<u64>().ok()?];
    (is_sized && given == ends).then(|| format!("{line} {size} -n {count}"))
}

/// Replaces the size in `line` with the number in `words`, if there is exactly one. A second number after
/// the size is a count, as in pwgen.
pub fn with_size(line: &str, words: &[&str]) -> String {
    if let Some(several) = several(line, words) {
        return several;
    }
    let mut numbers = numbers(words);
    let (Some(size), None) = (numbers.next(), numbers.next()) else {
        return line.to_owned();
    };
    let parts: Vec<&str> = line.split(' ').collect();
    let power = |part: &str| part.strip_prefix("2^").map_or(0, |_| 2);
    let place = parts
        .iter()
        .position(|part| part[power(part)..].parse::<u64>().is_ok());
    match (&parts[..], place) {
        (["secrets", command], None) if SIZED.contains(command) => format!("{line} {size}"),
        (["secrets", ..], Some(place)) if !parts.contains(&"--from") => {
            let mut parts = parts.clone();
            let size = format!("{}{size}", &parts[place][..power(parts[place])]);
            parts[place] = &size;
            parts.join(" ")
        }
        _ => line.to_owned(),
    }
}
