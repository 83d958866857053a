//! `secrets fill`: the secrets of a project, from a template that is safe to commit.
//!
//! Longer than 500 lines: the flags, their help and the order of a run are read together.

mod decision;
mod destination;
mod document;
mod field;
mod summary;
pub mod template;
pub mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};

use crate::command::{Catalogue, Command};
use crate::files::git;
use crate::files::kept_file::{self, KeptFile};
use crate::help::{Described, Help};
use crate::message::hinted;
use crate::recipe::Carrier;
use crate::secret::Secret;
use crate::system::protection;
use crate::system::report;
use crate::system::{signals, streams};
use crate::uniform::entropy::{self, Entropy};
use decision::{Rotate, decide};
use destination::{Place, To};
use document::{Existing, Model};
use field::{Action, Field, Piece, State};
use summary::Report;
use template::Template;

/// The most keys of a template.
const MAX_KEYS: usize = 100_000;

/// The flags of `secrets fill`.
#[derive(Args)]
pub struct Fill {
    /// The text with recipes; - is stdin
    #[arg(value_name = "TEMPLATE", value_hint = clap::ValueHint::FilePath)]
    template: PathBuf,

    /// Write FILE instead of stdout, or keep what it has
    ///
    /// FILE is complete or untouched. It is made with mode 0600, and one that exists keeps its mode
    /// and owner, unless others may read it: then it becomes 0600. Runs at once wait for each other.
    /// With --to docker and systemd it is a directory.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// What TEMPLATE is: dotenv, json, yaml, toml or text
    ///
    /// Otherwise the name of FILE or TEMPLATE tells: .env, .env.*, *.env, *.json, *.yaml, *.yml,
    /// *.toml, .envrc and .dev.vars, also with .example, .sample, .template, .tmpl or .dist at its end.
    /// All else is text.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,

    /// Where the keys with recipes go: k8s, docker, github-env, command …
    ///
    /// From a template in dotenv form; keys without a recipe are left out.
    ///
    /// command runs the program after -- once for each key, {} replaced by the key, with the value on
    /// its stdin and nowhere else; it stops at the first failure, and names the keys that were handed
    /// over. gitlab-dotenv writes a file for artifacts:reports:dotenv, of values that GitLab can mask.
    ///
    /// github-env and github-output append to the file that the runner names, azure writes commands
    /// of Azure Pipelines; all three mask the values first. k8s writes a Secret manifest, json an
    /// object, shell export lines. docker and systemd (credentials) write a directory, -o, with a
    /// file of mode 0600 for each key, without a newline, and keep those that it has.
    #[arg(
        long,
        value_name = "PLACE",
        hide_possible_values = true,
        conflicts_with = "format"
    )]
    to: Option<To>,

    /// Name of the Kubernetes Secret
    #[arg(long, requires = "to")]
    name: Option<String>,

    /// Namespace of the Kubernetes Secret
    #[arg(long, requires = "to")]
    namespace: Option<String>,

    /// Make a new value for KEY, or for all keys with the named recipe KEY; repeatable
    #[arg(long, value_name = "KEY", requires = "output")]
    rotate: Vec<String>,

    /// Make new values for all keys that have a recipe
    #[arg(long, requires = "output", conflicts_with = "rotate")]
    rotate_all: bool,

    /// Keep the old FILE as FILE.bak, mode 0600
    ///
    /// Where that exists, as FILE.bak.2 and so on.
    #[arg(long, requires = "output")]
    backup: bool,

    /// Replace FILE if it exists, where it cannot be filled by key
    #[arg(long, requires = "output")]
    force: bool,

    /// Write into FILE instead of replacing it, after a backup
    ///
    /// For a file that cannot be replaced, such as one that is mounted into a container, or that has
    /// other names. It is synced and read again; a crash meanwhile leaves the backup.
    #[arg(long, requires = "output", conflicts_with_all = ["to", "check"])]
    in_place: bool,

    /// Say what would be done, and do not do it
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,

    /// Tell whether FILE is filled, by the exit status
    ///
    /// Status 1, and a line for each reason, if a key of TEMPLATE is missing, empty, still a recipe
    /// in braces, or has a value that its recipe, with the text around it, cannot have made; if keys
    /// that share a named recipe have different values; or if others may read FILE. Writes nothing.
    #[arg(long, requires = "output", conflicts_with_all = ["rotate", "rotate_all", "backup", "force"])]
    check: bool,

    /// Take the value that KEY has, also if its recipe cannot make it; repeatable
    ///
    /// For values that somebody set on purpose, such as an older password. One that is empty, a recipe
    /// in braces or one character over and over is still told.
    #[arg(long, value_name = "KEY", requires = "check")]
    accept: Vec<String>,

    /// Say what was done as JSON on stdout
    #[arg(long)]
    json: bool,

    /// Accept a TEMPLATE without recipes
    #[arg(long)]
    allow_none: bool,

    /// The program of --to command, with {} where the key goes
    #[arg(last = true, value_name = "COMMAND", value_hint = clap::ValueHint::CommandWithArguments)]
    command: Vec<String>,
}

/// What a template is.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Dotenv,
    Json,
    Yaml,
    Toml,
    Text,
}

impl Format {
    /// The format that the name of a file tells.
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let endings = [".example", ".sample", ".template", ".tmpl", ".dist"];
        let bare = endings.iter().find_map(|ending| name.strip_suffix(ending));
        let name = bare.unwrap_or(&name);
        let marks = [
            "-example",
            "_example",
            "-sample",
            "_sample",
            "-template",
            "-dist",
        ];
        let name = marks
            .iter()
            .find_map(|mark| name.strip_suffix(mark))
            .unwrap_or(name);
        if ["env", ".envrc", ".dev.vars"].contains(&name) {
            return Some(Self::Dotenv);
        }
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            _ if name.starts_with(".env.") => Some(Self::Dotenv),
            Some("env") => Some(Self::Dotenv),
            Some("json") => Some(Self::Json),
            Some("yaml" | "yml") => Some(Self::Yaml),
            Some("toml") => Some(Self::Toml),
            _ => None,
        }
    }
}

impl Described for Fill {
    const HELP: Help = Help {
        about: "Fill a template with secrets: a project's .env, CI, Kubernetes",
        details: "\
TEMPLATE is a text with recipes in double braces, safe to commit. A recipe is a command line\n\
without its 'secrets', in words as a shell reads them, but nothing is expanded and no shell is\n\
run:\n\
\n\
\x20 SESSION_KEY={{ hex 32 }}\n\
\x20 DB_PASSWORD={{ db = password --length 32 --safe url }}\n\
\x20 DATABASE_URL=postgres://app:{{ db }}@db/app\n\
\n\
A recipe with a name, db above, can be used again by its name, and is one value everywhere.\n\
Two braces of text are written {{{{. A recipe ends on the line where it begins. The whole\n\
template is checked before anything is drawn.\n\
\n\
In a dotenv file a key that FILE has keeps its value, so a second run changes nothing. Filled\n\
are keys that are missing, empty, or still hold a recipe in braces as their value. What FILE\n\
has of its own stays: keys, comments, order, line ends; what is missing is added at its end.\n\
Of a key that FILE has twice the last counts, as for its readers; in TEMPLATE that is an error.\n\
A recipe in a comment is left alone.\n\
\n\
There is no one .env. So a value is drawn from what every reader takes without quotes: letters,\n\
digits and + - . / : @ _ where the recipe asks for no set by name. A recipe that asks for more is\n\
refused, unless the template has quotes around it. Tried were:\n\
\n\
\x20 reader                          expands $    # in a value   quotes\n\
\x20 bash, POSIX sh                  yes          behind blank   taken off\n\
\x20 node --env-file                 no           anywhere       taken off\n\
\x20 npm dotenv                      no           anywhere       taken off\n\
\x20 dotenv-expand (Next.js, Vite)   yes, always  anywhere       taken off\n\
\x20 python-dotenv                   ${NAME}      behind blank   taken off\n\
\x20 ruby dotenv, symfony, phpdotenv yes          behind blank   taken off\n\
\x20 make                            yes          anywhere       kept\n\
\x20 kubectl --from-env-file         no           kept           kept\n\
\n\
JSON, YAML and TOML work in the same way, by path: db.password, hosts.0.key. Every byte that is\n\
not filled stays, comments too. Entries of lists are known by their name, id or the like, or by\n\
what they hold, and a list where nothing tells is refused. The result is read again, and is not\n\
written unless every other value is what it was. Files of SOPS are refused.\n\
\n\
Any other text is filled whole, and a FILE that exists needs --force. A byte order mark of\n\
TEMPLATE is left out. Templates and files have at most 128 MiB, in UTF-8. /dev/stdout, pipes and\n\
devices are written to as they are.",
        examples: &[
            (
                "secrets fill .env.example -o .env",
                "makes what .env lacks, and keeps what it has",
            ),
            (
                "secrets fill .env.example -o .env --rotate SESSION_KEY --backup",
                "a new SESSION_KEY, and the old file beside it",
            ),
            (
                "secrets fill .env.example -o .env && secrets fill .env.example -o .env --check",
                "the gate before a deployment: nothing is missing, empty or weak",
            ),
            (
                "secrets fill .env.example --to k8s --name app",
                "a Secret for kubectl apply -f -",
            ),
            (
                "secrets fill .env.example --to github-env",
                "variables for the next steps of a GitHub job, masked in its log",
            ),
            (
                "secrets fill .env.example --to command -- gh secret set {}",
                "a run of gh for each key, the value on its stdin",
            ),
        ],
    };
}

impl Command for Fill {
    const NAME: &'static str = "fill";

    /// Fills the template, or tells what is to be filled.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode> {
        let format = self.format();
        let status = self.run_as(format, catalogue);
        if matches!(format, Format::Json | Format::Toml) {
            protection::wipe_deep_stack();
        }
        status
    }
}

impl Fill {
    /// Apart from [`Fill::run`], so that all it used of the stack is below.
    #[inline(never)]
    fn run_as(self, format: Format, catalogue: &'static Catalogue) -> Result<ExitCode> {
        signals::report_size_limit();
        self.check_apart()?;
        let mut template = Template::read(&self.template, catalogue)?;
        let comments = !matches!(format, Format::Json | Format::Text);
        template.find_braces(comments)?;
        let (model, fields) = self.fields(&mut template, format)?;
        let drawn = if format == Format::Text {
            template.has_recipes()
        } else {
            fields.iter().any(Field::has_recipe)
        };
        if !drawn && !self.allow_none {
            return Err(hinted(
                format!(
                    "{} has no recipes, so there is nothing to fill",
                    self.template.display()
                ),
                "write one in double braces, as in KEY={{ hex 32 }}, or give --allow-none",
            ));
        }
        let place = Place::of(&self)?;
        if place.needs_masks() {
            destination::check_masks(&template, &fields)?;
        }
        match place {
            Place::File | Place::Stdout => match model {
                Some(model) => self.fill_keys(template, &model, &fields),
                None => self.fill_text(template),
            },
            place => self.fill_place(template, fields, &place),
        }
    }

    /// Refuses to write secrets over the template.
    fn check_apart(&self) -> Result<()> {
        let Some(file) = &self.output else {
            return Ok(());
        };
        if !kept_file::is_same(&self.template, file) {
            return Ok(());
        }
        Err(hinted(
            format!(
                "{} is the template itself, and secrets are not written over it",
                file.display()
            ),
            "name another file with --output",
        ))
    }

    fn format(&self) -> Format {
        if self.to.is_some() {
            return Format::Dotenv;
        }
        let by_name = || self.output.as_deref().and_then(Format::of);
        self.format
            .or_else(by_name)
            .or_else(|| Format::of(&self.template))
            .unwrap_or(Format::Text)
    }

    /// The keys of the template, checked to the end.
    fn fields(
        &self,
        template: &mut Template,
        format: Format,
    ) -> Result<(Option<Model>, Vec<Field>)> {
        let (model, fields) = match format {
            Format::Text => {
                let used: Vec<usize> = template.all().collect();
                template.build(used.into_iter())?;
                return Ok((None, Vec::new()));
            }
            Format::Dotenv => {
                let is_dotenv = matches!(self.to, None | Some(To::GitlabDotenv));
                template.carry_by(if is_dotenv {
                    Carrier::Dotenv
                } else {
                    Carrier::Any
                });
                Model::read(template, format)?
            }
            format => {
                entropy::check()?;
                Model::read(template, format)?
            }
        };
        ensure!(
            fields.len() <= MAX_KEYS,
            "{} has {} keys, and at most {MAX_KEYS} can be filled",
            self.template.display(),
            fields.len()
        );
        let used: Vec<usize> = fields.iter().flat_map(Field::slots).collect();
        template.build(used.into_iter())?;
        if format == Format::Dotenv && self.to.is_none() {
            document::check_carried(template, &fields)?;
        }
        Ok((Some(model), fields))
    }

    /// Fills a text that has no keys: all of it.
    fn fill_text(&self, mut template: Template) -> Result<ExitCode> {
        for (option, given) in [
            ("--rotate", !self.rotate.is_empty()),
            ("--rotate-all", self.rotate_all),
            ("--check", self.check),
        ] {
            if given {
                return Err(hinted(
                    format!(
                        "{option} is about keys, and {} is text without keys",
                        self.template.display()
                    ),
                    "say what it is with --format dotenv, json, yaml or toml",
                ));
            }
        }
        let file = self.open()?;
        if let Some(file) = file.as_ref().filter(|file| file.exists() && !self.force) {
            return Err(hinted(
                format!(
                    "{} exists, and a text without keys is filled whole",
                    file.path().display()
                ),
                "name another file with --output, or say what it is with --format",
            ));
        }
        let mut report = Report::new(self.output.as_deref());
        report.filled = template.labels(Report::MOST);
        if self.dry_run {
            return self.finish(&report);
        }
        let mut text = Secret::with_capacity(template.text().len() + 4096);
        let mut entropy = Entropy::os();
        let mut from = 0;
        for slot in template.all() {
            let range = template.range(slot);
            text.extend(&template.text().as_bytes()[from..range.start]);
            template.draw(slot, &mut entropy, &mut text)?;
            from = range.end;
        }
        text.extend(&template.text().as_bytes()[from..]);
        self.write(file.as_ref(), &text, &mut report)?;
        self.finish(&report)
    }

    /// Fills the keys that FILE lacks.
    fn fill_keys(
        &self,
        mut template: Template,
        model: &Model,
        fields: &[Field],
    ) -> Result<ExitCode> {
        ensure!(
            !self.force,
            "--force has no effect: FILE is filled by its keys, and keeps what it has"
        );
        let file = self.open()?;
        let found = file.as_ref().map_or(Ok(""), KeptFile::text)?;
        let is_new = found.trim_start_matches('\u{feff}').is_empty();
        let path = self.output.as_deref().unwrap_or(Path::new("-"));
        let existing = (!is_new)
            .then(|| Existing::read(found, model, fields))
            .transpose()
            .with_context(|| path.display().to_string())?;
        let states: Vec<State> = fields
            .iter()
            .map(|field| match &existing {
                Some(existing) => existing.state(model, field),
                None => State::Missing,
            })
            .collect();
        if self.check {
            return self.tell(&template, fields, &states, &exposed(file.as_ref()));
        }
        let actions = decide(&mut template, fields, &states, &self.rotated())?;
        let mut report = Report::of(self.output.as_deref(), fields, &actions, !is_new);
        report.narrowed = summary::narrowed(&template, fields, &actions);
        report.tightened = exposed(file.as_ref());
        if self.dry_run {
            return self.finish(&report);
        }
        if !is_new && !report.changes() {
            return self.finish(&report);
        }
        let values = draw_all(&mut template, fields, &actions)?;
        let text = match &existing {
            Some(existing) => existing.fill(model, &template, fields, &actions, &values)?,
            None => model.render(&template, fields, &values)?,
        };
        self.write(file.as_ref(), &text, &mut report)?;
        self.finish(&report)
    }

    /// Fills what goes elsewhere than to a file of text.
    fn fill_place(
        &self,
        mut template: Template,
        fields: Vec<Field>,
        place: &Place,
    ) -> Result<ExitCode> {
        let fields: Vec<Field> = fields.into_iter().filter(Field::has_recipe).collect();
        place.check(&template, &fields)?;
        let opened = place.open(self)?;
        let states = fields
            .iter()
            .map(|field| opened.state(field))
            .collect::<Result<Vec<State>>>()?;
        if self.check {
            return self.tell(&template, &fields, &states, &opened.exposed(&fields)?);
        }
        let actions = decide(&mut template, &fields, &states, &self.rotated())?;
        let mut report = Report::of(self.output.as_deref(), &fields, &actions, false);
        report.tightened = opened.exposed(&fields)?;
        if self.dry_run {
            report.commands = place.command_lines(&report.filled);
            return self.finish(&report);
        }
        let values = draw_all(&mut template, &fields, &actions)?;
        report.backup = opened.write(&fields, &values, self)?;
        self.finish(&report)
    }

    fn rotated(&self) -> Rotate<'_> {
        if self.rotate_all {
            Rotate::All
        } else {
            Rotate::Keys(&self.rotate)
        }
    }

    /// FILE under its lock, or just read if it is not to be written.
    fn open(&self) -> Result<Option<KeptFile>> {
        let Some(path) = self
            .output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
        else {
            ensure!(
                self.output.is_none(),
                "--output - has no effect: without it, the text goes to stdout"
            );
            if self.json && !self.dry_run {
                bail!("--json needs --output FILE: stdout has the text");
            }
            return Ok(None);
        };
        Ok(Some(if self.check || self.dry_run {
            KeptFile::read(path)?
        } else {
            let file = KeptFile::lock(path)?;
            if self.in_place { file.in_place() } else { file }
        }))
    }

    /// Writes a text to FILE or to stdout.
    fn write(&self, file: Option<&KeptFile>, text: &Secret, report: &mut Report) -> Result<()> {
        let Some(file) = file else {
            return streams::bytes(text.as_bytes());
        };
        report.tightened = exposed(Some(file));
        if self.backup || self.in_place {
            report.backup = file.back_up()?;
        }
        file.replace(text)?;
        report.committed = git::would_commit(file.path(), report.backup.as_deref());
        Ok(())
    }

    /// The answer of --check.
    fn tell(
        &self,
        template: &Template,
        fields: &[Field],
        states: &[State],
        exposed: &[(PathBuf, u32)],
    ) -> Result<ExitCode> {
        let path = self.output.as_deref().unwrap_or(Path::new("-"));
        for key in &self.accept {
            let mut keys = fields.iter().map(|field| &field.key);
            ensure!(
                keys.any(|known| known == key),
                "--accept {key}: the template has no such key"
            );
        }
        let problems = summary::problems(template, fields, states, &self.accept);
        let empty = summary::empty(fields, states);
        summary::tell(path, &problems, &empty, exposed, self.json)
    }

    /// Says what was done, on stderr or as JSON.
    fn finish(&self, report: &Report) -> Result<ExitCode> {
        if self.json {
            streams::text(&report.json(self.dry_run))?;
        } else {
            for line in report.lines(self.dry_run) {
                report::note(&line)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The file with its mode, where others have access to it.
fn exposed(file: Option<&KeptFile>) -> Vec<(PathBuf, u32)> {
    let exposed = |file: &KeptFile| Some((file.path().to_owned(), file.exposed()?));
    file.and_then(exposed).into_iter().collect()
}

/// The values of all fields that get one.
fn draw_all(
    template: &mut Template,
    fields: &[Field],
    actions: &[Action],
) -> Result<Vec<Option<Vec<Piece>>>> {
    let mut entropy = Entropy::os();
    let mut values = Vec::with_capacity(fields.len());
    for (field, action) in fields.iter().zip(actions) {
        values.push(if action.draws() {
            Some(field.draw(template, &mut entropy)?)
        } else {
            None
        });
    }
    Ok(values)
}
