//! A project in a folder of its own, and the program run on it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "tests make and read the files they need, and fail where they can't"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The day that tests are run on, so that nothing breaks by itself.
pub(crate) fn today() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/today");
    fs::read_to_string(path)
        .expect("tests/today")
        .trim()
        .to_owned()
}

/// The folder of the golden cases.
pub(crate) fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A project that goes when this value goes.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a run came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// The smallest guide that has one of everything, from `tests/golden/_base`.
    pub(crate) fn base() -> Self {
        let project = Self::empty();
        project.lay_over(&golden().join("_base"));
        project
    }

    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("site")).expect("made");
        Self { folder }
    }

    /// Where the project lies.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Lays the files of another folder over the project's. An empty file `x.delete` removes `x`.
    pub(crate) fn lay_over(&self, folder: &Path) {
        for file in files(folder) {
            let target = self.root().join(&file);
            match file.strip_suffix(".delete") {
                Some(gone) => {
                    let gone = self.root().join(gone);
                    fs::remove_file(&gone).unwrap_or_else(|error| panic!("{gone:?}: {error}"));
                }
                None => {
                    make_parent(&target);
                    fs::copy(folder.join(&file), &target).expect("copied");
                }
            }
        }
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let target = self.root().join(path);
        make_parent(&target);
        fs::write(target, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root().join(path)).ok()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("removed");
    }

    /// Runs the program in the project's folder, on the day of the tests.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("the program runs");
        Run {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// The program, cut off from the environment that the tests run in.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shirube"));
        command
            .args(arguments)
            .current_dir(self.root())
            .stdin(Stdio::null())
            .env_clear()
            .env("SOURCE_DATE_EPOCH", seconds(&today()));
        command
    }
}

/// Files below a folder, as relative paths with `/`, sorted; none when it doesn't exist.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let relative = entry.path().strip_prefix(folder).expect("below the folder");
            relative.to_str().expect("UTF-8").replace('\\', "/")
        })
        .collect();
    files.sort();
    files
}

/// The files below a folder with what they hold.
pub(crate) fn pages(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = files(folder).into_iter();
    files
        .map(|file| {
            let bytes = fs::read(folder.join(&file)).expect("a file");
            (file, bytes)
        })
        .collect()
}

fn make_parent(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
}

fn seconds(day: &str) -> String {
    let day: jiff::civil::Date = day.parse().expect("a day");
    let moment = day.to_zoned(jiff::tz::TimeZone::UTC).expect("in range");
    moment.timestamp().as_second().to_string()
}
