//! QR codes, drawn on the terminal or as SVG and PNG.
//!
//! The picture of a secret is as secret as the secret itself, so its memory is wiped too.

mod png;

use anyhow::{Result, bail};
use qrcodegen_no_heap::{QrCode, QrCodeEcc, Version};

use crate::secret::Secret;

/// The width of the quiet zone that readers need, in modules (ISO/IEC 18004, section 6.3.8).
const QUIET: i32 = 4;

/// The longest text of any content, in bytes (ISO/IEC 18004, table 7).
pub const MAX_BYTES: u64 = 2953;

/// The width of a module in a PNG, in pixels.
const SCALE: usize = 8;

/// A QR code with its quiet zone.
pub struct Picture {
    /// Whether each module is dark, row by row.
    dark: Vec<bool>,
    width: usize,
}

impl Picture {
    /// The smallest QR code for `text`, with as much error correction as fits into it.
    ///
    /// # Errors
    /// The text is too long: more than [`MAX_BYTES`], or somewhat more if it has only digits.
    pub fn of(text: &str) -> Result<Self> {
        let mut scratch = vec![0; Version::MAX.buffer_len()];
        let mut modules = vec![0; Version::MAX.buffer_len()];
        let Ok(code) = QrCode::encode_text(
            text,
            &mut scratch,
            &mut modules,
            QrCodeEcc::Low,
            Version::MIN,
            Version::MAX,
            None,
            true,
        ) else {
            bail!(
                "{} bytes are too long for a QR code, which holds {MAX_BYTES}",
                text.len()
            );
        };
        // Modules outside of the symbol are light.
        let range = || -QUIET..code.size() + QUIET;
        let width = range().len();
        let mut dark = Vec::with_capacity(width * width);
        for y in range() {
            dark.extend(range().map(|x| code.get_module(x, y)));
        }
        Ok(Self { dark, width })
    }

    /// The width and height in modules.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of lines of [`Picture::text`].
    pub fn lines(&self) -> usize {
        self.width.div_ceil(2)
    }

    fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width)
    }

    /// Appends lines of block characters. Each character has an upper and a lower module.
    ///
    /// Both colours are set, because readers need dark on light. They are from the 256-colour palette,
    /// whose colours themes do not change.
    pub fn text(&self, text: &mut Secret) {
        let rows: Vec<_> = self.rows().collect();
        for pair in rows.chunks(2) {
            text.extend(b"\x1b[38;5;16;48;5;231m");
            for column in 0..self.width {
                let lower = pair.get(1).is_some_and(|row| row[column]);
                let cell = match (pair[0][column], lower) {
                    (false, false) => " ",
                    (true, false) => "\u{2580}",
                    (false, true) => "\u{2584}",
                    (true, true) => "\u{2588}",
                };
                text.extend(cell.as_bytes());
            }
            text.extend(b"\x1b[0m\n");
        }
    }

    /// Appends an SVG file. Each run of dark modules is a rectangle of one path.
    pub fn svg(&self, svg: &mut Secret) {
        let width = self.width;
        let head = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{side}" height="{side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{width}v{width}H0z"/><path d=""##,
            side = width * SCALE
        );
        svg.extend(head.as_bytes());
        for (y, row) in self.rows().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run[0] {
                    for (letter, number) in [(b'M', x), (b' ', y), (b'h', run.len())] {
                        svg.push(letter);
                        svg.push_decimal(number as u64);
                    }
                    svg.extend(b"v1h-");
                    svg.push_decimal(run.len() as u64);
                    svg.push(b'z');
                }
                x += run.len();
            }
        }
        svg.extend(b"\"/></svg>\n");
    }

    /// Appends a PNG file.
    pub fn png(&self, png: &mut Secret) {
        let mut rows = Secret::with_capacity(self.width * SCALE * (self.width + 1));
        for row in self.rows() {
            for _ in 0..SCALE {
                rows.push(png::NO_FILTER);
                // A module is one byte: eight pixels of one bit. A set bit is white.
                for dark in row {
                    rows.push(if *dark { 0 } else { 0xff });
                }
            }
        }
        png::write((self.width * SCALE) as u32, &rows, png);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = [
        "otpauth://totp/a?secret=MY",
        "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
        "x",
    ];

    /// The text that a QR code reader finds. `dark` returns whether a pixel is dark.
    fn scanned(side: usize, dark: impl Fn(usize, usize) -> bool) -> String {
        let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, dark);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    fn long() -> String {
        "a".repeat(2953)
    }

    #[test]
    fn a_reader_reads_the_terminal() {
        for text in TEXTS {
            let picture = Picture::of(text).unwrap();
            let mut shown = Secret::with_capacity(0);
            picture.text(&mut shown);
            let shown = std::str::from_utf8(shown.as_bytes()).unwrap();
            let lines: Vec<Vec<char>> = shown
                .lines()
                .map(|line| {
                    let line = line.strip_prefix("\u{1b}[38;5;16;48;5;231m").unwrap();
                    line.strip_suffix("\u{1b}[0m").unwrap().chars().collect()
                })
                .collect();
            assert!(lines.iter().all(|line| line.len() == picture.width()));
            assert_eq!(lines.len(), picture.width().div_ceil(2));
            let dark = |x: usize, y: usize| match lines[y / 2][x] {
                '\u{2588}' => true,
                '\u{2580}' => y.is_multiple_of(2),
                '\u{2584}' => !y.is_multiple_of(2),
                other => {
                    assert_eq!(other, ' ');
                    false
                }
            };
            // A camera sees several pixels for each module.
            let read = scanned(4 * picture.width(), |x, y| dark(x / 4, y / 4));
            assert_eq!(read, text);
        }
    }

    #[test]
    fn a_reader_reads_the_png() {
        for text in TEXTS.into_iter().chain([long().as_str()]) {
            let mut file = Secret::with_capacity(0);
            Picture::of(text).unwrap().png(&mut file);
            let decoder = ::png::Decoder::new(std::io::Cursor::new(file.as_bytes()));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut pixels).unwrap();
            assert_eq!(frame.width, frame.height);
            let side = frame.width as usize;
            let read = scanned(side, |x, y| {
                pixels[y * side.div_ceil(8) + x / 8] & (0x80 >> (x % 8)) == 0
            });
            assert_eq!(read, text);
        }
    }

    #[test]
    fn a_reader_reads_the_svg() {
        for text in TEXTS {
            let picture = Picture::of(text).unwrap();
            let mut file = Secret::with_capacity(0);
            picture.svg(&mut file);
            let svg = std::str::from_utf8(file.as_bytes()).unwrap();
            let path = svg.rsplit_once(r#"<path d=""#).unwrap().1;
            let path = path.strip_suffix("\"/></svg>\n").unwrap();
            let mut dark = std::collections::HashSet::new();
            for rectangle in path.split_terminator('z') {
                let (start, run) = rectangle[1..].split_once('h').unwrap();
                let (x, y) = start.split_once(' ').unwrap();
                let (run, back) = run.split_once("v1h-").unwrap();
                assert_eq!(run, back);
                let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
                dark.extend((x..x + run.parse::<usize>().unwrap()).map(|x| (x, y)));
            }
            let read = scanned(4 * picture.width(), |x, y| dark.contains(&(x / 4, y / 4)));
            assert_eq!(read, text);
        }
    }

    #[test]
    fn too_long_texts_are_refused() {
        assert!(Picture::of(&long()).is_ok());
        assert!(Picture::of(&(long() + "a")).is_err());
    }
}
