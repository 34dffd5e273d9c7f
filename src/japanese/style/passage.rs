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
    /// How many 、.
    pub(super) commas: usize,
    /// How many を.
    pub(super) objects: usize,
    /// Whether a particle follows itself.
    pub(super) doubled: bool,
    /// How many まで.
    pub(super) until: usize,
    /// The byte behind each character that may end a sentence.
    ends: Vec<usize>,
    /// The first byte of each half of a pair of brackets.
    brackets: Vec<usize>,
    /// The classes of all characters.
    classes: u8,
}

/// Kana or kanji.
const JAPANESE: u8 = 1;
const FULL_WIDTH: u8 = 1 << 1;
const HALF_WIDTH_KANA: u8 = 1 << 2;
const BRACKET: u8 = 1 << 3;
/// What ends a sentence.
const END: u8 = 1 << 4;
/// A particle that is looked at when it stands twice.
const PARTICLE: u8 = 1 << 5;
/// Something else that is counted.
const COUNTED: u8 = 1 << 6;

/// The classes of ASCII, and of kana and their punctuation: with kanji nearly all that texts have.
static ASCII: [u8; 0x80] = classes(0);
static KANA: [u8; 0x100] = classes(FIRST_KANA);
const FIRST_KANA: u32 = 0x3000;

/// Those that are counted, and ま, by where they stand in that table. で is the other one.
const COMMA: usize = '、' as usize - FIRST_KANA as usize;
const OBJECT_PARTICLE: usize = 'を' as usize - FIRST_KANA as usize;
const MA: usize = 'ま' as usize - FIRST_KANA as usize;

/// The classes of so many characters from this one on.
const fn classes<const COUNT: usize>(first: u32) -> [u8; COUNT] {
    let mut classes = [0; COUNT];
    let mut at = 0;
    while at < COUNT {
        if let Some(character) = char::from_u32(first + at as u32) {
            classes[at] = class(character);
        }
        at += 1;
    }
    classes
}

const fn class(character: char) -> u8 {
    let mut class = 0;
    if is_japanese(character) {
        class |= JAPANESE;
    }
    if width::is_full_width(character) {
        class |= FULL_WIDTH;
    }
    if width::is_half_width_kana(character) {
        class |= HALF_WIDTH_KANA;
    }
    if brackets::is_bracket(character) {
        class |= BRACKET;
    }
    if sentences::is_end(character) {
        class |= END;
    }
    if particles::is_single(character) {
        class |= PARTICLE;
    }
    if matches!(character, '、' | 'を' | 'で') {
        class |= COUNTED;
    }
    class
}

impl Holds {
    fn of(text: &str) -> Self {
        let mut holds = Self {
            characters: text.chars().count(),
            ..Self::default()
        };
        let (mut classes, mut doubled) = (0, 0);
        // The kana before this place by where it stands in the table; 0 for others.
        let mut before = 0;
        // By bytes, since this is done for every character that readers read, and of nearly all of
        // them the class follows from one or two.
        let mut rest = text.as_bytes();
        loop {
            let (class, kana, after) = match rest {
                [first @ 0..0x80, after @ ..] => (ASCII[usize::from(*first)], 0, after),
                // Kanji.
                [0xe4, 0xb8..=0xbf, _, after @ ..] | [0xe5..=0xe9, _, _, after @ ..] => {
                    (JAPANESE, 0, after)
                }
                [0xe3, second @ 0x80..0x84, third, after @ ..] => {
                    let kana = usize::from(second & 3) << 6 | usize::from(third & 0x3f);
                    (KANA[kana], kana, after)
                }
                _ => {
                    let mut others = text[text.len() - rest.len()..].chars();
                    let Some(character) = others.next() else {
                        break;
                    };
                    (class(character), 0, others.as_str().as_bytes())
                }
            };
            classes |= class;
            doubled |= class & (u8::from(kana == before) * PARTICLE);
            if class & (BRACKET | END | COUNTED) != 0 {
                if class & BRACKET != 0 {
                    holds.brackets.push(text.len() - rest.len());
                } else if class & END != 0 {
                    holds.ends.push(text.len() - after.len());
                } else if kana == COMMA {
                    holds.commas += 1;
                } else if kana == OBJECT_PARTICLE {
                    holds.objects += 1;
                } else {
                    holds.until += usize::from(before == MA);
                }
            }
            (before, rest) = (kana, after);
        }
        holds.classes = classes;
        holds.doubled = doubled != 0;
        holds
    }

    fn any(&self, classes: u8) -> bool {
        self.classes & classes != 0
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

    /// The words.
    pub fn text(&self) -> &'text str {
        self.text
    }

    /// Everything that the characters tell, but for what needs sentences or a word list.
    pub fn characters(&self) -> Vec<Finding> {
        let holds = &self.holds;
        let mut findings = Vec::new();
        // Plain ASCII and an object or two hold nothing that could be wrong.
        if !holds.any(JAPANESE | FULL_WIDTH | HALF_WIDTH_KANA) {
            return findings;
        }
        if holds.any(FULL_WIDTH) {
            findings.extend(width::full_width(self.text));
        }
        if holds.any(HALF_WIDTH_KANA) {
            findings.extend(width::half_width_kana(self.text));
        }
        if holds.any(BRACKET) {
            findings.extend(brackets::brackets(self.text, self.matched()));
        }
        findings.extend(particles::doubled_particles(self));
        findings
    }

    /// The sentences, each with its full stop; what stands in brackets ends none.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| {
            let enclosed = if self.holds.any(BRACKET) {
                self.matched().enclosed()
            } else {
                Vec::new()
            };
            sentences::split(self.text, &self.holds.ends, enclosed)
        })
    }

    fn matched(&self) -> &Matched {
        self.matched
            .get_or_init(|| Matched::at(self.text, &self.holds.brackets))
    }
}

#[cfg(test)]
mod tests {
    use super::{Holds, class};

    #[test]
    fn every_character_is_what_its_bytes_say() {
        for character in '\0'..=char::MAX {
            let holds = Holds::of(character.encode_utf8(&mut [0; 4]));
            assert_eq!(holds.classes, class(character), "{character:?}");
        }
    }

    #[test]
    fn what_is_counted_is_found_where_it_stands() {
        let holds = Holds::of("町までまで（本をを）、a「東京。」\nああ");
        assert_eq!((holds.until, holds.objects, holds.commas), (2, 2, 1));
        assert!(holds.doubled);
        assert_eq!(holds.characters, 20);
        assert_eq!(holds.brackets, [15, 27, 34, 46]);
        assert_eq!(holds.ends, [46, 50]);
        // Two alike are a particle only where they are one.
        assert!(!Holds::of("ああ々々亜亜").doubled);
    }
}
