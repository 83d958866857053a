//! A template: text with recipes in double braces. All recipes are parsed and checked before any
//! value is drawn.

mod build;
pub mod marks;
mod url;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Error, Result, anyhow};

use super::derived::Derived;
use super::format;
use super::names::Names;
use super::words::{Fault, words};
use crate::command::Catalogue;
use crate::files::kept_file::MAX_FILE;
use crate::input::source::Source;
use crate::message::hinted;
use crate::recipe::{Carrier, Recipe};
use crate::secret::Secret;
use crate::system::memory;
use crate::uniform::entropy::Entropy;
pub use marks::Marked;

/// A text and the braces in it.
pub struct Template {
    catalogue: &'static Catalogue,
    /// The format that carries the values to their readers.
    carrier: Carrier,
    path: PathBuf,
    text: String,
    slots: Vec<Slot>,
    /// The words of each recipe. Equal recipes share their words, so each is parsed once.
    lines: Vec<Vec<String>>,
    recipes: Vec<Box<dyn Recipe>>,
    /// For each recipe with fewer characters because of the carrier, the same recipe without the
    /// carrier.
    narrowed: BTreeMap<usize, Narrowed>,
    /// The recipes whose values are all the same.
    constant: BTreeSet<usize>,
    /// The recipe of each name that this template uses.
    named: BTreeMap<u32, u32>,
    /// The labels of values that the user is asked for, by the number of the recipe.
    labels: BTreeMap<usize, String>,
    /// How values are made of another one, by the number of the recipe, and the number of its name,
    /// where a template of the run has it.
    derived: BTreeMap<usize, (Rc<Derived>, Option<usize>)>,
    /// The values that the user typed for braces without a name.
    answers: BTreeMap<usize, Secret>,
}

/// The recipe as it is for any carrier, where a recipe is narrower, and what narrows it.
struct Narrowed {
    whole: Box<dyn Recipe>,
    carrier: Carrier,
}

/// A part of a value.
pub enum Part {
    Text(String),
    /// Braces, by number.
    Slot(usize),
}

/// Braces in the text. A text of 100 MB can be full of braces, so this type is small.
#[derive(Clone, Copy)]
struct Slot {
    start: u32,
    end: u32,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Four braces, which mean two braces of text.
    Braces,
    /// The words of a recipe that is not built yet, by number.
    Words(u32),
    /// A recipe without a name, by number, which draws a new value.
    Fresh(u32),
    /// A name, by number, which has one value everywhere.
    Named(u32),
}

/// The most memory that a text takes, in multiples of its size.
pub const MEMORY: u64 = 4;

impl Template {
    /// Reads the template; - is stdin. A byte order mark is left out.
    ///
    /// # Errors
    /// The template cannot be read, is too long or is not UTF-8, or there is too little memory.
    pub fn read(path: &Path, catalogue: &'static Catalogue) -> Result<Self> {
        let source = if path == Path::new("-") {
            Source::Stdin
        } else {
            Source::File(path.to_owned())
        };
        let bytes = source.read(MAX_FILE).map_err(|error| {
            match format::similar_beside(path).filter(|_| !path.exists()) {
                Some(close) => hinted(format!("{error:#}"), format!("did you mean '{close}'?")),
                None => error,
            }
        })?;
        memory::check(MEMORY * bytes.len() as u64)?;
        let text = std::str::from_utf8(bytes.as_bytes()).map_err(|error| {
            let line = bytes.as_bytes()[..error.valid_up_to()]
                .split(|byte| *byte == b'\n')
                .count();
            anyhow!("{}:{line}: it is not text in UTF-8", path.display())
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let is_stdin = path == Path::new("-");
        let path = if is_stdin {
            Path::new("standard input")
        } else {
            path
        };
        Ok(Self::new(path, text, catalogue))
    }

    pub fn new(path: &Path, text: &str, catalogue: &'static Catalogue) -> Self {
        Self {
            catalogue,
            carrier: Carrier::ANY,
            path: path.to_owned(),
            text: text.to_owned(),
            slots: Vec::new(),
            lines: Vec::new(),
            recipes: Vec::new(),
            narrowed: BTreeMap::new(),
            constant: BTreeSet::new(),
            named: BTreeMap::new(),
            labels: BTreeMap::new(),
            derived: BTreeMap::new(),
            answers: BTreeMap::new(),
        }
    }

    /// Another text of the same origin, with its braces.
    ///
    /// # Errors
    /// Those of [`Self::find_braces`].
    pub fn of_text(&self, text: &str) -> Result<Self> {
        let mut template = Self::new(&self.path, text, self.catalogue);
        template.find_braces(false)?;
        Ok(template)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of an offset in the template, for a message.
    pub fn place(&self, offset: usize) -> String {
        let before = self.text[..offset].bytes();
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        let column = self.line_before(offset).chars().count() + 1;
        format!("{}:{line}:{column}", self.path.display())
    }

    /// The line of the text up to `offset`.
    pub fn line_before(&self, offset: usize) -> &str {
        let before = &self.text[..offset];
        &before[before.rfind('\n').map_or(0, |newline| newline + 1)..]
    }

    /// Finds all braces. With `comments`, a line that begins with # can be a comment or part of a string
    /// of several lines, so braces there that are not a recipe are ignored.
    ///
    /// # Errors
    /// Braces or quotes are not closed on their line, or braces are within braces.
    pub fn find_braces(&mut self, comments: bool) -> Result<()> {
        let mut known: BTreeMap<Vec<String>, u32> = BTreeMap::new();
        let mut from = 0;
        while let Some(found) = self.text[from..].find("{{") {
            let start = from + found;
            let is_comment = comments && self.line_before(start).trim_start().starts_with('#');
            let is_text = self.text[start..].starts_with("{{{{");
            let (length, what) = if is_text && is_comment {
                from = start + 4;
                continue;
            } else if is_text {
                (4, What::Braces)
            } else {
                let (words, length) = match words(&self.text[start + 2..]) {
                    Ok(inside) => inside,
                    Err(_) if is_comment => {
                        from = start + 2;
                        continue;
                    }
                    Err(fault) => return Err(self.fault(start, &fault)),
                };
                let next = self.lines.len() as u32;
                let number = *known.entry(words).or_insert_with_key(|words| {
                    self.lines.push(words.clone());
                    next
                });
                (length + 2, What::Words(number))
            };
            from = start + length;
            self.slots.push(Slot {
                start: start as u32,
                end: from as u32,
                what,
            });
        }
        Ok(())
    }

    fn fault(&self, start: usize, fault: &Fault) -> Error {
        let (at, message, hint) = match fault {
            Fault::Unclosed => (
                start,
                "the braces of this recipe are not closed on their line".to_owned(),
                "close them with }}, or write {{{{ where two braces are meant",
            ),
            Fault::Quoted(quote) => (
                start,
                format!("a quote {quote} in this recipe is not closed on its line"),
                "close it, or put the character in the other quotes",
            ),
            Fault::Nested(offset) => (
                start + 2 + offset,
                "braces open within the braces of a recipe".to_owned(),
                "give the inner recipe a name where it stands alone, or quote braces that are meant",
            ),
        };
        hinted(message, hint).context(self.place(at))
    }

    /// Whether the template has a recipe.
    pub fn has_recipes(&self) -> bool {
        self.slots.iter().any(|slot| slot.what != What::Braces)
    }

    /// The numbers of the braces in `range` of the text.
    pub fn slots_in(&self, range: &Range<usize>) -> Range<usize> {
        let first = self
            .slots
            .partition_point(|slot| (slot.start as usize) < range.start);
        let last = self
            .slots
            .partition_point(|slot| (slot.start as usize) < range.end);
        first..last
    }

    /// All braces, by number.
    pub fn all(&self) -> Range<usize> {
        0..self.slots.len()
    }

    /// The range of these braces.
    pub fn range(&self, slot: usize) -> Range<usize> {
        self.slots[slot].start as usize..self.slots[slot].end as usize
    }

    /// Whether these braces mean two braces of text.
    pub fn is_text(&self, slot: usize) -> bool {
        self.slots[slot].what == What::Braces
    }

    /// Adds the names that the braces of `used` define. `templates` are all templates of the run,
    /// and this template has the index `number` in them.
    ///
    /// # Errors
    /// A name is not a word, is a command, is defined twice in this template, or has another recipe
    /// in another template.
    pub fn declare(
        templates: &[&Self],
        number: usize,
        used: &[usize],
        names: &mut Names,
    ) -> Result<()> {
        let template = templates[number];
        for slot in used {
            let What::Words(line) = template.slots[*slot].what else {
                continue;
            };
            let [name, equals, recipe @ ..] = &template.lines[line as usize][..] else {
                continue;
            };
            if equals != "=" {
                continue;
            }
            let offset = template.range(*slot).start;
            template
                .check_name(name, recipe)
                .with_context(|| template.place(offset))?;
            let Some(known) = names.find(name) else {
                names.add(name, recipe, number, offset);
                continue;
            };
            let known = names.get(known);
            if known.template != number && known.recipe == recipe {
                continue;
            }
            let first = templates[known.template].place(known.offset);
            return Err(hinted(
                format!("the name '{name}' is defined twice, first at {first}"),
                format!("use it again as {{{{ {name} }}}}"),
            )
            .context(template.place(offset)));
        }
        Ok(())
    }

    /// The recipe of these braces, if it is built.
    pub fn recipe(&self, slot: usize) -> Option<&dyn Recipe> {
        Some(&*self.recipes[self.recipe_number(slot)?])
    }

    /// The label, perhaps empty, of braces whose value the user is asked for.
    pub fn asked(&self, slot: usize) -> Option<&str> {
        let label = self.labels.get(&self.recipe_number(slot)?)?;
        Some(label)
    }

    /// Whether the value of these braces is drawn here, and neither asked for nor made of another one.
    pub fn is_drawn(&self, slot: usize) -> bool {
        self.asked(slot).is_none() && self.derived(slot).is_none()
    }

    /// How the value of these braces is made of another one, and the number of the name of that,
    /// where a template of the run has it.
    pub fn derived(&self, slot: usize) -> Option<(&Derived, Option<usize>)> {
        let (derived, source) = self.derived.get(&self.recipe_number(slot)?)?;
        Some((derived, *source))
    }

    /// Sets the value that the user typed for braces without a name.
    pub fn answer(&mut self, slot: usize, value: Secret) {
        self.answers.insert(slot, value);
    }

    /// A blank or a punctuation character of ASCII in `value` that no value of these braces has. It
    /// could have a meaning in the text around the braces.
    pub fn foreign(&self, slot: usize, value: &[u8]) -> Option<char> {
        /// The punctuation in the values of recipes that do not report their characters: numbers,
        /// API keys and the URIs of one-time codes.
        const UNTOLD: &[u8] = b"-_:/?=&%.+";
        let number = self.recipe_number(slot)?;
        let held = self.whole(number).characters().unwrap_or_default();
        let tells = held.iter().any(char::is_ascii_alphanumeric);
        let mut of = value
            .iter()
            .copied()
            .filter(|byte| byte.is_ascii_punctuation() || *byte == b' ');
        of.find(|byte| !held.contains(&char::from(*byte)) && (tells || !UNTOLD.contains(byte)))
            .map(char::from)
    }

    /// The recipe of a number as it is for any carrier.
    fn whole(&self, number: usize) -> &dyn Recipe {
        let narrowed = self.narrowed.get(&number);
        narrowed.map_or(&*self.recipes[number], |narrowed| &*narrowed.whole)
    }

    fn recipe_number(&self, slot: usize) -> Option<usize> {
        match self.slots[slot].what {
            What::Fresh(recipe) => Some(recipe as usize),
            What::Named(name) => self.named.get(&name).map(|recipe| *recipe as usize),
            What::Braces | What::Words(_) => None,
        }
    }

    /// The number of the name that these braces have or use.
    pub fn name_of(&self, slot: usize) -> Option<usize> {
        match self.slots[slot].what {
            What::Named(name) => Some(name as usize),
            _ => None,
        }
    }

    /// All recipes with what the user calls them where they belong to no key: their names and lines.
    pub fn labels<'a>(
        &'a self,
        names: &'a Names,
    ) -> impl Iterator<Item = (usize, String)> + use<'a> {
        let (mut line, mut from) = (1, 0);
        let recipes = self
            .all()
            .filter(|slot| self.recipe_number(*slot).is_some());
        recipes.map(move |slot| {
            let start = self.slots[slot].start as usize;
            line += self.text[from..start].matches('\n').count();
            from = start;
            let label = match self.name_of(slot) {
                Some(name) => names.get(name).word.clone(),
                None => format!("line {line}"),
            };
            (slot, label)
        })
    }

    /// Appends the value of these braces: drawn now, or by the first that had their name. Braces
    /// that nobody has asked a recipe for are text.
    pub fn draw(
        &mut self,
        slot: usize,
        names: &mut Names,
        entropy: &mut Entropy,
        value: &mut Secret,
    ) -> Result<()> {
        let Some(recipe) = self.recipe_number(slot) else {
            self.literal(self.range(slot), value);
            return Ok(());
        };
        let before = value.len();
        if let Some(answer) = self.answers.get(&slot) {
            value.extend(answer.as_bytes());
        } else if let Some(name) = self.name_of(slot) {
            if names.value(name).is_none() {
                let mut made = Secret::with_capacity(64);
                self.make(recipe, slot, names, entropy, &mut made)?;
                names.set_value(name, made);
            }
            value.extend(names.value(name).map_or(&[], Secret::as_bytes));
        } else {
            self.make(recipe, slot, names, entropy, value)?;
        }
        self.check_value_in_url(slot, &value.as_bytes()[before..])
    }

    /// Draws a value of a recipe, or makes it of the value of another name.
    fn make(
        &mut self,
        recipe: usize,
        slot: usize,
        names: &Names,
        entropy: &mut Entropy,
        value: &mut Secret,
    ) -> Result<()> {
        let Some((derived, source)) = self.derived.get(&recipe) else {
            return self.recipes[recipe].draw(entropy, value);
        };
        let source = source.and_then(|source| names.value(source));
        let source = source.with_context(|| format!("nothing has a value for {}", derived.word))?;
        derived
            .make(source.as_bytes(), entropy, value)
            .with_context(|| self.place(self.range(slot).start))
    }

    /// The text in `range`, with two braces for each four.
    pub fn literal(&self, range: Range<usize>, out: &mut Secret) {
        let mut from = range.start;
        for slot in self.slots_in(&range).filter(|slot| self.is_text(*slot)) {
            let braces = self.range(slot);
            out.extend(&self.text.as_bytes()[from..braces.start]);
            out.extend(b"{{");
            from = braces.end;
        }
        out.extend(&self.text.as_bytes()[from..range.end]);
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests;
