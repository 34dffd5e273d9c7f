//! Where in the source a link's destination stands.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{LinkType, OffsetIter};

/// The places of reference definitions (`[name]: https://…`), by their folded names.
pub(super) type Definitions = BTreeMap<String, Range<usize>>;

pub(super) fn definitions(reader: &OffsetIter<'_>) -> Definitions {
    reader
        .reference_definitions()
        .iter()
        .map(|(name, definition)| (name.to_lowercase(), definition.span.clone()))
        .collect()
}

/// A link or an image, as far as its place is concerned.
pub(super) struct Link<'a> {
    pub(super) link_type: LinkType,
    pub(super) destination: &'a str,
    pub(super) name: &'a str,
    /// Where its words end and the destination can begin.
    pub(super) words_end: usize,
    pub(super) range: Range<usize>,
}

/// The destination's bytes; the whole link's where it can't be told, as with entities in it.
pub(super) fn place(link: &Link<'_>, source: &str, definitions: &Definitions) -> Range<usize> {
    let within = match link.link_type {
        LinkType::Inline => link.words_end..link.range.end,
        LinkType::Autolink | LinkType::Email => link.range.clone(),
        _ => match definitions.get(&link.name.to_lowercase()) {
            // Past the name, which may well contain the destination's letters.
            Some(range) => match source.get(range.clone()).and_then(|text| text.find("]:")) {
                Some(colon) => range.start + colon + 2..range.end,
                None => range.clone(),
            },
            None => link.range.clone(),
        },
    };
    let destination = match link.link_type {
        // Its scheme isn't written.
        LinkType::Email => link.destination.trim_start_matches("mailto:"),
        _ => link.destination,
    };
    let found = source
        .get(within.clone())
        .filter(|_| !destination.is_empty())
        .and_then(|text| text.find(destination))
        .map(|start| within.start + start..within.start + start + destination.len());
    found.unwrap_or(link.range.clone())
}
