//! The spellings that ids, file names and keys may have, since they become URLs and anchors.

/// The longest id or file name in bytes, well below what file systems and URLs bear.
const LONGEST: usize = 100;

/// Whether the text is `a-z`, `0-9` and single hyphens inside: an id, a file or folder name.
pub fn is_slug(text: &str) -> bool {
    text.len() <= LONGEST && words_of(text, |separator| separator == b'-')
}

/// Whether the text is a slug that may also hold single underscores: a field's key, an option.
pub fn is_name(text: &str) -> bool {
    text.len() <= LONGEST && words_of(text, |separator| matches!(separator, b'-' | b'_'))
}

fn words_of(text: &str, is_separator: impl Fn(u8) -> bool) -> bool {
    // The virtual separator before the start refuses one at the start, and an empty text.
    let mut after_separator = true;
    for byte in text.bytes() {
        let separator = is_separator(byte);
        let letter = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !letter && (!separator || after_separator) {
            return false;
        }
        after_separator = separator;
    }
    !after_separator
}

/// The slug that a mistyped id was probably meant to be, for help texts.
pub fn suggest(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let slug = words.join("-");
    // A suggestion from half a Japanese name would only mislead.
    (text.is_ascii() && slug != text && is_slug(&slug)).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_slug, suggest};

    #[test]
    fn slugs_are_lower_case_words_with_single_hyphens() {
        for right in ["tokushima", "fe", "a-b-c", "2024", "x1"] {
            assert!(is_slug(right), "{right}");
        }
        for wrong in [
            "", "-a", "a-", "a--b", "A", "a_b", "徳島", "a b", "a.b", "a/b",
        ] {
            assert!(!is_slug(wrong), "{wrong}");
        }
        assert!(!is_slug(&"a".repeat(101)));
    }

    #[test]
    fn names_may_also_hold_underscores() {
        assert!(is_name("fee_jpy"));
        assert!(!is_name("_fee"));
        assert!(!is_name("fee__jpy"));
    }

    #[test]
    fn a_suggestion_is_made_from_ascii_only() {
        assert_eq!(suggest("My_Region"), Some("my-region".to_owned()));
        assert_eq!(suggest("徳島a"), None);
        assert_eq!(suggest("fine"), None);
    }
}
