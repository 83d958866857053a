//! `secrets for`: the secret of a program or format, by its name.

mod filled;
mod rows;

use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::command::{Catalogue, Command};
use crate::generate::{check_alone, distinct, listing, values};
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::suggested::{Suggested, holding};
use crate::message::{closest, hinted};
use crate::output::OutputArgs;
use crate::recipe::{Carrier, Recipe};
use filled::Filled;
use rows::Row;

/// The name of the row that takes `--ssid`.
const WIFI: &str = "wifi";

/// The longest SSID, in bytes (IEEE Std 802.11, section 9.4.2.2).
const MAX_SSID: usize = 32;

/// The flags of `secrets for`.
#[derive(Args)]
pub struct For {
    /// What the secret is for: laravel, django, jwt-hs256, wifi …; help lists them all
    ///
    /// The name of a program, a format or a system of secrets password --for. secrets for help shows
    /// each name with its meaning, its template and the source of its rule.
    #[arg(value_name = "NAME", value_parser = Suggested(rows::names), hide_possible_values = true)]
    name: Option<String>,

    /// Show the template instead of a value: the lines that secrets fill takes
    #[arg(long, help_heading = None, conflicts_with = "hash")]
    recipe: bool,

    /// With wifi: the text of a QR code that joins the network SSID, to be shown with --qr
    #[arg(long, value_name = "SSID", help_heading = None, allow_hyphen_values = true)]
    ssid: Option<String>,

    #[command(flatten)]
    hash: HashArgs,

    #[command(flatten)]
    output: OutputArgs,
}

impl Described for For {
    const HELP: Help = Help {
        about: "The secret of a program, by its name: laravel, jwt-hs256 …",
        details: "\
Each name has a template in the language of secrets fill, which --recipe shows. A template can have \
{{ for laravel }}, if the value is one line. A name with several lines makes all of them, to be \
appended to a file. Only the value is written, without the name of its variable.\n\n\
vaultwarden also gives the hash to store, as with --hash argon2id.",
        examples: &[
            ("secrets for laravel", "an APP_KEY"),
            ("secrets for laravel --recipe", "the line that makes it"),
            ("secrets for wordpress", "eight salts, as in wp-config.php"),
            (
                "secrets for wifi --ssid 'Guest; net' --qr",
                "a QR code with which phones join the network",
            ),
            (
                "secrets for mongodb-keyfile --output keyfile",
                "a key file with mode 0600",
            ),
            ("secrets for help", "all names, with their sources"),
        ],
    };
}

impl Command for For {
    const NAME: &'static str = "for";

    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode> {
        if let Some(list) = self.listing()? {
            return listing(&self.output, &list);
        }
        let row = self.row()?;
        let recipe = self.filled(&row, catalogue)?;
        let hash = HashArgs {
            hash: self.hash.hash.or(row.hash),
            ..self.hash
        };
        let mut output = self.output;
        if !row.newline {
            output.leave_out_newline();
        }
        if row.lines() > 1 {
            let lines = format!("'{}' has {} lines", row.name, row.lines());
            ensure!(
                hash.hash.is_none(),
                "{lines}, and --hash is of a single value"
            );
            if output.masks() {
                return Err(hinted(
                    format!(
                        "{lines}, and --mask would hide the text around the secrets in the log"
                    ),
                    format!(
                        "write the lines into a template, for secrets fill --to, which masks each value: secrets for {} --recipe",
                        row.name
                    ),
                ));
            }
        }
        let recipe = distinct(&output, recipe)?;
        values(&output, &hash, Self::NAME, recipe)
    }

    fn recipe(self, catalogue: &'static Catalogue, _: Carrier) -> Result<Box<dyn Recipe>> {
        ensure!(
            self.listing()?.is_none(),
            "a listing makes no sense in a template: it is no secret"
        );
        let row = self.row()?;
        if row.lines() > 1 {
            return Err(hinted(
                format!(
                    "'{}' has {} lines, and a value in a template is one",
                    row.name,
                    row.lines()
                ),
                format!(
                    "write them into the template: secrets for {} --recipe",
                    row.name
                ),
            ));
        }
        if row.hash.is_some() {
            return Err(hinted(
                format!(
                    "'{}' is a value and its hash, and a recipe of a template is one value",
                    row.name
                ),
                format!("for both: secrets for {}", row.name),
            ));
        }
        check_alone(&self.output, &self.hash)?;
        self.filled(&row, catalogue)
    }
}

impl For {
    /// What to print instead of a value, if a list or a template is asked for.
    fn listing(&self) -> Result<Option<String>> {
        if self.name.as_deref() == Some("help") {
            ensure!(!self.recipe, "--recipe has no effect on the list of names");
            return Ok(Some(rows::list()));
        }
        if self.recipe {
            return Ok(Some(self.template(&self.row()?)? + "\n"));
        }
        Ok(None)
    }

    /// The row with the name.
    fn row(&self) -> Result<Row> {
        let Some(name) = &self.name else {
            return Err(hinted(
                "there is no name of what the secret is for",
                "list the names with: secrets for help",
            ));
        };
        let rows = rows::all();
        let names: Vec<_> = rows.iter().map(|row| row.name.to_string()).collect();
        if let Some(row) = rows.into_iter().find(|row| row.name == *name) {
            return Ok(row);
        }
        let holding = holding(name, names.iter().map(String::as_str));
        let close = holding.first().copied();
        let hint = match close.or_else(|| closest(name, names.iter().map(String::as_str))) {
            Some(close) if holding.len() > 1 => format!(
                "secrets for {close}; near it are {}; for all names: secrets for help",
                holding[1..].join(" and ")
            ),
            Some(close) => {
                format!("secrets for {close}; for all names: secrets for help")
            }
            None => "list the names with: secrets for help".to_owned(),
        };
        Err(hinted(
            format!("'{name}' is no name that secrets for knows"),
            hint,
        ))
    }

    /// The template of the row. With `--ssid` it has the network too.
    fn template(&self, row: &Row) -> Result<String> {
        let Some(ssid) = &self.ssid else {
            return Ok(row.template.to_string());
        };
        ensure!(row.name == WIFI, "--ssid is for {WIFI} only");
        if ssid.is_empty() || ssid.len() > MAX_SSID {
            bail!(
                "an SSID has 1 to {MAX_SSID} bytes, and this one has {}",
                ssid.len()
            );
        }
        ensure!(
            !ssid.contains(char::is_control),
            "an SSID with control characters cannot be told to a phone"
        );
        let ssid = escaped(ssid).replace("{{", "{{{{");
        Ok(format!("WIFI:T:WPA;S:{ssid};P:{};;", row.template))
    }

    fn filled(&self, row: &Row, catalogue: &'static Catalogue) -> Result<Box<dyn Recipe>> {
        Filled::recipe(&self.template(row)?, catalogue)
    }
}

/// Escapes a field of a Wi-Fi QR code with backslashes (ZXing, wiki, Barcode Contents, Wi-Fi Network
/// config).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | ';' | ',' | '"' | ':') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::CATALOGUE;

    #[test]
    fn every_row_makes_a_value_and_has_a_source_and_a_unique_name() {
        let rows = rows::all();
        for row in &rows {
            let recipe = Filled::recipe(&row.template, &CATALOGUE)
                .unwrap_or_else(|error| panic!("{}: {error:#}", row.name));
            let strong = recipe.space().size.bits() >= 40.0;
            assert!(strong || row.name == "port", "{}", row.name);
            assert!(
                !row.source.is_empty() && !row.about.is_empty(),
                "{}",
                row.name
            );
            assert!(!row.about.ends_with('.'), "{}", row.name);
            let same = rows.iter().filter(|other| other.name == row.name);
            assert_eq!(same.count(), 1, "{}", row.name);
        }
        assert!(rows.iter().all(|row| row.name != "help"));
    }

    #[test]
    fn special_characters_of_a_wifi_code_are_escaped() {
        assert_eq!(escaped(r#"a\b;c,d"e:f é"#), r#"a\\b\;c\,d\"e\:f é"#);
    }
}
