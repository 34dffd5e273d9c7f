//! Articles that no text links to: readers find them in lists only.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, Severity};
use crate::load::{SourcePath, Sources};
use crate::parse::target::Target;
use crate::plan::Guide;
use crate::plan::links::Lead;
use crate::plan::route::Page;
use crate::review::texts::{self, Link};

/// A guide with fewer articles shows all of them at one glance.
const FEW: usize = 5;

/// Reports articles that no other text, no `related` of another article, no direction of the home
/// page and no navigation names. Lists that are made by themselves don't count: every article
/// stands in those.
pub(super) fn check(guide: &Guide, sources: &Sources, report: &mut Report) {
    if guide.articles.len() < FEW {
        return;
    }
    let mut linked: Vec<AtomicBool> = Vec::new();
    linked.resize_with(guide.articles.len(), AtomicBool::default);
    let note = |link: Link<'_>| {
        let may_name_article = matches!(link.target, Target::Article { .. } | Target::File { .. });
        if may_name_article
            && let Some(Lead::Page(Page::Article(article), _)) = guide.lead(link.target, link.file)
            && link.article != Some(article)
            && let Some(linked) = linked.get(article)
        {
            linked.store(true, Ordering::Relaxed);
        }
    };
    texts::other_links(guide).for_each(note);
    let articles = (0..guide.articles.len()).into_par_iter();
    articles.for_each(|position| texts::article_links(guide, position).for_each(note));
    let faulty = faulty(report);
    for (article, linked) in guide.articles.iter().zip(linked) {
        if let Some(version) = article.versions.first()
            && !linked.into_inner()
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
