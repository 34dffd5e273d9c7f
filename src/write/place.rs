//! Where the output, the record of it and the unfinished output stand.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::error::WriteError;
use super::standing::metadata;
use super::steps::Steps;

/// Folders of a project that no output may touch.
const SOURCES: [&str; 6] = [".git", ".shirube", "content", "overrides", "src", "themes"];

/// The folders and files that one output has to do with; all paths are absolute.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) output: PathBuf,
    /// The record of the last build.
    pub(super) manifest: PathBuf,
    /// The record of a build that isn't finished.
    pub(super) next: PathBuf,
    /// Stands while the output changes.
    pub(super) journal: PathBuf,
    pub(super) lock: PathBuf,
    pub(super) steps: Arc<Steps>,
}

impl Place {
    /// Checks that the output endangers nothing. `state` is the project's `.shirube/`.
    pub(super) fn new(output: &Path, state: &Path, steps: Arc<Steps>) -> Result<Self, WriteError> {
        let output = resolve(output)?;
        // The state itself is no link, so that the folder around it is the project.
        refuse_link(state)?;
        let state = resolve(state)?;
        let root = state.parent().unwrap_or(&state);
        let misplaced = |sources: PathBuf| WriteError::Misplaced {
            output: output.clone(),
            sources,
        };
        if root.starts_with(&output) {
            return Err(misplaced(root.to_owned()));
        }
        if let Some(folder) = SOURCES
            .iter()
            .map(|name| root.join(name))
            .find(|folder| output.starts_with(folder))
        {
            return Err(misplaced(folder));
        }
        // Relative to the project where it lies inside, so that a project that moves keeps knowing
        // its output.
        let name = output.strip_prefix(root).unwrap_or(&output);
        let key = xxh3_64(name.as_os_str().as_encoded_bytes());
        let file = |kind: &str| state.join(format!("output-{key:016x}.{kind}"));
        Ok(Self {
            manifest: file("manifest"),
            next: file("next"),
            journal: file("journal"),
            lock: file("lock"),
            output,
            steps,
        })
    }

    /// Where an unfinished output may stand, the better place first: beside the output, or inside
    /// it where that is another file system or the folder around it is closed to us.
    pub(super) fn staging(&self) -> [PathBuf; 2] {
        let name = self.output.file_name().unwrap_or_default();
        let beside = format!(".{}.partial", name.to_string_lossy());
        [
            self.output.with_file_name(beside),
            self.output.join(".shirube.partial"),
        ]
    }
}

/// What is at the place of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occupied {
    Nothing,
    EmptyFolder,
    Files,
}

pub(super) fn occupied(output: &Path) -> Result<Occupied, WriteError> {
    let fail = |cause| WriteError::io(output, cause);
    match fs::read_dir(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Occupied::Nothing),
        Err(error) => Err(fail(error)),
        Ok(mut entries) => match entries.next() {
            None => Ok(Occupied::EmptyFolder),
            Some(Ok(_)) => Ok(Occupied::Files),
            Some(Err(error)) => Err(fail(error)),
        },
    }
}

/// `.shirube/` comes with a project, which may be anyone's: a link in its place would lead to files
/// that aren't ours.
fn refuse_link(state: &Path) -> Result<(), WriteError> {
    match metadata(state)? {
        Some(found) if !found.is_dir() => Err(WriteError::ForeignFile {
            path: state.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// `.shirube/`, which no one wants in version control.
pub(super) fn make_state(state: &Path) -> Result<(), WriteError> {
    refuse_link(state)?;
    let ignore = state.join(".gitignore");
    fs::create_dir_all(state).map_err(|cause| WriteError::io(state, cause))?;
    match File::create_new(&ignore).and_then(|mut file| file.write_all(b"*\n")) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(WriteError::io(&ignore, error))
        }
        _ => Ok(()),
    }
}

/// Absolute, with every link that exists followed, so that two spellings of one folder are equal.
fn resolve(path: &Path) -> Result<PathBuf, WriteError> {
    let fail = |cause| WriteError::io(path, cause);
    let absolute = std::path::absolute(path).map_err(fail)?;
    let mut resolved = PathBuf::new();
    let mut exists = true;
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
                continue;
            }
            _ => resolved.push(component),
        }
        if exists {
            match fs::canonicalize(&resolved) {
                Ok(real) => resolved = real,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    if fs::symlink_metadata(&resolved).is_ok() {
                        // A link that leads nowhere: writing would replace the link.
                        return Err(WriteError::ForeignFile { path: resolved });
                    }
                    exists = false;
                }
                Err(error) => return Err(fail(error)),
            }
        }
    }
    Ok(resolved)
}

/// Whether two folders that exist are on one file system, so that files can be moved.
#[cfg(unix)]
pub(super) fn same_file_system(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev());
    matches!((device(one), device(other)), (Ok(one), Ok(other)) if one == other)
}

/// Whether two folders that exist are on one file system. Unknown here; a move that fails says so.
#[cfg(not(unix))]
pub(super) fn same_file_system(_one: &Path, _other: &Path) -> bool {
    true
}
