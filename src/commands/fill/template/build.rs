//! The recipes of a template, made of their command lines and names.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::{Name, Template, What, closest, is_name};
use crate::message::{as_word, hinted};
use crate::recipe::Carrier;
use crate::system::report;

impl Template {
    /// Makes the recipes of `used`, the braces whose values are asked for. Draws nothing.
    ///
    /// # Errors
    /// What the command line of a recipe would be refused for, and a name that is defined twice,
    /// that no recipe has or that is a command.
    pub fn build(&mut self, used: impl Iterator<Item = usize> + Clone) -> Result<()> {
        let mut built: BTreeMap<u32, What> = BTreeMap::new();
        for slot in used.clone() {
            let What::Words(number) = self.slots[slot].what else {
                continue;
            };
            let words = self.lines[number as usize].clone();
            let start = self.slots[slot].start;
            let what = match built.get(&number) {
                Some(What::Named(name)) => {
                    let first = self.place(self.names[*name as usize].offset as usize);
                    let name = &self.names[*name as usize].word;
                    return Err(hinted(
                        format!("the name '{name}' is defined twice, first at {first}"),
                        format!("use it again as {{{{ {name} }}}}"),
                    )
                    .context(self.place(start as usize)));
                }
                Some(what) => *what,
                None => self
                    .build_one(&words, start)
                    .with_context(|| self.place(start as usize))?
                    .unwrap_or(What::Words(number)),
            };
            built.insert(number, what);
            self.slots[slot].what = what;
        }
        // What is left are names, which may be used before they are defined.
        for slot in used {
            if let What::Words(number) = self.slots[slot].what {
                let place = |template: &Self| template.place(template.slots[slot].start as usize);
                let name = self
                    .named(&self.lines[number as usize][0])
                    .with_context(|| place(self))?;
                self.slots[slot].what = What::Named(name);
            }
        }
        Ok(())
    }

    /// The recipe of `words`, or nothing if they are a name that is used.
    fn build_one(&mut self, words: &[String], offset: u32) -> Result<Option<What>> {
        let recipe = self.recipes.len() as u32;
        match words {
            [] => Err(hinted(
                "there is no recipe between these braces",
                "write a command without its 'secrets', as in {{ hex 32 }}",
            )),
            [name, equals, rest @ ..] if equals == "=" => {
                self.check_name(name)?;
                ensure!(!rest.is_empty(), "the name '{name}' has no recipe");
                self.add(rest, offset)?;
                self.names.push(Name {
                    word: name.clone(),
                    recipe,
                    offset,
                    value: None,
                });
                Ok(Some(What::Named(self.names.len() as u32 - 1)))
            }
            [name] if is_name(name) && !self.catalogue.has(name) => Ok(None),
            [first, rest @ ..] => {
                if let Some((name, command)) =
                    first.split_once('=').filter(|(name, _)| is_name(name))
                {
                    let words = std::iter::once(command).chain(rest.iter().map(String::as_str));
                    let recipe: Vec<String> = words.map(as_word).collect();
                    return Err(hinted(
                        "a name, = and a recipe stand apart",
                        format!("write {{{{ {name} = {} }}}}", recipe.join(" ")),
                    ));
                }
                if !is_name(first) && !self.catalogue.has(first) {
                    return Err(hinted(
                        format!("'{first}' is neither a command nor the name of a recipe"),
                        "write {{{{ where two braces are meant",
                    ));
                }
                if first == "secrets" {
                    return Err(hinted(
                        "'secrets' is no command",
                        "leave it out in a template",
                    ));
                }
                self.add(words, offset)?;
                Ok(Some(What::Fresh(recipe)))
            }
        }
    }

    /// Adds the recipe of values that the carrier takes, and says where they are weak.
    fn add(&mut self, words: &[String], offset: u32) -> Result<()> {
        let recipe = (self.catalogue.recipe)(words, self.carrier)?;
        if self.carrier != Carrier::Any {
            let whole = (self.catalogue.recipe)(words, Carrier::Any)?;
            if whole.characters() != recipe.characters() {
                self.narrowed.insert(self.recipes.len(), whole);
            }
        }
        if let Some(weakness) = recipe.form().weakness {
            let place = self.place(offset as usize);
            // A stderr that nobody reads keeps no script from its file.
            let _ = report::note(&format!("secrets: {place}: {weakness}"));
        }
        self.recipes.push(recipe);
        Ok(())
    }

    /// Makes all recipes of values that `carrier` takes to their readers.
    pub fn carry_by(&mut self, carrier: Carrier) {
        self.carrier = carrier;
    }

    /// Whether these braces draw from fewer characters, because of what carries their value.
    pub fn is_narrowed(&self, slot: usize) -> bool {
        let recipe = self.recipe_number(slot);
        recipe.is_some_and(|recipe| self.narrowed.contains_key(&recipe))
    }

    /// Whether the recipe of these braces can have given a value, also for another carrier.
    pub fn can_give(&self, slot: usize, value: &str) -> bool {
        self.recipe_number(slot).is_some_and(|number| {
            let whole = self.narrowed.get(&number).unwrap_or(&self.recipes[number]);
            whole.can_give(value) || self.recipes[number].can_give(value)
        })
    }

    fn check_name(&self, name: &str) -> Result<()> {
        ensure!(
            is_name(name),
            "'{name}' is no name of a recipe: that is a letter or _, then letters, digits, - and _"
        );
        ensure!(
            !self.catalogue.has(name),
            "'{name}' is a command, so it cannot be the name of a recipe"
        );
        if let Some(other) = self.names.iter().find(|other| other.word == name) {
            let first = self.place(other.offset as usize);
            bail!("the name '{name}' is defined twice, first at {first}");
        }
        Ok(())
    }

    /// The number of a name that is used.
    fn named(&self, name: &str) -> Result<u32> {
        if let Some(number) = self.names.iter().position(|known| known.word == name) {
            return Ok(number as u32);
        }
        let message = format!("'{name}' is neither a command nor the name of a recipe");
        let names = self.names.iter().map(|known| &*known.word);
        let commands = (self.catalogue.names)().into_iter();
        Err(match closest(name, names.chain(commands)) {
            Some(close) => hinted(message, format!("did you mean '{close}'?")),
            None => hinted(
                message,
                format!("define it, as in {{{{ {name} = password --length 24 }}}}"),
            ),
        })
    }
}
