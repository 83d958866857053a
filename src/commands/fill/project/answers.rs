//! The values that the user types at the terminal.

use anyhow::{Context, Result};

use crate::commands::fill::decision::{Entry, asked};
use crate::commands::fill::field::Action;
use crate::commands::fill::job::Job;
use crate::commands::fill::names::Names;
use crate::commands::fill::template::Template;
use crate::message::hinted;
use crate::secret::Secret;
use crate::system::terminal;

/// The longest value that the user can type, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// The number of an entry, its braces, and the value that the user typed for them.
pub type Answers = Vec<(usize, usize, Secret)>;

/// Asks the user for each value that is neither in the file nor in a source.
///
/// # Errors
/// There is no terminal. The error names all values that are missing.
pub fn ask(names: &Names, entries: &[Entry], actions: &[Action]) -> Result<Answers> {
    let asked = asked(names, entries, actions);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let question = |at: usize, slot: usize| {
        let entry = &entries[at];
        match entry.template.asked(slot) {
            Some(label) if !label.is_empty() => format!("{} ({label})", entry.label()),
            _ => entry.label(),
        }
    };
    if !terminal::is_there() {
        let all: Vec<String> = asked
            .iter()
            .map(|(at, slot)| question(*at, *slot))
            .collect();
        return Err(hinted(
            format!("nothing has a value for {}", all.join(", ")),
            "give them with --from env or --from FILE, or run this at a terminal to be asked",
        ));
    }
    let each = asked.into_iter().map(|(at, slot)| {
        let value = terminal::ask(&format!("{}: ", question(at, slot)), MAX_ANSWER)
            .with_context(|| question(at, slot))?;
        Ok((at, slot, value))
    });
    each.collect()
}

/// Gives the braces of the jobs the values that the user typed.
pub fn give(jobs: &mut [Job], names: &mut Names, answers: Answers) {
    for (at, slot, value) in answers {
        let mut first = 0;
        for job in &mut *jobs {
            if at < first + job.fields.len() {
                give_one(&mut job.template, names, slot, value);
                break;
            }
            first += job.fields.len();
        }
    }
}

/// Sets the value of braces, or of their name.
pub fn give_one(template: &mut Template, names: &mut Names, slot: usize, value: Secret) {
    match template.name_of(slot) {
        Some(name) => names.set_value(name, value),
        None => template.answer(slot, value),
    }
}
