//! Articles that no text links to: readers find them in lists only.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, Severity};
use crate::load::{SourcePath, Sources};
use crate::plan::Guide;
use crate::plan::links::Destination;
use crate::plan::route::Page;
use crate::review::texts;

/// A guide with fewer articles shows all of them at one glance.
const FEW: usize = 5;

/// Reports articles that no other text, no `related` of another article, no direction of the home
/// page and no navigation names. Lists that are made by themselves don't count: every article
/// stands in those.
pub(super) fn check(guide: &Guide, sources: &Sources, report: &mut Report) {
    if guide.articles.len() < FEW {
        return;
    }
    let mut linked = vec![false; guide.articles.len()];
    for link in texts::links(guide) {
        if let Some(Destination::Page(Page::Article(article), _)) =
            guide.resolve(link.target, link.file)
            && link.article != Some(article)
            && let Some(linked) = linked.get_mut(article)
        {
            *linked = true;
        }
    }
    let faulty = faulty(report);
    for (article, linked) in guide.articles.iter().zip(linked) {
        if let Some(version) = article.versions.first()
            && !linked
            && !names(sources, &faulty, &article.slug)
        {
            report.add(unlinked(&version.file));
        }
    }
}

/// Files with errors, of which texts may have been left out.
pub(super) fn faulty(report: &Report) -> BTreeSet<SourcePath> {
    let problems = report.diagnostics().iter();
    problems
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| problem.place.file.clone())
        .collect()
}

/// Faulty files that are searched for names.
const MOST_SEARCHED: usize = 200;

/// Whether one of these files holds a name; of too many to look it is assumed.
pub(super) fn names(sources: &Sources, files: &BTreeSet<SourcePath>, name: &str) -> bool {
    if files.len() > MOST_SEARCHED {
        return true;
    }
    let mut texts = files.iter().filter_map(|file| sources.get(file));
    texts.any(|bytes| String::from_utf8_lossy(bytes).contains(name))
}

fn unlinked(file: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        Code::UnlinkedArticle,
        Place::field(file, "title"),
        Message::new(
            "この記事へのリンクが、どの文章にもありません",
            "no text links to this article",
        ),
    )
    .with_help(Message::new(
        "話のつながる記事の本文か `related` から、この記事へリンクします",
        "link to it from the text or the `related` of an article that leads up to it",
    ))
}
