//! The files of a run. All new texts are made and verified before the first file is replaced.

pub mod answers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use super::Fill;
use super::decision::{Entry, decide};
use super::document::Existing;
use super::explanation;
use super::field::{Action, Drawn, Field, State};
use super::job::Job;
use super::names::Names;
use super::sources::{Sources, check_none_drawn};
use super::summary::{self, Report};
use super::template::Template;
use super::text;
use crate::files::git;
use crate::files::kept_file::KeptFile;
use crate::files::new_file::{NewFile, publish};
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::{report, streams};
use crate::uniform::entropy::Entropy;

/// Fills the files of all jobs, or checks whether they are filled.
///
/// # Errors
/// A file cannot be filled. Then all files are unchanged, or the error names the files that were
/// replaced.
pub fn fill(flags: &Fill, mut jobs: Vec<Job>, mut names: Names) -> Result<ExitCode> {
    check_options(flags, &jobs)?;
    let files = open(flags, &jobs)?;
    for (job, file) in jobs.iter_mut().zip(&files) {
        let text = file.as_ref().map_or(Ok(""), KeptFile::text)?;
        job.check_memory(text.len())?;
        job.take_form(text)?;
    }
    let existing = read(&jobs, &files)?;
    let states: Vec<Vec<State>> = jobs
        .iter()
        .zip(&files)
        .zip(&existing)
        .map(|((job, file), existing)| states(flags, job, file.as_ref(), existing.as_ref()))
        .collect::<Result<_>>()?;
    let sources = Sources::read(&flags.from)?;
    let carried: Vec<Vec<Option<Secret>>> = jobs
        .iter()
        .map(|job| carried(&sources, &job.fields))
        .collect::<Result<_>>()?;
    let mut entries = entries(&jobs, &states, &carried);
    if flags.check {
        return check(flags, &jobs, &files, &entries);
    }
    let mut actions = decide(&mut names, &mut entries, &flags.rotated())?;
    if flags.from_only {
        check_none_drawn(&entries, &actions)?;
    }
    let apart = summary::kept_apart(&names, &entries, &actions);
    let unfit = summary::carried_unfit(&entries, &actions);
    let despite = summary::kept_despite(&entries);
    for line in despite.iter().chain(&apart).chain(&unfit) {
        report::note(line)?;
    }
    if flags.explain {
        explain(&jobs, &names, &entries, &actions)?;
    }
    let answers = if flags.dry_run {
        Vec::new()
    } else {
        answers::ask(&names, &entries, &actions)?
    };
    let mut reports = Vec::new();
    let mut by_job: Vec<Vec<Action>> = Vec::new();
    let mut first = 0;
    for ((job, file), existing) in jobs.iter().zip(&files).zip(&existing) {
        let rest = actions.split_off(job.fields.len());
        let own = &entries[first..first + job.fields.len()];
        first += job.fields.len();
        let mut report = report(job, &names, own, &actions, existing.is_some());
        report.names_file = flags.output.is_none() && job.output.is_some();
        report.tightened = exposed(file.as_ref());
        reports.push(report);
        by_job.push(std::mem::replace(&mut actions, rest));
    }
    if !flags.dry_run {
        answers::give(&mut jobs, &mut names, answers);
        let texts = texts(
            &mut jobs, &mut names, &existing, &states, &carried, &by_job, &reports,
        )?;
        write(flags, &jobs, &files, &texts, &mut reports)?;
    }
    finish(flags, &reports)
}

/// What happens to the keys of a file. Copied keys are included if the file exists.
fn report(job: &Job, names: &Names, entries: &[Entry], actions: &[Action], exists: bool) -> Report {
    if job.is_whole {
        let mut report = Report::new(job.output.as_deref());
        let labels = job.template.labels(names).take(text::MOST);
        report.filled = summary::distinct(labels.map(|(_, label)| label));
        return report;
    }
    let mut report = Report::of(job.output.as_deref(), &job.fields, actions, exists);
    report.narrowed = summary::narrowed(names, entries, actions);
    report.constant = summary::constant(entries, actions);
    report.empty = summary::empty(entries);
    report
}

/// Says what the values that are made are drawn from.
fn explain(jobs: &[Job], names: &Names, entries: &[Entry], actions: &[Action]) -> Result<()> {
    let mut known = BTreeSet::new();
    let mut first = 0;
    for job in jobs {
        let own = first..first + job.fields.len();
        first = own.end;
        if job.model.is_none() {
            explanation::of_text(&mut known, &job.template)?;
        } else {
            let (entries, actions) = (&entries[own.clone()], &actions[own]);
            explanation::of_keys(names, &mut known, entries, actions)?;
        }
    }
    Ok(())
}

/// The keys of all jobs, in order.
fn entries<'a>(
    jobs: &'a [Job],
    states: &'a [Vec<State>],
    carried: &'a [Vec<Option<Secret>>],
) -> Vec<Entry<'a>> {
    let several = jobs.len() > 1;
    let all = jobs.iter().zip(states).zip(carried);
    let all = all.flat_map(|((job, states), carried)| {
        let file = job.output.as_deref().filter(|_| several);
        Entry::of(file, &job.template, &job.fields, states, carried)
    });
    all.collect()
}

/// The value of each field with a recipe in the sources.
pub fn carried(sources: &Sources, fields: &[Field]) -> Result<Vec<Option<Secret>>> {
    let value = |field: &Field| {
        if field.has_recipe() {
            sources.value(field)
        } else {
            Ok(None)
        }
    };
    fields.iter().map(value).collect()
}

/// Refuses options that would have no effect.
fn check_options(flags: &Fill, jobs: &[Job]) -> Result<()> {
    if let Some(text) = jobs.iter().find(|job| job.is_whole) {
        for (option, given) in [
            ("--rotate", !flags.rotate.is_empty()),
            ("--rotate-all", flags.rotate_all),
            ("--check", flags.check),
        ] {
            if given {
                return Err(hinted(
                    format!(
                        "{option} is about keys, and {} is text with more than {} recipes",
                        text.template.path().display(),
                        text::MOST
                    ),
                    "say what it is with --format dotenv, json, yaml or toml",
                ));
            }
        }
    } else if jobs.iter().all(|job| job.model.is_some()) {
        ensure!(
            !flags.force,
            "--force has no effect: FILE is filled by its keys, and keeps what it has"
        );
    }
    ensure!(
        !flags.in_place || jobs.len() == 1,
        "--in-place is for one file, and there are {}",
        jobs.len()
    );
    let to_stdout = jobs.iter().any(|job| job.output.is_none());
    ensure!(
        !flags.json || flags.dry_run || !to_stdout,
        "--json needs --output FILE: stdout has the text"
    );
    Ok(())
}

/// Reads the files, under locks if they will be written.
fn open(flags: &Fill, jobs: &[Job]) -> Result<Vec<Option<KeptFile>>> {
    let paths: Vec<&Path> = jobs
        .iter()
        .filter_map(|job| job.output.as_deref())
        .collect();
    let files = if flags.check || flags.dry_run {
        let files = paths.iter().map(|path| KeptFile::read(path));
        files.collect::<Result<Vec<_>>>()?
    } else {
        KeptFile::lock_all(&paths)?
    };
    let mut files = files.into_iter().map(|file| {
        if flags.in_place {
            file.in_place()
        } else {
            file
        }
    });
    let of = |job: &Job| job.output.as_ref().and_then(|_| files.next());
    Ok(jobs.iter().map(of).collect())
}

/// The files that exist, as documents.
fn read<'a>(jobs: &[Job], files: &'a [Option<KeptFile>]) -> Result<Vec<Option<Existing<'a>>>> {
    let both = jobs.iter().zip(files);
    both.map(|(job, file)| {
        let Some(file) = file else {
            return Ok(None);
        };
        let Some(model) = &job.model else {
            return Ok(None);
        };
        let found = file.text()?;
        if found.trim_start_matches('\u{feff}').is_empty() {
            return Ok(None);
        }
        Existing::read(found, model, &job.fields)
            .map(Some)
            .with_context(|| file.path().display().to_string())
    })
    .collect()
}

fn states(
    flags: &Fill,
    job: &Job,
    file: Option<&KeptFile>,
    existing: Option<&Existing>,
) -> Result<Vec<State>> {
    if let Some(file) = file.filter(|file| job.model.is_none() && !file.bytes().is_empty())
        && !flags.force
    {
        let found = file.text().ok().filter(|_| !job.is_whole);
        let states = found.and_then(|found| text::states(&job.template, &job.fields, found));
        if let Some(states) = states {
            return Ok(states);
        }
        if !flags.check {
            let line = file
                .text()
                .ok()
                .and_then(|found| text::first_difference(&job.template, &job.fields, found));
            let (file, template) = (file.path().display(), job.template.path().display());
            return Err(hinted(
                if job.is_whole {
                    format!(
                        "{file} exists, and a text of more than {} recipes is filled whole",
                        text::MOST
                    )
                } else {
                    let line = line.map(|line| format!(": line {line} differs"));
                    format!(
                        "{file} exists, and is not a text that {template} makes{}",
                        line.unwrap_or_default()
                    )
                },
                "name another file with --output, or say what it is with --format",
            ));
        }
    }
    let state = |field: &Field| match (existing, &job.model) {
        (Some(existing), Some(model)) => field.decoded(existing.state(model, field)),
        _ => Ok(State::Missing),
    };
    job.fields.iter().map(state).collect()
}

/// Makes and verifies the new texts of the files that change.
fn texts(
    jobs: &mut [Job],
    names: &mut Names,
    existing: &[Option<Existing>],
    states: &[Vec<State>],
    carried: &[Vec<Option<Secret>>],
    actions: &[Vec<Action>],
    reports: &[Report],
) -> Result<Vec<Option<Secret>>> {
    let mut entropy = Entropy::os();
    let mut texts: Vec<Option<Secret>> = jobs.iter().map(|_| None).collect();
    // The first field with a name draws its value. Dotenv files go first, because other formats can
    // represent their values too.
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|at| !jobs[*at].is_narrow());
    for at in &order {
        let job = &mut jobs[*at];
        draw_names(
            &mut job.template,
            names,
            &job.fields,
            &actions[*at],
            &mut entropy,
        )?;
    }
    for at in order {
        let job = &mut jobs[at];
        if job.is_whole {
            texts[at] = Some(text::whole(&mut job.template, names, &mut entropy)?);
            continue;
        }
        let has_values = states[at]
            .iter()
            .any(|state| matches!(state, State::Value(_)));
        if (existing[at].is_some() || has_values) && !reports[at].changes() {
            continue;
        }
        let (fields, actions) = (&job.fields, &actions[at]);
        let template = &mut job.template;
        let values = draw_all(template, names, fields, &carried[at], actions, &mut entropy)?;
        let values = match &job.form {
            Some(form) => form.values(fields, &values)?,
            None => values,
        };
        texts[at] = Some(match (&job.model, &existing[at]) {
            (None, _) => text::filled(&job.template, fields, &states[at], &values),
            (Some(model), None) => model.render(&job.template, fields, &values)?,
            (Some(model), Some(existing)) => {
                existing.fill(model, &job.template, fields, actions, &values)?
            }
        });
    }
    Ok(texts)
}

/// Draws the values of names that new values have, so that others can be made of them.
pub fn draw_names(
    template: &mut Template,
    names: &mut Names,
    fields: &[Field],
    actions: &[Action],
    entropy: &mut Entropy,
) -> Result<()> {
    let new = fields.iter().zip(actions);
    let new = new.filter(|(_, action)| action.draws());
    for slot in new.flat_map(|(field, _)| field.slots()) {
        if template.name_of(slot).is_some() && template.derived(slot).is_none() {
            let mut value = Secret::with_capacity(64);
            template.draw(slot, names, entropy, &mut value)?;
        }
    }
    Ok(())
}

/// The values of all fields that get one.
pub fn draw_all(
    template: &mut Template,
    names: &mut Names,
    fields: &[Field],
    carried: &[Option<Secret>],
    actions: &[Action],
    entropy: &mut Entropy,
) -> Result<Drawn> {
    let mut values = Vec::with_capacity(fields.len());
    for ((field, carried), action) in fields.iter().zip(carried).zip(actions) {
        values.push(match carried {
            Some(value) if *action == Action::Carry => Some(field.pieces(value.as_bytes())),
            _ if action.draws() => Some(field.draw(template, names, entropy)?),
            _ => None,
        });
    }
    Ok(values)
}

/// Replaces the files after all new texts are synced to the disk.
fn write(
    flags: &Fill,
    jobs: &[Job],
    files: &[Option<KeptFile>],
    texts: &[Option<Secret>],
    reports: &mut [Report],
) -> Result<()> {
    let mut prepared: Vec<NewFile> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let (file, text) = match (file, &texts[at]) {
            (None, Some(text)) => return streams::bytes(text.as_bytes()),
            (Some(file), Some(text)) => (file, text),
            (Some(file), None) => {
                reports[at].touched = file.touch_if_older(jobs[at].template.path())?;
                continue;
            }
            (None, None) => continue,
        };
        if flags.backup || flags.in_place {
            reports[at].backup = file.back_up()?;
        }
        if jobs.len() == 1 {
            file.replace(text)?;
        } else {
            prepared.push(file.prepare(text)?);
        }
    }
    publish(&prepared)?;
    for ((file, text), report) in files.iter().zip(texts).zip(reports) {
        if let (Some(file), Some(_)) = (file, text) {
            report.committed = git::would_commit(file.path(), report.backup.as_deref());
        }
    }
    Ok(())
}

/// Answers --check.
fn check(
    flags: &Fill,
    jobs: &[Job],
    files: &[Option<KeptFile>],
    entries: &[Entry],
) -> Result<ExitCode> {
    flags.check_accepted(entries)?;
    let mut problems = summary::problems(entries, &flags.accept)?
        .into_iter()
        .peekable();
    let (mut first, mut is_fine) = (0, true);
    for (job, file) in jobs.iter().zip(files) {
        let end = first + job.fields.len();
        let mut own = Vec::new();
        while let Some((_, problem)) = problems.next_if(|(at, _)| *at < end) {
            own.push(problem);
        }
        let path = job.output.as_deref().unwrap_or(Path::new("-"));
        is_fine &= summary::tell(path, &own, &exposed(file.as_ref()), flags.json)?;
        first = end;
    }
    Ok(answer(is_fine))
}

/// The exit status of a check.
pub fn answer(is_fine: bool) -> ExitCode {
    if is_fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Reports what was done, on stderr or as JSON.
pub fn finish(flags: &Fill, reports: &[Report]) -> Result<ExitCode> {
    let was_named = !reports.iter().any(|report| report.names_file);
    let is_empty = !was_named && !flags.json && !flags.dry_run && streams::is_stdout_empty_file();
    for report in reports {
        if flags.json {
            streams::text(&report.json(flags.dry_run))?;
        } else {
            for line in report.lines(flags.dry_run) {
                report::note(&line)?;
            }
        }
    }
    if is_empty {
        report::note(
            "stdout is an empty file: the secrets are in the file above, and --output - prints them",
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The path and the mode of the file, if others have access to it.
fn exposed(file: Option<&KeptFile>) -> Vec<(PathBuf, u32)> {
    let exposed = |file: &KeptFile| Some((file.path().to_owned(), file.exposed()?));
    file.and_then(exposed).into_iter().collect()
}
