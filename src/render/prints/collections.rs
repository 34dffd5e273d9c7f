//! Fingerprints of a collection's pages and downloads, put together from parts.
//!
//! - The frame: all that `_collection.yaml` and the indicators say, with what stands for the nation
//!   and between which extremes values lie, but no record.
//! - The order: names and groups of all records as they follow one another, and which pairs there are.
//! - A side: all that is known of one record, with its ranks.
//! - A column: one indicator's values as they are shown.
//!
//! Each is a little more than a page shows. What is taken apart without `..` below must be put
//! into a part, or named as not shown, when it gets another member.

mod records;

use std::sync::OnceLock;

use super::{around, at_the_top, cells, of_card, of_document};
use crate::fingerprint::{Fingerprint, Mixer};
use crate::parse::indicator::Indicator;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::plan::Guide;
use crate::plan::divisions::{Division, Divisions};
use crate::plan::guide::CollectionPlan;
use crate::plan::references::{referenced, refers};
use crate::plan::statistics::Statistics;
use crate::render::Renderer;
use crate::render::page::PageContext;
use crate::render::pages::collection::{Item, item};
use crate::render::pages::indicator::articles;

pub(super) use records::{json, pair, record};

/// The parts of one collection in one language.
pub(super) struct Parts {
    frame: OnceLock<Fingerprint>,
    order: OnceLock<Fingerprint>,
    /// What is the same on all pairs.
    pair_frame: OnceLock<Fingerprint>,
    sides: Vec<OnceLock<Fingerprint>>,
    /// Sides with what pairs show beside them.
    pair_sides: Vec<OnceLock<Fingerprint>>,
    all_sides: OnceLock<Fingerprint>,
    columns: Vec<OnceLock<Fingerprint>>,
    /// Records in lists of other pages.
    pub(super) entries: Vec<OnceLock<Fingerprint>>,
    /// Links to records.
    pub(super) links: Vec<OnceLock<Fingerprint>>,
}

impl Parts {
    pub(super) fn new(plan: &CollectionPlan) -> Self {
        let records = || cells(plan.records.len());
        Self {
            frame: OnceLock::new(),
            order: OnceLock::new(),
            pair_frame: OnceLock::new(),
            sides: records(),
            pair_sides: records(),
            all_sides: OnceLock::new(),
            columns: cells(plan.indicators.len()),
            entries: records(),
            links: records(),
        }
    }
}

fn parts(renderer: &Renderer, language: usize, collection: usize) -> &Parts {
    &renderer.prints.languages[language].collections[collection]
}

fn frame(renderer: &Renderer, language: usize, collection: usize) -> Fingerprint {
    let cell = &parts(renderer, language, collection).frame;
    *cell.get_or_init(|| {
        let guide = &renderer.guide;
        let mut mixer = Mixer::default();
        mixer.part(renderer.prints.languages[language].site);
        settings(&guide.collections[collection], &mut mixer);
        for (source, other) in guide.collections.iter().enumerate() {
            if refers(guide, source, collection) {
                mixer
                    .debug(&(&other.id, &other.name, &other.counter))
                    .debug(&other.page.index_by);
            }
        }
        // Whether there are comparisons decides on links to them.
        for language in 0..guide.site.languages.len() {
            mixer.hash(&guide.has_comparisons(collection, language));
        }
        mixer.finish()
    })
}

/// All of a collection but its records.
fn settings(plan: &CollectionPlan, mixer: &mut Mixer) {
    let CollectionPlan {
        id,
        file,
        prefix,
        name,
        // No page shows them.
        aliases: _,
        description,
        counter,
        groups,
        fields,
        page,
        compare,
        status,
        indicators,
        statistics,
        field_statistics,
        spoken_indicators,
        shown_indicators,
        // What these are follows from the fields, the indicators and the records.
        derived: _,
        totals: _,
        // Of these, the frame holds nothing.
        divisions: _,
        distinct_names: _,
        undated_prices: _,
        records: _,
        pairs: _,
        mentions: _,
        near: _,
    } = plan;
    mixer
        .debug(&(id, file, prefix, name, description, counter))
        .debug(&(groups, fields))
        .debug(&(page, compare, status));
    // Hidden ones too: shown ones say what they follow from.
    for indicator in indicators {
        indicator_settings(indicator, mixer);
    }
    for position in shown_indicators {
        mixer.hash(&spoken_indicators.contains(position));
        extremes(&statistics[*position], mixer);
    }
    for statistics in field_statistics {
        mixer.hash(&statistics.as_ref().map(Statistics::known));
    }
}

fn extremes(statistics: &Statistics, mixer: &mut Mixer) {
    let (least, greatest) = (statistics.least(), statistics.greatest());
    mixer.debug(&(statistics.national, statistics.known(), least, greatest));
}

/// All of an indicator but its values.
fn indicator_settings(indicator: &Indicator, mixer: &mut Mixer) {
    let Indicator {
        id,
        file,
        label,
        short,
        unit,
        decimals,
        group,
        scale,
        better,
        words,
        aggregate,
        national,
        source,
        as_of,
        own,
        review_by,
        note,
        not_applicable,
        formula,
        hidden,
        values: _,
    } = indicator;
    mixer
        .debug(&(id, file, label, short, unit, decimals, group, scale))
        .debug(&(better, words, aggregate, national, source))
        .debug(&(as_of, own, review_by, note, hidden))
        .debug(&(not_applicable, formula));
}

pub(super) fn order(renderer: &Renderer, language: usize, collection: usize) -> Fingerprint {
    let cell = &parts(renderer, language, collection).order;
    *cell.get_or_init(|| {
        let guide = &renderer.guide;
        let plan = &guide.collections[collection];
        let tag = guide.language(language);
        let mut mixer = Mixer::default();
        mixer.text(&plan.id);
        for (position, record) in plan.records.iter().enumerate() {
            mixer
                .text(&record.id)
                .text(record.name.get(tag))
                .text(plan.distinct_name(position, tag))
                .text(&record.kana)
                .text(plan.group_of(record).unwrap_or_default());
        }
        if let Some(divisions) = &plan.divisions {
            let context = at_the_top(renderer, language);
            for (position, division) in divisions.list.iter().enumerate() {
                mixer
                    .text(&division.id)
                    .text(context.division_name(collection, position));
                division_group(&context, divisions, division, &mut mixer);
            }
            mixer.hash(&divisions.of);
        }
        mixer.hash(&plan.pairs).finish()
    })
}

/// The group that a division stands in, where it stands for a record of another collection.
fn division_group(
    context: &PageContext<'_>,
    divisions: &Divisions,
    division: &Division,
    mixer: &mut Mixer,
) {
    let Some(other) = divisions.reference else {
        return;
    };
    let plan = &context.guide.collections[other];
    let record = &plan.records[division.position];
    mixer.text(plan.group_of(record).unwrap_or_default()).text(
        plan.group_name(record)
            .map_or("", |name| context.text(name)),
    );
}

/// A record as its page, its pairs and its downloads show it.
fn side(renderer: &Renderer, language: usize, collection: usize, record: usize) -> Fingerprint {
    let cell = &parts(renderer, language, collection).sides[record];
    *cell.get_or_init(|| {
        let context = at_the_top(renderer, language);
        let plan = &renderer.guide.collections[collection];
        let Record {
            id,
            name,
            kana,
            aliases,
            everywhere,
            values,
            sources,
            prose,
            file,
            // Not shown. Redirects have routes of their own.
            former_ids: _,
            review_by: _,
            path: _,
        } = &plan.records[record];
        let mut mixer = Mixer::default();
        mixer
            .debug(&(id, name, file, aliases, everywhere))
            // Others of the same name decide on it.
            .debug(&plan.distinct_names.get(record))
            .text(kana);
        for (field, value) in values.iter().enumerate() {
            field_value(&context, (collection, field), value, &mut mixer);
        }
        for RecordSource {
            url,
            title,
            as_of,
            has_as_of: _,
            path: _,
        } in sources
        {
            mixer.debug(&(url, title, as_of));
        }
        mixer.number(sources.len() as u64);
        if let Some(prose) = prose {
            mixer.part(of_document(&context, prose));
        }
        figures(&context, collection, record, &mut mixer);
        mixer.finish()
    })
}

fn field_value(
    context: &PageContext<'_>,
    (collection, field): (usize, usize),
    value: &FieldValue,
    mixer: &mut Mixer,
) {
    let guide = context.guide;
    let plan = &guide.collections[collection];
    match value {
        FieldValue::Markdown(document) => mixer.part(of_document(context, document)),
        FieldValue::Tags(ids) => {
            for tag in ids.iter().filter_map(|id| guide.tag(id)) {
                mixer.text(context.text(&guide.tags[tag].name));
            }
            mixer.debug(ids)
        }
        FieldValue::References(ids) => {
            if let Some(target) = referenced(guide, &plan.fields[field].kind) {
                for record in ids.iter().filter_map(|id| guide.record(target, id)) {
                    mixer.text(context.record_name(target, record));
                }
            }
            mixer.debug(ids)
        }
        FieldValue::Number(number) => {
            let statistics = plan.field_statistics[field].as_ref();
            let rank = statistics.map(|statistics| statistics.rank_from_greatest(*number));
            mixer.debug(&(number, rank))
        }
        FieldValue::Unknown
        | FieldValue::NotApplicable
        | FieldValue::Text(_)
        | FieldValue::Boolean(_)
        | FieldValue::Choices(_)
        | FieldValue::Date(_)
        | FieldValue::Url(_)
        | FieldValue::Place { .. } => mixer.debug(value),
    };
}

/// What a record's indicators are, shown and ranked.
fn figures(context: &PageContext<'_>, collection: usize, record: usize, mixer: &mut Mixer) {
    let (plan, facts) = context.collection(collection);
    for &indicator in &plan.shown_indicators {
        let statistics = &plan.statistics[indicator];
        let facts = &facts.indicators[indicator];
        value(statistics, record, mixer);
        mixer.text(&facts.values[record]);
        mixer.text(facts.ranks[record].as_deref().unwrap_or_default());
        if let Some(value) = statistics.values[record] {
            mixer
                .number(statistics.rank_from_greatest(value) as u64)
                .number(statistics.rank_from_least(value) as u64);
        }
    }
}

fn value(statistics: &Statistics, record: usize, mixer: &mut Mixer) {
    let known = statistics.values[record];
    mixer
        .number(known.map_or(0, f64::to_bits))
        .number(u64::from(known.is_some()))
        .number(u64::from(statistics.not_applicable[record]));
}

fn all_sides(renderer: &Renderer, language: usize, collection: usize) -> Fingerprint {
    let cell = &parts(renderer, language, collection).all_sides;
    *cell.get_or_init(|| {
        let mut mixer = Mixer::default();
        for record in 0..renderer.guide.collections[collection].records.len() {
            mixer.part(side(renderer, language, collection, record));
        }
        mixer.finish()
    })
}

fn column(
    renderer: &Renderer,
    language: usize,
    collection: usize,
    indicator: usize,
) -> Fingerprint {
    let cell = &parts(renderer, language, collection).columns[indicator];
    *cell.get_or_init(|| {
        let statistics = &renderer.guide.collections[collection].statistics[indicator];
        let facts = &renderer.facts[language][collection].indicators[indicator];
        let mut mixer = Mixer::default();
        for (record, shown) in facts.values.iter().enumerate() {
            value(statistics, record, &mut mixer);
            mixer.text(shown);
        }
        mixer.finish()
    })
}

/// What all pages of a collection that have a template begin with.
fn page(context: &PageContext<'_>, template: &str, collection: usize) -> Mixer {
    let (renderer, language) = (context.renderer, context.language);
    let mut mixer = Mixer::default();
    mixer
        .part(renderer.prints.template(template))
        .part(around(context))
        .part(frame(renderer, language, collection));
    mixer
}

/// The table of a collection, or the list of its divisions.
pub(super) fn table(context: &PageContext<'_>, collection: usize) -> Fingerprint {
    let divisions = &context.guide.collections[collection].divisions;
    if let Some(other) = divisions.as_ref().map(|divisions| divisions.reference) {
        let mut mixer = page(context, "collection_index.html", collection);
        mixer.part(order(context.renderer, context.language, collection));
        if let Some(other) = other {
            division_map(context, other, &mut mixer);
        }
        return mixer.finish();
    }
    page(context, "collection.html", collection)
        .part(order(context.renderer, context.language, collection))
        .part(all_sides(context.renderer, context.language, collection))
        .finish()
}

/// A map of divisions: shapes, and what they stand for.
fn division_map(context: &PageContext<'_>, other: usize, mixer: &mut Mixer) {
    outlines(context, other, mixer);
    mixer.part(order(context.renderer, context.language, other));
}

/// The members of a division, with all that is known of each.
fn members(context: &PageContext<'_>, collection: usize, division: usize, mixer: &mut Mixer) {
    let divisions = context.guide.collections[collection].divisions.as_ref();
    if let Some(division) = divisions.and_then(|divisions| divisions.list.get(division)) {
        mixer.text(&division.id);
        for member in &division.members {
            mixer.part(side(
                context.renderer,
                context.language,
                collection,
                *member,
            ));
        }
    }
}

/// The shape around the dots of a division's map.
fn division_outline(context: &PageContext<'_>, collection: usize, mixer: &mut Mixer) {
    let divisions = context.guide.collections[collection].divisions.as_ref();
    if let Some(other) = divisions.and_then(|divisions| divisions.reference) {
        outlines(context, other, mixer);
    }
}

/// The table of a division.
pub(super) fn division_table(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
) -> Fingerprint {
    let plan = &context.guide.collections[collection];
    let mut mixer = page(context, "collection.html", collection);
    mixer.part(order(context.renderer, context.language, collection));
    members(context, collection, division, &mut mixer);
    division_outline(context, collection, &mut mixer);
    // The dots' colours and the words beside them are taken from all records.
    for name in plan.page.columns.iter().chain(&plan.page.lead) {
        if let Some(Item::Indicator(indicator)) = item(plan, name) {
            let (renderer, language) = (context.renderer, context.language);
            mixer.part(column(renderer, language, collection, indicator));
        }
    }
    mixer.finish()
}

/// The list of a division's comparisons.
pub(super) fn compare_division(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
) -> Fingerprint {
    let divisions = context.guide.collections[collection].divisions.as_ref();
    let id = divisions.map_or("", |divisions| &divisions.list[division].id);
    page(context, "compare_division.html", collection)
        .text(id)
        .part(order(context.renderer, context.language, collection))
        .finish()
}

/// The list of a collection's comparisons.
pub(super) fn compare_index(context: &PageContext<'_>, collection: usize) -> Fingerprint {
    page(context, "compare_index.html", collection)
        .part(order(context.renderer, context.language, collection))
        .finish()
}

/// The list of a collection's indicators.
pub(super) fn indicators(context: &PageContext<'_>, collection: usize) -> Fingerprint {
    let (renderer, language) = (context.renderer, context.language);
    let mut mixer = page(context, "indicators.html", collection);
    mixer.part(order(renderer, language, collection));
    for &indicator in &context.guide.collections[collection].shown_indicators {
        mixer.part(column(renderer, language, collection, indicator));
    }
    mixer.finish()
}

/// An indicator.
pub(super) fn indicator(
    context: &PageContext<'_>,
    collection: usize,
    indicator: usize,
) -> Fingerprint {
    let (renderer, language) = (context.renderer, context.language);
    let mut mixer = page(context, "indicator.html", collection);
    mixer
        .text(&context.guide.collections[collection].indicators[indicator].id)
        .part(order(renderer, language, collection))
        .part(column(renderer, language, collection, indicator));
    for article in articles(context, collection, indicator) {
        mixer.part(of_card(context, *article));
    }
    part_figures(context, collection, indicator, &mut mixer);
    outlines(context, collection, &mut mixer);
    mixer.finish()
}

/// An indicator in one division.
pub(super) fn indicator_division(
    context: &PageContext<'_>,
    collection: usize,
    (indicator, division): (usize, usize),
) -> Fingerprint {
    let (renderer, language) = (context.renderer, context.language);
    let plan = &context.guide.collections[collection];
    let mut mixer = page(context, "indicator_division.html", collection);
    mixer
        .text(&plan.indicators[indicator].id)
        .part(order(renderer, language, collection))
        .part(column(renderer, language, collection, indicator));
    members(context, collection, division, &mut mixer);
    division_outline(context, collection, &mut mixer);
    mixer.finish()
}

/// What the records of each part come to together.
fn part_figures(context: &PageContext<'_>, collection: usize, indicator: usize, mixer: &mut Mixer) {
    let guide = context.guide;
    let plan = &guide.collections[collection];
    let Some(totals) = &plan.totals else {
        return;
    };
    let target = referenced(guide, &plan.fields[totals.field].kind);
    for (id, figure) in totals.parts.iter().zip(&plan.statistics[indicator].parts) {
        let name = target.and_then(|target| {
            let record = guide.record(target, id)?;
            Some(context.record_name(target, record))
        });
        mixer.text(id).text(name.unwrap_or_default()).debug(figure);
    }
}

fn outlines(context: &PageContext<'_>, collection: usize, mixer: &mut Mixer) {
    if let Some(outlines) = &context.renderer.outlines
        && outlines.collection() == collection
    {
        mixer.part(outlines.print());
    }
}

/// Whether the pages of one collection are divided by the records of another.
fn divides(guide: &Guide, source: usize, collection: usize) -> bool {
    let divisions = guide.collections[source].divisions.as_ref();
    divisions.is_some_and(|divisions| divisions.reference == Some(collection))
}

/// A collection's table as CSV.
pub(super) fn csv(renderer: &Renderer, collection: usize) -> Fingerprint {
    Mixer::default()
        .part(frame(renderer, 0, collection))
        .part(all_sides(renderer, 0, collection))
        .finish()
}

/// Where a collection's indicators come from, as CSV.
pub(super) fn sources_csv(renderer: &Renderer, collection: usize) -> Fingerprint {
    let mut mixer = Mixer::default();
    mixer.part(frame(renderer, 0, collection));
    // The frame has those of indicators that are shown.
    for statistics in &renderer.guide.collections[collection].statistics {
        mixer.debug(&statistics.national);
    }
    mixer.finish()
}
