//! Adjacent text events → one.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

/// Text that may go on. It is copied only where it isn't written as it reads.
struct Pending<'a> {
    text: CowStr<'a>,
    range: Range<usize>,
    /// Whether it stands in the source as it reads.
    is_written: bool,
}

/// Merges adjacent text. An escaped `{` stays alone, so that `\{{x}}` is no live value.
pub(super) fn text<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    source: &'a str,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut merged = Vec::with_capacity(events.len());
    let mut pending: Option<Pending<'a>> = None;
    let mut end_before = None;
    for (event, range) in events {
        let Event::Text(mut text) = event else {
            flush(&mut pending, &mut merged);
            end_before = Some(range.end);
            merged.push((event, range));
            continue;
        };
        let escaped = source.as_bytes().get(range.start.wrapping_sub(1)) == Some(&b'\\')
            && end_before != Some(range.start);
        end_before = Some(range.end);
        let mut range = range;
        if let Some(after) = text.strip_prefix('{').filter(|_| escaped) {
            flush(&mut pending, &mut merged);
            let brace = range.start..range.start + 1;
            text = CowStr::from(after.to_owned());
            merged.push((Event::Text("{".into()), brace.clone()));
            range = brace.end..range.end;
        }
        if text.is_empty() {
            continue;
        }
        let is_written = source.get(range.clone()) == Some(&*text);
        match &mut pending {
            None => {
                pending = Some(Pending {
                    text,
                    range,
                    is_written,
                });
            }
            Some(before) => before.extend(&text, range, is_written, source),
        }
    }
    flush(&mut pending, &mut merged);
    merged
}

impl<'a> Pending<'a> {
    fn extend(&mut self, text: &str, range: Range<usize>, is_written: bool, source: &'a str) {
        self.is_written &= is_written && self.range.end == range.start;
        self.range.end = range.end;
        let whole = source.get(self.range.clone()).filter(|_| self.is_written);
        self.text = match whole {
            Some(whole) => CowStr::Borrowed(whole),
            None => {
                let mut longer =
                    std::mem::replace(&mut self.text, CowStr::Borrowed("")).into_string();
                longer.push_str(text);
                longer.into()
            }
        };
    }
}

fn flush<'a>(pending: &mut Option<Pending<'a>>, merged: &mut Vec<(Event<'a>, Range<usize>)>) {
    if let Some(Pending { text, range, .. }) = pending.take() {
        merged.push((Event::Text(text), range));
    }
}
