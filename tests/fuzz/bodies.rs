//! What each fuzz target does with its bytes. `tests/fuzz_smoke.rs` calls the same functions.
//!
//! None may panic, every place must lie in the file, and what comes out must not grow faster than
//! what went in.

use shirube::diagnostic::{Report, SourcePath};
use shirube::parse::collection::Field;
use shirube::parse::markdown::Document;
use shirube::parse::target::{Target, ValueTarget};
use shirube::parse::text::Language;
use shirube::parse::{article, collection, glossary, indicator, markdown, record, site, tags};
use shirube::render::highlight::Highlighter;
use shirube::render::markdown::{Resolve, ResolvedImage, ResolvedLink, ResolvedValue, to_html};

/// A target's name and what it does.
pub(crate) type Body = (&'static str, fn(&[u8]));

/// Every target.
pub(crate) const BODIES: [Body; 5] = [
    ("front_matter", front_matter),
    ("records", records),
    ("markdown", markdown),
    ("site", site_settings),
    ("references", references),
];

/// A schema with a field of every kind.
const SCHEMA: &[u8] = "\
prefix: town
name: 町
description: 町
counter: 町
groups: {basics: 基本}
fields:
  area: {label: 地方, kind: choice, group: basics, required: true, options: {east: 東, west: 西}}
  kinds: {label: 種類, kind: choice, group: basics, many: true, options: {sea: 海, hill: 山}}
  people: {label: 人口, kind: number, group: basics, minimum: 0, maximum: 1000}
  fee: {label: 料金, kind: money, group: basics, currency: JPY}
  open: {label: 公開, kind: boolean, group: basics}
  topics: {label: 話題, kind: tags, group: basics}
  started: {label: 始まり, kind: date, group: basics}
  site: {label: サイト, kind: url, group: basics}
  spot: {label: 場所, kind: place, group: basics}
  sister: {label: 姉妹, kind: reference, group: basics, collection: towns}
  note: {label: 備考, kind: text, group: basics}
  more: {label: 文章, kind: markdown, group: basics}
"
.as_bytes();

/// A Markdown file as an article, a section's front page and the home page.
pub(crate) fn front_matter(data: &[u8]) {
    let file = SourcePath::new("content/articles/living/first.md");
    let languages = languages();
    let name = ("living", "first", &languages[0]);
    let mut report = Report::default();
    article::parse_article(&file, data, name, &languages, &mut report);
    bounded(data, &report);
    let mut report = Report::default();
    article::parse_section(
        &file,
        data,
        ("living", &languages[0]),
        &languages,
        &mut report,
    );
    article::parse_home(&file, data, &languages, &mut report);
    bounded(data, &report);
}

/// A YAML file as records, a schema, a statistic, tags and a glossary.
pub(crate) fn records(data: &[u8]) {
    let file = SourcePath::new("content/towns/aoba.yaml");
    let languages = languages();
    let schema = SourcePath::new("content/towns/_collection.yaml");
    let towns = collection::parse(&schema, SCHEMA, &languages, &mut Report::default());
    let towns = towns.expect("the schema is right");
    let mut reports: Vec<Report> = (0..5).map(|_| Report::default()).collect();
    record::parse(&file, data, &towns.fields, &languages, &mut reports[0]);
    let own = collection::parse(&file, data, &languages, &mut reports[1]);
    indicator::parse(&file, data, &towns.groups, &languages, &mut reports[2]);
    tags::parse(&file, data, &languages, &mut reports[3]);
    glossary::parse(&file, data, &languages, &mut reports[4]);
    for report in &reports {
        bounded(data, report);
    }
    let fields: Vec<Field> = own.map(|own| own.fields).unwrap_or_default();
    let mut report = Report::default();
    record::parse(&file, data, &fields, &languages, &mut report);
    bounded(data, &report);
}

/// A Markdown text, also as HTML.
pub(crate) fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let file = SourcePath::new("content/articles/living/first.md");
    let mut report = Report::default();
    let document = markdown::parse(&file, text, 0, &mut report);
    bounded(data, &report);
    let events = document.events();
    let events = events.list();
    sized("events", events.len(), 64 + 8 * data.len());
    for (event, range) in &events {
        assert!(text.get(range.clone()).is_some(), "{event:?} at {range:?}");
    }
    html(&document, data.len());
}

fn html(document: &Document, length: usize) {
    // A list of 1,000 levels has 1,000 tags; a mark of one byte becomes a callout with its label.
    let html = to_html(document, &Nowhere, &Highlighter::new());
    sized("HTML", html.len(), 4_000 + 400 * length);
}

/// `site.yaml`.
pub(crate) fn site_settings(data: &[u8]) {
    let file = SourcePath::new("site.yaml");
    let mut report = Report::default();
    site::parse(&file, data, &mut report);
    bounded(data, &report);
}

/// Link targets and live values, one a line.
pub(crate) fn references(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for line in text.lines() {
        match Target::parse(line) {
            // What is accepted as a web address must be one for a browser too.
            Ok(Target::External(address)) => {
                let lower = address.to_ascii_lowercase();
                let schemes = ["https://", "http://", "mailto:"];
                assert!(
                    schemes.iter().any(|scheme| lower.starts_with(scheme)),
                    "{line:?}"
                );
            }
            Ok(_) => {}
            Err(error) => {
                let help = error.help.map_or(0, |help| help.ja.len() + help.en.len());
                let words = error.message.ja.len() + error.message.en.len() + help;
                sized("a target's problem", words, 4_000);
            }
        }
        if let Err(error) = ValueTarget::parse(line) {
            let words = error.message.ja.len() + error.message.en.len();
            sized("a value's problem", words, 4_000);
        }
    }
}

fn languages() -> [Language; 2] {
    [Language::new("ja"), Language::new("en")]
}

/// Problems and their words must stay in proportion to the file, and their places in it.
fn bounded(data: &[u8], report: &Report) {
    let problems = report.diagnostics();
    sized("problems", problems.len(), 64 + data.len());
    let mut words = 0;
    for problem in problems {
        if let Some((start, end)) = problem.place.span {
            assert!(start <= end && end <= data.len(), "{problem:?}");
        }
        let help = problem.help.as_ref();
        words += problem.message.ja.len() + problem.message.en.len();
        words += help.map_or(0, |help| help.ja.len() + help.en.len());
        words += problem.place.field.as_ref().map_or(0, String::len);
    }
    sized(
        "words",
        words,
        64 * data.len() + 8_000 * (1 + problems.len()),
    );
}

fn sized(what: &str, found: usize, most: usize) {
    assert!(found <= most, "{what}: {found}, more than {most}");
}

/// A guide where no link leads anywhere.
struct Nowhere;

impl Resolve for Nowhere {
    fn link(&self, _target: &Target) -> Option<ResolvedLink> {
        None
    }

    fn value(&self, _target: &ValueTarget) -> Option<ResolvedValue> {
        None
    }

    fn image(&self, _path: &str) -> Option<ResolvedImage> {
        None
    }

    fn label(&self, key: &str) -> &str {
        match key {
            "footnote_back" => "脚注{n}へ戻る",
            _ => "言葉",
        }
    }
}
