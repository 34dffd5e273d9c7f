//! Adjacent text events → one.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CowStr, Event};

use super::events;

/// Merges adjacent text. An escaped `{` stays alone, so that `\{{x}}` is no live value.
pub(super) fn text<'a>(
    mut events: Vec<(Event<'a>, Range<usize>)>,
    source: &'a str,
) -> Vec<(Event<'a>, Range<usize>)> {
    // Hardly any text has one.
    let has_braces = memmem::find(source.as_bytes(), b"\\{").is_some();
    if has_braces {
        events = braces_alone(events, source);
    }
    let is_alone = |text: &str, range: &Range<usize>| {
        has_braces && text == "{" && follows_backslash(range.start, source)
    };
    // In place: there are many events, and they are large.
    events.dedup_by(|(event, range), (before, before_range)| {
        let (Event::Text(text), Event::Text(before)) = (event, before) else {
            return false;
        };
        if text.is_empty() {
            return true;
        }
        if is_alone(text, range) || is_alone(before, before_range) {
            return false;
        }
        extend(before, before_range, text, range, source);
        true
    });
    events.retain(|(event, _)| !matches!(event, Event::Text(text) if text.is_empty()));
    events
}

/// Adds a text to the one before it. It is copied only where the two don't stand in the source as they
/// read.
fn extend<'a>(
    before: &mut CowStr<'a>,
    before_range: &mut Range<usize>,
    text: &str,
    range: &Range<usize>,
    source: &'a str,
) {
    let is_written =
        |text: &str, range: &Range<usize>| events::stands(text, source.get(range.clone()));
    let together = before_range.start..range.end;
    let is_one = before_range.end == range.start
        && is_written(before, before_range)
        && is_written(text, range);
    *before = match source.get(together.clone()).filter(|_| is_one) {
        Some(whole) => CowStr::Borrowed(whole),
        None => {
            let mut longer = std::mem::replace(before, CowStr::Borrowed("")).into_string();
            longer.push_str(text);
            longer.into()
        }
    };
    before_range.end = range.end;
}

/// Makes an event of its own of every escaped `{`.
fn braces_alone<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    source: &str,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut split = Vec::with_capacity(events.len());
    let mut end_before = None;
    for (event, range) in events {
        let is_escaped = follows_backslash(range.start, source) && end_before != Some(range.start);
        end_before = Some(range.end);
        match &event {
            Event::Text(text) if is_escaped && text.starts_with('{') => {
                let brace = range.start..range.start + 1;
                let rest = text.get(1..).unwrap_or_default().to_owned();
                split.push((Event::Text("{".into()), brace.clone()));
                split.push((Event::Text(rest.into()), brace.end..range.end));
            }
            _ => split.push((event, range)),
        }
    }
    split
}

fn follows_backslash(start: usize, source: &str) -> bool {
    source.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\\')
}
