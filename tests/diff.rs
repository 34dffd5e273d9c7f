//! `shirube diff`: two small sites in `tests/diff/` and the summaries of what differs beside them;
//! `UPDATE_GOLDEN=1 cargo test diff::` records the summaries.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};
use support::{Project, Run};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/diff")
        .join(name)
}

fn diff(old: &Path, new: &Path, options: &[&str]) -> Run {
    let sides = [old, new].map(|side| side.to_str().expect("UTF-8"));
    let arguments: Vec<&str> = [&["diff"], &sides[..], options].concat();
    Project::empty().run(&arguments)
}

/// The summary of the two small sites.
fn summary(options: &[&str]) -> String {
    let run = diff(&folder("old"), &folder("new"), options);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn summaries_are_as_recorded() {
    let preview = ["--preview", "https://preview.example/pr 12"].map(|word| word.replace(' ', "/"));
    let preview = preview.each_ref().map(String::as_str);
    for (file, options) in [
        ("ja.md", [&["--lang", "ja"], &preview[..]].concat()),
        ("en.md", vec!["--lang", "en", "--limit", "2"]),
    ] {
        let actual = summary(&options);
        let path = folder(file);
        if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            fs::write(&path, &actual).expect("written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(expected, actual, "{file}");
    }
}

#[test]
fn threads_do_not_show() {
    let one = summary(&["--jobs", "1"]);
    for jobs in ["2", "3", "8"] {
        assert_eq!(one, summary(&["--jobs", jobs]));
    }
}

#[test]
fn nothing_of_the_content_is_markup() {
    let preview = "https://preview.example/";
    let markdown = summary(&["--lang", "en", "--preview", preview]);
    let mut in_code = false;
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with(preview), "a link: {dest_url}");
            }
            Event::Text(words) => {
                for found in ["@e", "@a", "#1", "https://"] {
                    assert!(!words.contains(found), "{words}");
                }
            }
            Event::Code(words) => in_code |= words.contains("@admin"),
            _ => {}
        }
    }
    assert!(in_code, "a value is shown as it is");
}

#[test]
fn the_exit_code_says_whether_sites_differ_only_when_asked() {
    let (old, new) = (folder("old"), folder("new"));
    assert_eq!(diff(&old, &new, &["--exit-code"]).code, 1);
    let same = diff(&old, &old, &["--exit-code", "--lang", "en"]);
    assert_eq!(same.code, 0);
    assert!(same.stdout.contains("Nothing changes."));
    let missing = diff(&old, &folder("nowhere"), &[]);
    assert_eq!((missing.code, missing.stdout.as_str()), (1, ""));
    assert!(missing.stderr.contains("nowhere"));
    assert_eq!(diff(&old, &folder("ja.md"), &[]).code, 1);
    assert_eq!(diff(&old, &new, &["--limit", "0"]).code, 2);
    assert_eq!(diff(&old, &new, &["--preview", "javascript:x"]).code, 2);
}

#[test]
fn a_change_of_the_content_is_told_as_such() {
    let project = Project::base();
    let build = |output: &str| {
        let run = project.run(&["build", "--quiet", "--output", output]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    build("../old");
    let path = "content/articles/moving/costs.md";
    let files = support::files(&project.root());
    let article = files
        .iter()
        .find(|file| file.starts_with("content/articles/") && !file.ends_with("index.md"))
        .map_or(path, String::as_str);
    let text = project.read(article).expect("an article");
    project.write(article, format!("{text}\n\nA sentence more.\n"));
    build("../new");
    let run = project.run(&["diff", "../old", "../new", "--lang", "en"]);
    assert!(
        run.stdout.contains("| Pages | 0 | 0 | 1 |"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("search index: "), "{}", run.stdout);
    assert!(!run.stdout.contains("`/search/"), "{}", run.stdout);
    assert!(run.stdout.contains("| Values | | | 0 |"), "{}", run.stdout);
}

#[test]
fn lists_are_cut_however_many_changes_there_are() {
    let project = Project::empty();
    // 30 changes that 10 pages share each, and 300 redirects.
    for page in 0..300 {
        let words = "同じ言葉".repeat(30);
        for side in 0..2 {
            let text = format!(
                "<main><h1>町</h1><p>{words}{}</p></main>",
                page / 10 * 10 + side
            );
            project.write(&format!("{side}/towns/{page}.html"), text);
            let text = format!("<meta http-equiv=\"refresh\" content=\"0; url=/{side}/\">");
            project.write(&format!("{side}/old/{page}.html"), text);
        }
    }
    let run = project.run(&["diff", "0", "1", "--lang", "en", "--limit", "5"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("| Pages | 0 | 0 | 300 |"));
    for more in ["- and 25 more", "- and 295 more"] {
        assert!(run.stdout.contains(more), "{more} in {}", run.stdout);
    }
    assert!(
        run.stdout.contains("言葉0` → `…"),
        "what differs is shown: {}",
        run.stdout
    );
    assert!(run.stdout.lines().count() < 40, "{}", run.stdout);
}
