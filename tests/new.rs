//! `shirube new` and `shirube init`: what they write passes `check`, and they never overwrite.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

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
        &["title=A: b", "description=見本です。", "tags=living"],
    );
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let text = project
        .read("content/articles/living/second.md")
        .expect("an article");
    let day = support::today();
    let start = format!(
        "---\ntitle: \"A: b\"\ndescription: 見本です。\ntags: [living]\npublished: {day}\ndraft: true\n---\n"
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

/// A guide made by `init`, in a folder of its own.
fn begun(arguments: &[&str]) -> Project {
    let project = Project::empty();
    let mut all = vec!["init", "."];
    all.extend(arguments);
    let run = project.run(&all);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    project
}

#[test]
fn a_new_guide_builds_at_once_in_both_languages() {
    for (language, title) in [("ja", "見本: #1 の国"), ("en", "A: guide #1")] {
        let project = begun(&[
            "--language",
            language,
            "--title",
            title,
            "--base-url",
            "https://a.example/b",
        ]);
        let site = project.read("site.yaml").expect("settings");
        assert!(site.contains(&format!("title: \"{title}\"\n")), "{site}");
        assert!(site.contains("base_url: https://a.example/b/ "), "{site}");
        assert!(
            site.contains(&format!("languages: [{language}]\n")),
            "{site}"
        );
        passes(&project);
        let run = project.run(&["build", "--lang", "en"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let home = project.read("public/index.html").expect("a home page");
        assert!(
            home.contains(&format!("<html lang=\"{language}\"")),
            "{home}"
        );
        assert!(
            project
                .read("public/compare/regions/sample-north/sample-south.html")
                .is_some()
        );
        // What the other commands make fits into it.
        let run = new(
            &project,
            &["article", "start", "more"],
            &["title=A", "description=B", "tags=data"],
        );
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(project.run(&["schema", "--quiet"]).code, 0);
        passes(&project);
        // Nothing waits to be filled in.
        for path in files(&project.root().join("content")) {
            let text = project.read(&format!("content/{path}")).expect("text");
            assert!(!text.contains('@'), "{path}: {text}");
        }
    }
}

#[test]
fn a_new_guide_holds_the_theme_as_it_is() {
    let project = begun(&[]);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let copy = project.root().join("themes");
    assert_eq!(
        files(&copy),
        files(&own),
        "src/scaffold/theme.rs lists every file of themes/"
    );
    for path in files(&own) {
        let read = |folder: &Path| std::fs::read(folder.join(&path)).expect("a file");
        assert!(read(&copy) == read(&own), "{path}");
    }
    assert!(
        project
            .read(".gitignore")
            .is_some_and(|text| text.contains("/public\n"))
    );
}

#[test]
fn a_new_guide_may_begin_in_a_new_repository() {
    let project = Project::empty();
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    let run = project.run(&["init", ".", "--language", "en", "--title", "A\nguide\u{1b}"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = project.read("site.yaml").expect("settings");
    assert!(site.contains("title: A guide\n"), "{site}");
    passes(&project);
}

#[test]
fn a_new_guide_needs_an_empty_folder() {
    let project = Project::base();
    let before = files(&project.root());
    for (arguments, code) in [
        (&["init", "."][..], 1),
        (&["init", "content"], 1),
        (&["init", "site.yaml"], 1),
        (&["init"], 2),
        (&["init", "new", "--language", "fr"], 2),
        (&["init", "new", "--base-url", "a.example"], 2),
        (&["init", "new", "--title", " "], 2),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, code, "{arguments:?} {}", run.stderr);
    }
    assert_eq!(files(&project.root()), before);
}
