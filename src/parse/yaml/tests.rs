//! What YAML becomes, and how its problems are reported.

use super::{Content, DEPTH_LIMIT, Node, Reader, Value, parse, parse_file};
use crate::diagnostic::{Code, Report};
use crate::load::SourcePath;
use crate::parse::testing::summary;
use crate::parse::text::Language;

fn file() -> SourcePath {
    SourcePath::new("content/regions/test.yaml")
}

fn parsed(text: &str) -> (Option<Node>, Vec<String>) {
    let mut report = Report::default();
    let node = parse_file(&file(), text.as_bytes(), &mut report);
    (node, summary(text, &report))
}

/// What one reading function says about a value.
fn read<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>, &Value<'_>) -> Option<T>,
) -> (Option<T>, Vec<String>) {
    let mut report = Report::default();
    let file = file();
    let node = parse_file(&file, text.as_bytes(), &mut report).expect("YAML");
    let languages = [Language::new("ja"), Language::new("en")];
    let mut reader = Reader {
        file: &file,
        languages: &languages,
        report: &mut report,
    };
    let result = read(&mut reader, &Value::root(&node));
    (result, summary(text, &report))
}

#[test]
fn every_node_knows_its_bytes() {
    fn check(text: &str, node: &Node) {
        let written = &text[node.span.clone()];
        match &node.content {
            Content::Scalar(scalar) if scalar.plain && !scalar.is_null() => {
                assert_eq!(written, scalar.text);
            }
            Content::Scalar(_) => {}
            Content::List(items) => items.iter().for_each(|item| check(text, item)),
            Content::Mapping(entries) => {
                for entry in entries {
                    assert_eq!(text[entry.key_span.clone()].trim_matches('"'), entry.key);
                    check(text, &entry.value);
                }
            }
        }
    }
    for text in [
        "title: 標\nlist:\n  - あ\n  - {名前: 値, b: [1, 2]}\n\"quoted\": 'x'\nempty:\nlast: end",
        "a: 1\r\nb:\r\n  - 日本\r\n  - c # 注\r\n",
        "\u{feff}名: 値\n",
        "text: |\n  一行目\n  二行目\nafter: 次\n",
    ] {
        let (node, problems) = parsed(text);
        assert_eq!(problems, [""; 0]);
        check(text, &node.expect(text));
    }
}

#[test]
fn a_syntax_error_is_the_only_problem_and_has_its_place() {
    for (text, at, message) in [
        ("a: 1\na: 2\nb: [1, 2\n", "[", "`[` is never closed"),
        ("a: [1\nb: 2\n", "[", "`[` is never closed"),
        ("a: {b: 1\nc: 2\n", "{", "`{` is never closed"),
        ("題: \"閉じない\n", "\"", "isn't closed on this line"),
        ("a: \"x\" y\n", "y", "after the closing quotation mark"),
        ("a: \"\\q\"\n", "\\q", "a `\\` in quotes that means nothing"),
        ("a: b: c\n", ":", "a `:` can't stand here"),
        ("a: 1\n b: 2\n", ":", "a `:` can't stand here"),
        ("a:\n\tb: 1\n", "\t", "a tab is used"),
        ("a: @x\n", "@", "can't begin with this character"),
        ("a: *b\n", "*", "can't begin with `*`"),
        ("a: 1\nb\nc: 2\n", "b", "lacks a `:`"),
        ("- a\nb: 1\n", "b", "isn't part of the list"),
        ("a: 1\n---\nb: 2\n", "---", "two YAML documents"),
    ] {
        let mut report = Report::default();
        assert_eq!(parse_file(&file(), text.as_bytes(), &mut report), None);
        assert_eq!(summary(text, &report), [format!("yaml-syntax  {at:?}")]);
        let said = &report.diagnostics()[0].message.en;
        assert!(said.contains(message), "{text:?}: {said}");
    }
}

#[test]
fn empty_files_are_reported() {
    for text in ["", "  \n", "# only a comment\n", "---\n", "null\n"] {
        assert_eq!(
            parsed(text),
            (None, vec!["empty-file  \"\"".to_owned()]),
            "{text:?}"
        );
    }
}

#[test]
fn text_that_is_not_utf8_is_pointed_at() {
    let mut report = Report::default();
    assert_eq!(
        parse_file(&file(), b"a: 1\nname: \x93\xbf\n", &mut report),
        None
    );
    let place = report.diagnostics()[0].place.span;
    assert_eq!(place, Some((11, 12)));
    assert_eq!(report.diagnostics()[0].code, Code::NotUtf8);
}

#[test]
fn every_duplicate_key_is_reported_where_it_stands_again() {
    let (node, problems) =
        parsed("a: 1\nb: {c: 1, c: 2}\na: 3\nlist:\n  - {d: 1, 'd': 2}\n\"a\": 4\n");
    assert!(node.is_some());
    assert_eq!(
        problems,
        [
            "duplicate-key b.c \"c\"",
            "duplicate-key list[0].d \"'d'\"",
            "duplicate-key a \"a\"",
            "duplicate-key a \"\\\"a\\\"\"",
        ]
    );
}

#[test]
fn tags_merge_keys_and_odd_keys_are_refused_without_ending_the_reading() {
    let (node, problems) = parsed("a: !secret x\n<<: {b: 1}\n? [1, 2]\n: c\n: d\nlast: !!str 1\n");
    assert!(node.is_some());
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert!(problems[0].starts_with("yaml-syntax"));
    assert!(problems[1].starts_with("yaml-syntax  \"<<\""));
    assert!(problems[2].starts_with("wrong-type  \"[1, 2]\""));
}

#[test]
fn nesting_beyond_the_limit_is_refused() {
    for open in ["[", "{a: ", "- ", "? "] {
        let (node, problems) = parsed(&open.repeat(100_000));
        assert_eq!(node, None);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0].starts_with("yaml-limit"),
            "{open}: {problems:?}"
        );
    }
    let fine = format!("{}1{}", "[".repeat(DEPTH_LIMIT), "]".repeat(DEPTH_LIMIT));
    assert_eq!(parsed(&fine).1, [""; 0]);
}

#[test]
fn a_few_aliases_are_fine_and_bombs_are_refused() {
    let (node, problems) = parsed("a: &a {x: 1}\nb: *a\n");
    assert!(node.is_some_and(|node| matches!(node.content, Content::Mapping(entries) if entries[0].value == entries[1].value)));
    assert_eq!(problems, [""; 0]);

    let mut laughs = "a0: &a0 lol\n".to_owned();
    for level in 1..30 {
        let alias = format!("*a{}, ", level - 1).repeat(9);
        laughs.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(500_000),
        "*a, ".repeat(100_000)
    );
    let deep: String = (1..40).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        text + &format!("a{level}: &a{level} [[*a{}]]\n", level - 1)
    });
    for bomb in [&laughs, &long, &deep, "a: &a [*a]\n"] {
        let (node, problems) = parsed(bomb);
        assert_eq!(node, None);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("yaml-limit"), "{problems:?}");
    }
}

#[test]
fn offsets_of_front_matter_are_added() {
    let mut report = Report::default();
    let node = parse(&file(), "題: 標\n", 100, &mut report).expect("YAML");
    assert_eq!(node.span, 100..108);
}

#[test]
fn texts_are_plain_or_one_per_language() {
    let (text, problems) = read(
        "{ja: 徳島, en: Tokushima, fr: Tokushima}",
        |reader, value| reader.text(value),
    );
    let text = text.expect("text");
    assert_eq!(text.get(&Language::new("ja")), "徳島");
    assert_eq!(text.get(&Language::new("en")), "Tokushima");
    assert_eq!(problems, [""; 0]);

    for (yaml, expected) in [
        ("{en: Tokushima}", "missing-field ja \"{en: Tokushima}\""),
        (
            "{ja: 徳島, japanese: x}",
            "unknown-key japanese \"japanese\"",
        ),
        ("[a]", "wrong-type  \"[a]\""),
        ("2024", "wrong-type  \"2024\""),
        ("true", "wrong-type  \"true\""),
        ("\"\"", "wrong-type  \"\\\"\\\"\""),
        ("\"a\\u0007\"", "wrong-type  \"\\\"a\\\\u0007\\\"\""),
    ] {
        let (_, problems) = read(yaml, |reader, value| reader.text(value));
        assert_eq!(problems, [expected], "{yaml}");
    }
}

/// Reads a value and throws the result away.
type Check = fn(&mut Reader<'_>, &Value<'_>) -> Option<()>;

#[test]
fn wrong_values_are_refused_with_their_code() {
    let number: Check = |reader, value| reader.number(value).map(drop);
    let percent: Check = |reader, value| reader.number_within(value, 0.0, 100.0).map(drop);
    let whole: Check = |reader, value| reader.whole(value, 0, 10).map(drop);
    let boolean: Check = |reader, value| reader.boolean(value).map(drop);
    let date: Check = |reader, value| reader.date(value).map(drop);
    let period: Check = |reader, value| reader.period(value).map(drop);
    let url: Check = |reader, value| reader.url(value).map(drop);
    let target: Check = |reader, value| reader.target(value).map(drop);
    let slug: Check = |reader, value| reader.slug(value).map(drop);
    let reading: Check = |reader, value| reader.reading(value).map(drop);
    let choice: Check = |reader, value| reader.choice(value, &[("higher", ()), ("lower", ())]);
    let cases: &[(Check, &str, Option<Code>)] = &[
        (number, "-1.5", None),
        (number, "\"4296\"", Some(Code::WrongType)),
        (number, "4,296", Some(Code::WrongType)),
        (number, "[1]", Some(Code::WrongType)),
        (number, ".nan", Some(Code::OutOfRange)),
        (number, "-.inf", Some(Code::OutOfRange)),
        (number, "1e999", Some(Code::OutOfRange)),
        (percent, "100", None),
        (percent, "100.1", Some(Code::OutOfRange)),
        (percent, "-1", Some(Code::OutOfRange)),
        (whole, "10", None),
        (whole, "1.5", Some(Code::WrongType)),
        (whole, "11", Some(Code::OutOfRange)),
        (boolean, "true", None),
        (boolean, "yes", Some(Code::WrongType)),
        (boolean, "\"true\"", Some(Code::WrongType)),
        (date, "2026-11-21", None),
        (date, "\"2026-11-21\"", None),
        (date, "2026-02-29", Some(Code::ImpossibleDate)),
        (date, "2026/11/21", Some(Code::ImpossibleDate)),
        (date, "2026", Some(Code::ImpossibleDate)),
        (date, "[2026]", Some(Code::WrongType)),
        (period, "2024", None),
        (period, "FY2025", None),
        (period, "mean 1991/2020", None),
        (period, "2025-13", Some(Code::ImpossibleDate)),
        (period, "令和7年", Some(Code::ImpossibleDate)),
        (url, "https://example.org/", None),
        (url, "example.org", Some(Code::BadUrl)),
        (url, "ftp://example.org", Some(Code::BadUrl)),
        (url, "javascript:alert(1)", Some(Code::BadUrl)),
        (target, "region:tokushima", None),
        (target, "javascript:alert(1)", Some(Code::UnsafeLink)),
        (target, "/regions/", Some(Code::BadTarget)),
        (slug, "a-1", None),
        (slug, "2024", None),
        (slug, "Tokyo", Some(Code::BadId)),
        (slug, "徳島", Some(Code::BadId)),
        (slug, "[a]", Some(Code::WrongType)),
        (reading, "ぎっとはぶ", None),
        (reading, "たーみなる・1", None),
        (reading, "トクシマ", Some(Code::BadReading)),
        (reading, "徳島", Some(Code::BadReading)),
        (choice, "lower", None),
        (choice, "lowr", Some(Code::UnknownChoice)),
        (choice, "[lower]", Some(Code::WrongType)),
    ];
    for (check, yaml, code) in cases {
        let (result, problems) = read(yaml, check);
        let expected: Vec<String> = code
            .iter()
            .map(|code| format!("{code}  {yaml:?}"))
            .collect();
        assert_eq!(problems, expected, "{yaml}");
        assert_eq!(result.is_some(), code.is_none(), "{yaml}");
    }
}

#[test]
fn all_problems_of_a_mapping_are_reported_at_once() {
    let text = "title: 1\nlabel:\ntagline: x\ndecimal: 2\nzzz: 1\n";
    let (_, problems) = read(text, |reader, value| {
        let mut keys = reader.keys(value)?;
        keys.required(reader, "title", Reader::string);
        keys.required(reader, "label", Reader::string);
        keys.required(reader, "url", Reader::url);
        keys.optional(reader, "tagline", Reader::boolean);
        keys.optional(reader, "decimals", Reader::number);
        keys.finish(reader);
        Some(())
    });
    assert_eq!(
        problems,
        [
            "wrong-type title \"1\"",
            "missing-field label \"label\"",
            "missing-field url \"title\"",
            "wrong-type tagline \"x\"",
            "unknown-key decimal \"decimal\"",
            "unknown-key zzz \"zzz\"",
        ]
    );
}

#[test]
fn a_slip_is_answered_with_the_word_that_was_meant() {
    let mut report = Report::default();
    let file = file();
    let node = parse_file(&file, b"decimal: 2\n", &mut report).expect("YAML");
    let mut reader = Reader {
        file: &file,
        languages: &[],
        report: &mut report,
    };
    let value = Value::root(&node);
    let mut keys = reader.keys(&value).expect("mapping");
    keys.optional(&mut reader, "decimals", Reader::number);
    keys.finish(&mut reader);
    let help = report.diagnostics()[0].help.clone().expect("help");
    assert_eq!(help.en, "did you mean `decimals`?");
    assert_eq!(help.ja, "`decimals` のことですか");
}
