//! Every Markdown text and every link of a guide, and where words stand in their files.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::Place;
use crate::load::SourcePath;
use crate::parse::markdown::{Document, Packed};
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
    /// An entry of a list in the front matter or in `site.yaml`: the list, its number, its key.
    Entry(&'static str, usize, &'static str),
}

impl<'a> Link<'a> {
    fn new(target: &'a Target, file: &'a SourcePath, at: At<'a>, article: Option<usize>) -> Self {
        Self {
            target,
            file,
            at,
            article,
        }
    }

    pub(super) fn place(&self) -> Place {
        match &self.at {
            At::Bytes(span) => Place::span(self.file, (*span).clone()),
            At::Entry(list, number, key) => {
                Place::field(self.file, format!("{list}[{number}]{key}"))
            }
        }
    }
}

/// Every Markdown text, each once, but for articles whose file isn't looked at.
pub(super) fn documents<'a>(
    guide: &'a Guide,
    is_looked_at: &dyn Fn(&SourcePath) -> bool,
) -> Vec<&'a Document> {
    let mut documents = of_articles(guide, is_looked_at);
    documents.extend(other_documents(guide));
    documents
}

/// The Markdown texts of articles whose file is looked at.
pub(super) fn of_articles<'a>(
    guide: &'a Guide,
    is_looked_at: &dyn Fn(&SourcePath) -> bool,
) -> Vec<&'a Document> {
    let articles = guide.articles.iter().flat_map(|article| &article.versions);
    let articles = articles.filter(|version| is_looked_at(&version.file));
    articles.map(|version| &version.body).collect()
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
pub(super) fn links(guide: &Guide) -> impl Iterator<Item = Link<'_>> {
    let articles = 0..guide.articles.len();
    other_links(guide).chain(articles.flat_map(|position| article_links(guide, position)))
}

/// Every link that doesn't stand in an article.
pub(super) fn other_links(guide: &Guide) -> impl Iterator<Item = Link<'_>> {
    let (site, home) = (&guide.site, &guide.home);
    let navigation = site.navigation.iter().enumerate().map(|(number, item)| {
        let at = At::Entry("navigation", number, ".to");
        Link::new(&item.to, &site.file, at, None)
    });
    let directions = home.directions.iter().enumerate().map(|(number, item)| {
        let at = At::Entry("directions", number, ".to");
        Link::new(&item.to, &home.file, at, None)
    });
    let documents = other_documents(guide).into_iter();
    let texts = documents.flat_map(|document| in_document(document, None));
    navigation.chain(directions).chain(texts)
}

/// Every link of an article, in all of its languages.
pub(super) fn article_links(guide: &Guide, position: usize) -> impl Iterator<Item = Link<'_>> {
    let versions = guide.articles.get(position).into_iter();
    let versions = versions.flat_map(|article| &article.versions);
    versions.flat_map(move |version| {
        let related = version.related.iter().enumerate();
        let related = related.map(move |(number, target)| {
            let at = At::Entry("related", number, "");
            Link::new(target, &version.file, at, Some(position))
        });
        related.chain(in_document(&version.body, Some(position)))
    })
}

fn in_document(document: &Document, article: Option<usize>) -> impl Iterator<Item = Link<'_>> {
    let file = document.file.as_ref();
    file.into_iter().flat_map(move |file| {
        let links = document.links.iter();
        links.map(move |(target, span)| Link::new(target, file, At::Bytes(span), article))
    })
}

/// Shows each run of words of a text outside code, links and images, with its bytes in the file.
pub(super) fn each_words(events: &Packed, mut see: impl FnMut(&str, &Range<usize>)) {
    let mut inside = 0_usize;
    for (event, range) in events.iter() {
        match &*event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => inside += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => {
                inside = inside.saturating_sub(1);
            }
            Event::Text(text) if inside == 0 => see(text, &range),
            _ => {}
        }
    }
}

/// Whether readers may see these marks in a text with this source; without one nobody can tell. Hardly
/// any text has the marks that are looked for, and this tells of a whole text at once. They may be
/// written with a backslash or as `&#58;`, or come together around a comment.
pub(super) fn may_hold(source: Option<&str>, marks: &str) -> bool {
    source.is_none_or(|source| {
        let bytes = source.as_bytes();
        memmem::find(bytes, marks.as_bytes()).is_some()
            || memchr::memchr3(b'\\', b'&', b'<', bytes).is_some()
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
    /// `bytes` are the file's.
    pub(super) fn new(file: &'a SourcePath, bytes: &'a [u8], range: &'a Range<usize>) -> Self {
        Self {
            file,
            bytes,
            range,
            from: range.start,
        }
    }

    /// The bytes of the next of these words; of the whole run if they are written otherwise
    /// there. `None` if a backslash before them says that they are meant as they are.
    pub(super) fn next(&mut self, words: &str) -> Option<Range<usize>> {
        let rest = self.bytes.get(self.from..self.range.end);
        let Some(start) = rest.and_then(|rest| memmem::find(rest, words.as_bytes())) else {
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

#[cfg(test)]
mod tests {
    use super::may_hold;
    use crate::diagnostic::{Code, Report};
    use crate::load::{SourcePath, Sources};
    use crate::parse::markdown;
    use crate::review::bare_urls;

    #[test]
    fn addresses_are_seen_however_their_marks_are_written() {
        let file = SourcePath::new("content/articles/a/b.md");
        for text in [
            "https://example.org/ です",
            "https&#58;//example.org/ です",
            "https:\\//example.org/ です",
            "https:<!-- と -->//example.org/ です",
        ] {
            let mut sources = Sources::default();
            sources.insert(file.clone(), text.as_bytes());
            let mut report = Report::default();
            let document = markdown::parse(&file, text, 0, &mut report);
            let events = document.events();
            bare_urls::check(&document, &events, &sources, &mut report);
            let codes = report.diagnostics().iter().map(|problem| problem.code);
            assert!(
                codes.into_iter().any(|code| code == Code::BareUrl),
                "{text}"
            );
            assert!(may_hold(events.source(), "://"), "{text}");
        }
        assert!(!may_hold(Some("東京から徳島へ"), "://"));
        assert!(may_hold(None, "://"));
    }
}
