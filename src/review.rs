//! The guide → editorial and data checks. What they find is a warning: the guide is built all the
//! same, but an editor should look.
//!
//! One file a subject. Every check is linear in the size of the guide, or nearly so.

mod addresses;
mod articles;
mod bare_urls;
mod duplicate_records;
mod ended_records;
mod footnotes;
mod images;
mod known;
mod missing_values;
mod outliers;
mod past_review;
mod redirected_links;
mod style;
mod texts;
mod undated;
mod unlinked_articles;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Report};
use crate::fingerprint::Fingerprint;
use crate::load::{PORTION, SourcePath, Sources};
use crate::parse::markdown::Document;
use crate::plan::Guide;

pub use known::{Findings, Known};

/// Adds what an editor should look at, judged by a day.
///
/// `report` holds what was found before: a file with errors may be what links to an article or
/// shows an image, so that neither is missed.
pub fn review(guide: &Guide, sources: &Sources, today: Date, report: &mut Report) {
    review_again(guide, sources, today, &mut Known::default(), report);
}

/// Does what [`review`] does, with what is known of articles, and leaves what is known of them then.
pub fn review_again(
    guide: &Guide,
    sources: &Sources,
    today: Date,
    known: &mut Known,
    report: &mut Report,
) {
    let (words, ()) = rayon::join(
        || words(guide, sources, known),
        || facts(guide, sources, today, report),
    );
    report.append(words);
}

/// Adds what an editor should look at beside words. `report` holds all that was found before; see
/// [`review`].
pub fn facts(guide: &Guide, sources: &Sources, today: Date, report: &mut Report) {
    past_review::check(guide, today, report);
    ended_records::check(guide, today, report);
    undated::check(guide, report);
    duplicate_records::check(guide, report);
    missing_values::check(guide, report);
    outliers::check(guide, report);
    articles::check(guide, report);
    unlinked_articles::check(guide, sources, report);
    redirected_links::check(guide, report);
    images::check(guide, sources, report);
}

/// What an editor should look at in the words of a few articles, one of each file.
pub fn words_of(
    guide: &Guide,
    sources: &Sources,
    files: &BTreeSet<SourcePath>,
) -> Vec<(SourcePath, Findings)> {
    let is_wanted = |file: &SourcePath| files.contains(file);
    let documents = texts::of_articles(guide, &is_wanted);
    let mut styles = style::of_articles(guide, sources, &is_wanted);
    let keys = known::Keys::of(guide, sources);
    let marks = marks(&documents, sources);
    let found = marks.filter_map(|(file, mut problems)| {
        let file = file?;
        problems.extend(styles.remove(file).unwrap_or_default());
        let key = keys.key(file)?;
        Some((file.clone(), Findings { key, problems }))
    });
    found.collect()
}

/// What is wrong with the marks of Markdown texts, each with its file.
fn marks<'a>(
    documents: &[&'a Document],
    sources: &Sources,
) -> std::vec::IntoIter<(Option<&'a SourcePath>, Vec<Diagnostic>)> {
    let found: Vec<_> = documents
        .par_iter()
        .with_max_len(PORTION)
        .map(|text| {
            let mut report = Report::default();
            let events = text.events();
            let source = events.source();
            if texts::may_hold(source, "://") {
                bare_urls::check(text, &events, sources, &mut report);
            }
            if texts::may_hold(source, "[^") {
                footnotes::check(text, &events, sources, &mut report);
            }
            (text.file.as_ref(), report.into_diagnostics())
        })
        .collect();
    found.into_iter()
}

/// What an editor should look at in words, file by file: no other file has a say in that, but for the
/// list of words, nor has what was found before. So it may be asked for beside everything else.
pub fn words(guide: &Guide, sources: &Sources, known: &mut Known) -> Report {
    let mut report = Report::default();
    let keys = known::Keys::of(guide, sources);
    let articles = guide.articles.iter().flat_map(|article| &article.versions);
    let articles: Vec<_> = articles.collect();
    // Each with its key, and what is known under it.
    let before: Vec<_> = articles
        .par_iter()
        .map(|article| {
            let key = keys.key(&article.file);
            let findings = known.get(&article.file);
            let findings = findings.filter(|findings| Some(findings.key) == key);
            (key, findings.cloned())
        })
        .collect();
    // Mostly none, or the one that was edited.
    let mut new: Vec<(&SourcePath, Option<Fingerprint>)> = Vec::new();
    for (article, (key, findings)) in articles.iter().zip(before) {
        match findings {
            Some(findings) => {
                let problems = findings.problems.iter();
                problems.for_each(|problem| report.add(problem.clone()));
            }
            None => new.push((&article.file, key)),
        }
    }
    // Of all at once, which is faster than one after the other.
    let new: BTreeMap<&SourcePath, Option<Fingerprint>> = new.into_iter().collect();
    // Mostly one, or all.
    let all_new = new.len() == articles.len();
    let is_new = |file: &SourcePath| all_new || new.contains_key(file);
    let documents = texts::documents(guide, &is_new);
    let marks = marks(&documents, sources);
    let styles = style::style(guide, sources, &is_new);
    let styles = styles
        .iter()
        .map(|(file, problems)| (Some(file), problems.clone()));
    let mut fresh: BTreeMap<&SourcePath, Vec<Diagnostic>> = BTreeMap::new();
    for (file, problems) in marks.chain(styles) {
        problems
            .iter()
            .for_each(|problem| report.add(problem.clone()));
        if let Some(file) = file.filter(|file| !problems.is_empty() && new.contains_key(file)) {
            fresh.entry(file).or_default().extend(problems);
        }
    }
    let found = new.into_iter().filter_map(|(file, key)| {
        let problems = fresh.remove(file).unwrap_or_default();
        Some((
            file.clone(),
            Arc::new(Findings {
                key: key?,
                problems,
            }),
        ))
    });
    if all_new {
        *known = found.collect();
    } else {
        known.update(found);
        let files = articles.iter().map(|article| &article.file);
        known.keep(files);
    }
    report
}
