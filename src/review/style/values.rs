//! The passages of a value in YAML.

use super::markdown;
use super::passage::{Kind, Passage};
use super::texts::Form;
use crate::diagnostic::Report;
use crate::load::SourcePath;
use crate::parse::markdown as parser;
use crate::parse::yaml::{Content, Node};

/// The Japanese of a text: the value itself where plain values are Japanese, or its `ja`.
pub(super) fn japanese(node: &Node, plain_is_japanese: bool) -> Option<&Node> {
    match &node.content {
        Content::Scalar(_) => Some(node).filter(|_| plain_is_japanese),
        Content::Mapping(entries) => {
            let entry = entries.iter().find(|entry| entry.key == "ja")?;
            Some(&entry.value)
        }
        Content::List(_) => None,
    }
}

/// The passages of a scalar in `source`.
pub(super) fn passages<'a>(
    file: &SourcePath,
    node: &'a Node,
    source: &'a str,
    form: Form,
) -> Vec<Passage<'a>> {
    let Content::Scalar(scalar) = &node.content else {
        return Vec::new();
    };
    let text = scalar.text.as_str();
    let start = exact_start(node, text, source);
    if form != Form::Markdown {
        let mut passage = Passage::new(form.kind());
        match start {
            Some(start) => passage.push_exact(text, start),
            None => passage.push_inexact(text, node.span.clone()),
        }
        return vec![passage];
    }
    // Read once more: the guide's own document has the whole value as its only place. Its
    // problems have been reported.
    match start {
        Some(start) => {
            let document = parser::parse(file, text, start, &mut Report::default());
            with_kind(markdown::passages(&document, source))
        }
        None => {
            let document = parser::parse(file, text, 0, &mut Report::default());
            let passages = with_kind(markdown::passages(&document, text));
            let whole = passages.into_iter().map(|passage| {
                let mut moved = Passage::new(passage.kind);
                moved.push_inexact(passage.text(), node.span.clone());
                moved
            });
            whole.collect()
        }
    }
}

/// Paragraphs of a value are notes.
fn with_kind(mut passages: Vec<Passage<'_>>) -> Vec<Passage<'_>> {
    for passage in &mut passages {
        if passage.kind == Kind::Paragraph {
            passage.kind = Kind::Note;
        }
    }
    passages
}

/// Where a scalar begins in the file, if it is written there as it reads.
fn exact_start(node: &Node, text: &str, source: &str) -> Option<usize> {
    let written = source.get(node.span.clone())?;
    if written == text {
        return Some(node.span.start);
    }
    let inside = ['"', '\'']
        .iter()
        .find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote))?;
    (inside == text).then_some(node.span.start + 1)
}
