//! Values that are asked for instead of drawn: `{{ ask "label" }}`.

use anyhow::{Result, bail};

use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The command word of a value that is asked for.
pub const ASK: &str = "ask";

/// A value that is asked for. Nothing draws it.
pub struct Asked {
    /// The label of the prompt, empty if the template gives none.
    pub label: String,
}

impl Asked {
    /// # Errors
    /// There are words after the label.
    pub fn new(words: &[String]) -> Result<Self> {
        match words {
            [] => Ok(Self {
                label: String::new(),
            }),
            [label] => Ok(Self {
                label: label.clone(),
            }),
            _ => bail!(
                "ask takes one label, in quotes where it has blanks: {{{{ ask \"the live key\" }}}}"
            ),
        }
    }
}

/// Whether a value is one character over and over.
pub fn is_repeated(value: &str) -> bool {
    let mut characters = value.chars();
    let first = characters.next();
    characters.all(|next| Some(next) == first)
}

/// Whether a value is a placeholder, as examples have instead of a secret.
fn is_placeholder(value: &str) -> bool {
    const WORDS: [&str; 13] = [
        "changeit",
        "changethis",
        "example",
        "fixme",
        "none",
        "null",
        "password",
        "placeholder",
        "replaceme",
        "secret",
        "tbd",
        "todo",
        "undefined",
    ];
    let value = value.trim().to_lowercase();
    let letters: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_in_brackets = value.starts_with('<') && value.ends_with('>');
    let is_yours = ["your-", "your_", "your "]
        .iter()
        .any(|start| value.starts_with(start));
    WORDS.contains(&letters.as_str()) || letters.contains("changeme") || is_in_brackets || is_yours
}

impl Draw for Asked {
    fn form(&self) -> Form {
        Form {
            source: "a person, the environment or a file",
            ..Form::default()
        }
    }

    fn draw(&mut self, _: &mut Entropy, _: &mut Secret) -> Result<()> {
        bail!("a value that is asked for cannot be drawn")
    }
}

impl Recipe for Asked {
    fn space(&self) -> Space {
        Space::of("what is given".to_owned(), SpaceSize::Power(1, 1))
    }

    /// Whether the value can be an answer. Empty texts, repeated characters and placeholders cannot.
    fn can_give(&self, value: &str) -> bool {
        !value.is_empty() && !is_repeated(value) && !is_placeholder(value)
    }
}
