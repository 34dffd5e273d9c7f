//! Reads the value of one field by its kind.

use crate::diagnostic::{Code, Message, Report};
use crate::parse::collection::{ChoiceOption, Field, FieldKind};
use crate::parse::markdown::{self, Document};
use crate::parse::record::FieldValue;
use crate::parse::record::keys::{MARKDOWN, PLACE};
use crate::parse::yaml::{Reader, Value};

/// The value of a field, which is not null. `None` after a report when it has a problem.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    field: &Field,
) -> Option<FieldValue> {
    let not_applicable = value
        .scalar()
        .is_some_and(|scalar| scalar.plain && scalar.text == "not_applicable");
    if not_applicable {
        return Some(FieldValue::NotApplicable);
    }
    match &field.kind {
        FieldKind::Text => reader.text(value).map(FieldValue::Text),
        FieldKind::Markdown => (MARKDOWN.read)(reader, value)
            .map(Box::new)
            .map(FieldValue::Markdown),
        FieldKind::Number | FieldKind::Money { .. } => {
            number(reader, value, field, f64::NEG_INFINITY, f64::INFINITY)
        }
        FieldKind::Percent => number(reader, value, field, 0.0, 100.0),
        FieldKind::Boolean => reader.boolean(value).map(FieldValue::Boolean),
        FieldKind::Choice { options } => choices(reader, value, field, options),
        FieldKind::Tags => Some(FieldValue::Tags(reader.list(value, Reader::slug))),
        FieldKind::Date => reader.period(value).map(FieldValue::Date),
        FieldKind::Url => reader.url(value).map(FieldValue::Url),
        FieldKind::Place => place(reader, value),
        FieldKind::Reference { .. } => {
            several(reader, value, field, Reader::slug).map(FieldValue::References)
        }
    }
}

fn number(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    field: &Field,
    least: f64,
    greatest: f64,
) -> Option<FieldValue> {
    let minimum = field.minimum.unwrap_or(least);
    let maximum = field.maximum.unwrap_or(greatest);
    reader
        .number_within(value, minimum, maximum)
        .map(FieldValue::Number)
}

/// One value, or with `many` a list of them.
fn several<'run>(
    reader: &mut Reader<'run>,
    value: &Value<'_>,
    field: &Field,
    read: impl Fn(&mut Reader<'run>, &Value<'_>) -> Option<String>,
) -> Option<Vec<String>> {
    if field.many {
        return Some(reader.list(value, read));
    }
    read(reader, value).map(|single| vec![single])
}

fn choices(
    reader: &mut Reader<'_>,
    value: &Value<'_>,
    field: &Field,
    options: &[ChoiceOption],
) -> Option<FieldValue> {
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let chosen = several(reader, value, field, |reader, value| {
        let id = value.word().filter(|word| ids.contains(word));
        if id.is_none() {
            match value.word().and_then(|word| labelled(options, word)) {
                Some(meant) => by_its_label(reader, value, meant),
                None => reader.unknown_choice(value, &ids),
            }
        }
        id.map(str::to_owned)
    })?;
    // In the schema's order, so that two records that say the same are the same.
    let in_order = ids
        .iter()
        .filter(|id| chosen.iter().any(|other| other == *id));
    Some(FieldValue::Choices(
        in_order.map(|id| (*id).to_owned()).collect(),
    ))
}

/// The option whose label somebody wrote instead of its id.
fn labelled<'options>(options: &'options [ChoiceOption], word: &str) -> Option<&'options str> {
    let shown = |option: &&ChoiceOption| option.label.all().any(|label| label == word);
    options.iter().find(shown).map(|option| option.id.as_str())
}

fn by_its_label(reader: &mut Reader<'_>, value: &Value<'_>, id: &str) {
    let word = value.word().unwrap_or_default();
    reader.problem_with_help(
        Code::UnknownChoice,
        value,
        Message::new(
            format!("`{word}` という選択肢はありません"),
            format!("there is no choice `{word}`"),
        ),
        Message::new(
            format!("表示される言葉でなく、id の `{id}` を書きます"),
            format!("write its id `{id}`, not the word that is shown"),
        ),
    );
}

fn place(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<FieldValue> {
    let mut keys = reader.keys_like(value, "{lat: 34.07, lon: 134.56}")?;
    let lat = keys.read(reader, &PLACE.lat);
    let lon = keys.read(reader, &PLACE.lon);
    keys.finish(reader);
    Some(FieldValue::Place {
        lat: lat?,
        lon: lon?,
    })
}

/// Markdown inside YAML. Indentation and escapes separate its bytes from the file's, so all of
/// its places are the whole value's.
pub(super) fn markdown(reader: &mut Reader<'_>, value: &Value<'_>) -> Option<Document> {
    let text = reader.string(value)?;
    let mut problems = Report::default();
    let mut document = markdown::parse(reader.file, &text, 0, &mut problems);
    for problem in problems.diagnostics() {
        let mut problem = problem.clone();
        problem.place = reader.place(value);
        reader.report.add(problem);
    }
    if !document.headings.is_empty() {
        reader.problem(
            Code::WrongType,
            value,
            Message::new("ここには見出しを書けません", "headings can't stand here"),
        );
    }
    document.move_to(&value.node.span);
    Some(document)
}
