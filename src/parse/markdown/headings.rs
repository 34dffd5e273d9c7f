//! Headings: their levels and anchors.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Heading;
use super::problems::Problems;
use crate::diagnostic::{Code, Message};

/// A heading as it is written.
#[derive(Debug)]
pub(super) struct Written {
    /// 1 to 6.
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) text: String,
    /// In the text, not in the file.
    pub(super) range: Range<usize>,
    /// The place of its written id.
    pub(super) id_range: Range<usize>,
}

/// Anchors that every page has already: its header, and where its text begins.
pub const PAGE_ANCHORS: [&str; 2] = ["header", "main"];

/// Gives every heading its final level and id and reports levels and ids that aren't right.
pub(super) fn finish(written: Vec<Written>, problems: &mut Problems<'_>) -> Vec<Heading> {
    let mut taken: BTreeSet<String> = PAGE_ANCHORS.map(str::to_owned).into();
    for heading in &written {
        if let Some(id) = &heading.id {
            check_id(id, heading, &mut taken, problems);
        }
    }
    let mut counters = Counters::default();
    let mut level_before = 1;
    written
        .into_iter()
        .map(|heading| {
            check_level(&heading, level_before, problems);
            let level = heading.level.max(2);
            level_before = level;
            let position = counters.next(level);
            let id = heading.id.unwrap_or_else(|| free(position, &mut taken));
            Heading {
                level,
                id,
                text: heading.text,
                span: problems.in_file(heading.range),
            }
        })
        .collect()
}

/// An id by position that no written id has taken.
fn free(mut id: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(id.clone()) {
        id.push_str("-x");
    }
    id
}

/// The position of a heading as `s-1-2`: the second of level 3 below the first of level 2.
#[derive(Default)]
struct Counters([u32; 5]);

impl Counters {
    fn next(&mut self, level: u8) -> String {
        let depth = usize::from(level.clamp(2, 6) - 1);
        for counter in self.0.iter_mut().skip(depth) {
            *counter = 0;
        }
        let mut id = "s".to_owned();
        for (index, counter) in self.0.iter_mut().take(depth).enumerate() {
            *counter += u32::from(index + 1 == depth);
            id.push_str(&format!("-{counter}"));
        }
        id
    }
}

fn check_id(
    id: &str,
    heading: &Written,
    taken: &mut BTreeSet<String>,
    problems: &mut Problems<'_>,
) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if id.is_empty() || !id.bytes().all(plain) {
        problems.add(
            Code::BadId,
            heading.id_range.clone(),
            Message::new(
                format!("見出しのid `{id}` に使えない文字があります"),
                format!("the heading's id `{id}` has characters that can't be used"),
            ),
            Some(Message::new(
                "英小文字、数字、ハイフンで書きます（`{#midashi}`）",
                "write it with a-z, 0-9 and hyphens (`{#midashi}`)",
            )),
        );
    }
    if !taken.insert(id.to_owned()) {
        problems.add(
            Code::DuplicateAnchor,
            heading.id_range.clone(),
            Message::new(
                format!("見出しのid `{id}` は、このページの別の場所が使っています"),
                format!("the id `{id}` is taken by another part of this page"),
            ),
            Some(Message::new("別の id にします", "choose another id")),
        );
    }
}

fn check_level(heading: &Written, level_before: u8, problems: &mut Problems<'_>) {
    let message = if heading.level == 1 {
        Message::new(
            "本文の見出しは `##` から始めます。`#` はページの題名のものです",
            "headings of the text begin at `##`; `#` is the page's title",
        )
    } else if heading.level > level_before + 1 {
        let right = "#".repeat(usize::from(level_before) + 1);
        let wrong = "#".repeat(usize::from(heading.level));
        Message::new(
            format!("見出しの段が飛んでいます。`{wrong}` でなく `{right}` です"),
            format!("a heading level is left out; `{right}`, not `{wrong}`"),
        )
    } else {
        return;
    };
    problems.add(Code::HeadingLevel, heading.range.clone(), message, None);
}
