//! `shirube check` and `shirube explain` as their users meet them: formats, changed lines, denied
//! warnings, languages, pages.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

mod changed;

use serde_json::Value;
use shirube::diagnostic::Code;

use changed::commit;
use support::{Project, Run};

const FIRST: &str = "content/articles/living/first.md";

/// A base project whose `first.md` ends with more text.
fn with_text(text: &str) -> Project {
    let project = Project::base();
    append(&project, FIRST, text);
    project
}

fn append(project: &Project, path: &str, text: &str) {
    let old = project.read(path).expect("a file");
    project.write(path, old + text);
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// `code file:line` of every problem, sorted as they came.
fn found(run: &Run) -> Vec<String> {
    let value = json(run);
    let problems = value["diagnostics"].as_array().expect("a list").iter();
    let line = |problem: &Value| {
        let [code, file] = ["code", "file"].map(|key| problem[key].as_str().expect("text"));
        match problem["start"]["line"].as_u64() {
            Some(line) => format!("{code} {file}:{line}"),
            None => format!("{code} {file}"),
        }
    };
    problems.map(line).collect()
}

/// `check` with git at hand.
fn check(project: &Project, arguments: &[&str]) -> Run {
    let output = project
        .command(&[&["check"], arguments].concat())
        .env("PATH", std::env::var_os("PATH").expect("a path"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", std::env::temp_dir())
        .output()
        .expect("the program runs");
    Run {
        code: output.status.code().expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

#[test]
fn denied_warnings_fail_the_check() {
    let project = with_text("\nこれは**前からあります。\n");
    assert_eq!(check(&project, &[]).code, 0);
    for format in ["human", "github", "json", "sarif"] {
        let run = check(&project, &["--deny", "warnings", "--format", format]);
        assert_eq!(run.code, 1, "{format}");
    }
    assert_eq!(check(&project, &["--deny", "errors"]).code, 2);
    assert_eq!(check(&Project::base(), &["--deny", "warnings"]).code, 0);

    commit(&project);
    let run = check(&project, &["--deny", "warnings", "--changed-since", "HEAD"]);
    assert_eq!(
        run.code, 0,
        "nobody has to mend what others left: {}",
        run.stdout
    );
    append(&project, FIRST, "\nこれは**新しいです。\n");
    let run = check(&project, &["--deny", "warnings", "--changed-since", "HEAD"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("--deny warnings"), "{}", run.stdout);
}

#[test]
fn json_tells_all_that_is_known() {
    let project = with_text("\n[桜](town:sakurra)\n");
    let run = check(&project, &["--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let value = json(&run);
    assert_eq!(value["version"], 1);
    assert_eq!(value["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        value["counts"],
        serde_json::json!({"errors": 1, "warnings": 0})
    );
    assert_eq!(value["elsewhere"], Value::Null);
    let problem = &value["diagnostics"][0];
    assert_eq!(problem["code"], "dead-link");
    assert_eq!(problem["start"]["line"], 13);
    assert_eq!(problem["start"]["column"], 5);
    let byte = project.read(FIRST).expect("a file").find("town:sakurra");
    assert_eq!(
        problem["start"]["byte"].as_u64(),
        byte.map(|byte| byte as u64)
    );
    assert!(
        problem["help"]["en"]
            .as_str()
            .expect("text")
            .contains("town:sakura")
    );
    assert_eq!(problem["page"], "docs/problems/dead-link.md");
    let empty = check(&Project::base(), &["--format", "json"]);
    assert_eq!(found(&empty), [""; 0]);
}

#[test]
fn github_gets_errors_first_and_paths_of_the_repository() {
    let project = with_text("\n# 一\n\n[桜](town:sakurra)\n");
    commit(&project);
    for quiet in [false, true] {
        let more = if quiet { &["--quiet"][..] } else { &[] };
        let run = check(
            &project,
            &[&["--format", "github", "--lang", "en"], more].concat(),
        );
        let lines: Vec<&str> = run.stdout.lines().collect();
        assert!(
            lines[0].starts_with(&format!("::error file=site/{FIRST},line=15,")),
            "{lines:?}"
        );
        assert!(lines[1].starts_with("::warning file=site/"), "{lines:?}");
        assert_eq!(lines.len(), if quiet { 2 } else { 3 }, "{lines:?}");
        if !quiet {
            assert_eq!(
                lines[2],
                "::notice title=shirube check::1 error, 1 warning%0AGitHub shows the first ten of each kind here; the log of this step has every one"
            );
        }
    }
    let clean = check(&Project::base(), &["--format", "github", "--lang", "en"]);
    assert_eq!(clean.stdout, "0 errors, 0 warnings\n");
}

#[test]
fn people_are_told_once_where_to_read_more() {
    let project = with_text("\n# 一\n\n[桜](town:sakurra)\n");
    let run = check(&project, &["--lang", "en"]);
    assert_eq!(run.stdout.matches("shirube explain").count(), 1);
    assert!(
        run.stdout
            .ends_with("to learn more: shirube explain heading-level (or another name)\n"),
        "{}",
        run.stdout
    );
    let quiet = check(&project, &["--quiet"]);
    assert!(!quiet.stdout.contains("shirube explain"));
}

#[test]
fn the_language_is_the_sites_when_nobody_chose_one() {
    let project = Project::base();
    project.lay_over(&support::golden().join("languages/site"));
    let english = project
        .read("site.yaml")
        .expect("a file")
        .replace("[ja, en]", "[en, ja]");
    for (languages, variable, arguments, words) in [
        ("[en, ja]", None, &[][..], " errors, "),
        ("[en, ja]", Some(("LANG", "C.UTF-8")), &[], " errors, "),
        ("[en, ja]", Some(("LANG", "ja_JP.UTF-8")), &[], "エラー"),
        ("[en, ja]", None, &["--lang", "ja"], "エラー"),
        ("[ja, en]", None, &[], "エラー"),
        (
            "[ja, en]",
            Some(("LC_ALL", "en_US.UTF-8")),
            &[],
            " errors, ",
        ),
    ] {
        project.write("site.yaml", english.replace("[en, ja]", languages));
        // From elsewhere, too: the project says it, not the folder that the command runs in.
        let mut command = project.command(&[&["check", "--root", "site"], arguments].concat());
        command.current_dir(project.root().parent().expect("a folder"));
        let output = command.envs(variable).output().expect("the program runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains(words),
            "{languages} {variable:?} {arguments:?}: {text}"
        );
    }
}

#[test]
fn every_code_is_explained() {
    let project = Project::empty();
    for code in Code::ALL {
        for (language, heading, part) in [("ja", "（", "正しい例"), ("en", " (", "Right")] {
            let run = project.run(&["explain", code.name(), "--lang", language]);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""));
            assert!(
                run.stdout.starts_with(&format!("# {code}{heading}")),
                "{}",
                run.stdout
            );
            assert!(
                run.stdout.contains(part) && !run.stdout.contains("\n## English"),
                "{}",
                run.stdout
            );
        }
    }
    let list = project.run(&["explain", "--lang", "en"]);
    assert_eq!(list.stdout.lines().count(), Code::ALL.len());
    let line = |line: &&str| {
        line.starts_with("heading-level ") && line.contains("  warning  There is a heading")
    };
    assert!(
        list.stdout.lines().any(|text| line(&text)),
        "{}",
        list.stdout
    );
}

#[test]
fn a_mistyped_code_gets_the_nearest() {
    let project = Project::empty();
    for (wrong, meant) in [
        ("missing-sorce", "missing-source"),
        ("Dead-Link", "dead-link"),
    ] {
        let run = project.run(&["explain", wrong, "--lang", "en"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(
            run.stderr.contains(&format!("did you mean `{meant}`?")),
            "{}",
            run.stderr
        );
    }
    let run = project.run(&["explain", "\u{1b}[31mx", "--lang", "ja"]);
    assert_eq!(run.code, 2);
    assert!(
        !run.stderr.contains('\u{1b}') && run.stderr.contains("shirube explain"),
        "{}",
        run.stderr
    );
}
