//! ` #` in a plain scalar: YAML takes the rest of the line for a comment, without a word.
//!
//! Comments behind values are common and right, so only what looks like a part of the value is
//! noticed: `社会・人口統計体系 #H04102`, `入門（C # 言語）`, `C # 入門`.

/// Brackets that a text opens and closes.
const BRACKETS: [(char, char); 6] = [
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('(', ')'),
    ('[', ']'),
];

/// Whether a comment looks like the rest of the plain scalar before it. `comment` begins behind
/// its `#` and ends with its line.
pub(super) fn looks_like_rest(scalar: &str, comment: &str) -> bool {
    // People write `# note`, but `#H04102` and `#hashtag`.
    let first = comment.chars().next();
    let sticks = first.is_some_and(|first| first.is_alphanumeric());
    let open = BRACKETS.iter().any(|(open, close)| {
        let count = |bracket: char| scalar.matches(bracket).count();
        count(*open) > count(*close) && comment.contains(*close)
    });
    let word = scalar.rsplit(char::is_whitespace).next().unwrap_or(scalar);
    let is_letter = matches!(word, "C" | "F");
    sticks || open || is_letter
}

#[cfg(test)]
mod tests {
    use super::looks_like_rest;

    #[test]
    fn only_what_looks_like_the_rest_is_noticed() {
        for (scalar, comment, rest) in [
            ("体系", "H04102", true),
            ("C", " 入門", true),
            ("入門（C", " 言語）", true),
            ("徳島", " 県庁所在地", false),
            ("徳島", "", false),
            ("徳島", "# 注", false),
            ("徳島（市）", " 注", false),
        ] {
            assert_eq!(
                looks_like_rest(scalar, comment),
                rest,
                "{scalar} #{comment}"
            );
        }
    }
}
