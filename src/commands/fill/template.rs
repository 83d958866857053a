//! A template: text with recipes in double braces. Found, named, parsed and checked before anything
//! is drawn.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow, ensure};

use super::names::Names;
use super::words::{Fault, words};
use crate::command::Catalogue;
use crate::files::kept_file::MAX_FILE;
use crate::input::source::Source;
use crate::message::{as_word, hinted};
use crate::recipe::{Carrier, Recipe};
use crate::secret::Secret;
use crate::system::report;
use crate::uniform::entropy::Entropy;

/// A text and the braces in it.
pub struct Template {
    catalogue: &'static Catalogue,
    /// What takes the values to their readers.
    carrier: Carrier,
    path: PathBuf,
    text: String,
    slots: Vec<Slot>,
    /// The words of each recipe; equal recipes share them, so that each is parsed once.
    lines: Vec<Vec<String>>,
    recipes: Vec<Box<dyn Recipe>>,
    /// For the recipes that draw from fewer characters, because of the carrier, those that do not.
    narrowed: BTreeMap<usize, Box<dyn Recipe>>,
    /// The recipe of each name that is used here.
    named: BTreeMap<u32, u32>,
}

/// A part of a value.
pub enum Part {
    Text(String),
    /// Braces, by number.
    Slot(usize),
}

/// Braces in the text. A text of 100 MB can be full of them, so they are kept small.
#[derive(Clone, Copy)]
struct Slot {
    start: u32,
    end: u32,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Four braces, which stand for two.
    Braces,
    /// The words of a recipe that nobody has asked for yet, by number.
    Words(u32),
    /// A recipe, by number: a new value each time.
    Fresh(u32),
    /// A name, by number: one value everywhere.
    Named(u32),
}

impl Template {
    /// Reads the template; - is stdin. A byte order mark is left out.
    ///
    /// # Errors
    /// It can't be read, is too long or not UTF-8.
    pub fn read(path: &Path, catalogue: &'static Catalogue) -> Result<Self> {
        let source = if path == Path::new("-") {
            Source::Stdin
        } else {
            Source::File(path.to_owned())
        };
        let bytes = source.read(MAX_FILE)?;
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
            carrier: Carrier::Any,
            path: path.to_owned(),
            text: text.to_owned(),
            slots: Vec::new(),
            lines: Vec::new(),
            recipes: Vec::new(),
            narrowed: BTreeMap::new(),
            named: BTreeMap::new(),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the template something is, for a message.
    pub fn place(&self, offset: usize) -> String {
        let before = self.text[..offset].bytes();
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        let column = self.line_before(offset).chars().count() + 1;
        format!("{}:{line}:{column}", self.path.display())
    }

    /// The line of the text on which `offset` is, up to there.
    pub fn line_before(&self, offset: usize) -> &str {
        let before = &self.text[..offset];
        &before[before.rfind('\n').map_or(0, |newline| newline + 1)..]
    }

    /// Finds all braces, but not in lines that begin with # if these are `comments`.
    ///
    /// # Errors
    /// Braces or quotes that are not closed on their line, and braces in braces.
    pub fn find_braces(&mut self, comments: bool) -> Result<()> {
        let mut known: BTreeMap<Vec<String>, u32> = BTreeMap::new();
        let mut from = 0;
        while let Some(found) = self.text[from..].find("{{") {
            let start = from + found;
            if comments && self.line_before(start).trim_start().starts_with('#') {
                let line = self.text[start..].find('\n');
                from = line.map_or(self.text.len(), |newline| start + newline);
                continue;
            }
            let (length, what) = if self.text[start..].starts_with("{{{{") {
                (4, What::Braces)
            } else {
                let inside = words(&self.text[start + 2..]);
                let (words, length) = inside.map_err(|fault| self.fault(start, &fault))?;
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

    /// Whether there is a recipe in the template at all.
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

    /// Where these braces stand.
    pub fn range(&self, slot: usize) -> Range<usize> {
        self.slots[slot].start as usize..self.slots[slot].end as usize
    }

    /// Whether these braces stand for two braces of text.
    pub fn is_text(&self, slot: usize) -> bool {
        self.slots[slot].what == What::Braces
    }

    /// Adds the names that the braces of `used` define. `templates` are all of the run, and this is
    /// `number` of them.
    ///
    /// # Errors
    /// A name that is no word or is a command, that is defined twice here, or with another recipe in
    /// another template.
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

    /// Makes the recipes of `used`, the braces whose values are asked for. Draws nothing.
    ///
    /// # Errors
    /// What the command line of a recipe would be refused for, and a name that no recipe has.
    pub fn build(
        &mut self,
        used: impl Iterator<Item = usize> + Clone,
        names: &Names,
    ) -> Result<()> {
        let mut built: BTreeMap<u32, What> = BTreeMap::new();
        for slot in used.clone() {
            let What::Words(number) = self.slots[slot].what else {
                continue;
            };
            let start = self.slots[slot].start as usize;
            let what = match built.get(&number) {
                Some(what) => *what,
                None => self
                    .build_one(number, start, names)
                    .with_context(|| self.place(start))?,
            };
            built.insert(number, what);
            self.slots[slot].what = what;
        }
        // The recipes of names that another template defines.
        for slot in used {
            if let What::Named(name) = self.slots[slot].what
                && !self.named.contains_key(&name)
            {
                let words = &names.get(name as usize).recipe;
                let recipe = self
                    .add(words, None)
                    .with_context(|| self.place(self.range(slot).start))?;
                self.named.insert(name, recipe);
            }
        }
        Ok(())
    }

    /// The recipe of the words of a line, or the name that they have or are.
    fn build_one(&mut self, line: u32, offset: usize, names: &Names) -> Result<What> {
        let words = self.lines[line as usize].clone();
        match &words[..] {
            [] => Err(hinted(
                "there is no recipe between these braces",
                "write a command without its 'secrets', as in {{ hex 32 }}",
            )),
            [name, equals, recipe @ ..] if equals == "=" => {
                let name = self.named(name, names)?;
                let recipe = self.add(recipe, Some(offset))?;
                self.named.insert(name, recipe);
                Ok(What::Named(name))
            }
            [name] if is_name(name) && !self.catalogue.has(name) => {
                Ok(What::Named(self.named(name, names)?))
            }
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
                Ok(What::Fresh(self.add(&words, Some(offset))?))
            }
        }
    }

    /// Adds the recipe of values that the carrier takes, and says that they are weak where `offset` tells
    /// their place. Returns its number.
    fn add(&mut self, words: &[String], offset: Option<usize>) -> Result<u32> {
        let recipe = (self.catalogue.recipe)(words, self.carrier)?;
        if self.carrier != Carrier::Any {
            let whole = (self.catalogue.recipe)(words, Carrier::Any)?;
            if whole.characters() != recipe.characters() {
                self.narrowed.insert(self.recipes.len(), whole);
            }
        }
        if let Some(offset) = offset
            && let Some(weakness) = recipe.form().weakness
        {
            let place = self.place(offset);
            // A stderr that nobody reads keeps no script from its file.
            let _ = report::note(&format!("secrets: {place}: {weakness}"));
        }
        self.recipes.push(recipe);
        Ok(self.recipes.len() as u32 - 1)
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

    fn check_name(&self, name: &str, recipe: &[String]) -> Result<()> {
        ensure!(
            is_name(name),
            "'{name}' is no name of a recipe: that is a letter or _, then letters, digits, - and _"
        );
        ensure!(
            !self.catalogue.has(name),
            "'{name}' is a command, so it cannot be the name of a recipe"
        );
        ensure!(!recipe.is_empty(), "the name '{name}' has no recipe");
        Ok(())
    }

    /// The number of a name that is used.
    fn named(&self, name: &str, names: &Names) -> Result<u32> {
        if let Some(number) = names.find(name) {
            return Ok(number as u32);
        }
        let message = format!("'{name}' is neither a command nor the name of a recipe");
        let commands = (self.catalogue.names)().into_iter();
        Err(match closest(name, names.words().chain(commands)) {
            Some(close) => hinted(message, format!("did you mean '{close}'?")),
            None => hinted(
                message,
                format!("define it, as in {{{{ {name} = password --length 24 }}}}"),
            ),
        })
    }

    /// The recipe of these braces, once it is made.
    pub fn recipe(&self, slot: usize) -> Option<&dyn Recipe> {
        Some(&*self.recipes[self.recipe_number(slot)?])
    }

    /// A character of `value` that no value of these braces has: of the punctuation of ASCII, which
    /// could mean something in the text around it.
    pub fn foreign(&self, slot: usize, value: &[u8]) -> Option<char> {
        /// What the recipes that can't tell have: numbers, API keys and the addresses of one-time
        /// codes.
        const UNTOLD: &[u8] = b"-_:/?=&%.+";
        let number = self.recipe_number(slot)?;
        let recipe = self.narrowed.get(&number).unwrap_or(&self.recipes[number]);
        let held = recipe.characters().unwrap_or_default();
        let tells = held.iter().any(char::is_ascii_alphanumeric);
        let mut of = value
            .iter()
            .copied()
            .filter(|byte| byte.is_ascii_punctuation() || *byte == b' ');
        of.find(|byte| !held.contains(&char::from(*byte)) && (tells || !UNTOLD.contains(byte)))
            .map(char::from)
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

    /// How the user calls recipes that belong to no key, each once and at most so many: by their
    /// names and lines.
    pub fn labels(&self, names: &Names, most: usize) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        let (mut line, mut from) = (1, 0);
        let recipes = self
            .all()
            .filter(|slot| self.recipe_number(*slot).is_some());
        for slot in recipes.take(most) {
            let start = self.slots[slot].start as usize;
            line += self.text[from..start].matches('\n').count();
            from = start;
            let label = match self.name_of(slot) {
                Some(name) => names.get(name).word.clone(),
                None => format!("line {line}"),
            };
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
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
        let Some(name) = self.name_of(slot) else {
            return self.recipes[recipe].draw(entropy, value);
        };
        if names.value(name).is_none() {
            let mut drawn = Secret::with_capacity(64);
            self.recipes[recipe].draw(entropy, &mut drawn)?;
            names.set_value(name, drawn);
        }
        value.extend(names.value(name).map_or(&[], Secret::as_bytes));
        Ok(())
    }

    /// The text in `range` with what stands for two braces replaced.
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

    /// The text with a mark in the place of each recipe, for the parser of a document; and {{{{ as {{.
    ///
    /// A mark is letters and digits that the template has nowhere. There is one set of them for each
    /// `attempt`.
    pub fn marked(&self, attempt: usize) -> Marked {
        let mark = (attempt..=attempt + self.text.len())
            .map(|number| format!("recipe{number}x"))
            .find(|mark| !self.text.contains(mark.as_str()))
            .unwrap_or_default();
        let mut marked = Marked {
            text: String::with_capacity(self.text.len()),
            mark,
            places: Vec::with_capacity(self.slots.len()),
        };
        let mut from = 0;
        for (number, slot) in self.slots.iter().enumerate() {
            marked.text.push_str(&self.text[from..slot.start as usize]);
            let start = marked.text.len();
            if slot.what == What::Braces {
                marked.text.push_str("{{");
            } else {
                let _ = write!(marked.text, "{}{number}z", marked.mark);
            }
            marked.places.push(start..marked.text.len());
            from = slot.end as usize;
        }
        marked.text.push_str(&self.text[from..]);
        marked
    }
}

/// The text of a template with a mark in the place of each recipe.
pub struct Marked {
    pub text: String,
    /// What all marks begin with.
    mark: String,
    /// Where the marks stand, and the two braces that are text.
    places: Vec<Range<usize>>,
}

impl Marked {
    /// The recipes in a part of the text, with their places.
    pub fn slots<'a>(
        &'a self,
        template: &'a Template,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + use<'a> {
        let first = self
            .places
            .partition_point(|place| place.start < range.start);
        let last = self.places.partition_point(|place| place.start < range.end);
        let all = (first..last).filter(|slot| !template.is_text(*slot));
        all.map(|slot| (slot, self.places[slot].clone()))
    }

    /// The text and the recipes of a value that a parser read from `range` of the text. Nothing if
    /// the value has another mark than those that stand there, as an escape could write it.
    pub fn parts(
        &self,
        template: &Template,
        value: &str,
        range: &Range<usize>,
    ) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut rest = value;
        for (slot, place) in self.slots(template, range) {
            let (before, after) = rest.split_once(&self.text[place])?;
            self.push_text(before, &mut parts)?;
            parts.push(Part::Slot(slot));
            rest = after;
        }
        self.push_text(rest, &mut parts)?;
        Some(parts)
    }

    /// Adds a text to the parts of a value, unless a mark is in it.
    fn push_text(&self, text: &str, parts: &mut Vec<Part>) -> Option<()> {
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
        (!self.is_in(text)).then_some(())
    }

    /// A part of the text with its recipes as the template has them.
    pub fn restored(&self, template: &Template, range: Range<usize>, out: &mut Secret) {
        let mut from = range.start;
        for (slot, place) in self.slots(template, &range) {
            out.extend(&self.text.as_bytes()[from..place.start]);
            out.extend(&template.text.as_bytes()[template.range(slot)]);
            from = place.end;
        }
        out.extend(&self.text.as_bytes()[from..range.end]);
    }

    /// Where in the template a place of this text is.
    pub fn offset(&self, template: &Template, at: usize) -> usize {
        let before = self.places.partition_point(|place| place.start <= at);
        let Some(last) = before.checked_sub(1) else {
            return at;
        };
        let range = template.range(last);
        if at < self.places[last].end {
            range.start
        } else {
            range.end + (at - self.places[last].end)
        }
    }

    /// Whether a line of the text has a recipe where a document has a value without quotes.
    pub fn is_bare_in(&self, line: &str) -> bool {
        line.match_indices(&self.mark)
            .any(|(at, _)| line[..at].trim_end().ends_with([':', '=', '[', ',']))
    }

    /// Whether a text has a mark in it.
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(&self.mark)
    }
}

/// The text of a file that may be a copy of a template, with its recipes masked by as many letters.
pub fn mask_recipes(text: &str, masked: &mut Secret) {
    let mut from = 0;
    while let Some(found) = text[from..].find("{{") {
        let start = from + found;
        let length = words(&text[start + 2..]).map_or(0, |(_, length)| length);
        masked.extend(&text.as_bytes()[from..start]);
        from = start + 2 + length;
        masked.grow(from - start).fill(b'x');
    }
    masked.extend(&text.as_bytes()[from..]);
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The word that is most like `word`, if one is.
pub fn closest<T: AsRef<str>>(word: &str, known: impl Iterator<Item = T>) -> Option<T> {
    /// What clap takes for its own suggestions.
    const LIKE: f64 = 0.7;
    known
        .map(|known| (strsim::jaro(word, known.as_ref()), known))
        .filter(|(likeness, _)| *likeness > LIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cli::CATALOGUE;

    fn parsed(text: &str) -> Result<(Template, Names)> {
        let mut template = Template::new(Path::new("t"), text, &CATALOGUE);
        template.find_braces(false)?;
        let used: Vec<usize> = template
            .all()
            .filter(|slot| !template.is_text(*slot))
            .collect();
        let mut names = Names::default();
        Template::declare(&[&template], 0, &used, &mut names)?;
        template.build(used.into_iter(), &names)?;
        Ok((template, names))
    }

    fn error(text: &str) -> String {
        format!("{:#}", parsed(text).err().unwrap())
    }

    #[test]
    fn mistakes_have_the_message_of_the_command_line_and_their_place() {
        for (text, message) in [
            (
                "a\né {{ hexx 32 }}",
                "t:2:3: unrecognized subcommand 'hexx'",
            ),
            (
                "{{ password --length 0 }}",
                "t:1:1: invalid value '0' for '--length <N>': it must be at least 1",
            ),
            (
                "{{ password --length 3 --min-digits 9 }}",
                "t:1:1: the least numbers of characters",
            ),
            (
                "{{ hex -n 2 }}",
                "t:1:1: --count makes no sense in a template",
            ),
            ("{{ hex --output x }}", "t:1:1: --output makes no sense"),
            ("{{ hex --mask github }}", "t:1:1: --mask makes no sense"),
            ("{{ bytes }}", "t:1:1: raw bytes make no sense"),
            (
                "{{ choice }}",
                "t:1:1: a recipe of a template makes a secret, and cannot read stdin",
            ),
            (
                "{{ passphrase --dice }}",
                "t:1:1: a recipe of a template makes a secret, and cannot read stdin",
            ),
            ("{{ choice --shuffle a b }}", "t:1:1: several values"),
            (
                "{{ password --for help }}",
                "t:1:1: a listing makes no sense",
            ),
            (
                "{{ urlsafe 1M }}",
                "t:1:1: a value in a template has at most",
            ),
            ("{{ hex --help }}", "t:1:1: help and version"),
            ("{{ compare a b }}", "t:1:1: 'compare' makes no secret"),
            ("{{ fill x }}", "t:1:1: 'fill' makes no secret"),
            ("{{ secrets hex }}", "t:1:1: 'secrets' is no command"),
            ("{{ }}", "t:1:1: there is no recipe between"),
            (
                "x {{ hex",
                "t:1:3: the braces of this recipe are not closed",
            ),
            ("{{ hex {{ hex }} }}", "t:1:8: braces open within"),
            ("{{ hex ' }}", "t:1:1: a quote ' in this recipe"),
            (
                "{{ db = hex }} {{ dc }}",
                "t:1:16: 'dc' is neither a command nor the name",
            ),
            (
                "{{ db = hex }} {{ db = hex }}",
                "t:1:16: the name 'db' is defined twice, first at t:1:1",
            ),
            (
                "{{ db = hex }} {{ db = hex 16 }}",
                "t:1:16: the name 'db' is defined twice, first at t:1:1",
            ),
            ("{{ hex = hex }}", "t:1:1: 'hex' is a command"),
            ("{{ 1a = hex }}", "t:1:1: '1a' is no name"),
            ("{{ db = }}", "t:1:1: the name 'db' has no recipe"),
            (
                "{{ db=hex 32 }}",
                "t:1:1: a name, = and a recipe stand apart",
            ),
        ] {
            let error = error(text);
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }

    #[test]
    fn a_name_is_one_value_and_a_recipe_a_new_one_each_time() {
        let (mut template, mut names) =
            parsed("{{ a }} {{ a = hex 1 }} {{ hex 1 }} {{ hex 1 }} {{{{").unwrap();
        let mut entropy = Entropy::tape(&[1, 2, 3]);
        let mut values = Secret::with_capacity(0);
        for slot in 0..4 {
            template
                .draw(slot, &mut names, &mut entropy, &mut values)
                .unwrap();
        }
        assert_eq!(values.as_bytes(), b"01010203");
        assert!(template.is_text(4));
        assert_eq!(template.recipes.len(), 2);
    }

    #[test]
    fn marks_are_no_text_of_the_template_and_give_it_back() {
        let text = "recipe0x {{ a = hex 1 }}{{{{é{{ a }}";
        let (template, _) = parsed(text).unwrap();
        let marked = template.marked(0);
        assert_eq!(marked.text, "recipe0x recipe1x0z{{érecipe1x2z");
        let all = 0..marked.text.len();
        let parts = |value: &str| {
            let parts = marked.parts(&template, value, &all)?;
            let shown = |part: &Part| match part {
                Part::Text(text) => text.clone(),
                Part::Slot(slot) => format!("<{slot}>"),
            };
            Some(parts.iter().map(shown).collect::<String>())
        };
        assert_eq!(parts(&marked.text).unwrap(), "recipe0x <0>{{é<2>");
        assert!(parts("recipe1x0z").is_none());
        assert!(parts("recipe1x0zrecipe1x2zrecipe1x0z").is_none());
        let mut restored = Secret::with_capacity(0);
        marked.restored(&template, all.clone(), &mut restored);
        assert_eq!(restored.as_bytes(), text.replace("{{{{", "{{").as_bytes());
        for (at, character) in [(0, 'r'), (9, '{'), (19, '{'), (21, 'é'), (23, '{')] {
            let offset = marked.offset(&template, at);
            assert!(text[offset..].starts_with(character), "{at} {offset}");
        }
    }

    #[test]
    fn masks_keep_every_offset() {
        let mut masked = Secret::with_capacity(0);
        mask_recipes("a='{{ hex \"'\" }}' {{ é", &mut masked);
        assert_eq!(masked.as_bytes(), "a='xxxxxxxxxxxxx' xx é".as_bytes());
    }

    proptest! {
        #[test]
        fn braces_of_text_come_back(text in "([a{}\né]|\\{\\{){0,12}") {
            let doubled = text.replace("{{", "{{{{");
            let mut template = Template::new(Path::new("t"), &doubled, &CATALOGUE);
            template.find_braces(false).unwrap();
            let mut literal = Secret::with_capacity(0);
            template.literal(0..doubled.len(), &mut literal);
            prop_assert_eq!(std::str::from_utf8(literal.as_bytes()).unwrap(), text);
        }

        #[test]
        fn recipes_are_where_they_stand_in_any_text(before in "[a-z}\n é'\"]{0,8}", words in "hex( [1-9])?", after in "[^{]{0,8}") {
            let text = format!("{before}{{{{ {words} }}}}{after}");
            let (template, _) = parsed(&text).unwrap();
            let range = template.range(0);
            prop_assert_eq!(&text[range.clone()], &format!("{{{{ {words} }}}}"));
            prop_assert_eq!((range.start, template.all().len()), (before.len(), 1));
        }
    }
}
