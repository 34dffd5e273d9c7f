//! The folders of the output while they are written, found by many threads at once.

#![expect(
    clippy::disallowed_types,
    reason = "long names with the same beginnings are slow to compare; their order never shows"
)]

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::Folder;

/// More than there are threads, so that they seldom meet.
const SHELVES: usize = 64;

type Shelf = RwLock<HashMap<Box<str>, Arc<Folder>>>;

/// Folders by their names.
#[derive(Debug)]
pub(super) struct Folders {
    shelves: Vec<Shelf>,
}

impl Default for Folders {
    fn default() -> Self {
        Self {
            shelves: (0..SHELVES).map(|_| RwLock::default()).collect(),
        }
    }
}

impl Folders {
    /// A folder, new at the first time.
    pub(super) fn get(&self, name: &str) -> Arc<Folder> {
        let shelf = self.shelf(name);
        let known = shelf.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known.get(name) {
            return Arc::clone(folder);
        }
        drop(known);
        let mut folders = shelf.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(folders.entry(name.into()).or_default())
    }

    /// Takes a folder out.
    pub(super) fn remove(&self, name: &str) -> Option<Arc<Folder>> {
        let mut folders = self
            .shelf(name)
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        folders.remove(name)
    }

    /// All that are left, by name.
    pub(super) fn into_sorted(self) -> Vec<(Box<str>, Arc<Folder>)> {
        let inner = |shelf: Shelf| shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut folders: Vec<_> = self.shelves.into_iter().flat_map(inner).collect();
        folders.par_sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        folders
    }

    fn shelf(&self, name: &str) -> &Shelf {
        let place = xxh3_64(name.as_bytes()) % SHELVES as u64;
        // The remainder is less than the length.
        &self.shelves[usize::try_from(place).unwrap_or_default()]
    }
}
