//! Reads the values of a text for another file.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};

use super::existing::check_encryption;
use super::matching::label_entries;
use super::{BYTE_ORDER_MARK, syntax};
use crate::commands::fill::format::Format;
use crate::secret::Secret;
use crate::text::encoding::from_base64;

/// The values of a text by path, or `None` for a value that readers read differently. The values of
/// a Kubernetes Secret are also found by their keys.
///
/// # Errors
/// The text is not a document of this format, or is encrypted by SOPS.
pub fn values(text: &str, format: Format) -> Result<BTreeMap<String, Option<Secret>>> {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let syntax = syntax(format);
    let mut tree = syntax.read(text)?;
    check_encryption(&tree)?;
    let drawn = vec![false; tree.nodes.len()];
    label_entries(&mut tree, &drawn);
    let mut values = BTreeMap::new();
    for (number, node) in tree.nodes.iter().enumerate() {
        let Some(found) = tree.text(number) else {
            continue;
        };
        let known = syntax.is_known(&text[node.place.clone()]);
        values.insert(
            tree.name(number),
            known.then(|| Secret::copy_of(found.as_bytes())),
        );
    }
    let is_secret = values
        .get("kind")
        .and_then(Option::as_ref)
        .is_some_and(|kind| kind.as_bytes() == b"Secret");
    if is_secret {
        add_keys_of_secret(&mut values)?;
    }
    Ok(values)
}

/// Adds what a Kubernetes Secret has for its keys: stringData goes before data.
fn add_keys_of_secret(values: &mut BTreeMap<String, Option<Secret>>) -> Result<()> {
    let mut keys = BTreeMap::new();
    for (path, value) in &*values {
        let Some(value) = value else { continue };
        if let Some(key) = path.strip_prefix("data.") {
            let decoded = from_base64(value.as_bytes());
            let decoded = decoded.ok_or_else(|| anyhow!("{path} is not base64"))?;
            keys.insert(key.to_owned(), Some(decoded));
        }
    }
    for (path, value) in &*values {
        if let (Some(key), Some(value)) = (path.strip_prefix("stringData."), value) {
            keys.insert(key.to_owned(), Some(Secret::copy_of(value.as_bytes())));
        }
    }
    values.extend(keys);
    Ok(())
}
