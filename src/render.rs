//! A route → bytes. Pure: a page sees only its own view.
//!
//! [`Renderer::new`] compiles the templates and makes once what many pages show: formatted
//! values, headers and footers, the outlines of maps. After that each route is rendered on its
//! own, from any thread, in any order.

pub mod compare;
mod data;
mod engine;
mod facts;
mod feeds;
pub mod highlight;
pub mod language;
mod lists;
mod map;
pub mod markdown;
mod page;
mod pages;
mod prints;
mod resolver;
mod stencil;
pub mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Report};
use crate::fingerprint::Fingerprint;
use crate::parse::markdown::Document;
use crate::plan::Guide;
use crate::plan::route::{Content, Page, Route};
use crate::render::facts::CollectionFacts;
use crate::render::highlight::Highlighter;
use crate::render::lists::Lists;
use crate::render::map::Outlines;
use crate::render::markdown::{Piece, Resolve};
use crate::render::page::{Aim, Finished, PageContext};
use crate::render::pages::chrome::Chrome;
use crate::render::prints::Prints;
use crate::render::resolver::Resolver;
use crate::render::stencil::Comparisons;

/// Renders the routes of one guide; shared between threads.
pub struct Renderer {
    guide: Arc<Guide>,
    tera: Tera,
    comparisons: Comparisons,
    /// By language.
    labels: Vec<Labels>,
    /// By language, then by collection.
    facts: Vec<Vec<CollectionFacts>>,
    outlines: Option<Outlines>,
    /// By language and collection: the list of sources that all of its comparisons show.
    sources: Vec<Vec<OnceLock<Value>>>,
    /// By language, then by path to the top: the finished header and footer.
    chrome: Vec<BTreeMap<String, Chrome>>,
    /// By language.
    lists: Vec<Lists>,
    prints: Prints,
}

/// What rendering came to.
#[derive(Debug)]
pub enum Made {
    /// The output is what it was.
    Same,
    /// The output, and by what it is recognised next time; `None` where only its bytes tell.
    New {
        /// What the output shows and by which templates.
        fingerprint: Option<Fingerprint>,
        /// The output itself.
        bytes: Vec<u8>,
    },
}

/// The theme's words in one language.
struct Labels {
    /// By dotted key.
    words: BTreeMap<String, Arc<str>>,
    /// The same, nested, for templates.
    value: Value,
}

/// Reads its syntaxes once, however many guides are rendered after one another.
static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);

/// What highlights the code of all pages.
pub(crate) fn highlighter() -> &'static Highlighter {
    &HIGHLIGHTER
}

/// The deepest page lies six folders below the top:
/// `en/indicators/municipalities/doctors/in/tokushima/index.html`.
const DEEPEST: usize = 6;

impl Renderer {
    /// Compiles the templates and prepares what many pages share. `None` when a template is
    /// broken; the report then says where.
    pub fn new(guide: Arc<Guide>, report: &mut Report) -> Option<Self> {
        let tera = engine::compile(&guide.theme, report)?;
        let labels: Vec<Labels> = guide
            .site
            .languages
            .iter()
            .map(|language| {
                let words = guide
                    .theme
                    .labels
                    .get(language)
                    .cloned()
                    .unwrap_or_default();
                Labels {
                    value: engine::nested(&words),
                    words,
                }
            })
            .collect();
        let languages = guide.site.languages.len();
        let mut renderer = Self {
            guide: Arc::clone(&guide),
            tera,
            comparisons: Comparisons::new(&guide.theme),
            lists: (0..languages).map(|_| Lists::default()).collect(),
            prints: Prints::new(&guide, &labels),
            labels,
            facts: Vec::new(),
            sources: guide
                .site
                .languages
                .iter()
                .map(|_| guide.collections.iter().map(|_| OnceLock::new()).collect())
                .collect(),
            outlines: guide
                .shapes
                .as_ref()
                .and_then(|shapes| Outlines::new(&guide, shapes)),
            chrome: (0..languages).map(|_| BTreeMap::new()).collect(),
        };
        renderer.facts = (0..guide.site.languages.len())
            .map(|language| {
                facts::of_collections(&guide, &renderer.labels[language].words, language)
            })
            .collect();
        renderer.prepare_chrome(report)?;
        Some(renderer)
    }

    /// The same, but that every comparison is printed by its template: slow, and a measure of what
    /// must come out.
    #[must_use]
    pub fn without_stencils(mut self) -> Self {
        self.comparisons.run_templates();
        self
    }

    /// The guide that is rendered.
    pub fn guide(&self) -> &Guide {
        &self.guide
    }

    /// The list of sources of a collection's comparisons; its links all lead to other sites, so
    /// it doesn't depend on the page.
    fn shared_sources(&self, context: &PageContext<'_>, collection: usize) -> Value {
        self.sources[context.language][collection]
            .get_or_init(|| pages::compare::sources_value(context, collection))
            .clone()
    }

    /// The finished header and footer of pages of a language with this way to the top.
    fn chrome(&self, language: usize, root: &str) -> Option<&Chrome> {
        self.chrome[language].get(root)
    }

    fn prepare_chrome(&mut self, report: &mut Report) -> Option<()> {
        let mut roots: Vec<String> = (0..=DEEPEST).map(page::root_of_depth).collect();
        roots.push(self.guide.base_url.clone());
        for language in 0..self.guide.site.languages.len() {
            for root in &roots {
                let context = PageContext::new(self, Page::Home, language, root.clone());
                match pages::chrome::render(&context) {
                    Ok(finished) => {
                        self.chrome[language].insert(root.clone(), finished);
                    }
                    Err(diagnostic) => {
                        report.add(*diagnostic);
                        return None;
                    }
                }
            }
        }
        Some(())
    }

    /// One output, unless it has the fingerprint that is known already: then its bytes are those
    /// that were made with that fingerprint, by this program and for the same site.
    ///
    /// # Errors
    ///
    /// A template that fails on this page's view, with the template's place.
    pub fn render_unless(
        &self,
        route: &Route,
        known: Option<Fingerprint>,
    ) -> Result<Made, Box<Diagnostic>> {
        let fingerprint = self.fingerprint(route)?;
        if known == Some(fingerprint) {
            return Ok(Made::Same);
        }
        Ok(Made::New {
            fingerprint: Some(fingerprint),
            bytes: self.render(route)?,
        })
    }

    /// What an output is made from: while it stays the same, so do the bytes of the output.
    ///
    /// # Errors
    ///
    /// None so far; making a fingerprint goes the way of making a page.
    pub fn fingerprint(&self, route: &Route) -> Result<Fingerprint, Box<Diagnostic>> {
        prints::of_route(self, route)
    }

    /// The bytes of one output.
    ///
    /// # Errors
    ///
    /// A template that fails on this page's view, with the template's place.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        match route.content {
            Content::Page(page, language) => {
                pages::render(&self.context(page, language, route)).map(bytes)
            }
            Content::Redirect(position) => {
                pages::simple::redirect(self, position, route, Aim::Page).map(bytes)
            }
            Content::Csv(collection) => Ok(data::csv(self, collection).into_bytes()),
            Content::SourcesCsv(collection) => Ok(data::sources_csv(self, collection).into_bytes()),
            Content::Json(collection, record) => {
                Ok(data::json(self, collection, record).into_bytes())
            }
            Content::Feed(language) => feeds::feed(self, language, Aim::Page).map(bytes),
            Content::SitemapIndex => feeds::sitemap_index(self, Aim::Page).map(bytes),
            Content::Sitemap(part) => feeds::sitemap(self, part, Aim::Page).map(bytes),
            Content::Robots => feeds::robots(self, Aim::Page).map(bytes),
            Content::Style => Ok(self
                .guide
                .theme
                .styles
                .iter()
                .flat_map(|(_, text)| [text.as_bytes(), b"\n"].concat())
                .collect()),
            Content::Script(position) => Ok(self.guide.theme.scripts[position].1.to_vec()),
            Content::ThemeFile(position) => Ok(self.guide.theme.files[position].1.to_vec()),
            Content::Image(position) => Ok(self.guide.images[position].bytes.to_vec()),
        }
    }

    /// Where a page is made from.
    fn context(&self, page: Page, language: usize, route: &Route) -> PageContext<'_> {
        let root = match page {
            // It is shown at any address, so its links can't be relative.
            Page::NotFound => self.guide.base_url.clone(),
            _ => page::root_of_depth(route.path.as_str().matches('/').count()),
        };
        PageContext::new(self, page, language, root)
    }

    /// What lists say about a record: its summary, else its first facts.
    pub fn record_summary(&self, collection: usize, record: usize, language: usize) -> String {
        let page = Page::Record(collection, record);
        let context = PageContext::new(self, page, language, String::new());
        let entry = pages::collection::entry(&context, collection, record);
        if entry.text.is_empty() {
            entry.facts
        } else {
            entry.text
        }
    }

    /// What a page is called, in links and as its heading.
    pub fn page_name(&self, page: Page, language: usize) -> String {
        PageContext::new(self, page, language, String::new()).page_name(page)
    }

    /// The headings and the text that a page of a language shows for a Markdown text.
    pub fn text_of<'a>(&self, document: &'a Document, language: usize) -> Vec<Piece<'a>> {
        let context = PageContext::new(self, Page::Home, language, String::new());
        markdown::text(document, &Resolver::new(&context, document.file.as_ref()))
    }

    /// The words that [`Renderer::text_of`] takes from outside of the document: live values, and the
    /// names of what links lead to, which stand for those without words of their own.
    pub fn words_from_elsewhere(
        &self,
        document: &Document,
        language: usize,
        mut add: impl FnMut(&str),
    ) {
        if document.links.is_empty() && document.values.is_empty() {
            return;
        }
        let context = PageContext::new(self, Page::Home, language, String::new());
        let resolver = Resolver::new(&context, document.file.as_ref());
        for (target, _) in &document.links {
            add(&resolver.link(target).unwrap_or_default().title);
        }
        for (target, _) in &document.values {
            add(&resolver.value(target).unwrap_or_default().text);
        }
    }

    /// A word of the theme in a language; the key itself where the theme has none.
    pub fn label<'key>(&'key self, language: usize, key: &'key str) -> &'key str {
        let words = &self.labels[language].words;
        words.get(key).map_or(key, |word| word)
    }

    /// Renders one of the theme's parts.
    fn component(&self, name: &str, arguments: &Context) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render_component(name, arguments, None, true);
        rendered.map_err(|error| {
            let template = format!("parts/{name}.html");
            Box::new(engine::diagnostic(&self.guide.theme, &template, &error))
        })
    }

    /// Renders a template with a context.
    fn template(&self, name: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut out = Vec::with_capacity(32 * 1024);
        match self.tera.render_to(name, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(Box::new(engine::diagnostic(
                &self.guide.theme,
                name,
                &error,
            ))),
        }
    }
}

/// What was made for [`Aim::Page`].
fn bytes(finished: Finished) -> Vec<u8> {
    match finished {
        Finished::Page(bytes) => bytes,
        Finished::Print(_) => Vec::new(),
    }
}
