//! `secrets hmac`, compared with openssl and Python, and the webhooks of services.

use crate::harness::{has, run};

/// Keys and messages have many lengths. Messages come at once or in parts.
#[test]
fn codes_equal_those_of_openssl_and_python() {
    if !has(&["openssl", "python3"]) {
        return;
    }
    let script = r"cat >check.py <<'END'
import base64, hashlib, hmac, os, subprocess
def call(*args, stdin=b''):
    done = subprocess.run(['secrets', 'hmac', *args], input=stdin, capture_output=True)
    return done.returncode, done.stdout.decode()
def is_text(key):
    try: return bool(key.decode())
    except UnicodeDecodeError: return False
for name in ('sha256', 'sha512', 'sha384', 'sha1'):
    for length in (1, 20, 63, 64, 65, 127, 128, 129, 1000):
        # Raw bytes are a key with their final newline, and text is without.
        end = b'\n' if length % 2 else b''
        key, message = b'\xff' + os.urandom(length - 1) + end, os.urandom(7 * length % 200000)
        if length % 3 == 0: key = base64.b64encode(key)
        with open('key', 'wb') as file: file.write(key + (b'\n' if is_text(key) else b''))
        with open('hexkey', 'w') as file: file.write(key.hex())
        with open('message', 'wb') as file: file.write(message)
        code = hmac.digest(key, message, name)
        assert call('--key', 'file:key', '--algorithm', name, stdin=message) == (0, code.hex() + '\n')
        assert call('--key', 'file:key', '--algorithm', name, 'message') == (0, code.hex() + '\n')
        text = base64.b64encode(code).decode()
        assert call('--key', 'file:hexkey', '--key-encoding', 'hex', '--algorithm', name, '-e', 'base64', '-', stdin=message) == (0, text + '\n')
        openssl = subprocess.run(['openssl', 'dgst', '-mac', 'HMAC', '-macopt', 'hexkey:' + key.hex(), '-' + name, 'message'], capture_output=True)
        assert openssl.stdout.decode().split()[-1] == code.hex()
        for right, text in ((True, code.hex()), (True, code.hex().upper()), (False, code.hex()[:-2]), (False, code.hex() + '00'), (False, '00' * len(code)), (False, 'x'), (False, ' ')):
            with open('code', 'w') as file: file.write(text + '\n')
            assert call('--key', 'file:key', '--algorithm', name, '--verify', 'file:code', 'message') == (1 - right, ''), text
big = bytes(range(256)) * 40000
assert call('--key', 'file:key', stdin=big)[1].strip() == hmac.digest(key, big, 'sha256').hex()
print('same')
END
python3 check.py";
    let outcome = run(script);
    assert_eq!(outcome.lines(), ["same"], "{}", outcome.stderr);
}

/// The examples in the documentation of the services: GitHub, "Validating webhook deliveries"; Slack,
/// "Verifying requests from Slack". Stripe documents no example, so Python made its code.
const WEBHOOKS: &str = r#"
    export GITHUB="It's a Secret to Everybody" SLACK=8f742231b10e8888abcd99yyyzzz85a5 STRIPE=whsec_test
    printf 'Hello, World!' >github
    printf %s 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c' >slack
    printf '{"id": "evt_1"}\n' >stripe
    export G=sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17
    export S=v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503
    export T=t=1600000000,v1=9ce5c6dd5b2a5e5ed292235ff084679e8c21040c957932a8afe6c26aa82ed873,v0=00
    github() { secrets hmac --style github --key env:GITHUB "$@"; echo $?; }
    slack() { secrets hmac --style slack --key env:SLACK "$@"; echo $?; }
    stripe() { secrets hmac --style stripe --key env:STRIPE "$@"; echo $?; }
"#;

#[test]
fn webhooks_are_checked_by_their_header() {
    for (script, expected) in [
        ("github --verify env:G <github", "0"),
        ("G=sha256=00 github --verify env:G <github", "1"),
        ("G= github --verify env:G <github", "1"),
        ("G=${G#sha256=} github --verify env:G <github", "1"),
        ("github --verify env:G <slack", "1"),
        ("GITHUB=x github --verify env:G <github", "1"),
        ("github <github | grep -qx $G; echo $?", "0"),
        (
            "slack --timestamp 1531420618 --at 1531420618 --verify env:S slack",
            "0",
        ),
        (
            "slack --timestamp 1531420618 --at 1531420918 --verify env:S slack",
            "0",
        ),
        (
            "slack --timestamp 1531420618 --at 1531420919 --verify env:S slack",
            "1",
        ),
        (
            "slack --timestamp 1531420618 --at 1531420317 --verify env:S slack",
            "1",
        ),
        (
            "slack --timestamp 1531420619 --at 1531420618 --verify env:S slack",
            "1",
        ),
        ("slack --timestamp 1531420618 --verify env:S slack", "1"),
        ("slack --timestamp -1 --verify env:S slack", "1"),
        ("slack --timestamp --help --verify env:S slack", "1"),
        ("slack --timestamp '' --verify env:S slack", "1"),
        (
            "slack --timestamp 1531420618 slack | grep -qx $S; echo $?",
            "0",
        ),
        ("stripe --at 1600000000 --verify env:T stripe", "0"),
        ("stripe --at 1600000300 --verify env:T stripe", "0"),
        ("stripe --at 1600000301 --verify env:T stripe", "1"),
        (
            "stripe --at 1600000301 --tolerance 10m --verify env:T stripe",
            "0",
        ),
        ("stripe --at 1600000000 --verify env:T github", "1"),
        (
            "T=t=1600000001,${T#*,} stripe --at 1600000000 --verify env:T stripe",
            "1",
        ),
        (
            "T=t=1600000000,v1=$(printf %064d),${T#*,} stripe --at 1600000000 --verify env:T stripe",
            "0",
        ),
        (
            "T=$T,t=1600000000 stripe --at 1600000000 --verify env:T stripe",
            "1",
        ),
        ("T=x stripe --at 1600000000 --verify env:T stripe", "1"),
        ("stripe --verify env:T stripe", "1"),
        (
            "N=$(secrets hmac --style stripe --key env:STRIPE stripe); export N; stripe --verify env:N stripe",
            "0",
        ),
        (
            "stripe --at 1600000000 stripe | grep -qx ${T%,*}; echo $?",
            "0",
        ),
    ] {
        let outcome = run(&format!("{WEBHOOKS}{script}"));
        assert_eq!(
            (outcome.text().trim_end(), outcome.stderr.as_str()),
            (expected, ""),
            "{script}"
        );
    }
}

#[cfg(unix)]
#[test]
fn invalid_requests_are_errors() {
    for (script, message) in [
        ("secrets hmac", "--key"),
        ("secrets hmac --key hunter2", "must be stdin, prompt"),
        (
            "secrets hmac --key stdin </dev/null",
            "the key and the message are both stdin",
        ),
        (
            "secrets hmac --key file:k --verify stdin </dev/null",
            "the code and the message are both stdin",
        ),
        (
            "secrets hmac --key file:k --verify file:k m",
            "the code and the key are both k",
        ),
        (
            "secrets hmac --key file:k k",
            "the key and the message are both k",
        ),
        ("secrets hmac --key env:NONE m", "NONE cannot be read"),
        ("secrets hmac --key file:k none", "none cannot be read"),
        (
            "secrets hmac --key file:k --verify env:NONE m",
            "NONE cannot be read",
        ),
        (": >e; secrets hmac --key file:e m", "is empty"),
        (
            "secrets hmac --key file:k --key-encoding hex m",
            "not in its --key-encoding",
        ),
        (
            "secrets hmac --key file:k --style slack m",
            "needs a --timestamp",
        ),
        (
            "secrets hmac --key file:k --style github --timestamp 1 m",
            "for --style slack alone",
        ),
        ("secrets hmac --key file:k --timestamp 1 m", "--style"),
        ("secrets hmac --key file:k --tolerance 5m m", "--style"),
        (
            "secrets hmac --key file:k --style stripe --tolerance 5m m",
            "--verify",
        ),
        (
            "secrets hmac --key file:k --style stripe --tolerance 0 --verify env:S m",
            "at least 1",
        ),
        (
            "secrets hmac --key file:k m >/dev/full",
            "stdout could not be written",
        ),
        ("secrets hmac --key file:k m >&-", "stdout is closed"),
        ("secrets hmac --key file:k .", ". cannot be read"),
    ] {
        let outcome = run(&format!("echo hunter2 >k; echo m >m; export S=x; {script}"));
        let said = outcome.trouble(script);
        assert!(said.contains(message), "{script}: {}", outcome.stderr);
        assert!(!outcome.stderr.contains("hunter2"), "{script}");
    }
}
