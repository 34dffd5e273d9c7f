//! A record while a build writes it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::format::{BlockPlace, FolderEntry, Footer, MAGIC, Totals, encode_index, read_at};
use super::{Manifest, Reading};
use crate::fingerprint::Fingerprint;
use crate::write::block::Block;
use crate::write::error::WriteError;
use crate::write::path::join;
use crate::write::steps::Steps;

/// A record while it is made. Dropped before [`Recording::finish`], it leaves nothing.
#[derive(Debug)]
pub(in crate::write) struct Recording {
    path: PathBuf,
    inner: Mutex<Unfinished>,
    steps: Arc<Steps>,
    finished: bool,
}

#[derive(Debug)]
struct Unfinished {
    file: BufWriter<File>,
    end: u64,
    folders: BTreeMap<Box<str>, BlockPlace>,
    totals: Totals,
}

impl Recording {
    pub(in crate::write) fn begin(path: &Path, steps: &Arc<Steps>) -> Result<Self, WriteError> {
        let fail = |cause| WriteError::io(path, cause);
        steps.pass().map_err(fail)?;
        // What a killed build left, or a link that someone put here.
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let mut options = File::options();
        let file = options.read(true).write(true).create_new(true).open(path);
        let mut file = BufWriter::with_capacity(1 << 16, file.map_err(fail)?);
        file.write_all(MAGIC).map_err(fail)?;
        Ok(Self {
            path: path.to_owned(),
            inner: Mutex::new(Unfinished {
                file,
                end: MAGIC.len() as u64,
                folders: BTreeMap::new(),
                totals: Totals::default(),
            }),
            steps: Arc::clone(steps),
            finished: false,
        })
    }

    /// Adds a folder's files to those that it has already, mostly none.
    pub(in crate::write) fn add(&self, folder: &str, block: Block) -> Result<(), WriteError> {
        if block.files().is_empty() {
            return Ok(());
        }
        let fail = |cause| WriteError::io(&self.path, cause);
        // Before the lock, for which other threads wait.
        let mut bytes = block.encode();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = inner.folders.get(folder).copied();
        let block = match earlier {
            None => block,
            Some(place) => {
                let earlier = inner.again(place).map_err(fail)?;
                let block = joined(folder, earlier, block)?;
                bytes = block.encode();
                block
            }
        };
        inner.totals.files += block.files().len() as u64;
        inner.totals.bytes += size(&block);
        self.steps.pass().map_err(fail)?;
        let place = BlockPlace {
            offset: inner.end,
            length: bytes.len() as u64,
            hash: xxh3_64(&bytes),
        };
        inner.file.write_all(&bytes).map_err(fail)?;
        inner.end += place.length;
        inner.folders.insert(folder.into(), place);
        Ok(())
    }

    /// Adds folders of another record as they stand there, but for those that aren't wanted; none of
    /// them may have been added before.
    pub(in crate::write) fn take_over(
        &self,
        other: &Manifest,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<(), WriteError> {
        let fail = |cause| WriteError::io(&self.path, cause);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        self.steps.pass().map_err(fail)?;
        let mut totals = other.totals;
        for FolderEntry { name, at } in &other.folders {
            if !is_wanted(name) {
                for file in other.block(name)?.files() {
                    totals.files = totals.files.saturating_sub(1);
                    totals.bytes = totals.bytes.saturating_sub(file.length);
                }
                continue;
            }
            let bytes = other.bytes(*at)?;
            let place = BlockPlace {
                offset: inner.end,
                ..*at
            };
            inner.file.write_all(&bytes).map_err(fail)?;
            inner.end += place.length;
            inner.folders.insert(name.clone(), place);
        }
        inner.totals.files += totals.files;
        inner.totals.bytes += totals.bytes;
        Ok(())
    }

    /// Completes the record.
    pub(in crate::write) fn finish(
        mut self,
        program: Fingerprint,
        inputs: Option<Fingerprint>,
    ) -> Result<Manifest, WriteError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let folders = inner.folders.iter();
        let index = encode_index(folders.map(|(name, place)| (name.as_ref(), *place)));
        let footer = Footer {
            index: inner.end,
            index_length: index.len() as u64,
            folders: inner.folders.len() as u64,
            totals: inner.totals,
            program,
            inputs,
            checksum: Fingerprint::default(),
        };
        let sum = footer.sum(&index);
        let parts: [&[u8]; 3] = [&index, &footer.encode(), &sum.to_bytes()];
        let written = self
            .steps
            .pass()
            .and_then(|()| parts.iter().try_for_each(|part| inner.file.write_all(part)))
            .and_then(|()| inner.file.flush());
        written.map_err(|cause| WriteError::io(&self.path, cause))?;
        drop(inner);
        match Manifest::read(&self.path)? {
            Reading::Found(manifest) if manifest.sum == sum => {
                self.finished = true;
                Ok(manifest)
            }
            _ => Err(WriteError::BrokenRecord {
                record: self.path.clone(),
            }),
        }
    }
}

impl Unfinished {
    /// A block that was written before, taken back.
    fn again(&mut self, place: BlockPlace) -> io::Result<Block> {
        self.file.flush()?;
        let bytes = read_at(self.file.get_mut(), place)?;
        self.file.get_mut().seek(SeekFrom::End(0))?;
        let block = Block::decode(&bytes).ok_or(io::ErrorKind::InvalidData)?;
        self.totals.files -= block.files().len() as u64;
        self.totals.bytes -= size(&block);
        Ok(block)
    }
}

/// Bytes of all files.
fn size(block: &Block) -> u64 {
    block.files().iter().map(|file| file.length).sum()
}

fn joined(folder: &str, earlier: Block, later: Block) -> Result<Block, WriteError> {
    let mut files = earlier.into_files();
    files.extend(later.into_files());
    Block::new(files).map_err(|name| WriteError::Twice {
        path: join(folder, &name),
    })
}

impl Drop for Recording {
    fn drop(&mut self) {
        if !self.finished && !self.steps.is_dead() {
            let _ = fs::remove_file(&self.path);
        }
    }
}
