//! The rules that hold the shape of the crate, read off its own text.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::Path;

/// A source file of the crate: path below `src/`, and text without comments and tests.
struct Source {
    path: String,
    text: String,
    code: String,
}

#[test]
fn modules_use_only_those_before_them() {
    let order = declared_order();
    for source in sources() {
        let Some(own) = order
            .iter()
            .position(|name| *name == module_of(&source.path))
        else {
            continue;
        };
        for used in used_modules(&source.code) {
            let position = order.iter().position(|name| *name == used);
            assert!(
                position.is_none_or(|position| position <= own),
                "src/{} uses crate::{used}, which comes after {} in src/lib.rs",
                source.path,
                order[own]
            );
        }
    }
}

#[test]
fn the_order_names_every_module() {
    let mut declared = declared_order();
    declared.sort();
    assert_eq!(
        declared,
        public_modules(),
        "the map in src/lib.rs and its `pub mod` lines"
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| format!("src/{}", source.path))
        .collect();
    assert!(silent.is_empty(), "begin without //!: {silent:?}");
}

#[test]
fn every_module_is_in_the_architecture() {
    let text = read("ARCHITECTURE.md");
    let mut listed: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("`: "))
        .map(|(name, _)| name)
        .filter(|name| !name.contains('/'))
        .collect();
    listed.sort_unstable();
    let mut modules = public_modules();
    modules.push("cli".to_owned());
    modules.sort();
    assert_eq!(
        listed, modules,
        "lines \"- `name`: …\" of ARCHITECTURE.md and the modules of src/"
    );
}

#[test]
fn only_load_write_and_the_command_line_touch_files() {
    for source in sources() {
        if ["load", "write", "cli", "main"].contains(&module_of(&source.path)) {
            continue;
        }
        for word in ["std::fs", "fs::", "File::", "OpenOptions", "walkdir"] {
            assert!(
                !source.code.contains(word),
                "src/{} uses {word}",
                source.path
            );
        }
    }
}

#[test]
fn only_the_command_line_asks_for_the_clock_and_the_environment() {
    for source in sources() {
        if ["cli", "main"].contains(&module_of(&source.path)) {
            continue;
        }
        for word in [
            "::now()",
            "env::var",
            "env::args",
            "env::current_dir",
            "is_terminal",
            "println!",
        ] {
            assert!(
                !source.code.contains(word),
                "src/{} uses {word}",
                source.path
            );
        }
    }
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rust = support::files(&folder)
        .into_iter()
        .filter(|path| path.ends_with(".rs"));
    let sources = rust.map(|path| {
        let text = read(&format!("src/{path}"));
        let tests = path.ends_with("/tests.rs");
        let code = if tests { String::new() } else { code(&text) };
        Source { path, text, code }
    });
    sources.collect()
}

/// Without comments, and without what follows `#[cfg(test)]`, which stands last in a file.
fn code(text: &str) -> String {
    text.lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn module_of(path: &str) -> &str {
    let top = path.split('/').next().unwrap_or(path);
    top.strip_suffix(".rs").unwrap_or(top)
}

/// The names in the map at the top of `src/lib.rs`, in its order.
fn declared_order() -> Vec<String> {
    let text = read("src/lib.rs");
    let map = text.split("//! ```").nth(1).expect("a map of the modules");
    map.lines()
        .skip(1)
        .filter_map(|line| line.strip_prefix("//! ")?.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn public_modules() -> Vec<String> {
    let text = read("src/lib.rs");
    let mut modules: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    modules.sort();
    modules
}

/// The names after `crate::`, also in `crate::{one, other::{Thing}}`.
fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (start, path) in code.match_indices("crate::") {
        let rest = &code[start + path.len()..];
        if !rest.starts_with('{') {
            used.push(word(rest));
            continue;
        }
        let mut depth = 0;
        let mut begins = false;
        for (position, character) in rest.char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if begins && depth == 1 && !character.is_whitespace() => {
                    used.push(word(&rest[position..]));
                }
                _ => {}
            }
            begins = matches!(character, '{' | ',') || (begins && character.is_whitespace());
            if depth == 0 {
                break;
            }
        }
    }
    used
}

fn word(text: &str) -> String {
    let end = |character: char| !character.is_alphanumeric() && character != '_';
    text.split(end).next().unwrap_or_default().to_owned()
}

#[test]
fn grouped_imports_are_seen() {
    let code = "use crate::{parse, review::{self, plan}};\nuse crate::write::Writer;\n";
    assert_eq!(used_modules(code), ["parse", "review", "write"]);
}
