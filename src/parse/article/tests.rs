//! The front matter of articles, sections and the home page.

use super::{parse_article, parse_home, parse_section};
use crate::parse::target::Target;
use crate::parse::testing::{check, languages};
use crate::parse::text::Language;

fn article(front: &str, expected: &[&str]) -> Option<super::Article> {
    let japanese = Language::new("ja");
    check(
        "content/articles/career/stagnation.md",
        &format!("---\n{front}---\n\n本文です。\n"),
        |file, bytes, report| {
            let name = ("career", "stagnation", &japanese);
            parse_article(file, bytes, name, &languages(), report)
        },
        expected,
    )
}

const START: &str = "title: 題\ndescription: 説明\npublished: 2026-11-21\n";

#[test]
fn an_article_is_read_with_its_settings() {
    let front = format!(
        "{START}tags: [career]\nrelated: [\"region:tokushima\"]\nformer_paths: [/old/]\norder: -3\ndraft: true\nsources: [{{url: https://a.example/, as_of: null}}]\n"
    );
    let article = article(&front, &[]).expect("article");
    assert_eq!(article.section, "career");
    assert_eq!(article.slug, "stagnation");
    assert_eq!(article.order, -3);
    assert_eq!(article.sources[0].as_of, None);
    assert!(matches!(article.related[0], Target::Record { .. }));
    assert!(article.draft);
    assert_eq!(article.body.characters, 5);
}

#[test]
fn articles_without_an_order_come_last() {
    assert_eq!(
        article(START, &[]).map(|article| article.order),
        Some(i64::MAX)
    );
}

#[test]
fn wrong_settings_are_pointed_at() {
    for (line, expected) in [
        ("tag: [a]", "unknown-key tag \"tag\""),
        ("tags: a", "wrong-type tags \"a\""),
        (
            "updated: 2026-13-01",
            "impossible-date updated \"2026-13-01\"",
        ),
        ("order: first", "wrong-type order \"first\""),
        ("draft: no", "wrong-type draft \"no\""),
        (
            "related: [\"/regions/\"]",
            "bad-target related[0] \"\\\"/regions/\\\"\"",
        ),
        (
            "related: [\"data:text/html,x\"]",
            "unsafe-link related[0] \"\\\"data:text/html,x\\\"\"",
        ),
        ("former_paths: [old]", "bad-target former_paths[0] \"old\""),
        ("sources: [{url: x}]", "bad-url sources[0].url \"x\""),
        ("answer: {ja: x}", "wrong-type answer \"{ja: x}\""),
    ] {
        article(&format!("{START}{line}\n"), &[expected]);
    }
    article(
        "title: null\n",
        &[
            "missing-field title \"null\"",
            "missing-field description \"title\"",
            "missing-field published \"title\"",
        ],
    );
    article("", &["empty-file  \"\""]);
}

#[test]
fn problems_of_front_matter_and_text_are_known_at_once() {
    let japanese = Language::new("ja");
    check(
        "content/articles/career/a.md",
        "---\ntitle: 題\n---\n[x](javascript:y)\n",
        |file, bytes, report| {
            parse_article(
                file,
                bytes,
                ("career", "a", &japanese),
                &languages(),
                report,
            )
        },
        &[
            "missing-field description \"title\"",
            "missing-field published \"title\"",
            "unsafe-link  \"javascript:y\"",
        ],
    );
}

#[test]
fn sections_and_the_home_page_have_their_own_settings() {
    let english = Language::new("en");
    let section = check(
        "content/articles/career/index.en.md",
        "---\ntitle: Career\ndescription: Work\norder: 2\n---\n",
        |file, bytes, report| {
            parse_section(file, bytes, ("career", &english), &languages(), report)
        },
        &[],
    );
    let section = section.expect("section");
    assert_eq!((section.order, section.language), (2, english));

    let home = check(
        "content/index.md",
        "---\ntitle: {ja: 標, en: Guide}\ndescription: 案内\ndirections:\n  - {title: 出る, text: 東京へ, to: \"section:career\"}\n---\n",
        |file, bytes, report| parse_home(file, bytes, &languages(), report),
        &[],
    );
    assert_eq!(home.expect("home").directions.len(), 1);
    check(
        "content/index.md",
        "---\ntitle: 標\ndescription: 案内\ndirections: [{title: x, to: section}]\n---\n",
        |file, bytes, report| parse_home(file, bytes, &languages(), report),
        &["missing-field directions[0].text \"title\""],
    );
}
