//! What is typed comes back out of the file, whatever it is.

use super::{Answers, Ask, Question, mapping, missing};
use crate::diagnostic::{Message, Report};
use crate::load::SourcePath;
use crate::parse::text::Language;
use crate::parse::yaml::{Reader, Shape, Value, parse};

fn question(name: &str, shape: Shape, ask: Ask) -> Question {
    Question {
        name: name.to_owned(),
        about: Message::new("", ""),
        shape,
        ask,
        fact: ask == Ask::OrNull,
    }
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    let pair = |(name, answer): &(&str, &str)| ((*name).to_owned(), (*answer).to_owned());
    pairs.iter().map(pair).collect()
}

#[test]
fn texts_come_back_as_they_were_typed() {
    for text in [
        "徳島",
        "a: b",
        "C# と #タグ",
        "- 先頭",
        "-",
        "? x",
        "[a], {b}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "'a'",
        "\"a\"",
        "a \\ b",
        "a:",
        "2024",
        "0x10",
        "12:30",
        "true",
        "Null",
        "~",
        "「題」",
        "一行目\n二行目",
        "a\n\n  b: c\n# d",
        "tab\tinside",
        "...",
        "---",
        "a, b",
        "| a",
        "> a",
    ] {
        let questions = [
            question("outer.text", Shape::Text, Ask::Always),
            question("list", Shape::list(Shape::String), Ask::Always),
            question("sources.title", Shape::Text, Ask::Always),
            question("sources.url", Shape::Url, Ask::Always),
        ];
        let given = answers(&[
            ("outer.text", text),
            ("sources.title", text),
            ("sources.url", "https://a.example/?b=c#d"),
        ]);
        let yaml = mapping("id: a\n", &questions, &given);
        let file = SourcePath::new("a.yaml");
        let mut report = Report::default();
        let node = parse(&file, &yaml, 0, &mut report).expect(&yaml);
        let languages = [Language::new("ja")];
        let mut reader = Reader {
            file: &file,
            languages: &languages,
            report: &mut report,
        };
        let mut keys = reader.keys(&Value::root(&node)).expect("a mapping");
        let outer = keys.get("outer").expect("outer");
        let found = reader.keys(&outer).expect("a mapping").get("text");
        assert_eq!(
            reader.string(&found.expect("text")).as_deref(),
            Some(text),
            "{yaml}"
        );
        let sources = keys.get("sources").expect("sources");
        let source = reader.items(&sources).pop().expect("a source");
        let mut source = reader.keys(&source).expect("a mapping");
        let title = source.get("title").expect("a title");
        assert_eq!(reader.string(&title).as_deref(), Some(text), "{yaml}");
        let url = source.get("url").expect("an address");
        assert!(reader.url(&url).is_some(), "{yaml}");
        assert_eq!(report.diagnostics(), [], "{yaml}");
    }
}

#[test]
fn values_are_written_by_their_kind() {
    let number = Shape::Number(0.0, 10.0);
    for (shape, answer, written) in [
        (number.clone(), "3.5", "3.5"),
        (number.clone(), "-3", "-3"),
        (number.clone(), "9,736円", "\"9,736円\""),
        (number.clone(), "null", "null"),
        (number, "3\nid: b", "\"3\\nid: b\""),
        (Shape::Date, "2026-11-21", "2026-11-21"),
        (Shape::Boolean, "true", "true"),
        (Shape::list(Shape::Slug), "a, b、c", "[a, b, c]"),
        (Shape::list(Shape::Slug), "[a]", "[a]"),
        (Shape::list(Shape::String), "12, b: c", "[\"12\", \"b: c\"]"),
        (Shape::Url, "https://a.example/", "https://a.example/"),
        (Shape::Text, "not_applicable", "not_applicable"),
    ] {
        let questions = [question("key", shape, Ask::Always)];
        let yaml = mapping("", &questions, &answers(&[("key", answer)]));
        assert_eq!(yaml, format!("key: {written}\n"));
    }
}

#[test]
fn a_source_is_missing_as_soon_as_a_fact_is_known() {
    let questions = [
        question("name", Shape::Text, Ask::Always),
        question("level", Shape::Slug, Ask::OrNull),
        question("sources.url", Shape::Url, Ask::WithFacts),
    ];
    let names = |given: &[(&str, &str)]| {
        let missing = missing(&questions, &answers(given));
        missing
            .iter()
            .map(|question| question.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["name", "level", "sources.url"]);
    assert_eq!(names(&[("name", "a"), ("level", "null")]), [""; 0]);
    assert_eq!(names(&[("name", "a"), ("level", "low")]), ["sources.url"]);
}
