//! Writes values: their destination, number, separators and form. No other code writes values.
//!
//! Values are drawn directly into a buffer of this module, which is wiped. They are written without the
//! buffer of the standard library, which is not wiped. Every write is checked.

pub mod clipboard;
mod destination;
pub mod explanation;
mod flags;
mod hashes;
mod json;
mod kept;
pub mod mask;
mod permissions;
mod picture;
mod progress;
mod two_threads;
mod watch;

use anyhow::{Context, Result, bail, ensure};

use crate::files::new_file::NewFile;
use crate::hash::HashArgs;
use crate::recipe::byte_string::ByteString;
use crate::recipe::space::Space;
use crate::recipe::{Draw, Form};
use crate::secret::Secret;
use crate::system::streams::ReaderGone;
use crate::text::qr::Picture;
use crate::uniform::entropy::Entropy;
use destination::Destination;
use hashes::Hashes;
use json::Object;
use mask::Runner;
use progress::Progress;
use two_threads::draw_in_order;

pub use explanation::Guess;
pub use flags::OutputArgs;
pub use kept::Kept;
pub use picture::{PictureFile, check_fits, draw};
pub use watch::watch;

/// The bytes that are gathered before a write. Larger buffers were not faster, as measured.
const BUFFER: usize = 64 * 1024;

/// The minimum length of a value, in bytes, for which a second thread is started, as measured.
const TWO_THREADS: u64 = 16 << 20;

/// The minimum number of values for which a second thread is started, as measured.
const TWO_THREADS_OF_VALUES: u64 = 1 << 15;

/// The longest value that `--json`, `--mask` and `--hash` hold in memory, in random bytes.
const MAX_HELD: u64 = 1024 * 1024;

/// An open destination, and the form in which values are written to it.
pub struct Output {
    destination: Destination,
    /// The bytes that are ready to be written.
    buffer: Secret,
    /// A value that is not yet rendered.
    held: Secret,
    hashes: Option<Hashes>,
    /// Other files that belong to the values.
    files: Vec<NewFile>,
    rendering: Rendering,
    form: Form,
    mask: Option<Runner>,
    separator: &'static [u8],
    /// Whether the separator follows the last value too.
    terminated: bool,
    expands: bool,
    count: u64,
    written: u64,
    progress: Progress,
}

/// The form of written values.
enum Rendering {
    Plain,
    Json(Object),
    /// A QR code.
    Picture,
}

impl Rendering {
    /// The separator of values. `is_raw` and `null` affect only plain values.
    fn separator(&self, is_raw: bool, null: bool) -> &'static [u8] {
        match self {
            Self::Plain if is_raw => b"",
            Self::Plain if null => b"\0",
            Self::Plain | Self::Json(_) => b"\n",
            // A picture ends with a newline.
            Self::Picture => b"",
        }
    }
}

impl Output {
    /// Checks the options and opens the destination, before anything is drawn. Explains the `space` of
    /// the values with `--explain`.
    ///
    /// The space is needed if [`OutputArgs::tells_space`] is true, and if values are hashed.
    ///
    /// # Errors
    /// An option has no effect or would damage the value, or the destination can't be opened.
    pub fn open(
        args: &OutputArgs,
        hash: &HashArgs,
        kind: &'static str,
        form: Form,
        space: Option<&Space>,
    ) -> Result<Self> {
        let count = args.count.unwrap_or(form.count);
        let bits = space.map_or(0.0, |space| space.size.bits());
        args.check(&form, count, bits)?;
        args.check_clipboard_and_picture(&form, count, hash)?;
        let settings = hash.settings()?;
        if let Some(settings) = &settings {
            settings.scheme().check(bits, form.hashed_bytes)?;
        }
        hash.check_user(&form, count)?;
        let destination = args.destination(&form, hash)?;
        let guess = match &settings {
            Some(settings) if args.explain || args.json => Some(Guess::of(settings)?),
            _ => None,
        };
        let open = |settings| Hashes::open(hash, settings, args.force);
        let hashes = settings.map(open).transpose()?;
        if let (Destination::NewFile(values), Some(hashes)) = (&destination, &hashes) {
            hashes.check_apart(values)?;
        }
        if let (true, Some(space)) = (args.explain, space) {
            let source = args.source(&form);
            explanation::say(explanation::lines(space, &source, count))?;
            if let Some(guess) = &guess {
                guess.explain(Some(bits))?;
            }
        }
        let rendering = match () {
            () if args.json => {
                let source = args.source(&form);
                Rendering::Json(Object::new(kind, space, &source, guess.as_ref()))
            }
            () if args.qr && !form.shows_picture => Rendering::Picture,
            () => Rendering::Plain,
        };
        let wants_progress = !args.no_progress && !args.copy && args.mask.is_none();
        let to_stdout = matches!(destination, Destination::Stdout(_));
        Ok(Self {
            destination,
            // A larger buffer would make a run with a single value a tenth slower.
            buffer: Secret::with_capacity(512),
            held: Secret::with_capacity(256),
            hashes,
            files: Vec::new(),
            mask: args.mask,
            separator: rendering.separator(form.is_raw, args.null),
            rendering,
            form,
            terminated: !args.no_newline && !args.copy,
            expands: args.entropy.is_none(),
            count,
            written: 0,
            progress: Progress::new(wants_progress, to_stdout),
        })
    }

    /// The entropy for the values, as `--entropy` chooses it.
    pub fn entropy(&self) -> Entropy {
        if self.expands {
            Entropy::expanded()
        } else {
            Entropy::os()
        }
    }

    /// Draws all values and writes them.
    pub fn values(&mut self, values: &mut dyn Draw, entropy: &mut Entropy) -> Result<()> {
        if self.count > 1 {
            self.progress.begin();
        }
        while self.written < self.count {
            if let Some(token) = values.streamed() {
                self.long_value(token, entropy)?;
            } else if self.written == 1
                && self.count > 2
                && self.is_plain()
                && let Some(other) = values.for_another_thread()
            {
                self.plain_values(values, other, entropy)?;
            } else {
                self.value(values, entropy)?;
            }
        }
        Ok(())
    }

    /// Whether values are written exactly as they are drawn.
    fn is_plain(&self) -> bool {
        matches!(self.rendering, Rendering::Plain) && self.mask.is_none() && self.hashes.is_none()
    }

    /// Draws a value and writes it.
    fn value(&mut self, values: &mut dyn Draw, entropy: &mut Entropy) -> Result<()> {
        if self.is_plain() {
            draw_value(values, entropy, &mut self.buffer)?;
        } else {
            self.held.truncate(0);
            draw_value(values, entropy, &mut self.held)?;
            if let Some(hashes) = &mut self.hashes {
                let (id, secret) = self.form.stored_parts(self.held.as_bytes());
                hashes.add(id, secret, entropy)?;
                // Hashes can be slow, so the progress is updated for each value.
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

    /// Draws all values except the first and the last. The last may have no separator.
    fn plain_values(
        &mut self,
        values: &mut dyn Draw,
        mut other: Box<dyn Draw + Send>,
        entropy: &mut Entropy,
    ) -> Result<()> {
        let (done, separator) = (self.written, self.separator);
        self.written = self.count - 1;
        let left = self.written - done;
        // All values have about the length of the first value.
        let of_a_part = (BUFFER / self.buffer.len().max(1)).max(1);
        let parts = (0..left).step_by(of_a_part);
        let parts = parts.map(move |done| (left - done).min(of_a_part as u64));
        let draw = |values: &mut dyn Draw, count, entropy: &mut Entropy, text: &mut Secret| {
            for _ in 0..count {
                draw_value(values, entropy, text)?;
                match separator {
                    [byte] => text.push(*byte),
                    _ => text.extend(separator),
                }
            }
            Ok(())
        };
        let other = (left >= TWO_THREADS_OF_VALUES).then_some(
            move |count, entropy: &mut Entropy, text: &mut Secret| {
                draw(&mut *other, count, entropy, text)
            },
        );
        let draw =
            |count, entropy: &mut Entropy, text: &mut Secret| draw(values, count, entropy, text);
        self.parts(parts, entropy, draw, other, (done, self.count, false))
    }

    /// Draws and writes a value that is too long to be held in memory, part by part.
    fn long_value(&mut self, token: &mut ByteString, entropy: &mut Entropy) -> Result<()> {
        if !self.is_plain() {
            ensure!(
                token.len() <= MAX_HELD,
                "--json, --mask and --hash hold a value in memory, which is at most {MAX_HELD} random bytes"
            );
            return self.value(token, entropy);
        }
        self.progress.begin();
        self.destination.widen();
        let (length, written) = (token.len(), self.written);
        let bytes_of = |count: u64| count.saturating_mul(length);
        let other = (length >= TWO_THREADS).then(|| {
            let mut token = token.clone();
            move |part, entropy: &mut Entropy, text: &mut Secret| {
                token.draw_part(part, entropy, text)
            }
        });
        self.parts(
            token.parts(),
            entropy,
            |part, entropy, text| token.draw_part(part, entropy, text),
            other,
            (bytes_of(written), bytes_of(self.count), true),
        )?;
        self.end_value();
        Ok(())
    }

    /// Draws `parts` and writes them in order. `done` of `total` are already written.
    fn parts<D, O>(
        &mut self,
        parts: impl Iterator<Item = u64> + Clone + Send,
        entropy: &mut Entropy,
        draw: D,
        other: Option<O>,
        (mut done, total, in_bytes): (u64, u64, bool),
    ) -> Result<()>
    where
        D: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()>,
        O: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()> + Send,
    {
        let (destination, progress) = (&mut self.destination, &mut self.progress);
        draw_in_order(
            parts,
            &mut self.buffer,
            entropy,
            draw,
            other,
            |part, text| {
                destination.write(text.as_bytes())?;
                text.reuse();
                done += part;
                progress.reached(done, total, in_bytes);
                Ok(())
            },
        )
    }

    /// Writes the rest and publishes all files, including `files`.
    pub fn finish(mut self, files: Vec<NewFile>) -> Result<()> {
        self.files = files;
        self.flush()?;
        if let Some(hashes) = self.hashes {
            self.files.extend(hashes.finish()?);
        }
        self.destination.finish(self.files)
    }

    /// Appends the separator after a value.
    fn end_value(&mut self) {
        self.written += 1;
        if self.terminated || self.written < self.count {
            self.buffer.extend(self.separator);
        }
    }

    fn flush(&mut self) -> Result<()> {
        let written = self.destination.write(self.buffer.as_bytes());
        let has_hashes = self.hashes.as_ref().is_some_and(Hashes::has_file);
        if written.as_ref().is_err_and(anyhow::Error::is::<ReaderGone>) {
            // A file that belongs to the values is not written, because nobody has all values.
            let beside = match () {
                () if has_hashes => "file of hashes",
                () if !self.files.is_empty() => "QR code",
                () => return written,
            };
            bail!("the reader of stdout has gone away, so the {beside} was not written");
        }
        written?;
        self.buffer.reuse();
        Ok(())
    }

    /// Announces the held value to the CI runner, then appends its rendering to the buffer.
    fn render_held(&mut self) -> Result<()> {
        // Raw bytes are never treated as text, even if they are valid UTF-8.
        let text = std::str::from_utf8(self.held.as_bytes());
        let text = text.ok().filter(|_| !self.form.is_raw);
        let start = self.buffer.len();
        let written = match &self.rendering {
            Rendering::Picture => {
                let text = text.context("--qr shows text, and the value is not in UTF-8")?;
                let picture = Picture::of(text)?;
                self.destination.check_fits(&picture)?;
                picture.text(&mut self.buffer);
                return Ok(());
            }
            Rendering::Plain => {
                self.buffer.extend(self.held.as_bytes());
                start..self.buffer.len()
            }
            Rendering::Json(object) => {
                object.begin(&mut self.buffer);
                match text {
                    Some(text) => json::push_text(text, self.form.further_lines, &mut self.buffer),
                    None => json::push_bytes(self.held.as_bytes(), &mut self.buffer)?,
                }
            }
        };
        if let Some(runner) = self.mask {
            let mut masked = runner.mask(self.held.as_bytes());
            // JSON escapes some characters. The mask of the value would not match the escaped text.
            let written = &self.buffer.as_bytes()[written];
            if self.form.further_lines.is_empty() && written != self.held.as_bytes() {
                masked = masked.and_then(|()| runner.mask(written));
            }
            if let Err(error) = masked {
                // A value without its mask must not be written.
                self.buffer.truncate(start);
                return Err(error);
            }
        }
        if let Some(hashes) = &self.hashes {
            hashes.render(
                matches!(self.rendering, Rendering::Json(_)),
                &mut self.buffer,
            );
        }
        if let Rendering::Json(object) = &self.rendering {
            object.end(&mut self.buffer);
        }
        Ok(())
    }
}

/// Draws a value and appends it to `text`.
fn draw_value(values: &mut dyn Draw, entropy: &mut Entropy, text: &mut Secret) -> Result<()> {
    let start = text.len();
    values.draw(entropy, text)?;
    ensure!(text.len() > start, "refusing to write an empty value");
    Ok(())
}
