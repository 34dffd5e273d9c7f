//! [`Shape`] → JSON Schema.

use serde_json::{Map, Value, json};

use super::patterns;
use crate::parse::Parsed;
use crate::parse::collection::Group;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::{Declaration, Need, Shape};

/// Turns shapes into schemas, with the project's languages.
pub(super) struct Shapes<'a> {
    pub(super) parsed: &'a Parsed,
    /// The site's first.
    language: Language,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(parsed: &'a Parsed) -> Self {
        let language = parsed.site.languages.first().cloned();
        let language = language.unwrap_or_else(|| Language::new("ja"));
        Self { parsed, language }
    }

    /// The project's own words in the language of descriptions.
    pub(super) fn words<'text>(&self, text: &'text Text) -> &'text str {
        text.get(&self.language)
    }

    pub(super) fn about<'text>(&self, [ja, en]: &'text [String; 2]) -> &'text str {
        match self.language.as_str() {
            "ja" => ja,
            _ => en,
        }
    }

    /// A mapping with these keys and no others.
    pub(super) fn mapping(&self, keys: &[Declaration]) -> Value {
        let mut schema = json!({
            "type": "object",
            "properties": self.properties(keys),
            "required": required(keys),
            "additionalProperties": false,
        });
        let unless: Vec<&str> = names(keys, |need| need == Need::UnlessHidden);
        if !unless.is_empty() {
            let given: Map<String, Value> = (unless.iter())
                .map(|name| ((*name).to_owned(), json!({ "not": { "type": "null" } })))
                .collect();
            let hidden =
                json!({ "properties": { "hidden": { "const": true } }, "required": ["hidden"] });
            set(&mut schema, "if", hidden);
            set(
                &mut schema,
                "else",
                json!({ "required": unless, "properties": given }),
            );
        }
        let derived = |need| matches!(need, Need::UnlessDerived | Need::SourcedUnlessDerived);
        let unless: Vec<&str> = names(keys, derived);
        if !unless.is_empty() {
            let given: Map<String, Value> = (unless.iter())
                .chain(&["formula"])
                .map(|name| ((*name).to_owned(), json!({ "not": { "type": "null" } })))
                .collect();
            let only = |names: &[&str]| -> Map<String, Value> {
                let given = given.iter();
                let wanted = given.filter(|(name, _)| names.contains(&name.as_str()));
                wanted
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            };
            set(
                &mut schema,
                "anyOf",
                json!([
                    { "required": ["formula"], "properties": only(&["formula"]) },
                    { "required": unless, "properties": only(&unless) },
                ]),
            );
        }
        schema
    }

    fn properties(&self, keys: &[Declaration]) -> Map<String, Value> {
        let property = |key: &Declaration| {
            let mut schema = self.shape(&key.shape);
            if !matches!(key.need, Need::Required | Need::Sourced) {
                schema = or_null(schema);
            }
            set(&mut schema, "description", self.about(&key.about).into());
            (key.name.clone(), schema)
        };
        keys.iter().map(property).collect()
    }

    pub(super) fn shape(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => self.text(),
            Shape::String | Shape::Markdown => pattern(&patterns::string()),
            Shape::Slug => identifier(&patterns::slug()),
            Shape::Name => identifier(&patterns::name()),
            Shape::FieldName => pattern(&patterns::field_name()),
            Shape::Word => json!({ "type": ["string", "number", "boolean"] }),
            Shape::Reading => pattern(&patterns::reading()),
            Shape::Language => pattern(&patterns::language()),
            Shape::SiteLanguage => {
                let languages = self.parsed.site.languages.iter();
                let tags: Vec<&str> = languages.map(Language::as_str).collect();
                json!({ "enum": tags })
            }
            Shape::Url => pattern(&patterns::url()),
            Shape::Address(gap) => pattern(&patterns::address(*gap)),
            Shape::Target => pattern(&patterns::target()),
            Shape::SitePath => pattern(&patterns::site_path()),
            Shape::Redirect => pattern(&patterns::redirect()),
            Shape::MapFile => pattern(&patterns::map_file()),
            Shape::Pair => pattern(&patterns::pair()),
            Shape::Prefix => pattern(&patterns::prefix()),
            Shape::Date => {
                json!({ "type": "string", "format": "date", "pattern": patterns::date() })
            }
            Shape::Period => json!({
                "type": ["integer", "string"],
                "minimum": 1000,
                "maximum": 9999,
                "pattern": patterns::period(),
            }),
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::Number(least, most) => number(*least, *most),
            Shape::Whole(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Shape::Choice(choices) => {
                let choice = |(word, about): &'_ (String, [String; 2])| {
                    (word.clone(), self.about(about).to_owned())
                };
                one_of(choices.iter().map(choice))
            }
            // Where the groups are declared any of them may be meant.
            Shape::Group => identifier(&patterns::name()),
            Shape::List {
                of,
                least,
                most,
                unique,
            } => {
                let mut schema = json!({ "type": "array", "items": self.shape(of) });
                if *least > 0 {
                    set(&mut schema, "minItems", (*least).into());
                }
                if let Some(most) = most {
                    set(&mut schema, "maxItems", (*most).into());
                }
                if *unique {
                    set(&mut schema, "uniqueItems", true.into());
                }
                schema
            }
            Shape::Mapping(keys) => self.mapping(keys),
            Shape::Rule(keys) => {
                let mut schema = self.mapping(keys);
                set(&mut schema, "minProperties", 1.into());
                schema
            }
            Shape::Entries { names, of } => json!({
                "type": "object",
                "propertyNames": self.shape(names),
                "additionalProperties": self.shape(of),
            }),
            Shape::ByLanguage(of) => {
                let of = self.shape(of);
                self.by_language(&of, &of)
            }
            Shape::ByKind { common, kinds } => self.by_kind(common, kinds),
            Shape::Either(shapes) => {
                let shapes: Vec<Value> = shapes.iter().map(|shape| self.shape(shape)).collect();
                json!({ "anyOf": shapes })
            }
        }
    }

    /// Words, plain or one per language; the first one of the site is always needed.
    fn text(&self) -> Value {
        let string = pattern(&patterns::string());
        let by_language = self.by_language(&string, &or_null(string.clone()));
        json!({ "anyOf": [string, by_language] })
    }

    /// A mapping of languages: the site's first one and others.
    fn by_language(&self, first_of: &Value, other: &Value) -> Value {
        let languages = &self.parsed.site.languages;
        let first = languages.first().map_or("ja", Language::as_str);
        let properties: Map<String, Value> = languages
            .iter()
            .map(|language| {
                let tag = language.as_str();
                let schema = if tag == first { first_of } else { other };
                (tag.to_owned(), schema.clone())
            })
            .collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": [first],
            "propertyNames": pattern(&patterns::language()),
            "additionalProperties": other,
        })
    }

    fn by_kind(
        &self,
        common: &[Declaration],
        kinds: &[(Vec<&'static str>, Vec<Declaration>)],
    ) -> Value {
        let mut properties = self.properties(common);
        let mut rules = Vec::new();
        for (words, further) in kinds {
            properties.extend(self.properties(further));
            let allowed: Vec<&str> = (common.iter().chain(further))
                .map(|key| key.name.as_str())
                .collect();
            rules.push(json!({
                "if": { "properties": { "kind": { "enum": words } }, "required": ["kind"] },
                "then": { "propertyNames": { "enum": allowed }, "required": required(further) },
            }));
        }
        json!({
            "type": "object",
            "properties": properties,
            "required": required(common),
            "additionalProperties": false,
            "allOf": rules,
        })
    }

    /// The id of one of a collection's groups.
    pub(super) fn group(&self, groups: &[Group]) -> Value {
        let group = |group: &Group| (group.id.clone(), self.words(&group.label).to_owned());
        one_of(groups.iter().map(group))
    }
}

fn names(keys: &[Declaration], wanted: impl Fn(Need) -> bool) -> Vec<&str> {
    let keys = keys.iter().filter(|key| wanted(key.need));
    keys.map(|key| key.name.as_str()).collect()
}

fn required(keys: &[Declaration]) -> Vec<&str> {
    names(keys, |need| matches!(need, Need::Required | Need::Sourced))
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// An id may be made of digits alone, which YAML takes for a number.
fn identifier(pattern: &str) -> Value {
    json!({ "type": ["string", "integer"], "pattern": pattern, "minimum": 0 })
}

fn number(least: f64, most: f64) -> Value {
    let bound = |bound: f64| {
        if bound.fract() == 0.0 && bound.abs() <= 1e15 {
            Value::from(bound as i64)
        } else {
            Value::from(bound)
        }
    };
    let mut schema = json!({ "type": "number" });
    if least.is_finite() {
        set(&mut schema, "minimum", bound(least));
    }
    if most.is_finite() {
        set(&mut schema, "maximum", bound(most));
    }
    schema
}

/// One of these words; each with what it means.
pub(super) fn one_of(words: impl Iterator<Item = (String, String)>) -> Value {
    let (mut values, mut descriptions) = (Vec::new(), Vec::new());
    for (word, about) in words {
        // Without quotes YAML takes `2024` for a number and `true` for a truth value.
        let other = match word.as_str() {
            "true" | "false" => Some(Value::from(word == "true")),
            _ => word.parse::<u64>().ok().map(Value::from),
        };
        for value in std::iter::once(Value::from(word)).chain(other) {
            values.push(value);
            descriptions.push(about.clone());
        }
    }
    json!({ "enum": values, "enumDescriptions": descriptions })
}

/// The same, or null.
pub(super) fn or_null(schema: Value) -> Value {
    with(schema, &[Value::Null])
}

/// The same, or one of some words of which no other kind has any.
pub(super) fn with(mut schema: Value, words: &[Value]) -> Value {
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.extend_from_slice(words);
        if let Some(Value::Array(descriptions)) = schema.get_mut("enumDescriptions") {
            descriptions.extend(words.iter().map(|_| Value::from("")));
        }
        return schema;
    }
    let plain = words.iter().all(Value::is_null);
    match schema.get_mut("type") {
        Some(Value::Array(types)) if plain => {
            types.push("null".into());
            return schema;
        }
        Some(kind @ Value::String(_)) if plain => {
            *kind = json!([kind.clone(), "null"]);
            return schema;
        }
        _ => {}
    }
    let other = json!({ "enum": words });
    if let Some(Value::Array(schemas)) = schema.get_mut("anyOf") {
        schemas.push(other);
        return schema;
    }
    json!({ "anyOf": [schema, other] })
}

/// Sets a key of an object.
pub(super) fn set(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(keys) = schema {
        keys.insert(key.to_owned(), value);
    }
}
