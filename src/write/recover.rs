//! What a build that was cut off left: finished if everything new was on the disk, else undone.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::block::{Block, FileEntry, Stamp};
use super::error::{Notice, WriteError};
use super::exchange;
use super::journal::{Journal, Mode, clear_unfinished, identity};
use super::manifest::{Manifest, Reading, Recording};
use super::path::join;
use super::place::{self, Occupied, Place};
use super::publish;
use super::staging::{self, Lock};
use super::standing::{Standing, metadata, standing};

/// Brings the output into a state that its record describes. What had to be done, if anything.
pub(super) fn recover(
    place: &Place,
    output: &Path,
    lock: &mut Lock,
) -> Result<Option<Notice>, WriteError> {
    let output = output.to_owned();
    if fs::symlink_metadata(&place.journal).is_err() {
        let undone = lock.clear(place)?;
        clear_unfinished(place);
        return Ok(undone.then_some(Notice::Undone { output }));
    }
    let journal = Journal::read(place);
    let (old, new) = (record(&place.manifest)?, record(&place.next)?);
    let old_sum = old.as_ref().map(|old| old.sum);
    let old = old.unwrap_or_else(Manifest::none);
    let notice = match (journal, new) {
        (Some(journal), Some(new)) if new.sum == journal.record => {
            match resume(place, &journal, &old, &new)? {
                End::Finished => {
                    publish::settle(place, &journal)?;
                    Notice::Finished { output }
                }
                End::Undone => Notice::Undone { output },
                End::Lost => {
                    piece_together(place, &old, &new)?;
                    Notice::Pieced { output }
                }
            }
        }
        (Some(journal), _) if old_sum == Some(journal.record) => Notice::Finished { output },
        (_, new) => {
            piece_together(place, &old, &new.unwrap_or_else(Manifest::none))?;
            Notice::Pieced { output }
        }
    };
    lock.clear(place)?;
    for folder in place.staging() {
        // Named by the journal, which counts as much as the note in the lock.
        if Journal::read(place).is_some_and(|journal| journal.staging == folder) {
            staging::remove(&folder, &place.steps)?;
        }
    }
    Journal::remove(place)?;
    clear_unfinished(place);
    Ok(Some(notice))
}

fn record(path: &Path) -> Result<Option<Manifest>, WriteError> {
    Ok(match Manifest::read(path)? {
        Reading::Found(manifest) => Some(manifest),
        Reading::Missing | Reading::Broken => None,
    })
}

enum End {
    Finished,
    Undone,
    Lost,
}

/// Does the rest of an update.
fn resume(
    place: &Place,
    journal: &Journal,
    old: &Manifest,
    new: &Manifest,
) -> Result<End, WriteError> {
    let staged = identity(&journal.staging);
    let is_moved = identity(&place.output) == Some(journal.root) && staged != Some(journal.root);
    let is_staged = staged == Some(journal.root);
    match journal.mode {
        Mode::Whole if is_moved => Ok(End::Finished),
        Mode::Whole if is_staged => match place::occupied(&place.output)? {
            Occupied::Files => Ok(End::Undone),
            Occupied::Nothing | Occupied::EmptyFolder => {
                publish::carry_out(place, journal, old, new)?;
                Ok(End::Finished)
            }
        },
        Mode::Exchange if is_moved || is_staged => {
            if is_staged && !place.output.is_dir() {
                // Nothing to exchange with any more: the new tree becomes the output.
                let whole = Journal {
                    mode: Mode::Whole,
                    ..journal.clone()
                };
                publish::carry_out(place, &whole, old, new)?;
                return Ok(End::Finished);
            }
            if is_staged {
                exchange::complete(place, &journal.staging, old, new)?;
            }
            match publish::carry_out(place, journal, old, new) {
                Err(WriteError::NoExchange { .. }) => Ok(End::Undone),
                other => other.map(|_| End::Finished),
            }
        }
        Mode::Files => {
            publish::carry_out(place, journal, old, new)?;
            Ok(if is_as_recorded(place, old, new)? {
                End::Finished
            } else {
                End::Lost
            })
        }
        Mode::Whole | Mode::Exchange => Ok(End::Lost),
    }
}

/// Whether every folder that changed holds what the new record says.
fn is_as_recorded(place: &Place, old: &Manifest, new: &Manifest) -> Result<bool, WriteError> {
    let folders: Vec<&str> = new.folders().collect();
    let all: Result<Vec<bool>, WriteError> = folders
        .into_par_iter()
        .filter(|folder| !new.has_same_block(old, folder))
        .map(|folder| {
            for file in new.block(folder)?.files() {
                let path = place.output.join(join(folder, &file.name));
                if !metadata(&path)?.is_some_and(|found| file.is_at(&found)) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .collect();
    Ok(all?.into_iter().all(|whole| whole))
}

/// Writes a record of what is there, file by file, where staged files were lost. A file that is
/// neither the old nor the new one keeps its old entry, and so counts as changed by someone; where
/// there is none, it isn't ours.
fn piece_together(place: &Place, old: &Manifest, new: &Manifest) -> Result<(), WriteError> {
    let beside = place.next.with_extension("pieces");
    let recording = Recording::begin(&beside, &place.steps)?;
    let mut folders: Vec<&str> = old.folders().chain(new.folders()).collect();
    folders.sort_unstable();
    folders.dedup();
    for folder in folders {
        if standing(&place.output, folder, old)? != Standing::Folder {
            continue;
        }
        let (was, is) = (old.block(folder)?, new.block(folder)?);
        let mut names: Vec<&str> = [&was, &is]
            .into_iter()
            .flat_map(|block| block.files().iter().map(|file| file.name.as_ref()))
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut found = Vec::new();
        for name in names {
            let path = place.output.join(join(folder, name));
            let candidates = [(is.get(name), new), (was.get(name), old)];
            found.extend(recognise(&path, candidates, new)?);
        }
        let block = Block::new(found).map_err(|name| WriteError::Twice {
            path: join(folder, &name),
        })?;
        recording.add(folder, block)?;
    }
    drop(recording.finish(new.program, None)?);
    let installed = place
        .steps
        .pass()
        .and_then(|()| fs::rename(&beside, &place.manifest));
    installed.map_err(|cause| WriteError::io(&place.manifest, cause))?;
    Ok(())
}

/// The entry of a file on the disk, of those that it may have; fingerprints of another program are
/// forgotten.
fn recognise(
    path: &Path,
    candidates: [(Option<&FileEntry>, &Manifest); 2],
    new: &Manifest,
) -> Result<Option<FileEntry>, WriteError> {
    let Some(found) = metadata(path)?.filter(fs::Metadata::is_file) else {
        return Ok(None);
    };
    let entry = |entry: &FileEntry, from: &Manifest| FileEntry {
        fingerprint: entry.fingerprint.filter(|_| from.program == new.program),
        ..entry.clone()
    };
    let mut bytes: Option<FileEntry> = None;
    for (candidate, from) in candidates {
        let Some(candidate) = candidate else { continue };
        if candidate.is_at(&found) {
            return Ok(Some(entry(candidate, from)));
        }
        if bytes.is_none() {
            #[expect(clippy::disallowed_methods, reason = "write touches files")]
            let read = fs::read(path).map_err(|cause| WriteError::io(path, cause))?;
            bytes = Some(FileEntry::new("", &read, None));
        }
        if bytes
            .as_ref()
            .is_some_and(|bytes| candidate.same_bytes(bytes))
        {
            return Ok(Some(FileEntry {
                stamp: Stamp::of(&found),
                ..entry(candidate, from)
            }));
        }
    }
    let [_, (was, old)] = candidates;
    Ok(was.map(|was| entry(was, old)))
}
