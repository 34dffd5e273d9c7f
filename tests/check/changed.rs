//! `--changed-since`: which lines changed, and what is said of the others.

use std::path::Path;
use std::process::Command;

use super::support::{Project, Run};
use super::{FIRST, append, check, found, json, with_text};

/// A command of git in a folder, cut off from the settings of whoever runs the tests.
fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(["-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").expect("a path"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
}

/// Makes the project's folder the folder `site` of a repository, with one commit.
pub(super) fn commit(project: &Project) {
    let root = project.root();
    let repository = root.parent().expect("a folder");
    if !repository.join(".git").exists() {
        git(repository, &["init", "--quiet"]);
    }
    git(repository, &["add", "--all"]);
    git(repository, &["commit", "--quiet", "--message", "x"]);
}

fn since(project: &Project, revision: &str) -> Run {
    check(project, &["--changed-since", revision, "--format", "json"])
}

#[test]
fn only_changed_lines_are_shown() {
    let project = with_text("\n# 古い見出し\n\n終わりの段落です。\n");
    project.write("content/articles/living/old.md", "---\ntitle: 前\ndescription: 前からある記事。\ntags: [living]\npublished: 2026-11-01\n---\n\nこれは**前からあります。\n");
    commit(&project);
    let run = since(&project, "HEAD");
    assert_eq!((run.code, found(&run)), (0, vec![]));
    assert_eq!(json(&run)["elsewhere"]["warnings"], 2);

    append(&project, FIRST, "\nこれは**新しいです。\n");
    let run = since(&project, "HEAD");
    let line = format!("unpaired-emphasis {FIRST}:17");
    assert_eq!((run.code, found(&run)), (0, vec![line.clone()]));
    assert_eq!(json(&run)["elsewhere"]["warnings"], 2);

    let root = project.root();
    git(&root, &["add", "--all"]);
    assert_eq!(
        found(&since(&project, "HEAD")),
        std::slice::from_ref(&line),
        "staged"
    );
    commit(&project);
    assert_eq!(found(&since(&project, "HEAD~1")), [line], "committed");
    assert_eq!(found(&since(&project, "HEAD")), [""; 0]);
}

#[test]
fn new_renamed_and_oddly_named_files_count_as_changed() {
    let project = with_text("\nこれは**前からあります。\n");
    project.write("content/articles/living/前からある.md", "x");
    commit(&project);
    project.write("content/articles/living/移住 の\"準備\".md", "x");
    project.write("content/articles/living/前からある.md", "y");
    let root = project.root();
    git(&root, &["mv", FIRST, "content/articles/living/moved.md"]);
    let mut expected = vec![
        "unpaired-emphasis content/articles/living/moved.md:13".to_owned(),
        "bad-file-name content/articles/living/前からある.md".to_owned(),
        "bad-file-name content/articles/living/移住 の\"準備\".md".to_owned(),
    ];
    let run = since(&project, "HEAD");
    let mut shown = found(&run);
    expected.sort();
    shown.sort();
    assert_eq!((run.code, shown), (1, expected.clone()));
    commit(&project);
    let mut shown = found(&since(&project, "HEAD~1"));
    shown.sort();
    assert_eq!(shown, expected, "committed");
}

#[test]
fn a_problem_without_a_line_needs_its_file_changed() {
    let project = Project::base();
    project.write("content/articles/living/photo.png", "no image");
    append(&project, FIRST, "\n![町](photo.png)\n");
    project.write(
        "content/articles/work/remote.md",
        "---\ntitle: 席\ndescription: 会社の外で働く。\npublished: 2026-11-01\n---\n\n本文です。\n",
    );
    commit(&project);
    project.remove("content/index.md");
    let run = since(&project, "HEAD");
    assert_eq!(found(&run), ["missing-file content/index.md"]);
}

#[test]
fn errors_elsewhere_fail_the_check_and_are_named() {
    let project = with_text("\n[桜](town:sakurra)\n");
    commit(&project);
    append(&project, FIRST, "\nこれは**新しいです。\n");
    for quiet in [&[][..], &["--quiet"]] {
        let arguments = [&["--changed-since", "HEAD", "--lang", "en"], quiet].concat();
        let run = check(&project, &arguments);
        assert_eq!(run.code, 1);
        assert!(!run.stdout.contains("error[dead-link]"), "{}", run.stdout);
        for words in [
            "warning[unpaired-emphasis]",
            "on changed lines: 0 errors, 1 warning\nelsewhere: 1 error, 0 warnings\n",
            "  content/articles/living/first.md:13: the link `town:sakurra`",
            "[dead-link]\nan error on any line stops the build",
        ] {
            assert!(run.stdout.contains(words), "{words}\n{}", run.stdout);
        }
    }
    let run = check(
        &project,
        &[
            "--changed-since",
            "HEAD",
            "--format",
            "github",
            "--lang",
            "ja",
        ],
    );
    assert_eq!(run.code, 1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let start = format!("::warning file=site/{FIRST},line=15,");
    assert!(
        lines.len() == 2 && lines[0].starts_with(&start),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("::notice title=shirube check::変わった行: エラー 0 件、警告 1 件%0Aほかの行: エラー 1 件"),
        "{lines:?}"
    );
    let run = check(&project, &["--changed-since", "HEAD", "--format", "sarif"]);
    let log = json(&run);
    assert_eq!(log["runs"][0]["properties"]["errorsElsewhere"], 1);
}

#[test]
fn settings_of_git_and_hostile_lines_do_not_matter() {
    let project = with_text("\nこれは**前からあります。\n\n一\n\n二\n");
    commit(&project);
    let root = project.root();
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.interHunkContext", "100"),
        ("diff.context", "50"),
        ("diff.external", "false"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("diff.renames", "copies"),
    ] {
        git(&root, &["config", key, value]);
    }
    let text = project.read(FIRST).expect("a file");
    project.write(
        FIRST,
        text.replace("title: はじめての", "title: 二度目の")
            + "\n++ b/content/towns/aoba.yaml\n\n@@ -1 +1,99 @@\n",
    );
    let run = since(&project, "HEAD");
    assert_eq!((run.code, found(&run)), (0, vec![]));
    assert_eq!(json(&run)["elsewhere"]["warnings"], 1);
}

#[test]
fn a_revision_that_is_none_is_a_wrong_call() {
    let project = Project::base();
    let run = check(&project, &["--changed-since", "HEAD", "--lang", "en"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .starts_with("error: --changed-since needs a git work tree"),
        "{}",
        run.stderr
    );

    commit(&project);
    for revision in [
        "nowhere",
        "",
        "--output=stolen",
        "-x",
        "HEAD:content",
        "HEAD --output=stolen",
    ] {
        let option = format!("--changed-since={revision}");
        let run = check(&project, &[&option, "--lang", "ja"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{revision}");
        assert!(
            run.stderr.contains("というリビジョンはありません"),
            "{revision}: {}",
            run.stderr
        );
    }
    let parent = project.root().parent().expect("a folder").to_owned();
    assert!(!parent.join("stolen").exists() && project.read("stolen").is_none());

    let run = check(
        &project,
        &[
            "--changed-since",
            "HEAD",
            "--root",
            "nowhere",
            "--lang",
            "en",
        ],
    );
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("error: can't read nowhere"),
        "{}",
        run.stderr
    );
    let output = project
        .command(&["check", "--changed-since", "HEAD", "--lang", "en"])
        .env("PATH", "/nowhere")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs git"));
}
