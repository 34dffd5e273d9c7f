//! Tags, collections and records.

use serde::Serialize;

use super::{ArticleCard, Head, Link, LinkGroup, Listed, Source};

/// `tags.html`: all tags that are in use.
#[derive(Clone, Debug, Serialize)]
pub struct TagsPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// Tags that articles carry, by reading.
    pub article_tags: Vec<TagEntry>,
    /// Tags that only records carry, by reading.
    pub record_tags: Vec<TagEntry>,
}

/// A tag in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TagEntry {
    /// Its name.
    pub name: String,
    /// Its reading.
    pub kana: String,
    /// Its address.
    pub url: String,
    /// How many articles and records carry it.
    pub count: usize,
}

/// `tag.html`
#[derive(Clone, Debug, Serialize)]
pub struct TagPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The tag's reading.
    pub kana: String,
    /// Articles that carry it, newest first.
    pub articles: Vec<Listed<ArticleCard>>,
    /// Records that carry it, by collection.
    pub records: Vec<RecordList>,
}

/// Records of one collection under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct RecordList {
    /// The collection's name.
    pub name: String,
    /// The collection's address.
    pub url: String,
    /// The records.
    pub records: Vec<Listed<RecordEntry>>,
}

/// A record in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RecordEntry {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The two or three facts that tell the entries apart, joined by ・.
    pub facts: String,
    /// Its first longer text, such as what it is best for; may be empty.
    pub text: String,
}

/// `collection.html`
#[derive(Clone, Debug, Serialize)]
pub struct CollectionPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// What it holds and how it was made.
    pub description: String,
    /// How many records, in words.
    pub count: String,
    /// The columns after the name.
    pub columns: Vec<Column>,
    /// The rows by group; one group with an empty name when the collection isn't grouped.
    pub groups: Vec<RowGroup>,
    /// Choice fields that rows can be filtered by, at most three.
    pub filters: Vec<FilterField>,
    /// The comparison index, if the collection has pairs.
    pub compare_url: Option<String>,
    /// The list of indicators, if there are any.
    pub indicators_url: Option<String>,
    /// The CSV file.
    pub csv_url: String,
    /// The page of what all rows have in common, where the collection is divided: a prefecture.
    pub division: Option<Link>,
    /// The map of the rows, where the collection is divided and its records have places.
    pub places: Option<PlaceMap>,
}

/// Records as dots on a map.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceMap {
    /// Finished SVG. Each dot is `a > circle.place.step-N` with `data-steps`, one digit for each of
    /// `choices`, and `data-values`, its value for each, one a line. Its title ends with the first.
    pub html: String,
    /// The indicators that may colour the dots; the first one does.
    pub choices: Vec<MapChoice>,
    /// Records that lie too far away to be drawn.
    pub outside: Vec<Link>,
    /// The map's credit, where an outline is drawn.
    pub credit: Option<Link>,
}

/// An indicator that colours dots.
#[derive(Clone, Debug, Serialize)]
pub struct MapChoice {
    /// Its name, with the period.
    pub label: String,
    /// What the colours mean.
    pub legend: Vec<super::LegendStep>,
}

/// `collection_index.html`: what a large collection is divided into.
#[derive(Clone, Debug, Serialize)]
pub struct CollectionIndexPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// What it holds and how it was made.
    pub description: String,
    /// How many records, in words.
    pub count: String,
    /// A map whose shapes lead to the divisions, as finished SVG.
    pub map_html: Option<String>,
    /// The map's credit.
    pub map_credit: Option<Link>,
    /// The divisions, each with the number of its records.
    pub groups: Vec<DivisionGroup>,
    /// Records that belong to no division.
    pub rest: Vec<Link>,
    /// The comparison index, if the collection has pairs.
    pub compare_url: Option<String>,
    /// The list of indicators, if there are any.
    pub indicators_url: Option<String>,
    /// The CSV file.
    pub csv_url: String,
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct DivisionGroup {
    /// The heading; may be empty.
    pub name: String,
    /// The links.
    pub links: Vec<DivisionLink>,
}

/// A link with how much it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct DivisionLink {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// A number in words: `24市町村`.
    pub count: String,
}

/// A column of the collection's table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its name.
    pub label: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// The indicator's page, if it is one.
    pub url: Option<String>,
    /// Whether its cells are figures.
    pub numeric: bool,
    /// The period, for indicators; may be empty.
    pub period: String,
}

/// Rows under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct RowGroup {
    /// The group's name; may be empty.
    pub name: String,
    /// The option's id; an anchor.
    pub id: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A record in the table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its reading.
    pub kana: String,
    /// Its address.
    pub url: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// `field:option field:option …`, for filtering.
    pub filter: String,
}

/// A value in a table.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// Formatted, or the label for unknown.
    pub text: String,
    /// Whether it is known.
    pub known: bool,
    /// What a script sorts by: a number or a reading. Empty when unknown, and where the text, read
    /// as a number if the column is of numbers, says it too.
    pub sort: String,
}

/// A field that rows can be filtered by.
#[derive(Clone, Debug, Serialize)]
pub struct FilterField {
    /// The field's id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its options in their order: those in use only.
    pub options: Vec<FilterOption>,
}

/// An option with its count.
#[derive(Clone, Debug, Serialize)]
pub struct FilterOption {
    /// `field:option`, as in a row's `filter`.
    pub value: String,
    /// Its name.
    pub label: String,
    /// How many rows have it.
    pub count: usize,
}

/// `record.html`
#[derive(Clone, Debug, Serialize)]
pub struct RecordPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The reading.
    pub kana: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// The record's own website, if a url field holds one.
    pub website: Option<Link>,
    /// Sentences about what stands out; empty when nothing does.
    pub highlights: Vec<String>,
    /// The facts of `page.lead`.
    pub lead: Vec<Fact>,
    /// A map with this record marked, as finished SVG.
    pub map_html: Option<String>,
    /// Further text of the record.
    pub body_html: String,
    /// Facts by group.
    pub groups: Vec<FactGroup>,
    /// `41項目中40項目を確認`, in words.
    pub filled: String,
    /// Whether nothing is unknown.
    pub complete: bool,
    /// Whether any group holds indicators.
    pub has_figures: bool,
    /// The nearest records.
    pub near: Vec<NearLink>,
    /// Records of other collections that refer to this one.
    pub referrers: Vec<Referrers>,
    /// Articles that link to this record.
    pub articles: Vec<ArticleCard>,
    /// Prebuilt comparisons by group of the other record.
    pub comparisons: Vec<LinkGroup>,
    /// How many comparisons there are.
    pub comparison_count: usize,
    /// The comparison index of the collection, if it has one.
    pub compare_url: Option<String>,
    /// Where the facts (not the indicators) were read.
    pub sources: Vec<Source>,
    /// The record's JSON file.
    pub json_url: String,
}

/// Facts under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct FactGroup {
    /// The anchor.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// Whether it holds indicators, which have a rank, a national value and a source each.
    pub has_figures: bool,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// One fact of a record: a field's or an indicator's value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Its name.
    pub label: String,
    /// Its short name.
    pub short: String,
    /// The indicator's page, if it is one.
    pub url: Option<String>,
    /// The formatted value with its unit: `3,710円`, links for references and tags; the label for unknown.
    pub value_html: String,
    /// Whether it is known.
    pub known: bool,
    /// `安い順5位/47`, for indicators.
    pub rank: Option<String>,
    /// Where it stands between the least (0) and the greatest (100) of all records, for a small scale.
    pub position: Option<f64>,
    /// The national value and its name: `全国 1億2380万人`, `中央値 4,296円`.
    pub national: Option<NationalValue>,
    /// The period, formatted; empty for fields.
    pub period: String,
    /// Who published it; empty for fields.
    pub publisher: String,
    /// What a reader must know.
    pub note: Option<String>,
}

/// The value of the nation, or the median of the records.
#[derive(Clone, Debug, Serialize)]
pub struct NationalValue {
    /// 全国, or 47都道府県の中央値.
    pub name: String,
    /// Formatted with its unit.
    pub value: String,
    /// Where it stands on the same scale as `Fact::position`; absent for sums.
    pub position: Option<f64>,
}

/// A near record.
#[derive(Clone, Debug, Serialize)]
pub struct NearLink {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Straight distance in words: `約120km`.
    pub distance: String,
    /// The comparison with it, if there is one.
    pub compare_url: Option<String>,
}

/// Records of another collection that refer to a record.
#[derive(Clone, Debug, Serialize)]
pub struct Referrers {
    /// The other collection's id; an anchor.
    pub id: String,
    /// The other collection's name.
    pub name: String,
    /// The other collection's address.
    pub url: String,
    /// Those that name this record; none where `divided` leads to them.
    pub records: Vec<RecordEntry>,
    /// Their table, where this record divides the other collection.
    pub divided: Option<DivisionLink>,
    /// Those that stand for all, listed apart.
    pub everywhere: Vec<RecordEntry>,
}
