//! Destinations that read some characters as their own syntax, and what is safe in each.

use clap::ValueEnum;

use crate::uniform::alphabet::Kind;

/// A place that takes a password as it is, without quoting or escaping.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Destination {
    /// A word of sh, bash, zsh or fish
    Shell,
    /// Any part of a URL or URI
    Url,
    /// An unquoted value in a .env file
    Dotenv,
    /// A plain scalar that stays a string
    Yaml,
    /// The inside of a string
    Json,
    /// The inside of a string literal
    Sql,
    /// Text and attribute values
    Xml,
    /// An unquoted field, also in a spreadsheet
    Csv,
    /// A literal in a regular expression
    Regex,
    /// An argument of a command
    Cli,
}

/// What is safe at a destination. After the first character, letters and digits of ASCII are safe
/// everywhere.
pub struct Rule {
    pub name: &'static str,
    /// The symbols that need no quoting.
    pub symbols: &'static str,
    /// What the first character must be.
    pub first: Option<Kind>,
    /// Shorter values could be read as something else, such as a number or a date. In characters.
    pub least: u16,
    /// Where the rule is from.
    pub source: &'static str,
}

impl Destination {
    pub fn rule(self) -> Rule {
        // Beyond what a grammar demands, symbols are left out that its common readers trip over.
        match self {
            // zsh also expands a first = and =name after a colon, fish ? and braces, bash ! in a
            // history; % is a job and , stands between braces.
            Self::Shell => Rule {
                name: "shell",
                symbols: "+-./:@_",
                first: Some(Kind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Shell Command Language, 2.2 Quoting; zshexpn(1)",
            },
            Self::Url => Rule {
                name: "url",
                symbols: "-._~",
                first: Some(Kind::Alnum),
                least: 1,
                source: "RFC 3986, section 2.3, unreserved characters",
            },
            // Some readers keep quotes as they are and some cut at any #, so a value must be safe
            // without quotes, and in the shell that may source the file.
            Self::Dotenv => Rule {
                name: "dotenv",
                symbols: "+-./:@_",
                first: Some(Kind::Alnum),
                least: 1,
                source: "docker compose, docker run, node --env-file and POSIX sh, intersected",
            },
            // Every number, boolean, null and date begins with no letter or is a word of at most 5.
            Self::Yaml => Rule {
                name: "yaml",
                symbols: "!%&()*+-./;<=>@^_|~",
                first: Some(Kind::Letter),
                least: 6,
                source: "YAML 1.2.2, section 7.3.3, plain style; YAML 1.1, types bool, float, int, null, timestamp",
            },
            // Also without what encoders escape on their own: <, >, &, ', +, ` and /.
            Self::Json => Rule {
                name: "json",
                symbols: "!#$%()*,-.:;=?@[]^_{|}~",
                first: None,
                least: 1,
                source: "RFC 8259, section 7",
            },
            // Also without what drivers and clients substitute: &, $, %, ?, :, # and braces.
            Self::Sql => Rule {
                name: "sql",
                symbols: "!()*+,-./<=>@[]^_|~",
                first: None,
                least: 1,
                source: "ISO/IEC 9075-2, character string literal; MySQL Reference Manual, String Literals",
            },
            Self::Xml => Rule {
                name: "xml",
                symbols: r"!#$%()*+,-./:;=?@[\]^_`{|}~",
                first: None,
                least: 1,
                source: "XML 1.0, section 2.4",
            },
            // A spreadsheet takes a first = + - @ for a formula, and short text for a date or number.
            Self::Csv => Rule {
                name: "csv",
                symbols: "!#$%&()*+-./:<=>?@[]^_{}~",
                first: Some(Kind::Letter),
                least: 16,
                source: "RFC 4180, section 2; OWASP, CSV Injection",
            },
            Self::Regex => Rule {
                name: "regex",
                symbols: "!,:;=_",
                first: Some(Kind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Regular Expressions, 9.4.3; Rust regex::escape",
            },
            // A first - is an option, a first @ a file; commas, colons and = divide values.
            Self::Cli => Rule {
                name: "cli",
                symbols: "+-.@_",
                first: Some(Kind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Utility Conventions, 12.2; curl(1), option -d",
            },
        }
    }
}
