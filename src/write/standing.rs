//! What stands at a place in an existing output. No link is followed.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::manifest::Manifest;
use super::path::{join, prefixes, split};

/// What stands at the place of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A real folder, in real folders.
    Folder,
    /// Nothing, or a file of the last build.
    Nothing,
    /// Something that no build wrote: here, or where a folder around it should be.
    Foreign(PathBuf),
}

/// What is known of a file or folder; `None` where nothing stands.
pub(super) fn metadata(path: &Path) -> Result<Option<Metadata>, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(None),
            _ => Err(WriteError::io(path, error)),
        },
    }
}

/// What stands at the place of one folder in a folder that is real.
pub(super) fn in_real_folder(
    output: &Path,
    folder: &str,
    old: &Manifest,
) -> Result<Standing, WriteError> {
    let path = output.join(folder);
    Ok(match metadata(&path)? {
        None => Standing::Nothing,
        Some(found) if found.is_dir() => Standing::Folder,
        Some(found) if found.is_file() && old.has_file(folder)? => Standing::Nothing,
        Some(_) => Standing::Foreign(path),
    })
}

/// What stands at the place of a folder; the output itself is one.
pub(super) fn standing(
    output: &Path,
    folder: &str,
    old: &Manifest,
) -> Result<Standing, WriteError> {
    for prefix in prefixes(folder) {
        match in_real_folder(output, prefix, old)? {
            Standing::Folder => {}
            other => return Ok(other),
        }
    }
    Ok(Standing::Folder)
}

/// Something below a folder of the output that no build wrote.
pub(super) fn foreign_below(
    output: &Path,
    folder: &str,
    old: &Manifest,
) -> Result<Option<PathBuf>, WriteError> {
    let path = output.join(folder);
    let block = old.block(folder)?;
    let fail = |cause| WriteError::io(&path, cause);
    for entry in fs::read_dir(&path).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        let name = entry.file_name();
        let foreign = match name.to_str() {
            Some(name) if kind.is_dir() => foreign_below(output, &join(folder, name), old)?,
            Some(name) if kind.is_file() && block.get(name).is_some() => None,
            _ => Some(entry.path()),
        };
        if foreign.is_some() {
            return Ok(foreign);
        }
    }
    Ok(None)
}

/// Removes a folder and those around it, as long as they are empty; never the output itself.
pub(super) fn remove_empty(output: &Path, folder: &str) -> Result<(), WriteError> {
    let mut folder = folder;
    while !folder.is_empty() {
        let path = output.join(folder);
        match fs::remove_dir(&path) {
            Ok(()) => {}
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound => {}
                // Somebody else's file is in it, or stands here, so it stays.
                io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory => return Ok(()),
                _ => return Err(WriteError::io(&path, error)),
            },
        }
        folder = split(folder).0;
    }
    Ok(())
}
