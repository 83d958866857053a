//! The help as it is shown: our part of it wrapped to the terminal, and all in colour where that has
//! any.

use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdout};

use crate::system::report;
use crate::system::streams;
use crate::system::terminal::{self, Colour};

use anyhow::Result;

/// A command line and what it does, for `--help` and the man page. The tests run them all.
pub type Examples = &'static [(&'static str, &'static str)];

/// What a command says of itself, for `--help` and the man page.
pub struct Help {
    /// One line without a full stop.
    pub about: &'static str,
    /// What follows that line in the long help: paragraphs, or nothing.
    pub details: &'static str,
    pub examples: Examples,
}

/// A command with a help of its own.
pub trait Described {
    const HELP: Help;
}

/// The widest help, in columns.
pub const MAX_WIDTH: usize = 100;

const EXAMPLES: &str = "Examples:";

const STATUSES: &str = "Exit status:
  0  done: every value was written; or the answer of compare, verify or --check is yes
  1  the answer is no: values differ, a code is wrong, a key is invalid, or a check failed
  2  trouble: one line on stderr says which
";

const EXIT_STATUS: &str = "Exit status:";

/// The part of `--help` after the options. Clap breaks its lines, and [`mended`] mends that.
pub fn after_options(examples: Examples) -> String {
    let mut help = format!("{EXAMPLES}\n");
    for (command, meaning) in examples {
        let _ = writeln!(help, "  {command}\n      {meaning}");
    }
    help + "\n" + STATUSES
}

/// Prints a help of clap's to stdout.
pub fn print(help: &str) -> Result<()> {
    streams::text(&shown(help, terminal::has_colour(stdout().is_terminal())))
}

/// Writes it to stderr, where it is the answer to a command line without a command.
pub fn write(help: &str) {
    report::write_help(&shown(help, terminal::has_colour(stderr().is_terminal())));
}

fn shown(help: &str, in_colour: bool) -> String {
    let mended = mended(help, width());
    if in_colour { painted(&mended) } else { mended }
}

/// The width that clap took.
fn width() -> usize {
    let here = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    here.or_else(told).unwrap_or(MAX_WIDTH).min(MAX_WIDTH)
}

/// Joins what clap has broken of [`after_options`]: a command, which is to be copied, stays whole, and
/// the meaning of a status is broken anew beside it.
fn mended(help: &str, width: usize) -> String {
    let Some((before, ours)) = help.split_once("\nExamples:\n") else {
        return help.to_owned();
    };
    let (examples, statuses) = ours.split_once("\nExit status:\n").unwrap_or((ours, ""));
    let mut text = format!("{before}\n{EXAMPLES}\n");
    for line in joined(examples, |line, before| {
        indent(line) == 2 && indent(before) == 2
    }) {
        text.extend([&line, "\n"]);
    }
    let _ = writeln!(text, "\n{EXIT_STATUS}");
    for line in joined(statuses, |line, _| {
        indent(line.get(3..).unwrap_or_default()) != 2
    }) {
        wrap(&line, 5, width, &mut text);
    }
    text
}

/// The lines of `text`, of which those that go on with the one before them are joined to it.
fn joined(text: &str, goes_on: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut before = "";
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match lines.last_mut() {
            Some(whole) if goes_on(line, before) => whole.extend([" ", line.trim_start()]),
            _ => lines.push(line.to_owned()),
        }
        before = line;
    }
    lines
}

/// Breaks a line at spaces, and sets what follows at `hanging` columns.
fn wrap(line: &str, hanging: usize, width: usize, text: &mut String) {
    let (start, rest) = line.split_at(hanging.min(line.len()));
    let mut column = hanging;
    text.push_str(start);
    for (number, word) in rest.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 && column + 1 + length > width {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', hanging));
            column = hanging;
        } else if number > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

/// Sets headings, options, placeholders and commands apart, as cargo does.
fn painted(help: &str) -> String {
    let mut text = String::with_capacity(2 * help.len());
    let mut heading = "";
    let mut lines = help.split_inclusive('\n').peekable();
    let mut after_text = false;
    while let Some(line) = lines.next() {
        let content = line.trim_end();
        let next_is_indented = lines.peek().is_some_and(|next| next.starts_with("  "));
        if !after_text && content.ends_with(':') && indent(line) == 0 && next_is_indented {
            heading = content;
            Colour::Heading.paint(content, &mut text);
        } else if let Some(usage) = content.strip_prefix("Usage:") {
            heading = "Usage:";
            Colour::Heading.paint(heading, &mut text);
            paint_usage(usage, &mut text);
        } else {
            paint_line(heading, content, &mut text);
        }
        after_text = !content.is_empty() && indent(line) == 0;
        text.push('\n');
    }
    text
}

/// Paints a line below `heading`.
fn paint_line(heading: &str, line: &str, text: &mut String) {
    let start = indent(line);
    let rest = &line[start..];
    let is_spec = match heading {
        "Usage:" => return paint_usage(line, text),
        EXAMPLES | EXIT_STATUS => start == 2,
        "" => false,
        _ => (start == 2 || start == 6) && rest.starts_with(['-', '<', '[']) || is_command(line),
    };
    if !is_spec {
        return text.push_str(line);
    }
    text.push_str(&line[..start]);
    match rest.split_once("  ").filter(|_| heading != EXAMPLES) {
        Some((spec, meaning)) => {
            paint_usage(spec, text);
            text.extend(["  ", meaning]);
        }
        None if heading == EXAMPLES => Colour::Literal.paint(rest, text),
        None => paint_usage(rest, text),
    }
}

/// Whether a line of the help is that of a command.
fn is_command(line: &str) -> bool {
    let name = line
        .strip_prefix("  ")
        .and_then(|rest| rest.split_once("  "));
    name.is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// Paints what is to be typed, and otherwise what stands for something else.
fn paint_usage(usage: &str, text: &mut String) {
    for (number, word) in usage.split(' ').enumerate() {
        if number > 0 {
            text.push(' ');
        }
        match word.find(['<', '[']) {
            Some(start) => {
                Colour::Literal.paint(&word[..start], text);
                Colour::Placeholder.paint(&word[start..], text);
            }
            None => Colour::Literal.paint(word, text),
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELP: &str = "About this:\n\n  prose - text\n\nUsage: x [OPTIONS] --a <B>\n\nOptions:\n  -n, --count <N>  how many\n      --json       prose\n          - os\n\n";

    #[test]
    fn what_is_painted_reads_the_same() {
        let help = mended(&(HELP.to_owned() + &after_options(&[("x y", "z")])), 100);
        let painted = painted(&help);
        let mut plain = String::new();
        for part in painted.split('\x1b') {
            let code = part.starts_with('[').then(|| part.find('m').unwrap() + 1);
            plain.push_str(&part[code.unwrap_or(0)..]);
        }
        assert_eq!(plain, help);
        for part in [
            "About this:\n",
            "  prose - text\n",
            "\x1b[1;32mUsage:\x1b[0m \x1b[1;36mx\x1b[0m \x1b[36m[OPTIONS]\x1b[0m \x1b[1;36m--a\x1b[0m \x1b[36m<B>\x1b[0m\n",
            "\x1b[1;32mOptions:\x1b[0m\n  \x1b[1;36m-n,\x1b[0m \x1b[1;36m--count\x1b[0m \x1b[36m<N>\x1b[0m  how many\n",
            "      \x1b[1;36m--json\x1b[0m       prose\n          - os\n",
            "\x1b[1;32mExamples:\x1b[0m\n  \x1b[1;36mx y\x1b[0m\n      z\n",
            "  \x1b[1;36m0\x1b[0m  done",
        ] {
            assert!(painted.contains(part), "{part:?}: {painted:?}");
        }
    }

    #[test]
    fn commands_are_whole_and_meanings_stand_beside_their_status() {
        let broken = "Options\n\nExamples:\n  secrets\n  --chars 40\n      one two\n      three\n  b\n      c\n\nExit status:\n  0  done: every\n  value was\n  1  no\n";
        let expected = "Options\n\nExamples:\n  secrets --chars 40\n      one two\n      three\n  b\n      c\n\nExit status:\n  0  done:\n     every\n     value\n     was\n  1  no\n";
        assert_eq!(mended(broken, 13), expected);
    }
}
