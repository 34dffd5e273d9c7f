//! Adjacent text events → one.

use std::ops::Range;

use pulldown_cmark::Event;

/// Merges adjacent text. An escaped `{` stays alone, so that `\{{x}}` is no live value.
pub(super) fn text<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    source: &str,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut merged = Vec::with_capacity(events.len());
    let mut pending: Option<(String, Range<usize>)> = None;
    let mut end_before = None;
    for (event, range) in events {
        let Event::Text(text) = event else {
            flush(&mut pending, &mut merged);
            end_before = Some(range.end);
            merged.push((event, range));
            continue;
        };
        let escaped = source.as_bytes().get(range.start.wrapping_sub(1)) == Some(&b'\\')
            && end_before != Some(range.start);
        end_before = Some(range.end);
        let mut rest = (&*text, range);
        if let Some(after) = text.strip_prefix('{').filter(|_| escaped) {
            flush(&mut pending, &mut merged);
            let brace = rest.1.start..rest.1.start + 1;
            merged.push((Event::Text("{".into()), brace.clone()));
            rest = (after, brace.end..rest.1.end);
        }
        match &mut pending {
            _ if rest.0.is_empty() => {}
            None => pending = Some((rest.0.to_owned(), rest.1)),
            Some((text, range)) => {
                text.push_str(rest.0);
                range.end = rest.1.end;
            }
        }
    }
    flush(&mut pending, &mut merged);
    merged
}

fn flush(
    pending: &mut Option<(String, Range<usize>)>,
    merged: &mut Vec<(Event<'_>, Range<usize>)>,
) {
    if let Some((text, range)) = pending.take() {
        merged.push((Event::Text(text.into()), range));
    }
}
