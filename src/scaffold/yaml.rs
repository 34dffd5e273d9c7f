//! Answers → YAML. Every value is quoted unless it is sure to be read as it was typed.

use super::{Answers, Ask, Question};
use crate::parse::yaml::Shape;

/// A mapping whose values are there or not: what stands between the keys of a file.
enum Tree {
    Leaf(String),
    Mapping(Vec<(String, Tree)>),
}

/// The answered keys as a block mapping, after the lines in `start`; ends with a line break.
pub fn mapping(start: &str, questions: &[Question], answers: &Answers) -> String {
    let mut top = Vec::new();
    for question in questions {
        let value = match answers.get(&question.name) {
            Some(answer) => value(&question.shape, answer),
            None if question.ask == Ask::NullIfUnknown => "null".to_owned(),
            None => continue,
        };
        insert(&mut top, &question.name, value);
    }
    let mut text = start.to_owned();
    print(&top, 0, &mut text);
    text
}

/// An article: the answered keys between `---` lines, `more` lines of settings, and its text.
pub fn front_matter(questions: &[Question], answers: &Answers, more: &str, text: &str) -> String {
    format!(
        "---\n{}{more}---\n\n{text}\n",
        mapping("", questions, answers)
    )
}

fn insert(tree: &mut Vec<(String, Tree)>, path: &str, value: String) {
    let Some((key, rest)) = path.split_once('.') else {
        tree.push((path.to_owned(), Tree::Leaf(value)));
        return;
    };
    if !tree.iter().any(|(known, _)| known == key) {
        tree.push((key.to_owned(), Tree::Mapping(Vec::new())));
    }
    if let Some((_, Tree::Mapping(inner))) = tree.iter_mut().find(|(known, _)| known == key) {
        insert(inner, rest, value);
    }
}

fn print(tree: &[(String, Tree)], depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    for (key, value) in tree {
        match value {
            Tree::Leaf(value) => {
                // Only a block of lines holds line breaks.
                let value = value.replace('\n', &format!("\n{indent}  "));
                let value = value.replace(&format!("\n{indent}  \n"), "\n\n");
                *text += &format!("{indent}{key}: {value}\n");
            }
            Tree::Mapping(inner) if key == "sources" => {
                let mut item = String::new();
                print(inner, depth + 2, &mut item);
                // The first key stands after the dash.
                let dash = format!("{indent}  - ");
                *text += &format!("{indent}{key}:\n{dash}{}", item.trim_start());
            }
            Tree::Mapping(inner) => {
                *text += &format!("{indent}{key}:\n");
                print(inner, depth + 1, text);
            }
        }
    }
}

/// An answer as YAML, without its indentation.
fn value(shape: &Shape, answer: &str) -> String {
    let answer = answer.trim();
    if matches!(answer, "null" | "not_applicable") {
        return answer.to_owned();
    }
    match shape {
        Shape::List { of, .. } => {
            let items = answer.trim_start_matches('[').trim_end_matches(']');
            let items = items.split([',', '、']).map(str::trim);
            let items: Vec<String> = (items.filter(|item| !item.is_empty()))
                .map(|item| value(of, item))
                .collect();
            format!("[{}]", items.join(", "))
        }
        Shape::Text | Shape::String | Shape::Markdown | Shape::Reading => words(answer),
        _ => word(answer),
    }
}

/// A text; read as one whatever it looks like.
pub(super) fn words(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let means_more = ["null", "true", "false", "yes", "no", "on", "off"].contains(&lower.as_str());
    // Other programs take more words for numbers than this one: `0x10`, `1_000`, `12:30`.
    let like_number = text.starts_with(|first: char| first.is_ascii_digit()) && text.is_ascii();
    if text.contains('\n') && is_block(text) {
        return format!("|-\n{text}");
    }
    if means_more || like_number || !is_plain(text) {
        return quoted(text);
    }
    text.to_owned()
}

/// A number, date or id: as it was typed where that is one word, so that what it means is seen.
fn word(text: &str) -> String {
    let unsigned = text.strip_prefix(['-', '+', '.']).unwrap_or(text);
    if is_plain(unsigned) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether YAML reads it without quotes as it is, also inside brackets.
fn is_plain(text: &str) -> bool {
    let first = |character: char| character.is_alphanumeric() || "「『（《〈".contains(character);
    let odd = |character: char| {
        character.is_control()
            || matches!(
                character,
                ',' | '[' | ']' | '{' | '}' | '#' | '"' | '\u{feff}' | '\u{2028}' | '\u{2029}'
            )
    };
    text.starts_with(first) && !text.contains(odd) && !text.contains(": ") && !text.ends_with(':')
}

/// Whether lines can stand as they are below a `|-`.
fn is_block(text: &str) -> bool {
    let odd =
        |character: char| (character.is_control() && character != '\n') || character == '\u{feff}';
    !text.contains(odd) && !text.starts_with([' ', '\n'])
}

/// JSON's strings are YAML's, too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
