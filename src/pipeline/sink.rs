//! Where what is rendered goes: into a folder, or nowhere and is counted.

use crate::fingerprint::Fingerprint;
use crate::plan::OutputPath;
use crate::write::{Counter, Known, Summary, WriteError, Writer};

/// What takes the files of a run.
pub(super) enum Sink {
    /// Nothing is written.
    Count(Counter),
    /// The output folder.
    Folder(Box<Writer>),
}

/// All files of a run together.
pub(super) struct Totals {
    pub(super) files: usize,
    pub(super) bytes: u64,
    /// What became of them in the output folder, if there is one.
    pub(super) written: Option<Summary>,
}

impl Sink {
    /// Whether the files are written, so that it pays to close folders.
    pub(super) fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// As [`Writer::known`].
    pub(super) fn known(&self, path: &OutputPath) -> Option<Known> {
        match self {
            Self::Count(_) => None,
            Self::Folder(writer) => writer.known(path),
        }
    }

    /// As [`Writer::keep`].
    pub(super) fn keep(&self, known: Known) {
        if let Self::Folder(writer) = self {
            writer.keep(known);
        }
    }

    /// As [`Writer::put_over`].
    pub(super) fn put(
        &self,
        path: &OutputPath,
        known: Option<&Known>,
        fingerprint: Option<Fingerprint>,
        bytes: &[u8],
    ) -> Result<(), WriteError> {
        match self {
            Self::Count(counter) => {
                counter.put(path, bytes);
                Ok(())
            }
            Self::Folder(writer) => writer.put_over(path, known, fingerprint, bytes),
        }
    }

    /// As [`Writer::close`].
    pub(super) fn close(&self, folder: &str) -> Result<(), WriteError> {
        match self {
            Self::Count(_) => Ok(()),
            Self::Folder(writer) => writer.close(folder),
        }
    }

    /// As [`Writer::finish`].
    pub(super) fn finish(self, inputs: Option<Fingerprint>) -> Result<Totals, WriteError> {
        Ok(match self {
            Self::Count(counter) => {
                let (files, bytes) = counter.totals();
                Totals {
                    files,
                    bytes,
                    written: None,
                }
            }
            Self::Folder(writer) => {
                let written = writer.finish(inputs)?;
                Totals {
                    files: written.files,
                    bytes: written.bytes,
                    written: Some(written),
                }
            }
        })
    }
}
