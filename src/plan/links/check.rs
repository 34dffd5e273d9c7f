//! The report of links, anchors, images and live values that lead nowhere.

use rayon::prelude::*;

use super::{Lead, PAGES, files, join};
use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::load::{PORTION, SourcePath};
use crate::parse::article::Article;
use crate::parse::markdown::{Document, Heading};
use crate::parse::record::FieldValue;
use crate::parse::site::RedirectTarget;
use crate::parse::target::{Target, ValueTarget};
use crate::plan::guide::Guide;
use crate::plan::route::Page;

/// Reports every link, anchor, image and live value that leads nowhere.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    let mut checker = Checker {
        guide,
        report,
        language: 0,
    };
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
        checker.language = guide.language_position(&front.language).unwrap_or(0);
        checker.document(&front.body);
    }
    let reports: Vec<Report> = (guide.articles.par_iter())
        .with_max_len(PORTION)
        .map(|article| {
            let mut report = Report::default();
            for version in &article.versions {
                article_version(guide, version, &mut report);
            }
            report
        })
        .collect();
    for report in reports {
        checker.report.append(report);
    }
    checker.language = 0;
    for term in &guide.glossary {
        checker.document(&term.text);
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

fn article_version(guide: &Guide, version: &Article, report: &mut Report) {
    let mut checker = Checker {
        guide,
        report,
        language: guide.language_position(&version.language).unwrap_or(0),
    };
    checker.document(&version.body);
    for (position, target) in version.related.iter().enumerate() {
        let place = || Place::field(&version.file, format!("related[{position}]"));
        checker.link(target, &version.file, &[], place);
    }
}

struct Checker<'a> {
    guide: &'a Guide,
    report: &'a mut Report,
    /// That of the text being checked.
    language: usize,
}

impl Checker<'_> {
    fn target(&mut self, target: &Target, file: &SourcePath, path: &str) {
        self.link(target, file, &[], || Place::field(file, path));
    }

    fn document(&mut self, document: &Document) {
        let Some(file) = &document.file else { return };
        for (target, span) in &document.links {
            let place = || Place::span(file, span.clone());
            self.link(target, file, &document.headings, place);
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

    fn link(
        &mut self,
        target: &Target,
        file: &SourcePath,
        own: &[Heading],
        place: impl Fn() -> Place,
    ) {
        match self.guide.lead(target, file) {
            None => (self.report).add(dead_link(self.guide, target, file, place())),
            Some(Lead::Here(id)) => {
                let known: Vec<&str> = own.iter().map(|heading| heading.id.as_str()).collect();
                if !known.contains(&id) {
                    let by_text = own.iter().find(|heading| heading.text == id);
                    let wrong = by_text.map_or(id, |heading| heading.id.as_str());
                    self.report.add(dead_anchor(id, wrong, &known, place()));
                }
            }
            // A term that a link found is on the page of all of them.
            Some(Lead::Page(Page::Glossary, Some(id))) if self.guide.term(id).is_some() => {}
            Some(Lead::Page(page, Some(id))) => {
                let language = self.guide.language_of(page, self.language);
                let anchors = self.guide.anchors(page, language);
                if !anchors.contains(&id) {
                    self.report.add(dead_anchor(id, id, &anchors, place()));
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

/// `meant` is the id itself, or that of the heading whose words somebody wrote instead.
fn dead_anchor(id: &str, meant: &str, known: &[&str], place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::DeadAnchor,
        place,
        Message::new(
            format!("リンク先のページに見出し「#{id}」がありません"),
            format!("the page has no heading `#{id}`"),
        ),
    );
    diagnostic.with_help(match nearest(meant, known.iter().copied()) {
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

fn dead_link(guide: &Guide, target: &Target, file: &SourcePath, place: Place) -> Diagnostic {
    let words = written(target);
    let diagnostic = Diagnostic::new(
        Code::DeadLink,
        place,
        Message::new(
            format!("リンク先「{words}」がありません"),
            format!("the link `{words}` leads nowhere"),
        ),
    );
    match suggestion(guide, target, file) {
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
        Target::Term(id) => format!("glossary:{id}"),
        Target::Collection(id) => format!("collection:{id}"),
        Target::Comparisons(id) => format!("compare:{id}"),
        Target::Page(name) => format!("page:{name}"),
    }
}

/// What the writer may have meant.
fn suggestion(guide: &Guide, target: &Target, file: &SourcePath) -> Option<Message> {
    let meant = |text: String| {
        Some(Message::new(
            format!("「{text}」のことですか。"),
            format!("did you mean `{text}`?"),
        ))
    };
    match target {
        Target::Record { prefix, id, .. } => {
            let Some(collection) = guide.prefix(prefix) else {
                return match nearest(prefix, guide.prefixes()) {
                    Some(near) => meant(format!("{near}:{id}")),
                    None => {
                        let known: Vec<&str> = guide.prefixes().collect();
                        let known = known.join("`, `");
                        Some(Message::new(
                            format!("`:` の前に書けるもの: `{known}`"),
                            format!("what can stand before `:`: `{known}`"),
                        ))
                    }
                };
            };
            let records = &guide.collections[collection].records;
            let near = nearest(id, records.iter().map(|record| record.id.as_str()))?;
            meant(format!("{prefix}:{near}"))
        }
        Target::Pair { prefix, ids, .. } => pair_suggestion(guide, prefix, ids),
        Target::Indicator { collection, id, .. } => {
            let Some(position) = guide.collection(collection) else {
                let ids = guide.collections.iter().map(|known| known.id.as_str());
                let near = nearest(collection, ids)?;
                return meant(format!("indicator:{near}/{id}"));
            };
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
        Target::Tag(id) if guide.tag(id).is_some() => Some(Message::new(
            "このタグをつけた記事も情報もまだないので、ページがありません。",
            "nothing carries this tag yet, so it has no page",
        )),
        Target::Tag(id) => {
            let used = guide.used_tags.iter();
            let near = nearest(id, used.map(|tag| guide.tags[*tag].id.as_str()))?;
            meant(format!("tag:{near}"))
        }
        Target::Term(_) if guide.glossary.is_empty() => Some(Message::new(
            "用語集がありません。content/glossary.yaml に用語を書きます",
            "there is no glossary; write its terms into content/glossary.yaml",
        )),
        Target::Term(id) => {
            let terms = guide.glossary.iter();
            let near = nearest(id, terms.map(|term| term.id.as_str()))?;
            meant(format!("glossary:{near}"))
        }
        Target::Collection(id) | Target::Comparisons(id) => {
            let ids = guide
                .collections
                .iter()
                .map(|collection| collection.id.as_str());
            let word = match target {
                Target::Comparisons(_) => "compare",
                _ => "collection",
            };
            meant(format!("{word}:{}", nearest(id, ids)?))
        }
        Target::Page(_) => {
            let names: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
            Some(Message::new(
                format!("page: で書けるもの: {}", names.join(", ")),
                format!("`page:` takes: {}", names.join(", ")),
            ))
        }
        Target::File { path, .. } => meant(files::meant(guide, file, path)?),
        Target::External(_) | Target::Anchor(_) => None,
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
    let (words, meant) = match value {
        ValueTarget::National { collection, id } => {
            let meant = guide.collection(collection).and_then(|position| {
                let near = nearest_other(id, shown_indicators(guide, position))?;
                Some(format!("indicator:{collection}/{near}"))
            });
            (format!("indicator:{collection}/{id}"), meant)
        }
        ValueTarget::Record { prefix, id, name } => (
            format!("{prefix}:{id}/{name}"),
            meant_value(guide, prefix, id, name),
        ),
    };
    let diagnostic = Diagnostic::new(
        Code::UnknownValue,
        place,
        Message::new(
            format!("「{{{{{words}}}}}」の値は、ないか未確認です"),
            format!("`{{{{{words}}}}}` doesn't exist or isn't known"),
        ),
    );
    match meant {
        Some(near) => diagnostic.with_help(Message::new(
            format!("「{{{{{near}}}}}」のことですか。"),
            format!("did you mean `{{{{{near}}}}}`?"),
        )),
        None => diagnostic,
    }
}

/// What a live value of a record may have been meant to be: the part that doesn't exist is the
/// slip, the other is meant as it is written.
fn meant_value(guide: &Guide, prefix: &str, id: &str, name: &str) -> Option<String> {
    let Some(position) = guide.prefix(prefix) else {
        let near = nearest(prefix, guide.prefixes())?;
        return Some(format!("{near}:{id}/{name}"));
    };
    let collection = &guide.collections[position];
    if guide.record(position, id).is_none() {
        let records = collection.records.iter().map(|record| record.id.as_str());
        let near = nearest(id, records)?;
        return Some(format!("{prefix}:{near}/{name}"));
    }
    let fields = collection.fields.iter().map(|field| field.id.as_str());
    let near = nearest_other(name, shown_indicators(guide, position).chain(fields))?;
    Some(format!("{prefix}:{id}/{near}"))
}

fn shown_indicators(guide: &Guide, collection: usize) -> impl Iterator<Item = &str> {
    let collection = &guide.collections[collection];
    let shown = collection.shown_indicators.iter();
    shown.map(|position| collection.indicators[*position].id.as_str())
}

/// The nearest candidate but the word itself, which exists and merely isn't known.
fn nearest_other<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest(wrong, candidates.filter(|candidate| *candidate != wrong))
}
