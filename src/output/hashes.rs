//! The hashes of the values, written after each value or into a file.

use anyhow::{Result, ensure};

use super::BUFFER;
use crate::files::new_file::NewFile;
use crate::hash::{HashArgs, Settings};
use crate::message::hinted;
use crate::secret::Secret;
use crate::text::json::json_string;
use crate::uniform::entropy::Entropy;

/// Hashes the values and writes the hashes.
pub struct Hashes {
    settings: Settings,
    /// The user name before each hash.
    user: Option<String>,
    /// The file of `--hash-output`.
    file: Option<NewFile>,
    /// Lines that are not yet in the file.
    buffer: Secret,
    /// The id of the last value, if it has one.
    id: Option<Secret>,
    /// The hash of the last value.
    hash: Secret,
}

impl Hashes {
    /// Opens the file of `--hash-output`, if it is given.
    pub fn open(args: &HashArgs, settings: Settings, replace: bool) -> Result<Self> {
        let file = match &args.hash_output {
            Some(path) if path.as_os_str() == "-" => {
                return Err(hinted(
                    "--hash-output is a file, and - is stdout, where the values go",
                    "leave it out to have each hash beside its value",
                ));
            }
            Some(path) => Some(NewFile::create(path, replace)?),
            None => None,
        };
        Ok(Self {
            settings,
            user: args.user.clone(),
            file,
            buffer: Secret::with_capacity(0),
            id: None,
            hash: Secret::with_capacity(256),
        })
    }

    /// Whether the hashes are written into a file.
    pub fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Refuses to write hashes into the file of the values.
    pub fn check_apart(&self, values: &NewFile) -> Result<()> {
        let same = self
            .file
            .as_ref()
            .is_some_and(|file| file.is_same_file(values));
        ensure!(!same, "--output and --hash-output are the same file");
        Ok(())
    }

    /// Hashes the secret part of a value.
    pub fn add(&mut self, id: Option<&[u8]>, secret: &[u8], entropy: &mut Entropy) -> Result<()> {
        self.hash.truncate(0);
        self.settings.make(secret, entropy, &mut self.hash)?;
        self.id = id.map(Secret::copy_of);
        if self.file.is_some() {
            let Self { id, user, hash, .. } = self;
            push_line(id.as_ref(), user.as_deref(), hash, &mut self.buffer);
            self.buffer.push(b'\n');
            if self.buffer.len() >= BUFFER {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Appends the last hash to its value, unless the hashes are written into a file.
    pub fn render(&self, in_json: bool, line: &mut Secret) {
        if self.file.is_some() {
            return;
        }
        let Self { id, user, hash, .. } = self;
        if !in_json {
            line.push(b'\t');
            return push_line(id.as_ref(), user.as_deref(), hash, line);
        }
        let text = |secret: &Secret| String::from_utf8_lossy(secret.as_bytes()).into_owned();
        let id = id.as_ref().map(text);
        let fields = [("id", &id), ("user", user), ("hash", &Some(text(hash)))];
        for (name, field) in fields {
            let Some(field) = field else { continue };
            line.extend(format!(r#","{name}":""#).as_bytes());
            json_string(field, line);
            line.push(b'"');
        }
    }

    /// Completes and syncs the file, which can then be published.
    pub fn finish(mut self) -> Result<Option<NewFile>> {
        self.flush()?;
        if let Some(file) = &self.file {
            file.sync()?;
        }
        Ok(self.file)
    }

    fn flush(&mut self) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write(self.buffer.as_bytes())?;
        }
        self.buffer.reuse();
        Ok(())
    }
}

/// Appends a line of a store: the hash, after the id or the user.
fn push_line(id: Option<&Secret>, user: Option<&str>, hash: &Secret, line: &mut Secret) {
    if let Some(id) = id {
        line.extend(id.as_bytes());
        line.push(b'\t');
    }
    if let Some(user) = user {
        line.extend(user.as_bytes());
        line.push(b':');
    }
    line.extend(hash.as_bytes());
}
