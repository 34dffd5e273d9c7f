//! Pages with their terms → terms with their pages, in the order of the index.

#![expect(
    clippy::disallowed_types,
    reason = "what the maps hold is sorted at the end"
)]

use std::cmp::Ordering;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::search::postings::posting;
use crate::search::terms::{Gram, PageTerms, Place, terms_of_word};

/// A term and the bytes of its posting.
pub(super) type Entry = (String, Vec<u8>);

/// Bits of a page's number beside a gram and its place in 64 bits.
const PAGE_BITS: u32 = 64 - 3 - Gram::BITS;
/// How many shares terms are gathered in, and how many pages tell where grams are cut.
const SHARES: u64 = 8;
const SAMPLED: usize = 64;

/// A term's pages by number, each once, with its best place on them.
type Found = Vec<(u32, Place)>;

/// The terms of all pages, sorted by UTF-16 code units, with their postings. Pages are numbered
/// by their order.
pub(super) fn invert(pages: &[PageTerms]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    entries.par_extend(gram_entries(pages));
    entries.par_extend(other_entries(pages));
    entries.par_extend(word_entries(pages));
    entries.par_sort_unstable_by(|(left, _), (right, _)| utf16_order(left, right));
    entries
}

/// How JavaScript compares two strings.
fn utf16_order(left: &str, right: &str) -> Ordering {
    let (bytes, others) = (left.as_bytes(), right.as_bytes());
    let difference = bytes.iter().zip(others).find(|(byte, other)| byte != other);
    match difference {
        // UTF-8 sorts alike below U+E000, where its first byte is 0xEE.
        Some((byte, other)) if *byte < 0xEE && *other < 0xEE => byte.cmp(other),
        Some(_) => left.encode_utf16().cmp(right.encode_utf16()),
        None => bytes.len().cmp(&others.len()),
    }
}

/// Readings and names.
fn other_entries(pages: &[PageTerms]) -> impl ParallelIterator<Item = Entry> {
    // Each share of the terms is gathered alone.
    (0..SHARES).into_par_iter().flat_map_iter(move |share| {
        let mut terms: HashMap<&str, Found> = HashMap::new();
        for (page, of_page) in (0u32..).zip(pages) {
            for (term, place) in of_page.others.share(share, SHARES) {
                terms.entry(term).or_default().push((page, place));
            }
        }
        let entry = |(term, found): (&str, Found)| (term.to_owned(), posting(&found, pages.len()));
        terms.into_iter().map(entry).collect::<Vec<_>>()
    })
}

/// Words, their endings and characters.
fn word_entries(pages: &[PageTerms]) -> impl ParallelIterator<Item = Entry> {
    let mut words: HashMap<&str, Found> = HashMap::new();
    for (page, of_page) in (0u32..).zip(pages) {
        for (word, place) in &of_page.words {
            words.entry(word).or_default().push((page, *place));
        }
    }
    let mut terms: HashMap<String, Found> = HashMap::new();
    for (word, found) in words {
        terms_of_word(word, |term, inside| {
            let place = |place: Place| if inside { Place::Inside } else { place };
            let of_word = found.iter().map(|(page, best)| (*page, place(*best)));
            terms.entry(term).or_default().extend(of_word);
        });
    }
    terms.into_par_iter().map(|(term, mut found)| {
        // The best place of each page comes first.
        found.sort_unstable();
        found.dedup_by_key(|(page, _)| *page);
        (term, posting(&found, pages.len()))
    })
}

/// The grams of all pages, sorted as numbers, which is several times as fast as a map of lists.
/// Each share of them is sorted alone, so that they are never all in memory twice.
fn gram_entries(pages: &[PageTerms]) -> impl ParallelIterator<Item = Entry> {
    let bounds = bounds(pages);
    let shares: Vec<(u64, u64)> = bounds.windows(2).map(|pair| (pair[0], pair[1])).collect();
    shares.into_par_iter().flat_map_iter(move |(low, high)| {
        let mut share: Vec<u64> = Vec::new();
        for (page, of_page) in (0u64..).zip(pages) {
            let grams = &of_page.grams;
            debug_assert!(page < 1 << PAGE_BITS);
            let start = grams.partition_point(|gram| gram >> 3 < low);
            let end = grams.partition_point(|gram| gram >> 3 < high);
            let packed = |gram: &u64| (gram >> 3) << (PAGE_BITS + 3) | page << 3 | gram & 7;
            share.extend(grams[start..end].iter().map(packed));
        }
        share.sort_unstable();
        let same_gram =
            |left: &u64, right: &u64| left >> (PAGE_BITS + 3) == right >> (PAGE_BITS + 3);
        let entries: Vec<Entry> = share
            .chunk_by(same_gram)
            .map(|group| {
                let page = |packed: u64| (packed >> 3 & ((1 << PAGE_BITS) - 1)) as u32;
                let found = group
                    .iter()
                    .map(|packed| (page(*packed), Place::of_bits(*packed)));
                let gram = Gram::of_number(group[0] >> (PAGE_BITS + 3));
                (gram.term(), posting(&found.collect::<Found>(), pages.len()))
            })
            .collect();
        entries
    })
}

/// Grams that cut the whole into shares of about the same size; the first and the last are the
/// ends of all.
fn bounds(pages: &[PageTerms]) -> Vec<u64> {
    let step = pages.len().div_ceil(SAMPLED).max(1);
    let mut sample: Vec<u64> = pages
        .iter()
        .step_by(step)
        .flat_map(|page| &page.grams)
        .copied()
        .collect();
    sample.sort_unstable();
    let every = (sample.len() / SHARES as usize).max(1);
    let inner = sample.iter().step_by(every).skip(1).map(|gram| gram >> 3);
    let mut bounds: Vec<u64> = std::iter::once(0).chain(inner).chain([u64::MAX]).collect();
    bounds.dedup();
    bounds
}
