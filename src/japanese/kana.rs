//! The kana table: its rows, and the order of dictionaries (五十音順).

/// The rows of the table by their first kana.
pub const ROWS: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];

/// Small kana and those with a mark …
const MARKED: &str = "ぁぃぅぇぉっゃゅょゎゕゖがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔ";
/// … and, at the same position, the plain ones that they stand with.
const PLAIN: &str = "あいうえおつやゆよわかけかきくけこさしすせそたちつてとはひふへほはひふへほう";

/// The plain kana by their vowels.
const VOWELS: [(char, &str); 5] = [
    ('あ', "あかさたなはまやらわ"),
    ('い', "いきしちにひみりゐ"),
    ('う', "うくすつぬふむゆる"),
    ('え', "えけせてねへめれゑ"),
    ('お', "おこそとのほもよろを"),
];

/// The row that a reading belongs to: `か` for `がくしゅう`. `None` if it doesn't begin with
/// hiragana.
pub fn row(reading: &str) -> Option<char> {
    let first = plain(reading.chars().next()?);
    let is_kana = ('あ'..='ん').contains(&first);
    let mut rows = ROWS.into_iter().rev();
    rows.find(|row| is_kana && *row <= first)
}

/// What readings are sorted by: marks and sizes of kana count for nothing, `ー` is the vowel
/// before it, spaces and `・` aren't there. Readings with one key are told apart by themselves.
pub fn sort_key(reading: &str) -> String {
    let mut key = String::with_capacity(reading.len());
    for character in reading.chars() {
        match character {
            'ー' => key.extend(key.chars().last().and_then(vowel)),
            'ゝ' | 'ゞ' => key.extend(key.chars().last()),
            '・' | ' ' | '　' => {}
            other => key.push(plain(other)),
        }
    }
    key
}

fn plain(kana: char) -> char {
    let position = MARKED.chars().position(|marked| marked == kana);
    position
        .and_then(|position| PLAIN.chars().nth(position))
        .unwrap_or(kana)
}

fn vowel(kana: char) -> Option<char> {
    let mut vowels = VOWELS.into_iter();
    vowels.find_map(|(vowel, row)| row.contains(kana).then_some(vowel))
}

#[cfg(test)]
mod tests {
    use super::{MARKED, PLAIN, row, sort_key};

    #[test]
    fn marked_kana_have_a_plain_one_each() {
        assert_eq!(MARKED.chars().count(), PLAIN.chars().count());
        assert_eq!(sort_key("ぎゅっとぱーてぃー"), "きゆつとはあていい");
    }

    #[test]
    fn readings_belong_to_rows() {
        let rows = [
            ("うぇぶ", Some('あ')),
            ("ゔぃむ", Some('あ')),
            ("がくしゅう", Some('か')),
            ("ぽーとふぉりお", Some('は')),
            ("ゃ", Some('や')),
            ("んご", Some('わ')),
            ("5じ", None),
            ("ー", None),
            ("", None),
        ];
        for (reading, expected) in rows {
            assert_eq!(row(reading), expected, "{reading}");
        }
    }

    #[test]
    fn readings_are_in_the_order_of_dictionaries() {
        let mut readings = [
            "てれわーく",
            "でじたる",
            "ふるさと",
            "ふりーらんす",
            "ゆにおん",
            "ゆーたーん",
            "か",
            "が",
            "かい",
        ];
        readings.sort_by_key(|reading| (sort_key(reading), *reading));
        let expected = [
            "か",
            "が",
            "かい",
            "でじたる",
            "てれわーく",
            "ふりーらんす",
            "ふるさと",
            "ゆーたーん",
            "ゆにおん",
        ];
        assert_eq!(readings, expected);
    }
}
