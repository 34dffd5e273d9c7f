//! Sentences: where they end, how long they are, and in which manner they speak.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::brackets::Matched;
use super::{Fault, Finding, Passage, is_hiragana, is_kanji, is_katakana};

/// Characters that a sentence may have.
pub const LONGEST_SENTENCE: usize = 120;

/// Commas that a sentence may have, see [`commas`].
pub const MOST_COMMAS: usize = 3;

/// How verbs end in dictionaries …
const VERBS: [char; 9] = ['う', 'く', 'ぐ', 'す', 'つ', 'ぬ', 'ぶ', 'む', 'る'];
/// … and before what follows in a list.
const STEMS: [char; 8] = ['い', 'き', 'ぎ', 'し', 'ち', 'び', 'み', 'り'];

/// Whether a character may end a sentence.
pub(super) const fn is_end(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '\n')
}

/// The sentences of a text, behind whose ends these bytes are, and in which this stands in brackets.
pub(super) fn split(text: &str, ends: &[usize], enclosed: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut enclosed = enclosed.into_iter().peekable();
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in ends.iter().copied() {
        while enclosed.next_if(|range| range.end < end).is_some() {}
        let inside = enclosed.peek().is_some_and(|range| range.start < end);
        let ends_line = text.as_bytes().get(end - 1) == Some(&b'\n');
        if ends_line || !inside {
            sentences.push(start..end);
            start = end;
        }
    }
    if !text.get(start..).unwrap_or_default().trim().is_empty() {
        sentences.push(start..text.len());
    }
    sentences
}

/// Sentences of more than [`LONGEST_SENTENCE`] characters. Spaces, and whole sentences quoted
/// inside, don't count.
pub fn long_sentences(passage: &Passage<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if passage.holds.characters <= LONGEST_SENTENCE {
        return findings;
    }
    for range in passage.sentences() {
        let sentence = &passage.text[range.clone()];
        if sentence.chars().count() <= LONGEST_SENTENCE {
            continue;
        }
        let visible = |part: &str| part.chars().filter(|found| !found.is_whitespace()).count();
        let quoted = Matched::of(sentence).enclosed().into_iter();
        let quoted = quoted
            .map(|inside| &sentence[inside])
            .filter(|inside| inside.contains(|found| found != '\n' && is_end(found)))
            .map(visible);
        let characters = visible(sentence) - quoted.sum::<usize>();
        if characters > LONGEST_SENTENCE {
            findings.push(Finding {
                fault: Fault::LongSentence(characters),
                range: range.clone(),
                edits: Vec::new(),
            });
        }
    }
    findings
}

/// Sentences with more than [`MOST_COMMAS`] commas between clauses. Commas in brackets and those
/// between what is listed don't count: nouns (`家賃、物価、光熱`), which end in kanji, katakana, a
/// letter or a bracket, actions (`住み、働き、学び`), and what is numbered (`①調べる、②訪ねる`).
pub fn commas(passage: &Passage<'_>) -> Vec<Finding> {
    static COMMA: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("、"));
    let mut findings = Vec::new();
    if passage.holds.commas <= MOST_COMMAS {
        return findings;
    }
    for range in passage.sentences() {
        let sentence = &passage.text[range.clone()];
        if COMMA.find_iter(sentence.as_bytes()).count() <= MOST_COMMAS {
            continue;
        }
        let enclosed = Matched::of(sentence).enclosed();
        let is_inside = |position: usize| {
            let next = enclosed.partition_point(|inside| inside.end <= position);
            enclosed
                .get(next)
                .is_some_and(|inside| inside.start <= position)
        };
        let found = sentence.match_indices('、');
        let counts = found.filter(|(position, _)| {
            let before = sentence[..*position].chars().next_back();
            let after = sentence[*position..].chars().nth(1);
            before.is_some_and(is_hiragana)
                && !after.is_some_and(|after| matches!(after, '①'..='⑳'))
                && !is_listed_action(&sentence[..*position])
                && !is_inside(*position)
        });
        let count = counts.count();
        if count > MOST_COMMAS {
            findings.push(Finding {
                fault: Fault::ManyCommas(count),
                range: range.clone(),
                edits: Vec::new(),
            });
        }
    }
    findings
}

/// Whether a clause ends in a verb that is listed with others: 働き、 or 描く、.
fn is_listed_action(clause: &str) -> bool {
    let mut last = clause.chars().rev();
    let (kana, before) = (last.next(), last.next());
    before.is_some_and(is_kanji)
        && kana.is_some_and(|kana| STEMS.contains(&kana) || VERBS.contains(&kana))
}

/// How a sentence speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// です・ます
    Polite,
    /// である, and verbs and adjectives as dictionaries have them.
    Plain,
}

/// Ends of polite sentences by their last character.
const POLITE: [(char, &[&str]); 7] = [
    ('す', &["です", "ます"]),
    ('た', &["でした", "ました"]),
    ('ん', &["ません"]),
    ('う', &["でしょう", "ましょう"]),
    ('い', &["ください", "下さい", "なさい"]),
    ('せ', &["ませ"]),
    ('か', &["ますか", "ですか", "ませんか", "でしょうか"]),
];

/// Ends of plain sentences that no noun has.
const PLAIN: [&str; 45] = [
    "である",
    "であった",
    "であろう",
    "だった",
    "だろう",
    "のだ",
    "ことだ",
    "べきだ",
    "ようだ",
    "そうだ",
    "はずだ",
    "ものだ",
    "ためだ",
    "だけだ",
    "からだ",
    "する",
    "した",
    "なる",
    "なった",
    "がある",
    "もある",
    "はある",
    "った",
    "んだ",
    "ている",
    "ていた",
    "れる",
    "れた",
    "せる",
    "せた",
    "ける",
    "げる",
    "てる",
    "べる",
    "める",
    "える",
    "えた",
    "まる",
    "わる",
    "できる",
    "できた",
    "ない",
    "なかった",
    "しい",
    "したい",
];

/// Adjectives of a kanji and い; others (違い, 扱い) are nouns.
const ADJECTIVES: [&str; 18] = [
    "多い", "高い", "安い", "低い", "長い", "短い", "近い", "遠い", "早い", "速い", "重い", "軽い",
    "強い", "弱い", "広い", "狭い", "良い", "悪い",
];

/// The manner of a sentence with its full stop; `None` where it isn't certain, as of one that
/// ends in a noun, a bracket or without a full stop.
pub fn manner(sentence: &str) -> Option<Manner> {
    let sentence = sentence.trim().strip_suffix('。')?;
    let ends = |endings: &[&str]| endings.iter().any(|ending| sentence.ends_with(ending));
    let mut last = sentence.chars().rev();
    let (end, before) = (last.next()?, last.next()?);
    let polite = POLITE.iter().find(|(last, _)| *last == end);
    if polite.is_some_and(|(_, endings)| ends(endings)) {
        return Some(Manner::Polite);
    }
    let of_noun = is_kanji(before) || is_katakana(before);
    // 必要だ, 移る
    if sentence.split('、').rev().skip(1).any(is_listed_action) {
        // 図を描く、手順を直す。 lists actions.
        return None;
    }
    let plain = (of_noun && end == 'だ')
        || (is_kanji(before) && VERBS.contains(&end))
        || ends(&PLAIN)
        || ends(&ADJECTIVES);
    plain.then_some(Manner::Plain)
}
