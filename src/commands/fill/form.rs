//! Documents with all keys of a template: a Kubernetes Secret, and a JSON object.
//!
//! The document is a second template, made from the keys. So an existing file is filled like any other
//! document.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use super::document::{self, Values};
use super::field::{Drawn, Field};
use super::format::Format;
use crate::message::hinted;
use crate::secret::Secret;

/// The limit of the total size of the values in a Kubernetes Secret, in bytes.
const MAX_K8S: usize = 1024 * 1024;

/// The kind of a document with all keys.
pub enum Form {
    /// A manifest of a Kubernetes Secret.
    K8s {
        name: String,
        namespace: Option<String>,
    },
    Json,
}

/// The text of a form, with a recipe for each key in the order of `keys`.
pub struct FormText {
    pub text: String,
    pub format: Format,
    /// For each recipe, the index of its field, and whether the value is in base64.
    pub keys: Vec<(usize, bool)>,
}

impl Form {
    /// A manifest with this name and namespace.
    ///
    /// # Errors
    /// The name is missing, or Kubernetes refuses the name or the namespace.
    pub fn k8s(name: Option<&str>, namespace: Option<&str>) -> Result<Self> {
        let name = name.ok_or_else(|| {
            hinted(
                "--to k8s needs the name of the Secret",
                "give it with --name NAME",
            )
        })?;
        for (option, name, most) in [("--name", Some(name), 253), ("--namespace", namespace, 63)] {
            let Some(name) = name else { continue };
            let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            let ends =
                name.bytes().next().is_some_and(inside) && name.bytes().last().is_some_and(inside);
            let all = name
                .bytes()
                .all(|byte| inside(byte) || byte == b'-' || (byte == b'.' && most == 253));
            ensure!(
                ends && all
                    && name.len() <= most
                    && !["..", ".-", "-."].iter().any(|two| name.contains(two)),
                "{option} '{name}' is not a valid name in Kubernetes: at most {most} lower-case letters and digits, with - only between them"
            );
        }
        Ok(Self::K8s {
            name: name.to_owned(),
            namespace: namespace.map(str::to_owned),
        })
    }

    /// The document as a template. `found` is the text of the file at `path`, or empty.
    ///
    /// # Errors
    /// There is no key, or the file does not have this Secret.
    pub fn text(&self, fields: &[Field], path: Option<&Path>, found: &str) -> Result<FormText> {
        ensure!(
            !fields.is_empty(),
            "no key of the template has a recipe, so there is nothing to write"
        );
        match self {
            Self::Json => Ok(json(fields)),
            Self::K8s { name, namespace } => {
                let path = path.unwrap_or(Path::new("-"));
                let shown = path.display().to_string();
                let start = found.trim_start_matches('\u{feff}').trim_start();
                let is_json = if start.is_empty() {
                    Format::of(path) == Some(Format::Json)
                } else {
                    start.starts_with('{')
                };
                let found = Manifest::find(found, &shown, name, namespace.as_deref())?;
                found.text(fields, name, &shown, is_json)
            }
        }
    }

    /// Encodes the values as the document needs them.
    ///
    /// # Errors
    /// The values are too long for a Secret.
    pub fn values(&self, fields: &[Field], values: &Values) -> Result<Drawn> {
        let pieces = values.iter().flatten().flatten();
        let all: usize = pieces.map(|piece| piece.as_bytes().len()).sum();
        ensure!(
            matches!(self, Self::Json) || all < MAX_K8S,
            "the values have {all} bytes, and a Kubernetes Secret holds less than 1 MiB"
        );
        let encoded = fields.iter().zip(values).map(|(field, pieces)| {
            let pieces = pieces.as_ref().map(|pieces| field.encoded(pieces));
            Ok(pieces.transpose()?.map(|whole| vec![whole]))
        });
        encoded.collect()
    }
}

fn json(fields: &[Field]) -> FormText {
    let entries: Vec<String> = fields.iter().map(|field| entry(&field.key)).collect();
    FormText {
        text: format!("{{\n  {}\n}}\n", entries.join(",\n  ")),
        format: Format::Json,
        keys: (0..fields.len()).map(|field| (field, false)).collect(),
    }
}

/// The Secret in a file.
#[derive(Default)]
struct Manifest {
    namespace: Option<String>,
    /// The values of the Secret by path, such as data.KEY.
    values: BTreeMap<String, Option<Secret>>,
}

impl Manifest {
    /// Finds the Secret with this name and namespace in the text `found` of a file.
    ///
    /// # Errors
    /// The file has no Secret, or only Secrets with other names.
    fn find(found: &str, shown: &str, name: &str, namespace: Option<&str>) -> Result<Self> {
        let new = || Self {
            namespace: namespace.map(str::to_owned),
            values: BTreeMap::new(),
        };
        if found.trim_start_matches('\u{feff}').is_empty() {
            return Ok(new());
        }
        let values = document::values(found, Format::Yaml)
            .map_err(|error| other_kind(&format!("{shown}: {error:#}")))?;
        let mut fitting = Vec::new();
        let mut others = Vec::new();
        for document in documents(values) {
            let of = |path: &str| Some(text(document.get(path)?.as_ref()?));
            if of("kind").as_deref() != Some("Secret") {
                continue;
            }
            let (own, place) = (of("metadata.name"), of("metadata.namespace"));
            if own.as_deref() == Some(name)
                && (namespace.is_none() || namespace == place.as_deref())
            {
                fitting.push(Self {
                    namespace: place,
                    values: document,
                });
            } else {
                others.push(format!(
                    "'{}'{}",
                    own.unwrap_or_default(),
                    place
                        .map(|place| format!(" of '{place}'"))
                        .unwrap_or_default()
                ));
            }
        }
        match (fitting.len(), &others[..]) {
            (1, _) => Ok(fitting.remove(0)),
            (0, []) => Err(other_kind(&format!("{shown} is not a Kubernetes Secret"))),
            (0, others) => {
                let wanted = namespace.map_or_else(String::new, |place| format!(" of '{place}'"));
                bail!(
                    "{shown} has the Secret {}, not '{name}'{wanted}",
                    others.join(" and ")
                )
            }
            _ => bail!("{shown} has several Secrets '{name}': choose one with --namespace"),
        }
    }

    /// The Secret with a recipe for each key, in the same part as in the file. New keys go to `data`,
    /// unless the file has only `stringData`.
    fn text(&self, fields: &[Field], name: &str, shown: &str, is_json: bool) -> Result<FormText> {
        let has_part = |part: &str| self.values.keys().any(|path| path.starts_with(part));
        let is_plain = has_part("stringData.") && !has_part("data.");
        let (mut coded, mut plain) = (Vec::new(), Vec::new());
        for (number, field) in fields.iter().enumerate() {
            let has = |part: &str| self.values.contains_key(&format!("{part}.{}", field.key));
            match (has("data"), has("stringData")) {
                (true, true) => {
                    return Err(hinted(
                        format!("{shown} has {} in data and in stringData", field.key),
                        "remove the key from data, because stringData overrides data",
                    ));
                }
                (false, true) => plain.push(number),
                (false, false) if is_plain => plain.push(number),
                _ => coded.push(number),
            }
        }
        let parts = [("data", &coded), ("stringData", &plain)].map(|(part, numbers)| {
            let keys = numbers.iter().map(|number| fields[*number].key.as_str());
            (part, keys.collect::<Vec<_>>())
        });
        let (format, text) = if is_json {
            (Format::Json, self.as_json(name, &parts))
        } else {
            (Format::Yaml, self.as_yaml(name, &parts))
        };
        let coded = coded.into_iter().map(|key| (key, true));
        let plain = plain.into_iter().map(|key| (key, false));
        Ok(FormText {
            text,
            format,
            keys: coded.chain(plain).collect(),
        })
    }

    fn as_yaml(&self, name: &str, parts: &[(&str, Vec<&str>)]) -> String {
        let mut lines = ["apiVersion: v1", "kind: Secret", "metadata:"]
            .map(str::to_owned)
            .to_vec();
        lines.push(format!("  name: \"{name}\""));
        let namespace = self.namespace.iter();
        lines.extend(namespace.map(|namespace| format!("  namespace: \"{namespace}\"")));
        lines.push("type: Opaque".to_owned());
        for (part, keys) in parts.iter().filter(|(_, keys)| !keys.is_empty()) {
            lines.push(format!("{part}:"));
            lines.extend(keys.iter().map(|key| format!("  {}", entry(key))));
        }
        lines.join("\n") + "\n"
    }

    fn as_json(&self, name: &str, parts: &[(&str, Vec<&str>)]) -> String {
        let namespace = self.namespace.iter();
        let namespace = namespace.map(|namespace| format!(", \"namespace\": \"{namespace}\""));
        let namespace: String = namespace.collect();
        let mut members = vec![
            "\"apiVersion\": \"v1\"".to_owned(),
            "\"kind\": \"Secret\"".to_owned(),
            format!("\"metadata\": {{\"name\": \"{name}\"{namespace}}}"),
            "\"type\": \"Opaque\"".to_owned(),
        ];
        let parts = parts.iter().filter(|(_, keys)| !keys.is_empty());
        members.extend(parts.map(|(part, keys)| {
            let entries: Vec<String> = keys.iter().map(|key| entry(key)).collect();
            format!("\"{part}\": {{\n    {}\n  }}", entries.join(",\n    "))
        }));
        format!("{{\n  {}\n}}\n", members.join(",\n  "))
    }
}

/// A key with its recipe, in the notation that JSON and YAML share.
fn entry(key: &str) -> String {
    format!("\"{key}\": \"{{{{ {key} }}}}\"")
}

fn text(value: &Secret) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

fn other_kind(message: &str) -> anyhow::Error {
    hinted(message.to_owned(), "name another file with --output")
}

/// The values of each document of a file. Removes the numbers of documents from their paths.
fn documents(values: BTreeMap<String, Option<Secret>>) -> Vec<BTreeMap<String, Option<Secret>>> {
    if values.contains_key("kind") {
        return vec![values];
    }
    let mut documents: BTreeMap<String, BTreeMap<String, Option<Secret>>> = BTreeMap::new();
    for (path, value) in values {
        if let Some((number, path)) = path.split_once('.') {
            let document = documents.entry(number.to_owned()).or_default();
            document.insert(path.to_owned(), value);
        }
    }
    documents.into_values().collect()
}
