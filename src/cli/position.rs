//! Bytes of a source → lines and columns.

use shirube::diagnostic::Place;
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

/// The position of a problem; `None` when it is the whole file's or the file is no text.
pub(super) fn position<'a>(sources: &'a Sources, place: &Place) -> Option<Position<'a>> {
    let (start, end) = place.span?;
    let text = std::str::from_utf8(sources.get(&place.file)?).ok()?;
    Some(in_text(text, start, end))
}

/// Bytes outside the text or inside a character count as the nearest before them.
fn in_text(text: &str, start: usize, end: usize) -> Position<'_> {
    let start = boundary(text, start);
    let end = boundary(text, end).max(start);
    let (before, after) = text.split_at(start);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_length = after.find('\n').unwrap_or(after.len());
    let line = text
        .get(line_start..start + line_length)
        .unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let cut = |byte: usize| (byte - line_start).min(line.len());
    Position {
        text: line,
        span: (cut(start), cut(end)),
        start: line_column(text, start),
        end: line_column(text, end),
    }
}

/// The byte, or the nearest before it that begins a character.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0)
}

fn line_column(text: &str, byte: usize) -> LineColumn {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, in_text};

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
