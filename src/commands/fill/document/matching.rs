//! Matches the values of the template with the values of FILE: by key, and in lists by an
//! identifying value of each entry.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Error, Result};

use super::tree::{Kind, Step, Tree};
use crate::message::hinted;

/// The keys whose values identify the entries of a list, by priority.
const IDENTITIES: [&str; 15] = [
    "name", "id", "key", "uuid", "slug", "username", "user", "login", "email", "hostname", "host",
    "domain", "url", "path", "label",
];

/// The longest name of an entry in a path, in bytes.
const MAX_LABEL: usize = 64;

/// The most comparisons of entries without a name.
const MAX_COMPARISONS: usize = 1_000_000;

/// A template and FILE, with the pairs of values matched so far.
struct Matcher<'a> {
    template: &'a Tree,
    /// The values of the template that have a recipe in or below them.
    drawn: &'a [bool],
    file: &'a Tree,
    found: Vec<Option<usize>>,
}

/// For each value of the template, the matching value of FILE.
///
/// # Errors
/// The entries of a list cannot be distinguished.
pub fn matched(template: &Tree, drawn: &[bool], file: &Tree) -> Result<Vec<Option<usize>>> {
    let mut matcher = Matcher {
        template,
        drawn,
        file,
        found: vec![None; template.nodes.len()],
    };
    matcher.pair(0, 0)?;
    Ok(matcher.found)
}

impl Matcher<'_> {
    fn pair(&mut self, of: usize, with: usize) -> Result<()> {
        let mut waiting = vec![(of, with)];
        while let Some((of, with)) = waiting.pop() {
            self.found[of] = Some(with);
            match (&self.template.nodes[of].kind, &self.file.nodes[with].kind) {
                (Kind::Map(_), Kind::Map(_)) => {
                    let known = self.file.by_key(with);
                    let pairs = self.template.children(of).iter().filter_map(|child| {
                        let found = known.get(self.template.key(*child))?;
                        Some((*child, *found))
                    });
                    waiting.extend(pairs);
                }
                (Kind::List(_), Kind::List(_)) if self.drawn[of] || of == 0 => {
                    waiting.extend(self.entries(of, with)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The pairs of matching entries of two lists.
    fn entries(&self, of: usize, with: usize) -> Result<Vec<(usize, usize)>> {
        let (wanted, there) = (self.template.children(of), self.file.children(with));
        if of == 0 && wanted.len() == 1 && there.len() == 1 {
            return Ok(vec![(wanted[0], there[0])]);
        }
        if let Some(identity) = identity(self.template, self.drawn, of) {
            return self.by_identity(of, wanted, there, &identity);
        }
        let mut pairs = Vec::new();
        let mut left: BTreeSet<usize> = there.iter().copied().collect();
        let (fixed, open): (Vec<usize>, Vec<usize>) = wanted
            .iter()
            .copied()
            .partition(|entry| self.has_fixed(*entry));
        if fixed.len().saturating_mul(there.len()) > MAX_COMPARISONS {
            return Err(self.unknown(of));
        }
        let mut missing = 0;
        for entry in &fixed {
            let mut same = left.iter().filter(|other| self.agrees(*entry, **other));
            match (same.next().copied(), same.next()) {
                (Some(one), None) => {
                    left.remove(&one);
                    pairs.push((*entry, one));
                }
                // Equal scalars are interchangeable.
                (Some(one), Some(_)) if self.template.is_leaf(*entry) => {
                    left.remove(&one);
                    pairs.push((*entry, one));
                }
                (Some(_), Some(_)) => {
                    let pairs = self.by_position(wanted, there);
                    return pairs.ok_or_else(|| self.unknown(of));
                }
                (None, _) => missing += 1,
            }
        }
        if left.is_empty() {
            return Ok(pairs);
        }
        if missing > 0 || !(open.is_empty() || open.len() == left.len()) {
            return Err(self.unknown(of));
        }
        for (entry, other) in open.into_iter().zip(left) {
            if self.template.is_leaf(entry) != self.file.is_leaf(other) {
                return Err(self.unknown(of));
            }
            pairs.push((entry, other));
        }
        Ok(pairs)
    }

    fn by_identity(
        &self,
        of: usize,
        wanted: &[usize],
        there: &[usize],
        names: &[&'static [&'static str]],
    ) -> Result<Vec<(usize, usize)>> {
        let mut known: BTreeMap<Vec<Option<&str>>, Vec<usize>> = BTreeMap::new();
        for entry in there {
            let told = told(self.file, *entry, names);
            known.entry(told).or_default().push(*entry);
        }
        let mut pairs = Vec::new();
        for entry in wanted {
            let told = told(self.template, *entry, names);
            match known.get(&told).map(Vec::as_slice) {
                Some([one]) => pairs.push((*entry, *one)),
                Some(_) => return Err(self.unknown(of)),
                None => {}
            }
        }
        Ok(pairs)
    }

    /// Pairs the entries of two lists by position, if the entries agree at every position.
    ///
    /// Such lists differ only in drawn values. So equal entries can be paired in any order.
    fn by_position(&self, wanted: &[usize], there: &[usize]) -> Option<Vec<(usize, usize)>> {
        let pairs = || wanted.iter().copied().zip(there.iter().copied());
        let fits = |(entry, other)| {
            self.agrees(entry, other) && (self.drawn[entry] || self.has_same_keys(entry, other))
        };
        let all = wanted.len() == there.len() && pairs().all(fits);
        all.then(|| pairs().collect())
    }

    /// Whether two values that agree have the same keys.
    fn has_same_keys(&self, entry: usize, other: usize) -> bool {
        let (one, two) = (self.template.children(entry), self.file.children(other));
        let known = self.file.by_key(other);
        let is_same = |(number, child): (usize, &usize)| {
            let found = match &self.template.nodes[*child].step {
                Step::Key(key) => known.get(key.as_str()).copied(),
                Step::Index(_) => two.get(number).copied(),
            };
            found.is_some_and(|found| self.has_same_keys(*child, found))
        };
        one.len() == two.len() && one.iter().enumerate().all(is_same)
    }

    /// Whether an entry of the template has a value without a recipe, which can identify it.
    fn has_fixed(&self, entry: usize) -> bool {
        let children = self.template.children(entry);
        if self.template.is_leaf(entry) {
            !self.drawn[entry]
        } else {
            children.iter().any(|child| self.has_fixed(*child))
        }
    }

    /// Whether an entry of FILE has all values without a recipe of the template's entry.
    fn agrees(&self, entry: usize, other: usize) -> bool {
        let (one, two) = (&self.template.nodes[entry], &self.file.nodes[other]);
        match (&one.kind, &two.kind) {
            (Kind::Map(children), Kind::Map(_)) => {
                let known = self.file.by_key(other);
                children.iter().all(|child| {
                    let found = known.get(self.template.key(*child));
                    found.map_or(self.drawn[*child], |found| self.agrees(*child, *found))
                })
            }
            (Kind::List(one), Kind::List(two)) => {
                let mut both = one.iter().zip(two);
                one.len() == two.len() && both.all(|(one, two)| self.agrees(*one, *two))
            }
            (Kind::Text(one), Kind::Text(two)) => self.drawn[entry] || one == two,
            (Kind::Literal(one), Kind::Literal(two)) => one == two,
            (Kind::Null, Kind::Null) | (Kind::Alias, Kind::Alias) => true,
            _ => self.drawn[entry] && self.template.is_leaf(entry) && self.file.is_leaf(other),
        }
    }

    fn unknown(&self, of: usize) -> Error {
        let what = match self.template.name(of) {
            name if name.is_empty() => "its documents are".to_owned(),
            name => format!("the entries of the list {name} are"),
        };
        hinted(
            format!("{what} not those of the template, and nothing tells which is which"),
            "give each entry a name or an id in both, or write the missing ones in the file by hand",
        )
    }
}

/// Names the entries of lists by the values that identify them, where a path can hold these. `drawn`
/// are the values that have a recipe in or below them.
pub fn label_entries(tree: &mut Tree, drawn: &[bool]) {
    let mut labels = BTreeMap::new();
    for list in usize::from(tree.is_stream)..tree.nodes.len() {
        if !matches!(tree.nodes[list].kind, Kind::List(_)) {
            continue;
        }
        let Some(names) = identity(tree, drawn, list) else {
            continue;
        };
        let entries = tree.children(list).iter();
        let labelled = entries.map(|entry| Some((*entry, told(tree, *entry, &names).pop()??)));
        let labelled: Option<Vec<(usize, &str)>> = labelled.collect();
        let fits = |label: &str| {
            label.len() <= MAX_LABEL
                && !label.contains(|c: char| c.is_control() || c.is_whitespace())
        };
        let labelled = labelled.filter(|all| all.iter().all(|(_, label)| fits(label)));
        let labelled = labelled.into_iter().flatten();
        labels.extend(labelled.map(|(entry, label)| (entry, label.to_owned())));
    }
    tree.labels = labels;
}

/// The names whose values distinguish all entries of a list, if there are any.
fn identity(tree: &Tree, drawn: &[bool], of: usize) -> Option<Vec<&'static [&'static str]>> {
    const DOCUMENT: [&[&str]; 4] = [
        &["kind"],
        &["apiVersion"],
        &["metadata", "namespace"],
        &["metadata", "name"],
    ];
    let entries = tree.children(of);
    let is_stream = of == 0 && tree.is_stream;
    let single = IDENTITIES
        .iter()
        .map(|name| vec![std::slice::from_ref(name)]);
    let document = is_stream.then(|| DOCUMENT.to_vec());
    document.into_iter().chain(single).find(|names| {
        let told: Option<BTreeSet<Vec<Option<&str>>>> = entries
            .iter()
            .map(|entry| {
                let told = told(tree, *entry, names);
                let last = told.last().copied().flatten()?;
                let is_fixed = !last.is_empty() && !is_drawn(tree, drawn, *entry, names);
                is_fixed.then_some(told)
            })
            .collect();
        told.is_some_and(|told| told.len() == entries.len())
    })
}

/// Whether a value that should identify an entry has a recipe.
fn is_drawn(tree: &Tree, drawn: &[bool], entry: usize, names: &[&'static [&'static str]]) -> bool {
    names.iter().any(|path| {
        let find = |node, name: &&str| find(tree, node, name);
        let node = path.iter().try_fold(entry, find);
        node.is_some_and(|node| drawn[node])
    })
}

fn find(tree: &Tree, node: usize, name: &str) -> Option<usize> {
    let mut of = tree.children(node).iter();
    of.find(|child| tree.nodes[**child].step == Step::Key(name.to_owned()))
        .copied()
}

/// The value of each of the names in an entry.
fn told<'t>(
    tree: &'t Tree,
    entry: usize,
    names: &[&'static [&'static str]],
) -> Vec<Option<&'t str>> {
    let find = |path: &&[&str]| {
        let node = path
            .iter()
            .try_fold(entry, |node, name| find(tree, node, name))?;
        tree.text(node)
    };
    names.iter().map(find).collect()
}
