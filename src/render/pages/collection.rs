//! The table of a collection, and lists of its records elsewhere.

pub(super) mod division;
mod index;

use crate::diagnostic::Diagnostic;
use crate::parse::collection::{Field, FieldKind};
use crate::parse::record::{FieldValue, Record};
use crate::plan::guide::CollectionPlan;
use crate::plan::route::{Content, Page};
use crate::render::facts::Shown;
use crate::render::page::{Finished, PageContext};
use crate::render::view::{
    Cell, CollectionPage, Column, FilterField, FilterOption, Link, LinkGroup, PlaceMap,
    RecordEntry, Row, RowGroup,
};

/// How many facts tell the entries of a list apart.
const FACTS: usize = 3;
/// How many fields a table can be filtered by.
const FILTERS: usize = 3;

/// A field or an indicator by position.
#[derive(Clone, Copy)]
pub(in crate::render) enum Item {
    Field(usize),
    Indicator(usize),
}

/// The field or indicator of a name that `page.lead` or `page.columns` lists.
pub(in crate::render) fn item(collection: &CollectionPlan, name: &str) -> Option<Item> {
    let by_name = |indicator: &crate::parse::indicator::Indicator| indicator.id == name;
    collection.field(name).map(Item::Field).or_else(|| {
        let position = collection.indicators.iter().position(by_name)?;
        Some(Item::Indicator(position))
    })
}

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, _) = context.collection(collection);
    if let Some(divisions) = &plan.divisions {
        return index::render(context, collection, divisions);
    }
    let records: Vec<usize> = (0..plan.records.len()).collect();
    let compare = Page::CompareIndex(collection);
    let compared = context.guide.has_comparisons(collection, context.language);
    let table = Table {
        title: context.page_name(Page::Collection(collection)),
        parents: Vec::new(),
        records: &records,
        compare: compared.then_some(compare),
        division: None,
        places: None,
        is_part: false,
    };
    table.render(context, collection)
}

/// A table of some records of a collection.
struct Table<'a> {
    title: String,
    parents: Vec<Link>,
    records: &'a [usize],
    /// Where two of them are chosen.
    compare: Option<Page>,
    /// The page of what they have in common.
    division: Option<Link>,
    places: Option<PlaceMap>,
    /// Whether these are the records of a division.
    is_part: bool,
}

impl Table<'_> {
    /// Whether a column would say the same of every record: what they are divided by.
    fn all_have(&self, plan: &CollectionPlan, item: Item) -> bool {
        let divided = plan.divisions.as_ref().map(|divisions| divisions.field);
        matches!(item, Item::Field(field) if Some(field) == divided)
    }

    fn render(
        self,
        context: &PageContext<'_>,
        collection: usize,
    ) -> Result<Finished, Box<Diagnostic>> {
        let (plan, _) = context.collection(collection);
        let columns: Vec<Item> = plan
            .page
            .columns
            .iter()
            .filter_map(|name| item(plan, name))
            .filter(|item| !self.all_have(plan, *item))
            .collect();
        let filters = filters(plan);
        let groups =
            grouped(context, collection, self.records)
                .into_iter()
                .map(|(id, name, records)| RowGroup {
                    name,
                    id,
                    rows: records
                        .into_iter()
                        .map(|record| row(context, collection, record, &columns, &filters))
                        .collect(),
                });
        let description = context.text(&plan.description);
        let view = CollectionPage {
            head: context.head(&self.title, self.parents, Some(&plan.file)),
            // What is said of all records isn't true of those of one division.
            description: match self.is_part {
                true => String::new(),
                false => description.to_owned(),
            },
            count: context
                .wording
                .counted(self.records.len(), context.text(&plan.counter)),
            columns: columns
                .iter()
                .map(|item| column(context, collection, *item))
                .collect(),
            groups: groups.collect(),
            filters: filters
                .iter()
                .map(|field| filter(context, plan, *field, self.records))
                .filter(|filter| filter.options.len() > 1)
                .collect(),
            compare_url: self.compare.map(|page| context.href(page)),
            indicators_url: indicators_url(context, collection),
            csv_url: context.href_of(Content::Csv(collection)),
            division: self.division,
            places: self.places,
        };
        context.finish(
            "collection.html",
            "collection",
            &self.title,
            description,
            &view,
        )
    }
}

/// The list of indicators, if there are any.
fn indicators_url(context: &PageContext<'_>, collection: usize) -> Option<String> {
    let (plan, _) = context.collection(collection);
    let has_indicators = !plan.shown_indicators.is_empty();
    has_indicators.then(|| context.href(Page::Indicators(collection)))
}

/// Records by the field that groups them, in the order of its options: id, name, records.
/// Those without an option come last, under an empty name.
pub(in crate::render) fn grouped(
    context: &PageContext<'_>,
    collection: usize,
    records: &[usize],
) -> Vec<(String, String, Vec<usize>)> {
    let plan = &context.guide.collections[collection];
    let field = plan.page.group_by.as_deref().and_then(|id| plan.field(id));
    let mut groups: Vec<(String, String, Vec<usize>)> = Vec::new();
    if let Some(Field {
        kind: FieldKind::Choice { options },
        ..
    }) = field.map(|field| &plan.fields[field])
    {
        for option in options {
            let name = context.text(&option.label).to_owned();
            groups.push((option.id.clone(), name, Vec::new()));
        }
    }
    groups.push((String::new(), String::new(), Vec::new()));
    let last = groups.len() - 1;
    for &record in records {
        let group = plan.group_of(&plan.records[record]);
        let position = groups
            .iter()
            .position(|(id, _, _)| Some(id.as_str()) == group);
        groups[position.unwrap_or(last)].2.push(record);
    }
    groups.retain(|(_, _, records)| !records.is_empty());
    groups
}

/// Links to records by the group of each.
pub(in crate::render) fn grouped_links(
    context: &PageContext<'_>,
    collection: usize,
    records: &[usize],
    link: impl Fn(usize) -> Link,
) -> Vec<LinkGroup> {
    grouped(context, collection, records)
        .into_iter()
        .map(|(_, name, records)| LinkGroup {
            name,
            links: records.into_iter().map(&link).collect(),
        })
        .collect()
}

fn column(context: &PageContext<'_>, collection: usize, item: Item) -> Column {
    let (plan, facts) = context.collection(collection);
    match item {
        Item::Indicator(position) => {
            let facts = &facts.indicators[position];
            Column {
                label: facts.short.clone(),
                unit: facts.unit.clone(),
                url: Some(context.href(Page::Indicator(collection, position))),
                numeric: true,
                period: facts.period.clone(),
            }
        }
        Item::Field(position) => {
            let field = &plan.fields[position];
            Column {
                label: context.text(&field.label).to_owned(),
                unit: String::new(),
                url: None,
                numeric: is_numeric(field),
                period: String::new(),
            }
        }
    }
}

fn row(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
    columns: &[Item],
    filters: &[usize],
) -> Row {
    let plan = &context.guide.collections[collection];
    let entry = &plan.records[record];
    let options = filters.iter().flat_map(|field| {
        let id = &plan.fields[*field].id;
        let chosen: &[String] = match entry.values.get(*field) {
            Some(FieldValue::Choices(chosen)) => chosen,
            _ => &[],
        };
        chosen.iter().map(move |option| format!("{id}:{option}"))
    });
    Row {
        name: context.text(&entry.name).to_owned(),
        kana: entry.kana.clone(),
        url: context.href(Page::Record(collection, record)),
        cells: columns
            .iter()
            .map(|item| cell(context, collection, record, *item))
            .collect(),
        filter: options.collect::<Vec<_>>().join(" "),
    }
}

fn cell(context: &PageContext<'_>, collection: usize, record: usize, item: Item) -> Cell {
    let (plan, facts) = context.collection(collection);
    match item {
        Item::Indicator(position) => {
            let value = plan.statistics[position].values[record];
            let text = facts.indicators[position].values[record].clone();
            Cell {
                known: value.is_some(),
                sort: value
                    .filter(|value| beginning(&text) != Some(*value))
                    .map_or_else(String::new, |value| value.to_string()),
                text,
            }
        }
        Item::Field(position) => {
            let shown = context.shown(collection, record, position);
            let text = context.plain(&shown);
            Cell {
                known: text.is_some(),
                sort: text.as_ref().map_or_else(String::new, |text| {
                    let field = &plan.fields[position];
                    let key = sort_key(field, &plan.records[record], position);
                    // Of numbers that begin otherwise, nothing is left out.
                    let is_said = |key: &String| match is_numeric(field) {
                        true => beginning(text).is_some_and(|number| key.parse() == Ok(number)),
                        false => key == text,
                    };
                    let key = key.unwrap_or_else(|| text.clone());
                    Some(key).filter(|key| !is_said(key)).unwrap_or_default()
                }),
                text: text
                    .unwrap_or_else(|| context.absent(&plan.fields[position], &shown).to_owned()),
            }
        }
    }
}

fn is_numeric(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Number | FieldKind::Money { .. } | FieldKind::Percent
    )
}

/// The number that a text begins with, as `data_table.js` reads it.
fn beginning(text: &str) -> Option<f64> {
    let text = text.replace(',', "").replacen('−', "-", 1);
    let is_in_number = |(at, next): &(usize, char)| {
        next.is_ascii_digit() || *next == '.' || (*at == 0 && *next == '-')
    };
    let end = text
        .char_indices()
        .find(|found| !is_in_number(found))
        .map_or(text.len(), |(end, _)| end);
    text.get(..end)?.parse().ok()
}

/// What a script sorts by where it isn't the text: the number, or the option's place.
fn sort_key(field: &Field, record: &Record, position: usize) -> Option<String> {
    match record.values.get(position)? {
        FieldValue::Number(number) => Some(number.to_string()),
        FieldValue::Date(period) => period.first_day().map(|day| day.to_string()),
        FieldValue::Choices(chosen) => match &field.kind {
            FieldKind::Choice { options } => {
                let first = chosen.first()?;
                let place = options.iter().position(|option| option.id == *first)?;
                Some(place.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Positions of the choice fields that tell records apart: the table's columns first, the one
/// that groups it last.
fn filters(plan: &CollectionPlan) -> Vec<usize> {
    let is_choice = |field: &Field| matches!(field.kind, FieldKind::Choice { .. });
    let mut filters: Vec<usize> = (0..plan.fields.len())
        .filter(|position| is_choice(&plan.fields[*position]))
        .collect();
    filters.sort_by_key(|position| {
        let id = &plan.fields[*position].id;
        let grouping = plan.page.group_by.as_ref() == Some(id);
        let column = plan.page.columns.iter().position(|column| column == id);
        (grouping, column.unwrap_or(usize::MAX))
    });
    filters.truncate(FILTERS);
    filters
}

fn filter(
    context: &PageContext<'_>,
    plan: &CollectionPlan,
    position: usize,
    records: &[usize],
) -> FilterField {
    let field = &plan.fields[position];
    let count = |id: &str| {
        let has = |record: &&usize| {
            matches!(plan.records[**record].values.get(position), Some(FieldValue::Choices(chosen))
                if chosen.iter().any(|option| option == id))
        };
        records.iter().filter(has).count()
    };
    let options = match &field.kind {
        FieldKind::Choice { options } => options.as_slice(),
        _ => &[],
    };
    FilterField {
        id: field.id.clone(),
        label: context.text(&field.label).to_owned(),
        options: options
            .iter()
            .map(|option| FilterOption {
                value: format!("{}:{}", field.id, option.id),
                label: context.text(&option.label).to_owned(),
                count: count(&option.id),
            })
            .filter(|option| option.count > 0)
            .collect(),
    }
}

/// A record in a list.
pub(in crate::render) fn entry(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
) -> RecordEntry {
    let plan = &context.guide.collections[collection];
    let text = plan
        .page
        .summary
        .as_deref()
        .and_then(|name| plan.field(name))
        .and_then(|field| context.plain(&context.shown(collection, record, field)));
    RecordEntry {
        name: context.record_name(collection, record).to_owned(),
        url: context.href(Page::Record(collection, record)),
        facts: context
            .wording
            .facts(&lead_facts(context, collection, record)),
        text: text.unwrap_or_default(),
    }
}

/// The known values of the first few facts that `page.lead` names. The words for what isn't
/// known are kept only where the schema has words of its own for it.
pub(in crate::render) fn lead_facts(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
) -> Vec<String> {
    let (plan, facts) = context.collection(collection);
    let fact = |name: &String| match item(plan, name)? {
        Item::Indicator(position) => {
            plan.statistics[position].values[record]?;
            let facts = &facts.indicators[position];
            Some(context.wording.named(&facts.short, &facts.values[record]))
        }
        Item::Field(position) => {
            let shown = context.shown(collection, record, position);
            let field = &plan.fields[position];
            match (&shown, &field.unknown) {
                (Shown::Unknown, Some(text)) => Some(context.text(text).to_owned()),
                _ => context.plain(&shown),
            }
        }
    };
    plan.page.lead.iter().filter_map(fact).take(FACTS).collect()
}
