//! Loading real folders.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Sources, load};
use crate::diagnostic::{Code, Report};

fn project(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files {
        save(&folder.path().join(file), file);
    }
    folder
}

#[allow(clippy::disallowed_methods, reason = "tests make the files they need")]
fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn loaded(folder: &TempDir) -> (Sources, Report) {
    let mut report = Report::default();
    let sources = load(folder.path(), &mut report).expect("readable");
    report.sort();
    (sources, report)
}

fn paths(sources: &Sources) -> Vec<&str> {
    sources.iter().map(|(path, _)| path.as_str()).collect()
}

fn problems(report: &Report) -> Vec<(Code, &str)> {
    let problems = report.diagnostics().iter();
    problems
        .map(|problem| (problem.code, problem.place.file.as_str()))
        .collect()
}

#[test]
fn only_the_project_is_read() {
    let folder = project(&[
        "site.yaml",
        "content/towns/_collection.yaml",
        "content/a.md",
        "content/.hidden/a.md",
        "content/a.md~",
        "content/#a.md#",
        "content/.a.md.swp",
        "content/.DS_Store",
        "overrides/templates/home.html",
        "themes/plain/templates/not_found.html",
        "README.md",
        "public/index.html",
    ]);
    let (sources, report) = loaded(&folder);
    assert_eq!(
        paths(&sources),
        [
            "content/a.md",
            "content/towns/_collection.yaml",
            "overrides/templates/home.html",
            "site.yaml",
            "themes/plain/templates/not_found.html",
        ]
    );
    assert_eq!(problems(&report), []);
}

#[test]
fn names_that_cannot_be_urls_are_left_out_with_all_below_them() {
    let folder = project(&[
        "content/Bad Folder/a.md",
        "content/移住.md",
        "content/_x.yaml",
    ]);
    let (sources, report) = loaded(&folder);
    assert_eq!(paths(&sources), [""; 0]);
    let bad = ["content/Bad Folder", "content/_x.yaml", "content/移住.md"];
    assert_eq!(problems(&report), bad.map(|path| (Code::BadFileName, path)));
}

#[test]
fn limits_of_the_site_are_kept_before_reading() {
    let folder = project(&["content/a.md", "content/a.png", "content/b.md"]);
    save(
        &folder.path().join("site.yaml"),
        "limits:\n  file_bytes: 50\n  image_bytes: 5\n",
    );
    save(&folder.path().join("content/b.md"), &"x".repeat(51));
    let (sources, report) = loaded(&folder);
    assert_eq!(paths(&sources), ["content/a.md", "site.yaml"]);
    assert_eq!(
        problems(&report),
        [
            (Code::FileTooLarge, "content/a.png"),
            (Code::FileTooLarge, "content/b.md")
        ]
    );
}

#[test]
fn what_is_no_project_is_an_error_with_its_path() {
    let folder = project(&["file"]);
    for name in ["nowhere", "file"] {
        let path = folder.path().join(name);
        let error = load(&path, &mut Report::default()).expect_err("no folder");
        assert_eq!(error.path, path);
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_not_followed() {
        let folder = project(&["elsewhere/a.md", "content/b.md", "site.yaml"]);
        let root = folder.path();
        symlink("../elsewhere", root.join("content/folder")).expect("linked");
        symlink("/etc/passwd", root.join("content/passwd.md")).expect("linked");
        symlink("elsewhere", root.join("themes")).expect("linked");
        let (sources, report) = loaded(&folder);
        assert_eq!(paths(&sources), ["content/b.md", "site.yaml"]);
        let links = ["content/folder", "content/passwd.md", "themes"];
        assert_eq!(
            problems(&report),
            links.map(|path| (Code::SkippedLink, path))
        );
    }

    #[test]
    fn special_files_are_not_opened() {
        let folder = project(&["content/a.md"]);
        let fifo = folder.path().join("content/b.md");
        let made = Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
        assert!(made.success());
        // Opening it would wait for a writer for ever.
        assert_eq!(paths(&loaded(&folder).0), ["content/a.md"]);
    }

    #[test]
    fn names_that_no_terminal_should_see_are_shown_without_harm() {
        let folder = project(&["content/a.md"]);
        for name in [b"b\xFF.md".as_slice(), b"c\x1b[31m.md"] {
            save(
                &folder.path().join("content").join(OsStr::from_bytes(name)),
                "x",
            );
        }
        let (sources, report) = loaded(&folder);
        assert_eq!(paths(&sources), ["content/a.md"]);
        let bad = ["content/b\u{FFFD}.md", "content/c\u{FFFD}[31m.md"];
        assert_eq!(problems(&report), bad.map(|path| (Code::BadFileName, path)));
    }
}
