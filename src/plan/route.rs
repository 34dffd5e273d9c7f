//! Every output has one route; routes come in families that are enumerated lazily.

use crate::plan::guide::Guide;

/// A path below the output folder, with `/` between names, such as `regions/tokushima/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// From a relative path without `..`.
    pub fn new(path: String) -> Self {
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|name| name == ".."));
        Self(path)
    }

    /// The file that a web server sends for an address below the root: `tags/` is `tags/index.html`.
    pub fn of_address(address: &str) -> Self {
        if address.is_empty() || address.ends_with('/') {
            Self::new(format!("{address}index.html"))
        } else {
            Self::new(address.to_owned())
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A page by what it shows. Numbers are positions in the [`Guide`]'s lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// `/`
    Home,
    /// `/articles/`
    Articles,
    /// `/articles/career/`
    Section(usize),
    /// `/articles/career/stagnation/`
    Article(usize),
    /// `/tags/`
    Tags,
    /// `/tags/migration/`
    Tag(usize),
    /// `/glossary/`
    Glossary,
    /// `/regions/`
    Collection(usize),
    /// `/municipalities/in/tokushima/`: collection and division.
    CollectionDivision(usize, usize),
    /// `/regions/tokushima/`: collection and record.
    Record(usize, usize),
    /// `/compare/regions/`
    CompareIndex(usize),
    /// `/compare/municipalities/in/tokushima/`: collection and division.
    CompareDivision(usize, usize),
    /// `/compare/regions/tokushima/tokyo.html`: collection, record whose id sorts first, other record.
    Compare(usize, usize, usize),
    /// `/indicators/regions/`
    Indicators(usize),
    /// `/indicators/regions/rent/`: collection and indicator.
    Indicator(usize, usize),
    /// `/indicators/municipalities/rent/in/tokushima/`: collection, indicator and division.
    IndicatorDivision(usize, usize, usize),
    /// `/about/data/`
    AboutData,
    /// `/search/`
    Search,
    /// `/404.html`
    NotFound,
}

/// What an output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A page in a language (a position in the site's list).
    Page(Page, usize),
    /// A redirect (a position in the guide's list).
    Redirect(usize),
    /// A collection's table as CSV.
    Csv(usize),
    /// Sources and licences of a collection's indicators as CSV.
    SourcesCsv(usize),
    /// A record as JSON.
    Json(usize, usize),
    /// The Atom feed of a language.
    Feed(usize),
    /// The sitemap's index.
    SitemapIndex,
    /// A part of the sitemap, from 0.
    Sitemap(usize),
    /// `robots.txt`
    Robots,
    /// The style sheet.
    Style,
    /// One of the theme's scripts.
    Script(usize),
    /// One of the theme's other files.
    ThemeFile(usize),
    /// One of the content's images.
    Image(usize),
}

/// One output: what it is and where it goes.
#[derive(Clone, Debug)]
pub struct Route {
    /// Where it goes.
    pub path: OutputPath,
    /// What it is.
    pub content: Content,
}

/// Outputs of one kind, enumerated by position.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// What the summary calls it.
    pub kind: &'static str,
    /// How many routes it has.
    pub len: usize,
    members: Members,
}

#[derive(Clone, Copy, Debug)]
enum Members {
    Single(Content),
    Sections(usize),
    Articles(usize),
    Tags(usize),
    Divisions(usize, usize),
    Records(usize, usize),
    ComparedDivisions(usize, usize),
    Pairs(usize, usize),
    Indicators(usize, usize),
    IndicatorDivisions(usize, usize),
    Redirects,
    Json(usize),
    Sitemaps,
    Scripts,
    ThemeFiles,
    Images,
}

impl Family {
    /// Whether these are a collection's pairs, of which no list is ever made.
    pub fn is_pairs(&self) -> bool {
        matches!(self.members, Members::Pairs(..))
    }
}

/// Addresses in one part of the sitemap; the protocol allows 50,000.
pub const SITEMAP_PART: usize = 50_000;

impl Guide {
    /// All outputs by family, in a fixed order: pages of each language first.
    pub fn families(&self) -> Vec<Family> {
        let mut families = Vec::new();
        for language in 0..self.site.languages.len() {
            self.page_families(language, &mut families);
        }
        let mut add = |kind, len, members| families.push(Family { kind, len, members });
        add("redirect", self.redirects.len(), Members::Redirects);
        for (position, collection) in self.collections.iter().enumerate() {
            let csv = Members::Single(Content::Csv(position));
            add("data", 1, csv);
            if !collection.shown_indicators.is_empty() {
                let sources = Members::Single(Content::SourcesCsv(position));
                add("data", 1, sources);
            }
            add("data", collection.records.len(), Members::Json(position));
        }
        for language in 0..self.site.languages.len() {
            add("feed", 1, Members::Single(Content::Feed(language)));
        }
        add("sitemap", 1, Members::Single(Content::SitemapIndex));
        add("sitemap", self.sitemap_parts(), Members::Sitemaps);
        add("other", 1, Members::Single(Content::Robots));
        add("asset", 1, Members::Single(Content::Style));
        add("asset", self.theme.scripts.len(), Members::Scripts);
        add("asset", self.theme.files.len(), Members::ThemeFiles);
        add("image", self.images.len(), Members::Images);
        families.retain(|family| family.len > 0);
        families
    }

    /// The families of pages that a language has.
    pub fn page_families(&self, language: usize, families: &mut Vec<Family>) {
        let mut add = |kind, len, members| families.push(Family { kind, len, members });
        let single = |page| Members::Single(Content::Page(page, language));
        add("home", 1, single(Page::Home));
        if !self.sections.is_empty() {
            add("section", 1, single(Page::Articles));
        }
        let sections = self.sections_in[language].len();
        add("section", sections, Members::Sections(language));
        let articles = self.articles_in[language].len();
        add("article", articles, Members::Articles(language));
        if !self.used_tags.is_empty() {
            add("tag", 1, single(Page::Tags));
            add("tag", self.used_tags.len(), Members::Tags(language));
        }
        if !self.glossary.is_empty() {
            add("glossary", 1, single(Page::Glossary));
        }
        for (position, collection) in self.collections.iter().enumerate() {
            let divisions = collection.divisions.as_ref();
            let divided = divisions.map_or(0, |divisions| divisions.list.len());
            add("collection", 1, single(Page::Collection(position)));
            let tables = Members::Divisions(position, language);
            add("collection", divided, tables);
            let records = Members::Records(position, language);
            add("record", collection.records.len(), records);
            if self.has_comparisons(position, language) {
                add("comparison index", 1, single(Page::CompareIndex(position)));
                let compared = divisions.map_or(0, |divisions| divisions.compared.len());
                let indexes = Members::ComparedDivisions(position, language);
                add("comparison index", compared, indexes);
                let pairs = Members::Pairs(position, language);
                add("comparison", collection.pairs.len(), pairs);
            }
            if !collection.shown_indicators.is_empty() {
                add("indicator", 1, single(Page::Indicators(position)));
                let indicators = Members::Indicators(position, language);
                let shown = collection.shown_indicators.len();
                add("indicator", shown, indicators);
                let rankings = Members::IndicatorDivisions(position, language);
                add("indicator", shown * divided, rankings);
            }
        }
        if self.site.search {
            add("search", 1, single(Page::Search));
        }
        add("other", 1, single(Page::AboutData));
        add("other", 1, single(Page::NotFound));
    }

    /// The route at a position of a family.
    pub fn route(&self, family: &Family, position: usize) -> Route {
        let page = |page, language| Content::Page(page, language);
        let content = match family.members {
            Members::Single(content) => content,
            Members::Sections(language) => page(
                Page::Section(self.sections_in[language][position]),
                language,
            ),
            Members::Articles(language) => page(
                Page::Article(self.articles_in[language][position]),
                language,
            ),
            Members::Tags(language) => page(Page::Tag(self.used_tags[position]), language),
            Members::Divisions(collection, language) => {
                page(Page::CollectionDivision(collection, position), language)
            }
            Members::ComparedDivisions(collection, language) => {
                let divisions = self.collections[collection].divisions.as_ref();
                let division = divisions.map_or(0, |divisions| divisions.compared[position]);
                page(Page::CompareDivision(collection, division), language)
            }
            Members::IndicatorDivisions(collection, language) => {
                let plan = &self.collections[collection];
                let divisions = plan.divisions.as_ref();
                let divided = divisions.map_or(1, |divisions| divisions.list.len());
                let indicator = plan.shown_indicators[position / divided];
                let division = position % divided;
                page(
                    Page::IndicatorDivision(collection, indicator, division),
                    language,
                )
            }
            Members::Records(collection, language) => {
                page(Page::Record(collection, position), language)
            }
            Members::Pairs(collection, language) => {
                let (first, second) = self.collections[collection].pairs.get(position);
                page(Page::Compare(collection, first, second), language)
            }
            Members::Indicators(collection, language) => {
                let indicator = self.collections[collection].shown_indicators[position];
                page(Page::Indicator(collection, indicator), language)
            }
            Members::Redirects => Content::Redirect(position),
            Members::Json(collection) => Content::Json(collection, position),
            Members::Sitemaps => Content::Sitemap(position),
            Members::Scripts => Content::Script(position),
            Members::ThemeFiles => Content::ThemeFile(position),
            Members::Images => Content::Image(position),
        };
        Route {
            path: OutputPath::of_address(&self.address(content)),
            content,
        }
    }

    /// The address of any output below the root, without a leading `/`: `regions/tokushima/`.
    pub fn address(&self, content: Content) -> String {
        match content {
            Content::Page(page, language) => self.page_address(page, language),
            Content::Redirect(position) => self.redirects[position].from.clone(),
            Content::Csv(collection) => format!("data/{}.csv", self.collections[collection].id),
            Content::SourcesCsv(collection) => {
                format!("data/{}-sources.csv", self.collections[collection].id)
            }
            Content::Json(collection, record) => {
                let collection = &self.collections[collection];
                format!(
                    "data/{}/{}.json",
                    collection.id, collection.records[record].id
                )
            }
            Content::Feed(language) => format!("{}feed.xml", self.language_folder(language)),
            Content::SitemapIndex => "sitemap.xml".to_owned(),
            Content::Sitemap(part) => format!("sitemap-{}.xml", part + 1),
            Content::Robots => "robots.txt".to_owned(),
            Content::Style => format!("assets/{}.css", self.assets.style_name),
            Content::Script(position) => {
                format!(
                    "assets/{}/{}",
                    self.assets.scripts_name, self.theme.scripts[position].0
                )
            }
            Content::ThemeFile(position) => self.theme.files[position].0.clone(),
            Content::Image(position) => {
                let path = self.images[position].file.as_str();
                format!("media/{}", path.strip_prefix("content/").unwrap_or(path))
            }
        }
    }

    /// The address of a page in a language, which must be one that the page has.
    pub fn page_address(&self, page: Page, language: usize) -> String {
        let folder = self.language_folder(language);
        let collection = |position: usize| &self.collections[position];
        // `in` is the folder of divisions: below it no page of a record or pair can lie, which
        // are a folder and a file that end one name earlier.
        let division = |position: usize, division: usize| {
            let divisions = collection(position).divisions.as_ref();
            divisions.map_or("", |divisions| &divisions.list[division].id)
        };
        // Made for every link, so nothing is formatted.
        let base = folder.as_str();
        match page {
            Page::Home => folder,
            Page::Articles => [base, "articles/"].concat(),
            Page::Section(section) => [base, "articles/", &self.sections[section].id, "/"].concat(),
            Page::Article(article) => {
                let article = &self.articles[article];
                let section = &self.sections[article.section].id;
                [base, "articles/", section, "/", &article.slug, "/"].concat()
            }
            Page::Tags => [base, "tags/"].concat(),
            Page::Tag(tag) => [base, "tags/", &self.tags[tag].id, "/"].concat(),
            Page::Glossary => [base, "glossary/"].concat(),
            Page::Collection(position) => [base, &collection(position).id, "/"].concat(),
            Page::Record(position, record) => {
                let collection = collection(position);
                let record = &collection.records[record].id;
                [base, &collection.id, "/", record, "/"].concat()
            }
            Page::CollectionDivision(position, part) => {
                let id = &collection(position).id;
                [base, id, "/in/", division(position, part), "/"].concat()
            }
            Page::CompareIndex(position) => {
                [base, "compare/", &collection(position).id, "/"].concat()
            }
            Page::CompareDivision(position, part) => {
                let id = &collection(position).id;
                [base, "compare/", id, "/in/", division(position, part), "/"].concat()
            }
            Page::Compare(position, first, second) => {
                let collection = collection(position);
                let records = &collection.records;
                let (first, second) = (&records[first].id, &records[second].id);
                [
                    base,
                    "compare/",
                    &collection.id,
                    "/",
                    first,
                    "/",
                    second,
                    ".html",
                ]
                .concat()
            }
            Page::Indicators(position) => {
                [base, "indicators/", &collection(position).id, "/"].concat()
            }
            Page::Indicator(position, indicator) => {
                let collection = collection(position);
                let indicator = &collection.indicators[indicator].id;
                [base, "indicators/", &collection.id, "/", indicator, "/"].concat()
            }
            Page::IndicatorDivision(position, indicator, part) => {
                let of = self.page_address(Page::Indicator(position, indicator), language);
                [&of, "in/", division(position, part), "/"].concat()
            }
            Page::AboutData => [base, "about/data/"].concat(),
            Page::Search => [base, "search/"].concat(),
            Page::NotFound => [base, "404.html"].concat(),
        }
    }

    /// Empty for the first language, `en/` for others.
    pub fn language_folder(&self, language: usize) -> String {
        match self.site.languages.get(language) {
            Some(tag) if language > 0 => format!("{tag}/"),
            _ => String::new(),
        }
    }

    /// How many parts the sitemap has; one even when it is empty.
    pub fn sitemap_parts(&self) -> usize {
        self.sitemap_len().div_ceil(SITEMAP_PART).max(1)
    }
}
