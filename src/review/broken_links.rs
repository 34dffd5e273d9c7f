//! Brackets that were meant as a link: `［徳島］（region:tokushima）`, `[徳島] (region:tokushima)`.
//! Markdown shows them as they are.

use crate::diagnostic::{Code, Diagnostic, Edit, Message, Place, Report};
use crate::load::Sources;
use crate::parse::markdown::Document;
use crate::parse::target::Target;
use crate::plan::Guide;
use crate::review::texts::{self, Source};

/// Bytes that a destination may take; what is longer is prose.
const LONGEST: usize = 500;

/// Reports brackets followed by parentheses that hold a link's destination.
pub(super) fn check(guide: &Guide, text: &Document, sources: &Sources, report: &mut Report) {
    let Some(file) = &text.file else { return };
    for (words, range) in texts::words(text) {
        let mut source = Source::new(sources, file, range);
        for (written, right) in links(guide, words) {
            let Some(span) = source.next(written) else {
                continue;
            };
            let is_whole = span.len() == written.len();
            let edit = Edit {
                span: (span.start, span.end),
                text: right.clone(),
            };
            let problem = broken(Place::span(file, span), &right);
            let fix = if is_whole { vec![edit] } else { Vec::new() };
            report.add(problem.with_fix(fix));
        }
    }
}

/// What was meant as a link, as it is written and as it would be one.
fn links<'a>(guide: &Guide, text: &'a str) -> Vec<(&'a str, String)> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, character) in text.char_indices() {
        match character {
            '[' | '［' => open = Some((at, at + character.len_utf8())),
            ']' | '］' => {
                let Some((start, words)) = open.take() else {
                    continue;
                };
                let after = at + character.len_utf8();
                if let Some((destination, end)) = destination(guide, text, after)
                    && let (Some(written), Some(name)) = (text.get(start..end), text.get(words..at))
                {
                    found.push((written, format!("[{name}]({destination})")));
                }
            }
            _ => {}
        }
    }
    found
}

/// A destination in parentheses that begin at a byte, after a space at most, and where they end.
fn destination(guide: &Guide, text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?;
    let rest = rest.strip_prefix([' ', '\u{3000}']).unwrap_or(rest);
    let inside = rest.strip_prefix(['(', '（'])?;
    let (end, close) = inside
        .char_indices()
        .take_while(|(byte, _)| *byte <= LONGEST)
        .find(|(_, character)| matches!(character, ')' | '）'))?;
    let words: String = inside.get(..end)?.trim().chars().map(narrow).collect();
    let end = text.len() - inside.len() + end + close.len_utf8();
    is_destination(guide, &words).then_some((words, end))
}

/// A full-width letter or sign as its ASCII one.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        _ => character,
    }
}

/// Whether words are a destination and nothing else.
fn is_destination(guide: &Guide, words: &str) -> bool {
    match Target::parse(words) {
        Ok(Target::Record { prefix, .. } | Target::Pair { prefix, .. }) => {
            guide.prefix(&prefix).is_some()
        }
        Ok(Target::File { path, .. }) => {
            let ending = path.rsplit_once('.').map(|(_, ending)| ending);
            ending
                .is_some_and(|ending| ["md", "png", "jpg", "jpeg", "gif", "webp"].contains(&ending))
        }
        Ok(_) => true,
        Err(_) => false,
    }
}

fn broken(place: Place, right: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BrokenLink,
        place,
        Message::new(
            "リンクにならず、括弧がそのまま表示されます",
            "this is no link; the brackets are shown as they are",
        ),
    )
    .with_help(Message::new(
        format!("半角の括弧で、間を空けずに書きます: `{right}`"),
        format!("use ASCII brackets and no space between them: `{right}`"),
    ))
}
