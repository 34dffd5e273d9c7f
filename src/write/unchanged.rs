//! Whether a build has anything to do at all.

use rayon::prelude::*;

use super::error::WriteError;
use super::manifest::{Manifest, Reading};
use super::path::{join, prefixes};
use super::place::Place;
use super::standing::metadata;
use super::{Settings, Summary, open};
use crate::fingerprint::Fingerprint;

/// What the last build came to, if it had these inputs and the output still stands as it left it:
/// then there is nothing to build. No file is read, every one is looked at.
///
/// # Errors
///
/// As for [`Writer::open`](super::Writer::open). An update that was cut off is finished first.
pub fn unchanged(
    settings: &Settings<'_>,
    inputs: Fingerprint,
) -> Result<Option<Summary>, WriteError> {
    if settings.fresh {
        return Ok(None);
    }
    let (place, _lock) = open(settings)?;
    let Reading::Found(manifest) = Manifest::read(&place.manifest)? else {
        return Ok(None);
    };
    if manifest.inputs != Some(inputs) || manifest.program != settings.program {
        return Ok(None);
    }
    let files = usize::try_from(manifest.totals.files).unwrap_or(usize::MAX);
    Ok(stands(&place, &manifest)?.then_some(Summary {
        files,
        bytes: manifest.totals.bytes,
        unchanged: files,
        ..Summary::default()
    }))
}

/// Whether every file is where and what the record says, in real folders.
fn stands(place: &Place, manifest: &Manifest) -> Result<bool, WriteError> {
    let folders: Vec<&str> = manifest.folders().collect();
    if folders.is_empty() {
        return Ok(false);
    }
    let whole: Result<Vec<bool>, WriteError> = folders
        .par_iter()
        .enumerate()
        .with_min_len(16)
        .map(|(position, folder)| {
            // Folders around this one have been looked at with the one before it.
            let before = position
                .checked_sub(1)
                .and_then(|before| folders.get(before));
            let is_new = |prefix: &&str| {
                before.is_none_or(|before| {
                    before
                        .strip_prefix(*prefix)
                        .is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/'))
                })
            };
            for prefix in prefixes(folder).filter(is_new) {
                let found = metadata(&place.output.join(prefix))?;
                if !found.is_some_and(|found| found.is_dir()) {
                    return Ok(false);
                }
            }
            for file in manifest.block(folder)?.files() {
                let path = place.output.join(join(folder, &file.name));
                if !metadata(&path)?.is_some_and(|found| file.is_at(&found)) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .collect();
    Ok(whole?.into_iter().all(|whole| whole))
}
