//! Which files an output folder holds, by folder.
//!
//! About 60 bytes of memory a file: 3 MB for 50,000 pages.

use std::collections::BTreeMap;
use std::ops::Bound;

use xxhash_rust::xxh3::xxh3_64;

/// One written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileEntry {
    /// Without its folder.
    pub(super) name: Box<str>,
    /// Bytes.
    pub(super) length: u64,
    /// XXH3 of its bytes. It tells accidental changes only, which is all it is asked for.
    pub(super) hash: u64,
    /// Whether this build wrote it anew.
    pub(super) staged: bool,
}

impl FileEntry {
    pub(super) fn new(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            length: bytes.len() as u64,
            hash: xxh3_64(bytes),
            staged: false,
        }
    }

    /// An entry that no bytes match, for a file that may or may not have been written.
    pub(super) fn uncertain(name: &str) -> Self {
        Self {
            name: name.into(),
            length: u64::MAX,
            hash: 0,
            staged: false,
        }
    }

    pub(super) fn same_bytes(&self, other: &Self) -> bool {
        self.length == other.length && self.hash == other.hash
    }
}

/// Files by folder (`/` between names, empty at the top), sorted by name in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    folders: BTreeMap<Box<str>, Vec<FileEntry>>,
}

impl Listing {
    /// Adds a folder's files, in any order. Gives back a name that occurs twice.
    pub(super) fn add_folder(
        &mut self,
        folder: &str,
        mut files: Vec<FileEntry>,
    ) -> Result<(), Box<str>> {
        files.sort_unstable_by(|left, right| left.name.cmp(&right.name));
        let twice = files
            .iter()
            .zip(files.iter().skip(1))
            .find(|(left, right)| left.name == right.name);
        if let Some((file, _)) = twice {
            return Err(file.name.clone());
        }
        if !files.is_empty() {
            self.folders.insert(folder.into(), files);
        }
        Ok(())
    }

    pub(super) fn folders(&self) -> impl Iterator<Item = (&str, &[FileEntry])> {
        self.folders
            .iter()
            .map(|(folder, files)| (folder.as_ref(), files.as_slice()))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &FileEntry)> {
        self.folders()
            .flat_map(|(folder, files)| files.iter().map(move |file| (folder, file)))
    }

    pub(super) fn get(&self, folder: &str, name: &str) -> Option<&FileEntry> {
        let files = self.folders.get(folder)?;
        let position = files
            .binary_search_by(|file| file.name.as_ref().cmp(name))
            .ok()?;
        files.get(position)
    }

    /// Whether a path, with `/` between names, is one of the files.
    pub(super) fn has_file(&self, path: &str) -> bool {
        let (folder, name) = split(path);
        self.get(folder, name).is_some()
    }

    /// Whether a path is a folder that holds files, directly or further below.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let first = self
            .folders
            .range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded))
            .next();
        self.folders.contains_key(path) || first.is_some_and(|(found, _)| found.starts_with(&below))
    }

    /// Everything that is here and not in another listing: folder and name.
    pub(super) fn without<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files()
            .map(|(folder, file)| (folder, file.name.as_ref()))
            .filter(|(folder, name)| other.get(folder, name).is_none())
    }

    /// What the output may hold while `new` replaces `self`: every file of both, and uncertainty
    /// about those that are being written.
    pub(super) fn in_between(&self, new: &Self) -> Self {
        let mut both = self.clone();
        for (folder, files) in new.folders() {
            let merged = both.folders.entry(folder.into()).or_default();
            for file in files.iter().filter(|file| file.staged) {
                let entry = FileEntry::uncertain(&file.name);
                match merged.binary_search_by(|known| known.name.cmp(&file.name)) {
                    Ok(position) => {
                        if let Some(known) = merged.get_mut(position) {
                            *known = entry;
                        }
                    }
                    Err(position) => merged.insert(position, entry),
                }
            }
        }
        both.folders.retain(|_, files| !files.is_empty());
        both
    }
}

/// A path's folder, empty at the top, and its last name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A folder and a name as one path.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::{FileEntry, Listing};

    fn listing(paths: &[(&str, &[&str])]) -> Listing {
        let mut listing = Listing::default();
        for (folder, names) in paths {
            let files = names
                .iter()
                .map(|name| FileEntry::new(name, name.as_bytes()))
                .collect();
            listing.add_folder(folder, files).expect("no name twice");
        }
        listing
    }

    #[test]
    fn folders_are_known_by_what_lies_below() {
        let listing = listing(&[("a/b", &["x"]), ("a-b", &["y"])]);
        assert!(listing.has_folder("a") && listing.has_folder("a/b") && listing.has_folder("a-b"));
        assert!(!listing.has_folder("a/b/x") && !listing.has_folder("b"));
        assert!(listing.has_file("a/b/x") && !listing.has_file("a/b"));
    }

    #[test]
    fn a_name_twice_is_found() {
        let files = vec![FileEntry::new("x", b"1"), FileEntry::new("x", b"2")];
        assert_eq!(Listing::default().add_folder("a", files), Err("x".into()));
    }

    #[test]
    fn in_between_both_are_known_and_the_new_ones_uncertain() {
        let old = listing(&[("a", &["gone", "kept"])]);
        let mut new = Listing::default();
        let mut fresh = FileEntry::new("fresh", b"1");
        fresh.staged = true;
        new.add_folder("a", vec![FileEntry::new("kept", b"kept"), fresh])
            .expect("no name twice");
        let between = old.in_between(&new);
        let names: Vec<&str> = between
            .files()
            .map(|(_, file)| file.name.as_ref())
            .collect();
        assert_eq!(names, ["fresh", "gone", "kept"]);
        assert_eq!(
            between.get("a", "fresh").map(|file| file.length),
            Some(u64::MAX)
        );
        assert_eq!(between.get("a", "kept"), old.get("a", "kept"));
    }
}
