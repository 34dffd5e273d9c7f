//! Reads the fields of a schema.

use crate::diagnostic::{Code, Message};
use crate::parse::collection::{ChoiceOption, Field, FieldKind, Group, Shared};
use crate::parse::indicator::{better, decimals, group, words};
use crate::parse::record::RECORD_KEYS;
use crate::parse::yaml::{Keys, Reader, Value};

/// Currencies that amounts may be in.
const CURRENCIES: &[(&str, &str)] = &[("JPY", "JPY"), ("USD", "USD")];

/// Reads all fields; those with problems are left out.
pub(super) fn read(reader: &mut Reader<'_>, value: &Value<'_>, groups: &[Group]) -> Vec<Field> {
    let mut fields = Vec::new();
    for (id, value) in reader.entries(value) {
        if !reader.key_is_name(&value, id) {
            continue;
        }
        if RECORD_KEYS.contains(&id) {
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
    let label = keys.required(reader, "label", Reader::text);
    let kind = keys.required(reader, "kind", kind_name);
    let group = keys.required(reader, "group", |reader, value| {
        group(reader, value, groups)
    });
    let required = keys.optional(reader, "required", Reader::boolean);
    let compare = keys.optional(reader, "compare", Reader::boolean);
    let note = keys.optional(reader, "note", Reader::text);
    let unknown = keys.optional(reader, "unknown", Reader::text);
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

fn kind_name(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<&'static str> {
    const KINDS: [&str; 12] = [
        "text",
        "markdown",
        "number",
        "money",
        "percent",
        "boolean",
        "choice",
        "tags",
        "date",
        "url",
        "place",
        "reference",
    ];
    reader.choice(value, &KINDS.map(|kind| (kind, kind)))
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
            shared = keys
                .optional(reader, "shared", shared_addresses)
                .unwrap_or_default();
            Some(FieldKind::Url)
        }
        "place" => Some(FieldKind::Place),
        "number" | "percent" | "money" => {
            number = number_details(reader, keys);
            match kind {
                "number" => Some(FieldKind::Number),
                "percent" => Some(FieldKind::Percent),
                _ => {
                    let currency = keys.required(reader, "currency", |reader, value| {
                        reader.choice(value, CURRENCIES)
                    });
                    currency.map(|currency| FieldKind::Money {
                        currency: currency.to_owned(),
                    })
                }
            }
        }
        "choice" => {
            many = keys
                .optional(reader, "many", Reader::boolean)
                .unwrap_or(false);
            let options = keys.required(reader, "options", options);
            options.map(|options| FieldKind::Choice { options })
        }
        _ => {
            many = keys
                .optional(reader, "many", Reader::boolean)
                .unwrap_or(false);
            let collection = keys.required(reader, "collection", Reader::slug);
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
fn shared_addresses(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Shared> {
    if value.scalar().is_none() {
        return Some(Shared::These(reader.list(value, Reader::url)));
    }
    reader
        .boolean(value)
        .map(|all| if all { Shared::All } else { Shared::None })
}

fn number_details(reader: &mut Reader<'_>, keys: &mut Keys<'_>) -> NumberDetails {
    let unit = keys.optional(reader, "unit", Reader::text);
    let decimals = keys.optional(reader, "decimals", decimals);
    let minimum = keys.optional(reader, "minimum", Reader::number);
    let maximum = keys.optional(reader, "maximum", |reader, value| {
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
    let better = keys.optional(reader, "better", better);
    let words = keys.optional(reader, "words", words);
    NumberDetails {
        unit,
        decimals: decimals.unwrap_or(0),
        minimum,
        maximum,
        better: better.unwrap_or_default(),
        words,
    }
}

fn options(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Vec<ChoiceOption>> {
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
