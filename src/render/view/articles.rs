//! Articles and sections.

use serde::Serialize;

use super::{Day, Head, Link, Listed, Source};

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleCard {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its description.
    pub description: String,
    /// Its section's name.
    pub section: String,
    /// Reading time in words: `約6分`.
    pub reading_time: String,
    /// The day of the last change, formatted, and as `2026-11-21`.
    pub updated: String,
    /// The same day for `<time datetime>`.
    pub updated_iso: String,
    /// Set when the article is in another language than the page.
    pub language: Option<String>,
}

/// A section in a list.
#[derive(Clone, Debug, Serialize)]
pub struct SectionCard {
    /// Its name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its description.
    pub description: String,
    /// How many articles it has, in words: `4本`.
    pub count: String,
}

/// `articles.html`: all articles by section.
#[derive(Clone, Debug, Serialize)]
pub struct ArticlesPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// Each section with its articles.
    pub sections: Vec<SectionList>,
}

/// A section with its articles.
#[derive(Clone, Debug, Serialize)]
pub struct SectionList {
    /// The section.
    pub section: SectionCard,
    /// Its articles in their order.
    pub articles: Vec<Listed<ArticleCard>>,
}

/// `section.html`
#[derive(Clone, Debug, Serialize)]
pub struct SectionPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The section's description.
    pub description: String,
    /// Its text.
    pub body_html: String,
    /// Its articles in their order.
    pub articles: Vec<Listed<ArticleCard>>,
    /// The other sections.
    pub others: Vec<Listed<SectionCard>>,
}

/// `article.html`
#[derive(Clone, Debug, Serialize)]
pub struct ArticlePage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The article's description.
    pub description: String,
    /// The short answer.
    pub answer: Option<String>,
    /// Reading time in words.
    pub reading_time: String,
    /// Formatted and as `2026-11-21`.
    pub published: Day,
    /// Absent when it is the day of publication.
    pub updated: Option<Day>,
    /// When its facts will be looked at again.
    pub review_by: Option<Day>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// Headings of levels 2 and 3; empty when there are fewer than three.
    pub contents: Vec<ContentsEntry>,
    /// The text.
    pub body_html: String,
    /// What it rests on.
    pub sources: Vec<Source>,
    /// What a reader would look at next: records, indicators, comparisons, articles.
    pub related: Vec<RelatedLink>,
    /// The article before it in its section.
    pub previous: Option<Link>,
    /// The article after it in its section.
    pub next: Option<Link>,
    /// Whether it is a draft.
    pub draft: bool,
}

/// An entry of the contents list.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    /// The heading's words.
    pub title: String,
    /// The anchor without `#`.
    pub id: String,
    /// Headings one level below.
    pub children: Vec<ContentsEntry>,
}

/// A link with the kind of thing it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedLink {
    /// `record`, `comparison`, `indicator`, `article`, `section`, `tag`, `collection`, `page`
    pub kind: &'static str,
    /// The kind in words: 都道府県, 比較, 統計, 記事.
    pub kind_name: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
}
