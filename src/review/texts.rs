//! Every Markdown text and every link of a guide, and where words stand in their files.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Place;
use crate::load::{SourcePath, Sources};
use crate::parse::markdown::{Document, EventList};
use crate::parse::record::FieldValue;
use crate::parse::target::Target;
use crate::plan::Guide;

/// Something that names a page.
pub(super) struct Link<'a> {
    pub(super) target: &'a Target,
    pub(super) file: &'a SourcePath,
    at: At<'a>,
    /// The article that it stands in, by position.
    pub(super) article: Option<usize>,
}

/// Where a link stands in its file.
enum At<'a> {
    Bytes(&'a Range<usize>),
    Field(String),
}

impl Link<'_> {
    pub(super) fn place(&self) -> Place {
        match &self.at {
            At::Bytes(span) => Place::span(self.file, (*span).clone()),
            At::Field(path) => Place::field(self.file, path.clone()),
        }
    }
}

/// Every Markdown text, each once.
pub(super) fn documents(guide: &Guide) -> Vec<&Document> {
    let articles = guide.articles.iter().flat_map(|article| &article.versions);
    let mut documents: Vec<&Document> = articles.map(|version| &version.body).collect();
    documents.extend(other_documents(guide));
    documents
}

/// Every Markdown text that isn't an article's.
fn other_documents(guide: &Guide) -> Vec<&Document> {
    let fronts = guide.sections.iter().flat_map(|section| &section.fronts);
    let records = (guide.collections.iter()).flat_map(|collection| &collection.records);
    let facts = records.clone().flat_map(|record| &record.values);
    let facts = facts.filter_map(|value| match value {
        FieldValue::Markdown(document) => Some(&**document),
        _ => None,
    });
    std::iter::once(&guide.home.body)
        .chain(fronts.map(|front| &front.body))
        .chain(guide.glossary.iter().map(|term| &term.text))
        .chain(records.filter_map(|record| record.prose.as_ref()))
        .chain(facts)
        .collect()
}

/// Every link of texts, front matter and navigation; redirects are none.
pub(super) fn links(guide: &Guide) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let field = |target, file, path: String, article| Link {
        target,
        file,
        at: At::Field(path),
        article,
    };
    for (number, item) in guide.site.navigation.iter().enumerate() {
        let path = format!("navigation[{number}].to");
        links.push(field(&item.to, &guide.site.file, path, None));
    }
    for (number, direction) in guide.home.directions.iter().enumerate() {
        let path = format!("directions[{number}].to");
        links.push(field(&direction.to, &guide.home.file, path, None));
    }
    for document in other_documents(guide) {
        links.extend(in_document(document, None));
    }
    for (position, article) in guide.articles.iter().enumerate() {
        for version in &article.versions {
            for (number, target) in version.related.iter().enumerate() {
                let path = format!("related[{number}]");
                links.push(field(target, &version.file, path, Some(position)));
            }
            links.extend(in_document(&version.body, Some(position)));
        }
    }
    links
}

fn in_document(document: &Document, article: Option<usize>) -> impl Iterator<Item = Link<'_>> {
    let file = document.file.as_ref();
    file.into_iter().flat_map(move |file| {
        document.links.iter().map(move |(target, span)| Link {
            target,
            file,
            at: At::Bytes(span),
            article,
        })
    })
}

/// The words of a text outside code, links and images, each run with its bytes in the file.
pub(super) fn words(events: &EventList) -> impl Iterator<Item = (&str, &Range<usize>)> {
    let mut inside = 0_usize;
    events.iter().filter_map(move |(event, range)| {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => inside += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => {
                inside = inside.saturating_sub(1);
            }
            Event::Text(text) if inside == 0 => return Some((&**text, range)),
            _ => {}
        }
        None
    })
}

/// Looks up words of a run in the run's source, one after the other.
pub(super) struct Source<'a> {
    file: &'a SourcePath,
    bytes: &'a [u8],
    range: &'a Range<usize>,
    from: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(sources: &'a Sources, file: &'a SourcePath, range: &'a Range<usize>) -> Self {
        Self {
            file,
            bytes: sources.get(file).map_or(&[], |bytes| bytes),
            range,
            from: range.start,
        }
    }

    /// The bytes of the next of these words; of the whole run if they are written otherwise
    /// there. `None` if a backslash before them says that they are meant as they are.
    pub(super) fn next(&mut self, words: &str) -> Option<Range<usize>> {
        let rest = self.bytes.get(self.from..self.range.end);
        let Some(start) = rest.and_then(|rest| find(rest, words.as_bytes())) else {
            self.from = self.range.end;
            return Some(self.range.clone());
        };
        let start = self.from + start;
        self.from = start + words.len();
        let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
        (before != Some(&b'\\')).then_some(start..self.from)
    }

    /// Where the next of these words stand; `None` as for [`Source::next`].
    pub(super) fn place(&mut self, words: &str) -> Option<Place> {
        let range = self.next(words)?;
        Some(Place::span(self.file, range))
    }
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes
        .windows(words.len().max(1))
        .position(|window| window == words)
}
