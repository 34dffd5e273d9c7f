//! Indicators, and the page about all data.

use serde::Serialize;

use super::{ArticleCard, Day, Head, Link, NationalValue, PlaceMap};

/// A statistic in the list of sources.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticSource {
    /// The statistic's name.
    pub statistic: String,
    /// Who published it.
    pub publisher: String,
    /// Its page.
    pub url: String,
    /// Names of the page's rows that rest on it.
    pub rows: Vec<String>,
    /// The period, formatted.
    pub period: String,
    /// The licence or terms.
    pub licence: String,
    /// Their page.
    pub licence_url: Option<String>,
}

/// `indicators.html`: all indicators of a collection.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorsPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// How many, in words.
    pub count: String,
    /// By group.
    pub groups: Vec<IndicatorGroup>,
    /// The collection's table.
    pub collection: Link,
}

/// Indicators under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorGroup {
    /// The anchor.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// Its indicators.
    pub indicators: Vec<IndicatorEntry>,
}

/// An indicator in a list.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorEntry {
    /// Its name.
    pub label: String,
    /// Its address.
    pub url: String,
    /// The period, formatted.
    pub period: String,
    /// Who published it.
    pub publisher: String,
    /// The record with the greatest value, and that value: `東京都 9,040円`.
    pub greatest: String,
    /// The record with the least value, and that value.
    pub least: String,
}

/// `indicator.html`
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// One sentence that says the range: the greatest, the least, the national value.
    pub summary: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The period, formatted.
    pub period: String,
    /// The map coloured by the indicator, with its legend, as finished SVG.
    pub map_html: Option<String>,
    /// The legend of the map: seven steps from the least to the greatest.
    pub legend: Vec<LegendStep>,
    /// The map's credit.
    pub map_credit: Option<Link>,
    /// The distribution of the values, as finished SVG.
    pub distribution_html: String,
    /// The heading of the ranking: `安い順` where less is better, else `高い順`.
    pub order: String,
    /// All records in that order, the unknown ones last; the first few if the collection is divided.
    pub ranking: Vec<RankRow>,
    /// The last few known ones, if it is.
    pub last: Vec<RankRow>,
    /// How many stand between these, in words.
    pub between: String,
    /// The divisions with their rankings, if it is.
    pub divisions: Vec<IndicatorDivision>,
    /// What records are counted in.
    pub counter: String,
    /// The national value.
    pub national: Option<NationalValue>,
    /// The national value's own source, if it isn't the indicator's.
    pub national_source: Option<Link>,
    /// Which values readers would rather have, in words; absent when neutral.
    pub better: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// How it follows from others, in words; absent where the values are published ones.
    pub formula: Option<String>,
    /// What the formula rests on, each with its source.
    pub derived_from: Vec<DerivedFrom>,
    /// What the records of each prefecture, say, come to together.
    pub parts: Option<PartFigures>,
    /// The source with licence; of a derived one those of all that it rests on, joined.
    pub source: StatisticSource,
    /// What was really read, when that is another copy.
    pub read_from: Option<String>,
    /// How the numbers were cross-checked.
    pub checked: Option<String>,
    /// When a newer publication will be looked for.
    pub review_by: Option<Day>,
    /// Articles that show or link to it.
    pub articles: Vec<ArticleCard>,
    /// Other indicators of the group.
    pub others: Vec<Link>,
    /// The collection's table and CSV file.
    pub collection: Link,
    /// The collection's CSV file.
    pub csv_url: String,
}

/// An indicator that a formula rests on.
#[derive(Clone, Debug, Serialize)]
pub struct DerivedFrom {
    /// Its name.
    pub name: String,
    /// Its page, if it has one.
    pub url: Option<String>,
    /// Its source with period and licence.
    pub source: StatisticSource,
    /// What was really read, when that is another copy.
    pub read_from: Option<String>,
    /// How the numbers were cross-checked.
    pub checked: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
}

/// Figures from sums over parts of the collection.
#[derive(Clone, Debug, Serialize)]
pub struct PartFigures {
    /// What the parts are: `都道府県`.
    pub name: String,
    /// The word that counts the records that were summed.
    pub counter: String,
    /// In the order of the ranking.
    pub rows: Vec<PartFigure>,
}

/// The figure of one part.
#[derive(Clone, Debug, Serialize)]
pub struct PartFigure {
    /// The part's name.
    pub name: String,
    /// Its page, if it has one.
    pub url: Option<String>,
    /// Formatted with its unit.
    pub value: String,
    /// How many records were summed, in words.
    pub records: String,
}

/// One step of the map's legend.
#[derive(Clone, Debug, Serialize)]
pub struct LegendStep {
    /// 1 to 7, or 0 for unknown; also the class `step-N` in the map.
    pub step: usize,
    /// `3,100円〜3,600円`
    pub text: String,
}

/// A row of the ranking.
#[derive(Clone, Debug, Serialize)]
pub struct RankRow {
    /// `3`, shared by ties; empty when unknown.
    pub rank: String,
    /// The record's name.
    pub name: String,
    /// The record's page.
    pub url: String,
    /// Formatted with its unit.
    pub value: String,
    /// Whether it is known.
    pub known: bool,
    /// 0 to 100: the length of its bar, absent where numbers go below 0.
    pub bar: Option<f64>,
    /// Its rank among all records in words, on the page of a division.
    pub among_all: Option<String>,
}

/// A division on the page of an indicator.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorDivision {
    /// Its name.
    pub name: String,
    /// Its ranking.
    pub url: String,
    /// How many of its records are known, in words.
    pub count: String,
    /// What its records come to together; absent where sums say nothing.
    pub together: Option<String>,
    /// The median of its records; the label for unknown where there is none.
    pub median: String,
    /// Its least and its greatest value.
    pub range: String,
}

/// `indicator_division.html`: the ranking of one division.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorDivisionPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The division's median, in words; empty where nothing is known.
    pub median: String,
    /// The period, formatted.
    pub period: String,
    /// Who published it.
    pub publisher: String,
    /// Its records as dots, if they have places.
    pub places: Option<PlaceMap>,
    /// The heading of the ranking.
    pub order: String,
    /// Its records in that order, the unknown ones last.
    pub ranking: Vec<RankRow>,
    /// The indicator for all records, with method and source.
    pub indicator: Link,
    /// The division's table.
    pub table: Link,
}

/// `about_data.html`: every source and licence.
#[derive(Clone, Debug, Serialize)]
pub struct AboutDataPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The collections with their downloads.
    pub downloads: Vec<Download>,
    /// Every statistic with its source and licence, by collection and group.
    pub statistics: Vec<StatisticGroup>,
    /// Other material: map, licences of `site.yaml`.
    pub licences: Vec<LicenceEntry>,
    /// Pages that facts of records were read from, counted by site.
    pub sites: Vec<SiteCount>,
}

/// A collection's files.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// The collection's name.
    pub name: String,
    /// The collection's page.
    pub url: String,
    /// How many records, in words.
    pub count: String,
    /// The CSV file.
    pub csv_url: String,
    /// Sources and licences of its indicators as CSV, if it has any.
    pub sources_url: Option<String>,
    /// The first record's JSON file, as an example.
    pub json_url: Option<String>,
    /// How to cite it: a sentence with name, site and date.
    pub citation: String,
}

/// Statistics under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticGroup {
    /// The collection's and the group's name.
    pub name: String,
    /// The statistics.
    pub statistics: Vec<StatisticEntry>,
}

/// A statistic on `/about/data/`.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticEntry {
    /// The indicator.
    pub indicator: Link,
    /// Its source.
    pub source: StatisticSource,
    /// What was really read.
    pub read_from: Option<String>,
}

/// Other material with its licence.
#[derive(Clone, Debug, Serialize)]
pub struct LicenceEntry {
    /// What it is.
    pub name: String,
    /// Where it comes from.
    pub url: Option<String>,
    /// The licence.
    pub licence: String,
    /// Its page.
    pub licence_url: Option<String>,
    /// Anything else that must be said.
    pub note: Option<String>,
}

/// A site that facts were read from.
#[derive(Clone, Debug, Serialize)]
pub struct SiteCount {
    /// Its host.
    pub host: String,
    /// How many records name it.
    pub count: usize,
}
