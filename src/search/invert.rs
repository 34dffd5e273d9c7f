//! Pages with their terms → terms with their pages, in the order of the index.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::search::postings::posting;
use crate::search::terms::{Gram, PageTerms, Place, terms_of_word};

/// A term and the bytes of its posting.
pub(super) type Entry = (String, Vec<u8>);

/// Bits of a page's number beside a gram and its place in 64 bits.
const PAGE_BITS: u32 = 64 - 3 - Gram::BITS;

/// The terms of all pages, sorted by UTF-16 code units, with their postings. Pages are numbered
/// by their order.
pub(super) fn invert(pages: Vec<PageTerms>) -> Vec<Entry> {
    let count = pages.len();
    let mut grams: Vec<Vec<u64>> = Vec::with_capacity(count);
    let mut strings: HashMap<String, Vec<(u32, Place)>> = HashMap::new();
    let mut words: HashMap<String, Vec<(u32, Place)>> = HashMap::new();
    for (page, terms) in (0u32..).zip(pages) {
        grams.push(terms.grams);
        for (word, place) in terms.words {
            words.entry(word).or_default().push((page, place));
        }
        for (term, place) in terms.others {
            strings.entry(term).or_default().push((page, place));
        }
    }
    for (word, found) in words {
        terms_of_word(&word, |term, inside| {
            let at =
                |(page, place): &(u32, Place)| (*page, if inside { Place::Inside } else { *place });
            strings
                .entry(term)
                .or_default()
                .extend(found.iter().map(at));
        });
    }
    let mut entries: Vec<Entry> = strings
        .into_par_iter()
        .map(|(term, mut found)| {
            // The best place of each page is kept.
            found.sort_unstable();
            found.dedup_by_key(|(page, _)| *page);
            (term, posting(&found, count))
        })
        .collect();
    entries.par_extend(gram_entries(grams, count));
    // All but a few characters sort alike in UTF-8 and UTF-16.
    entries.par_sort_unstable_by(|(left, _), (right, _)| utf16_order(left, right));
    entries
}

/// How JavaScript compares two strings.
fn utf16_order(left: &str, right: &str) -> std::cmp::Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

/// The grams of all pages: sorted as numbers, which is several times as fast as a map of lists.
fn gram_entries(pages: Vec<Vec<u64>>, count: usize) -> impl ParallelIterator<Item = Entry> {
    let total = pages.iter().map(Vec::len).sum();
    let mut all: Vec<u64> = Vec::with_capacity(total);
    for (page, grams) in (0u64..).zip(pages) {
        debug_assert!(page < 1 << PAGE_BITS);
        all.extend(
            grams
                .iter()
                .map(|gram| (gram >> 3) << (PAGE_BITS + 3) | page << 3 | gram & 7),
        );
    }
    all.par_sort_unstable();
    let groups: Vec<(usize, usize)> = all
        .chunk_by(|left, right| left >> (PAGE_BITS + 3) == right >> (PAGE_BITS + 3))
        .scan(0, |start, group| {
            let range = (*start, *start + group.len());
            *start = range.1;
            Some(range)
        })
        .collect();
    groups.into_par_iter().map(move |(start, end)| {
        let group = &all[start..end];
        let found: Vec<(u32, Place)> = group
            .iter()
            .map(|packed| {
                let page = packed >> 3 & ((1 << PAGE_BITS) - 1);
                (page as u32, Place::ALL[(packed & 7) as usize])
            })
            .collect();
        let gram = Gram::of_number(group[0] >> (PAGE_BITS + 3));
        (gram.text(), posting(&found, count))
    })
}
