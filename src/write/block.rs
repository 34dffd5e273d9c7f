//! The files of one folder of the output, as the record keeps them.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::xxh3_64;

use super::bytes::{Reader, put_number, put_text};
use super::path::is_plain_name;
use crate::fingerprint::Fingerprint;

/// What a file system tells of a file beside its length: another stamp means that someone may have
/// changed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// When it was changed, in nanoseconds since 1970.
    modified: i64,
    /// Which file it is; 0 where that can't be asked for. A file that someone put in the place of
    /// ours is another one, even with the same time.
    inode: u64,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or(0, |time| {
            let nanoseconds =
                |span: std::time::Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
            match time.duration_since(UNIX_EPOCH) {
                Ok(span) => nanoseconds(span),
                Err(earlier) => -nanoseconds(earlier.duration()),
            }
        });
        Self {
            modified,
            inode: inode(metadata),
        }
    }
}

#[cfg(unix)]
pub(super) fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
pub(super) fn inode(_metadata: &Metadata) -> u64 {
    0
}

/// One file that a build wrote or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileEntry {
    /// Without its folder.
    pub(super) name: Box<str>,
    /// Bytes.
    pub(super) length: u64,
    /// XXH3 of its bytes. It tells accidental changes only, which is all it is asked for.
    pub(super) hash: u64,
    pub(super) stamp: Stamp,
    /// What it was made from.
    pub(super) fingerprint: Option<Fingerprint>,
}

impl FileEntry {
    /// Of bytes that are not on the disk yet.
    pub(super) fn new(name: &str, bytes: &[u8], fingerprint: Option<Fingerprint>) -> Self {
        Self {
            name: name.into(),
            length: bytes.len() as u64,
            hash: xxh3_64(bytes),
            stamp: Stamp::default(),
            fingerprint,
        }
    }

    /// Whether a file is the very one that was recorded.
    pub(super) fn is_at(&self, metadata: &Metadata) -> bool {
        metadata.is_file() && metadata.len() == self.length && Stamp::of(metadata) == self.stamp
    }

    pub(super) fn same_bytes(&self, other: &Self) -> bool {
        self.length == other.length && self.hash == other.hash
    }
}

/// Files of one folder, sorted by name, no name twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    files: Vec<FileEntry>,
}

impl Block {
    /// From files in any order. Gives back a name that occurs twice.
    pub(super) fn new(mut files: Vec<FileEntry>) -> Result<Self, Box<str>> {
        files.sort_unstable_by(|left, right| left.name.cmp(&right.name));
        let twice = files
            .iter()
            .zip(files.iter().skip(1))
            .find(|(left, right)| left.name == right.name);
        match twice {
            Some((file, _)) => Err(file.name.clone()),
            None => Ok(Self { files }),
        }
    }

    pub(super) fn files(&self) -> &[FileEntry] {
        &self.files
    }

    pub(super) fn into_files(self) -> Vec<FileEntry> {
        self.files
    }

    pub(super) fn get(&self, name: &str) -> Option<&FileEntry> {
        let position = self
            .files
            .binary_search_by(|file| file.name.as_ref().cmp(name))
            .ok()?;
        self.files.get(position)
    }

    /// Names that are here and not in another folder's state.
    pub(super) fn without(self, other: &Self) -> Vec<Box<str>> {
        let gone = self
            .files
            .into_iter()
            .filter(|file| other.get(&file.name).is_none());
        gone.map(|file| file.name).collect()
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.files.len() * 64);
        put_number(&mut bytes, self.files.len() as u64);
        for file in &self.files {
            put_text(&mut bytes, &file.name);
            put_number(&mut bytes, file.length);
            bytes.extend(file.hash.to_le_bytes());
            bytes.extend(file.stamp.modified.to_le_bytes());
            bytes.extend(file.stamp.inode.to_le_bytes());
            bytes.push(u8::from(file.fingerprint.is_some()));
            if let Some(fingerprint) = file.fingerprint {
                bytes.extend(fingerprint.to_bytes());
            }
        }
        bytes
    }

    /// `None` for anything that [`Block::encode`] doesn't make, names that lead elsewhere included:
    /// the record may come with someone else's project.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let count = usize::try_from(reader.number()?).ok()?;
        // No file takes fewer bytes than this, so a made-up count reserves no memory.
        let mut files: Vec<FileEntry> = Vec::with_capacity(count.min(bytes.len() / 27));
        for _ in 0..count {
            let name = reader.text()?;
            let follows = files.last().is_none_or(|last| last.name.as_ref() < name);
            if !is_plain_name(name) || !follows {
                return None;
            }
            files.push(FileEntry {
                name: name.into(),
                length: reader.number()?,
                hash: reader.word()?,
                stamp: Stamp {
                    modified: reader.array().map(i64::from_le_bytes)?,
                    inode: reader.word()?,
                },
                fingerprint: match reader.array()? {
                    [0] => None,
                    [1] => Some(Fingerprint::from_bytes(reader.array()?)),
                    _ => return None,
                },
            });
        }
        reader.is_empty().then_some(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(names: &[&str]) -> Block {
        let files = names
            .iter()
            .map(|name| FileEntry::new(name, name.as_bytes(), Some(Fingerprint::of(b"made"))));
        Block::new(files.collect()).expect("no name twice")
    }

    #[test]
    fn a_name_twice_is_found() {
        let files = ["x", "y", "x"].map(|name| FileEntry::new(name, b"1", None));
        assert_eq!(Block::new(files.to_vec()), Err("x".into()));
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        for names in [&["b", "a", "日本"][..], &[]] {
            let block = block(names);
            assert_eq!(Block::decode(&block.encode()), Some(block));
        }
    }

    #[test]
    fn cut_off_bytes_and_names_that_lead_elsewhere_are_refused() {
        let bytes = block(&["abc", "def"]).encode();
        for end in 0..bytes.len() {
            assert_eq!(Block::decode(&bytes[..end]), None, "{end}");
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(text.contains("abc"));
        for bad in [&b"../"[..], b"a/b", b"ghi", b"\0\0\0", b"def"] {
            let mut bytes = bytes.clone();
            let at = bytes
                .windows(3)
                .position(|part| part == b"abc")
                .expect("there");
            bytes[at..at + 3].copy_from_slice(bad);
            assert_eq!(Block::decode(&bytes), None, "{bad:?}");
        }
    }

    #[test]
    fn what_is_gone_is_named() {
        let gone = block(&["gone", "kept"]).without(&block(&["kept", "new"]));
        assert_eq!(gone, ["gone".into()]);
    }
}
