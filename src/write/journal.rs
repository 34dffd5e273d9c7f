//! The journal: it stands in `.shirube/` from the moment at which everything new is on the disk
//! until the output is all new. Who finds it finishes what it says.
//!
//! It names how the output changes and where the new files wait. Which files come and go follows
//! from the two records, which both stand beside it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::bytes::Reader;
use super::error::WriteError;
use super::place::Place;
use crate::fingerprint::{Fingerprint, Mixer};

const MAGIC: &[u8; 16] = b"shirube update 1";

/// How the output changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing stands at its place: the new folder is moved there.
    Whole,
    /// Files are moved one by one.
    Files,
    /// Old and new folder are exchanged in one step.
    Exchange,
}

/// An update that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) mode: Mode,
    /// Where the new files wait, or the old ones after an exchange.
    pub(super) staging: PathBuf,
    /// Which folder the staging is (its inode), so that it is known again at the output's place.
    pub(super) root: u64,
    /// The checksum of the new record.
    pub(super) record: Fingerprint,
}

impl Journal {
    /// `None` where none stands or it can't be read.
    pub(super) fn read(place: &Place) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "write touches files")]
        let bytes = fs::read(&place.journal).ok()?;
        let (body, sum) = bytes.split_last_chunk::<16>()?;
        let mut reader = Reader(body);
        if reader.array::<16>()? != *MAGIC || Fingerprint::from_bytes(*sum) != checksum(body) {
            return None;
        }
        let [mode, staging] = reader.array()?;
        let journal = Self {
            mode: match mode {
                0 => Mode::Whole,
                1 => Mode::Files,
                2 => Mode::Exchange,
                _ => return None,
            },
            staging: place.staging().into_iter().nth(usize::from(staging))?,
            root: reader.word()?,
            record: Fingerprint::from_bytes(reader.array()?),
        };
        reader.is_empty().then_some(journal)
    }

    /// Writes it, at one moment: from now on the update will be finished.
    pub(super) fn write(&self, place: &Place) -> Result<(), WriteError> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(match self.mode {
            Mode::Whole => 0,
            Mode::Files => 1,
            Mode::Exchange => 2,
        });
        bytes.push(u8::from(self.staging != place.staging()[0]));
        bytes.extend(self.root.to_le_bytes());
        bytes.extend(self.record.to_bytes());
        bytes.extend(checksum(&bytes).to_bytes());
        let beside = unfinished(place);
        let save = || {
            place.steps.pass()?;
            // What stands there is older, or a link that somebody made.
            let _ = fs::remove_file(&beside);
            File::create_new(&beside)?.write_all(&bytes)?;
            place.steps.pass()?;
            fs::rename(&beside, &place.journal)
        };
        save().map_err(|cause| {
            let _ = fs::remove_file(&beside);
            WriteError::io(&place.journal, cause)
        })
    }

    /// Ends the update, finished or undone.
    pub(super) fn remove(place: &Place) -> Result<(), WriteError> {
        let result = place
            .steps
            .pass()
            .and_then(|()| fs::remove_file(&place.journal));
        match result {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(WriteError::io(&place.journal, error))
            }
            _ => Ok(()),
        }
    }
}

/// A journal that isn't written yet.
fn unfinished(place: &Place) -> PathBuf {
    place.journal.with_extension("journal-new")
}

/// Removes what a build that was killed before its update began left of its records.
pub(super) fn clear_unfinished(place: &Place) {
    for path in [unfinished(place), place.next.clone()] {
        // The next build makes them anew, whatever stands there.
        let _ = fs::remove_file(path);
    }
}

fn checksum(bytes: &[u8]) -> Fingerprint {
    Mixer::default().bytes(bytes).finish()
}

/// Which folder stands at a path, so that it is known again elsewhere; `None` without one.
pub(super) fn identity(path: &Path) -> Option<u64> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_dir().then(|| super::block::inode(&metadata))
}
