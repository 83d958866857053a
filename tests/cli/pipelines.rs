//! The GitHub action and the GitLab template: runs their steps as a runner does.

use std::fs;
use std::path::Path;

use crate::harness::{Directory, Outcome, has};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The script of the step `name` in a YAML file.
fn script(path: &str, name: &str) -> String {
    let text = file(path);
    let (_, step) = text.split_once(name).unwrap();
    let (before, step) = step.split_once("|\n").unwrap();
    let last = before.lines().last().unwrap();
    let indent = last.len() - last.trim_start().len() + 1;
    let inside = |line: &&str| line.trim().is_empty() || line[..indent].trim().is_empty();
    let lines = step.lines().take_while(inside).map(str::trim);
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Runs a step of the action as a runner does, with inputs as variables and the paths of the runner's files.
fn act(directory: &Directory, recipe: &str, variable: &str) -> Outcome {
    let script = script(
        ".github/actions/secrets/action.yml",
        "- name: Make the secret",
    );
    fs::write(directory.path().join("step.sh"), script).unwrap();
    directory.run(&format!(
        "export RECIPE='{recipe}' VARIABLE='{variable}' GITHUB_ENV=env GITHUB_OUTPUT=output
        touch env output; bash --noprofile --norc -x -eo pipefail step.sh"
    ))
}

/// The content of a file that the runner reads after the step.
fn kept(directory: &Directory, file: &str) -> String {
    fs::read_to_string(directory.path().join(file)).unwrap()
}

#[test]
fn the_action_gives_a_masked_output_and_shows_nothing() {
    let directory = Directory::new();
    let outcome = act(&directory, "password --length 32 --charset alnum", "");
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let output = kept(&directory, "output");
    let value = output.trim_end().strip_prefix("value=").unwrap();
    assert_eq!(value.len(), 32);
    assert_eq!(kept(&directory, "env"), "");
    // The trace of the shell and the log contain the secret only in the mask.
    let log = format!("{}{}", outcome.text(), outcome.stderr);
    assert_eq!(log.matches(value).count(), 1, "{log}");
    assert!(log.contains(&format!("::add-mask::{value}\n")), "{log}");
}

#[test]
fn the_action_gives_a_masked_variable() {
    let directory = Directory::new();
    let outcome = act(&directory, "hex 16", "SESSION_KEY");
    let env = kept(&directory, "env");
    let value = env.trim_end().strip_prefix("SESSION_KEY=").unwrap();
    assert_eq!((outcome.status, value.len()), (0, 32));
    assert!(
        outcome.stderr.contains(&format!("::add-mask::{value}\n")),
        "{}",
        outcome.stderr
    );
    assert_eq!(kept(&directory, "output"), "");
}

#[test]
fn the_action_refuses_invalid_recipes() {
    for (recipe, variable) in [
        ("hex $(touch made)", ""),
        ("hex }}\nX={{ hex", ""),
        ("compare a b", ""),
        ("", ""),
        ("hex", "A B"),
        ("hex", "X=1\nY"),
    ] {
        let directory = Directory::new();
        let outcome = act(&directory, recipe, variable);
        assert_eq!(outcome.status, 2, "{recipe}: {}", outcome.stderr);
        let left = kept(&directory, "env") + &kept(&directory, "output");
        assert_eq!(left, "", "{recipe}");
        assert!(!directory.files().contains(&"made".to_owned()), "{recipe}");
    }
}

/// Runs the template's step with a release in a folder: curl reads `file:` URLs.
#[test]
fn the_template_for_gitlab_checks_the_checksum() {
    if !has(&["curl"]) {
        return;
    }
    let template = file(".gitlab/secrets.yml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(template.contains(&format!("SECRETS_VERSION: {version}\n")));
    let step = script(".gitlab/secrets.yml", "before_script:").replace(
        concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/download/"),
        "file://$PWD/releases/",
    );
    let prelude = format!(
        "name=secrets-{version}-$(uname -m)-unknown-linux-musl
        mkdir -p releases/v{version} $name; printf '#!/bin/sh\\necho made\\n' >$name/secrets
        chmod +x $name/secrets; tar -czf releases/v{version}/$name.tar.gz $name
        cd releases/v{version}; sha256sum * >SHA256SUMS; cd ../..
        # A runner has no program yet.
        PATH=/usr/bin:/bin SECRETS_VERSION={version}; export TMPDIR=$PWD\n"
    );
    let directory = Directory::new();
    assert_eq!(
        directory
            .run(&format!("{prelude}{step}secrets"))
            .lines()
            .last(),
        Some(&"made")
    );
    let forged = "echo true >>$name/secrets; tar -czf releases/v*/$name.tar.gz $name\n";
    let outcome = Directory::new().run(&format!("{prelude}{forged}{step}secrets"));
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(!outcome.text().contains("made"));
}

#[test]
fn all_files_use_the_same_names_of_release_archives() {
    let release = file(".github/workflows/release.yml");
    assert!(release.contains("NAME=secrets-$version-$TARGET"));
    assert!(release.contains("dist/$NAME.tar.gz") && release.contains("dist/$NAME.zip"));
    let manifest = file("Cargo.toml");
    for form in ["tar.gz", "zip"] {
        let name = format!("/v{{ version }}/secrets-{{ version }}-{{ target }}.{form}\"");
        assert!(manifest.contains(&name), "{name}");
    }
    assert!(
        manifest.contains("bin-dir = \"secrets-{ version }-{ target }/{ bin }{ binary-ext }\"")
    );
    let action = file(".github/actions/secrets/action.yml");
    assert!(action.contains("name=secrets-$version-$target"));
    for line in action.lines().filter(|line| line.contains(") target=")) {
        let target = line
            .split(['=', ' '])
            .find(|word| word.matches('-').count() > 1);
        let target = target.unwrap();
        assert!(release.contains(&format!("target: {target},")), "{target}");
    }
}

/// With `UPDATE` set, the test writes the repository of Cargo.toml to the other files.
#[test]
fn every_file_names_the_repository_of_the_manifest() {
    let name = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    // The path of a file, and the texts before and after the name of the repository in it.
    let files = [
        ("README.md", "uses: ", "/.github/actions/secrets@"),
        (
            ".github/actions/secrets/action.yml",
            "default: ",
            "\noutputs:",
        ),
        (".gitlab/secrets.yml", "//raw.githubusercontent.com/", "/v"),
        (
            ".gitlab/secrets.yml",
            "//github.com/",
            "/releases/download/",
        ),
        (".debian/copyright", "//github.com/", "\n\nFiles"),
    ];
    for (path, before, after) in files {
        let text = file(path);
        let end = text.find(after).expect(path);
        let start = text[..end].rfind(before).expect(path) + before.len();
        if std::env::var_os("UPDATE").is_some() {
            let text = [&text[..start], name, &text[end..]].concat();
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), text).unwrap();
        } else {
            assert_eq!(&text[start..end], name, "{path}: run UPDATE=1 cargo test");
        }
    }
}
