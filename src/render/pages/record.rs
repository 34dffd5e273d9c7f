//! A record: its facts with rank and national value, and what is related to it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::parse::collection::{Better, FieldKind};
use crate::parse::record::FieldValue;
use crate::plan::guide::CollectionPlan;
use crate::plan::references::refers;
use crate::plan::route::{Content, Page};
use crate::render::language::Highlight;
use crate::render::page::{Finished, PageContext, escaped};
use crate::render::pages::collection::{Item, entry, grouped_links, item, lead_facts};
use crate::render::view::{
    DivisionLink, Fact, FactGroup, Link, LinkGroup, NationalValue, NearLink, RecordPage, Referrers,
};

/// How many records may share a value that stands out.
const MOST_SHARING: usize = 10;
/// How many sentences say what stands out.
const HIGHLIGHTS: usize = 3;
/// Fewer records than this have no ranks worth a sentence.
const LEAST_FOR_HIGHLIGHTS: usize = 10;

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, _) = context.collection(collection);
    let guide = context.guide;
    let entry = &plan.records[record];
    let name = context.record_name(collection, record);
    let groups = fact_groups(context, collection, record);
    let all = groups.iter().flat_map(|group| &group.facts);
    let (known, total) = all.fold((0, 0), |(known, total), fact| {
        (known + usize::from(fact.known), total + 1)
    });
    let comparisons = comparisons(context, collection, record);
    let lead = plan.page.lead.iter().filter_map(|name| item(plan, name));
    let view = RecordPage {
        head: context.head(
            name,
            parents(context, collection, record),
            Some(&entry.file),
        ),
        kana: entry.kana.clone(),
        aliases: entry.aliases.clone(),
        website: website(plan, record),
        highlights: highlights(context, collection, record),
        lead: lead
            .map(|item| fact(context, collection, record, item))
            .collect(),
        map_html: map(context, collection, record),
        body_html: entry
            .prose
            .as_ref()
            .map_or_else(String::new, |prose| context.html(prose)),
        filled: context.wording.filled(known, total),
        complete: known == total,
        has_figures: groups.iter().any(|group| group.has_figures),
        groups,
        near: near(context, collection, record),
        referrers: referrers(context, collection, record),
        articles: plan.mentions[record]
            .articles
            .iter()
            .map(|article| context.card(*article))
            .collect(),
        comparison_count: comparisons.iter().map(|group| group.links.len()).sum(),
        comparisons,
        compare_url: guide
            .has_comparisons(collection, context.language)
            .then(|| context.href(Page::CompareIndex(collection))),
        sources: entry
            .sources
            .iter()
            .map(|source| context.source(source))
            .collect(),
        json_url: context.href_of(Content::Json(collection, record)),
    };
    let facts = context
        .wording
        .list(&lead_facts(context, collection, record));
    let of = context.text(&plan.name);
    let description = context.wording.record_description(name, of, &facts);
    context.finish("record.html", "record", name, &description, &view)
}

/// The collection, and the record's group as a place in its table.
fn parents(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<Link> {
    let plan = &context.guide.collections[collection];
    let page = Page::Collection(collection);
    let mut parents = vec![context.link(context.page_name(page), page)];
    if let Some(division) = plan
        .divisions
        .as_ref()
        .and_then(|divisions| divisions.of[record])
    {
        let page = Page::CollectionDivision(collection, division);
        parents.push(context.link(context.division_name(collection, division), page));
        return parents;
    }
    let field = plan.page.group_by.as_deref().and_then(|id| plan.field(id));
    if let (Some(field), Some(option)) = (field, plan.group_of(&plan.records[record])) {
        parents.push(Link {
            name: context.option_name(&plan.fields[field], option).to_owned(),
            url: format!("{}#{option}", context.href(page)),
        });
    }
    parents
}

fn website(plan: &CollectionPlan, record: usize) -> Option<Link> {
    let url = plan.records[record]
        .values
        .iter()
        .find_map(|value| match value {
            FieldValue::Url(url) => Some(url),
            _ => None,
        })?;
    let bare = url.split_once("://").map_or(&**url, |(_, rest)| rest);
    Some(Link {
        name: bare.trim_end_matches('/').to_owned(),
        url: url.clone(),
    })
}

/// Facts by group, in the order of the schema: fields, then indicators. Most records go on without
/// an end that anybody has set, so what `status` names has a row only where it is known.
fn fact_groups(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<FactGroup> {
    let plan = &context.guide.collections[collection];
    let of_status = [plan.status.field, plan.status.until];
    let in_group = |group: &crate::parse::collection::Group| {
        let fields = plan
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.group == group.id && field.kind != FieldKind::Place)
            .filter(|(position, _)| {
                !of_status.contains(&Some(*position))
                    || context
                        .shown_html(&context.shown(collection, record, *position))
                        .is_some()
            })
            .map(|(position, _)| Item::Field(position));
        let indicators = plan
            .shown_indicators
            .iter()
            .filter(|position| plan.indicators[**position].group == group.id)
            .map(|position| Item::Indicator(*position));
        let facts: Vec<Fact> = fields
            .chain(indicators)
            .map(|item| fact(context, collection, record, item))
            .collect();
        (!facts.is_empty()).then(|| FactGroup {
            id: group.id.clone(),
            name: context.text(&group.label).to_owned(),
            has_figures: facts.iter().any(|fact| fact.url.is_some()),
            facts,
        })
    };
    plan.groups.iter().filter_map(in_group).collect()
}

fn fact(context: &PageContext<'_>, collection: usize, record: usize, item: Item) -> Fact {
    match item {
        Item::Field(position) => field_fact(context, collection, record, position),
        Item::Indicator(position) => indicator_fact(context, collection, record, position),
    }
}

fn field_fact(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
    position: usize,
) -> Fact {
    let field = &context.guide.collections[collection].fields[position];
    let shown = context.shown(collection, record, position);
    let html = context.shown_html(&shown);
    let label = context.text(&field.label).to_owned();
    Fact {
        short: label.clone(),
        label,
        url: None,
        known: html.is_some(),
        value_html: html.unwrap_or_else(|| escaped(context.absent(field, &shown))),
        rank: None,
        position: None,
        national: None,
        period: String::new(),
        publisher: String::new(),
        note: field
            .note
            .as_ref()
            .map(|note| context.text(note).to_owned()),
    }
}

fn indicator_fact(
    context: &PageContext<'_>,
    collection: usize,
    record: usize,
    position: usize,
) -> Fact {
    let (plan, facts) = context.collection(collection);
    let (facts, statistics) = (&facts.indicators[position], &plan.statistics[position]);
    let value = statistics.values[record];
    Fact {
        label: facts.label.clone(),
        short: facts.short.clone(),
        url: Some(context.href(Page::Indicator(collection, position))),
        value_html: escaped(&facts.values[record]),
        known: value.is_some(),
        rank: facts.ranks[record].clone(),
        position: value.and_then(|value| statistics.position(value)),
        national: facts.national.as_ref().map(|national| NationalValue {
            name: national.name.clone(),
            value: national.value.clone(),
            position: national
                .comparable
                .and_then(|value| statistics.position(value)),
        }),
        period: facts.period.clone(),
        publisher: facts.publisher.clone(),
        note: facts.note.clone(),
    }
}

/// Sentences on the indicators in which the record is among the first or last few, the most
/// extreme first, at most one of a group.
fn highlights(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<String> {
    let (plan, facts) = context.collection(collection);
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    for &position in &plan.spoken_indicators {
        let statistics = &plan.statistics[position];
        let Some(value) = statistics.values[record] else {
            continue;
        };
        let all_same = statistics.least() == statistics.greatest();
        if statistics.known() < LEAST_FOR_HIGHLIGHTS || all_same {
            continue;
        }
        let first = statistics.rank_from_greatest(value);
        let last = statistics.rank_from_least(value);
        let limit = (statistics.known() / 10).max(1);
        // What many have in common, such as no hospital, doesn't make one of them stand out.
        let sharing = statistics.known() + 2 - first - last;
        if first.min(last) <= limit && sharing <= limit.min(MOST_SHARING) {
            found.push((first.min(last), position, first <= last));
        }
    }
    // What readers would rather know, good or bad, comes before what only describes.
    found.sort_by_key(|(rank, position, _)| {
        (
            plan.indicators[*position].better == Better::Neutral,
            *rank,
            *position,
        )
    });
    let mut groups: Vec<&str> = Vec::new();
    let mut sentences = Vec::new();
    for (rank, position, greatest) in found {
        let (indicator, facts) = (&plan.indicators[position], &facts.indicators[position]);
        if groups.contains(&indicator.group.as_str()) || sentences.len() == HIGHLIGHTS {
            continue;
        }
        groups.push(&indicator.group);
        let counter = context.text(&plan.counter);
        let among = context
            .wording
            .counted(plan.statistics[position].known(), counter);
        let value = plan.statistics[position].values[record].unwrap_or_default();
        sentences.push(
            context.wording.highlight(&Highlight {
                subject: &facts.short,
                among: &among,
                rank,
                word: if greatest { &facts.more } else { &facts.less },
                value: &context
                    .wording
                    .spoken(value, indicator.decimals, &facts.unit),
            }),
        );
    }
    sentences
}

/// The map with this record marked.
fn map(context: &PageContext<'_>, collection: usize, record: usize) -> Option<String> {
    let outlines = context.renderer.outlines.as_ref()?;
    (outlines.collection() == collection).then(|| outlines.marked(context, record))
}

fn near(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<NearLink> {
    let plan = &context.guide.collections[collection];
    let Some(near) = plan.near.get(record) else {
        return Vec::new();
    };
    let compared = context.guide.has_comparisons(collection, context.language);
    near.iter()
        .take(plan.page.near)
        .map(|(other, kilometres)| {
            let pair = plan.pairs.find(record, *other);
            NearLink {
                name: context.record_name(collection, *other).to_owned(),
                url: context.href(Page::Record(collection, *other)),
                distance: context.wording.distance(*kilometres),
                compare_url: pair
                    .filter(|_| compared)
                    .map(|(first, second)| context.href(Page::Compare(collection, first, second))),
            }
        })
        .collect()
}

/// Records of other collections that name this one, and those that stand for all.
fn referrers(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<Referrers> {
    let guide = context.guide;
    let mut named: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (source, record) in &guide.collections[collection].mentions[record].records {
        named.entry(*source).or_default().push(*record);
    }
    let mut lists = Vec::new();
    for (source, plan) in guide.collections.iter().enumerate() {
        if !refers(guide, source, collection) {
            continue;
        }
        let everywhere = (0..plan.records.len()).filter(|other| plan.records[*other].everywhere);
        let divisions = plan.divisions.as_ref();
        let division = divisions.and_then(|divisions| divisions.of_reference(collection, record));
        let divided = division.map(|division| table_of(context, source, division));
        let records = named.remove(&source).unwrap_or_default().into_iter();
        let list = Referrers {
            id: plan.id.clone(),
            name: context.text(&plan.name).to_owned(),
            url: context.href(Page::Collection(source)),
            records: records
                .filter(|_| divided.is_none())
                .map(|other| entry(context, source, other))
                .collect(),
            everywhere: everywhere
                .map(|other| entry(context, source, other))
                .collect(),
            divided,
        };
        lists.push(list);
    }
    lists
}

/// The table of a division of another collection.
fn table_of(context: &PageContext<'_>, collection: usize, division: usize) -> DivisionLink {
    let plan = &context.guide.collections[collection];
    let members = plan.divisions.as_ref();
    let members = members.map_or(0, |divisions| divisions.list[division].members.len());
    let page = Page::CollectionDivision(collection, division);
    DivisionLink {
        name: context.page_name(page),
        url: context.href(page),
        count: context
            .wording
            .counted(members, context.text(&plan.counter)),
    }
}

/// Comparisons that a page lists at most; of more, only those within a division.
const MOST_COMPARISONS: usize = 400;

fn comparisons(context: &PageContext<'_>, collection: usize, record: usize) -> Vec<LinkGroup> {
    let plan = &context.guide.collections[collection];
    if !context.guide.has_comparisons(collection, context.language) {
        return Vec::new();
    }
    let mut others = plan.pairs.partners(record);
    let link = |other: usize| {
        let name = context.record_name(collection, other);
        let (first, second) = plan.pairs.find(record, other).unwrap_or((record, other));
        context.link(name, Page::Compare(collection, first, second))
    };
    let Some(divisions) = &plan.divisions else {
        return grouped_links(context, collection, &others, link);
    };
    let own = divisions.of[record];
    if others.len() > MOST_COMPARISONS {
        others.retain(|other| divisions.of[*other] == own);
    }
    // The record's own division first, then neighbours in others.
    others.sort_by_key(|other| (divisions.of[*other] != own, divisions.of[*other]));
    let groups = others.chunk_by(|left, right| divisions.of[*left] == divisions.of[*right]);
    let group = |others: &[usize]| LinkGroup {
        name: divisions.of[others[0]].map_or_else(String::new, |division| {
            context.division_name(collection, division).to_owned()
        }),
        links: others.iter().copied().map(link).collect(),
    };
    groups.map(group).collect()
}
