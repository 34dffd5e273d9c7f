//! What the making of one page needs at hand: its language, its place, and how to link from it.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;
use tera::value::Map;

use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::load::SourcePath;
use crate::parse::article::Article;
use crate::parse::collection::FieldKind;
use crate::parse::markdown::Document;
use crate::parse::record::RecordSource;
use crate::parse::text::{Language, Text};
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::{Content, Page};
use crate::render::facts::CollectionFacts;
use crate::render::language::{Wording, wording};
use crate::render::resolver::Resolver;
use crate::render::view::{
    Alternate, ArticleCard, Day, Head, Link, Listed, RecordEntry, Shell, Source,
};
use crate::render::{Renderer, engine, highlighter, markdown, pages, prints};

/// One page in the making.
#[derive(Clone)]
pub(super) struct PageContext<'a> {
    pub(super) renderer: &'a Renderer,
    pub(super) guide: &'a Guide,
    pub(super) page: Page,
    /// The language's position.
    pub(super) language: usize,
    /// From the page to the top: `../../`.
    pub(super) root: String,
    pub(super) wording: &'static dyn Wording,
    pub(super) aim: Aim,
}

/// What a page's making is to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// Its bytes.
    Page,
    /// Its fingerprint: of what is dear to make, such as a text's HTML, only what it is made from
    /// is gone through. The same code makes the rest of the view for both, so that nothing that a
    /// page shows can be forgotten.
    Print,
}

/// What a page's making came to; which of the two, its [`Aim`] says.
pub(super) enum Finished {
    Page(Vec<u8>),
    Print(Fingerprint),
}

/// From a page so many folders deep to the top.
pub(super) fn root_of_depth(depth: usize) -> String {
    if depth == 0 {
        "./".to_owned()
    } else {
        "../".repeat(depth)
    }
}

impl<'a> PageContext<'a> {
    pub(super) fn new(renderer: &'a Renderer, page: Page, language: usize, root: String) -> Self {
        let guide = &renderer.guide;
        Self {
            renderer,
            guide,
            page,
            language,
            root,
            wording: wording(guide.language(language)),
            aim: Aim::Page,
        }
    }

    /// The same for a fingerprint.
    pub(super) fn for_print(self) -> Self {
        Self {
            aim: Aim::Print,
            ..self
        }
    }

    /// The page's language.
    pub(super) fn tag(&self) -> &'a Language {
        self.guide.language(self.language)
    }

    /// Words in the page's language.
    pub(super) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.tag())
    }

    /// A label of the theme; the key itself where the theme has none.
    pub(super) fn label<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.renderer.label(self.language, key)
    }

    /// The relative address of a page, in this language or the one it was written in.
    pub(super) fn href(&self, page: Page) -> String {
        let language = self.guide.language_of(page, self.language);
        [&self.root, &*self.guide.page_address(page, language)].concat()
    }

    /// The relative address of any output.
    pub(super) fn href_of(&self, content: Content) -> String {
        [&self.root, &*self.guide.address(content)].concat()
    }

    /// The absolute address of a page in a language.
    pub(super) fn absolute(&self, page: Page, language: usize) -> String {
        [
            &self.guide.base_url,
            &*self.guide.page_address(page, language),
        ]
        .concat()
    }

    pub(super) fn link(&self, name: impl Into<String>, page: Page) -> Link {
        Link {
            name: name.into(),
            url: self.href(page),
        }
    }

    /// A collection and what its records show in this language.
    pub(super) fn collection(&self, position: usize) -> (&'a CollectionPlan, &'a CollectionFacts) {
        (
            &self.guide.collections[position],
            &self.renderer.facts[self.language][position],
        )
    }

    pub(super) fn record_name(&self, collection: usize, record: usize) -> &'a str {
        self.guide.collections[collection].distinct_name(record, self.tag())
    }

    /// What readers see of a value that divides a collection; empty where nothing does.
    pub(super) fn division_name(&self, collection: usize, division: usize) -> &'a str {
        let plan = &self.guide.collections[collection];
        let Some(divisions) = &plan.divisions else {
            return "";
        };
        let position = divisions.list[division].position;
        match (divisions.reference, &plan.fields[divisions.field].kind) {
            (Some(other), _) => self.record_name(other, position),
            (None, FieldKind::Choice { options }) => self.text(&options[position].label),
            _ => "",
        }
    }

    /// A Markdown text as HTML, its links made relative to this page.
    pub(super) fn html(&self, document: &Document) -> String {
        match self.aim {
            Aim::Page => {
                let resolver = Resolver::new(self, document.file.as_ref());
                markdown::to_html(document, &resolver, highlighter())
            }
            Aim::Print => prints::of_document(self, document).to_string(),
        }
    }

    pub(super) fn day(&self, day: Date) -> Day {
        Day {
            text: self.wording.day(day),
            iso: day.to_string(),
        }
    }

    pub(super) fn source(&self, source: &RecordSource) -> Source {
        let bare = source
            .url
            .split_once("://")
            .map_or(&*source.url, |(_, rest)| rest);
        Source {
            title: match &source.title {
                Some(title) => self.text(title).to_owned(),
                None => bare.trim_end_matches('/').to_owned(),
            },
            url: source.url.clone(),
            as_of: match &source.as_of {
                Some(period) => self.wording.period(period),
                None => self.label("date_unknown").to_owned(),
            },
            dated: source.as_of.is_some(),
        }
    }

    /// An article in a list.
    pub(super) fn card(&self, article: usize) -> ArticleCard {
        let plan = &self.guide.articles[article];
        let version: &Article = plan.version(self.tag());
        let section = self.guide.sections[plan.section].front(self.tag());
        let updated = version.updated.unwrap_or(version.published);
        let foreign = version.language != *self.tag();
        ArticleCard {
            title: version.title.clone(),
            url: self.href(Page::Article(article)),
            description: version.description.clone(),
            section: section.title.clone(),
            reading_time: self.wording.reading_time(version.body.characters),
            updated: self.wording.day(updated),
            updated_iso: updated.to_string(),
            language: foreign.then(|| version.language.as_str().to_owned()),
        }
    }

    /// An article in a list that may be long.
    pub(super) fn listed_card(&self, article: usize) -> Listed<ArticleCard> {
        match self.aim {
            Aim::Page => Listed::Whole(self.card(article)),
            Aim::Print => Listed::Print(prints::of_card(self, article)),
        }
    }

    /// A record in a list that may be long.
    pub(super) fn listed_entry(&self, collection: usize, record: usize) -> Listed<RecordEntry> {
        match self.aim {
            Aim::Page => Listed::Whole(pages::collection::entry(self, collection, record)),
            Aim::Print => Listed::Print(prints::of_entry(self, collection, record)),
        }
    }

    /// The day that the content speaks of: the last change of an article. Not the day of the
    /// build, which would change pages whose content didn't.
    pub(super) fn content_day(&self) -> Option<Date> {
        self.guide.content_day
    }

    /// The heading of a page with the way to it and the links for contributors.
    pub(super) fn head(
        &self,
        heading: &str,
        parents: Vec<Link>,
        file: Option<&SourcePath>,
    ) -> Head {
        let mut breadcrumbs = Vec::with_capacity(parents.len() + 1);
        if self.page != Page::Home && self.page != Page::NotFound {
            breadcrumbs.push(self.link(self.label("home"), Page::Home));
        }
        breadcrumbs.extend(parents);
        let repository = &self.guide.site.repository;
        let edit_url = match (&repository.edit, file) {
            (Some(pattern), Some(file)) => Some(pattern.replace("{path}", file.as_str())),
            _ => None,
        };
        let report_url = repository
            .report
            .as_ref()
            .map(|pattern| pattern.replace("{title}", &percent_encoded(heading)));
        Head {
            heading: heading.to_owned(),
            breadcrumbs,
            edit_url,
            report_url,
        }
    }

    /// Renders a page's template with the shell around it, or goes through what it would show.
    pub(super) fn finish<V: Serialize>(
        &self,
        template: &str,
        kind: &'static str,
        title: &str,
        description: &str,
        view: &V,
    ) -> Result<Finished, Box<Diagnostic>> {
        let shell = self.shell(kind, title, description);
        match self.aim {
            Aim::Page => self.page(template, &shell, engine::value(view)),
            Aim::Print => Ok(Finished::Print(prints::of_view(
                self, template, &shell, view,
            ))),
        }
    }

    fn page(
        &self,
        template: &str,
        shell: &Shell,
        view: Value,
    ) -> Result<Finished, Box<Diagnostic>> {
        let shell = engine::value(shell).into_map().unwrap_or_default();
        self.run(template, shell, view).map(Finished::Page)
    }

    /// Runs a page's template on a page and the shell around it.
    pub(super) fn run(
        &self,
        template: &str,
        mut shell: Map,
        view: Value,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        if let Some(chrome) = self.renderer.chrome(self.language, &self.root) {
            shell.insert("header_html".into(), chrome.header.clone());
            shell.insert("footer_html".into(), chrome.footer.clone());
        }
        let labels = self.renderer.labels[self.language].value.clone();
        let context = engine::context(Value::from(shell), view, labels);
        self.renderer.template(template, &context)
    }

    pub(super) fn shell(&self, kind: &'static str, title: &str, description: &str) -> Shell {
        let guide = self.guide;
        let site = self.text(&guide.site.title);
        let languages = guide.languages_of(self.page);
        let alternate = |language: &usize| Alternate {
            language: guide.language(*language).as_str().to_owned(),
            name: self.renderer.labels[*language]
                .words
                .get("language_name")
                .map_or_else(String::new, |word| word.to_string()),
            url: self.absolute(self.page, *language),
        };
        Shell {
            language: self.tag().as_str().to_owned(),
            title: if title == site {
                site.to_owned()
            } else {
                format!("{title} | {site}")
            },
            description: description.to_owned(),
            kind,
            root: self.root.clone(),
            canonical: self.absolute(self.page, self.language),
            noindex: matches!(self.page, Page::Search | Page::NotFound),
            alternates: if languages.len() > 1 {
                languages.iter().map(alternate).collect()
            } else {
                Vec::new()
            },
            stylesheet: self.href_of(Content::Style),
            scripts: guide
                .theme
                .entry_scripts
                .iter()
                .map(|script| format!("{}assets/{}/{script}", self.root, guide.assets.scripts_name))
                .collect(),
            feed: self.href_of(Content::Feed(self.language)),
        }
    }
}

const HEX: [u8; 16] = *b"0123456789ABCDEF";

/// Text as part of an address: everything but unreserved characters is percent-encoded.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(HEX[usize::from(digit)]));
            }
        }
    }
    out
}

/// Text inside HTML, which mostly is the same.
pub(super) fn escaped_if_needed(text: &str) -> Cow<'_, str> {
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    // All of them at once, which is faster than to stop at the first.
    if text
        .bytes()
        .fold(false, |found, byte| found | special(byte))
    {
        Cow::Owned(escaped(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text inside HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    // Writing into memory can't fail, and escaping keeps the text UTF-8.
    let _ = tera::escape_html(text, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
