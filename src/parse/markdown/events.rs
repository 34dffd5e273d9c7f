//! The events of a document: kept from when it was parsed, or made again from its source.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use pulldown_cmark::Event;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::{Report, SourcePath};
use crate::load::Origin;

/// Events with their bytes in the file.
pub type EventList = Vec<(Event<'static>, Range<usize>)>;

/// Events, or where they can be made from. What is kept of them between runs is where the text
/// begins.
#[derive(Debug, Default)]
pub(super) struct Events {
    kept: Mutex<Option<Arc<EventList>>>,
    /// The byte of the file that the text begins at.
    offset: usize,
    origin: Option<Origin>,
}

impl Events {
    pub(super) fn new(events: EventList, offset: usize) -> Self {
        Self {
            kept: Mutex::new(Some(Arc::new(events))),
            offset,
            origin: None,
        }
    }

    /// Those that are kept, or new ones, which aren't kept.
    pub(super) fn get(&self, file: Option<&SourcePath>) -> Arc<EventList> {
        if let Some(kept) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(kept);
        }
        let (Some(origin), Some(file)) = (&self.origin, file) else {
            return Arc::default();
        };
        let bytes = origin.bytes();
        let text = bytes.get(self.offset..).unwrap_or_default();
        let text = std::str::from_utf8(text).unwrap_or_default();
        // What is wrong with the text has been said when it was parsed first.
        let mut heard_before = Report::default();
        let document = super::parse(file, text, self.offset, &mut heard_before);
        document.events.get(None)
    }

    /// Says where they can be made again.
    pub(super) fn found_in(&mut self, origin: &Origin) {
        self.origin = Some(origin.clone());
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
            for (_, place) in Arc::make_mut(events) {
                *place = span.clone();
            }
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
