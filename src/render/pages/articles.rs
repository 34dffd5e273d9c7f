//! Articles, sections and the list of all articles.

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Mixer;
use crate::parse::markdown::Heading;
use crate::plan::route::Page;
use crate::render::page::{Aim, Finished, PageContext};
use crate::render::pages::home::{section_card, section_cards};
use crate::render::view::{
    ArticleCard, ArticlePage, ArticlesPage, ContentsEntry, Listed, SectionCard, SectionList,
    SectionPage,
};

/// A contents list shorter than this helps nobody.
const LEAST_CONTENTS: usize = 3;

pub(in crate::render) fn index(context: &PageContext<'_>) -> Result<Finished, Box<Diagnostic>> {
    let title = context.label("articles");
    let view = ArticlesPage {
        head: context.head(title, Vec::new(), None),
        sections: by_section(context),
    };
    let description = context.text(&context.guide.site.description);
    context.finish("articles.html", "articles", title, description, &view)
}

/// Each section with its articles.
pub(in crate::render) fn by_section(context: &PageContext<'_>) -> Vec<SectionList> {
    let list = |section: usize| SectionList {
        section: section_card(context, section),
        articles: cards(context, section),
    };
    (0..context.guide.sections.len()).map(list).collect()
}

fn cards(context: &PageContext<'_>, section: usize) -> Vec<Listed<ArticleCard>> {
    let articles = &context.guide.sections[section].articles;
    articles
        .iter()
        .map(|article| context.listed_card(*article))
        .collect()
}

pub(in crate::render) fn section(
    context: &PageContext<'_>,
    section: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let front = context.guide.sections[section].front(context.tag());
    let parents = vec![context.link(context.label("articles"), Page::Articles)];
    let view = SectionPage {
        head: context.head(&front.title, parents, Some(&front.file)),
        description: front.description.clone(),
        body_html: context.html(&front.body),
        articles: cards(context, section),
        others: others(context, section),
    };
    let (title, description) = (&front.title, &front.description);
    context.finish("section.html", "section", title, description, &view)
}

/// All sections but one, on its page.
fn others(context: &PageContext<'_>, section: usize) -> Vec<Listed<SectionCard>> {
    let lists = &context.renderer.lists[context.language];
    let sections = lists.sections(|| section_cards(context));
    match context.aim {
        Aim::Page => {
            let cards = sections.cards.iter().enumerate();
            let others = cards.filter(|(other, _)| *other != section);
            others
                .map(|(_, card)| Listed::Shared(card.clone()))
                .collect()
        }
        Aim::Print => {
            let mut mixer = Mixer::default();
            mixer.part(sections.print).number(section as u64);
            vec![Listed::Print(mixer.finish())]
        }
    }
}

pub(in crate::render) fn article(
    context: &PageContext<'_>,
    article: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let guide = context.guide;
    let plan = &guide.articles[article];
    let version = plan.version(context.tag());
    let section = Page::Section(plan.section);
    let parents = vec![
        context.link(context.label("articles"), Page::Articles),
        context.link(context.page_name(section), section),
    ];
    let tags = version.tags.iter().filter_map(|id| guide.tag(id));
    let link = |other| {
        let page = Page::Article(other);
        context.link(context.page_name(page), page)
    };
    let view = ArticlePage {
        head: context.head(&version.title, parents, Some(&version.file)),
        description: version.description.clone(),
        answer: version.answer.clone(),
        reading_time: context.wording.reading_time(version.body.characters),
        published: context.day(version.published),
        updated: version
            .updated
            .filter(|day| *day != version.published)
            .map(|day| context.day(day)),
        review_by: version.review_by.map(|day| context.day(day)),
        tags: tags
            .map(|tag| context.link(context.page_name(Page::Tag(tag)), Page::Tag(tag)))
            .collect(),
        contents: contents(&version.body.headings),
        body_html: context.html(&version.body),
        sources: version
            .sources
            .iter()
            .map(|source| context.source(source))
            .collect(),
        related: version
            .related
            .iter()
            .filter_map(|target| context.related(target, &version.file))
            .collect(),
        previous: neighbour(context, article, -1).map(link),
        next: neighbour(context, article, 1).map(link),
        draft: version.draft,
    };
    let (title, description) = (&version.title, &version.description);
    context.finish("article.html", "article", title, description, &view)
}

/// The article before (−1) or after (1) in the section.
pub(in crate::render) fn neighbour(
    context: &PageContext<'_>,
    article: usize,
    step: isize,
) -> Option<usize> {
    let list = &context.guide.sections[context.guide.articles[article].section].articles;
    // Articles stand by section, so that a section's are in order.
    let position = list.binary_search(&article).ok()?;
    list.get(position.checked_add_signed(step)?).copied()
}

/// Headings of levels 2 and 3 as a tree.
fn contents(headings: &[Heading]) -> Vec<ContentsEntry> {
    let mut entries: Vec<ContentsEntry> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level <= 3) {
        let entry = ContentsEntry {
            title: heading.text.clone(),
            id: heading.id.clone(),
            children: Vec::new(),
        };
        match entries.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(entry),
            _ => entries.push(entry),
        }
    }
    if entries.len() < LEAST_CONTENTS {
        entries.clear();
    }
    entries
}
