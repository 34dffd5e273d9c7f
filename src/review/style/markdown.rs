//! The passages of a Markdown text: what its events say, without code, addresses, raw HTML, live
//! values and readings.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::passage::{Kind, Passage};
use crate::parse::markdown::value::{self, Piece};
use crate::parse::markdown::{self, Document};

/// The passages of a document whose spans are bytes of `source`.
pub(super) fn passages<'source>(
    document: &Document,
    source: &'source str,
) -> Vec<Passage<'source>> {
    let events = document.events();
    let mut walk = Walk {
        source,
        may_have_values: events.may_have_values(),
        done: Vec::new(),
        open: Vec::new(),
        links: Vec::new(),
        quotes: 0,
        items: 0,
        mute: 0,
        in_reading: false,
    };
    for (event, range) in events.iter() {
        walk.event(&event, &range);
    }
    walk.done
}

struct Walk<'source> {
    source: &'source str,
    done: Vec<Passage<'source>>,
    open: Vec<Passage<'source>>,
    /// How long the passage was where each link around this place began.
    links: Vec<usize>,
    quotes: usize,
    items: usize,
    /// Around this place: code blocks and addresses that stand for themselves.
    mute: usize,
    in_reading: bool,
    may_have_values: bool,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) | Event::Code(_) if self.mute > 0 || self.in_reading => {}
            Event::Text(text) => self.words(text, range),
            Event::Code(_) => self.object(range),
            Event::SoftBreak => self.inexact(" ", range),
            Event::HardBreak => self.inexact("\n", range),
            Event::InlineHtml(html) => self.html(html),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(None) => self.quotes += 1,
            Tag::Item | Tag::FootnoteDefinition(_) | Tag::DefinitionListDefinition => {
                self.items += 1;
                self.begin(Kind::Item);
            }
            Tag::Paragraph if self.items > 0 => self.begin(Kind::Item),
            Tag::Paragraph => self.begin(Kind::Paragraph),
            Tag::Heading { .. } | Tag::TableCell | Tag::DefinitionListTitle => {
                self.begin(Kind::Label);
            }
            Tag::Image { .. } => self.open.push(Passage::new(Kind::Label)),
            Tag::CodeBlock(_) => self.mute += 1,
            Tag::Link { link_type, .. } => {
                let length = self.open.last().map_or(0, |passage| passage.text().len());
                self.links.push(length);
                self.mute += usize::from(is_address(*link_type));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::BlockQuote(None) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition => {
                self.items = self.items.saturating_sub(1);
                self.finish();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle => self.finish(),
            TagEnd::Image => {
                self.finish();
                self.object(range);
            }
            TagEnd::CodeBlock => self.mute = self.mute.saturating_sub(1),
            TagEnd::Link => {
                let before = self.links.pop();
                let length = self.open.last().map(|passage| passage.text().len());
                // An address, or words that the build puts there.
                if before == length {
                    self.object(range);
                }
                if self.links.is_empty() {
                    self.mute = 0;
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind) {
        let kind = if self.quotes > 0 {
            Kind::Quotation
        } else {
            kind
        };
        self.open.push(Passage::new(kind));
        self.in_reading = false;
    }

    fn finish(&mut self) {
        self.in_reading = false;
        let passage = self.open.pop();
        self.done
            .extend(passage.filter(|passage| !is_blank(passage.text())));
    }

    fn object(&mut self, range: &Range<usize>) {
        if let Some(passage) = self.open.last_mut() {
            passage.push_object(range.clone());
        }
    }

    fn inexact(&mut self, words: &str, range: &Range<usize>) {
        if let Some(passage) = self.open.last_mut() {
            passage.push_inexact(words, range.clone());
        }
    }

    /// Readings are said by the words that they stand over.
    fn html(&mut self, html: &str) {
        let last = |tags: [&str; 2]| tags.iter().filter_map(|tag| html.rfind(tag)).max();
        let opens = last(["<rt", "<rp"]);
        let closes = last(["</r", "</ruby"]);
        if opens.is_some() || closes.is_some() {
            self.in_reading = opens > closes;
        }
    }

    fn words(&mut self, text: &str, range: &Range<usize>) {
        let Some(passage) = self.open.last_mut() else {
            return;
        };
        let written = self.source.get(range.clone());
        let stands = markdown::stands(text, written);
        if let Some(written) = written.filter(|_| stands && !self.may_have_values) {
            passage.push_exact(written, range.start);
            return;
        }
        let runs = if stands {
            Some(vec![(0..text.len(), 0)])
        } else {
            align(text, written.unwrap_or_default())
        };
        let mut start = 0;
        for piece in value::pieces(text) {
            match piece {
                Piece::Value(name) => {
                    passage.push_object(range.clone());
                    start += name.len() + "{{}}".len();
                }
                Piece::Text(words) => {
                    let own = start..start + words.len();
                    match &runs {
                        None => passage.push_inexact(words, range.clone()),
                        Some(runs) => {
                            for (run, at) in runs {
                                let shared = run.start.max(own.start)..run.end.min(own.end);
                                let start = range.start + at + (shared.start - run.start);
                                let words = self.source.get(start..start + shared.len());
                                passage.push_exact(words.unwrap_or_default(), start);
                            }
                        }
                    }
                    start = own.end;
                }
            }
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn is_address(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::Autolink | LinkType::Email)
}

/// Which runs of a text stand where in what was written for it: a backslash is missing before a
/// mark, line breaks were joined. `None` where more than that is different (`&amp;`).
fn align(text: &str, written: &str) -> Option<Vec<(Range<usize>, usize)>> {
    let mut runs = Vec::new();
    let (mut position, mut at) = (0, 0);
    while position < text.len() {
        let pairs = text
            .get(position..)?
            .chars()
            .zip(written.get(at..)?.chars());
        let same = pairs.take_while(|(left, right)| left == right);
        let length: usize = same.map(|(character, _)| character.len_utf8()).sum();
        if length > 0 {
            runs.push((position..position + length, at));
            position += length;
            at += length;
        }
        if position < text.len() {
            let gap = gap(written.get(at..)?)?;
            at += gap;
        }
    }
    written.get(at..)?.trim().is_empty().then_some(runs)
}

/// How many bytes are written without being read.
fn gap(written: &str) -> Option<usize> {
    if written.starts_with('\\') {
        return Some(1);
    }
    let line = written.trim_start_matches([' ', '\t']);
    let next = line
        .strip_prefix("\r\n")
        .or_else(|| line.strip_prefix('\n'))?;
    let words = next.trim_start_matches([' ', '\t', '>']);
    Some(written.len() - words.len())
}
