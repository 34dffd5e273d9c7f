//! `output.atomic`: a whole new tree beside the old one, then both exchanged in one step.
//!
//! What stays as it is gets a second name in the new tree (a hard link), or is copied where that
//! can't be. Nothing is ever written into a file that has a name already, so who reads an old file
//! reads it to its end. What others put into the output comes along.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::block::inode;
use super::error::WriteError;
use super::journal::{Journal, identity};
use super::manifest::Manifest;
use super::path::join;
use super::place::Place;
use super::publish::copy;
use super::standing::{Standing, metadata, standing};

/// Completes a staged tree: everything that the new record names and that wasn't staged comes
/// from the output, and so does what others put there.
pub(super) fn complete(
    place: &Place,
    staged: &Path,
    old: &Manifest,
    new: &Manifest,
) -> Result<(), WriteError> {
    let folders: Vec<&str> = new.folders().collect();
    folders
        .into_par_iter()
        .try_for_each(|folder| link_folder(place, staged, folder, new))?;
    carry(place, staged, old, "")?;
    let permissions = fs::metadata(&place.output).map(|found| found.permissions());
    permissions
        .and_then(|permissions| fs::set_permissions(staged, permissions))
        .map_err(|cause| WriteError::io(staged, cause))
}

fn link_folder(
    place: &Place,
    staged: &Path,
    folder: &str,
    new: &Manifest,
) -> Result<(), WriteError> {
    let to = staged.join(folder);
    let from = place.output.join(folder);
    fs::create_dir_all(&to).map_err(|cause| WriteError::io(&to, cause))?;
    for file in new.block(folder)?.files() {
        let to = to.join(file.name.as_ref());
        // What is new is staged already, whatever stands at its place in the output.
        if metadata(&to)?.is_some() {
            continue;
        }
        let result = place.steps.pass();
        result
            .and_then(|()| link(&from.join(file.name.as_ref()), &to))
            .map_err(|cause| WriteError::io(&to, cause))?;
    }
    Ok(())
}

/// A second name for a file, or a copy of it.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if is_no_link(&error) => {}
        other => return other,
    }
    copy(from, to)
}

/// Whether the file system has no second names for this file.
fn is_no_link(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::CrossesDevices
            | io::ErrorKind::Unsupported
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::TooManyLinks
    )
}

/// Takes along what no build wrote, from a folder of the output and all below it.
fn carry(place: &Place, staged: &Path, old: &Manifest, folder: &str) -> Result<(), WriteError> {
    let from = place.output.join(folder);
    let fail = |cause| WriteError::io(&from, cause);
    let block = old.block(folder)?;
    let mut is_empty = true;
    for entry in fs::read_dir(&from).map_err(fail)? {
        is_empty = false;
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        let name = entry.file_name();
        match name.to_str() {
            Some(name) if kind.is_dir() => carry(place, staged, old, &join(folder, name))?,
            Some(name) if kind.is_file() && block.get(name).is_some() => {}
            _ => carry_one(staged, folder, &entry)?,
        }
    }
    // An empty folder that isn't ours is there for a reason.
    if is_empty && !old.has_folder(folder) {
        let to = staged.join(folder);
        fs::create_dir_all(&to).map_err(|cause| WriteError::io(&to, cause))?;
    }
    Ok(())
}

fn carry_one(staged: &Path, folder: &str, entry: &fs::DirEntry) -> Result<(), WriteError> {
    let from = entry.path();
    let folder = staged.join(folder);
    let to = folder.join(entry.file_name());
    let foreign = || WriteError::ForeignFile { path: from.clone() };
    let fail = |cause| WriteError::io(&to, cause);
    fs::create_dir_all(&folder).map_err(fail)?;
    let kind = entry.file_type().map_err(fail)?;
    let carried = if kind.is_file() {
        link(&from, &to)
    } else if kind.is_symlink() {
        fs::read_link(&from).and_then(|target| make_link(&target, &to))
    } else {
        // A folder whose name is no text, a pipe, a device: nothing that belongs to a site.
        return Err(foreign());
    };
    match carried {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let same = metadata(&from)?.zip(metadata(&to)?);
            let same = same.is_some_and(|(from, to)| is_same(&from, &to));
            if same { Ok(()) } else { Err(foreign()) }
        }
        other => other.map_err(fail),
    }
}

/// Whether two paths name one file, or both are links.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    (one.is_symlink() && other.is_symlink())
        || (one.is_file() && other.is_file() && inode(one) != 0 && inode(one) == inode(other))
        || (one.len() == other.len() && one.modified().ok() == other.modified().ok())
}

#[cfg(unix)]
fn make_link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn make_link(_target: &Path, _at: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Exchanges the staged tree and the output, if that hasn't happened, and removes the old tree.
/// Gives back how many files of the last build have no successor.
pub(super) fn exchange(
    place: &Place,
    journal: &Journal,
    old: &Manifest,
    new: &Manifest,
) -> Result<usize, WriteError> {
    if identity(&place.output) != Some(journal.root) {
        let result = place
            .steps
            .pass()
            .and_then(|()| swap(&journal.staging, &place.output));
        result.map_err(|cause| WriteError::NoExchange {
            output: place.output.clone(),
            cause,
        })?;
    }
    let mut gone = 0;
    if identity(&journal.staging).is_some() {
        remove_old(place, &journal.staging, old, new, "", &mut gone)?;
    }
    Ok(gone)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes a folder of the old tree: files of the last build, and others whose second name is in
/// the new tree. What somebody added while the trees were exchanged is moved there.
fn remove_old(
    place: &Place,
    tree: &Path,
    old: &Manifest,
    new: &Manifest,
    folder: &str,
    gone: &mut usize,
) -> Result<(), WriteError> {
    let path = tree.join(folder);
    let fail = |cause| WriteError::io(&path, cause);
    let (was, is) = (old.block(folder)?, new.block(folder)?);
    for entry in fs::read_dir(&path).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        let kind = entry.file_type().map_err(fail)?;
        if let (Some(name), true) = (name.to_str(), kind.is_dir()) {
            remove_old(place, tree, old, new, &join(folder, name), gone)?;
            continue;
        }
        let ours = name.to_str().filter(|name| was.get(name).is_some());
        *gone += usize::from(ours.is_some_and(|name| is.get(name).is_none()));
        if ours.is_none() && keeps(place, folder, &entry, new)? {
            continue;
        }
        place.steps.pass().map_err(fail)?;
        fs::remove_file(entry.path()).map_err(|cause| WriteError::io(&entry.path(), cause))?;
    }
    place.steps.pass().map_err(fail)?;
    fs::remove_dir(&path).map_err(fail)
}

/// Whether what no build wrote had to be moved into the new tree; otherwise it is there already.
fn keeps(
    place: &Place,
    folder: &str,
    entry: &fs::DirEntry,
    new: &Manifest,
) -> Result<bool, WriteError> {
    let from = entry.path();
    let to = place.output.join(folder).join(entry.file_name());
    let here = metadata(&from)?;
    let there = metadata(&to)?;
    match (here, there) {
        (Some(here), Some(there)) if is_same(&here, &there) => return Ok(false),
        (_, None) if standing(&place.output, folder, new)? != Standing::Folder => {
            let around = place.output.join(folder);
            fs::create_dir_all(&around).map_err(|cause| WriteError::io(&around, cause))?;
        }
        (_, None) => {}
        _ => return Err(WriteError::ForeignFile { path: from }),
    }
    let moved = place.steps.pass().and_then(|()| fs::rename(&from, &to));
    moved
        .map(|()| true)
        .map_err(|cause| WriteError::io(&to, cause))
}
