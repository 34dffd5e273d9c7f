//! After an edit of a text that nothing else shows, a build renders the text's page alone; after any
//! other edit it renders what shows that, too. The output is that of a clean build each time.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use shirube::fingerprint::Fingerprint;
use shirube::pipeline::{self, Memory, Outcome, Request, Writing};
use shirube::plan::Options;

use support::{Project, files, pages};

/// Remembers how many files were gone through.
#[derive(Default)]
struct Counted(AtomicUsize);

impl pipeline::Progress for Counted {
    fn begin(&self, files: usize) {
        self.0.store(files, Ordering::Relaxed);
    }
    fn advance(&self) {}
}

const EDITED: &str = "content/articles/living/edited.md";
const HEAD: &str =
    "---\ntitle: 題名\ndescription: 説明です。\ntags: [living]\npublished: 2026-11-01\n---\n\n";
const TEXT: &str = "はじめの本文です。\n\n## 見出し {#midashi}\n\n[桜町](town:sakura)の話です。\n";

/// A guide without a search, of three articles.
fn project() -> Project {
    let project = Project::base();
    let site = project.read("site.yaml").expect("a file");
    project.write("site.yaml", format!("{site}search: false\n"));
    project.write(EDITED, format!("{HEAD}{TEXT}"));
    project.write(
        "content/articles/living/linking.md",
        format!("{HEAD}[別の記事](edited.md#midashi)の話です。\n"),
    );
    // What the page of an article shows of others.
    let template = "themes/plain/templates/article.html";
    let text = project.read(template).expect("a file");
    let shown = "{% for link in page.tags %}{{ link.name }} {{ link.url }}{% endfor %}\
        {% if page.previous %}{{ page.previous.name }}{% endif %}\
        {% if page.next %}{{ page.next.name }}{% endif %}{{ page.reading_time }}";
    let text = text.replace("{%- endblock main", &format!("{shown}{{%- endblock main"));
    assert!(text.contains(shown), "{text}");
    project.write(template, text);
    project
}

struct Builds<'a> {
    project: &'a Project,
    outputs: PathBuf,
    step: usize,
}

impl<'a> Builds<'a> {
    fn new(project: &'a Project) -> Self {
        Self {
            project,
            outputs: project.root().with_file_name("outputs"),
            step: 0,
        }
    }

    fn output(&self) -> PathBuf {
        self.outputs.join("updated")
    }

    fn run(&self, memory: &mut Memory, output: &Path) -> (Outcome, usize) {
        let request = Request {
            root: &self.project.root(),
            output: Some(output),
            drafts: false,
            options: Options {
                today: support::today().parse().expect("a day"),
                base_url: None,
            },
            writing: Writing::default(),
        };
        let counted = Counted::default();
        let outcome = pipeline::run(&request, memory, &counted).expect("the project can be read");
        (outcome, counted.0.into_inner())
    }

    /// Builds once with what the last build left and once with nothing, compares the two, and gives
    /// how many files were gone through; 0 where the sources have errors.
    fn build(&mut self, what: &str) -> usize {
        self.step += 1;
        let clean = self.outputs.join(format!("clean-{}", self.step));
        let (expected, _) = self.run(&mut Memory::default(), &clean);
        let mut memory = Memory::stored(&self.project.root(), Fingerprint::of(b"program"));
        let (updated, count) = self.run(&mut memory, &self.output());
        assert_eq!(updated.report, expected.report, "{what}");
        let sizes = |outcome: &Outcome| {
            let rendered = outcome.rendered.as_ref()?;
            Some((rendered.kinds.clone(), rendered.files, rendered.bytes))
        };
        assert_eq!(sizes(&updated), sizes(&expected), "{what}");
        if expected.rendered.is_none() {
            return 0;
        }
        assert!(pages(&self.output()) == pages(&clean), "{what}");
        count
    }
}

#[test]
fn only_the_page_of_an_edited_text_is_rendered() {
    let project = project();
    let mut builds = Builds::new(&project);
    let all = builds.build("first");
    assert!(all > 10, "{all} files");
    let mut write = |head: &str, text: &str, what: &str| {
        project.write(EDITED, format!("{head}{text}"));
        builds.build(what)
    };
    let longer = format!("{TEXT}\nもう一文です。\n");
    assert_eq!(write(HEAD, &longer, "one more sentence"), 1);
    assert_eq!(write(HEAD, TEXT, "and back"), 1);
    // What others show or judge by.
    let title = HEAD.replace("題名", "別の題名");
    assert_eq!(write(&title, TEXT, "another title"), all);
    assert_eq!(write(&title, &longer, "a sentence under it"), 1);
    let linking = format!("{longer}\n[青葉町](town:aoba)もあります。\n");
    assert_eq!(write(&title, &linking, "one more link"), all);
    let heading = linking.replace("#midashi", "#betsu");
    assert_eq!(write(&title, &heading, "a dead anchor elsewhere"), 0);
    assert_eq!(write(&title, &linking, "mended"), all);
    let long = format!("{linking}\n{}\n", "長い本文です。".repeat(100));
    assert_eq!(write(&title, &long, "longer to read"), all);
    let wrong = format!("{long}\n子供の話です。\n");
    assert_eq!(write(&title, &wrong, "a word to look at"), all);
    let moved = format!("前に一文です。\n\n{wrong}");
    assert_eq!(write(&title, &moved, "its place moves"), all);
    assert_eq!(write(&title, &long, "mended again"), all);
    let allowed = format!("{long}\n<!-- shirube-allow spelling: 引用 -->\n子供の話です。\n");
    assert_eq!(write(&title, &allowed, "allowed"), all);
    assert_eq!(write(&title, &long, "neither"), 1);
    assert_eq!(write(&title, "\n**閉じない\n\n[^1]\n", "broken marks"), 0);
}

#[test]
fn what_was_done_to_the_output_is_undone() {
    let project = project();
    let mut builds = Builds::new(&project);
    let all = builds.build("first");
    let other = builds.output().join("towns/aoba/index.html");
    let bytes = fs::read(&other).expect("a page");
    let mut edit = |number: usize| {
        project.write(EDITED, format!("{HEAD}{TEXT}\n{number}回目です。\n"));
        builds.build("an edit")
    };
    assert_eq!(edit(1), 1);
    fs::remove_file(&other).expect("removed");
    assert_eq!(edit(2), all);
    fs::write(&other, &bytes[1..]).expect("written");
    assert_eq!(edit(3), all);
    assert_eq!(edit(4), 1);
}

#[test]
fn a_store_may_be_lost_or_broken() {
    let project = project();
    let mut builds = Builds::new(&project);
    let all = builds.build("first");
    let state = project.root().join(".shirube");
    let stores = || -> Vec<PathBuf> {
        let names = files(&state).into_iter();
        let names = names.filter(|name| name.ends_with(".store"));
        names.map(|name| state.join(name)).collect()
    };
    assert!(stores().len() > 4, "{:?}", stores());
    let mut number = 0;
    let mut edit = || {
        number += 1;
        project.write(EDITED, format!("{HEAD}{TEXT}\n{number}回目です。\n"));
        builds.build("an edit")
    };
    assert_eq!(edit(), 1);
    // Articles that aren't known any more are read again.
    for store in stores() {
        if store.to_string_lossy().contains("articles-") {
            fs::remove_file(store).expect("removed");
        }
    }
    assert_eq!(edit(), 1);
    for store in stores() {
        let mut bytes = fs::read(&store).expect("a store");
        *bytes.last_mut().expect("a byte") ^= 1;
        fs::write(&store, bytes).expect("written");
        let count = edit();
        assert!(count == 1 || count == all, "{count} after {store:?}");
    }
    assert_eq!(edit(), 1);
}

#[test]
fn what_else_changed_is_seen_too() {
    let project = project();
    let mut builds = Builds::new(&project);
    let all = builds.build("first");
    let write = |text: &str| project.write(EDITED, format!("{HEAD}{TEXT}\n{text}です。\n"));
    let rent = "content/indicators/towns/rent.yaml";
    let numbers = project.read(rent).expect("a file");
    write("一");
    assert_eq!(builds.build("a text"), 1);
    write("二");
    project.write(rent, format!("{numbers}\n# 一行\n"));
    assert_eq!(builds.build("a text and numbers"), all);
    // A check knows the edit before the build does.
    write("三");
    assert_eq!(project.run(&["check"]).code, 0);
    assert_eq!(builds.build("a text that was checked"), 1);
    write("四");
    let more = "content/articles/living/more.md";
    project.write(more, format!("{HEAD}本文です。\n"));
    assert!(builds.build("a text and a new article") > all);
    project.remove(more);
    assert_eq!(builds.build("gone again"), all);
    project.write(
        EDITED,
        format!("{HEAD}{TEXT}").replace("published", "draft: true\npublished"),
    );
    assert_eq!(builds.build("a draft"), 0, "it is linked to");
}
