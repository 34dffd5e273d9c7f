//! `_collection.yaml`: the schema of a collection's records and the settings of its pages.

use crate::load::SourcePath;
use crate::parse::indicator::Indicator;
use crate::parse::record::Record;
use crate::parse::text::{Language, Text};

mod fields;
mod keys;
mod pairs;
mod read;
mod status;

#[cfg(test)]
mod tests;

pub(crate) use keys::{COLLECTION, shape_of};
pub use read::parse;

/// A collection with all that its folder and `indicators/<collection>/` hold.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The folder's name.
    pub id: String,
    /// `_collection.yaml`.
    pub file: SourcePath,
    /// What link targets to its records start with.
    pub prefix: String,
    /// What readers see.
    pub name: Text,
    /// Other words for the same, for the search.
    pub aliases: Vec<String>,
    /// What it holds and how it was made.
    pub description: Text,
    /// The word that counts records.
    pub counter: Text,
    /// Groups of facts in the order of every page.
    pub groups: Vec<Group>,
    /// The schema, in the order of every page.
    pub fields: Vec<Field>,
    /// How its pages look.
    pub page: PageSettings,
    /// Which pairs are compared.
    pub compare: CompareSettings,
    /// How a record says whether it still exists.
    pub status: StatusSettings,
    /// In the order of files and of lists in them.
    pub records: Vec<Record>,
    /// In the order of groups, then of file names.
    pub indicators: Vec<Indicator>,
}

/// A group of facts and indicators.
#[derive(Clone, Debug)]
pub struct Group {
    /// Also the anchor on pages.
    pub id: String,
    /// What readers see.
    pub label: Text,
}

/// One field of the schema.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key in records.
    pub id: String,
    /// What readers see.
    pub label: Text,
    /// What kind of value it holds.
    pub kind: FieldKind,
    /// A group's id.
    pub group: String,
    /// Whether every record must have it (it may still be `null`).
    pub required: bool,
    /// Whether it holds a list.
    pub many: bool,
    /// Written after numbers.
    pub unit: Option<Text>,
    /// Digits after the point.
    pub decimals: u8,
    /// The least number allowed.
    pub minimum: Option<f64>,
    /// The greatest number allowed.
    pub maximum: Option<f64>,
    /// Which numbers a reader would rather have.
    pub better: Better,
    /// How two numbers are told apart.
    pub words: Option<Words>,
    /// Whether comparison tables show it.
    pub compare: bool,
    /// Which addresses several records may hold; of addresses only.
    pub shared: Shared,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Shown instead of the theme's word for an unknown value.
    pub unknown: Option<Text>,
}

/// Which addresses of a field several records may hold without seeming to be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shared {
    /// Each record has a page of its own.
    #[default]
    None,
    /// These, such as a group's page.
    These(Vec<String>),
    /// Any.
    All,
}

/// What kind of value a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Inline or short block Markdown.
    Markdown,
    /// A number.
    Number,
    /// An amount of money, never converted.
    Money {
        /// ISO 4217, `JPY` or `USD`.
        currency: String,
    },
    /// 0 to 100.
    Percent,
    /// Yes or no.
    Boolean,
    /// One of the options, or several with `many`.
    Choice {
        /// In the order they are shown.
        options: Vec<ChoiceOption>,
    },
    /// Ids of tags.
    Tags,
    /// A period.
    Date,
    /// A web address.
    Url,
    /// Latitude and longitude.
    Place,
    /// Ids of another collection's records.
    Reference {
        /// That collection's id.
        collection: String,
    },
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceOption {
    /// What records write.
    pub id: String,
    /// What readers see.
    pub label: Text,
}

/// Which of two numbers a reader would rather have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// The higher one.
    Higher,
    /// The lower one.
    Lower,
    /// Neither: it depends on the reader.
    #[default]
    Neutral,
}

/// How two numbers are told apart: 多い and 少ない, 高い and 安い.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Of the greater number.
    pub more: Text,
    /// Of the smaller number.
    pub less: Text,
}

/// How a record says whether it still exists; positions are of the schema's fields.
#[derive(Clone, Debug, Default)]
pub struct StatusSettings {
    /// The choice field that says it.
    pub field: Option<usize>,
    /// The options that mean it does.
    pub open: Vec<String>,
    /// The date field that holds the last period in which it does.
    pub until: Option<usize>,
}

/// How a collection's pages look.
#[derive(Clone, Debug, Default)]
pub struct PageSettings {
    /// Fields or indicators that tell the records apart.
    pub lead: Vec<String>,
    /// The order of indicators inside their groups; those that aren't named come after.
    pub indicators: Vec<String>,
    /// The table's columns, at most 5.
    pub columns: Vec<String>,
    /// A choice field that groups lists.
    pub group_by: Option<String>,
    /// A field whose value stands behind names that several records have.
    pub distinguish_by: Option<String>,
    /// A field by whose values figures are summed.
    pub totals_by: Option<String>,
    /// A choice or reference field with one value that divides tables, comparisons and rankings
    /// into pages.
    pub index_by: Option<String>,
    /// The text field that describes a record in lists.
    pub summary: Option<String>,
    /// How many nearest records a page names.
    pub near: usize,
}

/// Which pairs of records get a page.
#[derive(Clone, Debug)]
pub struct CompareSettings {
    /// The rule.
    pub pairs: Pairs,
    /// Rows known on both sides that a pair needs.
    pub minimum_rows: usize,
    /// Whether the pages stand in the sitemap.
    pub sitemap: bool,
    /// In which languages; empty means all.
    pub languages: Vec<Language>,
    /// Pairs shown first, ids in the order they were written.
    pub featured: Vec<(String, String)>,
    /// Indicators that sentences leave alone, such as counts that only mirror size.
    pub unspoken: Vec<String>,
    /// Whether what all pairs share, such as sources, stands on their index only.
    pub brief: bool,
}

/// Which pairs are made.
#[derive(Clone, Debug, PartialEq)]
pub enum Pairs {
    /// Every two records.
    All,
    /// None at all.
    None,
    /// Those that any of the rules allows.
    Rules(Vec<PairRule>),
}

/// A pair is allowed when every part that is given holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairRule {
    /// Fields whose values are equal; of lists, at least one in common.
    pub same: Vec<String>,
    /// Fields whose values differ.
    pub differ: Vec<String>,
    /// Field and option that both have.
    pub both: Vec<(String, String)>,
    /// One of the two is one of these records; empty means any.
    pub with: Vec<String>,
    /// One is among the other's so many nearest of those that fit the rest of the rule.
    pub nearest: Option<usize>,
    /// Both lie within so many kilometres of each other.
    pub within_km: Option<f64>,
}
