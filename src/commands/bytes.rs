//! `secrets bytes`: random bytes, raw or as text.

use anyhow::Result;
use clap::Args;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::input::size::SizeArgs;
use crate::output::OutputArgs;
use crate::recipe::Recipe;
use crate::recipe::byte_string::ByteString;
use crate::text::encoding::Encoding;

/// The flags of `secrets bytes`.
#[derive(Args, Default)]
pub struct Bytes {
    #[command(flatten)]
    size: SizeArgs,

    /// Write the bytes as text
    #[arg(short, long)]
    encoding: Option<Encoding>,

    /// Make base64url text that does not begin with -, which some commands read as an option
    #[arg(long)]
    no_leading_hyphen: bool,
}

impl Described for Bytes {
    const HELP: Help = Help {
        about: "Random bytes, raw or as text",
        details: "\
Raw bytes are written without a newline, and to a terminal only with --output -. Long values \
are written while they are drawn, in constant memory.",
        examples: &[
            (
                "secrets bytes 32 --output key",
                "a key of 32 bytes in a file that only you can read",
            ),
            (
                "secrets bytes 1M | wc -c",
                "1 MiB of random bytes into a pipe",
            ),
            (
                "secrets bytes 16 --encoding crockford",
                "128 bits as text that can be read aloud",
            ),
        ],
    };
}

impl Generator for Bytes {
    const KIND: &'static str = "bytes";

    fn plain(size: Option<&str>) -> Option<Self> {
        let size = SizeArgs::plain(size)?;
        Some(Self {
            size,
            ..Self::default()
        })
    }

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        ByteString::recipe(&self.size, self.encoding, self.no_leading_hyphen)
    }
}
