//! What a link leads to, as it is written in Markdown and YAML.

/// A link's destination. Whether it exists is known to `plan` only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// `https://…`, `http://…`, `mailto:…`
    External(String),
    /// `#midashi` on the same page.
    Anchor(String),
    /// A file relative to the one that links: `../learning/platforms.md`, `photo.jpg`.
    File {
        /// As written, without the anchor.
        path: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `region:tokushima`
    Record {
        /// The collection's prefix.
        prefix: String,
        /// The record's id.
        id: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `region:tokushima+tokyo`
    Pair {
        /// The collection's prefix.
        prefix: String,
        /// The ids in the order they were written.
        ids: (String, String),
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `indicator:regions/rent`
    Indicator {
        /// The collection's id.
        collection: String,
        /// The indicator's id.
        id: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `article:career/stagnation`
    Article {
        /// The section's folder.
        section: String,
        /// The article's slug.
        slug: String,
        /// Without `#`.
        anchor: Option<String>,
    },
    /// `section:career`
    Section(String),
    /// `tag:migration`
    Tag(String),
    /// `collection:regions`
    Collection(String),
    /// `compare:regions`: the comparison index.
    Comparisons(String),
    /// `page:about/data`: a page that the generator makes.
    Page(String),
}

/// What `{{region:tokushima/rent}}` and `{{indicator:regions/rent}}` name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueTarget {
    /// A record's indicator or field.
    Record {
        /// The collection's prefix.
        prefix: String,
        /// The record's id.
        id: String,
        /// An indicator's id or a field's name.
        name: String,
    },
    /// An indicator's national value.
    National {
        /// The collection's id.
        collection: String,
        /// The indicator's id.
        id: String,
    },
}
