//! Finds the keys and values of dotenv files.

use std::ops::Range;

/// A line, or several in quotes, with a key and a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The range of the entry with its line ending.
    pub line: Range<usize>,
    pub key: Range<usize>,
    /// The value with its quotes, without the white space and comments around it.
    pub value: Range<usize>,
    pub quote: Option<u8>,
}

impl Entry {
    /// The value between its quotes.
    pub fn inner(&self) -> Range<usize> {
        match self.quote {
            Some(_) => self.value.start + 1..self.value.end - 1,
            None => self.value.clone(),
        }
    }
}

/// The entries of `text`. Other lines, such as comments, are skipped.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let entry = entry(text, start);
        let end = entry
            .as_ref()
            .map_or_else(|| end_of_line(text, start), |entry| entry.line.end);
        entries.extend(entry);
        start = end;
    }
    entries
}

/// The end of a line with its line ending.
fn end_of_line(text: &str, from: usize) -> usize {
    text[from..]
        .find('\n')
        .map_or(text.len(), |newline| from + newline + 1)
}

fn entry(text: &str, start: usize) -> Option<Entry> {
    let end = end_of_line(text, start);
    let line = &text[start..end];
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let mut key = start
        + blank(line.trim_start_matches('\u{feff}'))
        + (line.len() - line.trim_start_matches('\u{feff}').len());
    if let Some(rest) = text[key..end]
        .strip_prefix("export")
        .filter(|rest| blank(rest) > 0)
    {
        key += "export".len() + blank(rest);
    }
    let equals = key + text[key..end].find('=')?;
    let name = text[key..equals].trim_end();
    if name.is_empty() || name.starts_with('#') || name.contains(char::is_whitespace) {
        return None;
    }
    let after = &text[equals + 1..end];
    let value = equals + 1 + blank(after.split('\n').next().unwrap_or_default());
    let (value, quote) = if let Some(value) = quoted(text, value) {
        let quote = text.as_bytes()[value.start];
        (value, Some(quote))
    } else {
        let value = bare(text, value.min(end), end);
        // The empty value starts directly after the sign. After a blank, a shell would run it as a
        // command.
        let nothing = value.is_empty().then_some(equals + 1..equals + 1);
        (nothing.unwrap_or(value), None)
    };
    Some(Entry {
        line: start..end_of_line(text, value.end.max(equals)),
        key: key..key + name.len(),
        value,
        quote,
    })
}

/// A value in quotes, which may have several lines. `None` if the quotes are not closed.
fn quoted(text: &str, start: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start).filter(|byte| b"'\"`".contains(byte))?;
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            byte if byte == quote => return Some(start..at + 1),
            b'\\' if quote == b'"' => at += 2,
            _ => at += 1,
        }
    }
}

/// The start of a value with unclosed quotes, which a shell continues on the next lines.
pub fn unclosed(text: &str, entries: &[Entry]) -> Option<usize> {
    let is_unclosed = |entry: &&Entry| match entry.quote {
        None => text[entry.value.clone()].starts_with(['\'', '"', '`']),
        Some(_) => opens_again(&text[entry.value.end..entry.line.end]),
    };
    entries
        .iter()
        .find(is_unclosed)
        .map(|entry| entry.value.start)
}

/// Whether the rest of a line after a value in quotes opens quotes without closing them.
fn opens_again(rest: &str) -> bool {
    let mut quote = None;
    let mut before = ' ';
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '#') if before.is_whitespace() => break,
            (None, '\'' | '"' | '`') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None | Some('"'), '\\') => drop(characters.next()),
            _ => {}
        }
        before = character;
    }
    quote.is_some()
}

/// A value without quotes. It ends at the white space before a comment or at the end of the line.
fn bare(text: &str, start: usize, end: usize) -> Range<usize> {
    let value = &text[start..end];
    let comment = value
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|&at| at == 0 || value[..at].ends_with([' ', '\t']));
    start..start + value[..comment.unwrap_or(value.len())].trim_end().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        let all = entries(text);
        let pairs = all
            .iter()
            .map(|entry| (&text[entry.key.clone()], &text[entry.value.clone()]));
        pairs.collect()
    }

    #[test]
    fn finds_keys_and_values_of_every_style() {
        for (text, expected) in [
            ("A=1", &[("A", "1")][..]),
            ("\u{feff}A=1\r\nB=2\r\n", &[("A", "1"), ("B", "2")]),
            (
                "A=\nB=\r\nC= # c\nD=''\n",
                &[("A", ""), ("B", ""), ("C", ""), ("D", "''")],
            ),
            (" export A = 1 2 # c\n", &[("A", "1 2")]),
            ("exporting=1\n", &[("exporting", "1")]),
            ("# A=1\n#B=2\n\nno entry\n=x\na b=c\n", &[]),
            (
                "A='b # c' # d\nB=\"x\\\"y\"\n",
                &[("A", "'b # c'"), ("B", "\"x\\\"y\"")],
            ),
            ("A='1\nB=2\n'\nC=3\n", &[("A", "'1\nB=2\n'"), ("C", "3")]),
            ("A='1\nB=2\n", &[("A", "'1"), ("B", "2")]),
            ("A=\"\\", &[("A", "\"\\")]),
            ("A=b#c\nB=c==\n", &[("A", "b#c"), ("B", "c==")]),
            ("A=`x`", &[("A", "`x`")]),
        ] {
            assert_eq!(found(text), expected, "{text:?}");
        }
    }

    #[test]
    fn entries_cover_their_lines_with_the_line_ends() {
        let text = "A='1\n2' # c\r\n\nB=";
        let all = entries(text);
        assert_eq!((&all[0].line, &all[1].line), (&(0..13), &(14..16)));
        assert_eq!((all[0].inner(), all[1].inner()), (3..6, 16..16));
    }

    proptest! {
        #[test]
        fn entries_of_any_text_follow_each_other(text in "([A-B# =\"'`\\\\\t\r\né\u{feff}]|export|\n){0,16}") {
            let mut end = 0;
            for entry in entries(&text) {
                prop_assert!(end <= entry.line.start && entry.line.end <= text.len());
                end = entry.line.end;
                for part in [&entry.key, &entry.value, &entry.inner()] {
                    prop_assert!(text.get(part.clone()).is_some());
                    prop_assert!(entry.line.start <= part.start && part.end <= end);
                }
                prop_assert!(!text[entry.key].is_empty());
            }
        }
    }
}
