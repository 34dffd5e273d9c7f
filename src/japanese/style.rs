//! What is wrong with a Japanese text by its characters alone: widths, brackets, particles,
//! sentences, spellings. No rule guesses: where good Japanese could be meant, nothing is found.
//!
//! A text is one passage (a paragraph, an item, a value) without markup. What isn't words in it
//! (code, a live value, an image) is an [`OBJECT`]. All ranges are bytes of the passage.

use std::ops::Range;

mod brackets;
mod particles;
mod passage;
mod sentences;
mod width;
mod words;

pub use passage::Passage;
pub use sentences::{LONGEST_SENTENCE, MOST_COMMAS, Manner, commas, long_sentences, manner};
pub use words::{Word, WordList};

/// Stands for what isn't words.
pub const OBJECT: char = '\u{fffc}';

/// Something wrong in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub fault: Fault,
    /// Where it is.
    pub range: Range<usize>,
    /// What mends it, where there is only one right answer.
    pub edits: Vec<(Range<usize>, String)>,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Digits or letters in full width.
    FullWidth,
    /// Katakana in half width.
    HalfWidthKana,
    /// Half-width brackets around Japanese words.
    HalfWidthBrackets,
    /// A bracket without its other half.
    UnbalancedBracket,
    /// A particle twice.
    DoubledParticle,
    /// Two を without a verb between.
    TwoObjects,
    /// A sentence of so many characters.
    LongSentence(usize),
    /// A sentence with so many commas.
    ManyCommas(usize),
    /// Another spelling of this word.
    Spelling(String),
}

/// Whether a character is kana or kanji.
pub const fn is_japanese(character: char) -> bool {
    is_hiragana(character) || is_katakana(character) || is_kanji(character)
}

const fn is_hiragana(character: char) -> bool {
    matches!(character, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ')
}

const fn is_katakana(character: char) -> bool {
    matches!(character, 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ')
}

const fn is_kanji(character: char) -> bool {
    matches!(
        character,
        '々' | '〆' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
