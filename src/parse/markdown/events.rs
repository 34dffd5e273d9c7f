//! The events of a document: kept from when it was parsed, or made again from its source.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::value;
use crate::diagnostic::{Report, SourcePath};
use crate::load::Origin;

/// Events with their bytes in the file, as they are kept: most aren't copied.
pub type SeenList<'a> = Vec<(Cow<'a, Event<'a>>, Range<usize>)>;

/// Events with their bytes in the file.
pub(super) type EventList<'a> = Vec<(Event<'a>, Range<usize>)>;

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

/// Events that hold nothing, the frequent ones first; their positions stand in [`plain`].
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
    File(Arc<str>),
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
            Self::File(text) => (text, 0),
        }
    }
}

/// What stands at these bytes of a file in a text that begins at byte `offset` of it.
fn written(text: &str, offset: usize, place: Range<usize>) -> Option<&str> {
    text.get(place.start.checked_sub(offset)?..place.end.checked_sub(offset)?)
}

/// Whether words are what is written somewhere. Mostly they were taken from that very place, so that
/// nothing has to be compared.
pub fn stands(words: &str, written: Option<&str>) -> bool {
    written.is_some_and(|written| std::ptr::eq(words, written) || words == written)
}

impl Packed {
    fn new(events: EventList<'_>, text: &str, offset: usize) -> Self {
        let mut items = Vec::with_capacity(events.len());
        let mut others = Vec::new();
        for (event, place) in events {
            let is_written = match &event {
                Event::Text(words) => stands(words, written(text, offset, place.clone())),
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

    /// The events in their order, for who looks at them once.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, Event<'_>>, Range<usize>)> {
        let (text, offset) = self.text.get();
        let mut others = self.others.iter();
        self.items.iter().map(move |item| {
            let place = item.start as usize..item.start as usize + item.length as usize;
            let event = match item.what {
                What::Written => {
                    let words = written(text, offset, place.clone());
                    Cow::Owned(Event::Text(words.unwrap_or_default().into()))
                }
                What::Plain(plain) => Cow::Borrowed(&PLAIN[usize::from(plain)]),
                What::Other => Cow::Borrowed(others.next().unwrap_or(&Event::SoftBreak)),
            };
            (event, place)
        })
    }

    /// The events in their order, for who goes to and fro in them.
    pub fn list(&self) -> SeenList<'_> {
        self.iter().collect()
    }

    /// Whether there may be a live value; hardly any text has one.
    pub fn may_have_values(&self) -> bool {
        self.source().is_none_or(value::may_stand_in)
    }

    /// What the events were made from; `None` where they don't know it.
    pub fn source(&self) -> Option<&str> {
        let (text, offset) = self.text.get();
        let text = text.get(self.start()?.checked_sub(offset)?..)?;
        (!text.is_empty()).then_some(text)
    }
}

/// The position of an event in [`PLAIN`].
fn plain(event: &Event<'_>) -> Option<u8> {
    let position = match event {
        Event::Start(tag) => match tag {
            Tag::TableCell => 0,
            Tag::Paragraph => 2,
            Tag::Item => 4,
            Tag::TableRow => 6,
            Tag::Strong => 8,
            Tag::Emphasis => 13,
            Tag::List(None) => 17,
            Tag::List(Some(1)) => 19,
            Tag::TableHead => 21,
            _ => return None,
        },
        Event::End(tag) => match tag {
            TagEnd::TableCell => 1,
            TagEnd::Paragraph => 3,
            TagEnd::Item => 5,
            TagEnd::TableRow => 7,
            TagEnd::Strong => 9,
            TagEnd::Link => 10,
            TagEnd::Emphasis => 14,
            TagEnd::Heading(HeadingLevel::H2) => 15,
            TagEnd::Heading(HeadingLevel::H3) => 16,
            TagEnd::List(false) => 18,
            TagEnd::List(true) => 20,
            TagEnd::TableHead => 22,
            TagEnd::Table => 23,
            TagEnd::CodeBlock => 24,
            _ => return None,
        },
        Event::SoftBreak => 11,
        Event::HardBreak => 12,
        _ => return None,
    };
    Some(position)
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
        let text = origin.text();
        let text = text.get(self.offset..).unwrap_or_default();
        // What is wrong with the text has been said when it was parsed first.
        let mut heard_before = Report::default();
        let document = super::parse(file, text, self.offset, &mut heard_before);
        document.events.get(None)
    }

    /// Says where they can be made again. `text` is the file's, if it is in memory anyway.
    pub(super) fn found_in(&mut self, origin: &Origin, text: Option<&Arc<str>>) {
        self.origin = Some(origin.clone());
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let (Some(kept), Some(text)) = (kept, text) {
            Arc::make_mut(kept).text = Text::File(Arc::clone(text));
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
            let moved = events.iter();
            let moved = moved.map(|(event, _)| (event.into_owned(), span.clone()));
            let moved = moved.collect();
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

#[cfg(test)]
mod tests {
    use super::{PLAIN, plain};

    #[test]
    fn plain_events_are_found_again() {
        for (position, event) in PLAIN.iter().enumerate() {
            assert_eq!(plain(event).map(usize::from), Some(position), "{event:?}");
        }
    }
}
