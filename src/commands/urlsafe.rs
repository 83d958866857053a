//! `secrets urlsafe`: random bytes as text that is safe in URLs and file names.

use anyhow::Result;
use clap::Args;

use crate::generate::Generator;
use crate::help::Examples;
use crate::input::size::SizeArgs;
use crate::output::OutputArgs;
use crate::recipe::Recipe;
use crate::recipe::byte_string::ByteString;
use crate::text::encoding::Encoding;

/// For `--help` and the man page.
pub const EXAMPLES: Examples = &[
    ("secrets urlsafe", "32 bytes: 43 characters, 256 bits"),
    (
        "secrets urlsafe --chars 22",
        "exactly 22 characters, 128 bits",
    ),
    (
        "TOKEN=$(secrets urlsafe --mask github)",
        "a token that GitHub Actions hides in its log",
    ),
];

/// The flags of `secrets urlsafe`.
#[derive(Args)]
pub struct Urlsafe {
    #[command(flatten)]
    size: SizeArgs,
}

impl Generator for Urlsafe {
    const KIND: &'static str = "urlsafe";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        ByteString::recipe(&self.size, Some(Encoding::Base64url))
    }
}
