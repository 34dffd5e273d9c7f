//! Reads `status`: how a record says whether it still exists.

use crate::diagnostic::{Code, Message};
use crate::parse::collection::keys::STATUS;
use crate::parse::collection::{Field, FieldKind, StatusSettings};
use crate::parse::yaml::{Reader, Value};

/// Reads the setting. A name that is no field of the right kind is reported and left out.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    fields: &[Field],
) -> Option<StatusSettings> {
    let mut keys = reader.keys(value)?;
    let choice = |kind: &FieldKind| matches!(kind, FieldKind::Choice { .. });
    let field = keys.read_with(reader, &STATUS.field, |reader, value| {
        position(reader, value, fields, choice)
    });
    let asked = keys.get("field").is_some();
    let options = field.and_then(|field| fields.get(field));
    let read_open =
        |reader: &mut Reader<'_>, value: &Value<'_>| Some(open(reader, value, options?));
    let open = if asked {
        keys.required(reader, STATUS.open.name, read_open)
    } else {
        None
    };
    let date = |kind: &FieldKind| *kind == FieldKind::Date;
    let until = keys.read_with(reader, &STATUS.until, |reader, value| {
        position(reader, value, fields, date)
    });
    let given = asked || keys.get("until").is_some();
    if !given {
        reader.missing_key(
            value,
            Code::MissingField,
            "until",
            Message::new(
                "`until` も `field` もありません",
                "there is neither `until` nor `field`",
            ),
            Message::new(
                "期限を持つ日付の項目（`until: …`）か、状況を持つ選択の項目（`field: …` と `open: […]`）を書きます",
                "name the date field with the last day (`until: …`) or the choice field with the status (`field: …` and `open: […]`)",
            ),
        );
    }
    keys.finish(reader);
    Some(StatusSettings {
        field,
        open: open.unwrap_or_default(),
        until,
    })
}

/// The position of the field that a value names, which must be of the right kind.
fn position(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    fields: &[Field],
    fits: impl Fn(&FieldKind) -> bool,
) -> Option<usize> {
    let names: Vec<&str> = fields
        .iter()
        .filter(|field| fits(&field.kind))
        .map(|field| field.id.as_str())
        .collect();
    let word = value.word().filter(|word| names.contains(word));
    if word.is_none() {
        reader.unknown_choice(value, &names);
    }
    fields
        .iter()
        .position(|field| Some(field.id.as_str()) == word)
}

/// Options of the field.
fn open(reader: &mut Reader<'_>, value: &Value<'_>, field: &Field) -> Vec<String> {
    let FieldKind::Choice { options } = &field.kind else {
        return Vec::new();
    };
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    reader.list(value, |reader, value| {
        let word = value.word().filter(|word| ids.contains(word));
        if word.is_none() {
            reader.unknown_choice(value, &ids);
        }
        word.map(str::to_owned)
    })
}
