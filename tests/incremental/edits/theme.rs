//! The theme and what overrides it.

use super::{Edit, append, replace, some};
use crate::incremental::world::World;

pub(super) const EDITS: &[Edit] = &[
    ("a template", template),
    ("a part of templates", part),
    ("what stands around every page", shell),
    ("a template's space", space),
    ("a style", style),
    ("the order of styles", style_order),
    ("a script", script),
    ("scripts as they are written, or minified", minify),
    ("a label", label),
    ("a label that sentences use", sentence_label),
    ("a new override", add_override),
    ("another override", change_override),
    ("an override less", delete_override),
    ("a broken template", broken_template),
    ("a template that shows what isn't there", missing_value),
    ("a template less", delete_template),
    ("a label less", delete_label),
    ("a file of the theme", other_file),
];

const THEME: &str = "themes/guide/";

fn template(world: &mut World) -> bool {
    let number = world.fresh();
    let names = [
        "article",
        "record",
        "compare",
        "section",
        "tag",
        "home",
        "indicator",
        "collection",
        "tags",
        "glossary",
        "not_found",
    ];
    let name = names[world.chance.below(names.len())];
    replace(
        world,
        &format!("{THEME}templates/{name}.html"),
        "<h1>",
        &format!("<p>{number}</p><h1>"),
    )
}

fn part(world: &mut World) -> bool {
    let number = world.fresh();
    let (name, from) = [
        ("footer", "<footer"),
        ("header", "<header"),
        ("mark", "<svg"),
        ("article_list", "<ul"),
        ("fact_row", "<t"),
        ("breadcrumbs", "<nav"),
    ][world.chance.below(6)];
    replace(
        world,
        &format!("{THEME}templates/parts/{name}.html"),
        from,
        &format!("<!-- {number} -->{from}"),
    )
}

fn shell(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        &format!("{THEME}templates/shell.html"),
        "<meta name=\"viewport\"",
        &format!("<meta name=\"x-{number}\" content=\"\">\n<meta name=\"viewport\""),
    )
}

/// A comment of a template shows nowhere: its pages stay as they are.
fn space(world: &mut World) -> bool {
    some(
        world,
        &format!("{THEME}templates/"),
        ".xml",
        |world, path| append(world, path, "{#- nothing -#}"),
    )
}

fn style(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, &format!("{THEME}styles/"), ".css", |world, path| {
        append(world, path, &format!("\n.x{number} {{ color: red; }}\n"))
    })
}

fn style_order(world: &mut World) -> bool {
    let path = format!("{THEME}theme.yaml");
    let (one, other) = (
        "  - parts/record.css\n  - parts/map.css\n",
        "  - parts/map.css\n  - parts/record.css\n",
    );
    replace(world, &path, one, other) || replace(world, &path, other, one)
}

fn script(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, &format!("{THEME}scripts/"), ".js", |world, path| {
        append(world, path, &format!("\nglobalThis.edited = {number};\n"))
    })
}

fn minify(world: &mut World) -> bool {
    let path = format!("{THEME}theme.yaml");
    replace(world, &path, "minify: true", "minify: false")
        || replace(world, &path, "minify: false", "minify: true")
}

fn label(world: &mut World) -> bool {
    let number = world.fresh();
    let (file, from) = [
        ("ja", "  menu: "),
        ("ja", "articles: "),
        ("en", "  menu: "),
        ("ja", "  skip: "),
        ("en", "home: "),
    ][world.chance.below(5)];
    replace(
        world,
        &format!("{THEME}labels/{file}.yaml"),
        from,
        &format!("{from}{number} "),
    )
}

fn sentence_label(world: &mut World) -> bool {
    let number = world.fresh();
    let from = [
        "unknown: ",
        "national: ",
        "median: ",
        "not_applicable: ",
        "everywhere: ",
    ][world.chance.below(5)];
    replace(
        world,
        &format!("{THEME}labels/ja.yaml"),
        from,
        &format!("{from}第{number}"),
    )
}

/// Copies a file of the theme and changes it.
fn add_override(world: &mut World) -> bool {
    let number = world.fresh();
    let (path, from) = [
        ("templates/article.html", "<h1>"),
        ("templates/parts/footer.html", "<footer"),
        ("labels/ja.yaml", "home: "),
        ("styles/print.css", "@"),
        ("scripts/site.js", "import"),
    ][world.chance.below(5)];
    let text = world.text(&format!("{THEME}{path}"));
    let to = match path.rsplit('.').next() {
        Some("html") => format!("<b>{number}</b>{from}"),
        Some("yaml") => format!("{from}{number} "),
        _ => format!("/* {number} */ {from}"),
    };
    world.put(&format!("overrides/{path}"), text.replacen(from, &to, 1));
    true
}

fn change_override(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "overrides/", ".html", |world, path| {
        replace(world, path, "<b>", &format!("<b>{number}"));
    })
}

fn delete_override(world: &mut World) -> bool {
    some(world, "overrides/", "", |world, path| world.remove(path))
}

fn broken_template(world: &mut World) -> bool {
    some(
        world,
        &format!("{THEME}templates/"),
        ".html",
        |world, path| append(world, path, "{% if page.nothing %}"),
    )
}

fn missing_value(world: &mut World) -> bool {
    replace(
        world,
        &format!("{THEME}templates/article.html"),
        "<h1>",
        "{{ page.no_such_thing.at_all }}<h1>",
    )
}

fn delete_template(world: &mut World) -> bool {
    some(
        world,
        &format!("{THEME}templates/parts/"),
        ".html",
        |world, path| world.remove(path),
    )
}

fn delete_label(world: &mut World) -> bool {
    replace(
        world,
        &format!("{THEME}labels/en.yaml"),
        "home: ",
        "house: ",
    )
}

fn other_file(world: &mut World) -> bool {
    let number = world.fresh();
    let icons = world.paths(THEME, ".svg");
    let Some(icon) = world.chance.of(&icons).cloned() else {
        return false;
    };
    append(world, &icon, &format!("<!-- {number} -->\n"));
    true
}
