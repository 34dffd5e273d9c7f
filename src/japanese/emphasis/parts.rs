//! A block's inline events → text, runs of marks, and everything else.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::flanking;
use super::matching::Run;

/// A piece of a block's inline content, in order.
#[derive(Debug)]
pub(super) enum Part {
    /// The event of this number, untouched.
    Event(usize),
    /// Text, as bytes of the source.
    Text(Range<usize>),
    /// The run of this number.
    Run(usize),
}

enum Piece {
    Event(usize),
    Text(Range<usize>),
    Marks(u8, Range<usize>),
}

/// Splits inline events. The parser's own emphasis becomes runs of marks again.
pub(super) fn split(inline: &[(Event<'_>, Range<usize>)], source: &str) -> (Vec<Part>, Vec<Run>) {
    let mut pieces = Vec::new();
    let mut end_before = None;
    for (index, (event, range)) in inline.iter().enumerate() {
        match event {
            Event::Start(tag) => match marks_of(tag.to_end(), range.start, source) {
                Some((mark, length)) => push_marks(&mut pieces, mark, range.start, length),
                None => pieces.push(Piece::Event(index)),
            },
            Event::End(tag) => match marks_of(*tag, range.start, source) {
                Some((mark, length)) => {
                    push_marks(&mut pieces, mark, range.end.saturating_sub(length), length);
                }
                None => pieces.push(Piece::Event(index)),
            },
            Event::Text(text) if source.get(range.clone()) == Some(text) => {
                let escaped = is_escaped(source, range.start, end_before);
                split_text(&mut pieces, text, range.start, escaped);
            }
            _ => pieces.push(Piece::Event(index)),
        }
        end_before = Some(match event {
            Event::Start(_) => range.start,
            _ => range.end,
        });
    }
    runs(pieces, inline, source)
}

/// The mark and its length that the parser's emphasis at this place was made from.
fn marks_of(tag: TagEnd, start: usize, source: &str) -> Option<(u8, usize)> {
    let rest = source.as_bytes().get(start..)?;
    let mark = *rest.first()?;
    let length = match tag {
        TagEnd::Strong => 2,
        TagEnd::Emphasis => 1,
        TagEnd::Strikethrough if rest.starts_with(b"~~") => 2,
        TagEnd::Strikethrough => 1,
        _ => return None,
    };
    Some((mark, length))
}

/// Whether the parser took a backslash away before this text.
fn is_escaped(source: &str, start: usize, end_before: Option<usize>) -> bool {
    let backslash = source.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\\');
    backslash && end_before != Some(start)
}

fn split_text(pieces: &mut Vec<Piece>, text: &str, start: usize, escaped: bool) {
    let bytes = text.as_bytes();
    let mut text_start = 0;
    let mut position = usize::from(escaped);
    while let Some(&byte) = bytes.get(position) {
        if !matches!(byte, b'*' | b'_' | b'~') {
            position += 1;
            continue;
        }
        let length = bytes
            .iter()
            .skip(position)
            .take_while(|other| **other == byte)
            .count();
        push_text(pieces, start + text_start..start + position);
        push_marks(pieces, byte, start + position, length);
        position += length;
        text_start = position;
    }
    push_text(pieces, start + text_start..start + bytes.len());
}

fn push_text(pieces: &mut Vec<Piece>, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push(Piece::Text(range));
    }
}

/// Adds marks, as part of the run before where they continue it.
fn push_marks(pieces: &mut Vec<Piece>, mark: u8, start: usize, length: usize) {
    match pieces.last_mut() {
        Some(Piece::Marks(before, range)) if *before == mark && range.end == start => {
            range.end += length;
        }
        _ => pieces.push(Piece::Marks(mark, start..start + length)),
    }
}

fn runs(
    pieces: Vec<Piece>,
    inline: &[(Event<'_>, Range<usize>)],
    source: &str,
) -> (Vec<Part>, Vec<Run>) {
    let is_edge = |piece: Option<&Piece>| match piece {
        None => true,
        Some(Piece::Event(index)) => matches!(
            inline.get(*index),
            Some((
                Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_),
                _
            ))
        ),
        Some(_) => false,
    };
    let mut parts = Vec::with_capacity(pieces.len());
    let mut runs = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let (mark, range) = match piece {
            Piece::Event(event) => {
                parts.push(Part::Event(*event));
                continue;
            }
            Piece::Text(range) => {
                parts.push(Part::Text(range.clone()));
                continue;
            }
            // A single tilde is a tilde, three or more are nothing.
            Piece::Marks(b'~', range) if range.len() != 2 => {
                parts.push(Part::Text(range.clone()));
                continue;
            }
            Piece::Marks(mark, range) => (*mark, range.clone()),
        };
        let before = index.checked_sub(1).and_then(|index| pieces.get(index));
        let before = match is_edge(before) {
            true => None,
            false => source
                .get(..range.start)
                .and_then(|text| text.chars().next_back()),
        };
        let after = match is_edge(pieces.get(index + 1)) {
            true => None,
            false => source.get(range.end..).and_then(|text| text.chars().next()),
        };
        let (before, after) = (before.unwrap_or(' '), after.unwrap_or(' '));
        parts.push(Part::Run(runs.len()));
        runs.push(Run {
            mark,
            standard: flanking::standard(mark, before, after),
            amended: flanking::amended(mark, range.len(), before, after),
            before,
            after,
            range,
            closed: 0,
            opened: 0,
            ends: Vec::new(),
            starts: Vec::new(),
        });
    }
    (parts, runs)
}

/// Whether an event opens or closes a frame that emphasis can't cross.
pub(super) fn frame(event: &Event<'_>) -> Option<bool> {
    match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => Some(true),
        Event::End(TagEnd::Link | TagEnd::Image) => Some(false),
        _ => None,
    }
}
