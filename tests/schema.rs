//! The schemas for editors: that those committed are current, and that the validator says of every
//! file in `tests/schema/cases.yaml` what the table says. `javascript/schema.test.mjs` asks the
//! schemas the same.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use shirube::diagnostic::{Report, Severity};
use shirube::load::{self, SourcePath, Sources};
use shirube::parse;
use shirube::plan::{self, Options};

use support::{Project, files, today};

#[derive(Deserialize)]
struct Group {
    file: String,
    text: Option<String>,
    good: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    validator: Vec<Hidden>,
}

/// What only the validator can know.
#[derive(Deserialize)]
struct Hidden {
    text: String,
    reason: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn project() -> Project {
    let project = Project::base();
    project.lay_over(&repository().join("tests/schema/site"));
    project
}

#[test]
fn the_schemas_of_the_guide_are_current() {
    let project = Project::empty();
    let root = repository();
    let root = root.to_str().expect("UTF-8");
    let run = project.run(&["schema", "--root", root, "--output", "schemas"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    same(
        &project.root().join("schemas"),
        &repository().join(".vscode/schemas"),
        "run: cargo run -- schema",
    );
    let settings =
        fs::read_to_string(repository().join(".vscode/settings.json")).expect("settings");
    for name in files(&repository().join(".vscode/schemas")) {
        let front_matter = ["article.json", "section.json", "home.json"];
        assert_eq!(
            settings.contains(&format!("\"./.vscode/schemas/{name}\"")),
            !front_matter.contains(&name.as_str()),
            "{name} in .vscode/settings.json"
        );
    }
}

#[test]
fn the_schemas_of_the_cases_are_current() {
    let project = project();
    let run = project.run(&["schema"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let made = project.root().join(".vscode/schemas");
    let kept = repository().join("tests/schema/schemas");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = fs::remove_dir_all(&kept);
        fs::create_dir_all(&kept).expect("made");
        for name in files(&made) {
            fs::copy(made.join(&name), kept.join(&name)).expect("copied");
        }
    }
    same(&made, &kept, "run: UPDATE_GOLDEN=1 cargo test schema::");
}

fn same(made: &Path, kept: &Path, help: &str) {
    assert_eq!(files(made), files(kept), "{help}");
    for name in files(made) {
        let read = |folder: &Path| fs::read_to_string(folder.join(&name)).expect("a schema");
        assert!(
            read(made) == read(kept),
            "{} isn't current; {help}",
            kept.join(&name).display()
        );
    }
}

#[test]
fn the_validator_agrees_with_the_table() {
    let project = project();
    let sources = load::load(&project.root(), &mut Report::default()).expect("sources");
    let text = fs::read_to_string(repository().join("tests/schema/cases.yaml")).expect("cases");
    let groups: Vec<Group> = serde_yaml::from_str(&text).expect("a table");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for group in &groups {
        let hidden = group.validator.iter().map(|hidden| {
            assert!(!hidden.reason.is_empty(), "{}", hidden.text);
            (&hidden.text, false)
        });
        let good = group.good.iter().map(|text| (text, true));
        let bad = group.bad.iter().map(|text| (text, false));
        for (case, expected) in good.chain(bad).chain(hidden) {
            count += 1;
            let problems = problems(&sources, group, case);
            if problems.is_empty() != expected {
                wrong.push(format!("{}: {case}\n{}", group.file, problems.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
    assert!(count >= 200, "only {count} cases");
}

/// What is wrong in a case's file.
fn problems(base: &Sources, group: &Group, case: &str) -> Vec<String> {
    let mut text = match &group.text {
        Some(text) => changed(text, case),
        None => case.to_owned(),
    };
    if group.file.ends_with(".md") {
        text = format!("---\n{text}---\n\n本文。\n");
    }
    let mut sources = base.clone();
    let file = SourcePath::new(&group.file);
    sources.insert(file.clone(), text.as_bytes());
    let mut report = Report::default();
    let options = Options {
        today: today().parse().expect("a day"),
        base_url: None,
    };
    if let Some(parsed) = parse::parse(&sources, true, &mut report) {
        plan::plan(parsed, &options, &mut report);
    }
    let problems = report.diagnostics().iter();
    problems
        .filter(|problem| problem.severity == Severity::Error && problem.place.file == file)
        .map(|problem| format!("  {}: {}", problem.code, problem.message.en))
        .collect()
}

/// The text with one of its top-level keys changed, added, or with `-key` taken away.
fn changed(text: &str, case: &str) -> String {
    let gone = case.strip_prefix('-');
    let key = gone.unwrap_or_else(|| case.split(':').next().expect("a key"));
    let (mut kept, mut dropping) = (String::new(), false);
    for line in text.split_inclusive('\n') {
        if !line.starts_with(' ') {
            dropping = line.split(':').next() == Some(key);
        }
        if !dropping {
            kept += line;
        }
    }
    if gone.is_none() {
        kept += case;
        kept.push('\n');
    }
    kept
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let project = project();
    assert_eq!(project.run(&["schema", "--quiet"]).code, 0);
    let folder = project.root().join(".vscode");
    let times = || -> Vec<_> {
        let time = |path: &String| fs::metadata(folder.join(path))?.modified();
        files(&folder)
            .iter()
            .map(|path| time(path).expect("a time"))
            .collect()
    };
    let before = times();
    let run = project.run(&["schema", "--lang", "en"]);
    assert!(
        run.stdout.ends_with("(files changed: 0)\n"),
        "{}",
        run.stdout
    );
    assert_eq!(times(), before);
}

#[test]
fn schemas_of_what_is_gone_go_and_other_files_stay() {
    let project = project();
    assert_eq!(project.run(&["schema"]).code, 0);
    project.write(".vscode/schemas/own.json", "{}");
    project.write(".vscode/settings.json", "{\"editor.tabSize\": 2}");
    let site = project.read("site.yaml").expect("settings");
    project.write("site.yaml", site.replace("[towns, things]", "[towns]"));
    for file in files(&project.root().join("content/things")) {
        project.remove(&format!("content/things/{file}"));
    }
    let run = project.run(&["schema", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        project
            .read(".vscode/schemas/records-things.json")
            .is_none()
    );
    assert!(project.read(".vscode/schemas/records-towns.json").is_some());
    assert_eq!(
        project.read(".vscode/schemas/own.json").as_deref(),
        Some("{}")
    );
    // Somebody's own settings stay; what they lack is shown.
    assert_eq!(
        project.read(".vscode/settings.json").as_deref(),
        Some("{\"editor.tabSize\": 2}")
    );
    assert!(
        run.stdout
            .contains("\"./.vscode/schemas/site.json\": \"site.yaml\""),
        "{}",
        run.stdout
    );
}

#[test]
fn a_project_with_errors_gets_no_schemas() {
    let project = project();
    project.write("content/tags.yaml", "- {id: Living}\n");
    let run = project.run(&["schema", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[bad-id]"), "{}", run.stderr);
    assert!(files(&project.root().join(".vscode")).is_empty());
}

#[test]
fn every_key_of_content_is_declared() {
    let folder = repository().join("src/parse");
    let mut undeclared = Vec::new();
    for path in files(&folder) {
        let about_content = !path.starts_with("theme/") && !path.ends_with("tests.rs");
        let text = fs::read_to_string(folder.join(&path)).expect("a source");
        let code: String = text.split_whitespace().collect();
        let by_name = |call: &str| code.contains(&format!("{call}(reader,\""));
        if about_content && [".required", ".optional"].into_iter().any(by_name) {
            undeclared.push(path);
        }
    }
    assert!(
        undeclared.is_empty(),
        "read keys that no schema knows; declare them with `declare!` and use `Keys::read`: {undeclared:?}"
    );
}
