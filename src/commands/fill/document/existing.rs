//! Fills a file that exists.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::changes::Changes;
use super::tree::{Kind, Step, Tree};
use super::{BYTE_ORDER_MARK, Edit, Filling, Model, Values, matching, secret};
use crate::commands::fill::field::{Action, Field, State};
use crate::commands::fill::template::Template;
use crate::message::hinted;
use crate::secret::Secret;

/// A file that exists, as a document.
pub struct Existing<'a> {
    /// Its text without its byte order mark.
    text: &'a str,
    has_mark: bool,
    tree: Tree,
    /// For each value of the template, the matching value of the file.
    found: Vec<Option<usize>>,
    /// For each mapping with a merge key, the keys that it takes over.
    merged: BTreeMap<usize, BTreeSet<String>>,
}

impl<'a> Existing<'a> {
    /// # Errors
    /// The file is not a document of this format, is encrypted by SOPS, or has a list whose entries
    /// cannot be matched with the template's.
    pub fn read(text: &'a str, model: &Model, fields: &[Field]) -> Result<Self> {
        let body = text.trim_start_matches(BYTE_ORDER_MARK);
        let tree = model.syntax.read(body)?;
        check_encryption(&tree)?;
        let found = matching::matched(&model.tree, &model.drawn, &tree)?;
        let existing = Self {
            text: body,
            has_mark: body.len() < text.len(),
            merged: model.syntax.merged(body, &tree),
            tree,
            found,
        };
        existing.check_doubts(model, fields)?;
        Ok(existing)
    }

    /// Refuses a key to be filled if one reader reads a value for it and another does not.
    fn check_doubts(&self, model: &Model, fields: &[Field]) -> Result<()> {
        let is_open = |field: &&Field| {
            let state = self.state(model, field);
            field.has_recipe() && !matches!(state, State::Value(_) | State::Group)
        };
        let open: Vec<&Field> = fields.iter().filter(is_open).collect();
        model.syntax.check_open(self.text, &open)
    }

    /// The state of a field in the file.
    pub fn state(&self, model: &Model, field: &Field) -> State {
        let of = |node: usize| self.found[node].map(|found| &self.tree.nodes[found].kind);
        match of(field.node) {
            Some(Kind::Map(_) | Kind::List(_)) => State::Group,
            Some(Kind::Null) if self.is_same_null(model, field) => State::Value(None),
            Some(Kind::Null) => State::Empty,
            Some(Kind::Alias) => State::Value(None),
            Some(Kind::Text(text)) if text.trim().is_empty() => State::Empty,
            Some(Kind::Text(text)) if field.is_placeholder(text) => State::Placeholder,
            Some(Kind::Text(text) | Kind::Literal(text)) => {
                let place = self.found[field.node].map(|node| self.tree.nodes[node].place.clone());
                let source = place.map_or("", |place| &self.text[place]);
                State::Value(model.syntax.is_known(source).then(|| secret(text)))
            }
            None => {
                let place = self.above(model, field.node);
                let above = place.map(|(above, _)| above);
                if let Some((above, missing)) = place
                    && self.is_merged(model, above, missing)
                {
                    let is_value = missing == field.node;
                    return if is_value {
                        State::Value(None)
                    } else {
                        State::Blocked
                    };
                }
                let fits = above.is_none_or(|above| {
                    let wanted = &model.tree.nodes[above].kind;
                    matches!(
                        (wanted, of(above)),
                        (Kind::Map(_), Some(Kind::Map(_) | Kind::Null))
                            | (Kind::List(_), Some(Kind::List(_) | Kind::Null))
                    )
                });
                if fits { State::Missing } else { State::Blocked }
            }
        }
    }

    /// Whether a missing key of the template has a value in FILE by a merge key (<<) of YAML. A key in
    /// its place would hide that value.
    fn is_merged(&self, model: &Model, above: usize, missing: usize) -> bool {
        let (Some(to), Step::Key(key)) = (self.found[above], &model.tree.nodes[missing].step)
        else {
            return false;
        };
        self.merged.get(&to).is_some_and(|keys| keys.contains(key))
    }

    /// Whether both the template and FILE have a null here. A key without any value in both counts as
    /// empty instead.
    fn is_same_null(&self, model: &Model, field: &Field) -> bool {
        let wanted = &model.tree.nodes[field.node];
        let found = self.found[field.node].map(|found| &self.tree.nodes[found]);
        let is_written = field.is_null || found.is_some_and(|found| !found.place.is_empty());
        let is_keyed = matches!(wanted.step, Step::Key(_));
        matches!(wanted.kind, Kind::Null) && (is_written || !is_keyed)
    }

    /// The closest ancestor of a template's value that is in the file, and the missing value below
    /// that ancestor.
    fn above(&self, model: &Model, node: usize) -> Option<(usize, usize)> {
        let mut missing = node;
        loop {
            let above = model.tree.parent(missing)?;
            if self.found[above].is_some() {
                return Some((above, missing));
            }
            missing = above;
        }
    }

    /// Fills the file with these values, and adds the template's values that it lacks.
    pub fn fill(
        &self,
        model: &Model,
        template: &Template,
        fields: &[Field],
        actions: &[Action],
        values: &Values,
    ) -> Result<Secret> {
        let mut filling = Filling {
            text: self.text,
            tree: &self.tree,
            template: model.source(template),
            model,
            texts: BTreeMap::new(),
            drawn: BTreeMap::new(),
            edits: Vec::new(),
        };
        let mut changes = Changes {
            before: self.text,
            expected: BTreeMap::new(),
            gone: BTreeSet::new(),
            template: Some(&model.marked.text),
        };
        for (field, pieces) in fields.iter().zip(values) {
            if let Some(pieces) = pieces {
                let text = model.value(template, field, pieces)?;
                filling.texts.insert(field.node, text);
                filling.drawn.insert(field.node, pieces);
            }
        }
        let missing = self.replace(&mut filling, &mut changes, fields, actions)?;
        self.add(&mut filling, &mut changes, missing)?;
        let out = self.spliced(filling.edits);
        let after = std::str::from_utf8(out.as_bytes())?;
        changes.verify(model.syntax, after.trim_start_matches(BYTE_ORDER_MARK))?;
        Ok(out)
    }

    /// Replaces old values. Returns the missing values by the value below which they belong.
    fn replace(
        &self,
        filling: &mut Filling,
        changes: &mut Changes,
        fields: &[Field],
        actions: &[Action],
    ) -> Result<BTreeMap<usize, Vec<usize>>> {
        let model = filling.model;
        let mut missing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (field, action) in fields.iter().zip(actions) {
            if matches!(action, Action::Keep | Action::Leave) {
                continue;
            }
            match self.found[field.node] {
                Some(node) if model.tree.is_leaf(field.node) => {
                    let is_new = !matches!(action, Action::Rotate | Action::Renew);
                    changes.expect(self.tree.path(node), filling, field.node);
                    model.syntax.replace(filling, node, field.node, is_new)?;
                }
                // A null becomes a whole mapping or list.
                Some(node) => {
                    let children = model.tree.children(field.node);
                    missing.entry(node).or_default().extend(children);
                }
                None => {
                    if let Some((above, first)) = self.above(model, field.node)
                        && let Some(to) = self.found[above]
                        && seen.insert(first)
                    {
                        missing.entry(to).or_default().push(first);
                    }
                }
            }
        }
        Ok(missing)
    }

    /// Adds missing values. Of two collections with the same end, the inner one gets its values
    /// first.
    fn add(
        &self,
        filling: &mut Filling,
        changes: &mut Changes,
        missing: BTreeMap<usize, Vec<usize>>,
    ) -> Result<()> {
        let mut places: Vec<_> = missing.into_iter().collect();
        places.sort_by_key(|(to, _)| std::cmp::Reverse(self.tree.path(*to).len()));
        for (to, children) in places {
            let path = self.tree.path(to);
            changes.gone.insert(path.clone());
            for (number, child) in (self.tree.children(to).len()..).zip(&children) {
                let mut path = path.clone();
                path.push(match &filling.model.tree.nodes[*child].step {
                    Step::Key(key) => Step::Key(key.clone()),
                    Step::Index(_) => Step::Index(number),
                });
                changes.expect_all(path, filling, *child);
            }
            filling.model.syntax.add(filling, to, &children)?;
        }
        Ok(())
    }

    fn spliced(&self, mut edits: Vec<Edit>) -> Secret {
        edits.sort_by_key(|(range, _)| range.start);
        let added: usize = edits.iter().map(|(_, text)| text.len()).sum();
        let mut out = Secret::with_capacity(self.text.len() + added + 3);
        if self.has_mark {
            out.extend("\u{feff}".as_bytes());
        }
        let mut from = 0;
        for (range, text) in edits {
            out.extend(&self.text.as_bytes()[from.min(range.start)..range.start]);
            out.extend(text.as_bytes());
            from = range.end;
        }
        out.extend(&self.text.as_bytes()[from..]);
        out
    }
}

/// Refuses a file that SOPS has encrypted, because a plain secret would break its checksum.
pub fn check_encryption(tree: &Tree) -> Result<()> {
    let has_values = tree
        .nodes
        .iter()
        .any(|node| matches!(&node.kind, Kind::Text(text) if text.starts_with("ENC[AES256_GCM,")));
    let is_sops = |node: usize| {
        let of = tree.by_key(node);
        of.get("sops")
            .is_some_and(|sops| tree.by_key(*sops).contains_key("mac"))
            || of.contains_key("sops_mac")
    };
    let has_key =
        is_sops(0) || tree.is_stream && tree.children(0).iter().any(|node| is_sops(*node));
    if has_values || has_key {
        return Err(hinted(
            "it is encrypted by SOPS, and a plain secret in it would break its checksum",
            "decrypt it to another file, fill that one, and encrypt it again",
        ));
    }
    Ok(())
}
