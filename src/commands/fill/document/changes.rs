//! The changes that an edit may make, and the proof that it makes no others.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Error, Result, ensure};

use super::tree::{Step, path_name};
use super::{Filling, Reading, Syntax};
use crate::commands::fill::field::Piece;
use crate::message::hinted;
use crate::secret::Secret;

/// The values expected after an edit.
pub struct Changes<'a> {
    pub before: &'a str,
    /// The changed values by path.
    pub expected: BTreeMap<Vec<Step>, Expected>,
    /// The nulls and empty mappings that get entries.
    pub gone: BTreeSet<Vec<Step>>,
    /// The text of the template, for copied values.
    pub template: Option<&'a str>,
}

pub enum Expected {
    Value(Secret),
    /// The value of the template at this path.
    Copy(Vec<Step>),
}

impl Changes<'_> {
    /// Records that a value of the template is written at `path`.
    pub fn expect(&mut self, path: Vec<Step>, filling: &Filling, node: usize) {
        let expected = match filling.drawn.get(&node) {
            Some(pieces) => Expected::Value(Piece::join(pieces)),
            None => Expected::Copy(filling.model.tree.path(node)),
        };
        self.expected.insert(path, expected);
    }

    /// Records that a value of the template is written at `path`, with all values below it.
    pub fn expect_all(&mut self, path: Vec<Step>, filling: &Filling, node: usize) {
        let tree = &filling.model.tree;
        let children = tree.children(node);
        if children.is_empty() {
            return self.expect(path, filling, node);
        }
        for child in children {
            let mut path = path.clone();
            path.push(tree.nodes[*child].step.clone());
            self.expect_all(path, filling, *child);
        }
    }

    /// Reads the result and compares all values.
    ///
    /// # Errors
    /// A changed value is not the expected one, or another value changed.
    pub fn verify(&self, syntax: &dyn Syntax, after: &str) -> Result<()> {
        let read = |text: &str| syntax.readings(text).map_err(|_| spoiled(&[]));
        let copies = self
            .expected
            .values()
            .any(|expected| matches!(expected, Expected::Copy(_)));
        let template = self.template.filter(|_| copies).map(read).transpose()?;
        let before = read(self.before)?;
        let after = read(after)?;
        for path in self.expected.keys() {
            let readers = || after.iter().filter(|reader| !reader.takes_all);
            let is_read = readers().any(|reader| reader.values.contains_key(path));
            ensure!(is_read, spoiled(path));
        }
        for (at, (before, after)) in before.iter().zip(&after).enumerate() {
            let template = template.as_ref().map(|all| &all[at].values);
            let mut changed = 0;
            for (path, expected) in &self.expected {
                let found = after.values.get(path);
                changed += usize::from(found.is_some());
                let as_it_should = match (expected, found) {
                    _ if before.takes_all => true,
                    (Expected::Value(value), Some(found)) => {
                        found.value.as_bytes() == value.as_bytes()
                    }
                    (Expected::Copy(from), found) => {
                        found == template.and_then(|template| template.get(from))
                    }
                    // This reader does not accept the key, but another does.
                    (Expected::Value(_), None) => {
                        after.is_partial && !before.values.contains_key(path)
                    }
                };
                ensure!(as_it_should, spoiled(path));
            }
            let mut same = 0;
            for (path, value) in &before.values {
                if !self.expected.contains_key(path) && !self.gone.contains(path) {
                    ensure!(after.values.get(path) == Some(value), spoiled(path));
                    same += 1;
                }
            }
            ensure!(
                after.values.len() == same + changed + self.left(after),
                spoiled(&[])
            );
        }
        Ok(())
    }

    /// The number of nulls and empty mappings that got entries but still have a value of their own.
    fn left(&self, after: &Reading) -> usize {
        let left = self.gone.iter();
        left.filter(|path| !self.expected.contains_key(*path) && after.values.contains_key(*path))
            .count()
    }
}

fn spoiled(path: &[Step]) -> Error {
    // Readers do not know the number of a YAML document.
    let is_numbered = matches!(path.first(), Some(Step::Index(_)));
    let what = match path_name(path.get(usize::from(is_numbered)..).unwrap_or_default()) {
        name if name.is_empty() => "the file".to_owned(),
        name => name,
    };
    hinted(
        format!("{what} would not be read back as it should, so nothing is written"),
        "write the recipes in double quotes, each in a value of its own",
    )
}

#[cfg(test)]
mod tests {
    use super::super::{secret, syntax, yaml};
    use super::*;
    use crate::commands::fill::Format;

    /// For each text, whether it is accepted as `before` with `x"y` filled in at a.b.
    fn verified(format: Format, before: &str, texts: &[&str]) -> Vec<bool> {
        let path = ["a", "b"].map(|key| Step::Key(key.to_owned()));
        let changes = || Changes {
            before,
            expected: BTreeMap::from([(path.to_vec(), Expected::Value(secret("x\"y")))]),
            gone: BTreeSet::from([vec![Step::Key("a".to_owned())]]),
            template: None,
        };
        let verified = |text: &&str| changes().verify(syntax(format), text).is_ok();
        texts.iter().map(verified).collect()
    }

    #[test]
    fn what_a_broken_writer_would_leave_is_refused() {
        let json = [
            r#"{"a": {"b": "x\"y"}, "c": 1}"#,
            r#"{"c": 1, /* x */ "a": {"b": "x\"y"},}"#,
            r#"{"a": {"b": "x\"y"}, "c": 1.0}"#,
            r#"{"a": {"b": "x"y"}, "c": 1}"#,
            r#"{"a": {"b": "x\\"y"}, "c": 1}"#,
            r#"{"a": {"b": "x"}, "c": 1}"#,
            r#"{"a": {"b": ["x\"y"]}, "c": 1}"#,
            r#"{"a": {"b": "x\"y"}, "c": 1, "d": 2}"#,
            r#"{"a": {"b": "x\"y"}, "c": "1"}"#,
            r#"{"a": {"b": "x\"y"}}"#,
        ];
        let toml = [
            "c = 1\na.b = 'x\"y'\n",
            "c = 1 # x\n[a]\nb = \"x\\\"y\"\n",
            "c = 1.0\na.b = 'x\"y'\n",
            "c = 1\na.b = \"x\"y\"\n",
            "c = 1\na.b = \"x\"\n",
            "c = 1\na.b = ['x\"y']\n",
            "c = 1\na.c = 'x\"y'\n",
            "c = 1\na.b = 'x\"y'\nd = 1\n",
            "c = '1'\na.b = 'x\"y'\n",
            "a.b = 'x\"y'\n",
        ];
        for (format, before, texts) in [
            (Format::Json, "{\"a\": {}, \"c\": 1}", json),
            (Format::Toml, "a = {}\nc = 1\n", toml),
        ] {
            let only: Vec<bool> = (0..10).map(|number| number < 2).collect();
            assert_eq!(verified(format, before, &texts), only, "{before}");
        }
    }

    #[test]
    fn a_value_of_yaml_stays_what_it_is_to_all_readers() {
        let verify = |before: &str, after: &str| {
            let changes = Changes {
                before,
                expected: BTreeMap::new(),
                gone: BTreeSet::new(),
                template: None,
            };
            changes.verify(&yaml::Yaml, after).is_ok()
        };
        for (before, after, same) in [
            ("a: 1\n", "a: 1 # c\n", true),
            ("a: 1\n", "a: '1'\n", false),
            ("a: !t 1\n", "a: 1\n", false),
            ("a: &x 1\nb: *x\n", "a: &y 1\nb: *y\n", true),
            (
                "a: &x 1\nc: &y 2\nb: *x\n",
                "a: &x 1\nc: &y 2\nb: *y\n",
                false,
            ),
            ("a: |\n  x", "a: |\n  x\n", false),
            ("a: ~\n", "a:\n", true),
            ("a: []\n", "a: {}\n", false),
        ] {
            assert_eq!(verify(before, after), same, "{before:?} {after:?}");
        }
    }
}
