//! Ids that name records and tags: checks that they exist, and finds what they lead back to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::PORTION;
use crate::parse::collection::FieldKind;
use crate::parse::indicator::{Indicator, IndicatorValue};
use crate::parse::markdown::PAGE_ANCHORS;
use crate::parse::record::{FieldValue, Record};
use crate::parse::target::{Target, ValueTarget};
use crate::plan::guide::{Guide, Mentions, used_tags};
use crate::plan::kept::Kept;
use crate::plan::settings::{unknown, unknown_name};

/// Reports ids that are taken twice and references to what doesn't exist.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    tags(guide, report);
    terms(guide, report);
    for (position, collection) in guide.collections.iter().enumerate() {
        let mut seen: BTreeMap<&str, &Record> = BTreeMap::new();
        for record in &collection.records {
            if let Some(first) = seen.insert(&record.id, record) {
                report.add(duplicate(record, first));
            }
            record_values(guide, position, record, report);
        }
        indicator_values(guide, position, report);
    }
}

fn duplicate(record: &Record, first: &Record) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateId,
        record.place("id"),
        Message::new(
            format!("id「{}」は {} にもあります", record.id, first.file),
            format!("the id `{}` stands in {} too", record.id, first.file),
        ),
    )
    .with_help(Message::new(
        "コレクションの中で、ほかにない id にしてください。",
        "choose an id that no other record of the collection has",
    ))
}

fn tags(guide: &Guide, report: &mut Report) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for tag in &guide.tags {
        if seen.insert(&tag.id, &tag.place).is_some() {
            let message = Message::new(
                format!("タグ「{}」が2回あります", tag.id),
                format!("the tag `{}` is declared twice", tag.id),
            );
            let problem = Diagnostic::new(Code::DuplicateId, tag.place.clone(), message);
            report.add(problem.with_help(one_of_two()));
        }
    }
    let reports: Vec<Report> = (guide.articles.par_iter())
        .with_max_len(PORTION)
        .map(|article| {
            let mut report = Report::default();
            for version in &article.versions {
                for (position, tag) in version.tags.iter().enumerate() {
                    let place = || Place::field(&version.file, format!("tags[{position}]"));
                    known_tag(guide, tag, place, &mut report);
                }
            }
            report
        })
        .collect();
    reports.into_iter().for_each(|found| report.append(found));
}

fn one_of_two() -> Message {
    Message::new(
        "どちらかを消すか、別の id にします",
        "remove one of the two, or choose another id",
    )
}

/// A term's id is an anchor of the glossary's page, so it can't be one that every page has.
fn terms(guide: &Guide, report: &mut Report) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for term in &guide.glossary {
        let id = &term.id;
        if !seen.insert(id) {
            let message = Message::new(
                format!("用語「{id}」が2回あります"),
                format!("the term `{id}` is declared twice"),
            );
            let problem = Diagnostic::new(Code::DuplicateId, term.place.clone(), message);
            report.add(problem.with_help(one_of_two()));
        }
        if PAGE_ANCHORS.contains(&id.as_str()) {
            report.add(Diagnostic::new(
                Code::DuplicateAnchor,
                term.place.clone(),
                Message::new(
                    format!("用語のid「{id}」は、同じページの別の場所が使います"),
                    format!("the id `{id}` of the term is taken by another part of its page"),
                ),
            ));
        }
    }
}

fn known_tag(guide: &Guide, tag: &str, place: impl FnOnce() -> Place, report: &mut Report) {
    if guide.tag(tag).is_some() {
        return;
    }
    let ids = guide.tags.iter().map(|tag| tag.id.as_str());
    let mut diagnostic = unknown(Code::UnknownTag, place(), tag, ids, "タグ", "tag");
    if diagnostic.help.is_none() {
        diagnostic.help = Some(Message::new(
            format!(
                "新しいタグなら content/tags.yaml に加えます: - {{id: {tag}, name: …, kana: …}}"
            ),
            format!("a new tag is added to content/tags.yaml: - {{id: {tag}, name: …, kana: …}}"),
        ));
    }
    report.add(diagnostic);
}

fn record_values(guide: &Guide, collection: usize, record: &Record, report: &mut Report) {
    let schema = &guide.collections[collection];
    for (field, value) in schema.fields.iter().zip(&record.values) {
        let place = |position: usize, many: bool| {
            if many {
                record.place(&format!("{}[{position}]", field.id))
            } else {
                record.place(&field.id)
            }
        };
        match value {
            FieldValue::Tags(tags) => {
                for (position, tag) in tags.iter().enumerate() {
                    known_tag(guide, tag, || place(position, true), report);
                }
            }
            FieldValue::References(ids) => {
                let Some(target) = referenced(guide, &field.kind) else {
                    continue;
                };
                for (position, id) in ids.iter().enumerate() {
                    if guide.record(target, id).is_none() {
                        let known = &guide.collections[target].records;
                        let ids = known.iter().map(|record| record.id.as_str());
                        let place = place(position, field.many);
                        report.add(unknown_name(place, id, ids, "レコード", "record"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The collection that a field refers to.
pub fn referenced(guide: &Guide, kind: &FieldKind) -> Option<usize> {
    match kind {
        FieldKind::Reference { collection } => guide.collection(collection),
        _ => None,
    }
}

/// Whether a field of a collection's records names records of another.
pub fn refers(guide: &Guide, source: usize, target: usize) -> bool {
    let mut fields = guide.collections[source].fields.iter();
    fields.any(|field| referenced(guide, &field.kind) == Some(target))
}

fn indicator_values(guide: &Guide, collection: usize, report: &mut Report) {
    for indicator in &guide.collections[collection].indicators {
        for (id, value) in &indicator.values {
            if let IndicatorValue::Known(number) = value
                && !has_decimals(*number, indicator.decimals)
            {
                report.add(too_precise(indicator, id, *number));
            }
            if guide.record(collection, id).is_none() {
                let known = &guide.collections[collection].records;
                let ids = known.iter().map(|record| record.id.as_str());
                let place = Place::field(&indicator.file, format!("values.{id}"));
                report.add(unknown(
                    Code::UnknownRecord,
                    place,
                    id,
                    ids,
                    "レコード",
                    "record",
                ));
            }
        }
    }
}

/// Whether a number has no more decimals than are shown, so that what looks the same is.
fn has_decimals(number: f64, decimals: u8) -> bool {
    let scaled = number * 10f64.powi(i32::from(decimals));
    (scaled - scaled.round()).abs() <= 1e-6 * scaled.abs().max(1.0)
}

fn too_precise(indicator: &Indicator, id: &str, number: f64) -> Diagnostic {
    let decimals = indicator.decimals;
    Diagnostic::new(
        Code::OutOfRange,
        Place::field(&indicator.file, format!("values.{id}")),
        Message::new(
            format!("{number} は、小数点以下が decimals: {decimals} より細かい値です"),
            format!("{number} has more decimals than `decimals: {decimals}` shows"),
        ),
    )
    .with_help(Message::new(
        "decimals を増やすか、値をその桁まで丸めます。",
        "raise `decimals`, or round the value",
    ))
}

/// Finds, for each record, the records and articles that lead to it, and which tags are in use.
pub(crate) fn connect(guide: &mut Guide) {
    let mut mentions = record_mentions(guide);
    let named: Vec<Vec<(usize, usize)>> = (guide.articles.par_iter())
        .map(|article| article_records(guide, article))
        .collect();
    for (position, records) in named.into_iter().enumerate() {
        for (collection, record) in records {
            let list = &mut mentions[collection][record].articles;
            if list.last() != Some(&position) {
                list.push(position);
            }
        }
    }
    guide.used_tags = used_tags(guide);
    keep(guide, mentions);
}

/// Comes to the same with what is known of articles already.
pub(crate) fn connect_again(guide: &mut Guide, kept: Kept) {
    let mut mentions = record_mentions(guide);
    for (mentions, kept) in mentions.iter_mut().zip(kept.mentions) {
        for (mentions, articles) in mentions.iter_mut().zip(kept) {
            mentions.articles = articles;
        }
    }
    guide.used_tags = kept.used_tags;
    keep(guide, mentions);
}

fn keep(guide: &mut Guide, mentions: Vec<Vec<Mentions>>) {
    let collections = Arc::make_mut(&mut guide.collections);
    for (collection, mentions) in collections.iter_mut().zip(mentions) {
        collection.mentions = mentions;
    }
}

/// For each collection and record, the records that name it.
fn record_mentions(guide: &Guide) -> Vec<Vec<Mentions>> {
    let mut mentions: Vec<Vec<Mentions>> = guide
        .collections
        .iter()
        .map(|collection| vec![Mentions::default(); collection.records.len()])
        .collect();
    for (source, collection) in guide.collections.iter().enumerate() {
        for (position, record) in collection.records.iter().enumerate() {
            for (field, value) in collection.fields.iter().zip(&record.values) {
                let (Some(target), FieldValue::References(ids)) =
                    (referenced(guide, &field.kind), value)
                else {
                    continue;
                };
                for id in ids {
                    if let Some(record) = guide.record(target, id) {
                        let list = &mut mentions[target][record].records;
                        // Sources come one after the other, so that a repetition is the last.
                        if list.last() != Some(&(source, position)) {
                            list.push((source, position));
                        }
                    }
                }
            }
        }
    }
    mentions
}

/// Records that an article links to, shows a value of or names as related.
fn article_records(
    guide: &Guide,
    article: &crate::plan::guide::ArticlePlan,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut add = |prefix: &str, id: &str| {
        if let Some(collection) = guide.prefix(prefix)
            && let Some(record) = guide.record(collection, id)
        {
            found.push((collection, record));
        }
    };
    for version in &article.versions {
        let links = version.body.links.iter().map(|(target, _)| target);
        for target in links.chain(&version.related) {
            match target {
                Target::Record { prefix, id, .. } => add(prefix, id),
                Target::Pair { prefix, ids, .. } => {
                    add(prefix, &ids.0);
                    add(prefix, &ids.1);
                }
                _ => {}
            }
        }
        for (value, _) in &version.body.values {
            if let ValueTarget::Record { prefix, id, .. } = value {
                add(prefix, id);
            }
        }
    }
    found
}
