//! Names in `site.yaml` and `_collection.yaml` that stand for something declared elsewhere.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report, nearest};
use crate::parse::collection::{Field, FieldKind, Pairs};
use crate::parse::markdown::PAGE_ANCHORS;
use crate::plan::divisions::can_divide;
use crate::plan::guide::{CollectionPlan, Guide};

/// Folders of the output that a collection can't take.
const RESERVED: [&str; 10] = [
    "about",
    "articles",
    "assets",
    "compare",
    "data",
    "glossary",
    "indicators",
    "media",
    "search",
    "tags",
];

/// Reports names that lead nowhere and names that are taken twice.
pub(crate) fn check(guide: &Guide, report: &mut Report) {
    let mut prefixes: BTreeMap<&str, &CollectionPlan> = BTreeMap::new();
    for collection in guide.collections.iter() {
        if RESERVED.contains(&collection.id.as_str())
            || guide
                .site
                .languages
                .iter()
                .any(|tag| tag.as_str() == collection.id)
        {
            report.add(taken_folder(guide, collection));
        }
        if let Some(other) = prefixes.insert(&collection.prefix, collection) {
            report.add(taken_prefix(collection, other));
        }
        shared_names(collection, report);
        taken_anchors(guide, collection, report);
        columns(collection, report);
        telling_fields(collection, report);
        pair_rules(collection, report);
        featured(collection, guide, report);
        for field in &collection.fields {
            reference_target(collection, field, guide, report);
        }
    }
    for (id, _) in &guide.site.comparisons {
        if guide.collection(id).is_none() {
            let ids = guide.collections.iter();
            let ids = ids.map(|collection| collection.id.as_str());
            let place = Place::field(&guide.site.file, format!("comparisons.{id}"));
            report.add(unknown_name(place, id, ids, "コレクション", "collection"));
        }
    }
    if let Some(map) = &guide.site.map
        && guide.collection(&map.collection).is_none()
    {
        let ids = guide
            .collections
            .iter()
            .map(|collection| collection.id.as_str());
        let place = Place::field(&guide.site.file, "map.collection");
        report.add(unknown_name(
            place,
            &map.collection,
            ids,
            "コレクション",
            "collection",
        ));
    }
}

/// A diagnostic for a name that isn't among the candidates, with the nearest one as help.
pub(crate) fn unknown_name<'a>(
    place: Place,
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    kind_ja: &str,
    kind_en: &str,
) -> Diagnostic {
    unknown(
        Code::MissingReference,
        place,
        wrong,
        candidates,
        kind_ja,
        kind_en,
    )
}

/// Like [`unknown_name`], with the code to report.
pub(crate) fn unknown<'a>(
    code: Code,
    place: Place,
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    kind_ja: &str,
    kind_en: &str,
) -> Diagnostic {
    let message = Message::new(
        format!("「{wrong}」という{kind_ja}はありません"),
        format!("there is no {kind_en} `{wrong}`"),
    );
    let diagnostic = Diagnostic::new(code, place, message);
    match nearest(wrong, candidates) {
        Some(near) => diagnostic.with_help(Message::new(
            format!("「{near}」のことですか。"),
            format!("did you mean `{near}`?"),
        )),
        None => diagnostic,
    }
}

fn taken_folder(guide: &Guide, collection: &CollectionPlan) -> Diagnostic {
    let id = &collection.id;
    let languages = guide.site.languages.iter().map(|tag| tag.as_str());
    let taken: Vec<&str> = RESERVED.into_iter().chain(languages).collect();
    let taken = taken.join(", ");
    Diagnostic::new(
        Code::OutputConflict,
        Place::file(&collection.file),
        Message::new(
            format!("フォルダー名「{id}」は、ガイドのほかのページが使っています"),
            format!("the folder name `{id}` is taken by other pages of the output"),
        ),
    )
    .with_help(Message::new(
        format!("別の名前にしてください。使えない名前: {taken}"),
        format!("choose another name; taken are: {taken}"),
    ))
}

fn taken_prefix(collection: &CollectionPlan, other: &CollectionPlan) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateId,
        Place::field(&collection.file, "prefix"),
        Message::new(
            format!(
                "prefix「{}」は {} も使っています",
                collection.prefix, other.file
            ),
            format!(
                "the prefix `{}` is also that of {}",
                collection.prefix, other.file
            ),
        ),
    )
}

/// Pages of records also have a place for each collection that refers to them, and these,
/// beside those of every page.
const ANCHORS: [&str; 3] = ["articles", "compare", "pairs"];

/// A group's id is an anchor, so it can't be one that the same pages have already.
fn taken_anchors(guide: &Guide, collection: &CollectionPlan, report: &mut Report) {
    for group in &collection.groups {
        let taken = ANCHORS
            .iter()
            .chain(&PAGE_ANCHORS)
            .any(|anchor| *anchor == group.id);
        if taken || guide.collection(&group.id).is_some() {
            let id = &group.id;
            report.add(Diagnostic::new(
                Code::DuplicateAnchor,
                Place::field(&collection.file, format!("groups.{id}")),
                Message::new(
                    format!("グループの名前「{id}」は、同じページの別の場所が使います"),
                    format!("the group id `{id}` is taken by another part of the same pages"),
                ),
            ));
        }
    }
}

/// A field and an indicator of one name could not be told apart in `{{region:tokyo/area}}`.
fn shared_names(collection: &CollectionPlan, report: &mut Report) {
    for indicator in &collection.indicators {
        if collection.field(&indicator.id).is_some() {
            report.add(Diagnostic::new(
                Code::DuplicateId,
                Place::field(&collection.file, format!("fields.{}", indicator.id)),
                Message::new(
                    format!(
                        "「{}」は {} の統計の名前でもあります",
                        indicator.id, indicator.file
                    ),
                    format!(
                        "`{}` is also the indicator {}",
                        indicator.id, indicator.file
                    ),
                ),
            ));
        }
    }
}

fn columns(collection: &CollectionPlan, report: &mut Report) {
    let page = &collection.page;
    let names = || {
        let fields = collection.fields.iter().map(|field| field.id.as_str());
        let shown = collection.shown_indicators.iter();
        fields.chain(shown.map(|position| collection.indicators[*position].id.as_str()))
    };
    let lists = [
        ("page.lead", &page.lead),
        ("page.columns", &page.columns),
        ("page.indicators", &page.indicators),
        ("compare.unspoken", &collection.compare.unspoken),
    ];
    for (key, list) in lists {
        for (position, name) in list.iter().enumerate() {
            if !names().any(|known| known == name) {
                let place = Place::field(&collection.file, format!("{key}[{position}]"));
                report.add(unknown_name(
                    place,
                    name,
                    names(),
                    "項目や統計",
                    "field or indicator",
                ));
            }
        }
    }
    if let Some(index_by) = &page.index_by {
        let fields = collection.fields.iter();
        let able = fields.filter(|field| can_divide(field));
        let able: Vec<&str> = able.map(|field| field.id.as_str()).collect();
        if !able.contains(&index_by.as_str()) {
            let place = Place::field(&collection.file, "page.index_by");
            let kinds = (
                "値が一つの、選択か参照の項目",
                "choice or reference field with one value",
            );
            report.add(unknown_name(place, index_by, able, kinds.0, kinds.1));
        }
    }
    let Some(group_by) = &page.group_by else {
        return;
    };
    let is_choice = |field: &&Field| matches!(field.kind, FieldKind::Choice { .. });
    let choices = || {
        collection
            .fields
            .iter()
            .filter(is_choice)
            .map(|field| field.id.as_str())
    };
    if !choices().any(|id| id == group_by) {
        let place = Place::field(&collection.file, "page.group_by");
        report.add(unknown_name(
            place,
            group_by,
            choices(),
            "選択の項目",
            "choice field",
        ));
    }
}

/// The fields of `page.distinguish_by` and `page.totals_by`.
fn telling_fields(collection: &CollectionPlan, report: &mut Report) {
    let page = &collection.page;
    let is_word = |field: &Field| {
        matches!(
            field.kind,
            FieldKind::Choice { .. } | FieldKind::Reference { .. }
        )
    };
    let mut check = |key: &str, name: &Option<String>, known: Vec<&str>| {
        if let Some(name) = name
            && !known.contains(&name.as_str())
        {
            let place = Place::field(&collection.file, key);
            report.add(unknown_name(
                place,
                name,
                known,
                "使える項目",
                "fitting field",
            ));
        }
    };
    let ids = |fits: &dyn Fn(&Field) -> bool| -> Vec<&str> {
        let fields = collection.fields.iter().filter(|field| fits(field));
        fields.map(|field| field.id.as_str()).collect()
    };
    let tells = |field: &Field| is_word(field) || field.kind == FieldKind::Text;
    check("page.distinguish_by", &page.distinguish_by, ids(&tells));
    let sums = |field: &Field| is_word(field) && !field.many;
    check("page.totals_by", &page.totals_by, ids(&sums));
}

fn pair_rules(collection: &CollectionPlan, report: &mut Report) {
    let Pairs::Rules(rules) = &collection.compare.pairs else {
        return;
    };
    let fields = || collection.fields.iter().map(|field| field.id.as_str());
    let records = || collection.records.iter().map(|record| record.id.as_str());
    let mut unknown_field = |path: String, name: &str| {
        if !fields().any(|known| known == name) {
            let place = Place::field(&collection.file, path);
            report.add(unknown_name(place, name, fields(), "項目", "field"));
        }
    };
    for (rule, entry) in rules.iter().enumerate() {
        for (position, name) in entry.same.iter().enumerate() {
            unknown_field(format!("compare.pairs[{rule}].same[{position}]"), name);
        }
        for (position, name) in entry.differ.iter().enumerate() {
            unknown_field(format!("compare.pairs[{rule}].differ[{position}]"), name);
        }
        for (name, _) in &entry.both {
            unknown_field(format!("compare.pairs[{rule}].both.{name}"), name);
        }
    }
    for (rule, entry) in rules.iter().enumerate() {
        for (position, id) in entry.with.iter().enumerate() {
            if !records().any(|known| known == id) {
                let path = format!("compare.pairs[{rule}].with[{position}]");
                let place = Place::field(&collection.file, path);
                report.add(unknown_name(place, id, records(), "レコード", "record"));
            }
        }
    }
}

fn featured(collection: &CollectionPlan, guide: &Guide, report: &mut Report) {
    let position = guide.collection(&collection.id).unwrap_or(0);
    for (entry, pair) in collection.compare.featured.iter().enumerate() {
        for id in [&pair.0, &pair.1] {
            if guide.record(position, id).is_none() {
                let path = format!("compare.featured[{entry}]");
                let place = Place::field(&collection.file, path);
                let ids = collection.records.iter().map(|record| record.id.as_str());
                report.add(unknown_name(place, id, ids, "レコード", "record"));
            }
        }
    }
}

fn reference_target(
    collection: &CollectionPlan,
    field: &Field,
    guide: &Guide,
    report: &mut Report,
) {
    if let FieldKind::Reference { collection: target } = &field.kind
        && guide.collection(target).is_none()
    {
        let path = format!("fields.{}.collection", field.id);
        let ids = guide
            .collections
            .iter()
            .map(|collection| collection.id.as_str());
        let place = Place::field(&collection.file, path);
        report.add(unknown_name(
            place,
            target,
            ids,
            "コレクション",
            "collection",
        ));
    }
}
