//! Disk → [`Sources`]. With `write`, the only module that touches files.
//!
//! Afterwards every file of the project is in memory and within its limit, every path below
//! `content/` is made of ASCII slugs, and every text file is UTF-8. Symbolic links are never
//! followed and special files never opened.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Message, Report};

pub use crate::diagnostic::SourcePath;

mod limits;
mod name;
mod read;
mod text;
mod walk;

pub use limits::{FILE_BYTES, IMAGE_BYTES};
pub use walk::{TOP, is_unwanted};

/// Every file of the project that the guide is made of, in memory, sorted by path.
#[derive(Debug, Default)]
pub struct Sources {
    files: std::collections::BTreeMap<SourcePath, Arc<[u8]>>,
}

impl Sources {
    /// Adds or replaces a file; for tests and for `load`.
    pub fn insert(&mut self, path: SourcePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    /// A file's bytes.
    pub fn get(&self, path: &SourcePath) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// All files below a folder (no trailing `/`), in the order of their paths.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a Arc<[u8]>)> {
        self.files
            .range(SourcePath::new(folder)..)
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
            .filter(move |(path, _)| path.as_str().as_bytes().get(folder.len()) == Some(&b'/'))
    }
}

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
    let found = walk::walk(root, report)?;
    read::read(root, found, report)
}

#[cfg(test)]
mod tests;
