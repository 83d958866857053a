//! The output options of all generators, and the checks that they fit the values.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use clap::{ArgGroup, Args, ValueEnum};

use super::clipboard::{self, Clipboard, MAX_COPIED};
use super::destination::{Destination, too_long_to_copy};
use super::mask::{MIN_MASKED_BITS, Runner};
use super::permissions;
use crate::files::new_file::NewFile;
use crate::hash::HashArgs;
use crate::input::size::positive;
use crate::message::hinted;
use crate::recipe::space::Bits;
use crate::recipe::{Form, OS};
use crate::secret::Secret;
use crate::system::streams::{is_closed, stdout, stdout_if_any};
use crate::text::qr;

/// The options for the number, destination and form of values, for all generators.
#[derive(Args, Default)]
#[command(next_help_heading = "Output", group = ArgGroup::new("files").multiple(true))]
pub struct OutputArgs {
    /// Make N values [default: 1]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    pub count: Option<u64>,

    /// Make only different values; choice takes each item at most once
    ///
    /// All batches of different values are equally likely. The stated entropy is that of a value when
    /// all others are known. The values are held in memory: at most 256 MiB and 10 million values.
    #[arg(short, long)]
    pub distinct: bool,

    /// Write to FILE, readable by you alone, complete or not at all
    ///
    /// The file is written beside FILE with mode 0600 and moved into place when it is complete and on
    /// the disk. An existing FILE is refused without --force. - is stdout, even for raw bytes at a
    /// terminal. On Windows, everybody who can read the directory can read FILE.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, group = "files")]
    pub(super) output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, requires = "files")]
    pub force: bool,

    /// Make FILE only if it is missing or empty, and otherwise keep it
    ///
    /// The status is 0 in both cases, so that a unit file or an entrypoint can run it. An existing
    /// FILE is checked: the status is 1 if this command could not have made it, or if others may read
    /// it. Concurrent runs wait for each other. An empty FILE keeps its owner.
    #[arg(hide_short_help = true, long, requires = "output", conflicts_with_all = ["force", "json", "mask", "qr"])]
    pub(super) keep: bool,

    /// Give FILE these permissions, in octal, at most 0640 [default: 0600]
    ///
    /// Windows has none.
    #[arg(hide_short_help = true, long, value_name = "MODE", requires = "output", value_parser = permissions::mode)]
    pub(super) mode: Option<u32>,

    /// End each value with a NUL byte instead of a newline
    #[arg(hide_short_help = true, short = '0', long)]
    pub null: bool,

    /// Leave out the newline after the last value
    #[arg(hide_short_help = true, long)]
    pub(super) no_newline: bool,

    /// Write one JSON object a line: kind, value, entropy_bits and all of --explain
    ///
    /// A value that is not text is in value_base64.
    #[arg(long)]
    pub(super) json: bool,

    /// Say on stderr what the value is drawn from, and how strong it is
    #[arg(long)]
    pub(super) explain: bool,

    /// Have the CI runner mask each value in its log: github or azure
    ///
    /// The mask is written before the value, to stderr, so that it also works in X=$(secrets hex --mask
    /// github).
    #[arg(long, value_name = "RUNNER", hide_possible_values = true)]
    pub(super) mask: Option<Runner>,

    /// Put the value on the clipboard instead of stdout
    ///
    /// Each of several values is a line. The clipboard is set by wl-copy, xclip, xsel, pbcopy or
    /// clip.exe. In an SSH session, or without these programs, it is set by the terminal (OSC 52),
    /// which does not confirm it.
    #[arg(long, conflicts_with_all = ["output", "null", "no_newline", "json", "mask", "qr"])]
    pub(super) copy: bool,

    /// Wait for TIME, as 30s or 2m, then clear the clipboard and end
    ///
    /// Until then the command keeps running; Ctrl-C clears at once. If the clipboard has changed, it is
    /// not cleared. The clipboard of a terminal cannot be read, and is always cleared.
    #[arg(hide_short_help = true, long, value_name = "TIME", requires = "copy", value_parser = clipboard::wait)]
    pub(super) clear_after: Option<Duration>,

    /// Show each value as a QR code instead of text
    #[arg(hide_short_help = true, long, conflicts_with_all = ["null", "no_newline", "json", "mask"])]
    pub qr: bool,

    /// Show no progress bar
    ///
    /// A bar is shown on stderr after a second, if stderr is a terminal and the values go elsewhere.
    #[arg(hide_short_help = true, long)]
    pub(super) no_progress: bool,

    /// Draw every byte from the operating system itself
    ///
    /// Without this option, requests of 16 KiB or more, for a long value or for many values, are
    /// expanded with ChaCha20. Every 64 KiB have a fresh key from the operating system. Linux does the
    /// same within a large request.
    #[arg(hide_short_help = true, long, value_name = "SOURCE")]
    pub(super) entropy: Option<EntropySource>,
}

/// The value of `--entropy`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EntropySource {
    /// The operating system
    Os,
}

impl OutputArgs {
    /// The first of these options that was given.
    pub fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--count", self.count.is_some()),
            ("--distinct", self.distinct),
            ("--output", self.output.is_some()),
            ("--force", self.force),
            ("--keep", self.keep),
            ("--mode", self.mode.is_some()),
            ("--null", self.null),
            ("--no-newline", self.no_newline),
            ("--json", self.json),
            ("--explain", self.explain),
            ("--mask", self.mask.is_some()),
            ("--copy", self.copy),
            ("--clear-after", self.clear_after.is_some()),
            ("--qr", self.qr),
            ("--no-progress", self.no_progress),
            ("--entropy", self.entropy.is_some()),
        ];
        given
            .iter()
            .find(|(_, given)| *given)
            .map(|(name, _)| *name)
    }

    /// Whether the space of the values is shown or needed for a check.
    pub fn tells_space(&self) -> bool {
        self.json || self.explain || self.mask.is_some()
    }

    /// Whether an existing file is kept.
    pub fn keeps(&self) -> bool {
        self.keep
    }

    /// Whether values are masked in the log of a CI runner.
    pub fn masks(&self) -> bool {
        self.mask.is_some()
    }

    /// Leaves out the newline after the last value, for readers that take it as part of the value.
    pub fn leave_out_newline(&mut self) {
        self.no_newline |= !self.json;
    }

    /// Refuses options that have no effect or would damage the value.
    pub(super) fn check(&self, form: &Form, count: u64, bits: f64) -> Result<()> {
        let raw = form.is_raw && !self.json;
        ensure!(
            !(raw && self.null),
            "--null has no effect on raw bytes: nothing separates them"
        );
        ensure!(
            !(raw && self.no_newline),
            "--no-newline has no effect on raw bytes: no newline follows them"
        );
        ensure!(
            !(self.null && self.no_newline && count == 1) || form.reads_items,
            "--null has no effect with --no-newline and a single value"
        );
        ensure!(
            !(self.json && self.null) || form.reads_items,
            "--null has no effect with --json, which is one object a line"
        );
        if self.mask.is_some() {
            if raw {
                return Err(hinted(
                    "--mask cannot hide raw bytes in a log",
                    "give an --encoding",
                ));
            }
            ensure!(
                !is_closed(&io::stderr()),
                "stderr is closed or leads nowhere, so the mask would be lost"
            );
            if bits < MIN_MASKED_BITS {
                return Err(hinted(
                    format!(
                        "--mask for a value of {} would hide ordinary text in the log",
                        Bits(bits)
                    ),
                    "ask for a longer value, or leave out --mask",
                ));
            }
        }
        Ok(())
    }

    /// Refuses values that do not fit a clipboard or a QR code.
    pub(super) fn check_clipboard_and_picture(
        &self,
        form: &Form,
        count: u64,
        hash: &HashArgs,
    ) -> Result<()> {
        let option = match () {
            () if self.copy => "--copy",
            () if self.qr && !form.shows_picture => "--qr",
            () => return Ok(()),
        };
        if form.is_raw {
            return Err(hinted(
                format!("{option} takes text, and these are raw bytes"),
                "give an --encoding",
            ));
        }
        if hash.hash.is_some() && hash.hash_output.is_none() {
            return Err(hinted(
                format!("{option} is for the value alone, and --hash adds what to store"),
                "write the hashes with --hash-output FILE",
            ));
        }
        let length = form.least_length.unwrap_or(0);
        if self.copy {
            ensure!(
                length.saturating_add(1).saturating_mul(count) - 1 <= MAX_COPIED,
                too_long_to_copy()
            );
        } else {
            ensure!(
                length <= qr::MAX_BYTES,
                "{length} characters are too long for a QR code, which holds {} bytes",
                qr::MAX_BYTES
            );
        }
        Ok(())
    }

    /// Describes to a person where the bytes come from.
    pub(super) fn source(&self, form: &Form) -> String {
        let source = form.source;
        match self.entropy {
            _ if source != OS => source.to_owned(),
            Some(EntropySource::Os) => format!("{OS}, every byte"),
            None => format!("{OS}, expanded with ChaCha20 from 16 KiB on"),
        }
    }

    pub(super) fn destination(&self, form: &Form, hash: &HashArgs) -> Result<Destination> {
        let raw = form.is_raw && !self.json;
        if self.copy {
            let clipboard = Clipboard::find(self.clear_after)?;
            return Ok(Destination::Clipboard(
                clipboard,
                Secret::with_capacity(256),
            ));
        }
        match &self.output {
            Some(path) if path != Path::new("-") => {
                let replace = self.force || self.keep && path.exists();
                let file = NewFile::create(path, replace)?;
                permissions::set(&file, path, self.mode, self.keep)?;
                Ok(Destination::NewFile(file))
            }
            Some(_) if self.keep || self.mode.is_some() => {
                bail!("--keep and --mode are for a file, and --output - is stdout")
            }
            Some(_) if self.force && hash.hash_output.is_none() => {
                bail!("--force has no effect with --output -, which is stdout")
            }
            forced => {
                if raw && forced.is_none() && io::stdout().is_terminal() {
                    return Err(hinted(
                        "raw bytes would spoil the terminal",
                        "pipe them, write them with --output FILE, give an --encoding, or force them with --output -",
                    ));
                }
                let goes_elsewhere = form.goes_elsewhere || hash.hash_output.is_some();
                Ok(Destination::Stdout(if goes_elsewhere {
                    stdout_if_any()?
                } else {
                    stdout()?
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl OutputArgs {
        /// The options of a command line with at most `--count`.
        pub fn with_count(count: Option<u64>) -> Self {
            Self {
                count,
                ..Self::default()
            }
        }
    }
}
