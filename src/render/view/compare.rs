//! Comparisons and their index.

use std::borrow::Cow;

use serde::Serialize;

use super::{DivisionGroup, Head, Link, PairLink, RecordEntry, Source, StatisticSource};

/// `compare.html`: the heart of the guide.
#[derive(Clone, Debug, Serialize)]
pub struct ComparePage<'a> {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The record whose id sorts first; always on the left.
    pub a: Side,
    /// The other one; always on the right.
    pub b: Side,
    /// `41の統計でくらべます`, in words.
    pub intro: String,
    /// Up to three sentences about the largest differences.
    pub sentences: Vec<String>,
    /// Rows by group.
    pub groups: Vec<CompareGroup<'a>>,
    /// Of both sides: communities, desks, coworking places, articles.
    pub lists: Vec<CompareList>,
    /// The pairs that a reader would look at next.
    pub next: Vec<PairLink>,
    /// The comparison index.
    pub index_url: String,
    // `sources`, a list of `StatisticSource`: every statistic on the page. Added as a finished
    // value, since it is the same for all pairs of a collection.
    /// Sources of the fields of A and B, when the collection has facts with sources.
    pub record_sources: Vec<SideSources>,
}

/// `compare_brief.html`: the same for collections with `compare.brief`. What it lacks stands on the
/// index: addresses of rows lead there.
#[derive(Clone, Debug, Serialize)]
pub struct BriefComparePage<'a> {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// The record whose id sorts first; always on the left.
    pub a: Side,
    /// The other one; always on the right.
    pub b: Side,
    /// `31項目で比べます`, in words.
    pub intro: String,
    /// Up to three sentences about the largest differences.
    pub sentences: Vec<String>,
    /// Rows by group, without bars and positions; ranks count from the greatest and don't say so.
    pub groups: Vec<CompareGroup<'a>>,
    /// Of both sides: communities, desks, coworking places, articles.
    pub lists: Vec<CompareList>,
    /// The pairs that a reader would look at next.
    pub next: Vec<PairLink>,
    /// The comparison index.
    pub index_url: String,
    /// The page about data and sources.
    pub about: Link,
}

/// What brief comparisons leave out of an indicator.
#[derive(Clone, Debug, Serialize)]
pub struct BriefStatistic {
    /// The anchor that rows lead to.
    pub id: String,
    /// The indicator's page, by its label.
    pub page: Link,
    /// Where its numbers come from.
    pub source: StatisticSource,
    /// What a reader must know.
    pub note: Option<String>,
}

/// One of the two records.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// Its short name: an alias that is shorter than the name, or the name.
    pub short: String,
    /// Its reading.
    pub kana: String,
    /// Its page.
    pub url: String,
    /// A few of its facts in words, such as its area and capital; may be empty.
    pub facts: String,
}

/// Rows under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct CompareGroup<'a> {
    /// The anchor.
    pub id: &'a str,
    /// The group's name.
    pub name: &'a str,
    /// Whether some of its rows are figures.
    pub figures: bool,
    /// Its rows, each printed by the part `compare_row`, or `compare_brief_row` on a brief page;
    /// only where templates name `rows_html`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_html: Option<String>,
    /// Its rows; only where templates don't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<CompareRow<'a>>>,
    /// How many rows there are.
    #[serde(skip)]
    pub count: usize,
}

/// One row: both values of an indicator or a field. Argument of the part `compare_row`.
#[derive(Clone, Debug, Serialize)]
pub struct CompareRow<'a> {
    /// Its name.
    pub label: &'a str,
    /// The indicator's page, if it is one.
    pub url: Option<String>,
    /// `figures` for numbers with bars, `words` for choices, tags, texts and yes or no.
    pub kind: &'static str,
    /// The left value.
    pub a: CompareCell<'a>,
    /// The right value.
    pub b: CompareCell<'a>,
    /// `東京都のほうが 5,300円高い`, `4.2ポイントの差`; empty when a side is unknown.
    pub difference: String,
    /// `約2.4倍`; absent where a ratio makes no sense.
    pub ratio: Option<String>,
    /// The nation's value.
    pub national: Option<CompareNational<'a>>,
    /// The period, formatted; empty for fields.
    pub period: &'a str,
    /// Whether the two values speak of different times.
    pub periods_differ: bool,
    /// Who published it; empty for fields.
    pub publisher: &'a str,
    /// What a reader must know.
    pub note: Option<&'a str>,
}

/// One side's value.
#[derive(Clone, Debug, Serialize)]
pub struct CompareCell<'a> {
    /// The formatted value with its unit, or the label for unknown.
    pub value_html: Cow<'a, str>,
    /// Whether it is known.
    pub known: bool,
    /// `安い順5位/47`; absent for fields.
    pub rank: Option<&'a str>,
    /// Length of its bar from 0 to 100 on the scale of the row; absent without figures or with
    /// numbers below 0 (then `position` stands).
    pub bar: Option<f64>,
    /// Where it stands between the least (0) and the greatest (100) of all records.
    pub position: Option<f64>,
    /// The word when this side is the better one (`安い`); absent for neutral rows.
    pub better: Option<&'a str>,
    /// Whether its number is the smaller of the two.
    pub less: bool,
    /// For lists of words: those that both sides have.
    pub common: Vec<String>,
    /// For lists of words: those that only this side has.
    pub only: Vec<String>,
}

/// The nation's value in a row.
#[derive(Clone, Debug, Serialize)]
pub struct CompareNational<'a> {
    /// 全国, or 中央値.
    pub name: &'a str,
    /// Formatted with its unit.
    pub value: &'a str,
    /// Length on the row's scale of bars, 0 to 100; absent for sums.
    pub bar: Option<f64>,
    /// Where it stands between the least and the greatest of all records; absent for sums.
    pub position: Option<f64>,
}

/// Things of both sides under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct CompareList {
    /// The anchor.
    pub id: String,
    /// The heading.
    pub name: String,
    /// Of the left record.
    pub a: Vec<RecordEntry>,
    /// Of the right record.
    pub b: Vec<RecordEntry>,
    /// Of both.
    pub both: Vec<RecordEntry>,
    /// How many more the left record's page lists beside `a`.
    pub a_more: usize,
    /// How many more the right record's page lists beside `b`.
    pub b_more: usize,
    /// How many more both have beside `both`.
    pub both_more: usize,
}

/// Sources of one side.
#[derive(Clone, Debug, Serialize)]
pub struct SideSources {
    /// The record's name.
    pub name: String,
    /// Where its facts were read.
    pub sources: Vec<Source>,
}

/// `compare_index.html`: every prebuilt pair of a collection.
#[derive(Clone, Debug, Serialize)]
pub struct CompareIndexPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// How many pairs there are, in words.
    pub count: String,
    /// The pairs shown first.
    pub featured: Vec<PairLink>,
    /// The indexes of the collection's divisions, if it is divided.
    pub divisions: Vec<DivisionGroup>,
    /// Records by group, each with all its pairs; none if the collection is divided.
    pub groups: Vec<PairGroup>,
    /// What brief comparisons leave to this page; empty where they aren't brief.
    pub statistics: Vec<BriefStatistic>,
    /// The collection's table.
    pub collection: Link,
}

/// `compare_division.html`: the records of one division, to choose the first of a pair.
#[derive(Clone, Debug, Serialize)]
pub struct CompareDivisionPage {
    /// Heading and breadcrumbs.
    pub head: Head,
    /// How many records, in words.
    pub count: String,
    /// The pairs shown first.
    pub featured: Vec<PairLink>,
    /// Records by group, each with the address of all its pairs and their number.
    pub groups: Vec<DivisionGroup>,
    /// The division's table.
    pub collection: Link,
    /// The index of the whole collection.
    pub index_url: String,
}

/// Records of a group with their pairs.
#[derive(Clone, Debug, Serialize)]
pub struct PairGroup {
    /// The group's name; may be empty.
    pub name: String,
    /// Its records.
    pub records: Vec<PairRecord>,
}

/// A record with all its pairs.
#[derive(Clone, Debug, Serialize)]
pub struct PairRecord {
    /// Its id; an anchor.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its reading.
    pub kana: String,
    /// The other records, each with the address of the comparison.
    pub others: Vec<Link>,
}
