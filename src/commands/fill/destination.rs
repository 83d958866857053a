//! The destinations of filled keys other than a text file: CI, Kubernetes, directories of secrets.

pub mod credential;
mod program;
pub mod runners;
mod text_form;

use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::ValueEnum;

use super::Fill;
use super::document::Values;
use super::field::{Field, Piece, State};
use super::form::Form;
use super::template::{Part, Template};
use crate::files::kept_file::{self, KeptFile};
use crate::files::new_file::publish;
use crate::message::hinted;
use crate::output::mask::Runner;
use crate::secret::Secret;
use crate::system::streams;
use program::Program;
use text_form::TextForm;

/// The values to write, by key.
type Made<'a> = [(&'a str, &'a [Piece])];

/// A destination for secrets other than a text file.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    GithubEnv,
    GithubOutput,
    Azure,
    K8s,
    Docker,
    Json,
    Shell,
    Systemd,
    GitlabDotenv,
    Command,
}

impl To {
    /// Whether the values go to stdout if there is no FILE.
    pub fn prints(self) -> bool {
        matches!(
            self,
            Self::K8s | Self::Json | Self::Shell | Self::GitlabDotenv
        )
    }

    /// Whether the values are masked in the log of the job.
    pub fn masks(self) -> bool {
        matches!(self, Self::GithubEnv | Self::GithubOutput | Self::Azure)
    }
}

/// A destination with the options that it needs.
pub enum Place {
    /// A file that a runner reads: the variable that names it, and the file.
    Runner(&'static str, PathBuf),
    Azure,
    /// A text with all values, to stdout or a new file.
    Text(TextForm),
    /// A directory with a file for each key.
    Directory(PathBuf),
    /// A program that is run once for each key.
    Program(Program),
}

/// A destination that is open and locked.
pub enum Opened<'a> {
    Runner(&'a Path),
    Azure,
    Text(&'a TextForm, Option<Box<KeptFile>>),
    Directory {
        path: &'a Path,
        /// The lock is held until all values are written.
        _lock: Option<fs::File>,
    },
    Program(&'a Program),
}

impl Place {
    /// The destination on the command line.
    ///
    /// # Errors
    /// Options conflict, or a file or name is missing.
    pub fn of(fill: &Fill) -> Result<Option<Self>> {
        ensure!(
            fill.to == Some(To::Command) || fill.command.is_empty(),
            "a command after -- is for --to command"
        );
        let Some(to) = fill.to else {
            return Ok(None);
        };
        ensure!(
            to.masks() || fill.unmasked.is_empty(),
            "--unmasked is for --to github-env, github-output and azure, which mask values"
        );
        let place = match to {
            To::K8s | To::Json => return Ok(None),
            To::GithubEnv => Self::runner("GITHUB_ENV")?,
            To::GithubOutput => Self::runner("GITHUB_OUTPUT")?,
            To::Azure => Self::Azure,
            To::Shell => Self::Text(TextForm::Shell),
            To::GitlabDotenv => Self::Text(TextForm::Gitlab),
            To::Command => Self::Program(Program::new(&fill.command)?),
            To::Docker | To::Systemd => {
                Self::Directory(output(fill).map(Path::to_owned).ok_or_else(|| {
                    hinted(
                        "--to docker and systemd need a directory",
                        "name it with --output DIRECTORY",
                    )
                })?)
            }
        };
        place.check_options(fill)?;
        Ok(Some(place))
    }

    fn runner(variable: &'static str) -> Result<Self> {
        match std::env::var_os(variable).filter(|path| !path.is_empty()) {
            Some(path) => Ok(Self::Runner(variable, path.into())),
            None => Err(hinted(
                format!("{variable} is not set, so this is not a step of a GitHub job"),
                "elsewhere, fill a file with --output FILE",
            )),
        }
    }

    fn check_options(&self, fill: &Fill) -> Result<()> {
        let is_directory = matches!(self, Self::Directory(_));
        let refuse = |option: &str| {
            Err(anyhow!(
                "{option} has no effect with this --to: it keeps no values"
            ))
        };
        if !is_directory {
            for (option, given) in [
                ("--rotate", !fill.rotate.is_empty()),
                ("--rotate-all", fill.rotate_all),
                ("--check", fill.check),
            ] {
                if given {
                    return refuse(option);
                }
            }
        }
        match self {
            Self::Runner(..) | Self::Azure | Self::Program(_) if fill.output.is_some() => {
                bail!("--output has no effect with this --to, which has a place of its own")
            }
            Self::Text(_) if fill.json && output(fill).is_none() && !fill.dry_run => {
                bail!("--json needs --output FILE: stdout has the values")
            }
            Self::Azure if fill.json && !fill.dry_run => {
                bail!("--json has no effect with --to azure: stdout has the values")
            }
            Self::Directory(_) if fill.backup || fill.force => {
                bail!("--backup and --force are about a file, and --output is a directory here")
            }
            _ => Ok(()),
        }
    }

    /// Refuses keys that the destination does not accept, and text around recipes with $ or \, which
    /// it would not expand.
    pub fn check(&self, template: &Template, fields: &[Field]) -> Result<()> {
        for field in fields {
            let key = &field.key;
            let place = || template.place(field.offset);
            if let Self::Runner("GITHUB_ENV", _) = self {
                ensure!(
                    key != "NODE_OPTIONS"
                        && !key.starts_with("GITHUB_")
                        && !key.starts_with("RUNNER_"),
                    "{}: the runner does not let a step set {key}",
                    place()
                );
            }
            if let Self::Text(TextForm::Gitlab) = self {
                text_form::check_gitlab(template, field).with_context(place)?;
            }
        }
        check_text(template, fields)
    }

    /// The command lines of a program's runs, as the user would type them.
    pub fn command_lines(&self, keys: &[String]) -> Vec<String> {
        match self {
            Self::Program(program) => keys.iter().map(|key| program.shown(key)).collect(),
            _ => Vec::new(),
        }
    }

    /// Locks the destination and reads the keys that it has.
    pub fn open(&self, fill: &Fill) -> Result<Opened<'_>> {
        Ok(match self {
            Self::Runner(variable, path) => {
                ensure!(
                    path.is_file(),
                    "{}, which {variable} names, is not a file",
                    path.display()
                );
                Opened::Runner(path)
            }
            Self::Azure => Opened::Azure,
            Self::Program(program) => Opened::Program(program),
            Self::Text(form) => {
                let target = output(fill).map(KeptFile::lock).transpose()?;
                if let Some(found) = target
                    .as_ref()
                    .filter(|target| target.exists() && !fill.force)
                {
                    return Err(hinted(
                        format!(
                            "{} exists, and may be no file of this kind",
                            found.path().display()
                        ),
                        "name another file with --output",
                    ));
                }
                Opened::Text(form, target.map(Box::new))
            }
            Self::Directory(path) => {
                let lock = if fill.dry_run || fill.check {
                    None
                } else {
                    make_directory(path)?;
                    Some(kept_file::lock(path)?)
                };
                Opened::Directory { path, _lock: lock }
            }
        })
    }
}

/// The document that `--to` names. FILE keeps its keys.
///
/// # Errors
/// The name or namespace of the Secret is invalid, or has no effect.
pub fn form(fill: &Fill) -> Result<Option<Form>> {
    let names = (fill.name.as_deref(), fill.namespace.as_deref());
    match fill.to {
        Some(To::K8s) => Form::k8s(names.0, names.1).map(Some),
        _ if names != (None, None) => bail!("--name and --namespace are for --to k8s"),
        Some(To::Json) => Ok(Some(Form::Json)),
        _ => Ok(None),
    }
}

/// Refuses text around recipes with $ or \, which the destination would not expand.
///
/// # Errors
/// The text around a recipe has one of these characters.
pub fn check_text(template: &Template, fields: &[Field]) -> Result<()> {
    for field in fields {
        let expands = field.parts.iter().any(|part| match part {
            Part::Text(text) => field.quote != Some(b'\'') && text.contains(['$', '\\']),
            Part::Slot(_) => false,
        });
        if expands {
            return Err(hinted(
                format!(
                    "the value of {} has $ or \\ beside a recipe, and --to does not expand them",
                    field.key
                ),
                "write it out, or use a name twice as in {{ db = hex }} and {{ db }}",
            )
            .context(template.place(field.offset)));
        }
    }
    Ok(())
}

/// FILE, unless it is stdout.
fn output(fill: &Fill) -> Option<&Path> {
    fill.output
        .as_deref()
        .filter(|path| *path != Path::new("-"))
}

/// Makes a directory with access for its owner only, unless it exists.
fn make_directory(path: &Path) -> Result<()> {
    #[cfg_attr(windows, expect(unused_mut, reason = "modes are of Unix"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            ensure!(path.is_dir(), "{} is not a directory", path.display());
            Ok(())
        }
        made => made.with_context(|| format!("{} cannot be made", path.display())),
    }
}

impl Opened<'_> {
    /// The state of a field in the destination.
    pub fn state(&self, field: &Field) -> Result<State> {
        let Self::Directory { path, .. } = self else {
            return Ok(State::Missing);
        };
        let file = KeptFile::read_unlinked(&path.join(&field.key))?;
        Ok(match file.text() {
            Ok("") if !file.exists() => State::Missing,
            Ok("") => State::Empty,
            Ok(text) if credential::is_encrypted(text.as_bytes()) => State::Value(None),
            Ok(text) => State::Value(Some(Secret::copy_of(text.as_bytes()))),
            Err(_) => State::Value(None),
        })
    }

    /// The files of keys that systemd has encrypted.
    pub fn encrypted(&self, fields: &[Field]) -> Result<Vec<PathBuf>> {
        let Self::Directory { path, .. } = self else {
            return Ok(Vec::new());
        };
        let mut encrypted = Vec::new();
        for field in fields {
            let file = path.join(&field.key);
            if credential::is_encrypted(KeptFile::read_unlinked(&file)?.bytes()) {
                encrypted.push(file);
            }
        }
        Ok(encrypted)
    }

    /// The files to which others have access, with their modes.
    pub fn exposed(&self, fields: &[Field]) -> Result<Vec<(PathBuf, u32)>> {
        let Self::Directory { path, .. } = self else {
            return Ok(Vec::new());
        };
        let mut exposed = Vec::new();
        for field in fields {
            let file = path.join(&field.key);
            if let Some(mode) = KeptFile::read_unlinked(&file)?.exposed() {
                exposed.push((file, mode));
            }
        }
        Ok(exposed)
    }

    /// Writes the values. Returns the path of the backup, if one was made.
    pub fn write(&self, fields: &[Field], values: &Values, fill: &Fill) -> Result<Option<PathBuf>> {
        let made: Vec<_> = fields
            .iter()
            .zip(values)
            .filter_map(|(field, pieces)| Some((field.key.as_str(), pieces.as_deref()?)))
            .collect();
        match self {
            Self::Runner(path) => {
                runners::mask(Runner::Github, &made, &fill.unmasked)?;
                kept_file::append(path, &runners::github(&made)?)?;
            }
            Self::Azure => {
                runners::mask(Runner::Azure, &made, &fill.unmasked)?;
                streams::bytes(runners::azure(&made, &fill.unmasked).as_bytes())?;
            }
            Self::Program(program) => program.hand_over(&made)?,
            Self::Text(form, target) => {
                let text = form.render(&made)?;
                let Some(target) = target else {
                    streams::bytes(text.as_bytes())?;
                    return Ok(None);
                };
                let backup = if fill.backup { target.back_up()? } else { None };
                target.replace(&text)?;
                return Ok(backup);
            }
            Self::Directory { path, .. } => {
                let (mut new, mut kept) = (Vec::new(), Vec::new());
                for (field, pieces) in fields.iter().zip(values) {
                    let old = KeptFile::read_unlinked(&path.join(&field.key))?;
                    match pieces {
                        Some(pieces) => new.push(old.prepare(&Piece::join(pieces))?),
                        None => kept.push(old),
                    }
                }
                publish(&new)?;
                kept.iter().try_for_each(KeptFile::tighten)?;
            }
        }
        Ok(None)
    }
}
