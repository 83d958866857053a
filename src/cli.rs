//! The command line: the list of commands, the overview of the help, and the dispatch.

mod dashes;
mod meant;
#[cfg(test)]
mod pages;
mod plain;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::command::{Catalogue, Command};
use crate::commands::{
    apikey, below, bytes, choice, compare, completions, doctor, fill, r#for, hash, hex, hmac, hotp,
    man, otp, passphrase, password, pattern, totp, urlsafe, uuid,
};
use crate::generate::Generate;
use crate::help::{self, Examples, Help, MAX_WIDTH, after_options};
use crate::message::hinted;
use crate::recipe::{Carrier, Recipe};
use crate::system::terminal::Colour;
use crate::system::{memory, protection};
use usage::parse_error;

/// The exit status for errors of usage, input, output and entropy.
pub const TROUBLE: u8 = 2;

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

/// A command in the list of commands, with the type of its flags erased.
struct Entry {
    name: &'static str,
    help: fn() -> Help,
    /// Adds the flags to a definition.
    augment: fn(clap::Command) -> clap::Command,
    /// Runs a plain command line. See [`Command::plain`].
    plain: fn(&[&str]) -> Option<Result<ExitCode>>,
    run: fn(&mut ArgMatches) -> Result<ExitCode>,
    recipe: fn(&mut ArgMatches, Carrier) -> Result<Box<dyn Recipe>>,
}

impl Entry {
    const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            help: || C::HELP,
            augment: C::augment_args,
            plain: |words| Some(C::plain(words)?.run(&CATALOGUE)),
            run: |matches| C::from_arg_matches_mut(matches)?.run(&CATALOGUE),
            recipe: |matches, carrier| {
                C::from_arg_matches_mut(matches)?.recipe(&CATALOGUE, carrier)
            },
        }
    }

    /// The definition without the help, which is enough to parse a correct command line.
    fn bare(&self) -> clap::Command {
        (self.augment)(clap::Command::new(self.name))
    }

    fn whole(&self) -> clap::Command {
        let help = (self.help)();
        let command = self
            .bare()
            .about(help.about)
            .after_long_help(after_options(help.examples));
        match help.details {
            "" => command,
            details => command.long_about(format!("{}\n\n{details}", help.about)),
        }
    }
}

/// All commands, grouped by purpose, in the order of the help. Everything else uses this list.
const GROUPS: [(&str, &[Entry]); 7] = [
    (
        "Tokens",
        &[
            Entry::of::<Generate<hex::Hex>>(),
            Entry::of::<Generate<urlsafe::Urlsafe>>(),
            Entry::of::<Generate<bytes::Bytes>>(),
            Entry::of::<Generate<uuid::Uuid>>(),
        ],
    ),
    (
        "For people to type",
        &[
            Entry::of::<Generate<password::Password>>(),
            Entry::of::<Generate<passphrase::Passphrase>>(),
            Entry::of::<Generate<otp::Otp>>(),
            Entry::of::<Generate<pattern::Pattern>>(),
        ],
    ),
    (
        "Numbers and picks",
        &[
            Entry::of::<Generate<below::Below>>(),
            Entry::of::<Generate<choice::Choice>>(),
        ],
    ),
    (
        "Keys and hashes",
        &[
            Entry::of::<Generate<apikey::Apikey>>(),
            Entry::of::<hash::Hash>(),
            Entry::of::<compare::Compare>(),
            Entry::of::<hmac::Hmac>(),
        ],
    ),
    (
        "Authenticators",
        &[Entry::of::<totp::Totp>(), Entry::of::<hotp::Hotp>()],
    ),
    (
        "Projects",
        &[Entry::of::<r#for::For>(), Entry::of::<fill::Fill>()],
    ),
    (
        "The tool itself",
        &[
            Entry::of::<doctor::Doctor>(),
            Entry::of::<completions::Completions>(),
            Entry::of::<man::Man>(),
        ],
    ),
];

fn commands() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|(_, commands)| *commands)
}

/// The overview of all commands in the help, by group.
fn overview() -> String {
    let longest = commands().map(|command| command.name.len()).max();
    let width = longest.unwrap_or(0);
    let mut text = String::new();
    for (heading, commands) in &GROUPS {
        Colour::Heading.paint(&format!("{heading}:"), &mut text);
        text.push('\n');
        for command in *commands {
            let (name, about) = (command.name, (command.help)().about);
            text.push_str("  ");
            Colour::Literal.paint(&format!("{name:width$}"), &mut text);
            text.extend(["  ", about, "\n"]);
        }
    }
    text
}

/// The catalogue for commands that need other commands.
pub const CATALOGUE: Catalogue = Catalogue {
    groups: || {
        let names = |commands: &[Entry]| commands.iter().map(|command| command.name).collect();
        let groups = GROUPS.iter();
        groups
            .map(|(heading, commands)| (*heading, names(commands)))
            .collect()
    },
    recipe,
    definition,
};

/// The whole definition of the command line.
fn definition() -> clap::Command {
    clap::Command::new("secrets")
        .bin_name("secrets")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Make tokens, passwords and one-time codes from the operating system's CSPRNG")
        .long_about(
            "Make tokens, passwords and one-time codes from the operating system's CSPRNG\n\n\
             All values that the options allow are equally likely. A value is written completely or not \
             at all. There is no seed. The shortest command is the secure one: defaults are at least \
             128 bits strong, except codes and passphrases, which people type.",
        )
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(MAX_WIDTH)
        .styles(help::styles())
        .subcommand_value_name("COMMAND")
        .after_help("See 'secrets COMMAND --help' for more, with examples.")
        .after_long_help(after_options(EXAMPLES))
        .help_template(format!(
            "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}\nOptions:\n{{options}}{{after-help}}",
            overview()
        ))
        .subcommands(commands().map(Entry::whole))
}

/// The recipe of a command line in a template. `words` do not include the program's name.
///
/// # Errors
/// The command line is invalid, or makes no sense in a template: a command that makes no secret,
/// options about the output, or values from stdin.
fn recipe(words: &[String], carrier: Carrier) -> Result<Box<dyn Recipe>> {
    let line: Vec<OsString> = std::iter::once("secrets")
        .chain(words.iter().map(String::as_str))
        .map(OsString::from)
        .collect();
    match parse(&line, |command, flags| (command.recipe)(flags, carrier)) {
        Ok(recipe) => recipe,
        Err(error) => Err(match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                anyhow!("help and version are no recipes of a template")
            }
            _ => parse_error(&error, &line),
        }),
    }
}

/// Runs the command line `args`. The first argument is the program's name.
///
/// # Errors
/// The command fails. The exit status is then [`TROUBLE`].
pub fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    memory::check(memory::LEAST)?;
    let args: Vec<OsString> = args.collect();
    if let Some(done) = plain::run(&args) {
        return done;
    }
    let done = run_parsed(args);
    protection::wipe_stack();
    done
}

/// Parses and runs a command line. Separate from [`run`], which wipes the stack that this function used.
#[inline(never)]
fn run_parsed(mut args: Vec<OsString>) -> Result<ExitCode> {
    let asks_for_help = args.get(1).is_some_and(|word| word == "help");
    if asks_for_help {
        // As in other programs, `secrets help hex` means `secrets hex --help`.
        args.remove(1);
        args.push("--help".into());
    }
    compare::take_words(&mut args)?;
    match parse(&args, |command, flags| (command.run)(flags)) {
        Ok(done) => done,
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp if args.len() > 3 && args[1] == "compare" => Err(hinted(
                "help is no comparison, and must not pass for one",
                "secrets help compare",
            )),
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                help::print(&error)?;
                // If a script compares a value that is --help, status 0 would mean that it is equal.
                let compares = args[1] == "compare" && !asks_for_help;
                Ok(ExitCode::from(if compares { TROUBLE } else { 0 }))
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                help::write(&error);
                Ok(ExitCode::from(TROUBLE))
            }
            _ => Err(parse_error(&error, &args)),
        },
    }
}

/// Keeps the definition and the matches of the first command line. Freeing them would take a tenth of
/// the time of a short run, and the end of the process frees them at no cost.
static KEPT: OnceLock<(clap::Command, ArgMatches)> = OnceLock::new();

/// Parses the command line `args` and passes the command and its flags to `act`. The first argument is
/// the program's name.
///
/// The definition of all commands and their help takes most of the time of a short run. So only the
/// named command is defined first, without help. If this definition refuses the command line, which
/// may ask for help, the command line is parsed again with the whole definition.
///
/// # Errors
/// The command line is invalid. `act` is then not called.
fn parse<T>(
    args: &[OsString],
    act: impl FnOnce(&Entry, &mut ArgMatches) -> T,
) -> clap::error::Result<T> {
    let named = args.get(1).and_then(|name| entry(name.to_str()?));
    let mut parsed = None;
    if let Some(entry) = named {
        let command = entry.bare();
        dashes::check(&args[2..], &command)?;
        let mut definition = clap::Command::new("secrets").subcommand(command);
        let matches = definition.try_get_matches_from_mut(args);
        parsed = matches.ok().map(|matches| (definition, matches));
    }
    let (definition, mut matches) = if let Some(parsed) = parsed {
        parsed
    } else {
        let mut definition = definition();
        if named.is_none() {
            dashes::check(args.get(1..).unwrap_or_default(), &definition)?;
        }
        if let Some(entry) = named {
            definition = definition.mut_subcommand(entry.name, dashes::take_negative_numbers);
        }
        let matches = definition.try_get_matches_from_mut(args)?;
        (definition, matches)
    };
    let (name, mut flags) = matches
        .remove_subcommand()
        .ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
    let entry = entry(&name).ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
    let result = act(entry, &mut flags);
    let _ = KEPT.set((definition, flags));
    Ok(result)
}

fn entry(name: &str) -> Option<&'static Entry> {
    commands().find(|entry| entry.name == name)
}

#[cfg(test)]
mod tests {
    use clap::builder::PossibleValue;
    use proptest::prelude::*;

    use super::*;
    use crate::command::with_subcommands;
    use crate::message::Hinted;
    use crate::secret::Secret;
    use crate::uniform::alphabet::named;
    use crate::uniform::entropy::Entropy;

    #[test]
    fn the_definition_passes_the_checks_of_clap() {
        definition().debug_assert();
    }

    /// A bare command has the same options as in the whole definition, in all details that matter for
    /// parsing.
    #[test]
    fn a_bare_command_parses_like_the_whole_definition() {
        fn parsing(command: &clap::Command) -> Vec<String> {
            let arguments = command.get_arguments().map(|each| format!("{each:#?}"));
            let groups = command.get_groups().map(|each| format!("{each:#?}"));
            let below = command.get_subcommands().flat_map(parsing);
            arguments.chain(groups).chain(below).collect()
        }
        assert_eq!(definition().get_subcommands().count(), commands().count());
        for whole in definition().get_subcommands() {
            let alone = entry(whole.get_name()).unwrap().bare();
            assert_eq!(parsing(&alone), parsing(whole));
        }
    }

    proptest! {
        #[test]
        fn a_range_of_numbers_has_the_stated_size(low: i32, high: i64) {
            let words = ["below", "--from", &low.to_string(), "--", &high.to_string()].map(str::to_owned);
            match recipe(&words, Carrier::ANY) {
                Ok(recipe) => prop_assert_eq!(recipe.space().size.bits(), ((i128::from(high) - i128::from(low)) as f64).log2()),
                Err(_) => prop_assert!(high <= i64::from(low)),
            }
        }

        #[test]
        fn places_are_the_same_in_any_order(places in prop::sample::subsequence(vec!["shell", "url", "dotenv", "yaml", "json", "sql", "xml", "csv", "regex", "cli"], 1..=10).prop_shuffle()) {
            let bits = |list: String| {
                let words = ["password", "40", "--safe", &list].map(str::to_owned);
                recipe(&words, Carrier::ANY).unwrap().space().size.bits()
            };
            let backwards: Vec<_> = places.iter().rev().copied().collect();
            prop_assert_eq!(bits(places.join(",")), bits(backwards.join(",")));
            prop_assert!(bits(places.join(",")) <= bits(places[0].to_owned()));
        }

        /// A slip in a word of a fixed list, or in the name of a set, never gives a value of another kind.
        #[test]
        fn a_word_of_letters_is_a_name_or_is_refused_with_a_hint(
            argument in prop::sample::select(arguments_of_words()),
            word in "[a-zA-Z]{2,12}",
        ) {
            let known = if argument.words.is_empty() { named(&word).is_some() } else { argument.words.contains(&word) };
            if known {
                return Ok(());
            }
            let option = argument.option.map_or(word.clone(), |option| format!("{option}={word}"));
            let line: Vec<String> = argument.command.into_iter().chain([option]).collect();
            let args: Vec<OsString> = std::iter::once("secrets").chain(line.iter().map(String::as_str)).map(Into::into).collect();
            // A recipe reads what is in a set, or in a file that is no word.
            let error = match parse(&args, |_, _| ()) {
                Err(error) => Some(parse_error(&error, &args)),
                Ok(()) => recipe(&line, Carrier::ANY).err(),
            };
            let error = error.ok_or_else(|| TestCaseError::fail(format!("{line:?} is taken")))?;
            let message = format!("{error:#}");
            prop_assert!(message.contains(&word), "{:?}: {}", line, message);
            let has_hint = error.chain().any(<dyn std::error::Error>::is::<Hinted>);
            prop_assert!(has_hint || message.contains("possible values"), "{:?}: {}", line, message);
        }

        /// Any command line gives a value or an error of one line.
        #[test]
        fn any_command_line_makes_a_value_or_an_error_of_one_line(
            command in prop::sample::select(CATALOGUE.names()),
            options in prop::collection::vec((prop::sample::select(options()), "[0-9]{1,2}|[a-zA-Z-]{1,9}|[a-f,-]{0,4}|\\PC{0,3}|.", any::<bool>()), 0..4),
        ) {
            let mut words = vec![command.to_owned()];
            for (option, value, with_value) in options {
                words.push(option);
                words.extend(with_value.then_some(value));
            }
            match recipe(&words, Carrier::ANY) {
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

    /// An argument that takes a word of a list, or a set.
    #[derive(Clone, Debug)]
    struct OfWords {
        command: Vec<String>,
        /// Unless the word alone is given.
        option: Option<String>,
        /// None of a set.
        words: Vec<String>,
    }

    fn arguments_of_words() -> Vec<OfWords> {
        let mut command = definition();
        command.build();
        let mut found = Vec::new();
        for command in with_subcommands(&command) {
            // The name with spaces, after that of the program.
            let path = command
                .get_bin_name()
                .unwrap_or_default()
                .split(' ')
                .skip(1);
            let path: Vec<String> = path.map(str::to_owned).collect();
            let takes = |argument: &&clap::Arg| argument.get_action().takes_values();
            for argument in command.get_arguments().filter(takes) {
                let names = argument.get_value_names().unwrap_or_default();
                let is_set = names.iter().any(|name| *name == "SET");
                let values = argument.get_possible_values();
                let words = values.iter().flat_map(PossibleValue::get_name_and_aliases);
                let words: Vec<String> = words.filter(|_| !is_set).map(str::to_owned).collect();
                if is_set || !words.is_empty() {
                    let option = argument.get_long().map(|long| format!("--{long}"));
                    let command = path.clone();
                    found.push(OfWords {
                        command,
                        option,
                        words,
                    });
                }
            }
        }
        assert!(found.iter().filter(|each| each.words.is_empty()).count() >= 4 && found.len() > 20);
        found
    }

    const FILES: &str = "--list --file --qr-output --output --hash-output";

    /// The options of all commands, except [`FILES`].
    fn options() -> Vec<String> {
        let command = definition();
        let mut options: Vec<_> = with_subcommands(&command)
            .into_iter()
            .flat_map(clap::Command::get_arguments)
            .filter_map(|option| Some(format!("--{}", option.get_long()?)))
            .chain(["new", "--", "hex"].map(str::to_owned))
            .filter(|option| !FILES.split(' ').any(|file| file == option))
            .collect();
        options.sort();
        options.dedup();
        options
    }
}
