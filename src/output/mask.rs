//! Masks: announces values to a CI runner, which then hides them in its log.

use std::io;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::secret::Secret;
use crate::system::blocking;

/// The minimum entropy of a masked value, in bits. A mask of a weaker value would hide ordinary text.
pub const MIN_MASKED_BITS: f64 = 16.0;

/// A CI runner that supports masks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Runner {
    /// GitHub Actions: ::add-mask::
    Github,
    /// Azure Pipelines: ##vso[task.setsecret]
    Azure,
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
                // The agent decodes %AZP25 only if DECODE_PERCENTS is on, so both forms are announced:
                // CommandStringConvertor in microsoft/azure-pipelines-agent.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_escape_percent_signs() {
        let mut lines = Secret::with_capacity(0);
        push_mask("::add-mask::", "50%0A", "%25", &mut lines);
        assert_eq!(lines.as_bytes(), b"::add-mask::50%250A\n");
    }
}
