//! `shirube new` and `shirube init`: what they write passes `check`, and they never overwrite.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

mod support;

use std::path::Path;

use support::{Project, Run, files};

/// A guide with a collection that has fields of every kind.
fn project() -> Project {
    let project = Project::base();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    project.lay_over(&root.join("tests/schema/site"));
    project
}

/// Runs `new` with fields.
fn new(project: &Project, names: &[&str], fields: &[&str]) -> Run {
    let mut arguments = vec!["new", "--lang", "en"];
    arguments.extend(names);
    arguments.extend(fields.iter().flat_map(|field| ["--field", field]));
    project.run(&arguments)
}

fn passes(project: &Project) {
    let run = project.run(&["check", "--lang", "en", "--drafts"]);
    assert_eq!(run.stdout, "0 errors, 0 warnings\n", "{}", run.stderr);
}

#[test]
fn a_record_of_every_kind_of_field_passes_check() {
    let project = project();
    let fields = [
        "name=見本: #1",
        "kana=みほん",
        "aliases=別名、- もう一つ",
        "line=[角括弧] {と} \"引用符\"",
        "words=一行目\n\n- 二行目 **太字**",
        "count=3",
        "fee=9800",
        "rate=12.5",
        "open=true",
        "level=low",
        "modes=online, onsite",
        "topics=living,work",
        "since=2020/2024",
        "site=https://things.example/?a=b#c",
        "spot.lat=34.07",
        "spot.lon=134.56",
        "town=aoba",
        "towns=sakura",
        "sources.url=https://things.example/",
        "sources.title=資料: 題",
        "sources.as_of=2025",
    ];
    let run = new(&project, &["things", "case"], &fields);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.starts_with("content/things/case.yaml\nNext: "),
        "{}",
        run.stdout
    );
    let text = project.read("content/things/case.yaml").expect("a record");
    assert!(text.contains("\nname: \"見本: #1\"\n"), "{text}");
    assert!(text.contains("\nmodes: [online, onsite]\n"), "{text}");
    assert!(
        text.contains("\nspot:\n  lat: 34.07\n  lon: 134.56\n"),
        "{text}"
    );
    passes(&project);
}

#[test]
fn an_article_is_a_draft_of_today() {
    let project = project();
    let run = new(
        &project,
        &["article", "living", "second"],
        &["title=A: b", "description=見本です。"],
    );
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let text = project
        .read("content/articles/living/second.md")
        .expect("an article");
    let day = support::today();
    let start = format!(
        "---\ntitle: \"A: b\"\ndescription: 見本です。\npublished: {day}\ndraft: true\n---\n"
    );
    assert!(text.starts_with(&start), "{text}");
    passes(&project);
}

#[test]
fn an_indicator_names_every_record() {
    let project = project();
    let fields = [
        "label=病床",
        "group=housing",
        "scale=ratio",
        "words.more=多い",
        "words.less=少ない",
        "source.statistic=見本統計",
        "source.publisher=見本統計局",
        "source.url=https://statistics.example/",
        "source.licence=CC0",
        "as_of=2024",
        "values.sakura=12",
    ];
    let run = new(&project, &["indicator", "towns", "beds"], &fields);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let text = project
        .read("content/indicators/towns/beds.yaml")
        .expect("an indicator");
    assert!(
        text.ends_with("values:\n  aoba: null\n  momiji: null\n  sakura: 12\n"),
        "{text}"
    );
    passes(&project);
}

#[test]
fn without_a_terminal_all_that_is_missing_is_named() {
    let project = project();
    let before = files(&project.root());
    let run = new(&project, &["things", "case"], &["name=見本"]);
    assert_eq!(run.code, 2);
    for key in ["kana", "level", "town", "sources.url"] {
        assert!(
            run.stderr.contains(&format!("\n  {key}: ")),
            "{key}: {}",
            run.stderr
        );
    }
    assert!(!run.stderr.contains("\n  name: "), "{}", run.stderr);
    assert!(run.stderr.contains("low | high"), "{}", run.stderr);
    assert_eq!(files(&project.root()), before);
}

#[test]
fn wrong_values_are_shown_and_nothing_is_written() {
    let project = project();
    let before = files(&project.root());
    let fields = [
        "name=見本",
        "kana=ミホン",
        "level=lo",
        "town=nowhere",
        "sources.url=https://a.example/",
    ];
    let run = new(&project, &["things", "case"], &fields);
    assert_eq!(run.code, 1);
    for code in ["bad-reading", "unknown-choice"] {
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "{}",
            run.stderr
        );
    }
    assert!(
        run.stderr.contains("content/things/case.yaml:3:7"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(files(&project.root()), before);
}

#[test]
fn wrong_calls_are_exit_code_2() {
    let project = project();
    let before = files(&project.root());
    for (names, fields, words) in [
        (
            &["article", "nowhere", "a"][..],
            &[][..],
            "there are: living",
        ),
        (&["article", "living", "A_B"], &[], "such as `a-b`"),
        (&["article", "living", "index"], &[], "can't be a name"),
        (&["article", "living"], &[], "new article SECTION SLUG"),
        (&["nothing", "a"], &[], "there are: things, towns"),
        (
            &["indicator", "nothing", "a"],
            &[],
            "there are: things, towns",
        ),
        (&["things", "../a"], &[], "can't be a name"),
        (&["things", "a"], &["nam=見本"], "did you mean `name`?"),
        (
            &["things", "a"],
            &["name=a", "name=b"],
            "stands there twice",
        ),
        (&["things", "a"], &["name"], "NAME=VALUE"),
    ] {
        let run = new(&project, names, fields);
        assert_eq!(run.code, 2, "{names:?} {}", run.stderr);
        assert!(run.stderr.contains(words), "{names:?} {}", run.stderr);
    }
    assert_eq!(files(&project.root()), before);
}

#[test]
fn what_is_there_is_never_overwritten() {
    let project = project();
    let before = project.read("content/things/first.yaml");
    let fields = ["name=見本", "kana=みほん", "level=null", "town=null"];
    let run = new(&project, &["things", "first"], &fields);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("exists already"), "{}", run.stderr);
    assert_eq!(project.read("content/things/first.yaml"), before);
    // The same id in a list of another file.
    project.write(
        "content/things/list.yaml",
        "- {id: listed, name: 品, kana: しな, level: null, town: null}\n",
    );
    let run = new(&project, &["things", "listed"], &fields);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains("duplicate-id"), "{}", run.stderr);
    assert_eq!(project.read("content/things/listed.yaml"), None);
}
