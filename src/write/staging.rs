//! The unfinished output, and the lock that keeps a second build away from it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::place::{self, Place};

/// A lock that is held, before anything is staged.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

/// A folder that goes when this value goes.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    lock: Lock,
}

impl Staging {
    /// Makes sure that this is the only build of its output, and clears up after one that was
    /// killed: the lock's file names its unfinished folder.
    pub(super) fn lock(place: &Place) -> Result<Lock, WriteError> {
        let path = &place.lock;
        let fail = |cause| WriteError::io(path, cause);
        place::make_state(path.parent().unwrap_or(path))?;
        let mut options = OpenOptions::new();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(fail)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(WriteError::Busy {
                output: place.output.clone(),
            });
        }
        // A file system without locks is built on all the same.
        let mut left = Vec::new();
        file.read_to_end(&mut left).map_err(fail)?;
        for folder in place.staging() {
            if left == folder.as_os_str().as_encoded_bytes() {
                remove(&folder)?;
            }
        }
        let mut lock = Lock { file };
        lock.note(b"").map_err(fail)?;
        Ok(lock)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Lock {
    /// Makes an empty unfinished output where it can be moved into place from.
    pub(super) fn begin(mut self, place: &Place) -> Result<Staging, WriteError> {
        let [beside, inside] = place.staging();
        let around = place.output.parent().unwrap_or(&place.output);
        fs::create_dir_all(around).map_err(|cause| WriteError::io(around, cause))?;
        let exists = place.output.is_dir();
        if !exists || place::same_file_system(around, &place.output) {
            match self.make(&beside) {
                Err(error) if exists && error.kind() == io::ErrorKind::PermissionDenied => {}
                Err(error) => return Err(failure(&beside, error)),
                Ok(()) => {
                    return Ok(Staging {
                        folder: beside,
                        lock: self,
                    });
                }
            }
        }
        self.make(&inside)
            .map_err(|error| failure(&inside, error))?;
        Ok(Staging {
            folder: inside,
            lock: self,
        })
    }

    /// The note comes first, so that a folder without one isn't ours. It goes again when the
    /// folder can't be made, since another's may stand there.
    fn make(&mut self, folder: &Path) -> io::Result<()> {
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

impl Drop for Staging {
    fn drop(&mut self) {
        // Should the folder stay, the note in the lock's file stays too, and the next build
        // clears up.
        if remove(&self.folder).is_ok() {
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

fn remove(folder: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io(folder, error)),
        _ => Ok(()),
    }
}
