//! The one way in which all generators run.

use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::hash::HashArgs;
use crate::message::hinted;
use crate::output::{Kept, Output, OutputArgs};
use crate::recipe::distinct::Distinct;
use crate::recipe::space::Space;
use crate::recipe::{Carrier, Draw, Recipe};
use crate::system::{report, streams};

/// The flags of one kind of secret.
pub trait Generator: Args {
    /// Whether the recipe itself makes no value twice with `--distinct`.
    const IS_DISTINCT: bool = false;

    /// The name of the command, and the `kind` of its values in JSON.
    const KIND: &'static str;

    /// Checks the flags and makes the recipe of them. Draws nothing.
    ///
    /// # Errors
    /// A value that breaks a rule, or options that contradict each other or have no effect.
    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>>;

    /// The values alone, where nobody asks for the space that they are drawn from.
    ///
    /// # Errors
    /// Those of [`Generator::recipe`].
    fn values(self, output: &OutputArgs) -> Result<Box<dyn Draw>> {
        Ok(self.recipe(output)?)
    }

    /// The flags for values that `carrier` takes to their readers. Where no set of characters is asked
    /// for by name, only such characters are drawn.
    #[must_use]
    fn carried_by(self, _carrier: Carrier) -> Self {
        self
    }

    /// Whether the flags ask to read stdin or for something else than values, which a recipe of a
    /// template can't.
    fn reads_stdin(&self) -> bool {
        false
    }

    /// The option that has a file written beside the values, where it was given.
    fn file_option(&self) -> Option<&'static str> {
        None
    }

    /// What to print instead of a value, where the flags ask for a list of what they take.
    fn listing(&self) -> Option<String> {
        None
    }

    /// Does what the flags ask for instead of values, where they do.
    ///
    /// # Errors
    /// What keeps it from being done.
    fn instead(&self) -> Result<Option<ExitCode>> {
        Ok(None)
    }

    /// What to store of each value, where the command's flags have it.
    fn hash(&self) -> HashArgs {
        HashArgs::default()
    }
}

/// A command that draws secrets: its own flags, and those that all of them share.
#[derive(Args)]
pub struct Generate<G: Generator> {
    #[command(flatten)]
    generator: G,
    #[command(flatten)]
    output: OutputArgs,
}

impl<G: Generator> Generate<G> {
    /// Draws and writes as many values as asked for.
    pub fn run(self) -> Result<ExitCode> {
        if let Some(text) = self.generator.listing() {
            return listing(&self.output, &text);
        }
        if let Some(status) = self.generator.instead()? {
            return Ok(status);
        }
        let hash = self.generator.hash();
        // Counting the space can take a while.
        let is_batch = self.output.distinct && !G::IS_DISTINCT;
        if self.output.tells_space() || self.output.keeps() || is_batch || hash.hash.is_some() {
            let recipe = self.generator.recipe(&self.output)?;
            let recipe = if is_batch {
                distinct(&self.output, recipe)?
            } else {
                recipe
            };
            return values(&self.output, &hash, G::KIND, recipe);
        }
        let mut values = self.generator.values(&self.output)?;
        write(&self.output, &hash, G::KIND, &mut *values, None)
    }

    /// The recipe of one value that is held in memory and goes where a template has it, to readers
    /// that `carrier` takes it to.
    ///
    /// # Errors
    /// What [`Generate::run`] would refuse, and what makes no sense there: options about the output,
    /// a listing, items or dice from stdin, raw bytes, several values or a very long one.
    pub fn recipe_alone(self, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        check_alone(&self.output, &self.generator.hash())?;
        if let Some(option) = self.generator.file_option() {
            bail!("{option} makes no sense in a template: it is about the output of a command");
        }
        ensure!(
            self.generator.listing().is_none(),
            "a listing makes no sense in a template: it is no secret"
        );
        ensure!(
            !self.generator.reads_stdin(),
            "a recipe of a template makes a secret, and cannot read stdin"
        );
        let recipe = self.generator.carried_by(carrier).recipe(&self.output)?;
        alone(recipe)
    }
}

/// Prints a list of what there is, in the place of values.
///
/// # Errors
/// Options about the output of values.
pub fn listing(output: &OutputArgs, text: &str) -> Result<ExitCode> {
    if let Some(option) = output.first_given() {
        bail!("{option} has no effect on a list of what there is: it makes no value");
    }
    streams::text(text)?;
    Ok(ExitCode::SUCCESS)
}

/// A batch of values of `recipe` of which no two are equal, if that is asked for.
///
/// # Errors
/// Those of [`Distinct::new`], and a batch of a single value.
pub fn distinct(output: &OutputArgs, recipe: Box<dyn Recipe>) -> Result<Box<dyn Recipe>> {
    if !output.distinct {
        return Ok(recipe);
    }
    let count = output.count.unwrap_or(recipe.form().count);
    if count == 1 {
        return Err(hinted(
            "--distinct has no effect on a single value",
            "ask for several with --count",
        ));
    }
    Ok(Box::new(Distinct::new(recipe, count)?))
}

/// Draws and writes as many values of `recipe` as asked for. Counting its space can take a while.
///
/// # Errors
/// Options that do not fit the values, and whatever keeps them from being drawn and written.
pub fn values(
    output: &OutputArgs,
    hash: &HashArgs,
    kind: &'static str,
    mut recipe: Box<dyn Recipe>,
) -> Result<ExitCode> {
    // Under a lock until the new file is in its place.
    let kept = Kept::lock(output, hash)?;
    if let Some(kept) = kept.as_ref().filter(|kept| kept.has_values()) {
        return kept.check(output, &*recipe);
    }
    let space = recipe.space();
    write(output, hash, kind, &mut *recipe, Some(&space))
}

fn write(
    args: &OutputArgs,
    hash: &HashArgs,
    kind: &'static str,
    values: &mut dyn Draw,
    space: Option<&Space>,
) -> Result<ExitCode> {
    let form = values.form();
    let weakness = form.weakness.clone();
    let mut output = Output::open(args, hash, kind, form, space)?;
    if let Some(weakness) = weakness {
        // A stderr that nobody reads keeps no script from its value.
        let _ = report::note(&format!("secrets: {weakness}"));
    }
    let mut entropy = output.entropy();
    output.values(values, &mut entropy)?;
    output.finish(values.files())?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses options of a recipe in a template that are about more than one value.
///
/// # Errors
/// An option about the output, or a hash.
pub fn check_alone(output: &OutputArgs, hash: &HashArgs) -> Result<()> {
    if let Some(option) = output.first_given() {
        bail!("{option} makes no sense in a template: it is about the output of a command");
    }
    ensure!(
        hash.hash.is_none(),
        "--hash makes no sense in a template: a recipe is one value"
    );
    Ok(())
}

/// Refuses a recipe that a template has no place for.
fn alone(mut recipe: Box<dyn Recipe>) -> Result<Box<dyn Recipe>> {
    let form = recipe.form();
    if form.is_raw {
        return Err(hinted(
            "raw bytes make no sense in a template, which is text",
            "give an --encoding",
        ));
    }
    ensure!(
        form.count == 1 && form.further_lines.is_empty(),
        "several values make no sense in a template: a recipe is one"
    );
    ensure!(
        recipe.streamed().is_none(),
        "a value in a template has at most 60 KiB"
    );
    Ok(recipe)
}
