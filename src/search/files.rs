//! Terms and pages → the files of an index: `docs/search.md`, "Files".

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::search::fold::is_gram;
use crate::search::invert::Entry;
use crate::search::pages::PageInfo;
use crate::search::postings::push_number;

/// The version of the format; scripts refuse any other.
const VERSION: u32 = 1;
/// An index whose blocks are smaller than this together, unpacked, is one part: whoever searches
/// needs most of it anyway.
const ONE_PART: usize = 1_500_000;
/// Files that the terms and the pages of a larger index may take. Whoever reads a few results
/// needs a block of pages for each, and one or two blocks of terms for each word.
const TERM_PARTS: usize = 622;
const PAGE_PARTS: usize = 370;
/// The least size of a block, unpacked.
const LEAST_BLOCK: usize = 8_000;
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

#[derive(Serialize)]
struct EntryFile<'a> {
    version: u32,
    parts: &'a [String],
    terms: Vec<(&'a str, usize, usize)>,
    records: Vec<(usize, usize, usize)>,
    facets: (usize, usize),
    #[serde(flatten)]
    contents: &'a Contents,
}

/// A file of the index by its path below `search/`.
pub(super) type File = (String, Vec<u8>);

/// The entry file and the parts.
pub(super) fn files(
    terms: &[Entry],
    pages: &[PageInfo],
    facets: &[Entry],
    contents: &Contents,
) -> Vec<File> {
    let (first_terms, mut blocks): (Vec<_>, Vec<_>) = term_blocks(terms).into_iter().unzip();
    let (first_pages, page_blocks): (Vec<_>, Vec<_>) = page_blocks(pages).into_iter().unzip();
    blocks.extend(page_blocks);
    blocks.push(term_block(facets));
    let one = blocks.iter().map(Vec::len).sum::<usize>() <= ONE_PART;
    // For each block: its part and its place in it.
    let mut places = Vec::with_capacity(blocks.len());
    let mut unpacked: Vec<Vec<u8>> = Vec::new();
    for block in blocks {
        match unpacked.last_mut() {
            Some(part) if one => {
                places.push((0, part.len()));
                part.extend(block);
            }
            _ => {
                places.push((unpacked.len(), 0));
                unpacked.push(block);
            }
        }
    }
    let packed: Vec<Vec<u8>> = unpacked.par_iter().map(|part| gzip(part)).collect();
    let names = names(&packed);
    let (of_terms, others) = places.split_at(first_terms.len());
    let entry = EntryFile {
        version: VERSION,
        parts: &names,
        terms: first_terms
            .iter()
            .zip(of_terms)
            .map(|(first, (part, offset))| (&**first, *part, *offset))
            .collect(),
        records: first_pages
            .iter()
            .zip(others)
            .map(|(first, (part, offset))| (*first, *part, *offset))
            .collect(),
        facets: places[places.len() - 1],
        contents,
    };
    let entry = serde_json::to_vec(&entry).unwrap_or_default();
    let mut files = vec![("entry.json".to_owned(), entry)];
    let named = names.iter().zip(packed);
    files.extend(named.map(|(name, bytes)| (format!("parts/{name}.bin"), bytes)));
    // Two parts with the same bytes have the same name.
    files.sort();
    files.dedup();
    files
}

/// Blocks of terms, each with a text that sorts behind all terms before it and not behind its own.
/// The first is empty, so that every term has a block.
fn term_blocks(terms: &[Entry]) -> Vec<(String, Vec<u8>)> {
    let total: usize = terms.iter().map(weight).sum();
    let least = (total / TERM_PARTS).max(LEAST_BLOCK);
    let mut groups: Vec<&[Entry]> = Vec::new();
    let mut start = 0;
    let mut size = 0;
    for (position, term) in terms.iter().enumerate() {
        size += weight(term);
        let ends_kind = terms
            .get(position + 1)
            .is_some_and(|next| kind(next) != kind(term));
        if size >= least || ends_kind {
            groups.push(&terms[start..=position]);
            start = position + 1;
            size = 0;
        }
    }
    groups.push(&terms[start..]);
    let last = |group: &&[Entry]| group.last().map_or("", |(term, _)| term).to_owned();
    let lasts: Vec<String> = std::iter::once(String::new())
        .chain(groups.iter().map(last))
        .collect();
    groups
        .par_iter()
        .zip(&lasts)
        .map(|(group, before)| {
            let first = group.first().map_or("", |(term, _)| term);
            (beginning(first, before), term_block(group))
        })
        .collect()
}

/// As much of a term as tells it from the one before it.
fn beginning(term: &str, before: &str) -> String {
    let same = term.chars().zip(before.chars());
    let same = same.take_while(|(one, other)| one == other).count();
    let length = if before.is_empty() { 0 } else { same + 1 };
    term.chars().take(length).collect()
}

/// What a term's first character tells it is.
fn kind((term, _): &Entry) -> char {
    match term.chars().next() {
        Some(first @ ('_' | '<' | '=' | '~')) => first,
        Some(first) if is_gram(first) => 'g',
        _ => 'w',
    }
}

/// Bytes of a term in its block, as far as they tell how large the block should be: those that
/// are seldom asked for stand in larger ones. Readings shrink most when they are compressed.
fn weight(entry: &Entry) -> usize {
    let (term, posting) = entry;
    let bytes = term.len() + posting.len() + 2;
    match kind(entry) {
        '_' | '~' => bytes / 3,
        '<' => bytes / 2,
        _ => bytes,
    }
}

fn term_block(terms: &[Entry]) -> Vec<u8> {
    let mut block = Vec::new();
    push_number(
        &mut block,
        terms.iter().map(|(term, _)| term.len() + 1).sum(),
    );
    for (term, _) in terms {
        block.extend_from_slice(term.as_bytes());
        block.push(b'\n');
    }
    for (_, posting) in terms {
        push_number(&mut block, posting.len());
    }
    for (_, posting) in terms {
        block.extend_from_slice(posting);
    }
    block
}

/// Blocks of pages with the numbers of their first pages.
fn page_blocks(pages: &[PageInfo]) -> Vec<(usize, Vec<u8>)> {
    let pages: Vec<Vec<u8>> = pages
        .par_iter()
        .map(|page| serde_json::to_vec(page).unwrap_or_default())
        .collect();
    let total: usize = pages.iter().map(Vec::len).sum();
    let least = (total / PAGE_PARTS).max(LEAST_BLOCK);
    let mut blocks: Vec<(usize, Vec<u8>)> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        match blocks.last_mut() {
            Some((_, block)) if block.len() < least => block.push(b','),
            _ => blocks.push((number, vec![b'['])),
        }
        if let Some((_, block)) = blocks.last_mut() {
            block.extend_from_slice(page);
        }
    }
    for (_, block) in &mut blocks {
        block.push(b']');
    }
    blocks
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Neither the time nor a name is in the header: the same bytes give the same file.
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    // Writing into memory doesn't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Names made from contents; longer where two contents would share one.
fn names(parts: &[Vec<u8>]) -> Vec<String> {
    let hashes: Vec<String> = parts
        .iter()
        .map(|part| format!("{:016x}", xxh3_64(part)))
        .collect();
    let of_length = |digits: usize| -> Vec<String> {
        hashes
            .iter()
            .map(|hash| hash[..digits].to_owned())
            .collect()
    };
    let names = of_length(NAME_DIGITS);
    let mut seen: BTreeMap<&str, &[u8]> = BTreeMap::new();
    let unique = names
        .iter()
        .zip(parts)
        .all(|(name, part)| *seen.entry(name).or_insert(part) == part);
    if unique { names } else { of_length(16) }
}
