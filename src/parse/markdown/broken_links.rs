//! Links and live values that stay text, because a bracket is a full-width one or a space stands
//! where none can.

use std::ops::Range;

use super::problems::Problems;
use crate::diagnostic::{Code, Message};
use crate::parse::target::{Target, ValueTarget};

/// Bytes on either side that are looked at; a link's words and destination are shorter.
const REACH: usize = 600;

/// Reports what looks like a link or a live value in the source of a text, and isn't one.
pub(super) fn check(range: &Range<usize>, source: &str, problems: &mut Problems<'_>) {
    let Some(text) = source.get(range.clone()) else {
        return;
    };
    // Bytes that have been looked at, so that no bracket belongs to two links.
    let mut done = 0;
    for (middle, _) in text.match_indices([']', '］']) {
        if middle < done {
            continue;
        }
        if let Some(found) = link(text, done, middle) {
            done = found.span.end;
            report(range.start, found, problems);
        }
    }
    done = 0;
    for (start, _) in text.match_indices("｛｛") {
        if start < done {
            continue;
        }
        let rest = window(text, start);
        let Some(end) = rest.find("｝｝") else {
            continue;
        };
        let name = rest.get("｛｛".len()..end).unwrap_or_default();
        let name = narrow(name);
        done = start + end + "｝｝".len();
        if ValueTarget::parse(&name).is_ok() {
            let found = Found {
                span: start..done,
                meant: format!("{{{{{name}}}}}"),
                spaces_only: false,
                is_sure: true,
            };
            report(range.start, found, problems);
        }
    }
}

/// Where brackets stand that end a link's words, and full-width ones that may have been meant as
/// half-width ones. A text without any of them needs no [check].
pub(super) fn suspects(source: &str) -> Vec<usize> {
    let found = memchr::memchr2_iter(b']', b'\xef', source.as_bytes());
    let is_bracket = |start: &usize| {
        let rest = source.get(*start..).unwrap_or_default();
        rest.starts_with([']', '］', '｛'])
    };
    found.filter(is_bracket).collect()
}

/// What was meant as a link or a live value.
struct Found {
    /// Its bytes in the text.
    span: Range<usize>,
    /// How it is to be written.
    meant: String,
    /// Whether spaces are all that is wrong with it.
    spaces_only: bool,
    /// Whether it can only be written like this: for spaces in a path, hyphens may have been meant.
    is_sure: bool,
}

/// The link whose words end at a bracket.
fn link(text: &str, from: usize, middle: usize) -> Option<Found> {
    let rest = window(text, middle);
    let closing = rest.chars().next()?;
    let after = rest.get(closing.len_utf8()..)?;
    let gap = after.len() - after.trim_start_matches([' ', '\u{3000}']).len();
    let after = after.get(gap..)?;
    let parenthesis = after
        .chars()
        .next()
        .filter(|mark| matches!(mark, '(' | '（'))?;
    let inside = after.get(parenthesis.len_utf8()..)?;
    let end = inside.find([')', '）', '\n'])?;
    let ending = inside
        .get(end..)?
        .chars()
        .next()
        .filter(|mark| *mark != '\n')?;
    let written = inside.get(..end)?;
    let back = text.get(from..middle)?;
    let back = back.get(boundary(back, back.len().saturating_sub(REACH))..)?;
    let start = back.rfind(['[', '［'])?;
    let opening = back.get(start..)?.chars().next()?;
    let words = back.get(start + opening.len_utf8()..)?;
    let start = middle - (back.len() - start);
    let is_image = text.get(..start)?.ends_with('!');
    let escaped = |at: usize| text.get(..at).is_some_and(|before| before.ends_with('\\'));
    if escaped(start) || escaped(middle) || words.contains('\n') {
        return None;
    }
    let wide = [opening, closing, parenthesis, ending]
        .iter()
        .any(|mark| !mark.is_ascii());
    let space = gap > 0 || written.contains(char::is_whitespace);
    let destination = destination(written)?;
    if !wide && !space {
        return None;
    }
    let mark = if is_image { "!" } else { "" };
    let start = start - mark.len();
    let end = middle + closing.len_utf8() + gap + parenthesis.len_utf8() + end + ending.len_utf8();
    let meant = format!("{mark}[{words}]({destination})");
    Some(Found {
        span: start..end,
        meant,
        spaces_only: space && !wide,
        is_sure: !written.trim().contains(char::is_whitespace),
    })
}

/// The destination that was meant, if it can only be one: not any word in parentheses.
fn destination(written: &str) -> Option<String> {
    let narrow = narrow(written.trim());
    if narrow.is_empty() || !narrow.is_ascii() {
        return None;
    }
    let joined: String = narrow.split_whitespace().collect();
    match Target::parse(&joined).ok()? {
        Target::File { path, .. } => {
            let endings = [".md", ".png", ".jpg", ".jpeg", ".webp", ".gif"];
            let words: Vec<&str> = narrow.split_whitespace().collect();
            (endings.iter().any(|ending| path.ends_with(ending))).then(|| words.join("-"))
        }
        _ => Some(joined),
    }
}

fn narrow(text: &str) -> String {
    // Full-width signs and letters stand in the order of ASCII's.
    let narrow = |character: char| match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// `start` is where the text begins.
fn report(start: usize, found: Found, problems: &mut Problems<'_>) {
    let place = start + found.span.start..start + found.span.end;
    let meant = found.meant;
    let message = if found.spaces_only {
        Message::new(
            "空白があるため、リンクとして読まれません",
            "a space keeps this from being a link",
        )
    } else {
        Message::new(
            "括弧が全角なので、リンクや値として読まれません",
            "full-width brackets keep this from being a link or a value",
        )
    };
    let help = Message::new(
        format!(
            "半角で、空白を入れずに書きます: `{meant}`。文字のまま見せるなら `` ` `` で囲みます"
        ),
        format!(
            "write it with half-width brackets and without spaces: `{meant}`; to show it as it is, put it in a code span"
        ),
    );
    let right = found.is_sure.then_some(meant);
    problems.add_mendable(Code::BrokenLink, place, message, Some(help), right);
}

/// The text from a byte on, as far as it is looked at.
fn window(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    rest.get(..boundary(rest, REACH)).unwrap_or_default()
}

/// The byte, or the nearest before it that begins a character.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0)
}
