//! New files of content: what must be known for one, and how it is written.
//!
//! The questions come from the declarations that the reader of the files goes by. Whether the
//! answers are right isn't judged here: the file that comes out is read like any other.

use std::collections::BTreeMap;

use crate::diagnostic::Message;
use crate::parse::article::ARTICLE;
use crate::parse::collection::{Collection, Field, FieldKind, shape_of};
use crate::parse::indicator::INDICATOR;
use crate::parse::record::RECORD;
use crate::parse::text::{Language, Text};
use crate::parse::yaml::{Declaration, Need, Shape};

mod starter;
mod theme;
mod yaml;

pub use starter::{Starter, StarterLanguage, starter};
pub use yaml::{front_matter, mapping};

/// Answers by the names of their questions, as they were typed.
pub type Answers = BTreeMap<String, String>;

/// A key that a new file may have.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its key; with dots inside of mappings: `source.url`. `sources.url` is the first source's.
    pub name: String,
    /// What it is for.
    pub about: Message,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether it must be answered.
    pub ask: Ask,
    /// Whether an answer is a fact, for which there must be a source.
    pub fact: bool,
}

/// Whether a question must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Yes.
    Always,
    /// Yes, but "nobody knows" is an answer too: `null`.
    OrNull,
    /// As [`Ask::OrNull`], unless the record stands for all that the field could name.
    UnlessEverywhere,
    /// Unless the indicator is hidden.
    UnlessHidden,
    /// Unless the indicator has a formula.
    UnlessDerived,
    /// As soon as one fact is known.
    WithFacts,
    /// No; a value that isn't known is written down as such.
    NullIfUnknown,
    /// No.
    Never,
}

/// What an article can say.
pub fn article() -> Vec<Question> {
    let mut questions = Vec::new();
    for key in ARTICLE.declarations() {
        flatten("", &key, &mut questions);
    }
    // Without them the file has a warning from its first day.
    for question in questions
        .iter_mut()
        .filter(|question| question.name == "tags")
    {
        question.ask = Ask::Always;
    }
    questions
}

/// What a record of a collection can say; its id is known.
pub fn record(collection: &Collection) -> Vec<Question> {
    let mut questions = Vec::new();
    let (last, first): (Vec<_>, Vec<_>) =
        (RECORD.declarations().into_iter()).partition(|key| key.name == "sources");
    for key in first.iter().filter(|key| key.name != "id") {
        flatten("", key, &mut questions);
    }
    for field in &collection.fields {
        self::field(field, &mut questions);
    }
    for key in &last {
        flatten("", key, &mut questions);
    }
    for question in &mut questions {
        if question.name == "sources.url" {
            question.ask = Ask::WithFacts;
        }
        question.fact |= question.name == "everywhere";
    }
    questions
}

/// What an indicator of a collection can say.
pub fn indicator(collection: &Collection) -> Vec<Question> {
    let mut questions = Vec::new();
    for key in INDICATOR.declarations() {
        if key.name != "values" {
            flatten("", &key, &mut questions);
        }
    }
    let group = |question: &&mut Question| question.shape == Shape::Group;
    for question in questions.iter_mut().filter(group) {
        let groups = collection.groups.iter();
        question.shape = Shape::Choice(
            groups
                .map(|group| (group.id.clone(), both(&group.label)))
                .collect(),
        );
    }
    questions.extend(collection.records.iter().map(|record| Question {
        name: format!("values.{}", record.id),
        about: message(both(&record.name)),
        shape: Shape::Number(f64::NEG_INFINITY, f64::INFINITY),
        ask: Ask::NullIfUnknown,
        fact: false,
    }));
    questions
}

/// The questions that must be answered and aren't.
pub fn missing<'a>(questions: &'a [Question], answers: &Answers) -> Vec<&'a Question> {
    let says_true = |name: &str| answers.get(name).is_some_and(|answer| answer == "true");
    // What must be answered and isn't may become a fact.
    let known = |question: &Question| {
        let required = matches!(question.ask, Ask::OrNull | Ask::UnlessEverywhere);
        let answer = match answers.get(&question.name) {
            Some(answer) => !matches!(answer.as_str(), "null" | "not_applicable" | "false"),
            None => required,
        };
        question.fact && answer
    };
    let facts = questions.iter().any(known);
    let needed = |question: &&Question| match question.ask {
        Ask::Always | Ask::OrNull => true,
        Ask::UnlessEverywhere => !says_true("everywhere"),
        Ask::UnlessHidden => !says_true("hidden"),
        Ask::UnlessDerived => !answers.contains_key("formula"),
        Ask::WithFacts => facts,
        Ask::NullIfUnknown | Ask::Never => false,
    };
    let open = |question: &&Question| !answers.contains_key(&question.name);
    questions.iter().filter(needed).filter(open).collect()
}

/// The questions of a key: one, or one for each key of its mapping.
fn flatten(path: &str, key: &Declaration, questions: &mut Vec<Question>) {
    let name = if path.is_empty() {
        key.name.clone()
    } else {
        format!("{path}.{}", key.name)
    };
    let inner = match &key.shape {
        Shape::Mapping(keys) => Some(keys),
        // Plainly, not by language.
        Shape::Either(shapes) => shapes.iter().find_map(|shape| match shape {
            Shape::Mapping(keys) => Some(keys),
            _ => None,
        }),
        Shape::List { of, .. } => match of.as_ref() {
            Shape::Mapping(keys) => Some(keys),
            _ => None,
        },
        _ => None,
    };
    let Some(keys) = inner else {
        questions.push(Question {
            name,
            about: message(key.about.clone()),
            shape: key.shape.clone(),
            ask: ask(key.need),
            fact: false,
        });
        return;
    };
    let start = questions.len();
    for key in keys {
        flatten(&name, key, questions);
    }
    // What stands in something that may be left out may be left out with it.
    for question in questions.iter_mut().skip(start) {
        match key.need {
            Need::Optional => question.ask = Ask::Never,
            Need::UnlessHidden if question.ask == Ask::Always => question.ask = Ask::UnlessHidden,
            Need::UnlessDerived | Need::SourcedUnlessDerived if question.ask == Ask::Always => {
                question.ask = Ask::UnlessDerived;
            }
            _ => {}
        }
    }
}

fn ask(need: Need) -> Ask {
    match need {
        Need::Required | Need::Sourced => Ask::Always,
        Need::UnlessHidden => Ask::UnlessHidden,
        Need::UnlessDerived | Need::SourcedUnlessDerived => Ask::UnlessDerived,
        Need::Optional => Ask::Never,
    }
}

fn field(field: &Field, questions: &mut Vec<Question>) {
    let start = questions.len();
    let declaration = Declaration {
        name: field.id.clone(),
        need: Need::Optional,
        shape: shape_of(field),
        about: both(&field.label),
    };
    flatten("", &declaration, questions);
    let reference = matches!(field.kind, FieldKind::Reference { .. });
    for question in questions.iter_mut().skip(start) {
        question.fact = true;
        question.ask = match (field.required, reference) {
            (true, true) => Ask::UnlessEverywhere,
            (true, false) => Ask::OrNull,
            (false, _) => Ask::Never,
        };
    }
}

/// The project's words in the languages that the tool speaks.
fn both(text: &Text) -> [String; 2] {
    ["ja", "en"].map(|tag| text.get(&Language::new(tag)).to_owned())
}

fn message([ja, en]: [String; 2]) -> Message {
    Message::new(ja, en)
}

#[cfg(test)]
mod tests;
