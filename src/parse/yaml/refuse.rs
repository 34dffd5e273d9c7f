//! What YAML allows and a guide doesn't, in words that help.

use std::ops::Range;

use super::reader::join;
use super::{Content, Entry, Node};
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::load::SourcePath;

/// The word that a node is as a key, or why it can't be one.
pub(super) fn key_name(file: &SourcePath, node: Node) -> (Option<String>, Option<Diagnostic>) {
    let span = node.span.clone();
    let refuse = |code, message, help| {
        let place = Place::span(file, span.clone());
        Some(Diagnostic::new(code, place, message).with_help(help))
    };
    match node.content {
        Content::Scalar(scalar) if scalar.plain && scalar.text == "<<" => (
            None,
            refuse(
                Code::YamlSyntax,
                Message::new("`<<` は使えません", "the merge key `<<` can't be used"),
                write_out(),
            ),
        ),
        Content::Scalar(scalar) if !scalar.text.is_empty() => (Some(scalar.text), None),
        _ => (
            None,
            refuse(
                Code::WrongType,
                Message::new(
                    "`:` の前には一つの語を書きます",
                    "before `:` stands a single word",
                ),
                Message::new(
                    "`title: くらべる` のように書きます",
                    "write it like `title: Compare`",
                ),
            ),
        ),
    }
}

pub(super) fn duplicate(file: &SourcePath, path: &str, entry: &Entry) -> Diagnostic {
    let place = Place {
        file: file.clone(),
        field: Some(join(path, &entry.key)),
        span: Some((entry.key_span.start, entry.key_span.end)),
    };
    let key = &entry.key;
    Diagnostic::new(
        Code::DuplicateKey,
        place,
        Message::new(
            format!("`{key}` が二度書かれています"),
            format!("`{key}` stands here twice"),
        ),
    )
    .with_help(Message::new("どちらかを消します", "remove one of the two"))
}

pub(super) fn write_out() -> Message {
    Message::new(
        "`&`、`*`、`<<` を使わずに、値をそのまま書きます",
        "write the values out, without `&`, `*` and `<<`",
    )
}

pub(super) fn tag(file: &SourcePath, tag: &saphyr_parser::Tag, at: &Range<usize>) -> Diagnostic {
    Diagnostic::new(
        Code::YamlSyntax,
        Place::span(file, at.clone()),
        Message::new(
            format!("YAML のタグ `{tag}` は使えません"),
            format!("the YAML tag `{tag}` can't be used"),
        ),
    )
    .with_help(Message::new(
        "`!` で始まる語を消します。文字として書きたいときは、全体を引用符 `\"…\"` で囲みます",
        "remove the word that begins with `!`; if it is meant as text, put all of it in quotes `\"…\"`",
    ))
}
