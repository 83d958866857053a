//! Values that a CI runner hides in its log, once they are announced to it.

use std::io;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::secret::Secret;
use crate::system::blocking;

/// A mask for a value of fewer bits would hide ordinary text in the log.
pub const MIN_MASKED_BITS: f64 = 16.0;

/// A CI runner that hides values which were announced to it.
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
                // The agent reads %AZP25 as %, or literally where its DECODE_PERCENTS is off:
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
