//! Builds the recipes of a template from their command lines and names.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};

use super::{Narrowed, Template, What, is_name};
use crate::commands::fill::asked::{ASK, Asked};
use crate::commands::fill::derived::{self, Derived, DerivedRecipe};
use crate::commands::fill::names::Names;
use crate::message::{as_word, closest, hinted};
use crate::recipe::{Carrier, Recipe};
use crate::system::report;
use crate::text::encoding::Encoding;

impl Template {
    /// Builds the recipes of the braces in `used`. Draws nothing.
    ///
    /// # Errors
    /// The command refuses the words of a recipe, or a name has no recipe.
    pub fn build(
        &mut self,
        used: impl Iterator<Item = usize> + Clone,
        names: &Names,
    ) -> Result<()> {
        let mut built: BTreeMap<(u32, bool), What> = BTreeMap::new();
        for slot in used.clone() {
            let What::Words(number) = self.slots[slot].what else {
                continue;
            };
            let start = self.slots[slot].start as usize;
            let in_url = self.is_in_url(slot);
            let what = match built.get(&(number, in_url)) {
                Some(what) => *what,
                None => self
                    .build_one(number, start, in_url, names)
                    .with_context(|| self.place(start))?,
            };
            built.insert((number, in_url), what);
            self.slots[slot].what = what;
        }
        // Recipes of names that another template defines.
        for slot in used {
            if let What::Named(number) = self.slots[slot].what
                && !self.named.contains_key(&number)
            {
                let name = names.get(number as usize);
                let recipe = if derived::is_word(&name.recipe[0]) {
                    self.add_derived(&name.recipe, names)
                } else {
                    self.add(&name.recipe, None, name.is_in_url)
                };
                let recipe = recipe.with_context(|| self.place(self.range(slot).start))?;
                self.named.insert(number, recipe);
            }
        }
        Ok(())
    }

    /// Builds the recipe of these words, or finds the name that they define or use.
    fn build_one(&mut self, line: u32, offset: usize, in_url: bool, names: &Names) -> Result<What> {
        let words = self.lines[line as usize].clone();
        match &words[..] {
            [] => Err(hinted(
                "there is no recipe between these braces",
                "write a command without its 'secrets', as in {{ hex 32 }}",
            )),
            [name, equals, recipe @ ..] if equals == "=" => {
                let name = self.named(name, names)?;
                if !self.named.contains_key(&name) {
                    let recipe = if derived::is_word(&recipe[0]) {
                        self.add_derived(recipe, names)?
                    } else {
                        let in_url = names.get(name as usize).is_in_url;
                        self.add(recipe, Some(offset), in_url)?
                    };
                    self.named.insert(name, recipe);
                }
                Ok(What::Named(name))
            }
            [name] if is_name(name) && !self.is_taken(name) => {
                Ok(What::Named(self.named(name, names)?))
            }
            [first, rest @ ..] => {
                if derived::is_word(first) {
                    return Ok(What::Fresh(self.add_derived(&words, names)?));
                }
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
                Ok(What::Fresh(self.add(&words, Some(offset), in_url)?))
            }
        }
    }

    /// Adds a recipe whose values fit the carrier, and returns its number. With an `offset`, warns
    /// of weak values there.
    fn add(&mut self, words: &[String], offset: Option<usize>, in_url: bool) -> Result<u32> {
        if let [first, rest @ ..] = words
            && first == ASK
        {
            let asked = Asked::new(rest)?;
            self.labels.insert(self.recipes.len(), asked.label.clone());
            self.recipes.push(Box::new(asked));
            return Ok(self.recipes.len() as u32 - 1);
        }
        let carrier = Carrier {
            url: in_url,
            ..self.carrier
        };
        let recipe = (self.catalogue.recipe)(words, carrier)?;
        if recipe.space().size.bits() == 0.0 {
            self.constant.insert(self.recipes.len());
        }
        if carrier != Carrier::ANY {
            let whole = (self.catalogue.recipe)(words, Carrier::ANY)?;
            if whole.characters() != recipe.characters() {
                let narrowed = Narrowed { whole, carrier };
                self.narrowed.insert(self.recipes.len(), narrowed);
            }
        }
        if let Some(offset) = offset
            && let Some(weakness) = recipe.form().weakness
        {
            let place = self.place(offset);
            // A closed stderr must not stop the run.
            let _ = report::note(&format!("secrets: {place}: {weakness}"));
        }
        self.recipes.push(recipe);
        Ok(self.recipes.len() as u32 - 1)
    }

    /// Adds the recipe of a value that is made of another one. Returns its number.
    fn add_derived(&mut self, words: &[String], names: &Names) -> Result<u32> {
        let derived = Rc::new(Derived::new(words)?);
        let source = names.find(&derived.word);
        if let Some(source) = source {
            let recipe = &names.get(source).recipe;
            ensure!(
                !derived::is_word(&recipe[0]),
                "'{}' is made of another value itself: name that one",
                derived.word
            );
        }
        let number = self.recipes.len();
        self.recipes
            .push(Box::new(DerivedRecipe(Rc::clone(&derived))));
        self.derived.insert(number, (derived, source));
        Ok(number as u32)
    }

    /// Whether a word has a meaning in templates, so that no recipe can have it as its name.
    pub fn is_taken(&self, word: &str) -> bool {
        self.catalogue.has(word) || word == ASK || derived::is_word(word)
    }

    /// Restricts all recipes to values that `carrier` can carry.
    pub fn carry_by(&mut self, carrier: Carrier) {
        self.carrier = carrier;
    }

    /// The characters that these braces draw from, if the carrier allows fewer than the recipe has
    /// without it.
    pub fn narrowed_to(&self, slot: usize) -> Option<&'static str> {
        let narrowed = self.narrowed.get(&self.recipe_number(slot)?)?;
        Some(match narrowed.carrier {
            Carrier {
                dotenv: true,
                url: true,
            } => "what every reader of dotenv files takes without quotes, and a URL as it is",
            Carrier { url: true, .. } => "what a URL takes as it is",
            Carrier { .. } => "what every reader of dotenv files takes without quotes",
        })
    }

    /// Whether all values of these braces are the same, so that they are no secret.
    pub fn is_constant(&self, slot: usize) -> bool {
        self.recipe_number(slot)
            .is_some_and(|number| self.constant.contains(&number))
    }

    /// Whether the value of these braces is base64.
    pub fn is_base64(&self, slot: usize) -> bool {
        if let Some((derived, _)) = self.derived(slot) {
            return derived.noun() == "base64";
        }
        let held = self
            .recipe(slot)
            .and_then(Recipe::characters)
            .unwrap_or_default();
        held.contains(&'+') && held.iter().all(|held| Encoding::Base64.may_contain(*held))
    }

    /// Whether the recipe of these braces can have made a value, with this carrier or another.
    pub fn can_give(&self, slot: usize, value: &str) -> bool {
        self.recipe_number(slot).is_some_and(|number| {
            self.whole(number).can_give(value) || self.recipes[number].can_give(value)
        })
    }

    pub(super) fn check_name(&self, name: &str, recipe: &[String]) -> Result<()> {
        ensure!(
            is_name(name),
            "'{name}' is no name of a recipe: that is a letter or _, then letters, digits, - and _"
        );
        ensure!(
            !self.is_taken(name),
            "'{name}' is a command, so it cannot be the name of a recipe"
        );
        ensure!(!recipe.is_empty(), "the name '{name}' has no recipe");
        Ok(())
    }

    /// The number of a name.
    fn named(&self, name: &str, names: &Names) -> Result<u32> {
        if let Some(number) = names.find(name) {
            return Ok(number as u32);
        }
        let message = format!("'{name}' is neither a command nor the name of a recipe");
        let commands = self.catalogue.names().into_iter();
        Err(match closest(name, names.words().chain(commands)) {
            Some(close) => hinted(message, format!("did you mean '{close}'?")),
            None => hinted(
                message,
                format!("define it, as in {{{{ {name} = password --length 24 }}}}"),
            ),
        })
    }
}
