//! The places of the values of a YAML text, from the events of `saphyr-parser`.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Error, Result, bail};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::super::Fault;
use super::super::notation::{end_of_line, start_of_line};
use super::super::tree::{Kind, Node, Step, Tree, path_name};

/// The deepest nesting of values.
const MAX_DEPTH: usize = 128;

/// The collection around the next value.
enum Frame {
    /// A list or the stream of documents, with the number of the next value.
    List(usize),
    /// A mapping whose next event is a key.
    Keys,
    /// A mapping whose next event is a value: its key, and the end of the colon.
    Value(String, usize),
}

/// Builds a tree from the events of the parser.
pub struct Reader<'a> {
    text: &'a str,
    tree: Tree,
    bytes: Bytes,
    frames: Vec<(usize, Frame, BTreeSet<String>)>,
    /// The end of the last key or value.
    last: usize,
}

/// # Errors
/// The text is not YAML, or has keys that are not text.
pub fn tree(text: &str) -> Result<Tree> {
    let mut reader = Reader {
        text,
        tree: Tree::default(),
        bytes: Bytes::of(text),
        frames: Vec::new(),
        last: 0,
    };
    reader.tree.is_stream = true;
    let stream = reader
        .tree
        .add(0, Step::Index(0), Kind::List(Vec::new()), 0..text.len());
    reader
        .frames
        .push((stream, Frame::List(0), BTreeSet::new()));
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| fault(error.marker().line(), "it is not YAML"))?;
        reader.event(event, span)?;
    }
    let room = &mut reader.tree.nodes[stream].room;
    room.column = Some(0);
    room.at = text.len();
    Ok(reader.tree)
}

fn fault(line: usize, what: &str) -> Error {
    Error::new(Fault {
        line,
        column: None,
        what: what.to_owned(),
    })
}

/// The value of a scalar as other readers read it: without the line ending that this parser adds to
/// a block scalar at the end of a text.
pub fn value_of(text: &str, value: &str, style: ScalarStyle, end: usize) -> String {
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    let is_cut = is_block && end >= text.len() && !text.ends_with('\n');
    let value = if is_cut {
        value.strip_suffix('\n').unwrap_or(value)
    } else {
        value
    };
    value.to_owned()
}

pub fn is_null(value: &str, style: ScalarStyle, has_tag: bool) -> bool {
    let words = ["", "~", "null", "Null", "NULL"];
    style == ScalarStyle::Plain && !has_tag && words.contains(&value)
}

pub fn name(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

impl Reader<'_> {
    fn event(&mut self, event: Event, span: Span) -> Result<()> {
        let range = self.bytes.range(span);
        let line = span.start.line();
        if matches!(self.frames.last(), Some((_, Frame::Keys, _))) && event != Event::MappingEnd {
            let Event::Scalar(key, _, 0, None) = event else {
                return Err(fault(line, "a key that is not text"));
            };
            return self.key(&key, &range, span.start.col());
        }
        match event {
            Event::Scalar(value, style, _, tag) => {
                let value = value_of(self.text, &value, style, range.end);
                self.scalar(&value, style, tag.as_deref(), &range);
            }
            Event::Alias(_) => {
                let range = range.start..end_of_word(self.text, &range);
                self.leaf(Kind::Alias, range);
            }
            Event::MappingStart(_, tag) => {
                self.begin(Kind::Map(Vec::new()), &range, '{', tag.as_deref(), span);
                self.open(Frame::Keys)?;
            }
            Event::SequenceStart(_, tag) => {
                self.begin(Kind::List(Vec::new()), &range, '[', tag.as_deref(), span);
                self.open(Frame::List(0))?;
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(&range),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame) -> Result<()> {
        let node = self.tree.nodes.len() - 1;
        self.frames.push((node, frame, BTreeSet::new()));
        if self.frames.len() > MAX_DEPTH + 1 {
            bail!("values are nested more than {MAX_DEPTH} levels deep");
        }
        Ok(())
    }

    /// The position of the next value in the tree.
    fn next(&mut self) -> (usize, Step) {
        match self.frames.last_mut() {
            Some((node, Frame::List(index), _)) => {
                *index += 1;
                (*node, Step::Index(*index - 1))
            }
            Some((node, frame, _)) => {
                let before = std::mem::replace(frame, Frame::Keys);
                match before {
                    Frame::Value(key, _) => (*node, Step::Key(key)),
                    _ => (*node, Step::Key(String::new())),
                }
            }
            None => (0, Step::Index(0)),
        }
    }

    fn add(&mut self, kind: Kind, place: Range<usize>) -> &mut Node {
        let (parent, step) = self.next();
        self.dash(parent, place.start);
        let node = self.tree.add(parent, step, kind, place);
        &mut self.tree.nodes[node]
    }

    /// The column of a list is the column of its first dash. The parser reports the position of the
    /// anchor instead, if there is one.
    fn dash(&mut self, parent: usize, first: usize) {
        let node = &mut self.tree.nodes[parent];
        if node.room.column == Some(usize::MAX) && matches!(node.kind, Kind::List(_)) {
            let dash = self.text[..first].rfind('-').unwrap_or(first);
            let start = start_of_line(self.text, dash);
            node.room.column = Some(self.text[start..dash].chars().count());
        }
    }

    fn key(&mut self, key: &str, range: &Range<usize>, column: usize) -> Result<()> {
        let colon = self.text[range.end..].find(':');
        self.last = colon.map_or(range.end, |colon| range.end + colon + 1);
        let Some((node, frame, known)) = self.frames.last_mut() else {
            return Ok(());
        };
        let node = *node;
        *frame = Frame::Value(key.to_owned(), self.last);
        if !known.insert(key.to_owned()) {
            let mut path = self.tree.path(node);
            path.push(Step::Key(key.to_owned()));
            let path = path_name(&path[1..]);
            bail!("the key {path} occurs twice");
        }
        let room = &mut self.tree.nodes[node].room;
        if room.column == Some(usize::MAX) {
            room.first = start_of_line(self.text, range.start);
        }
        room.column = room.column.map(|least| least.min(column));
        Ok(())
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, range: &Range<usize>) {
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let (mut properties, mut start) = properties(self.text, range);
        if is_block && !is_header(&self.text[start..range.end]) {
            // The parser reports only the text of this block, and the text begins like an anchor.
            (properties, start) = (range.start..range.start, range.start);
        }
        let is_left_out = value.is_empty() && style == ScalarStyle::Plain;
        let place = match self.frames.last() {
            Some((_, Frame::Value(_, colon), _)) if is_left_out && properties.is_empty() => {
                *colon..*colon
            }
            _ if is_left_out => properties.end..properties.end,
            _ if is_block => block(self.text, start, &properties, range),
            _ => start..end_of_scalar(self.text, &(start..range.end), style),
        };
        let kind = if is_null(value, style, tag.is_some()) {
            Kind::Null
        } else {
            Kind::Text(value.to_owned())
        };
        let tag = tag.map(name);
        // Blank lines after a block scalar can be part of it.
        let behind = match range.end {
            end if is_block && end < self.text.len() => start_of_line(self.text, end),
            end if is_block => end,
            _ => 0,
        };
        self.last = self.last.max(place.end).max(behind);
        let node = self.add(kind, place);
        node.properties = properties;
        node.tag = tag;
    }

    fn leaf(&mut self, kind: Kind, place: Range<usize>) {
        self.last = self.last.max(place.end);
        self.add(kind, place);
    }

    fn begin(
        &mut self,
        kind: Kind,
        range: &Range<usize>,
        open: char,
        tag: Option<&Tag>,
        span: Span,
    ) {
        let (properties, start) = properties(self.text, range);
        let in_brackets = self.text[start..].starts_with(open) && start < range.end;
        let is_list = matches!(kind, Kind::List(_));
        let mut known = (is_list && properties.is_empty()).then(|| span.start.col());
        let mut first = start_of_line(self.text, range.start);
        if is_list
            && let Some((_, Frame::Value(_, colon), _)) = self.frames.last()
            && let Some(dash) = dash_after(
                self.text,
                if properties.is_empty() {
                    *colon
                } else {
                    properties.end
                },
            )
        {
            // If the dash is not indented further than the key, the parser reports the position after
            // the dash.
            first = start_of_line(self.text, dash);
            known = Some(self.text[first..dash].chars().count());
        }
        let tag = tag.map(name);
        self.last = self.last.max(start);
        let node = self.add(kind, start..start);
        node.properties = properties;
        node.tag = tag;
        node.room.column = (!in_brackets).then_some(known.unwrap_or(usize::MAX));
        node.room.first = first;
    }

    fn end(&mut self, range: &Range<usize>) {
        let Some((node, ..)) = self.frames.pop() else {
            return;
        };
        let (text, last) = (self.text, self.last);
        let node = &mut self.tree.nodes[node];
        if node.room.column.is_some() {
            node.place.end = last;
            node.room.at = end_of_line(text, last);
        } else {
            // The end of the last entry, and the position of the bracket.
            node.room.first = last;
            node.room.at = range.start;
            node.place.end = range.start + 1;
            self.last = last.max(range.start + 1);
        }
    }
}

/// The range of the anchor and the tag of the value in `range`, which the parser includes, and the
/// start of the value itself.
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

/// The offset of the next dash, after blanks and comments.
fn dash_after(text: &str, at: usize) -> Option<usize> {
    let mut at = at;
    loop {
        at = text.len() - text[at..].trim_start().len();
        match text.as_bytes().get(at)? {
            b'#' => at += text[at..].find('\n')?,
            b'-' => return Some(at),
            _ => return None,
        }
    }
}

/// The end of a word, before a blank or a bracket.
fn end_of_word(text: &str, range: &Range<usize>) -> usize {
    let word = &text[range.clone()];
    let length =
        word.find(|character: char| character.is_whitespace() || ",[]{}".contains(character));
    length.map_or(range.end, |length| range.start + length)
}

/// Whether the first line of a text is the header of a block scalar.
fn is_header(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix(['|', '>']).is_some_and(|tail| {
        let tail = tail.split(" #").next().unwrap_or_default().trim();
        let is_indicator = |byte: u8| byte.is_ascii_digit() || b"+-".contains(&byte);
        tail.bytes().all(is_indicator)
    })
}

/// The range of a block scalar with its first line. Without an anchor or a tag, the parser reports
/// only the range of the text.
fn block(
    text: &str,
    start: usize,
    properties: &Range<usize>,
    range: &Range<usize>,
) -> Range<usize> {
    let body = &text[range.clone()];
    let last = body.trim_end_matches([' ', '\t', '\r', '\n']).len();
    // Blanks at the end of the last line belong to the value.
    let blanks = body[last..].find(['\r', '\n']);
    let end = range.start + blanks.map_or(body.len(), |blanks| last + blanks);
    if !properties.is_empty() {
        return start..end.max(start);
    }
    let mut line_end = if range.is_empty()
        || text[range.clone()].starts_with(['|', '>']) && end == range.start + 1
    {
        end_of_line(text, range.start)
    } else {
        start_of_line(text, range.start)
    };
    while line_end > 0 {
        let before = &text[..line_end];
        let content = before.strip_suffix('\n').unwrap_or(before);
        let line_start = start_of_line(text, content.len());
        let line = &text[line_start..line_end];
        if !line.trim().is_empty() {
            let mut marks = line.match_indices(['|', '>']).map(|(at, _)| at);
            let header = marks.find(|at| is_header(&line[*at..]));
            return header.map_or(range.clone(), |at| {
                let start = line_start + at;
                start..end.max(start + 1)
            });
        }
        line_end = line_start;
    }
    range.clone()
}

/// The end of a value. For one in quotes the parser reports where the next token starts.
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

/// The byte offset of each character.
pub struct Bytes(Option<Vec<u32>>, usize);

impl Bytes {
    pub fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(at, _)| at as u32).collect();
        Self((!text.is_ascii()).then(starts), text.len())
    }

    pub fn range(&self, span: Span) -> Range<usize> {
        let byte = |at: usize| match &self.0 {
            None => at.min(self.1),
            Some(starts) => starts.get(at).map_or(self.1, |start| *start as usize),
        };
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }
}
