//! Mistakes that contributors make, each with what they must be told: `tests/mistakes/*.yaml`.
//!
//! A case lays files over the smallest guide (`tests/golden/_base`) and lists every diagnostic of
//! the run. `tests/mistakes/README.md` says how one is written.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use shirube::diagnostic::{Code, Diagnostic, Message};
use shirube::fingerprint::Fingerprint;
use shirube::pipeline::{self, Memory, Outcome, Request};
use shirube::plan::Options;

use support::{Project, files};

/// A file of `tests/mistakes/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Laid over the base before each of its cases.
    #[serde(default)]
    over: Vec<Change>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    change: Vec<Change>,
    report: Vec<Problem>,
}

/// What is done to one file. Exactly one of `text`, `replace`, `bytes`, `repeat`, `link` and
/// `remove` is given.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Change {
    file: String,
    /// The whole file.
    text: Option<String>,
    /// What stands once in the file of the base, and what comes instead.
    replace: Option<String>,
    with: Option<String>,
    /// The whole file in hexadecimal.
    bytes: Option<String>,
    /// A text and how often it stands in the file.
    repeat: Option<(String, usize)>,
    /// Where a symbolic link leads.
    link: Option<String>,
    remove: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Problem {
    code: String,
    /// `line:column`, `file:line:column` or `file`; the case's first file and no place at all if
    /// it is left out. Both count from 1, columns in characters.
    at: Option<String>,
    /// The path of the YAML value.
    field: Option<String>,
    /// A part of the English message or help; what stands in backticks is in the Japanese too.
    says: String,
    /// The nearest valid value, in backticks in the English help.
    near: Option<String>,
}

#[test]
fn there_are_cases_enough_and_each_has_a_name_of_its_own() {
    let groups = groups();
    let names: Vec<&str> = groups
        .values()
        .flat_map(|group| group.cases.iter().map(|case| case.name.as_str()))
        .collect();
    assert!(names.len() >= 150, "only {} cases", names.len());
    let different: BTreeSet<&&str> = names.iter().collect();
    assert_eq!(different.len(), names.len(), "two cases have one name");
}

#[test]
fn every_mistake_is_reported_with_its_place_and_what_to_write() {
    let groups = groups();
    let cases: Vec<(&String, &Group, &Case)> = groups
        .iter()
        .flat_map(|(file, group)| group.cases.iter().map(move |case| (file, group, case)))
        .collect();
    let failures: Vec<String> = cases
        .par_iter()
        .filter_map(|(file, group, case)| {
            let failure = failure(group, case)?;
            Some(format!("{file}: {}\n{failure}", case.name))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "\n{}\n\n{} of {} cases fail",
        failures.join("\n\n"),
        failures.len(),
        cases.len()
    );
}

/// Mistakes in files of their own don't hide one another: all are reported in one run.
#[test]
fn mistakes_in_different_files_are_reported_in_one_run() {
    let groups = groups();
    let project = Project::base();
    let mut taken = BTreeSet::new();
    let mut together = Vec::new();
    for group in groups.values().filter(|group| group.over.is_empty()) {
        for case in &group.cases {
            let paths = || case.change.iter().map(|change| change.file.clone());
            if !stands_alone(case) || paths().any(|path| taken.contains(&path)) {
                continue;
            }
            taken.extend(paths());
            case.change.iter().for_each(|change| lay(&project, change));
            together.push(case);
        }
    }
    assert!(together.len() >= 40, "only {} cases", together.len());
    let outcome = run(&project);
    // The cases are records of the same name, and all of them lack numbers in one place.
    let of_the_crowd = [Code::DuplicateRecord, Code::MissingValue];
    let mut found: Vec<&Diagnostic> = outcome.report.diagnostics().iter().collect();
    found.retain(|found| !of_the_crowd.contains(&found.code));
    let mut failures = Vec::new();
    for case in &together {
        let crowd =
            |problem: &&Problem| of_the_crowd.iter().any(|code| code.name() == problem.code);
        for problem in case.report.iter().filter(|problem| !crowd(problem)) {
            let fits = |found: &&Diagnostic| mismatch(case, problem, found, &outcome).is_none();
            match found.iter().position(fits) {
                Some(position) => drop(found.remove(position)),
                None => failures.push(format!("not reported: {}", shown(case, problem))),
            }
        }
    }
    failures.extend(found.iter().map(|found| {
        let text = written(found, &outcome);
        format!("nobody's: {text}")
    }));
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Whether a mistake is found by looking at its file alone, and hides nothing of other files: it
/// says nothing of what is absent, and its file isn't one that others can't be read without.
fn stands_alone(case: &Case) -> bool {
    const ABSENCE: [&str; 8] = [
        "dead-anchor",
        "dead-link",
        "missing-image",
        "missing-reference",
        "unknown-record",
        "unknown-tag",
        "unknown-value",
        "output-conflict",
    ];
    let needed = [
        "site.yaml",
        "_collection.yaml",
        "tags.yaml",
        "glossary.yaml",
    ];
    let own = |change: &Change| {
        change.file.starts_with("content/")
            && !change.remove
            && !needed.iter().any(|name| change.file.ends_with(name))
            && !change.text.as_deref().unwrap_or("").starts_with("- ")
    };
    case.change.iter().all(own)
        && !case.report.is_empty()
        && (case.report.iter()).all(|problem| !ABSENCE.contains(&problem.code.as_str()))
}

fn groups() -> BTreeMap<String, Group> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    files(&folder)
        .into_iter()
        .filter(|file| file.ends_with(".yaml"))
        .map(|file| {
            let text = std::fs::read_to_string(folder.join(&file)).unwrap();
            let group = serde_yaml::from_str(&text);
            let group = group.unwrap_or_else(|error| panic!("tests/mistakes/{file}: {error}"));
            (file, group)
        })
        .collect()
}

/// What is wrong with what is reported of a case.
fn failure(group: &Group, case: &Case) -> Option<String> {
    let project = Project::base();
    let changes = group.over.iter().chain(&case.change);
    changes.for_each(|change| lay(&project, change));
    let run = catch_unwind(AssertUnwindSafe(|| run(&project)));
    let Ok(outcome) = run else {
        return Some("  it panics".to_owned());
    };
    let found = outcome.report.diagnostics();
    let mut left: Vec<&Problem> = case.report.iter().collect();
    let mut failures = Vec::new();
    for diagnostic in found {
        let fits = |problem: &&Problem| mismatch(case, problem, diagnostic, &outcome).is_none();
        match left.iter().position(fits) {
            Some(position) => drop(left.remove(position)),
            None => failures.push(format!("  found:    {}", written(diagnostic, &outcome))),
        }
    }
    for problem in &left {
        let alike = |found: &&Diagnostic| found.code.name() == problem.code;
        let why = (found.iter().filter(alike))
            .find_map(|found| mismatch(case, problem, found, &outcome))
            .unwrap_or_default();
        failures.push(format!("  expected: {}{why}", shown(case, problem)));
    }
    (!failures.is_empty()).then(|| failures.join("\n"))
}

fn lay(project: &Project, change: &Change) {
    let file = &change.file;
    let Change {
        text,
        replace,
        bytes,
        repeat,
        link,
        remove,
        ..
    } = change;
    match (text, replace, bytes, repeat, link) {
        (Some(text), ..) => project.write(file, text),
        (_, Some(old), ..) => {
            let before = project
                .read(file)
                .unwrap_or_else(|| panic!("{file} isn't there"));
            assert_eq!(before.matches(old.as_str()).count(), 1, "{file}: {old:?}");
            project.write(file, before.replace(old, change.with.as_deref().unwrap()));
        }
        (_, _, Some(hex), ..) => {
            let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
            let byte = |pair: &[char]| u8::from_str_radix(&String::from_iter(pair), 16).unwrap();
            project.write(file, digits.chunks(2).map(byte).collect::<Vec<u8>>());
        }
        (.., Some((text, times)), _) => project.write(file, text.repeat(*times)),
        (.., Some(target)) => symbolic_link(target, &project.root().join(file)),
        _ => {
            assert!(remove, "{file}: nothing to do");
            project.remove(file);
        }
    }
}

#[cfg(unix)]
fn symbolic_link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).expect("linked");
}

#[cfg(not(unix))]
fn symbolic_link(_target: &str, path: &Path) {
    panic!("{path:?} can't be a link here");
}

/// Nobody watches.
struct Unseen;

impl pipeline::Progress for Unseen {
    fn begin(&self, _files: usize) {}
    fn advance(&self) {}
}

fn run(project: &Project) -> Outcome {
    let request = Request {
        root: &project.root(),
        output: None,
        drafts: false,
        options: Options {
            today: support::today().parse().expect("a day"),
            base_url: None,
        },
        writing: pipeline::Writing::default(),
    };
    let run = |mut memory: Memory| {
        let outcome = pipeline::run(&request, &mut memory, &Unseen);
        outcome.expect("the project can be read")
    };
    let outcome = run(Memory::default());
    // A run that knows all files says the same, in the same words.
    for _ in 0..2 {
        let memory = Memory::stored(&project.root(), Fingerprint::default());
        assert_eq!(run(memory.without_shortcut()).report, outcome.report);
    }
    outcome
}

/// Why a diagnostic isn't the one that is expected.
fn mismatch(
    case: &Case,
    problem: &Problem,
    found: &Diagnostic,
    outcome: &Outcome,
) -> Option<String> {
    assert!(
        Code::ALL.iter().any(|code| code.name() == problem.code),
        "{}: no such code {}",
        case.name,
        problem.code
    );
    let no_help = Message::new("", "");
    let help = found.help.as_ref().unwrap_or(&no_help);
    let japanese = format!("{}\n{}", found.message.ja, help.ja);
    let english = format!("{}\n{}", found.message.en, help.en);
    let near = problem.near.as_deref().map(|near| format!("`{near}`"));
    // Every second part stands between backticks.
    let mut in_both = problem.says.split('`').skip(1).step_by(2);
    let differs = if found.code.name() != problem.code {
        "the code"
    } else if place(found, outcome) != expected_place(case, problem) {
        "the place"
    } else if found.place.field != problem.field {
        "the field"
    } else if !english.contains(&problem.says) {
        "the words"
    } else if !in_both.all(|part| japanese.contains(part)) {
        "the Japanese words"
    } else if near.is_some_and(|near| {
        !help.en.contains(&near) || !help.ja.contains(problem.near.as_deref().unwrap())
    }) {
        "the nearest value"
    } else {
        return None;
    };
    Some(format!(" ({differs})"))
}

fn expected_place(case: &Case, problem: &Problem) -> String {
    let file = &case.change.first().expect("a change").file;
    match problem.at.as_deref() {
        None => file.clone(),
        Some(at) if at.starts_with(|first: char| first.is_ascii_digit()) => format!("{file}:{at}"),
        Some(at) => at.to_owned(),
    }
}

/// `file:line:column`, or the file alone.
fn place(found: &Diagnostic, outcome: &Outcome) -> String {
    let file = &found.place.file;
    let position = || {
        let (start, _) = found.place.span?;
        let text = std::str::from_utf8(outcome.sources.get(file)?).ok()?;
        let before = text.get(..start)?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next()?.chars().count() + 1;
        Some(format!("{file}:{line}:{column}"))
    };
    position().unwrap_or_else(|| file.to_string())
}

fn shown(case: &Case, problem: &Problem) -> String {
    let place = expected_place(case, problem);
    let field = problem.field.as_deref().unwrap_or("-");
    let near = problem.near.as_deref().unwrap_or("-");
    format!(
        "{} {place} [{field}] {} (near: {near})",
        problem.code, problem.says
    )
}

fn written(found: &Diagnostic, outcome: &Outcome) -> String {
    let field = found.place.field.as_deref().unwrap_or("-");
    let help = found.help.as_ref().map_or("", |help| help.en.as_str());
    let message = &found.message.en;
    format!(
        "{} {} [{field}] {message} | {help}",
        found.code,
        place(found, outcome)
    )
}
