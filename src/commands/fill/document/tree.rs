//! The values of a document with their ranges in the text.

use std::collections::BTreeMap;
use std::ops::Range;

/// A step from a value of a document to one within it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// The path as the user writes it, such as a.b.0.
pub fn path_name(path: &[Step]) -> String {
    let steps: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Index(index) => index.to_string(),
        })
        .collect();
    steps.join(".")
}

/// The values of a document with their ranges. The first node is the document itself.
#[derive(Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// Whether the first node is the list of the documents of a YAML file.
    pub is_stream: bool,
    /// The names of entries of lists, for the entries that have one.
    pub labels: BTreeMap<usize, String>,
}

pub struct Node {
    parent: usize,
    pub step: Step,
    pub kind: Kind,
    /// The range of the value, with its quotes or brackets.
    pub place: Range<usize>,
    /// The range of the anchor and the tag of a YAML value.
    pub properties: Range<usize>,
    /// The tag of a YAML value.
    pub tag: Option<String>,
    pub room: Room,
}

pub enum Kind {
    Map(Vec<usize>),
    List(Vec<usize>),
    Text(String),
    /// A number, a date or the like, as written in the text.
    Literal(String),
    Null,
    /// A YAML alias of another value.
    Alias,
}

/// The position and the form of further entries of a mapping or a list.
#[derive(Clone, Default)]
pub struct Room {
    /// The end of the last entry.
    pub at: usize,
    /// The column of block entries in characters, or `None` in brackets.
    pub column: Option<usize>,
    /// The start of the line of the first entry.
    pub first: usize,
    /// In TOML, the end of the table with all its subtables.
    pub end: usize,
    /// In TOML, the dotted names between the header of the table and this mapping.
    pub names: Vec<String>,
    /// In TOML, whether keys can be written under a header that exists.
    pub has_header: bool,
}

impl Tree {
    /// Adds a value below `parent`, and returns its number. The first value is its own parent.
    pub fn add(&mut self, parent: usize, step: Step, kind: Kind, place: Range<usize>) -> usize {
        let number = self.nodes.len();
        if number > 0
            && let Kind::Map(children) | Kind::List(children) = &mut self.nodes[parent].kind
        {
            children.push(number);
        }
        self.nodes.push(Node {
            parent,
            step,
            kind,
            properties: place.start..place.start,
            place,
            tag: None,
            room: Room::default(),
        });
        number
    }

    pub fn children(&self, node: usize) -> &[usize] {
        match &self.nodes[node].kind {
            Kind::Map(children) | Kind::List(children) => children,
            _ => &[],
        }
    }

    pub fn is_leaf(&self, node: usize) -> bool {
        !matches!(self.nodes[node].kind, Kind::Map(_) | Kind::List(_))
    }

    pub fn parent(&self, node: usize) -> Option<usize> {
        (node > 0).then(|| self.nodes[node].parent)
    }

    /// The steps from the document to a value.
    pub fn path(&self, node: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = node;
        while at > 0 {
            path.push(self.nodes[at].step.clone());
            at = self.nodes[at].parent;
        }
        path.reverse();
        path
    }

    /// The path as the user writes it, with the name of each entry of a list that has one. The
    /// number of a YAML document is omitted if there is only one.
    pub fn name(&self, node: usize) -> String {
        let mut path = self.path(node);
        let mut at = node;
        for step in path.iter_mut().rev() {
            if let Some(label) = self.labels.get(&at) {
                *step = Step::Key(label.clone());
            }
            at = self.nodes[at].parent;
        }
        let is_single = self.is_stream && self.children(0).len() == 1;
        path_name(path.get(usize::from(is_single)..).unwrap_or_default())
    }

    /// The children of a mapping by key. The last of equal keys counts.
    pub fn by_key(&self, node: usize) -> BTreeMap<&str, usize> {
        let keyed = self
            .children(node)
            .iter()
            .filter_map(|child| match &self.nodes[*child].step {
                Step::Key(key) => Some((key.as_str(), *child)),
                Step::Index(_) => None,
            });
        keyed.collect()
    }

    /// The text of a value without children.
    pub fn text(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Text(text) | Kind::Literal(text) => Some(text),
            _ => None,
        }
    }

    /// The key of a mapping's entry.
    pub fn key(&self, node: usize) -> &str {
        match &self.nodes[node].step {
            Step::Key(key) => key,
            Step::Index(_) => "",
        }
    }
}
