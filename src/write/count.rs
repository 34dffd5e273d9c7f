//! A build that is only counted: what it would write, without a folder.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::copies;
use crate::parse::site::Compress;
use crate::plan::OutputPath;

/// Counts files and their bytes, from many threads.
#[derive(Debug, Default)]
pub struct Counter {
    compress: Compress,
    files: AtomicUsize,
    bytes: AtomicU64,
}

impl Counter {
    /// Counts files with the copies that they would get; those are made and forgotten, since
    /// nothing else tells their size.
    pub fn new(compress: Compress) -> Self {
        Self {
            compress,
            ..Self::default()
        }
    }

    /// Counts a file.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        for encoding in self.compress.of(path.as_str(), bytes.len() as u64) {
            if let Some(copy) = copies::compressed(encoding, bytes) {
                self.add(copy.len() as u64);
            }
        }
    }

    /// Files, and their bytes together.
    pub fn totals(&self) -> (usize, u64) {
        let files = self.files.load(Ordering::Acquire);
        (files, self.bytes.load(Ordering::Acquire))
    }

    fn add(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::AcqRel);
        self.bytes.fetch_add(bytes, Ordering::AcqRel);
    }
}
