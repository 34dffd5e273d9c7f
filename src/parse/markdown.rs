//! Markdown → owned events with their places, read once for pages, search and previews.
//!
//! The way of a text: pulldown-cmark's events → emphasis paired by the Japanese rule → lines
//! joined → raw HTML cleaned → adjacent text merged → headings, links, values and images
//! collected. Afterwards a document's events are balanced, its raw HTML is safe to be written
//! as it stands, and every problem that needs no other file has been reported.

use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Report;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::japanese::{emphasis, line_break};
use crate::load::{Origin, SourcePath};
use crate::parse::target::{Target, ValueTarget};

mod broken_links;
mod collect;
mod destination;
mod events;
mod headings;
mod html;
mod merge;
mod problems;
pub mod value;

pub use events::{Packed, SeenList, stands};
pub use headings::PAGE_ANCHORS;

use events::Events;
use problems::Problems;

/// Reading times follow from how many times so many characters a text has, in every language.
pub const READING_STEP: usize = 500;

/// A parsed Markdown text. All spans are bytes of the file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// The file it stands in, for diagnostics; `None` for an empty document.
    #[serde(skip)]
    pub file: Option<SourcePath>,
    /// Of the text as written, from which all else here follows but the places.
    pub source: Fingerprint,
    events: Events,
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

impl Document {
    /// pulldown-cmark's events after the Japanese rules. Made again from the source, at the price of
    /// parsing it, where nobody has kept them.
    ///
    /// Adjacent text is one event, but for an escaped `{`, which stands alone and so never
    /// begins a live value. Headings have their final ids and no other attributes, addresses of
    /// mail links begin with `mailto:`. `Html` and `InlineHtml` are clean (allowed elements
    /// only, each closed inside the block that it was opened in) and may be written as they are.
    pub fn events(&self) -> Arc<Packed> {
        self.events.get(self.file.as_ref())
    }

    /// Says where the text can be read again; the file's text must be this document from the byte
    /// that it was parsed at to its end.
    /// `text` is the whole file's, where it is in memory.
    pub(crate) fn found_in(&mut self, file: &SourcePath, origin: &Origin, text: Option<&Arc<str>>) {
        self.file = Some(file.clone());
        self.events.found_in(origin, text);
    }

    /// Stands for what it links to and what may be linked to in it, wherever that stands.
    pub(super) fn structure(&self) -> Fingerprint {
        fn targets<T: Hash>(list: &[(T, Range<usize>)], mixer: &mut Mixer) {
            mixer.number(list.len() as u64);
            list.iter().for_each(|(target, _)| {
                mixer.hash(target);
            });
        }
        let Self {
            headings,
            links,
            values,
            images,
            // Its place in the guide.
            file: _,
            // The text as such.
            source: _,
            events: _,
            characters: _,
        } = self;
        let mut mixer = Mixer::default();
        mixer.number(headings.len() as u64);
        for heading in headings {
            mixer.hash(&(heading.level, &heading.id, &heading.text));
        }
        targets(links, &mut mixer);
        targets(values, &mut mixer);
        targets(images, &mut mixer);
        mixer.finish()
    }

    /// Lets go of the events if they can be made again.
    pub(crate) fn forget_events(&self) {
        self.events.forget();
    }

    /// Gives everything in it one place: that of a value that can't tell its own bytes apart.
    pub(crate) fn move_to(&mut self, span: &Range<usize>) {
        self.events.move_to(span);
        let headings = self.headings.iter_mut().map(|heading| &mut heading.span);
        let spans = headings
            .chain(self.links.iter_mut().map(|(_, place)| place))
            .chain(self.values.iter_mut().map(|(_, place)| place))
            .chain(self.images.iter_mut().map(|(_, place)| place));
        spans.for_each(|place| *place = span.clone());
    }
}

/// A heading.
#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// How Markdown is read.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Reads a Markdown text that begins at byte `offset` of its file.
pub fn parse(file: &SourcePath, source: &str, offset: usize, report: &mut Report) -> Document {
    let mut problems = Problems {
        file,
        offset,
        report,
    };
    let reader = Parser::new_ext(source, OPTIONS).into_offset_iter();
    let definitions = destination::definitions(&reader);
    // About as many as there will be; a guide's texts have one for every ten to twenty bytes.
    let mut events = Vec::with_capacity(source.len() / 16);
    events.extend(reader);
    let paired = emphasis::pair(events, source);
    for range in paired.unpaired {
        problems.unpaired_emphasis(range, source);
    }
    let events = line_break::join(paired.events);
    let events = html::clean(events, &mut problems);
    let events = merge::text(events, source);
    let mut document = collect::collect(events, source, &definitions, &mut problems);
    document.file = Some(file.clone());
    document.source = Fingerprint::of(source.as_bytes());
    document
}
