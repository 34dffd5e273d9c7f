//! The command line as its users meet it: exit codes, help, and what it does to the output folder.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

use support::{Project, Run, files};

fn build(project: &Project) -> Run {
    project.run(&["build", "--lang", "en"])
}

fn built(project: &Project) -> Run {
    let run = build(project);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

fn changed(project: &Project, path: &str) -> SystemTime {
    let metadata = fs::metadata(project.root().join(path)).expect("a file");
    metadata.modified().expect("a time")
}

#[test]
fn a_wrong_call_is_exit_code_2() {
    let project = Project::base();
    for arguments in [
        &["bild"][..],
        &[],
        &["build", "--outputs", "x"],
        &["build", "--today", "2026-02-30"],
        &["build", "--base-url", "guide.example"],
        &["build", "--jobs", "0"],
        &["check", "--format", "xml"],
        &["check", "--output", "x"],
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(
            run.stdout.is_empty() && run.stderr.contains("Usage") || run.stderr.contains("--help")
        );
    }
    let mut command = project.command(&["check"]);
    let output = command
        .env("SOURCE_DATE_EPOCH", "soon")
        .output()
        .expect("run");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(visible(&project.root()), files(&Project::base().root()));
}

#[test]
fn a_check_mends_what_it_is_asked_to() {
    let project = Project::base();
    let path = "content/articles/living/first.md";
    let text = project.read(path).expect("a text");
    let with = |words: &str| text.replace('\n', "\r\n") + words;
    project.write(
        path,
        with("\r\n２つの子供です。 \r\n\r\n[x](article:living/no)\r\n"),
    );
    let run = project.run(&["check", "--fix", "--lang", "en"]);
    assert_eq!(run.code, 1, "an error elsewhere stays");
    let first = run.stdout.lines().next().expect("a line");
    assert!(
        first.ends_with("first.md: 3 mended (full-width-letters 1, spelling 1, trailing-space 1)"),
        "{first}"
    );
    assert!(
        run.stdout.contains("error[dead-link]") && run.stdout.contains("\n1 error, 0 warnings\n")
    );
    let mended = with("\r\n2つの子どもです。\r\n\r\n[x](article:living/no)\r\n");
    assert_eq!(project.read(path).as_deref(), Some(mended.as_str()));
    let when = changed(&project, path);
    let again = project.run(&["check", "--fix", "--lang", "en", "--format", "github"]);
    assert!(
        again.stderr.starts_with("nothing could be mended") && again.stdout.starts_with("::error")
    );
    assert_eq!(changed(&project, path), when);
    let quiet = Project::base().run(&["check", "--fix", "--quiet"]);
    assert_eq!(
        (quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (0, "", "")
    );
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let project = Project::empty();
    for (arguments, words) in [
        (
            &["--help"][..],
            &[
                "build",
                "check",
                "diff",
                "explain",
                "Exit codes",
                "--deny warnings",
            ][..],
        ),
        (
            &["build", "--help"],
            &[
                "Examples:",
                "public/",
                "[default",
                "YYYY-MM-DD",
                "draft: true",
            ],
        ),
        (
            &["check", "--help"],
            &[
                "Examples:",
                "--format github",
                "GitHub Actions",
                "SARIF 2.1.0",
                "--changed-since",
                "--deny",
                "日本語",
            ],
        ),
        (&["explain", "--help"], &["Examples:", "missing-source"]),
        (&["help", "build"], &["Examples:"]),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
        for word in words {
            assert!(
                run.stdout.contains(word),
                "{arguments:?}: {word}\n{}",
                run.stdout
            );
        }
    }
    assert_eq!(project.run(&["--version"]).code, 0);
}

#[test]
fn a_build_says_what_it_wrote() {
    let project = Project::base();
    let first = built(&project);
    assert!(
        first.stdout.contains("  record\n") && first.stdout.contains(" → "),
        "{}",
        first.stdout
    );
    assert!(
        first.stdout.contains("0 errors, 0 warnings, "),
        "{}",
        first.stdout
    );
    let second = built(&project);
    assert!(second.stdout.contains("(0 written, "), "{}", second.stdout);
    let quiet = project.run(&["build", "--quiet"]);
    assert_eq!(
        (quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (0, "", "")
    );
}

#[test]
fn a_guide_without_search_has_neither_its_page_nor_its_index() {
    let project = Project::base();
    let settings = project.read("site.yaml").expect("site.yaml");
    // The guide's theme, whose header leads to the search.
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/guide");
    for file in files(&theme) {
        let bytes = fs::read(theme.join(&file)).expect("a theme file");
        project.write(&format!("themes/guide/{file}"), bytes);
    }
    let settings = settings.replace("theme: plain", "theme: guide");
    let search_of = |project: &Project| {
        built(project);
        let built = files(&project.root().join("public"));
        let home = project.read("public/index.html").expect("a home page");
        (
            built.iter().any(|file| file.starts_with("search/")),
            home.contains("search/\""),
        )
    };
    project.write("site.yaml", &settings);
    assert_eq!(search_of(&project), (true, true));
    project.write("site.yaml", format!("{settings}search: false\n"));
    assert_eq!(search_of(&project), (false, false));
    project.write(
        "content/index.md",
        "---\ntitle: 見本\ndescription: 見本です。\n---\n\n[検索](page:search)\n",
    );
    let run = build(&project);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("[dead-link]"), "{}", run.stderr);
}

#[test]
fn an_error_leaves_the_output_as_it_was() {
    let project = Project::base();
    project.write("content/index.md", "---\ntitle: [\n---\n");
    let run = build(&project);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    let made = files(&project.root()).into_iter();
    assert!(
        !made.clone().any(|file| file.starts_with("public")),
        "{made:?}"
    );

    let project = Project::base();
    built(&project);
    let before = files(&project.root());
    project.write(
        "themes/plain/templates/article.html",
        "{{ page.no.such.value }}",
    );
    let run = build(&project);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[template]"), "{}", run.stderr);
    assert_eq!(files(&project.root()), before);
}

#[test]
fn what_stays_the_same_is_not_touched_and_what_is_gone_goes() {
    let project = Project::base();
    built(&project);
    let page = "public/articles/living/first/index.html";
    let times = (
        changed(&project, page),
        changed(&project, "public/towns/sakura/index.html"),
    );
    project.write("public/notes.txt", "mine");
    project.remove("content/tags.yaml");
    project.write(
        "content/tags.yaml",
        "- {id: living, name: くらし, kana: くらし}\n",
    );
    std::thread::sleep(std::time::Duration::from_millis(20));
    built(&project);
    assert!(changed(&project, "public/tags/living/index.html") > times.0);
    assert_eq!(changed(&project, "public/towns/sakura/index.html"), times.1);

    project.remove("content/articles/living/first.md");
    built(&project);
    assert_eq!(project.read(page), None);
    assert!(!project.root().join("public/articles/living/first").exists());
    assert_eq!(project.read("public/notes.txt").as_deref(), Some("mine"));
}

#[test]
fn a_folder_that_no_build_wrote_is_refused() {
    let project = Project::base();
    project.write("elsewhere/notes.txt", "mine");
    let run = project.run(&["build", "--output", "elsewhere", "--lang", "en"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.contains("elsewhere") && run.stderr.contains("--output"),
        "{}",
        run.stderr
    );
    assert_eq!(files(&project.root().join("elsewhere")), ["notes.txt"]);
}

#[test]
fn an_output_among_the_sources_is_refused() {
    let project = Project::base();
    for output in [
        "content",
        "content/new",
        "themes/plain",
        ".",
        "..",
        "public/../content/x",
    ] {
        let run = project.run(&["build", "--output", output, "--lang", "en"]);
        assert_eq!(run.code, 1, "{output}");
        assert!(
            run.stderr.contains("overlaps the sources"),
            "{output}: {}",
            run.stderr
        );
    }
    assert_eq!(visible(&project.root()), files(&Project::base().root()));
}

/// The files of a project, but for what the program remembers.
fn visible(root: &Path) -> Vec<String> {
    let mut files = files(root);
    files.retain(|file| !file.starts_with(".shirube/"));
    files
}

#[test]
fn check_writes_nothing_that_anyone_else_sees() {
    let project = Project::base();
    let run = project.run(&["check", "--lang", "en"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "0 errors, 0 warnings\n"),
        "{}",
        run.stderr
    );
    assert_eq!(visible(&project.root()), files(&Project::base().root()));
    let run = project.run(&["check", "--quiet"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "")
    );
}

#[test]
fn check_prints_for_people_and_for_github() {
    let project = Project::base();
    project.write("content/towns/aoba.yaml", "id: [\n");
    let people = project.run(&["check", "--lang", "en"]);
    assert_eq!(people.code, 1);
    assert!(
        people.stdout.contains("error[yaml-syntax]"),
        "{}",
        people.stdout
    );
    assert!(
        people.stdout.contains("--> content/towns/aoba.yaml:"),
        "{}",
        people.stdout
    );
    assert!(!people.stdout.contains('\u{1b}'), "no colours in a pipe");

    let root = project.root();
    let mut command = project.command(&["check", "--root", "site", "--format", "github"]);
    let output = command
        .current_dir(root.parent().expect("a folder"))
        .output()
        .expect("run");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let line = text
        .lines()
        .find(|line| line.contains("title=yaml-syntax"))
        .expect("a line");
    assert!(
        line.starts_with("::error file=site/content/towns/aoba.yaml,line="),
        "{line}"
    );
}

#[test]
fn the_language_comes_from_the_environment_unless_given() {
    let project = Project::base();
    for (variable, value, words) in [
        ("LANG", "en_US.UTF-8", "0 errors"),
        ("LANG", "C.UTF-8", "エラー 0 件"),
        ("LC_ALL", "ja_JP.UTF-8", "エラー 0 件"),
    ] {
        let output = project
            .command(&["check"])
            .env(variable, value)
            .output()
            .expect("run");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.starts_with(words), "{variable}={value}: {text}");
    }
    let mut command = project.command(&["check", "--lang", "ja"]);
    let output = command.env("LANG", "en_US.UTF-8").output().expect("run");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("エラー"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = Project::base();
    let mut command = project.command(&["check"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("run");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn the_number_of_threads_does_not_show() {
    let project = Project::base();
    for (jobs, output) in [("1", "one"), ("4", "four")] {
        let run = project.run(&["build", "--quiet", "--jobs", jobs, "--output", output]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let (one, four) = (project.root().join("one"), project.root().join("four"));
    assert_eq!(files(&one), files(&four));
    for file in files(&one) {
        let read = |folder: &std::path::Path| fs::read(folder.join(&file)).expect("a file");
        assert_eq!(read(&one), read(&four), "{file}");
    }
}

#[test]
fn a_project_that_does_not_exist_is_named() {
    let run = Project::empty().run(&["check", "--root", "nowhere", "--lang", "en"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.starts_with("error: can't read nowhere"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_dry_run_counts_what_a_build_writes_and_writes_nothing() {
    let compress = "\noutput: {compress: [br, gz]}\n";
    for settings in ["", "\nsearch: false\n", compress] {
        let project = Project::base();
        let text = project.read("site.yaml").expect("settings");
        project.write("site.yaml", text + settings);
        let sources = files(&project.root());
        let dry = project.run(&["build", "--dry-run", "--lang", "en"]);
        assert_eq!(dry.code, 0, "{}{}", dry.stdout, dry.stderr);
        assert!(
            dry.stdout.contains("(nothing was written)"),
            "{}",
            dry.stdout
        );
        assert_eq!(files(&project.root()), sources);

        let counts = |run: &Run| -> String {
            let lines = run
                .stdout
                .lines()
                .take_while(|line| !line.contains(" warnings"));
            let line = |line: &str| line.split(" (").next().unwrap_or_default().to_owned();
            lines.map(|found| line(found) + "\n").collect()
        };
        let wet = built(&project);
        assert_eq!(counts(&dry), counts(&wet));
        let output = project.root().join("public");
        let said = format!("{}  files, ", files(&output).len());
        assert!(dry.stdout.contains(&said), "{}", dry.stdout);

        // With an output and memory there, it leaves both alone.
        let stamps = |project: &Project| -> Vec<(String, SystemTime)> {
            let paths = walkdir::WalkDir::new(project.root()).sort_by_file_name();
            let paths = paths.into_iter().map(|entry| entry.expect("an entry"));
            let stamp = |entry: walkdir::DirEntry| {
                let time = entry.metadata().expect("there").modified().expect("a time");
                (entry.path().display().to_string(), time)
            };
            paths.map(stamp).collect()
        };
        let first = project
            .read("content/articles/living/first.md")
            .expect("text");
        project.write(
            "content/articles/living/first.md",
            first + "\n\nもう一段落。\n",
        );
        let before = stamps(&project);
        let again = project.run(&["build", "--dry-run", "--lang", "ja", "--no-wait"]);
        assert!(
            again.stdout.contains("何も書いていません"),
            "{}",
            again.stdout
        );
        assert_eq!(stamps(&project), before);
    }
}
