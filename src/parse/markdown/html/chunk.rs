//! HTML that Markdown hands out line by line.

use std::ops::Range;

use pulldown_cmark::Event;

/// HTML put together from lines that needn't follow each other in the source.
pub(super) struct Chunk {
    pub(super) text: String,
    /// Where each line starts, in the text and in the source.
    starts: Vec<(usize, usize)>,
}

impl Chunk {
    /// A tag inside a line.
    pub(super) fn inline(text: String, start: usize) -> Self {
        Self {
            text,
            starts: vec![(0, start)],
        }
    }

    pub(super) fn new<'a>(lines: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Self {
        let mut chunk = Self {
            text: String::new(),
            starts: Vec::new(),
        };
        for (event, range) in lines {
            if let Event::Html(line) | Event::Text(line) = event {
                chunk.starts.push((chunk.text.len(), range.start));
                chunk.text.push_str(&line);
            }
        }
        chunk
    }

    /// Where a part of the text stands in the source.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.in_source(range.start)..self.in_source(range.end.saturating_sub(1)) + 1
    }

    fn in_source(&self, position: usize) -> usize {
        let line = self.starts.partition_point(|(start, _)| *start <= position);
        let line = line.checked_sub(1).and_then(|line| self.starts.get(line));
        line.map_or(position, |(start, source)| source + position - start)
    }
}
