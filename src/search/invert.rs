//! Pages with their terms → terms with their pages, in the order of the index.

#![expect(
    clippy::disallowed_types,
    reason = "what the maps hold is sorted at the end"
)]

use std::collections::HashMap;

use crate::search::merge::Segment;
use crate::search::postings::Lists;
use crate::search::table::{Table, order};
use crate::search::terms::{Gram, OtherTerms, PageTerms, Place, terms_of_word};

/// Bits of a page's number beside a gram and its place in 64 bits.
const PAGE_BITS: u32 = 64 - 3 - Gram::BITS;

/// The size of a segment's blocks. What is merged goes through whole blocks.
const BLOCK: usize = 16_000;

/// A term's pages by number, each once, with its best place on them.
type Found = Vec<(u32, Place)>;

/// Terms of some pages, gathered one page after the other, by rising number.
#[derive(Default)]
pub(super) struct Inverter {
    /// A gram, a page and a place in each.
    grams: Vec<u64>,
    words: HashMap<Box<str>, Found>,
    others: Vec<(u32, OtherTerms)>,
}

/// Terms with their postings, not sorted yet.
#[derive(Default)]
struct Unsorted {
    terms: Vec<u8>,
    postings: Vec<u8>,
    /// Where a term and a posting end.
    ends: Vec<(usize, usize)>,
}

impl Unsorted {
    fn push(&mut self, write: impl FnOnce(&mut Vec<u8>), lists: &mut Lists, pages: usize) {
        write(&mut self.terms);
        lists.write(pages, &mut self.postings);
        lists.clear();
        self.ends.push((self.terms.len(), self.postings.len()));
    }

    fn sorted(&self) -> Segment {
        let mut start = (0, 0);
        let mut entries: Vec<(&[u8], &[u8])> = Vec::with_capacity(self.ends.len());
        for end in &self.ends {
            entries.push((&self.terms[start.0..end.0], &self.postings[start.1..end.1]));
            start = *end;
        }
        // Finds the stretches that are sorted already, which most are.
        entries.sort_by(|(left, _), (right, _)| order(left, right));
        let mut segment = Vec::new();
        let mut table = Table::default();
        for (term, posting) in entries {
            table.push(term, posting);
            if table.size() >= BLOCK {
                segment.push(table.take_block());
            }
        }
        if !table.is_empty() {
            segment.push(table.take_block());
        }
        segment
    }
}

impl Inverter {
    /// Adds a page. Its number is greater than those before.
    pub(super) fn add(&mut self, page: u32, terms: PageTerms) {
        debug_assert!(page < 1 << PAGE_BITS);
        let packed = |gram: &u64| (gram >> 3) << (PAGE_BITS + 3) | u64::from(page) << 3 | gram & 7;
        self.grams.extend(terms.grams.iter().map(packed));
        for (word, place) in terms.words {
            match self.words.get_mut(word.as_str()) {
                Some(found) => found.push((page, place)),
                None => {
                    self.words.insert(word.into(), vec![(page, place)]);
                }
            }
        }
        self.others.push((page, terms.others));
    }

    /// All terms, in an index of so many pages.
    pub(super) fn segment(self, pages: usize) -> Segment {
        let mut unsorted = Unsorted::default();
        push_grams(self.grams, pages, &mut unsorted);
        push_others(&self.others, pages, &mut unsorted);
        drop(self.others);
        push_words(&self.words, pages, &mut unsorted);
        unsorted.sorted()
    }
}

/// Grams are sorted as numbers, which is several times as fast as a map of lists.
fn push_grams(mut grams: Vec<u64>, pages: usize, unsorted: &mut Unsorted) {
    grams.sort_unstable();
    let mut lists = Lists::default();
    for stretch in 0..3 {
        let same_gram =
            |left: &u64, right: &u64| left >> (PAGE_BITS + 3) == right >> (PAGE_BITS + 3);
        for group in grams.chunk_by(same_gram) {
            let gram = Gram::of_number(group[0] >> (PAGE_BITS + 3));
            if gram.stretch() == stretch {
                for packed in group {
                    let page = packed >> 3 & ((1 << PAGE_BITS) - 1);
                    lists.push(page as u32, Place::of_bits(*packed));
                }
                unsorted.push(|term| gram.push_term(term), &mut lists, pages);
            }
        }
    }
}

/// Readings and names.
fn push_others(others: &[(u32, OtherTerms)], pages: usize, unsorted: &mut Unsorted) {
    let mut terms: HashMap<&str, Found> = HashMap::new();
    for (page, of_page) in others {
        for (term, place) in of_page.all() {
            terms.entry(term).or_default().push((*page, place));
        }
    }
    let mut lists = Lists::default();
    for (term, found) in terms {
        found
            .iter()
            .for_each(|(page, place)| lists.push(*page, *place));
        unsorted.push(
            |terms| terms.extend_from_slice(term.as_bytes()),
            &mut lists,
            pages,
        );
    }
}

/// Words, their endings and characters.
fn push_words(words: &HashMap<Box<str>, Found>, pages: usize, unsorted: &mut Unsorted) {
    let mut terms: HashMap<String, Found> = HashMap::new();
    for (word, found) in words {
        terms_of_word(word, |term, inside| {
            let place = |place: Place| if inside { Place::Inside } else { place };
            let of_word = found.iter().map(|(page, best)| (*page, place(*best)));
            terms.entry(term).or_default().extend(of_word);
        });
    }
    let mut lists = Lists::default();
    for (term, mut found) in terms {
        // The best place of each page comes first.
        found.sort_unstable();
        found.dedup_by_key(|(page, _)| *page);
        found
            .iter()
            .for_each(|(page, place)| lists.push(*page, *place));
        unsorted.push(
            |terms| terms.extend_from_slice(term.as_bytes()),
            &mut lists,
            pages,
        );
    }
}
