//! What people do to a guide's sources, to its output and to what builds remember.

use crate::incremental::world::World;

mod articles;
mod data;
mod files;
mod output;
mod settings;
mod theme;

/// One kind of edit: what it is called, and what does it. `false`: there is nothing to do it to.
pub(crate) type Edit = (&'static str, fn(&mut World) -> bool);

/// Every kind.
pub(crate) fn all() -> Vec<Edit> {
    [
        articles::EDITS,
        data::EDITS,
        files::EDITS,
        output::EDITS,
        settings::EDITS,
        theme::EDITS,
    ]
    .concat()
}

/// Replaces the first line that begins with `key`, or puts it after the first line of the file.
fn set_line(world: &mut World, path: &str, key: &str, value: &str) {
    let text = world.text(path);
    let mut done = false;
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| match line.strip_prefix(key) {
            Some(_) if !done => {
                done = true;
                format!("{key}{value}")
            }
            _ => line.to_owned(),
        })
        .collect();
    if !done {
        lines.insert(lines.len().min(1), format!("{key}{value}"));
    }
    world.put(path, lines.join("\n") + "\n");
}

/// Replaces the first occurrence in a file; `false` if there is none.
fn replace(world: &mut World, path: &str, from: &str, to: &str) -> bool {
    let text = world.text(path);
    let found = text.contains(from);
    if found {
        world.put(path, text.replacen(from, to, 1));
    }
    found
}

/// Replaces every occurrence in every file of the content and in `site.yaml`.
fn replace_everywhere(world: &mut World, from: &str, to: &str) {
    let mut paths = world.paths("content/", ".md");
    paths.extend(world.paths("content/", ".yaml"));
    paths.push("site.yaml".to_owned());
    for path in paths {
        let text = world.text(&path);
        if text.contains(from) {
            world.put(&path, text.replace(from, to));
        }
    }
}

/// Adds a text at a file's end.
fn append(world: &mut World, path: &str, text: &str) {
    let text = world.text(path) + text;
    world.put(path, text);
}

/// The first file that begins and ends with these, or none.
fn some(world: &mut World, begin: &str, end: &str, edit: impl FnOnce(&mut World, &str)) -> bool {
    match world.path(begin, end) {
        Some(path) => {
            edit(world, &path);
            true
        }
        None => false,
    }
}
