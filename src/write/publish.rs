//! The update of an output: from the moment at which everything new is on the disk until the
//! output is all new.
//!
//! All that is done here can be done again from any point, so an update that was cut off is
//! finished by doing it once more.

use std::fs::{self, DirEntry, File, FileTimes};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::Summary;
use super::difference::{Difference, clash, differences};
use super::error::WriteError;
use super::exchange;
use super::journal::{Journal, Mode, identity};
use super::manifest::Manifest;
use super::path::{join, prefixes};
use super::place::{self, Occupied, Place};
use super::staging::{self, Staging};
use super::standing::{self, Standing};
use crate::load::PORTION;

/// A build of which everything is on the disk.
pub(super) struct Build<'a> {
    pub(super) place: &'a Place,
    pub(super) staging: &'a mut Staging,
    /// What the last build wrote.
    pub(super) old: &'a Manifest,
    /// What this one comes to.
    pub(super) new: &'a Manifest,
    /// How many files are staged.
    pub(super) written: usize,
    /// Whether the output is to be moved into place as a whole.
    pub(super) whole: bool,
    /// Whether old and new tree are to be exchanged.
    pub(super) atomic: bool,
}

/// Makes the output what the new record says, if it isn't.
pub(super) fn finish(build: Build<'_>) -> Result<Summary, WriteError> {
    let Build {
        place, old, new, ..
    } = build;
    if let Some(path) = clash(new)? {
        return Err(WriteError::Twice { path });
    }
    let files = usize::try_from(new.totals.files).unwrap_or(usize::MAX);
    let mut summary = Summary {
        files,
        bytes: new.totals.bytes,
        written: build.written,
        unchanged: files.saturating_sub(build.written),
        removed: 0,
    };
    if !build.whole && build.written == 0 && differences(old, new)?.is_empty() {
        install_record(place)?;
        return Ok(summary);
    }
    let mode = match (build.whole, build.atomic) {
        (true, _) => Mode::Whole,
        (false, true) => Mode::Exchange,
        (false, false) => Mode::Files,
    };
    let staged = build.staging.folder().to_owned();
    if mode == Mode::Exchange {
        exchange::complete(place, &staged, old, new)?;
    }
    let journal = Journal {
        mode,
        root: identity(&staged).unwrap_or_default(),
        record: new.sum,
        staging: staged,
    };
    summary.removed = update(place, &journal, old, new, &mut build.staging.committed)?;
    Ok(summary)
}

/// Begins an update and carries it out. Gives back how many files of the last build went.
///
/// Until the journal stands, an error leaves the old site, and nothing but the staging is to be
/// cleared up. `begun` is told when it stands.
fn update(
    place: &Place,
    journal: &Journal,
    old: &Manifest,
    new: &Manifest,
    begun: &mut bool,
) -> Result<usize, WriteError> {
    journal.write(place)?;
    *begun = true;
    let result = carry_out(place, journal, old, new);
    if let (Err(_), Mode::Whole | Mode::Exchange) = (&result, journal.mode)
        && identity(&place.output) != Some(journal.root)
    {
        // The one step wasn't taken, so the old site stands as it was.
        Journal::remove(place)?;
        *begun = false;
        return result;
    }
    let removed = result.and_then(|removed| settle(place, journal).map(|()| removed));
    removed.map_err(|error| match error {
        WriteError::Io { path, cause } => WriteError::Unfinished {
            output: place.output.clone(),
            path,
            cause,
        },
        other => other,
    })
}

/// Does what a journal says. Gives back how many files of the last build are gone.
pub(super) fn carry_out(
    place: &Place,
    journal: &Journal,
    old: &Manifest,
    new: &Manifest,
) -> Result<usize, WriteError> {
    match journal.mode {
        Mode::Whole => whole(place, &journal.staging).map(|()| 0),
        Mode::Files => files(place, &journal.staging, old, new),
        Mode::Exchange => exchange::exchange(place, journal, old, new),
    }
}

/// Puts the new record in its place and clears up. The journal goes last.
pub(super) fn settle(place: &Place, journal: &Journal) -> Result<(), WriteError> {
    install_record(place)?;
    staging::remove(&journal.staging, &place.steps)?;
    Journal::remove(place)
}

/// Makes the new record the one that counts.
pub(super) fn install_record(place: &Place) -> Result<(), WriteError> {
    let result = place.steps.pass();
    let result = result.and_then(|()| fs::rename(&place.next, &place.manifest));
    result.map_err(|cause| WriteError::io(&place.manifest, cause))
}

/// Moves a new output into place where there is none or an empty folder.
fn whole(place: &Place, staged: &Path) -> Result<(), WriteError> {
    let output = &place.output;
    let fail = |cause| WriteError::io(output, cause);
    match place::occupied(output)? {
        Occupied::Nothing => {}
        Occupied::EmptyFolder => fs::remove_dir(output).map_err(fail)?,
        Occupied::Files => {
            return Err(WriteError::ForeignFolder {
                output: output.clone(),
            });
        }
    }
    place.steps.pass().map_err(fail)?;
    fs::rename(staged, output).map_err(fail)
}

/// Replaces what changed in an existing output and removes what is gone.
fn files(
    place: &Place,
    staged: &Path,
    old: &Manifest,
    new: &Manifest,
) -> Result<usize, WriteError> {
    let output = &place.output;
    fs::create_dir_all(output).map_err(|cause| WriteError::io(output, cause))?;
    // Pages stay reachable while new ones come, so old ones go last, unless they stand in the way.
    let (first, last) = in_the_way(differences(old, new)?, new)?;
    let removed = remove(place, &first, old)?;
    if fs::symlink_metadata(staged).is_ok() {
        move_all(place, staged, old, "")?;
    }
    Ok(removed + remove(place, &last, old)?)
}

/// Parts what is gone: files where a folder comes, or in a folder where a file comes; and others.
fn in_the_way(
    gone: Vec<Difference>,
    new: &Manifest,
) -> Result<(Vec<Difference>, Vec<Difference>), WriteError> {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for Difference { folder, gone } in gone {
        let mut becomes_file = false;
        if !new.has_folder(&folder) {
            for prefix in prefixes(&folder) {
                becomes_file = becomes_file || new.has_file(prefix)?;
            }
        }
        let (early, late): (Vec<_>, Vec<_>) = gone
            .into_iter()
            .partition(|name| becomes_file || new.has_folder(&join(&folder, name)));
        for (list, gone) in [(&mut first, early), (&mut last, late)] {
            let folder = folder.clone();
            if !gone.is_empty() {
                list.push(Difference { folder, gone });
            }
        }
    }
    Ok((first, last))
}

fn remove(place: &Place, gone: &[Difference], old: &Manifest) -> Result<usize, WriteError> {
    let output = &place.output;
    let mut removed = 0;
    for Difference { folder, gone } in gone {
        // A link that someone put in the place of our folder leads to files that aren't ours.
        if standing::standing(output, folder, old)? != Standing::Folder {
            continue;
        }
        for name in gone {
            removed += usize::from(remove_file(place, &output.join(join(folder, name)))?);
        }
    }
    // Folders below come after those around them.
    for Difference { folder, .. } in gone.iter().rev() {
        standing::remove_empty(output, folder)?;
    }
    Ok(removed)
}

/// Whether there was a file. A folder or link that took its place isn't ours and stays.
fn remove_file(place: &Place, path: &Path) -> Result<bool, WriteError> {
    match standing::metadata(path)? {
        Some(found) if found.is_file() => {
            let result = place.steps.pass().and_then(|()| fs::remove_file(path));
            result
                .map(|()| true)
                .map_err(|cause| WriteError::io(path, cause))
        }
        _ => Ok(false),
    }
}

/// Moves everything in a staged folder to its place; folders that are new move as a whole. What
/// somebody put there since it was looked at stays.
fn move_all(place: &Place, staged: &Path, old: &Manifest, folder: &str) -> Result<(), WriteError> {
    let from = staged.join(folder);
    let fail = |cause| WriteError::io(&from, cause);
    let block = old.block(folder)?;
    let entries = fs::read_dir(&from).map_err(fail)?;
    let entries: Vec<DirEntry> = entries.collect::<io::Result<_>>().map_err(fail)?;
    // Several at once: to let go of the old file takes longer than to move the new one.
    let entries = entries.into_par_iter().with_max_len(PORTION);
    entries.try_for_each(|entry| {
        let is_folder = entry.file_type().map_err(fail)?.is_dir();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(WriteError::ForeignFile { path: entry.path() });
        };
        let path = join(folder, name);
        let target = place.output.join(&path);
        if let Some(there) = standing::metadata(&target)? {
            if is_folder && there.is_dir() {
                return move_all(place, staged, old, &path);
            }
            let is_ours = !is_folder
                && there.is_file()
                && (block.get(name).is_some() || has_same_bytes(&entry.path(), &target)?);
            if !is_ours {
                return Err(WriteError::ForeignFile { path: target });
            }
        }
        let moved = place
            .steps
            .pass()
            .and_then(|()| move_one(&entry.path(), &target, is_folder));
        moved.map_err(|cause| WriteError::io(&target, cause))
    })
}

/// Whether nothing is lost when one file takes the place of the other: so it is with a copy that a
/// killed build made.
fn has_same_bytes(one: &Path, other: &Path) -> Result<bool, WriteError> {
    #[expect(clippy::disallowed_methods, reason = "write touches files")]
    let read = |path: &Path| fs::read(path).map_err(|cause| WriteError::io(path, cause));
    Ok(read(one)? == read(other)?)
}

/// Moves a file or folder. Below the output another file system may begin: there a file is copied
/// beside its place and moved then, so that it is never seen half.
fn move_one(from: &Path, to: &Path, is_folder: bool) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices && !is_folder => {}
        other => return other,
    }
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let beside = to.with_file_name(format!(".{name}.partial"));
    // What a killed build left, or a link that somebody made.
    let _ = fs::remove_file(&beside);
    let copied = copy(from, &beside).and_then(|()| fs::rename(&beside, to));
    if copied.is_err() {
        let _ = fs::remove_file(&beside);
    }
    copied.and_then(|()| fs::remove_file(from))
}

/// Makes a new file of the bytes, rights and time of another.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = File::create_new(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    let found = fs::metadata(from)?;
    copy.set_permissions(found.permissions())?;
    copy.set_times(FileTimes::new().set_modified(found.modified()?))
}
