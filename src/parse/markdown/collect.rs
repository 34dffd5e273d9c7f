//! One walk over the finished events: what other stages ask a document for.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::Document;
use super::broken_links;
use super::destination::{self, Definitions, Link};
use super::events::{EventList, Events};
use super::headings::{self, Written};
use super::problems::Problems;
use super::value::{self, Piece};
use crate::diagnostic::Code;
use crate::parse::target::{Target, ValueTarget};

/// Collects headings, links, values and images and shifts all places to the file's bytes.
pub(super) fn collect(
    mut events: EventList<'_>,
    source: &str,
    definitions: &Definitions,
    problems: &mut Problems<'_>,
) -> Document {
    let mut collector = Collector {
        document: Document::default(),
        source,
        definitions,
        headings: Vec::new(),
        in_heading: false,
        in_code: false,
        links: Vec::new(),
        images: Vec::new(),
        words_end: 0,
        suspects: broken_links::suspects(source),
        may_have_values: value::may_stand_in(source),
        // A space may be written as `&nbsp;`.
        is_plain: !holds_rare_space(source.as_bytes()) && !source.contains('&'),
        problems,
    };
    for (event, range) in &mut events {
        collector.event(event, range);
        *range = collector.problems.in_file(range.clone());
    }
    let mut document = collector.document;
    document.headings = headings::finish(collector.headings, problems);
    give_ids(&mut events, &document);
    document.events = Events::new(events, source, problems.offset);
    document
}

/// Writes the headings' final levels and ids into their events.
fn give_ids(events: &mut EventList<'_>, document: &Document) {
    let starts = events.iter_mut().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { id, .. }) => Some(id),
        _ => None,
    });
    for (id, heading) in starts.zip(&document.headings) {
        *id = Some(heading.id.clone().into());
    }
}

struct Collector<'a, 'e, 'p> {
    document: Document,
    source: &'a str,
    definitions: &'a Definitions,
    headings: Vec<Written>,
    in_heading: bool,
    in_code: bool,
    links: Vec<Open<'e>>,
    images: Vec<Open<'e>>,
    /// Where the latest inline content ended, and so where a destination can begin.
    words_end: usize,
    /// Where something may stand that was meant as a link.
    suspects: Vec<usize>,
    may_have_values: bool,
    /// Whether there are no spaces but ASCII's.
    is_plain: bool,
    problems: &'a mut Problems<'p>,
}

/// A link or image whose end hasn't come yet.
struct Open<'e> {
    link_type: LinkType,
    destination: CowStr<'e>,
    name: CowStr<'e>,
    /// Its words; of images only.
    words: String,
}

impl<'e> Collector<'_, 'e, '_> {
    fn event(&mut self, event: &mut Event<'e>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.words(text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Html(html) => {
                self.document.characters += visible(&without_tags(html), self.is_plain);
            }
            _ => {}
        }
        self.words_end = match event {
            Event::Start(_) => range.start,
            _ => range.end,
        };
    }

    fn start(&mut self, tag: &mut Tag<'e>, range: &Range<usize>) {
        match tag {
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    classes.clear();
                    attrs.clear();
                    self.problems.heading_attributes(range.clone());
                }
                self.headings.push(Written {
                    level: *level as u8,
                    id: id.as_deref().map(str::to_owned),
                    text: String::new(),
                    range: range.clone(),
                    id_range: self.id_range(id.as_deref(), range),
                });
                *level = (*level).max(HeadingLevel::H2);
                self.in_heading = true;
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            } => {
                if *link_type == LinkType::Email {
                    *dest_url = format!("mailto:{dest_url}").into();
                }
                self.links.push(Open::new(*link_type, dest_url, id));
            }
            Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            } => self.images.push(Open::new(*link_type, dest_url, id)),
            _ => {}
        }
    }

    fn end(&mut self, tag: &mut TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(level) => {
                *level = (*level).max(HeadingLevel::H2);
                self.in_heading = false;
                if let Some(heading) = self.headings.last_mut() {
                    heading.text = heading.text.trim().to_owned();
                }
            }
            TagEnd::CodeBlock => self.in_code = false,
            // What stands inside an image is its alternative text: no links, no images.
            TagEnd::Link => {
                if let Some(link) = self.links.pop().filter(|_| self.images.is_empty()) {
                    self.link(&link, range);
                }
            }
            TagEnd::Image => {
                if let Some(image) = self.images.pop().filter(|_| self.images.is_empty()) {
                    self.image(&image, range);
                }
            }
            _ => {}
        }
    }

    fn link(&mut self, link: &Open<'_>, range: &Range<usize>) {
        let place = self.destination(link, range);
        match Target::parse(&link.destination) {
            Ok(target) => {
                let place = self.problems.in_file(place);
                self.document.links.push((target, place));
            }
            Err(error) => {
                let place = self.problems.place(place);
                self.problems.report.add(error.at(place));
            }
        }
    }

    fn image(&mut self, image: &Open<'_>, range: &Range<usize>) {
        if image.words.trim().is_empty() {
            self.problems.missing_alternative(range.clone());
        }
        let place = self.destination(image, range);
        match Target::parse(&image.destination) {
            Ok(Target::File { path, anchor: None }) => {
                let place = self.problems.in_file(place);
                self.document.images.push((path, place));
            }
            Err(error) if error.code == Code::UnsafeLink => {
                let place = self.problems.place(place);
                self.problems.report.add(error.at(place));
            }
            _ => self.problems.bad_image(&image.destination, place),
        }
    }

    fn destination(&self, open: &Open<'_>, range: &Range<usize>) -> Range<usize> {
        let link = Link {
            link_type: open.link_type,
            destination: &open.destination,
            name: &open.name,
            words_end: self.words_end,
            range: range.clone(),
        };
        destination::place(&link, self.source, self.definitions)
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.in_code {
            self.document.characters += visible(text, self.is_plain);
            return;
        }
        let next = self.suspects.partition_point(|place| *place < range.start);
        if self
            .suspects
            .get(next)
            .is_some_and(|place| *place < range.end)
        {
            broken_links::check(range, self.source, self.problems);
        }
        if !self.may_have_values {
            self.words(text);
            return;
        }
        // Where the search for a value's own place in the source goes on.
        let mut from = range.start;
        for piece in value::pieces(text) {
            match piece {
                Piece::Text(words) => {
                    if words.contains("{{") {
                        let place = self.find("{{", &mut from, range);
                        self.problems.open_value(place);
                    }
                    self.words(words);
                }
                Piece::Value(name) => {
                    let place = self.find(&format!("{{{{{name}}}}}"), &mut from, range);
                    self.value(name, place);
                }
            }
        }
    }

    /// The next place of some text in the source of an event; the whole event if it isn't there.
    fn find(&self, text: &str, from: &mut usize, range: &Range<usize>) -> Range<usize> {
        let rest = self.source.get(*from..range.end);
        let Some(start) = rest.and_then(|rest| rest.find(text)) else {
            return range.clone();
        };
        let found = *from + start..*from + start + text.len();
        *from = found.end;
        found
    }

    fn value(&mut self, name: &str, place: Range<usize>) {
        if self.in_heading || !self.images.is_empty() {
            self.words(name);
            self.problems.misplaced_value(place);
            return;
        }
        match ValueTarget::parse(name) {
            Ok(target) => {
                let place = self.problems.in_file(place);
                self.document.values.push((target, place));
            }
            Err(error) => {
                let place = self.problems.place(place);
                self.problems.report.add(error.at(place));
            }
        }
    }

    /// Words that a reader sees or, of an image, hears.
    fn words(&mut self, words: &str) {
        if let Some(image) = self.images.first_mut() {
            image.words.push_str(words);
            return;
        }
        self.document.characters += visible(words, self.is_plain);
        if let Some(heading) = self.headings.last_mut().filter(|_| self.in_heading) {
            heading.text.push_str(words);
        }
    }

    fn id_range(&self, id: Option<&str>, range: &Range<usize>) -> Range<usize> {
        let found = id.and_then(|id| {
            let start = self.source.get(range.clone())?.rfind(&format!("#{id}"))?;
            Some(range.start + start..range.start + start + 1 + id.len())
        });
        found.unwrap_or(range.clone())
    }
}

impl<'e> Open<'e> {
    fn new(link_type: LinkType, destination: &CowStr<'e>, name: &CowStr<'e>) -> Self {
        Self {
            link_type,
            destination: destination.clone(),
            name: name.clone(),
            words: String::new(),
        }
    }
}

/// How many characters of a text are no spaces. `is_plain` says that there are none but ASCII's.
fn visible(text: &str, is_plain: bool) -> usize {
    // Whole texts are counted, so by bytes, of which many are compared at once.
    let bytes = text.as_bytes();
    if !is_plain && holds_rare_space(bytes) {
        return text.chars().filter(|found| !found.is_whitespace()).count();
    }
    let narrow = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') <= b'\r' - b'\t');
    let begins = |byte: u8| byte & 0b1100_0000 != 0b1000_0000;
    count(bytes, |byte| begins(byte) & !narrow(byte))
}

/// Whether there may be a space other than those of ASCII, which hardly any text has.
fn holds_rare_space(bytes: &[u8]) -> bool {
    let rare = bytes.iter().fold(false, |found, byte| {
        found | (*byte == 0xc2) | (*byte == 0xe1) | (*byte == 0xe2)
    });
    let behind = |count: usize| bytes.get(count..).unwrap_or_default();
    let threes = bytes.iter().zip(behind(1)).zip(behind(2));
    let wide = threes.fold(false, |found, ((first, second), third)| {
        found | ((*first == 0xe3) & (*second == 0x80) & (*third == 0x80))
    });
    rare | wide
}

/// How many bytes are like this.
fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let count = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(is(*byte))).sum::<u8>();
    let (chunks, rest) = bytes.as_chunks::<64>();
    let chunks = chunks.iter().map(|chunk| usize::from(count(chunk)));
    chunks.sum::<usize>() + usize::from(count(rest))
}

/// The words of clean HTML; good enough for counting them.
fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => words.push(character),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::visible;
    use crate::diagnostic::{Report, SourcePath};
    use crate::parse::markdown::parse;

    #[test]
    fn marks_that_are_written_as_entities_are_found() {
        let text = "&#123;&lbrace;region:tokushima/rent}}で a&nbsp;b";
        let document = parse(&SourcePath::new("a.md"), text, 0, &mut Report::default());
        assert_eq!(document.values.len(), 1);
        assert_eq!(document.characters, 3);
        assert!(document.events().may_have_values());
        let plain = parse(
            &SourcePath::new("a.md"),
            "徳島で",
            0,
            &mut Report::default(),
        );
        assert!(!plain.events().may_have_values());
    }

    #[test]
    fn spaces_of_every_width_are_not_counted() {
        let spaces: String = ('\0'..='\u{ffff}')
            .filter(|found| found.is_whitespace())
            .collect();
        assert!(spaces.chars().count() > 20);
        assert_eq!(visible(&spaces, false), 0);
        assert_eq!(visible(&format!("徳{spaces}島“a”…𠮷é"), false), 8);
        assert_eq!(visible("", false), 0);
        assert_eq!(visible("徳島　県 の\t。\n", false), 5);
        assert_eq!(visible("徳島県 の\t。\n", true), 5);
    }
}
