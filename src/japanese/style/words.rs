//! A list of words that are spelled in one way only.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::{Fault, Finding, is_katakana};

/// A word with the spellings that it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The right spelling.
    pub prefer: String,
    /// Other spellings.
    pub instead_of: Vec<String>,
    /// Longer words, such as names, that hold one of them and are right.
    pub except: Vec<String>,
}

/// Words with all their spellings, so that a text is walked once whatever their number.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    words: Vec<Word>,
    /// For each spelling the position of its word where it is a wrong one.
    wrong: Vec<Option<usize>>,
    /// Finds the spellings, in the same order.
    search: Option<AhoCorasick>,
}

impl WordList {
    /// A list; empty spellings are left out.
    pub fn new(words: Vec<Word>) -> Self {
        let mut spellings = Vec::new();
        for (position, word) in words.iter().enumerate() {
            let right = std::iter::once(&word.prefer).chain(&word.except);
            spellings.extend(right.map(|spelling| (spelling, None)));
            let wrong = word.instead_of.iter();
            spellings.extend(wrong.map(|spelling| (spelling, Some(position))));
        }
        spellings.retain(|(spelling, _)| !spelling.is_empty());
        let wrong = spellings.iter().map(|(_, word)| *word).collect();
        // It fails only beyond four billion states; a file of content is far smaller.
        let search = AhoCorasick::new(spellings.iter().map(|(spelling, _)| spelling)).ok();
        Self {
            words,
            wrong,
            search,
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Wrong spellings, the longest at each place, outside right spellings and exceptions.
    ///
    /// One in katakana or Latin letters is a word of its own: サーバ isn't found in サーバント.
    pub fn misspelled(&self, text: &str) -> Vec<Finding> {
        let Some(search) = self.search.as_ref().filter(|_| !self.words.is_empty()) else {
            return Vec::new();
        };
        let found = search.find_overlapping_iter(text);
        let mut found: Vec<(Range<usize>, usize)> = found
            .map(|found| (found.range(), found.pattern().as_usize()))
            .collect();
        found
            .sort_unstable_by_key(|(range, spelling)| (range.start, Reverse(range.end), *spelling));
        let mut right: Vec<Range<usize>> = Vec::new();
        let mut wrong: Vec<(Range<usize>, &Word)> = Vec::new();
        for (range, spelling) in found {
            let word = self.wrong.get(spelling).copied().flatten();
            match word.and_then(|word| self.words.get(word)) {
                None => right.push(range),
                Some(word) => {
                    let has_longer = wrong
                        .last()
                        .is_some_and(|(last, _)| last.start == range.start);
                    if !has_longer && stands_alone(text, &range) {
                        wrong.push((range, word));
                    }
                }
            }
        }
        let mut findings: Vec<Finding> = Vec::new();
        // The right ones are in the order of their starts: only the farthest end before a place
        // and those that begin at it can hold it.
        let mut farthest = 0;
        let mut right = right.into_iter().peekable();
        for (range, word) in wrong {
            while let Some(other) = right.next_if(|other| other.start <= range.start) {
                farthest = farthest.max(other.end);
            }
            let overlaps = findings
                .last()
                .is_some_and(|last| last.range.end > range.start);
            if farthest < range.end && !overlaps {
                findings.push(Finding {
                    fault: Fault::Spelling(word.prefer.clone()),
                    edits: vec![(range.clone(), word.prefer.clone())],
                    range,
                });
            }
        }
        findings
    }
}

/// Whether no katakana or letter goes on where a spelling in such ends.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let goes_on = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
        (Some(inside), Some(outside)) => {
            (is_katakana(inside) && is_katakana(outside))
                || (inside.is_ascii_alphanumeric() && outside.is_ascii_alphanumeric())
        }
        _ => false,
    };
    let (before, after) = (
        text[..range.start].chars().next_back(),
        text[range.end..].chars().next(),
    );
    let inside = &text[range.clone()];
    !goes_on(inside.chars().next(), before) && !goes_on(inside.chars().next_back(), after)
}
