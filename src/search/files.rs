//! Terms and pages → the files of an index: `docs/search.md`, "Files".

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::search::cut::Block;
use crate::search::table::{self, Table};

/// The version of the format; scripts refuse any other.
const VERSION: u32 = 1;
/// An index whose blocks are smaller than this together, unpacked, is one part: about 85 kB, which
/// a phone has sooner than one part after another. Of a larger one, the first query of a visit
/// takes four steps instead of two, and a small share of the bytes.
const ONE_PART: usize = 250_000;
/// Hexadecimal digits of a part's name.
const NAME_DIGITS: usize = 8;

/// What the entry file says beside where the blocks are.
#[derive(Debug, Serialize)]
pub(super) struct Contents {
    /// How many pages there are.
    pub pages: usize,
    /// What readers call each kind of page.
    pub kinds: BTreeMap<String, String>,
    /// Collections that have records.
    pub collections: BTreeMap<String, CollectionContents>,
}

/// What the entry file says about a collection.
#[derive(Debug, Serialize)]
pub(super) struct CollectionContents {
    /// The first of its records and one past the last.
    pub pages: [usize; 2],
    /// `all` or `some`; absent where it has no comparisons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<&'static str>,
}

/// Lists that are long are one text each, which is smaller when it is compressed.
#[derive(Serialize)]
struct EntryFile<'a> {
    version: u32,
    parts: String,
    starts: Vec<usize>,
    terms: String,
    records: Vec<usize>,
    #[serde(flatten)]
    contents: &'a Contents,
}

/// The entry file and the parts of an index, by their path below `search/`.
pub(super) fn files(
    terms: &[Block],
    page_blocks: Vec<(usize, Vec<u8>)>,
    facets: Vec<u8>,
    contents: &Contents,
) -> Vec<(String, Arc<[u8]>)> {
    let first_terms = beginnings(terms);
    let (pages_in, page_blocks): (Vec<usize>, Vec<Vec<u8>>) = page_blocks.into_iter().unzip();
    let mut blocks: Vec<Arc<[u8]>> = terms.iter().map(|block| Arc::clone(&block.bytes)).collect();
    if blocks.is_empty() {
        blocks.push(Table::default().take_block().into());
    }
    blocks.extend(page_blocks.into_iter().map(Arc::from));
    blocks.push(facets.into());
    let one = blocks.iter().map(|block| block.len()).sum::<usize>() <= ONE_PART;
    // Where each block starts in its part.
    let starts = blocks.iter().scan(0, |end, block| {
        let start = if one { *end } else { 0 };
        *end += block.len();
        Some(start)
    });
    let starts: Vec<usize> = starts.collect();
    let parts = if one {
        vec![blocks.concat().into()]
    } else {
        blocks
    };
    let names = names(&parts);
    let entry = EntryFile {
        version: VERSION,
        parts: names.concat(),
        starts,
        terms: first_terms.join("\n"),
        records: pages_in,
        contents,
    };
    let entry = serde_json::to_vec(&entry).unwrap_or_default();
    let mut files = vec![("entry.bin".to_owned(), Arc::from(entry))];
    let named = names.iter().zip(parts);
    files.extend(named.map(|(name, part)| (format!("parts/{name}.bin"), part)));
    // Two parts with the same bytes have the same name.
    files.sort();
    files.dedup();
    files
}

/// For each block of terms a text that sorts behind all terms before it and not behind its own.
/// The first is empty, so that every term has a block.
fn beginnings(blocks: &[Block]) -> Vec<String> {
    let text = |term| std::str::from_utf8(term).unwrap_or_default();
    let mut before = "";
    let mut beginnings: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let first = text(table::first(&block.bytes));
        beginnings.push(beginning(first, before));
        before = text(table::last(&block.bytes));
    }
    if beginnings.is_empty() {
        beginnings.push(String::new());
    }
    beginnings
}

/// As much of a term as tells it from the one before it.
fn beginning(term: &str, before: &str) -> String {
    let same = term.chars().zip(before.chars());
    let same = same.take_while(|(one, other)| one == other).count();
    let length = if before.is_empty() { 0 } else { same + 1 };
    term.chars().take(length).collect()
}

/// A file's bytes as they are published.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Neither the time nor a name is in the header: the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    // Writing into memory doesn't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Names made from contents; longer where two contents would share one.
fn names(parts: &[Arc<[u8]>]) -> Vec<String> {
    let hashes: Vec<u64> = parts.par_iter().map(|part| xxh3_64(part)).collect();
    let mut sorted = hashes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let cut = 64 - 4 * NAME_DIGITS;
    let unique = sorted
        .windows(2)
        .all(|pair| pair[0] >> cut != pair[1] >> cut);
    let digits = if unique { NAME_DIGITS } else { 16 };
    let name = |hash: &u64| format!("{hash:016x}")[..digits].to_owned();
    hashes.iter().map(name).collect()
}
