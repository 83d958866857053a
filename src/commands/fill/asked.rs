//! Values that only a person or the environment has: `{{ ask "label" }}`.

use anyhow::{Result, bail};

use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The word of a template that asks.
pub const ASK: &str = "ask";

/// A value that is asked for. Nothing draws it.
pub struct Asked {
    /// What a person is asked for; empty where the template does not say.
    pub label: String,
}

impl Asked {
    /// # Errors
    /// There is more than a label.
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
