//! Reads the records of a file, one or a list of them, against their collection's schema.

use crate::diagnostic::{Code, Message, Report};
use crate::load::SourcePath;
use crate::parse::collection::{Field, FieldKind};
use crate::parse::record::keys::{RECORD, SOURCE};
use crate::parse::record::values;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::parse::text::Language;
use crate::parse::yaml::{Content, Keys, Reader, Value, read_file};

/// Reads a file's records. One without a proper `id`, `name` and `kana` is left out; a field
/// with a problem is unknown.
pub fn parse(
    file: &SourcePath,
    bytes: &[u8],
    fields: &[Field],
    languages: &[Language],
    report: &mut Report,
) -> Vec<Record> {
    let records = read_file(file, bytes, languages, report, |reader, value| {
        if matches!(value.node.content, Content::List(_)) {
            return Some(reader.list(value, |reader, item| record(reader, item, fields)));
        }
        let record = record(reader, value, fields)?;
        same_name(reader, value, &record.id);
        Some(vec![record])
    });
    records.unwrap_or_default()
}

fn record(reader: &mut Reader<'_>, value: &Value<'_>, fields: &[Field]) -> Option<Record> {
    let mut keys = reader.keys(value)?;
    let id = keys.read(reader, &RECORD.id);
    let name = keys.read(reader, &RECORD.name);
    let kana = keys.read(reader, &RECORD.kana);
    let aliases = keys.read(reader, &RECORD.aliases);
    let former_ids = keys.read(reader, &RECORD.former_ids);
    let everywhere = keys.read(reader, &RECORD.everywhere);
    let everywhere = everywhere.unwrap_or(false);
    let values: Vec<FieldValue> = fields
        .iter()
        .map(|schema| field(reader, &mut keys, schema, everywhere))
        .collect();
    let review_by = keys.read(reader, &RECORD.review_by);
    let sources = sources(reader, &mut keys, &values);
    keys.finish(reader);
    Some(Record {
        id: id?,
        name: name?,
        kana: kana?,
        aliases: aliases.unwrap_or_default(),
        former_ids: former_ids.unwrap_or_default(),
        everywhere,
        values,
        review_by,
        sources,
        prose: None,
        file: reader.file.clone(),
        path: value.path.clone(),
    })
}

fn field<'tree>(
    reader: &mut Reader<'_>,
    keys: &mut Keys<'tree>,
    field: &'tree Field,
    everywhere: bool,
) -> FieldValue {
    let is_reference = matches!(field.kind, FieldKind::Reference { .. });
    let Some(value) = keys.get(&field.id) else {
        if field.required && !(everywhere && is_reference) {
            missing(reader, keys, field);
        }
        // It stands for all of them, so it names none; but that is known.
        return if everywhere && is_reference {
            FieldValue::References(Vec::new())
        } else {
            FieldValue::Unknown
        };
    };
    if value.node.is_null() {
        return FieldValue::Unknown;
    }
    if everywhere && is_reference {
        let message = Message::new(
            format!(
                "`everywhere: true` のレコードには `{}` を書きません",
                field.id
            ),
            format!("a record with `everywhere: true` leaves `{}` out", field.id),
        );
        let help = Message::new("どちらかを消します", "remove one of the two");
        reader.key_problem(Code::UnknownKey, &value, message, Some(help));
        return FieldValue::Unknown;
    }
    values::read(reader, &value, field).unwrap_or(FieldValue::Unknown)
}

/// Unlike other required keys, a required field may be `null`.
fn missing(reader: &mut Reader<'_>, keys: &Keys<'_>, field: &Field) {
    let id = &field.id;
    reader.missing_key(
        keys.value(),
        Code::MissingField,
        id,
        Message::new(format!("`{id}` がありません"), format!("`{id}` is missing")),
        Message::new(
            format!("`{id}: …` を書き足します。分からないときは `{id}: null` と書きます"),
            format!("add `{id}: …`; if it isn't known, write `{id}: null`"),
        ),
    );
}

fn sources<'tree>(
    reader: &mut Reader<'_>,
    keys: &mut Keys<'tree>,
    values: &[FieldValue],
) -> Vec<RecordSource> {
    let sources = keys.read_with(reader, &RECORD.sources, |reader, value| {
        let sources = (RECORD.sources.kind.read)(reader, value)?;
        Some((value.clone(), sources))
    });
    let known = values
        .iter()
        .any(|value| !matches!(value, FieldValue::Unknown | FieldValue::NotApplicable));
    let written = sources.as_ref().map(|(value, _)| &value.node.content);
    let given =
        written.is_some_and(|list| !matches!(list, Content::List(items) if items.is_empty()));
    if known && !given {
        reader.missing_key(
            keys.value(),
            Code::MissingSource,
            "sources",
            Message::new(
                "どこで読んだか（`sources`）がありません",
                "there is no source (`sources`) for what it says",
            ),
            Message::new(
                "`sources:` の下に `- {url: \"https://…\", as_of: 2025}` のように書きます。時点が分からなければ `as_of: null`",
                "below `sources:` write `- {url: \"https://…\", as_of: 2025}`; if the date isn't known, `as_of: null`",
            ),
        );
    }
    sources.map(|(_, sources)| sources).unwrap_or_default()
}

/// Where facts were read: `url`, `title`, `as_of`. That `as_of` is left out is noted, not judged.
pub(super) fn source(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<RecordSource> {
    let mut keys = reader.keys(value)?;
    let url = keys.read(reader, &SOURCE.url);
    let title = keys.read(reader, &SOURCE.title);
    let has_as_of = keys.get("as_of").is_some();
    let as_of = keys.read(reader, &SOURCE.as_of);
    keys.finish(reader);
    Some(RecordSource {
        url: url?,
        title,
        as_of,
        has_as_of,
        path: value.path.clone(),
    })
}

/// A file that holds one record is named after it, so that the record is found by its id.
fn same_name(reader: &mut Reader<'_>, value: &Value<'_>, id: &str) {
    let stem = reader.file.stem().to_owned();
    if stem == id {
        return;
    }
    let Some(mut keys) = reader.keys(value) else {
        return;
    };
    if let Some(value) = keys.get("id") {
        reader.problem_with_help(
            Code::BadFileName,
            &value,
            Message::new(
                format!("id `{id}` とファイル名 `{stem}.yaml` が違います"),
                format!("the id `{id}` and the file name `{stem}.yaml` differ"),
            ),
            Message::new(
                format!("ファイル名を `{id}.yaml` にするか、`id: {stem}` と書きます"),
                format!("name the file `{id}.yaml`, or write `id: {stem}`"),
            ),
        );
    }
}
