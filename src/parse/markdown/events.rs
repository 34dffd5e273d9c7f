//! The events of a document: kept from when it was parsed, or made again from its source.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::{Report, SourcePath};
use crate::load::Origin;

/// Events with their bytes in the file.
pub type EventList<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The events of a document as they are kept: a few bytes each, and the text that they were made
/// from. Events themselves take more than four times the text, and guides have many texts.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    text: Text,
    items: Box<[Item]>,
    others: Box<[Event<'static>]>,
}

/// An event with its bytes in the file.
#[derive(Clone, Copy, Debug)]
struct Item {
    what: What,
    start: u32,
    length: u32,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// Text that stands in the file as it reads.
    Written,
    /// The one at this position of [`PLAIN`].
    Plain(u8),
    /// The next of the others.
    Other,
}

/// Events that hold nothing, the frequent ones first.
static PLAIN: [Event<'static>; 25] = [
    Event::Start(Tag::TableCell),
    Event::End(TagEnd::TableCell),
    Event::Start(Tag::Paragraph),
    Event::End(TagEnd::Paragraph),
    Event::Start(Tag::Item),
    Event::End(TagEnd::Item),
    Event::Start(Tag::TableRow),
    Event::End(TagEnd::TableRow),
    Event::Start(Tag::Strong),
    Event::End(TagEnd::Strong),
    Event::End(TagEnd::Link),
    Event::SoftBreak,
    Event::HardBreak,
    Event::Start(Tag::Emphasis),
    Event::End(TagEnd::Emphasis),
    Event::End(TagEnd::Heading(HeadingLevel::H2)),
    Event::End(TagEnd::Heading(HeadingLevel::H3)),
    Event::Start(Tag::List(None)),
    Event::End(TagEnd::List(false)),
    Event::Start(Tag::List(Some(1))),
    Event::End(TagEnd::List(true)),
    Event::Start(Tag::TableHead),
    Event::End(TagEnd::TableHead),
    Event::End(TagEnd::Table),
    Event::End(TagEnd::CodeBlock),
];

/// What events take their words from.
#[derive(Clone, Debug)]
enum Text {
    /// A copy of what stands from this byte of the file on.
    Copy(Box<str>, usize),
    /// The whole file, which others have in memory as well.
    File(Arc<[u8]>),
}

impl Default for Text {
    fn default() -> Self {
        Self::Copy(Box::default(), 0)
    }
}

impl Text {
    /// The text, and the byte of the file that it begins at.
    fn get(&self) -> (&str, usize) {
        match self {
            Self::Copy(text, offset) => (text, *offset),
            // It was parsed, so it is UTF-8.
            Self::File(bytes) => (simdutf8::basic::from_utf8(bytes).unwrap_or_default(), 0),
        }
    }
}

/// What stands at these bytes of a file in a text that begins at byte `offset` of it.
fn written(text: &str, offset: usize, place: Range<usize>) -> Option<&str> {
    text.get(place.start.checked_sub(offset)?..place.end.checked_sub(offset)?)
}

impl Packed {
    fn new(events: EventList<'_>, text: &str, offset: usize) -> Self {
        let mut items = Vec::with_capacity(events.len());
        let mut others = Vec::new();
        for (event, place) in events {
            let is_written = match &event {
                Event::Text(words) => written(text, offset, place.clone()) == Some(words),
                _ => false,
            };
            let what = if is_written {
                What::Written
            } else if let Some(plain) = plain(&event) {
                What::Plain(plain)
            } else {
                others.push(event.into_static());
                What::Other
            };
            items.push(Item {
                what,
                start: short(place.start),
                length: short(place.len()),
            });
        }
        Self {
            text: Text::Copy(text.into(), offset),
            items: items.into(),
            others: others.into(),
        }
    }

    /// The byte of the file that the first event begins at.
    pub fn start(&self) -> Option<usize> {
        self.items.first().map(|item| item.start as usize)
    }

    /// The events in their order.
    pub fn list(&self) -> EventList<'_> {
        let (text, offset) = self.text.get();
        let mut others = self.others.iter();
        let events = self.items.iter().map(|item| {
            let place = item.start as usize..item.start as usize + item.length as usize;
            let event = match item.what {
                What::Written => {
                    let words = written(text, offset, place.clone());
                    Event::Text(words.unwrap_or_default().into())
                }
                What::Plain(plain) => PLAIN[usize::from(plain)].clone(),
                What::Other => others.next().map_or(Event::SoftBreak, borrowed),
            };
            (event, place)
        });
        events.collect()
    }
}

/// The position of an event in [`PLAIN`].
fn plain(event: &Event<'_>) -> Option<u8> {
    let position = PLAIN.iter().position(|plain| plain == event)?;
    u8::try_from(position).ok()
}

/// The same event, without a copy of its words where it has few else.
fn borrowed<'a>(event: &'a Event<'static>) -> Event<'a> {
    match event {
        Event::Text(text) => Event::Text(CowStr::Borrowed(text)),
        Event::Code(text) => Event::Code(CowStr::Borrowed(text)),
        Event::Html(html) => Event::Html(CowStr::Borrowed(html)),
        Event::InlineHtml(html) => Event::InlineHtml(CowStr::Borrowed(html)),
        other => other.clone(),
    }
}

/// Files are far smaller than four gigabytes, beyond which places would be wrong.
fn short(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Events, or where they can be made from. What is kept of them between runs is where the text
/// begins.
#[derive(Debug, Default)]
pub(super) struct Events {
    kept: Mutex<Option<Arc<Packed>>>,
    /// The byte of the file that the text begins at.
    offset: usize,
    origin: Option<Origin>,
}

impl Events {
    /// Events of a text that begins at byte `offset` of its file.
    pub(super) fn new(events: EventList<'_>, text: &str, offset: usize) -> Self {
        let packed = Packed::new(events, text, offset);
        Self {
            kept: Mutex::new(Some(Arc::new(packed))),
            offset,
            origin: None,
        }
    }

    /// Those that are kept, or new ones, which aren't kept.
    pub(super) fn get(&self, file: Option<&SourcePath>) -> Arc<Packed> {
        if let Some(kept) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(kept);
        }
        let (Some(origin), Some(file)) = (&self.origin, file) else {
            return Arc::default();
        };
        let bytes = origin.bytes();
        let text = bytes.get(self.offset..).unwrap_or_default();
        let text = simdutf8::basic::from_utf8(text).unwrap_or_default();
        // What is wrong with the text has been said when it was parsed first.
        let mut heard_before = Report::default();
        let document = super::parse(file, text, self.offset, &mut heard_before);
        document.events.get(None)
    }

    /// Says where they can be made again. `bytes` are the file's, if they are in memory anyway.
    pub(super) fn found_in(&mut self, origin: &Origin, bytes: Option<&Arc<[u8]>>) {
        self.origin = Some(origin.clone());
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let (Some(kept), Some(bytes)) = (kept, bytes) {
            Arc::make_mut(kept).text = Text::File(Arc::clone(bytes));
        }
    }

    /// Lets go of them if they can be made again.
    pub(super) fn forget(&self) {
        if self.origin.is_some() {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    /// Gives every event these bytes.
    pub(super) fn move_to(&mut self, span: &Range<usize>) {
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(events) = kept {
            let moved = events.list().into_iter();
            let moved = moved.map(|(event, _)| (event, span.clone())).collect();
            // Nothing reads there as it stands in the file.
            *events = Arc::new(Packed::new(moved, "", 0));
        }
        // They can't be made again with these.
        self.origin = None;
    }
}

impl Clone for Events {
    fn clone(&self) -> Self {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            kept: Mutex::new(kept.clone()),
            offset: self.offset,
            origin: self.origin.clone(),
        }
    }
}

impl Serialize for Events {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.offset.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            offset: usize::deserialize(deserializer)?,
            ..Self::default()
        })
    }
}
