//! Link targets → pages, and the report of those that lead nowhere.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::record::FieldValue;
use crate::parse::site::RedirectTarget;
use crate::parse::target::{Target, ValueTarget};
use crate::plan::guide::Guide;
use crate::plan::route::Page;

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
const PAGES: [(&str, Page); 4] = [
    ("about/data", Page::AboutData),
    ("articles", Page::Articles),
    ("tags", Page::Tags),
    ("home", Page::Home),
];

impl Guide {
    /// What a target leads to when it is written in `file`; `None` if that doesn't exist.
    pub fn resolve(&self, target: &Target, file: &SourcePath) -> Option<Destination> {
        let page = |page, anchor: &Option<String>| Some(Destination::Page(page, anchor.clone()));
        match target {
            Target::External(url) => Some(Destination::External(url.clone())),
            Target::Anchor(id) => Some(Destination::Here(id.clone())),
            Target::File { path, anchor } => self.resolve_file(file, path, anchor),
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
            Target::Section(id) => page(Page::Section(self.section(id)?), &None),
            Target::Tag(id) => {
                let tag = self.tag(id)?;
                self.used_tags.contains(&tag).then_some(())?;
                page(Page::Tag(tag), &None)
            }
            Target::Collection(id) => page(Page::Collection(self.collection(id)?), &None),
            Target::Comparisons(id) => {
                let collection = self.collection(id)?;
                (!self.collections[collection].pairs.is_empty()).then_some(())?;
                page(Page::CompareIndex(collection), &None)
            }
            Target::Page(name) => {
                let (_, found) = PAGES.iter().find(|(known, _)| known == name)?;
                page(*found, &None)
            }
        }
    }

    fn resolve_file(
        &self,
        file: &SourcePath,
        path: &str,
        anchor: &Option<String>,
    ) -> Option<Destination> {
        let path = join(file.folder(), path)?;
        if let Some(image) = self.image(&path) {
            return Some(Destination::Image(image));
        }
        let is_file = |other: &SourcePath| other.as_str() == path;
        let page = if is_file(&self.home.file) {
            Page::Home
        } else if let Some(section) = self
            .sections
            .iter()
            .position(|section| section.fronts.iter().any(|front| is_file(&front.file)))
        {
            Page::Section(section)
        } else {
            let has = |article: &crate::plan::guide::ArticlePlan| {
                article
                    .versions
                    .iter()
                    .any(|version| is_file(&version.file))
            };
            Page::Article(self.articles.iter().position(has)?)
        };
        Some(Destination::Page(page, anchor.clone()))
    }

    /// What a live value names; `None` if that doesn't exist or isn't known.
    pub fn live_value(&self, value: &ValueTarget) -> Option<LiveValue> {
        match value {
            ValueTarget::National { collection, id } => {
                let collection = self.collection(collection)?;
                let indicator = self.indicator(collection, id)?;
                self.collections[collection].statistics[indicator].national?;
                Some(LiveValue::National(collection, indicator))
            }
            ValueTarget::Record { prefix, id, name } => {
                let position = self.prefix(prefix)?;
                let record = self.record(position, id)?;
                if let Some(indicator) = self.indicator(position, name) {
                    self.collections[position].statistics[indicator].values[record]?;
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

    /// The anchors of a page that texts may link to.
    fn anchors(&self, page: Page) -> Vec<&str> {
        match page {
            Page::Article(article) => self.articles[article]
                .versions
                .iter()
                .flat_map(|version| &version.body.headings)
                .map(|heading| heading.id.as_str())
                .collect(),
            Page::Section(section) => self.sections[section]
                .fronts
                .iter()
                .flat_map(|front| &front.body.headings)
                .map(|heading| heading.id.as_str())
                .collect(),
            Page::Record(collection, _) | Page::Compare(collection, ..) => self.collections
                [collection]
                .groups
                .iter()
                .map(|group| group.id.as_str())
                .collect(),
            _ => Vec::new(),
        }
    }
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

/// Reports every link, anchor, image and live value that leads nowhere.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    let mut checker = Checker { guide, report };
    let site = &guide.site.file;
    for (position, item) in guide.site.navigation.iter().enumerate() {
        checker.target(&item.to, site, &format!("navigation[{position}].to"));
    }
    for (from, to) in &guide.site.redirects {
        if let RedirectTarget::Target(target) = to {
            checker.target(target, site, &format!("redirects.{from}"));
        }
    }
    for (position, direction) in guide.home.directions.iter().enumerate() {
        let path = format!("directions[{position}].to");
        checker.target(&direction.to, &guide.home.file, &path);
    }
    checker.document(&guide.home.body);
    for front in guide.sections.iter().flat_map(|section| &section.fronts) {
        checker.document(&front.body);
    }
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        checker.document(&version.body);
        for (position, target) in version.related.iter().enumerate() {
            checker.target(target, &version.file, &format!("related[{position}]"));
        }
    }
    for record in guide
        .collections
        .iter()
        .flat_map(|collection| &collection.records)
    {
        if let Some(prose) = &record.prose {
            checker.document(prose);
        }
        for value in &record.values {
            if let FieldValue::Markdown(document) = value {
                checker.document(document);
            }
        }
    }
}

struct Checker<'a> {
    guide: &'a Guide,
    report: &'a mut Report,
}

impl Checker<'_> {
    fn target(&mut self, target: &Target, file: &SourcePath, path: &str) {
        self.link(target, file, &[], Place::field(file, path));
    }

    fn document(&mut self, document: &Document) {
        let Some(file) = &document.file else { return };
        let own: Vec<&str> = document
            .headings
            .iter()
            .map(|heading| heading.id.as_str())
            .collect();
        for (target, span) in &document.links {
            self.link(target, file, &own, Place::span(file, span.clone()));
        }
        for (path, span) in &document.images {
            let found = join(file.folder(), path).and_then(|path| self.guide.image(&path));
            if found.is_none() {
                self.missing_image(file, path, Place::span(file, span.clone()));
            }
        }
        for (value, span) in &document.values {
            if self.guide.live_value(value).is_none() {
                let place = Place::span(file, span.clone());
                self.report.add(unknown_value(self.guide, value, place));
            }
        }
    }

    fn link(&mut self, target: &Target, file: &SourcePath, own: &[&str], place: Place) {
        match self.guide.resolve(target, file) {
            None => self.report.add(dead_link(self.guide, target, place)),
            Some(Destination::Here(id)) => {
                if !own.contains(&id.as_str()) {
                    self.report.add(dead_anchor(&id, own, place));
                }
            }
            Some(Destination::Page(page, Some(id))) => {
                let anchors = self.guide.anchors(page);
                if !anchors.contains(&id.as_str()) {
                    self.report.add(dead_anchor(&id, &anchors, place));
                }
            }
            Some(_) => {}
        }
    }

    fn missing_image(&mut self, file: &SourcePath, path: &str, place: Place) {
        let folder = file.folder();
        let names: Vec<&str> = self
            .guide
            .images
            .iter()
            .filter(|image| image.file.folder() == folder)
            .filter_map(|image| image.file.as_str().rsplit('/').next())
            .collect();
        let diagnostic = Diagnostic::new(
            Code::MissingImage,
            place,
            Message::new(
                format!("画像「{path}」がありません"),
                format!("there is no image `{path}`"),
            ),
        );
        self.report
            .add(diagnostic.with_help(match nearest(path, names) {
                Some(near) => Message::new(
                    format!("「{near}」のことですか。"),
                    format!("did you mean `{near}`?"),
                ),
                None => Message::new(
                    format!("画像は {folder}/ に置き、ファイル名だけを書きます。"),
                    format!("put the image into {folder}/ and write its file name"),
                ),
            }));
    }
}

fn dead_anchor(id: &str, known: &[&str], place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::DeadAnchor,
        place,
        Message::new(
            format!("リンク先のページに見出し「#{id}」がありません"),
            format!("the page has no heading `#{id}`"),
        ),
    );
    diagnostic.with_help(match nearest(id, known.iter().copied()) {
        Some(near) => Message::new(
            format!("「#{near}」のことですか。"),
            format!("did you mean `#{near}`?"),
        ),
        None => Message::new(
            format!("見出しに id をつけます: ## 見出し {{#{id}}}"),
            format!("give the heading an id: ## Heading {{#{id}}}"),
        ),
    })
}

fn dead_link(guide: &Guide, target: &Target, place: Place) -> Diagnostic {
    let words = written(target);
    let diagnostic = Diagnostic::new(
        Code::DeadLink,
        place,
        Message::new(
            format!("リンク先「{words}」がありません"),
            format!("the link `{words}` leads nowhere"),
        ),
    );
    match suggestion(guide, target) {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}

/// The target as it is written in sources.
fn written(target: &Target) -> String {
    match target {
        Target::External(url) => url.clone(),
        Target::Anchor(id) => format!("#{id}"),
        Target::File { path, .. } => path.clone(),
        Target::Record { prefix, id, .. } => format!("{prefix}:{id}"),
        Target::Pair { prefix, ids, .. } => format!("{prefix}:{}+{}", ids.0, ids.1),
        Target::Indicator { collection, id, .. } => format!("indicator:{collection}/{id}"),
        Target::Article { section, slug, .. } => format!("article:{section}/{slug}"),
        Target::Section(id) => format!("section:{id}"),
        Target::Tag(id) => format!("tag:{id}"),
        Target::Collection(id) => format!("collection:{id}"),
        Target::Comparisons(id) => format!("compare:{id}"),
        Target::Page(name) => format!("page:{name}"),
    }
}

/// What the writer may have meant.
fn suggestion(guide: &Guide, target: &Target) -> Option<Message> {
    let meant = |text: String| {
        Some(Message::new(
            format!("「{text}」のことですか。"),
            format!("did you mean `{text}`?"),
        ))
    };
    match target {
        Target::Record { prefix, id, .. } => {
            let Some(collection) = guide.prefix(prefix) else {
                return meant(format!("{}:{id}", nearest(prefix, guide.prefixes())?));
            };
            let records = &guide.collections[collection].records;
            let near = nearest(id, records.iter().map(|record| record.id.as_str()))?;
            meant(format!("{prefix}:{near}"))
        }
        Target::Pair { prefix, ids, .. } => pair_suggestion(guide, prefix, ids),
        Target::Indicator { collection, id, .. } => {
            let position = guide.collection(collection)?;
            let indicators = &guide.collections[position].indicators;
            let near = nearest(id, indicators.iter().map(|indicator| indicator.id.as_str()))?;
            meant(format!("indicator:{collection}/{near}"))
        }
        Target::Article { section, slug, .. } => {
            let all: Vec<String> = guide
                .articles
                .iter()
                .map(|article| format!("{}/{}", guide.sections[article.section].id, article.slug))
                .collect();
            let wrong = format!("{section}/{slug}");
            let near = nearest(&wrong, all.iter().map(String::as_str))?;
            meant(format!("article:{near}"))
        }
        Target::Section(id) => {
            let near = nearest(id, guide.sections.iter().map(|section| section.id.as_str()))?;
            meant(format!("section:{near}"))
        }
        Target::Tag(id) => {
            let near = nearest(id, guide.tags.iter().map(|tag| tag.id.as_str()))?;
            meant(format!("tag:{near}"))
        }
        Target::Collection(id) | Target::Comparisons(id) => {
            let ids = guide
                .collections
                .iter()
                .map(|collection| collection.id.as_str());
            meant(format!("collection:{}", nearest(id, ids)?))
        }
        Target::Page(_) => {
            let names: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
            Some(Message::new(
                format!("page: で書けるもの: {}", names.join(", ")),
                format!("`page:` takes: {}", names.join(", ")),
            ))
        }
        Target::File { .. } | Target::External(_) | Target::Anchor(_) => None,
    }
}

fn pair_suggestion(guide: &Guide, prefix: &str, ids: &(String, String)) -> Option<Message> {
    let position = guide.prefix(prefix)?;
    let records = &guide.collections[position].records;
    for id in [&ids.0, &ids.1] {
        if guide.record(position, id).is_none() {
            let near = nearest(id, records.iter().map(|record| record.id.as_str()))?;
            return Some(Message::new(
                format!("「{id}」は「{near}」のことですか。"),
                format!("is `{id}` meant to be `{near}`?"),
            ));
        }
    }
    Some(Message::new(
        "この2つの比較ページは作られません。_collection.yaml の compare.pairs が決めます。",
        "the two have no comparison page; compare.pairs of _collection.yaml decides which have",
    ))
}

fn unknown_value(guide: &Guide, value: &ValueTarget, place: Place) -> Diagnostic {
    let (words, candidates): (String, Vec<String>) = match value {
        ValueTarget::National { collection, id } => {
            let all = guide.collection(collection).map(|position| {
                let indicators = &guide.collections[position].indicators;
                let name = |id: &String| format!("indicator:{collection}/{id}");
                indicators
                    .iter()
                    .map(|indicator| name(&indicator.id))
                    .collect()
            });
            (
                format!("indicator:{collection}/{id}"),
                all.unwrap_or_default(),
            )
        }
        ValueTarget::Record { prefix, id, name } => {
            let all = guide.prefix(prefix).map(|position| {
                let collection = &guide.collections[position];
                let indicators = collection.indicators.iter().map(|indicator| &indicator.id);
                let fields = collection.fields.iter().map(|field| &field.id);
                let values = indicators
                    .chain(fields)
                    .map(|name| format!("{prefix}:{id}/{name}"));
                let records = collection.records.iter();
                values
                    .chain(records.map(|record| format!("{prefix}:{}/{name}", record.id)))
                    .collect()
            });
            (format!("{prefix}:{id}/{name}"), all.unwrap_or_default())
        }
    };
    let diagnostic = Diagnostic::new(
        Code::UnknownValue,
        place,
        Message::new(
            format!("「{{{{{words}}}}}」の値は、ないか未確認です"),
            format!("`{{{{{words}}}}}` doesn't exist or isn't known"),
        ),
    );
    let other = candidates
        .iter()
        .map(String::as_str)
        .filter(|other| *other != words);
    match nearest(&words, other) {
        Some(near) => diagnostic.with_help(Message::new(
            format!("「{{{{{near}}}}}」のことですか。"),
            format!("did you mean `{{{{{near}}}}}`?"),
        )),
        None => diagnostic,
    }
}
