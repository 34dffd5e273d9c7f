//! Which values of which file readers read as Japanese text. Names of others, titles of sources,
//! readings and addresses are none: they stay as they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::passage::Kind;
use crate::load::SourcePath;
use crate::parse::article::{Article, Home, Section};
use crate::parse::collection::FieldKind;
use crate::parse::indicator::Indicator;
use crate::parse::markdown::Document;
use crate::parse::record::{FieldValue, Record};
use crate::parse::text::Language;
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Words.
    Label,
    /// Sentences.
    Note,
    /// Sentences that belong to an article's text.
    Lead,
    /// Sentences with markup.
    Markdown,
}

impl Form {
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Label => Kind::Label,
            Self::Note | Self::Markdown => Kind::Note,
            Self::Lead => Kind::Lead,
        }
    }
}

/// The texts of one file.
#[derive(Debug, Default)]
pub(super) struct Texts<'guide> {
    /// The body of a Markdown file.
    pub(super) document: Option<&'guide Document>,
    /// Whether its body, and a value without a language, is Japanese.
    pub(super) is_japanese: bool,
    /// Field paths of values, in the order of the file's schema.
    pub(super) values: Vec<(Cow<'static, str>, Form)>,
    /// The values as they read, where the guide has all of them.
    pub(super) read: Option<Vec<(&'guide str, Form)>>,
}

/// All files that hold texts, with these, but for articles.
pub(super) fn texts(guide: &Guide) -> BTreeMap<SourcePath, Texts<'_>> {
    let mut all = All::of(guide);
    all.site(guide);
    all.home(&guide.home);
    for tag in &guide.tags {
        let item = tag
            .place
            .field
            .as_deref()
            .and_then(|path| path.strip_suffix("id"));
        all.value(
            &tag.place.file,
            format!("{}name", item.unwrap_or_default()),
            Form::Label,
        );
    }
    for term in &guide.glossary {
        let item = term
            .place
            .field
            .as_deref()
            .and_then(|path| path.strip_suffix("id"));
        let item = item.unwrap_or_default();
        all.value(&term.place.file, format!("{item}term"), Form::Label);
        all.value(&term.place.file, format!("{item}text"), Form::Markdown);
    }
    for section in guide.sections.iter().flat_map(|section| &section.fronts) {
        all.section(section);
    }
    for collection in guide.collections.iter() {
        all.collection(collection);
        for record in &collection.records {
            all.record(collection, record);
        }
        for indicator in &collection.indicators {
            all.indicator(indicator);
        }
    }
    all.files
}

/// The texts of an article's file, in which no other text stands.
pub(super) fn of_article(article: &Article) -> Texts<'_> {
    let mut read = vec![
        (article.title.as_str(), Form::Label),
        (article.description.as_str(), Form::Lead),
    ];
    read.extend((article.answer.as_deref()).map(|answer| (answer, Form::Lead)));
    Texts {
        document: Some(&article.body),
        is_japanese: is_japanese(&article.language),
        values: vec![
            ("title".into(), Form::Label),
            ("description".into(), Form::Lead),
            ("answer".into(), Form::Lead),
        ],
        read: Some(read),
    }
}

fn is_japanese(language: &Language) -> bool {
    language.as_str() == "ja"
}

struct All<'guide> {
    plain_is_japanese: bool,
    files: BTreeMap<SourcePath, Texts<'guide>>,
}

impl<'guide> All<'guide> {
    fn of(guide: &Guide) -> Self {
        let first = guide.site.languages.first();
        Self {
            plain_is_japanese: first.is_some_and(is_japanese),
            files: BTreeMap::new(),
        }
    }

    fn file(&mut self, file: &SourcePath) -> &mut Texts<'guide> {
        let is_japanese = self.plain_is_japanese;
        self.files.entry(file.clone()).or_insert_with(|| Texts {
            is_japanese,
            ..Texts::default()
        })
    }

    fn value(&mut self, file: &SourcePath, path: impl Into<Cow<'static, str>>, form: Form) {
        self.file(file).values.push((path.into(), form));
    }

    fn body(&mut self, file: &SourcePath, document: &'guide Document, is_japanese: bool) {
        let texts = self.file(file);
        texts.document = Some(document);
        texts.is_japanese = is_japanese;
    }

    fn site(&mut self, guide: &Guide) {
        let file = SourcePath::new("site.yaml");
        for (key, form) in [("tagline", Form::Label), ("description", Form::Note)] {
            self.value(&file, key, form);
        }
        for position in 0..guide.site.navigation.len() {
            self.value(&file, format!("navigation[{position}].label"), Form::Label);
        }
    }

    fn home(&mut self, home: &'guide Home) {
        let is_japanese = self.plain_is_japanese;
        self.body(&home.file, &home.body, is_japanese);
        self.value(&home.file, "title", Form::Label);
        self.value(&home.file, "description", Form::Note);
        for position in 0..home.directions.len() {
            self.value(
                &home.file,
                format!("directions[{position}].title"),
                Form::Label,
            );
            self.value(
                &home.file,
                format!("directions[{position}].text"),
                Form::Note,
            );
        }
    }

    fn section(&mut self, section: &'guide Section) {
        self.body(&section.file, &section.body, is_japanese(&section.language));
        self.value(&section.file, "title", Form::Label);
        self.value(&section.file, "description", Form::Lead);
    }

    fn collection(&mut self, collection: &'guide CollectionPlan) {
        let file = &collection.file;
        self.value(file, "name", Form::Label);
        self.value(file, "description", Form::Note);
        for group in &collection.groups {
            self.value(file, format!("groups.{}", group.id), Form::Label);
        }
        for field in &collection.fields {
            let path = format!("fields.{}", field.id);
            self.value(file, format!("{path}.label"), Form::Label);
            self.value(file, format!("{path}.note"), Form::Note);
            self.value(file, format!("{path}.unknown"), Form::Label);
            if let FieldKind::Choice { options } = &field.kind {
                for option in options {
                    self.value(file, format!("{path}.options.{}", option.id), Form::Label);
                }
            }
        }
    }

    fn record(&mut self, collection: &'guide CollectionPlan, record: &'guide Record) {
        for (field, value) in collection.fields.iter().zip(&record.values) {
            let form = match value {
                FieldValue::Text(_) => Form::Note,
                FieldValue::Markdown(_) => Form::Markdown,
                _ => continue,
            };
            let place = record.place(&field.id);
            self.value(&place.file, place.field.unwrap_or_default(), form);
        }
        if let Some(prose) = &record.prose
            && let Some(file) = &prose.file
        {
            let is_japanese = self.plain_is_japanese;
            self.body(file, prose, is_japanese);
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        for (key, form) in [
            ("label", Form::Label),
            ("short", Form::Label),
            ("note", Form::Note),
            ("source.checked", Form::Note),
        ] {
            self.value(&indicator.file, key, form);
        }
    }
}
