//! Readers of dotenv files, one for each family of programs: shells, npm's dotenv and its
//! imitations, and `docker run --env-file`.
//!
//! The readers only find where values begin and end. They keep escapes and references as written,
//! so equal texts have equal values before and after an edit.

use std::collections::BTreeMap;

/// The values by key.
pub type Values = BTreeMap<String, String>;

/// Reads lines that begin with a key and =. The rest of the line is the value.
pub fn docker(text: &str) -> Values {
    let lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    let pairs = lines.filter_map(|line| {
        let line = line.trim_start();
        let (key, value) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        Some((key.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

/// The pattern of npm's dotenv 16. python-dotenv, ruby dotenv and godotenv use similar patterns.
pub fn npm(text: &str) -> Values {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut values = BTreeMap::new();
    let mut at = 0;
    while at < text.len() {
        match npm_entry(&text, at) {
            Some((key, value, end)) => {
                values.insert(key, value);
                at = end;
            }
            None => {
                at = text[at..]
                    .find('\n')
                    .map_or(text.len(), |length| at + length);
            }
        }
        // The pattern begins at the start of a line.
        at += text[at..]
            .find('\n')
            .map_or(text.len() - at, |length| length + 1);
    }
    values
}

fn npm_entry(text: &str, start: usize) -> Option<(String, String, usize)> {
    let blank = |at: usize| text.len() - text[at..].trim_start().len();
    let mut at = blank(start);
    if let Some(rest) = text[at..].strip_prefix("export")
        && rest.starts_with(char::is_whitespace)
    {
        at = blank(at + "export".len());
    }
    let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    let length = text[at..].bytes().take_while(|byte| is_key(*byte)).count();
    let key = text[at..at + length].to_owned();
    if key.is_empty() {
        return None;
    }
    at += length;
    let equals = blank(at);
    if text[equals..].starts_with('=') {
        at = equals + 1;
    } else if text[at..].starts_with(':') && text[at + 1..].starts_with(char::is_whitespace) {
        at += 1;
    } else {
        return None;
    }
    let quoted = blank(at);
    if let Some(quote) = text[quoted..]
        .chars()
        .next()
        .filter(|first| "'\"`".contains(*first))
        && let Some(end) = npm_quote(text, quoted, quote)
    {
        return Some((key, text[quoted + 1..end - 1].to_owned(), end));
    }
    let length = text[at..].find(['#', '\n']).unwrap_or(text.len() - at);
    let value = text[at..at + length].trim();
    let first = value.chars().next().filter(|first| "'\"`".contains(*first));
    let stripped = first.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    Some((key, stripped.unwrap_or(value).to_owned(), at + length))
}

/// The end of a value in quotes that only a comment follows on its line: the first quote without a
/// backslash before it, or else the last quote.
fn npm_quote(text: &str, start: usize, quote: char) -> Option<usize> {
    let fits = |end: &usize| {
        let rest = text[*end..]
            .split('\n')
            .next()
            .unwrap_or_default()
            .trim_start();
        rest.is_empty() || rest.starts_with('#')
    };
    let mut escaped = Vec::new();
    let mut at = start + 1;
    let first = loop {
        let length = text[at..].find(['\\', quote])?;
        at += length;
        if text[at..].starts_with('\\') {
            at += 1;
            if text[at..].starts_with(quote) {
                at += 1;
                escaped.push(at);
            }
        } else {
            break at + 1;
        }
    };
    let all = std::iter::once(first).chain(escaped.into_iter().rev());
    all.into_iter().find(fits)
}

/// The key of the only value in the reading of a text with unclosed quotes by a shell: empty.
const UNREADABLE: &str = "";

/// The words of a shell that a command can follow.
const KEYWORDS: [&str; 4] = ["then", "else", "do", "{"];

/// The commands of bash whose arguments can be assignments.
const DECLARATIONS: [&str; 4] = ["export", "declare", "typeset", "readonly"];

/// The assignments of a shell, alone on their line or after `export` and the like.
pub fn shell(text: &str) -> Values {
    let text = text.replace("\r\n", "\n");
    let mut values = BTreeMap::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let Some((words, end)) = statement(rest) else {
            return BTreeMap::from([(UNREADABLE.to_owned(), String::new())]);
        };
        rest = &rest[end..];
        let keywords = words
            .iter()
            .take_while(|word| KEYWORDS.contains(&word.text.as_str()));
        let words = &words[keywords.count()..];
        let first = words.first().map_or("", |word| &word.text);
        let declares = DECLARATIONS.contains(&first);
        let words = &words[usize::from(declares)..];
        if declares || words.iter().all(|word| word.assignment().is_some()) {
            let pairs = words.iter().filter_map(Word::assignment);
            values.extend(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
        }
    }
    values
}

/// A word without its quotes.
#[derive(Default)]
struct Word {
    text: String,
    /// The length of the unquoted start of the word.
    plain: usize,
    has_quotes: bool,
}

impl Word {
    fn push(&mut self, text: &str, in_quotes: bool) {
        self.has_quotes |= in_quotes;
        self.text.push_str(text);
        if !self.has_quotes {
            self.plain = self.text.len();
        }
    }

    fn assignment(&self) -> Option<(&str, &str)> {
        let (key, value) = self.text.split_once('=')?;
        let equals = key.len();
        // bash appends by +=.
        let key = key.strip_suffix('+').unwrap_or(key);
        let is_name = key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && key
                .bytes()
                .next()
                .is_some_and(|first| !first.is_ascii_digit());
        (is_name && equals < self.plain).then_some((key, value))
    }
}

/// The words up to the end of a command, and their length in the text. `None` if a quote is not
/// closed.
fn statement(text: &str) -> Option<(Vec<Word>, usize)> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let length = character.len_utf8();
        match character {
            '\n' | ';' | '&' | '|' | '(' | ')' => {
                words.extend(word);
                return Some((words, at + length));
            }
            ' ' | '\t' => words.extend(word.take()),
            '#' if word.is_none() => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
                continue;
            }
            '\'' | '"' | '`' => {
                let inside = quoted(&text[at + 1..], character)?;
                word.get_or_insert_default()
                    .push(&text[at + 1..at + 1 + inside], true);
                at += inside + 2;
                continue;
            }
            '\\' => {
                let next = text[at + 1..].chars().next().map_or(0, char::len_utf8);
                word.get_or_insert_default()
                    .push(&text[at..at + 1 + next], true);
                at += 1 + next;
                continue;
            }
            _ => word
                .get_or_insert_default()
                .push(&text[at..at + length], false),
        }
        at += length;
    }
    words.extend(word);
    Some((words, text.len()))
}

/// The length of the text before the closing quote.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        match character {
            _ if character == quote => return Some(at),
            '\\' if quote != '\'' => {
                at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            }
            _ => at += character.len_utf8(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts what each reader reads from a text.
    const TEXTS: [(&str, &str, &str, &str); 17] = [
        ("A=1\n", "A=1", "A=1", "A=1"),
        ("A= # c\n", "A=", "A=", "A= # c"),
        ("A=#b\n", "A=#b", "A=", "A=#b"),
        ("A: b\n", "", "A=b", ""),
        ("A = b\n", "", "A=b", "A = b"),
        ("A= b\n", "", "A=b", "A= b"),
        (
            "export A='b c' # d\n",
            "A=b c",
            "A=b c",
            "export A='b c' # d",
        ),
        (
            "A=\"b\nB=c\" # d\nC=1",
            "A=b\nB=c C=1",
            "A=b\nB=c C=1",
            "A=\"b B=c\" # d C=1",
        ),
        ("A='b\nB=c\n", "=", "A='b B=c", "A='b B=c"),
        ("A=b\\\nB=c\n", "A=b\\\nB=c", "A=b\\ B=c", "A=b\\ B=c"),
        ("A=1 B=2\n", "A=1 B=2", "A=1 B=2", "A=1 B=2"),
        ("A.b=1\n", "", "A.b=1", "A.b=1"),
        ("echo A=1; B=2\n", "B=2", "", "echo A=1; B=2"),
        ("declare -x A=1\n", "A=1", "", "declare -x A=1"),
        ("A+=1\n", "A=1", "", "A+=1"),
        (
            "if true; then A=1; fi\n",
            "A=1",
            "",
            "if true; then A=1; fi",
        ),
        ("A=b\rB=c\n", "A=b\rB=c", "A=b B=c", "A=b\rB=c"),
    ];

    #[test]
    fn each_reader_has_its_own_values() {
        let shown = |values: Values| {
            let pairs: Vec<String> = values
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            pairs.join(" ")
        };
        for (text, in_shell, in_npm, in_docker) in TEXTS {
            assert_eq!(shown(shell(text)), in_shell, "shell: {text:?}");
            assert_eq!(shown(npm(text)), in_npm, "npm: {text:?}");
            assert_eq!(shown(docker(text)), in_docker, "docker: {text:?}");
        }
    }
}
