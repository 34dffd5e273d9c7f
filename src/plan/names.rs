//! Names that more than one record of a collection has: what tells them apart.

use std::collections::BTreeMap;

use crate::parse::collection::FieldKind;
use crate::parse::record::{FieldValue, Record};
use crate::parse::text::{Language, Text};
use crate::plan::guide::CollectionPlan;

/// Gives the records of collections with `page.distinguish_by` that share a name in any language
/// another one for titles and lists: 府中市（東京都）.
pub(super) fn distinguish(collections: &mut [CollectionPlan], languages: &[Language]) {
    for position in 0..collections.len() {
        let names = distinct_names(collections, position, languages);
        collections[position].distinct_names = names;
    }
}

fn distinct_names(
    collections: &[CollectionPlan],
    position: usize,
    languages: &[Language],
) -> Vec<Option<Text>> {
    let collection = &collections[position];
    let by = collection.page.distinguish_by.as_deref();
    let Some(field) = by.and_then(|id| collection.field(id)) else {
        return Vec::new();
    };
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for record in &collection.records {
        for (position, language) in languages.iter().enumerate() {
            *counts
                .entry((position, record.name.get(language)))
                .or_default() += 1;
        }
    }
    let target = match &collection.fields[field].kind {
        FieldKind::Reference { collection: target } => {
            collections.iter().find(|other| other.id == *target)
        }
        _ => None,
    };
    let named: BTreeMap<&str, &Record> = target
        .iter()
        .flat_map(|target| &target.records)
        .map(|record| (record.id.as_str(), record))
        .collect();
    let of_record = |record: &Record| {
        let is_shared = (languages.iter().enumerate())
            .any(|(position, language)| counts[&(position, record.name.get(language))] > 1);
        if !is_shared {
            return None;
        }
        let word = match (&record.values[field], &collection.fields[field].kind) {
            (FieldValue::References(ids), _) => &named.get(ids.first()?.as_str())?.name,
            (FieldValue::Choices(ids), FieldKind::Choice { options }) => {
                let chosen = ids.first()?;
                &options.iter().find(|option| option.id == *chosen)?.label
            }
            (FieldValue::Text(text), _) => text,
            _ => return None,
        };
        let whole = |language: &Language| {
            let (name, word) = (record.name.get(language), word.get(language));
            match language.as_str() {
                "ja" => format!("{name}（{word}）"),
                _ => format!("{name} ({word})"),
            }
        };
        let (first, others) = languages.split_first()?;
        Some(
            others
                .iter()
                .fold(Text::plain(&whole(first)), |text, language| {
                    text.with(language.clone(), &whole(language))
                }),
        )
    };
    collection.records.iter().map(of_record).collect()
}
