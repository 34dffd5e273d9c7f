//! `output.compress`: copies that hold what their files hold, and that come and go with them.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use support::{Project, Run, files};

const ARTICLE: &str = "content/articles/living/first.md";

fn project(compress: &str) -> Project {
    let project = Project::base();
    // Without the search, whose index takes most of a build's time.
    set(&project, compress);
    let text = project.read(ARTICLE).expect("text");
    project.write(ARTICLE, text + &"\n\n長い段落です。".repeat(300));
    project
}

fn set(project: &Project, compress: &str) {
    let settings = fs::read_to_string(support::golden().join("_base/site.yaml")).expect("settings");
    let ours = format!("\nsearch: false\noutput: {{compress: {compress}}}\n");
    project.write("site.yaml", settings + &ours);
}

fn built(project: &Project) -> Run {
    let run = project.run(&["build", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

fn tree(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let output = project.root().join("public");
    let read = |path: String| (path.clone(), fs::read(output.join(path)).expect("read"));
    files(&output).into_iter().map(read).collect()
}

fn changed(project: &Project) -> BTreeMap<String, SystemTime> {
    let output = project.root().join("public");
    let time = |path: &Path| path.metadata().and_then(|found| found.modified());
    let of = |path: String| {
        let time = time(&output.join(&path)).expect("a time");
        (path, time)
    };
    files(&output).into_iter().map(of).collect()
}

fn unpacked(name: &str, copy: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = match name.rsplit_once('.') {
        Some((_, "br")) => brotli::Decompressor::new(copy, 4096).read_to_end(&mut bytes),
        _ => flate2::read::GzDecoder::new(copy).read_to_end(&mut bytes),
    };
    read.expect("whole");
    bytes
}

/// Compares every copy with its file, and looks for files without; how many copies there are.
fn assert_copies(tree: &BTreeMap<String, Vec<u8>>, endings: &[&str]) -> usize {
    let mut copies = 0;
    for (path, bytes) in tree {
        if let Some((file, _)) = path
            .rsplit_once('.')
            .filter(|(file, _)| tree.contains_key(*file))
        {
            assert_eq!(unpacked(path, bytes), tree[file], "{path}");
            assert!(bytes.len() < tree[file].len(), "{path} gains nothing");
            copies += 1;
        }
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is_text = ["html", "css", "js", "json", "csv", "xml", "svg", "txt"].contains(&ending);
        for ending in endings {
            let has_copy = tree.contains_key(&format!("{path}.{ending}"));
            assert_eq!(has_copy, is_text && bytes.len() >= 1_024, "{path}.{ending}");
        }
    }
    copies
}

#[test]
fn every_text_of_some_size_has_copies_that_hold_it() {
    let plain = project("[]");
    let said = built(&plain).stdout;
    assert!(!said.contains("compressed"), "{said}");
    let plain = tree(&plain);
    assert_eq!(assert_copies(&plain, &[]), 0);
    for (compress, endings) in [
        ("[br]", &["br"][..]),
        ("[gz]", &["gz"]),
        ("[gz, br]", &["br", "gz"]),
    ] {
        let project = project(compress);
        let run = built(&project);
        let tree = tree(&project);
        let copies = assert_copies(&tree, endings);
        assert!(copies > 0);
        let said = format!("{copies}  compressed\n");
        assert!(run.stdout.contains(&said), "{}", run.stdout);
        assert_eq!(tree.len(), plain.len() + copies);
        assert!(
            plain
                .iter()
                .all(|(path, bytes)| tree.get(path) == Some(bytes))
        );
    }
}

#[test]
fn copies_change_and_go_with_their_files_and_with_the_setting() {
    let project = project("[br, gz]");
    built(&project);
    let before = changed(&project);
    let article = "articles/living/first/index.html";
    let text = project.read(ARTICLE).expect("text");
    project.write(ARTICLE, text.clone() + "\n\n一段落ふえました。\n");
    built(&project);
    let after = changed(&project);
    let others = |times: &BTreeMap<String, SystemTime>| -> BTreeMap<String, SystemTime> {
        let others = times.iter().filter(|(path, _)| !path.starts_with(article));
        others.map(|(path, time)| (path.clone(), *time)).collect()
    };
    assert_eq!(others(&before), others(&after));
    for copy in ["", ".br", ".gz"] {
        let path = format!("{article}{copy}");
        assert_ne!(before[&path], after[&path], "{path}");
    }
    assert_copies(&tree(&project), &["br", "gz"]);

    // One that was altered, and one that is gone.
    let output = project.root().join("public");
    fs::write(output.join(format!("{article}.br")), "mine").expect("written");
    fs::remove_file(output.join(format!("{article}.gz"))).expect("removed");
    let run = built(&project);
    assert!(run.stdout.contains("(2 written"), "{}", run.stdout);
    assert_copies(&tree(&project), &["br", "gz"]);

    set(&project, "[br]");
    built(&project);
    assert_copies(&tree(&project), &["br"]);
    assert!(!tree(&project).keys().any(|path| path.ends_with(".gz")));
    set(&project, "[]");
    built(&project);
    assert_eq!(assert_copies(&tree(&project), &[]), 0);
    set(&project, "[br]");
    built(&project);
    assert_copies(&tree(&project), &["br"]);
}

#[test]
fn a_copy_takes_no_place_of_a_file_that_no_build_wrote() {
    let project = project("[]");
    built(&project);
    let mine = project
        .root()
        .join("public/articles/living/first/index.html.gz");
    fs::write(&mine, "mine").expect("written");
    set(&project, "[gz]");
    let before = tree(&project);
    let run = project.run(&["build", "--lang", "en"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains("index.html.gz"), "{}", run.stderr);
    assert_eq!(tree(&project), before);
}
