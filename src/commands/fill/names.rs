//! The named recipes of a run. Each name has one value in all templates.

use std::collections::BTreeMap;

use crate::secret::Secret;

/// The named recipes of all templates of a run.
#[derive(Default)]
pub struct Names {
    all: Vec<Name>,
    numbers: BTreeMap<String, usize>,
}

/// A recipe with a name.
pub struct Name {
    pub word: String,
    /// The words of the recipe.
    pub recipe: Vec<String>,
    /// The number of the template that defines it, and the offset in the template.
    pub template: usize,
    pub offset: usize,
    /// Whether the name is used in a URL.
    pub is_in_url: bool,
    value: Option<Secret>,
}

impl Names {
    pub fn find(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).copied()
    }

    pub fn get(&self, name: usize) -> &Name {
        &self.all[name]
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|name| name.word.as_str())
    }

    /// Adds a new name.
    pub fn add(&mut self, word: &str, recipe: &[String], template: usize, offset: usize) {
        self.numbers.insert(word.to_owned(), self.all.len());
        self.all.push(Name {
            word: word.to_owned(),
            recipe: recipe.to_owned(),
            template,
            offset,
            is_in_url: false,
            value: None,
        });
    }

    /// Records that the name is used in a URL.
    pub fn set_in_url(&mut self, name: usize) {
        self.all[name].is_in_url = true;
    }

    /// Sets the value of a name, which is then not drawn.
    pub fn set_value(&mut self, name: usize, value: Secret) {
        self.all[name].value = Some(value);
    }

    /// The value of a name, if it has one yet.
    pub fn value(&self, name: usize) -> Option<&Secret> {
        self.all[name].value.as_ref()
    }
}
