//! What stands at the place of a folder in an existing output.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::listing::Listing;
use super::prefixes;

/// What stands at the place of a folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A real folder, in real folders.
    Folder,
    /// Nothing, or a file of the last build.
    Nothing,
    /// Something that no build wrote: here, or where a folder around it should be.
    Foreign(PathBuf),
}

/// Looks without following links. `folder` is empty for the output itself.
pub(super) fn standing(output: &Path, folder: &str, old: &Listing) -> Standing {
    if folder.is_empty() {
        return Standing::Folder;
    }
    for prefix in prefixes(folder) {
        let path = output.join(prefix);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_file() && old.has_file(prefix) => return Standing::Nothing,
            Ok(_) => return Standing::Foreign(path),
            Err(_) => return Standing::Nothing,
        }
    }
    Standing::Folder
}

/// Removes a folder and those around it, as long as they are empty; never the output itself.
pub(super) fn remove_empty(output: &Path, folder: &str) -> Result<(), WriteError> {
    let mut folder = folder;
    while !folder.is_empty() {
        let path = output.join(folder);
        match fs::remove_dir(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // Somebody else's file is in it, so it stays.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => return Ok(()),
            Err(error) => return Err(WriteError::io(&path, error)),
        }
        folder = super::listing::split(folder).0;
    }
    Ok(())
}
