//! What is stored of the values: beside each of them, or in a file of its own.

use anyhow::{Result, ensure};

use super::BUFFER;
use crate::files::new_file::NewFile;
use crate::hash::{HashArgs, Scheme};
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The hashes of the values that are written, and where they go.
pub struct Hashes {
    scheme: Scheme,
    /// Where they go, if not beside the values.
    file: Option<NewFile>,
    /// Lines that are not yet in the file.
    buffer: Secret,
    /// Of the last value: the id it is looked up by, if it has one, and its hash.
    id: Option<Secret>,
    hash: Secret,
}

impl Hashes {
    /// Opens the file, if there is to be one. `None` when no hashes are asked for.
    pub fn open(args: &HashArgs, replace: bool) -> Result<Option<Self>> {
        let Some(scheme) = args.hash else {
            return Ok(None);
        };
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
        Ok(Some(Self {
            scheme,
            file,
            buffer: Secret::with_capacity(0),
            id: None,
            hash: Secret::with_capacity(128),
        }))
    }

    /// Whether the hashes have a file of their own.
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
        self.scheme.store(secret, entropy, &mut self.hash)?;
        self.id = id.map(Secret::copy_of);
        if self.file.is_some() {
            if let Some(id) = &self.id {
                self.buffer.extend(id.as_bytes());
                self.buffer.push(b'\t');
            }
            self.buffer.extend(self.hash.as_bytes());
            self.buffer.push(b'\n');
            if self.buffer.len() >= BUFFER {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Appends what is stored to its value, unless it goes to a file.
    pub fn render(&self, in_json: bool, line: &mut Secret) {
        if self.file.is_some() {
            return;
        }
        let fields = [("id", self.id.as_ref()), ("hash", Some(&self.hash))];
        for (name, field) in fields {
            let Some(field) = field else { continue };
            if in_json {
                // Ids and hashes have no characters that JSON escapes.
                line.extend(format!(r#","{name}":""#).as_bytes());
                line.extend(field.as_bytes());
                line.push(b'"');
            } else {
                line.push(b'\t');
                line.extend(field.as_bytes());
            }
        }
    }

    /// Completes the file on the disk, which is then ready to be put in its place.
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
