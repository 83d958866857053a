//! `secrets fill --to`: what the files and directories of other programs have is kept.

use std::fs;

use serde_json::Value;

use crate::harness::{Directory, has};

const TEMPLATE: &str = "PORT=1
KEY={{ hex 16 }}
URL=postgres://app:{{ db = hex 8 }}@db/app
DB={{ db }}
";

const FILL: &str = "secrets fill t.env --to k8s --name app -o s.yaml";

fn with(file: &str, text: &str) -> Directory {
    let directory = Directory::new();
    fs::write(directory.path().join("t.env"), TEMPLATE).unwrap();
    if !file.is_empty() {
        fs::write(directory.path().join(file), text).unwrap();
        directory.run(&format!("chmod 600 {file}"));
    }
    directory
}

fn read(directory: &Directory, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap()
}

/// The base64 text of a key in a manifest that this program wrote.
fn coded(text: &str, key: &str) -> String {
    let (_, rest) = text.split_once(&format!("{key}\": \"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn a_manifest_keeps_its_values_and_is_checked_and_rotated() {
    let directory = with("", "");
    let outcome = directory.run(FILL);
    assert_eq!(outcome.stderr, "filled KEY, URL, DB\n");
    let first = read(&directory, "s.yaml");
    let outcome = directory.run(&format!("{FILL} && {FILL} --check"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, "kept KEY, URL, DB\n")
    );
    assert_eq!(read(&directory, "s.yaml"), first);

    let outcome = directory.run(&format!("{FILL} --rotate db --backup"));
    assert_eq!(
        outcome.stderr,
        "filled URL, DB; kept KEY\nthe old s.yaml is kept as s.yaml.bak\n"
    );
    let second = read(&directory, "s.yaml");
    assert_eq!(read(&directory, "s.yaml.bak"), first);
    assert_eq!(coded(&first, "KEY"), coded(&second, "KEY"));
    let decode = |key: &str| {
        let outcome = directory.run(&format!("printf %s '{}' | base64 -d", coded(&second, key)));
        outcome.text().to_owned()
    };
    assert_eq!(
        decode("URL"),
        format!("postgres://app:{}@db/app", decode("DB"))
    );

    for (change, said) in [
        (
            "s/.*KEY.*/  KEY: Y2hhbmdlbWU=/",
            "s.yaml: KEY is no value that its recipe makes\n",
        ),
        ("/KEY/d", "s.yaml: KEY is missing\n"),
        ("s/.*KEY.*/  KEY: ''/", "s.yaml: KEY is empty\n"),
    ] {
        let outcome = directory.run(&format!("sed -i \"{change}\" s.yaml; {FILL} --check"));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (1, said));
        let outcome = directory.run(&format!("{FILL} --rotate KEY"));
        assert_eq!(outcome.stderr, "filled KEY; kept URL, DB\n", "{change}");
    }
}

/// What somebody wrote, with a Secret of another name and with keys of its own.
const FOREIGN: &str = "# ours
apiVersion: v1
kind: ConfigMap
metadata: {name: app}
---
apiVersion: v1
kind: Secret
metadata:
  name: app # the one
  namespace: prod
  labels: {team: x}
immutable: false
stringData:
  KEY: \"00112233445566778899aabbccddeeff\"
data:
  tls.crt: eA==
---
apiVersion: v1
kind: Secret
metadata: {name: other}
data: {KEY: eA==}
";

#[test]
fn what_a_manifest_has_of_its_own_stays_and_its_plain_values_are_kept() {
    let directory = with("s.yaml", FOREIGN);
    let outcome = directory.run(FILL);
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, "filled URL, DB; kept KEY\n")
    );
    let text = read(&directory, "s.yaml");
    let (before, after) = FOREIGN.split_once("  tls.crt: eA==\n").unwrap();
    let added = text
        .strip_prefix(before)
        .and_then(|text| text.strip_suffix(after))
        .unwrap();
    let lines: Vec<&str> = added.lines().collect();
    assert_eq!((lines[0], lines.len()), ("  tls.crt: eA==", 3));

    directory.run(&format!("{FILL} --rotate KEY --namespace prod"));
    let rotated = read(&directory, "s.yaml");
    assert!(!rotated.contains("00112233445566778899aabbccddeeff"));
    assert!(rotated.contains("stringData:\n  KEY: \"") && rotated.ends_with(after));
    // New keys of a Secret that has plain values alone are plain.
    let plain = "apiVersion: v1\nkind: Secret\nmetadata: {name: app}\nstringData:\n  URL: x\n";
    let directory = with("s.yaml", plain);
    directory.run(FILL);
    assert!(!read(&directory, "s.yaml").contains("data:\n  \""));
    assert!(read(&directory, "s.yaml").starts_with(plain));
}

#[test]
fn a_manifest_in_json_stays_json() {
    let directory = with(
        "s.json",
        r#"{"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "app"}, "data": {"x": "eA=="}}"#,
    );
    let fill = FILL.replace("yaml", "json");
    let found = |name: &str| -> Value { serde_json::from_str(&read(&directory, name)).unwrap() };
    let outcome = directory.run(&format!("{fill} && {fill} --check"));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_eq!(found("s.json")["data"]["x"], "eA==");
    assert_eq!(found("s.json")["data"].as_object().unwrap().len(), 4);
    let outcome = directory.run(&format!(
        "rm s.json; {fill} --namespace prod && {fill} --check"
    ));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert_eq!(found("s.json")["metadata"]["namespace"], "prod");
}

#[test]
fn a_file_of_another_kind_is_named_and_stays() {
    let secret = |name: &str, rest: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n{rest}")
    };
    let twice = format!(
        "{}---\n{}",
        secret("app", "  namespace: a\n"),
        secret("app", "  namespace: b\n")
    );
    let both = secret("app", "data: {KEY: eA==}\nstringData: {KEY: x}\n");
    let sealed = secret("app", "data: {KEY: eA==}\n").replace("Secret", "SealedSecret");
    for (text, options, message) in [
        ("A=1\n", "", "s.yaml is not a Kubernetes Secret"),
        (&sealed, "", "s.yaml is not a Kubernetes Secret"),
        ("a: [\n", "", "s.yaml: line 2"),
        (
            &secret("other", ""),
            "",
            "s.yaml has the Secret 'other', not 'app'",
        ),
        (
            &secret("app", "  namespace: a\n"),
            "--namespace b",
            "s.yaml has the Secret 'app' of 'a', not 'app' of 'b'",
        ),
        (
            &twice,
            "",
            "s.yaml has several Secrets 'app': choose one with --namespace",
        ),
        (&both, "", "s.yaml has KEY in data and in stringData"),
        (
            &secret("app", "data: {KEY: '%'}\n"),
            "",
            "s.yaml: data.KEY is not base64",
        ),
        (
            &secret("app", ""),
            "--force",
            "--force has no effect: FILE is filled by its keys, and keeps what it has",
        ),
    ] {
        let directory = with("s.yaml", text);
        let outcome = directory.run(&format!("{FILL} {options}"));
        let found = outcome.trouble(text);
        assert!(found.starts_with(&format!("secrets: {message}")), "{found}");
        assert_eq!(read(&directory, "s.yaml"), text);
    }
    let directory = with("s.yaml", &twice);
    let outcome = directory.run(&format!("{FILL} --namespace b"));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(read(&directory, "s.yaml").starts_with(&twice));
}

#[test]
fn kubectl_reads_a_manifest_that_was_filled_twice() {
    if !has(&["kubectl"]) {
        return;
    }
    let directory = with("s.yaml", FOREIGN);
    let outcome = directory.run(&format!(
        "{FILL} 2>/dev/null; {FILL} --rotate KEY 2>/dev/null
        kubectl label --local -f s.yaml seen=yes -o name 2>&1"
    ));
    assert_eq!(outcome.text(), "configmap/app\nsecret/app\nsecret/other\n");
}

#[test]
fn an_object_of_json_keeps_its_values_and_foreign_keys() {
    let own = "{\n  // ours\n  \"KEY\": \"00112233445566778899aabbccddeeff\",\n  \"own\": [1]\n}\n";
    let directory = with("s.json", own);
    let fill = "secrets fill t.env --to json -o s.json";
    let outcome = directory.run(&format!("{fill} && {fill} --check && {fill}"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, "filled URL, DB; kept KEY\nkept KEY, URL, DB\n")
    );
    let text = read(&directory, "s.json");
    assert!(text.starts_with(own.trim_end_matches("\n}\n")), "{text}");
    let outcome = directory.run("echo '[1]' >s.json; secrets fill t.env --to json -o s.json");
    outcome.trouble("a list");
    assert_eq!(read(&directory, "s.json"), "[1]\n");
}

#[test]
fn a_credential_that_systemd_encrypted_is_kept_and_told() {
    if !has(&["systemd-creds"]) {
        return;
    }
    let directory = with("", "");
    let fill = "secrets fill t.env --to systemd -o d";
    let encrypt = "systemd-creds encrypt --with-key=tpm2-absent";
    let outcome = directory.run(&format!(
        "mkdir d; secrets fill t.env --to command -- {encrypt} --name={{}} - d/{{}} 2>/dev/null
        systemd-creds decrypt d/URL - 2>/dev/null"
    ));
    assert!(
        outcome.text().starts_with("postgres://app:"),
        "{}",
        outcome.text()
    );
    directory.run("rm d/KEY; chmod 600 d/*");
    let before = read(&directory, "d/URL");
    let outcome = directory.run(fill);
    assert_eq!(outcome.stderr, "filled KEY; kept URL, DB\n");
    assert_eq!(read(&directory, "d/URL"), before);
    let outcome = directory.run(&format!("{fill} --check"));
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (
            0,
            "d/URL is encrypted by systemd-creds, so its value cannot be checked
d/DB is encrypted by systemd-creds, so its value cannot be checked\n"
        )
    );
    let outcome = directory.run(&format!("{fill} --rotate db"));
    assert_eq!(
        outcome.trouble("rotated"),
        "secrets: d/URL is encrypted by systemd-creds, and systemd would not read a plain value there"
    );
    assert_eq!(read(&directory, "d/URL"), before);
}
