//! Blocks of code that have been read: the same few commands stand in many articles, and reading
//! code takes far longer than everything else that is done with a text.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use syntect::util::LinesWithEndings;

use super::NAMES;
use crate::fingerprint::Fingerprint;
use crate::render::markdown::escape;

/// How many pieces are remembered: with their keys about 10 MB.
const MOST_PIECES: usize = 1_000_000;

/// The number of a class, and how many bytes of a line have it.
pub(super) type Piece = (u8, u32);

/// Stands in the place of a class's number where a line ends.
const LINE_END: u8 = u8::MAX;

/// A block without its words: which class they have. What was kept of it can colour code, but never
/// become a word of a page, or another element than a colour's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Block(Arc<[Piece]>);

impl Block {
    /// Of lines, each in pieces.
    pub(super) fn new(lines: impl Iterator<Item = Vec<Piece>>) -> Self {
        let pieces = lines.flat_map(|line| line.into_iter().chain([(LINE_END, 0)]));
        Self(pieces.collect())
    }

    /// Every line of the code as HTML of its own, without its end; `None` if this is no block of it.
    pub(super) fn lines(&self, code: &str) -> Option<Vec<String>> {
        let mut pieces = self.0.iter();
        let mut lines = Vec::new();
        for text in texts(code) {
            let mut html = String::with_capacity(text.len() * 2);
            let mut start: usize = 0;
            for (class, length) in pieces.by_ref().take_while(|(class, _)| *class != LINE_END) {
                let end = start.checked_add(*length as usize)?;
                let (words, name) = (text.get(start..end)?, NAMES.get(usize::from(*class))?);
                if words.is_empty() {
                    return None;
                }
                if name.is_empty() {
                    escape::push(&mut html, words);
                } else {
                    html.push_str("<span class=\"");
                    html.push_str(name);
                    html.push_str("\">");
                    escape::push(&mut html, words);
                    html.push_str("</span>");
                }
                start = end;
            }
            (start == text.len()).then(|| lines.push(html))?;
        }
        pieces.next().is_none().then_some(lines)
    }
}

/// The lines of code, without their ends.
pub(super) fn texts(code: &str) -> impl Iterator<Item = &str> {
    LinesWithEndings::from(code).map(|line| line.trim_end_matches(['\n', '\r']))
}

/// Blocks by their language and code.
#[derive(Debug, Default)]
pub(super) struct Seen {
    blocks: BTreeMap<Fingerprint, Block>,
    /// Those that an earlier run kept, and nobody asked for yet.
    earlier: BTreeMap<Fingerprint, Block>,
    /// Gives them, when somebody asks for the first block.
    source: Option<Source>,
    pieces: usize,
    is_new: bool,
}

struct Source(Box<dyn FnOnce() -> Option<Vec<u8>> + Send>);

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Source")
    }
}

impl Seen {
    pub(super) fn get(&mut self, key: Fingerprint) -> Option<Block> {
        if let Some(source) = self.source.take() {
            let kept = source.0().and_then(|bytes| postcard::from_bytes(&bytes).ok());
            self.earlier = kept.unwrap_or_default();
        }
        if let Some(block) = self.earlier.remove(&key) {
            self.insert(key, &block);
            return Some(block);
        }
        self.blocks.get(&key).cloned()
    }

    /// Remembers a block that was read, while there is room.
    pub(super) fn add(&mut self, key: Fingerprint, block: &Block) {
        self.is_new |= self.insert(key, block);
    }

    /// Whether there was room for a block that wasn't there.
    fn insert(&mut self, key: Fingerprint, block: &Block) -> bool {
        // Two threads may have met the same block.
        if self.blocks.get(&key) == Some(block) || self.pieces + block.0.len() > MOST_PIECES {
            return false;
        }
        self.pieces += block.0.len();
        let before = self.blocks.insert(key, block.clone());
        self.pieces -= before.map_or(0, |before| before.0.len());
        true
    }

    /// Says where those stand that an earlier run kept.
    pub(super) fn recall(&mut self, source: impl FnOnce() -> Option<Vec<u8>> + Send + 'static) {
        self.source = Some(Source(Box::new(source)));
    }

    /// What a later run may recall, if that is more than what this one did. What nobody asked for is
    /// kept where there is room.
    pub(super) fn keep(&mut self) -> Option<Vec<u8>> {
        if !std::mem::take(&mut self.is_new) {
            return None;
        }
        for (key, block) in std::mem::take(&mut self.earlier) {
            self.insert(key, &block);
        }
        postcard::to_stdvec(&self.blocks).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, MOST_PIECES, Seen};
    use crate::fingerprint::Fingerprint;

    fn key(number: u8) -> Fingerprint {
        Fingerprint::of(&[number])
    }

    #[test]
    fn what_was_kept_is_recalled_when_it_is_asked_for() {
        let block = Block::new([vec![(6, 3), (0, 2)], vec![]].into_iter());
        let mut seen = Seen::default();
        assert_eq!(seen.keep(), None);
        seen.add(key(1), &block);
        let kept = seen.keep().expect("something new");
        assert_eq!(seen.keep(), None);

        let mut later = Seen::default();
        later.recall(move || Some(kept));
        assert_eq!(later.get(key(2)), None);
        assert_eq!(later.get(key(1)), Some(block.clone()));
        // Nothing is new.
        assert_eq!(later.keep(), None);
        let lines = block.lines("let x\n\n").expect("a block of it");
        assert_eq!(lines, ["<span class=\"code-keyword\">let</span> x", ""]);
    }

    #[test]
    fn what_nobody_asked_for_is_kept_too() {
        let block = |length| Block::new([vec![(0, length)]].into_iter());
        let mut first = Seen::default();
        first.add(key(1), &block(1));
        let kept = first.keep();
        let mut second = Seen::default();
        second.recall(move || kept);
        assert_eq!(second.get(key(2)), None);
        second.add(key(2), &block(2));
        let kept = second.keep();
        let mut third = Seen::default();
        third.recall(move || kept);
        assert_eq!(third.get(key(1)), Some(block(1)));
        assert_eq!(third.get(key(2)), Some(block(2)));
    }

    #[test]
    fn what_fits_no_code_colours_none() {
        let of = |lines: &[&[(u8, u32)]]| Block::new(lines.iter().map(|line| line.to_vec()));
        assert!(of(&[&[(0, 3)]]).lines("町\n").is_some());
        for wrong in [
            of(&[]),
            of(&[&[(1, 0), (0, 3)]]),
            of(&[&[(0, 1), (0, 2)]]),
            of(&[&[(0, 2)]]),
            of(&[&[(0, 4)]]),
            of(&[&[(200, 3)]]),
            of(&[&[(0, u32::MAX)]]),
            of(&[&[(0, 3)], &[]]),
        ] {
            assert_eq!(wrong.lines("町\n"), None, "{wrong:?}");
        }
        let mut seen = Seen::default();
        seen.recall(|| Some(vec![255; 40]));
        assert_eq!(seen.get(key(1)), None);
    }

    #[test]
    fn what_there_is_no_room_for_is_not_new() {
        let large = Block::new([vec![(0, 1); MOST_PIECES]].into_iter());
        let mut seen = Seen::default();
        seen.add(key(1), &large);
        assert_eq!(seen.keep(), None);
        // One that turned out to be wrong makes room for another.
        seen.add(key(2), &Block::new([vec![(0, 1)]].into_iter()));
        seen.add(key(2), &Block::new([vec![(0, 2)]].into_iter()));
        assert_eq!(seen.pieces, 2);
        assert!(seen.keep().is_some());
    }
}
