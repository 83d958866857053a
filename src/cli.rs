//! The command line: the commands, their one-line help, and the one dispatch.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Error, Result, anyhow};
use clap::error::{ContextValue, ErrorKind};
use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand};

use crate::commands::{
    apikey, below, bytes, choice, compare, completions, doctor, fill, hex, hotp, man, otp,
    passphrase, password, pattern, totp, urlsafe,
};
use crate::generate::{Catalogue, Generate};
use crate::help::{self, Examples, MAX_WIDTH, after_options};
use crate::message::{hinted, printable};
use crate::recipe::Recipe;

/// The exit status for trouble: usage, input and output, entropy.
pub const TROUBLE: u8 = 2;

/// Make tokens, passwords and one-time codes from the operating system's CSPRNG
///
/// Every value is drawn uniformly from all that the options allow, and written whole or not at all.
/// There is no seed. The shortest command is the secure one: what it makes is at least 128 bits
/// strong, but for codes and passphrases, which a person types.
#[derive(Parser)]
#[command(
    name = "secrets",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = MAX_WIDTH,
    subcommand_value_name = "COMMAND",
    after_help = "See 'secrets COMMAND --help' for more, with examples.",
    after_long_help = after_options(EXAMPLES),
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: Examples = &[
    (
        "secrets password --length 16",
        "a password of 16 letters, digits and symbols",
    ),
    ("secrets hex", "a key of 32 bytes as 64 hex digits"),
    (
        "TOKEN=$(secrets urlsafe)",
        "a token in a variable of the shell",
    ),
    ("secrets otp -n 10", "ten one-time codes of 6 digits"),
];

#[derive(Subcommand)]
#[allow(
    rustdoc::broken_intra_doc_links,
    reason = "help has brackets that are no links"
)]
enum Command {
    /// Random bytes, raw or as text
    ///
    /// Raw bytes are written as they are, without a newline, and never to a terminal unless forced
    /// with --output -. A size too long for memory is written as it is drawn.
    #[command(after_long_help = after_options(bytes::EXAMPLES))]
    Bytes(Generate<bytes::Bytes>),

    /// Random bytes in lower-case hexadecimal
    #[command(after_long_help = after_options(hex::EXAMPLES))]
    Hex(Generate<hex::Hex>),

    /// Random bytes as text for URLs and file names (base64url)
    ///
    /// The text is made of letters, digits, - and _ (RFC 4648, section 5), without padding. One
    /// token in 64 begins with -, which some commands take for an option.
    #[command(after_long_help = after_options(urlsafe::EXAMPLES))]
    Urlsafe(Generate<urlsafe::Urlsafe>),

    /// A random whole number below N, of any size
    #[command(after_long_help = after_options(below::EXAMPLES))]
    Below(Generate<below::Below>),

    /// Random picks from items or lines, or all of them shuffled
    ///
    /// Each pick is uniform over the items. Picks may repeat unless --distinct is given.
    #[command(after_long_help = after_options(choice::EXAMPLES))]
    Choice(Generate<choice::Choice>),

    /// A password of random characters
    #[command(after_long_help = after_options(password::EXAMPLES))]
    Password(Generate<password::Password>),

    /// A passphrase of random words, to remember or to type
    ///
    /// Six words of the EFF large list hold 77.5 bits. That is good for what a person types: a login,
    /// the passphrase of a password manager or of an encrypted disk, whose programs make each guess
    /// slow (Argon2, scrypt, bcrypt). It is not enough where guesses are cheap and the phrase has to
    /// hold for decades: a key that is used as it is, or a phrase kept as a plain fast hash. Ask for
    /// --bits 128 there, which is ten words.
    #[command(after_long_help = after_options(passphrase::EXAMPLES))]
    Passphrase(Generate<passphrase::Passphrase>),

    /// A string that matches a regular expression: a licence key, a voucher
    ///
    /// Every string that the expression matches from end to end is equally likely, however many
    /// ways it matches; they are counted first, so the entropy is exact. The empty string is left
    /// out. What repeats without end, as * and + do, needs --max-length.
    ///
    /// Characters that the expression does not name are printable ASCII, from space to ~: so ., \d,
    /// \w, \s (a space), [[:alpha:]] and [^...] never give a control character, nor one of another
    /// alphabet. What it names is drawn as it is: [äöü], [α-ω], \t.
    #[command(after_long_help = after_options(pattern::EXAMPLES))]
    Pattern(Generate<pattern::Pattern>),

    /// A one-time code of decimal digits, or recovery codes
    ///
    /// A code of 6 digits holds 20 bits, the least that NIST SP 800-63B-4 allows: enough for one that
    /// is accepted once, expires within minutes and can be tried a few times only, and for nothing
    /// else. It asks for a limit of the tries below 64 bits, and for 64 bits or more in a recovery
    /// code, which a user keeps: see --recovery.
    #[command(after_long_help = after_options(otp::EXAMPLES))]
    Otp(Generate<otp::Otp>),

    /// Codes of authenticator apps, which time changes: make, show, check (TOTP, RFC 6238)
    ///
    /// Secrets are made for the app, their codes are printed, and codes that people type are
    /// checked. Secrets and codes are never taken from the command line.
    #[command(
        after_long_help = after_options(totp::EXAMPLES),
        disable_help_subcommand = true,
        subcommand_value_name = "COMMAND",
    )]
    Totp(totp::Totp),

    /// Codes of tokens with a button, which a counter changes (HOTP, RFC 4226)
    ///
    /// Secrets are made for the token or app, their codes are printed, and codes that people type
    /// are checked. Secrets and codes are never taken from the command line.
    #[command(
        after_long_help = after_options(hotp::EXAMPLES),
        disable_help_subcommand = true,
        subcommand_value_name = "COMMAND",
    )]
    Hotp(hotp::Hotp),

    /// A key for an API: 64 hex digits, with a prefix if you like
    ///
    /// A prefix of your own and a checksum let people, services and secret scanners recognise a key:
    /// --check and --regex do so for the same options that made it. A service that keeps only the
    /// hash of a key (--hash) has nothing to lose when its store is stolen.
    #[command(after_long_help = after_options(apikey::EXAMPLES))]
    Apikey(Generate<apikey::Apikey>),

    /// Fill the recipes of a template with secrets: a project's .env, CI, Kubernetes
    ///
    /// TEMPLATE is a text with recipes in double braces, safe to commit. A recipe is a command line
    /// without its 'secrets', in words as a shell reads them, but nothing is expanded and no shell is
    /// run:
    ///
    ///   SESSION_KEY={{ hex 32 }}
    ///   DB_PASSWORD={{ db = password --length 32 --safe url }}
    ///   DATABASE_URL=postgres://app:{{ db }}@db/app
    ///
    /// A recipe with a name, db above, can be used again by its name, and is one value everywhere.
    /// Two braces of text are written {{{{. A recipe ends on the line where it begins. The whole
    /// template is checked before anything is drawn.
    ///
    /// In a dotenv file a key that FILE has keeps its value, so a second run changes nothing. Filled
    /// are keys that are missing, empty, or still hold a recipe in braces as their value. What FILE
    /// has of its own stays: keys, comments, order, line ends; what is missing is added at its end.
    /// Of a key that FILE has twice the last counts, as for its readers; in TEMPLATE that is an error.
    /// A recipe in a comment is left alone. Values are written bare where that is safe and in single
    /// quotes otherwise; a recipe whose values no quoting carries to every reader is refused.
    ///
    /// JSON, YAML and TOML work in the same way, by path: db.password, hosts.0.key. Comments and order
    /// stay, and JSON is set anew with two spaces. Any other text is filled whole, and a FILE that
    /// exists needs --force. A byte order mark of TEMPLATE is left out. Templates and files have at
    /// most 128 MiB, in UTF-8.
    #[command(
        after_long_help = after_options(fill::EXAMPLES),
        verbatim_doc_comment,
    )]
    Fill(fill::Fill),

    /// Compare two values in constant time
    ///
    /// Prints nothing; the exit status is the answer. Values of at most 64 KiB are padded to that
    /// length and compared whole, so how long it takes tells neither where they differ nor how long
    /// they are. Not hidden is the time that reading a value takes, which grows with its length, and
    /// the answer itself. Checking a slow hash takes the time that the hash asks for.
    ///
    /// One final newline of a file, fd or stdin is not part of the value unless --exact is given. An
    /// empty expected value is an error and never equal.
    #[command(
        after_long_help = after_options(compare::EXAMPLES),
        override_usage = "secrets compare --expected <SOURCE> --actual <SOURCE> [--exact] [--hashed]\n       secrets compare <EXPECTED> <ACTUAL>",
    )]
    Compare(compare::Compare),

    /// Tell where the randomness comes from here, and whether memory is protected
    ///
    /// Each line is asked of the system, not assumed. The exit status is 1 if something does not hold:
    /// the source is not ready yet, the expansion is wrong on this processor, a core dump could be
    /// written, or somebody could attach to the process or has.
    #[command(after_long_help = after_options(doctor::EXAMPLES))]
    Doctor(doctor::Doctor),

    /// Print the completions for a shell
    #[command(after_long_help = after_options(completions::EXAMPLES))]
    Completions(completions::Completions),

    /// Print the man page of secrets or of one of its commands
    #[command(after_long_help = after_options(man::EXAMPLES))]
    Man(man::Man),
}

impl Command {
    fn run(self) -> Result<ExitCode> {
        match self {
            Self::Bytes(command) => command.run(),
            Self::Hex(command) => command.run(),
            Self::Urlsafe(command) => command.run(),
            Self::Below(command) => command.run(),
            Self::Choice(command) => command.run(),
            Self::Passphrase(command) => command.run(),
            Self::Password(command) => command.run(),
            Self::Pattern(command) => command.run(),
            Self::Otp(command) => command.run(),
            Self::Totp(command) => command.run(),
            Self::Hotp(command) => command.run(),
            Self::Apikey(command) => command.run(),
            Self::Fill(command) => command.run(CATALOGUE),
            Self::Compare(command) => command.run(),
            Self::Doctor(command) => command.run(),
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
        }
    }

    /// The recipe of a generator, for a template.
    fn recipe(self) -> Result<Box<dyn Recipe>> {
        let other = match self {
            Self::Bytes(command) => return command.recipe_alone(),
            Self::Hex(command) => return command.recipe_alone(),
            Self::Urlsafe(command) => return command.recipe_alone(),
            Self::Below(command) => return command.recipe_alone(),
            Self::Choice(command) => return command.recipe_alone(),
            Self::Passphrase(command) => return command.recipe_alone(),
            Self::Password(command) => return command.recipe_alone(),
            Self::Pattern(command) => return command.recipe_alone(),
            Self::Otp(command) => return command.recipe_alone(),
            Self::Apikey(command) => return command.recipe_alone(),
            Self::Totp(command) => return command.recipe(),
            Self::Hotp(command) => return command.recipe(),
            Self::Fill(_) => "fill",
            Self::Compare(_) => "compare",
            Self::Doctor(_) => "doctor",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        };
        Err(anyhow!(
            "'{other}' makes no secret, so it is no recipe of a template"
        ))
    }
}

/// The recipe of the command line `words`, which stand in a template without the program's name.
///
/// # Errors
/// What the command line would be refused for, and what makes no sense in a template: a command
/// that makes no secret, options about the output, values from stdin.
fn recipe(words: &[String]) -> Result<Box<dyn Recipe>> {
    let line: Vec<OsString> = std::iter::once("secrets")
        .chain(words.iter().map(String::as_str))
        .map(OsString::from)
        .collect();
    match parse(&line) {
        Ok(cli) => cli.command.recipe(),
        Err(error) => Err(match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                anyhow!("help and version are no recipes of a template")
            }
            _ => parse_error(&error, &line),
        }),
    }
}

/// The commands, for templates.
pub const CATALOGUE: Catalogue = Catalogue {
    commands: &{
        let mut names = [""; COMMANDS.len()];
        let mut command = 0;
        while command < names.len() {
            names[command] = COMMANDS[command].0;
            command += 1;
        }
        names
    },
    recipe,
};

/// Runs the command line `args`, of which the first is the program's name.
///
/// # Errors
/// Whatever keeps a command from being done. The exit status is then [`TROUBLE`].
pub fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let mut args: Vec<OsString> = args.collect();
    if args.get(1).is_some_and(|word| word == "help") {
        // The way other programs have it: `secrets help hex` is `secrets hex --help`.
        args.remove(1);
        args.push("--help".into());
    }
    take_literally(&mut args);
    match parse(&args) {
        Ok(cli) => cli.command.run(),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp if args.len() > 3 && args[1] == "compare" => Err(hinted(
                "help is no comparison, and must not pass for one",
                "ask for it alone: secrets compare --help",
            )),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                help::print(&error.to_string())?;
                Ok(ExitCode::SUCCESS)
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                help::write(&error.to_string());
                Ok(ExitCode::from(TROUBLE))
            }
            _ => Err(parse_error(&error, &args)),
        },
    }
}

/// What the first command line was parsed with. To free it would take a tenth of what a short run does,
/// and the end of the process does so at no cost.
static KEPT: OnceLock<(clap::Command, ArgMatches)> = OnceLock::new();

/// Parses the command line `args`, of which the first is the program's name.
///
/// Most of the time that a short command takes would go into the definition of all the others and
/// their help. So the named one is built alone and bare; only what that one refuses, which may be a
/// wish for help, is parsed with the whole definition.
fn parse(args: &[OsString]) -> clap::error::Result<Cli> {
    let named = args.get(1).and_then(|name| named(name.to_str()?));
    let parsed = named.and_then(|command| {
        let mut definition = clap::Command::new("secrets").subcommand(command);
        let matches = definition.try_get_matches_from_mut(args).ok()?;
        let parsed = Cli::from_arg_matches(&matches).ok();
        let _ = KEPT.set((definition, matches));
        parsed
    });
    match parsed {
        Some(cli) => Ok(cli),
        None => Cli::try_parse_from(args),
    }
}

/// Adds the arguments of one command to its bare definition.
type Augment = fn(clap::Command) -> clap::Command;

/// Every command, to be built alone.
const COMMANDS: [(&str, Augment); 17] = [
    ("bytes", Generate::<bytes::Bytes>::augment_args),
    ("hex", Generate::<hex::Hex>::augment_args),
    ("urlsafe", Generate::<urlsafe::Urlsafe>::augment_args),
    ("below", Generate::<below::Below>::augment_args),
    ("choice", Generate::<choice::Choice>::augment_args),
    ("password", Generate::<password::Password>::augment_args),
    (
        "passphrase",
        Generate::<passphrase::Passphrase>::augment_args,
    ),
    ("pattern", Generate::<pattern::Pattern>::augment_args),
    ("otp", Generate::<otp::Otp>::augment_args),
    ("totp", totp::Totp::augment_args),
    ("hotp", hotp::Hotp::augment_args),
    ("apikey", Generate::<apikey::Apikey>::augment_args),
    ("fill", fill::Fill::augment_args),
    ("compare", compare::Compare::augment_args),
    ("doctor", doctor::Doctor::augment_args),
    ("completions", completions::Completions::augment_args),
    ("man", man::Man::augment_args),
];

/// The command `name` without its help, where there is one.
fn named(name: &str) -> Option<clap::Command> {
    let (name, augment) = COMMANDS.iter().find(|(known, _)| *known == name)?;
    Some(augment(clap::Command::new(*name)))
}

/// Lets `secrets compare A B` take both as they are, even where a value looks like an option: one
/// that somebody else has chosen must not print the help, which is exit status 0.
fn take_literally(args: &mut Vec<OsString>) {
    let is_option = |word: &OsString| {
        let word = word.to_string_lossy();
        ["--expected", "--actual", "--exact", "--hashed", "--"]
            .into_iter()
            .any(|option| {
                word.strip_prefix(option)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
            })
    };
    if let [_, command, expected, _] = &args[..]
        && command == "compare"
        && !is_option(expected)
    {
        args.insert(2, "--".into());
    }
}

/// What is wrong with the command line `args`.
fn parse_error(error: &clap::Error, args: &[OsString]) -> Error {
    match error.kind() {
        ErrorKind::InvalidUtf8 => invalid_utf8(args),
        ErrorKind::UnknownArgument => match negative(args) {
            Some(number) => anyhow!("invalid value '{number}': it must not be negative"),
            None => usage_error(error),
        },
        _ => usage_error(error),
    }
}

/// Turns a message of clap's, of several lines, into one of ours.
fn usage_error(error: &clap::Error) -> Error {
    let mut text = error.to_string();
    // A line break that the user typed must not look like one of clap's.
    for (_, value) in error.context() {
        if let ContextValue::String(value) = value {
            let quoted = |value: &str| format!("'{value}'");
            text = text.replace(&quoted(value), &quoted(&printable(value)));
        }
    }
    let (message, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    let message = message
        .trim_start_matches("error: ")
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ");
    let (message, values) = match message.split_once(" [possible values: ") {
        // A long list is no part of a clear line.
        Some((message, values)) if values.len() > 80 => (message.to_owned(), Some(values)),
        _ => (message.clone(), None),
    };
    let line = |start: &str| {
        let mut lines = rest
            .lines()
            .filter_map(|line| line.trim().strip_prefix(start));
        // An argument after -- is rarely what was meant by an unknown option.
        lines
            .find(|line| !line.trim().starts_with("to pass "))
            .map(str::trim)
    };
    match (values, line("tip:"), line("Usage:")) {
        (Some(values), ..) => hinted(message, format!("one of {}", values.trim_end_matches(']'))),
        (_, Some(tip), _) => hinted(message, tip),
        (_, None, Some(usage)) => hinted(message, format!("usage: {usage}")),
        (_, None, None) => anyhow!(message),
    }
}

/// A negative number among the arguments, which clap takes for an unknown option.
fn negative(args: &[OsString]) -> Option<&str> {
    let mut texts = args.iter().filter_map(|arg| arg.to_str());
    texts.find(|text| {
        text.strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|digit: char| ('1'..='9').contains(&digit)))
    })
}

fn invalid_utf8(args: &[OsString]) -> Error {
    let value = args
        .iter()
        .find(|arg| arg.to_str().is_none())
        .map_or("".into(), |arg| arg.to_string_lossy());
    anyhow!("'{value}' is not text in UTF-8")
}

#[cfg(test)]
mod scripts;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::CommandFactory;
    use clap_complete::Shell;
    use clap_mangen::Man;
    use clap_mangen::roff::{Roff, bold, roman};

    use proptest::prelude::*;

    use super::*;
    use crate::secret::Secret;
    use crate::uniform::entropy::Entropy;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    /// The options of the command built alone are those of the whole definition, in every detail
    /// that parsing looks at.
    #[test]
    fn a_command_built_alone_is_the_same_command() {
        fn parsing(command: &clap::Command) -> Vec<String> {
            let arguments = command.get_arguments().map(|each| format!("{each:#?}"));
            let groups = command.get_groups().map(|each| format!("{each:#?}"));
            let below = command.get_subcommands().flat_map(parsing);
            arguments.chain(groups).chain(below).collect()
        }
        assert_eq!(Cli::command().get_subcommands().count(), COMMANDS.len());
        for whole in Cli::command().get_subcommands() {
            let alone = named(whole.get_name()).unwrap();
            assert_eq!(parsing(&alone), parsing(whole));
        }
    }

    /// The pages and completions of the folders `man` and `completions`, which are built in.
    ///
    /// `UPDATE=1 cargo test` writes them anew.
    #[test]
    fn man_pages_and_completions_are_those_of_this_command_line() {
        let mut files = Vec::new();
        let mut cli = Cli::command();
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

    /// The command, and all that are below it.
    fn with_subcommands(command: &clap::Command) -> Vec<&clap::Command> {
        let below = command.get_subcommands().flat_map(with_subcommands);
        std::iter::once(command).chain(below).collect()
    }

    fn man_page(command: &clap::Command) -> String {
        let help = command.get_after_long_help().unwrap().to_string();
        // The terminal's way with examples and exit status is no way to set a page.
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
        // Breaks beside blank lines have no effect.
        let page = String::from_utf8(page)
            .unwrap()
            .replace("\n.br\n\n.br\n", "\n\n");
        in_short_lines(&page)
    }

    /// The date of the pages: that of the last release, so that they are the same wherever they are
    /// made.
    fn date() -> &'static str {
        let releases = include_str!("../CHANGELOG.md").lines();
        let mut dates = releases.filter_map(|line| line.strip_prefix("## ")?.split_once(" - "));
        dates.next().map_or("2026-11-22", |(_, date)| date)
    }

    /// Divides the text of a page into lines of at most 72 bytes: mandoc asks for 80, and counts … as
    /// nine. A tag stays on its line, and no line ends like a sentence, which would be set with a
    /// wider space.
    fn in_short_lines(page: &str) -> String {
        let mut lines = Vec::new();
        let mut is_tag = false;
        for line in page.lines() {
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
                lines.push(&rest[..at]);
                rest = &rest[at + 1..];
            }
            lines.push(rest);
            is_tag = line == ".TP";
        }
        lines.join("\n") + "\n"
    }

    proptest! {
        #[test]
        fn a_range_of_numbers_is_as_large_as_it_says(low: i32, high: i64) {
            let words = ["below", "--from", &low.to_string(), "--", &high.to_string()].map(str::to_owned);
            match recipe(&words) {
                Ok(recipe) => prop_assert_eq!(recipe.space().size.bits(), ((i128::from(high) - i128::from(low)) as f64).log2()),
                Err(_) => prop_assert!(high <= i64::from(low)),
            }
        }

        #[test]
        fn places_are_the_same_in_any_order(places in prop::sample::subsequence(vec!["shell", "url", "dotenv", "yaml", "json", "sql", "xml", "csv", "regex", "cli"], 1..=10).prop_shuffle()) {
            let bits = |list: String| {
                let words = ["password", "--safe", &list].map(str::to_owned);
                recipe(&words).unwrap().space().size.bits()
            };
            let backwards: Vec<_> = places.iter().rev().copied().collect();
            prop_assert_eq!(bits(places.join(",")), bits(backwards.join(",")));
            prop_assert!(bits(places.join(",")) <= bits(places[0].to_owned()));
        }

        /// Any words of the command line: a value, or one line that says why there is none.
        #[test]
        fn any_command_line_makes_a_value_or_is_refused_in_a_line(
            command in prop::sample::select(CATALOGUE.commands.to_vec()),
            options in prop::collection::vec((prop::sample::select(options()), "[0-9]{1,2}|[a-zA-Z-]{1,9}|[a-f,-]{0,4}|\\PC{0,3}|.", any::<bool>()), 0..4),
        ) {
            let mut words = vec![command.to_owned()];
            for (option, value, with_value) in options {
                words.push(option);
                words.extend(with_value.then_some(value));
            }
            match recipe(&words) {
                Ok(mut recipe) => {
                    let mut value = Secret::with_capacity(0);
                    recipe.draw(&mut Entropy::os(), &mut value).unwrap();
                    prop_assert!(value.len() > 0 && recipe.space().size.bits() >= 0.0, "{:?}", words);
                }
                Err(error) => {
                    let message = format!("{error:#}");
                    prop_assert!(!message.is_empty() && !message.contains('\n'), "{:?}: {}", words, message);
                }
            }
        }
    }

    /// The options of all commands that make values, but for those that name files.
    fn options() -> Vec<String> {
        let command = Cli::command();
        let mut options: Vec<_> = with_subcommands(&command)
            .into_iter()
            .flat_map(clap::Command::get_arguments)
            .filter_map(|option| Some(format!("--{}", option.get_long()?)))
            .chain(["new", "--", "hex"].map(str::to_owned))
            .filter(|option| {
                ![
                    "--list",
                    "--file",
                    "--qr-output",
                    "--output",
                    "--hash-output",
                ]
                .contains(&&**option)
            })
            .collect();
        options.sort();
        options.dedup();
        options
    }
}
