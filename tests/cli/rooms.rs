//! The order of the rooms in `src`: a room imports only from rooms below it, and there are no circular
//! imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from top to bottom. The same list is in CONTRIBUTING.
const ROOMS: [&str; 16] = [
    "main",
    "cli",
    "commands",
    "command",
    "generate",
    "authenticator",
    "help",
    "output",
    "hash",
    "recipe",
    "files",
    "input",
    "text",
    "uniform",
    "system",
    "ground",
];

/// The rooms that all rooms may use. They import no other room.
const GROUND: [&str; 2] = ["message", "secret"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The module path of each source file, such as `[commands, fill, field]`, and its text without tests.
pub fn modules() -> Vec<(Vec<String>, String)> {
    let source = root().join("src");
    let mut folders = vec![source.clone()];
    let mut modules = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&source).unwrap().with_extension("");
                let names = inside.iter().map(|name| name.to_str().unwrap().to_owned());
                let mut names: Vec<String> = names.collect();
                names.retain(|name| name != "mod");
                if names.last().is_some_and(|name| name != "tests") {
                    let text = fs::read_to_string(&path).unwrap();
                    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
                    modules.push((names, without_comments(text)));
                }
            }
        }
    }
    modules.sort();
    assert!(modules.len() > 50);
    modules
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// All paths in `text` with `crate::` or `super::`, as paths from the crate. `here` is the module of `text`.
fn paths(here: &[String], text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (start, mut base) in text
        .match_indices("crate::")
        .map(|(at, word)| (at + word.len(), Vec::new()))
        .chain(
            text.match_indices("super::")
                .map(|(at, word)| (at + word.len(), here[..here.len() - 1].to_vec())),
        )
    {
        let mut rest = &text[start..];
        while let Some(after) = rest.strip_prefix("super::") {
            base.pop();
            rest = after;
        }
        expand(&base, rest, &mut found);
    }
    found
}

/// Appends the paths of the use tree at the start of `text`. `base` is the path before the tree.
fn expand<'a>(base: &[String], text: &'a str, found: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inside) = rest.strip_prefix('{') {
            loop {
                inside = inside.trim_start();
                if let Some(after) = inside.strip_prefix('}') {
                    return after;
                }
                inside = expand(&path, inside, found).trim_start();
                inside = inside.strip_prefix(',').unwrap_or(inside);
            }
        }
        let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        path.push(name.to_owned());
        match after.strip_prefix("::") {
            Some(after) if !name.is_empty() => rest = after,
            _ => {
                found.push(path);
                // Skip the name after 'as'. Skipping nothing would loop forever.
                let after = after.strip_prefix(" as ").map_or(after, |renamed| {
                    let end = renamed.find([',', '}', ';']);
                    &renamed[end.unwrap_or(renamed.len())..]
                });
                return if name.is_empty() {
                    after.get(1..).unwrap_or("")
                } else {
                    after
                };
            }
        }
    }
}

fn storey(room: &str) -> usize {
    let room = if GROUND.contains(&room) {
        "ground"
    } else {
        room
    };
    let place = ROOMS.iter().position(|known| *known == room);
    place.unwrap_or_else(|| panic!("the room '{room}' has no place in the order of the rooms"))
}

#[test]
fn rooms_import_only_from_rooms_below_them() {
    let mut wrong = Vec::new();
    for (module, text) in modules() {
        let here = storey(&module[0]);
        for path in paths(&module, &text) {
            if path[0] != module[0] && storey(&path[0]) <= here {
                let (module, path) = (module.join("/"), path.join("::"));
                wrong.push(format!("{module} imports {path}, which is above it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_folder_has_circular_imports() {
    let modules = modules();
    let known: BTreeSet<&[String]> = modules.iter().map(|(names, _)| &names[..]).collect();
    // For each folder, the imports among its modules. An import of a child counts for its parent.
    let mut folders: BTreeMap<&[String], BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    for (module, text) in &modules {
        for path in paths(module, text) {
            let shared = module.iter().zip(&path).take_while(|(a, b)| a == b).count();
            if shared == module.len() || shared >= path.len() || !known.contains(&path[..=shared]) {
                continue;
            }
            let edges = folders.entry(&module[..shared]).or_default();
            edges
                .entry(&module[shared])
                .or_default()
                .insert(path[shared].clone());
        }
    }
    for edges in folders.values_mut() {
        // A module that imports no remaining module is in no circle.
        loop {
            let left: BTreeSet<String> = edges.keys().map(|name| (*name).to_owned()).collect();
            let before = edges.len();
            edges.retain(|_, imports| imports.iter().any(|name| left.contains(name)));
            if edges.len() == before {
                break;
            }
        }
    }
    folders.retain(|_, edges| !edges.is_empty());
    assert!(folders.is_empty(), "circles: {folders:#?}");
}

#[test]
fn every_file_of_the_mutation_tests_exists() {
    let settings = fs::read_to_string(root().join(".cargo/mutants.toml")).unwrap();
    let files: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"src/")?.strip_suffix("\","))
        .collect();
    assert!(files.len() > 4);
    for file in files {
        assert!(root().join("src").join(file).exists(), "src/{file} is gone");
    }
}

#[test]
fn files_are_short_or_say_why() {
    let mut long = Vec::new();
    for (module, _) in modules() {
        let path = root().join("src").join(module.join("/"));
        let text = fs::read_to_string(path.with_extension("rs")).unwrap_or_default();
        let lines = text.lines().count();
        if lines > 500 && !text.contains("\n//! Longer than 500 lines") {
            long.push(format!("{} has {lines} lines", module.join("/")));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}
