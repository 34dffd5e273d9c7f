//! Data downloads: the same values as on the pages, with their sources and licences.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, TagEnd};
use serde::Serialize;
use serde_json::{Value, json};

use crate::parse::collection::{Better, Field};
use crate::parse::indicator::{Indicator, Scale};
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record};
use crate::parse::text::Language;
use crate::plan::guide::CollectionPlan;
use crate::plan::route::{Content, Page};
use crate::render::Renderer;
use crate::render::language::wording;

/// A collection's table: id, name, reading, fields, indicators. UTF-8 with a byte-order mark,
/// since spreadsheets guess another encoding without one; lines end in CRLF as RFC 4180 says.
pub(super) fn csv(renderer: &Renderer, collection: usize) -> String {
    let plan = &renderer.guide.collections[collection];
    let tag = renderer.guide.language(0);
    let mut table = Table::new();
    let mut header = vec!["id".to_owned(), "name".to_owned(), "kana".to_owned()];
    header.extend(plan.fields.iter().map(|field| field.id.clone()));
    let shown = || plan.shown_indicators.iter().copied();
    header.extend(shown().map(|position| plan.indicators[position].id.clone()));
    table.row(&header);
    for (position, record) in plan.records.iter().enumerate() {
        let mut row = vec![
            record.id.clone(),
            record.name.get(tag).to_owned(),
            record.kana.clone(),
        ];
        row.extend(record.values.iter().map(|value| cell(record, value, tag)));
        row.extend(
            shown().map(|indicator| number_cell(plan, indicator, position).unwrap_or_default()),
        );
        table.row(&row);
    }
    table.text
}

/// What each indicator column is, with source, period, licence and, where it follows from others,
/// its formula. Behind them stands what formulas name and no column has.
pub(super) fn sources_csv(renderer: &Renderer, collection: usize) -> String {
    let plan = &renderer.guide.collections[collection];
    let tag = renderer.guide.language(0);
    let mut table = Table::new();
    let header = [
        "id",
        "label",
        "unit",
        "as_of",
        "statistic",
        "publisher",
        "url",
        "read_from",
        "licence",
        "licence_url",
        "national",
        "national_statistic",
        "national_url",
        "note",
        "formula",
    ];
    table.row(&header.map(str::to_owned));
    for position in explained(plan) {
        let indicator = &plan.indicators[position];
        let source = &indicator.source;
        let text = |text: &Option<crate::parse::text::Text>| {
            text.as_ref()
                .map_or_else(String::new, |text| text.get(tag).to_owned())
        };
        let national = plan.statistics[position].national;
        let published = indicator.national.as_ref();
        let own = published.and_then(|national| national.source.as_ref());
        table.row(&[
            indicator.id.clone(),
            indicator.label.get(tag).to_owned(),
            text(&indicator.unit),
            wording(tag).period(&indicator.as_of),
            source.statistic.get(tag).to_owned(),
            source.publisher.get(tag).to_owned(),
            source.url.clone(),
            text(&source.read_from),
            source.licence.get(tag).to_owned(),
            source.licence_url.clone().unwrap_or_default(),
            national.map_or_else(String::new, |national| fixed(national.value(), indicator)),
            own.map_or_else(String::new, |source| source.statistic.get(tag).to_owned()),
            own.map_or_else(String::new, |source| source.url.clone()),
            text(&indicator.note),
            formula(indicator).unwrap_or_default(),
        ]);
    }
    table.text
}

/// The indicators that a collection shows, then those that their formulas rest on, by position.
fn explained(plan: &CollectionPlan) -> Vec<usize> {
    let mut explained = plan.shown_indicators.clone();
    let mut next = 0;
    while let Some(position) = explained.get(next) {
        let formula = plan.indicators[*position].formula.as_ref();
        for name in formula.map_or_else(Vec::new, |formula| formula.root.names()) {
            let mut all = plan.indicators.iter();
            if let Some(operand) = all.position(|indicator| indicator.id == name)
                && !explained.contains(&operand)
            {
                explained.push(operand);
            }
        }
        next += 1;
    }
    explained
}

/// What an indicator is worked out by, with ids of indicators.
fn formula(indicator: &Indicator) -> Option<String> {
    indicator.formula.as_ref().map(|formula| formula.text())
}

struct Table {
    text: String,
}

impl Table {
    fn new() -> Self {
        Self {
            text: "\u{feff}".to_owned(),
        }
    }

    fn row(&mut self, cells: &[String]) {
        for (position, cell) in cells.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self.text.push_str(&quoted(cell));
        }
        self.text.push_str("\r\n");
    }
}

/// A cell, quoted where needed. Text that a spreadsheet would run as a formula gets an
/// apostrophe in front; numbers are left alone.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t']) && cell.parse::<f64>().is_err();
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

fn cell(record: &Record, value: &FieldValue, tag: &Language) -> String {
    match value {
        FieldValue::Unknown => String::new(),
        FieldValue::NotApplicable => "not_applicable".to_owned(),
        FieldValue::Text(text) => text.get(tag).to_owned(),
        FieldValue::Markdown(document) => plain_text(document),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Boolean(truth) => truth.to_string(),
        FieldValue::Choices(ids) | FieldValue::Tags(ids) => ids.join(" "),
        FieldValue::References(ids) if ids.is_empty() && record.everywhere => "everywhere".into(),
        FieldValue::References(ids) => ids.join(" "),
        FieldValue::Date(period) => period.to_string(),
        FieldValue::Url(url) => url.clone(),
        FieldValue::Place { lat, lon } => format!("{lat} {lon}"),
    }
}

/// The words of a Markdown text, without its markup.
fn plain_text(document: &Document) -> String {
    let mut words = String::new();
    for (event, _) in document.events().iter() {
        match &*event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => words.push(' '),
            _ => {}
        }
    }
    words.trim().to_owned()
}

fn fixed(value: f64, indicator: &Indicator) -> String {
    format!("{value:.*}", usize::from(indicator.decimals))
}

fn number_cell(plan: &CollectionPlan, indicator: usize, record: usize) -> Option<String> {
    let value = plan.statistics[indicator].values[record]?;
    Some(fixed(value, &plan.indicators[indicator]))
}

/// A record in a download; names are in the order of the alphabet, as readers of diffs like it.
#[derive(Serialize)]
struct RecordJson<'a> {
    about: String,
    aliases: &'a [String],
    collection: &'a str,
    everywhere: bool,
    fields: BTreeMap<&'a str, Value>,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    indicator_sources: Option<String>,
    indicators: BTreeMap<&'a str, IndicatorJson<'a>>,
    kana: &'a str,
    name: &'a str,
    page: String,
    sources: Vec<SourceJson<'a>>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    as_of: Option<String>,
    url: &'a str,
}

/// A record's value of an indicator.
#[derive(Serialize)]
struct IndicatorJson<'a> {
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
    known: usize,
    label: &'a str,
    licence: &'a str,
    licence_url: Option<&'a str>,
    not_applicable: bool,
    publisher: &'a str,
    rank: Option<usize>,
    rank_from: &'static str,
    scale: &'static str,
    statistic: &'a str,
    unit: Option<&'a str>,
    url: &'a str,
    value: Option<f64>,
}

/// A record with all that is known about it, and where from.
pub(super) fn json(renderer: &Renderer, collection: usize, position: usize) -> String {
    let guide = &renderer.guide;
    let plan = &guide.collections[collection];
    let record = &plan.records[position];
    let tag = guide.language(0);
    let absolute = |address: String| format!("{}{address}", guide.base_url);
    let page = |page| absolute(guide.page_address(page, 0));
    let fields = plan.fields.iter().zip(&record.values);
    let indicators = plan.shown_indicators.iter().map(|indicator| {
        let id = plan.indicators[*indicator].id.as_str();
        (id, indicator_json(plan, *indicator, position, tag))
    });
    let sources = record.sources.iter().map(|source| SourceJson {
        as_of: source.as_of.as_ref().map(ToString::to_string),
        url: &source.url,
    });
    let has_indicators = !plan.shown_indicators.is_empty();
    let value = RecordJson {
        about: page(Page::AboutData),
        aliases: &record.aliases,
        collection: &plan.id,
        everywhere: record.everywhere,
        fields: fields
            .map(|(field, value)| (field.id.as_str(), field_json(field, value, tag)))
            .collect(),
        id: &record.id,
        indicator_sources: has_indicators
            .then(|| absolute(guide.address(Content::SourcesCsv(collection)))),
        indicators: indicators.collect(),
        kana: &record.kana,
        name: record.name.get(tag),
        page: page(Page::Record(collection, position)),
        sources: sources.collect(),
    };
    // A value made of text and numbers always has a JSON form.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn field_json(field: &Field, value: &FieldValue, tag: &Language) -> Value {
    match value {
        FieldValue::Unknown => Value::Null,
        FieldValue::NotApplicable => json!("not_applicable"),
        FieldValue::Text(text) => json!(text.get(tag)),
        FieldValue::Markdown(document) => json!(plain_text(document)),
        FieldValue::Number(number) => json!(number),
        FieldValue::Boolean(truth) => json!(truth),
        FieldValue::Choices(ids) | FieldValue::References(ids) if !field.many => json!(ids.first()),
        FieldValue::Choices(ids) | FieldValue::Tags(ids) | FieldValue::References(ids) => {
            json!(ids)
        }
        FieldValue::Date(period) => json!(period.to_string()),
        FieldValue::Url(url) => json!(url),
        FieldValue::Place { lat, lon } => json!({ "lat": lat, "lon": lon }),
    }
}

fn indicator_json<'a>(
    plan: &'a CollectionPlan,
    position: usize,
    record: usize,
    tag: &Language,
) -> IndicatorJson<'a> {
    let (indicator, statistics) = (&plan.indicators[position], &plan.statistics[position]);
    let (source, value) = (&indicator.source, statistics.values[record]);
    IndicatorJson {
        as_of: indicator.as_of.to_string(),
        formula: formula(indicator),
        known: statistics.known(),
        label: indicator.label.get(tag),
        licence: source.licence.get(tag),
        licence_url: source.licence_url.as_deref(),
        not_applicable: statistics.not_applicable[record],
        publisher: source.publisher.get(tag),
        rank: value.map(|value| statistics.rank(value, indicator.better)),
        rank_from: match indicator.better {
            Better::Lower => "least",
            Better::Higher | Better::Neutral => "greatest",
        },
        scale: match indicator.scale {
            Scale::Ratio => "ratio",
            Scale::Interval => "interval",
            Scale::Share => "share",
            Scale::Index => "index",
        },
        statistic: source.statistic.get(tag),
        unit: indicator.unit.as_ref().map(|unit| unit.get(tag)),
        url: &source.url,
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_needed_and_never_run() {
        assert_eq!(quoted("徳島県"), "徳島県");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"hi\""), "\"say \"\"hi\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(quoted("-1.25"), "-1.25");
    }
}
