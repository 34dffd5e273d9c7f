//! `content/` as a whole: says what each file is, parses all at once, puts the results together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::article::{self, Article, Home, Section};
use crate::parse::collection::{self, Collection};
use crate::parse::files::{self, Role};
use crate::parse::indicator::{self, Indicator};
use crate::parse::markdown::Document;
use crate::parse::record::{self, Record};
use crate::parse::site::{self, Shapes, Site};
use crate::parse::tags::{self, Tag};
use crate::parse::text::Language;
use crate::parse::{Image, images};

/// What `content/` holds.
pub(super) struct Contents {
    pub(super) tags: Vec<Tag>,
    pub(super) collections: Vec<Collection>,
    pub(super) home: Home,
    pub(super) sections: Vec<Section>,
    pub(super) images: Vec<Image>,
    pub(super) shapes: Option<Shapes>,
}

/// A file with what it is.
type Job<'sources> = (&'sources SourcePath, &'sources Arc<[u8]>, Role);

/// What one file became.
enum Outcome {
    Home(Home),
    Tags(Vec<Tag>),
    Section(Section),
    Article(Article),
    Records(String, Vec<Record>),
    Prose(String, String, SourcePath, Document),
    Indicator(String, Box<Indicator>),
    Image(Image),
    Shapes(Shapes),
}

/// Parses every file below `content/`.
pub(super) fn parse(sources: &Sources, site: &Site, drafts: bool, report: &mut Report) -> Contents {
    let jobs = jobs(sources, site, report);
    let schemas = schemas(&jobs, site, report);
    let outcomes: Vec<(Option<Outcome>, Report)> = jobs
        .par_iter()
        .map(|job| {
            let mut report = Report::default();
            let outcome = run(job, site, &schemas, &mut report);
            (outcome, report)
        })
        .collect();
    let mut found = Vec::new();
    for (outcome, problems) in outcomes {
        report.append(problems);
        found.extend(outcome);
    }
    missing_files(&jobs, site, report);
    assemble(found, schemas, site, drafts, report)
}

/// Every file with its role; those without one are reported.
fn jobs<'sources>(
    sources: &'sources Sources,
    site: &Site,
    report: &mut Report,
) -> Vec<Job<'sources>> {
    let mut jobs = Vec::new();
    let mut reported = BTreeSet::new();
    for (file, bytes) in sources.below("content") {
        match files::role(file, site) {
            Ok(role) => {
                let unlisted = role
                    .collection()
                    .and_then(|id| files::unlisted(file, id, site, &mut reported));
                if let Some(problem) = unlisted {
                    report.add(problem);
                }
                jobs.push((file, bytes, role));
            }
            Err(problem) => report.add(*problem),
        }
    }
    jobs
}

/// The schemas of the site's collections by id, as far as they can be read.
fn schemas(jobs: &[Job<'_>], site: &Site, report: &mut Report) -> BTreeMap<String, Collection> {
    let mut schemas = BTreeMap::new();
    for (file, bytes, role) in jobs {
        let Role::Schema { collection } = role else {
            continue;
        };
        if site.collections.contains(collection)
            && let Some(schema) = collection::parse(file, bytes, &site.languages, report)
        {
            schemas.insert(collection.clone(), schema);
        }
    }
    schemas
}

fn run(
    (file, bytes, role): &Job<'_>,
    site: &Site,
    schemas: &BTreeMap<String, Collection>,
    report: &mut Report,
) -> Option<Outcome> {
    let languages = &site.languages;
    match role {
        Role::Home => article::parse_home(file, bytes, languages, report).map(Outcome::Home),
        Role::Tags => Some(Outcome::Tags(tags::parse(file, bytes, languages, report))),
        Role::Section { section, language } => {
            article::parse_section(file, bytes, (section, language), languages, report)
                .map(Outcome::Section)
        }
        Role::Article {
            section,
            slug,
            language,
        } => {
            let name = (section.as_str(), slug.as_str(), language);
            article::parse_article(file, bytes, name, languages, report).map(Outcome::Article)
        }
        Role::Records { collection } => {
            let fields = &schemas.get(collection)?.fields;
            let records = record::parse(file, bytes, fields, languages, report);
            Some(Outcome::Records(collection.clone(), records))
        }
        Role::Prose { collection, id } => {
            schemas.get(collection)?;
            let prose = record::parse_prose(file, bytes, report)?;
            let file = (*file).clone();
            Some(Outcome::Prose(collection.clone(), id.clone(), file, prose))
        }
        Role::Indicator { collection } => {
            let groups = &schemas.get(collection)?.groups;
            indicator::parse(file, bytes, groups, languages, report)
                .map(|indicator| Outcome::Indicator(collection.clone(), Box::new(indicator)))
        }
        Role::Image => images::parse(file, bytes, report).map(Outcome::Image),
        Role::Map => {
            let property = &site.map.as_ref()?.property;
            site::parse_shapes(file, bytes, property, report).map(Outcome::Shapes)
        }
        Role::Schema { .. } | Role::Nothing => None,
    }
}

/// Reports what every guide has and this one lacks.
fn missing_files(jobs: &[Job<'_>], site: &Site, report: &mut Report) {
    let has = |wanted: &Role| jobs.iter().any(|(.., role)| role == wanted);
    if !has(&Role::Home) {
        report.add(missing(
            Place::file(&SourcePath::new("content/index.md")),
            Message::new(
                "トップページ `content/index.md` がありません",
                "there is no home page `content/index.md`",
            ),
            Message::new(
                "`---`、`title: …`、`description: …`、`---` の四行から始めます",
                "begin with the four lines `---`, `title: …`, `description: …`, `---`",
            ),
        ));
    }
    for (index, id) in site.collections.iter().enumerate() {
        let schema = Role::Schema {
            collection: id.clone(),
        };
        if !has(&schema) {
            report.add(missing(
                Place::field(&site.file, format!("collections[{index}]")),
                Message::new(
                    format!("コレクション `{id}` の `content/{id}/_collection.yaml` がありません"),
                    format!("the collection `{id}` has no `content/{id}/_collection.yaml`"),
                ),
                Message::new(
                    format!("そのファイルを作るか、`collections` から `{id}` を消します"),
                    format!("add that file, or remove `{id}` from `collections`"),
                ),
            ));
        }
    }
    if let Some(map) = &site.map
        && !has(&Role::Map)
    {
        report.add(missing(
            Place::field(&site.file, "map.file"),
            Message::new(
                format!("地図 `{}` がありません", map.file),
                format!("there is no map `{}`", map.file),
            ),
            Message::new(
                "ファイルを置くか、`map:` を消します",
                "add the file, or remove `map:`",
            ),
        ));
    }
    fronts(jobs, site, report);
}

/// Every section with articles needs a front page in the site's first language.
fn fronts(jobs: &[Job<'_>], site: &Site, report: &mut Report) {
    let mut sections = BTreeSet::new();
    let mut with_front = BTreeSet::new();
    for (.., role) in jobs {
        match role {
            Role::Article { section, .. } => {
                sections.insert(section);
            }
            Role::Section { section, language } => {
                sections.insert(section);
                if site.languages.first() == Some(language) {
                    with_front.insert(section);
                }
            }
            _ => {}
        }
    }
    for section in sections.difference(&with_front) {
        let file = SourcePath::new(&format!("content/articles/{section}/index.md"));
        report.add(missing(
            Place::file(&file),
            Message::new(
                format!("分野 `{section}` の最初のページ `{file}` がありません"),
                format!("the section `{section}` has no front page `{file}`"),
            ),
            Message::new(
                "`---`、`title: …`、`description: …`、`---` の四行から始めます",
                "begin with the four lines `---`, `title: …`, `description: …`, `---`",
            ),
        ));
    }
}

fn missing(place: Place, message: Message, help: Message) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, place, message).with_help(help)
}

fn assemble(
    found: Vec<Outcome>,
    mut schemas: BTreeMap<String, Collection>,
    site: &Site,
    drafts: bool,
    report: &mut Report,
) -> Contents {
    let mut contents = Contents {
        tags: Vec::new(),
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
    let mut articles = Vec::new();
    let mut prose = Vec::new();
    for outcome in found {
        match outcome {
            Outcome::Home(home) => contents.home = home,
            Outcome::Tags(tags) => contents.tags = tags,
            Outcome::Section(section) => contents.sections.push(section),
            Outcome::Article(article) => articles.push(article),
            Outcome::Image(image) => contents.images.push(image),
            Outcome::Shapes(shapes) => contents.shapes = Some(shapes),
            Outcome::Prose(collection, id, file, document) => {
                prose.push((collection, id, file, document));
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
    let near = crate::diagnostic::nearest(id, ids);
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
fn add_articles(sections: &mut Vec<Section>, articles: Vec<Article>, site: &Site) {
    let rank = |language: &Language| site.languages.iter().position(|other| other == language);
    sections.sort_by(|left, right| {
        let key = |section: &Section| (section.order, section.id.clone(), rank(&section.language));
        key(left).cmp(&key(right))
    });
    for article in articles {
        let same = |section: &&mut Section| section.id == article.section;
        let exact = sections.iter().position(|section| {
            section.id == article.section && section.language == article.language
        });
        let section = match exact {
            Some(position) => sections.get_mut(position),
            None => sections.iter_mut().find(same),
        };
        // A section without a front page has been reported.
        if let Some(section) = section {
            section.articles.push(article);
        }
    }
    for section in sections {
        section
            .articles
            .sort_by(|left, right| (left.order, &left.slug).cmp(&(right.order, &right.slug)));
    }
}
