//! です・ます and である don't stand in one text.

use std::ops::Range;

use super::manner;
use super::passage::Passage;
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::japanese::style::{self, Manner};
use crate::load::SourcePath;

/// How many characters of a sentence's end are pointed at.
const POINTED: usize = 6;

/// How the sentences of one text speak.
#[derive(Debug, Default)]
pub(super) struct Manners {
    /// The end of each sentence whose manner is certain.
    ends: Vec<(Manner, Range<usize>, String)>,
}

impl Manners {
    /// Adds the sentences of a passage.
    pub(super) fn add(&mut self, passage: &Passage, words: &style::Passage<'_>) {
        if !passage.kind.has_manner() {
            return;
        }
        let text = passage.text();
        for range in words.sentences() {
            let sentence = &text[range.clone()];
            let Some(manner) = manner(sentence) else {
                continue;
            };
            let trimmed = sentence.trim_end();
            let last = trimmed
                .char_indices()
                .rev()
                .nth(POINTED)
                .map_or(0, |(start, _)| start);
            let end = &trimmed[last..];
            let start = range.start + last;
            if let Some(place) = passage.place(&(start..start + end.len())) {
                self.ends.push((manner, place, end.to_owned()));
            }
        }
    }

    /// The sentences in the manner that fewer of them have; where it is even, the plain ones.
    pub(super) fn problems(self, file: &SourcePath) -> Vec<Diagnostic> {
        let count = |wanted| {
            self.ends
                .iter()
                .filter(|(manner, ..)| *manner == wanted)
                .count()
        };
        let (polite, plain) = (count(Manner::Polite), count(Manner::Plain));
        if polite == 0 || plain == 0 {
            return Vec::new();
        }
        let odd = if plain > polite {
            Manner::Polite
        } else {
            Manner::Plain
        };
        let ends = self.ends.into_iter().filter(|(manner, ..)| *manner == odd);
        ends.map(|(_, place, end)| problem(file, place, odd, &end))
            .collect()
    }
}

fn problem(file: &SourcePath, place: Range<usize>, odd: Manner, end: &str) -> Diagnostic {
    let ([odd, usual], help) = match odd {
        Manner::Plain => (
            ["である調", "です・ます"],
            "この文も「です」「ます」で終えます",
        ),
        Manner::Polite => (
            ["です・ます", "である調"],
            "この文も「である」「する」などで終えます",
        ),
    };
    let message = Message::new(
        format!("「…{end}」は{odd}です。ほかの文は{usual}で書かれています"),
        format!("the sentence that ends in 「…{end}」 isn't in the manner of the others ({usual})"),
    );
    Diagnostic::new(Code::MixedStyle, Place::span(file, place), message)
        .with_help(Message::new(help, "end it like the others"))
}
