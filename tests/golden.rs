//! Every case in `tests/golden/`: a project, what `check` says of it and what `build` makes of it.
//! See `tests/golden/README.md`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use shirube::diagnostic::Code;

use support::{Project, files, golden};

/// Codes that nothing reports yet. To be emptied, never to grow.
const WITHOUT_CASE: [&str; 0] = [];

#[test]
fn every_case_is_as_recorded() {
    let failures: Vec<String> = cases()
        .par_iter()
        .flat_map_iter(|case| {
            let name = name_of(case);
            failures(case)
                .into_iter()
                .map(move |failure| format!("{name}: {failure}"))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "\n{}\n\nUPDATE_GOLDEN=1 cargo test golden:: records what there is now",
        failures.join("\n\n")
    );
}

#[test]
fn every_code_has_a_case_of_its_name() {
    let names: Vec<String> = cases().iter().map(|case| name_of(case)).collect();
    for code in Code::ALL {
        let name = code.name();
        let case = golden().join(name);
        if !names.iter().any(|known| known == name) {
            assert!(
                WITHOUT_CASE.contains(&name),
                "tests/golden/{name}/ is missing"
            );
            continue;
        }
        assert!(
            !WITHOUT_CASE.contains(&name),
            "{name} has a case: take it off the list"
        );
        let report = fs::read_to_string(case.join("report.txt")).expect("a report");
        assert!(
            report.contains(&format!("[{name}]")),
            "{name}/report.txt doesn't show {name}"
        );
    }
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(golden())
        .expect("tests/golden")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir() && !name_of(path).starts_with('_'))
        .collect();
    cases.sort();
    cases
}

fn name_of(case: &Path) -> String {
    case.file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned()
}

fn failures(case: &Path) -> Vec<String> {
    let known = ["setup", "report.txt"];
    let mut failures: Vec<String> = files(case)
        .into_iter()
        .filter(|file| !file.starts_with("site/") && !file.starts_with("expected/"))
        .filter(|file| !known.contains(&file.as_str()))
        .map(|file| format!("{file} is no part of a case"))
        .collect();
    let project = Project::base();
    project.lay_over(&case.join("site"));
    set_up(&project, case);
    let report = report(&project, &check_arguments(case));
    failures.extend(compare(&case.join("report.txt"), &report));
    let expected = case.join("expected");
    let pages = files(&expected);
    if !pages.is_empty() {
        let run = project.run(&["build", "--quiet", "--lang", "en"]);
        if run.code != 0 {
            failures.push(format!("build failed: {}", run.stderr));
        }
    }
    for page in pages {
        match project.read(&format!("public/{page}")) {
            Some(text) => failures.extend(compare(&expected.join(&page), &main_part(&page, &text))),
            None => failures.push(format!("expected/{page} isn't built")),
        }
    }
    failures
}

/// Does what `setup` says: what git keeps badly, or what would be too large for it.
fn set_up(project: &Project, case: &Path) {
    let Ok(setup) = fs::read_to_string(case.join("setup")) else {
        return;
    };
    for line in setup.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["link", path, target] => link(target, &project.root().join(path)),
            ["fill", path, bytes] => {
                let bytes: usize = bytes.parse().expect("a number of bytes");
                project.write(path, "#".repeat(bytes));
            }
            ["image", path, bytes] => {
                let bytes: usize = bytes.parse().expect("a number of bytes");
                let mut image = b"GIF89a\x02\x00\x03\x00\x00\x00\x00;".to_vec();
                image.resize(bytes, 0);
                project.write(path, image);
            }
            ["bytes", path, bytes @ ..] => {
                let hex = |byte: &&str| u8::from_str_radix(byte, 16).expect("two hex digits");
                project.write(path, bytes.iter().map(hex).collect::<Vec<u8>>());
            }
            ["check", ..] => {}
            _ => panic!("{case:?}: setup doesn't know {line:?}"),
        }
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).expect("linked");
}

#[cfg(not(unix))]
fn link(_target: &str, path: &Path) {
    panic!("{path:?} can't be a link here");
}

/// `check` with what `setup` adds to it.
fn check_arguments(case: &Path) -> Vec<String> {
    let setup = fs::read_to_string(case.join("setup")).unwrap_or_default();
    let line = setup.lines().find(|line| line.starts_with("check "));
    let words = line.unwrap_or("check").split_whitespace();
    words.map(str::to_owned).collect()
}

/// What `check` prints, in both languages.
fn report(project: &Project, arguments: &[String]) -> String {
    let mut report = String::new();
    for language in ["ja", "en"] {
        let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        words.extend(["--lang", language]);
        let run = project.run(&words);
        report += &format!("$ shirube {}\n{}", words.join(" "), run.stdout);
        if !run.stderr.is_empty() {
            report += &format!("[stderr]\n{}", run.stderr);
        }
        report += &format!("[exit code {}]\n\n", run.code);
    }
    report.trim_end().to_owned() + "\n"
}

/// Of a page only what its template fills: the frame around it would change every case at once.
fn main_part(page: &str, text: &str) -> String {
    let part = || {
        let start = text.find("<main")?;
        let end = text.find("</main>")? + "</main>".len();
        text.get(start..end)
    };
    match part() {
        Some(part) if page.ends_with(".html") => format!("{part}\n"),
        _ => text.to_owned(),
    }
}

fn compare(path: &Path, actual: &str) -> Option<String> {
    let expected = fs::read_to_string(path);
    if expected.as_deref().is_ok_and(|expected| expected == actual) {
        return None;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(path, actual).expect("written");
        return None;
    }
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    Some(match expected {
        Ok(expected) => format!("{name} differs\n{}", difference(&expected, actual)),
        Err(_) => format!("{name} is missing; it would be\n{actual}"),
    })
}

/// The lines from the first that differs to the last.
fn difference(expected: &str, actual: &str) -> String {
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = actual.lines().collect();
    let same = |(left, right): &(&&str, &&str)| left == right;
    let before = old.iter().zip(&new).take_while(same).count();
    let left = old.len().min(new.len()) - before;
    let after = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(left)
        .take_while(same)
        .count();
    let mut text = format!("  at line {}\n", before + 1);
    for line in &old[before..old.len() - after] {
        text += &format!("- {line}\n");
    }
    for line in &new[before..new.len() - after] {
        text += &format!("+ {line}\n");
    }
    text
}
