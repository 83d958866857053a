//! The recipe of a template: text with one or more recipes in it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::super::fill::words::words;
use crate::command::Catalogue;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Carrier, Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// Text and recipes. Each value has a new draw of every recipe.
pub struct Filled {
    pieces: Vec<Piece>,
    size: SpaceSize,
}

enum Piece {
    Text(String),
    Drawn(Box<dyn Recipe>),
}

impl Filled {
    /// The recipe of a template without names. If the template is a single recipe, that recipe itself.
    ///
    /// # Errors
    /// `secrets fill` would refuse the template.
    pub fn recipe(template: &str, catalogue: &'static Catalogue) -> Result<Box<dyn Recipe>> {
        let mut pieces = parse(template, catalogue)?;
        if let [Piece::Drawn(_)] = pieces[..]
            && let Some(Piece::Drawn(recipe)) = pieces.pop()
        {
            return Ok(recipe);
        }
        let sizes: Vec<SpaceSize> = recipes(&pieces).map(|recipe| recipe.space().size).collect();
        Ok(Box::new(Self {
            pieces,
            size: SpaceSize::product(&sizes)?,
        }))
    }
}

fn recipes(pieces: &[Piece]) -> impl Iterator<Item = &dyn Recipe> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Text(_) => None,
        Piece::Drawn(recipe) => Some(&**recipe),
    })
}

fn parse(template: &str, catalogue: &'static Catalogue) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        if let Some(after) = after.strip_prefix("{{") {
            text.push_str("{{");
            rest = after;
            continue;
        }
        let Ok((words, length)) = words(after) else {
            bail!("the braces of a recipe are not closed");
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Drawn((catalogue.recipe)(&words, Carrier::Any)?));
        rest = &after[length..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

impl Draw for Filled {
    fn form(&self) -> Form {
        let length = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.chars().count() as u64),
            Piece::Drawn(recipe) => recipe.form().least_length,
        };
        let bytes = |piece: &Piece| match piece {
            Piece::Text(text) => Some(text.len()),
            Piece::Drawn(recipe) => recipe.form().hashed_bytes,
        };
        Form {
            least_length: self.pieces.iter().map(length).sum(),
            hashed_bytes: self.pieces.iter().map(bytes).sum(),
            weakness: recipes(&self.pieces).find_map(|recipe| recipe.form().weakness),
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        for piece in &mut self.pieces {
            match piece {
                Piece::Text(text) => value.extend(text.as_bytes()),
                Piece::Drawn(recipe) => recipe.draw(entropy, value)?,
            }
        }
        Ok(())
    }
}

impl Recipe for Filled {
    fn space(&self) -> Space {
        let spaces: Vec<Space> = recipes(&self.pieces).map(Recipe::space).collect();
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for space in &spaces {
            *times.entry(&space.drawn_from).or_default() += 1;
        }
        let drawn_from = times.into_iter().map(|(drawn_from, times)| match times {
            1 => drawn_from.to_owned(),
            times => format!("{times} times {drawn_from}"),
        });
        let drawn_from = drawn_from.collect::<Vec<_>>().join(" and ");
        let guessable = spaces.iter().any(|space| space.guessable);
        let mut rules: Vec<String> = Vec::new();
        for rule in spaces.into_iter().flat_map(|space| space.rules) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        Space {
            drawn_from,
            size: self.size.clone(),
            rules,
            guessable,
        }
    }

    /// Whether `value` has the text, and each recipe can give what is between. Adjacent recipes are
    /// not checked, because it is unknown where the first of them ends.
    fn can_give(&self, value: &str) -> bool {
        let mut rest = value;
        let mut open: Vec<&dyn Recipe> = Vec::new();
        let gives = |open: &[&dyn Recipe], between: &str| match open {
            [] => between.is_empty(),
            [recipe] => recipe.can_give(between),
            _ => true,
        };
        for piece in &self.pieces {
            match piece {
                Piece::Drawn(recipe) => open.push(&**recipe),
                Piece::Text(text) => {
                    let Some((between, after)) = rest.split_once(text.as_str()) else {
                        return false;
                    };
                    if !gives(&open, between) {
                        return false;
                    }
                    open.clear();
                    rest = after;
                }
            }
        }
        gives(&open, rest)
    }

    fn characters(&self) -> Option<Vec<char>> {
        let mut all = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => all.extend(text.chars()),
                Piece::Drawn(recipe) => all.extend(recipe.characters()?),
            }
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cli::CATALOGUE;

    #[test]
    fn the_space_is_the_product_of_the_spaces_of_its_recipes() {
        for (template, count) in [
            ("a{{ below 3 }}-{{ below 5 }}", 15),
            ("{{ hex 1 }}:{{ below 2 }}{{{{", 512),
            ("{{ hex 1 }}{{ hex 1 }}", 65536),
        ] {
            let mut recipe = Filled::recipe(template, &CATALOGUE).unwrap();
            assert_eq!(recipe.space().size.bits(), (f64::from(count)).log2());
            let mut values = BTreeSet::new();
            let mut entropy = Entropy::os();
            // A value is missing with a probability below e^-20.
            for _ in 0..32 * count {
                let mut value = Secret::with_capacity(0);
                recipe.draw(&mut entropy, &mut value).unwrap();
                values.insert(String::from_utf8(value.as_bytes().to_vec()).unwrap());
            }
            assert_eq!(values.len(), count as usize, "{template}");
            let held = recipe.characters();
            let made: BTreeSet<char> = values.iter().flat_map(|value| value.chars()).collect();
            assert!(held.is_none_or(|held| made.iter().all(|each| held.contains(each))));
        }
    }

    #[test]
    fn a_template_without_text_is_its_recipe() {
        let recipe = Filled::recipe("{{ hex 32 }}", &CATALOGUE).unwrap();
        assert_eq!(recipe.space().drawn_from, "32 random bytes");
        let recipe = Filled::recipe("k={{ hex 32 }}\nl={{ hex 32 }}", &CATALOGUE).unwrap();
        assert_eq!(recipe.space().drawn_from, "2 times 32 random bytes");
        assert_eq!(recipe.form().least_length, Some(2 * 64 + 5));
        assert!(Filled::recipe("{{ hex", &CATALOGUE).is_err());
        assert!(Filled::recipe("{{ hexx }}", &CATALOGUE).is_err());
    }
}
