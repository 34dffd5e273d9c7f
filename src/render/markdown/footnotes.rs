//! Footnotes: numbered in the order of their first reference, listed at the end.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::escape;
use super::writer::Writer;
use crate::parse::markdown::{Document, SeenList};

/// The footnotes of a document.
#[derive(Debug)]
pub(super) struct Footnotes<'a> {
    /// The events of each definition, by its folded name.
    definitions: BTreeMap<String, Range<usize>>,
    /// Where each definition ends, by where it starts.
    ends: BTreeMap<usize, usize>,
    /// What ids begin with; chosen so that no heading's id does.
    prefix: String,
    /// The names in the order of their numbers, which count from 1.
    order: Vec<&'a str>,
    /// Number and count of references, by folded name.
    references: BTreeMap<String, (usize, usize)>,
}

impl<'a> Footnotes<'a> {
    pub(super) fn new(document: &'a Document, events: &'a SeenList<'a>) -> Self {
        let mut prefix = "fn".to_owned();
        while document
            .headings
            .iter()
            .any(|heading| heading.id.starts_with(&prefix))
        {
            prefix.push('x');
        }
        let mut footnotes = Self {
            definitions: BTreeMap::new(),
            ends: BTreeMap::new(),
            prefix,
            order: Vec::new(),
            references: BTreeMap::new(),
        };
        footnotes.find_definitions(events);
        footnotes
    }

    fn find_definitions(&mut self, events: &SeenList<'_>) {
        let is_definition =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
        if !events.iter().any(|(event, _)| is_definition(event)) {
            return;
        }
        let mut open = Vec::new();
        for (index, (event, _)) in events.iter().enumerate() {
            match &**event {
                Event::Start(tag) => open.push((tag, index)),
                Event::End(_) => {
                    if let Some((Tag::FootnoteDefinition(name), start)) = open.pop() {
                        let body = start + 1..index;
                        self.definitions.entry(fold(name)).or_insert(body);
                        self.ends.insert(start, index);
                    }
                }
                _ => {}
            }
        }
    }

    /// The number of the event that ends the definition which starts at an event.
    pub(super) fn end(&self, start: usize) -> usize {
        self.ends.get(&start).copied().unwrap_or(start)
    }

    /// Counts a reference; returns the footnote's number and how often it has been referred to.
    fn refer(&mut self, name: &'a str) -> (usize, usize) {
        let next = self.order.len() + 1;
        let entry = self.references.entry(fold(name)).or_insert((next, 0));
        if entry.1 == 0 {
            self.order.push(name);
        }
        entry.1 += 1;
        *entry
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}

fn id_of_reference(prefix: &str, number: usize, time: usize) -> String {
    match time {
        1 => format!("{prefix}ref-{number}"),
        _ => format!("{prefix}ref-{number}-{time}"),
    }
}

impl<'a> Writer<'a> {
    pub(super) fn footnote_reference(&mut self, name: &'a str) {
        let (number, time) = self.footnotes.refer(name);
        let prefix = &self.footnotes.prefix;
        let id = id_of_reference(prefix, number, time);
        // A bare number says little when links are read out one after the other.
        let label = escape::text(self.resolver.label("footnotes"));
        let _ = write!(
            self.html,
            "<sup class=\"footnote-reference\">\
             <a href=\"#{prefix}-{number}\" id=\"{id}\" aria-label=\"{label} {number}\">{number}</a></sup>"
        );
    }

    /// Writes the list of those footnotes that something refers to.
    pub(super) fn write_footnotes(&mut self) {
        // A footnote can refer to further ones, so the order grows while they are written.
        let main = std::mem::take(&mut self.html);
        let mut bodies = Vec::new();
        while let Some(name) = self.footnotes.order.get(bodies.len()) {
            if let Some(range) = self.footnotes.definitions.get(&fold(name)).cloned() {
                self.write(range);
            }
            bodies.push(std::mem::take(&mut self.html));
        }
        self.html = main;
        if bodies.is_empty() {
            return;
        }
        let name = escape::text(self.resolver.label("footnotes"));
        self.block(&format!(
            "<section class=\"footnotes\" aria-label=\"{name}\">\n<ol>\n"
        ));
        for (index, body) in bodies.iter().enumerate() {
            self.footnote(index + 1, body);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn footnote(&mut self, number: usize, body: &str) {
        let back = self.back_links(number);
        let prefix = &self.footnotes.prefix;
        let _ = writeln!(self.html, "<li id=\"{prefix}-{number}\">");
        match body.strip_suffix("</p>\n") {
            Some(body) => {
                let _ = writeln!(self.html, "{body} {back}</p>");
            }
            None => {
                let _ = writeln!(self.html, "{body}<p>{back}</p>");
            }
        }
        self.html.push_str("</li>\n");
    }

    fn back_links(&self, number: usize) -> String {
        let name = self.footnotes.order.get(number - 1).map(|name| fold(name));
        let times = name
            .and_then(|name| self.footnotes.references.get(&name))
            .map_or(0, |(_, times)| *times);
        let label = self.resolver.label("footnote_back");
        let label = escape::text(&label.replace("{n}", &number.to_string()));
        let links: Vec<String> = (1..=times)
            .map(|time| {
                let id = id_of_reference(&self.footnotes.prefix, number, time);
                let (label, mark) = match time {
                    1 => (label.clone(), String::new()),
                    _ => (format!("{label} ({time})"), format!("<sup>{time}</sup>")),
                };
                // The variation selector keeps the arrow from becoming an emoji.
                format!(
                    "<a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{label}\">\
                     ↩\u{fe0e}{mark}</a>"
                )
            })
            .collect();
        links.join(" ")
    }
}
