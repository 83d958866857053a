//! The control sequence that sets the clipboard of a terminal: OSC 52 of xterm.

use anyhow::Result;

use crate::secret::Secret;
use crate::text::encoding::Encoding;

/// The multiplexer between the program and the terminal. Sequences are wrapped so that it passes them on.
#[derive(Clone, Copy)]
pub enum Between {
    Nothing,
    Tmux,
    Screen,
}

/// The sequence that sets the clipboard to `text`, wrapped for the multiplexer.
pub fn sequence(between: Between, text: &[u8]) -> Result<Secret> {
    let mut sequence = Secret::with_capacity(text.len() * 4 / 3 + 16);
    sequence.extend(b"\x1b]52;c;");
    Encoding::Base64.encode(text, &mut sequence)?;
    sequence.push(b'\x07');
    let mut wrapped = Secret::with_capacity(2 * sequence.len() + 16);
    match between {
        Between::Nothing => return Ok(sequence),
        Between::Tmux => {
            wrapped.extend(b"\x1bPtmux;\x1b");
            wrapped.extend(sequence.as_bytes());
            wrapped.extend(b"\x1b\\");
        }
        // Screen passes on only a few hundred bytes at once.
        Between::Screen => {
            for part in sequence.as_bytes().chunks(76) {
                wrapped.extend(b"\x1bP");
                wrapped.extend(part);
                wrapped.extend(b"\x1b\\");
            }
        }
    }
    Ok(wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_wrapped_for_multiplexers() {
        for (between, expected) in [
            (Between::Nothing, "\x1b]52;c;aHVudGVyMg==\x07"),
            (
                Between::Tmux,
                "\x1bPtmux;\x1b\x1b]52;c;aHVudGVyMg==\x07\x1b\\",
            ),
            (Between::Screen, "\x1bP\x1b]52;c;aHVudGVyMg==\x07\x1b\\"),
        ] {
            let sequence = sequence(between, b"hunter2").unwrap();
            assert_eq!(sequence.as_bytes(), expected.as_bytes());
        }
        let long = sequence(Between::Screen, &[b'x'; 200]).unwrap();
        let parts: Vec<&[u8]> = long
            .as_bytes()
            .split(|byte| *byte == b'\\')
            .filter(|part| !part.is_empty())
            .collect();
        assert!(parts.len() == 4 && parts.iter().all(|part| part.len() <= 80));
    }
}
