//! Articles, sections, translations, tags and terms.

use super::{Edit, append, replace, replace_everywhere, set_line, some};
use crate::incremental::world::World;

pub(super) const EDITS: &[Edit] = &[
    ("a paragraph more", paragraph),
    ("another title", title),
    ("another description", description),
    ("other tags", tags),
    ("another day", day),
    ("a draft or none", draft),
    ("related pages", related),
    ("a new article", add),
    ("an article less", delete),
    ("an article renamed", rename),
    ("an article renamed with all links to it", rename_with_links),
    ("an article in another section", move_section),
    ("a new section", add_section),
    ("a section renamed", rename_section),
    ("two articles change places", swap),
    ("a translation more or less", translation),
    ("a heading that others link to", heading),
    ("another live value", live_value),
    ("a footnote", footnote),
    ("a tag renamed", tag_name),
    ("a new tag", new_tag),
    ("a term more", term),
    ("a term's text", term_text),
    ("no glossary", no_glossary),
    ("another spelling", spelling),
    ("a text that is warned of", warned),
    ("the home page", home),
];

fn article(world: &mut World) -> Option<String> {
    let mut paths = world.paths("content/articles/", ".md");
    paths.retain(|path| !path.contains("/index."));
    world.chance.of(&paths).cloned()
}

fn on_article(world: &mut World, edit: impl FnOnce(&mut World, &str)) -> bool {
    match article(world) {
        Some(path) => {
            edit(world, &path);
            true
        }
        None => false,
    }
}

/// `living/first` of `content/articles/living/first.md`.
fn name_of(path: &str) -> &str {
    let below = path.strip_prefix("content/articles/").unwrap_or(path);
    below.split('.').next().unwrap_or(below)
}

fn section(world: &mut World) -> Option<String> {
    let indexes = world.paths("content/articles/", "/index.md");
    let index = world.chance.of(&indexes)?;
    Some(index.trim_end_matches("/index.md").to_owned())
}

fn paragraph(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/articles/", ".md", |world, path| {
        append(
            world,
            path,
            &format!("\n{number}番目の段落を足しました。\n"),
        );
    })
}

fn title(world: &mut World) -> bool {
    let number = world.fresh();
    some(world, "content/articles/", ".md", |world, path| {
        set_line(world, path, "title: ", &format!("題を変えた記事{number}"));
    })
}

fn description(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        set_line(
            world,
            path,
            "description: ",
            &format!("説明を変えました。{number}回目です。"),
        );
    })
}

fn tags(world: &mut World) -> bool {
    let choice = [
        "[living]",
        "[work]",
        "[cost, work]",
        "[]",
        "[living, cost, work]",
    ];
    let tags = choice[world.chance.below(choice.len())];
    on_article(world, |world, path| set_line(world, path, "tags: ", tags))
}

fn day(world: &mut World) -> bool {
    let day = 1 + world.chance.below(20);
    let key = ["published: ", "updated: ", "review_by: "][world.chance.below(3)];
    on_article(world, |world, path| {
        set_line(world, path, key, &format!("2026-11-{day:02}"))
    })
}

fn draft(world: &mut World) -> bool {
    let draft = ["true", "false"][world.chance.below(2)];
    on_article(world, |world, path| set_line(world, path, "draft: ", draft))
}

fn related(world: &mut World) -> bool {
    let Some(other) = article(world) else {
        return false;
    };
    let target = match world.chance.below(4) {
        0 => "[\"town:aoba\"]".to_owned(),
        1 => "[\"town:aoba+momiji\", \"indicator:towns/snow\"]".to_owned(),
        _ => format!("[\"article:{}\"]", name_of(&other)),
    };
    on_article(world, |world, path| {
        set_line(world, path, "related: ", &target)
    })
}

fn add(world: &mut World) -> bool {
    let (Some(section), Some(other)) = (section(world), article(world)) else {
        return false;
    };
    let number = world.fresh();
    let other = name_of(&other);
    let text = format!(
        "---\ntitle: 新しい記事{number}\ndescription: {number}番目の記事です。\ntags: [work]\n\
         published: 2026-11-{:02}\norder: {}\n---\n\n## 見る\n\n[](article:{other})と、\
         桜町の家賃の{{{{town:sakura/rent}}}}を見ます。\n",
        1 + number % 20,
        number % 7,
    );
    world.put(&format!("{section}/new-{number}.md"), text);
    true
}

fn delete(world: &mut World) -> bool {
    on_article(world, |world, path| world.remove(path))
}

fn rename(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        let folder = path.rsplit_once('/').expect("a folder").0;
        world.rename(path, &format!("{folder}/renamed-{number}.md"));
    })
}

fn rename_with_links(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        let old = name_of(path).to_owned();
        let section = old.split('/').next().expect("a section").to_owned();
        let new = format!("{section}/moved-{number}");
        for translation in world.paths(&format!("content/articles/{old}."), "md") {
            let end = translation.strip_prefix(&format!("content/articles/{old}"));
            let end = end.expect("it begins so").to_owned();
            world.rename(&translation, &format!("content/articles/{new}{end}"));
        }
        replace_everywhere(world, &format!("article:{old}"), &format!("article:{new}"));
        let text = world.text(&format!("content/articles/{new}.md"));
        if !text.contains("former_paths") && !text.is_empty() {
            let former = format!("[/articles/{old}/]");
            set_line(
                world,
                &format!("content/articles/{new}.md"),
                "former_paths: ",
                &former,
            );
        }
    })
}

fn move_section(world: &mut World) -> bool {
    let Some(section) = section(world) else {
        return false;
    };
    on_article(world, |world, path| {
        let old = name_of(path).to_owned();
        let name = path.rsplit_once('/').expect("a folder").1;
        let target = format!("{section}/{name}");
        if world.text(&target).is_empty() {
            world.rename(path, &target);
            let new = name_of(&target);
            replace_everywhere(
                world,
                &format!("article:{old})"),
                &format!("article:{new})"),
            );
        }
    })
}

fn add_section(world: &mut World) -> bool {
    let number = world.fresh();
    let folder = format!("content/articles/part-{number}");
    world.put(
        &format!("{folder}/index.md"),
        format!("---\ntitle: 分野{number}\ndescription: {number}番目の分野です。\norder: {number}\n---\n"),
    );
    world.put(
        &format!("{folder}/one.md"),
        format!("---\ntitle: 分野{number}の記事\ndescription: 分野の記事です。\ntags: [cost]\npublished: 2026-11-06\n---\n\n本文です。\n"),
    );
    true
}

fn rename_section(world: &mut World) -> bool {
    let Some(section) = section(world) else {
        return false;
    };
    let number = world.fresh();
    let target = format!("content/articles/section-{number}");
    world.rename(&section, &target);
    let old = section.trim_start_matches("content/articles/");
    replace_everywhere(
        world,
        &format!("article:{old}/"),
        &format!("article:section-{number}/"),
    );
    replace_everywhere(
        world,
        &format!("section:{old}"),
        &format!("section:section-{number}"),
    );
    true
}

fn swap(world: &mut World) -> bool {
    let (Some(one), Some(other)) = (article(world), article(world)) else {
        return false;
    };
    if one == other {
        return false;
    }
    world.rename(&one, "content/articles/swapped~");
    world.rename(&other, &one);
    world.rename("content/articles/swapped~", &other);
    true
}

fn translation(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        if path.ends_with(".en.md") {
            world.remove(path);
        } else {
            let text = format!(
                "---\ntitle: Translated {number}\ndescription: In English.\ntags: [work]\n\
                 published: 2026-11-07\n---\n\n## A heading {{#sagasu}}\n\nSee [](town:wakaba).\n"
            );
            world.put(&path.replace(".md", ".en.md"), text);
        }
    })
}

fn heading(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        append(
            world,
            path,
            &format!(
                "\n## 見出し{number} {{#part-{number}}}\n\n[](article:{}#part-{number})\n",
                name_of(path)
            ),
        );
    })
}

fn live_value(world: &mut World) -> bool {
    let value = [
        "town:sakura/snow",
        "indicator:towns/homes",
        "town:aoba/people",
        "group:asa/fee",
    ];
    let value = value[world.chance.below(value.len())];
    on_article(world, |world, path| {
        append(world, path, &format!("\n値は{{{{{value}}}}}です。\n"))
    })
}

fn footnote(world: &mut World) -> bool {
    let number = world.fresh();
    on_article(world, |world, path| {
        append(
            world,
            path,
            &format!("\n注があります[^n{number}]。\n\n[^n{number}]: 注の{number}です。\n"),
        );
    })
}

fn tag_name(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        "content/tags.yaml",
        "name: {ja: ",
        &format!("name: {{ja: 新{number}"),
    )
}

fn new_tag(world: &mut World) -> bool {
    let number = world.fresh();
    append(
        world,
        "content/tags.yaml",
        &format!(
            "- {{id: tag-{number}, name: {{ja: 札{number}, en: Tag {number}}}, kana: ふだ}}\n"
        ),
    );
    on_article(world, |world, path| {
        set_line(world, path, "tags: ", &format!("[tag-{number}, living]"))
    })
}

fn term(world: &mut World) -> bool {
    let number = world.fresh();
    append(
        world,
        "content/glossary.yaml",
        &format!(
            "- id: term-{number}\n  term: 言葉{number}\n  kana: ことば\n  text: 言葉の説明です。\n"
        ),
    );
    on_article(world, |world, path| {
        append(
            world,
            path,
            &format!("\n[](glossary:term-{number})のことです。\n"),
        )
    })
}

fn term_text(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        "content/glossary.yaml",
        "です。",
        &format!("です。{number}。"),
    )
}

fn no_glossary(world: &mut World) -> bool {
    let there = !world.text("content/glossary.yaml").is_empty();
    if there {
        world.remove("content/glossary.yaml");
    }
    there
}

fn spelling(world: &mut World) -> bool {
    let number = world.fresh();
    append(
        world,
        "content/style.yaml",
        &format!("- {{prefer: 見本{number}, instead_of: [町を]}}\n"),
    );
    true
}

fn warned(world: &mut World) -> bool {
    let text = [
        "子供と暮らします。",
        "ﾊﾝｶｸです。",
        "町の町の町の家です。",
        "「閉じていません。",
        "２０２６年です。",
    ];
    let text = text[world.chance.below(text.len())];
    some(world, "content/", ".md", |world, path| {
        append(world, path, &format!("\n{text}\n"))
    })
}

fn home(world: &mut World) -> bool {
    let number = world.fresh();
    replace(
        world,
        "content/index.md",
        "四つの町",
        &format!("{number}つの四つの町"),
    )
}
