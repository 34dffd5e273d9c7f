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
    ends: Vec<End>,
    /// The words of all of them.
    words: String,
}

/// The end of a sentence: its bytes in the file, and in the words of all ends.
#[derive(Debug)]
struct End {
    manner: Manner,
    place: Range<usize>,
    words: Range<usize>,
}

/// In which manners sentences were seen to speak.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    polite: bool,
    plain: bool,
}

impl Seen {
    /// Adds the sentences of a passage.
    pub(super) fn add(&mut self, words: &style::Passage<'_>) {
        let manners = words.sentences().iter();
        for manner in manners.filter_map(|range| manner(&words.text()[range.clone()])) {
            self.note(manner);
        }
    }

    /// Whether they don't all speak in one.
    pub(super) fn are_mixed(self) -> bool {
        self.polite && self.plain
    }

    fn note(&mut self, manner: Manner) {
        match manner {
            Manner::Polite => self.polite = true,
            Manner::Plain => self.plain = true,
        }
    }
}

impl Manners {
    /// The manners of the sentences so far.
    pub(super) fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        self.ends.iter().for_each(|end| seen.note(end.manner));
        seen
    }

    /// Adds the sentences of a passage.
    pub(super) fn add(&mut self, passage: &Passage<'_>, words: &style::Passage<'_>) {
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
                let start = self.words.len();
                self.words.push_str(end);
                self.ends.push(End {
                    manner,
                    place,
                    words: start..self.words.len(),
                });
            }
        }
    }

    /// The sentences in the manner that fewer of them have; where it is even, the plain ones.
    pub(super) fn problems(self, file: &SourcePath) -> Vec<Diagnostic> {
        if !self.seen().are_mixed() {
            return Vec::new();
        }
        let count = |wanted| self.ends.iter().filter(|end| end.manner == wanted).count();
        let (polite, plain) = (count(Manner::Polite), count(Manner::Plain));
        let odd = if plain > polite {
            Manner::Polite
        } else {
            Manner::Plain
        };
        let ends = self.ends.iter().filter(|end| end.manner == odd);
        ends.map(|end| problem(file, end.place.clone(), odd, &self.words[end.words.clone()]))
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
