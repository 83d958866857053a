//! `secrets fill`: the secrets of a project, from a template that is safe to commit.
//!
//! Longer than 500 lines: the flags, their help and the order of a run are read together.

mod asked;
mod decision;
mod derived;
mod destination;
mod document;
mod explanation;
mod field;
mod form;
mod format;
mod job;
mod names;
mod project;
mod sources;
mod summary;
pub mod template;
mod text;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::command::{Catalogue, Command};
use crate::files::kept_file;
use crate::files::new_file::directory;
use crate::help::{Described, Help};
use crate::message::{as_word, hinted};
use crate::recipe::Carrier;
use crate::system::protection;
use crate::system::report;
use crate::uniform::entropy::Entropy;
use decision::{Entry, Rotate, decide};
use destination::credential;
use destination::{Place, To};
use field::{Field, State};
use format::Format;
use job::Job;
use names::Names;
use sources::Sources;
use summary::Report;
use template::Template;

/// The flags of `secrets fill`.
#[derive(Args)]
pub struct Fill {
    /// Texts with recipes; - is stdin [default: .env.example and similar names]
    ///
    /// A template fills the file with its name without .example, .sample, .template, .tmpl or .dist.
    /// A template with another name is filled to stdout. Without a TEMPLATE, the templates of .env,
    /// .envrc and .dev.vars in this directory are filled. env.example fills .env.
    #[arg(value_name = "TEMPLATE", value_hint = clap::ValueHint::FilePath)]
    templates: Vec<PathBuf>,

    /// Fill FILE and keep its values; - is stdout
    ///
    /// FILE is complete or untouched. A new FILE has mode 0600. An existing FILE keeps its mode and
    /// owner, but becomes 0600 if others may read it. Concurrent runs wait for each other. With --to
    /// docker and systemd, FILE is a directory.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Format of TEMPLATE: dotenv, json, yaml, toml or text
    ///
    /// The default depends on the name of FILE or TEMPLATE: .env, .env.*, *.env, *.json, *.yaml, *.yml,
    /// *.toml, .envrc and .dev.vars, also with .example, .sample, .template, .tmpl or .dist at its end.
    /// Every other name is text.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,

    /// Destination of the keys with recipes: k8s, docker, github-env, command …
    ///
    /// TEMPLATE must have the dotenv format. Keys without a recipe are left out.
    ///
    /// command runs the program after -- once for each key. {} is replaced by the key, and the value
    /// is only on the program's stdin. The first failure ends the run, and the error names the keys
    /// that were handed over. gitlab-dotenv writes a file for artifacts:reports:dotenv. Its characters
    /// are those that GitLab masks and does not expand, but GitLab masks no value that comes from a
    /// job, so print none.
    ///
    /// github-env and github-output append to the file that the runner names. azure writes commands
    /// of Azure Pipelines. All three mask the values first. shell writes export lines.
    ///
    /// k8s writes a Secret manifest, and json writes an object. An existing FILE keeps its values and
    /// keys, in data and in stringData. docker and systemd (credentials) write a directory, -o, with a
    /// file of mode 0600 and without a newline for each key, and keep existing files. Credentials that
    /// systemd-creds has encrypted are kept and not checked, because only systemd-creds can read them.
    #[arg(
        long,
        value_name = "PLACE",
        hide_possible_values = true,
        conflicts_with = "format"
    )]
    to: Option<To>,

    /// Write KEY without a mask, because it is no secret; repeatable
    ///
    /// With github-env, github-output and azure. Otherwise they refuse a recipe of fewer than 16 bits,
    /// because a mask for a short value, such as a digit, would hide ordinary text in the log.
    #[arg(hide_short_help = true, long, value_name = "KEY", requires = "to")]
    unmasked: Vec<String>,

    /// Name of the Kubernetes Secret
    #[arg(long, requires = "to")]
    name: Option<String>,

    /// Namespace of the Kubernetes Secret
    #[arg(long, requires = "to")]
    namespace: Option<String>,

    /// Take existing values from a source: env, or a FILE; repeatable
    ///
    /// env is the variable with the name of the key. The name of FILE determines its format: dotenv,
    /// json, yaml or toml, also a manifest of a Kubernetes Secret. Only keys with a recipe and without
    /// a value take one, from the first source that has it. Values that no source has are drawn.
    #[arg(long, value_name = "SOURCE", conflicts_with = "check", value_hint = clap::ValueHint::FilePath)]
    from: Vec<String>,

    /// Take every missing value from --from, and draw none
    ///
    /// If no source has a value for some key, nothing is written.
    #[arg(hide_short_help = true, long, requires = "from")]
    from_only: bool,

    /// Make a new value for KEY, or for all keys with the named recipe KEY; repeatable
    #[arg(long, value_name = "KEY")]
    rotate: Vec<String>,

    /// Make new values for all keys that have a recipe
    #[arg(long, conflicts_with = "rotate")]
    rotate_all: bool,

    /// Keep the old FILE as FILE.bak, mode 0600
    ///
    /// If FILE.bak exists, the name is FILE.bak.2 and so on.
    #[arg(long)]
    backup: bool,

    /// Replace a FILE whose text differs from a TEMPLATE without keys
    #[arg(long)]
    force: bool,

    /// Write into FILE instead of replacing it, after a backup
    ///
    /// For a file that cannot be replaced because it is mounted into a container or has hard links.
    /// It is synced and read again. After a crash, the backup is complete.
    #[arg(long, conflicts_with_all = ["to", "check"])]
    in_place: bool,

    /// Say what would be done, without doing it
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,

    /// Say on stderr what each new value is drawn from, and its entropy
    ///
    /// Also reports values that are drawn from fewer characters because a dotenv file or a URL carries
    /// them.
    #[arg(long, conflicts_with = "check")]
    explain: bool,

    /// Check whether FILE is filled: exit status 0 or 1
    ///
    /// Status 1, with a line for each reason, if a key of TEMPLATE is missing, empty, still a recipe
    /// in braces, or has a value that its recipe and the text around it cannot make; if keys that
    /// share a named recipe have different values; or if others may read FILE. Writes nothing.
    #[arg(long, conflicts_with_all = ["rotate", "rotate_all", "backup", "force"])]
    check: bool,

    /// Accept the value of KEY even if its recipe cannot make it; repeatable
    ///
    /// For values that somebody set on purpose, such as an older password, and for keys without a
    /// recipe that may be empty. A key with a recipe is still reported if its value is empty, a recipe
    /// in braces or one repeated character.
    #[arg(long, value_name = "KEY", requires = "check")]
    accept: Vec<String>,

    /// Say what was done as JSON on stdout
    #[arg(long)]
    json: bool,

    /// Accept a TEMPLATE without recipes
    #[arg(long)]
    allow_none: bool,

    /// The program of --to command; {} is replaced by the key
    #[arg(last = true, value_name = "COMMAND", value_hint = clap::ValueHint::CommandWithArguments)]
    command: Vec<String>,
}

impl Described for Fill {
    const HELP: Help = Help {
        about: "Fill a template with secrets: a project's .env, CI, Kubernetes",
        details: "\
Draws a value for each recipe of TEMPLATE and writes the values to FILE. Existing values are kept.\n\
\n\
Templates:\n\
\n\
TEMPLATE is a text with recipes in double braces, safe to commit. A recipe is a command line\n\
without the word secrets. Its words are quoted as in a shell, but nothing is expanded and no\n\
shell is run:\n\
\n\
\x20 SESSION_KEY={{ hex 32 }}\n\
\x20 DB_PASSWORD={{ db = password --length 32 --safe url }}\n\
\x20 DATABASE_URL=postgres://app:{{ db }}@db/app\n\
\n\
A recipe with a name, db above, can be used again by its name, and has one value in all\n\
templates of a run. If one of the files has a value for the name, it is kept and written to the\n\
other files. All files are made and verified before the first is replaced.\n\
\n\
Two braces of text are written {{{{. A recipe ends on the line where it begins. The whole\n\
template is checked before anything is drawn.\n\
\n\
{{ ask }} or {{ ask \"Stripe's live key\" }} is a value that cannot be drawn. It is kept if FILE\n\
has it, taken from --from, or asked for at the terminal, without echo.\n\
\n\
{{ hash admin --scheme bcrypt }} is the hash of the value with the name admin. It has the schemes of\n\
secrets hash, and its options for the cost, the prefix and the user. {{ base64 db --text 'app:{}' }}\n\
is the base64 of a text with a value at {}. Both are kept while they match the value, and made again\n\
when it changes. A hash in a dotenv file needs single quotes. To give a password only to its owner,\n\
put it into a second template. When its file is gone, the hash is kept:\n\
\n\
\x20 .env.example        ADMIN_HASH='{{ hash admin --scheme bcrypt }}'\n\
\x20 admin.env.example   ADMIN_PASSWORD={{ admin = password }}\n\
\n\
Formats:\n\
\n\
In a dotenv file, a key with a value keeps it, so a second run changes nothing. A key is filled\n\
if it is missing, empty, or still has a recipe in braces as its value. FILE keeps its own keys,\n\
comments, order and line endings, and missing keys are added at its end. If FILE has a key twice,\n\
the last value counts, as for its readers. In TEMPLATE, that is an error. Recipes in comments are\n\
ignored.\n\
\n\
Programs read .env differently. So values are drawn from characters that every reader takes\n\
without quotes: letters, digits and + - . / : @ _ unless the recipe names a set. A recipe with\n\
other characters is refused, unless the template has quotes around it. In a URL, a password is\n\
drawn from letters, digits and - . _ ~, and a recipe that could end the user or password of the\n\
URL is refused. These readers were tested, compose with version 2.13 of its library compose-go:\n\
\n\
\x20 reader                        expands $           # in value   quotes\n\
\x20 bash, POSIX sh                yes                 after blank  removed\n\
\x20 node --env-file, npm dotenv   no                  anywhere     removed\n\
\x20 dotenv-expand (Next, Vite)    yes, in quotes      anywhere     removed\n\
\x20 python-dotenv                 ${NAME}, in quotes  after blank  removed\n\
\x20 ruby dotenv                   yes                 anywhere     removed\n\
\x20 symfony, godotenv, compose    yes                 after blank  removed\n\
\x20 phpdotenv                     ${NAME}             anywhere     removed\n\
\x20 systemd                       no                  kept         removed\n\
\x20 make                          yes, in quotes      anywhere     kept\n\
\x20 kubectl, docker run           no                  kept         kept\n\
\n\
'in quotes' includes single quotes. 'kept' means as part of the value.\n\
\n\
JSON, YAML and TOML files are filled by path: db.password, users.bob.key. Every other byte is\n\
kept, also in comments. Entries of lists are identified by their name, id or the like, or by their\n\
values, and a list with ambiguous entries is refused. In a path, an entry without a name has its\n\
number in the template: hosts.0.key. The result is read again, and is written only if every other\n\
value is unchanged. Files of SOPS are refused.\n\
\n\
In any other text, the recipes are the keys, identified by their names and lines. An existing FILE\n\
with the text of TEMPLATE keeps their values. A FILE with another text, or a text with more than\n\
1000 recipes, needs --force. A byte order mark of TEMPLATE is left out. Templates and files have at\n\
most 128 MiB, in UTF-8. /dev/stdout, pipes and devices are not replaced but written to.\n\
\n\
Stores:\n\
\n\
--to command takes any program that reads a value from its stdin:\n\
\n\
\x20 GitHub         gh secret set {}\n\
\x20 GitLab         glab variable set {} --masked\n\
\x20 Docker         docker secret create {} -\n\
\x20 Podman         podman secret create {} -\n\
\x20 Vault          vault kv put -mount=secret app/{} value=-\n\
\x20 AWS            aws secretsmanager create-secret --name {} --secret-string file:///dev/stdin\n\
\x20 Google Cloud   gcloud secrets create {} --data-file=-\n\
\x20 Cloudflare     wrangler secret put {}\n\
\x20 Fly            fly secrets set {}=-\n\
\x20 systemd        systemd-creds encrypt --name={} - /etc/credstore.encrypted/{}\n\
\n\
kubectl takes all keys at once: secrets fill .env.example --to k8s --name app | kubectl apply -f -",
        examples: &[
            (
                "secrets fill",
                "adds the keys of .env.example that .env lacks, and keeps its values",
            ),
            (
                "secrets fill .env.example db/pg.env.example",
                "both files at once, with one value for each name that they share",
            ),
            (
                "secrets fill .env.example -o .env --rotate SESSION_KEY --backup",
                "a new SESSION_KEY, and the old file beside it",
            ),
            (
                "secrets fill .env.example -o .env && secrets fill .env.example -o .env --check",
                "fails before a deployment if a value is missing, empty or does not fit its recipe",
            ),
            (
                "secrets fill .env.example -o .env && secrets fill .env.example --from .env --to k8s --name app",
                "a Secret for kubectl apply -f -, with the values of .env",
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

    /// Fills the templates, or checks whether they are filled.
    fn run(self, catalogue: &'static Catalogue) -> Result<ExitCode> {
        let mut wipes = false;
        let status = self.run_as(catalogue, &mut wipes);
        if wipes {
            protection::wipe_deep_stack();
        }
        status
    }
}

impl Fill {
    /// Separate from [`Fill::run`], which wipes the stack that this function used. Sets `wipes` if
    /// that stack may contain values.
    #[inline(never)]
    fn run_as(mut self, catalogue: &'static Catalogue, wipes: &mut bool) -> Result<ExitCode> {
        if self.templates.is_empty() {
            self.templates = format::of_project()?;
        }
        let outputs = self.outputs()?;
        self.check_dotenv()?;
        let mut jobs = Vec::new();
        for (path, output) in self.templates.iter().zip(outputs) {
            let template = Template::read(path, catalogue)?;
            let format = self.format(path, output.as_deref());
            *wipes |= matches!(format, Format::Json | Format::Toml);
            let carrier = Carrier {
                dotenv: format == Format::Dotenv
                    && matches!(self.to, None | Some(To::GitlabDotenv)),
                ..Carrier::ANY
            };
            jobs.push(Job::new(
                template,
                format,
                carrier,
                output,
                self.to.is_none(),
            )?);
        }
        let names = Job::build(&mut jobs)?;
        if !self.allow_none {
            jobs.iter().try_for_each(Job::check_any)?;
        }
        self.note_other_values()?;
        let form = destination::form(&self)?;
        match Place::of(&self)? {
            None => {
                if let (Some(form), Some(job)) = (form, jobs.first_mut()) {
                    *wipes = true;
                    job.fields.retain(Field::has_recipe);
                    destination::check_text(&job.template, &job.fields)?;
                    job.form = Some(form);
                }
                project::fill(&self, jobs, names)
            }
            Some(place) => match jobs.pop() {
                Some(job) => self.fill_place(job, names, &place),
                None => bail!("there is no template"),
            },
        }
    }

    /// Refuses a template for `--to` whose name says that it has no keys of a dotenv file.
    fn check_dotenv(&self) -> Result<()> {
        let is_other = |path: &&PathBuf| !matches!(Format::of(path), None | Some(Format::Dotenv));
        match self.templates.iter().find(is_other) {
            Some(path) if self.to.is_some() => Err(hinted(
                format!(
                    "{}: --to reads a dotenv template, and the name says another format",
                    path.display()
                ),
                "write a line KEY={{ … }} for each value, as in .env.example",
            )),
            _ => Ok(()),
        }
    }

    /// Says that `--to` draws values of its own, where a file has been filled from the template already.
    fn note_other_values(&self) -> Result<()> {
        let exists = |path: &PathBuf| path.exists();
        if self.to.is_none() || !self.from.is_empty() || self.output.as_ref().is_some_and(exists) {
            return Ok(());
        }
        let mut filled = self
            .templates
            .iter()
            .filter_map(|path| format::filled_by(path));
        match filled.find(exists) {
            Some(file) => report::note(&format!(
                "the values are not those of {0}: --from {0} takes them",
                as_word(&file.display().to_string())
            )),
            None => Ok(()),
        }
    }

    /// The file of each template, or `None` for stdout.
    fn outputs(&self) -> Result<Vec<Option<PathBuf>>> {
        let several = self.templates.len() > 1;
        if several && self.to == Some(To::Command) && self.command.is_empty() {
            return Err(hinted(
                "the program of --to command has no -- before it, so its words were taken for templates",
                "write it last, behind --to command --",
            ));
        }
        for (option, given) in [
            ("--output", self.output.is_some()),
            ("--to", self.to.is_some()),
        ] {
            ensure!(
                !given || !several,
                "{option} is for one template, and there are {}",
                self.templates.len()
            );
        }
        let outputs: Vec<Option<PathBuf>> = if self.output.is_some() || self.to.is_some() {
            let output = self.output.clone();
            vec![output.filter(|path| path != Path::new("-"))]
        } else if several {
            let files = self.templates.iter().map(|path| format::must_fill(path));
            files.map(|file| file.map(Some)).collect::<Result<_>>()?
        } else {
            self.templates
                .iter()
                .map(|path| format::filled_by(path))
                .collect()
        };
        self.check_apart(&outputs)?;
        if outputs.iter().any(Option::is_none) {
            self.check_stdout()?;
        }
        Ok(outputs)
    }

    /// Refuses options that need a file, and secrets on a terminal unless --output is -.
    fn check_stdout(&self) -> Result<()> {
        // The user may have named the file instead of its template.
        let meant = match &self.templates[..] {
            [file] if self.to.is_none() && self.output.is_none() => format::template_beside(file),
            _ => None,
        };
        for (option, given) in [
            ("--rotate", !self.rotate.is_empty()),
            ("--rotate-all", self.rotate_all),
            ("--check", self.check),
            ("--backup", self.backup),
            ("--force", self.force),
            ("--in-place", self.in_place),
        ] {
            if given {
                return Err(hinted(
                    format!("{option} is about a file"),
                    meant.as_deref().unwrap_or("name it with --output FILE"),
                ));
            }
        }
        let prints = self.to.is_none_or(To::prints);
        if prints && !self.dry_run && self.output.is_none() && stdout().is_terminal() {
            return Err(hinted(
                "stdout is a terminal, and would show the secrets",
                "name a file with --output FILE, or print them with --output -",
            ));
        }
        Ok(())
    }

    /// Refuses to write secrets over a template, or two templates to the same file.
    fn check_apart(&self, outputs: &[Option<PathBuf>]) -> Result<()> {
        let mut known: BTreeMap<PathBuf, &Path> = BTreeMap::new();
        for (template, file) in self.templates.iter().zip(outputs) {
            let Some(file) = file else { continue };
            if self
                .templates
                .iter()
                .any(|template| kept_file::is_same(template, file))
            {
                return Err(hinted(
                    format!(
                        "{} is the template itself, which is never overwritten with secrets",
                        file.display()
                    ),
                    "name another file with --output",
                ));
            }
            let place = fs::canonicalize(file).or_else(|_| {
                let name = file.file_name().unwrap_or_default();
                fs::canonicalize(directory(file)).map(|place| place.join(name))
            });
            if let Ok(place) = place
                && let Some(other) = known.insert(place, template)
            {
                return Err(hinted(
                    format!(
                        "{} and {} both fill {}",
                        other.display(),
                        template.display(),
                        file.display()
                    ),
                    format!(
                        "name the one that is meant: secrets fill {}",
                        other.display()
                    ),
                ));
            }
        }
        Ok(())
    }

    fn format(&self, template: &Path, output: Option<&Path>) -> Format {
        if self.to.is_some() {
            return Format::Dotenv;
        }
        self.format
            .or_else(|| output.and_then(Format::of))
            .or_else(|| Format::of(template))
            .unwrap_or(Format::Text)
    }

    /// Fills a destination other than a text file.
    fn fill_place(&self, mut job: Job, mut names: Names, place: &Place) -> Result<ExitCode> {
        if self.to.is_some_and(To::masks) {
            destination::runners::check_masks(&job.template, &job.fields, &self.unmasked)?;
        }
        job.fields.retain(Field::has_recipe);
        let Job {
            mut template,
            fields,
            output,
            ..
        } = job;
        place.check(&template, &fields)?;
        let opened = place.open(self)?;
        let states = fields
            .iter()
            .map(|field| opened.state(field))
            .collect::<Result<Vec<State>>>()?;
        let encrypted = opened.encrypted(&fields)?;
        let carried = project::carried(&Sources::read(&self.from)?, &fields)?;
        let mut entries: Vec<Entry> =
            Entry::of(None, &template, &fields, &states, &carried).collect();
        if self.check {
            let exposed = opened.exposed(&fields)?;
            return self.check_place(output.as_deref(), &entries, &encrypted, &exposed);
        }
        let actions = decide(&mut names, &mut entries, &self.rotated())?;
        for line in summary::kept_despite(&entries) {
            report::note(&line)?;
        }
        if self.from_only {
            sources::check_none_drawn(&entries, &actions)?;
        }
        credential::check(&encrypted, &fields, &actions)?;
        let mut report = Report::of(output.as_deref(), &fields, &actions, false);
        report.narrowed = summary::narrowed(&names, &entries, &actions);
        report.constant = summary::constant(&entries, &actions);
        if self.explain {
            explanation::of_keys(&names, &mut BTreeSet::new(), &entries, &actions)?;
        }
        report.tightened = opened.exposed(&fields)?;
        if self.dry_run {
            report.commands = place.command_lines(&report.filled);
        } else {
            let answers = project::answers::ask(&names, &entries, &actions)?;
            for (_, slot, value) in answers {
                project::answers::give_one(&mut template, &mut names, slot, value);
            }
            let mut entropy = Entropy::os();
            project::draw_names(&mut template, &mut names, &fields, &actions, &mut entropy)?;
            let values = project::draw_all(
                &mut template,
                &mut names,
                &fields,
                &carried,
                &actions,
                &mut entropy,
            )?;
            report.backup = opened.write(&fields, &values, self)?;
        }
        project::finish(self, &[report])
    }

    /// Answers --check for a destination other than a text file.
    fn check_place(
        &self,
        output: Option<&Path>,
        entries: &[Entry],
        encrypted: &[PathBuf],
        exposed: &[(PathBuf, u32)],
    ) -> Result<ExitCode> {
        self.check_accepted(entries)?;
        let problems = summary::problems(entries, &self.accept)?;
        let problems: Vec<_> = problems.into_iter().map(|(_, problem)| problem).collect();
        let path = output.unwrap_or(Path::new("-"));
        for file in encrypted {
            let file = file.display();
            report::note(&format!(
                "{file} is encrypted by systemd-creds, so its value cannot be checked"
            ))?;
        }
        let is_fine = summary::tell(path, &problems, exposed, self.json)?;
        Ok(project::answer(is_fine))
    }

    fn rotated(&self) -> Rotate<'_> {
        if self.rotate_all {
            Rotate::All
        } else {
            Rotate::Keys(&self.rotate)
        }
    }

    /// Refuses --accept for keys that the template does not have.
    fn check_accepted(&self, entries: &[Entry]) -> Result<()> {
        for key in &self.accept {
            let mut keys = entries.iter().map(|entry| &entry.field.key);
            ensure!(
                keys.any(|known| known == key),
                "--accept {key}: the template has no such key"
            );
        }
        Ok(())
    }
}
