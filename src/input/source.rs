//! Sources of values and items. An argument is never a source: every user sees it through `ps`.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Error, Result, bail, ensure};
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Command};

use crate::message::{Hinted, hinted};
use crate::secret::Secret;
use crate::system::blocking::{self, while_held};
use crate::system::identity::{self, Identity};
use crate::system::streams::{duplicate, is_closed};
use crate::system::terminal;

/// The most bytes of one read.
pub const CHUNK: usize = 64 * 1024;

/// The alignment of a buffer for many reads: the kernel copies up to five times faster to the start of
/// a page, as measured.
const PAGE: usize = 4096;

/// A source of a value.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    Stdin,
    File(PathBuf),
    Descriptor(Inherited),
    Variable(OsString),
    /// A person at the terminal.
    Prompt,
}

/// A descriptor that the program was started with, other than stdin. `file` is a duplicate, which
/// shares the position of the descriptor.
#[derive(Clone)]
pub struct Inherited {
    number: u32,
    file: Arc<File>,
}

impl PartialEq for Inherited {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Inherited {}

/// The names of all sources of this system, for messages.
const SOURCES: &str = if cfg!(windows) {
    "stdin, prompt, file:PATH or env:NAME"
} else {
    "stdin, prompt, file:PATH, fd:N or env:NAME"
};

impl Source {
    /// Reads `stdin`, `prompt`, `file:PATH`, `fd:N` or `env:NAME`.
    pub fn parse(text: &str) -> Result<Self> {
        match text.split_once(':') {
            None if text == "stdin" => Ok(Self::Stdin),
            None if text == "prompt" => Ok(Self::Prompt),
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("env", name)) if !name.is_empty() && !name.contains('=') => {
                Ok(Self::Variable(name.into()))
            }
            Some(("fd", number))
                if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                match number.parse() {
                    Ok(0) => Ok(Self::Stdin),
                    Ok(number) => Ok(Self::Descriptor(inherited(number)?)),
                    Err(_) => Err(not_open(number)),
                }
            }
            _ => bail!("a source is {SOURCES}"),
        }
    }

    /// Describes how `self` and `other` are the same source: equal, or the same file or pipe. `None` if
    /// they differ.
    pub fn same_as(&self, other: &Self) -> Option<String> {
        let identity = self.identity();
        if self == other {
            Some(format!("both {self}"))
        } else if identity.is_some() && identity == other.identity() {
            Some(format!("the same file: {self} and {other}"))
        } else {
            None
        }
    }

    /// The numbers that identify the file or pipe.
    fn identity(&self) -> Option<Identity> {
        let found = match self {
            Self::Stdin => identity::of(&stdin().ok()?),
            Self::File(path) => identity::at(path),
            Self::Descriptor(inherited) => identity::of(&inherited.file),
            Self::Variable(_) | Self::Prompt => return None,
        };
        found.ok()
    }

    /// Reads the whole source, at most `limit` bytes.
    ///
    /// # Errors
    /// The source can't be read, is longer than `limit`, or is a variable that is not set.
    pub fn read(&self, limit: usize) -> Result<Secret> {
        let read = match self {
            Self::Variable(name) => variable(name, limit),
            Self::Prompt => return terminal::ask("value: ", limit),
            _ => self.file().and_then(|file| read_file(&file, limit)),
        };
        read.with_context(|| self.unreadable())
    }

    /// Reads like [`Self::read`], but asks a person for `what` if the source is a prompt, or is stdin
    /// and stdin is a terminal. The typed text is not shown.
    pub fn read_as(&self, what: &str, limit: usize) -> Result<Secret> {
        let is_person = *self == Self::Stdin && io::stdin().is_terminal();
        if is_person || *self == Self::Prompt {
            return terminal::ask(&format!("{what}: "), limit);
        }
        self.read(limit)
    }

    /// Reads a value. Unless `exact` is true, the final newline or CRLF of a file, fd or
    /// stdin is removed.
    /// `what` names the value in a prompt.
    ///
    /// # Errors
    /// See [`Self::read`].
    pub fn value(&self, what: &str, exact: bool, limit: usize) -> Result<Secret> {
        let mut value = self.read_as(what, limit)?;
        if !exact && self.ends_in_newline() {
            value.truncate(without_newline(value.as_bytes()).len());
        }
        Ok(value)
    }

    /// Opens the source for reading in blocks.
    ///
    /// # Errors
    /// The source can't be opened, or is a variable or a prompt.
    pub fn blocks(self) -> Result<Blocks> {
        let file = self.file().with_context(|| self.unreadable())?;
        let buffer = vec![0; CHUNK + PAGE];
        Ok(Blocks {
            start: buffer.as_ptr().align_offset(PAGE).min(PAGE),
            source: self,
            file,
            buffer,
        })
    }

    fn file(&self) -> Result<File> {
        match self {
            Self::Stdin => stdin(),
            Self::File(path) => Ok(while_held(|| File::open(path))?),
            Self::Descriptor(inherited) => Ok(inherited.file.try_clone()?),
            Self::Variable(_) | Self::Prompt => bail!("it is no file"),
        }
    }

    fn unreadable(&self) -> String {
        format!("{self} cannot be read")
    }

    /// Whether a final newline is not part of the value.
    pub fn ends_in_newline(&self) -> bool {
        !matches!(self, Self::Variable(_) | Self::Prompt)
    }
}

/// `bytes` without one final newline or CRLF.
pub fn without_newline(bytes: &[u8]) -> &[u8] {
    match bytes.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => bytes,
    }
}

/// Parses a source. An error does not repeat the text, because it may be the secret itself.
#[derive(Clone)]
pub struct SourceParser;

impl TypedValueParser for SourceParser {
    type Value = Source;

    fn parse_ref(
        &self,
        _: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> std::result::Result<Source, clap::Error> {
        let source = Source::parse(value.to_str().unwrap_or_default());
        let (message, hint) = match (arg, source) {
            (Some(option), Ok(source)) if !option.is_positional() => return Ok(source),
            (Some(option), Err(error)) if !option.is_positional() => {
                match error.downcast_ref::<Hinted>() {
                    Some(known) => (format!("{option}: {known}"), known.hint.clone()),
                    None => (
                        format!("{option} must be {SOURCES}"),
                        "a secret on the command line is visible to every user through ps".into(),
                    ),
                }
            }
            _ => (
                "secrets and codes are not taken from the command line".into(),
                "name where they are with an option such as --secret or --code".into(),
            ),
        };
        // `cli::usage` turns clap's own messages, which have this form, into a line and a hint.
        Err(clap::Error::raw(
            ErrorKind::ValueValidation,
            format!("{message}\n\n  tip: {hint}\n"),
        ))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("stdin"),
            Self::File(path) => path.display().fmt(f),
            Self::Descriptor(inherited) => write!(f, "file descriptor {}", inherited.number),
            Self::Variable(name) => write!(f, "the variable {}", name.display()),
            Self::Prompt => f.write_str("the terminal"),
        }
    }
}

/// A source that is read in blocks. The allocator wipes the buffer when it is dropped.
pub struct Blocks {
    source: Source,
    file: File,
    buffer: Vec<u8>,
    /// The index in the buffer of the start of a page.
    start: usize,
}

impl Blocks {
    /// Reads the next block. It is empty at the end.
    pub fn read(&mut self) -> Result<&[u8]> {
        let block = &mut self.buffer[self.start..self.start + CHUNK];
        let read = blocking::read(&self.file, block);
        let length = read.with_context(|| self.source.unreadable())?;
        Ok(&block[..length])
    }

    pub fn source(&self) -> &Source {
        &self.source
    }
}

/// Stdin without the buffer of the standard library, which is not wiped.
pub fn stdin() -> Result<File> {
    ensure!(!is_closed(&io::stdin()), "it is closed");
    Ok(duplicate(&io::stdin())?)
}

fn not_open(number: impl fmt::Display) -> Error {
    hinted(
        format!("file descriptor {number} is not open"),
        "open it for the command, as a shell does with 3<FILE",
    )
}

/// Duplicates the descriptor `number`.
///
/// Opening /dev/fd/N instead would, on Linux, read the file from its start and check its permissions
/// again. Descriptors are duplicated while the command line is parsed, before the program opens
/// files: a file that is opened later could get a number that the program was not started with.
#[cfg(unix)]
fn inherited(number: u32) -> Result<Inherited> {
    use std::os::fd::{AsRawFd, RawFd};
    use std::sync::{Mutex, PoisonError};
    /// The numbers of the duplicates.
    static OURS: Mutex<Vec<RawFd>> = Mutex::new(Vec::new());
    let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
    let descriptor = RawFd::try_from(number).map_err(|_| not_open(number))?;
    let duplicate = filedescriptor::FileDescriptor::dup(&descriptor);
    let file = duplicate.and_then(|duplicate| duplicate.as_file());
    match file {
        Ok(file) if !ours.contains(&descriptor) => {
            ours.push(file.as_raw_fd());
            Ok(Inherited {
                number,
                file: Arc::new(file),
            })
        }
        _ => Err(not_open(number)),
    }
}

#[cfg(windows)]
fn inherited(number: u32) -> Result<Inherited> {
    Err(hinted(
        format!("file descriptor {number} cannot be read, because Windows has no file descriptors"),
        format!("the sources are {SOURCES}"),
    ))
}

fn variable(name: &OsString, limit: usize) -> Result<Secret> {
    let value = std::env::var_os(name).context("it is not set")?;
    let value = value.into_encoded_bytes();
    ensure!(value.len() <= limit, "it is longer than {limit} bytes");
    Ok(Secret::copy_of(&value))
}

fn read_file(file: &File, limit: usize) -> Result<Secret> {
    let mut secret = Secret::with_capacity(0);
    // Most files are short, and every byte of the room for a block is wiped.
    let mut block = PAGE;
    loop {
        let start = secret.len();
        // One byte above the limit shows that the source is too long.
        let more = block.min((limit - start).saturating_add(1));
        block = CHUNK.min(2 * block);
        ensure!(
            secret.can_grow(more),
            "there is no memory for more than its first {start} bytes"
        );
        let read = blocking::read(file, secret.grow(more))?;
        secret.truncate(start + read);
        ensure!(secret.len() <= limit, "it is longer than {limit} bytes");
        if read == 0 {
            return Ok(secret);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn knows_every_source_and_nothing_else() {
        for (text, source) in [
            ("stdin", Source::Stdin),
            ("prompt", Source::Prompt),
            ("file:a:b", Source::File("a:b".into())),
            ("fd:0", Source::Stdin),
            ("env:KEY", Source::Variable("KEY".into())),
        ] {
            assert!(Source::parse(text).unwrap() == source, "{text}");
        }
        for text in [
            "",
            "-",
            "stdin:",
            "prompt:",
            "file:",
            "fd:",
            "fd:x",
            "fd:-1",
            "fd:99999999999",
            "fd:4294967295",
            "fd:4000000",
            "env:",
            "env:A=B",
            "KEY",
            "ENV:KEY",
        ] {
            assert!(Source::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn sources_are_parsed_by_kind_and_name(name in "\\PC{0,12}") {
            let read = |text: String| Source::parse(&text).ok();
            let file = (!name.is_empty()).then(|| Source::File(name.clone().into()));
            let found = read(format!("file:{name}"));
            prop_assert!(found == file);
            let variable = !name.is_empty() && !name.contains('=');
            let variable = variable.then(|| Source::Variable(name.clone().into()));
            let found = read(format!("env:{name}"));
            prop_assert!(found == variable);
            let bare = match &*name {
                "stdin" => Some(Source::Stdin),
                "prompt" => Some(Source::Prompt),
                _ => None,
            };
            prop_assert!(name.contains(':') || read(name.clone()) == bare);
        }
    }
}
