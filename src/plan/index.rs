//! Finding things of the guide by their ids.

#![expect(
    clippy::disallowed_types,
    reason = "things are only looked up in the maps"
)]

use std::collections::{BTreeMap, HashMap};

use crate::load::SourcePath;
use crate::plan::guide::Guide;
use crate::plan::route::Page;

/// Positions by ids, for looking up alone: the order in the map is no order.
pub(super) type Positions = HashMap<String, usize>;

/// Finds things by their ids.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) collections: BTreeMap<String, usize>,
    pub(super) prefixes: BTreeMap<String, usize>,
    pub(super) records: Vec<Positions>,
    pub(super) indicators: Vec<Positions>,
    pub(super) sections: Positions,
    /// By slug, for each section.
    pub(super) articles: Vec<Positions>,
    pub(super) tags: Positions,
    pub(super) terms: Positions,
    /// Former ids of each collection's records.
    pub(super) former_records: Vec<Positions>,
    /// Articles by their former addresses, without slashes around.
    pub(super) former_articles: Positions,
    /// Pages by the files that they are written in.
    pub(super) files: HashMap<SourcePath, Page>,
    pub(super) images: Positions,
}

impl Guide {
    /// The position of a collection by its id.
    pub fn collection(&self, id: &str) -> Option<usize> {
        self.index.collections.get(id).copied()
    }

    /// The position of a collection by the prefix of its link targets.
    pub fn prefix(&self, prefix: &str) -> Option<usize> {
        self.index.prefixes.get(prefix).copied()
    }

    /// All prefixes, for suggestions.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.index.prefixes.keys().map(String::as_str)
    }

    /// The position of a record in a collection.
    pub fn record(&self, collection: usize, id: &str) -> Option<usize> {
        self.index.records.get(collection)?.get(id).copied()
    }

    /// The position of an indicator in a collection.
    pub fn indicator(&self, collection: usize, id: &str) -> Option<usize> {
        self.index.indicators.get(collection)?.get(id).copied()
    }

    /// The position of a section.
    pub fn section(&self, id: &str) -> Option<usize> {
        self.index.sections.get(id).copied()
    }

    /// The position of an article by its section and slug.
    pub fn article(&self, section: &str, slug: &str) -> Option<usize> {
        let section = self.section(section)?;
        self.index.articles.get(section)?.get(slug).copied()
    }

    /// The position of the article that a file is a version of.
    pub fn article_of(&self, file: &SourcePath) -> Option<usize> {
        match self.index.files.get(file)? {
            Page::Article(article) => Some(*article),
            _ => None,
        }
    }

    /// The position of a tag.
    pub fn tag(&self, id: &str) -> Option<usize> {
        self.index.tags.get(id).copied()
    }

    /// The position of a term of the glossary.
    pub fn term(&self, id: &str) -> Option<usize> {
        self.index.terms.get(id).copied()
    }

    /// The position of an image by its path in the project.
    pub fn image(&self, path: &str) -> Option<usize> {
        self.index.images.get(path).copied()
    }
}
