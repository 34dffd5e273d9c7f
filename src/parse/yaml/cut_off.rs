//! ` #` in a plain scalar: YAML takes the rest of the line for a comment, without a word.
//!
//! Comments behind values are common and right, so only what looks like a part of the value is
//! noticed: `社会・人口統計体系 #H04102`, `入門（C # 言語）`, `C # 入門`.

use std::ops::Range;

/// Brackets that a text opens and closes.
const BRACKETS: [(char, char); 6] = [
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('(', ')'),
    ('[', ']'),
];

/// The bytes of the comment that follows a plain scalar, if it looks like the scalar's rest.
/// `end` is the byte in `text` at which the scalar ends, `scalar` what it holds.
pub(super) fn after(text: &str, end: usize, scalar: &str) -> Option<Range<usize>> {
    let rest = text.get(end..)?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let comment = rest.get(spaces..)?.strip_prefix('#')?;
    let comment = comment.lines().next().unwrap_or_default();
    let start = end + spaces;
    (!scalar.is_empty() && spaces > 0 && looks_like_rest(scalar, comment))
        .then_some(start..start + 1 + comment.trim_end().len())
}

fn looks_like_rest(scalar: &str, comment: &str) -> bool {
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
    use super::after;

    #[test]
    fn only_what_looks_like_the_rest_is_noticed() {
        for (line, scalar, rest) in [
            ("体系 #H04102", "体系", Some("#H04102")),
            ("C # 入門", "C", Some("# 入門")),
            ("入門（C # 言語）\nb: c", "入門（C", Some("# 言語）")),
            ("徳島 # 県庁所在地", "徳島", None),
            ("徳島  #", "徳島", None),
            ("徳島 ## 注", "徳島", None),
            ("徳島（市）# 注", "徳島（市）", None),
            ("徳島\n# 注", "徳島", None),
            ("徳島", "徳島", None),
        ] {
            let range = after(line, scalar.len(), scalar);
            assert_eq!(range.and_then(|range| line.get(range)), rest, "{line}");
        }
    }
}
