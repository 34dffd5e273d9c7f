//! The files of a built site, and whether two of them are the same.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use shirube::parse::site::Compress;

/// A file or folder that can't be read.
pub(super) type Failure = (PathBuf, io::Error);

/// Bytes compared at a time.
const CHUNK: usize = 64 * 1024;
/// A larger file is compared but not looked into; no page or record comes near it.
pub(super) const LARGEST: u64 = 32 * 1024 * 1024;

/// A path that one or both of the sites have, with its size in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Below the site, with `/`.
    pub(super) path: String,
    pub(super) old: Option<u64>,
    pub(super) new: Option<u64>,
}

/// Every path of both sites, sorted.
pub(super) fn entries(old: &Path, new: &Path) -> Result<Vec<Entry>, Failure> {
    let (old, new) = (list(old)?, list(new)?);
    let mut entries = Vec::with_capacity(old.len().max(new.len()));
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return Ok(entries),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => left.0.cmp(&right.0),
        };
        let left = order.is_le().then(|| old.next()).flatten();
        let right = order.is_ge().then(|| new.next()).flatten();
        let sizes = (
            left.as_ref().map(|file| file.1),
            right.as_ref().map(|file| file.1),
        );
        if let Some((path, _)) = left.or(right) {
            entries.push(Entry {
                path,
                old: sizes.0,
                new: sizes.1,
            });
        }
    }
}

/// Plain files below a folder, without compressed copies, which say the same once more. Links aren't
/// followed: a site has none, and one that was unpacked from somewhere must not lead out of its
/// folder.
fn list(root: &Path) -> Result<Vec<(String, u64)>, Failure> {
    let failure = |error: walkdir::Error| {
        let path = error.path().unwrap_or(root).to_owned();
        (path, error.into())
    };
    // Asked for itself, since a folder that isn't there must not pass for an empty site.
    let own = std::fs::metadata(root).map_err(|error| (root.to_owned(), error))?;
    if !own.is_dir() {
        return Err((root.to_owned(), io::ErrorKind::NotADirectory.into()));
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.map_err(failure)?;
        if !entry.file_type().is_file() {
            continue;
        }
        let size = entry.metadata().map_err(failure)?.len();
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        files.push((path.to_string_lossy().replace('\\', "/"), size));
    }
    files.sort();
    let paths: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let is_copy = |path: &str| {
        let file = Compress::ALL.copied(path);
        file.is_some_and(|file| paths.contains(file))
    };
    files.retain(|(path, _)| !is_copy(path));
    Ok(files)
}

/// Whether two files hold the same bytes, reading no more of them than it takes to know.
pub(super) fn same(old: &Path, new: &Path) -> Result<bool, Failure> {
    let open = |path: &Path| File::open(path).map_err(|error| (path.to_owned(), error));
    let (mut left, mut right) = (open(old)?, open(new)?);
    let (mut one, mut other) = (vec![0; CHUNK], vec![0; CHUNK]);
    loop {
        let read = fill(&mut left, &mut one).map_err(|error| (old.to_owned(), error))?;
        let also = fill(&mut right, &mut other).map_err(|error| (new.to_owned(), error))?;
        if one.get(..read) != other.get(..also) {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// A file as text. What isn't UTF-8 is replaced: it is only going to be compared and shown.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    read.map_err(|error| (path.to_owned(), error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
