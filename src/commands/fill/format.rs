//! Determines the format of a template and the file that it fills from its name.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::ValueEnum;

use crate::files::new_file::directory;
use crate::message::{as_word, closest, hinted};

/// The format of a template.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Dotenv,
    Json,
    Yaml,
    Toml,
    Text,
}

/// The endings of template names.
const ENDINGS: [&str; 5] = ["example", "sample", "template", "tmpl", "dist"];

/// The default templates without their endings.
const PROJECT: [&str; 4] = [".env", "env", ".envrc", ".dev.vars"];

impl Format {
    /// The format by the name of a file.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = bare(&name).unwrap_or(&name);
        if ["env", ".envrc", ".dev.vars"].contains(&name) {
            return Some(Self::Dotenv);
        }
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            _ if name.starts_with(".env.") => Some(Self::Dotenv),
            Some("env") => Some(Self::Dotenv),
            Some("json") => Some(Self::Json),
            Some("yaml" | "yml") => Some(Self::Yaml),
            Some("toml") => Some(Self::Toml),
            _ => None,
        }
    }
}

/// A name without the ending of a template.
fn bare(name: &str) -> Option<&str> {
    let bare = ENDINGS.iter().find_map(|ending| {
        let before = name.strip_suffix(ending)?;
        before.strip_suffix(['.', '-', '_'])
    });
    bare.filter(|bare| !bare.is_empty())
}

/// The file that a template fills by its name: the name without the ending. env.example fills .env,
/// because programs read that.
pub fn filled_by(template: &Path) -> Option<PathBuf> {
    let name = bare(template.file_name()?.to_str()?)?;
    let name = if name == "env" { ".env" } else { name };
    Some(template.with_file_name(name))
}

/// The templates of the project in the current directory.
///
/// # Errors
/// The directory has no such template.
pub fn of_project() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for name in PROJECT {
        for mark in ['.', '-', '_'] {
            for ending in ENDINGS {
                let template = PathBuf::from(format!("{name}{mark}{ending}"));
                if template.is_file() {
                    found.push(template);
                }
            }
        }
    }
    if found.is_empty() {
        return Err(hinted(
            "there is no .env.example here, nor another template that is known by its name",
            "name one, as in: secrets fill config/app.yaml.example",
        ));
    }
    Ok(found)
}

/// The file that a template fills. It is required if the run has several templates or the user
/// named none.
///
/// # Errors
/// The name of the template has no ending of a template.
pub fn must_fill(template: &Path) -> Result<PathBuf> {
    filled_by(template).ok_or_else(|| {
        let message = format!(
            "{} does not end in .example, .sample, .template, .tmpl or .dist, so its file has no name",
            template.display()
        );
        match template_beside(template) {
            Some(hint) => hinted(message, hint),
            None => anyhow!(message),
        }
    })
}

/// The line that fills `file` from the template beside it, if there is one.
pub fn template_beside(file: &Path) -> Option<String> {
    let file = file.to_str()?;
    let template = ENDINGS
        .iter()
        .map(|ending| format!("{file}.{ending}"))
        .find(|template| Path::new(template).exists())?;
    let (template, file) = (as_word(&template), as_word(file));
    Some(format!("secrets fill {template} -o {file}"))
}

/// The file of the same directory with the name most similar to that of `path`, if one is similar enough.
pub fn similar_beside(path: &Path) -> Option<String> {
    let entries = std::fs::read_dir(directory(path)).ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let close = closest(path.file_name()?.to_str()?, names)?;
    Some(path.with_file_name(close).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_fills_its_name_without_the_ending() {
        for (template, file) in [
            (".env.example", Some(".env")),
            ("sub/B.yaml.example", Some("sub/B.yaml")),
            (".env-example", Some(".env")),
            (".env_sample", Some(".env")),
            ("env.example", Some(".env")),
            ("a/env.dist", Some("a/.env")),
            (".envrc.example", Some(".envrc")),
            (".dev.vars.example", Some(".dev.vars")),
            ("nginx.conf.template", Some("nginx.conf")),
            (".env.production.tmpl", Some(".env.production")),
            (".example", None),
            ("example", None),
            ("t.env", None),
            ("-", None),
        ] {
            let expected = file.map(PathBuf::from);
            assert_eq!(filled_by(Path::new(template)), expected, "{template}");
        }
    }
}
