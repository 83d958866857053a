//! The output of a code: text or JSON on stdout, or the clipboard.

use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::authenticator::account::Account;
use crate::authenticator::{json_number, json_text};
use crate::output::clipboard::{self, Clipboard};
use crate::secret::Secret;
use crate::system::streams;

/// The options for the output of `code`.
#[derive(Args, Default)]
#[command(next_help_heading = "Output")]
pub struct CodeOutputArgs {
    /// Write a JSON object: kind, value, the numbers behind the code, and the label of the account
    #[arg(long, conflicts_with = "no_newline")]
    json: bool,

    /// Leave out the newline after the code
    #[arg(long)]
    no_newline: bool,

    /// Put the code on the clipboard instead of stdout
    #[arg(long, conflicts_with_all = ["json", "no_newline"])]
    copy: bool,

    /// Wait for TIME, as 30s or 2m, then clear the clipboard and end
    #[arg(long, value_name = "TIME", requires = "copy", value_parser = clipboard::wait)]
    clear_after: Option<Duration>,
}

/// An open output for a code.
pub struct CodeOutput {
    args: CodeOutputArgs,
    clipboard: Option<Clipboard>,
}

impl CodeOutputArgs {
    /// Opens the output before a code is used up.
    ///
    /// # Errors
    /// Stdout is closed, or there is no clipboard.
    pub fn open(self) -> Result<CodeOutput> {
        let clipboard = if self.copy {
            Some(Clipboard::find(self.clear_after)?)
        } else {
            streams::ready()?;
            None
        };
        Ok(CodeOutput {
            args: self,
            clipboard,
        })
    }

    pub fn is_json(&self) -> bool {
        self.json
    }
}

impl CodeOutput {
    /// Writes the `code` of `account`. JSON has `numbers` too.
    ///
    /// # Errors
    /// The code can't be written, or its reader is gone.
    pub fn hand_over(
        &mut self,
        account: &Account,
        code: &Secret,
        numbers: &[(&str, u64)],
    ) -> Result<()> {
        if let Some(clipboard) = &mut self.clipboard {
            return clipboard.copy(code);
        }
        let mut text = Secret::with_capacity(256);
        if self.args.json {
            text.extend(format!(r#"{{"kind":"{}","value":""#, account.kind).as_bytes());
            text.extend(code.as_bytes());
            text.push(b'"');
            let label = account.label.as_ref();
            let issuer = label.and_then(|label| label.issuer.as_deref());
            json_text("issuer", issuer, &mut text);
            json_text("account", label.map(|label| &*label.account), &mut text);
            for (name, number) in numbers {
                json_number(name, *number, &mut text);
            }
            text.push(b'}');
        } else {
            text.extend(code.as_bytes());
        }
        if !self.args.no_newline {
            text.push(b'\n');
        }
        streams::hand_over(&text, "the code")
    }

    /// Waits and then clears the clipboard, with `--clear-after`.
    pub fn finish(self, code: &Secret) -> Result<()> {
        match self.clipboard {
            Some(mut clipboard) => clipboard.wait_and_clear(code),
            None => Ok(()),
        }
    }
}
