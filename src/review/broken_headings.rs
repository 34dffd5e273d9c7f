//! Headings that are none: `##見出し` without a space, `＃＃ 見出し` with full-width marks. Markdown
//! shows them as they are. A single `#` is let be: it may be a hashtag.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Code, Diagnostic, Edit, Message, Place, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::markdown::Document;
use crate::review::texts::Source;

/// Reports lines that begin with the marks of a heading and are shown as text.
pub(super) fn check(text: &Document, sources: &Sources, report: &mut Report) {
    let Some(file) = &text.file else { return };
    let mut at_start = false;
    for (event, range) in &text.events {
        if let Event::Text(words) = event {
            let mut source = Source::new(sources, file, range);
            if at_start
                && let Some(marks) = marks(words)
                && let Some(span) = source.next(marks)
            {
                report.add(broken(file, span, marks));
            }
            // Between wide characters a line break is gone from the words, but not from the source.
            for marks in wide_marks(words).filter(|marks| !at_start || !words.starts_with(marks)) {
                let span = source.next(marks).filter(|span| source.begins_line(span));
                if let Some(span) = span {
                    report.add(broken(file, span, marks));
                }
            }
        }
        at_start = matches!(
            event,
            Event::Start(Tag::Paragraph) | Event::SoftBreak | Event::HardBreak
        );
    }
}

/// Full-width marks in a text, wherever they stand.
fn wide_marks(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices('＃').filter(|(start, _)| {
        let before = text.get(..*start).unwrap_or_default();
        !before.ends_with(['#', '＃'])
    });
    starts.filter_map(|(start, _)| marks(text.get(start..)?))
}

/// Two to six marks at the start of a text, with the spaces behind them.
fn marks(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(['#', '＃']);
    let marks = text.get(..text.len() - rest.len())?;
    let words = rest.trim_start_matches([' ', '\u{3000}']);
    let letter = words.chars().next().is_some_and(char::is_alphanumeric);
    let count = marks.chars().count();
    (letter && (2..=6).contains(&count))
        .then(|| text.get(..text.len() - words.len()))
        .flatten()
}

fn broken(file: &SourcePath, span: Range<usize>, marks: &str) -> Diagnostic {
    let right = "#".repeat(marks.trim_end().chars().count()) + " ";
    let edit = Edit {
        span: (span.start, span.end),
        text: right.clone(),
    };
    let is_whole = span.len() == marks.len();
    let fix = if is_whole { vec![edit] } else { Vec::new() };
    Diagnostic::new(
        Code::BrokenHeading,
        Place::span(file, span),
        Message::new(
            "見出しにならず、記号がそのまま表示されます",
            "this is no heading; the marks are shown as they are",
        ),
    )
    .with_help(Message::new(
        format!("半角の記号のあとに半角の空白を入れます: `{right}見出し`"),
        format!("use ASCII marks with a space behind them: `{right}Heading`"),
    ))
    .with_fix(fix)
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn marks_are_told_from_hashtags() {
        for (text, found) in [
            ("##見出し", Some("##")),
            ("＃＃　見出し", Some("＃＃　")),
            ("＃＃＃見出し", Some("＃＃＃")),
            ("#移住", None),
            ("＃移住", None),
            ("## ", None),
            ("##", None),
            ("#######a", None),
            ("C##", None),
        ] {
            assert_eq!(marks(text), found, "{text}");
        }
    }
}
