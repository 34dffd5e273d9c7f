//! Puts the parsed files together: records into collections, articles into sections.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Contents, Outcome};
use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::japanese::style::WordList;
use crate::load::SourcePath;
use crate::parse::article::{Article, Home, Section};
use crate::parse::collection::Collection;
use crate::parse::indicator::Indicator;
use crate::parse::markdown::Document;
use crate::parse::site::Site;
use crate::parse::text::Language;

/// Everything in the order that readers meet it; drafts are left out unless asked for.
pub(super) fn assemble(
    found: Vec<Outcome>,
    mut schemas: BTreeMap<String, Collection>,
    site: &Site,
    drafts: bool,
    report: &mut Report,
) -> Contents {
    let mut contents = Contents {
        tags: Vec::new(),
        glossary: Vec::new(),
        words: WordList::default(),
        collections: Vec::new(),
        // Stands in for a home page that is missing or broken, which has been reported.
        home: Home {
            file: SourcePath::new("content/index.md"),
            title: site.title.clone(),
            description: site.description.clone(),
            directions: Vec::new(),
            body: Document::default(),
        },
        sections: Vec::new(),
        images: Vec::new(),
        shapes: None,
    };
    let mut articles: Vec<Arc<Article>> = Vec::new();
    let mut prose = Vec::new();
    for outcome in found {
        match outcome {
            Outcome::Home(home) => contents.home = *home,
            Outcome::Tags(tags) => contents.tags = tags,
            Outcome::Glossary(terms) => contents.glossary = terms,
            Outcome::Words(words) => contents.words = words,
            Outcome::Section(section) => contents.sections.push(*section),
            Outcome::Article(digest) => articles.extend(digest.article.clone()),
            Outcome::Image(image) => contents.images.push(image),
            Outcome::Shapes(shapes) => contents.shapes = Some(shapes),
            Outcome::Prose(collection, id, file, document) => {
                prose.push((collection, id, file, *document));
            }
            Outcome::Records(id, records) => {
                if let Some(collection) = schemas.get_mut(&id) {
                    collection.records.extend(records);
                }
            }
            Outcome::Indicator(id, indicator) => {
                if let Some(collection) = schemas.get_mut(&id) {
                    collection.indicators.push(*indicator);
                }
            }
        }
    }
    for (collection, id, file, document) in prose {
        add_prose(schemas.get_mut(&collection), &id, &file, document, report);
    }
    let in_order = site.collections.iter().filter_map(|id| schemas.remove(id));
    contents.collections = in_order.map(with_order).collect();
    articles.retain(|article| drafts || !article.draft);
    add_articles(&mut contents.sections, articles, site);
    contents
}

fn with_order(mut collection: Collection) -> Collection {
    let groups: Vec<String> = collection
        .groups
        .iter()
        .map(|group| group.id.clone())
        .collect();
    let position = |indicator: &Indicator| groups.iter().position(|id| *id == indicator.group);
    collection.indicators.sort_by_key(position);
    collection
}

fn add_prose(
    collection: Option<&mut Collection>,
    id: &str,
    file: &SourcePath,
    document: Document,
    report: &mut Report,
) {
    let Some(collection) = collection else {
        return;
    };
    if let Some(record) = collection.records.iter_mut().find(|record| record.id == id) {
        record.prose = Some(document);
        return;
    }
    let ids = collection.records.iter().map(|record| record.id.as_str());
    let near = nearest(id, ids);
    let message = Message::new(
        format!("この文章のレコード `{id}` がありません"),
        format!("there is no record `{id}` for this text"),
    );
    let help = match near {
        Some(near) => Message::new(
            format!("`{near}.md` のことですか"),
            format!("did you mean `{near}.md`?"),
        ),
        None => Message::new(
            "ファイル名をレコードの id に合わせます",
            "name the file after a record's id",
        ),
    };
    let diagnostic = Diagnostic::new(Code::MissingReference, Place::file(file), message);
    report.add(diagnostic.with_help(help));
}

/// Puts articles into their sections: those of a language into the front page of that language
/// where there is one, else into the one of the site's first language.
fn add_articles(sections: &mut Vec<Section>, articles: Vec<Arc<Article>>, site: &Site) {
    let rank = |language: &Language| site.languages.iter().position(|other| other == language);
    sections.sort_by(|left, right| {
        let key = |section: &Section| (section.order, section.id.clone(), rank(&section.language));
        key(left).cmp(&key(right))
    });
    // Those of a section mostly follow one another.
    let mut last = 0;
    for article in articles {
        let is_its = |section: &Section| section.id == article.section;
        let is_exact = |section: &Section| is_its(section) && section.language == article.language;
        let found = match sections.get(last) {
            Some(section) if is_exact(section) => Some(last),
            _ => (sections.iter().position(is_exact)).or_else(|| sections.iter().position(is_its)),
        };
        // A section without a front page has been reported.
        if let Some(section) = found.and_then(|found| sections.get_mut(found)) {
            section.articles.push(article);
        }
        last = found.unwrap_or(last);
    }
    for section in sections {
        section
            .articles
            .sort_by(|left, right| (left.order, &left.slug).cmp(&(right.order, &right.slug)));
    }
}
