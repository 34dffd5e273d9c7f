//! A writer on real folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::manifest::{Manifest, Reading};
use super::place::Place;
use super::{Settings, Summary, WriteError, Writer};
use crate::fingerprint::Fingerprint;
use crate::plan::OutputPath;

mod cut_off;
mod memory;

/// A project in a folder of its own.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn open(&self) -> Result<Writer, WriteError> {
        Writer::open(&settings(&self.output(), &self.state()))
    }

    fn place(&self) -> Place {
        Place::new(&self.output(), &self.state(), Arc::default()).expect("a place")
    }

    fn manifest(&self) -> Manifest {
        match Manifest::read(&self.place().manifest).expect("readable") {
            Reading::Found(manifest) => manifest,
            other => panic!("{other:?}"),
        }
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join(".shirube")
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Summary, WriteError> {
        let writer = self.open()?;
        put_all(&writer, files)?;
        writer.finish(None)
    }

    fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.output().join(path)).ok()
    }

    fn add(&self, path: &str, text: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        save(&path, text);
    }

    /// Names in the project's folder, but for the state.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != ".shirube")
            .collect();
        names.sort();
        names
    }
}

/// Of a build that waits for no other.
fn settings<'a>(output: &'a Path, state: &'a Path) -> Settings<'a> {
    Settings {
        output,
        state,
        program: Fingerprint::of(b"program"),
        atomic: false,
        fresh: false,
        wait: false,
        say: &|_| {},
    }
}

fn put_all(writer: &Writer, files: &[(&str, &str)]) -> Result<(), WriteError> {
    for (path, text) in files {
        put(writer, path, text)?;
    }
    Ok(())
}

fn put(writer: &Writer, path: &str, text: &str) -> Result<(), WriteError> {
    writer.put(&OutputPath::new(path.to_owned()), None, text.as_bytes())
}

#[allow(clippy::disallowed_methods, reason = "tests make the files they need")]
fn save(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
}

#[test]
fn a_new_output_appears_as_a_whole() {
    let project = Project::new();
    let writer = project.open().expect("open");
    put_all(&writer, &[("index.html", "a"), ("x/y/z.html", "b")]).expect("put");
    assert!(!project.output().exists());
    let summary = writer.finish(None).expect("finished");
    assert_eq!((summary.files, summary.bytes, summary.written), (2, 2, 2));
    assert_eq!(project.text("x/y/z.html").as_deref(), Some("b"));
    assert_eq!(project.names(), ["public"]);
}

#[test]
fn a_dropped_build_leaves_nothing() {
    let project = Project::new();
    project.build(&[("index.html", "a")]).expect("built");
    let writer = project.open().expect("open");
    put(&writer, "index.html", "b").expect("put");
    drop(writer);
    assert_eq!(project.text("index.html").as_deref(), Some("a"));
    assert_eq!(project.names(), ["public"]);
}

#[test]
fn a_build_replaces_what_changed_and_removes_what_is_gone() {
    let project = Project::new();
    project
        .build(&[
            ("same", "1"),
            ("changed", "1"),
            ("old/deep/gone", "1"),
            ("old/kept", "1"),
        ])
        .expect("built");
    project.add("old/deep/foreign.txt", "mine");
    let second = [
        ("same", "1"),
        ("changed", "2"),
        ("new/page", "1"),
        ("old/kept", "1"),
    ];
    let summary = project.build(&second).expect("built");
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (2, 2, 1)
    );
    assert_eq!(project.text("changed").as_deref(), Some("2"));
    assert_eq!(project.text("old/deep/gone"), None);
    assert_eq!(
        project.text("old/deep/foreign.txt").as_deref(),
        Some("mine")
    );
    let third = project.build(&[("same", "1")]).expect("built");
    assert_eq!((third.written, third.removed), (0, 3));
    assert!(
        !project.output().join("new").exists(),
        "an empty folder goes"
    );
    assert!(project.output().join("old/deep").exists());
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let project = Project::new();
    project.build(&[("a", "1"), ("b/c", "1")]).expect("built");
    project.build(&[("a/x", "2"), ("b", "2")]).expect("built");
    assert_eq!(project.text("a/x").as_deref(), Some("2"));
    assert_eq!(project.text("b").as_deref(), Some("2"));
    project.build(&[("a", "1"), ("b/c", "1")]).expect("built");
    assert_eq!(project.text("b/c").as_deref(), Some("1"));
}

#[test]
fn what_someone_changed_or_deleted_is_made_anew() {
    let project = Project::new();
    let files = [("a", "11"), ("b", "1"), ("c/d", "1")];
    project.build(&files).expect("built");
    std::thread::sleep(std::time::Duration::from_millis(30));
    project.add("a", "99");
    fs::remove_file(project.output().join("b")).expect("removed");
    fs::remove_dir_all(project.output().join("c")).expect("removed");
    let summary = project.build(&files).expect("built");
    assert_eq!((summary.written, summary.unchanged), (3, 0));
    assert_eq!(project.text("a").as_deref(), Some("11"));
    assert_eq!(project.text("c/d").as_deref(), Some("1"));
}

#[test]
fn files_of_others_are_neither_overwritten_nor_taken_over() {
    let project = Project::new();
    project.add("index.html", "mine");
    assert!(matches!(
        project.open(),
        Err(WriteError::ForeignFolder { .. })
    ));
    assert_eq!(project.text("index.html").as_deref(), Some("mine"));

    let project = Project::new();
    project.build(&[("index.html", "a")]).expect("built");
    project.add("page", "mine");
    let result = project.build(&[("index.html", "b"), ("page", "b")]);
    assert!(matches!(result, Err(WriteError::ForeignFile { .. })));
    assert_eq!(project.text("page").as_deref(), Some("mine"));
    assert_eq!(project.text("index.html").as_deref(), Some("a"));
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_not_followed() {
    let project = Project::new();
    let elsewhere = project.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("made");
    save(&elsewhere.join("page"), "mine");
    project
        .build(&[("index.html", "a"), ("sub/page", "a")])
        .expect("built");
    fs::remove_dir_all(project.output().join("sub")).expect("removed");
    std::os::unix::fs::symlink(&elsewhere, project.output().join("sub")).expect("linked");

    let result = project.build(&[("index.html", "a"), ("sub/page", "b")]);
    assert!(matches!(result, Err(WriteError::ForeignFile { .. })));
    project.build(&[("index.html", "a")]).expect("built");
    let page = fs::read_to_string(elsewhere.join("page")).expect("still there");
    assert_eq!(page, "mine");
}

#[test]
fn two_builds_of_one_output_exclude_each_other() {
    let project = Project::new();
    let writer = project.open().expect("open");
    assert!(matches!(project.open(), Err(WriteError::Busy { .. })));
    let other = project.folder.path().join("other");
    assert!(Writer::open(&settings(&other, &project.state())).is_ok());
    drop(writer);
    assert!(project.open().is_ok());
}

#[test]
fn what_a_killed_build_left_is_cleared_up() {
    let project = Project::new();
    project.build(&[("a", "1")]).expect("built");
    let place = project.place();
    let [partial, _] = place.staging();
    fs::create_dir(&partial).expect("made");
    save(&partial.join("half"), "1");
    save(&place.lock, partial.to_str().expect("UTF-8"));
    project.build(&[("a", "2")]).expect("built");
    assert_eq!(project.names(), ["public"]);
    assert_eq!(project.text("a").as_deref(), Some("2"));
}

#[test]
fn a_partial_folder_of_someone_else_stays() {
    let project = Project::new();
    let other = project.folder.path().join(".public.partial");
    fs::create_dir(&other).expect("made");
    assert!(matches!(
        project.open(),
        Err(WriteError::ForeignFile { .. })
    ));
    assert!(other.exists());
    fs::remove_dir(&other).expect("removed");
    project.build(&[("a", "1")]).expect("built");
}

#[test]
fn an_output_that_endangers_sources_is_refused() {
    let project = Project::new();
    let root = project.folder.path();
    let state = project.state();
    fs::create_dir(root.join("content")).expect("made");
    let bad = [
        "",
        "..",
        "content",
        "content/new/x",
        "themes/x",
        "a/../content",
        ".git/x",
        ".shirube",
    ];
    for output in bad {
        let result = Writer::open(&settings(&root.join(output), &state));
        assert!(
            matches!(result, Err(WriteError::Misplaced { .. })),
            "{output}"
        );
    }
    assert!(Writer::open(&settings(&root.join("content-of-guide"), &state)).is_ok());
}

#[test]
fn paths_that_leave_the_output_and_second_files_are_refused() {
    let project = Project::new();
    let writer = project.open().expect("open");
    for path in ["", "a//b", "a/./b", "a\\b", "a\nb", "c:b", "a/"] {
        assert!(
            matches!(put(&writer, path, "x"), Err(WriteError::BadPath { .. })),
            "{path:?}"
        );
    }
    put(&writer, "a", "1").expect("put");
    assert!(matches!(
        put(&writer, "a", "2"),
        Err(WriteError::Twice { .. })
    ));
}

#[test]
fn an_empty_folder_is_used_and_a_lost_record_is_not_guessed() {
    let project = Project::new();
    fs::create_dir(project.output()).expect("made");
    project.build(&[("a", "1")]).expect("built");
    fs::remove_dir_all(project.state()).expect("removed");
    assert!(matches!(
        project.build(&[("a", "1")]),
        Err(WriteError::ForeignFolder { .. })
    ));
}

#[test]
#[cfg(unix)]
fn no_link_in_the_state_is_followed() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    project.build(&[("a", "1")]).expect("built");
    let mine = project.folder.path().join("mine");
    save(&mine, "mine");
    let place = project.place();
    for path in [
        &place.lock,
        &place.next,
        &place.journal.with_extension("journal-new"),
    ] {
        let _ = fs::remove_file(path);
        symlink(&mine, path).expect("linked");
        // Where it isn't refused, it is replaced.
        let refused = project.build(&[("a", "2")]).is_err();
        assert_eq!(refused, path == &place.lock);
        assert_eq!(fs::read_to_string(&mine).expect("read"), "mine");
        let _ = fs::remove_file(path);
    }
    let elsewhere = project.folder.path().join("elsewhere");
    fs::rename(project.state(), &elsewhere).expect("moved");
    symlink(&elsewhere, project.state()).expect("linked");
    assert!(matches!(
        project.build(&[("a", "3")]),
        Err(WriteError::ForeignFile { .. })
    ));
}
