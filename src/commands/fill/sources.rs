//! The sources of existing values: the environment and files.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use super::decision::Entry;
use super::document;
use super::field::{Action, Field};
use super::format::Format;
use crate::files::kept_file::KeptFile;
use crate::message::hinted;
use crate::secret::Secret;

/// The name of the environment as a source. Every other name is a file's.
const ENVIRONMENT: &str = "env";

/// The sources of `--from`, in the order of their priority.
pub struct Sources(Vec<Source>);

enum Source {
    Environment,
    /// The values of a file by path, and the path of the file.
    File(BTreeMap<String, Option<Secret>>, String),
}

impl Sources {
    /// Reads the files of `from`.
    ///
    /// # Errors
    /// A file cannot be read, or its name does not determine a format.
    pub fn read(from: &[String]) -> Result<Self> {
        let sources = from.iter().map(|from| {
            if from == ENVIRONMENT {
                return Ok(Source::Environment);
            }
            let path = Path::new(from);
            let format = Format::of(path).ok_or_else(|| {
                hinted(
                    format!("--from {from}: its name tells no format"),
                    "name a file such as .env, values.yaml, values.json or values.toml, or write ./env for a file",
                )
            })?;
            let file = KeptFile::read(path)?;
            ensure!(file.exists(), "--from {from}: there is no such file");
            let values = document::values(file.text()?, format);
            let values = values.with_context(|| from.clone())?;
            Ok(Source::File(values, from.clone()))
        });
        sources.collect::<Result<_>>().map(Self)
    }

    /// The value of a field in the first source that has one.
    ///
    /// # Errors
    /// Readers of the source read different values, or the value is not UTF-8.
    pub fn value(&self, field: &Field) -> Result<Option<Secret>> {
        for source in &self.0 {
            let found = match source {
                Source::Environment => {
                    let Some(value) = std::env::var_os(&field.key) else {
                        continue;
                    };
                    let value = value.into_string();
                    let value =
                        value.map_err(|_| anyhow!("the variable {} is not UTF-8", field.key))?;
                    Secret::copy_of(value.as_bytes())
                }
                Source::File(values, path) => match values.get(&field.key) {
                    None => continue,
                    Some(None) => {
                        return Err(hinted(
                            format!(
                                "{path}: readers differ about the value of {}, which has $ or \\",
                                field.key
                            ),
                            "write it there in single quotes",
                        ));
                    }
                    Some(Some(value)) => Secret::copy_of(value.as_bytes()),
                },
            };
            let text = std::str::from_utf8(found.as_bytes()).unwrap_or_default();
            if !text.trim().is_empty() && !field.is_placeholder(text) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// Refuses keys that would get a value that comes from no source and from no other key.
///
/// # Errors
/// There is such a key.
pub fn check_none_drawn(entries: &[Entry], actions: &[Action]) -> Result<()> {
    let is_made = |entry: &Entry| {
        let mut slots = entry.field.slots();
        slots.all(|slot| entry.template.derived(slot).is_some())
    };
    let new = entries.iter().zip(actions);
    let new = new.filter(|(entry, action)| action.draws() && !is_made(entry));
    let new: Vec<String> = new.map(|(entry, _)| entry.label()).collect();
    if new.is_empty() {
        return Ok(());
    }
    Err(hinted(
        format!("no source of --from has a value for {}", new.join(", ")),
        "add it there, or leave out --from-only to have it drawn",
    ))
}
