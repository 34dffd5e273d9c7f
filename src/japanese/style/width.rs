//! Digits and letters are half-width, kana full-width.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{Fault, Finding};

const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();

/// How far the full-width forms stand behind ASCII.
const DISTANCE: u32 = 0xfee0;

/// Digits and letters in full width, a finding for each run of them. A point, comma or per cent
/// sign in full width goes with the digits around it.
pub(super) fn full_width(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if !is_full_width(character) {
            continue;
        }
        let mut end = start + character.len_utf8();
        let mut before = character;
        while let Some((position, next)) = characters.peek().copied() {
            let rest = text.get(position + next.len_utf8()..).unwrap_or_default();
            let after = rest.chars().next();
            let joins = is_full_width(next)
                || (is_digit(before) && matches!(next, '．' | '，') && after.is_some_and(is_digit))
                || (is_digit(before) && next == '％');
            if !joins {
                break;
            }
            before = next;
            end = position + next.len_utf8();
            characters.next();
        }
        let run = start..end;
        // One by one, since markup may stand between them.
        let edits = text[run.clone()]
            .char_indices()
            .map(|(position, character)| {
                let start = run.start + position;
                let range = start..start + character.len_utf8();
                (range, narrow(character).to_string())
            });
        findings.push(Finding {
            fault: Fault::FullWidth,
            edits: edits.collect(),
            range: run.clone(),
        });
    }
    findings
}

/// Katakana and their punctuation in half width, a finding for each run of them.
pub(super) fn half_width_kana(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for run in runs(text, is_half_width_kana) {
        let words = &text[run.clone()];
        // A voice mark at the beginning belongs to something that isn't half-width.
        let certain = !words.starts_with(['ﾞ', 'ﾟ']);
        let edit = (run.clone(), NFKC.normalize(words).into_owned());
        findings.push(Finding {
            fault: Fault::HalfWidthKana,
            range: run,
            edits: Vec::from_iter(certain.then_some(edit)),
        });
    }
    findings
}

fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (start, character) in text.char_indices().filter(|(_, found)| belongs(*found)) {
        let end = start + character.len_utf8();
        match runs.last_mut().filter(|run| run.end == start) {
            Some(run) => run.end = end,
            None => runs.push(start..end),
        }
    }
    runs
}

pub(super) const fn is_full_width(character: char) -> bool {
    matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_digit(character: char) -> bool {
    matches!(character, '０'..='９')
}

pub(super) const fn is_half_width_kana(character: char) -> bool {
    matches!(character, '｡'..='ﾟ')
}

fn narrow(character: char) -> char {
    char::from_u32((character as u32).saturating_sub(DISTANCE)).unwrap_or(character)
}
