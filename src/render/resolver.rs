//! Link targets and live values of a Markdown text, as seen from the page that shows it.

use crate::load::SourcePath;
use crate::parse::record::FieldValue;
use crate::parse::target::{Target, ValueTarget};
use crate::plan::links::{Destination, LiveValue};
use crate::plan::route::{Content, Page};
use crate::render::markdown::{Resolve, ResolvedImage, ResolvedLink, ResolvedValue};
use crate::render::page::PageContext;
use crate::render::view::RelatedLink;

/// Resolves what a text of `file` names for a page.
pub(super) struct Resolver<'a> {
    context: &'a PageContext<'a>,
    file: Option<&'a SourcePath>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(context: &'a PageContext<'a>, file: Option<&'a SourcePath>) -> Self {
        Self { context, file }
    }
}

impl Resolve for Resolver<'_> {
    fn link(&self, target: &Target) -> Option<ResolvedLink> {
        let context = self.context;
        match context.guide.resolve(target, self.file?)? {
            Destination::External(url) => Some(ResolvedLink {
                title: url.clone(),
                external: url.starts_with("http"),
                href: url,
                language: None,
            }),
            Destination::Here(id) => Some(ResolvedLink {
                href: format!("#{id}"),
                title: id,
                external: false,
                language: None,
            }),
            Destination::Image(image) => Some(ResolvedLink {
                href: context.href_of(Content::Image(image)),
                title: context.guide.images[image].file.stem().to_owned(),
                external: false,
                language: None,
            }),
            Destination::Page(page, anchor) => {
                let language = context.guide.language_of(page, context.language);
                let mut href = context.href(page);
                let mut title = context.page_name(page);
                if let Some(anchor) = anchor {
                    href.push('#');
                    href.push_str(&anchor);
                    if page == Page::Glossary {
                        let term = context.guide.term(&anchor)?;
                        title = context.text(&context.guide.glossary[term].name).to_owned();
                    }
                }
                let foreign = language != context.language;
                Some(ResolvedLink {
                    href,
                    title,
                    external: false,
                    language: foreign.then(|| context.guide.language(language).to_string()),
                })
            }
        }
    }

    fn value(&self, target: &ValueTarget) -> Option<ResolvedValue> {
        let context = self.context;
        Some(match context.guide.live_value(target)? {
            LiveValue::Indicator(collection, record, indicator) => {
                let (_, facts) = context.collection(collection);
                let facts = &facts.indicators[indicator];
                ResolvedValue {
                    text: facts.values[record].clone(),
                    period: facts.period.clone(),
                    href: context.href(Page::Indicator(collection, indicator)),
                }
            }
            LiveValue::National(collection, indicator) => {
                let (_, facts) = context.collection(collection);
                let facts = &facts.indicators[indicator];
                let national = facts.national.as_ref()?;
                ResolvedValue {
                    text: national.value.clone(),
                    period: context
                        .wording
                        .list(&[national.name.clone(), facts.period.clone()]),
                    href: context.href(Page::Indicator(collection, indicator)),
                }
            }
            LiveValue::Field(collection, record, field) => {
                let plan = &context.guide.collections[collection];
                let (schema, entry) = (&plan.fields[field], &plan.records[record]);
                let text = match entry.values.get(field) {
                    Some(FieldValue::Number(number)) => context.bare_number(schema, *number),
                    _ => context.plain(&context.shown(collection, record, field))?,
                };
                ResolvedValue {
                    text,
                    period: context.price_date(schema, entry).unwrap_or_default(),
                    href: context.href(Page::Record(collection, record)),
                }
            }
        })
    }

    fn image(&self, path: &str) -> Option<ResolvedImage> {
        let target = Target::File {
            path: path.to_owned(),
            anchor: None,
        };
        let Destination::Image(position) = self.context.guide.resolve(&target, self.file?)? else {
            return None;
        };
        let image = &self.context.guide.images[position];
        Some(ResolvedImage {
            src: self.context.href_of(Content::Image(position)),
            width: image.width,
            height: image.height,
        })
    }

    fn label(&self, key: &str) -> &str {
        let words = &self.context.renderer.labels[self.context.language].words;
        words.get(key).map_or("", |word| word)
    }
}

impl PageContext<'_> {
    /// What a page is called in lists and in links without words of their own.
    pub(super) fn page_name(&self, page: Page) -> String {
        let guide = self.guide;
        let collection = |position: usize| self.text(&guide.collections[position].name);
        match page {
            Page::Home => self.text(&guide.site.title).to_owned(),
            Page::Articles => self.label("articles").to_owned(),
            Page::Section(section) => guide.sections[section].front(self.tag()).title.clone(),
            Page::Article(article) => guide.articles[article].version(self.tag()).title.clone(),
            Page::Tags => self.label("tags").to_owned(),
            Page::Tag(tag) => self.text(&guide.tags[tag].name).to_owned(),
            Page::Glossary => self.label("glossary").to_owned(),
            Page::Collection(position) => collection(position).to_owned(),
            Page::Record(position, record) => self.record_name(position, record).to_owned(),
            Page::CompareIndex(position) => self.wording.compare_index_title(collection(position)),
            Page::Compare(position, first, second) => self.wording.compare_title(
                self.record_name(position, first),
                self.record_name(position, second),
            ),
            Page::Indicators(position) => self.wording.indicators_title(collection(position)),
            Page::Indicator(position, indicator) => {
                let (_, facts) = self.collection(position);
                facts.indicators[indicator].short.clone()
            }
            Page::AboutData => self.label("about_data").to_owned(),
            Page::Search => self.label("search").to_owned(),
            Page::NotFound => self.label("not_found").to_owned(),
        }
    }

    /// A link with the kind of what it leads to, for lists of related things.
    pub(super) fn related(&self, target: &Target, file: &SourcePath) -> Option<RelatedLink> {
        let link = Resolver::new(self, Some(file)).link(target)?;
        let destination = self.guide.resolve(target, file)?;
        let kind = related_kind(&destination);
        let kind_name = match destination {
            // A record is told by its collection: 都道府県 says more than レコード.
            Destination::Page(Page::Record(collection, _), _) => self
                .text(&self.guide.collections[collection].name)
                .to_owned(),
            _ => self.label(&format!("kind_{kind}")).to_owned(),
        };
        Some(RelatedLink {
            kind,
            kind_name,
            name: link.title,
            url: link.href,
        })
    }
}

/// The kind of what a link in a list of related things leads to.
pub(super) fn related_kind(destination: &Destination) -> &'static str {
    match destination {
        Destination::Page(Page::Record(..), _) => "record",
        Destination::Page(Page::Compare(..) | Page::CompareIndex(_), _) => "comparison",
        Destination::Page(Page::Indicator(..) | Page::Indicators(_), _) => "indicator",
        Destination::Page(Page::Article(_), _) => "article",
        Destination::Page(Page::Section(_), _) => "section",
        Destination::Page(Page::Tag(_), _) => "tag",
        Destination::Page(Page::Glossary, Some(_)) => "term",
        Destination::Page(Page::Collection(_), _) => "collection",
        _ => "page",
    }
}
