//! Readings as they are compared: `docs/search.md`, "Readings".

use std::borrow::Cow;

use crate::search::fold::fold;

/// A reading, folded and without its long vowels, as it is compared.
pub fn reading_key(kana: &str) -> String {
    let mut key = String::with_capacity(kana.len());
    push_reading_key(kana, &mut key);
    key
}

/// Appends a reading's key.
pub(super) fn push_reading_key(kana: &str, key: &mut String) {
    let is_folded = kana.chars().all(|char| matches!(char, 'ぁ'..='ゔ' | 'ー'));
    let kana: Cow<'_, str> = if is_folded {
        kana.into()
    } else {
        fold(kana).into()
    };
    let mut vowel = None;
    for char in kana.chars() {
        let char = match char {
            'ぢ' => 'じ',
            'づ' => 'ず',
            other => other,
        };
        let lengthens = match char {
            'ー' => true,
            'う' => matches!(vowel, Some('う' | 'お')),
            'あ' | 'い' | 'え' | 'お' => vowel == Some(char),
            _ => false,
        };
        if !lengthens {
            key.push(char);
        }
        if char != 'ー' {
            vowel = vowel_of(char);
        }
    }
}

/// The kana of a kana's vowel; `None` for っ, ん and what is no kana.
fn vowel_of(kana: char) -> Option<char> {
    Some(match kana {
        'ぁ' | 'あ' | 'か' | 'が' | 'さ' | 'ざ' | 'た' | 'だ' | 'な' | 'は' | 'ば' | 'ぱ'
        | 'ま' | 'ゃ' | 'や' | 'ら' | 'ゎ' | 'わ' => 'あ',
        'ぃ' | 'い' | 'き' | 'ぎ' | 'し' | 'じ' | 'ち' | 'に' | 'ひ' | 'び' | 'ぴ' | 'み'
        | 'り' | 'ゐ' => 'い',
        'ぅ' | 'う' | 'く' | 'ぐ' | 'す' | 'ず' | 'つ' | 'ぬ' | 'ふ' | 'ぶ' | 'ぷ' | 'む'
        | 'ゅ' | 'ゆ' | 'る' | 'ゔ' => 'う',
        'ぇ' | 'え' | 'け' | 'げ' | 'せ' | 'ぜ' | 'て' | 'で' | 'ね' | 'へ' | 'べ' | 'ぺ'
        | 'め' | 'れ' | 'ゑ' => 'え',
        'ぉ' | 'お' | 'こ' | 'ご' | 'そ' | 'ぞ' | 'と' | 'ど' | 'の' | 'ほ' | 'ぼ' | 'ぽ'
        | 'も' | 'ょ' | 'よ' | 'ろ' | 'を' => 'お',
        _ => return None,
    })
}
