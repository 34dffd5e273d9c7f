//! The terms of one page: `docs/search.md`, "Terms".

use xxhash_rust::xxh3::xxh3_64;

use crate::search::fold::{Run, matching_form, push_matching_form, runs};
use crate::search::reading::push_reading_key;

/// Where on a page a term stands, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Place {
    /// In its title.
    Title,
    /// In its reading or one of its other names.
    Reading,
    /// In a heading.
    Heading,
    /// In a tag, or the label of a choice.
    Tag,
    /// In its description.
    Description,
    /// Four times or more in its text.
    Often,
    /// In its text.
    Text,
    /// Only inside or at the end of a word.
    Inside,
}

impl Place {
    /// All places, best first.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Reading,
        Self::Heading,
        Self::Tag,
        Self::Description,
        Self::Often,
        Self::Text,
        Self::Inside,
    ];

    /// From the low three bits of a number.
    pub fn of_bits(bits: u64) -> Self {
        Self::ALL[(bits & 7) as usize]
    }
}

/// So many times in the text is often.
const OFTEN: usize = 4;
/// Endings of words are cut after so many characters.
pub const ENDING: usize = 16;
/// Words of at least so many characters can be found in spite of a typing mistake.
const LEAST_REVERSED: usize = 4;
/// Nobody mistypes longer words.
const LONGEST_REVERSED: usize = 32;

/// One or two gram characters as a number that sorts as JavaScript sorts the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram(u64);

impl Gram {
    /// Bits of a gram: 18 for the first character, 19 for the second or its absence.
    pub const BITS: u32 = 37;

    fn new(first: char, second: Option<char>) -> Self {
        let second = second.map_or(0, |char| order(char) + 1);
        Self(order(first) << 19 | second)
    }

    /// From its number in [`PageTerms::grams`], which has [`Gram::BITS`] bits.
    pub fn of_number(number: u64) -> Self {
        Self(number)
    }

    /// Appends what it is stored as: its characters, with `_` before a single one and a pair of
    /// kana, and `:` before a pair of a kanji and a kana.
    pub(super) fn push_term(self, term: &mut Vec<u8>) {
        let mut push = |char: char| {
            let mut bytes = [0; 4];
            term.extend_from_slice(char.encode_utf8(&mut bytes).as_bytes());
        };
        let (first, second) = self.chars();
        let is_high = |char: Option<char>| char.is_some_and(|char| char >= '\u{3100}');
        match (second, is_high(first), is_high(second)) {
            (Some(_), true, true) => {}
            (Some(_), true, false) | (Some(_), false, true) => push(':'),
            _ => push('_'),
        }
        first.into_iter().chain(second).for_each(push);
    }

    /// Which of the stretches of the index it stands in; grams of one sort as their terms do.
    pub(super) fn stretch(self) -> usize {
        match self.chars() {
            (Some('\u{3100}'..), Some('\u{3100}'..)) => 2,
            (Some('\u{3100}'..), Some(_)) | (_, Some('\u{3100}'..)) => 1,
            _ => 0,
        }
    }

    fn chars(self) -> (Option<char>, Option<char>) {
        let second = self.0 & ((1 << 19) - 1);
        let second = (second > 0).then(|| of_order(second - 1)).flatten();
        (of_order(self.0 >> 19), second)
    }

    /// Its characters.
    pub fn text(self) -> String {
        let (first, second) = self.chars();
        first.into_iter().chain(second).collect()
    }
}

/// Whether two neighbours are a term. Where a particle or an ending meets a kanji a new word begins,
/// and the pair tells little; `お` and `ご` belong to what follows.
fn is_pair(first: char, second: char) -> bool {
    let ends = matches!(first, '\u{3041}'..='\u{30FF}') && !matches!(first, 'お' | 'ご');
    !(ends && second >= '\u{3100}')
}

/// The rank of a character in the order of UTF-16: what lies beyond its first 65,536 characters
/// sorts before U+E000. Gram characters end at U+3FFFF, so 18 bits hold it.
fn order(char: char) -> u64 {
    match u64::from(u32::from(char)) {
        code @ 0..0xE000 => code,
        code @ 0xE000..0x1_0000 => code + 0x3_0000,
        code => code - 0x1_0000 + 0xE000,
    }
}

fn of_order(order: u64) -> Option<char> {
    let code = match order {
        0..0xE000 => order,
        0xE000..0x3_E000 => order - 0xE000 + 0x1_0000,
        _ => order - 0x3_0000,
    };
    char::from_u32(u32::try_from(code).ok()?)
}

/// Gathers the terms of one page.
#[derive(Debug, Default)]
pub struct Collector {
    /// Every character of a run with the next one, if there is one, and in the low three bits a
    /// place; once for each time.
    grams: Vec<u64>,
    /// The same for words.
    words: Vec<(String, Place)>,
    others: OtherTerms,
}

/// The terms of one page, each with its best place.
#[derive(Debug)]
pub struct PageTerms {
    /// Sorted, without repetition: a gram and, in the low three bits, its place.
    pub grams: Vec<u64>,
    /// Whole words.
    pub words: Vec<(String, Place)>,
    /// Readings and names.
    pub others: OtherTerms,
}

/// Readings and names of one page, with the character that tells them apart. There are many, so
/// their texts stand in one.
#[derive(Debug, Default)]
pub struct OtherTerms {
    texts: String,
    terms: Vec<OtherTerm>,
}

#[derive(Clone, Copy, Debug)]
struct OtherTerm {
    hash: u64,
    /// Bytes in `texts`.
    start: u32,
    end: u32,
    place: Place,
}

impl OtherTerms {
    /// Adds the term that `write` appends.
    fn push(&mut self, place: Place, write: impl FnOnce(&mut String)) {
        let start = self.texts.len();
        write(&mut self.texts);
        self.terms.push(OtherTerm {
            hash: xxh3_64(&self.texts.as_bytes()[start..]),
            start: start as u32,
            end: self.texts.len() as u32,
            place,
        });
    }

    /// Leaves each term once, with its best place.
    fn unite(&mut self) {
        let texts = &self.texts;
        let text = |term: &OtherTerm| &texts[term.start as usize..term.end as usize];
        self.terms.sort_unstable_by(|left, right| {
            (left.hash, text(left), left.place).cmp(&(right.hash, text(right), right.place))
        });
        self.terms
            .dedup_by(|later, earlier| later.hash == earlier.hash && text(later) == text(earlier));
        self.terms.shrink_to_fit();
    }

    /// All terms.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Place)> {
        self.terms.iter().map(|term| {
            (
                &self.texts[term.start as usize..term.end as usize],
                term.place,
            )
        })
    }
}

impl Collector {
    /// Adds a text that stands at a place.
    pub fn text(&mut self, text: &str, place: Place) {
        let form = matching_form(text);
        for run in runs(&form) {
            match run {
                Run::Word(word) => self.words.push((word.to_owned(), place)),
                Run::Grams(grams) => {
                    let mut chars = grams.chars().peekable();
                    while let Some(char) = chars.next() {
                        let next = chars.peek().filter(|next| is_pair(char, **next));
                        let gram = Gram::new(char, next.copied());
                        self.grams.push(gram.0 << 3 | place as u64);
                    }
                }
            }
        }
    }

    /// Adds a word by its reading: `~`, its reading key and what is written.
    pub fn reading(&mut self, kana: &str, written: &str, place: Place) {
        self.others.push(place, |term| {
            term.push('~');
            push_reading_key(kana, term);
            term.push(' ');
            push_matching_form(written, term);
        });
    }

    /// Adds a whole name, by its matching form or its reading key.
    pub fn name(&mut self, name: &str, place: Place) {
        if !name.is_empty() {
            self.others.push(place, |term| term.extend(["=", name]));
        }
    }

    /// The terms.
    pub fn finish(mut self) -> PageTerms {
        self.grams.sort_unstable();
        let mut grams = Vec::with_capacity(self.grams.len());
        for of_first in self.grams.chunk_by(|left, right| left >> 22 == right >> 22) {
            // The character alone stands wherever a pair begins with it.
            let first = Gram(of_first[0] >> 22 << 19);
            grams.push(first.0 << 3 | best(of_first.iter().map(|gram| Place::of_bits(*gram))));
            for group in of_first.chunk_by(|left, right| left >> 3 == right >> 3) {
                if group[0] >> 3 != first.0 {
                    let places = group.iter().map(|gram| Place::of_bits(*gram));
                    grams.push(group[0] & !7 | best(places));
                }
            }
        }
        self.words.sort_unstable();
        let words = self.words.chunk_by(|left, right| left.0 == right.0);
        let words = words.map(|group| {
            let place = best(group.iter().map(|(_, place)| *place));
            (group[0].0.clone(), Place::of_bits(place))
        });
        self.others.unite();
        grams.shrink_to_fit();
        PageTerms {
            grams,
            words: words.collect(),
            others: self.others,
        }
    }
}

/// The best of the places where a term stands, as a number.
fn best(places: impl Iterator<Item = Place> + Clone) -> u64 {
    let best = places.clone().min().unwrap_or(Place::Text);
    if best == Place::Text && places.count() >= OFTEN {
        Place::Often as u64
    } else {
        best as u64
    }
}

/// All terms that a word is found by, besides the whole word: its endings and single characters
/// count as inside, the reversed word as the word.
pub fn terms_of_word(word: &str, mut add: impl FnMut(String, bool)) {
    let starts: Vec<usize> = word.char_indices().map(|(start, _)| start).collect();
    let cut = |start: usize| {
        let end = starts.get(start + ENDING).copied().unwrap_or(word.len());
        word[starts[start]..end].to_owned()
    };
    add(cut(0), false);
    for start in 1..starts.len() {
        add(cut(start), true);
    }
    if starts.len() > 1 {
        let mut chars: Vec<char> = word.chars().collect();
        chars.sort_unstable();
        chars.dedup();
        // The last character is an ending already.
        chars.retain(|char| !word.ends_with(*char));
        for char in chars {
            add(char.to_string(), true);
        }
    }
    let is_latin = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = (LEAST_REVERSED..=LONGEST_REVERSED).contains(&starts.len());
    if fits && word.bytes().all(is_latin) {
        add(
            format!("<{}", word.chars().rev().collect::<String>()),
            false,
        );
    }
}
