//! Disk → [`Sources`]. With `write`, the only module that touches files.
//!
//! Afterwards every file of the project is in memory and within its limit, every path below
//! `content/` is made of ASCII slugs, and every text file is UTF-8. Symbolic links are never
//! followed and special files never opened.
//!
//! A file that is known from before, by a `stamp` that can be trusted, is not in memory: its bytes
//! are read when somebody asks for them, and must then be those that it is known by.

use crate::diagnostic::{Diagnostic, Message, Report};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use crate::diagnostic::SourcePath;

mod limits;
mod name;
mod read;
mod sources;
mod stamp;
mod text;
mod walk;

pub use limits::{FILE_BYTES, IMAGE_BYTES};
pub use read::PORTION;
pub use sources::{Entry, File, Origin, Sources};
pub use stamp::Moment;
pub use walk::{TOP, is_unwanted};

/// A file or folder that can't be read at all.
#[derive(Debug)]
pub struct LoadError {
    /// Which one.
    pub path: PathBuf,
    /// What the operating system says.
    pub cause: io::Error,
}

impl LoadError {
    fn new(path: &Path, cause: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            cause,
        }
    }

    /// The error in the two languages that the tool speaks.
    pub fn message(&self) -> Message {
        let (path, cause) = (self.path.display(), &self.cause);
        if cause.get_ref().is_some_and(|cause| cause.is::<Changed>()) {
            return Message::new(
                format!("{path} が読んでいる間に変わりました。もう一度実行してください"),
                format!("{path} changed while it was read; run the command again"),
            );
        }
        Message::new(
            format!("{path} を読めません: {cause}"),
            format!("can't read {path}: {cause}"),
        )
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message().en)
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// Somebody saved a file while the guide was made.
#[derive(Debug)]
struct Changed;

impl fmt::Display for Changed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it changed while it was read")
    }
}

impl std::error::Error for Changed {}

/// Reads `site.yaml`, `content/`, `themes/` and `overrides/` of a project.
///
/// A file that breaks a rule is reported and left out, except that a text file which isn't UTF-8
/// is kept with U+FFFD for what can't be read, so that nothing else seems to be missing.
/// All themes are read, since only `site.yaml` says which one is used and it isn't parsed yet.
///
/// # Errors
///
/// When the project isn't a folder or something in it can't be read; with several such files, the
/// first by path.
pub fn load(root: &Path, report: &mut Report) -> Result<Sources, LoadError> {
    load_again(root, &Sources::default(), None, report)
}

/// Does what [`load`] does, but leaves files unread that are as they were in `before`. `now` is a
/// moment before any file is looked at, by the clock of their file system; without it nothing that
/// is read now is recognised by the next run.
///
/// # Errors
///
/// As [`load`].
pub fn load_again(
    root: &Path,
    before: &Sources,
    now: Option<Moment>,
    report: &mut Report,
) -> Result<Sources, LoadError> {
    let found = walk::walk(root)?;
    let mut sources = before.successor();
    read::read(root, found, (before, before), now, &mut sources)?;
    report_all(&sources, report);
    Ok(sources)
}

/// Looks again at these files and folders only, with everything below them, and leaves everything
/// else as it was; for those who are told what changed. What they name may be gone or new.
///
/// # Errors
///
/// As [`load`]; the sources are then as they were.
pub fn reload(
    root: &Path,
    sources: &mut Sources,
    changed: &[SourcePath],
    now: Option<Moment>,
    report: &mut Report,
) -> Result<(), LoadError> {
    // Its limits hold for every file.
    if changed.iter().any(|path| path.as_str() == "site.yaml") {
        *sources = load_again(root, sources, now, report)?;
        return Ok(());
    }
    let mut next = sources.clone();
    let mut seen: Vec<SourcePath> = Vec::new();
    let mut sorted = changed.to_vec();
    sorted.sort();
    for path in sorted {
        let Some(path) = walk::nearest_change(root, &path)? else {
            continue;
        };
        if seen.iter().any(|other| is_within(&path, other)) {
            continue;
        }
        next.remove(&path);
        next.problems
            .retain(|problem| !is_within(&problem.place.file, &path));
        let found = walk::walk_at(root, &path)?;
        let unknown = Sources::default();
        read::read(root, found, (&unknown, sources), now, &mut next)?;
        seen.push(path);
    }
    report_all(&next, report);
    *sources = next;
    Ok(())
}

fn is_within(path: &SourcePath, folder: &SourcePath) -> bool {
    let rest = path.as_str().strip_prefix(folder.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn report_all(sources: &Sources, report: &mut Report) {
    let problems = sources.problems.iter();
    problems.for_each(|problem: &Diagnostic| report.add(problem.clone()));
}

#[cfg(test)]
mod tests;
