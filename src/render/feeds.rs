//! Feeds, sitemap and robots.txt.

use serde::Serialize;
use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::plan::route::{Content, Page, SITEMAP_PART};
use crate::render::page::{Aim, Finished, PageContext};
use crate::render::pages::home::newest;
use crate::render::{Renderer, engine, prints};

/// How many of the newest articles the feed holds.
const ENTRIES: usize = 20;

#[derive(Serialize)]
struct Feed {
    title: String,
    subtitle: String,
    url: String,
    home: String,
    updated: String,
    language: String,
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    title: String,
    url: String,
    published: String,
    updated: String,
    summary: String,
    section: String,
}

/// The Atom feed of a language's articles, newest first.
pub(super) fn feed(
    renderer: &Renderer,
    language: usize,
    aim: Aim,
) -> Result<Finished, Box<Diagnostic>> {
    let guide = &renderer.guide;
    let context = PageContext::new(renderer, Page::Home, language, guide.base_url.clone());
    let entries: Vec<FeedEntry> = newest(&context)
        .iter()
        .copied()
        .filter(|article| {
            guide.articles[*article]
                .in_language(context.tag())
                .is_some()
        })
        .take(ENTRIES)
        .map(|article| {
            let plan = &guide.articles[article];
            let version = plan.version(context.tag());
            FeedEntry {
                title: version.title.clone(),
                url: context.absolute(Page::Article(article), language),
                published: instant(version.published),
                updated: instant(version.updated.unwrap_or(version.published)),
                summary: version.description.clone(),
                section: guide.sections[plan.section]
                    .front(context.tag())
                    .title
                    .clone(),
            }
        })
        .collect();
    let feed = Feed {
        title: context.text(&guide.site.title).to_owned(),
        subtitle: context.text(&guide.site.tagline).to_owned(),
        url: format!(
            "{}{}",
            guide.base_url,
            guide.address(Content::Feed(language))
        ),
        home: context.absolute(Page::Home, language),
        updated: entries
            .first()
            // A feed without entries has no date of its own.
            .map_or_else(|| instant(guide.today), |entry| entry.updated.clone()),
        language: context.tag().to_string(),
        entries,
    };
    with(renderer, aim, "feed.xml", "feed", &feed)
}

/// RFC 3339, as Atom wants it. Articles have days, not hours: noon in Japan is the same day
/// almost everywhere.
fn instant(day: jiff::civil::Date) -> String {
    format!("{day}T12:00:00+09:00")
}

#[derive(Serialize)]
pub(super) struct SitemapEntry {
    loc: String,
    lastmod: Option<String>,
    alternates: Vec<SitemapAlternate>,
}

#[derive(Serialize)]
struct SitemapAlternate {
    language: String,
    url: String,
}

/// The parts of the sitemap.
pub(super) fn sitemap_index(renderer: &Renderer, aim: Aim) -> Result<Finished, Box<Diagnostic>> {
    let guide = &renderer.guide;
    let part = |part| {
        format!(
            "{}{}",
            guide.base_url,
            guide.address(Content::Sitemap(part))
        )
    };
    let parts: Vec<String> = (0..guide.sitemap_parts()).map(part).collect();
    with(renderer, aim, "sitemap_index.xml", "sitemaps", &parts)
}

/// One part of the sitemap.
pub(super) fn sitemap(
    renderer: &Renderer,
    part: usize,
    aim: Aim,
) -> Result<Finished, Box<Diagnostic>> {
    let guide = &renderer.guide;
    let (mut skip, mut left) = (part * SITEMAP_PART, SITEMAP_PART);
    let mut parts = Vec::new();
    for (family, len) in guide.sitemap_families() {
        let first = skip.min(len);
        let last = (first + left).min(len);
        skip -= first;
        left -= last - first;
        parts.push((family, first..last));
    }
    if aim == Aim::Print {
        let print = prints::of_sitemap(renderer, &parts);
        return Ok(Finished::Print(print));
    }
    let mut urls = Vec::new();
    for (family, positions) in parts {
        for position in positions {
            if let Content::Page(page, language) = guide.route(&family, position).content {
                urls.push(entry(renderer, page, language));
            }
        }
    }
    with(renderer, aim, "sitemap.xml", "urls", &urls)
}

pub(super) fn entry(renderer: &Renderer, page: Page, language: usize) -> SitemapEntry {
    let guide = &renderer.guide;
    let absolute = |language| format!("{}{}", guide.base_url, guide.page_address(page, language));
    let languages = guide.languages_of(page);
    let lastmod = match page {
        Page::Article(article) => {
            let version = guide.articles[article].version(guide.language(language));
            Some(version.updated.unwrap_or(version.published).to_string())
        }
        _ => None,
    };
    SitemapEntry {
        loc: absolute(language),
        lastmod,
        alternates: if languages.len() > 1 {
            let alternate = |language: usize| SitemapAlternate {
                language: guide.language(language).to_string(),
                url: absolute(language),
            };
            languages.into_iter().map(alternate).collect()
        } else {
            Vec::new()
        },
    }
}

/// `robots.txt`: everything may be read; where the sitemap is.
pub(super) fn robots(renderer: &Renderer, aim: Aim) -> Result<Finished, Box<Diagnostic>> {
    let guide = &renderer.guide;
    let sitemap = format!("{}{}", guide.base_url, guide.address(Content::SitemapIndex));
    with(renderer, aim, "robots.txt", "sitemap", &sitemap)
}

fn with<T: Serialize>(
    renderer: &Renderer,
    aim: Aim,
    template: &str,
    name: &'static str,
    view: &T,
) -> Result<Finished, Box<Diagnostic>> {
    if aim == Aim::Print {
        return Ok(Finished::Print(prints::of_data(renderer, template, view)));
    }
    let mut context = Context::new();
    context.insert_value(name, engine::value(view));
    renderer.template(template, &context).map(Finished::Page)
}
