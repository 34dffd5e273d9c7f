//! A whole project, parsed.

use crate::diagnostic::Report;
use crate::load::{SourcePath, Sources};
use crate::parse::{Parsed, locate, parse};

/// A project with the least that it needs, and a little content.
const PROJECT: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: 標\ntagline: a\ndescription: b\nbase_url: https://guide.example/\nlanguages: [ja, en]\ntheme: plain\ncollections: [towns]\n",
    ),
    (
        "content/index.md",
        "---\ntitle: 標\ndescription: 案内\n---\n",
    ),
    (
        "content/tags.yaml",
        "- {id: living, name: 暮らし, kana: くらし}\n",
    ),
    (
        "content/towns/_collection.yaml",
        "prefix: town\nname: 町\ndescription: 町\ncounter: 町\ngroups: {b: 住まい, a: 基本}\nfields:\n  area: {label: 地方, kind: text, group: a}\n",
    ),
    (
        "content/towns/list.yaml",
        "- {id: aoba, name: 青葉, kana: あおば}\n- {id: sakura, name: 桜, kana: さくら}\n",
    ),
    ("content/towns/aoba.md", "青葉の文章。\n"),
    ("content/indicators/towns/one.yaml", "group: a"),
    ("content/indicators/towns/two.yaml", "group: b"),
    (
        "content/articles/living/index.md",
        "---\ntitle: 暮らし\ndescription: a\n---\n",
    ),
    (
        "content/articles/living/index.en.md",
        "---\ntitle: Living\ndescription: a\n---\n",
    ),
    (
        "content/articles/living/b.md",
        "---\ntitle: b\ndescription: a\npublished: 2026-01-01\n---\n",
    ),
    (
        "content/articles/living/a.md",
        "---\ntitle: a\ndescription: a\npublished: 2026-01-01\n---\n",
    ),
    (
        "content/articles/living/a.en.md",
        "---\ntitle: A\ndescription: a\npublished: 2026-01-01\n---\n",
    ),
    (
        "content/articles/living/draft.md",
        "---\ntitle: c\ndescription: a\npublished: 2026-01-01\ndraft: true\norder: 1\n---\n",
    ),
    ("themes/plain/theme.yaml", "styles: []\n"),
    ("themes/plain/labels/ja.yaml", "home: ホーム\n"),
    ("themes/plain/labels/en.yaml", "home: Home\n"),
];

const INDICATOR: &str = "\
label: 家賃
scale: ratio
words: {more: 高い, less: 安い}
source: {statistic: a, publisher: b, url: \"https://a.example/\", licence: c}
as_of: 2024
values: {aoba: 1}
";

/// Parses the project with some files replaced or, where the text is empty, removed.
fn project(changes: &[(&str, &str)], drafts: bool) -> (Option<Parsed>, Vec<String>) {
    let mut sources = Sources::default();
    for (path, text) in PROJECT.iter().chain(changes) {
        let removed = changes
            .iter()
            .any(|(name, text)| name == path && text.is_empty());
        if removed {
            continue;
        }
        let text = if path.contains("/indicators/") {
            format!("{text}\n{INDICATOR}")
        } else {
            (*text).to_owned()
        };
        sources.insert(SourcePath::new(path), text.into_bytes());
    }
    let mut report = Report::default();
    let parsed = parse(&sources, drafts, &mut report);
    locate::locate(&mut report, &sources);
    let line = |found: &crate::diagnostic::Diagnostic| {
        let field = found.place.field.as_deref().unwrap_or("");
        format!("{} {} {field}", found.code, found.place.file)
    };
    (parsed, report.diagnostics().iter().map(line).collect())
}

#[test]
fn everything_finds_its_place() {
    let (parsed, problems) = project(&[], false);
    assert_eq!(problems, [""; 0]);
    let parsed = parsed.expect("parsed");
    let towns = &parsed.collections[0];
    let ids: Vec<&str> = towns
        .records
        .iter()
        .map(|record| record.id.as_str())
        .collect();
    assert_eq!(ids, ["aoba", "sakura"]);
    assert!(towns.records[0].prose.is_some());
    let indicators: Vec<&str> = towns
        .indicators
        .iter()
        .map(|found| found.id.as_str())
        .collect();
    assert_eq!(indicators, ["two", "one"], "in the order of groups");
    let articles: Vec<Vec<&str>> = parsed
        .sections
        .iter()
        .map(|section| {
            section
                .articles
                .iter()
                .map(|article| article.title.as_str())
                .collect()
        })
        .collect();
    assert_eq!(articles, [vec!["a", "b"], vec!["A"]]);
    assert_eq!(parsed.tags.len(), 1);
}

#[test]
fn drafts_are_read_when_asked_for() {
    let (parsed, _) = project(&[], true);
    let sections = parsed.expect("parsed").sections;
    assert_eq!(sections[0].articles[0].slug, "draft");
}

#[test]
fn what_is_missing_or_left_over_is_reported() {
    for (change, expected) in [
        (("site.yaml", ""), "missing-file site.yaml "),
        (("content/index.md", ""), "missing-file content/index.md "),
        (
            ("content/towns/_collection.yaml", ""),
            "missing-file site.yaml collections[0]",
        ),
        (
            ("content/articles/living/index.md", ""),
            "missing-file content/articles/living/index.md ",
        ),
        (
            ("content/twons/aoba.yaml", "id: aoba"),
            "missing-reference content/twons/aoba.yaml ",
        ),
        (
            ("content/indicators/towsn/rent.yaml", "group: a"),
            "missing-reference content/indicators/towsn/rent.yaml ",
        ),
        (
            ("content/towns/kaede.md", "文章"),
            "missing-reference content/towns/kaede.md ",
        ),
        (
            ("content/articles/living/photo.png", "not an image"),
            "missing-image content/articles/living/photo.png ",
        ),
        (
            ("content/notes.txt", "x"),
            "bad-file-name content/notes.txt ",
        ),
    ] {
        let (_, problems) = project(&[change], false);
        let first = problems.first().map_or("", String::as_str);
        assert_eq!(first, expected, "{problems:?}");
    }
}

#[test]
fn problems_come_in_the_order_of_files() {
    let (parsed, problems) = project(
        &[
            ("content/articles/living/a.md", "no front matter"),
            ("content/tags.yaml", "- {id: A}\n"),
            ("content/towns/list.yaml", "- 1\n"),
            ("content/towns/aoba.md", ""),
        ],
        false,
    );
    assert!(parsed.is_some());
    assert_eq!(
        problems,
        [
            "open-front-matter content/articles/living/a.md ",
            "bad-id content/tags.yaml [0].id",
            "missing-field content/tags.yaml [0].name",
            "missing-field content/tags.yaml [0].kana",
            "wrong-type content/towns/list.yaml [0]",
        ]
    );
}
