//! Fingerprints of articles, of which there can be ten thousands: their pages, and how lists and
//! links show them.
//!
//! What is taken apart without `..` below must be put into a fingerprint, or named as not shown,
//! when it gets another member.

use super::{around, of_document, of_link};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::load::SourcePath;
use crate::parse::article::Article;
use crate::parse::record::RecordSource;
use crate::parse::target::Target;
use crate::plan::guide::ArticlePlan;
use crate::plan::links::Destination;
use crate::plan::route::Page;
use crate::render::page::PageContext;
use crate::render::pages::articles::neighbour;
use crate::render::resolver::related_kind;

/// An article's page.
pub(super) fn page(context: &PageContext<'_>, article: usize) -> Fingerprint {
    let (renderer, guide) = (context.renderer, context.guide);
    let of_language = &renderer.prints.languages[context.language];
    // All articles of a language lie equally deep.
    let frame = of_language.article_frame.get_or_init(|| {
        Mixer::default()
            .part(renderer.prints.template("article.html"))
            .part(around(context))
            .part(of_language.site)
            .finish()
    });
    let ArticlePlan {
        // Its name and address come with the link to it.
        section,
        slug: _,
        versions,
        // Those of the versions.
        languages: _,
    } = &guide.articles[article];
    let mut mixer = Mixer::default();
    mixer
        .part(*frame)
        .part(of_link(context, Page::Article(article)))
        .part(of_link(context, Page::Section(*section)));
    // The page's other languages.
    for version in versions {
        mixer.text(version.language.as_str());
    }
    mixer.number(versions.len() as u64);
    let version = guide.articles[article].version(context.tag());
    front_matter(context, version, &mut mixer);
    mixer.part(of_document(context, &version.body));
    for step in [-1, 1] {
        match neighbour(context, article, step) {
            Some(other) => mixer.part(of_link(context, Page::Article(other))),
            None => mixer.number(0),
        };
    }
    mixer.finish()
}

/// All that an article's page shows of its file but the body.
fn front_matter(context: &PageContext<'_>, article: &Article, mixer: &mut Mixer) {
    let Article {
        file,
        title,
        description,
        answer,
        tags,
        published,
        updated,
        review_by,
        related,
        sources,
        draft,
        // By itself: all but the places follows from its text.
        body: _,
        // In the address, and the page's own.
        section: _,
        slug: _,
        language: _,
        // Shown by who stands beside it; redirects have routes of their own.
        order: _,
        former_paths: _,
    } = article;
    mixer
        .text(file.as_str())
        .text(title)
        .text(description)
        .number(u64::from(answer.is_some()))
        .text(answer.as_deref().unwrap_or_default())
        .hash(&(published, updated, review_by, draft));
    for tag in tags.iter().filter_map(|id| context.guide.tag(id)) {
        mixer.part(of_link(context, Page::Tag(tag)));
    }
    mixer.number(tags.len() as u64);
    for RecordSource {
        url,
        title,
        as_of,
        has_as_of: _,
        path: _,
    } in sources
    {
        let title = title.as_ref().map(|title| context.text(title));
        mixer.text(url).debug(&(title, as_of));
    }
    mixer.number(sources.len() as u64);
    for target in related {
        of_related(context, target, file, mixer);
    }
    mixer.number(related.len() as u64);
}

/// A link with the kind of what it leads to.
fn of_related(context: &PageContext<'_>, target: &Target, file: &SourcePath, mixer: &mut Mixer) {
    let Some(destination) = context.guide.resolve(target, file) else {
        mixer.number(0);
        return;
    };
    mixer.text(related_kind(&destination));
    if let Destination::Page(Page::Record(collection, _), _) = destination {
        mixer.text(context.text(&context.guide.collections[collection].name));
    }
    super::of_destination(context, &destination, mixer);
}

/// An article in a list.
pub(super) fn card(context: &PageContext<'_>, article: usize) -> Fingerprint {
    let cell = &context.renderer.prints.languages[context.language].cards[article];
    *cell.get_or_init(|| {
        let plan = &context.guide.articles[article];
        let version = plan.version(context.tag());
        let section = context.guide.sections[plan.section].front(context.tag());
        Mixer::default()
            .part(of_link(context, Page::Article(article)))
            .text(&version.description)
            .text(&section.title)
            .text(&context.wording.reading_time(version.body.characters))
            .hash(&version.updated.unwrap_or(version.published))
            .text(version.language.as_str())
            .finish()
    })
}
