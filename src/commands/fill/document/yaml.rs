//! YAML: `saphyr-parser` tells where each value stands, and only these places of the text change. So
//! comments, order and white space stay. The result is read again, and is not written unless it is
//! what it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, anyhow, bail, ensure};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{
    Action, Field, Secret, State, Step, Template, Values, field, spoiled, state_of, text_of,
};
use crate::message::hinted;
use crate::text::json::json_string;

/// How deep values may stand in each other.
const MAX_DEPTH: usize = 128;

/// A document of one mapping or list, with its places.
pub struct Document<'a> {
    text: &'a str,
    leaves: Vec<Leaf>,
    places: BTreeMap<Vec<Step>, usize>,
    maps: BTreeMap<Vec<Step>, Map>,
    lists: BTreeSet<Vec<Step>>,
}

/// A value that holds no others.
struct Leaf {
    path: Vec<Step>,
    /// Its text; nothing for what stands for another value.
    value: Option<String>,
    /// Where it stands, with its quotes. A value that is left out stands behind its colon, or behind
    /// its anchor and its tag.
    range: Range<usize>,
    /// Where its anchor and its tag stand.
    properties: Range<usize>,
    is_block: bool,
}

/// A mapping that keys can be added to.
struct Map {
    /// The column of its keys, in characters, if it is no mapping in braces.
    column: Option<usize>,
    has_keys: bool,
    /// Where a further key goes.
    end: usize,
}

/// What the next value stands in.
enum Frame {
    /// A list, with the number of its next value.
    List(usize),
    /// A mapping before a key.
    Keys,
    /// A mapping before a value, with the end of the colon.
    Value(usize),
}

/// Puts a document together from the events of the parser.
struct Reader<'a> {
    document: Document<'a>,
    bytes: Bytes,
    frames: Vec<Frame>,
    path: Vec<Step>,
    /// The end of the last key or value.
    last: usize,
}

impl<'a> Document<'a> {
    /// # Errors
    /// It is not YAML, or has several documents or keys that are no text.
    pub fn parse(text: &'a str) -> Result<Self> {
        let mut reader = Reader {
            document: Self::empty(text),
            bytes: Bytes::of(text),
            frames: Vec::new(),
            path: Vec::new(),
            last: 0,
        };
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) =
                event.map_err(|error| anyhow!("line {}: it is not YAML", error.marker().line()))?;
            documents += u32::from(matches!(event, Event::DocumentStart(_)));
            ensure!(
                documents <= 1,
                "it has several documents, and only one can be filled"
            );
            reader.event(event, span)?;
        }
        Ok(reader.document)
    }

    fn empty(text: &'a str) -> Self {
        Self {
            text,
            leaves: Vec::new(),
            places: BTreeMap::new(),
            maps: BTreeMap::new(),
            lists: BTreeSet::new(),
        }
    }

    /// Whether something stands at `path`, of which further keys can be no part.
    fn is_closed(&self, path: &[Step]) -> bool {
        self.places.contains_key(path) || self.lists.contains(path)
    }

    /// The line end of its first line.
    fn newline(&self) -> &'static [u8] {
        super::newline(self.text).as_bytes()
    }

    fn find(&self, path: &[Step]) -> Option<&Leaf> {
        self.places.get(path).map(|leaf| &self.leaves[*leaf])
    }

    fn leaf_of(&self, field: &Field) -> Result<&Leaf> {
        self.find(&field.path)
            .context("a value of the template is lost")
    }

    /// The values of the template.
    pub fn fields(&self, template: &Template, fields: &mut Vec<Field>) {
        for leaf in &self.leaves {
            fields.push(field(
                template,
                &leaf.path,
                leaf.value.as_deref().unwrap_or("*"),
            ));
        }
    }

    pub fn state(&self, field: &Field) -> State {
        match self.find(&field.path) {
            None if self.maps.contains_key(&field.path) || self.lists.contains(&field.path) => {
                State::Group
            }
            None => State::Missing,
            Some(Leaf { value: None, .. }) => State::Value(None),
            Some(leaf) => state_of(field, leaf.value.as_deref()),
        }
    }

    pub fn fill(
        &self,
        template: &Template,
        fields: &[Field],
        actions: &[Action],
        values: &Values,
    ) -> Result<Secret> {
        let tokens = template.tokens()?;
        let model = Document::parse(&tokens)?;
        let mut edits = Vec::new();
        let mut added = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            let new = match (actions[at], &values[at]) {
                (Action::Fill | Action::Rotate, Some(pieces)) => quoted(&text_of(field, pieces)?),
                (Action::Copy, _) => {
                    let leaf = model.leaf_of(field)?;
                    let mut copy = Secret::with_capacity(leaf.range.len());
                    copy.extend(&tokens.as_bytes()[leaf.range.clone()]);
                    ensure!(!leaf.is_block && leaf.value.is_some(), by_hand(field));
                    copy
                }
                _ => continue,
            };
            let old = self.find(&field.path);
            let keeps = |leaf: &Leaf| actions[at] == Action::Rotate || !leaf.properties.is_empty();
            let new = if old.is_some_and(keeps) {
                new
            } else {
                let properties = &tokens[model.leaf_of(field)?.properties.clone()];
                // A second anchor of a name would have the aliases below it.
                let mut words = properties.split_whitespace();
                let is_taken = words.any(|word| word.starts_with('&') && self.text.contains(word));
                ensure!(!is_taken && !properties.contains('\n'), by_hand(field));
                behind(properties, &new)
            };
            if let Some(leaf) = old {
                ensure!(!leaf.is_block, by_hand(field));
                edits.push((leaf.range.clone(), spaced(leaf, &new)));
            } else {
                added.push((field, new));
            }
        }
        let mut text = splice(self.text, edits);
        for (field, new) in added {
            let longer =
                Document::parse(std::str::from_utf8(text.as_bytes())?)?.add(field, &new)?;
            text = longer;
        }
        prove(&text, fields, values, self)?;
        Ok(text)
    }

    /// The text with a further key, and the mappings on the way to it.
    fn add(&self, field: &Field, new: &Secret) -> Result<Secret> {
        let depth = (0..field.path.len())
            .rev()
            .find(|depth| self.maps.contains_key(&field.path[..*depth]));
        let keys: Option<Vec<&str>> = field.path[depth.unwrap_or(0)..]
            .iter()
            .map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Index(_) => None,
            })
            .collect();
        let mut on_the_way = depth.map_or(0, |depth| depth + 1)..field.path.len();
        let is_open = (depth.is_some() || self.leaves.is_empty() && self.lists.is_empty())
            && !on_the_way.any(|length| self.is_closed(&field.path[..length]));
        let Some(keys) = keys.filter(|_| is_open) else {
            bail!(by_hand(field));
        };
        let map = depth.and_then(|depth| self.maps.get(&field.path[..depth]));
        let (column, at) = map.map_or((Some(0), self.text.len()), |map| (map.column, map.end));
        let mut line = Secret::with_capacity(128);
        if let Some(column) = column {
            if at > 0 && !self.text[..at].ends_with('\n') {
                line.extend(self.newline());
            }
            for (depth, key) in keys.iter().enumerate() {
                line.extend(" ".repeat(column + 2 * depth).as_bytes());
                line.extend(plain_key(key).as_bytes());
                if depth + 1 < keys.len() {
                    line.push(b':');
                    line.extend(self.newline());
                } else {
                    line.extend(b": ");
                }
            }
            line.extend(new.as_bytes());
            line.extend(self.newline());
        } else {
            line.extend(if map.is_some_and(|map| map.has_keys) {
                b", "
            } else {
                b""
            });
            for (depth, key) in keys.iter().enumerate() {
                line.extend(plain_key(key).as_bytes());
                line.extend(if depth + 1 < keys.len() {
                    b": {"
                } else {
                    b": "
                });
            }
            line.extend(new.as_bytes());
            line.extend("}".repeat(keys.len() - 1).as_bytes());
        }
        Ok(splice(self.text, vec![(at..at, line)]))
    }
}

fn by_hand(field: &Field) -> anyhow::Error {
    hinted(
        format!("{} cannot be filled where it stands", field.key),
        "write it in the file by hand, with \"\" as its value",
    )
}

impl Reader<'_> {
    fn event(&mut self, event: Event, span: Span) -> Result<()> {
        let range = self.bytes.range(span);
        let line = span.start.line();
        if matches!(self.frames.last(), Some(Frame::Keys)) && event != Event::MappingEnd {
            let Event::Scalar(key, _, 0, None) = event else {
                bail!("line {line}: a key that is no text");
            };
            self.key(&key, &range, span.start.col());
            return Ok(());
        }
        match event {
            Event::Scalar(value, style, _, tag) => {
                // Nothing in words is nothing too.
                let is_null = style == ScalarStyle::Plain
                    && tag.is_none()
                    && ["null", "Null", "NULL", "~"].contains(&&*value);
                let properties = properties(self.document.text, &range);
                self.scalar(if is_null { "" } else { &value }, style, properties, &range)?;
            }
            Event::Alias(_) => {
                self.begin();
                let nothing = range.start..range.start;
                self.leaf(None, nothing, range, false)?;
                self.end();
            }
            Event::MappingStart(..) => {
                self.begin();
                self.check_new()?;
                let in_braces = self.document.text[range.start..].starts_with('{');
                let map = Map {
                    column: (!in_braces).then_some(usize::MAX),
                    has_keys: false,
                    end: range.start,
                };
                self.document.maps.insert(self.path.clone(), map);
                self.open(Frame::Keys)?;
            }
            Event::SequenceStart(..) => {
                self.begin();
                self.check_new()?;
                self.document.lists.insert(self.path.clone());
                self.open(Frame::List(0))?;
            }
            Event::MappingEnd => self.end_of_map(&range),
            Event::SequenceEnd => {
                if self.document.text[range.start..].starts_with(']') {
                    self.last = self.last.max(range.end);
                }
                self.frames.pop();
                self.end();
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame) -> Result<()> {
        self.frames.push(frame);
        ensure!(
            self.frames.len() <= MAX_DEPTH,
            "values stand more than {MAX_DEPTH} deep in each other"
        );
        Ok(())
    }

    fn key(&mut self, key: &str, range: &Range<usize>, column: usize) {
        if let Some(map) = self.document.maps.get_mut(&self.path) {
            map.has_keys = true;
            map.column = map.column.map(|least| least.min(column));
        }
        let colon = self.document.text[range.end..].find(':');
        self.last = colon.map_or(range.end, |colon| range.end + colon + 1);
        if let Some(frame) = self.frames.last_mut() {
            *frame = Frame::Value(self.last);
        }
        self.path.push(Step::Key(key.to_owned()));
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        (properties, start): (Range<usize>, usize),
        range: &Range<usize>,
    ) -> Result<()> {
        let range = &(start..range.end);
        let is_left_out = range.is_empty() && style == ScalarStyle::Plain;
        let place = match self.frames.last() {
            Some(Frame::Value(colon)) if is_left_out && properties.is_empty() => *colon..*colon,
            _ => range.start..end_of_scalar(self.document.text, range, style),
        };
        let value = if is_left_out { "" } else { value };
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        self.begin();
        self.leaf(Some(value.to_owned()), properties, place, is_block)?;
        self.end();
        Ok(())
    }

    fn leaf(
        &mut self,
        value: Option<String>,
        properties: Range<usize>,
        range: Range<usize>,
        is_block: bool,
    ) -> Result<()> {
        self.last = self.last.max(range.end);
        let leaf = Leaf {
            path: self.path.clone(),
            value,
            range,
            properties,
            is_block,
        };
        self.check_new()?;
        let number = self.document.leaves.len();
        self.document.places.insert(self.path.clone(), number);
        self.document.leaves.push(leaf);
        Ok(())
    }

    /// Refuses a second value at one path.
    fn check_new(&self) -> Result<()> {
        let path = &self.path;
        ensure!(
            !self.document.is_closed(path) && !self.document.maps.contains_key(path),
            "the key {} occurs twice",
            super::path_name(path)
        );
        Ok(())
    }

    fn end_of_map(&mut self, range: &Range<usize>) {
        if let Some(map) = self.document.maps.get_mut(&self.path) {
            if map.column.is_some() {
                map.end = end_of_line(self.document.text, self.last);
            } else {
                map.end = range.start;
                self.last = self.last.max(range.end);
            }
        }
        self.frames.pop();
        self.end();
    }

    /// A value begins: the step to it in a list.
    fn begin(&mut self) {
        if let Some(Frame::List(index)) = self.frames.last_mut() {
            self.path.push(Step::Index(*index));
            *index += 1;
        }
    }

    /// A value ends, and with it the step to it.
    fn end(&mut self) {
        if let Some(frame @ Frame::Value(_)) = self.frames.last_mut() {
            *frame = Frame::Keys;
        }
        self.path.pop();
    }
}

/// Where the anchor and the tag of the value in `range` stand, which the parser tells as a part of it,
/// and where the value itself begins.
fn properties(text: &str, range: &Range<usize>) -> (Range<usize>, usize) {
    let mut end = range.start;
    let mut at = range.start;
    while let Some(first) = text[at..range.end].chars().next() {
        let until = |stop: fn(char) -> bool| {
            let length = text[at..range.end].find(stop);
            length.map_or(range.end, |length| at + length)
        };
        match first {
            '&' | '!' => {
                end = until(char::is_whitespace);
                at = end;
            }
            '#' if end > range.start => at = until(|character| character == '\n'),
            _ if end > range.start && first.is_whitespace() => at += first.len_utf8(),
            _ => break,
        }
    }
    (range.start..end, at)
}

/// The end of a value. That which the parser tells of one in quotes is that of what follows it.
fn end_of_scalar(text: &str, range: &Range<usize>, style: ScalarStyle) -> usize {
    let bytes = text.as_bytes();
    let quote = match style {
        ScalarStyle::DoubleQuoted => b'"',
        ScalarStyle::SingleQuoted => b'\'',
        _ => return range.end,
    };
    let mut at = range.start + 1;
    while at < range.end {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\\', _) if quote == b'"' => at += 1,
            (b'\'', Some(b'\'')) if quote == b'\'' => at += 1,
            (byte, _) if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    range.end
}

fn end_of_line(text: &str, at: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

/// Where each character begins, in bytes.
struct Bytes(Option<Vec<u32>>, usize);

impl Bytes {
    fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(at, _)| at as u32).collect();
        Self((!text.is_ascii()).then(starts), text.len())
    }

    fn range(&self, span: Span) -> Range<usize> {
        let byte = |at: usize| match &self.0 {
            None => at.min(self.1),
            Some(starts) => starts.get(at).map_or(self.1, |start| *start as usize),
        };
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }
}

/// A value in double quotes, which mean the same in YAML as in JSON.
fn quoted(text: &str) -> Secret {
    let mut value = Secret::with_capacity(text.len() + 2);
    value.push(b'"');
    json_string(text, &mut value);
    value.push(b'"');
    value
}

/// A value with the space that one needs which stands right behind its colon.
fn spaced(leaf: &Leaf, value: &Secret) -> Secret {
    let mut text = Secret::with_capacity(value.len() + 1);
    text.extend(if leaf.range.is_empty() { b" " } else { b"" });
    text.extend(value.as_bytes());
    text
}

/// A value behind its anchor and its tag.
fn behind(properties: &str, value: &Secret) -> Secret {
    let mut text = Secret::with_capacity(properties.len() + 1 + value.len());
    if !properties.is_empty() {
        text.extend(properties.as_bytes());
        text.push(b' ');
    }
    text.extend(value.as_bytes());
    text
}

fn plain_key(key: &str) -> String {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        && !WORDS.contains(&key.to_ascii_lowercase().as_str());
    if is_plain {
        return key.to_owned();
    }
    String::from_utf8_lossy(quoted(key).as_bytes()).into_owned()
}

fn splice(text: &str, mut edits: Vec<(Range<usize>, Secret)>) -> Secret {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = Secret::with_capacity(text.len() + 4096);
    let mut from = 0;
    for (range, new) in edits {
        out.extend(&text.as_bytes()[from..range.start]);
        out.extend(new.as_bytes());
        from = range.end;
    }
    out.extend(&text.as_bytes()[from..]);
    out
}

/// Reads the result again: each new value is there, and each other is what it was.
pub fn prove(text: &Secret, fields: &[Field], values: &Values, before: &Document) -> Result<()> {
    let text = std::str::from_utf8(text.as_bytes())?;
    let after = Document::parse(text).map_err(|_| spoiled())?;
    let mut drawn = BTreeSet::new();
    for (field, pieces) in fields.iter().zip(values) {
        if let Some(pieces) = pieces {
            let value = text_of(field, pieces)?;
            let found = after
                .find(&field.path)
                .and_then(|leaf| leaf.value.as_deref());
            ensure!(found == Some(value.as_str()), spoiled());
            drawn.insert(&field.path);
        }
    }
    for leaf in &before.leaves {
        let copied = leaf.value.as_deref() == Some("");
        let same = after
            .find(&leaf.path)
            .is_some_and(|now| now.value == leaf.value);
        ensure!(same || copied || drawn.contains(&leaf.path), spoiled());
    }
    Ok(())
}

/// The whole template with these values.
pub fn render(template: &Template, fields: &[Field], values: &Values) -> Result<Secret> {
    let tokens = template.tokens()?;
    let model = Document::parse(&tokens)?;
    let mut edits = Vec::new();
    for (field, pieces) in fields.iter().zip(values) {
        if let (Some(pieces), Some(leaf)) = (pieces, model.find(&field.path)) {
            ensure!(
                !leaf.is_block,
                "{}: a recipe in a block of text; write it in double quotes",
                template.place(field.offset)
            );
            edits.push((leaf.range.clone(), quoted(&text_of(field, pieces)?)));
        }
    }
    let text = splice(&tokens, edits);
    prove(&text, fields, values, &Document::empty(""))
        .with_context(|| template.path().display().to_string())?;
    // Recipes in comments are put back as they stood.
    let text = std::str::from_utf8(text.as_bytes())?;
    let mut out = Secret::with_capacity(text.len());
    if text.contains(super::OPEN) {
        out.extend(template.with_braces(text).as_bytes());
    } else {
        out.extend(text.as_bytes());
    }
    Ok(out)
}
