//! Builds that are killed at any moment, and disks that are full: what stands afterwards, and what
//! the next build makes of it.
//!
//! Moments are chosen by a seed but depend on the machine's speed; `src/write/tests/cut_off.rs`
//! ends a build at each of its steps instead. Nothing here depends on which moment was met.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use crate::support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use support::{Project, files};

/// Kills in each of the two modes, of guides without a search and of guides with one, whose index
/// takes most of a build's time.
const KILLS: usize = 80;
const KILLS_WITH_SEARCH: usize = 20;

/// Redirects in each version.
const REDIRECTS: usize = 200;

/// What a guide is like in all its versions.
#[derive(Clone, Copy)]
struct Kind {
    atomic: bool,
    search: bool,
}

type Tree = BTreeMap<String, Vec<u8>>;

/// Every file below a folder; `None` when one went while it was read.
fn tree(folder: &Path) -> Option<Tree> {
    let files = files(folder);
    let read = |path: String| Some((path.clone(), fs::read(folder.join(path)).ok()?));
    files.into_iter().map(read).collect()
}

/// Makes one of two versions of the sources: nearly every page differs, and each has pages that the
/// other hasn't.
fn switch(project: &Project, second: bool, kind: Kind) {
    let base = fs::read_to_string(support::golden().join("_base/site.yaml")).expect("settings");
    let mut settings = base + "\n";
    let compress = if kind.search { "[]" } else { "[br, gz]" };
    settings += &format!(
        "output: {{atomic: {}, compress: {compress}}}\n",
        kind.atomic
    );
    if !kind.search {
        settings += "search: false\n";
    }
    let articles = project.root().join("content/articles/living");
    for version in ["one", "two"] {
        let path = articles.join(format!("only-{version}.md"));
        if (version == "two") == second {
            let text = format!(
                "---\ntitle: 版{version}だけの記事\ndescription: 版ごとの記事。\npublished: 2026-11-01\n---\n\n本文です。\n"
            );
            fs::write(path, text).expect("written");
        } else {
            let _ = fs::remove_file(path);
        }
    }
    if second {
        settings = settings.replacen("title: ", "title: 第二の", 1);
    }
    // Many small files that change, so that moving them takes a while.
    settings += "redirects:\n";
    let to = if second { "town:aoba" } else { "town:sakura" };
    for number in 0..REDIRECTS {
        settings += &format!("  /old/{}/{number}/: {to}\n", number % 10);
    }
    project.write("site.yaml", settings);
    let first = project
        .read("content/articles/living/first.md")
        .expect("text");
    let mark = "\n\n二番めの版です。\n";
    let first = first.replace(mark, "");
    let text = if second { first + mark } else { first };
    project.write("content/articles/living/first.md", text);
}

/// What both versions come to in a folder where nothing was before.
fn clean(kind: Kind) -> [Tree; 2] {
    [false, true].map(|second| {
        let project = Project::base();
        switch(&project, second, kind);
        built(&project);
        tree(&project.root().join("public")).expect("nobody writes")
    })
}

/// Builds, and gives back what was said.
fn built(project: &Project) -> String {
    let run = project.run(&["build", "--quiet", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run.stderr
}

/// Numbers that are the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Builds and kills the build: after some time, or some time after a file of a certain ending
/// comes up beside the output or in `.shirube/`.
fn kill(project: &Project, seen: Option<&str>, after: Duration) {
    let mut child = project
        .command(&["build", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    if let Some(ending) = seen {
        let there = |folder: &Path| {
            fs::read_dir(folder).is_ok_and(|entries| {
                let mut names = entries
                    .filter_map(Result::ok)
                    .map(|entry| entry.file_name());
                names.any(|name| name.to_string_lossy().ends_with(ending))
            })
        };
        let (root, state) = (project.root(), project.root().join(".shirube"));
        while !there(&root) && !there(&state) {
            if child.try_wait().expect("a child").is_some() {
                return;
            }
            thread::sleep(Duration::from_micros(20));
        }
    }
    let since = Instant::now();
    while since.elapsed() < after {
        thread::sleep(
            after
                .saturating_sub(since.elapsed())
                .min(Duration::from_micros(200)),
        );
    }
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().expect("a child");
}

/// Nothing is left of builds but the output and its record.
fn assert_no_strays(project: &Project) {
    let names = |folder: PathBuf| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .collect();
        names.sort();
        names
    };
    let mut expected = names(support::golden().join("_base"));
    expected.extend([".shirube".to_owned(), "public".to_owned()]);
    expected.sort();
    assert_eq!(names(project.root()), expected);
    let strays: Vec<String> = names(project.root().join(".shirube"))
        .into_iter()
        .filter(|name| name.starts_with("output-"))
        .filter(|name| !name.ends_with(".lock") && !name.ends_with(".manifest"))
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

/// Reads the output until it is told to stop. Each file must be one of the two versions; with
/// `whole`, all of them must be of one version.
fn read_on(output: &Path, trees: &[Tree; 2], whole: bool, stop: &AtomicBool, builds: &AtomicUsize) {
    let identity = || fs::metadata(output).map(|found| (found.dev(), found.ino()));
    let mut rounds = 0;
    while !stop.load(Ordering::SeqCst) {
        let (before, build) = (identity().ok(), builds.load(Ordering::SeqCst));
        if whole {
            assert!(before.is_some(), "the output is always there");
            let home = fs::read(output.join("index.html")).expect("a page is always there");
            assert!(trees.iter().any(|tree| tree["index.html"] == home));
        }
        let mut found = Tree::new();
        let mut all = true;
        for path in files(output) {
            let Ok(bytes) = fs::read(output.join(&path)) else {
                all = false;
                continue;
            };
            let is = |tree: &Tree| tree.get(&path) == Some(&bytes);
            let staged = path.contains(".partial");
            assert!(
                trees.iter().any(is) || staged,
                "{path} is neither old nor new"
            );
            found.insert(path, bytes);
        }
        // A tree that was taken away while it was read is none; neither is one that two builds may
        // have exchanged meanwhile.
        let same = identity().ok() == before && builds.load(Ordering::SeqCst) <= build + 1;
        if whole && same {
            assert!(all, "every file of a tree that stays is there");
            assert!(trees.contains(&found), "parts of two versions");
        }
        rounds += 1;
        // The builds need the processor, too.
        thread::sleep(Duration::from_millis(15));
    }
    assert!(rounds > 0);
}

fn killed_anywhere(kind: Kind, kills: usize) {
    let trees = clean(kind);
    assert_ne!(trees[0], trees[1]);
    let project = Project::base();
    switch(&project, false, kind);
    built(&project);
    let output = project.root().join("public");
    let (stop, builds) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut random = Random(0x5EED_0001 + u64::from(kind.atomic) + 2 * u64::from(kind.search));
    let mut told = BTreeMap::<&str, usize>::new();
    thread::scope(|scope| {
        let reader = scope.spawn(|| read_on(&output, &trees, kind.atomic, &stop, &builds));
        let since = Instant::now();
        switch(&project, true, kind);
        builds.fetch_add(1, Ordering::SeqCst);
        built(&project);
        let whole_run = u64::try_from(since.elapsed().as_micros()).expect("no ages");
        let mut second = true;
        for number in 0..kills {
            second = !second;
            switch(&project, second, kind);
            builds.fetch_add(1, Ordering::SeqCst);
            let (seen, longest) = match number % 4 {
                0 => (None, whole_run),
                1 => (Some(".partial"), whole_run / 4),
                _ => (Some(".journal"), whole_run / 30),
            };
            kill(
                &project,
                seen,
                Duration::from_micros(random.below(longest + 1)),
            );
            // The next build may be of the same sources or of the former ones.
            if random.below(3) == 0 {
                second = !second;
                switch(&project, second, kind);
            }
            builds.fetch_add(1, Ordering::SeqCst);
            let said = built(&project);
            let words = ["finished first", "cleared away", "each file was looked at"];
            let word = words.into_iter().find(|word| said.contains(word));
            *told.entry(word.unwrap_or("nothing")).or_default() += 1;
            let found = tree(&output).expect("nobody writes");
            assert!(found == trees[usize::from(second)], "kill {number}: {said}");
            assert_no_strays(&project);
            if reader.is_finished() {
                break;
            }
        }
        stop.store(true, Ordering::SeqCst);
        if let Err(panic) = reader.join() {
            std::panic::resume_unwind(panic);
        }
    });
    println!(
        "{kills} kills, atomic {}, search {}: {told:?}",
        kind.atomic, kind.search
    );
    assert_eq!(
        told.get("each file was looked at"),
        None,
        "nothing was lost"
    );
}

#[test]
fn a_build_that_is_killed_leaves_files_whole_and_the_next_mends_it() {
    for (search, kills) in [(false, KILLS), (true, KILLS_WITH_SEARCH)] {
        let atomic = false;
        killed_anywhere(Kind { atomic, search }, kills);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_of_an_atomic_output_always_meets_one_whole_tree() {
    for (search, kills) in [(false, KILLS), (true, KILLS_WITH_SEARCH)] {
        let atomic = true;
        killed_anywhere(Kind { atomic, search }, kills);
    }
}

/// No file may grow past a few kilobytes: as on a full disk, and everybody may do it.
#[test]
fn a_file_that_cant_be_written_leaves_the_old_site() {
    for atomic in [false, true] {
        let search = !atomic;
        let kind = Kind { atomic, search };
        let trees = clean(kind);
        let project = Project::base();
        switch(&project, false, kind);
        built(&project);
        switch(&project, true, kind);
        let text = project
            .read("content/articles/living/first.md")
            .expect("text");
        let long = format!("{text}\n\n{}\n", "長い本文です。".repeat(4_000));
        project.write("content/articles/living/first.md", long);
        let program = env!("CARGO_BIN_EXE_shirube");
        // An ignored signal stays ignored in the program, whose writes fail instead.
        let script = r#"trap "" XFSZ; ulimit -f 40; exec "$@""#;
        let mut command = Command::new("sh");
        command
            .args([
                "-c", script, "sh", program, "build", "--lang", "en", "--today",
            ])
            .arg(support::today())
            .current_dir(project.root());
        let run = command.output().expect("run");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("error: can't write"), "{said}");
        assert_eq!(
            tree(&project.root().join("public")).as_ref(),
            Some(&trees[0])
        );
        assert_no_strays(&project);
        project.write("content/articles/living/first.md", text);
        built(&project);
        assert_eq!(
            tree(&project.root().join("public")).as_ref(),
            Some(&trees[1])
        );
    }
}

/// A small file system in memory that goes when this value goes.
#[cfg(target_os = "linux")]
struct Disk<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_the_next_build_finishes() {
    let project = Project::empty();
    let root = project.root();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=4m", "shirube"])
        .arg(&root)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("left out: a file system can't be mounted here, which needs root");
        return;
    }
    let _disk = Disk(&root);
    for atomic in [false, true] {
        let search = !atomic;
        let kind = Kind { atomic, search };
        let trees = clean(kind);
        project.lay_over(&support::golden().join("_base"));
        switch(&project, false, kind);
        built(&project);
        let mut failed = 0;
        let mut second = false;
        for free in (0..480_usize).step_by(40).rev() {
            second = !second;
            switch(&project, second, kind);
            fill(&root, free);
            let run = project.run(&["build", "--quiet", "--lang", "en"]);
            let found = tree(&root.join("public")).expect("nobody writes");
            if run.code == 0 {
                assert_eq!(found, trees[usize::from(second)]);
            } else {
                failed += 1;
                assert!(run.stderr.contains("error: "), "{}", run.stderr);
                for (path, bytes) in &found {
                    let is = |tree: &Tree| tree.get(path) == Some(bytes);
                    let staged = path.contains(".partial");
                    assert!(trees.iter().any(is) || staged, "{free}: {path} is half");
                }
                assert!(!atomic || trees.contains(&found), "{free}: a mixed tree");
            }
            fs::remove_file(root.join("filler")).expect("removed");
            built(&project);
            let found = tree(&root.join("public")).expect("nobody writes");
            assert_eq!(found, trees[usize::from(second)], "{free}");
            assert_no_strays(&project);
        }
        assert!(failed > 0, "the disk was never full");
        fs::remove_dir_all(root.join("public")).expect("removed");
        fs::remove_dir_all(root.join(".shirube")).expect("removed");
    }
}

/// Fills the disk but for so many pages of 4,096 bytes.
#[cfg(target_os = "linux")]
fn fill(root: &Path, free: usize) {
    use std::io::Write;
    let page = [1_u8; 4_096];
    let path = root.join("filler");
    let mut file = fs::File::create(&path).expect("made");
    let mut written = 0;
    while file.write_all(&page).is_ok() {
        written += page.len();
    }
    let keep = written.saturating_sub(free * page.len());
    file.set_len(keep as u64).expect("cut");
}
