//! Raw HTML: an allow-list, and a structure that can't break the page's.
//!
//! pulldown-cmark hands out `<kbd>` and `</kbd>` as events of their own. Each is checked here,
//! reported with its place if it isn't allowed, cleaned by `ammonia`, and kept only where it
//! fits: an element is closed at the latest where the Markdown block or emphasis around it
//! ends, and an end tag without its start is dropped. `<details>` and `<div>` may hold Markdown
//! blocks, all others running text. Comments vanish without a word. Texts without raw HTML pay
//! nothing for this.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::problems::Problems;

mod chunk;
mod elements;
mod problem;
mod scan;

use chunk::Chunk;
use elements::{Cleaner, Element};
use problem::Wrong;
use scan::{Piece, StartTag};

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Raw elements inside each other beyond this are refused; nobody writes them by hand.
const DEEPEST: usize = 50;

/// Cleans all raw HTML of a text.
pub(super) fn clean<'a>(events: Events<'a>, problems: &mut Problems<'_>) -> Events<'a> {
    let is_html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !events.iter().any(|(event, _)| is_html(event)) {
        return events;
    }
    let mut walk = Walk {
        cleaner: Cleaner::new(),
        open: Vec::new(),
        frames: Vec::new(),
        refused: BTreeMap::new(),
        images: 0,
        cleaned: Vec::with_capacity(events.len()),
        problems,
    };
    let mut end = 0;
    let mut events = events.into_iter();
    while let Some((event, range)) = events.next() {
        end = range.end;
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let lines = events
                    .by_ref()
                    .take_while(|(event, _)| *event != Event::End(TagEnd::HtmlBlock));
                walk.block(&Chunk::new(lines), range);
            }
            Event::InlineHtml(html) => walk.inline(html.into_string(), range),
            event => walk.event(event, range),
        }
    }
    let html = walk.close_to(0);
    walk.push_html(html, end);
    walk.cleaned
}

/// An element that waits for its end tag.
struct Open {
    element: &'static Element,
    range: Range<usize>,
    /// What it can't do without and hasn't got yet.
    wants: Option<&'static str>,
}

struct Walk<'a, 'p, 'r> {
    cleaner: Cleaner,
    open: Vec<Open>,
    /// How many elements were open where each Markdown element around this place began.
    frames: Vec<usize>,
    /// Start tags that were reported and whose end tags needn't be.
    refused: BTreeMap<String, usize>,
    /// Around this place. What stands in an image is its alternative text.
    images: usize,
    cleaned: Events<'a>,
    problems: &'p mut Problems<'r>,
}

impl<'a> Walk<'a, '_, '_> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            _ if self.images > 0 => {}
            Event::Start(tag) => {
                if !is_inline(tag) {
                    let html = self.close_phrasing();
                    self.push_html(html, range.start);
                }
                self.expect_content();
                self.frames.push(self.open.len());
            }
            Event::End(_) => {
                let base = self.frames.pop().unwrap_or(0);
                let html = self.close_to(base);
                self.push_html(html, range.end);
            }
            Event::Rule => {
                let html = self.close_phrasing();
                self.push_html(html, range.start);
                self.expect_content();
            }
            Event::Text(text) if text.trim().is_empty() => {}
            Event::SoftBreak | Event::HardBreak => {}
            _ => self.expect_content(),
        }
        self.cleaned.push((event, range));
    }

    fn inline(&mut self, html: String, range: Range<usize>) {
        if self.images > 0 {
            return;
        }
        let html = self.chunk(&Chunk::inline(html, range.start), false);
        if !html.is_empty() {
            self.cleaned.push((Event::InlineHtml(html.into()), range));
        }
    }

    fn block(&mut self, chunk: &Chunk, range: Range<usize>) {
        let mut html = self.close_phrasing();
        html.push_str(&self.chunk(chunk, true));
        html.push_str(&self.close_phrasing());
        if html.trim().is_empty() {
            return;
        }
        self.cleaned.extend([
            (Event::Start(Tag::HtmlBlock), range.clone()),
            (Event::Html(html.into()), range.clone()),
            (Event::End(TagEnd::HtmlBlock), range),
        ]);
    }

    fn chunk(&mut self, chunk: &Chunk, is_block: bool) -> String {
        let mut html = String::new();
        for (piece, range) in scan::pieces(&chunk.text) {
            let place = chunk.place(&range);
            match piece {
                Piece::Text(text) => {
                    if !text.trim().is_empty() {
                        self.expect_content();
                    }
                    html.push_str(&self.cleaner.text(text));
                }
                Piece::Comment => {}
                Piece::Refused(text) => self.report(Wrong::Syntax(text), place),
                Piece::Start(tag) => {
                    let source = chunk.text.get(range.clone()).unwrap_or_default();
                    html.push_str(&self.start(&tag, source, place, is_block));
                }
                Piece::End(name) => html.push_str(&self.end(&name, place)),
            }
        }
        html
    }

    /// A start tag, if it may stand here.
    fn start(
        &mut self,
        tag: &StartTag<'_>,
        source: &str,
        place: Range<usize>,
        is_block: bool,
    ) -> String {
        let mut html = String::new();
        let element = match elements::find(&tag.name) {
            Some(element) if self.open.len() < DEEPEST => element,
            _ => {
                *self.refused.entry(tag.name.clone()).or_default() += 1;
                self.report(Wrong::Element(&tag.name), place);
                return html;
            }
        };
        self.check_attributes(element, tag, &place);
        if element.optional_end
            && let Some(open) = self.top().filter(|open| open.element.optional_end)
        {
            html.push_str(&open.element.end_tag());
            self.open.pop();
        }
        if let Some(wrong) = self.misplaced(element, is_block) {
            *self.refused.entry(tag.name.clone()).or_default() += 1;
            self.report(wrong, place);
            return html;
        }
        match self.top_mut() {
            Some(parent) if parent.wants == Some(element.name) => parent.wants = None,
            _ => self.expect_content(),
        }
        html.push_str(&self.cleaner.start_tag(element, source));
        if !element.void {
            self.open.push(Open {
                element,
                range: place,
                wants: element.wants,
            });
        }
        html
    }

    /// Why an element can't stand here.
    fn misplaced(&self, element: &'static Element, is_block: bool) -> Option<Wrong<'static>> {
        let parent = self.top().map(|open| open.element.name);
        match element.parent {
            // A second summary is as wrong as one without details.
            Some("details") if self.top().is_some_and(|open| open.wants == Some("summary")) => None,
            Some("ruby") if parent == Some("ruby") => None,
            Some(right) => Some(Wrong::Parent(element.name, right)),
            None if element.flow => {
                let in_phrasing = self.inside().iter().any(|open| !open.element.flow);
                (!is_block || in_phrasing).then_some(Wrong::Flow(element.name))
            }
            None => None,
        }
    }

    fn check_attributes(&mut self, element: &Element, tag: &StartTag<'_>, place: &Range<usize>) {
        for attribute in &tag.attributes {
            if !element.allows(attribute) {
                self.report(
                    Wrong::Attribute(element.name, &attribute.name),
                    place.clone(),
                );
            }
        }
        if let Some(required) = element.required
            && !tag
                .attributes
                .iter()
                .any(|attribute| attribute.name == required)
        {
            self.report(Wrong::Required(element.name, required), place.clone());
        }
    }

    /// An end tag, with those of what is still open inside; nothing if there is no start.
    fn end(&mut self, name: &str, place: Range<usize>) -> String {
        if let Some(count) = self.refused.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return String::new();
        }
        let found = self
            .inside()
            .iter()
            .rposition(|open| open.element.name == name);
        let Some(position) = found.map(|position| position + self.base()) else {
            let wrong = match elements::find(name) {
                Some(element) if !element.void => Wrong::Stray(name),
                _ => Wrong::Element(name),
            };
            self.report(wrong, place);
            return String::new();
        };
        let mut html = self.close_to(position + 1);
        if let Some(open) = self.open.pop() {
            if let Some(wants) = open.wants {
                self.report(Wrong::Child(open.element.name, wants), open.range);
            }
            html.push_str(&open.element.end_tag());
        }
        html
    }

    /// Closes what only running text may stand in, before a block.
    fn close_phrasing(&mut self) -> String {
        let phrasing = self.inside().iter().position(|open| !open.element.flow);
        match phrasing {
            Some(position) => self.close_to(self.base() + position),
            None => String::new(),
        }
    }

    /// Closes elements that their author left open.
    fn close_to(&mut self, length: usize) -> String {
        let mut html = String::new();
        while self.open.len() > length
            && let Some(open) = self.open.pop()
        {
            if !open.element.optional_end {
                self.report(Wrong::Unclosed(open.element.name), open.range);
            }
            html.push_str(&open.element.end_tag());
        }
        html
    }

    /// Notes that something other than a summary comes next.
    fn expect_content(&mut self) {
        if let Some(open) = self.top_mut().filter(|open| open.wants == Some("summary")) {
            open.wants = None;
            let (name, range) = (open.element.name, open.range.clone());
            self.report(Wrong::Child(name, "summary"), range);
        }
    }

    fn push_html(&mut self, html: String, at: usize) {
        if !html.is_empty() {
            self.cleaned.push((Event::InlineHtml(html.into()), at..at));
        }
    }

    fn report(&mut self, wrong: Wrong<'_>, place: Range<usize>) {
        wrong.report(place, self.problems);
    }

    fn base(&self) -> usize {
        self.frames.last().copied().unwrap_or(0)
    }

    /// What is open inside the Markdown element around this place.
    fn inside(&self) -> &[Open] {
        self.open.get(self.base()..).unwrap_or_default()
    }

    fn top(&self) -> Option<&Open> {
        self.inside().last()
    }

    fn top_mut(&mut self) -> Option<&mut Open> {
        let base = self.base();
        self.open.get_mut(base..).and_then(<[Open]>::last_mut)
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}
