//! A path → the output that lies there, without a list of outputs: the inverse of
//! [`Guide::address`].
//!
//! A path is taken apart by its shape, which leaves few outputs that it can be; one of them counts
//! only if it exists and if its own address leads back to the path.

use crate::plan::guide::Guide;
use crate::plan::route::{Content, OutputPath, Page, Route};

impl Guide {
    /// The output at a path; `None` if there is none. Files of the search index have no route.
    pub fn route_at(&self, path: &OutputPath) -> Option<Route> {
        let content = self
            .page_at(path)
            .or_else(|| self.data_at(path))
            .or_else(|| self.file_at(path))
            .or_else(|| self.redirect_at(path))?;
        Some(Route {
            path: path.clone(),
            content,
        })
    }

    fn leads_to(&self, content: Content, path: &OutputPath) -> bool {
        OutputPath::of_address(&self.address(content)) == *path
    }

    /// A page in any language. A folder may be called like a language, so each is tried.
    fn page_at(&self, path: &OutputPath) -> Option<Content> {
        (0..self.site.languages.len()).find_map(|language| {
            let folder = self.language_folder(language);
            let rest = path.as_str().strip_prefix(&folder)?;
            let names: Vec<&str> = match rest.strip_suffix("index.html") {
                Some("") => Vec::new(),
                Some(folder) => folder.strip_suffix('/')?.split('/').collect(),
                None => rest.split('/').collect(),
            };
            let general = self.general_page(&names, language);
            let found = general.or_else(|| self.page_of_collection(&names, language))?;
            let content = Content::Page(found, language);
            self.leads_to(content, path).then_some(content)
        })
    }

    /// Pages that belong to no collection.
    fn general_page(&self, names: &[&str], language: usize) -> Option<Page> {
        let tag = self.language(language);
        match *names {
            [] => Some(Page::Home),
            ["404.html"] => Some(Page::NotFound),
            ["search"] if self.site.search => Some(Page::Search),
            ["about", "data"] => Some(Page::AboutData),
            ["articles"] if !self.sections.is_empty() => Some(Page::Articles),
            ["articles", section] => {
                let section = self.section(section)?;
                let fronts = &self.sections[section].fronts;
                let written = fronts.iter().any(|front| front.language == *tag);
                written.then_some(Page::Section(section))
            }
            ["articles", section, slug] => {
                let article = self.article(section, slug)?;
                self.articles[article].in_language(tag)?;
                Some(Page::Article(article))
            }
            ["tags"] if !self.used_tags.is_empty() => Some(Page::Tags),
            ["tags", id] => {
                let tag = self.tag(id)?;
                self.used_tags.contains(&tag).then_some(Page::Tag(tag))
            }
            ["glossary"] if !self.glossary.is_empty() => Some(Page::Glossary),
            _ => None,
        }
    }

    fn page_of_collection(&self, names: &[&str], language: usize) -> Option<Page> {
        let own = match *names {
            ["compare", id] => {
                let collection = self.collection(id)?;
                let compared = self.has_comparisons(collection, language);
                compared.then_some(Page::CompareIndex(collection))
            }
            ["compare", id, first, second] => {
                let collection = self.collection(id)?;
                let first = self.record(collection, first)?;
                let second = self.record(collection, second.strip_suffix(".html")?)?;
                let plan = &self.collections[collection];
                let pair = plan.pairs.find(&plan.records, first, second)?;
                (pair == (first, second) && self.has_comparisons(collection, language))
                    .then_some(Page::Compare(collection, first, second))
            }
            ["indicators", id] => {
                let collection = self.collection(id)?;
                let shown = !self.collections[collection].shown_indicators.is_empty();
                shown.then_some(Page::Indicators(collection))
            }
            ["indicators", id, indicator] => {
                let collection = self.collection(id)?;
                let indicator = self.indicator(collection, indicator)?;
                let shown = &self.collections[collection].shown_indicators;
                let page = Page::Indicator(collection, indicator);
                shown.contains(&indicator).then_some(page)
            }
            _ => None,
        };
        own.or_else(|| match *names {
            [id] => self.collection(id).map(Page::Collection),
            [id, record] => {
                let collection = self.collection(id)?;
                let record = self.record(collection, record)?;
                Some(Page::Record(collection, record))
            }
            _ => None,
        })
    }

    /// Data, feeds, sitemaps and `robots.txt`.
    fn data_at(&self, path: &OutputPath) -> Option<Content> {
        let names: Vec<&str> = path.as_str().split('/').collect();
        let table = |name: &str| {
            let id = name.strip_suffix(".csv")?;
            let sources = || {
                let collection = self.collection(id.strip_suffix("-sources")?)?;
                let shown = !self.collections[collection].shown_indicators.is_empty();
                shown.then_some(Content::SourcesCsv(collection))
            };
            let own = self.collection(id).map(Content::Csv);
            own.or_else(sources)
        };
        let found = match *names {
            ["data", name] => table(name),
            ["data", id, name] => self.collection(id).and_then(|collection| {
                let record = self.record(collection, name.strip_suffix(".json")?)?;
                Some(Content::Json(collection, record))
            }),
            ["feed.xml"] => Some(Content::Feed(0)),
            [language, "feed.xml"] => (1..self.site.languages.len())
                .find(|position| self.language(*position).as_str() == language)
                .map(Content::Feed),
            ["sitemap.xml"] => Some(Content::SitemapIndex),
            ["robots.txt"] => Some(Content::Robots),
            [name] => self.sitemap_at(name),
            _ => None,
        };
        found.filter(|content| self.leads_to(*content, path))
    }

    fn sitemap_at(&self, name: &str) -> Option<Content> {
        let number = name.strip_prefix("sitemap-")?.strip_suffix(".xml")?;
        let part = number.parse::<usize>().ok()?.checked_sub(1)?;
        (part < self.sitemap_parts()).then_some(Content::Sitemap(part))
    }

    /// Files of the theme and images.
    fn file_at(&self, path: &OutputPath) -> Option<Content> {
        let text = path.as_str();
        let image = || {
            let below = text.strip_prefix("media/")?;
            self.image(&format!("content/{below}")).map(Content::Image)
        };
        let script = || {
            let below = text.strip_prefix("assets/")?;
            let name = below.strip_prefix(&self.assets.scripts_name)?;
            let name = name.strip_prefix('/')?;
            let scripts = &self.theme.scripts;
            let found = scripts.iter().position(|(other, _)| *other == name)?;
            Some(Content::Script(found))
        };
        let file = || {
            let files = &self.theme.files;
            let found = files.iter().position(|(other, _)| *other == text)?;
            Some(Content::ThemeFile(found))
        };
        [image(), script(), file(), Some(Content::Style)]
            .into_iter()
            .flatten()
            .find(|content| self.leads_to(*content, path))
    }

    fn redirect_at(&self, path: &OutputPath) -> Option<Content> {
        (0..self.redirects.len())
            .map(Content::Redirect)
            .find(|content| self.leads_to(*content, path))
    }
}
