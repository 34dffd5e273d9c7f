//! `site.yaml`, and how a build is called.

use super::{Edit, append, replace, set_line};
use crate::incremental::world::World;

pub(super) const EDITS: &[Edit] = &[
    ("the guide's name", title),
    ("the header's links", navigation),
    ("a new redirect", redirect),
    ("a redirect that turns from a file into a folder", turn),
    ("the order of collections", order),
    ("a collection less or more", collection),
    ("one language or two", languages),
    ("the published address", base_url),
    ("links to the sources or none", repository),
    ("a search or none", search),
    ("compressed copies or none", compress),
    ("a limit", limit),
    ("a licence", licence),
    ("a wrong setting", wrong),
    ("another day", today),
    ("with drafts or without", drafts),
    ("another address for a preview", preview_address),
    ("another output folder", other_output),
    ("another version of the program", other_program),
];

const SITE: &str = "site.yaml";

fn title(world: &mut World) -> bool {
    let number = world.fresh();
    set_line(
        world,
        SITE,
        "title: ",
        &format!("{{ja: 見本{number}, en: Sample {number}}}"),
    );
    true
}

fn navigation(world: &mut World) -> bool {
    let target = [
        "article:work/remote",
        "tag:work",
        "compare:towns",
        "page:glossary",
    ][world.chance.below(4)];
    let number = world.fresh();
    let line = format!(
        "\nnavigation:\n  - {{label: {{ja: 道{number}, en: Way {number}}}, to: \"{target}\"}}\n"
    );
    replace(world, SITE, "\nnavigation:\n", &line)
}

fn redirect(world: &mut World) -> bool {
    let number = world.fresh();
    let target = ["/towns/", "\"town:sakura\"", "\"https://else.example/\""][world.chance.below(3)];
    replace(
        world,
        SITE,
        "\nredirects:\n",
        &format!("\nredirects:\n  /gone-{number}/: {target}\n"),
    )
}

/// `/turn` is a file, `/turn/` a folder that holds one, and `/turn/deep/` lies below both.
fn turn(world: &mut World) -> bool {
    let turned = ["/turn", "/turn/", "/turn/deep/"];
    let to = turned[world.chance.below(turned.len())];
    let now = turned
        .iter()
        .find(|path| world.text(SITE).contains(&format!("  {path}: ")));
    match now {
        Some(now) if *now != to => {
            replace(world, SITE, &format!("  {now}: "), &format!("  {to}: "))
        }
        _ => false,
    }
}

fn order(world: &mut World) -> bool {
    replace(world, SITE, "[towns, groups]", "[groups, towns]")
        || replace(world, SITE, "[groups, towns]", "[towns, groups]")
}

fn collection(world: &mut World) -> bool {
    replace(world, SITE, "[towns, groups]", "[towns]")
        || replace(world, SITE, "[towns]", "[towns, groups]")
}

fn languages(world: &mut World) -> bool {
    replace(world, SITE, "[ja, en]", "[ja]") || replace(world, SITE, "[ja]", "[ja, en]")
}

fn base_url(world: &mut World) -> bool {
    let number = world.fresh();
    set_line(
        world,
        SITE,
        "base_url: ",
        &format!("https://guide-{number}.example/"),
    );
    true
}

fn repository(world: &mut World) -> bool {
    let on = "repository:\n  edit: https://code.example/edit/main/{path}\n";
    let off = "repository: {}\n";
    replace(world, SITE, on, off) || replace(world, SITE, off, on)
}

fn search(world: &mut World) -> bool {
    // Guides that are tried without a search stay so: it would take most of the time.
    if !world.search {
        return false;
    }
    replace(world, SITE, "search: false\n", "search: true\n") || {
        set_line(world, SITE, "search: ", "false");
        true
    }
}

fn compress(world: &mut World) -> bool {
    let now = world.text(SITE);
    let wanted = ["[br]", "[gz]", "[gz, br]", "[]"][world.chance.below(4)];
    let line = format!("{{compress: {wanted}}}");
    if now.contains(&line) {
        return false;
    }
    set_line(world, SITE, "output: ", &line);
    true
}

fn limit(world: &mut World) -> bool {
    let bytes = 1_000_000 + world.fresh();
    let text = world.text(SITE);
    if text.contains("limits:") {
        return false;
    }
    append(world, SITE, &format!("limits: {{image_bytes: {bytes}}}\n"));
    true
}

fn licence(world: &mut World) -> bool {
    let number = world.fresh();
    if world.text(SITE).contains("licences:") {
        return replace(
            world,
            SITE,
            "licences:\n",
            &format!("licences:\n  - {{name: 素材{number}, licence: CC0}}\n"),
        );
    }
    append(
        world,
        SITE,
        &format!("licences:\n  - {{name: 素材{number}, licence: CC0}}\n"),
    );
    true
}

fn wrong(world: &mut World) -> bool {
    let (key, value) = [
        ("theme: ", "nowhere"),
        ("languages: ", "[japanese]"),
        ("base_url: ", "here"),
        ("colour: ", "red"),
    ][world.chance.below(4)];
    set_line(world, SITE, key, value);
    true
}

fn today(world: &mut World) -> bool {
    let days = ["2026-11-21", "2026-11-22", "2027-02-01", "2027-08-01"];
    world.call.today = days[world.chance.below(days.len())].to_owned();
    true
}

fn drafts(world: &mut World) -> bool {
    world.call.drafts = !world.call.drafts;
    true
}

fn preview_address(world: &mut World) -> bool {
    world.call.base_url = match world.call.base_url {
        Some(_) => None,
        None => Some("https://preview.example/pr/12/"),
    };
    true
}

fn other_output(world: &mut World) -> bool {
    world.output = 1 - world.output;
    true
}

fn other_program(world: &mut World) -> bool {
    world.call.other_program = !world.call.other_program;
    true
}
