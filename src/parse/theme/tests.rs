//! What a theme is made of, and what a project may replace.

use super::{Theme, parse};
use crate::diagnostic::Report;
use crate::load::{SourcePath, Sources};
use crate::parse::locate::locate;
use crate::parse::site::{self, Site};
use crate::parse::text::Language;

const SITE: &str = "\
title: 標
tagline: a
description: b
base_url: https://guide.example/
languages: [ja, en]
theme: guide
collections: []
";

/// A theme with the least that it needs.
const THEME: &[(&str, &str)] = &[
    (
        "themes/guide/theme.yaml",
        "styles: [base.css]\nscripts: [site.js]\n",
    ),
    (
        "themes/guide/labels/ja.yaml",
        "home: ホーム\ncompare: {title: 比較}\n",
    ),
    (
        "themes/guide/labels/en.yaml",
        "home: Home\ncompare.title: Compare\n",
    ),
    ("themes/guide/templates/home.html", "<h1>"),
    ("themes/guide/templates/parts/header.html", "<header>"),
    ("themes/guide/styles/base.css", "a {}"),
    ("themes/guide/scripts/site.js", "go()"),
    ("themes/guide/static/icon.svg", "<svg/>"),
    ("themes/guide/README.md", "notes"),
];

/// Parses the theme with some files replaced or, where the text is empty, removed.
fn theme(changes: &[(&str, &str)]) -> (Option<Theme>, Vec<String>) {
    let mut sources = Sources::default();
    for (path, text) in THEME.iter().chain(changes) {
        let removed = changes
            .iter()
            .any(|(name, text)| name == path && text.is_empty());
        if !removed {
            sources.insert(SourcePath::new(path), text.as_bytes());
        }
    }
    let mut report = Report::default();
    let theme = parse(&sources, &site(&mut report), &mut report);
    sources.insert(SourcePath::new("site.yaml"), SITE.as_bytes());
    locate(&mut report, &sources);
    let lines = report.diagnostics().iter().map(|found| {
        let place = &found.place;
        let bytes = sources.get(&place.file);
        let pointed = place.span.zip(bytes).and_then(|((start, end), bytes)| {
            String::from_utf8(bytes.get(start..end)?.to_vec()).ok()
        });
        let file = place.file.as_str().rsplit('/').next().unwrap_or_default();
        format!("{} {file} {}", found.code, pointed.unwrap_or_default())
    });
    (theme, lines.collect())
}

fn site(report: &mut Report) -> Site {
    site::parse(&SourcePath::new("site.yaml"), SITE.as_bytes(), report).expect("site")
}

#[test]
fn a_theme_is_read_by_folder() {
    let (theme, problems) = theme(&[]);
    let theme = theme.expect("theme");
    assert_eq!(problems, [""; 0]);
    let templates: Vec<&str> = theme
        .templates
        .iter()
        .map(|(path, ..)| path.as_str())
        .collect();
    assert_eq!(templates, ["home.html", "parts/header.html"]);
    assert_eq!(theme.styles[0].0, "base.css");
    assert_eq!(theme.entry_scripts, ["site.js"]);
    assert_eq!(theme.files[0].0, "icon.svg");
    let english = &theme.labels[&Language::new("en")];
    assert_eq!(english["compare.title"].as_ref(), "Compare");
}

#[test]
fn overrides_win_over_the_theme() {
    let (theme, problems) = theme(&[
        ("overrides/templates/home.html", "<h2>"),
        ("overrides/styles/base.css", "b {}"),
        ("overrides/labels/ja.yaml", "compare.title: くらべる\n"),
    ]);
    let theme = theme.expect("theme");
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        theme.templates[0].1.as_str(),
        "overrides/templates/home.html"
    );
    assert_eq!(theme.templates[0].2.as_ref(), "<h2>");
    assert_eq!(theme.styles[0].1.as_ref(), "b {}");
    let japanese = &theme.labels[&Language::new("ja")];
    assert_eq!(japanese["compare.title"].as_ref(), "くらべる");
    assert_eq!(japanese["home"].as_ref(), "ホーム");
}

#[test]
fn what_is_missing_or_unknown_is_pointed_at() {
    let theme_yaml = "themes/guide/theme.yaml";
    let english = "themes/guide/labels/en.yaml";
    for (change, expected) in [
        (
            (theme_yaml, "styles: [bas.css]\n"),
            "missing-file theme.yaml bas.css",
        ),
        (
            (theme_yaml, "styles: []\nscript: []\n"),
            "unknown-key theme.yaml script",
        ),
        ((theme_yaml, ""), "missing-file theme.yaml "),
        ((english, ""), "missing-file en.yaml "),
        ((english, "home: Home\n"), "missing-label en.yaml home"),
        (
            (english, "home: Home\ncompare: {title: 1}\n"),
            "wrong-type en.yaml 1",
        ),
        (
            ("overrides/labels/en.yaml", "hom: Start\n"),
            "unknown-key en.yaml hom",
        ),
        (("themes/guide/styles/base.css", "\u{fffd}"), ""),
    ] {
        let (_, problems) = theme(&[change]);
        let first = problems.first().map_or("", String::as_str);
        assert_eq!(first, expected, "{change:?} {problems:?}");
    }
}

#[test]
fn a_language_that_only_the_project_speaks_is_taken_from_it() {
    let (theme, problems) = theme(&[
        ("themes/guide/labels/en.yaml", ""),
        (
            "overrides/labels/en.yaml",
            "home: Start\ncompare: {title: Compare}\n",
        ),
    ]);
    assert_eq!(problems, [""; 0]);
    let labels = theme.expect("theme").labels;
    assert_eq!(labels[&Language::new("en")]["home"].as_ref(), "Start");
}

#[test]
fn a_missing_theme_names_those_that_exist() {
    let mut sources = Sources::default();
    sources.insert(
        SourcePath::new("themes/plain/theme.yaml"),
        &b"styles: []"[..],
    );
    let mut report = Report::default();
    let site = site(&mut report);
    assert!(parse(&sources, &site, &mut report).is_none());
    let found = &report.diagnostics()[0];
    assert_eq!(found.place.field.as_deref(), Some("theme"));
    let help = found.help.as_ref().expect("help");
    assert_eq!(help.en, "themes that exist: `plain`");
}
