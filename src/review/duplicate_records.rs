//! Two records that seem to be the same thing: one address, or in one place one reading or name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Message, Report};
use crate::parse::collection::{FieldKind, Shared};
use crate::parse::record::{FieldValue, Record};
use crate::plan::Guide;
use crate::plan::geometry::kilometres;
use crate::plan::guide::CollectionPlan;
use crate::review::addresses;

/// Kilometres within which two places may be one, written down twice.
const SAME_PLACE: f64 = 5.0;

/// What two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Address,
    Name,
    Reading,
}

/// Reports each record that looks like an earlier one, once for each of these.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    let language = guide.language(0);
    for collection in guide.collections.iter() {
        let mut first: BTreeMap<(Kind, String, String), usize> = BTreeMap::new();
        for (position, record) in collection.records.iter().enumerate() {
            let mut said = BTreeSet::new();
            let places = places(collection, record);
            let words = [
                (
                    Kind::Name,
                    "name".to_owned(),
                    folded(record.name.get(language)),
                ),
                (Kind::Reading, "kana".to_owned(), folded(&record.kana)),
            ];
            for (kind, field, word) in addresses_of(collection, record).into_iter().chain(words) {
                for place in &places {
                    let key = (kind, word.clone(), place.clone());
                    let other = *first.entry(key).or_insert(position);
                    // Two records with one id have been reported as such.
                    let seen = (collection.records.get(other))
                        .filter(|seen| other != position && seen.id != record.id)
                        .filter(|seen| {
                            kind == Kind::Address || !is_elsewhere(collection, record, seen)
                        });
                    if let Some(other_record) = seen.filter(|_| said.insert(other)) {
                        let name = other_record.name.get(language);
                        report.add(duplicate(record, &field, kind, other_record, name));
                    }
                }
            }
        }
    }
}

/// The addresses of a record that are its own, with their fields.
fn addresses_of(collection: &CollectionPlan, record: &Record) -> Vec<(Kind, String, String)> {
    let is_own = |shared: &Shared, normal: &str| match shared {
        Shared::None => true,
        Shared::These(shared) => shared.iter().all(|url| addresses::normal(url) != normal),
        Shared::All => false,
    };
    let values = collection.fields.iter().zip(&record.values);
    values
        .filter_map(|(field, value)| {
            let FieldValue::Url(url) = value else {
                return None;
            };
            let normal = addresses::normal(url);
            let found = (Kind::Address, field.id.clone(), normal.clone());
            is_own(&field.shared, &normal).then_some(found)
        })
        .collect()
}

/// Two records whose places are known and lie apart are two things, whatever they are called: two
/// towns of Hokkaido are both read えさしちょう.
fn is_elsewhere(collection: &CollectionPlan, record: &Record, other: &Record) -> bool {
    let places = (collection.place(record), collection.place(other));
    matches!(places, (Some(here), Some(there)) if kilometres(here, there) > SAME_PLACE)
}

/// What a record refers to, such as its prefecture; one empty place if that is nothing. Branches
/// of one group in two prefectures may share a site and even a name.
fn places(collection: &CollectionPlan, record: &Record) -> Vec<String> {
    let mut places = Vec::new();
    for (field, value) in collection.fields.iter().zip(&record.values) {
        // What tells records of one name apart for readers does so here.
        let distinguishes = collection.page.distinguish_by.as_ref() == Some(&field.id);
        let words = match (&field.kind, value) {
            (FieldKind::Reference { .. }, FieldValue::References(ids)) => ids.as_slice(),
            (_, FieldValue::Choices(ids)) if distinguishes => ids.as_slice(),
            _ => &[],
        };
        places.extend(words.iter().map(|id| format!("{} {id}", field.id)));
    }
    if places.is_empty() {
        places.push(String::new());
    }
    places
}

/// A name without case, spaces and middle dots.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '・' | '･'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn duplicate(record: &Record, field: &str, kind: Kind, other: &Record, name: &str) -> Diagnostic {
    let (ja, en) = match kind {
        Kind::Address => ("アドレス", "address"),
        Kind::Name => ("名前", "name"),
        Kind::Reading => ("読み", "reading"),
    };
    let id = &other.id;
    let help = match kind {
        Kind::Address => Message::new(
            format!(
                "同じものなら一つにまとめ、消すほうの id を残すほうの `former_ids` に書きます。別のものなら、それぞれのページのアドレスにします。どちらにも共通のページなら、_collection.yaml の `{field}` の `shared:` に加えます"
            ),
            format!(
                "if they are the same, keep one and note the other's id in its `former_ids`; if not, give each its own page; if it is a page that they share, add it to `shared:` of `{field}` in _collection.yaml"
            ),
        ),
        Kind::Name | Kind::Reading => Message::new(
            "同じものなら一つにまとめ、消すほうの id を残すほうの `former_ids` に書きます。別のものなら、見分けのつく名前と読みにします",
            "if they are the same, keep one and note the other's id in its `former_ids`; if not, give them names and readings that tell them apart",
        ),
    };
    Diagnostic::new(
        Code::DuplicateRecord,
        record.place(field),
        Message::new(
            format!("{ja}が「{name}」（`{id}`）と同じです"),
            format!("this is the same {en} as that of \"{name}\" (`{id}`)"),
        ),
    )
    .with_help(help)
}
