//! Runs all generators in the same way.

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
    /// Whether the recipe itself obeys `--distinct`.
    const IS_DISTINCT: bool = false;

    /// The name of the command, and the `kind` of its values in JSON.
    const KIND: &'static str;

    /// The flags of a command line with no option and at most a size, which is a number. `None` if the
    /// parser is needed.
    fn plain(_size: Option<&str>) -> Option<Self> {
        None
    }

    /// Checks the flags and makes their recipe. Draws nothing.
    ///
    /// # Errors
    /// A value is invalid, or options contradict each other or have no effect.
    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>>;

    /// The source of the values, if their space is not needed.
    ///
    /// # Errors
    /// See [`Generator::recipe`].
    fn values(self, output: &OutputArgs) -> Result<Box<dyn Draw>> {
        Ok(self.recipe(output)?)
    }

    /// Adapts the flags to a carrier. Unless the flags choose characters, only characters that the
    /// carrier keeps are drawn.
    #[must_use]
    fn carried_by(self, _carrier: Carrier) -> Self {
        self
    }

    /// Whether the flags read stdin or do something else than make values. A template can't do that.
    fn reads_stdin(&self) -> bool {
        false
    }

    /// The option of this command that is about more than one value, if it was given: a file in addition
    /// to the values, or their order.
    fn output_option(&self) -> Option<&'static str> {
        None
    }

    /// The list to print instead of values, if the flags ask for a list.
    fn listing(&self) -> Option<String> {
        None
    }

    /// Does something else than making values, if the flags ask for that. Returns the exit status.
    ///
    /// # Errors
    /// The action fails.
    fn instead(&self) -> Result<Option<ExitCode>> {
        Ok(None)
    }

    /// The options for hashes, if the command has them.
    fn hash(&self) -> HashArgs {
        HashArgs::default()
    }
}

/// A command that draws secrets: its own flags, and the flags that all generators share.
#[derive(Args)]
pub struct Generate<G: Generator> {
    #[command(flatten)]
    generator: G,
    #[command(flatten)]
    output: OutputArgs,
}

impl<G: Generator> Generate<G> {
    /// See [`Generator::plain`].
    pub fn plain(size: Option<&str>) -> Option<Self> {
        Some(Self {
            generator: G::plain(size)?,
            output: OutputArgs::default(),
        })
    }

    /// Draws and writes the values.
    pub fn run(self) -> Result<ExitCode> {
        if let Some(text) = self.generator.listing() {
            return listing(&self.output, &text);
        }
        if let Some(status) = self.generator.instead()? {
            return Ok(status);
        }
        let hash = self.generator.hash();
        // A recipe counts its space, which can take a while, so it is made only if it is needed.
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

    /// The recipe of a value in a template. `carrier` is the format of the filled file.
    ///
    /// # Errors
    /// - [`Generate::run`] would refuse the flags.
    /// - The flags make no sense in a template: options about the output, a listing, reading stdin, raw
    ///   bytes, several values or a very long value.
    pub fn recipe_alone(self, carrier: Carrier) -> Result<Box<dyn Recipe>> {
        check_alone(&self.output, &self.generator.hash())?;
        if let Some(option) = self.generator.output_option() {
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

/// Prints a list instead of values.
///
/// # Errors
/// An option about the output of values is given.
pub fn listing(output: &OutputArgs, text: &str) -> Result<ExitCode> {
    if let Some(option) = output.first_given() {
        bail!("{option} has no effect on a list of what there is: it makes no value");
    }
    streams::text(text)?;
    Ok(ExitCode::SUCCESS)
}

/// The recipe of different values, with `--distinct`. Otherwise `recipe` itself.
///
/// # Errors
/// See [`Distinct::new`]. A single value is an error too.
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

/// Draws and writes the values of `recipe`.
///
/// # Errors
/// An option does not fit the values, or they can't be drawn or written.
pub fn values(
    output: &OutputArgs,
    hash: &HashArgs,
    kind: &'static str,
    mut recipe: Box<dyn Recipe>,
) -> Result<ExitCode> {
    // The lock is held until the new file is in place.
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
        // A script gets its value even if stderr can't be written.
        let _ = report::note(&format!("secrets: {weakness}"));
    }
    let mut entropy = output.entropy();
    output.values(values, &mut entropy)?;
    output.finish(values.files())?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses options that make no sense for a recipe in a template.
///
/// # Errors
/// An option about the output or the hash is given.
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

/// Refuses recipes of raw bytes, of several values, and of values that are streamed.
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
        "a value in a template has at most 240 KiB"
    );
    Ok(recipe)
}
