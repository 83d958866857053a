//! Destinations in which some characters are syntax, and the characters that are safe in each.

use clap::ValueEnum;

use crate::uniform::alphabet::CharacterKind;

/// A place where a password is written without quoting or escaping.
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

/// The safe values of a destination. After the first character, ASCII letters and digits are safe
/// everywhere.
pub struct Rule {
    pub name: &'static str,
    /// The symbols that need no quoting.
    pub symbols: &'static str,
    /// The kinds of characters that can come first.
    pub first: Option<CharacterKind>,
    /// The minimum length in characters. Shorter values could be read as a number or a date.
    pub least: u16,
    /// The document that states the rule.
    pub source: &'static str,
}

impl Destination {
    pub fn rule(self) -> Rule {
        // Some symbols that a grammar allows are left out, because common programs misread them.
        match self {
            // zsh expands = at the start and =name after a colon, fish expands ? and braces, and bash
            // expands ! as history. % names a job, and , is syntax within braces.
            Self::Shell => Rule {
                name: "shell",
                symbols: "+-./:@_",
                first: Some(CharacterKind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Shell Command Language, 2.2 Quoting; zshexpn(1)",
            },
            Self::Url => Rule {
                name: "url",
                symbols: "-._~",
                first: Some(CharacterKind::Alnum),
                least: 1,
                source: "RFC 3986, section 2.3, unreserved characters",
            },
            // Some readers keep quotes as part of the value and some cut at any #. So a value must be
            // safe without quotes, and in a shell that sources the file.
            Self::Dotenv => Rule {
                name: "dotenv",
                symbols: "+-./:@_",
                first: Some(CharacterKind::Alnum),
                least: 1,
                source: "docker compose, docker run, node --env-file and POSIX sh, intersected",
            },
            // A number, boolean, null or date begins with another character than a letter or has at
            // most 5 letters.
            Self::Yaml => Rule {
                name: "yaml",
                symbols: "!%&()*+-./;<=>@^_|~",
                first: Some(CharacterKind::Letter),
                least: 6,
                source: "YAML 1.2.2, section 7.3.3, plain style; YAML 1.1, types bool, float, int, null, timestamp",
            },
            // Some encoders also escape <, >, &, ', +, ` and /.
            Self::Json => Rule {
                name: "json",
                symbols: "!#$%()*,-.:;=?@[]^_{|}~",
                first: None,
                least: 1,
                source: "RFC 8259, section 7",
            },
            // Drivers and clients substitute &, $, %, ?, :, # and braces.
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
            // A spreadsheet reads = + - @ at the start as a formula, and short text as a date or number.
            Self::Csv => Rule {
                name: "csv",
                symbols: "!#$%&()*+-./:<=>?@[]^_{}~",
                first: Some(CharacterKind::Letter),
                least: 16,
                source: "RFC 4180, section 2; OWASP, CSV Injection",
            },
            Self::Regex => Rule {
                name: "regex",
                symbols: "!,:;=_",
                first: Some(CharacterKind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Regular Expressions, 9.4.3; Rust regex::escape",
            },
            // - at the start is an option, and @ at the start is a file. Commas, colons and = divide
            // values.
            Self::Cli => Rule {
                name: "cli",
                symbols: "+-.@_",
                first: Some(CharacterKind::Alnum),
                least: 1,
                source: "POSIX.1-2024, Utility Conventions, 12.2; curl(1), option -d",
            },
        }
    }
}
