//! Where results go, how many, and how they are separated. The only code that writes them.
//!
//! Values are drawn straight into a buffer of this module, which is wiped, and written to the
//! descriptor without the standard library's own buffer, which is not. Every write is checked.

pub mod clipboard;
mod explanation;
mod hashes;
mod picture;
mod progress;
mod watch;

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::{thread, time};

use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::{ArgGroup, Args, ValueEnum};

use crate::hash::HashArgs;
use crate::input::size::positive;
use crate::message::hinted;
use crate::recipe::byte_string::ByteString;
use crate::recipe::space::Bits;
use crate::recipe::{OS, Recipe};
use crate::secret::Secret;
use crate::system::blocking;
use crate::system::protection;
use crate::text::json::json_string;
use crate::text::qr::{self, Picture};
use crate::uniform::entropy::Entropy;
use clipboard::{Clipboard, MAX_COPIED};

use crate::files::new_file::{NewFile, publish};
use crate::system::streams::{ReaderGone, is_closed, report_size_limit, stdout, stdout_error};
use explanation::{explain, json_tail};
use hashes::Hashes;
use picture::check_fits;
pub use picture::draw;
use progress::Progress;
pub use watch::watch;

/// Bytes gathered before they are written. Larger buffers were measured to gain nothing.
const BUFFER: usize = 64 * 1024;

/// Bytes of a value, and values, from which on a second thread is worth its start, as measured.
const TWO_THREADS: u64 = 16 << 20;
const TWO_THREADS_OF_VALUES: u64 = 1 << 15;

/// Bytes that a pipe holds while a long value goes through it: what Linux allows to any user.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

/// The longest token that `--json` and `--mask` hold in memory, in random bytes.
const MAX_HELD: u64 = 1024 * 1024;

/// A mask for a value of fewer bits would hide ordinary text in the log.
pub const MIN_MASKED_BITS: f64 = 16.0;

/// How many values, where they go and in what form: the same on every generator.
#[derive(Args, Default)]
#[command(next_help_heading = "Output", group = ArgGroup::new("files").multiple(true))]
pub struct OutputArgs {
    /// Make N values [default: 1]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive, allow_negative_numbers = true)]
    pub count: Option<u64>,

    /// Write to FILE, readable by you alone, complete or not at all
    ///
    /// The file is written beside FILE with mode 0600 and moved into place once it is complete and
    /// on the disk. A FILE that exists is refused without --force. - is stdout, even for raw bytes
    /// at a terminal.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, group = "files")]
    output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long, requires = "files")]
    pub force: bool,

    /// End each value with a NUL byte instead of a newline
    #[arg(hide_short_help = true, short = '0', long)]
    pub null: bool,

    /// Leave out the newline after the last value
    #[arg(hide_short_help = true, long)]
    no_newline: bool,

    /// Write one JSON object a line: kind, value, entropy_bits and all of --explain
    ///
    /// A value that is not text is given as value_base64.
    #[arg(long)]
    json: bool,

    /// Say on stderr what is drawn from what, and how strong it is
    #[arg(long)]
    explain: bool,

    /// Have the CI runner mask each value in its log: github or azure
    ///
    /// The line comes before the value, and on stderr it works inside X=$(secrets hex --mask
    /// github) too.
    #[arg(long, value_name = "RUNNER", hide_possible_values = true)]
    mask: Option<Runner>,

    /// Put the value on the clipboard instead of stdout
    ///
    /// Several values are a line each. The clipboard is that of wl-copy, xclip, xsel, pbcopy or
    /// clip.exe; in an SSH session, or where there is none, that of the terminal (OSC 52), which
    /// does not tell whether it took the value.
    #[arg(long, conflicts_with_all = ["output", "null", "no_newline", "json", "mask", "qr"])]
    copy: bool,

    /// Wait for TIME, as 30s or 2m, then clear the clipboard and end
    ///
    /// Until then the command keeps running; Ctrl-C clears at once. A clipboard that has something
    /// else by then is left alone, where it can be read: that of a terminal cannot.
    #[arg(hide_short_help = true, long, value_name = "TIME", requires = "copy", value_parser = clipboard::wait, allow_negative_numbers = true)]
    clear_after: Option<time::Duration>,

    /// Show each value as a QR code instead of text
    #[arg(hide_short_help = true, long, conflicts_with_all = ["null", "no_newline", "json", "mask"])]
    pub qr: bool,

    /// Show no progress bar
    ///
    /// One is shown on stderr, if that is a terminal and the values go elsewhere, after a second.
    #[arg(hide_short_help = true, long)]
    no_progress: bool,

    /// Draw every byte from the operating system itself
    ///
    /// Without this, requests of 16 KiB and more, for a long value or for many, are expanded with ChaCha20
    /// from a fresh key of the operating system for every 64 KiB, as Linux does within one request of any
    /// length.
    #[arg(hide_short_help = true, long, value_name = "SOURCE")]
    entropy: Option<EntropySource>,
}

/// Where all bytes come from.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EntropySource {
    /// The operating system
    Os,
}

/// A CI runner that hides values which were announced to it.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Runner {
    /// GitHub Actions: ::add-mask::
    Github,
    /// Azure Pipelines: ##vso[task.setsecret]
    Azure,
}

/// An open destination and the form in which values are written to it.
pub struct Output {
    destination: Destination,
    /// What is ready to be written.
    buffer: Secret,
    /// A value that needs another form before it is ready.
    held: Secret,
    hashes: Option<Hashes>,
    /// Whether the hashes have a file of their own.
    has_hash_file: bool,
    form: Form,
    /// Whether values are raw bytes.
    raw: bool,
    /// The beginning and the end of a JSON object, around the value.
    json: (String, String),
    /// The names of the lines of a value after its first.
    further_lines: &'static [&'static str],
    mask: Option<Runner>,
    separator: &'static [u8],
    /// Whether the separator follows the last value too.
    terminated: bool,
    expands: bool,
    count: u64,
    written: u64,
    progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Json,
    Picture,
}

enum Destination {
    Stdout(File),
    NewFile(NewFile),
    /// With all that is to be copied.
    Clipboard(Clipboard, Secret),
}

impl Destination {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Stdout(file) => blocking::write_all(&*file, bytes).map_err(stdout_error),
            Self::NewFile(file) => file.write(bytes),
            Self::Clipboard(_, text) => {
                let length = (text.len() + bytes.len()) as u64;
                ensure!(length <= MAX_COPIED, too_long_to_copy());
                text.extend(bytes);
                Ok(())
            }
        }
    }
}

fn too_long_to_copy() -> Error {
    anyhow!("--copy takes at most {MAX_COPIED} bytes")
}

impl Output {
    /// Checks that the options fit the recipe and the destination can be written, before anything
    /// is drawn; then explains the recipe, if asked to.
    ///
    /// # Errors
    /// Options that have no effect or would spoil the value, or a destination that can't be opened.
    pub fn open(
        args: &OutputArgs,
        hash: &HashArgs,
        kind: &'static str,
        recipe: &dyn Recipe,
    ) -> Result<Self> {
        let count = args.count.unwrap_or_else(|| recipe.default_count());
        let source = args.source(recipe);
        // Only these tell it, and counting can take a while.
        let told = args.tells_space() || hash.hash.is_some();
        let space = told.then(|| recipe.space());
        let bits = space.as_ref().map_or(0.0, |space| space.size.bits());
        args.check(recipe, count, bits)?;
        args.check_clipboard_and_picture(recipe, count, hash)?;
        if let Some(scheme) = hash.hash {
            scheme.check(bits, recipe.longest())?;
        }
        report_size_limit();
        let destination = args.destination(recipe.is_raw() && !args.json, hash)?;
        let hashes = Hashes::open(hash, args.force)?;
        if let (Destination::NewFile(values), Some(hashes)) = (&destination, &hashes) {
            hashes.check_apart(values)?;
        }
        if let (true, Some(space)) = (args.explain, &space) {
            explain(space, &source, count)?;
        }
        let form = match () {
            () if args.json => Form::Json,
            () if args.qr && !recipe.shows_picture() => Form::Picture,
            () => Form::Plain,
        };
        let progress = Progress::new(
            !args.no_progress && !args.copy && args.mask.is_none(),
            matches!(destination, Destination::Stdout(_)),
        );
        Ok(Self {
            destination,
            // Room for a single value: touching and wiping more would cost its process a tenth.
            buffer: Secret::with_capacity(512),
            held: Secret::with_capacity(256),
            hashes,
            has_hash_file: hash.hash_output.is_some(),
            form,
            raw: recipe.is_raw(),
            json: (
                format!(r#"{{"kind":"{kind}""#),
                space
                    .as_ref()
                    .map(|space| json_tail(space, &source))
                    .unwrap_or_default(),
            ),
            further_lines: recipe.further_lines(),
            mask: args.mask,
            separator: match form {
                Form::Plain if recipe.is_raw() => b"",
                Form::Plain if args.null => b"\0",
                Form::Plain | Form::Json => b"\n",
                // A picture ends its last line itself.
                Form::Picture => b"",
            },
            terminated: !args.no_newline && !args.copy,
            expands: args.entropy.is_none(),
            count,
            written: 0,
            progress,
        })
    }

    /// The entropy that the values are to be drawn from.
    pub fn entropy(&self) -> Entropy {
        if self.expands {
            Entropy::expanded()
        } else {
            Entropy::os()
        }
    }

    /// Draws all values and writes them.
    pub fn values(&mut self, recipe: &mut dyn Recipe, entropy: &mut Entropy) -> Result<()> {
        while self.written < self.count {
            if let Some(token) = recipe.long() {
                self.long_value(token, entropy)?;
            } else if self.written == 1
                && self.count > 2
                && self.is_plain()
                && let Some(other) = recipe.another()
            {
                self.plain_values(recipe, other, entropy)?;
            } else {
                self.value(recipe, entropy)?;
            }
        }
        Ok(())
    }

    /// Whether values are written just as they are drawn.
    fn is_plain(&self) -> bool {
        self.form == Form::Plain && self.mask.is_none() && self.hashes.is_none()
    }

    /// Draws a value and writes it.
    fn value(&mut self, recipe: &mut dyn Recipe, entropy: &mut Entropy) -> Result<()> {
        if self.is_plain() {
            draw_value(recipe, entropy, &mut self.buffer)?;
        } else {
            self.held.truncate(0);
            draw_value(recipe, entropy, &mut self.held)?;
            if let Some(hashes) = &mut self.hashes {
                let (id, secret) = recipe.stored_parts(self.held.as_bytes());
                hashes.add(id, secret, entropy)?;
                // This is slow where it has to be.
                self.progress.reached(self.written, self.count, false);
            }
            self.render_held()?;
        }
        self.end_value();
        if self.buffer.len() >= BUFFER {
            self.flush()?;
            self.progress.reached(self.written, self.count, false);
        }
        Ok(())
    }

    /// Draws all values after the first but the last, which perhaps no separator follows.
    fn plain_values(
        &mut self,
        recipe: &mut dyn Recipe,
        other: Box<dyn Recipe + Send>,
        entropy: &mut Entropy,
    ) -> Result<()> {
        let (done, separator) = (self.written, self.separator);
        self.written = self.count - 1;
        let left = self.written - done;
        // The first value tells how long about all are.
        let of_a_part = (BUFFER / self.buffer.len().max(1)).max(1);
        let parts = (0..left).step_by(of_a_part);
        let parts = parts.map(move |done| (left - done).min(of_a_part as u64));
        let draw = |recipe: &mut dyn Recipe, count, entropy: &mut Entropy, text: &mut Secret| {
            for _ in 0..count {
                draw_value(recipe, entropy, text)?;
                match separator {
                    [byte] => text.push(*byte),
                    _ => text.extend(separator),
                }
            }
            Ok(())
        };
        let other = (left >= TWO_THREADS_OF_VALUES).then_some(other);
        self.parts(
            parts,
            |count, entropy, text| draw(recipe, count, entropy, text),
            other.map(|mut other| {
                move |count, entropy: &mut Entropy, text: &mut Secret| {
                    draw(&mut *other, count, entropy, text)
                }
            }),
            entropy,
            (done, self.count, false),
        )
    }

    /// Writes a value that is too long to be held, part by part.
    fn long_value(&mut self, token: &mut ByteString, entropy: &mut Entropy) -> Result<()> {
        if !self.is_plain() {
            ensure!(
                token.len() <= MAX_HELD,
                "--json, --mask and --hash hold a value in memory, which is at most {MAX_HELD} random bytes"
            );
            return self.value(token, entropy);
        }
        if let Destination::Stdout(stdout) = &self.destination {
            widen(stdout);
        }
        let mut other = (token.len() >= TWO_THREADS).then(|| token.clone());
        let (length, written) = (token.len(), self.written);
        let bytes_of = |count: u64| count.saturating_mul(length);
        self.parts(
            token.parts(),
            |part, entropy, text| token.draw_part(part, entropy, text),
            other.as_mut().map(|token| {
                |part, entropy: &mut Entropy, text: &mut Secret| {
                    token.draw_part(part, entropy, text)
                }
            }),
            entropy,
            (bytes_of(written), bytes_of(self.count), true),
        )?;
        self.end_value();
        Ok(())
    }

    /// Draws `parts` by the numbers of what is in them, and writes all of them in order. Where there
    /// is an `other` way to draw them, a second thread draws every other part.
    ///
    /// The second thread is at most two parts ahead. It ends when nobody takes them any more.
    fn parts<D, O>(
        &mut self,
        parts: impl Iterator<Item = u64> + Clone + Send,
        mut draw: D,
        other: Option<O>,
        entropy: &mut Entropy,
        (mut done, total, in_bytes): (u64, u64, bool),
    ) -> Result<()>
    where
        D: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()>,
        O: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()> + Send,
    {
        let (give, drawn) = mpsc::sync_channel(1);
        let (give_back, empty) = mpsc::channel();
        thread::scope(|scope| {
            let other = other.map(|mut draw| {
                let mut entropy = entropy.another();
                let parts = parts.clone().skip(1).step_by(2);
                thread::Builder::new().spawn_scoped(scope, move || {
                    let draw = |part, text: &mut Secret| draw(part, &mut entropy, text);
                    draw_each(parts, draw, &give, &empty);
                    protection::wipe_stack();
                })
            });
            // The system may have no thread left for us.
            let alone = other.is_none_or(|spawned| spawned.is_err());
            // Dropped at the end of this block, whatever happens, so that the other thread ends.
            let drawn = drawn;
            for (number, part) in parts.enumerate() {
                if alone || number % 2 == 0 {
                    draw(part, entropy, &mut self.buffer)?;
                    self.flush()?;
                } else {
                    let mut text: Secret = drawn
                        .recv()
                        .context("the second thread has ended early")??;
                    self.destination.write(text.as_bytes())?;
                    text.reuse();
                    // The last part of all has nobody to give it back to.
                    let _ = give_back.send(text);
                }
                done += part;
                self.progress.reached(done, total, in_bytes);
            }
            Ok(())
        })
    }

    /// Writes what is left and puts the files in their places.
    pub fn finish(mut self) -> Result<()> {
        let hashes = match self.hashes.take() {
            Some(hashes) => hashes.finish()?,
            None => None,
        };
        self.flush()?;
        match self.destination {
            Destination::Stdout(_) => publish(hashes.as_slice()),
            Destination::NewFile(file) => {
                publish(&hashes.into_iter().chain([file]).collect::<Vec<_>>())
            }
            Destination::Clipboard(mut clipboard, text) => {
                clipboard.copy(&text)?;
                if let Err(error) = publish(hashes.as_slice()) {
                    let _ = clipboard.clear(&text);
                    return Err(error);
                }
                clipboard.wait_and_clear(&text)
            }
        }
    }

    /// Adds what separates the value from the next one, or ends the last.
    fn end_value(&mut self) {
        self.written += 1;
        if self.terminated || self.written < self.count {
            self.buffer.extend(self.separator);
        }
    }

    fn flush(&mut self) -> Result<()> {
        let written = self.destination.write(self.buffer.as_bytes());
        if self.has_hash_file && written.as_ref().is_err_and(anyhow::Error::is::<ReaderGone>) {
            // Nobody has all the values that the file of hashes would be for.
            bail!("the reader of stdout has gone away, so the file of hashes was not written");
        }
        written?;
        self.buffer.reuse();
        Ok(())
    }

    /// Adds the held value to the buffer as a QR code.
    fn draw_held(&mut self) -> Result<()> {
        let text = std::str::from_utf8(self.held.as_bytes())
            .context("--qr shows text, and the value is not in UTF-8")?;
        let picture = Picture::of(text)?;
        if let Destination::Stdout(stdout) = &self.destination {
            check_fits(stdout, &picture, "ask for a shorter value")?;
        }
        picture.text(&mut self.buffer);
        Ok(())
    }

    /// Announces the held value to the CI runner, then adds it to the buffer in its form.
    fn render_held(&mut self) -> Result<()> {
        if self.form == Form::Picture {
            return self.draw_held();
        }
        // Raw bytes are never text, even those that could be.
        let text = std::str::from_utf8(self.held.as_bytes())
            .ok()
            .filter(|_| !self.raw);
        let start = self.buffer.len();
        if self.form == Form::Json {
            self.buffer.extend(self.json.0.as_bytes());
            self.buffer.extend(if text.is_some() {
                br#","value":""#
            } else {
                br#","value_base64":""#
            });
        }
        let value_start = self.buffer.len();
        match (self.form, text) {
            (Form::Plain | Form::Picture, _) => self.buffer.extend(self.held.as_bytes()),
            (Form::Json, Some(text)) => {
                let mut lines = text.splitn(self.further_lines.len() + 1, '\n');
                json_string(lines.next().unwrap_or_default(), &mut self.buffer);
                for (name, line) in self.further_lines.iter().zip(lines) {
                    self.buffer.extend(format!(r#"","{name}":""#).as_bytes());
                    json_string(line, &mut self.buffer);
                }
            }
            (Form::Json, None) => {
                let length = base64::encoded_len(self.held.len(), true).unwrap_or(0);
                let written = STANDARD.encode_slice(self.held.as_bytes(), self.buffer.grow(length));
                debug_assert_eq!(
                    written.ok(),
                    Some(length),
                    "the length is what the crate says"
                );
            }
        }
        if let Some(runner) = self.mask {
            // In JSON a quote is escaped, and the log would show what the mask of the value misses.
            let written = &self.buffer.as_bytes()[value_start..];
            let mut masked = runner.mask(self.held.as_bytes());
            let escaped = self.further_lines.is_empty() && written != self.held.as_bytes();
            if masked.is_ok() && escaped {
                masked = runner.mask(written);
            }
            if let Err(error) = masked {
                // A value without its mask must not be written.
                self.buffer.truncate(start);
                return Err(error);
            }
        }
        if self.form == Form::Json {
            self.buffer.push(b'"');
        }
        if let Some(hashes) = &self.hashes {
            hashes.render(self.form, &mut self.buffer);
        }
        if self.form == Form::Json {
            self.buffer.extend(self.json.1.as_bytes());
        }
        Ok(())
    }
}

/// Draws parts until nobody takes them any more, into texts that were given back if there are any.
///
/// Apart from what its thread does first, so that all it used of the stack is below.
#[inline(never)]
fn draw_each(
    parts: impl Iterator<Item = u64>,
    mut draw: impl FnMut(u64, &mut Secret) -> Result<()>,
    give: &SyncSender<Result<Secret>>,
    empty: &Receiver<Secret>,
) {
    for part in parts {
        let mut text = empty
            .try_recv()
            .unwrap_or_else(|_| Secret::with_capacity(2 * BUFFER));
        let result = draw(part, &mut text);
        if give.send(result.map(|()| text)).is_err() {
            return;
        }
    }
}

impl OutputArgs {
    /// The first of these options that the user gave.
    pub fn first_given(&self) -> Option<&'static str> {
        let given = [
            ("--count", self.count.is_some()),
            ("--output", self.output.is_some()),
            ("--force", self.force),
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

    /// Whether the space that values are drawn from is told, or decides on something.
    pub fn tells_space(&self) -> bool {
        self.json || self.explain || self.mask.is_some()
    }

    /// Refuses what would have no effect, and what would spoil the value.
    fn check(&self, recipe: &dyn Recipe, count: u64, bits: f64) -> Result<()> {
        let raw = recipe.is_raw() && !self.json;
        ensure!(
            !(raw && self.null),
            "--null has no effect on raw bytes: nothing separates them"
        );
        ensure!(
            !(raw && self.no_newline),
            "--no-newline has no effect on raw bytes: no newline follows them"
        );
        ensure!(
            !(self.null && self.no_newline && count == 1) || recipe.reads_items(),
            "--null has no effect with --no-newline and a single value"
        );
        ensure!(
            !(self.json && self.null) || recipe.reads_items(),
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

    /// Refuses what a clipboard or a QR code would not take whole.
    fn check_clipboard_and_picture(
        &self,
        recipe: &dyn Recipe,
        count: u64,
        hash: &HashArgs,
    ) -> Result<()> {
        let option = match () {
            () if self.copy => "--copy",
            () if self.qr && !recipe.shows_picture() => "--qr",
            () => return Ok(()),
        };
        if recipe.is_raw() {
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
        let length = recipe.least_length().unwrap_or(0);
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

    /// Where the bytes come from, for a person.
    fn source(&self, recipe: &dyn Recipe) -> String {
        let source = recipe.source();
        match self.entropy {
            _ if source != OS => source.to_owned(),
            Some(EntropySource::Os) => format!("{OS}, every byte"),
            None => format!("{OS}, expanded with ChaCha20 from 16 KiB on"),
        }
    }

    fn destination(&self, raw: bool, hash: &HashArgs) -> Result<Destination> {
        if self.copy {
            let clipboard = Clipboard::find(self.clear_after)?;
            return Ok(Destination::Clipboard(
                clipboard,
                Secret::with_capacity(256),
            ));
        }
        match &self.output {
            Some(path) if path != Path::new("-") => {
                Ok(Destination::NewFile(NewFile::create(path, self.force)?))
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
                Ok(Destination::Stdout(stdout()?))
            }
        }
    }
}

impl Runner {
    /// Announces each line of `value` on stderr.
    pub fn mask(self, value: &[u8]) -> Result<()> {
        let value = std::str::from_utf8(value).context("--mask can only hide text in UTF-8")?;
        let mut lines = Secret::with_capacity(4 * value.len() + 64);
        for line in value.split(['\n', '\r']).filter(|line| !line.is_empty()) {
            match self {
                // actions/toolkit, packages/core/src/command.ts: % is the escape character.
                Self::Github => push_mask("::add-mask::", line, "%25", &mut lines),
                // The agent reads %AZP25 as %, or, where its DECODE_PERCENTS is off, as it stands:
                // CommandStringConvertor in microsoft/azure-pipelines-agent. So both forms are announced.
                Self::Azure => {
                    push_mask("##vso[task.setsecret]", line, "%AZP25", &mut lines);
                    if line.contains('%') {
                        push_mask("##vso[task.setsecret]", line, "%", &mut lines);
                    }
                }
            }
        }
        blocking::write_all(io::stderr(), lines.as_bytes())
            .context("the mask could not be written to stderr, so the value was not written either")
    }
}

fn push_mask(command: &str, line: &str, percent: &str, lines: &mut Secret) {
    lines.extend(command.as_bytes());
    for byte in line.bytes() {
        match byte {
            b'%' => lines.extend(percent.as_bytes()),
            _ => lines.push(byte),
        }
    }
    lines.push(b'\n');
}

/// Appends a value of `recipe`.
fn draw_value(recipe: &mut dyn Recipe, entropy: &mut Entropy, text: &mut Secret) -> Result<()> {
    let start = text.len();
    recipe.draw(entropy, text)?;
    ensure!(text.len() > start, "refusing to write an empty value");
    Ok(())
}

/// Lets a pipe hold more, so that its two ends wait for each other less. It is only for speed, so it
/// may fail.
fn widen(stdout: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(stdout, PIPE);
    #[cfg(not(target_os = "linux"))]
    let _ = stdout;
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

    #[test]
    fn masks_escape_percent_signs() {
        let mut lines = Secret::with_capacity(0);
        push_mask("::add-mask::", "50%0A", "%25", &mut lines);
        assert_eq!(lines.as_bytes(), b"::add-mask::50%250A\n");
    }
}
