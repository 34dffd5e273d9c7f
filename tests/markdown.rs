//! Markdown in, HTML and diagnostics out.
//!
//! `tests/markdown/*.md` hold named cases:
//!
//! ```text
//! --- name of the case ---
//! Markdown
//! --- html
//! expected HTML
//! --- report
//! error raw-html 1:3 ‹<script>› what is wrong
//! ```
//!
//! The place is line and character, then the source that is marked. `␀` in a source stands for a
//! NUL byte. `UPDATE_GOLDEN=1 cargo test markdown::` writes what comes out.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "tests read the files they need, and fail where they can't"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use shirube::diagnostic::{Diagnostic, Report};
use shirube::load::SourcePath;
use shirube::parse::markdown::{Document, parse};
use shirube::render::highlight::Highlighter;
use shirube::render::markdown::to_html;

mod hostile;
mod site;

use site::Site;

/// A case of a file.
struct Case {
    name: String,
    source: String,
    expected: String,
}

#[test]
fn cases_come_out_as_written() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let code = Highlighter::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut updated = String::new();
        for case in cases(&text) {
            count += 1;
            let actual = outcome(&case.source, &code);
            if actual != case.expected {
                wrong.push(format!(
                    "{}: {}\n--- expected\n{}\n--- actual\n{actual}",
                    path.display(),
                    case.name,
                    case.expected
                ));
            }
            if !updated.is_empty() {
                updated.push('\n');
            }
            write!(updated, "--- {} ---\n{}{actual}", case.name, case.source).unwrap();
        }
        if update {
            std::fs::write(&path, updated).unwrap();
        }
    }
    assert!(count >= 60, "{count} cases");
    assert!(
        update || wrong.is_empty(),
        "{} cases differ:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_source = true;
    for line in text.lines() {
        let name = line
            .strip_prefix("--- ")
            .and_then(|rest| rest.strip_suffix(" ---"));
        if let Some(name) = name {
            in_source = true;
            cases.push(Case {
                name: name.to_owned(),
                source: String::new(),
                expected: String::new(),
            });
            continue;
        }
        let case = cases.last_mut().expect("a file begins with a case's name");
        in_source &= !matches!(line, "--- html" | "--- report");
        let part = if in_source {
            &mut case.source
        } else {
            &mut case.expected
        };
        part.push_str(line);
        part.push('\n');
    }
    for case in &mut cases {
        // The empty line before the next case.
        for part in [&mut case.source, &mut case.expected] {
            part.truncate(part.trim_end_matches('\n').len());
            if !part.is_empty() {
                part.push('\n');
            }
        }
    }
    cases
}

fn outcome(source: &str, code: &Highlighter) -> String {
    let source = source.replace('␀', "\0");
    let (document, report) = read(&source);
    let html = to_html(&document, &Site, code);
    let mut outcome = format!("--- html\n{}\n", html.trim_end_matches('\n'));
    if html.is_empty() {
        outcome.truncate("--- html\n".len());
    }
    if !report.diagnostics().is_empty() {
        outcome.push_str("--- report\n");
    }
    for diagnostic in report.diagnostics() {
        outcome.push_str(&line_of(diagnostic, &source));
    }
    outcome
}

fn read(source: &str) -> (Document, Report) {
    let mut report = Report::default();
    let file = SourcePath::new("content/articles/career/case.md");
    let document = parse(&file, source, 0, &mut report);
    report.sort();
    (document, report)
}

/// A diagnostic on one line.
fn line_of(diagnostic: &Diagnostic, source: &str) -> String {
    let (start, end) = diagnostic
        .place
        .span
        .expect("Markdown problems have a place");
    let before = &source[..start];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let marked: String = source[start..end]
        .chars()
        .map(|character| if character == '\n' { '⏎' } else { character })
        .collect();
    assert!(!diagnostic.message.ja.is_empty());
    format!(
        "{} {} {line}:{column} ‹{marked}› {}\n",
        diagnostic.severity, diagnostic.code, diagnostic.message.en
    )
}

#[test]
fn places_are_bytes_of_the_file() {
    let mut report = Report::default();
    let file = SourcePath::new("content/index.md");
    let text = "## 見出し\n\n[表](region:tokushima)は{{region:tokushima/rent}}、**迷子\n";
    let document = parse(&file, text, 100, &mut report);
    let at = |part: &str| {
        let start = text.find(part).unwrap();
        start + 100..start + 100 + part.len()
    };
    assert_eq!(document.headings[0].span, at("## 見出し\n"));
    assert_eq!(document.links[0].1, at("region:tokushima"));
    assert_eq!(document.values[0].1, at("{{region:tokushima/rent}}"));
    let unpaired = report.diagnostics()[0].place.span.unwrap();
    assert_eq!(unpaired.0..unpaired.1, at("**"));
}

#[test]
fn characters_are_counted_without_markup_and_spaces() {
    let count = |text: &str| read(text).0.characters;
    assert_eq!(
        count("## 見出し {#a}\n\n**太字** と [語](https://example.jp)\n"),
        7
    );
    assert_eq!(count("`code` ![写真](a.jpg)\n\n```\nab c\n```\n"), 7);
}

#[test]
fn text_is_one_event_wherever_it_can_be() {
    let (document, _) = read("一 & 二 &amp; \\*三\\*\n四_五*六**「七」**八\n");
    let events = document.events();
    let is_text =
        |event: &pulldown_cmark::Event<'_>| matches!(event, pulldown_cmark::Event::Text(_));
    let events: Vec<_> = events.iter().map(|(event, _)| event).collect();
    let adjacent = events
        .windows(2)
        .any(|pair| pair.iter().all(|event| is_text(event)));
    assert!(!adjacent, "{events:?}");
}

#[test]
fn the_theme_has_every_label() {
    for language in ["ja", "en"] {
        let path = format!("themes/guide/labels/{language}.yaml");
        let labels = std::fs::read_to_string(path).unwrap();
        for key in shirube::render::markdown::LABELS {
            let line = format!("\n{key}: ");
            assert!(labels.contains(&line), "{language}.yaml lacks {key}");
        }
    }
}
