//! What happens to the output and to what builds remember, between two builds.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::Edit;
use crate::incremental::world::{Hands, Memory, World, changed, set_changed};
use crate::support::files;

pub(super) const EDITS: &[Edit] = &[
    ("a page deleted by hand", delete_page),
    ("a page altered by hand", alter_page),
    ("a page altered by hand, same length", alter_same_length),
    ("a page cut off", cut_page),
    ("a page with a newer time", touch_page),
    ("a page replaced by one of an older time", older_page),
    ("a folder of pages deleted", delete_folder),
    ("a file of someone else's", foreign_file),
    ("the output deleted", delete_output),
    ("all that is remembered deleted", forget),
    ("a part of what is remembered deleted", forget_part),
    ("what is remembered cut off", cut_memory),
    ("what is remembered altered", alter_memory),
    ("what another version remembered", other_version),
];

/// A file of the output that a build wrote.
fn page(world: &mut World) -> Option<String> {
    let mut pages = files(&world.output());
    let hands = world.hands();
    pages.retain(|page| !hands.foreign.contains_key(page) && !hands.altered.contains(page));
    world.chance.of(&pages).cloned()
}

/// Changes a page's bytes, and notes that it must be mended.
fn on_page(world: &mut World, edit: impl FnOnce(&mut Vec<u8>)) -> bool {
    let Some(page) = page(world) else {
        return false;
    };
    let path = world.output().join(&page);
    let mut bytes = fs::read(&path).expect("a page");
    edit(&mut bytes);
    fs::write(&path, bytes).expect("written");
    world.hands().altered.insert(page);
    true
}

fn delete_page(world: &mut World) -> bool {
    match page(world) {
        Some(page) => {
            fs::remove_file(world.output().join(page)).expect("removed");
            true
        }
        None => false,
    }
}

fn alter_page(world: &mut World) -> bool {
    on_page(world, |bytes| bytes.extend(b"<!-- altered -->"))
}

fn alter_same_length(world: &mut World) -> bool {
    on_page(world, |bytes| {
        if let Some(last) = bytes.last_mut() {
            *last ^= 1;
        }
    })
}

fn cut_page(world: &mut World) -> bool {
    on_page(world, |bytes| bytes.truncate(bytes.len() / 2))
}

fn touch_page(world: &mut World) -> bool {
    let Some(page) = page(world) else {
        return false;
    };
    set_changed(&world.output().join(&page), SystemTime::now());
    world.hands().altered.insert(page);
    true
}

/// As when a copy of the site is laid over it: another length, and a time of long ago.
fn older_page(world: &mut World) -> bool {
    let Some(page) = page(world) else {
        return false;
    };
    let path = world.output().join(&page);
    let before = changed(&path);
    let bytes = fs::read(&path).expect("a page");
    fs::remove_file(&path).expect("removed");
    fs::write(&path, [bytes.as_slice(), b"older"].concat()).expect("written");
    set_changed(&path, before);
    world.hands().altered.insert(page);
    true
}

fn delete_folder(world: &mut World) -> bool {
    let folder = ["towns", "articles", "compare", "assets", "en", "data"];
    let folder = folder[world.chance.below(folder.len())];
    let below = format!("{folder}/");
    let path = world.output().join(folder);
    let hands = world.hands();
    if hands.foreign.keys().any(|file| file.starts_with(&below)) || !path.is_dir() {
        return false;
    }
    hands.altered.retain(|file| !file.starts_with(&below));
    fs::remove_dir_all(path).expect("removed");
    true
}

fn foreign_file(world: &mut World) -> bool {
    let number = world.fresh();
    let folder = ["", "towns/", "articles/living/"][world.chance.below(3)];
    let output = world.output();
    if !output.join(folder).is_dir() {
        return false;
    }
    let name = format!("{folder}notes-{number}.txt");
    fs::write(output.join(&name), "mine").expect("written");
    world.hands().foreign.insert(name, b"mine".to_vec());
    true
}

fn delete_output(world: &mut World) -> bool {
    let output = world.output();
    let there = output.is_dir();
    if there {
        fs::remove_dir_all(output).expect("removed");
        let memory = world.hands().memory;
        *world.hands() = Hands {
            memory,
            ..Hands::default()
        };
    }
    there
}

fn state(world: &World) -> PathBuf {
    world.root().join(".shirube")
}

fn forget(world: &mut World) -> bool {
    let there = state(world).is_dir();
    if there {
        fs::remove_dir_all(state(world)).expect("removed");
        world.damaged(Memory::Lost);
    }
    there
}

/// Does something to one file of `.shirube/`.
fn on_memory(world: &mut World, edit: impl FnOnce(&mut World, &PathBuf)) -> bool {
    let remembered = files(&state(world));
    let Some(file) = world.chance.of(&remembered).cloned() else {
        return false;
    };
    edit(world, &state(world).join(file));
    world.damaged(Memory::Damaged);
    true
}

fn forget_part(world: &mut World) -> bool {
    on_memory(world, |_, file| fs::remove_file(file).expect("removed"))
}

fn cut_memory(world: &mut World) -> bool {
    on_memory(world, |world, file| {
        let bytes = fs::read(file).expect("a file");
        let kept = world.chance.below(bytes.len().max(1));
        fs::write(file, &bytes[..kept]).expect("written");
    })
}

fn alter_memory(world: &mut World) -> bool {
    on_memory(world, |world, file| {
        let mut bytes = fs::read(file).expect("a file");
        if !bytes.is_empty() {
            let altered = world.chance.below(bytes.len());
            bytes[altered] ^= 1 << world.chance.below(8);
        }
        fs::write(file, bytes).expect("written");
    })
}

/// The first bytes say which version it is.
fn other_version(world: &mut World) -> bool {
    on_memory(world, |world, file| {
        let mut bytes = fs::read(file).expect("a file");
        let end = bytes.len().min(24);
        if end > 0 {
            let altered = world.chance.below(end);
            bytes[altered] = bytes[altered].wrapping_add(1);
        }
        fs::write(file, bytes).expect("written");
    })
}
