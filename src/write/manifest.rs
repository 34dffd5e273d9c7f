//! The record of what a build wrote, in `.shirube/`: how the next one knows its own files. Blocks of
//! it are read alone, so memory doesn't grow with the number of files.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::block::Block;
use super::error::WriteError;
use super::path::{join, split};
use crate::fingerprint::Fingerprint;

mod format;
mod recording;

pub(super) use recording::Recording;

use format::{
    BlockPlace, FOOTER, FolderEntry, Footer, MAGIC, Totals, decode_index, read_at, slice,
};

/// A record of up to so many bytes is read at once: that is faster where there are many folders of
/// one file.
const AT_ONCE: u64 = 8_000_000;

/// What an earlier build wrote.
#[derive(Debug)]
pub(super) struct Manifest {
    /// What the record was read from, for messages.
    path: PathBuf,
    source: Source,
    /// Sorted by name.
    folders: Vec<FolderEntry>,
    pub(super) totals: Totals,
    /// What the program was whose fingerprints these are.
    pub(super) program: Fingerprint,
    /// What everything was made from.
    pub(super) inputs: Option<Fingerprint>,
    /// Stands for the whole record.
    pub(super) sum: Fingerprint,
}

#[derive(Debug)]
enum Source {
    Memory(Vec<u8>),
    File(Mutex<File>),
}

/// What stands where a record should be.
#[derive(Debug)]
pub(super) enum Reading {
    Missing,
    /// Broken, cut off, or of another format.
    Broken,
    Found(Manifest),
}

impl Manifest {
    /// Of an output that doesn't exist yet.
    pub(super) fn none() -> Self {
        Self {
            path: PathBuf::new(),
            source: Source::Memory(Vec::new()),
            folders: Vec::new(),
            totals: Totals::default(),
            program: Fingerprint::default(),
            inputs: None,
            sum: Fingerprint::default(),
        }
    }

    /// The record at a path.
    pub(super) fn read(path: &Path) -> Result<Reading, WriteError> {
        let fail = |cause| WriteError::io(path, cause);
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Ok(Reading::Broken),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Reading::Missing),
            Err(error) => return Err(fail(error)),
        }
        let file = File::open(path).map_err(fail)?;
        Ok(match open(file, path).map_err(fail)? {
            Some(manifest) => Reading::Found(manifest),
            None => Reading::Broken,
        })
    }

    pub(super) fn folders(&self) -> impl ExactSizeIterator<Item = &str> {
        self.folders.iter().map(|folder| folder.name.as_ref())
    }

    /// The files of the folder that has this position among [`Manifest::folders`].
    pub(super) fn block_at(&self, position: usize) -> Result<Block, WriteError> {
        let folder = self.folders.get(position);
        folder.map_or_else(|| Ok(Block::default()), |folder| self.decoded(folder.at))
    }

    /// The files of a folder; none where the record doesn't know it.
    pub(super) fn block(&self, folder: &str) -> Result<Block, WriteError> {
        let place = self.find(folder);
        place.map_or_else(|| Ok(Block::default()), |place| self.decoded(place))
    }

    fn decoded(&self, place: BlockPlace) -> Result<Block, WriteError> {
        Block::decode(&self.bytes(place)?).ok_or_else(|| self.broken())
    }

    /// The bytes of a block, which are what they were when it was written.
    fn bytes(&self, place: BlockPlace) -> Result<Cow<'_, [u8]>, WriteError> {
        let bytes = match &self.source {
            Source::Memory(bytes) => slice(bytes, place).map(Cow::Borrowed),
            Source::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let bytes = read_at(&mut file, place);
                Some(
                    bytes
                        .map_err(|cause| WriteError::io(&self.path, cause))?
                        .into(),
                )
            }
        };
        let whole = bytes.filter(|bytes| xxh3_64(bytes) == place.hash);
        whole.ok_or_else(|| self.broken())
    }

    fn broken(&self) -> WriteError {
        WriteError::BrokenRecord {
            record: self.path.clone(),
        }
    }

    /// Whether a path is one of the files.
    pub(super) fn has_file(&self, path: &str) -> Result<bool, WriteError> {
        let (folder, name) = split(path);
        Ok(self.block(folder)?.get(name).is_some())
    }

    /// Whether a path is a folder that holds files, directly or further below.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        if path.is_empty() || self.find(path).is_some() {
            return true;
        }
        let below = join(path, "");
        let next = self
            .folders
            .partition_point(|folder| folder.name.as_ref() < below.as_str());
        let next = self.folders.get(next);
        next.is_some_and(|folder| folder.name.starts_with(&below))
    }

    /// Folders that the other record doesn't have, or whose files are recorded otherwise there.
    pub(super) fn changed<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let mut others = other.folders.iter().peekable();
        let is_changed = |folder: &&FolderEntry| {
            while others.next_if(|other| other.name < folder.name).is_some() {}
            let same = others.next_if(|other| other.name == folder.name);
            let block = |entry: &FolderEntry| (entry.at.length, entry.at.hash);
            same.map(block) != Some(block(folder))
        };
        let changed = self.folders.iter().filter(is_changed);
        changed.map(|folder| folder.name.as_ref()).collect()
    }

    fn find(&self, folder: &str) -> Option<BlockPlace> {
        let position = self
            .folders
            .binary_search_by(|entry| entry.name.as_ref().cmp(folder))
            .ok()?;
        self.folders.get(position).map(|entry| entry.at)
    }
}

/// `None` for a file that isn't a whole record.
fn open(mut file: File, path: &Path) -> io::Result<Option<Manifest>> {
    let length = file.metadata()?.len();
    if length < (MAGIC.len() + FOOTER) as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let source = if length <= AT_ONCE {
        file.read_to_end(&mut bytes)?;
        Source::Memory(bytes)
    } else {
        Source::File(Mutex::new(file))
    };
    let part = |offset: u64, length: u64| -> io::Result<Option<Vec<u8>>> {
        let place = BlockPlace {
            offset,
            length,
            hash: 0,
        };
        match &source {
            Source::Memory(bytes) => Ok(slice(bytes, place).map(<[u8]>::to_vec)),
            Source::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                read_at(&mut file, place).map(Some)
            }
        }
    };
    let magic = part(0, MAGIC.len() as u64)?;
    let footer = part(length - FOOTER as u64, FOOTER as u64)?;
    let (Some(magic), Some(footer)) = (magic, footer) else {
        return Ok(None);
    };
    let Some(footer) = Footer::decode(&footer) else {
        return Ok(None);
    };
    let end = footer.index.checked_add(footer.index_length);
    if magic != MAGIC || end != Some(length - FOOTER as u64) {
        return Ok(None);
    }
    let Some(index) = part(footer.index, footer.index_length)? else {
        return Ok(None);
    };
    let sum = footer.sum(&index);
    let folders = decode_index(&index, footer.folders);
    Ok(match folders {
        Some(folders) if sum == footer.checksum => Some(Manifest {
            path: path.to_owned(),
            source,
            folders,
            totals: footer.totals,
            program: footer.program,
            inputs: footer.inputs,
            sum,
        }),
        _ => None,
    })
}
