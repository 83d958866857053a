//! The man page of a command.

use anyhow::{Context, Result};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::command::Catalogue;

/// The name of the page of `command`, without its section. The definition must be built.
pub fn name(command: &clap::Command) -> &str {
    command.get_display_name().unwrap_or("secrets")
}

/// The page of `command` in roff, in lines that mandoc's lint accepts. The definition must be built.
///
/// # Errors
/// The command has no examples in its help.
pub fn page(command: &clap::Command, catalogue: &Catalogue) -> Result<String> {
    let help = command.get_after_long_help().map(ToString::to_string);
    let (examples, status) = help
        .as_deref()
        .and_then(|help| help.split_once("\n\n"))
        .context("the help has no examples")?;
    // A man page has sections for the examples and the exit status.
    let command = command.clone().after_help(None).after_long_help(None);
    let name = name(&command).to_uppercase();
    let man = Man::new(command.clone());
    let mut page = format!(
        ".TH {name} 1 {} \"secrets {}\" \"Secrets Manual\"\n",
        DATE,
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes();
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLES"]);
    let mut lines = examples.lines().skip(1);
    while let (Some(line), Some(meaning)) = (lines.next(), lines.next()) {
        roff.control("TP", []);
        roff.text([bold(line.trim())]).text([roman(meaning.trim())]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for line in status.lines().skip(1) {
        let (code, meaning) = line.trim().split_once("  ").unwrap_or_default();
        roff.control("TP", []);
        roff.text([bold(code)]).text([roman(meaning)]);
    }
    roff.to_writer(&mut page)?;
    // Line breaks beside blank lines have no effect.
    let mut page = String::from_utf8(page)?.replace("\n.br\n\n.br\n", "\n\n");
    page = with_sections(&page);
    for (heading, commands) in (catalogue.groups)() {
        let first = format!(".TP\nsecrets\\-{}(1)\n", commands[0]);
        page = page.replace(&first, &format!(".SS {heading}\n{first}"));
    }
    Ok(in_short_lines(&page))
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
const DATE: &str = "2026-11-22";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_that_of_the_last_release() {
        let releases = include_str!("../../../CHANGELOG.md").lines();
        let mut dates = releases.filter_map(|line| line.strip_prefix("## ")?.split_once(" - "));
        assert_eq!(dates.next().map_or(DATE, |(_, date)| date), DATE);
    }
}
