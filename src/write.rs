//! Routes → the output folder, safely; sources that are mended into their place. Alone reads and writes `.shirube/`.
//!
//! A [`Writer`] collects a whole build in an unfinished folder and changes the output only in
//! [`Writer::finish`], so a build that fails or is killed leaves the old site. A new output is
//! moved into place as a whole; of an existing one only what changed is replaced. What the last
//! build wrote stands in a manifest in `.shirube/`, and nothing else in the output is ever
//! overwritten or deleted. Symbolic links inside the output are never followed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::plan::OutputPath;

mod error;
mod folders;
mod listing;
mod manifest;
mod mend;
mod place;
mod publish;
mod staging;
pub mod store;

pub use error::WriteError;
pub use mend::replace_source;

use folders::Standing;
use listing::{FileEntry, Listing};
use manifest::Manifest;
use place::{Occupied, Place};
use staging::Staging;

/// What a build came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Files of the output.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
    /// How many of them are new or changed.
    pub written: usize,
    /// How many of them stayed as they were.
    pub unchanged: usize,
    /// How many files of the last build are gone.
    pub removed: usize,
}

/// Writes one build. Shared between threads; dropped without [`Writer::finish`], it leaves the
/// old output untouched.
#[derive(Debug)]
pub struct Writer {
    place: Place,
    /// What the last build wrote; empty where the output is to be made as a whole.
    old: Manifest,
    /// Whether the output is moved into place as a whole.
    whole: bool,
    staging: Staging,
    folders: RwLock<BTreeMap<Box<str>, Arc<Folder>>>,
}

/// One folder of the output while it is written.
#[derive(Debug, Default)]
struct Folder {
    /// Whether it exists in the unfinished output.
    staged: AtomicBool,
    /// What stands at its place in the old output.
    standing: OnceLock<Standing>,
    files: Mutex<Vec<FileEntry>>,
}

impl Writer {
    /// Begins a build. `state` is the project's `.shirube/`, and the folder around it the
    /// project; both it and `output` are made when they don't exist.
    ///
    /// # Errors
    ///
    /// When the output overlaps the project's sources, holds files that no build wrote, is being
    /// written by another process, or can't be written.
    pub fn open(output: &Path, state: &Path) -> Result<Self, WriteError> {
        let place = Place::new(output, state)?;
        let staging = Staging::lock(&place)?;
        let occupied = place::occupied(&place.output)?;
        let old = match occupied {
            Occupied::Files => {
                manifest::read(&place.manifest)?.ok_or_else(|| WriteError::ForeignFolder {
                    output: place.output.clone(),
                })?
            }
            Occupied::Nothing | Occupied::EmptyFolder => Manifest::none(),
        };
        let staging = staging.begin(&place)?;
        let inside = staging.folder().starts_with(&place.output);
        Ok(Self {
            whole: occupied != Occupied::Files && !inside,
            place,
            old,
            staging,
            folders: RwLock::default(),
        })
    }

    /// The fingerprint that a file was made with, if the output still has it as the last build left
    /// it.
    pub fn known(&self, _path: &OutputPath) -> Option<Fingerprint> {
        None
    }

    /// Adds a file of the last build that stays as it is; only for those that are
    /// [known](Writer::known).
    ///
    /// # Errors
    ///
    /// When the file isn't known.
    pub fn keep(&self, path: &OutputPath) -> Result<(), WriteError> {
        Err(WriteError::BadPath {
            path: path.as_str().to_owned(),
        })
    }

    /// Says that every file of a folder has been put or kept. What is known of it needn't stay in
    /// memory; optional, and an error in the caller's logic where a file comes later.
    ///
    /// # Errors
    ///
    /// When the record of the folder can't be written.
    pub fn close(&self, _folder: &str) -> Result<(), WriteError> {
        Ok(())
    }

    /// Adds one file. Bytes that the output already has aren't written again. `fingerprint` is by
    /// what it is recognised in the next build.
    ///
    /// # Errors
    ///
    /// When the path could leave the output, something that no build wrote stands there, or the
    /// file can't be written.
    pub fn put(
        &self,
        path: &OutputPath,
        _fingerprint: Option<Fingerprint>,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let path = path.as_str();
        check(path)?;
        let (folder_name, name) = listing::split(path);
        let folder = self.folder(folder_name);
        let mut file = FileEntry::new(name, bytes);
        if self.whole || !self.is_there(&folder, folder_name, &file)? {
            self.stage(&folder, folder_name, name, bytes)?;
            file.staged = true;
        }
        lock(&folder.files).push(file);
        Ok(())
    }

    /// Ends the build: moves what is new into place, then removes what the last build wrote and
    /// this one didn't, and folders that are empty by that.
    ///
    /// # Errors
    ///
    /// When two files were put on one path or something can't be moved. In the latter case the
    /// output may be partly new; the next build completes it.
    pub fn finish(mut self) -> Result<Summary, WriteError> {
        let new = self.take_listing()?;
        let mut summary = Summary::default();
        for (_, file) in new.files() {
            summary.files += 1;
            summary.bytes += file.length;
            summary.written += usize::from(file.staged);
        }
        summary.unchanged = summary.files - summary.written;
        summary.removed = if self.whole {
            publish::whole(&self.place, self.staging.folder(), &new)?;
            0
        } else {
            publish::changes(&self.place, self.staging.folder(), &self.old.listing, &new)?
        };
        Ok(summary)
    }

    fn take_listing(&mut self) -> Result<Listing, WriteError> {
        let mut new = Listing::default();
        let folders = std::mem::take(&mut self.folders);
        for (name, folder) in folders.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let files = std::mem::take(&mut *lock(&folder.files));
            new.add_folder(&name, files)
                .map_err(|file| WriteError::Twice {
                    path: listing::join(&name, &file),
                })?;
        }
        let clash = new.folders().map(|(folder, _)| folder).find(|folder| {
            !folder.is_empty() && prefixes(folder).any(|prefix| new.has_file(prefix))
        });
        match clash {
            Some(path) => Err(WriteError::Twice {
                path: path.to_owned(),
            }),
            None => Ok(new),
        }
    }

    fn folder(&self, name: &str) -> Arc<Folder> {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known.get(name) {
            return Arc::clone(folder);
        }
        drop(known);
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(folders.entry(name.into()).or_default())
    }

    /// Whether the output has this very file, as the last build left it.
    fn is_there(
        &self,
        folder: &Folder,
        folder_name: &str,
        file: &FileEntry,
    ) -> Result<bool, WriteError> {
        let old = &self.old.listing;
        let standing = folder
            .standing
            .get_or_init(|| folders::standing(&self.place.output, folder_name, old));
        match standing {
            Standing::Folder => {}
            Standing::Nothing => return Ok(false),
            Standing::Foreign(path) => {
                return Err(WriteError::ForeignFile { path: path.clone() });
            }
        }
        let relative = listing::join(folder_name, &file.name);
        let path = self.place.output.join(&relative);
        let known = old.get(folder_name, &file.name);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(WriteError::io(&path, error)),
        };
        match known {
            Some(known) if metadata.is_file() => Ok(known.same_bytes(file)
                && metadata.len() == file.length
                && metadata
                    .modified()
                    .is_ok_and(|changed| changed <= self.old.written)),
            None if metadata.is_dir() && old.has_folder(&relative) => Ok(false),
            _ => Err(WriteError::ForeignFile { path }),
        }
    }

    fn stage(
        &self,
        folder: &Folder,
        folder_name: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let mut path: PathBuf = self.staging.folder().join(folder_name);
        // Two threads may both make the folder, which does no harm and needs no lock.
        if !folder.staged.load(Ordering::Acquire) {
            fs::create_dir_all(&path).map_err(|cause| WriteError::io(&path, cause))?;
            folder.staged.store(true, Ordering::Release);
        }
        path.push(name);
        let result = File::create_new(&path).and_then(|mut file| file.write_all(bytes));
        result.map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Twice {
                path: listing::join(folder_name, name),
            },
            _ => WriteError::io(&path, cause),
        })
    }
}

/// Refuses what could leave the output folder or break the manifest's lines.
fn check(path: &str) -> Result<(), WriteError> {
    let bad_name = |name: &str| {
        matches!(name, "" | "." | "..")
            || name.contains(['\\', ':'])
            || name.contains(char::is_control)
    };
    if path.split('/').any(bad_name) {
        return Err(WriteError::BadPath {
            path: path.to_owned(),
        });
    }
    Ok(())
}

/// `a`, `a/b` and `a/b/c` of `a/b/c`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let inner = path
        .match_indices('/')
        .filter_map(|(end, _)| path.get(..end));
    inner.chain(std::iter::once(path))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
