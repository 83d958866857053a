//! Writes values as documents, in every common notation.

use std::fmt::Write;

use super::generated::{Styles, Value};
use crate::commands::fill::document::notation;
use crate::commands::fill::format::Format;
use crate::secret::Secret;

/// Writes a document with these entries.
pub fn write(format: Format, entries: &[(String, Value)], styles: &mut Styles) -> String {
    let mut out = String::new();
    match format {
        Format::Json => json(&Value::Map(entries.to_vec()), 0, styles, &mut out),
        Format::Toml => toml_table(entries, &mut Vec::new(), styles, &mut out),
        Format::Yaml => {
            out.push_str(["", "---\n", "# c\n\n"][usize::from(styles.next(3))]);
            yaml_map(entries, 0, styles, &mut out);
        }
        Format::Dotenv | Format::Text => dotenv(entries, styles, &mut out),
    }
    let is_block = format == Format::Yaml && out.contains('|');
    if styles.next(4) == 0 && !is_block {
        out.truncate(out.trim_end().len());
    }
    // The line endings in strings of several lines are part of their values.
    let holds_lines = match format {
        Format::Toml => out.contains("\"\"\"") || out.contains("'''"),
        Format::Dotenv => true,
        _ => false,
    };
    if styles.next(5) == 0 && !holds_lines {
        out = out.replace('\n', "\r\n");
    }
    out
}

fn quoted(text: &str) -> String {
    let mut out = Secret::with_capacity(text.len() + 2);
    notation::quoted(text, &mut out);
    String::from_utf8(out.as_bytes().to_vec()).unwrap()
}

fn is_printed(text: &str) -> bool {
    !text.contains(|character: char| {
        character.is_control() || "\u{feff}\u{2028}\u{2029}".contains(character)
    })
}

fn json_text(text: &str, styles: &mut Styles) -> String {
    let text = quoted(text);
    match styles.next(4) {
        0 => text.replace('/', "\\/").replace('a', "\\u0061"),
        _ => text,
    }
}

fn json(value: &Value, depth: usize, styles: &mut Styles, out: &mut String) {
    let (open, close, count) = match value {
        Value::Text(text) => return out.push_str(&json_text(text, styles)),
        Value::Literal(literal) => return out.push_str(literal),
        Value::Alias => return out.push('1'),
        Value::Recipe(..) => {
            let _ = write!(out, "\"{}\"", value.recipe());
            return;
        }
        Value::Map(entries) => ('{', '}', entries.len()),
        Value::List(items) => ('[', ']', items.len()),
    };
    let is_spread = styles.next(3) > 0;
    let unit = ["\t", "  ", "    "][usize::from(styles.choices[0] % 3)];
    out.push(open);
    for number in 0..count {
        if is_spread {
            styles.comment("//", out);
            out.push('\n');
            out.push_str(&unit.repeat(depth + 1));
        }
        let inner = match value {
            Value::Map(entries) => {
                out.push_str(&json_text(&entries[number].0, styles));
                out.push_str([":", ": ", " /* k */ : "][usize::from(styles.next(3))]);
                &entries[number].1
            }
            Value::List(items) => &items[number],
            _ => value,
        };
        json(inner, depth + 1, styles, out);
        if number + 1 < count || styles.next(8) == 0 {
            out.push_str([",", " ,", "/* , */,"][usize::from(styles.next(3))]);
        }
    }
    if is_spread && (count > 0 || styles.next(2) == 0) {
        styles.comment("//", out);
        out.push('\n');
        out.push_str(&unit.repeat(depth));
    }
    out.push(close);
}

fn toml_key(key: &str, styles: &mut Styles) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if !key.is_empty() && key.bytes().all(is_bare) && styles.next(6) > 0 {
        return key.to_owned();
    }
    if is_printed(key) && !key.contains('\'') && styles.next(2) == 0 {
        return format!("'{key}'");
    }
    quoted(key)
}

fn toml_path(path: &[String], styles: &mut Styles) -> String {
    let keys: Vec<String> = path.iter().map(|key| toml_key(key, styles)).collect();
    keys.join([".", " . "][usize::from(styles.next(6) / 5)])
}

fn toml_text(text: &str, styles: &mut Styles) -> String {
    let is_plain = |text: &str| is_printed(&text.replace('\n', "")) && !text.contains("''");
    match styles.next(5) {
        0 if is_printed(text) && !text.contains('\'') => format!("'{text}'"),
        1 if is_plain(text) && !text.ends_with('\'') => format!("'''\n{text}'''"),
        2 => format!("\"\"\"\n{}\"\"\"", &quoted(text)[1..quoted(text).len() - 1]),
        _ => quoted(text),
    }
}

/// Writes a value on one line, or an array on several lines.
fn toml(value: &Value, styles: &mut Styles, out: &mut String) {
    match value {
        Value::Text(text) => out.push_str(&toml_text(text, styles)),
        Value::Literal(literal) => out.push_str(literal),
        Value::Alias => out.push('1'),
        Value::Recipe(..) => {
            let quote = ['"', '\''][usize::from(styles.next(2))];
            let _ = write!(out, "{quote}{}{quote}", value.recipe());
        }
        Value::Map(entries) => {
            out.push('{');
            for (number, (key, value)) in entries.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { " " });
                out.push_str(&toml_key(key, styles));
                out.push_str(" = ");
                toml(value, styles, out);
            }
            out.push_str([" }", "}"][usize::from(styles.next(2))]);
        }
        Value::List(items) => {
            let is_spread = styles.next(3) == 0;
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                if is_spread {
                    styles.comment("#", out);
                    out.push_str("\n  ");
                }
                toml(item, styles, out);
                if number + 1 < items.len() || is_spread && styles.next(2) == 0 {
                    out.push_str([",", ", "][usize::from(styles.next(2))]);
                }
            }
            out.push_str(if is_spread { " # ,\n]" } else { "]" });
        }
    }
}

fn toml_table(
    entries: &[(String, Value)],
    path: &mut Vec<String>,
    styles: &mut Styles,
    out: &mut String,
) {
    let mut sections = Vec::new();
    for (key, value) in entries {
        let is_tables = |items: &[Value]| {
            !items.is_empty() && items.iter().all(|item| matches!(item, Value::Map(_)))
        };
        match value {
            Value::Map(_) if styles.next(3) > 0 => sections.push((key, value)),
            Value::List(items) if is_tables(items) && styles.next(3) > 0 => {
                sections.push((key, value));
            }
            Value::Map(inner) if !inner.is_empty() && styles.next(2) == 0 => {
                toml_dotted(std::slice::from_ref(key), inner, styles, out);
            }
            _ => {
                let _ = write!(out, "{} = ", toml_key(key, styles));
                toml(value, styles, out);
                styles.comment("#", out);
                out.push('\n');
            }
        }
    }
    for (key, value) in sections {
        path.push(key.clone());
        out.push_str(["", "\n", "# c\n"][usize::from(styles.next(3))]);
        match value {
            Value::Map(inner) => {
                let has_own = inner
                    .iter()
                    .any(|(_, value)| !matches!(value, Value::Map(_)));
                if !has_own && !inner.is_empty() && styles.next(2) == 0 {
                    // Without a header, the subtables define this table.
                    for (key, value) in inner {
                        path.push(key.clone());
                        if let Value::Map(inner) = value {
                            let _ = writeln!(out, "[{}]", toml_path(path, styles));
                            toml_table(inner, path, styles, out);
                        }
                        path.pop();
                    }
                } else {
                    let _ = write!(out, "[{}]", toml_path(path, styles));
                    styles.comment("#", out);
                    out.push('\n');
                    toml_table(inner, path, styles, out);
                }
            }
            Value::List(items) => {
                for item in items {
                    let _ = writeln!(out, "[[{}]]", toml_path(path, styles));
                    if let Value::Map(inner) = item {
                        toml_table(inner, path, styles, out);
                    }
                }
            }
            _ => {}
        }
        path.pop();
    }
}

fn toml_dotted(
    path: &[String],
    entries: &[(String, Value)],
    styles: &mut Styles,
    out: &mut String,
) {
    for (key, value) in entries {
        let mut path = path.to_vec();
        path.push(key.clone());
        match value {
            Value::Map(inner) if !inner.is_empty() && styles.next(2) == 0 => {
                toml_dotted(&path, inner, styles, out);
            }
            _ => {
                let _ = write!(out, "{} = ", toml_path(&path, styles));
                toml(value, styles, out);
                out.push('\n');
            }
        }
    }
}

/// Whether a text without quotes is still read as a text.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./@ ".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(is_inside)
        && text.trim() == text
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn yaml_text(text: &str, styles: &mut Styles) -> String {
    match styles.next(3) {
        0 if is_plain(text) => text.to_owned(),
        1 if is_printed(text) => format!("'{}'", text.replace('\'', "''")),
        _ => quoted(text),
    }
}

/// A text as a block scalar, if that is possible and chosen.
fn yaml_block(text: &str, column: usize, styles: &mut Styles) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let body = text.trim_end_matches('\n');
    let fits = !body.is_empty()
        && text.len() <= body.len() + 1
        && lines
            .iter()
            .all(|line| is_printed(line) && !line.starts_with(' '))
        && !text.starts_with('\n')
        && styles.next(3) == 0;
    let chomping = if text.ends_with('\n') { "" } else { "-" };
    let mut block = format!("|{chomping}\n");
    for line in body.split('\n') {
        if line.is_empty() {
            block.push('\n');
        } else {
            let _ = writeln!(block, "{}{line}", " ".repeat(column));
        }
    }
    fits.then_some(block)
}

/// Writes a value on one line.
fn yaml_flow(value: &Value, styles: &mut Styles, out: &mut String) {
    match value {
        Value::Text(text) => out.push_str(&yaml_text(text, styles)),
        Value::Literal(literal) => out.push_str(literal),
        Value::Alias => out.push_str(if out.contains(" &a ") { "*a" } else { "1" }),
        Value::Recipe(..) => {
            let quote = ['"', '\''][usize::from(styles.next(2))];
            let _ = write!(out, "{quote}{}{quote}", value.recipe());
        }
        Value::Map(entries) => {
            out.push('{');
            for (number, (key, value)) in entries.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                let _ = write!(out, "{}: ", yaml_text(key, styles));
                yaml_flow(value, styles, out);
            }
            out.push_str(["}", " }"][usize::from(styles.next(2))]);
        }
        Value::List(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                yaml_flow(item, styles, out);
            }
            out.push_str(["]", ", ]"][usize::from(!items.is_empty() && styles.next(4) == 0)]);
        }
    }
}

fn yaml_map(entries: &[(String, Value)], column: usize, styles: &mut Styles, out: &mut String) {
    if entries.is_empty() {
        let _ = writeln!(out, "{}{{}}", " ".repeat(column));
    }
    for (number, (key, value)) in entries.iter().enumerate() {
        if number > 0 || !out.ends_with("- ") {
            out.push_str(["", "\n", "# c: d\n"][usize::from(styles.next(9) / 7)]);
            out.push_str(&" ".repeat(column));
        }
        let _ = write!(out, "{}:", yaml_text(key, styles));
        yaml(value, column, styles, out);
    }
}

/// Writes a value after its colon or dash, up to the end of its last line.
fn yaml(value: &Value, column: usize, styles: &mut Styles, out: &mut String) {
    let deeper = column + 1 + usize::from(styles.choices[0] % 4);
    match value {
        Value::Map(entries) if !entries.is_empty() && styles.next(3) > 0 => {
            styles.comment("#", out);
            out.push('\n');
            yaml_map(entries, deeper, styles, out);
        }
        Value::List(items) if !items.is_empty() && styles.next(3) > 0 => {
            let own = [column, deeper]
                [usize::from(out.ends_with('-') || styles.choices[1].is_multiple_of(2))];
            out.push('\n');
            for item in items {
                let _ = write!(out, "{}-", " ".repeat(own));
                match item {
                    Value::Map(entries) if !entries.is_empty() && styles.next(2) == 0 => {
                        out.push(' ');
                        yaml_map(entries, own + 2, styles, out);
                    }
                    _ => yaml(item, own, styles, out),
                }
            }
        }
        Value::Text(text) => {
            out.push_str([" ", " ", " &a ", " !x "][usize::from(styles.next(12) / 3)]);
            if let Some(block) = yaml_block(text, deeper, styles) {
                out.push_str(&block);
                return;
            }
            out.push_str(&yaml_text(text, styles));
            styles.comment("#", out);
            out.push('\n');
        }
        Value::Literal("null") if styles.next(2) == 0 => out.push('\n'),
        Value::Recipe(..) if styles.next(4) == 0 => {
            let _ = writeln!(out, " {}", value.recipe());
        }
        _ => {
            out.push(' ');
            yaml_flow(value, styles, out);
            styles.comment("#", out);
            out.push('\n');
        }
    }
}

fn dotenv(entries: &[(String, Value)], styles: &mut Styles, out: &mut String) {
    const OTHERS: [&str; 6] = [
        "\n",
        "# c='\n",
        "echo hi\n",
        "  # d\n",
        "X=$Y\r\n",
        "Q=a#b\n",
    ];
    for (key, value) in entries {
        if styles.next(4) == 0 {
            out.push_str(OTHERS[usize::from(styles.next(6))]);
        }
        out.push_str(["", "", "export ", " "][usize::from(styles.next(4))]);
        let text = match value {
            Value::Text(text) => text.clone(),
            value => value.recipe(),
        };
        let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-/:@".contains(&byte);
        let is_recipe = matches!(value, Value::Recipe(..));
        let text = match styles.next(4) {
            0 | 1 if is_recipe || text.bytes().all(is_bare) => text,
            2 if !text.contains(['"', '\\', '$', '`']) => format!("\"{text}\""),
            _ => format!("'{}'", text.replace('\'', "")),
        };
        let _ = write!(out, "{key}={text}");
        styles.comment("#", out);
        out.push_str(["\n", "\r\n"][usize::from(styles.next(5) / 4)]);
    }
}
