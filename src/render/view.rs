//! What templates get: finished, typed views. `themes/README.md` documents them for theme authors.
//!
//! Every text is ready to be shown: numbers are formatted, sentences made, links relative to
//! the page. Fields that end in `_html` hold finished HTML and are printed with `| safe`;
//! everything else is plain text that templates escape. An `Option` is `null` when absent.

use serde::Serialize;

/// Given to `shell.html` of every page as `shell`.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// The page's language tag.
    pub language: String,
    /// For `<title>`: the page's name and the guide's.
    pub title: String,
    /// For search engines and shares.
    pub description: String,
    /// The page kind, as a class of `<body>`: `home`, `record` …
    pub kind: &'static str,
    /// From the page to the top of the output: `../../`, or `./` at the top.
    pub root: String,
    /// The page's absolute address.
    pub canonical: String,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// The same page in all its languages (itself included); empty when there is one only.
    pub alternates: Vec<Alternate>,
    /// Address of the style sheet, relative to the page.
    pub stylesheet: String,
    /// Addresses of the entry scripts (ES modules), relative to the page.
    pub scripts: Vec<String>,
    /// Address of the Atom feed, relative to the page.
    pub feed: String,
    // `header_html` and `footer_html` are added as finished values: they are the same for all
    // pages of a depth and language.
}

/// The page in a language.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// The language's tag.
    pub language: String,
    /// The language's own name.
    pub name: String,
    /// Absolute address.
    pub url: String,
}

/// Argument of the component `header` and `footer` as `chrome`.
#[derive(Clone, Debug, Serialize)]
pub struct Chrome {
    /// The guide's name.
    pub site: String,
    /// The guide's tagline.
    pub tagline: String,
    /// Address of the home page.
    pub home: String,
    /// The links of `site.yaml`'s navigation.
    pub navigation: Vec<Link>,
    /// Collections, sections and the pages about data, for the footer.
    pub map: Vec<LinkGroup>,
    /// The day that the content speaks of: the newest date of its articles, formatted.
    pub updated: Option<String>,
    /// Address of the feed.
    pub feed: String,
}

/// A named link.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Its words.
    pub name: String,
    /// Relative to the page.
    pub url: String,
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct LinkGroup {
    /// The heading.
    pub name: String,
    /// The links.
    pub links: Vec<Link>,
}

/// Part of every page view as `page.head`.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// The `<h1>`.
    pub heading: String,
    /// From the home page to the parent of this page; the page itself is not in it.
    pub breadcrumbs: Vec<Link>,
    /// Where this page is edited, if the guide says so.
    pub edit_url: Option<String>,
    /// Where a mistake is reported, if the guide says so.
    pub report_url: Option<String>,
}

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
    pub articles: Vec<ArticleCard>,
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
    pub articles: Vec<ArticleCard>,
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
    pub articles: Vec<ArticleCard>,
    /// The other sections.
    pub others: Vec<SectionCard>,
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

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// As people write it: `2026年11月21日`.
    pub text: String,
    /// `2026-11-21`
    pub iso: String,
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

/// A source with its date.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Its title, or its address without the scheme.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The time it speaks of, formatted, or the label for an unknown date.
    pub as_of: String,
    /// Whether that time is known.
    pub dated: bool,
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
    pub articles: Vec<ArticleCard>,
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
    pub records: Vec<RecordEntry>,
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
    /// What a script sorts by: a number or a reading; empty when unknown.
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
    /// Those that name this record.
    pub records: Vec<RecordEntry>,
    /// Those that stand for all, listed apart.
    pub everywhere: Vec<RecordEntry>,
}

/// `compare.html`: the heart of the guide.
#[derive(Clone, Debug, Serialize)]
pub struct ComparePage {
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
    pub groups: Vec<CompareGroup>,
    /// Of both sides: communities, desks, coworking places, articles.
    pub lists: Vec<CompareList>,
    /// The pairs that a reader would look at next.
    pub next: Vec<PairLink>,
    /// The comparison index.
    pub index_url: String,
    /// Every statistic on the page, for the list of sources (and footnotes in print).
    pub sources: Vec<StatisticSource>,
    /// Sources of the fields of A and B, when the collection has facts with sources.
    pub record_sources: Vec<SideSources>,
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
pub struct CompareGroup {
    /// The anchor.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<CompareRow>,
}

/// One row: both values of an indicator or a field.
#[derive(Clone, Debug, Serialize)]
pub struct CompareRow {
    /// Its name.
    pub label: String,
    /// The indicator's page, if it is one.
    pub url: Option<String>,
    /// `figures` for numbers with bars, `words` for choices, tags, texts and yes or no.
    pub kind: &'static str,
    /// The left value.
    pub a: CompareCell,
    /// The right value.
    pub b: CompareCell,
    /// `東京都のほうが 5,300円高い`, `4.2ポイントの差`; empty when a side is unknown.
    pub difference: String,
    /// `約2.4倍`; absent where a ratio makes no sense.
    pub ratio: Option<String>,
    /// The nation's value.
    pub national: Option<CompareNational>,
    /// The period, formatted; empty for fields.
    pub period: String,
    /// Whether the two values speak of different times.
    pub periods_differ: bool,
    /// Who published it; empty for fields.
    pub publisher: String,
    /// What a reader must know.
    pub note: Option<String>,
}

/// One side's value.
#[derive(Clone, Debug, Serialize)]
pub struct CompareCell {
    /// The formatted value with its unit, or the label for unknown.
    pub value_html: String,
    /// Whether it is known.
    pub known: bool,
    /// `安い順5位/47`; absent for fields.
    pub rank: Option<String>,
    /// Length of its bar from 0 to 100 on the scale of the row; absent without figures or with
    /// numbers below 0 (then `position` stands).
    pub bar: Option<f64>,
    /// Where it stands between the least (0) and the greatest (100) of all records.
    pub position: Option<f64>,
    /// The word when this side is the better one (`安い`); absent for neutral rows.
    pub better: Option<String>,
    /// For lists of words: those that both sides have.
    pub common: Vec<String>,
    /// For lists of words: those that only this side has.
    pub only: Vec<String>,
}

/// The nation's value in a row.
#[derive(Clone, Debug, Serialize)]
pub struct CompareNational {
    /// 全国, or 中央値.
    pub name: String,
    /// Formatted with its unit.
    pub value: String,
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
    /// Records by group, each with all its pairs.
    pub groups: Vec<PairGroup>,
    /// The collection's table.
    pub collection: Link,
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
    /// All records in that order, the unknown ones last.
    pub ranking: Vec<RankRow>,
    /// The national value.
    pub national: Option<NationalValue>,
    /// Which values readers would rather have, in words; absent when neutral.
    pub better: Option<String>,
    /// What a reader must know.
    pub note: Option<String>,
    /// The source with licence.
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

/// `not_found.html`: all its links are absolute, since it is shown at any address.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundPage {
    /// Heading; no breadcrumbs.
    pub head: Head,
    /// The home page, collections and sections.
    pub links: Vec<Link>,
}

/// `redirect.html`: a page that only leads on; not based on `shell.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectPage {
    /// Where it leads, relative to the page.
    pub url: String,
    /// The same as an absolute address.
    pub canonical: String,
    /// The page's language tag.
    pub language: String,
}
