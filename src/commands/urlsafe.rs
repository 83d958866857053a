//! `secrets urlsafe`: random bytes as text that is safe in URLs and file names.

use anyhow::Result;
use clap::Args;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::input::size::SizeArgs;
use crate::output::OutputArgs;
use crate::recipe::Recipe;
use crate::recipe::byte_string::ByteString;
use crate::text::encoding::Encoding;

/// The flags of `secrets urlsafe`.
#[derive(Args, Default)]
pub struct Urlsafe {
    #[command(flatten)]
    size: SizeArgs,

    /// Never begin with -, which some commands read as an option
    ///
    /// All other texts are equally likely. The token loses 0.023 bits.
    #[arg(long)]
    no_leading_hyphen: bool,
}

impl Described for Urlsafe {
    const HELP: Help = Help {
        about: "Random bytes as text for URLs and file names (base64url)",
        details: "\
The text is made of letters, digits, - and _ (RFC 4648, section 5), without padding. One \
token in 64 begins with -, unless --no-leading-hyphen is given.",
        examples: &[
            ("secrets urlsafe", "32 bytes: 43 characters, 256 bits"),
            (
                "secrets urlsafe --chars 22",
                "exactly 22 characters, 128 bits",
            ),
            (
                "secrets urlsafe --chars 21 --no-leading-hyphen",
                "21 characters, as in nanoid, never read as an option",
            ),
            (
                "TOKEN=$(secrets urlsafe --mask github)",
                "a token that GitHub Actions hides in its log",
            ),
        ],
    };
}

impl Generator for Urlsafe {
    const KIND: &'static str = "urlsafe";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = SizeArgs::plain(size)?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        ByteString::recipe(
            &self.size,
            Some(Encoding::Base64url),
            self.no_leading_hyphen,
        )
    }
}
