//! What may stand in each file → JSON Schemas for editors, from the same declarations that the
//! reader of the files goes by.
//!
//! Draft-07: the YAML language server of VS Code validates by it; of newer drafts it checks that
//! a schema is well-formed, but doesn't apply their keywords.

use serde_json::{Map, Value, json};

use crate::parse::Parsed;
use crate::parse::article::{ARTICLE, HOME, SECTION};
use crate::parse::collection::COLLECTION;
use crate::parse::glossary::TERM;
use crate::parse::indicator::INDICATOR;
use crate::parse::site::SITE;
use crate::parse::style::WORD;
use crate::parse::tags::TAG;
use crate::parse::yaml::{Declaration, Shape};

mod patterns;
mod records;
mod shapes;

use shapes::Shapes;

/// What every schema says of itself, so that one that is no longer made can be told apart.
pub const MARK: &str = "Made by `shirube schema`. Change what it is made from, not this file.";

/// A schema with its files.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its file name, such as `records-regions.json`.
    pub name: String,
    /// Patterns of the files that it describes, from the project's folder; of Markdown only the
    /// front matter.
    pub files: String,
    /// JSON, ending with a line break.
    pub text: String,
}

impl Schema {
    /// Whether its files are YAML as a whole.
    pub fn is_yaml(&self) -> bool {
        self.files.ends_with(".yaml")
    }
}

/// One schema for each kind of file; the records and the indicators of each collection are kinds
/// of their own. Ids of tags, records and groups are those of the project; descriptions are in its
/// first language if that is Japanese, else in English.
pub fn schemas(parsed: &Parsed) -> Vec<Schema> {
    let shapes = Shapes::new(parsed);
    let list = |declarations: Vec<Declaration>| Shape::list(Shape::Mapping(declarations));
    let mut article = shapes.mapping(&ARTICLE.declarations());
    records::name_tags(&mut article, &shapes);
    let mut all = vec![
        schema("site", "site.yaml", shapes.mapping(&SITE.declarations())),
        schema(
            "collection",
            "content/*/_collection.yaml",
            shapes.mapping(&COLLECTION.declarations()),
        ),
        schema(
            "tags",
            "content/tags.yaml",
            shapes.shape(&list(TAG.declarations())),
        ),
        schema(
            "glossary",
            "content/glossary.yaml",
            shapes.shape(&list(TERM.declarations())),
        ),
        schema(
            "style",
            "content/style.yaml",
            shapes.shape(&list(WORD.declarations())),
        ),
        schema("article", "content/articles/*/*.md", article),
        schema(
            "section",
            "content/articles/*/index.md",
            shapes.mapping(&SECTION.declarations()),
        ),
        schema(
            "home",
            "content/index.md",
            shapes.mapping(&HOME.declarations()),
        ),
    ];
    for collection in &parsed.collections {
        let id = &collection.id;
        // An id begins with a letter or digit, `_collection.yaml` doesn't.
        all.push(schema(
            &format!("records-{id}"),
            &format!("content/{id}/[a-z0-9]*.yaml"),
            records::records(collection, &shapes),
        ));
        let indicator = shapes.mapping(&INDICATOR.declarations());
        all.push(schema(
            &format!("indicators-{id}"),
            &format!("content/indicators/{id}/*.yaml"),
            records::indicator(indicator, collection, &shapes),
        ));
    }
    all
}

/// The settings of VS Code that give each YAML file its schema, as JSON.
pub fn settings(schemas: &[Schema]) -> String {
    let yaml = schemas.iter().filter(|schema| schema.is_yaml());
    let pairs: Map<String, Value> = yaml
        .map(|schema| {
            let path = format!("./.vscode/schemas/{}", schema.name);
            (path, Value::from(schema.files.as_str()))
        })
        .collect();
    pretty(&json!({ "yaml.schemas": pairs }))
}

/// The extension that the settings are for, as VS Code recommends it, as JSON.
pub fn extensions() -> String {
    pretty(&json!({ "recommendations": ["redhat.vscode-yaml"] }))
}

fn schema(name: &str, files: &str, mut body: Value) -> Schema {
    if let Value::Object(keys) = &mut body {
        keys.insert(
            "$schema".to_owned(),
            "http://json-schema.org/draft-07/schema#".into(),
        );
        keys.insert("$comment".to_owned(), MARK.into());
        keys.insert("title".to_owned(), files.into());
    }
    Schema {
        name: format!("{name}.json"),
        files: files.to_owned(),
        text: pretty(&body),
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
