//! The unfinished output, and the lock that keeps a second build away from it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::WriteError;
use super::place::{self, Place};
use super::standing::metadata;
use super::steps::Steps;

/// A lock that is held. It ends with the process, however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    /// The unfinished folder of a build that was killed.
    left: Option<PathBuf>,
}

/// A folder that goes when this value goes, unless it is part of an update that must be finished.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    lock: Lock,
    steps: Arc<Steps>,
    /// Whether a journal speaks of the folder.
    pub(super) committed: bool,
}

impl Lock {
    /// Makes sure that this is the only build of its output. `waiting` is called once when another
    /// one must end first; without it, that is an error.
    pub(super) fn take(place: &Place, waiting: Option<&dyn Fn()>) -> Result<Self, WriteError> {
        let path = &place.lock;
        let fail = |cause| WriteError::io(path, cause);
        place::make_state(path.parent().unwrap_or(path))?;
        let mut file = loop {
            // The lock is written to, so a link in its place would have another file written.
            if metadata(path)?.is_some_and(|found| !found.is_file()) {
                return Err(WriteError::ForeignFile { path: path.clone() });
            }
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false);
            let file = options.open(path).map_err(fail)?;
            // A file system without locks is built on all the same.
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                let Some(waiting) = waiting else {
                    return Err(WriteError::Busy {
                        output: place.output.clone(),
                    });
                };
                waiting();
                file.lock().map_err(fail)?;
            }
            // While we waited, somebody may have deleted `.shirube/`, and another build may hold
            // a new lock.
            if is_at(&file, path) {
                break file;
            }
        };
        let mut note = Vec::new();
        file.read_to_end(&mut note).map_err(fail)?;
        let left = place
            .staging()
            .into_iter()
            .find(|folder| note == folder.as_os_str().as_encoded_bytes());
        Ok(Self { file, left })
    }

    /// Removes what a killed build left unfinished. Whether there was any.
    pub(super) fn clear(&mut self, place: &Place) -> Result<bool, WriteError> {
        let there = match self.left.take() {
            Some(folder) => {
                let there = fs::symlink_metadata(&folder).is_ok();
                remove(&folder, &place.steps)?;
                there
            }
            None => false,
        };
        self.note(b"")
            .map_err(|cause| WriteError::io(&place.lock, cause))?;
        Ok(there)
    }

    /// Makes an empty unfinished output where it can be moved into place from.
    pub(super) fn begin(mut self, place: &Place) -> Result<Staging, WriteError> {
        let [beside, inside] = place.staging();
        let around = place.output.parent().unwrap_or(&place.output);
        fs::create_dir_all(around).map_err(|cause| WriteError::io(around, cause))?;
        let exists = place.output.is_dir();
        let staging = |folder, lock| Staging {
            folder,
            lock,
            steps: Arc::clone(&place.steps),
            committed: false,
        };
        if !exists || place::same_file_system(around, &place.output) {
            match self.make(&beside, &place.steps) {
                Err(error) if exists && error.kind() == io::ErrorKind::PermissionDenied => {}
                Err(error) => return Err(failure(&beside, error)),
                Ok(()) => return Ok(staging(beside, self)),
            }
        }
        self.make(&inside, &place.steps)
            .map_err(|error| failure(&inside, error))?;
        Ok(staging(inside, self))
    }

    /// The note comes first, so that a folder without one isn't ours. It goes again when the
    /// folder can't be made, since another's may stand there.
    fn make(&mut self, folder: &Path, steps: &Steps) -> io::Result<()> {
        steps.pass()?;
        self.note(folder.as_os_str().as_encoded_bytes())?;
        fs::create_dir(folder).inspect_err(|_| {
            let _ = self.note(b"");
        })
    }

    fn note(&mut self, text: &[u8]) -> io::Result<()> {
        self.file.rewind()?;
        self.file.set_len(0)?;
        self.file.write_all(text)
    }
}

impl Staging {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Should the folder stay, the note in the lock's file stays too, and the next build
        // clears up.
        if !self.committed && !self.steps.is_dead() && remove(&self.folder, &self.steps).is_ok() {
            let _ = self.lock.note(b"");
        }
    }
}

fn failure(folder: &Path, error: io::Error) -> WriteError {
    if error.kind() == io::ErrorKind::AlreadyExists {
        WriteError::ForeignFile {
            path: folder.to_owned(),
        }
    } else {
        WriteError::io(folder, error)
    }
}

/// Removes an unfinished folder, if there is one.
pub(super) fn remove(folder: &Path, steps: &Steps) -> Result<(), WriteError> {
    match steps.pass().and_then(|()| fs::remove_dir_all(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io(folder, error)),
        _ => Ok(()),
    }
}

/// Whether a file that is open is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(found)) => identity(open) == identity(found),
        _ => false,
    }
}

/// A file that is open can't be deleted here.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}
