//! The search page.

use serde::Serialize;

use super::{CollectionCard, Head, SectionList, TagEntry};

/// `search.html`: the search, and lists for those who have no script or no words yet.
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// Each section with its articles.
    pub sections: Vec<SectionList>,
    /// All collections.
    pub collections: Vec<CollectionCard>,
    /// The tags that articles carry.
    pub tags: Vec<TagEntry>,
    /// The list of all tags, if there are any.
    pub tags_url: Option<String>,
}
