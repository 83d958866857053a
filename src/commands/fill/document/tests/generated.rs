//! Generates documents of any shape, and templates for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use proptest::prelude::*;

use crate::commands::fill::document::tree::Step;
use crate::commands::fill::format::Format;

/// A generated sequence of choices between notations.
pub struct Styles<'a> {
    pub choices: &'a [u8],
    pub at: usize,
}

impl Styles<'_> {
    pub fn next(&mut self, of: u8) -> u8 {
        self.at += 1;
        self.choices[self.at % self.choices.len()] % of
    }

    pub fn comment(&mut self, mark: &str, out: &mut String) {
        if self.next(6) == 0 {
            let _ = write!(out, " {mark} c '\"[{{");
        }
    }
}

/// A value of a document or a template.
#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    /// A number, a boolean or null.
    Literal(&'static str),
    /// An alias of the last text with an anchor, in YAML. Otherwise a number.
    Alias,
    /// A recipe of a template, with text around it.
    Recipe(&'static str, &'static str),
    Map(Vec<(String, Value)>),
    List(Vec<Value>),
}

impl Value {
    /// The text of a recipe in a template.
    pub fn recipe(&self) -> String {
        match self {
            Self::Recipe(before, after) => format!("{before}{{{{ hex 8 }}}}{after}"),
            _ => String::new(),
        }
    }

    pub fn entry(&mut self, wanted: &str) -> Option<&mut Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        let mut entries = entries.iter_mut();
        entries
            .find(|(key, _)| key == wanted)
            .map(|(_, value)| value)
    }

    pub fn name(&self) -> Option<&str> {
        let Self::Map(entries) = self else {
            return None;
        };
        match entries.iter().find(|(key, _)| key == "name") {
            Some((_, Self::Text(name))) => Some(name),
            _ => None,
        }
    }

    /// The keys that the merge key of a mapping takes over.
    pub fn merged(&self) -> BTreeSet<&str> {
        let Self::Map(entries) = self else {
            return BTreeSet::new();
        };
        let mut entries = entries.iter();
        let merge = entries.find(|(key, _)| key == "<<").map(|(_, value)| value);
        let sources: Vec<&Self> = match merge {
            Some(Self::List(items)) => items.iter().collect(),
            merge => merge.into_iter().collect(),
        };
        let mut keys = BTreeSet::new();
        for source in sources {
            keys.extend(source.merged());
            if let Self::Map(entries) = source {
                keys.extend(entries.iter().map(|(key, _)| key.as_str()));
            }
        }
        keys
    }

    /// The texts in this value by path.
    pub fn texts(&self, path: &mut Vec<Step>, texts: &mut BTreeMap<Vec<Step>, String>) {
        let mut below = |step, value: &Self| {
            path.push(step);
            value.texts(path, texts);
            path.pop();
        };
        match self {
            Self::Text(text) => drop(texts.insert(path.clone(), text.clone())),
            Self::Map(entries) => entries
                .iter()
                .for_each(|(key, value)| below(Step::Key(key.clone()), value)),
            Self::List(items) => items
                .iter()
                .enumerate()
                .for_each(|(at, value)| below(Step::Index(at), value)),
            Self::Literal(_) | Self::Alias | Self::Recipe(..) => {}
        }
    }
}

/// Texts that are hard to read or to quote.
const TEXTS: [&str; 24] = [
    "",
    "a",
    "it's",
    "say \"x\"",
    "back\\slash",
    "# none",
    "a # b",
    "a: b",
    "- x",
    "two\nlines\n",
    "three\n\nlines",
    "tab\tbed",
    "é😀\u{a0}",
    "null",
    "1.0",
    " lead",
    "trail ",
    "<<",
    "\u{7}\u{1b}",
    "[1, {a: 2}]",
    "'''",
    "\"\"\"",
    "a/b,c]d}e",
    "\u{feff}\u{2028}",
];

const KEYS: [&str; 14] = [
    "a b", "é", "x-y", "1", "true", "null", "~", "a.b", "#", "'", "\"", "<<", "k: v", "-",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        "[a-z]{1,8}",
        "[ -z]{0,12}",
        "[a-c\n ]{0,8}",
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-f]{1,2}",
        1 => prop::sample::select(&KEYS[..]).prop_map(str::to_owned),
    ]
}

pub fn entries(
    value: impl Strategy<Value = Value>,
    most: usize,
) -> impl Strategy<Value = Vec<(String, Value)>> {
    let entries = prop::collection::btree_map(key(), value, 0..most);
    entries.prop_map(|entries| entries.into_iter().collect())
}

pub fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => text().prop_map(Value::Text),
        1 => Just(Value::Alias),
        1 => prop::sample::select(&["1", "1.5", "true", "null"][..]).prop_map(Value::Literal),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let named = ("[a-c]", inner.clone()).prop_map(|(name, value)| {
            Value::Map(vec![
                ("name".to_owned(), Value::Text(name)),
                ("zz".to_owned(), value),
            ])
        });
        prop_oneof![
            3 => entries(inner.clone(), 4).prop_map(Value::Map),
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::List),
            1 => prop::collection::vec(named, 1..4).prop_map(Value::List),
        ]
    })
}

fn recipe(styles: &mut Styles) -> Value {
    let (before, after) = [("", ""), ("u:", "@h/é")][usize::from(styles.next(3) / 2)];
    Value::Recipe(before, after)
}

/// A template with some of the keys of a document, and with new keys.
pub fn template_of(
    format: Format,
    document: &[(String, Value)],
    styles: &mut Styles,
) -> Vec<(String, Value)> {
    let mut template = Vec::new();
    for (key, value) in document {
        let value = match (value, styles.next(4)) {
            (Value::Map(entries), 1..) => Value::Map(template_of(format, entries, styles)),
            (Value::List(items), 1..) if items.iter().any(|item| item.name().is_some()) => {
                let known = items[0].name().unwrap_or("a").to_owned();
                let entry = |name: String| {
                    Value::Map(vec![
                        ("name".to_owned(), Value::Text(name)),
                        ("pw".to_owned(), Value::Recipe("", "")),
                    ])
                };
                Value::List(["new".to_owned(), known].map(entry).to_vec())
            }
            (Value::Text(_) | Value::Literal("null") | Value::Alias, 1 | 2) => recipe(styles),
            (_, 3) => value.clone(),
            _ => continue,
        };
        template.push((key.clone(), value));
    }
    let keys = match format {
        Format::Dotenv => ["NEW", "K.NEW-1", "ZZ"],
        _ => ["new", "k new", "zz"],
    };
    for key in keys {
        let value = match (format, styles.next(9)) {
            (Format::Dotenv, 0 | 2 | 3) => Some(recipe(styles)),
            (Format::Dotenv, 1) => Some(Value::Text("text".to_owned())),
            (Format::Dotenv, _) => None,
            (_, style) => new_value(style, styles),
        };
        if let Some(value) = value
            && document.iter().all(|(known, _)| known != key)
        {
            template.push((key.to_owned(), value));
        }
    }
    template
}

fn new_value(style: u8, styles: &mut Styles) -> Option<Value> {
    let entry = |key: &str, value| (key.to_owned(), value);
    Some(match style {
        0 => recipe(styles),
        1 => Value::Text(TEXTS[usize::from(styles.next(24))].to_owned()),
        2 => Value::Map(vec![
            entry("a", recipe(styles)),
            entry("b c", Value::List(vec![Value::Literal("1")])),
        ]),
        3 => Value::List(vec![
            Value::Literal("1.5"),
            Value::Map(vec![entry("n", recipe(styles))]),
        ]),
        4 => Value::Map(vec![entry(
            "n",
            Value::Map(vec![entry("m", recipe(styles))]),
        )]),
        _ => return None,
    })
}

pub fn has_recipe(value: &Value) -> bool {
    match value {
        Value::Recipe(..) => true,
        Value::Map(entries) => entries.iter().any(|(_, value)| has_recipe(value)),
        Value::List(items) => items.iter().any(has_recipe),
        Value::Text(_) | Value::Literal(_) | Value::Alias => false,
    }
}

/// Replaces nulls with dates, for a format without null.
pub fn without_nulls(entries: &[(String, Value)]) -> Vec<(String, Value)> {
    fn changed(value: &Value) -> Value {
        match value {
            Value::Literal("null") => Value::Literal("1979-05-27"),
            Value::Map(entries) => Value::Map(without_nulls(entries)),
            Value::List(items) => Value::List(items.iter().map(changed).collect()),
            other => other.clone(),
        }
    }
    let changed = |(key, value): &(String, Value)| (key.clone(), changed(value));
    entries.iter().map(changed).collect()
}
