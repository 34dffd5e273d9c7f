//! Brackets come in pairs, and those around Japanese words are full-width.

use std::ops::Range;

use super::{Fault, Finding, is_hiragana, is_japanese, is_katakana};

/// How many kinds there are.
const KINDS: usize = 10;

/// The kind of round brackets.
const ROUND: usize = 0;

/// A bracket, whichever half; round ones of both widths are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bracket {
    start: usize,
    character: char,
    kind: usize,
    opens: bool,
}

impl Bracket {
    fn range(self) -> Range<usize> {
        self.start..self.start + self.character.len_utf8()
    }

    fn is_half_width(self) -> bool {
        matches!(self.character, '(' | ')')
    }
}

/// Half-width brackets around Japanese words, and brackets without their other half.
pub(super) fn brackets(text: &str, matched: &Matched) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (open, close) in matched.pairs.iter().copied() {
        let wrong = [open, close].map(|bracket| bracket.is_half_width().then_some(bracket));
        let inside = text.get(open.range().end..close.start).unwrap_or_default();
        // A link that isn't one yet: [町](徳島 県)
        let is_target = text.get(..open.start).unwrap_or_default().ends_with(']');
        if wrong == [None, None] || is_target || !inside.chars().any(is_japanese) {
            continue;
        }
        let wide = |bracket: Bracket| if bracket.opens { "（" } else { "）" };
        let edits = wrong
            .into_iter()
            .flatten()
            .map(|bracket| (bracket.range(), wide(bracket).to_owned()));
        findings.push(Finding {
            fault: Fault::HalfWidthBrackets,
            range: open.start..close.range().end,
            edits: edits.collect(),
        });
    }
    // Half of a smiley, or `1)`.
    let alone = matched.alone.iter();
    let alone = alone.filter(|bracket| !bracket.is_half_width());
    findings.extend(alone.map(|bracket| Finding {
        fault: Fault::UnbalancedBracket,
        range: bracket.range(),
        edits: Vec::new(),
    }));
    findings
}

/// The brackets of a text.
#[derive(Debug)]
pub(super) struct Matched {
    pairs: Vec<(Bracket, Bracket)>,
    /// What has no other half.
    alone: Vec<Bracket>,
}

impl Matched {
    pub(super) fn of(text: &str) -> Self {
        let found = text.char_indices();
        let found = found.filter(|(_, character)| is_bracket(*character));
        let starts: Vec<usize> = found.map(|(start, _)| start).collect();
        Self::at(text, &starts)
    }

    /// The same, where all brackets stand at these bytes.
    pub(super) fn at(text: &str, starts: &[usize]) -> Self {
        let (pairs, alone) = matched(text, starts);
        Self { pairs, alone }
    }

    /// What stands in brackets, brackets included; of several inside each other only the outermost.
    pub(super) fn enclosed(&self) -> Vec<Range<usize>> {
        let mut pairs: Vec<&(Bracket, Bracket)> = self.pairs.iter().collect();
        pairs.sort_by_key(|(open, _)| open.start);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (open, close) in pairs {
            if ranges.last().is_none_or(|last| last.end <= open.start) {
                ranges.push(open.start..close.range().end);
            }
        }
        ranges
    }
}

/// Pairs, and what has no other half.
fn matched(text: &str, starts: &[usize]) -> (Vec<(Bracket, Bracket)>, Vec<Bracket>) {
    let mut open: Vec<Bracket> = Vec::new();
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    // How many of each kind are open, so that a text of closing ones isn't searched again and again.
    let mut counts = [0usize; KINDS];
    for bracket in all(text, starts) {
        let Some(count) = counts.get_mut(bracket.kind) else {
            continue;
        };
        if bracket.opens {
            *count += 1;
            open.push(bracket);
        } else if *count == 0 {
            if bracket.kind != ROUND || !is_marker(text, bracket.start) {
                alone.push(bracket);
            }
        } else {
            while let Some(other) = open.pop() {
                if let Some(count) = counts.get_mut(other.kind) {
                    *count -= 1;
                }
                if other.kind == bracket.kind {
                    pairs.push((other, bracket));
                    break;
                }
                alone.push(other);
            }
        }
    }
    alone.extend(open);
    alone.sort_by_key(|bracket| bracket.start);
    (pairs, alone)
}

/// Every bracket but those that are spoken of: `「（」`.
fn all(text: &str, starts: &[usize]) -> Vec<Bracket> {
    let bracket = |start: &usize| {
        let (before, rest) = text.split_at(*start);
        let character = rest.chars().next()?;
        let (kind, opens) = kind(character)?;
        let after = &rest[character.len_utf8()..];
        let is_quoted = before.ends_with('「') && after.starts_with('」');
        (!is_quoted).then_some(Bracket {
            start: *start,
            character,
            kind,
            opens,
        })
    };
    starts.iter().filter_map(bracket).collect()
}

/// Whether a character is half of a pair.
pub(super) const fn is_bracket(character: char) -> bool {
    kind(character).is_some()
}

/// Of which kind a bracket is, and whether it is the opening one.
const fn kind(character: char) -> Option<(usize, bool)> {
    let kind = match character {
        '(' | '（' => (ROUND, true),
        ')' | '）' => (ROUND, false),
        '「' => (1, true),
        '」' => (1, false),
        '『' => (2, true),
        '』' => (2, false),
        '【' => (3, true),
        '】' => (3, false),
        '〈' => (4, true),
        '〉' => (4, false),
        '《' => (5, true),
        '》' => (5, false),
        '〔' => (6, true),
        '〕' => (6, false),
        '［' => (7, true),
        '］' => (7, false),
        '｛' => (8, true),
        '｝' => (8, false),
        '“' => (9, true),
        '”' => (9, false),
        _ => return None,
    };
    Some(kind)
}

/// Whether a closing bracket only marks what comes: `1）`, `ア）`.
fn is_marker(text: &str, position: usize) -> bool {
    let before = text.get(..position).unwrap_or_default();
    let starts = |character: &char| "、。（「・ 　\n".contains(*character);
    let word: Vec<char> = before
        .chars()
        .rev()
        .take(4)
        .take_while(|character| !starts(character))
        .collect();
    match word.as_slice() {
        [one] => is_hiragana(*one) || is_katakana(*one) || one.is_alphanumeric(),
        [_, _] => word.iter().all(char::is_ascii_alphanumeric),
        _ => false,
    }
}
