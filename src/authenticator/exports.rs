//! The JSON files that Aegis and 2FAS export.

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::Value;

use crate::authenticator::account::{Account, Entry, Kind, Label};
use crate::authenticator::key_text;
use crate::authenticator::oath::{self, Algorithm, Style};
use crate::message::hinted;

/// Reads an export.
///
/// # Errors
/// It is no JSON, an export of another program, or encrypted.
pub fn read(text: &[u8]) -> Result<Vec<Entry>> {
    // The messages of the parser have positions, and none of the text.
    let export: Value =
        serde_json::from_slice(text).context("the secret looks like JSON and cannot be read")?;
    if export["db"].is_string() || export["header"]["slots"].is_array() {
        return Err(encrypted("Aegis", "Settings, Import & Export, Export"));
    }
    if export["servicesEncrypted"].is_string() {
        return Err(encrypted("2FAS", "Settings, 2FAS Backup, Export"));
    }
    let (entries, read): (_, fn(&Value) -> Entry) =
        match (&export["db"]["entries"], &export["services"]) {
            (Value::Array(entries), _) => (entries, aegis),
            (_, Value::Array(services)) => (services, two_fas),
            _ => {
                return Err(hinted(
                    "the secret is JSON, and neither an export of Aegis nor of 2FAS",
                    "export otpauth:// URIs from the app, or a QR code for Google Authenticator",
                ));
            }
        };
    ensure!(!entries.is_empty(), "the export has no accounts");
    Ok(entries.iter().map(read).collect())
}

fn encrypted(program: &str, menu: &str) -> anyhow::Error {
    hinted(
        format!("the export of {program} is encrypted"),
        format!("export again without a password: {menu}; remove the file after use"),
    )
}

/// An entry of Aegis: `{type, name, issuer, info: {secret, algo, digits, period, counter}}`.
fn aegis(entry: &Value) -> Entry {
    let info = &entry["info"];
    Entry::new(label(text(&entry["issuer"]), text(&entry["name"])), || {
        let mut account = account(text(&entry["type"]), &info["secret"])?;
        account.algorithm = algorithm(&info["algo"])?;
        numbers(&mut account, info)?;
        Ok(account)
    })
}

/// A service of 2FAS: `{name, secret, otp: {account, issuer, algorithm, digits, period, tokenType,
/// counter}}`. The name is the issuer, unless the user has changed it.
fn two_fas(service: &Value) -> Entry {
    let otp = &service["otp"];
    let issuer = match text(&otp["issuer"]) {
        "" => text(&service["name"]),
        issuer => issuer,
    };
    let name = match text(&otp["account"]) {
        "" => text(&otp["label"]),
        account => account,
    };
    Entry::new(label(issuer, name), || {
        // Early versions supported only TOTP and wrote no type.
        let kind = match text(&otp["tokenType"]) {
            "" => "totp",
            kind => kind,
        };
        let mut account = account(kind, &service["secret"])?;
        account.algorithm = algorithm(&otp["algorithm"])?;
        numbers(&mut account, otp)?;
        Ok(account)
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn label(issuer: &str, account: &str) -> Option<Label> {
    let issuer = Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty());
    (!account.is_empty() || issuer.is_some()).then(|| Label {
        issuer,
        account: account.to_owned(),
    })
}

/// An account. `kind` is the type in the export.
fn account(kind: &str, secret: &Value) -> Result<Account> {
    let (known, style) = match kind.to_ascii_lowercase().as_str() {
        "totp" => (Kind::Totp, None),
        "hotp" => (Kind::Hotp, None),
        "steam" => (Kind::Totp, Some(Style::Steam)),
        _ => bail!("it is of the type {kind:?}, and only totp, hotp and steam are read"),
    };
    let secret = secret.as_str().context("it has no secret")?;
    let mut account = Account::bare(known, key_text::base32(secret.as_bytes())?);
    account.style = style;
    Ok(account)
}

fn algorithm(value: &Value) -> Result<Option<Algorithm>> {
    match value {
        Value::Null => Ok(None),
        value => {
            let algorithm = Algorithm::named(text(value));
            let unknown = || anyhow!("its algorithm is not one of SHA1, SHA256 and SHA512");
            algorithm.ok_or_else(unknown).map(Some)
        }
    }
}

/// Sets the numbers in `fields`.
fn numbers(account: &mut Account, fields: &Value) -> Result<()> {
    account.digits = number(fields, "digits", oath::length)?;
    match account.kind {
        Kind::Totp => account.period = number(fields, "period", oath::period)?,
        Kind::Hotp => {
            let counter = number(fields, "counter", oath::counter)?;
            account.counter = Some(counter.unwrap_or(0));
        }
    }
    Ok(())
}

/// Reads the number `name` with `read`, if there is one.
fn number<T>(fields: &Value, name: &str, read: fn(&str) -> Result<T>) -> Result<Option<T>> {
    let number = match &fields[name] {
        Value::Null => return Ok(None),
        Value::Number(number) => read(&number.to_string()),
        _ => Err(anyhow!("it must be a whole number")),
    };
    number
        .map(Some)
        .with_context(|| format!("its {name} cannot be used"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authenticator::account::tests::described;

    /// Exports of the same accounts in the format of each program, written for this test.
    const AEGIS: &str = r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[
        {"type":"totp","uuid":"1","name":"alice","issuer":"Acme","note":"","icon":null,"info":{"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","algo":"SHA1","digits":6,"period":30}},
        {"type":"totp","name":"bob","issuer":"","info":{"secret":"GEZDGNBVGY3TQOJQ","algo":"SHA256","digits":8,"period":60}},
        {"type":"hotp","name":"token","issuer":"Acme","info":{"secret":"GEZDGNBV","algo":"SHA512","digits":7,"counter":42}},
        {"type":"steam","name":"gabe","issuer":"Valve","info":{"secret":"GEZDGNBV","algo":"SHA1","digits":5,"period":30}},
        {"type":"motp","name":"old","issuer":"Acme","info":{"secret":"GEZDGNBV","digits":6,"period":10,"pin":"1234"}},
        {"type":"totp","name":"broken","issuer":"Acme","info":{"secret":"GEZDGNB1","algo":"SHA1","digits":6,"period":30}}
    ]}}"#;

    const TWO_FAS: &str = r#"{"services":[
        {"name":"Renamed","secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ","updatedAt":1,"otp":{"label":"alice","account":"alice","issuer":"Acme","digits":6,"period":30,"algorithm":"SHA1","tokenType":"TOTP","source":"Link"},"order":{"position":0}},
        {"name":"","secret":"GEZDGNBVGY3TQOJQ","otp":{"account":"bob","digits":8,"period":60,"algorithm":"SHA256","tokenType":"TOTP"}},
        {"name":"Acme","secret":"GEZDGNBV","otp":{"label":"token","digits":7,"algorithm":"SHA512","counter":42,"tokenType":"HOTP"}},
        {"name":"Valve","secret":"GEZDGNBV","otp":{"account":"gabe","issuer":"Valve","digits":5,"period":30,"algorithm":"SHA1","tokenType":"STEAM"}},
        {"name":"Acme","secret":"GEZDGNBV","otp":{"account":"old","issuer":"Acme","tokenType":"MOTP"}},
        {"name":"Acme","secret":"GEZDGNB1","otp":{"account":"broken","issuer":"Acme"}}
    ],"groups":[],"schemaVersion":4,"appOrigin":"android"}"#;

    const ACCOUNTS: [&str; 6] = [
        "Acme:alice totp SHA1 6 30 20",
        "bob totp SHA256 8 60 10",
        "Acme:token hotp SHA512 7 42 5",
        "Valve:gabe totp steam SHA1 5 30 5",
        "Acme:old: it is of the type",
        "Acme:broken: character 8 of the secret",
    ];

    #[test]
    fn plain_exports_are_read() {
        for export in [AEGIS, TWO_FAS] {
            let entries = read(export.as_bytes()).unwrap();
            assert_eq!(entries.len(), ACCOUNTS.len());
            for (entry, expected) in entries.iter().zip(ACCOUNTS) {
                let found = described(entry);
                assert!(found.starts_with(expected), "{found}, not {expected}");
            }
        }
    }

    /// The keys and settings come from the tests of Aegis's importers: version 1 of Aegis's file, and
    /// the first version of 2FAS's file.
    #[test]
    fn early_exports_are_read() {
        let aegis = r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":1,"entries":[{"type":"hotp","name":"Mason","issuer":"WWE","icon":null,"info":{"secret":"5VAML3X35THCEBVRLV24CGBKOY","algo":"SHA512","digits":8,"counter":10300}}]}}"#;
        let entries = read(aegis.as_bytes()).unwrap();
        assert_eq!(described(&entries[0]), "WWE:Mason hotp SHA512 8 10300 16");
        let two_fas = r#"{"appOrigin":"android","schemaVersion":1,"services":[{"name":"Deno","otp":{"account":"Mason","issuer":"Deno","label":"Deno:Mason"},"secret":"4SJHB4GSD43FZBAI7C2HLRJGPQ","type":"Unknown"}]}"#;
        let entries = read(two_fas.as_bytes()).unwrap();
        assert_eq!(described(&entries[0]), "Deno:Mason totp SHA1 6 30 16");
    }

    #[test]
    fn encrypted_and_unknown_exports_are_refused() {
        for (export, rule) in [
            (
                r#"{"version":1,"header":{"slots":[{}],"params":{}},"db":"R0VaRA=="}"#,
                "the export of Aegis is encrypted",
            ),
            (
                r#"{"services":[],"servicesEncrypted":"a:b:c"}"#,
                "the export of 2FAS is encrypted",
            ),
            (r#"{"items":[]}"#, "neither an export of Aegis nor of 2FAS"),
            ("[]", "neither an export"),
            ("{", "cannot be read"),
            (r#"{"services":[]}"#, "no accounts"),
            (r#"{"db":{"entries":[]}}"#, "no accounts"),
        ] {
            let error = read(export.as_bytes()).err().unwrap();
            assert!(format!("{error:#}").contains(rule), "{export}: {error:#}");
        }
        for (fields, rule) in [
            (
                r#""tokenType":"TOTP","digits":"6""#,
                "digits cannot be used",
            ),
            (r#""digits":11"#, "digits cannot be used"),
            (r#""period":0"#, "period cannot be used"),
            (r#""digits":6.5"#, "digits cannot be used"),
            (r#""algorithm":"MD5""#, "SHA1, SHA256"),
            (r#""algorithm":1"#, "SHA1, SHA256"),
            (
                r#""tokenType":"HOTP","counter":-1"#,
                "counter cannot be used",
            ),
            (r#""tokenType":"STEAM","digits":6"#, "five characters"),
        ] {
            let export = format!(r#"{{"services":[{{"secret":"GEZDGNBV","otp":{{{fields}}}}}]}}"#);
            let entries = read(export.as_bytes()).unwrap();
            let found = described(&entries[0]);
            assert!(found.contains(rule), "{fields}: {found}");
        }
        let entries = read(br#"{"services":[{"name":"x"},7]}"#).unwrap();
        assert!(
            entries
                .iter()
                .all(|entry| described(entry).contains("no secret"))
        );
    }
}
