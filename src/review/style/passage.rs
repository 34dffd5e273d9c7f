//! A passage of running text that knows where its words stand in the file.

use std::borrow::Cow;
use std::ops::Range;

use crate::japanese::style::OBJECT;

/// What a passage is, which decides what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text.
    Paragraph,
    /// An article's description or answer: running text outside its body.
    Lead,
    /// An item of a list, a footnote.
    Item,
    /// A value that holds sentences: a description, a note.
    Note,
    /// A heading, a table's cell, a title, a label: words rather than sentences.
    Label,
    /// Somebody else's words, which stay as they are.
    Quotation,
}

impl Kind {
    /// Whether the length of sentences counts.
    pub(super) fn has_sentences(self) -> bool {
        matches!(self, Self::Paragraph | Self::Lead | Self::Item | Self::Note)
    }

    /// Whether all sentences speak in one manner.
    pub(super) fn has_manner(self) -> bool {
        matches!(self, Self::Paragraph | Self::Lead | Self::Note)
    }
}

/// Words without markup, with the bytes of the file that they were written with.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    pub(super) kind: Kind,
    /// Copied only where it doesn't stand in the file like this.
    text: Cow<'a, str>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    /// Where it begins in the passage; it ends where the next one begins.
    start: usize,
    /// Bytes of the file.
    file: Range<usize>,
    /// Whether the file has the same bytes there.
    exact: bool,
}

impl<'a> Passage<'a> {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            text: Cow::Borrowed(""),
            pieces: Vec::new(),
        }
    }

    /// The words; what isn't words is an [`OBJECT`].
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds words that stand in the file as they are, from byte `start`.
    pub(super) fn push_exact(&mut self, words: &'a str, start: usize) {
        let file = start..start + words.len();
        self.push(words.into(), file, true);
    }

    /// Adds words that some bytes of the file stand for.
    pub(super) fn push_inexact(&mut self, words: &str, file: Range<usize>) {
        self.push(words.to_owned().into(), file, false);
    }

    /// Adds something that isn't words.
    pub(super) fn push_object(&mut self, file: Range<usize>) {
        self.push(OBJECT.to_string().into(), file, false);
    }

    fn push(&mut self, words: Cow<'a, str>, file: Range<usize>, exact: bool) {
        if words.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            start: self.text.len(),
            file,
            exact,
        });
        if self.text.is_empty() {
            self.text = words;
        } else {
            self.text.to_mut().push_str(&words);
        }
    }

    /// The bytes of the file that some of the passage stands at.
    pub(super) fn place(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.piece(range.start)?;
        let last = self.piece(range.end.saturating_sub(1).max(range.start))?;
        let start = if first.exact {
            first.file.start + (range.start - first.start)
        } else {
            first.file.start
        };
        let end = if last.exact {
            last.file.start + (range.end - last.start)
        } else {
            last.file.end
        };
        Some(start..end.max(start))
    }

    /// The same, if the file has the same bytes there, so that they can be replaced.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let piece = self.piece(range.start).filter(|piece| piece.exact)?;
        let start = piece.file.start + (range.start - piece.start);
        let end = start + range.len();
        (end <= piece.file.end).then_some(start..end)
    }

    fn piece(&self, position: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= position);
        self.pieces.get(after.checked_sub(1)?)
    }
}
