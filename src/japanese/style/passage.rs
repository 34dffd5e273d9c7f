//! A passage with what several rules ask of it, each found once.

use std::cell::OnceCell;
use std::ops::Range;

use super::brackets::{self, Matched};
use super::{Finding, is_japanese, particles, sentences, width};

/// A passage: a paragraph, an item, a value, without markup.
#[derive(Debug)]
pub struct Passage<'text> {
    pub(super) text: &'text str,
    pub(super) holds: Holds,
    matched: OnceCell<Matched>,
    sentences: OnceCell<Vec<Range<usize>>>,
}

/// What one walk over the characters tells: most passages have nothing of what a rule is about.
#[derive(Debug, Default)]
pub(super) struct Holds {
    /// How many characters.
    pub(super) characters: usize,
    /// Whether there are kana or kanji.
    japanese: bool,
    full_width: bool,
    half_width_kana: bool,
    brackets: bool,
    /// How many 、.
    pub(super) commas: usize,
    /// How many を.
    pub(super) objects: usize,
    /// Whether a particle follows itself.
    pub(super) doubled: bool,
    /// How many まで.
    pub(super) until: usize,
}

impl Holds {
    fn of(text: &str) -> Self {
        let mut holds = Self::default();
        let mut before = '\0';
        for character in text.chars() {
            holds.characters += 1;
            match character {
                'ぁ'..='ゖ' => {
                    holds.japanese = true;
                    holds.objects += usize::from(character == 'を');
                    holds.until += usize::from(character == 'で' && before == 'ま');
                    holds.doubled |= character == before && particles::is_single(character);
                }
                '\u{4e00}'..='\u{9fff}' | 'ァ'..='ヺ' | 'ー' => holds.japanese = true,
                '\0'..='\u{7f}' => holds.brackets |= matches!(character, '(' | ')'),
                '、' => holds.commas += 1,
                _ => {
                    holds.japanese |= is_japanese(character);
                    holds.brackets |= brackets::is_bracket(character);
                    holds.full_width |= width::is_full_width(character);
                    holds.half_width_kana |= width::is_half_width_kana(character);
                }
            }
            before = character;
        }
        holds
    }
}

impl<'text> Passage<'text> {
    /// A passage with these words.
    pub fn new(text: &'text str) -> Self {
        Self {
            text,
            holds: Holds::of(text),
            matched: OnceCell::new(),
            sentences: OnceCell::new(),
        }
    }

    /// Everything that the characters tell, but for what needs sentences or a word list.
    pub fn characters(&self) -> Vec<Finding> {
        let holds = &self.holds;
        let mut findings = Vec::new();
        // Plain ASCII and an object or two hold nothing that could be wrong.
        if !holds.japanese && !holds.full_width && !holds.half_width_kana {
            return findings;
        }
        if holds.full_width {
            findings.extend(width::full_width(self.text));
        }
        if holds.half_width_kana {
            findings.extend(width::half_width_kana(self.text));
        }
        if holds.brackets {
            findings.extend(brackets::brackets(self.text, self.matched()));
        }
        findings.extend(particles::doubled_particles(self));
        findings
    }

    /// The sentences, each with its full stop; what stands in brackets ends none.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| {
            let enclosed = if self.holds.brackets {
                self.matched().enclosed()
            } else {
                Vec::new()
            };
            sentences::split(self.text, enclosed)
        })
    }

    fn matched(&self) -> &Matched {
        self.matched.get_or_init(|| Matched::of(self.text))
    }
}
