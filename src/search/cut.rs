//! Where the terms and pages of an index are cut into blocks.
//!
//! A block ends behind a term that is drawn by its own hash once the block is large enough: so a
//! term that comes, goes or grows moves few ends, and the blocks around it stay what they were.

use std::collections::BTreeMap;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use crate::search::fold::is_gram;
use crate::search::merge::Piece;
use crate::search::table::{self, Table, entries};

/// How many parts a large index has; a few more, as every kind of block ends with one that is not
/// full.
const PARTS: f64 = 975.0;
/// The least size of a block, unpacked, about.
const LEAST_BLOCK: usize = 4_000;

/// A block of terms.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// As it stands in a file.
    pub(super) bytes: Arc<[u8]>,
    /// What its terms are.
    pub(super) kind: Kind,
    /// Its size, as [`table::size`] counts it.
    pub(super) size: usize,
    /// Whether it is cut off behind its last term, whatever follows.
    pub(super) is_cut: bool,
}

/// Kinds of blocks. Terms of different kinds never share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Words, their endings and characters.
    Words,
    /// Reversed words.
    Reversed,
    /// Whole names.
    Names,
    /// Words by their readings.
    Readings,
    /// Pairs of kanji.
    Kanji,
    /// Pairs of a kanji and a kana.
    Mixed,
    /// Kana and their pairs.
    Kana,
    /// Single kanji.
    Single,
    /// No terms, but pages.
    Pages,
}

impl Kind {
    /// All kinds.
    pub(super) const ALL: [Self; 9] = [
        Self::Words,
        Self::Reversed,
        Self::Names,
        Self::Readings,
        Self::Kanji,
        Self::Mixed,
        Self::Kana,
        Self::Single,
        Self::Pages,
    ];

    /// As a term's first characters tell.
    pub(super) fn of(term: &[u8]) -> Self {
        match term {
            [b'<', ..] => Self::Reversed,
            [b'=', ..] => Self::Names,
            [b'~', ..] => Self::Readings,
            [b':', ..] => Self::Mixed,
            // UTF-8 sorts as characters do.
            [b'_', rest @ ..] if rest < "\u{3100}".as_bytes() => Self::Kana,
            [b'_', ..] => Self::Single,
            // U+5000 to U+9FFF, most of all kanji.
            [0xE5..=0xE9, ..] => Self::Kanji,
            [first, ..] if !first.is_ascii() => {
                let text = term.utf8_chunks().next().map_or("", |chunk| chunk.valid());
                match text.chars().next() {
                    Some(first) if is_gram(first) => Self::Kanji,
                    _ => Self::Words,
                }
            }
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

/// How large blocks of each kind are, unpacked.
pub(super) type Sizes = BTreeMap<Kind, usize>;

/// How large blocks are for so many bytes of each kind. Queries load the fewest bytes where the
/// number of a kind's blocks is in proportion to √(bytes of all × blocks needed).
///
/// Sizes are round, so that an edit seldom changes one, which would change every block.
pub(super) fn sizes(bytes: &Sizes) -> Sizes {
    let share = |(kind, bytes): (&Kind, &usize)| (*bytes as f64 * kind.needed()).sqrt();
    let shares: f64 = bytes.iter().map(share).sum();
    let size = |(kind, bytes): (&Kind, &usize)| {
        let blocks = PARTS * share((kind, bytes)) / shares;
        let exact = ((*bytes as f64 / blocks) as usize).max(LEAST_BLOCK);
        let unit = 1 << (exact.ilog2() - 3);
        (*kind, exact / unit * unit)
    };
    bytes.iter().map(size).collect()
}

/// Whether a block of a size ends behind an item, which counts in it with `length`.
fn is_end(size: usize, wanted: usize, item: &[u8], length: usize) -> bool {
    // Ends come after seven tenths of what is wanted and three tenths more on average.
    let least = wanted / 10 * 7;
    size >= least && {
        let drawn = (xxh3_64(item) >> 32) as usize;
        drawn < (length << 32) / (wanted - least).max(1)
    }
}

/// Blocks of terms. `same` tells the kinds whose size is that of the last index.
pub(super) fn terms(
    pieces: impl IntoIterator<Item = Piece>,
    wanted: &Sizes,
    same: impl Fn(Kind) -> bool,
) -> Vec<Block> {
    let mut cutter = Cutter {
        terms: Table::default(),
        kind: Kind::Words,
        blocks: Vec::new(),
    };
    for piece in pieces {
        match piece {
            // It began where a block begins now, and would be cut at the same place again.
            Piece::Same(block) if cutter.is_between() && block.is_cut && same(block.kind) => {
                cutter.blocks.push(block);
            }
            Piece::Same(block) => cutter.add(&block.bytes, wanted),
            Piece::New(terms, _) => cutter.add(&terms, wanted),
        }
    }
    cutter.end(false);
    cutter.blocks
}

struct Cutter {
    /// Those of the block that isn't cut off yet.
    terms: Table,
    kind: Kind,
    blocks: Vec<Block>,
}

impl Cutter {
    fn is_between(&self) -> bool {
        self.terms.is_empty()
    }

    fn add(&mut self, block: &[u8], wanted: &Sizes) {
        for (term, posting) in entries(block) {
            let kind = Kind::of(term);
            if kind != self.kind {
                self.end(false);
                self.kind = kind;
            }
            self.terms.push(term, posting);
            let wanted = wanted.get(&kind).copied().unwrap_or(LEAST_BLOCK);
            if is_end(
                self.terms.size(),
                wanted,
                term,
                table::size((term, posting)),
            ) {
                self.end(true);
            }
        }
    }

    fn end(&mut self, is_cut: bool) {
        if !self.terms.is_empty() {
            self.blocks.push(Block {
                size: self.terms.size(),
                kind: self.kind,
                is_cut,
                bytes: self.terms.take_block().into(),
            });
        }
    }
}

/// Blocks of pages with the number of their pages.
pub(super) fn pages(pages: &[Box<[u8]>], wanted: usize) -> Vec<(usize, Vec<u8>)> {
    let mut blocks: Vec<(usize, Vec<u8>)> = Vec::new();
    let mut is_open = false;
    for page in pages {
        if !is_open {
            blocks.push((0, vec![b'[']));
        }
        if let Some((count, block)) = blocks.last_mut() {
            if *count > 0 {
                block.push(b',');
            }
            *count += 1;
            block.extend_from_slice(page);
            is_open = !is_end(block.len(), wanted, page, page.len());
        }
    }
    for (_, block) in &mut blocks {
        block.push(b']');
    }
    blocks
}
