//! YAML → a tree whose every node knows its bytes, and the [`Reader`] that walks it.
//!
//! The parser is saphyr-parser: pure Rust, linear in the size of the file, with the place of
//! every event, so that a problem points at its bytes without a second parse. The tree is
//! bounded ([`DEPTH_LIMIT`], [`EXPANSION_LIMIT`]) before anything walks it. What a plain
//! scalar means is decided by the schema that reads it: `2024` is a number where a number is
//! asked for and a year where a period is.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::text::Language;

mod build;
mod cut_off;
pub(crate) mod declared;
mod keys;
pub(crate) mod kinds;
mod limits;
mod numbers;
mod offsets;
mod reader;
mod refuse;
mod slips;
mod syntax;
#[cfg(test)]
mod tests;
mod values;
mod words;

pub use declared::{Declaration, Key, Kind, Need, Shape};
pub use keys::Keys;
pub use reader::{Reader, Value};

/// How many lists and mappings may stand inside one another.
pub const DEPTH_LIMIT: usize = 64;

/// How much all aliases of a file may add to it: bytes of text, and 64 for each node.
pub const EXPANSION_LIMIT: usize = 4_000_000;

/// A value in a YAML file. At most [`DEPTH_LIMIT`] deep.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it holds.
    pub content: Content,
    /// The bytes of the file that it was written with.
    pub span: Range<usize>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A word, number, truth value or null.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping; every key stands once, in the order of the file.
    Mapping(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As written, without quotes.
    pub key: String,
    /// The bytes of the key in the file.
    pub key_span: Range<usize>,
    /// Its value; an empty one has the key's span.
    pub value: Node,
}

/// A scalar before a schema has said what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Without quotes, with escapes resolved.
    pub text: String,
    /// Whether it was written without quotes.
    pub plain: bool,
}

impl Scalar {
    /// Whether it stands for "nothing": empty, `null` or `~` without quotes.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// `true` or `false` without quotes.
    pub fn boolean(&self) -> Option<bool> {
        match self.text.as_str() {
            "true" | "True" | "TRUE" if self.plain => Some(true),
            "false" | "False" | "FALSE" if self.plain => Some(false),
            _ => None,
        }
    }

    /// A number without quotes; may be infinite or not a number (`.inf`, `.nan`).
    pub fn number(&self) -> Option<f64> {
        self.plain.then(|| numbers::parse(&self.text)).flatten()
    }
}

impl Node {
    /// The bytes that a diagnostic about the node points at: a scalar, `[…]` or `{…}` whole,
    /// of a block only its first key or item.
    pub fn pointer(&self) -> Range<usize> {
        let (last, first) = match &self.content {
            Content::Scalar(_) => return self.span.clone(),
            Content::List(items) => (
                items.last().map(|item| item.span.end),
                items.first().map(Node::pointer),
            ),
            Content::Mapping(entries) => (
                entries.last().map(|entry| entry.value.span.end),
                entries.first().map(|entry| entry.key_span.clone()),
            ),
        };
        let has_brackets = last.is_none_or(|last| last < self.span.end);
        first.filter(|_| !has_brackets).unwrap_or(self.span.clone())
    }

    /// Where something is missing in it: a mapping's first key, else what [`Node::pointer`] says.
    pub fn head(&self) -> Range<usize> {
        match &self.content {
            Content::Mapping(entries) => entries.first().map(|entry| entry.key_span.clone()),
            Content::Scalar(_) | Content::List(_) => None,
        }
        .unwrap_or_else(|| self.pointer())
    }

    /// Whether it is an empty or null scalar.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar(scalar) if scalar.is_null())
    }
}

/// A file's text without a byte order mark, and the byte at which it begins.
///
/// Reports `not-utf8` with the place of the first wrong byte.
pub fn utf8<'bytes>(
    file: &SourcePath,
    bytes: &'bytes [u8],
    report: &mut Report,
) -> Option<(&'bytes str, usize)> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, text.len() - rest.len()),
            None => (text, 0),
        }),
        Err(error) => {
            let start = error.valid_up_to();
            let line = bytes
                .iter()
                .take(start)
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            let diagnostic = Diagnostic::new(
                Code::NotUtf8,
                Place::span(file, start..start + error.error_len().unwrap_or(1)),
                Message::new(
                    format!("{line}行目に、UTF-8 でない文字があります"),
                    format!("line {line} isn't UTF-8"),
                ),
            );
            report.add(diagnostic.with_help(Message::new(
                "エディターで文字コードを UTF-8 にして保存し直します（Shift_JIS で保存されていることがよくあります）",
                "save the file again with the encoding UTF-8 (it is often Shift_JIS)",
            )));
            None
        }
    }
}

/// Parses a YAML file. A file that isn't YAML gives one diagnostic and `None`.
pub fn parse_file(file: &SourcePath, bytes: &[u8], report: &mut Report) -> Option<Node> {
    let (text, offset) = utf8(file, bytes, report)?;
    parse(file, text, offset, report)
}

/// Parses YAML that begins at byte `offset` of the file, such as front matter.
///
/// A syntax error, too deep nesting or an empty text is the only diagnostic and gives `None`;
/// duplicate keys, tags and merge keys are reported, all of them, and left out of the tree.
pub fn parse(file: &SourcePath, text: &str, offset: usize, report: &mut Report) -> Option<Node> {
    match build::build(file, text, offset) {
        Ok((Some(node), problems)) => {
            problems.into_iter().for_each(|problem| report.add(problem));
            Some(node)
        }
        Ok((None, _)) => {
            let help = Message::new(
                "`title: …` のように、項目を一行に一つずつ書きます",
                "write one key on each line, such as `title: …`",
            );
            let message = Message::new("中身がありません", "there is nothing in it");
            let place = Place::span(file, offset..offset);
            report.add(Diagnostic::new(Code::EmptyFile, place, message).with_help(help));
            None
        }
        Err(problem) => {
            report.add(*problem);
            None
        }
    }
}

/// Parses a YAML file and reads it; `None` after a report when either fails.
pub fn read_file<T>(
    file: &SourcePath,
    bytes: &[u8],
    languages: &[Language],
    report: &mut Report,
    read: impl FnOnce(&mut Reader<'_>, &Value<'_>) -> Option<T>,
) -> Option<T> {
    let node = parse_file(file, bytes, report)?;
    let mut reader = Reader {
        file,
        languages,
        report,
    };
    read(&mut reader, &Value::root(&node))
}
