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

    fn can_give(&self, value: &str) -> bool {
        !value.is_empty()
    }
}
