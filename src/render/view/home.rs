//! The home page.

use serde::Serialize;

use super::{ArticleCard, Head, LinkGroup, Listed, SectionCard};

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// Heading; no breadcrumbs.
    pub head: Head,
    /// The guide's tagline.
    pub tagline: String,
    /// Text below, mostly empty.
    pub body_html: String,
    /// Ways to begin, such as leaving Tokyo; in the order A, B.
    pub directions: Vec<DirectionCard>,
    /// The pairs shown first.
    pub pairs: Vec<PairLink>,
    /// The comparison index of the first collection that has one.
    pub pairs_url: Option<String>,
    /// The newest articles.
    pub articles: Vec<Listed<ArticleCard>>,
    /// All sections.
    pub sections: Vec<SectionCard>,
    /// A map whose shapes are links to records, as finished SVG.
    pub map_html: Option<String>,
    /// The records of the map's collection by group, for those who don't use the map.
    pub places: Vec<LinkGroup>,
    /// The name of the map's collection.
    pub places_name: String,
    /// All collections.
    pub collections: Vec<CollectionCard>,
    /// Address of `/about/data/`.
    pub data_url: String,
}

/// A way to begin.
#[derive(Clone, Debug, Serialize)]
pub struct DirectionCard {
    /// Its words.
    pub title: String,
    /// One or two sentences.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

/// A link to a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct PairLink {
    /// Name of the record on the left.
    pub a: String,
    /// Name of the record on the right.
    pub b: String,
    /// Address of the comparison.
    pub url: String,
}

/// A collection in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CollectionCard {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Its description.
    pub description: String,
    /// How many records it has, in words: `47都道府県`.
    pub count: String,
}
