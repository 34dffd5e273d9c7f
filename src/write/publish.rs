//! The moment at which the output changes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::WriteError;
use super::folders::{self, Standing};
use super::listing::{self, Listing};
use super::manifest;
use super::place::Place;
use super::prefixes;

/// Moves a new output into place where there is none or an empty folder.
///
/// The record comes first: without an output it means nothing, but an output without its record
/// would be refused by every later build.
pub(super) fn whole(place: &Place, staged: &Path, new: &Listing) -> Result<(), WriteError> {
    let output = &place.output;
    let fail = |cause| WriteError::io(output, cause);
    manifest::write(&place.manifest, &place.name, new)?;
    match fs::remove_dir(output) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            return Err(WriteError::ForeignFolder {
                output: output.clone(),
            });
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
        _ => {}
    }
    fs::rename(staged, output).map_err(fail)
}

/// Replaces what changed in an existing output and removes what is gone. Gives back how many
/// files went.
///
/// While files are moved, the record names those of both builds, so that the next build knows
/// every file as ours wherever this one is killed.
pub(super) fn changes(
    place: &Place,
    staged: &Path,
    old: &Listing,
    new: &Listing,
) -> Result<usize, WriteError> {
    let gone: Vec<(&str, &str)> = old.without(new).collect();
    if gone.is_empty() && new.files().all(|(_, file)| !file.staged) {
        return Ok(0);
    }
    manifest::write(&place.manifest, &place.name, &old.in_between(new))?;
    // Pages stay reachable while new ones come, so old ones go last, unless they stand in the way.
    let (first, last): (Vec<_>, Vec<_>) = gone
        .into_iter()
        .partition(|(folder, name)| is_in_the_way(folder, name, new));
    let removed = remove(&place.output, &first, old)?;
    move_all(staged, &place.output)?;
    let removed = removed + remove(&place.output, &last, old)?;
    manifest::write(&place.manifest, &place.name, new)?;
    Ok(removed)
}

/// Whether a file of the last build stands where a folder comes, or in a folder where a file comes.
fn is_in_the_way(folder: &str, name: &str, new: &Listing) -> bool {
    new.has_folder(&listing::join(folder, name))
        || (!folder.is_empty() && prefixes(folder).any(|prefix| new.has_file(prefix)))
}

fn remove(output: &Path, gone: &[(&str, &str)], old: &Listing) -> Result<usize, WriteError> {
    let mut removed = 0;
    let mut emptied = BTreeSet::new();
    for folder in gone.chunk_by(|left, right| left.0 == right.0) {
        let Some((name, _)) = folder.first() else {
            continue;
        };
        // A link that someone put in the place of our folder leads to files that aren't ours.
        if folders::standing(output, name, old) != Standing::Folder {
            continue;
        }
        for (folder, name) in folder {
            removed += usize::from(remove_file(&output.join(listing::join(folder, name)))?);
        }
        emptied.insert(*name);
    }
    for folder in emptied {
        folders::remove_empty(output, folder)?;
    }
    Ok(removed)
}

/// Whether there was a file. A folder or link that took its place isn't ours and stays.
fn remove_file(path: &Path) -> Result<bool, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::remove_file(path)
            .map(|()| true)
            .map_err(|cause| WriteError::io(path, cause)),
        _ => Ok(false),
    }
}

/// Moves everything in one folder into another; folders that are new move as a whole.
fn move_all(from: &Path, to: &Path) -> Result<(), WriteError> {
    let fail = |cause| WriteError::io(from, cause);
    for entry in fs::read_dir(from).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let target = to.join(entry.file_name());
        let is_folder = entry.file_type().map_err(fail)?.is_dir();
        if is_folder && fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_dir()) {
            move_all(&entry.path(), &target)?;
        } else {
            fs::rename(entry.path(), &target).map_err(|cause| WriteError::io(&target, cause))?;
        }
    }
    Ok(())
}
