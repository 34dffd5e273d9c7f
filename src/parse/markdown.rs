//! Markdown → owned events with their places, read once for pages, search and previews.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::load::SourcePath;
use crate::parse::target::{Target, ValueTarget};

/// A parsed Markdown text. All spans are bytes of the file.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The file it stands in, for diagnostics; `None` for an empty document.
    pub file: Option<SourcePath>,
    /// pulldown-cmark's events after the Japanese rules, text runs merged.
    pub events: Vec<(Event<'static>, Range<usize>)>,
    /// In reading order.
    pub headings: Vec<Heading>,
    /// Every link's target, in reading order.
    pub links: Vec<(Target, Range<usize>)>,
    /// Every live value, in reading order.
    pub values: Vec<(ValueTarget, Range<usize>)>,
    /// Every image's path as written, in reading order.
    pub images: Vec<(String, Range<usize>)>,
    /// Characters of text without markup and spaces, for the reading time.
    pub characters: usize,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The anchor: as written, or `s-1`, `s-1-2` by position.
    pub id: String,
    /// Its words without markup.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
}
