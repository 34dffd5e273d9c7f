//! Reads `_collection.yaml`.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Message, Report};
use crate::load::SourcePath;
use crate::parse::collection::keys::{COLLECTION, COMPARE, PAGE};
use crate::parse::collection::{
    Collection, CompareSettings, Field, FieldKind, Group, PageSettings, Pairs, fields, pairs,
    status,
};
use crate::parse::target::{REFUSED_SCHEMES, TARGET_WORDS};
use crate::parse::text::Language;
use crate::parse::yaml::{Reader, Value, read_file};

/// Columns that the table of a collection has room for.
pub(super) const MOST_COLUMNS: usize = 5;

/// Reads a collection's schema and settings; its records and indicators are still empty.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
) -> Option<Collection> {
    read_file(file, bytes, languages, report, |reader, value| {
        let mut keys = reader.keys(value)?;
        let prefix = keys.read(reader, &COLLECTION.prefix);
        let name = keys.read(reader, &COLLECTION.name);
        let aliases = keys.read(reader, &COLLECTION.aliases);
        let description = keys.read(reader, &COLLECTION.description);
        let counter = keys.read(reader, &COLLECTION.counter);
        let groups = keys.read(reader, &COLLECTION.groups).unwrap_or_default();
        let fields = keys.read_with(reader, &COLLECTION.fields, |reader, value| {
            Some(fields::read(reader, value, &groups))
        });
        let fields = fields.unwrap_or_default();
        let page = keys.read_with(reader, &COLLECTION.page, |reader, value| {
            page(reader, value, &fields)
        });
        let compare = keys.read_with(reader, &COLLECTION.compare, |reader, value| {
            compare(reader, value, &fields)
        });
        let status = keys.read_with(reader, &COLLECTION.status, |reader, value| {
            status::read(reader, value, &fields)
        });
        keys.finish(reader);
        let folder = file.folder();
        Some(Collection {
            id: folder.rsplit('/').next().unwrap_or(folder).to_owned(),
            file: file.clone(),
            prefix: prefix?,
            name: name?,
            aliases: aliases.unwrap_or_default(),
            description: description?,
            counter: counter?,
            groups,
            fields,
            page: page.unwrap_or_default(),
            compare: compare.unwrap_or(NO_COMPARISON),
            status: status.unwrap_or_default(),
            records: Vec::new(),
            indicators: Vec::new(),
        })
    })
}

/// What holds where `compare` is left out.
const NO_COMPARISON: CompareSettings = CompareSettings {
    pairs: Pairs::None,
    minimum_rows: 5,
    sitemap: true,
    languages: Vec::new(),
    featured: Vec::new(),
    unspoken: Vec::new(),
    brief: false,
};

pub(super) fn prefix(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<String> {
    let prefix = reader.slug(value)?;
    let taken = ["http", "https", "mailto"];
    let mut words = TARGET_WORDS.iter().chain(REFUSED_SCHEMES).chain(&taken);
    if words.any(|word| *word == prefix) {
        reader.problem_with_help(
            Code::BadId,
            value,
            Message::new(
                format!("`{prefix}` は別の意味を持つので、prefix に使えません"),
                format!("`{prefix}` has another meaning and can't be a prefix"),
            ),
            Message::new(
                "コレクション一件を表す語にします。例: `region`",
                "choose a word for one record, such as `region`",
            ),
        );
        return None;
    }
    Some(prefix)
}

pub(super) fn groups(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<Group>> {
    let mut groups = Vec::new();
    for (id, value) in reader.entries(value) {
        if reader.key_is_name(&value, id)
            && let Some(label) = reader.text(&value)
        {
            let id = id.to_owned();
            groups.push(Group { id, label });
        }
    }
    Some(groups)
}

fn page(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) -> Option<PageSettings> {
    let mut keys = reader.keys(value)?;
    let lead = keys.read(reader, &PAGE.lead);
    let indicators = keys.read(reader, &PAGE.indicators);
    let columns = keys.read_with(reader, &PAGE.columns, |reader, value| {
        let columns = names(reader, value)?;
        if columns.len() > MOST_COLUMNS {
            let message = Message::new(
                format!("表の列は{MOST_COLUMNS}つまでです（今は{}）", columns.len()),
                format!(
                    "a table has at most {MOST_COLUMNS} columns, not {}",
                    columns.len()
                ),
            );
            let help = Message::new("大事なものだけを残します", "keep those that matter most");
            reader.problem_with_help(Code::OutOfRange, value, message, help);
        }
        Some(columns)
    });
    let summary = keys.read_with(reader, &PAGE.summary, |reader, value| {
        summary(reader, value, fields)
    });
    let group_by = keys.read(reader, &PAGE.group_by);
    let distinguish_by = keys.read(reader, &PAGE.distinguish_by);
    let totals_by = keys.read(reader, &PAGE.totals_by);
    let index_by = keys.read(reader, &PAGE.index_by);
    let near = keys.read_with(reader, &PAGE.near, |reader, value| {
        needs_place(reader, value, fields);
        (PAGE.near.kind.read)(reader, value)
    });
    keys.finish(reader);
    Some(PageSettings {
        lead: lead.unwrap_or_default(),
        indicators: indicators.unwrap_or_default(),
        columns: columns.unwrap_or_default(),
        group_by,
        distinguish_by,
        totals_by,
        index_by,
        summary,
        near: near
            .and_then(|near| usize::try_from(near).ok())
            .unwrap_or(0),
    })
}

fn compare(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    fields: &[Field],
) -> Option<CompareSettings> {
    let mut keys = reader.keys(value)?;
    let pairs = keys.read_with(reader, &COMPARE.pairs, |reader, value| {
        pairs::read(reader, value, fields)
    });
    let minimum_rows = keys.read(reader, &COMPARE.minimum_rows);
    let sitemap = keys.read(reader, &COMPARE.sitemap);
    let languages = keys.read(reader, &COMPARE.languages);
    let featured = keys.read(reader, &COMPARE.featured);
    let unspoken = keys.read(reader, &COMPARE.unspoken);
    let brief = keys.read(reader, &COMPARE.brief);
    keys.finish(reader);
    let minimum_rows = minimum_rows.and_then(|rows| usize::try_from(rows).ok());
    Some(CompareSettings {
        pairs: pairs.unwrap_or(Pairs::None),
        minimum_rows: minimum_rows.unwrap_or(NO_COMPARISON.minimum_rows),
        sitemap: sitemap.unwrap_or(true),
        languages: languages.unwrap_or_default(),
        featured: featured.unwrap_or_default(),
        unspoken: unspoken.unwrap_or_default(),
        brief: brief.unwrap_or(false),
    })
}

/// The name of a text field.
fn summary(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) -> Option<String> {
    let texts: Vec<&str> = fields
        .iter()
        .filter(|field| field.kind == FieldKind::Text)
        .map(|field| field.id.as_str())
        .collect();
    let word = value.word().filter(|word| texts.contains(word));
    if word.is_none() {
        reader.unknown_choice(value, &texts);
    }
    word.map(str::to_owned)
}

/// One of the site's languages.
pub(super) fn language(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Language> {
    let known = reader.languages;
    let word = value.word().unwrap_or_default();
    let found = known.iter().find(|language| language.as_str() == word);
    if found.is_none() {
        let tags: Vec<&str> = known.iter().map(Language::as_str).collect();
        reader.unknown_choice(value, &tags);
    }
    found.cloned()
}

/// Names of fields or indicators, each once.
pub(super) fn names(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut names = reader.list(value, Reader::name);
    names.retain(|name| seen.insert(name.clone()));
    Some(names)
}

/// Reports a setting about distances in a collection whose records have no place.
pub(super) fn needs_place(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) {
    if fields.iter().any(|field| field.kind == FieldKind::Place) {
        return;
    }
    reader.key_problem(
        Code::MissingReference,
        value,
        Message::new(
            "距離を測るには、種類が `place` の項目が要ります",
            "distances need a field of the kind `place`",
        ),
        Some(Message::new(
            "`fields:` に `place: {label: 位置, kind: place, group: …}` を足すか、この設定を消します",
            "add `place: {label: Place, kind: place, group: …}` to `fields:`, or remove this setting",
        )),
    );
}
