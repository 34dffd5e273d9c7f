//! Which characters are wide.

use unicode_width::UnicodeWidthChar;

/// Whether a character takes a full square in Japanese type (two columns of a terminal).
/// Half-width katakana count too: they are set like the full-width ones.
///
/// Characters of ambiguous width (`…`, `※`, `“`) are narrow here, as they are in most fonts
/// next to Latin text.
pub fn is_wide(character: char) -> bool {
    matches!(character, '\u{ff61}'..='\u{ff9f}') || character.width() == Some(2)
}

/// Whether a character takes no room of its own: combining marks, variation selectors.
pub fn is_zero_width(character: char) -> bool {
    character.width() == Some(0)
}

/// Whether a character is Hangul, which is as wide as kanji but is written with spaces.
pub fn is_hangul(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{11ff}'
            | '\u{3130}'..='\u{318f}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{ffa0}'..='\u{ffdc}'
    )
}

#[cfg(test)]
mod tests {
    use super::{is_wide, is_zero_width};

    #[test]
    fn kana_kanji_and_their_punctuation_are_wide() {
        for wide in ['あ', 'ア', '漢', '「', '。', '（', 'Ａ', 'ｱ', '｡', '🎉'] {
            assert!(is_wide(wide), "{wide}");
        }
        for narrow in ['a', '1', '(', '…', '※', ' ', '\0'] {
            assert!(!is_wide(narrow), "{narrow}");
        }
        assert!(is_zero_width('\u{3099}'));
    }
}
