//! `**「重要」**です` is bold.
//!
//! CommonMark lets a run of asterisks beside punctuation open or close emphasis only where the
//! other side is a space or punctuation too. Japanese has no spaces, so `**「重要」**です` stays
//! as it is written, and of two such words in a sentence the text *between* them becomes bold.
//! The emphasis of a paragraph where that rule decides is therefore paired anew, with one
//! change: wide punctuation counts as a letter, and a wide character next to the run is as good
//! as a space (the amendment of <https://github.com/tats-u/markdown-cjk-friendly>).
//!
//! Code, link destinations, raw HTML and escaped characters are never touched, and paragraphs
//! that the change doesn't concern keep the parser's own result. A single `~`, which GitHub
//! reads as struck through, stays a tilde, since `10~20人` is how ranges are written.
//!
//! To be dropped when a pulldown-cmark with its CJK option is out (0.13.6 hasn't it).

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

mod flanking;
mod matching;
mod parts;

use matching::Run;
use parts::Part;

/// Events after pairing.
#[derive(Debug)]
pub struct Paired<'a> {
    /// The events with their places; emphasis is balanced as before.
    pub events: Vec<(Event<'a>, Range<usize>)>,
    /// Marks that look like emphasis and stayed as they are written, as bytes of the source.
    pub unpaired: Vec<Range<usize>>,
}

/// Pairs the emphasis of every paragraph, heading and cell. `source` is what the events were
/// parsed from; their ranges are its bytes.
pub fn pair<'a>(events: Vec<(Event<'a>, Range<usize>)>, source: &'a str) -> Paired<'a> {
    let mut unpaired = Vec::new();
    let mut others = Vec::new();
    for block in blocks(&events) {
        let inline = events.get(block.clone()).unwrap_or_default();
        if !inline.iter().any(has_mark) {
            continue;
        }
        let (parts, mut runs) = parts::split(inline, source);
        let concerned = runs.iter().any(|run| run.standard != run.amended)
            || inline
                .iter()
                .any(|(event, range)| is_single_tilde(event, range, source));
        matching::pair(&parts, &mut runs, inline);
        note_unpaired(&runs, &mut unpaired);
        if concerned {
            others.push((block, parts, runs));
        }
    }
    // Mostly nothing is paired anew.
    let events = match others.is_empty() {
        true => events,
        false => rebuild(events, others, source),
    };
    Paired { events, unpaired }
}

/// Where the inline content of each block stands.
fn blocks(events: &[(Event<'_>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut in_code = false;
    let mut start = 0;
    for (index, (event, _)) in events.iter().enumerate() {
        if !in_code && is_inline(event) {
            continue;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        if start < index {
            blocks.push(start..index);
        }
        start = index + 1;
    }
    if start < events.len() {
        blocks.push(start..events.len());
    }
    blocks
}

/// The events, with these blocks as they were paired anew.
fn rebuild<'a>(
    events: Vec<(Event<'a>, Range<usize>)>,
    blocks: Vec<(Range<usize>, Vec<Part>, Vec<Run>)>,
    source: &'a str,
) -> Vec<(Event<'a>, Range<usize>)> {
    let mut rebuilt = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    let mut done = 0;
    for (block, parts, runs) in blocks {
        rebuilt.extend(events.by_ref().take(block.start - done));
        let inline = events.by_ref().take(block.len()).collect();
        rebuild_block(inline, &parts, &runs, source, &mut rebuilt);
        done = block.end;
    }
    rebuilt.extend(events);
    rebuilt
}

fn rebuild_block<'a>(
    inline: Vec<(Event<'a>, Range<usize>)>,
    parts: &[Part],
    runs: &[Run],
    source: &'a str,
    events: &mut Vec<(Event<'a>, Range<usize>)>,
) {
    let mut inline: Vec<Option<(Event<'a>, Range<usize>)>> = inline.into_iter().map(Some).collect();
    let text = |range: Range<usize>| {
        let text = source.get(range.clone()).unwrap_or_default();
        (!text.is_empty()).then(|| (Event::Text(text.into()), range))
    };
    for part in parts {
        match part {
            Part::Event(index) => events.extend(inline.get_mut(*index).and_then(Option::take)),
            Part::Text(range) => events.extend(text(range.clone())),
            Part::Run(index) => {
                let Some(run) = runs.get(*index) else {
                    continue;
                };
                for (kind, range) in &run.ends {
                    events.push((Event::End(kind.tag().to_end()), range.clone()));
                }
                events.extend(text(run.literal()));
                for (kind, range) in run.starts.iter().rev() {
                    events.push((Event::Start(kind.tag()), range.clone()));
                }
            }
        }
    }
}

/// A lone `*`, a mark between spaces (`2 ** 3`) and a longer row of asterisks aren't meant as
/// emphasis; two `**` between spaces are (`** 重要 **`).
fn note_unpaired(runs: &[Run], unpaired: &mut Vec<Range<usize>>) {
    let candidates: Vec<&Run> = runs
        .iter()
        .filter(|run| !run.literal().is_empty())
        .filter(|run| match run.mark {
            b'*' => matches!(run.range.len(), 2 | 3),
            b'~' => run.range.len() == 2,
            _ => false,
        })
        .collect();
    let alone = candidates.len() == 1;
    unpaired.extend(
        candidates
            .into_iter()
            .filter(|run| !(alone && run.is_spaced()))
            .map(|run| run.literal()),
    );
}

fn has_mark((event, _): &(Event<'_>, Range<usize>)) -> bool {
    match event {
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => true,
        Event::Text(text) => memchr::memchr2(b'*', b'~', text.as_bytes()).is_some(),
        _ => false,
    }
}

fn is_single_tilde(event: &Event<'_>, range: &Range<usize>, source: &str) -> bool {
    matches!(event, Event::Start(Tag::Strikethrough))
        && !source
            .get(range.start..)
            .is_some_and(|rest| rest.starts_with("~~"))
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_end(tag.to_end()),
        Event::End(tag) => is_inline_end(*tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}
