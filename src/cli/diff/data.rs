//! The data downloads of two sites → the values that differ.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A value of a field, an indicator or a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// Nobody has found out, or there is no such key.
    Unknown,
    NotApplicable,
    /// As published.
    Is(String),
}

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    /// The field's id, or a key of an indicator.
    pub(super) name: String,
    pub(super) old: Known,
    pub(super) new: Known,
}

/// What differs in a record's own facts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RecordChange {
    pub(super) name: String,
    /// Name, reading and fields.
    pub(super) facts: Vec<Change>,
    /// Web addresses of sources, each with its period before and after; `None` where the record
    /// doesn't have the source.
    pub(super) sources: Vec<SourceChange>,
    pub(super) values: Vec<ValueChange>,
}

/// A source that came, went or is of another time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SourceChange {
    pub(super) url: String,
    pub(super) old: Option<Known>,
    pub(super) new: Option<Known>,
}

/// A statistic's value for a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ValueChange {
    pub(super) indicator: String,
    pub(super) label: String,
    /// Of the new value; empty for a bare number.
    pub(super) unit: String,
    pub(super) old: Known,
    pub(super) new: Known,
}

/// What differs in a statistic itself: name, unit, period, source, licence, national value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IndicatorChange {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) was: bool,
    pub(super) is: bool,
    pub(super) changes: Vec<Change>,
}

/// The name of the record in a download; `None` when it isn't one.
pub(super) fn record_name(text: &str) -> Option<String> {
    let record: Map<String, Value> = serde_json::from_str(text).ok()?;
    Some(record.get("name")?.as_str()?.to_owned())
}

/// What differs between two downloads of a record; `None` when one of them can't be read.
pub(super) fn records(old: &str, new: &str) -> Option<RecordChange> {
    let old: Map<String, Value> = serde_json::from_str(old).ok()?;
    let new: Map<String, Value> = serde_json::from_str(new).ok()?;
    let name = new.get("name")?.as_str()?.to_owned();
    let mut facts = changes(&own(&old), &own(&new));
    facts.extend(changes(&part(&old, "fields"), &part(&new, "fields")));
    Some(RecordChange {
        name,
        facts,
        sources: sources(&old, &new),
        values: values(&part(&old, "indicators"), &part(&new, "indicators")),
    })
}

/// What isn't a field: a name may change as well.
fn own(record: &Map<String, Value>) -> Map<String, Value> {
    let keys = ["name", "kana", "aliases", "everywhere"];
    let own = record
        .iter()
        .filter(|(key, _)| keys.contains(&key.as_str()));
    own.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn part(record: &Map<String, Value>, key: &str) -> Map<String, Value> {
    let part = record.get(key).and_then(Value::as_object);
    part.cloned().unwrap_or_default()
}

fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<Change> {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let change = |name: &String| Change {
        name: name.clone(),
        old: known(old.get(name)),
        new: known(new.get(name)),
    };
    let all = names.into_iter().map(change);
    all.filter(|change| change.old != change.new).collect()
}

fn known(value: Option<&Value>) -> Known {
    match value {
        None | Some(Value::Null) => Known::Unknown,
        Some(Value::String(text)) if text == "not_applicable" => Known::NotApplicable,
        Some(value) => Known::Is(written(value)),
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn sources(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<SourceChange> {
    let list = |record: &Map<String, Value>| -> BTreeMap<String, Known> {
        let sources = record.get("sources").and_then(Value::as_array);
        let source = |source: &Value| {
            let url = source.get("url")?.as_str()?.to_owned();
            Some((url, known(source.get("as_of"))))
        };
        sources.into_iter().flatten().filter_map(source).collect()
    };
    let (old, new) = (list(old), list(new));
    let mut urls: Vec<&String> = old.keys().chain(new.keys()).collect();
    urls.sort();
    urls.dedup();
    let change = |url: &String| SourceChange {
        url: url.clone(),
        old: old.get(url).cloned(),
        new: new.get(url).cloned(),
    };
    let all = urls.into_iter().map(change);
    all.filter(|change| change.old != change.new).collect()
}

/// Of statistics that both have: one that came or went as a whole is named once, not once a
/// record. Ranks follow from values, of this record or others, and aren't compared.
fn values(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<ValueChange> {
    let value = |indicator: &Value| match indicator.get("not_applicable") {
        Some(Value::Bool(true)) => Known::NotApplicable,
        _ => known(indicator.get("value")),
    };
    let text = |indicator: &Value, key: &str| {
        let text = indicator.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let change = |(id, new): (&String, &Value)| {
        let old = old.get(id)?;
        let change = ValueChange {
            indicator: id.clone(),
            label: text(new, "label"),
            unit: text(new, "unit"),
            old: value(old),
            new: value(new),
        };
        (change.old != change.new).then_some(change)
    };
    new.iter().filter_map(change).collect()
}

/// What differs between two tables of a collection's statistics; `None` when one isn't a table.
pub(super) fn indicators(old: &str, new: &str) -> Option<Vec<IndicatorChange>> {
    let (old, new) = (rows(old)?, rows(new)?);
    let mut ids: Vec<&String> = old.keys().chain(new.keys()).collect();
    ids.sort();
    ids.dedup();
    let change = |id: &String| {
        let (was, is) = (old.get(id), new.get(id));
        let label = is.or(was).and_then(|row| row.get("label")?.as_str());
        let changes = match (was, is) {
            (Some(was), Some(is)) => changes(was, is),
            _ => Vec::new(),
        };
        IndicatorChange {
            id: id.clone(),
            label: label.unwrap_or_default().to_owned(),
            was: was.is_some(),
            is: is.is_some(),
            changes,
        }
    };
    let all = ids.into_iter().map(change);
    Some(
        all.filter(|change| change.was != change.is || !change.changes.is_empty())
            .collect(),
    )
}

/// A table's rows by their first column, each as its cells by the names in the header.
fn rows(table: &str) -> Option<BTreeMap<String, Map<String, Value>>> {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().ok()?.clone();
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.ok()?;
        let cell = |(name, cell): (&str, &str)| {
            let value = match cell {
                "" => Value::Null,
                cell => Value::String(cell.to_owned()),
            };
            (name.to_owned(), value)
        };
        let row: Map<String, Value> = header.iter().zip(record.iter()).map(cell).collect();
        rows.insert(record.get(0)?.to_owned(), row);
    }
    Some(rows)
}
