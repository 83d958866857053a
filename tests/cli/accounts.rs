//! Reads and writes accounts in the forms of other programs, and compares codes with other programs.

use crate::harness::{Directory, Outcome, has, run, scanned, scanned_file};

/// Files with the same two accounts in the forms of several programs. Acme:alice has the key of RFC 4226.
const FILES: &str = r#"
KEY=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ OTHER=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
cat >uris <<END
otpauth://totp/Acme:alice?secret=$KEY&issuer=Acme
otpauth://totp/Big%20Co:bob?secret=$OTHER&issuer=Big+Co&algorithm=SHA256&digits=8
END
cat >aegis <<END
{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[
{"type":"totp","name":"alice","issuer":"Acme","info":{"secret":"$KEY","algo":"SHA1","digits":6,"period":30}},
{"type":"totp","name":"bob","issuer":"Big Co","info":{"secret":"$OTHER","algo":"SHA256","digits":8,"period":30}}]}}
END
cat >2fas <<END
{"schemaVersion":4,"services":[
{"name":"Acme","secret":"$KEY","otp":{"account":"alice","issuer":"Acme","digits":6,"period":30,"algorithm":"SHA1","tokenType":"TOTP"}},
{"name":"Big Co","secret":"$OTHER","otp":{"account":"bob","issuer":"Big Co","digits":8,"period":30,"algorithm":"SHA256","tokenType":"TOTP"}}]}
END
secrets totp uri --secret file:uris --migration >google
(echo 'correct horse'; head -1 uris; echo 'url: https://example.com') >pass
"#;

/// Runs `script` in a directory with the files.
fn beside_files(directory: &Directory, script: &str) -> Outcome {
    directory.run(&format!("{FILES}{script}"))
}

#[test]
fn accounts_of_every_program_make_the_same_codes() {
    let script = "for file in uris aegis 2fas google; do
    secrets totp code --secret file:$file --account alice --at 59
    secrets totp code --at 59 --account 'big co' <$file
done | sort -u; secrets totp code --secret file:pass --at 59";
    let outcome = beside_files(&Directory::new(), script);
    let lines = outcome.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!((lines[1], lines[2]), ("287082", "287082"));
    assert_eq!(lines[0].len(), 8);
}

#[test]
fn written_accounts_equal_the_accounts_that_were_read() {
    let script = "secrets totp uri --secret file:uris >all
for file in uris aegis 2fas google; do
    secrets totp uri --secret file:$file | cmp - all || echo $file
    secrets totp uri --secret file:$file --migration | cmp - google || echo $file
    secrets totp uri --secret file:$file --account bob | cmp - <(tail -1 all) || echo $file
done
secrets totp uri --secret file:pass | cmp - <(head -1 all); echo done";
    let outcome = beside_files(&Directory::new(), script);
    assert_eq!(outcome.lines(), ["done"]);
    // More accounts than fit into one QR code of Google Authenticator.
    let script = "for i in $(seq 23); do
    secrets totp new --account a$i --only uri
done >many; secrets totp uri --secret file:many --migration >parts
wc -l <parts; tac parts | secrets totp list | wc -l
sed 2d parts | secrets totp list 2>&1 >/dev/null
secrets totp uri --secret file:parts | cmp - many && echo same";
    let outcome = run(script);
    assert_eq!(
        outcome.text().lines().collect::<Vec<_>>(),
        [
            "3",
            "24",
            "warning: QR code 2 of the 3 of the export is missing, and so are its accounts",
            "same"
        ],
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_list_has_the_accounts_and_no_secret() {
    let directory = Directory::new();
    let script = "for file in uris aegis 2fas google; do secrets totp list --secret file:$file; done | sort -u
secrets totp list --json <google; secrets hotp list --secret env:KEY; export KEY; secrets hotp list --secret env:KEY";
    let outcome = beside_files(&directory, script);
    assert!(!outcome.text().contains("GEZD") && !outcome.text().contains("JBSW"));
    let lines: Vec<_> = outcome.text().lines().collect();
    assert_eq!(
        lines[..5],
        [
            "#  issuer  account  kind  digits  period",
            "1  Acme    alice    totp  6       30 s",
            "2  Big Co  bob      totp  8       30 s",
            r#"{"number":1,"kind":"totp","issuer":"Acme","account":"alice","algorithm":"SHA1","style":"decimal","digits":6,"period":30}"#,
            r#"{"number":2,"kind":"totp","issuer":"Big Co","account":"bob","algorithm":"SHA256","style":"decimal","digits":8,"period":30}"#,
        ]
    );
    // A key without a URI has no name and no counter.
    assert_eq!(
        lines[lines.len() - 1],
        "1  -       -        hotp  6       -"
    );
}

#[test]
fn an_unusable_account_does_not_affect_the_others() {
    let script = r#"cat >file <<END
{"db":{"entries":[{"type":"motp","name":"old","info":{"secret":"GEZDGNBV"}},
{"type":"totp","name":"alice","info":{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}}]}}
END
secrets totp code --secret file:file --account alice --at 59
secrets totp list --secret file:file | grep -c totp; secrets totp uri --secret file:file | wc -l"#;
    let outcome = run(script);
    assert_eq!(outcome.text(), "287082\n1\n1\n");
    let warning = "it is of the type \"motp\", and only totp, hotp and steam are read\n";
    assert_eq!(
        outcome.stderr.matches(warning).count(),
        2,
        "{}",
        outcome.stderr
    );
    // The user may mean the unusable account.
    let script = format!("{script} 2>/dev/null; secrets totp code --secret file:file --at 59");
    let outcome = run(&script);
    assert_eq!(outcome.status, 2);
    assert!(
        outcome
            .stderr
            .contains("the source has 2 accounts: old, alice\nhint: choose one")
    );
}

#[test]
fn the_error_of_an_encrypted_export_says_how_to_export_again() {
    for (export, program, menu) in [
        (
            r#"{"header":{"slots":[{"type":1}]},"db":"R0VaRA=="}"#,
            "Aegis",
            "Import & Export",
        ),
        (
            r#"{"services":[],"servicesEncrypted":"R0VaRA=="}"#,
            "2FAS",
            "2FAS Backup",
        ),
    ] {
        let script = format!("echo '{export}' | secrets totp code");
        let outcome = run(&script);
        let message = format!("the export of {program} is encrypted");
        assert!(outcome.trouble(&script).contains(&message));
        assert!(
            outcome
                .stderr
                .contains("hint: export again without a password")
        );
        assert!(outcome.stderr.contains(menu) && !outcome.stderr.contains("R0VaRA"));
    }
}

#[test]
fn other_readers_read_every_qr_code() {
    let directory = Directory::new();
    let script = "for file in uris aegis 2fas google; do
    secrets totp uri --secret file:$file --account alice --qr-output $file.png
    secrets totp uri --secret file:$file --migration --qr-output $file-all.png
done; stat -c %a *.png | sort -u; secrets totp uri --secret file:uris --account alice; cat google
secrets totp uri --secret file:uris --qr; secrets totp uri --secret file:uris --qr --migration";
    let outcome = beside_files(&directory, script);
    let (shown, rest) = scanned(outcome.text());
    let [mode, uri, migration] = rest[..] else {
        panic!("{rest:?}");
    };
    assert_eq!(mode, "600");
    assert_eq!(shown.len(), 3);
    assert_eq!((&*shown[0], &*shown[2]), (uri, migration));
    for file in ["uris", "aegis", "2fas", "google"] {
        let read = |name: String| scanned_file(&directory.path().join(name));
        assert_eq!(read(format!("{file}.png")), uri);
        assert_eq!(read(format!("{file}-all.png")), migration);
    }
    if has(&["zbarimg"]) {
        let script = "zbarimg -q --raw uris.png 2>/dev/null | secrets totp code --at 59
zbarimg -q --raw google-all.png 2>/dev/null | secrets totp code --at 59 --account alice
zbarimg -q google-all.png 2>/dev/null | secrets totp list | wc -l";
        assert_eq!(directory.run(script).lines(), ["287082", "287082", "3"]);
    }
    let script = "secrets totp uri --secret file:uris --qr-output both.png";
    let outcome = directory.run(script);
    assert!(outcome.trouble(script).contains("these are 2"));
    assert!(!directory.files().contains(&"both.png".to_owned()));
}

/// pyotp, passlib and otplib read our URIs: issuer, account and codes must match.
#[test]
fn other_programs_read_our_uris_and_make_the_same_codes() {
    let script = r#"
for algorithm in sha1 sha256 sha512; do
    for digits in 6 8; do
        for period in 30 60; do
            secrets totp new --issuer 'Big & Co' --account 'alice+1@example.com' --only uri \
                --algorithm $algorithm --digits $digits --period $period
        done
        secrets hotp new --account bob --counter 7 --only uri --algorithm $algorithm --digits $digits
    done
done >uris
while read -r uri; do
    case $uri in
    *//totp*) echo "$uri" | secrets totp code --at 1234567890 ;;
    *) echo "$uri" | secrets hotp code ;;
    esac
done <uris >codes; wc -l <codes
"#;
    let directory = Directory::new();
    assert_eq!(directory.run(script).lines(), ["18"]);
    if has(&["python3 -c 'import pyotp, passlib'"]) {
        let script = r#"cat >read.py <<'END'
import pyotp, urllib.parse
from passlib.totp import TOTP
for uri, code in zip(open("uris").read().split(), open("codes").read().split()):
    read = pyotp.parse_uri(uri)
    if "/totp/" in uri:
        assert (read.issuer, read.name) == ("Big & Co", "alice+1@example.com"), uri
        assert read.at(1234567890) == code, uri
        other = TOTP.from_uri(uri)
        assert (other.issuer, other.label) == ("Big & Co", "alice+1@example.com"), uri
        assert other.generate(1234567890).token == code, uri
    else:
        assert read.at(0) == code and read.initial_count == 7 and read.name == "bob", uri
print("agreed")
END
python3 -W ignore read.py"#;
        assert_eq!(directory.run(script).lines(), ["agreed"]);
    }
    if has(&["node -e \"require('otplib')\""]) {
        let script = r#"cat >read.js <<'END'
const { totp, hotp } = require("otplib");
const { createDigest } = require("@otplib/plugin-crypto");
const lines = (name) => require("fs").readFileSync(name, "utf8").trim().split("\n");
const codes = lines("codes");
lines("uris").forEach((uri, at) => {
    const url = new URL(uri), field = (name) => url.searchParams.get(name);
    const made = url.host === "totp" ? totp : hotp;
    const options = { algorithm: field("algorithm").toLowerCase(), digits: Number(field("digits")), encoding: "hex", createDigest };
    let bits = "";
    for (const letter of field("secret")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
    const key = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2).toString(16).padStart(2, "0")).join("");
    made.options = url.host === "totp" ? { ...options, step: Number(field("period")), epoch: 1234567890000, createHmacKey: (a, s) => s } : { ...options, createHmacKey: (a, s) => s };
    const code = url.host === "totp" ? made.generate(key) : made.generate(key, Number(field("counter")));
    if (code !== codes[at]) throw new Error(`${uri}: ${code}`);
});
console.log("agreed");
END
node read.js"#;
        assert_eq!(directory.run(script).lines(), ["agreed"]);
    }
}

/// Labels as services write them. The Key URI specification allows spaces after the colon, and an encoded
/// colon between the parts. pyotp reads both as parts of the name.
#[test]
fn labels_are_read_as_in_pyotp_and_the_specification() {
    if !has(&["python3 -c 'import pyotp'"]) {
        return;
    }
    let script = r#"cat >uris <<'END'
otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Example
otpauth://totp/Provider1:Alice%20Smith?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Provider1
otpauth://totp/Big%20Corporation:%20alice%40bigco.com?secret=JBSWY3DPEHPK3PXPJBSWY3DP
otpauth://totp/Acme%3Aa:b?secret=JBSWY3DPEHPK3PXPJBSWY3DP
otpauth://totp/Acme:a%3Ab?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Acme
otpauth://totp/Acme:a:b?secret=JBSWY3DPEHPK3PXPJBSWY3DP
otpauth://totp/alice?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=A%20b
otpauth://totp/M%C3%BCller:%E2%82%AC?secret=JBSWY3DPEHPK3PXPJBSWY3DP
END
cat >read.py <<'END'
import json, pyotp, subprocess
for uri in open("uris"):
    listed = subprocess.run(["secrets", "totp", "list", "--json"], input=uri, capture_output=True, text=True)
    ours, read = json.loads(listed.stdout), pyotp.parse_uri(uri.strip())
    theirs = (read.issuer or None, read.name.lstrip())
    assert (ours.get("issuer"), ours["account"]) == theirs, (uri, theirs)
# The example of the specification.
uri = "otpauth://totp/Big%20Corporation%3A%20alice%40bigco.com?secret=JBSWY3DPEHPK3PXPJBSWY3DP"
listed = subprocess.run(["secrets", "totp", "list", "--json"], input=uri, capture_output=True, text=True)
ours = json.loads(listed.stdout)
assert (ours["issuer"], ours["account"]) == ("Big Corporation", "alice@bigco.com")
# What pyotp refuses is said.
uri = "otpauth://totp/Old:a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=New"
try:
    pyotp.parse_uri(uri)
except ValueError:
    said = subprocess.run(["secrets", "totp", "code"], input=uri, capture_output=True, text=True)
    print(said.returncode, said.stderr, end="")
END
python3 read.py"#;
    let warning = "0 warning: the URI has two issuers, Old in its label and New in its parameter, which is taken";
    assert_eq!(run(script).lines(), [warning]);
}

#[test]
fn codes_of_steam_are_made_and_checked() {
    let uris = "export KEY=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for secret in [
        "echo steam://$KEY",
        "echo \"otpauth://totp/Steam:x?secret=$KEY&issuer=Steam\"",
        "echo \"otpauth://totp/x?secret=$KEY&encoder=steam&digits=5\"",
        "echo \"otpauth://steam/Steam:x?secret=$KEY\"",
    ] {
        let script = format!(
            "{uris}; {secret} >uri; secrets totp code --at 59 <uri
            C=' pv9m4' secrets totp verify --secret file:uri --code env:C --at 59 && echo right
            C=PV9M5 secrets totp verify --secret file:uri --code env:C --at 59 || echo wrong
            secrets totp uri --secret file:uri | secrets totp code --at 59"
        );
        assert_eq!(
            run(&script).lines(),
            ["PV9M4", "right", "wrong", "PV9M4"],
            "{secret}"
        );
    }
    // --style decimal asks for digits.
    let script = format!(
        "{uris}; echo \"otpauth://totp/Steam:x?secret=$KEY\" | secrets totp code --at 59 --style decimal
        echo $KEY | secrets totp code --at 59 --style steam"
    );
    assert_eq!(run(&script).lines(), ["287082", "PV9M4"]);
}

#[test]
fn a_base32_secret_that_may_be_hex_gives_a_warning() {
    let script = "H=22334455667722334455667722334455; export H
secrets totp code --secret env:H --at 59; secrets totp code --secret env:H --at 59 --secret-encoding base32
secrets totp code --secret env:H --at 59 --secret-encoding hex; oathtool --totp -N @59 $H";
    if has(&["oathtool"]) {
        let outcome = run(script);
        let lines: Vec<_> = outcome.text().lines().collect();
        assert!(lines[0] == lines[1] && lines[2] == lines[3] && lines[0] != lines[2]);
        let warning = "warning: the secret could be base32 or hex, and is read as base32; --secret-encoding says which\n";
        assert_eq!(outcome.stderr, warning);
    }
}

#[test]
fn at_a_terminal_the_secret_is_asked_for_and_not_shown() {
    let directory = Directory::new();
    for (command, asked) in [
        ("secrets totp code --at 59", "secret or otpauth URI: "),
        (
            "secrets totp code --at 59 --secret prompt",
            "secret or otpauth URI: ",
        ),
    ] {
        let typed = "gezd gnbv gy3t qojq gezd gnbv gy3t qojq\n";
        let outcome = directory.typed_at_terminal(command, (80, 24), &[(asked, typed)]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert_eq!(
            outcome.text(),
            format!("{asked}\r\n287082\r\n"),
            "{command}"
        );
    }
    let command = "secrets totp verify --code prompt --at 59; echo status $?";
    let typed = [
        (
            "secret or otpauth URI: ",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n",
        ),
        ("code: ", "287082\n"),
    ];
    let outcome = directory.typed_at_terminal(command, (80, 24), &typed);
    assert_eq!(
        outcome.text(),
        "secret or otpauth URI: \r\ncode: \r\nstatus 0\r\n"
    );
}

#[test]
fn watching_shows_every_account_on_its_line() {
    let directory = Directory::new();
    beside_files(&directory, "echo steam://$KEY >>uris");
    let watch = "secrets totp code --secret file:uris --watch; echo status $?";
    let outcome = directory.at_terminal(watch, (80, 24), "Steam");
    let shown = outcome.text();
    for name in [
        "  Acme:alice\u{1b}[K\r\r\n",
        "  Big Co:bob\u{1b}[K\r\r\n",
        "  Steam\u{1b}[K",
    ] {
        assert!(shown.contains(name), "{shown:?}");
    }
    assert!(
        shown.ends_with("\r\u{1b}[2A\u{1b}[Jstatus 0\r\n"),
        "{shown:?}"
    );
    // No line is wider than the terminal.
    let outcome = directory.at_terminal(watch, (20, 24), "Ste");
    let lines = outcome
        .text()
        .split("\r\n")
        .map(|line| line.replace("\u{1b}[K", ""));
    assert!(
        lines.take(2).all(|line| line.trim().len() < 20),
        "{:?}",
        outcome.text()
    );
    let outcome = directory.at_terminal(watch, (80, 2), "");
    assert!(
        outcome
            .text()
            .contains("3 accounts do not fit on a terminal of 2 lines")
    );
}

#[test]
fn only_a_right_code_increases_the_counter_in_a_file() {
    let verify =
        "secrets hotp verify --secret env:KEY --code env:C --counter-file c; echo $?; cat c";
    let script = format!(
        "export KEY=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ; echo 3 >c
export C=755224; {verify}; C=338314; {verify}; {verify}
for i in 1 2 3 4 5 6; do C=162583 secrets hotp verify --secret env:KEY --code env:C --counter-file c & done
for job in $(jobs -p); do wait $job && echo accepted; done; cat c"
    );
    // An old code, a right code, the same code again; then six concurrent commands.
    let expected = ["1", "3", "0", "5", "1", "5", "accepted", "8"];
    assert_eq!(run(&script).lines(), expected);
}

#[test]
fn two_successive_codes_find_a_token_that_is_far_ahead() {
    let script = "export KEY=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ
code() { secrets hotp code --secret env:KEY --counter $1; }
verify() { export A=$(code $1) B=$(code $2); shift 2; secrets hotp verify --secret env:KEY --code env:A --next-code env:B $*; echo $?; }
verify 50 51 --counter 0; verify 50 52 --counter 0; verify 51 50 --counter 0; verify 50 51 --counter 51
verify 101 102 --counter 0; verify 900 901 --counter 0 --window 1000
echo 0 >c; verify 60 61 --counter-file c; cat c
A=$(code 50) secrets hotp verify --secret env:KEY --code env:A --counter 0 --window 101 2>&1";
    let outcome = run(script);
    let lines: Vec<_> = outcome.text().lines().collect();
    assert_eq!(
        lines[..],
        [
            "52",
            "0",
            "1",
            "1",
            "1",
            "1",
            "902",
            "0",
            "0",
            "62",
            "secrets: the window '101' is too wide: for one code it is at most 100"
        ]
    );
}

/// Texts that people paste as keys.
#[test]
fn harmless_characters_are_ignored_and_wrong_ones_are_named() {
    for paste in [
        r"\xef\xbb\xbfGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n",
        r"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\xc2\xa0\n",
        r"\x22GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\x22",
        r"GEZD\xe2\x80\x93GNBV\xe2\x80\x91GY3T QOJQGEZDGNBVGY3TQOJQ",
        r"\xef\xbb\xbfotpauth://totp/a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\xc2\xa0\r\n",
        r"otpauth://totp/a?secret=GEZD%%20GNBVGY3TQOJQGEZDGNBVGY3TQOJQ&x=%%3D",
    ] {
        let script = format!("printf '{paste}' | secrets totp code --at 59");
        assert_eq!(run(&script).lines(), ["287082"], "{paste}");
    }
    assert_eq!(
        run("printf 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGE%%3D%%3D%%3D%%3D%%3D%%3D' | secrets totp code --at 59").status,
        0
    );
    let script = "printf 'GEZD GNB1' | secrets totp code";
    let outcome = run(script);
    assert_eq!(
        outcome.trouble(script),
        "secrets: character 9 of the secret, '1', is not base32"
    );
}
