//! Link targets → pages, and the report of those that lead nowhere.

mod check;
mod external;
mod files;

use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::record::FieldValue;
use crate::parse::target::{Target, ValueTarget};
use crate::plan::guide::Guide;
use crate::plan::route::Page;
use crate::plan::statistics::Statistics;

pub(crate) use check::check;
pub use external::{ExternalLink, external_links};

/// What a target leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page of the guide, and the anchor on it.
    Page(Page, Option<String>),
    /// An image of the content, by position.
    Image(usize),
    /// Another site.
    External(String),
    /// A heading of the same page.
    Here(String),
}

/// A [`Destination`] in the words of its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead<'a> {
    /// A page of the guide, and the anchor on it.
    Page(Page, Option<&'a str>),
    /// An image of the content, by position.
    Image(usize),
    /// Another site.
    External(&'a str),
    /// A heading of the same page.
    Here(&'a str),
}

impl From<Lead<'_>> for Destination {
    fn from(lead: Lead<'_>) -> Self {
        match lead {
            Lead::Page(page, anchor) => Self::Page(page, anchor.map(str::to_owned)),
            Lead::Image(image) => Self::Image(image),
            Lead::External(url) => Self::External(url.to_owned()),
            Lead::Here(id) => Self::Here(id.to_owned()),
        }
    }
}

/// What a live value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveValue {
    /// Collection, record, indicator.
    Indicator(usize, usize, usize),
    /// Collection, record, field.
    Field(usize, usize, usize),
    /// Collection, indicator.
    National(usize, usize),
}

/// The guide's own pages that `page:` names.
const PAGES: [(&str, Page); 6] = [
    ("about/data", Page::AboutData),
    ("articles", Page::Articles),
    ("tags", Page::Tags),
    ("glossary", Page::Glossary),
    ("search", Page::Search),
    ("home", Page::Home),
];

impl Guide {
    /// What a target leads to when it is written in `file`; `None` if that doesn't exist.
    /// A former id or address leads to the page that has another one now.
    pub fn resolve(&self, target: &Target, file: &SourcePath) -> Option<Destination> {
        self.lead(target, file).map(Destination::from)
    }

    /// Does what [`Guide::resolve`] does without copying words.
    pub fn lead<'a>(&self, target: &'a Target, file: &SourcePath) -> Option<Lead<'a>> {
        self.current(target, file).or_else(|| {
            let (page, anchor) = self.former(target, file)?;
            Some(Lead::Page(page, anchor))
        })
    }

    /// Whether any page has a former id or address.
    pub fn has_former(&self) -> bool {
        let mut records = self.index.former_records.iter();
        !self.index.former_articles.is_empty() || records.any(|former| !former.is_empty())
    }

    /// The page, and the anchor on it, that a target names by a former id or address only.
    pub fn former<'a>(
        &self,
        target: &'a Target,
        file: &SourcePath,
    ) -> Option<(Page, Option<&'a str>)> {
        let articles = &self.index.former_articles;
        match target {
            Target::Record { prefix, id, anchor } => {
                let collection = self.prefix(prefix)?;
                let former = self.index.former_records.get(collection)?.get(id)?;
                let current = self.record(collection, id);
                let page = Page::Record(collection, *former);
                current.is_none().then_some((page, anchor.as_deref()))
            }
            Target::Article {
                section,
                slug,
                anchor,
            } if !articles.is_empty() => {
                let current = self.article(section, slug);
                let former = articles.get(&format!("articles/{section}/{slug}"))?;
                (current.is_none()).then_some((Page::Article(*former), anchor.as_deref()))
            }
            Target::File { path, anchor } if !articles.is_empty() => {
                let path = join(file.folder(), path)?;
                let current = self.index.files.get(path.as_str());
                let former = articles.get(path.strip_prefix("content/")?.strip_suffix(".md")?)?;
                (current.is_none()).then_some((Page::Article(*former), anchor.as_deref()))
            }
            _ => None,
        }
    }

    fn current<'a>(&self, target: &'a Target, file: &SourcePath) -> Option<Lead<'a>> {
        let page = |page, anchor: &'a Option<String>| Some(Lead::Page(page, anchor.as_deref()));
        let plain = |page| Some(Lead::Page(page, None));
        match target {
            Target::External(url) => Some(Lead::External(url)),
            Target::Anchor(id) => Some(Lead::Here(id)),
            Target::File { path, anchor } => {
                let path = join(file.folder(), path)?;
                if let Some(image) = self.image(&path) {
                    return Some(Lead::Image(image));
                }
                page(*self.index.files.get(path.as_str())?, anchor)
            }
            Target::Record { prefix, id, anchor } => {
                let collection = self.prefix(prefix)?;
                page(
                    Page::Record(collection, self.record(collection, id)?),
                    anchor,
                )
            }
            Target::Pair {
                prefix,
                ids,
                anchor,
            } => {
                let position = self.prefix(prefix)?;
                let collection = &self.collections[position];
                let left = self.record(position, &ids.0)?;
                let right = self.record(position, &ids.1)?;
                let (first, second) = collection.pairs.find(&collection.records, left, right)?;
                page(Page::Compare(position, first, second), anchor)
            }
            Target::Indicator {
                collection,
                id,
                anchor,
            } => {
                let collection = self.collection(collection)?;
                let indicator = self.indicator(collection, id)?;
                let hidden = self.collections[collection].indicators[indicator].hidden;
                (!hidden).then_some(())?;
                page(Page::Indicator(collection, indicator), anchor)
            }
            Target::Article {
                section,
                slug,
                anchor,
            } => page(Page::Article(self.article(section, slug)?), anchor),
            Target::Section(id) => plain(Page::Section(self.section(id)?)),
            Target::Tag(id) => {
                let tag = self.tag(id)?;
                self.used_tags.contains(&tag).then_some(())?;
                plain(Page::Tag(tag))
            }
            Target::Term(id) => {
                self.term(id)?;
                Some(Lead::Page(Page::Glossary, Some(id)))
            }
            Target::Collection(id) => plain(Page::Collection(self.collection(id)?)),
            Target::Comparisons(id) => {
                let collection = self.collection(id)?;
                (!self.collections[collection].pairs.is_empty()).then_some(())?;
                plain(Page::CompareIndex(collection))
            }
            Target::Page(name) => {
                let (_, found) = PAGES.iter().find(|(known, _)| known == name)?;
                let exists = match found {
                    Page::Articles => !self.sections.is_empty(),
                    Page::Tags => !self.used_tags.is_empty(),
                    Page::Glossary => !self.glossary.is_empty(),
                    Page::Search => self.site.search,
                    _ => true,
                };
                exists.then_some(())?;
                plain(*found)
            }
        }
    }

    /// What a live value names; `None` if that doesn't exist or isn't known.
    pub fn live_value(&self, value: &ValueTarget) -> Option<LiveValue> {
        match value {
            ValueTarget::National { collection, id } => {
                let collection = self.collection(collection)?;
                let indicator = self.indicator(collection, id)?;
                self.shown(collection, indicator)?.national?;
                Some(LiveValue::National(collection, indicator))
            }
            ValueTarget::Record { prefix, id, name } => {
                let position = self.prefix(prefix)?;
                let record = self.record(position, id)?;
                if let Some(indicator) = self.indicator(position, name) {
                    self.shown(position, indicator)?.values[record]?;
                    return Some(LiveValue::Indicator(position, record, indicator));
                }
                let collection = &self.collections[position];
                let field = collection.field(name)?;
                let value = collection.records[record].values.get(field)?;
                let known = !matches!(value, FieldValue::Unknown | FieldValue::NotApplicable);
                known.then_some(LiveValue::Field(position, record, field))
            }
        }
    }

    /// The numbers of an indicator that readers see.
    fn shown(&self, collection: usize, indicator: usize) -> Option<&Statistics> {
        let collection = &self.collections[collection];
        let hidden = collection.indicators[indicator].hidden;
        (!hidden).then_some(&collection.statistics[indicator])
    }

    /// The anchors of a page, in one of its languages, that texts may link to.
    fn anchors(&self, page: Page, language: usize) -> Vec<&str> {
        let tag = self.language(language);
        match page {
            Page::Article(article) => ids(&self.articles[article].version(tag).body),
            Page::Section(section) => ids(&self.sections[section].front(tag).body),
            Page::Record(collection, record) => {
                let collection = &self.collections[collection];
                let groups = collection.groups.iter().map(|group| group.id.as_str());
                let prose = collection.records[record].prose.as_ref();
                groups.chain(prose.map(ids).unwrap_or_default()).collect()
            }
            Page::Glossary => self.glossary.iter().map(|term| term.id.as_str()).collect(),
            Page::Compare(collection, ..) => {
                let groups = self.collections[collection].groups.iter();
                groups.map(|group| group.id.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The anchors of a text's headings.
fn ids(document: &Document) -> Vec<&str> {
    let headings = document.headings.iter();
    headings.map(|heading| heading.id.as_str()).collect()
}

/// A relative path from a folder, without leaving the project.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}
