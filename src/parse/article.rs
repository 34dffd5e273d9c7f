//! Articles, section fronts and the home page: front matter and Markdown.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::record::RecordSource;
use crate::parse::target::Target;
use crate::parse::text::{Language, Text};

mod keys;
mod read;

#[cfg(test)]
mod tests;

pub(crate) use keys::{ARTICLE, HOME, SECTION};
pub use read::{parse_article, parse_home, parse_section};

/// A section of articles: a folder with its front page.
#[derive(Clone, Debug)]
pub struct Section {
    /// The folder's name.
    pub id: String,
    /// `index.md`.
    pub file: SourcePath,
    /// The language it is written in.
    pub language: Language,
    /// Its name.
    pub title: String,
    /// For lists and search engines.
    pub description: String,
    /// Smaller comes first.
    pub order: i64,
    /// What stands above the list of articles.
    pub body: Document,
    /// By `order`, then by slug.
    pub articles: Vec<Arc<Article>>,
}

/// An article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// The section's folder.
    pub section: String,
    /// The file's name without its ending.
    pub slug: String,
    /// The Markdown file.
    pub file: SourcePath,
    /// The language it is written in.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// For lists and search engines.
    pub description: String,
    /// The short answer that comes first.
    pub answer: Option<String>,
    /// Ids of tags.
    pub tags: Vec<String>,
    /// The day it came out.
    pub published: Date,
    /// The day of its last change in substance.
    pub updated: Option<Date>,
    /// When its facts should be looked at again.
    pub review_by: Option<Date>,
    /// Smaller comes first.
    pub order: i64,
    /// What a reader would look at next.
    pub related: Vec<Target>,
    /// What it rests on.
    pub sources: Vec<RecordSource>,
    /// Paths that it had before; each starts with `/`.
    pub former_paths: Vec<String>,
    /// Whether it is unfinished.
    pub draft: bool,
    /// The text.
    pub body: Document,
}

/// The home page's own words.
#[derive(Clone, Debug)]
pub struct Home {
    /// `content/index.md`.
    pub file: SourcePath,
    /// Its heading.
    pub title: Text,
    /// For search engines.
    pub description: Text,
    /// Ways to begin.
    pub directions: Vec<Direction>,
    /// Further text, mostly empty.
    pub body: Document,
}

/// A way to begin, such as leaving Tokyo.
#[derive(Clone, Debug)]
pub struct Direction {
    /// Its words.
    pub title: Text,
    /// One or two sentences.
    pub text: Text,
    /// Where it leads.
    pub to: Target,
}
