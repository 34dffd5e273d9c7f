//! How deep and how large a tree is, and what is said when it is too much.

use std::ops::Range;

use super::{Content, DEPTH_LIMIT, Node, refuse};
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::load::SourcePath;

/// More than [`DEPTH_LIMIT`] levels.
pub(super) fn too_deep(file: &SourcePath, at: Range<usize>) -> Box<Diagnostic> {
    let message = Message::new(
        format!("入れ子が深すぎます（{DEPTH_LIMIT}段まで）"),
        format!("nested too deeply (at most {DEPTH_LIMIT} levels)"),
    );
    let help = Message::new(
        "`[`、`{`、`-` の重なりを確かめます",
        "look at the `[`, `{` and `-` that stand inside one another",
    );
    limit(file, at, message, help)
}

/// More than [`super::EXPANSION_LIMIT`].
pub(super) fn too_much(file: &SourcePath, at: Range<usize>) -> Box<Diagnostic> {
    let message = Message::new(
        "`&` と `*` による繰り返しが多すぎます",
        "anchors and aliases repeat too much",
    );
    limit(file, at, message, refuse::write_out())
}

/// An alias inside its own anchor.
pub(super) fn endless(file: &SourcePath, at: Range<usize>) -> Box<Diagnostic> {
    let message = Message::new(
        "`*` が、それ自身を含むものを指しています",
        "the alias stands inside what it names",
    );
    limit(file, at, message, refuse::write_out())
}

fn limit(file: &SourcePath, at: Range<usize>, message: Message, help: Message) -> Box<Diagnostic> {
    let place = Place::span(file, at);
    Box::new(Diagnostic::new(Code::YamlLimit, place, message).with_help(help))
}

/// What a copy of a node counts towards [`super::EXPANSION_LIMIT`].
pub(super) fn weight(node: &Node) -> usize {
    64 + match &node.content {
        Content::Scalar(scalar) => scalar.text.len(),
        Content::List(items) => items.iter().map(weight).sum(),
        Content::Mapping(entries) => entries
            .iter()
            .map(|entry| entry.key.len() + weight(&entry.value))
            .sum(),
    }
}

/// How many lists and mappings stand inside one another.
pub(super) fn height(node: &Node) -> usize {
    match &node.content {
        Content::Scalar(_) => 0,
        Content::List(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        Content::Mapping(entries) => {
            let inner = entries.iter().map(|entry| height(&entry.value)).max();
            1 + inner.unwrap_or(0)
        }
    }
}
