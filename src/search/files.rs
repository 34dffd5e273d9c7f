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
/// How many parts a larger index has; a few more, as every kind of block ends with one that is not
/// full.
const PARTS: f64 = 975.0;
/// The least size of a block, unpacked.
const LEAST_BLOCK: usize = 4_000;
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

/// A file of the index by its path below `search/`.
pub(super) type File = (String, Vec<u8>);

/// The entry file and the parts.
pub(super) fn files(
    terms: &[Entry],
    pages: &[PageInfo],
    facets: &[Entry],
    contents: &Contents,
) -> Vec<File> {
    let pages: Vec<Vec<u8>> = pages
        .par_iter()
        .map(|page| serde_json::to_vec(page).unwrap_or_default())
        .collect();
    let sizes = block_sizes(terms, &pages);
    let (first_terms, mut blocks): (Vec<_>, Vec<_>) =
        term_blocks(terms, &sizes).into_iter().unzip();
    let (pages_in, page_blocks): (Vec<_>, Vec<_>) =
        page_blocks(&pages, sizes[&Kind::Pages]).into_iter().unzip();
    blocks.extend(page_blocks);
    blocks.push(term_block(facets));
    let one = blocks.iter().map(Vec::len).sum::<usize>() <= ONE_PART;
    // Where each block starts in its part.
    let mut starts = Vec::with_capacity(blocks.len());
    let mut unpacked: Vec<Vec<u8>> = Vec::new();
    for block in blocks {
        match unpacked.last_mut() {
            Some(part) if one => {
                starts.push(part.len());
                part.extend(block);
            }
            _ => {
                starts.push(0);
                unpacked.push(block);
            }
        }
    }
    let packed: Vec<Vec<u8>> = unpacked.par_iter().map(|part| gzip(part)).collect();
    let names = names(&packed);
    let entry = EntryFile {
        version: VERSION,
        parts: names.concat(),
        starts,
        terms: first_terms.join("\n"),
        records: pages_in,
        contents,
    };
    let entry = gzip(&serde_json::to_vec(&entry).unwrap_or_default());
    let mut files = vec![("entry.bin".to_owned(), entry)];
    let named = names.iter().zip(packed);
    files.extend(named.map(|(name, bytes)| (format!("parts/{name}.bin"), bytes)));
    // Two parts with the same bytes have the same name.
    files.sort();
    files.dedup();
    files
}

/// Kinds of blocks. Terms of different kinds never share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Words,
    Reversed,
    Names,
    Readings,
    /// Pairs of kanji.
    Kanji,
    /// Pairs of a kanji and a kana.
    Mixed,
    /// Kana and their pairs.
    Kana,
    /// Single kanji.
    Single,
    Pages,
}

impl Kind {
    /// As a term's first characters tell.
    fn of((term, _): &Entry) -> Self {
        let mut chars = term.chars();
        match chars.next() {
            Some('<') => Self::Reversed,
            Some('=') => Self::Names,
            Some('~') => Self::Readings,
            Some(':') => Self::Mixed,
            Some('_') if chars.next() < Some('\u{3100}') => Self::Kana,
            Some('_') => Self::Single,
            Some(first) if is_gram(first) => Self::Kanji,
            _ => Self::Words,
        }
    }

    /// How many blocks of this kind a query needs, about as `benches/search` measures it (and more
    /// of readings, which stand in the field before they are kanji), times what compression leaves.
    fn needed(self) -> f64 {
        match self {
            Self::Words => 0.25,
            Self::Reversed => 0.03,
            Self::Names => 0.5,
            Self::Readings => 0.2,
            Self::Kanji => 1.05,
            Self::Mixed => 0.15,
            Self::Kana => 0.9,
            Self::Single => 0.08,
            Self::Pages => 2.0,
        }
    }
}

/// How large blocks are, unpacked. Queries load the fewest bytes where the number of a kind's
/// blocks is in proportion to √(bytes of all × blocks needed).
fn block_sizes(terms: &[Entry], pages: &[Vec<u8>]) -> BTreeMap<Kind, usize> {
    let mut bytes = BTreeMap::from([(Kind::Pages, pages.iter().map(Vec::len).sum())]);
    for term in terms {
        *bytes.entry(Kind::of(term)).or_default() += size(term);
    }
    let share = |(kind, bytes): (&Kind, &usize)| (*bytes as f64 * kind.needed()).sqrt();
    let shares: f64 = bytes.iter().map(share).sum();
    let size = |(kind, bytes): (&Kind, &usize)| {
        let blocks = PARTS * share((kind, bytes)) / shares;
        (*kind, (*bytes as f64 / blocks) as usize)
    };
    bytes
        .iter()
        .map(size)
        .map(|(kind, size)| (kind, size.max(LEAST_BLOCK)))
        .collect()
}

/// Bytes of a term in its block.
fn size((term, posting): &Entry) -> usize {
    term.len() + posting.len() + 2
}

/// Blocks of terms, each with a text that sorts behind all terms before it and not behind its own.
/// The first is empty, so that every term has a block.
fn term_blocks(terms: &[Entry], sizes: &BTreeMap<Kind, usize>) -> Vec<(String, Vec<u8>)> {
    let mut groups: Vec<&[Entry]> = Vec::new();
    for of_kind in terms.chunk_by(|left, right| Kind::of(left) == Kind::of(right)) {
        let wanted = sizes[&Kind::of(&of_kind[0])];
        let mut start = 0;
        let mut bytes = 0;
        for (position, term) in of_kind.iter().enumerate() {
            bytes += size(term);
            if bytes >= wanted {
                groups.push(&of_kind[start..=position]);
                start = position + 1;
                // What is too much here is missing from the next.
                bytes %= wanted;
            }
        }
        if start < of_kind.len() {
            groups.push(&of_kind[start..]);
        }
    }
    if groups.is_empty() {
        groups.push(terms);
    }
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

/// Blocks of pages with the number of their pages.
fn page_blocks(pages: &[Vec<u8>], wanted: usize) -> Vec<(usize, Vec<u8>)> {
    let mut blocks: Vec<(usize, Vec<u8>)> = Vec::new();
    for page in pages {
        match blocks.last_mut() {
            Some((count, block)) if block.len() < wanted => {
                *count += 1;
                block.push(b',');
            }
            _ => blocks.push((1, vec![b'['])),
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
