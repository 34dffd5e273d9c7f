//! What YAML allows and a guide doesn't, in words that help.

use std::ops::Range;

use super::reader::join;
use super::{Content, Entry, Node, slips};
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::load::SourcePath;

/// The word that a node is as a key, or why it can't be one. What is no key at all but a slip of
/// the pen ends the reading.
pub(super) fn key_name(
    file: &SourcePath,
    node: Node,
) -> Result<(Option<String>, Option<Diagnostic>), Box<Diagnostic>> {
    let span = node.span.clone();
    if let Content::Scalar(scalar) = &node.content
        && scalar.plain
    {
        if let Some(slip) = slips::in_dash(&scalar.text, span.start) {
            return Err(Box::new(slipped(file, slip)));
        }
        if let Some((name, slip)) = slips::in_key(&scalar.text, span.start) {
            return Ok((Some(name.to_owned()), Some(slipped(file, slip))));
        }
    }
    Ok(name_or_problem(file, node, &span))
}

fn slipped(file: &SourcePath, slip: slips::Slip) -> Diagnostic {
    let place = Place::span(file, slip.span);
    Diagnostic::new(Code::YamlSyntax, place, slip.message).with_help(slip.help)
}

fn name_or_problem(
    file: &SourcePath,
    node: Node,
    span: &Range<usize>,
) -> (Option<String>, Option<Diagnostic>) {
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

/// `line` is where the key stands first.
pub(super) fn duplicate(file: &SourcePath, path: &str, entry: &Entry, line: usize) -> Diagnostic {
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
            format!("`{key}` が二度書かれています（最初は{line}行目）"),
            format!("`{key}` stands here twice, first in line {line}"),
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

/// `{{…}}` without quotes, as in a template.
pub(super) fn braces(file: &SourcePath, at: Range<usize>) -> Box<Diagnostic> {
    let message = Message::new(
        "YAML として読めません: `{{` で値を始められません",
        "this isn't YAML: a value can't begin with `{{`",
    );
    let help = Message::new(
        "文字として書くなら、値の全体を引用符で囲みます（`\"{{…}}\"`）",
        "if it is meant as text, put all of the value in quotes (`\"{{…}}\"`)",
    );
    Box::new(Diagnostic::new(Code::YamlSyntax, Place::span(file, at), message).with_help(help))
}

/// `&name` that nothing refers to: mostly a text that begins with `&`.
pub(super) fn anchor(file: &SourcePath, at: &Range<usize>) -> Diagnostic {
    let message = Message::new(
        "`&` で始まる語は値に入りません",
        "the word that begins with `&` is no part of the value",
    );
    let help = Message::new(
        "文字として書くなら、値の全体を引用符で囲みます（`\"&…\"`）。そうでなければ消します",
        "if it is meant as text, put all of it in quotes (`\"&…\"`); else remove it",
    );
    Diagnostic::new(Code::YamlSyntax, Place::span(file, at.clone()), message).with_help(help)
}

/// ` #` with a word right after it: a comment for YAML, mostly part of the text for its writer.
pub(super) fn comment(
    file: &SourcePath,
    path: String,
    at: Range<usize>,
    words: &str,
    comment: &str,
) -> Diagnostic {
    let words: String = words.chars().take(80).collect();
    let comment: String = comment.chars().take(80).collect();
    let whole = format!("{words} {comment}")
        .trim_start()
        .replace('"', "\\\"");
    let place = Place {
        file: file.clone(),
        field: Some(path),
        span: Some((at.start, at.end)),
    };
    let message = Message::new(
        format!("`{comment}` はコメントになり、値に入りません"),
        format!("`{comment}` is a comment and no part of the value"),
    );
    let help = Message::new(
        format!(
            "値の一部なら全体を引用符で囲みます: `\"{whole}\"`。コメントなら `#` のあとに空白を入れます"
        ),
        format!(
            "if it belongs to the value, put all of it in quotes: `\"{whole}\"`; for a comment put a space after `#`"
        ),
    );
    Diagnostic::new(Code::CutOffText, place, message).with_help(help)
}
