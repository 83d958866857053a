//! A template and the file that it fills.

mod slips;

use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::document::{self, Model};
use super::field::Field;
use super::form::Form;
use super::format::{Format, template_beside};
use super::names::Names;
use super::template::{self, Part, Template};
use super::text;
use crate::message::hinted;
use crate::recipe::Carrier;
use crate::system::memory;
use crate::uniform::entropy;

/// The most keys of a template.
const MAX_KEYS: usize = 100_000;

/// The most memory that a template with short keys takes, in multiples of its size.
const DOCUMENT_MEMORY: u64 = 160;

/// The same for a file that exists.
const FILE_MEMORY: u64 = 80;

/// A template and the file that it fills.
pub struct Job {
    pub template: Template,
    /// The template as a document, or `None` for a text without keys.
    pub model: Option<Model>,
    /// The keys. In a text without keys, each recipe is a key. A text with too many recipes is one key
    /// with all its names.
    pub fields: Vec<Field>,
    /// Whether the template is a text with too many recipes, which is filled as a whole.
    pub is_whole: bool,
    /// `None` is stdout.
    pub output: Option<PathBuf>,
    /// The document that gets the keys, if it is not the template.
    pub form: Option<Form>,
    carrier: Carrier,
    /// Whether the output is a dotenv file, whose values must fit their quotes.
    checks_quotes: bool,
}

impl Job {
    /// Finds the keys of a template. `carrier` is the file format or environment that carries its
    /// values.
    ///
    /// # Errors
    /// The template is not a document of its format, or has too many keys.
    pub fn new(
        mut template: Template,
        format: Format,
        carrier: Carrier,
        output: Option<PathBuf>,
        writes_file: bool,
    ) -> Result<Self> {
        if format != Format::Text {
            memory::check(DOCUMENT_MEMORY * template.text().len() as u64)?;
        }
        let comments = !matches!(format, Format::Json | Format::Text);
        template.find_braces(comments)?;
        template.carry_by(carrier);
        let (model, fields) = match format {
            Format::Text => (None, Vec::new()),
            Format::Dotenv => {
                Model::read(&template, format).map(|(model, all)| (Some(model), all))?
            }
            format => {
                entropy::check()?;
                Model::read(&template, format).map(|(model, all)| (Some(model), all))?
            }
        };
        ensure!(
            fields.len() <= MAX_KEYS,
            "{} has {} keys, and at most {MAX_KEYS} can be filled",
            template.path().display(),
            fields.len()
        );
        Ok(Self {
            template,
            model,
            fields,
            checks_quotes: format == Format::Dotenv && writes_file,
            output,
            form: None,
            is_whole: false,
            carrier,
        })
    }

    /// Checks that there is memory for an existing file of `length` bytes.
    ///
    /// # Errors
    /// See [`memory::check`].
    pub fn check_memory(&self, length: usize) -> Result<()> {
        let multiple = if self.model.is_some() {
            FILE_MEMORY
        } else {
            template::MEMORY
        };
        memory::check(multiple * length as u64)
    }

    /// Builds the recipes of all jobs and finds the names that they share.
    ///
    /// # Errors
    /// A recipe is invalid, a name is invalid or defined twice, or the format cannot carry a
    /// recipe's values.
    pub fn build(jobs: &mut [Self]) -> Result<Names> {
        let mut names = Names::default();
        let used: Vec<Vec<usize>> = jobs.iter().map(Self::used).collect();
        let templates: Vec<&Template> = jobs.iter().map(|job| &job.template).collect();
        for (number, used) in used.iter().enumerate() {
            Template::declare(&templates, number, used, &mut names)?;
        }
        for (template, used) in templates.iter().zip(&used) {
            template.find_urls(used, &mut names);
        }
        for (job, used) in jobs.iter_mut().zip(used) {
            job.template.build(used.iter().copied(), &names)?;
            used.into_iter()
                .try_for_each(|slot| job.template.check_url(slot))?;
            if job.model.is_none() {
                job.is_whole = job.template.all().len() > text::MOST;
                job.fields = if job.is_whole {
                    job.text_field().into_iter().collect()
                } else {
                    text::fields(&job.template, &names)
                };
            } else {
                slips::check(&job.template, &job.fields)?;
                if job.checks_quotes {
                    document::check_carried(&job.template, &job.fields)?;
                }
            }
        }
        Ok(names)
    }

    /// Gives the keys to the document of another form. `found` is the text of the
    /// file that exists, or empty.
    ///
    /// # Errors
    /// The file holds something else.
    pub fn take_form(&mut self, found: &str) -> Result<()> {
        let Some(form) = &self.form else {
            return Ok(());
        };
        let text = form.text(&self.fields, self.output.as_deref(), found)?;
        let form = self.template.of_text(&text.text)?;
        let (model, places) = Model::of_form(form, text.format)?;
        let places = places.iter().filter(|place| place.has_recipe());
        for (place, (field, is_base64)) in places.zip(text.keys) {
            self.fields[field].node = place.node;
            self.fields[field].is_base64 = is_base64;
        }
        self.model = Some(model);
        Ok(())
    }

    /// The braces whose values are asked for.
    fn used(&self) -> Vec<usize> {
        if self.model.is_none() {
            self.template.all().collect()
        } else {
            self.fields.iter().flat_map(Field::slots).collect()
        }
    }

    /// The names in a text without keys, and the values made from them, as parts of one value.
    fn text_field(&self) -> Option<Field> {
        let mut known = std::collections::BTreeSet::new();
        let mut parts = vec![Part::Text(String::new())];
        for slot in self.template.all() {
            let name = self.template.name_of(slot);
            let is_made = name.is_none() && self.template.derived(slot).is_some();
            if is_made || name.is_some_and(|name| known.insert(name)) {
                parts.push(Part::Slot(slot));
            }
        }
        (parts.len() > 1).then(|| Field {
            key: self.template.path().display().to_string(),
            node: 0,
            parts,
            quote: None,
            raw: String::new(),
            is_null: false,
            offset: 0,
            is_base64: false,
        })
    }

    /// Whether values are drawn from the characters that every dotenv reader accepts.
    pub fn is_narrow(&self) -> bool {
        self.carrier.dotenv
    }

    /// Refuses a template without recipes.
    pub fn check_any(&self) -> Result<()> {
        let any = if self.model.is_none() {
            self.template.has_recipes()
        } else {
            self.fields.iter().any(Field::has_recipe)
        };
        if any {
            return Ok(());
        }
        let path = self.template.path();
        let hint = template_beside(path).unwrap_or_else(|| {
            "write one in double braces, as in KEY={{ hex 32 }}, or give --allow-none".to_owned()
        });
        Err(hinted(
            format!(
                "{} has no recipes, so there is nothing to fill",
                path.display()
            ),
            hint,
        ))
    }
}
