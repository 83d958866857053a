//! `secrets hex`: random bytes as lower-case hexadecimal.

use anyhow::Result;
use clap::Args;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::input::size::SizeArgs;
use crate::output::OutputArgs;
use crate::recipe::Recipe;
use crate::recipe::byte_string::ByteString;
use crate::text::encoding::Encoding;

/// The flags of `secrets hex`.
#[derive(Args, Default)]
pub struct Hex {
    #[command(flatten)]
    size: SizeArgs,
}

impl Described for Hex {
    const HELP: Help = Help {
        about: "Random bytes in lower-case hexadecimal",
        details: "",
        examples: &[
            ("secrets hex", "32 bytes: 64 digits, 256 bits"),
            ("secrets hex 16", "16 bytes: 32 digits, 128 bits"),
            ("secrets hex --chars 40", "exactly 40 digits"),
            (
                "secrets hex -n 3 --json",
                "three objects for a program to read",
            ),
        ],
    };
}

impl Generator for Hex {
    const KIND: &'static str = "hex";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = SizeArgs::plain(size)?;
        Some(Self { size })
    }

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        ByteString::recipe(&self.size, Some(Encoding::Hex), false)
    }
}
