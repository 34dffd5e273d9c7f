//! Terms of the last index and of pages that were read since → terms of the new one.
//!
//! All lists of pages go through here, whether an index is made for the first time or brought up to
//! date, and come out in the one form that a list of pages has: so both give the same bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::search::cut::{Block, Kind};
use crate::search::postings::{Lists, names_any};
use crate::search::table::{self, Entry, Table, entries, order};

/// How many stretches terms are merged in, when there are no blocks of a last index.
const STRETCHES: usize = 64;

/// Terms in order, packed in blocks of any size.
pub(super) type Segment = Vec<Vec<u8>>;

/// What became of the pages of the last index.
pub(super) struct Renumbering {
    /// How many there were.
    pub(super) before: usize,
    /// How many there are.
    pub(super) after: usize,
    /// The new number of each; `None` of one that is gone or has to be read again.
    pub(super) numbers: Vec<Option<u32>>,
}

impl Renumbering {
    /// Those that have no number any more, when all others keep theirs in an index of as many
    /// pages: lists without these stay as they are.
    fn gone(&self) -> Option<Vec<u32>> {
        let mut gone = Vec::new();
        for (before, after) in (0..).zip(&self.numbers) {
            match after {
                None => gone.push(before),
                Some(after) if *after == before => {}
                Some(_) => return None,
            }
        }
        (self.before == self.after).then_some(gone)
    }
}

/// A stretch of the new index's terms.
pub(super) enum Piece {
    /// A block that stays as it is.
    Same(Block),
    /// Terms, packed as one block, and how many bytes there are of each kind.
    New(Vec<u8>, BTreeMap<Kind, usize>),
}

/// All terms of the new index in order. `old` are the blocks of the last one, `added` the terms of
/// pages that were read, with their new numbers.
pub(super) fn merged(old: &[Block], added: &[Segment], pages: &Renumbering) -> Vec<Piece> {
    let gone = pages.gone();
    let merger = Merger {
        added,
        pages,
        gone: gone.as_deref(),
    };
    let firsts: Vec<&[u8]>;
    let blocks: Vec<Option<&Block>>;
    if old.is_empty() {
        let all = added.iter().flatten().map(|block| table::first(block));
        let mut all: Vec<&[u8]> = all.collect();
        all.sort_unstable_by(|left, right| order(left, right));
        let step = all.len().div_ceil(STRETCHES).max(1);
        firsts = all.into_iter().step_by(step).collect();
        blocks = vec![None; firsts.len()];
    } else {
        firsts = old.iter().map(|block| table::first(&block.bytes)).collect();
        blocks = old.iter().map(Some).collect();
    }
    (0..firsts.len())
        .into_par_iter()
        .map_init(Lists::default, |lists, position| {
            // The first stretch begins before everything, the last ends behind it.
            let stretch = Stretch {
                from: (position > 0).then(|| firsts[position]),
                to: firsts.get(position + 1).copied(),
            };
            merger.piece(blocks[position], &stretch, lists)
        })
        .collect()
}

/// Terms from one on, up to another.
struct Stretch<'a> {
    from: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
}

impl Stretch<'_> {
    /// Where this stretch lies in something sorted.
    fn of<T>(&self, sorted: &[T], term: impl Fn(&T) -> &[u8]) -> Range<usize> {
        let before = |bound: Option<&[u8]>, none: usize| {
            bound.map_or(none, |bound| {
                sorted.partition_point(|other| order(term(other), bound).is_lt())
            })
        };
        before(self.from, 0)..before(self.to, sorted.len())
    }
}

struct Merger<'a> {
    added: &'a [Segment],
    pages: &'a Renumbering,
    gone: Option<&'a [u32]>,
}

impl Merger<'_> {
    fn piece(&self, old: Option<&Block>, stretch: &Stretch<'_>, lists: &mut Lists) -> Piece {
        let mut all: Vec<(Entry<'_>, bool)> = Vec::new();
        for segment in self.added {
            self.gather(segment, stretch, &mut all);
        }
        if let Some(block) = old {
            let mut kept = entries(&block.bytes);
            if all.is_empty() && kept.all(|(_, posting)| self.stays(posting)) {
                return Piece::Same(block.clone());
            }
            all.extend(entries(&block.bytes).map(|entry| (entry, true)));
        }
        // Finds the stretches that are sorted already.
        all.sort_by(|((left, _), _), ((right, _), _)| order(left, right));
        let mut terms = Table::default();
        let mut sizes = BTreeMap::new();
        for group in all.chunk_by(|left, right| left.0.0 == right.0.0) {
            let before = terms.size();
            let ((term, posting), is_old) = group[0];
            if group.len() == 1 && (!is_old || self.stays(posting)) {
                terms.push(term, posting);
            } else {
                lists.clear();
                for ((_, posting), is_old) in group {
                    if *is_old {
                        let number = |page| *self.pages.numbers.get(page as usize)?;
                        lists.extend(posting, self.pages.before, number);
                    } else {
                        lists.extend(posting, self.pages.after, Some);
                    }
                }
                terms.push_with(term, |bytes| lists.write(self.pages.after, bytes));
            }
            *sizes.entry(Kind::of(term)).or_default() += terms.size() - before;
        }
        Piece::New(terms.take_block(), sizes)
    }

    /// Whether a list of the last index is the same in the new one.
    fn stays(&self, posting: &[u8]) -> bool {
        self.gone
            .is_some_and(|gone| !names_any(posting, self.pages.before, gone))
    }

    fn gather<'s>(
        &self,
        segment: &'s Segment,
        stretch: &Stretch<'_>,
        all: &mut Vec<(Entry<'s>, bool)>,
    ) {
        let blocks = stretch.of(segment, |block| table::first(block));
        // The block before may reach into the stretch.
        for block in &segment[blocks.start.saturating_sub(1)..blocks.end] {
            let of_block: Vec<Entry<'_>> = entries(block).collect();
            let inside = stretch.of(&of_block, |(term, _)| term);
            all.extend(of_block[inside].iter().map(|entry| (*entry, false)));
        }
    }
}
