//! The names of `secrets for`. If the program of a name can be installed, it must accept the value.
//! Otherwise the value must match the documented rule.

use std::collections::BTreeSet;

use crate::harness::{Directory, Outcome, has, run, scanned};

/// Names, the needs of their programs, and a script that fails unless the program accepts the value `$1`.
const PROGRAMS: &[(&[&str], &str, &str)] = &[
    (
        &["laravel"],
        "php -r 'require \"/usr/share/php/Illuminate/Encryption/autoload.php\"; exit(extension_loaded(\"mbstring\") ? 0 : 1);'",
        r#"php -r 'require "/usr/share/php/Illuminate/Encryption/autoload.php";
            $e = new Illuminate\Encryption\Encrypter(base64_decode(substr($argv[1], 7), true), "aes-256-cbc");
            exit(str_starts_with($argv[1], "base64:") && $e->decrypt($e->encrypt("x")) === "x" ? 0 : 1);' -- "$1""#,
    ),
    (
        &["django", "paperless"],
        "python3 -c 'import django'",
        r#"python3 -c 'import sys
from django.core.checks.security.base import _check_secret_key
assert _check_secret_key(sys.argv[1])' "$1""#,
    ),
    (
        &["flask"],
        "python3 -c 'import flask'",
        r#"python3 -c 'import sys, flask
app = flask.Flask("x")
app.secret_key = sys.argv[1]
signer = app.session_interface.get_signing_serializer(app)
assert signer.loads(signer.dumps({"a": 1})) == {"a": 1}' "$1""#,
    ),
    (
        &["rails"],
        "ruby -ractive_support -e 'require \"active_support/message_verifier\"'",
        r#"ruby -ractive_support -ractive_support/key_generator -ractive_support/message_verifier -e '
            key = ActiveSupport::KeyGenerator.new(ARGV[0]).generate_key("s", 32)
            verifier = ActiveSupport::MessageVerifier.new(key)
            exit verifier.verify(verifier.generate(1)) == 1' -- "$1""#,
    ),
    (
        &["rails-master-key"],
        "ruby -ractive_support -e 'require \"active_support/encrypted_file\"'",
        r#"printf '%s\n' "$1" >key; ruby -ractive_support -ractive_support/encrypted_file -e '
            file = ActiveSupport::EncryptedFile.new(content_path: "encrypted", key_path: "key", env_key: "UNSET", raise_if_missing_key: true)
            file.write("a: 1")
            exit file.read == "a: 1"'"#,
    ),
    (
        &["wordpress"],
        "php --version",
        r#"printf '<?php\n%s\n' "$1" >config.php; php -l config.php && php -r 'require "config.php";
            $names = ["AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY", "AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"];
            $values = array_map("constant", $names);
            exit(count(array_unique($values)) === 8 && array_unique(array_map("strlen", $values)) === [64] ? 0 : 1);'"#,
    ),
    (
        &["wordpress-env"],
        "python3 -c 'import dotenv'",
        r#"printf '%s\n' "$1" >.env; python3 -c 'import dotenv
values = dotenv.dotenv_values(".env")
assert len(set(values.values())) == 8 and all(len(each) == 64 for each in values.values()), values'"#,
    ),
    (
        &["wordpress-yaml"],
        "python3 -c 'import yaml'",
        r#"python3 -c 'import sys, yaml
values = yaml.safe_load(sys.argv[1])
assert len(set(values.values())) == 8 and all(len(each) == 64 for each in values.values()), values' "$1""#,
    ),
    (
        &["nextauth", "authjs"],
        "test -d \"$NODE_PATH/@auth/core\"",
        r#"ln -sfn "$NODE_PATH" node_modules; node --input-type=module -e '
            import { encode, decode } from "@auth/core/jwt";
            const [secret, salt] = [process.argv[1], "s"];
            const token = await encode({ token: { a: 1 }, secret, salt });
            if ((await decode({ token, secret, salt })).a !== 1) process.exit(1);' -- "$1""#,
    ),
    (
        &["iron-session"],
        "test -d \"$NODE_PATH/iron-session\"",
        r#"ln -sfn "$NODE_PATH" node_modules; node --input-type=module -e '
            import { sealData, unsealData } from "iron-session";
            const password = process.argv[1];
            if ((await unsealData(await sealData({ a: 1 }, { password }), { password })).a !== 1) process.exit(1);' -- "$1""#,
    ),
    (
        &["adonis"],
        "test -d \"$NODE_PATH/@adonisjs/encryption\"",
        r#"ln -sfn "$NODE_PATH" node_modules; node --input-type=module -e '
            import { Encryption } from "@adonisjs/encryption";
            const encryption = new Encryption({ secret: process.argv[1] });
            if (encryption.decrypt(encryption.encrypt("x")) !== "x") process.exit(1);' -- "$1""#,
    ),
    (
        &["paseto-local"],
        "test -d \"$NODE_PATH/paseto\"",
        r#"ln -sfn "$NODE_PATH" node_modules; node --input-type=module -e '
            import { LocalProtocol } from "paseto";
            import { ImportKeyFactory } from "paseto/v4/local";
            await new LocalProtocol(ImportKeyFactory).ImportKey(process.argv[1]);' -- "$1""#,
    ),
    (
        &["fernet"],
        "python3 -c 'import cryptography.fernet'",
        r#"python3 -c 'import sys
from cryptography.fernet import Fernet
fernet = Fernet(sys.argv[1])
assert fernet.decrypt(fernet.encrypt(b"x")) == b"x" and not set("+/") & set(sys.argv[1])' "$1""#,
    ),
    (
        &["airflow"],
        "python3 -c 'import cryptography.fernet, dotenv, jwt'",
        r#"printf '%s\n' "$1" >.env; python3 -W error -c 'import dotenv, jwt
from cryptography.fernet import Fernet
values = dotenv.dotenv_values(".env")
Fernet(values["AIRFLOW__CORE__FERNET_KEY"])
secret = values["AIRFLOW__API_AUTH__JWT_SECRET"]
jwt.decode(jwt.encode({}, secret, "HS512"), secret, ["HS512"])'"#,
    ),
    (
        &["jupyter"],
        "python3 -c 'import jupyter_server'",
        r#"JUPYTER_TOKEN=$1 python3 -c 'import sys
from jupyter_server.auth.identity import IdentityProvider
assert IdentityProvider().token == sys.argv[1]' "$1""#,
    ),
    (
        &["vaultwarden"],
        "python3 -c 'import argon2'",
        r#"python3 -c 'import sys, argon2
token, stored = sys.argv[1].split("\t")
assert argon2.PasswordHasher().verify(stored, token)' "$1""#,
    ),
    (&["jwt-hs256", "postgrest"], "python3 -c 'import jwt'", JWT),
    (&["jwt-hs384"], "python3 -c 'import jwt'", JWT),
    (&["jwt-hs512"], "python3 -c 'import jwt'", JWT),
    (
        &["jwk"],
        "python3 -c 'import joserfc'",
        r#"python3 -c 'import json, sys
from joserfc import jwt
from joserfc.jwk import OctKey
key = OctKey.import_key(json.loads(sys.argv[1]))
token = jwt.encode({"alg": "HS256"}, {"a": 1}, key)
assert jwt.decode(token, key).claims == {"a": 1} and "=" not in sys.argv[1]' "$1""#,
    ),
    (
        &["webhook"],
        "python3 -c 'import standardwebhooks'",
        r#"python3 -c 'import datetime, sys
from standardwebhooks import Webhook
now = datetime.datetime.now(datetime.timezone.utc)
hook = Webhook(sys.argv[1])
headers = {"webhook-id": "i", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": hook.sign("i", now, "{}")}
assert hook.verify("{}", headers) == {}' "$1""#,
    ),
    (
        &["ansible-vault"],
        "ansible-vault --version",
        r#"printf '%s\n' "$1" >password; echo text >file
            ansible-vault encrypt --vault-password-file password file && test "$(ansible-vault view --vault-password-file password file)" = text"#,
    ),
    (
        &["wireguard-psk"],
        "wg --version",
        "printf %s \"$1\" | wg pubkey",
    ),
    (
        &["consul", "nomad", "serf"],
        "serf version",
        r#"timeout 10 serf agent -bind 127.0.0.1:0 -rpc-addr 127.0.0.1:0 -node t -encrypt "$1" | grep -m 1 -e 'Encrypted: true'"#,
    ),
    (
        &["redis"],
        "redis-server --version",
        r#"redis-server --port 0 --unixsocket "$PWD/s" --requirepass "$1" --daemonize yes --pidfile "$PWD/pid" --dir "$PWD" >/dev/null
            for try in 1 2 3 4 5 6 7 8 9; do
                answer=$(REDISCLI_AUTH=$1 redis-cli -s "$PWD/s" ping) && break
                sleep 0.2
            done
            REDISCLI_AUTH=$1 redis-cli -s "$PWD/s" shutdown nosave
            test "$answer" = PONG"#,
    ),
    (
        &["erlang-cookie", "rabbitmq-cookie"],
        "command -v erl",
        r#"rm -f .erlang.cookie; printf '%s\n' "$1" >.erlang.cookie; chmod 400 .erlang.cookie
            export ERL_EPMD_PORT=43691
            cookie=$(erl -noshell -sname t -eval 'io:format("~s", [erlang:get_cookie()]), halt().')
            epmd -kill; test "$cookie" = "$1""#,
    ),
    (
        &["wifi"],
        "wpa_passphrase --help; command -v wpa_passphrase",
        "wpa_passphrase network \"$1\" | grep -q '^.psk=[0-9a-f]\\{64\\}$'",
    ),
    (
        &["luks-keyfile"],
        "cryptsetup --version",
        r#"secrets for luks-keyfile --output key --force && truncate -s 20M image
            cryptsetup luksFormat -q --pbkdf pbkdf2 --pbkdf-force-iterations 1000 image key
            printf %s "$(cat key)" | cryptsetup open --test-passphrase image"#,
    ),
    (
        &["tsig", "rndc"],
        "command -v named-checkconf",
        r#"printf '%s\n' "$1" >named.conf; named-checkconf named.conf"#,
    ),
    (
        &["aes-128", "aes-256"],
        "openssl version",
        r#"test -z "$(echo x | openssl enc -aes-$((${#1} * 4))-cbc -K "$1" -iv 00000000000000000000000000000000 2>&1 >/dev/null)""#,
    ),
    (
        &["hmac-sha256", "hmac-sha512"],
        "openssl version",
        r#"echo x | openssl dgst -sha$((${#1} * 4)) -mac HMAC -macopt hexkey:"$1""#,
    ),
    (
        &["k8s-encryption-config"],
        "python3 -c 'import yaml'",
        r#"python3 -c 'import base64, sys, yaml
config = yaml.safe_load(sys.argv[1])
secretbox, identity = config["resources"][0]["providers"]
assert config["kind"] == "EncryptionConfiguration" and identity == {"identity": {}}
assert len(base64.b64decode(secretbox["secretbox"]["keys"][0]["secret"], validate=True)) == 32' "$1""#,
    ),
    (
        &["kafka-cluster-id"],
        "python3 --version",
        r#"python3 -c 'import base64, sys
read = base64.urlsafe_b64decode(sys.argv[1] + "==")
assert len(read) == 16 and base64.urlsafe_b64encode(read).decode() == sys.argv[1] + "=="' "$1""#,
    ),
    (
        &["ipv6-ula"],
        "python3 --version",
        r#"python3 -c 'import ipaddress, sys
network = ipaddress.ip_network(sys.argv[1])
assert network.prefixlen == 48 and network.subnet_of(ipaddress.ip_network("fd00::/8"))' "$1""#,
    ),
    (
        &["mac"],
        "python3 --version",
        r#"python3 -c 'import sys
assert len(bytes.fromhex(sys.argv[1].replace(":", ""))) == 6 and int(sys.argv[1][:2], 16) & 3 == 2' "$1""#,
    ),
    (
        &["port"],
        "python3 --version",
        "test \"$1\" -ge 49152 && test \"$1\" -le 65535",
    ),
];

/// Signs with the algorithm for a key of this length. A key that is too short gives a warning.
const JWT: &str = r#"python3 -W error -c 'import sys, jwt
algorithm = {43: "HS256", 64: "HS384", 86: "HS512"}[len(sys.argv[1])]
assert jwt.decode(jwt.encode({"a": 1}, sys.argv[1], algorithm), sys.argv[1], [algorithm]) == {"a": 1}' "$1""#;

/// Names whose programs are not small packages, and the documented form of their values.
const FORMS: &[(&[&str], &str)] = &[
    (
        &["rails-encryption"],
        r"primary_key: [A-Za-z0-9]{32}\ndeterministic_key: [A-Za-z0-9]{32}\nkey_derivation_salt: [A-Za-z0-9]{32}",
    ),
    (
        &["phoenix", "netbox", "sentry", "synapse", "appwrite"],
        r"[A-Za-z0-9_-]{64}",
    ),
    (&["symfony", "drone"], "[0-9a-f]{32}"),
    (
        &["better-auth", "metabase", "etcd-encryption"],
        r"[A-Za-z0-9+/]{43}=",
    ),
    (
        &["strapi"],
        r"APP_KEYS=(?:[A-Za-z0-9+/]{22}==,){3}[A-Za-z0-9+/]{22}==\nAPI_TOKEN_SALT=[A-Za-z0-9+/]{22}==\nADMIN_JWT_SECRET=[A-Za-z0-9+/]{43}=\nTRANSFER_TOKEN_SALT=[A-Za-z0-9+/]{22}==\nJWT_SECRET=[A-Za-z0-9+/]{43}=\nENCRYPTION_KEY=[A-Za-z0-9+/]{22}==",
    ),
    (&["superset", "dify"], "[A-Za-z0-9+/]{56}"),
    (
        &["litellm"],
        r"LITELLM_MASTER_KEY=sk-[0-9a-f]{64}\nLITELLM_SALT_KEY=sk-[0-9a-f]{64}",
    ),
    (
        &[
            "searxng",
            "umami",
            "garage",
            "woodpecker",
            "hasura",
            "grafana",
            "kibana",
            "drbd",
        ],
        "[0-9a-f]{64}",
    ),
    (
        &["mastodon"],
        r"SECRET_KEY_BASE=[0-9a-f]{128}\nOTP_SECRET=[0-9a-f]{128}(?:\nACTIVE_RECORD_ENCRYPTION_[A-Z_]+=[A-Za-z0-9]{32}){3}",
    ),
    (&["discourse", "chatwoot"], "[0-9a-f]{128}"),
    (&["n8n"], "[A-Za-z0-9+/]{32}"),
    (&["authentik"], "[A-Za-z0-9+/]{80}"),
    (&["gitea", "authelia"], "[A-Za-z0-9]{64}"),
    (
        &["gitea-jwt", "meilisearch", "oauth-state", "pkce"],
        "[A-Za-z0-9_-]{43}",
    ),
    (
        &["plausible"],
        r"SECRET_KEY_BASE=[A-Za-z0-9+/]{64}\nTOTP_VAULT_KEY=[A-Za-z0-9+/]{43}=",
    ),
    (
        &["outline"],
        r"SECRET_KEY=[0-9a-f]{64}\nUTILS_SECRET=[0-9a-f]{64}",
    ),
    (
        &["langfuse"],
        r"ENCRYPTION_KEY=[0-9a-f]{64}\nSALT=[A-Za-z0-9+/]{43}=\nNEXTAUTH_SECRET=[A-Za-z0-9+/]{43}=",
    ),
    (
        &["calcom"],
        r"NEXTAUTH_SECRET=[A-Za-z0-9+/]{43}=\nCALENDSO_ENCRYPTION_KEY=[A-Za-z0-9_-]{32}",
    ),
    (&["directus", "zitadel"], "[A-Za-z0-9_-]{32}"),
    (
        &["immich", "firefly", "radius", "bgp-md5"],
        "[A-Za-z0-9]{32}",
    ),
    (
        &["infisical"],
        r"ENCRYPTION_KEY=[0-9a-f]{32}\nAUTH_SECRET=[A-Za-z0-9+/]{43}=",
    ),
    (&["oauth2-proxy"], "[A-Za-z0-9_-]{43}="),
    (
        &["hasura-jwt"],
        r#"\{"type":"HS256","key":"[A-Za-z0-9_-]{43}"\}"#,
    ),
    (&["minio", "rabbitmq"], "[A-Za-z0-9]{40}"),
    (&["mongodb-keyfile"], "[A-Za-z0-9+/]{1008}"),
    (&["csp-nonce"], r"[A-Za-z0-9+/]{22}=="),
    (&["chrony-key"], "1 SHA256 HEX:[0-9a-f]{64}"),
    (&["ipsec-psk"], "0s[A-Za-z0-9+/]{43}="),
    (&["keepalived"], "[A-Za-z0-9]{8}"),
    (&["nanoid"], "[A-Za-z0-9_-]{21}"),
];

fn assert_done(outcome: &Outcome, what: &str) {
    let shown = String::from_utf8_lossy(&outcome.stdout);
    assert_eq!(outcome.status, 0, "{what}: {shown}{}", outcome.stderr);
}

/// The names of `secrets for help`, except the systems of `password --for`.
fn names() -> BTreeSet<String> {
    let heads = |outcome: &Outcome| -> BTreeSet<String> {
        let lines = outcome.text().lines();
        let heads = lines.filter(|line| !line.starts_with([' ', '\t']) && !line.is_empty());
        heads.map(str::to_owned).collect()
    };
    let all = heads(&run("secrets for help"));
    let systems = heads(&run("secrets password --for help"));
    assert!(systems.is_subset(&all) && systems.len() > 20);
    &all - &systems
}

#[test]
fn programs_accept_the_secrets_made_for_them() {
    for (names, probe, script) in PROGRAMS {
        if !has(&[probe]) {
            continue;
        }
        for name in *names {
            // Several values are tested, so that none passes by chance.
            let script = format!(
                "check() {{ {script}\n}}
                for time in 1 2 3; do value=$(secrets for {name}) && check \"$value\" >log 2>&1 || {{ cat log; exit 1; }}; done"
            );
            assert_done(&run(&script), name);
        }
    }
}

#[test]
fn values_have_the_form_that_their_programs_document() {
    let directory = Directory::new();
    for (names, form) in FORMS {
        std::fs::write(directory.path().join("form"), form).unwrap();
        for name in *names {
            let script =
                format!(r#"secrets for {name} -n 20 --null | grep -czP "\\A(?:$(<form))\\z""#);
            assert_eq!(directory.run(&script).text(), "20\n", "{name}");
        }
    }
}

#[test]
fn every_name_is_tested_and_every_password_target_has_a_name() {
    let programs = PROGRAMS.iter().flat_map(|(names, ..)| *names);
    let forms = FORMS.iter().flat_map(|(names, _)| *names);
    let tested: Vec<String> = programs.chain(forms).map(ToString::to_string).collect();
    assert_eq!(
        tested.len(),
        names().len(),
        "a name is tested twice or not at all"
    );
    assert_eq!(tested.into_iter().collect::<BTreeSet<_>>(), names());
    assert_eq!(
        run("secrets for rds-postgres --recipe").lines(),
        ["{{ password --for rds-postgres }}"]
    );
}

#[test]
fn a_template_takes_names_of_one_line() {
    let directory = Directory::new();
    let outcome = directory.run(
        "echo 'A={{ for laravel }}
B={{ key = for jwt-hs256 }}
C=x{{ key }}' >t.env; secrets fill t.env",
    );
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let lines: Vec<&str> = outcome.text().lines().collect();
    assert!(lines[0].starts_with("A=base64:") && lines[0].len() == 9 + 44);
    assert_eq!(lines[2], format!("C=x{}", &lines[1][2..]));
    for (name, message) in [
        ("wordpress", "'wordpress' has 8 lines"),
        ("vaultwarden", "'vaultwarden' is a value and its hash"),
        ("help", "a listing makes no sense in a template"),
        ("laravel --recipe", "a listing makes no sense"),
        ("laravel -n 2", "--count makes no sense in a template"),
        ("larvel", "'larvel' is no name"),
    ] {
        let script = format!("echo 'A={{{{ for {name} }}}}' | secrets fill --format dotenv -");
        let outcome = run(&script);
        let line = outcome.trouble(name);
        assert!(line.contains(message), "{line}");
    }
}

#[test]
fn the_output_of_recipe_is_a_template_of_fill() {
    let outcome = run(
        "for name in laravel wordpress k8s-encryption-config jwk tsig; do
            secrets for $name --recipe >template && secrets fill --format text template >filled 2>log || exit 1
            secrets for $name | tr -d 'A-Za-z0-9+/=_-' >one; tr -d 'A-Za-z0-9+/=_-' <filled | cmp - one || exit 1
        done
        secrets for wifi --ssid 'a{{b' --recipe >template && secrets fill --format text template 2>log",
    );
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.text().starts_with("WIFI:T:WPA;S:a{{b;P:"));
}

/// The fields of a Wi-Fi code as phones read them. A field ends at a ; without a backslash.
fn fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = text.strip_prefix("WIFI:").unwrap().chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => fields.last_mut().unwrap().extend(characters.next()),
            ';' => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(character),
        }
    }
    fields
}

#[test]
fn a_wifi_code_names_the_network_and_its_passphrase() {
    let ssid = r#"a;b\c,"d":é"#;
    let outcome = run(&format!("secrets for wifi --ssid '{ssid}' --qr"));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let (codes, _) = scanned(outcome.text());
    let fields = fields(&codes[0]);
    assert_eq!(fields[..2], ["T:WPA".to_owned(), format!("S:{ssid}")]);
    let passphrase = fields[2].strip_prefix("P:").unwrap();
    assert!(passphrase.len() == 20 && passphrase.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(fields[3..], ["", ""]);
    for (command, message) in [
        ("wifi --ssid ''", "an SSID has 1 to 32 bytes"),
        (
            "wifi --ssid 123456789012345678901234567890123",
            "this one has 33",
        ),
        ("laravel --ssid x", "--ssid is for wifi only"),
        ("wordpress --mask github", "'wordpress' has 8 lines"),
        ("mastodon --hash argon2id", "'mastodon' has 5 lines"),
        ("", "there is no name"),
        ("laravel --recipe --json", "--json has no effect on a list"),
        ("help --recipe", "--recipe has no effect"),
    ] {
        let outcome = run(&format!("secrets for {command}"));
        let line = outcome.trouble(command);
        assert!(line.contains(message), "{command}: {line}");
    }
}
