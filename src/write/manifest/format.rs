//! The parts of a record and their bytes.
//!
//! A block for every folder, in the order in which folders were done; then an index of folders,
//! sorted; then a few numbers and the checksum of index and numbers. Each block's checksum stands
//! in the index, so that a block can be read alone.
//!
//! The version of this format is no version of the program. A record that another program made
//! still tells which files are ours; only what their fingerprints mean is unknown then.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use crate::fingerprint::{Fingerprint, Mixer};
use crate::write::bytes::{Reader, put_number, put_text};
use crate::write::path::is_plain;

/// The first bytes, with the version of the format.
pub(super) const MAGIC: &[u8; 16] = b"shirube output 2";
/// Where the index begins, its length, folders, files, bytes; program; inputs and whether they
/// are known; the checksum.
pub(super) const FOOTER: usize = 5 * 8 + 16 + 16 + 1 + 16;

/// All files together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::write) struct Totals {
    pub(in crate::write) files: u64,
    pub(in crate::write) bytes: u64,
}

/// A folder of the index.
#[derive(Clone, Debug)]
pub(super) struct FolderEntry {
    pub(super) name: Box<str>,
    pub(super) at: BlockPlace,
}

/// Where a folder's block stands, in bytes, and its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockPlace {
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) hash: u64,
}

pub(super) fn slice(bytes: &[u8], place: BlockPlace) -> Option<&[u8]> {
    let start = usize::try_from(place.offset).ok()?;
    let length = usize::try_from(place.length).ok()?;
    bytes.get(start..start.checked_add(length)?)
}

pub(super) fn read_at(file: &mut File, place: BlockPlace) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    // What is cut off fails its checksum; a made-up length reserves no memory.
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Folders must come sorted by name.
pub(super) fn encode_index<'a>(
    folders: impl ExactSizeIterator<Item = (&'a str, BlockPlace)>,
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(folders.len() * 48);
    for (name, place) in folders {
        put_text(&mut bytes, name);
        put_number(&mut bytes, place.offset);
        put_number(&mut bytes, place.length);
        bytes.extend(place.hash.to_le_bytes());
    }
    bytes
}

/// `None` for what is no index of so many folders.
pub(super) fn decode_index(bytes: &[u8], count: u64) -> Option<Vec<FolderEntry>> {
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

/// The end of a record.
pub(super) struct Footer {
    pub(super) index: u64,
    pub(super) index_length: u64,
    pub(super) folders: u64,
    pub(super) totals: Totals,
    pub(super) program: Fingerprint,
    pub(super) inputs: Option<Fingerprint>,
    pub(super) checksum: Fingerprint,
}

impl Footer {
    /// Without the checksum.
    pub(super) fn encode(&self) -> Vec<u8> {
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

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
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

    /// The checksum, with that of the index.
    pub(super) fn sum(&self, index: &[u8]) -> Fingerprint {
        Mixer::default()
            .bytes(MAGIC)
            .bytes(index)
            .bytes(&self.encode())
            .finish()
    }
}
