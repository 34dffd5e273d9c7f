//! Routes → the output folder, safely; sources that are mended into their place. Alone reads and writes `.shirube/`.
//!
//! A [`Writer`] collects a whole build in an unfinished folder and changes the output only in
//! [`Writer::finish`], so a build that fails or is killed leaves the old site. A new output is
//! moved into place as a whole; of an existing one only what changed is replaced, under a journal
//! that the next build finishes when this one is cut off; or old and new folder are exchanged in
//! one step. What the last build wrote stands in a manifest in `.shirube/`, and nothing else in
//! the output is ever overwritten or deleted. Symbolic links inside the output are never followed.
//!
//! Processes die here, power doesn't: nothing is flushed to the disk on purpose, since a build
//! can always be done again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::parse::site::{Compress, Encoding};
use crate::plan::OutputPath;

mod block;
mod bytes;
mod copies;
mod count;
mod difference;
mod earlier;
mod error;
mod exchange;
mod folders;
mod journal;
mod manifest;
mod mend;
mod path;
mod place;
mod publish;
mod recover;
mod staging;
mod standing;
mod steps;
pub mod store;
mod unchanged;

pub use count::Counter;
pub use error::{Notice, WriteError};
pub use mend::replace_source;
pub use unchanged::unchanged;

use block::{Block, FileEntry, Stamp};
use folders::Folders;
use manifest::{Manifest, Reading, Recording};
use path::{join, split};
use place::{Occupied, Place};
use staging::{Lock, Staging};
use standing::Standing;
use steps::Steps;

/// Where and how a build is written.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// The project's `.shirube/`, in which the record is kept; the folder around it is the
    /// project.
    pub state: &'a Path,
    /// Which program builds. Another one's fingerprints of files mean nothing to this one.
    pub program: Fingerprint,
    /// Whether a reader must never meet files of two builds: old and new tree are exchanged in one
    /// step.
    pub atomic: bool,
    /// The compressed copies that text files get.
    pub compress: Compress,
    /// Whether nothing that is remembered counts, but for which files are ours. Files are then
    /// compared byte by byte.
    pub fresh: bool,
    /// Whether to wait for another build of the same output; otherwise it is an error.
    pub wait: bool,
    /// Told what the user should know.
    pub say: &'a (dyn Fn(&Notice) + Sync),
}

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
    new: Recording,
    /// Whether the output is moved into place as a whole.
    whole: bool,
    atomic: bool,
    compress: Compress,
    fresh: bool,
    program: Fingerprint,
    folders: Folders,
    /// Files that were staged.
    written: AtomicUsize,
    // Goes last, and the lock with it.
    staging: Staging,
}

/// A file of the last build that the output still has as that left it.
#[derive(Debug)]
pub struct Known {
    /// What it was made from.
    pub fingerprint: Fingerprint,
    folder: Arc<Folder>,
    file: FileEntry,
    copies: Vec<FileEntry>,
}

/// One folder of the output while it is written.
#[derive(Debug, Default)]
struct Folder {
    /// Whether it exists in the unfinished output.
    staged: AtomicBool,
    /// What stands at its place in the old output.
    standing: OnceLock<Standing>,
    /// What the last build left in it.
    old: OnceLock<Block>,
    files: Mutex<Vec<FileEntry>>,
}

/// Checks the place, waits for other builds of it, and finishes or undoes what one that was cut
/// off left.
fn open(settings: &Settings<'_>) -> Result<(Place, Lock), WriteError> {
    open_with(settings, Arc::default())
}

fn open_with(settings: &Settings<'_>, steps: Arc<Steps>) -> Result<(Place, Lock), WriteError> {
    let place = Place::new(settings.output, settings.state, steps)?;
    let waiting = || {
        let output = settings.output.to_owned();
        (settings.say)(&Notice::Waiting { output });
    };
    let waiting: Option<&dyn Fn()> = if settings.wait { Some(&waiting) } else { None };
    let mut lock = Lock::take(&place, waiting)?;
    if let Some(notice) = recover::recover(&place, settings.output, &mut lock)? {
        (settings.say)(&notice);
    }
    Ok((place, lock))
}

/// Waits for another build of the output, and finishes or undoes what one that was cut off left,
/// whatever comes of this one. Sources that are read afterwards are newer than those of all builds
/// before, so that of builds that waited none ends with old ones.
///
/// # Errors
///
/// As for [`Writer::open`], where there was a build before.
pub fn settle(settings: &Settings<'_>) -> Result<(), WriteError> {
    let exists = |path: &Path| fs::symlink_metadata(path).is_ok();
    // A place that is wrong is told when something is to be written there.
    match Place::new(settings.output, settings.state, Arc::default()) {
        Ok(place) if exists(&place.lock) || exists(&place.journal) => open(settings).map(drop),
        _ => Ok(()),
    }
}

impl Writer {
    /// Begins a build; the output and `.shirube/` are made when they don't exist. What a build
    /// that was cut off left is finished or undone first.
    ///
    /// # Errors
    ///
    /// When the output overlaps the project's sources, holds files that no build wrote, is being
    /// written by another process (without [`Settings::wait`]), can't be written, or can't be
    /// exchanged where that is asked for.
    pub fn open(settings: &Settings<'_>) -> Result<Self, WriteError> {
        Self::begin(settings, open(settings)?)
    }

    fn begin(settings: &Settings<'_>, (place, lock): (Place, Lock)) -> Result<Self, WriteError> {
        let occupied = place::occupied(&place.output)?;
        let old = match occupied {
            Occupied::Files => match Manifest::read(&place.manifest)? {
                Reading::Found(manifest) => manifest,
                Reading::Missing => {
                    return Err(WriteError::ForeignFolder {
                        output: place.output,
                    });
                }
                Reading::Broken => {
                    return Err(WriteError::BrokenRecord {
                        record: place.manifest,
                    });
                }
            },
            Occupied::Nothing | Occupied::EmptyFolder => Manifest::none(),
        };
        let staging = lock.begin(&place)?;
        let inside = staging.folder().starts_with(&place.output);
        if inside && settings.atomic {
            return Err(WriteError::NoExchange {
                output: place.output,
                cause: io::ErrorKind::CrossesDevices.into(),
            });
        }
        Ok(Self {
            whole: occupied != Occupied::Files && !inside,
            atomic: settings.atomic,
            compress: settings.compress,
            fresh: settings.fresh,
            program: settings.program,
            new: Recording::begin(&place.next, &place.steps)?,
            place,
            old,
            folders: Folders::default(),
            written: AtomicUsize::new(0),
            staging,
        })
    }

    /// A file of the last build with the fingerprint that it was made with, if the output still has
    /// it and its compressed copies as that build left them. Whenever that is in doubt, there is
    /// none.
    pub fn known(&self, path: &OutputPath) -> Option<Known> {
        let (folder_name, name) = split(path.as_str());
        let folder = self.folders.get(folder_name);
        let (file, fingerprint) = self.recognised(&folder, folder_name, name)?;
        let mut copies = Vec::new();
        for encoding in self.compress.of(name, file.length) {
            let copy = self.recognised(&folder, folder_name, &encoding.name_of(name))?;
            if copy.1 != copies::fingerprint(encoding, file) {
                return None;
            }
            copies.push(copy.0.clone());
        }
        let file = file.clone();
        Some(Known {
            fingerprint,
            folder,
            file,
            copies,
        })
    }

    /// Adds a file of the last build that stays as it is, with its copies. Its folder must not be
    /// [closed](Writer::close) yet.
    pub fn keep(&self, known: Known) {
        let mut files = lock(&known.folder.files);
        files.push(known.file);
        files.extend(known.copies);
    }

    /// Says that every file of a folder has been put or kept, so that nothing of it needs to stay
    /// in memory. Optional. A file that is put later all the same is recorded too.
    ///
    /// # Errors
    ///
    /// When two files were put on one path or the record of the folder can't be written.
    pub fn close(&self, folder: &str) -> Result<(), WriteError> {
        let removed = self.folders.remove(folder);
        removed.map_or(Ok(()), |removed| self.record(folder, &removed))
    }

    /// Adds one file and its compressed copies. Bytes that the output already has aren't written
    /// again. `fingerprint` is by what it is recognised in the next build.
    ///
    /// # Errors
    ///
    /// When the path could leave the output, something that no build wrote stands there, or the
    /// file can't be written.
    pub fn put(
        &self,
        path: &OutputPath,
        fingerprint: Option<Fingerprint>,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        self.put_over(path, None, fingerprint, bytes)
    }

    /// Does what [`Writer::put`] does; what [`Writer::known`] just told of the path needn't be looked
    /// at once more.
    ///
    /// # Errors
    ///
    /// As for [`Writer::put`].
    pub fn put_over(
        &self,
        path: &OutputPath,
        known: Option<&Known>,
        fingerprint: Option<Fingerprint>,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let path = path.as_str();
        if !path::is_plain(path) {
            return Err(WriteError::BadPath {
                path: path.to_owned(),
            });
        }
        let (folder_name, name) = split(path);
        let folder = match known {
            Some(known) => Arc::clone(&known.folder),
            None => self.folders.get(folder_name),
        };
        let file = FileEntry::new(name, bytes, fingerprint);
        for encoding in self.compress.of(name, file.length) {
            self.put_copy(&folder, folder_name, &file, encoding, bytes)?;
        }
        self.add(&folder, folder_name, (file, known), bytes)
    }

    /// Adds the copy of a file, if it has one.
    fn put_copy(
        &self,
        folder: &Folder,
        folder_name: &str,
        file: &FileEntry,
        encoding: Encoding,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let name = encoding.name_of(&file.name);
        let fingerprint = copies::fingerprint(encoding, file);
        let known = self.recognised(folder, folder_name, &name);
        if let Some((known, _)) = known.filter(|(_, of)| *of == fingerprint) {
            lock(&folder.files).push(known.clone());
        } else if let Some(copy) = copies::compressed(encoding, bytes) {
            let file = FileEntry::new(&name, &copy, Some(fingerprint));
            self.add(folder, folder_name, (file, None), &copy)?;
        }
        Ok(())
    }

    /// Adds a file whose path is safe, with what is known of the one that it replaces.
    fn add(
        &self,
        folder: &Folder,
        folder_name: &str,
        (mut file, known): (FileEntry, Option<&Known>),
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        let there = match known.map(|known| &known.file) {
            _ if self.whole => None,
            Some(known) => known.same_bytes(&file).then_some(known.stamp),
            None => self.there(folder, folder_name, &file, bytes)?,
        };
        file.stamp = match there {
            Some(stamp) => stamp,
            None => self.stage(folder, folder_name, &file.name, bytes)?,
        };
        lock(&folder.files).push(file);
        Ok(())
    }

    /// Ends the build: moves what is new into place, then removes what the last build wrote and
    /// this one didn't, and folders that are empty by that. `inputs` stands for everything that
    /// the output was made from, so that [`unchanged()`] knows it again.
    ///
    /// # Errors
    ///
    /// When two files were put on one path or something can't be moved. Where the output is partly
    /// new then, the error says so, and the next build finishes it.
    pub fn finish(mut self, inputs: Option<Fingerprint>) -> Result<Summary, WriteError> {
        let folders = std::mem::take(&mut self.folders).into_sorted();
        let recorded: Vec<_> = folders
            .par_iter()
            .map(|(name, folder)| self.record(name, folder))
            .collect();
        recorded.into_iter().collect::<Result<(), _>>()?;
        self.complete(inputs)
    }

    /// Ends the build when the new record has every file.
    fn complete(mut self, inputs: Option<Fingerprint>) -> Result<Summary, WriteError> {
        let new = self.new.finish(self.program, inputs)?;
        let summary = publish::finish(publish::Build {
            place: &self.place,
            staging: &mut self.staging,
            old: &self.old,
            new: &new,
            written: self.written.into_inner(),
            whole: self.whole,
            atomic: self.atomic,
        });
        if summary.is_err() && !self.staging.committed && !self.place.steps.is_dead() {
            // The old record still counts; the first error is the one to tell.
            let _ = fs::remove_file(&self.place.next);
        }
        summary
    }

    /// Whether the output stands as a build by this program left it that had these inputs. No file is
    /// read, every one is looked at.
    ///
    /// # Errors
    ///
    /// When the output can't be looked at.
    pub fn stands(&self, inputs: Fingerprint) -> Result<bool, WriteError> {
        let is_known = !self.whole && !self.fresh && self.old.program == self.program;
        Ok(is_known
            && self.old.inputs == Some(inputs)
            && unchanged::stands(&self.place, &self.old)?)
    }

    /// Ends the build like [`Writer::finish`], and everything that the last build wrote and this one
    /// didn't put stays as it is.
    ///
    /// # Errors
    ///
    /// As for [`Writer::finish`].
    pub fn finish_with_rest(mut self, inputs: Fingerprint) -> Result<Summary, WriteError> {
        let folders = std::mem::take(&mut self.folders).into_sorted();
        let folders: BTreeMap<_, _> = folders.into_iter().collect();
        self.new
            .take_over(&self.old, |name| !folders.contains_key(name))?;
        for (name, folder) in folders {
            let mut files = lock(&folder.files);
            let rest = self.old.block(&name)?.into_files();
            let is_new = |file: &FileEntry| files.iter().all(|other| other.name != file.name);
            let rest: Vec<FileEntry> = rest.into_iter().filter(is_new).collect();
            files.extend(rest);
            drop(files);
            self.record(&name, &folder)?;
        }
        self.complete(Some(inputs))
    }

    /// Writes what a folder holds into the new record.
    fn record(&self, name: &str, folder: &Folder) -> Result<(), WriteError> {
        let files = std::mem::take(&mut *lock(&folder.files));
        let block = Block::new(files).map_err(|file| WriteError::Twice {
            path: join(name, &file),
        })?;
        self.new.add(name, block)
    }

    fn stage(
        &self,
        folder: &Folder,
        folder_name: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Stamp, WriteError> {
        let mut path: PathBuf = self.staging.folder().join(folder_name);
        // Two threads may both make the folder, which does no harm and needs no lock.
        if !folder.staged.load(Ordering::Acquire) {
            fs::create_dir_all(&path).map_err(|cause| WriteError::io(&path, cause))?;
            folder.staged.store(true, Ordering::Release);
        }
        path.push(name);
        let save = || {
            self.place.steps.pass()?;
            let mut file = File::create_new(&path)?;
            file.write_all(bytes)?;
            file.metadata()
        };
        let metadata = save().map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Twice {
                path: join(folder_name, name),
            },
            _ => WriteError::io(&path, cause),
        })?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(Stamp::of(&metadata))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
