//! Generates the completion scripts from the definition of the command line.
//!
//! clap_complete supports no sources, no lists with commas and no values that are a name or a file, and
//! few values in bash, fish and elvish. So the scripts for these three shells are written here.

use std::fmt::Write;

use anyhow::{Context, Result};
use clap::{Arg, Command, ValueHint};
use clap_complete::Shell;

/// The values that an option or an argument can have.
#[derive(PartialEq)]
enum Values {
    /// Nothing: the option is a flag.
    None,
    /// A text or a number: nothing to complete.
    Text,
    Files,
    /// stdin, prompt, file:PATH, fd:N or env:NAME.
    Sources,
    /// Names, each with its meaning.
    Names(Vec<(String, String)>),
    /// A list of names, divided by commas.
    List(Vec<(String, String)>),
    /// A name or a file.
    NamesAndFiles(Vec<(String, String)>),
}

impl Values {
    fn of(arg: &Arg) -> Self {
        if !arg.get_action().takes_values() {
            return Self::None;
        }
        let placeholder = arg.get_value_names().map_or("", |names| names[0].as_str());
        let names: Vec<_> = arg
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| {
                let help = value.get_help().map(ToString::to_string);
                (value.get_name().to_owned(), help.unwrap_or_default())
            })
            .collect();
        match (names.is_empty(), placeholder) {
            (true, "SOURCE") => Self::Sources,
            (true, _) if arg.get_value_hint() == ValueHint::FilePath => Self::Files,
            (true, _) => Self::Text,
            (false, _) if arg.get_value_delimiter() == Some(',') => Self::List(names),
            (false, "LIST|FILE") => Self::NamesAndFiles(names),
            (false, _) => Self::Names(names),
        }
    }

    fn names(&self) -> &[(String, String)] {
        match self {
            Self::Names(names) | Self::List(names) | Self::NamesAndFiles(names) => names,
            _ => &[],
        }
    }

    /// The name of this kind of values in the scripts.
    fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Text => "text",
            Self::Files => "files",
            Self::Sources => "sources",
            Self::Names(_) => "names",
            Self::List(_) => "list",
            Self::NamesAndFiles(_) => "names-files",
        }
    }
}

/// A command with its path, such as `secrets totp new`.
struct Room<'a> {
    path: Vec<&'a str>,
    command: &'a Command,
}

impl<'a> Room<'a> {
    /// The command and all its subcommands.
    fn all(path: &[&'a str], command: &'a Command) -> Vec<Self> {
        let mut rooms = vec![Self {
            path: path.to_vec(),
            command,
        }];
        for below in command.get_subcommands() {
            rooms.extend(Self::all(&[path, &[below.get_name()]].concat(), below));
        }
        rooms
    }

    fn path(&self) -> String {
        self.path.join(" ")
    }

    fn options(&self) -> impl Iterator<Item = &'a Arg> {
        let shown = |arg: &&Arg| !arg.is_positional() && !arg.is_hide_set();
        self.command.get_arguments().filter(shown)
    }

    /// The values of the first argument. Further arguments are texts.
    fn argument(&self) -> Values {
        let shown = |arg: &&Arg| !arg.is_hide_set();
        let below: Vec<_> = self.command.get_subcommands().map(name_and_help).collect();
        if below.is_empty() {
            let first = self.command.get_positionals().find(shown);
            first.map_or(Values::Text, Values::of)
        } else {
            Values::Names(below)
        }
    }
}

fn name_and_help(command: &Command) -> (String, String) {
    let help = command.get_about().map(ToString::to_string);
    (command.get_name().to_owned(), help.unwrap_or_default())
}

/// The short and the long form of an option, such as `-n` and `--count`.
fn spellings(arg: &Arg) -> Vec<String> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    short.into_iter().chain(long).collect()
}

fn help_of(arg: &Arg) -> String {
    arg.get_help().map(ToString::to_string).unwrap_or_default()
}

/// The script for `shell`, which completes the command line `cli`.
///
/// # Errors
/// clap_complete writes an option for zsh in another way than this module expects.
pub fn script(shell: Shell, cli: &Command) -> Result<String> {
    let mut cli = cli.clone();
    cli.build();
    let rooms = Room::all(&["secrets"], &cli);
    Ok(match shell {
        Shell::Bash => bash(&rooms),
        Shell::Elvish => elvish(&rooms),
        Shell::Fish => fish(&rooms),
        _ => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut cli.clone(), "secrets", &mut text);
            let text = String::from_utf8(text)?;
            if shell == Shell::Zsh {
                zsh(&rooms, &text)?
            } else {
                text
            }
        }
    })
}

fn bash(rooms: &[Room]) -> String {
    let mut commands = String::new();
    let mut options = String::new();
    // Many commands share an option, so equal values share a branch, with the patterns of all options.
    let mut values: Vec<(Values, Vec<String>)> = Vec::new();
    let mut add = |value: Values, pattern: String| {
        if let Some((_, patterns)) = values.iter_mut().find(|(other, _)| *other == value) {
            patterns.push(pattern);
        } else {
            values.push((value, vec![pattern]));
        }
    };
    for room in rooms {
        let path = room.path();
        if let Some((above, name)) = path.rsplit_once(' ') {
            let _ = writeln!(commands, "            '{above},{name}') path='{path}' ;;");
        }
        let all: Vec<_> = room.options().flat_map(spellings).collect();
        let _ = writeln!(options, "        '{path}') options='{}' ;;", all.join(" "));
        add(room.argument(), format!("'{path} '"));
        for option in room.options() {
            for name in spellings(option) {
                add(Values::of(option), format!("'{path} {name}'"));
            }
        }
    }
    let mut kinds = String::new();
    for (value, patterns) in &values {
        if *value != Values::None {
            let names: Vec<_> = value
                .names()
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            let _ = writeln!(
                kinds,
                "        {})\n            kind={} names='{}' ;;",
                patterns.join(" | \\\n        "),
                value.kind(),
                names.join(" ")
            );
        }
    }
    include_str!("secrets.bash")
        .replace("            @COMMANDS@\n", &commands)
        .replace("        @OPTIONS@\n", &options)
        .replace("        @VALUES@\n", &kinds)
}

fn fish(rooms: &[Room]) -> String {
    let mut lines = String::new();
    let mut lists = String::new();
    for room in rooms {
        let command = format!("complete -c secrets -n '__secrets_at {}'", room.path());
        let _ = match room.argument() {
            Values::Files => writeln!(lines, "{command} -F"),
            Values::Names(names) => writeln!(lines, "{command} -a \"{}\"", fish_names(&names)),
            _ => Ok(()),
        };
        for option in room.options() {
            lines += &command;
            for name in spellings(option) {
                let style = if name.starts_with("--") { 'l' } else { 's' };
                let _ = write!(lines, " -{style} {}", name.trim_start_matches('-'));
            }
            let _ = write!(lines, " -d {}", fish_quoted(&help_of(option)));
            let values = Values::of(option);
            let names = fish_names(values.names());
            let _ = match values {
                Values::None => writeln!(lines),
                Values::Text => writeln!(lines, " -x"),
                Values::Files => writeln!(lines, " -r -F"),
                Values::Sources => writeln!(lines, " -x -a '(__secrets_sources)'"),
                Values::Names(_) => writeln!(lines, " -x -a \"{names}\""),
                Values::NamesAndFiles(_) => writeln!(lines, " -r -F -a \"{names}\""),
                Values::List(_) => {
                    let list = format!("__secrets_{}", option.get_id());
                    let _ = writeln!(lists, "function {list}\n    printf '%s\\n' {names}\nend\n");
                    writeln!(lines, " -x -a '(__fish_complete_list , {list})'")
                }
            };
        }
    }
    let above = rooms.iter().filter(|room| room.command.has_subcommands());
    let above: Vec<_> = above.map(|room| format!("'{}'", room.path())).collect();
    include_str!("secrets.fish")
        .replace("@ABOVE@", &above.join(" "))
        .replace("@LISTS@\n", &lists)
        .replace("@LINES@\n", &lines)
}

fn fish_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The names with their meanings, escaped for double quotes.
fn fish_names(names: &[(String, String)]) -> String {
    let names = names.iter().map(|(name, help)| {
        debug_assert!(!help.contains(['"', '$', '\\']), "{help}");
        format!("{name}\\t{}", fish_quoted(help))
    });
    names.collect::<Vec<_>>().join(" ")
}

fn elvish(rooms: &[Room]) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let pairs = |values: &Values| {
        let pairs = values.names().iter();
        let pairs = pairs.map(|(name, help)| format!("[{name} {}]", quoted(help)));
        format!("[{}]", pairs.collect::<Vec<_>>().join(" "))
    };
    let mut lines = String::new();
    for room in rooms {
        let (path, argument) = (quoted(&room.path()), room.argument());
        let (kind, names) = (argument.kind(), pairs(&argument));
        let _ = writeln!(
            lines,
            "        &{path}=[&kind={kind} &names={names} &options=["
        );
        for option in room.options() {
            let values = Values::of(option);
            let _ = writeln!(
                lines,
                "            [&spellings=[{}] &help={} &kind={} &names={}]",
                spellings(option).join(" "),
                quoted(&help_of(option)),
                values.kind(),
                pairs(&values)
            );
        }
        lines += "        ]]\n";
    }
    include_str!("secrets.elv").replace("        @ROOMS@\n", &lines)
}

/// The script of clap_complete for zsh, with the values that it does not support.
fn zsh(rooms: &[Room], text: &str) -> Result<String> {
    let sources = "\n__secrets_sources() {
    compset -P '*=' # of --option=value, where zsh leaves it
    if compset -P file:; then
        _files
    elif compset -P env:; then
        _parameters -g '*export*'
    else
        compadd -S '' file: fd: env:
        compadd stdin prompt
    fi
}
";
    let mut text = text
        .replace(":SOURCE:_default'", ":SOURCE:__secrets_sources'")
        // A number or a text is no file.
        .replace(":_default'", ":()'")
        .replace("\n_secrets() {", &format!("{sources}\n_secrets() {{"));
    let options = rooms.iter().flat_map(Room::options);
    for option in options {
        let values = Values::of(option);
        let names = values.names().iter().map(|(name, _)| name.as_str());
        let names = names.collect::<Vec<_>>().join(" ");
        let action = match values {
            Values::List(_) => format!("_sequence compadd - {names}"),
            Values::NamesAndFiles(_) => format!("{{compadd {names}; _files}}"),
            _ => continue,
        };
        let spelling = format!("--{}=[", option.get_long().unwrap_or_default());
        debug_assert_eq!(text.matches(&spelling).count(), 1, "{spelling}");
        let parts = text.split_once(&spelling).and_then(|(before, spec)| {
            let (help, spec) = spec.split_once("]:")?;
            let (placeholder, spec) = spec.split_once(":(")?;
            let (_, after) = spec.split_once(")' \\\n")?;
            Some((before, help, placeholder, after))
        });
        let (before, help, placeholder, after) =
            parts.with_context(|| format!("the script for zsh has no {spelling}"))?;
        text = format!("{before}{spelling}{help}]:{placeholder}:{action}' \\\n{after}");
    }
    Ok(text)
}
