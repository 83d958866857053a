//! Reads YAML with libyaml, which PyYAML, Ruby and many others use. Its parser shares no code with the
//! parser that finds the ranges.

use std::collections::BTreeMap;

use libyaml_safer::{EventData, Parser};

use crate::commands::fill::document::tree::Step;

/// The scalars of a text by path, or `None` if libyaml refuses the text.
pub fn texts(text: &str) -> Option<BTreeMap<Vec<Step>, String>> {
    let mut bytes = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut texts = BTreeMap::new();
    let mut path = Vec::new();
    // For each open collection, the index of a list's next entry, or whether a mapping awaits a key.
    let mut open = vec![Open::List(0)];
    loop {
        let data = parser.parse().ok()?.data;
        let value = match data {
            EventData::StreamEnd => return Some(texts),
            EventData::SequenceEnd | EventData::MappingEnd => {
                open.pop();
                path.pop();
                continue;
            }
            EventData::Scalar { ref value, .. } => value.clone(),
            EventData::Alias { .. }
            | EventData::SequenceStart { .. }
            | EventData::MappingStart { .. } => String::new(),
            _ => continue,
        };
        match open.last_mut()? {
            Open::List(next) => {
                path.push(Step::Index(*next));
                *next += 1;
            }
            around @ Open::Key => {
                path.push(Step::Key(value));
                *around = Open::Value;
                continue;
            }
            around @ Open::Value => *around = Open::Key,
        }
        match data {
            EventData::SequenceStart { .. } => open.push(Open::List(0)),
            EventData::MappingStart { .. } => open.push(Open::Key),
            _ => {
                texts.insert(path.clone(), value);
                path.pop();
            }
        }
    }
}

enum Open {
    List(usize),
    Key,
    Value,
}
