//! What is probably meant where settings don't begin or end as they must.

use std::ops::Range;

use super::{Parts, is_fence, lines, problem};
use crate::diagnostic::{Code, Diagnostic, Message};
use crate::load::SourcePath;

/// Lines of settings that are looked through.
const LINES: usize = 200;

/// The file's first line is no fence.
pub(super) fn missing(file: &SourcePath, text: &str, start: usize) -> Diagnostic {
    let first = lines(text).next().unwrap_or_default();
    if let Some(shown) = like_a_fence(first) {
        return wrong_fence(file, shown, start..start + first.trim_end().len());
    }
    // Blank lines or a comment before the settings.
    let mut before = 0;
    for line in lines(text).take(LINES) {
        let words = line.trim();
        if is_fence(line) && holds_settings(text.get(before + line.len()..).unwrap_or_default()) {
            let at = start + before..start + before + words.len();
            return problem(
                Code::FrontMatter,
                file,
                at,
                Message::new(
                    "設定の `---` は、ファイルの最初の行でなければなりません",
                    "the `---` of the settings must be the first line of the file",
                ),
            );
        }
        if !words.is_empty() && !words.starts_with("<!--") && !words.ends_with("-->") {
            break;
        }
        before += line.len();
    }
    problem(
        Code::FrontMatter,
        file,
        start..start + first.trim_end().len(),
        Message::new(
            "ファイルの最初に `---` で始まる設定がありません",
            "the file doesn't begin with its settings between `---` lines",
        ),
    )
}

/// The settings begin and never end.
pub(super) fn open(file: &SourcePath, text: &str, start: usize) -> Diagnostic {
    let mut before = 0;
    for line in lines(text).take(LINES) {
        if before > 0
            && let Some(shown) = like_a_fence(line)
        {
            let indent = line.len() - line.trim_start().len();
            let at = start + before + indent..start + before + line.trim_end().len();
            return wrong_fence(file, shown, at);
        }
        before += line.len();
    }
    let first = lines(text).next().unwrap_or_default();
    problem(
        Code::FrontMatter,
        file,
        start..start + first.trim_end().len(),
        Message::new(
            "`---` で始まる設定が閉じられていません",
            "the settings that begin with `---` are never closed",
        ),
    )
}

/// Settings that follow the settings.
pub(super) fn second(file: &SourcePath, parts: &Parts<'_>) -> Option<Diagnostic> {
    let blank = parts.body.len() - parts.body.trim_start().len();
    let mut rest = lines(parts.body.get(blank..)?);
    let first = rest.next().filter(|line| is_fence(line))?;
    if !holds_settings(parts.body.get(blank + first.len()..)?) {
        return None;
    }
    let at = parts.body_offset + blank;
    let message = Message::new(
        "`---` で始まる設定が、もう一度書かれています",
        "the settings between `---` lines stand here a second time",
    );
    let help = Message::new(
        "一つの設定にまとめます。`---` で始まり `---` で終わる組は、ファイルの最初に一つだけです",
        "put them together; a file has one such block, at its start",
    );
    let place = crate::diagnostic::Place::span(file, at..at + 3);
    Some(Diagnostic::new(Code::FrontMatter, place, message).with_help(help))
}

/// Whether a text begins with lines like `title: …` that a fence ends.
fn holds_settings(text: &str) -> bool {
    let mut keys = 0;
    for line in lines(text).take(LINES) {
        if is_fence(line) {
            return keys > 0;
        }
        let words = line.trim_end();
        let name = words.split(':').next().unwrap_or_default();
        let is_key = name.len() < words.len()
            && !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let goes_on = words.starts_with([' ', '-', '#']);
        if !is_key && !goes_on {
            return false;
        }
        keys += usize::from(is_key);
    }
    false
}

/// A line that somebody took for a fence: marks that look like hyphens, too few or too many.
fn like_a_fence(line: &str) -> Option<&str> {
    let shown = line.trim();
    let dash = |mark: char| matches!(mark, '-' | 'ー' | '—' | '―' | '–' | '−' | '－' | '─' | '‐');
    let dashes = (1..=40).contains(&shown.chars().count()) && shown.chars().all(dash);
    let alone = shown != "-" && (shown != "---" || line.starts_with([' ', '\t', '\u{3000}']));
    ((dashes && alone) || shown == "+++").then_some(shown)
}

fn wrong_fence(file: &SourcePath, shown: &str, at: Range<usize>) -> Diagnostic {
    let message = if shown == "---" {
        Message::new(
            "`---` の前に空白があります",
            "there is a space before `---`",
        )
    } else {
        Message::new(
            format!("`{shown}` は設定の区切りになりません"),
            format!("`{shown}` doesn't begin or end the settings"),
        )
    };
    problem(Code::FrontMatter, file, at, message)
}
