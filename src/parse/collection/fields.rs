//! Reads the fields of a schema.

use crate::diagnostic::{Code, Message};
use crate::parse::collection::keys::{
    CHOICE_FIELD, FIELD, MONEY_FIELD, NUMBER_FIELD, REFERENCE_FIELD, URL_FIELD,
};
use crate::parse::collection::{ChoiceOption, Field, FieldKind, Group, Shared};
use crate::parse::indicator::group;
use crate::parse::record::RECORD;
use crate::parse::yaml::{Keys, Reader, Value};

/// Reads all fields; those with problems are left out.
pub(super) fn read(reader: &mut Reader<'_>, value: &Value<'_>, groups: &[Group]) -> Vec<Field> {
    let taken = RECORD.declarations();
    let mut fields = Vec::new();
    for (id, value) in reader.entries(value) {
        if !reader.key_is_name(&value, id) {
            continue;
        }
        if taken.iter().any(|key| key.name == id) {
            reserved(reader, &value, id);
            continue;
        }
        fields.extend(field(reader, &value, id, groups));
    }
    fields
}

fn reserved(reader: &mut Reader<'_>, value: &Value<'_>, id: &str) {
    reader.key_problem(
        Code::DuplicateId,
        value,
        Message::new(
            format!("`{id}` はどのレコードにもある項目なので、ここでは使えません"),
            format!("every record has a `{id}` already"),
        ),
        Some(Message::new("別の名前にします", "choose another name")),
    );
}

fn field(reader: &mut Reader<'_>, value: &Value<'_>, id: &str, groups: &[Group]) -> Option<Field> {
    let mut keys = reader.keys(value)?;
    let label = keys.read(reader, &FIELD.label);
    let kind = keys.read(reader, &FIELD.kind);
    let group = keys.read_with(reader, &FIELD.group, |reader, value| {
        group(reader, value, groups)
    });
    let required = keys.read(reader, &FIELD.required);
    let compare = keys.read(reader, &FIELD.compare);
    let note = keys.read(reader, &FIELD.note);
    let unknown = keys.read(reader, &FIELD.unknown);
    // Without its kind nothing can be said about the keys that only some kinds have.
    let details = details(reader, &mut keys, kind?);
    keys.finish(reader);
    let details = details?;
    Some(Field {
        id: id.to_owned(),
        label: label?,
        kind: details.kind,
        group: group?,
        required: required.unwrap_or(false),
        many: details.many,
        unit: details.number.unit,
        decimals: details.number.decimals,
        minimum: details.number.minimum,
        maximum: details.number.maximum,
        better: details.number.better,
        words: details.number.words,
        compare: compare.unwrap_or(true),
        shared: details.shared,
        note,
        unknown,
    })
}

/// What only some kinds have.
struct Details {
    kind: FieldKind,
    many: bool,
    shared: Shared,
    number: NumberDetails,
}

/// What only numbers have.
#[derive(Default)]
struct NumberDetails {
    unit: Option<crate::parse::text::Text>,
    decimals: u8,
    minimum: Option<f64>,
    maximum: Option<f64>,
    better: crate::parse::collection::Better,
    words: Option<crate::parse::collection::Words>,
}

/// Asks for the keys of the kind, so that those of other kinds are unknown.
fn details(reader: &mut Reader<'_>, keys: &mut Keys<'_>, kind: &str) -> Option<Details> {
    let mut many = false;
    let mut shared = Shared::None;
    let mut number = NumberDetails::default();
    let kind = match kind {
        "text" => Some(FieldKind::Text),
        "markdown" => Some(FieldKind::Markdown),
        "boolean" => Some(FieldKind::Boolean),
        "tags" => Some(FieldKind::Tags),
        "date" => Some(FieldKind::Date),
        "url" => {
            shared = keys.read(reader, &URL_FIELD.shared).unwrap_or_default();
            Some(FieldKind::Url)
        }
        "place" => Some(FieldKind::Place),
        "number" | "percent" | "money" => {
            number = number_details(reader, keys);
            match kind {
                "number" => Some(FieldKind::Number),
                "percent" => Some(FieldKind::Percent),
                _ => {
                    let currency = keys.read(reader, &MONEY_FIELD.currency);
                    currency.map(|currency| FieldKind::Money {
                        currency: currency.to_owned(),
                    })
                }
            }
        }
        "choice" => {
            many = keys.read(reader, &CHOICE_FIELD.many).unwrap_or(false);
            let options = keys.read(reader, &CHOICE_FIELD.options);
            options.map(|options| FieldKind::Choice { options })
        }
        _ => {
            many = keys.read(reader, &REFERENCE_FIELD.many).unwrap_or(false);
            let collection = keys.read(reader, &REFERENCE_FIELD.collection);
            collection.map(|collection| FieldKind::Reference { collection })
        }
    };
    Some(Details {
        kind: kind?,
        many,
        shared,
        number,
    })
}

/// `true`, or a list of addresses.
pub(super) fn shared_addresses(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Shared> {
    if value.scalar().is_none() {
        return Some(Shared::These(reader.list(value, Reader::url)));
    }
    reader
        .boolean(value)
        .map(|all| if all { Shared::All } else { Shared::None })
}

fn number_details(reader: &mut Reader<'_>, keys: &mut Keys<'_>) -> NumberDetails {
    let unit = keys.read(reader, &NUMBER_FIELD.unit);
    let decimals = keys.read(reader, &NUMBER_FIELD.decimals);
    let minimum = keys.read(reader, &NUMBER_FIELD.minimum);
    let maximum = keys.read_with(reader, &NUMBER_FIELD.maximum, |reader, value| {
        let maximum = reader.number(value)?;
        if minimum.is_some_and(|minimum| minimum > maximum) {
            let message = Message::new(
                "`maximum` が `minimum` より小さくなっています",
                "`maximum` is smaller than `minimum`",
            );
            reader.problem(Code::OutOfRange, value, message);
            return None;
        }
        Some(maximum)
    });
    let better = keys.read(reader, &NUMBER_FIELD.better);
    let words = keys.read(reader, &NUMBER_FIELD.words);
    NumberDetails {
        unit,
        decimals: decimals
            .and_then(|digits| u8::try_from(digits).ok())
            .unwrap_or(0),
        minimum,
        maximum,
        better: better.unwrap_or_default(),
        words,
    }
}

pub(super) fn options(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<ChoiceOption>> {
    let mut options = Vec::new();
    for (id, value) in reader.entries(value) {
        if reader.key_is_name(&value, id)
            && let Some(label) = reader.text(&value)
        {
            let id = id.to_owned();
            options.push(ChoiceOption { id, label });
        }
    }
    Some(options)
}
