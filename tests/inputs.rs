//! What is remembered between runs changes nothing but the time they take: after every edit, a run
//! that remembers the ones before comes to the same report and the same pages as one that doesn't.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::PathBuf;

use shirube::diagnostic::{Report, Severity};
use shirube::fingerprint::Fingerprint;
use shirube::pipeline::{self, Memory, Outcome, Request, Writing};
use shirube::plan::Options;

use support::{Project, files, pages};

struct Unseen;

impl pipeline::Progress for Unseen {
    fn begin(&self, _files: usize) {}
    fn advance(&self) {}
}

/// Mistakes that are seen in one file alone, and some that take several.
const ARTICLES: [(&str, &str); 8] = [
    (
        "words",
        "子供とサーバの話です。ｶﾅで書く。\n\nこの文は「である」で終わるのである。 \n\n##見出し\n",
    ),
    (
        "marks",
        "脚注[^1]と https://example.org/a です。\n\n[^2]: 指されない脚注。\n\n**「太字」**です。\n",
    ),
    (
        "allowed",
        "<!-- shirube-allow spelling: 引用 -->\n子供の話です。\n\n<!-- shirube-allow bare-url: 要らない -->\n本文です。\n\n<!-- shirube-allow no-such-code: x -->\n本文です。\n",
    ),
    (
        "links",
        "[桜町](town:sakura)と[前の記事](article:living/words)、{{town:aoba/rent}}です。\n\n![図](figure.png)\n",
    ),
    (
        "broken",
        "[どこか](town:nowhere)と{{town:aoba/nothing}}です。\n",
    ),
    (
        "html",
        "<script>alert(1)</script>\n\n<u>下線</u>\n\n- [ ] 一\n- [x] 二\n\n| 町 | 数 |\n|:--|--:|\n| 青葉 | 1 |\n",
    ),
    (
        "tagged",
        "本文です。\n\n> [!NOTE]\n> 注です。\n\n```rust\nfn main() {}\n```\n",
    ),
    ("plain", "本文です。[次](words.md)へ進みます。\n"),
];

fn article(name: &str, tags: &str, body: &str) -> String {
    format!(
        "---\ntitle: 題名 {name}\ndescription: 子供の説明です。\ntags: [{tags}]\npublished: 2026-11-01\nsources:\n  - {{url: \"https://example.org/{name}\", as_of: 2020/FY2023}}\n  - {{url: \"https://example.org/\", title: 元}}\n---\n\n{body}"
    )
}

fn project(articles: &[(&str, &str)]) -> Project {
    let project = Project::base();
    for (name, body) in articles {
        let path = format!("content/articles/living/{name}.md");
        project.write(&path, article(name, "living, work", body));
    }
    project
}

/// Three ways to run on one project.
struct Runs<'a> {
    project: &'a Project,
    /// Of a program that never ends.
    long: Memory,
    outputs: PathBuf,
    step: usize,
}

impl<'a> Runs<'a> {
    fn new(project: &'a Project) -> Self {
        Self {
            project,
            long: Memory::held(),
            outputs: project.root().with_file_name("outputs"),
            step: 0,
        }
    }

    fn run(&self, memory: &mut Memory, output: &str) -> Outcome {
        let output = self.outputs.join(output);
        let request = Request {
            root: &self.project.root(),
            output: Some(&output),
            drafts: false,
            options: Options {
                today: support::today().parse().expect("a day"),
                base_url: None,
            },
            writing: Writing::default(),
        };
        pipeline::run(&request, memory, &Unseen).expect("the project can be read")
    }

    /// Runs in all ways and compares them; gives the report.
    fn check(&mut self, what: &str) -> Report {
        self.step += 1;
        let expected = self.run(&mut Memory::default(), &format!("expected-{}", self.step));
        let stored = || Memory::stored(&self.project.root(), Fingerprint::of(b"program"));
        // All stages are gone through first; then, if nothing is wrong, there is nothing to do.
        let by_store = self.run(&mut stored().without_shortcut(), "stored");
        let by_shortcut = self.run(&mut stored(), "stored");
        let mut long = std::mem::take(&mut self.long);
        let by_memory = self.run(&mut long, "long");
        self.long = long;
        for (way, outcome) in [("store", &by_store), ("memory", &by_memory)] {
            let links = (&outcome.external_links, &expected.external_links);
            assert_eq!(links.0, links.1, "{what}, by {way}");
        }
        let ways = [
            ("store", by_store),
            ("memory", by_memory),
            ("nothing", by_shortcut),
        ];
        for (way, outcome) in ways {
            assert_eq!(outcome.report, expected.report, "{what}, by {way}");
            let sizes = |outcome: &Outcome| {
                let rendered = outcome.rendered.as_ref()?;
                Some((rendered.kinds.clone(), rendered.files, rendered.bytes))
            };
            assert_eq!(sizes(&outcome), sizes(&expected), "{what}, by {way}");
        }
        if expected.rendered.is_some() {
            let built = pages(&self.outputs.join(format!("expected-{}", self.step)));
            for way in ["stored", "long"] {
                assert!(pages(&self.outputs.join(way)) == built, "{what}, by {way}");
            }
        }
        expected.report
    }
}

fn has(report: &Report, code: &str) -> bool {
    let problems = report.diagnostics();
    problems.iter().any(|problem| problem.code.name() == code)
}

#[test]
fn mistakes_are_told_again_after_edits_in_other_files() {
    let project = project(&ARTICLES);
    let mut runs = Runs::new(&project);
    let first = runs.check("first");
    for code in [
        "spelling",
        "lone-footnote",
        "bare-url",
        "raw-html",
        "bad-allow",
    ] {
        assert!(has(&first, code), "{code}");
    }
    assert_eq!(runs.check("again"), first);

    project.write("content/style.yaml", "- {prefer: 話題, instead_of: [話]}\n");
    let other = runs.check("other words");
    assert!(other != first && has(&other, "spelling"));
    project.write("content/style.yaml", "- {prefer: 話題\n");
    runs.check("broken words");
    project.remove("content/style.yaml");
    assert!(!has(&runs.check("no words"), "spelling"));

    let site = project.read("site.yaml").expect("a file");
    project.write("site.yaml", site.replace("[ja]", "[en, ja]"));
    runs.check("another first language");
    project.write(
        "site.yaml",
        site.replace("collections: [towns]", "collections: []"),
    );
    runs.check("no collection");
    project.write("site.yaml", "title: [\n");
    runs.check("broken site");
    project.write("site.yaml", format!("{site}limits: {{file_bytes: 500}}\n"));
    assert!(has(&runs.check("small files only"), "file-too-large"));
    project.write("site.yaml", &site);
    runs.check("as it was");

    project.write(
        "content/tags.yaml",
        "- {id: living, name: 暮らし, kana: くらし}\n",
    );
    assert!(has(&runs.check("a tag is gone"), "unknown-tag"));
    let section = project
        .read("content/articles/living/index.md")
        .expect("a file");
    project.remove("content/articles/living/index.md");
    runs.check("no front page");
    project.write("content/articles/living/index.md", section);
    project.remove("content/articles/living/words.md");
    assert!(has(&runs.check("an article is gone"), "dead-link"));
}

#[test]
fn pages_are_the_same_after_edits() {
    let clean: Vec<_> = ARTICLES
        .into_iter()
        .filter(|(name, _)| ["words", "marks", "tagged", "plain"].contains(name))
        .collect();
    let project = project(&clean);
    let mut runs = Runs::new(&project);
    let path = |name: &str| format!("content/articles/living/{name}.md");
    assert_eq!(runs.check("first").count(Severity::Error), 0);
    runs.check("again");
    project.write(&path("plain"), article("plain", "work", "別の本文です。\n"));
    runs.check("one body");
    project.write(
        &path("plain"),
        article("新しい題名", "living", "別の本文です。\n"),
    );
    runs.check("one title");
    project.write(
        &path("more"),
        article("more", "work", "[題](article:living/tagged)です。\n"),
    );
    runs.check("one more");
    let text = project.read(&path("more")).expect("a file");
    project.remove(&path("more"));
    project.write(&path("moved"), text.replace("more", "moved"));
    runs.check("moved");
    project.write(&path("moved"), format!("\u{feff}{text}"));
    runs.check("a byte order mark");
    project.write(
        &path("moved"),
        text.replace("published", "draft: true\npublished"),
    );
    runs.check("a draft");
    project.write(&path("moved.en"), &text);
    assert!(has(&runs.check("an unknown language"), "bad-file-name"));
    let site = project.read("site.yaml").expect("a file");
    project.write("site.yaml", site.replace("[ja]", "[ja, en]"));
    project.write(
        "content/articles/living/index.en.md",
        "---\ntitle: Living\ndescription: About living.\n---\n",
    );
    runs.check("one more language");
    project.write(
        &path("moved.en"),
        [b"---\ntitle: \xFF\n---\n".as_slice(), b"x"].concat(),
    );
    assert!(has(&runs.check("not UTF-8"), "not-utf8"));
}

#[test]
fn what_a_store_holds_can_be_damaged_without_harm() {
    let project = project(&ARTICLES);
    let mut runs = Runs::new(&project);
    let first = runs.check("first");
    let state = project.root().join(".shirube");
    let stores: Vec<String> = files(&state)
        .into_iter()
        .filter(|file| file.ends_with(".store"))
        .collect();
    assert!(stores.len() > 3, "{stores:?}");
    assert!(
        stores.iter().any(|store| store == "inputs.store"),
        "{stores:?}"
    );
    for (number, store) in stores.iter().enumerate() {
        let path = state.join(store);
        let mut bytes = fs::read(&path).expect("a store");
        match number % 3 {
            0 => bytes.truncate(bytes.len() / 2),
            1 => *bytes.last_mut().expect("a byte") ^= 1,
            _ => bytes.clear(),
        }
        fs::write(&path, bytes).expect("written");
    }
    assert_eq!(runs.check("damaged"), first);
    for store in &stores {
        fs::remove_file(state.join(store)).expect("removed");
    }
    fs::create_dir(state.join(&stores[0])).expect("made");
    assert_eq!(runs.check("a folder in its place"), first);
}

#[test]
fn a_check_says_the_same_when_nothing_has_changed() {
    let project = project(&ARTICLES);
    let first = project.run(&["check", "--lang", "en"]);
    let again = project.run(&["check", "--lang", "en"]);
    let fresh = project.run(&["check", "--lang", "en", "--fresh"]);
    assert_eq!(first.code, 1);
    assert!(first.stdout.contains("spelling"), "{}", first.stdout);
    for run in [again, fresh] {
        assert_eq!((run.code, &run.stdout), (first.code, &first.stdout));
    }
    let later = project.run(&["check", "--lang", "en", "--today", "2030-01-01", "--drafts"]);
    let expected = project.run(&[
        "check",
        "--lang",
        "en",
        "--today",
        "2030-01-01",
        "--drafts",
        "--fresh",
    ]);
    assert_eq!(later.stdout, expected.stdout);
}

#[test]
fn what_is_no_project_gets_no_folder() {
    let project = Project::empty();
    assert_eq!(project.run(&["check"]).code, 1);
    assert_eq!(files(&project.root()), [""; 0]);
}

/// A later process has only what stands in `.shirube/`.
#[test]
fn code_that_was_highlighted_before_looks_the_same() {
    let project = Project::base();
    let article = "content/articles/living/first.md";
    let code = "\n```rust numbers\n// 町 <a>\nlet rent = \"&\"; // 円\n```\n";
    project.write(article, project.read(article).expect("a text") + code);
    let build = || {
        let run = project.run(&["build", "--lang", "en"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let page = "public/articles/living/first/index.html";
        fs::read_to_string(project.root().join(page)).expect("a page")
    };
    let store = project.root().join(".shirube/code.store");
    let changed = || fs::metadata(&store).and_then(|found| found.modified());
    let first = build();
    assert!(
        first.contains("<span class=\"code-keyword\">let</span>"),
        "{first}"
    );
    // It is kept without its words.
    let kept = fs::read(&store).expect("kept");
    assert!(!kept.windows(4).any(|bytes| bytes == b"rent"));
    let then = changed().expect("a time");
    fs::remove_dir_all(project.root().join("public")).expect("removed");
    assert_eq!(build(), first);
    // Who had to read it again would have kept it again.
    assert_eq!(changed().expect("a time"), then);
}
