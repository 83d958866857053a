//! The values of a YAML text by path, from the events of `saphyr-parser` alone.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::super::tree::{Step, path_name};
use super::super::{Read, Reading};
use super::reader::{Bytes, is_null, name, value_of};

/// All values by path, from the events alone.
pub fn reading(text: &str) -> Result<Reading> {
    let bytes = Bytes::of(text);
    let mut walk = Walk {
        values: BTreeMap::new(),
        anchors: BTreeMap::new(),
        path: Vec::new(),
        open: vec![Collection::list()],
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        if walk.enter(&event)? {
            continue;
        }
        match event {
            Event::Scalar(value, style, number, tag) => {
                walk.anchor(number);
                let value = value_of(text, &value, style, bytes.range(span).end);
                let null = is_null(&value, style, tag.is_some());
                let kind = match (&tag, style) {
                    (Some(tag), _) => name(tag),
                    (None, _) if null => "null".to_owned(),
                    (None, ScalarStyle::Plain) => "plain".to_owned(),
                    (None, _) => "text".to_owned(),
                };
                walk.leaf(if null { String::new() } else { value }, kind);
                walk.leave();
            }
            Event::Alias(number) => {
                let target = walk.anchors.get(&number).cloned().unwrap_or_default();
                walk.leaf(target, "alias".to_owned());
                walk.leave();
            }
            Event::MappingStart(number, _) => {
                walk.anchor(number);
                walk.open.push(Collection::mapping());
            }
            Event::SequenceStart(number, _) => {
                walk.anchor(number);
                walk.open.push(Collection::list());
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if walk.open.pop().is_some_and(|ended| ended.entries == 0) {
                    walk.leaf(String::new(), format!("{event:?}"));
                }
                walk.leave();
            }
            _ => {}
        }
    }
    Ok(Reading::whole(walk.values))
}

/// A mapping or a list that is being read.
struct Collection {
    is_list: bool,
    /// Whether a key comes next.
    awaits_key: bool,
    /// The number of entries that have ended.
    entries: usize,
}

impl Collection {
    fn list() -> Self {
        Self {
            is_list: true,
            awaits_key: false,
            entries: 0,
        }
    }

    fn mapping() -> Self {
        Self {
            is_list: false,
            awaits_key: true,
            entries: 0,
        }
    }
}

/// A walk through the events of a text.
struct Walk {
    values: BTreeMap<Vec<Step>, Read>,
    anchors: BTreeMap<usize, String>,
    /// The current path.
    path: Vec<Step>,
    /// The collections around the current path.
    open: Vec<Collection>,
}

impl Walk {
    /// Steps to the path of `event`. Returns whether it is a key, which has no value to record.
    fn enter(&mut self, event: &Event) -> Result<bool> {
        let Some(around) = self.open.last_mut() else {
            return Ok(false);
        };
        if around.awaits_key
            && let Event::Scalar(key, ..) = event
        {
            around.awaits_key = false;
            self.path.push(Step::Key(key.to_string()));
            return Ok(true);
        }
        let begins = matches!(
            event,
            Event::Scalar(..)
                | Event::Alias(_)
                | Event::MappingStart(..)
                | Event::SequenceStart(..)
        );
        ensure!(!around.awaits_key || !begins, "a key that is not text");
        if begins && around.is_list {
            self.path.push(Step::Index(around.entries));
        }
        Ok(false)
    }

    fn leave(&mut self) {
        self.path.pop();
        if let Some(around) = self.open.last_mut() {
            around.awaits_key = !around.is_list;
            around.entries += 1;
        }
    }

    fn leaf(&mut self, value: String, kind: String) {
        self.values.insert(self.path.clone(), Read { value, kind });
    }

    fn anchor(&mut self, number: usize) {
        if number > 0 {
            self.anchors.insert(number, path_name(&self.path));
        }
    }
}
