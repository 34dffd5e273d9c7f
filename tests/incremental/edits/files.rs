//! What happens to files whatever stands in them: times, names, links, many at once, and mistakes.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{Edit, append, some};
use crate::incremental::world::{World, changed, set_changed};

pub(super) const EDITS: &[Edit] = &[
    ("nothing", nothing),
    ("a file touched", touch),
    ("all files touched", touch_all),
    ("a file written again as it was", same_bytes),
    ("another digit, same length and time", digit_unseen),
    ("another character, same length and time", character_unseen),
    ("an older time", older),
    ("two files swapped with their times", swap_unseen),
    ("an image's bytes", image),
    ("an image's bytes, same length and time", image_unseen),
    ("a new image", new_image),
    ("an image less", delete_image),
    ("an image renamed with its text", rename_image),
    ("a file that isn't read", ignored),
    ("a broken mapping", broken_yaml),
    ("broken front matter", broken_front_matter),
    ("a dead link", dead_link),
    ("bytes that are no text", not_text),
    ("an empty file", empty),
    ("a link instead of a file", link),
    ("an unknown key", unknown_key),
];

fn nothing(_world: &mut World) -> bool {
    true
}

/// A text of the content.
fn on_text(world: &mut World, edit: impl FnOnce(&mut World, &str)) -> bool {
    let end = [".md", ".yaml"][world.chance.below(2)];
    some(world, "content/", end, edit)
}

fn touch(world: &mut World) -> bool {
    on_text(world, |world, path| {
        set_changed(&world.root().join(path), SystemTime::now())
    })
}

fn touch_all(world: &mut World) -> bool {
    for path in world.paths("", "") {
        set_changed(&world.root().join(path), SystemTime::now());
    }
    true
}

fn same_bytes(world: &mut World) -> bool {
    on_text(world, |world, path| {
        let bytes = fs::read(world.root().join(path)).expect("a file");
        world.put(path, bytes);
    })
}

fn digit_unseen(world: &mut World) -> bool {
    let digit = b'1' + u8::try_from(world.chance.below(8)).expect("a digit");
    on_text(world, |world, path| {
        let mut bytes = fs::read(world.root().join(path)).expect("a file");
        // Of the last digits, since those of the beginning mostly belong to names and dates.
        if let Some(last) = bytes.iter().rposition(u8::is_ascii_digit) {
            bytes[last] = digit;
            world.put_unseen(path, &bytes);
        }
    })
}

fn character_unseen(world: &mut World) -> bool {
    some(world, "content/articles/", ".md", |world, path| {
        let text = world.text(path);
        let other = match text.contains("です") {
            true => text.replace("です", "でス"),
            false => text.replace("でス", "です"),
        };
        world.put_unseen(path, other.as_bytes());
    })
}

fn older(world: &mut World) -> bool {
    let number = world.fresh();
    on_text(world, |world, path| {
        append(world, path, &format!("# {number}\n"));
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        set_changed(&world.root().join(path), old);
    })
}

/// Each file takes the other's name and time, so that length and time of both may stay.
fn swap_unseen(world: &mut World) -> bool {
    let mut paths = world.paths("content/towns/", ".yaml");
    paths.retain(|path| !path.ends_with("_collection.yaml"));
    let [one, .., other] = paths.as_slice() else {
        return false;
    };
    // Their numbers change places, and nothing else.
    let (first, second) = (world.text(one), world.text(other));
    let number = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("people: "));
        line.map(str::to_owned)
    };
    let (Some(a), Some(b)) = (number(&first), number(&second)) else {
        return false;
    };
    let (one, other) = (one.clone(), other.clone());
    world.put_unseen(&one, first.replace(&a, &b).as_bytes());
    world.put_unseen(&other, second.replace(&b, &a).as_bytes());
    true
}

/// A GIF of a size of its own.
fn gif(width: usize, height: usize) -> Vec<u8> {
    let byte = |number: usize| u8::try_from(number % 200 + 1).expect("a byte");
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend([byte(width), 0, byte(height), 0, 0, 0, 0, b';']);
    bytes
}

fn image(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/", ".gif", |world, path| {
        let mut bytes = gif(number, number + 1);
        bytes.resize(bytes.len() + number % 9, 0);
        world.put(path, bytes);
    })
}

fn image_unseen(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/", ".gif", |world, path| {
        let mut bytes = fs::read(world.root().join(path)).expect("a file");
        let last = bytes.len().saturating_sub(2);
        bytes[last] = u8::try_from(number % 200).expect("a byte");
        world.put_unseen(path, &bytes);
    })
}

fn new_image(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/articles/", ".md", |world, path| {
        let folder = path.rsplit_once('/').expect("a folder").0;
        world.put(&format!("{folder}/picture-{number}.gif"), gif(number, 3));
        append(
            world,
            path,
            &format!("\n![絵の{number}](picture-{number}.gif)\n"),
        );
    })
}

fn delete_image(world: &mut World) -> bool {
    some(world, "content/", ".gif", |world, path| world.remove(path))
}

fn rename_image(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/articles/", ".gif", |world, path| {
        let (folder, name) = path.rsplit_once('/').expect("a folder");
        let new = format!("photo-{number}.gif");
        world.rename(path, &format!("{folder}/{new}"));
        for article in world.paths(folder, ".md") {
            let text = world.text(&article);
            if text.contains(name) {
                world.put(&article, text.replace(name, &new));
            }
        }
    })
}

fn ignored(world: &mut World) -> bool {
    let number = world.fresh();
    let name = [
        "content/README.md",
        "content/towns/.hidden",
        "content/articles/first.md~",
        "content/notes.txt",
    ];
    let name = name[world.chance.below(name.len())];
    world.put(name, format!("{number}\n"));
    true
}

fn broken_yaml(world: &mut World) -> bool {
    some(world, "content/", ".yaml", |world, path| {
        append(world, path, "broken: [1, 2\n")
    })
}

fn broken_front_matter(world: &mut World) -> bool {
    some(world, "content/articles/", ".md", |world, path| {
        let text = world.text(path);
        world.put(path, text.replacen("\n---\n", "\n", 1));
    })
}

fn dead_link(world: &mut World) -> bool {
    let target = [
        "town:nowhere",
        "article:living/gone",
        "glossary:gone",
        "missing.md",
    ];
    let target = target[world.chance.below(target.len())];
    some(world, "content/articles/", ".md", |world, path| {
        append(world, path, &format!("\n[どこにもない]({target})\n"));
    })
}

fn not_text(world: &mut World) -> bool {
    on_text(world, |world, path| {
        world.put(path, [0xff, 0xfe, 0x00, 0x41])
    })
}

fn empty(world: &mut World) -> bool {
    on_text(world, |world, path| world.put(path, ""))
}

fn link(world: &mut World) -> bool {
    on_text(world, |world, path| {
        world.remove(path);
        let target = world.root().join(path);
        std::os::unix::fs::symlink("/etc/hostname", target).expect("linked");
    })
}

fn unknown_key(world: &mut World) -> bool {
    some(world, "content/indicators/", ".yaml", |world, path| {
        let text = world.text(path);
        world.put(path, format!("unknown_key: 1\n{text}"));
        // Its time says nothing either.
        let now = changed(&world.root().join(path));
        set_changed(&world.root().join(path), now - Duration::from_secs(60));
    })
}
