//! Loading real folders.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{SourcePath, Sources, load};
use crate::diagnostic::{Code, Report};

fn project(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files {
        save(&folder.path().join(file), file);
    }
    folder
}

#[allow(clippy::disallowed_methods, reason = "tests make the files they need")]
fn save(path: &Path, text: impl AsRef<[u8]>) {
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
    sources.paths().map(SourcePath::as_str).collect()
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
    save(&folder.path().join("content/b.md"), "x".repeat(51));
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

#[cfg(unix)]
mod known {
    use std::fs::{File, FileTimes};
    use std::os::unix::fs::MetadataExt;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::load::{Moment, load_again, reload};

    /// A moment long after everything that a test does with files.
    fn later(folder: &TempDir) -> Moment {
        let probe = folder.path().join("probe");
        save(&probe, "");
        let metadata = fs::metadata(&probe).expect("a file");
        let moment = Moment::of(&metadata).expect("a moment");
        moment.later(3600)
    }

    fn again(folder: &TempDir, before: &Sources, now: Moment) -> Sources {
        let mut report = Report::default();
        load_again(folder.path(), before, Some(now), &mut report).expect("readable")
    }

    fn text(sources: &Sources, path: &str) -> String {
        let bytes = sources.get(&SourcePath::new(path)).expect("a file");
        String::from_utf8(bytes.to_vec()).expect("UTF-8")
    }

    /// What a file is known by in another process.
    fn restored(folder: &TempDir, sources: &Sources) -> Sources {
        Sources::of_entries(folder.path(), sources.entries())
    }

    #[test]
    fn a_file_that_rested_is_not_read_again() {
        let folder = project(&["site.yaml", "content/a.md"]);
        let now = later(&folder);
        let first = again(&folder, &Sources::default(), now);
        assert_eq!(first.entries().len(), 2);
        // The same times, size and inode: only somebody who reads can see that it is another text.
        let path = folder.path().join("content/a.md");
        let before = fs::metadata(&path).expect("a file");
        let sources = again(&folder, &restored(&folder, &first), now);
        assert_eq!(text(&sources, "content/a.md"), "content/a.md");
        assert_eq!(before.ino(), fs::metadata(&path).expect("a file").ino());
        assert!(sources.surprise().is_none());
        assert_eq!(sources.stamps(), first.stamps());
    }

    #[test]
    fn a_file_that_did_not_rest_is_known_by_its_bytes_only() {
        let folder = project(&["site.yaml", "content/a.md"]);
        let metadata = fs::metadata(folder.path().join("content/a.md")).expect("a file");
        let now = Moment::of(&metadata).expect("a moment");
        let first = again(&folder, &Sources::default(), now);
        assert_eq!(first.entries().len(), 0);
        let unstamped = load(folder.path(), &mut Report::default()).expect("readable");
        assert_eq!(unstamped.entries().len(), 0);
        let same = |left: &Sources, right: &Sources| left.fingerprints().eq(right.fingerprints());
        assert!(same(&first, &unstamped));
    }

    #[test]
    fn every_change_is_seen() {
        type Change = fn(&Path);
        let changes: [(&str, Change); 5] = [
            ("another size", |path| save(path, "longer than before")),
            ("the same size", |path| save(path, "content/b.md")),
            ("the same size and time", |path| {
                let before = fs::metadata(path)
                    .expect("a file")
                    .modified()
                    .expect("a time");
                save(path, "content/c.md");
                let file = File::options().write(true).open(path).expect("a file");
                file.set_times(FileTimes::new().set_modified(before))
                    .expect("set");
            }),
            ("another file moved there, with size and time", |path| {
                let before = fs::metadata(path)
                    .expect("a file")
                    .modified()
                    .expect("a time");
                let beside = path.with_file_name("z.md");
                save(&beside, "content/d.md");
                let file = File::options().write(true).open(&beside).expect("a file");
                file.set_times(FileTimes::new().set_modified(before))
                    .expect("set");
                fs::rename(&beside, path).expect("moved");
            }),
            ("touched", |path| {
                let file = File::options().write(true).open(path).expect("a file");
                let other = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
                file.set_times(FileTimes::new().set_modified(other))
                    .expect("set");
            }),
        ];
        let folder = project(&["site.yaml", "content/a.md"]);
        let path = folder.path().join("content/a.md");
        let now = later(&folder);
        let mut known = again(&folder, &Sources::default(), now);
        for (name, change) in changes {
            // The clock that stamps files may tick slowly.
            let before = fs::metadata(&path).expect("a file");
            loop {
                change(&path);
                let after = fs::metadata(&path).expect("a file");
                if (after.ctime(), after.ctime_nsec()) != (before.ctime(), before.ctime_nsec()) {
                    break;
                }
            }
            let seen = again(&folder, &restored(&folder, &known), now);
            let expected = fs::read_to_string(&path).expect("text");
            assert_eq!(text(&seen, "content/a.md"), expected, "{name}");
            assert!(seen.surprise().is_none(), "{name}");
            known = seen;
        }
    }

    #[test]
    fn a_file_that_changes_before_it_is_read_spoils_the_run() {
        let folder = project(&["site.yaml", "content/a.md"]);
        let now = later(&folder);
        let first = again(&folder, &Sources::default(), now);
        let path = folder.path().join("content/a.md");
        for gone in [false, true] {
            save(&path, "content/a.md");
            let first = again(&folder, &first, now);
            let sources = again(&folder, &restored(&folder, &first), now);
            if gone {
                fs::remove_file(&path).expect("removed");
            } else {
                save(&path, "content/x.md");
            }
            sources.get(&SourcePath::new("content/a.md"));
            let error = sources.surprise().expect("a surprise");
            assert_eq!(error.path, path);
            assert_eq!(error.message().en.contains("run the command again"), !gone);
        }
    }

    #[test]
    fn problems_of_loading_are_said_each_time() {
        let folder = project(&[
            "site.yaml",
            "content/a.md",
            "content/Bad.md",
            "content/d/e.md",
        ]);
        save(&folder.path().join("content/b.md"), "\u{feff}mark");
        let latin = folder.path().join("content/c.md");
        save(&latin, b"caf\xE9");
        let now = later(&folder);
        let mut known = Sources::default();
        let mut reports = Vec::new();
        for _ in 0..3 {
            let mut report = Report::default();
            let sources = load_again(folder.path(), &known, Some(now), &mut report);
            known = restored(&folder, &sources.expect("readable"));
            report.sort();
            reports.push(report);
        }
        let codes = [Code::BadFileName, Code::NotUtf8];
        let found: Vec<Code> = problems(&reports[0])
            .into_iter()
            .map(|(code, _)| code)
            .collect();
        assert_eq!(found, codes);
        assert!(reports.iter().all(|report| *report == reports[0]));
        // Its bytes aren't those of the disk.
        assert!(
            known
                .entries()
                .iter()
                .all(|entry| !format!("{entry:?}").contains("content/b.md"))
        );
        save(
            &folder.path().join("site.yaml"),
            "limits: {file_bytes: 5}\n",
        );
        let mut report = Report::default();
        load_again(folder.path(), &known, Some(now), &mut report).expect("readable");
        let large = report.diagnostics().iter();
        let large = large.filter(|problem| problem.code == Code::FileTooLarge);
        // All but the shortest, and `site.yaml` is one of them.
        assert_eq!(large.count(), 4);
    }

    #[test]
    fn what_is_named_is_looked_at_again_and_nothing_else() {
        let folder = project(&[
            "site.yaml",
            "content/a.md",
            "content/b/c.md",
            "content/b/Bad.md",
            "content/d.md",
        ]);
        let root = folder.path();
        let mut report = Report::default();
        let mut sources = load(root, &mut report).expect("readable");
        fs::rename(root.join("content/b"), root.join("content/e")).expect("moved");
        save(&root.join("content/a.md"), "new");
        save(&root.join("content/d.md"), "nobody says so");
        save(&root.join("content/.hidden/a.md"), "x");
        save(&root.join("content/Folder/a.md"), "x");
        save(&root.join("public/a.md"), "x");
        let changed = [
            "content/b",
            "content/b/c.md",
            "content/e/c.md",
            "content/e",
            "content/a.md",
            "content/gone/away.md",
            "content/.hidden/a.md",
            "content/Folder/a.md",
            "public/a.md",
        ];
        let changed = changed.map(SourcePath::new);
        let mut report = Report::default();
        reload(root, &mut sources, &changed, None, &mut report).expect("readable");
        report.sort();
        assert_eq!(
            paths(&sources),
            [
                "content/a.md",
                "content/d.md",
                "content/e/c.md",
                "site.yaml"
            ]
        );
        let bad = ["content/Folder", "content/e/Bad.md"];
        assert_eq!(problems(&report), bad.map(|path| (Code::BadFileName, path)));
        assert_eq!(text(&sources, "content/a.md"), "new");
        assert_eq!(text(&sources, "content/d.md"), "content/d.md");
        // All of it is what a look at everything finds, once the last file is named too.
        reload(
            root,
            &mut sources,
            &[SourcePath::new("content/d.md")],
            None,
            &mut report,
        )
        .expect("readable");
        let (all, _) = loaded(&folder);
        assert!(all.fingerprints().eq(sources.fingerprints()));
    }

    #[test]
    fn what_is_held_is_read_once_and_kept_whatever_becomes_of_the_files() {
        let folder = project(&["site.yaml", "content/a.md", "content/b.md"]);
        let file = SourcePath::new("content/a.md");
        let mut report = Report::default();
        let first =
            load_again(folder.path(), &Sources::held(), None, &mut report).expect("readable");
        let mut next = load_again(folder.path(), &first, None, &mut report).expect("readable");
        let bytes = |sources: &Sources| Arc::clone(sources.get(&file).expect("a file"));
        assert!(Arc::ptr_eq(&bytes(&first), &bytes(&next)));
        reload(
            folder.path(),
            &mut next,
            &[SourcePath::new("content")],
            None,
            &mut report,
        )
        .expect("readable");
        assert!(Arc::ptr_eq(&bytes(&first), &bytes(&next)));

        save(&folder.path().join("content/a.md"), "another text");
        reload(
            folder.path(),
            &mut next,
            std::slice::from_ref(&file),
            None,
            &mut report,
        )
        .expect("readable");
        assert_eq!(text(&next, "content/a.md"), "another text");
        assert_eq!(text(&first, "content/a.md"), "content/a.md");
        let origin = first.origin(&file).expect("a file");
        assert_eq!(&*origin.text(), "content/a.md");
        assert!(first.surprise().is_none());
    }
}
