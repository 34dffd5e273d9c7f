//! `content/` as a whole: says what each file is, parses all at once, puts the results together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Report;
use crate::japanese::style::WordList;
use crate::load::{PORTION, SourcePath, Sources};
use crate::parse::article::{self, Home, Section};
use crate::parse::collection::{self, Collection};
use crate::parse::files::{self, Role};
use crate::parse::glossary::{self, Term};
use crate::parse::indicator::{self, Indicator};
use crate::parse::known::{self, Digest, Known, Name};
use crate::parse::markdown::Document;
use crate::parse::record::{self, Record};
use crate::parse::site::{self, Shapes, Site};
use crate::parse::tags::{self, Tag};
use crate::parse::{Image, images, style};

mod assemble;
mod missing;
#[cfg(test)]
mod tests;

/// What `content/` holds.
pub(super) struct Contents {
    pub(super) tags: Vec<Tag>,
    pub(super) glossary: Vec<Term>,
    pub(super) words: WordList,
    pub(super) collections: Vec<Collection>,
    pub(super) home: Home,
    pub(super) sections: Vec<Section>,
    pub(super) images: Vec<Image>,
    pub(super) shapes: Option<Shapes>,
}

/// A file with what it is.
type Job<'sources> = (&'sources SourcePath, Role);

/// What one file became. There may be many of them, so what is large is boxed.
enum Outcome {
    Home(Box<Home>),
    Tags(Vec<Tag>),
    Glossary(Vec<Term>),
    Words(WordList),
    Section(Box<Section>),
    Article(Arc<Digest>),
    Records(String, Vec<Record>),
    Prose(String, String, SourcePath, Box<Document>),
    Indicator(String, Box<Indicator>),
    Image(Image),
    Shapes(Shapes),
}

/// Parses every file below `content/`; without a place for what is known of articles, all others.
pub(super) fn parse(
    sources: &Sources,
    site: &Site,
    drafts: bool,
    articles: Option<&mut Known>,
    report: &mut Report,
) -> Contents {
    let mut jobs = jobs(sources, site, report);
    if articles.is_none() {
        jobs.retain(|(_, role)| !matches!(role, Role::Article { .. }));
    }
    let nothing = Known::default();
    let known = articles.as_deref().unwrap_or(&nothing);
    let schemas = schemas(&jobs, sources, site, report);
    let outcomes: Vec<(Option<Outcome>, Report)> = jobs
        .par_iter()
        .with_max_len(PORTION)
        .map(|job| {
            let mut report = Report::default();
            let outcome = run(job, sources, site, &schemas, known, &mut report);
            (outcome, report)
        })
        .collect();
    let mut found = Vec::with_capacity(outcomes.len());
    let mut digests = Vec::new();
    for ((file, _), (outcome, problems)) in jobs.iter().zip(outcomes) {
        report.append(problems);
        if let Some(Outcome::Article(digest)) = &outcome {
            digests.push(((*file).clone(), Arc::clone(digest)));
        }
        found.extend(outcome);
    }
    // What is no longer there is forgotten.
    if let Some(articles) = articles {
        articles.replace(digests);
    }
    missing::missing_files(&jobs, site, report);
    assemble::assemble(found, schemas, site, drafts, report)
}

/// Every file with its role; those without one are reported.
fn jobs<'sources>(
    sources: &'sources Sources,
    site: &Site,
    report: &mut Report,
) -> Vec<Job<'sources>> {
    let mut jobs = Vec::new();
    let mut reported = BTreeSet::new();
    for file in sources.below("content") {
        match files::role(file, site) {
            Ok(role) => {
                let unlisted = role
                    .collection()
                    .and_then(|id| files::unlisted(file, id, site, &mut reported));
                if let Some(problem) = unlisted {
                    report.add(problem);
                }
                jobs.push((file, role));
            }
            Err(problem) => report.add(*problem),
        }
    }
    jobs
}

/// The schemas of the site's collections by id, as far as they can be read.
fn schemas(
    jobs: &[Job<'_>],
    sources: &Sources,
    site: &Site,
    report: &mut Report,
) -> BTreeMap<String, Collection> {
    let mut schemas = BTreeMap::new();
    for (file, role) in jobs {
        let Role::Schema { collection } = role else {
            continue;
        };
        if site.collections.contains(collection)
            && let Some(bytes) = sources.get(file)
            && let Some(schema) = collection::parse(file, bytes, &site.languages, report)
        {
            schemas.insert(collection.clone(), schema);
        }
    }
    schemas
}

fn run(
    (file, role): &Job<'_>,
    sources: &Sources,
    site: &Site,
    schemas: &BTreeMap<String, Collection>,
    known: &Known,
    report: &mut Report,
) -> Option<Outcome> {
    let languages = &site.languages;
    if let Role::Article {
        section,
        slug,
        language,
    } = role
    {
        let name = Name {
            section,
            slug,
            language,
        };
        let digest = known::read(file, &name, languages, sources, known)?;
        digest
            .problems
            .iter()
            .for_each(|problem| report.add(problem.clone()));
        return Some(Outcome::Article(digest));
    }
    let bytes = sources.get(file)?;
    match role {
        Role::Home => {
            let home = article::parse_home(file, bytes, languages, report)?;
            Some(Outcome::Home(Box::new(home)))
        }
        Role::Tags => Some(Outcome::Tags(tags::parse(file, bytes, languages, report))),
        Role::Glossary => {
            let terms = glossary::parse(file, bytes, languages, report);
            Some(Outcome::Glossary(terms))
        }
        Role::Style => Some(Outcome::Words(style::parse(file, bytes, languages, report))),
        Role::Section { section, language } => {
            let place = (section.as_str(), language);
            let front = article::parse_section(file, bytes, place, languages, report)?;
            Some(Outcome::Section(Box::new(front)))
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
            let (collection, id) = (collection.clone(), id.clone());
            Some(Outcome::Prose(collection, id, file, Box::new(prose)))
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
        Role::Article { .. } | Role::Schema { .. } | Role::Nothing => None,
    }
}
