//! What one record has and another hasn't.

use rayon::prelude::*;

use super::error::WriteError;
use super::manifest::Manifest;

/// A folder whose files are recorded differently, and which of them are gone.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) folder: Box<str>,
    pub(super) gone: Vec<Box<str>>,
}

/// Folders of the old record that changed or aren't in the new one, sorted. Folders whose records
/// are equal aren't looked into.
pub(super) fn differences(old: &Manifest, new: &Manifest) -> Result<Vec<Difference>, WriteError> {
    let folders: Vec<&str> = old.folders().collect();
    let differences: Result<Vec<Option<Difference>>, WriteError> = folders
        .into_par_iter()
        .map(|folder| {
            if old.has_same_block(new, folder) {
                return Ok(None);
            }
            let gone = old.block(folder)?.without(&new.block(folder)?);
            let folder = folder.into();
            Ok((!gone.is_empty()).then_some(Difference { folder, gone }))
        })
        .collect();
    Ok(differences?.into_iter().flatten().collect())
}

/// A file that stands at a path which other files need as their folder, if there is one.
pub(super) fn clash(new: &Manifest) -> Result<Option<String>, WriteError> {
    let mut last: Option<(String, super::block::Block)> = None;
    let mut checked: Option<&str> = None;
    for folder in new.folders() {
        for prefix in super::path::prefixes(folder) {
            let shared = checked.is_some_and(|checked| is_within(checked, prefix));
            if shared {
                continue;
            }
            let (around, name) = super::path::split(prefix);
            if last.as_ref().is_none_or(|(known, _)| known != around) {
                last = Some((around.to_owned(), new.block(around)?));
            }
            if last
                .as_ref()
                .is_some_and(|(_, block)| block.get(name).is_some())
            {
                return Ok(Some(prefix.to_owned()));
            }
        }
        checked = Some(folder);
    }
    Ok(None)
}

/// Whether a path is a folder or lies in it.
fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
