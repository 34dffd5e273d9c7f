//! What makes two ways of writing the same: `docs/search.md`, "Folding" and "Words and grams".
//! `themes/guide/scripts/search/fold.js` does the same; both are tested by `tests/search/tokens.json`.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();
const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();

/// Unicode's compatibility form: full-width letters are narrow, half-width kana wide.
pub fn nfkc(text: &str) -> Cow<'_, str> {
    NFKC.normalize(text)
}

/// Folds width, case, accents and kana.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // No line's folding depends on another, and most lines need no table of Unicode's.
    for line in text.split_inclusive('\n') {
        if line.chars().all(is_plain) {
            folded.extend(line.chars().map(|char| fold_char(narrow(char))));
        } else {
            fold_line(line, &mut folded);
        }
    }
    folded
}

/// Whether a character is in NFKC, or has a full-width form of ASCII, whatever stands beside it.
fn is_plain(char: char) -> bool {
    matches!(char,
        '\0'..='\u{7F}' | '、'..='〕' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}' | '！'..='～')
}

/// A plain character in NFKC and lower case.
fn narrow(char: char) -> char {
    match char {
        '！'..='～' => char::from_u32(char as u32 - 0xFEE0).unwrap_or(char),
        other => other,
    }
    .to_ascii_lowercase()
}

fn fold_line(line: &str, folded: &mut String) {
    let lower = NFKC.normalize(line).to_lowercase();
    let lower = if lower.chars().any(may_carry_accent) {
        let bare: String = NFD
            .normalize(&lower)
            .chars()
            .filter(|char| !('\u{300}'..='\u{36F}').contains(char))
            .collect();
        NFC.normalize(&bare).into_owned()
    } else {
        lower
    };
    folded.extend(lower.chars().filter(shows).map(fold_char));
}

/// No character outside of these decomposes into one with an accent.
fn may_carry_accent(char: char) -> bool {
    ('\u{C0}'..'\u{2E80}').contains(&char)
}

fn shows(char: &char) -> bool {
    !matches!(char,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

fn fold_char(char: char) -> char {
    match char {
        'ς' => 'σ',
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => match char::from_u32(char as u32 - 0x60).unwrap_or(char) {
            'ゕ' => 'か',
            'ゖ' => 'け',
            kana => kana,
        },
        'ゕ' => 'か',
        'ゖ' => 'け',
        other => other,
    }
}

/// The folded words and grams of a text, with one space for all that stands between them.
pub fn matching_form(text: &str) -> String {
    let folded = fold(text);
    let mut form = String::with_capacity(folded.len());
    let mut chars = folded.chars().peekable();
    let mut before = ' ';
    let mut after_word = false;
    let mut pending_break = false;
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let between_digits = before.is_ascii_digit() && next.is_ascii_digit();
        let is_word = match char {
            '+' | '#' => after_word,
            '.' => between_digits,
            other => is_word(other),
        };
        if is_word || is_gram(char) {
            if pending_break && !form.is_empty() {
                form.push(' ');
            }
            form.push(char);
            pending_break = false;
            after_word = is_word;
        } else if !(char == ',' && between_digits) {
            pending_break = true;
            after_word = false;
        }
        before = char;
    }
    form
}

/// Appends a matching form; fast for Japanese words.
pub(super) fn push_matching_form(text: &str, form: &mut String) {
    let is_plain =
        |char| matches!(char, 'ぁ'..='ゖ' | 'ァ'..='ヶ' | 'ー' | '々' | '\u{4E00}'..='\u{9FFF}');
    if text.chars().all(is_plain) {
        form.extend(text.chars().map(fold_char));
    } else {
        form.push_str(&matching_form(text));
    }
}

/// Whether a folded character is found as part of a pair: kana, kanji, symbols.
pub fn is_gram(char: char) -> bool {
    match char {
        // Most of a Japanese text, without a look at Unicode's tables.
        'ぁ'..='ゖ' | '\u{4E00}'..='\u{9FFF}' => true,
        '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}'
        | '\u{1F000}'..='\u{1FBFF}'
        | '\u{3099}'
        | '\u{309A}' => true,
        '\u{2E80}'.. => char.is_alphanumeric(),
        _ => false,
    }
}

fn is_word(char: char) -> bool {
    char < '\u{2E80}' && char.is_alphanumeric() && !is_gram(char)
}

/// The longest stretches of word characters or of gram characters in a matching form.
pub fn runs(form: &str) -> impl Iterator<Item = Run<'_>> {
    let kind_of = |char: char| (char != ' ').then(|| is_gram(char));
    let mut rest = form.trim_start_matches(' ');
    std::iter::from_fn(move || {
        let grams = kind_of(rest.chars().next()?)?;
        let end = rest
            .find(|char| kind_of(char) != Some(grams))
            .unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        rest = after.trim_start_matches(' ');
        Some(if grams {
            Run::Grams(text)
        } else {
            Run::Word(text)
        })
    })
}

/// A stretch of a matching form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'form> {
    /// Letters and digits of scripts that are searched by word.
    Word(&'form str),
    /// Characters that are searched by pairs.
    Grams(&'form str),
}
