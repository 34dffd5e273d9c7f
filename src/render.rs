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
mod map;
pub mod markdown;
mod page;
mod pages;
mod resolver;
mod stencil;
pub mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Context, Tera, Value};

use crate::diagnostic::{Diagnostic, Report};
use crate::fingerprint::Fingerprint;
use crate::parse::markdown::Document;
use crate::plan::Guide;
use crate::plan::route::{Content, Page, Route};
use crate::render::facts::CollectionFacts;
use crate::render::highlight::Highlighter;
use crate::render::map::Outlines;
use crate::render::markdown::Piece;
use crate::render::page::PageContext;
use crate::render::resolver::Resolver;
use crate::render::stencil::Stencils;

/// Renders the routes of one guide; shared between threads.
pub struct Renderer {
    guide: Arc<Guide>,
    tera: Tera,
    highlighter: Highlighter,
    stencils: Stencils,
    /// By language.
    labels: Vec<Labels>,
    /// By language, then by collection.
    facts: Vec<Vec<CollectionFacts>>,
    outlines: Option<Outlines>,
    /// By language and collection: the list of sources that all of its comparisons show.
    sources: Vec<Vec<OnceLock<Value>>>,
    /// By language and path to the top: the finished header and footer.
    chrome: BTreeMap<(usize, String), (Value, Value)>,
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

/// The deepest page lies four folders below the top: `en/compare/regions/tokushima/tokyo.html`.
const DEEPEST: usize = 4;

impl Renderer {
    /// Compiles the templates and prepares what many pages share. `None` when a template is
    /// broken; the report then says where.
    pub fn new(guide: Arc<Guide>, report: &mut Report) -> Option<Self> {
        let tera = engine::compile(&guide.theme, report)?;
        let labels = guide.site.languages.iter().map(|language| {
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
        });
        let mut renderer = Self {
            guide: Arc::clone(&guide),
            tera,
            highlighter: Highlighter::default(),
            stencils: Stencils::default(),
            labels: labels.collect(),
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
            chrome: BTreeMap::new(),
        };
        renderer.facts = (0..guide.site.languages.len())
            .map(|language| {
                facts::of_collections(&guide, &renderer.labels[language].words, language)
            })
            .collect();
        renderer.prepare_chrome(report)?;
        Some(renderer)
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

    fn prepare_chrome(&mut self, report: &mut Report) -> Option<()> {
        let mut roots: Vec<String> = (0..=DEEPEST).map(page::root_of_depth).collect();
        roots.push(self.guide.base_url.clone());
        for language in 0..self.guide.site.languages.len() {
            for root in &roots {
                let context = PageContext::new(self, Page::Home, language, root.clone());
                match pages::chrome::render(&context) {
                    Ok(finished) => {
                        self.chrome.insert((language, root.clone()), finished);
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
        _known: Option<Fingerprint>,
    ) -> Result<Made, Box<Diagnostic>> {
        let bytes = self.render(route)?;
        Ok(Made::New {
            fingerprint: None,
            bytes,
        })
    }

    /// The bytes of one output.
    ///
    /// # Errors
    ///
    /// A template that fails on this page's view, with the template's place.
    pub fn render(&self, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        match route.content {
            Content::Page(page, language) => self.page(page, language, route),
            Content::Redirect(position) => pages::simple::redirect(self, position, route),
            Content::Csv(collection) => Ok(data::csv(self, collection).into_bytes()),
            Content::SourcesCsv(collection) => Ok(data::sources_csv(self, collection).into_bytes()),
            Content::Json(collection, record) => {
                Ok(data::json(self, collection, record).into_bytes())
            }
            Content::Feed(language) => feeds::feed(self, language),
            Content::SitemapIndex => feeds::sitemap_index(self),
            Content::Sitemap(part) => feeds::sitemap(self, part),
            Content::Robots => feeds::robots(self),
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

    fn page(&self, page: Page, language: usize, route: &Route) -> Result<Vec<u8>, Box<Diagnostic>> {
        let root = match page {
            // It is shown at any address, so its links can't be relative.
            Page::NotFound => self.guide.base_url.clone(),
            _ => page::root_of_depth(route.path.as_str().matches('/').count()),
        };
        let context = PageContext::new(self, page, language, root);
        pages::render(&context)
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

    /// The headings and the text that a page of a language shows for a Markdown text.
    pub fn text_of<'a>(&self, document: &'a Document, language: usize) -> Vec<Piece<'a>> {
        let context = PageContext::new(self, Page::Home, language, String::new());
        markdown::text(document, &Resolver::new(&context, document.file.as_ref()))
    }

    /// A word of the theme in a language; the key itself where the theme has none.
    pub fn label<'key>(&'key self, language: usize, key: &'key str) -> &'key str {
        let words = &self.labels[language].words;
        words.get(key).map_or(key, |word| word)
    }

    /// Renders one of the theme's parts.
    fn component(&self, name: &str, arguments: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let rendered = self.tera.render_component(name, arguments, None, true);
        rendered.map(String::into_bytes).map_err(|error| {
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
