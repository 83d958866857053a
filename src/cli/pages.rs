//! Tests that the man pages and completions match the definition of the command line.

use std::fs;
use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{GROUPS, definition, scripts};

/// `UPDATE=1 cargo test` rewrites the files in the folders `man` and `completions`, which the program
/// includes.
#[test]
fn man_pages_and_completions_are_those_of_this_command_line() {
    let mut files = Vec::new();
    let mut cli = definition();
    cli.build();
    for shell in [
        Shell::Bash,
        Shell::Elvish,
        Shell::Fish,
        Shell::PowerShell,
        Shell::Zsh,
    ] {
        let name = clap_complete::Generator::file_name(&shell, "secrets");
        files.push((format!("completions/{name}"), scripts::script(shell, &cli)));
    }
    for command in with_subcommands(&cli) {
        let name = command.get_display_name().unwrap_or("secrets");
        files.push((format!("man/{name}.1"), man_page(command)));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, text) in &files {
        if std::env::var_os("UPDATE").is_some() {
            fs::write(root.join(file), text).unwrap();
        }
        let committed = fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(
            committed == *text,
            "{file} is out of date: run UPDATE=1 cargo test"
        );
    }
    for folder in ["man", "completions"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let file = format!("{folder}/{}", entry.unwrap().file_name().display());
            assert!(
                files.iter().any(|(name, _)| *name == file),
                "{file} belongs to no command"
            );
        }
    }
}

/// The command and all its subcommands.
pub fn with_subcommands(command: &clap::Command) -> Vec<&clap::Command> {
    let below = command.get_subcommands().flat_map(with_subcommands);
    std::iter::once(command).chain(below).collect()
}

fn man_page(command: &clap::Command) -> String {
    let help = command.get_after_long_help().unwrap().to_string();
    // A man page has sections for the examples and the exit status.
    let command = command.clone().after_help(None).after_long_help(None);
    let name = command
        .get_display_name()
        .unwrap_or("secrets")
        .to_uppercase();
    let man = Man::new(command.clone());
    let mut page = format!(
        ".TH {name} 1 {} \"secrets {}\" \"Secrets Manual\"\n",
        date(),
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    man.render_description_section(&mut page).unwrap();
    man.render_options_section(&mut page).unwrap();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page).unwrap();
    }
    let (examples, status) = help.split_once("\n\n").unwrap();
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLES"]);
    let mut lines = examples.lines().skip(1);
    while let (Some(line), Some(meaning)) = (lines.next(), lines.next()) {
        roff.control("TP", []);
        roff.text([bold(line.trim())]).text([roman(meaning.trim())]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for line in status.lines().skip(1) {
        let (code, meaning) = line.trim().split_once("  ").unwrap();
        roff.control("TP", []);
        roff.text([bold(code)]).text([roman(meaning)]);
    }
    roff.to_writer(&mut page).unwrap();
    // Line breaks beside blank lines have no effect.
    let mut page = String::from_utf8(page)
        .unwrap()
        .replace("\n.br\n\n.br\n", "\n\n");
    page = with_sections(&page);
    for (heading, commands) in &GROUPS {
        let first = format!(".TP\nsecrets\\-{}(1)\n", commands[0].name);
        page = page.replace(&first, &format!(".SS {heading}\n{first}"));
    }
    in_short_lines(&page)
}

/// Makes a section of each paragraph that is one word and a colon, such as `Templates:`.
fn with_sections(page: &str) -> String {
    let mut paragraphs = page.split("\n.PP\n");
    let mut text = paragraphs.next().unwrap_or_default().to_owned();
    let mut is_first = false;
    for paragraph in paragraphs {
        let heading = paragraph
            .strip_suffix(':')
            .filter(|word| !word.contains([' ', '\n']));
        match heading {
            Some(heading) => text.extend(["\n.SH ", &heading.to_uppercase(), "\n"]),
            None if is_first => text.push_str(paragraph),
            None => text.extend(["\n.PP\n", paragraph]),
        }
        is_first = heading.is_some();
    }
    text
}

/// The date of the pages: the date of the last release, so that pages do not depend on the day they
/// are made.
fn date() -> &'static str {
    let releases = include_str!("../../CHANGELOG.md").lines();
    let mut dates = releases.filter_map(|line| line.strip_prefix("## ")?.split_once(" - "));
    dates.next().map_or("2026-11-22", |(_, date)| date)
}

/// Divides the text of a page into lines of at most 72 bytes: mandoc asks for 80, and counts … as
/// nine. A tag stays on its line. No line ends like a sentence, because roff would add a wider space.
/// Indented lines, such as tables, are shown as they are: \c joins the parts of one line.
fn in_short_lines(page: &str) -> String {
    let mut lines = Vec::new();
    let mut is_tag = false;
    let mut was_table = false;
    for line in page.lines() {
        let is_table = line.starts_with("  ");
        if is_table != was_table {
            lines.push(if is_table { ".nf" } else { ".fi" }.to_owned());
            was_table = is_table;
        }
        let mut rest = line.trim_end();
        while !is_tag && rest.len() > 72 && !rest.starts_with('.') {
            let fits = |at: &usize| {
                *at > 0
                    && *at <= 72
                    && !rest[..*at].ends_with(['.', '?', '!', ' '])
                    && !rest[at + 1..].starts_with(['.', '\'', ' '])
            };
            let mut spaces = rest.match_indices(' ').map(|(at, _)| at);
            let Some(at) = spaces.rfind(fits) else {
                break;
            };
            let end = if is_table { " \\c" } else { "" };
            lines.push(rest[..at].to_owned() + end);
            rest = &rest[at + 1..];
        }
        lines.push(rest.to_owned());
        is_tag = line == ".TP";
    }
    lines.join("\n") + "\n"
}
