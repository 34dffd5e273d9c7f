//! What outputs are made from, as fingerprints: equal ones mean equal bytes.
//!
//! An output's bytes follow from its template (with all that it can reach), the theme's words, the
//! header and footer, and its view. Most fingerprints are made of just these, by the code that
//! makes the page ([`Aim::Print`]); only a Markdown text stands for its HTML there, and an entry of
//! a long list for itself. Pages of articles ([`articles`]) and of collections ([`collections`]), of
//! which there can be a million, are put together from parts that are gone through once. Files
//! that are copied are known by their bytes.
//!
//! Never part of a fingerprint: positions in the guide's lists, which move when a file is added;
//! the program itself, whose versions whoever keeps fingerprints must tell apart.

mod articles;
mod collections;
mod templates;

pub(super) use templates::texts_of;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::markdown::Document;
use crate::parse::site::Site;
use crate::parse::target::Target;
use crate::plan::Guide;
use crate::plan::links::Destination;
use crate::plan::route::{Content, Family, Page, Route};
use crate::render::markdown::{Resolve, ResolvedImage, ResolvedValue};
use crate::render::page::{Aim, Finished, PageContext};
use crate::render::pages::collection::entry;
use crate::render::resolver::Resolver;
use crate::render::view::{RedirectPage, Shell};
use crate::render::{Labels, Renderer, feeds, pages};

/// The parts of fingerprints that several outputs share, each made when the first asks for it.
pub(super) struct Prints {
    /// By name: the template and all that it can reach.
    templates: BTreeMap<String, Fingerprint>,
    languages: Vec<OfLanguage>,
}

struct OfLanguage {
    /// All words of the theme.
    labels: Fingerprint,
    /// What pages show of `site.yaml`, but for header and footer.
    site: Fingerprint,
    /// What all pages of articles begin with.
    article_frame: OnceLock<Fingerprint>,
    /// Articles in lists.
    cards: Vec<OnceLock<Fingerprint>>,
    /// Links to articles, sections and tags.
    articles: Vec<OnceLock<Fingerprint>>,
    sections: Vec<OnceLock<Fingerprint>>,
    tags: Vec<OnceLock<Fingerprint>>,
    collections: Vec<collections::Parts>,
}

impl Prints {
    pub(super) fn new(guide: &Guide, labels: &[Labels]) -> Self {
        let of_language = |language: usize| {
            let mut words = Mixer::default();
            for (key, word) in &labels[language].words {
                words.text(key).text(word);
            }
            OfLanguage {
                labels: words.finish(),
                site: of_site(guide, labels, language),
                article_frame: OnceLock::new(),
                cards: cells(guide.articles.len()),
                articles: cells(guide.articles.len()),
                sections: cells(guide.sections.len()),
                tags: cells(guide.tags.len()),
                collections: guide
                    .collections
                    .iter()
                    .map(collections::Parts::new)
                    .collect(),
            }
        };
        Self {
            templates: templates::prints(&guide.theme.templates),
            languages: (0..guide.site.languages.len()).map(of_language).collect(),
        }
    }

    fn template(&self, name: &str) -> Fingerprint {
        self.templates.get(name).copied().unwrap_or_default()
    }
}

fn cells(count: usize) -> Vec<OnceLock<Fingerprint>> {
    (0..count).map(|_| OnceLock::new()).collect()
}

/// What pages show of the settings. What only some pages show, such as licences, is in their views.
fn of_site(guide: &Guide, labels: &[Labels], language: usize) -> Fingerprint {
    let Site {
        title,
        languages,
        repository,
        map,
        // The rest is in header and footer, in views, or not shown.
        file: _,
        tagline: _,
        description: _,
        base_url: _,
        theme: _,
        collections: _,
        navigation: _,
        redirects: _,
        licences: _,
        search: _,
        limits: _,
        output: _,
        comparisons: _,
    } = &guide.site;
    let mut mixer = Mixer::default();
    mixer
        .debug(&(title, languages, repository, map))
        .debug(&(&guide.theme.entry_scripts, &guide.assets))
        .text(&guide.base_url)
        .number(language as u64);
    for labels in labels {
        mixer.debug(&labels.words.get("language_name"));
    }
    mixer.finish()
}

/// The fingerprint of an output.
pub(super) fn of_route(renderer: &Renderer, route: &Route) -> Result<Fingerprint, Box<Diagnostic>> {
    let aim = Aim::Print;
    let finished = match route.content {
        Content::Page(page, language) => return of_page(renderer, page, language, route),
        Content::Redirect(position) => pages::simple::redirect(renderer, position, route, aim),
        Content::Feed(language) => feeds::feed(renderer, language, aim),
        Content::SitemapIndex => feeds::sitemap_index(renderer, aim),
        Content::Sitemap(part) => feeds::sitemap(renderer, part, aim),
        Content::Robots => feeds::robots(renderer, aim),
        Content::Csv(_)
        | Content::SourcesCsv(_)
        | Content::Json(..)
        | Content::Style
        | Content::Script(_)
        | Content::ThemeFile(_)
        | Content::Image(_) => return Ok(of_file(renderer, route.content)),
    };
    finished.map(print)
}

/// A finished page counts by its bytes; nobody asks for one here.
fn print(finished: Finished) -> Fingerprint {
    match finished {
        Finished::Print(print) => print,
        Finished::Page(bytes) => Fingerprint::of(&bytes),
    }
}

/// Outputs without a template.
fn of_file(renderer: &Renderer, content: Content) -> Fingerprint {
    let guide = &renderer.guide;
    match content {
        Content::Csv(collection) => collections::csv(renderer, collection),
        Content::SourcesCsv(collection) => collections::sources_csv(renderer, collection),
        Content::Json(collection, record) => collections::json(renderer, collection, record),
        Content::Style => {
            let mut mixer = Mixer::default();
            for (_, text) in &guide.theme.styles {
                mixer.text(text);
            }
            mixer.finish()
        }
        Content::Script(position) => Fingerprint::of(&guide.theme.scripts[position].1),
        Content::ThemeFile(position) => Fingerprint::of(&guide.theme.files[position].1),
        Content::Image(position) => Fingerprint::of(&guide.images[position].bytes),
        // The others have a template.
        Content::Page(..)
        | Content::Redirect(_)
        | Content::Feed(_)
        | Content::SitemapIndex
        | Content::Sitemap(_)
        | Content::Robots => Fingerprint::default(),
    }
}

fn of_page(
    renderer: &Renderer,
    page: Page,
    language: usize,
    route: &Route,
) -> Result<Fingerprint, Box<Diagnostic>> {
    if let Page::Compare(collection, left, right) = page {
        return Ok(collections::pair(
            renderer,
            (collection, language),
            (left, right),
            route,
        ));
    }
    let context = renderer.context(page, language, route).for_print();
    match page {
        Page::Collection(collection) => Ok(collections::table(&context, collection)),
        Page::CollectionDivision(collection, division) => {
            Ok(collections::division_table(&context, collection, division))
        }
        Page::Record(collection, record) => Ok(collections::record(&context, collection, record)),
        Page::CompareIndex(collection) => Ok(collections::compare_index(&context, collection)),
        Page::CompareDivision(collection, division) => Ok(collections::compare_division(
            &context, collection, division,
        )),
        Page::Indicators(collection) => Ok(collections::indicators(&context, collection)),
        Page::Indicator(collection, indicator) => {
            Ok(collections::indicator(&context, collection, indicator))
        }
        Page::IndicatorDivision(collection, indicator, division) => Ok(
            collections::indicator_division(&context, collection, (indicator, division)),
        ),
        Page::Article(article) => Ok(articles::page(&context, article)),
        Page::Home
        | Page::Articles
        | Page::Section(_)
        | Page::Tags
        | Page::Tag(_)
        | Page::Glossary
        | Page::Compare(..)
        | Page::AboutData
        | Page::Search
        | Page::NotFound => pages::render(&context).map(print),
    }
}

/// What stands around every page of a language and a way to the top: the theme's words, header and
/// footer.
fn around(context: &PageContext<'_>) -> Fingerprint {
    let renderer = context.renderer;
    let chrome = renderer.chrome(context.language, &context.root);
    Mixer::default()
        .part(renderer.prints.languages[context.language].labels)
        .part(chrome.map_or_else(Fingerprint::default, |chrome| chrome.print))
        .text(&context.root)
        .finish()
}

/// A page by its view.
pub(super) fn of_view<V: Serialize>(
    context: &PageContext<'_>,
    template: &str,
    shell: &Shell,
    view: &V,
) -> Fingerprint {
    Mixer::default()
        .part(context.renderer.prints.template(template))
        .part(around(context))
        .part(of_value(&(shell, view)))
        .finish()
}

/// A redirect by its view.
pub(super) fn of_redirect(
    renderer: &Renderer,
    language: usize,
    view: &RedirectPage,
) -> Fingerprint {
    Mixer::default()
        .part(renderer.prints.template("redirect.html"))
        .part(renderer.prints.languages[language].labels)
        .part(of_value(view))
        .finish()
}

/// An output that is nothing but its template and what that gets.
pub(super) fn of_data<V: Serialize>(renderer: &Renderer, template: &str, view: &V) -> Fingerprint {
    Mixer::default()
        .part(renderer.prints.template(template))
        .part(of_value(view))
        .finish()
}

/// By the JSON of a value. Views are made of names, texts, numbers and lists, which all have one.
pub(super) fn of_value<V: Serialize>(value: &V) -> Fingerprint {
    let mut json = Vec::with_capacity(2048);
    match serde_json::to_writer(&mut json, value) {
        Ok(()) => Fingerprint::of(&json),
        Err(error) => Mixer::default().bytes(&json).debug(&error).finish(),
    }
}

/// A Markdown text: what is written, and what its links, values and images stand for. The theme's
/// words and the way to the top are part of every page's fingerprint.
pub(super) fn of_document(context: &PageContext<'_>, document: &Document) -> Fingerprint {
    let (guide, file) = (context.guide, document.file.as_ref());
    let resolver = Resolver::new(context, file);
    let mut mixer = Mixer::default();
    mixer.part(document.source);
    for (target, _) in &document.links {
        // Of these, all is written in the text.
        if matches!(target, Target::External(_) | Target::Anchor(_)) {
            continue;
        }
        match file.and_then(|file| guide.resolve(target, file)) {
            None => {
                mixer.number(0);
            }
            Some(destination) => of_destination(context, &destination, &mut mixer),
        }
    }
    for (value, _) in &document.values {
        match resolver.value(value) {
            None => mixer.number(0),
            Some(ResolvedValue { text, period, href }) => {
                mixer.text(&text).text(&period).text(&href)
            }
        };
    }
    for (image, _) in &document.images {
        match resolver.image(image) {
            None => mixer.number(0),
            Some(ResolvedImage { src, width, height }) => mixer
                .text(&src)
                .number(u64::from(width))
                .number(u64::from(height)),
        };
    }
    mixer.finish()
}

/// What a link leads to, with all that the link shows of it.
fn of_destination(context: &PageContext<'_>, destination: &Destination, mixer: &mut Mixer) {
    let guide = context.guide;
    match destination {
        Destination::Page(page, anchor) => {
            mixer
                .number(1 + u64::from(anchor.is_some()))
                .part(of_link(context, *page));
            let Some(anchor) = anchor else { return };
            mixer.text(anchor);
            if *page == Page::Glossary {
                let term = guide.term(anchor).map(|term| &guide.glossary[term].name);
                mixer.text(term.map_or("", |name| context.text(name)));
            }
        }
        // Its name follows from its address.
        Destination::Image(image) => {
            mixer.number(3).text(&guide.address(Content::Image(*image)));
        }
        Destination::External(text) => {
            mixer.number(4).text(text);
        }
        Destination::Here(text) => {
            mixer.number(5).text(text);
        }
    }
}

/// A link to a page: its name, its address below the top, and whether it is in another language.
fn of_link(context: &PageContext<'_>, page: Page) -> Fingerprint {
    let guide = context.guide;
    let of_language = &context.renderer.prints.languages[context.language];
    let make = || {
        let language = guide.language_of(page, context.language);
        Mixer::default()
            .text(&guide.page_address(page, language))
            .text(&context.page_name(page))
            .text(guide.language(language).as_str())
            .finish()
    };
    let cell = match page {
        Page::Article(article) => &of_language.articles[article],
        Page::Section(section) => &of_language.sections[section],
        Page::Tag(tag) => &of_language.tags[tag],
        Page::Record(collection, record) => &of_language.collections[collection].links[record],
        _ => return make(),
    };
    *cell.get_or_init(make)
}

/// The context of parts that many pages share: addresses begin at the top, the way to which is part
/// of every page's fingerprint.
fn at_the_top(renderer: &Renderer, language: usize) -> PageContext<'_> {
    PageContext::new(renderer, Page::Home, language, String::new()).for_print()
}

/// An article in a list.
pub(super) fn of_card(context: &PageContext<'_>, article: usize) -> Fingerprint {
    articles::card(context, article)
}

/// A record in a list.
pub(super) fn of_entry(context: &PageContext<'_>, collection: usize, record: usize) -> Fingerprint {
    let (renderer, language) = (context.renderer, context.language);
    let parts = &renderer.prints.languages[language].collections[collection];
    *parts.entries[record].get_or_init(|| {
        let context = at_the_top(renderer, language);
        of_value(&entry(&context, collection, record))
    })
}

/// A part of the sitemap: addresses, languages and days. Pairs, of which there can be a million,
/// follow from their records.
pub(super) fn of_sitemap(renderer: &Renderer, parts: &[(Family, Range<usize>)]) -> Fingerprint {
    let guide = &renderer.guide;
    let mut mixer = Mixer::default();
    mixer
        .part(renderer.prints.template("sitemap.xml"))
        .part(renderer.prints.languages[0].site);
    for (family, positions) in parts {
        for position in positions.clone() {
            let Content::Page(page, language) = guide.route(family, position).content else {
                continue;
            };
            match page {
                Page::Compare(collection, ..) => {
                    let range = (positions.start, positions.end, language);
                    mixer
                        .part(collections::order(renderer, language, collection))
                        .debug(&guide.languages_of(page))
                        .debug(&range);
                    break;
                }
                Page::Article(position) => {
                    let article = &guide.articles[position];
                    let version = article.version(guide.language(language));
                    mixer
                        .text(&guide.sections[article.section].id)
                        .text(&article.slug)
                        .number(language as u64)
                        .hash(&version.updated.unwrap_or(version.published));
                    for version in &article.versions {
                        mixer.text(version.language.as_str());
                    }
                }
                _ => {
                    mixer.part(of_value(&feeds::entry(renderer, page, language)));
                }
            }
        }
    }
    mixer.finish()
}
