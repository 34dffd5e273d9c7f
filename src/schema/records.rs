//! Schemas of what a collection holds: its fields, the records that it names, its groups.

use serde_json::{Map, Value, json};

use super::shapes::{Shapes, one_of, or_null, set, with};
use crate::parse::collection::{Collection, Field, FieldKind, shape_of};
use crate::parse::record::RECORD;
use crate::parse::yaml::Shape;

/// With more records than that, a schema doesn't name them: a collection that large still grows,
/// and every new record would change the schemas.
const MOST_NAMES: usize = 60;

/// The records of a collection, one or a list of them in a file.
pub(super) fn records(collection: &Collection, shapes: &Shapes<'_>) -> Value {
    let mut record = shapes.mapping(&RECORD.declarations());
    let fields = &collection.fields;
    if let Some(Value::Object(properties)) = record.get_mut("properties") {
        properties.extend(
            fields
                .iter()
                .map(|field| (field.id.clone(), value(field, shapes))),
        );
    }
    set(
        &mut record,
        "allOf",
        json!([sources(fields), everywhere(fields)]),
    );
    let one = json!({ "$ref": "#/definitions/record" });
    json!({
        "definitions": { "record": record },
        "anyOf": [one, { "type": "array", "items": one }],
    })
}

/// The value of a field: of its kind, unknown or not applicable.
fn value(field: &Field, shapes: &Shapes<'_>) -> Value {
    let several = |one: Value| match field.many {
        true => json!({ "type": "array", "items": one }),
        false => one,
    };
    let schema = match &field.kind {
        FieldKind::Choice { options } => {
            several(one_of(options.iter().map(|option| {
                (option.id.clone(), shapes.words(&option.label).to_owned())
            })))
        }
        FieldKind::Tags => json!({ "type": "array", "items": tag(shapes) }),
        FieldKind::Reference { collection } => several(reference(collection, shapes)),
        _ => shapes.shape(&shape_of(field)),
    };
    let mut schema = match &field.kind {
        // `not_applicable` is a text like any other to a schema.
        FieldKind::Text | FieldKind::Markdown => or_null(schema),
        _ => with(schema, &["not_applicable".into(), Value::Null]),
    };
    let mut about = shapes.words(&field.label).to_owned();
    for more in field.unit.iter().chain(&field.note) {
        about += &format!(" — {}", shapes.words(more));
    }
    set(&mut schema, "description", about.into());
    schema
}

fn tag(shapes: &Shapes<'_>) -> Value {
    let tags = shapes.parsed.tags.iter();
    one_of(tags.map(|tag| (tag.id.clone(), shapes.words(&tag.name).to_owned())))
}

/// A record of another collection by its id.
fn reference(id: &str, shapes: &Shapes<'_>) -> Value {
    let mut collections = shapes.parsed.collections.iter();
    match collections.find(|collection| collection.id == id) {
        Some(collection) if collection.records.len() <= MOST_NAMES => {
            let records = collection.records.iter();
            one_of(records.map(|record| (record.id.clone(), shapes.words(&record.name).to_owned())))
        }
        _ => shapes.shape(&Shape::Slug),
    }
}

/// As soon as one fact is known, there is a source.
fn sources(fields: &[Field]) -> Value {
    let known = |field: &Field| {
        json!({
            "required": [field.id],
            "properties": { &field.id: { "not": { "enum": [null, "not_applicable"] } } },
        })
    };
    let mut facts: Vec<Value> = fields.iter().map(known).collect();
    if fields.iter().any(is_reference) {
        facts.push(is_everywhere());
    }
    if facts.is_empty() {
        return json!({});
    }
    json!({
        "if": { "anyOf": facts },
        "then": {
            "required": ["sources"],
            "properties": { "sources": { "type": "array", "minItems": 1 } },
        },
    })
}

/// What stands for all records names none of them; another has every required field.
fn everywhere(fields: &[Field]) -> Value {
    let required = |wanted: &dyn Fn(&Field) -> bool| {
        let fields = fields
            .iter()
            .filter(|field| field.required && wanted(field));
        fields.map(|field| field.id.as_str()).collect::<Vec<_>>()
    };
    let references = fields.iter().filter(|field| is_reference(field));
    let absent: Map<String, Value> = references
        .map(|field| (field.id.clone(), json!({ "type": "null" })))
        .collect();
    json!({
        "if": is_everywhere(),
        "then": { "required": required(&|field| !is_reference(field)), "properties": absent },
        "else": { "required": required(&|_| true) },
    })
}

fn is_everywhere() -> Value {
    json!({ "required": ["everywhere"], "properties": { "everywhere": { "const": true } } })
}

fn is_reference(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Reference { .. })
}

/// The schema of an indicator, with the groups and the records of its collection.
pub(super) fn indicator(mut schema: Value, collection: &Collection, shapes: &Shapes<'_>) -> Value {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return schema;
    };
    if let Some(group) = properties.get_mut("group") {
        let about = group.get("description").cloned().unwrap_or_default();
        *group = shapes.group(&collection.groups);
        set(group, "description", about);
    }
    if let Some(values) = properties.get_mut("values") {
        let of = values
            .get("additionalProperties")
            .cloned()
            .unwrap_or_default();
        let of = with(of, &["not_applicable".into(), Value::Null]);
        let records = &collection.records;
        // A collection without indicators grows too, and nobody asks for its names.
        if collection.indicators.is_empty() || records.len() > MOST_NAMES {
            set(values, "additionalProperties", of);
        } else {
            let record = |record: &crate::parse::record::Record| {
                let mut schema = of.clone();
                set(
                    &mut schema,
                    "description",
                    shapes.words(&record.name).into(),
                );
                (record.id.clone(), schema)
            };
            let records: Map<String, Value> = records.iter().map(record).collect();
            set(values, "properties", Value::Object(records));
            set(values, "additionalProperties", false.into());
            if let Value::Object(keys) = values {
                keys.remove("propertyNames");
            }
        }
    }
    schema
}

/// Names the project's tags in the schema of an article.
pub(super) fn name_tags(article: &mut Value, shapes: &Shapes<'_>) {
    if let Some(tags) = article.pointer_mut("/properties/tags") {
        set(tags, "items", tag(shapes));
    }
}
