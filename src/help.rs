//! The layout of the help: wraps the examples and statuses to the terminal, and colours the help.

use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdout};

use crate::system::report;
use crate::system::streams;
use crate::system::terminal::{self, Colour};

use anyhow::Result;
use clap::builder::Styles;
use clap::builder::styling::AnsiColor;

/// Command lines with their meanings, for `--help` and the man page. The tests run them all.
pub type Examples = &'static [(&'static str, &'static str)];

/// The help of a command, for `--help` and the man page.
pub struct Help {
    /// One line without a full stop.
    pub about: &'static str,
    /// The paragraphs after this line in the long help, or an empty text.
    pub details: &'static str,
    pub examples: Examples,
}

/// A command with its own help.
pub trait Described {
    const HELP: Help;
}

/// The widest help, in columns.
pub const MAX_WIDTH: usize = 100;

const EXAMPLES: &str = "Examples:";

const STATUSES: &str = "Exit status:
  0  done: every value was written; or the answer of compare, verify or --check is yes
  1  the answer is no: values differ, a code is wrong, a key is invalid, or a check failed
  2  trouble: one line on stderr says what is wrong
";

const EXIT_STATUS: &str = "Exit status:";

/// The part of `--help` after the options. Clap breaks its lines, and [`mended`] joins them again.
pub fn after_options(examples: Examples) -> String {
    let mut help = format!("{EXAMPLES}\n");
    for (command, meaning) in examples {
        let _ = writeln!(help, "  {command}\n      {meaning}");
    }
    help + "\n" + STATUSES
}

/// Prints clap's help to stdout.
pub fn print(help: &clap::Error) -> Result<()> {
    streams::text(&shown(help, terminal::has_colour(stdout().is_terminal())))
}

/// Writes clap's help to stderr, as the error for a command line without a command.
pub fn write(help: &clap::Error) {
    report::write_help(&shown(help, terminal::has_colour(stderr().is_terminal())));
}

/// The colours of clap's part of the help.
pub fn styles() -> Styles {
    let heading = AnsiColor::Green.on_default().bold();
    let literal = AnsiColor::Cyan.on_default();
    Styles::plain()
        .header(heading)
        .usage(heading)
        .literal(literal.bold())
        .placeholder(literal)
}

fn shown(help: &clap::Error, in_colour: bool) -> String {
    let help = help.render();
    if in_colour {
        mended(&help.ansi().to_string(), width(), Colour::paint)
    } else {
        mended(&help.to_string(), width(), |_, word, text| {
            text.push_str(word);
        })
    }
}

/// The width of the help, chosen as clap chooses it.
fn width() -> usize {
    let here = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    here.or_else(told).unwrap_or(MAX_WIDTH).min(MAX_WIDTH)
}

/// Joins the lines of [`after_options`] that clap has broken. Commands stay on one line, so that they
/// can be copied, and the meaning of a status is wrapped beside it. `paint` appends a coloured word.
fn mended(help: &str, width: usize, paint: fn(Colour, &str, &mut String)) -> String {
    let Some((before, ours)) = help.split_once("\nExamples:\n") else {
        return help.to_owned();
    };
    let (examples, statuses) = ours.split_once("\nExit status:\n").unwrap_or((ours, ""));
    let mut text = format!("{before}\n");
    paint(Colour::Heading, EXAMPLES, &mut text);
    text.push('\n');
    for line in joined(examples, |line, before| {
        indent(line) == 2 && indent(before) == 2
    }) {
        match line.strip_prefix("  ") {
            Some(command) if !command.starts_with(' ') => {
                text.push_str("  ");
                paint(Colour::Literal, command, &mut text);
            }
            _ => text.push_str(&line),
        }
        text.push('\n');
    }
    text.push('\n');
    paint(Colour::Heading, EXIT_STATUS, &mut text);
    text.push('\n');
    for line in joined(statuses, |line, _| {
        indent(line.get(3..).unwrap_or_default()) != 2
    }) {
        let mut wrapped = String::new();
        wrap(&line, 5, width, &mut wrapped);
        let (code, meaning) = wrapped.split_at(3.min(wrapped.len()));
        text.push_str("  ");
        paint(Colour::Literal, code.trim_start(), &mut text);
        text.push_str(meaning);
    }
    text
}

/// The lines of `text`. A line for which `continues` is true is joined to the line before it.
fn joined(text: &str, continues: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut before = "";
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match lines.last_mut() {
            Some(whole) if continues(line, before) => whole.extend([" ", line.trim_start()]),
            _ => lines.push(line.to_owned()),
        }
        before = line;
    }
    lines
}

/// Wraps a line at spaces to `width` columns. Further lines are indented by `hanging` columns.
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

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_do_not_change_the_text() {
        let help = "Usage: x\n\n".to_owned() + &after_options(&[("x y", "z")]);
        let plain = mended(&help, 100, |_, word, text| text.push_str(word));
        let painted = mended(&help, 100, Colour::paint);
        let mut without = String::new();
        for part in painted.split('\x1b') {
            let code = part.starts_with('[').then(|| part.find('m').unwrap() + 1);
            without.push_str(&part[code.unwrap_or(0)..]);
        }
        assert_eq!(without, plain);
        for part in [
            "\x1b[1;32mExamples:\x1b[0m\n",
            "  \x1b[1;36mx y\x1b[0m\n      z\n",
            "  \x1b[1;36m0\x1b[0m  done",
        ] {
            assert!(painted.contains(part), "{part:?}: {painted:?}");
        }
    }

    #[test]
    fn commands_stay_whole_and_meanings_are_wrapped_beside_their_status() {
        let broken = "Options\n\nExamples:\n  secrets\n  --chars 40\n      one two\n      three\n  b\n      c\n\nExit status:\n  0  done: every\n  value was\n  1  no\n";
        let expected = "Options\n\nExamples:\n  secrets --chars 40\n      one two\n      three\n  b\n      c\n\nExit status:\n  0  done:\n     every\n     value\n     was\n  1  no\n";
        let plain = |_, word: &str, text: &mut String| text.push_str(word);
        assert_eq!(mended(broken, 13, plain), expected);
    }
}
