//! What a build knows of the one before it.

use std::fs;

use super::super::{Settings, Summary, Writer, unchanged};
use super::{Project, WriteError, put_all, save, settings};
use crate::fingerprint::Fingerprint;
use crate::plan::OutputPath;

fn print(text: &str) -> Fingerprint {
    Fingerprint::of(text.as_bytes())
}

fn path(path: &str) -> OutputPath {
    OutputPath::new(path.to_owned())
}

/// Builds as the pipeline does: what is known stays, all else is made. Each file is made from its
/// text. Gives back which files were made.
fn build(
    project: &Project,
    files: &[(&str, &str)],
    change: fn(&mut Settings<'_>),
) -> (Vec<String>, Summary) {
    let (output, state) = (project.output(), project.state());
    let mut settings = settings(&output, &state);
    change(&mut settings);
    let writer = Writer::open(&settings).expect("open");
    let mut made = Vec::new();
    for (name, text) in files {
        let known = writer.known(&path(name));
        if let Some(known) = known.filter(|known| known.fingerprint == print(text)) {
            writer.keep(known);
        } else {
            made.push((*name).to_owned());
            let put = writer.put(&path(name), Some(print(text)), text.as_bytes());
            put.expect("put");
        }
    }
    let summary = writer.finish(Some(print("inputs"))).expect("finished");
    (made, summary)
}

fn stands(project: &Project, inputs: &str, change: fn(&mut Settings<'_>)) -> Option<Summary> {
    let (output, state) = (project.output(), project.state());
    let mut settings = settings(&output, &state);
    change(&mut settings);
    unchanged(&settings, print(inputs)).expect("no error")
}

const FILES: &[(&str, &str)] = &[("a", "1"), ("b/c/d", "2"), ("b/c/e", "3"), ("b-c/f", "4")];

#[test]
fn what_didnt_change_is_neither_made_nor_written() {
    let project = Project::new();
    let (made, _) = build(&project, FILES, |_| {});
    assert_eq!(made.len(), 4);
    let (made, summary) = build(&project, FILES, |_| {});
    assert!(made.is_empty());
    assert_eq!(
        (summary.written, summary.unchanged, summary.bytes),
        (0, 4, 4)
    );
    let changed = [("a", "1"), ("b/c/d", "x"), ("b/c/e", "3"), ("b-c/f", "4")];
    let (made, summary) = build(&project, &changed, |_| {});
    assert_eq!((made, summary.written), (vec!["b/c/d".to_owned()], 1));
}

#[test]
fn files_that_were_touched_or_replaced_are_made_but_written_only_if_they_differ() {
    let project = Project::new();
    build(&project, FILES, |_| {});
    let inode = |name: &str| super::super::journal::identity(&project.output().join(name));
    let before = inode("b");
    for (name, text) in [("a", "1"), ("b/c/d", "x")] {
        fs::remove_file(project.output().join(name)).expect("removed");
        project.add(name, text);
    }
    fs::remove_file(project.output().join("b-c/f")).expect("removed");
    let (mut made, summary) = build(&project, FILES, |_| {});
    made.sort();
    assert_eq!(made, ["a", "b-c/f", "b/c/d"]);
    assert_eq!((summary.written, summary.unchanged), (2, 2));
    assert_eq!(project.text("b/c/d").as_deref(), Some("2"));
    assert_eq!(inode("b"), before);
    assert!(build(&project, FILES, |_| {}).0.is_empty());
}

#[test]
fn another_program_knows_which_files_are_ours_and_nothing_else() {
    let project = Project::new();
    build(&project, FILES, |_| {});
    let other = |settings: &mut Settings<'_>| settings.program = print("other");
    assert_eq!(stands(&project, "inputs", other), None);
    let (made, summary) = build(&project, FILES, other);
    assert_eq!((made.len(), summary.written), (4, 0));
    assert!(stands(&project, "inputs", other).is_some());
}

#[test]
fn a_fresh_build_knows_nothing_and_compares_bytes() {
    let project = Project::new();
    build(&project, FILES, |_| {});
    let fresh = |settings: &mut Settings<'_>| settings.fresh = true;
    assert_eq!(stands(&project, "inputs", fresh), None);
    let (made, summary) = build(&project, FILES, fresh);
    assert_eq!((made.len(), summary.written), (4, 0));
}

#[test]
fn an_output_stands_only_if_every_file_does() {
    let project = Project::new();
    let same = |_: &mut Settings<'_>| {};
    assert_eq!(stands(&project, "inputs", same), None);
    build(&project, FILES, same);
    let summary = stands(&project, "inputs", same).expect("stands");
    assert_eq!((summary.files, summary.unchanged, summary.bytes), (4, 4, 4));
    assert_eq!(stands(&project, "others", same), None);

    let page = project.output().join("b/c/d");
    save(&page, "x");
    assert_eq!(stands(&project, "inputs", same), None);
    build(&project, FILES, same);
    assert!(stands(&project, "inputs", same).is_some());
    fs::remove_file(&page).expect("removed");
    assert_eq!(stands(&project, "inputs", same), None);
    build(&project, FILES, same);
    #[cfg(unix)]
    {
        let (folder, moved) = (project.output().join("b"), project.output().join("moved"));
        fs::rename(&folder, &moved).expect("moved");
        std::os::unix::fs::symlink(&moved, &folder).expect("linked");
        assert_eq!(stands(&project, "inputs", same), None);
    }
}

#[test]
fn closed_folders_are_recorded_and_may_be_opened_again() {
    let project = Project::new();
    let writer = project.open().expect("open");
    put_all(&writer, &[("a/x", "1"), ("b/x", "1")]).expect("put");
    writer.close("a").expect("closed");
    writer.close("none").expect("nothing to close");
    put_all(&writer, &[("a/y", "22"), ("b/y", "1")]).expect("put");
    writer.close("a").expect("closed");
    let summary = writer.finish(None).expect("finished");
    assert_eq!((summary.files, summary.bytes), (4, 5));
    let manifest = project.manifest();
    assert_eq!(manifest.folders().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(manifest.block("a").expect("read").files().len(), 2);
    assert!(manifest.has_file("a/y").expect("read") && !manifest.has_file("a").expect("read"));
    assert!(manifest.has_folder("a") && !manifest.has_folder("a/y"));

    let writer = project.open().expect("open");
    put_all(&writer, &[("a/x", "1")]).expect("put");
    writer.close("a").expect("closed");
    put_all(&writer, &[("a/x", "1")]).expect("put");
    assert!(matches!(writer.close("a"), Err(WriteError::Twice { .. })));
}

#[test]
fn a_file_where_others_need_a_folder_is_refused_before_anything_changes() {
    for first in [&[][..], &[("a", "1")]] {
        let project = Project::new();
        if !first.is_empty() {
            project.build(first).expect("built");
        }
        let writer = project.open().expect("open");
        put_all(&writer, &[("a", "1")]).expect("put");
        let clash = put_all(&writer, &[("a/b/c", "1")]).and_then(|()| writer.finish(None));
        assert!(clash.is_err());
        assert_eq!(project.text("a").is_some(), !first.is_empty());
    }
}

#[test]
fn any_damage_of_the_record_is_said_and_nothing_is_touched() {
    let project = Project::new();
    build(&project, FILES, |_| {});
    let record = project.place().manifest;
    #[allow(clippy::disallowed_methods, reason = "tests read what they wrote")]
    let whole = fs::read(&record).expect("read");
    for position in (0..whole.len()).step_by(5) {
        let mut broken = whole.clone();
        broken[position] ^= 0x40;
        #[allow(clippy::disallowed_methods, reason = "tests make the files they need")]
        fs::write(&record, &broken).expect("written");
        let (output, state) = (project.output(), project.state());
        let result = Writer::open(&settings(&output, &state)).and_then(|writer| {
            put_all(&writer, FILES)?;
            writer.finish(None)
        });
        assert!(
            matches!(result, Err(WriteError::BrokenRecord { .. })),
            "{position}: {result:?}"
        );
        assert_eq!(project.text("a").as_deref(), Some("1"));
    }
    fs::remove_dir_all(project.output()).expect("removed");
    project.build(FILES).expect("a lost output is made anew");
}

#[test]
fn foreign_files_come_along_in_an_exchange() {
    let project = Project::new();
    let atomic = |settings: &mut Settings<'_>| settings.atomic = true;
    build(&project, FILES, atomic);
    project.add("b/mine", "mine");
    fs::create_dir(project.output().join("empty")).expect("made");
    let changed = [("a", "2"), ("b/c/d", "2")];
    let (_, summary) = build(&project, &changed, atomic);
    assert_eq!(
        (summary.written, summary.removed, summary.unchanged),
        (1, 2, 1)
    );
    assert_eq!(project.text("b/mine").as_deref(), Some("mine"));
    assert!(project.output().join("empty").is_dir());
    assert!(!project.output().join("b-c").exists());
    assert_eq!(project.names(), ["public"]);
    let (made, summary) = build(&project, &changed, atomic);
    assert!(made.is_empty(), "links keep their stamps: {made:?}");
    assert_eq!((summary.written, summary.removed), (0, 0));
}
