//! Builds that end at every step that changes the disk: by a kill, or by an error such as a full
//! disk.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex};

use super::super::error::Notice;
use super::super::steps::Steps;
use super::{Project, Settings, Summary, WriteError, Writer, put, put_all, save, settings};

type Files = &'static [(&'static str, &'static str)];

const OLD: Files = &[
    ("index.html", "old"),
    ("same", "same"),
    ("gone", "old"),
    ("becomes-folder", "old"),
    ("becomes-file/page", "old"),
    ("old/deep/gone", "old"),
    ("old/kept", "kept"),
];
const NEW: Files = &[
    ("index.html", "newer"),
    ("same", "same"),
    ("becomes-folder/page", "new"),
    ("becomes-file", "new"),
    ("old/kept", "kept"),
    ("old/more", "new"),
    ("new/deep/page", "new"),
    ("new/deep/other", "new"),
];
/// What somebody put into the output.
const FOREIGN: &[(&str, &str)] = &[("CNAME", "mine"), ("old/deep/mine", "mine")];

fn build(
    project: &Project,
    files: Files,
    atomic: bool,
    steps: Arc<Steps>,
    notices: &Mutex<Vec<Notice>>,
) -> Result<Summary, WriteError> {
    let (output, state) = (project.output(), project.state());
    let settings = Settings {
        atomic,
        say: &|notice| notices.lock().expect("no panic").push(notice.clone()),
        ..settings(&output, &state)
    };
    let opened = super::super::open_with(&settings, steps)?;
    let writer = Writer::begin(&settings, opened)?;
    put_all(&writer, files)?;
    writer.finish(None)
}

fn tree(project: &Project) -> BTreeMap<String, String> {
    let output = project.output();
    let files = walkdir::WalkDir::new(&output).into_iter();
    files
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&output).expect("below");
            let text = fs::read_to_string(entry.path()).expect("text");
            (path.to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

fn expected(files: Files, foreign: &[(&str, &str)]) -> BTreeMap<String, String> {
    let all = files.iter().chain(foreign);
    all.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// Ends the second build after so many steps, and looks at what stands then and after another
/// build. Whether the build was ended at all.
fn ends_well(first: Option<Files>, atomic: bool, kills: bool, step: usize) -> bool {
    let project = Project::new();
    let notices = Mutex::default();
    let foreign = if first.is_some() { FOREIGN } else { &[] };
    if let Some(files) = first {
        build(&project, files, atomic, Arc::default(), &notices).expect("built");
        for (path, text) in foreign {
            project.add(path, text);
        }
    }
    let steps = Arc::new(Steps::after(step, kills));
    let result = build(&project, NEW, atomic, Arc::clone(&steps), &notices);
    let ended = steps.ended.load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(result.is_err(), ended, "step {step}: {result:?}");
    let (old, new) = (
        expected(first.unwrap_or(&[]), foreign),
        expected(NEW, foreign),
    );
    let between = tree(&project);
    for (path, text) in &between {
        let whole = old.get(path) == Some(text) || new.get(path) == Some(text);
        let staged = path.starts_with(".shirube.partial");
        assert!(whole || staged, "step {step}: {path}: {text}");
    }
    for (path, text) in &old {
        let stays = new.get(path) == Some(text);
        assert!(
            !stays || between.get(path) == Some(text),
            "step {step}: {path} is missing"
        );
    }
    if atomic {
        let of_old = between == old;
        assert!(of_old || between == new, "step {step}: {between:?}");
    }
    assert!(notices.lock().expect("no panic").is_empty());
    let unfinished = between != old && between != new;
    let after = build(&project, NEW, atomic, Arc::default(), &notices);
    let after = after.unwrap_or_else(|error| panic!("step {step}: {error}"));
    assert_eq!(tree(&project), new, "step {step}");
    assert_eq!(project.names(), ["public"], "step {step}");
    let said = notices.into_inner().expect("no panic");
    if unfinished {
        assert!(
            matches!(said[..], [Notice::Finished { .. }]),
            "step {step}: {said:?}"
        );
        assert_eq!(after.written, 0, "step {step}");
    }
    if kills && ended && said.is_empty() {
        assert!(between == old || between == new, "step {step}");
    }
    let mut left: Vec<String> = fs::read_dir(project.state())
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into()
        })
        .filter_map(|name: String| Some(name.rsplit_once('.')?.1.to_owned()))
        .collect();
    left.sort();
    assert_eq!(left, ["gitignore", "lock", "manifest"], "step {step}");
    ended
}

fn at_every_step(first: Option<Files>, atomic: bool) {
    for kills in [true, false] {
        let ended = (0..).take_while(|step| ends_well(first, atomic, kills, *step));
        assert!(ended.count() > 10);
    }
}

#[test]
fn a_first_build_may_end_anywhere() {
    at_every_step(None, false);
}

#[test]
fn an_update_may_end_anywhere() {
    at_every_step(Some(OLD), false);
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn an_exchange_may_end_anywhere() {
    at_every_step(Some(OLD), true);
}

/// A build that is killed at the first move of a file.
fn killed_at_the_first_move() -> Project {
    for step in 0.. {
        let project = Project::new();
        let none = Mutex::default();
        build(&project, OLD, false, Arc::default(), &none).expect("built");
        let steps = Arc::new(Steps::after(step, true));
        build(&project, NEW, false, steps, &none).expect_err("killed");
        if project.text("index.html").as_deref() == Some("newer")
            || project.text("old/more").is_some()
            || project.text("new/deep/page").is_some()
        {
            return project;
        }
    }
    unreachable!("no step is the last")
}

#[test]
fn lost_staged_files_are_noticed() {
    let project = killed_at_the_first_move();
    let [partial, _] = project.place().staging();
    fs::remove_dir_all(partial).expect("removed");
    let notices = Mutex::default();
    build(&project, NEW, false, Arc::default(), &notices).expect("built");
    assert_eq!(tree(&project), expected(NEW, &[]));
    let said = notices.into_inner().expect("no panic");
    assert!(matches!(said[..], [Notice::Pieced { .. }]), "{said:?}");
}

#[test]
fn a_lost_output_and_a_broken_journal_are_no_dead_end() {
    let project = killed_at_the_first_move();
    fs::remove_dir_all(project.output()).expect("removed");
    let none = Mutex::default();
    build(&project, NEW, false, Arc::default(), &none).expect("built");
    assert_eq!(tree(&project), expected(NEW, &[]));

    let project = killed_at_the_first_move();
    save(&project.place().journal, "broken");
    build(&project, NEW, false, Arc::default(), &none).expect("built");
    assert_eq!(tree(&project), expected(NEW, &[]));
    assert_eq!(project.names(), ["public"]);

    let project = killed_at_the_first_move();
    save(&project.place().next, "broken");
    let result = build(&project, NEW, false, Arc::default(), &none);
    // Files that came with the lost record aren't known as ours, and are named.
    assert!(result.is_ok() || matches!(result, Err(WriteError::ForeignFile { .. })));
}

#[test]
fn an_update_that_was_cut_off_is_finished_even_if_the_next_build_fails() {
    let project = killed_at_the_first_move();
    let writer = project.open().expect("open");
    put(&writer, "index.html", "never").expect("put");
    drop(writer);
    assert_eq!(tree(&project), expected(NEW, &[]));
}

#[test]
fn what_somebody_put_in_the_way_of_an_update_stays() {
    let project = Project::new();
    let none = Mutex::default();
    build(&project, OLD, false, Arc::default(), &none).expect("built");
    let writer = project.open().expect("open");
    put_all(&writer, NEW).expect("put");
    project.add("old/more", "mine");
    let is_refused = |result: Result<Summary, WriteError>| {
        assert!(
            matches!(result, Err(WriteError::ForeignFile { .. })),
            "{result:?}"
        );
        assert_eq!(project.text("old/more").as_deref(), Some("mine"));
    };
    is_refused(writer.finish(None));
    is_refused(project.build(NEW));
    fs::remove_file(project.output().join("old/more")).expect("removed");
    project.build(NEW).expect("built");
    assert_eq!(tree(&project), expected(NEW, &[]));
    assert_eq!(project.names(), ["public"]);
}
