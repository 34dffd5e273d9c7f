//! The record of what a build wrote, in `.shirube/`: how the next one knows its own files.
//!
//! A block for every folder, in the order in which folders were done; then an index of folders,
//! sorted; then a few numbers and the checksum of index and numbers. Each block's checksum stands
//! in the index, so that a block can be read alone: memory doesn't grow with the number of files.
//!
//! The version of this format is no version of the program. A record that another program made
//! still tells which files are ours; only what their fingerprints mean is unknown then.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::block::Block;
use super::bytes::{Reader, put_number, put_text};
use super::error::WriteError;
use super::path::{is_plain, join, split};
use super::steps::Steps;
use crate::fingerprint::{Fingerprint, Mixer};

/// The first bytes, with the version of the format.
const MAGIC: &[u8; 16] = b"shirube output 2";
/// Where the index begins, its length, folders, files, bytes; program; inputs and whether they
/// are known; the checksum.
const FOOTER: usize = 5 * 8 + 16 + 16 + 1 + 16;
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

/// All files together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) files: u64,
    pub(super) bytes: u64,
}

#[derive(Debug)]
enum Source {
    Memory(Vec<u8>),
    File(Mutex<File>),
}

#[derive(Clone, Debug)]
struct FolderEntry {
    name: Box<str>,
    at: BlockPlace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct BlockPlace {
    offset: u64,
    length: u64,
    hash: u64,
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

fn slice(bytes: &[u8], place: BlockPlace) -> Option<&[u8]> {
    let start = usize::try_from(place.offset).ok()?;
    let length = usize::try_from(place.length).ok()?;
    bytes.get(start..start.checked_add(length)?)
}

fn read_at(file: &mut File, place: BlockPlace) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    // What is cut off fails its checksum; a made-up length reserves no memory.
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decode_index(bytes: &[u8], count: u64) -> Option<Vec<FolderEntry>> {
    let mut reader = Reader(bytes);
    let mut folders: Vec<FolderEntry> = Vec::new();
    for _ in 0..count {
        let name = reader.text()?;
        let follows = folders.last().is_none_or(|last| last.name.as_ref() < name);
        // A path that leads elsewhere would have files deleted that aren't ours.
        if !follows || !(name.is_empty() || is_plain(name)) {
            return None;
        }
        folders.push(FolderEntry {
            name: name.into(),
            at: BlockPlace {
                offset: reader.number()?,
                length: reader.number()?,
                hash: reader.word()?,
            },
        });
    }
    reader.is_empty().then_some(folders)
}

struct Footer {
    index: u64,
    index_length: u64,
    folders: u64,
    totals: Totals,
    program: Fingerprint,
    inputs: Option<Fingerprint>,
    checksum: Fingerprint,
}

impl Footer {
    /// Without the checksum.
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FOOTER);
        let Totals { files, bytes: size } = self.totals;
        for number in [self.index, self.index_length, self.folders, files, size] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.program.to_bytes());
        bytes.extend(self.inputs.unwrap_or_default().to_bytes());
        bytes.push(u8::from(self.inputs.is_some()));
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let mut footer = Self {
            index: reader.word()?,
            index_length: reader.word()?,
            folders: reader.word()?,
            totals: Totals {
                files: reader.word()?,
                bytes: reader.word()?,
            },
            program: Fingerprint::from_bytes(reader.array()?),
            inputs: Some(Fingerprint::from_bytes(reader.array()?)),
            checksum: Fingerprint::default(),
        };
        match reader.array()? {
            [0] => footer.inputs = None,
            [1] => {}
            _ => return None,
        }
        footer.checksum = Fingerprint::from_bytes(reader.array()?);
        Some(footer)
    }

    fn sum(&self, index: &[u8]) -> Fingerprint {
        Mixer::default()
            .bytes(MAGIC)
            .bytes(index)
            .bytes(&self.encode())
            .finish()
    }
}

/// A record while it is made. Dropped before [`Recording::finish`], it leaves nothing.
#[derive(Debug)]
pub(super) struct Recording {
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
    pub(super) fn begin(path: &Path, steps: &Arc<Steps>) -> Result<Self, WriteError> {
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
    pub(super) fn add(&self, folder: &str, block: Block) -> Result<(), WriteError> {
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
        let sum = |block: &Block| block.files().iter().map(|file| file.length).sum::<u64>();
        inner.totals.files += block.files().len() as u64;
        inner.totals.bytes += sum(&block);
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
    pub(super) fn take_over(
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
    pub(super) fn finish(
        mut self,
        program: Fingerprint,
        inputs: Option<Fingerprint>,
    ) -> Result<Manifest, WriteError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut index = Vec::with_capacity(inner.folders.len() * 48);
        for (name, place) in &inner.folders {
            put_text(&mut index, name);
            put_number(&mut index, place.offset);
            put_number(&mut index, place.length);
            index.extend(place.hash.to_le_bytes());
        }
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
        let sum = block.files().iter().map(|file| file.length).sum::<u64>();
        self.totals.bytes -= sum;
        Ok(block)
    }
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
