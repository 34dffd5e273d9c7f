//! The floor under a build: how long it takes to write the files of a site and do nothing else.
//!
//!     floor SITE FOLDER [THREADS]
//!
//! Reads every file of SITE into memory, then makes the same folders and files with the same bytes
//! in FOLDER, which must not exist, with two threads unless another number is given. Prints one
//! line of JSON: files, folders, bytes, and the seconds that making them took.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a measuring program reads and writes the files that it is given, and fails where it can't"
)]

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// Neighbouring files that one thread takes at a time, so that threads seldom meet in one folder.
const AT_ONCE: usize = 256;

/// The folders of a site, each after the one around it, and its files with their bytes, those of
/// one folder together.
#[derive(Default)]
struct Site {
    folders: Vec<PathBuf>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (from, to, threads) = match arguments.as_slice() {
        [from, to] => (from, to, 2),
        [from, to, threads] => (from, to, threads.parse().expect("a number of threads")),
        _ => panic!("floor SITE FOLDER [THREADS]"),
    };
    let mut site = Site::default();
    read(Path::new(from), Path::new(""), &mut site);
    let seconds = write(&site, Path::new(to), threads);
    let bytes: usize = site.files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        r#"{{"files": {}, "folders": {}, "bytes": {bytes}, "seconds": {seconds:.4}}}"#,
        site.files.len(),
        site.folders.len(),
    );
}

/// Adds a folder of the site, by its path below it, and all that is in it.
fn read(root: &Path, folder: &Path, site: &mut Site) {
    site.folders.push(folder.to_owned());
    let mut below = Vec::new();
    for entry in fs::read_dir(root.join(folder)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = folder.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            below.push(path);
        } else {
            let bytes = fs::read(entry.path()).expect("a file");
            site.files.push((path, bytes));
        }
    }
    below.sort();
    for folder in below {
        read(root, &folder, site);
    }
}

/// Writes the site; how many seconds that took.
fn write(site: &Site, to: &Path, threads: usize) -> f64 {
    let since = Instant::now();
    for folder in &site.folders {
        fs::create_dir(to.join(folder)).expect("a folder that isn't there yet");
    }
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let start = next.fetch_add(AT_ONCE, Ordering::Relaxed);
            let Some(rest) = site.files.get(start..).filter(|rest| !rest.is_empty()) else {
                return;
            };
            for (path, bytes) in rest.iter().take(AT_ONCE) {
                let mut file = File::create_new(to.join(path)).expect("a new file");
                file.write_all(bytes).expect("room");
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    since.elapsed().as_secs_f64()
}
