//! Bytes of a source → lines and columns.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::iter;
use std::rc::Rc;

use shirube::diagnostic::{Place, SourcePath};
use shirube::load::Sources;

/// Where a problem is, in a text that can be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position<'a> {
    /// The line that the problem begins on, without its line break.
    pub(super) text: &'a str,
    /// Its bytes in `text`; a problem of several lines is cut at the end of the first.
    pub(super) span: (usize, usize),
    pub(super) start: LineColumn,
    /// Just after the last character.
    pub(super) end: LineColumn,
}

/// A place as editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineColumn {
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
}

/// Finds positions. What it takes to know them is worked out once a file, since a file may have
/// very many problems.
pub(super) struct Positions<'a> {
    sources: &'a Sources,
    indexes: RefCell<BTreeMap<SourcePath, Option<Rc<Index<'a>>>>>,
}

impl<'a> Positions<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            indexes: RefCell::default(),
        }
    }

    /// The position of a problem; `None` when it is the whole file's or the file is no text.
    pub(super) fn of(&self, place: &Place) -> Option<Position<'a>> {
        let (start, end) = place.span?;
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry(place.file.clone()).or_insert_with(|| {
            let text = std::str::from_utf8(self.sources.get(&place.file)?).ok()?;
            Some(Rc::new(Index::new(text)))
        });
        Some(index.as_ref()?.position(start, end))
    }
}

/// Bytes between two places of a text where the characters before them are known.
const STEP: usize = 1024;

/// A text and what it takes to find lines and columns in it.
struct Index<'a> {
    text: &'a str,
    /// Where lines begin.
    lines: Vec<usize>,
    /// Characters that begin before every so many bytes.
    characters: Vec<usize>,
}

impl<'a> Index<'a> {
    fn new(text: &'a str) -> Self {
        let breaks = text.match_indices('\n').map(|(byte, _)| byte + 1);
        let mut before = 0;
        let characters = text.as_bytes().chunks(STEP).map(|chunk| {
            let here = before;
            before += beginnings(chunk);
            here
        });
        Self {
            text,
            lines: iter::once(0).chain(breaks).collect(),
            characters: characters.collect(),
        }
    }

    /// Bytes outside the text or inside a character count as the nearest before them.
    fn position(&self, start: usize, end: usize) -> Position<'a> {
        let start = boundary(self.text, start);
        let end = boundary(self.text, end).max(start);
        let line_start = self.line(start).1;
        let after = self.text.get(line_start..).unwrap_or_default();
        let line = after.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let cut = |byte: usize| (byte - line_start).min(line.len());
        Position {
            text: line,
            span: (cut(start), cut(end)),
            start: self.line_column(start),
            end: self.line_column(end),
        }
    }

    fn line_column(&self, byte: usize) -> LineColumn {
        let (line, line_start) = self.line(byte);
        LineColumn {
            line,
            column: self.characters_before(byte) - self.characters_before(line_start) + 1,
        }
    }

    /// The number of the line that a byte is in, from 1, and where it begins.
    fn line(&self, byte: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        (line, start.copied().unwrap_or(0))
    }

    fn characters_before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        let known = self.characters.get(step).copied();
        // Past the last step when the text ends on it.
        let (known, from) = match known {
            Some(known) => (known, step * STEP),
            None => (
                self.characters.last().copied().unwrap_or(0),
                step.saturating_sub(1) * STEP,
            ),
        };
        let rest = self.text.as_bytes().get(from..byte);
        known + beginnings(rest.unwrap_or_default())
    }
}

/// How many characters begin in these bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.iter().filter(begins).count()
}

/// The byte, or the nearest before it that begins a character.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Index, LineColumn, Position, STEP};

    fn in_text(text: &str, start: usize, end: usize) -> Position<'_> {
        Index::new(text).position(start, end)
    }

    #[test]
    fn long_lines_are_counted_right() {
        for text in ["県".repeat(STEP), "a".repeat(STEP), "𠮷a\n".repeat(STEP)] {
            for byte in [0, 1, 5, STEP - 1, STEP, STEP + 1, 2 * STEP, text.len()] {
                let byte = super::boundary(&text, byte);
                let before = &text[..byte];
                let line = before.rsplit('\n').next().unwrap_or_default();
                let expected = LineColumn {
                    line: before.matches('\n').count() + 1,
                    column: line.chars().count() + 1,
                };
                assert_eq!(in_text(&text, byte, byte).start, expected, "{byte}");
            }
        }
    }

    #[test]
    fn columns_count_characters() {
        let text = "a: b\nname: 徳島県\r\nlast";
        let start = text.find("島").expect("there");
        let position = in_text(text, start, start + 6);
        assert_eq!(position.text, "name: 徳島県");
        assert_eq!(
            position.text.get(position.span.0..position.span.1),
            Some("島県")
        );
        assert_eq!(position.start, LineColumn { line: 2, column: 8 });
        assert_eq!(
            position.end,
            LineColumn {
                line: 2,
                column: 10
            }
        );
    }

    #[test]
    fn several_lines_are_cut_and_wrong_bytes_do_no_harm() {
        let position = in_text("ab\ncd\n", 1, 5);
        assert_eq!((position.text, position.span), ("ab", (1, 2)));
        assert_eq!(position.end, LineColumn { line: 2, column: 3 });
        let position = in_text("県", 1, 99);
        assert_eq!((position.text, position.span), ("県", (0, 3)));
        let position = in_text("ab\n", 50, 99);
        assert_eq!((position.text, position.start.line), ("", 2));
        let position = in_text("a\r\nb", 1, 3);
        assert_eq!((position.text, position.span), ("a", (1, 1)));
    }
}
