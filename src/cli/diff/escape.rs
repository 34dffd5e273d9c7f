//! Words of a guide → Markdown that shows them as they are.
//!
//! They come from a pull request of anybody: they must not become markup, HTML, a link, a mention
//! that calls someone, or a reference to an issue.

/// Characters that are shown before a text is cut.
const LONGEST: usize = 120;

/// Text in a sentence, a list or a table.
pub(super) fn text(words: &str) -> String {
    let mut result = String::new();
    let mut word = String::new();
    // What would begin a list or a line under a heading does so before the first letter only.
    let mut leading = true;
    for character in plain(words).chars() {
        let always = "\\`*_{}[]<>#|~&$@!".contains(character);
        if always || (leading && character.is_ascii_punctuation()) {
            result.push('\\');
        }
        result.push(character);
        leading &= !character.is_alphabetic();
        // Escaped or not, hosts make mentions, references and links of what follows these.
        let calls = match character {
            '@' | '#' => true,
            ':' => word.ends_with("http") || word.ends_with("https") || word.ends_with("ftp"),
            '.' => word.ends_with("www"),
            '-' => word.ends_with("gh"),
            _ => false,
        };
        if calls {
            result.push('\u{200b}');
        }
        if character.is_alphabetic() {
            word.push(character.to_ascii_lowercase());
        } else {
            word.clear();
        }
    }
    result
}

/// A value or a path as code, where no host looks for mentions or links.
pub(super) fn code(words: &str) -> String {
    let words = plain(words);
    let longest = words
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    if words.is_empty() {
        return "` `".to_owned();
    }
    format!("{fence}{space}{words}{space}{fence}")
}

/// The path part of a web address.
pub(super) fn path(path: &str) -> String {
    let mut result = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            result.push(char::from(byte));
        } else {
            result += &format!("%{byte:02X}");
        }
    }
    result
}

/// On one line, without what is invisible or turns the direction of writing, and not too long.
fn plain(words: &str) -> String {
    let invisible = |character: &char| {
        matches!(*character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
            || (character.is_control() && !character.is_whitespace())
    };
    let visible: String = words
        .chars()
        .filter(|character| !invisible(character))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = line.chars();
    let mut cut: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::{code, path, text};

    const HOSTILE: [&str; 14] = [
        "a|b",
        "`code`",
        "``",
        "<img src=x onerror=alert(1)>",
        "&lt;",
        "[x](https://evil.example)",
        "*a* _b_ ~~c~~",
        "# h",
        "- l",
        "1. n",
        "> q",
        "a\nb\r\n\nc",
        "@everyone #1 GH-1 www.evil.example https://evil.example",
        "\\",
    ];

    /// What a Markdown reader shows, in which nothing but words and code may be.
    fn shown(markdown: &str) -> String {
        let mut shown = String::new();
        for event in Parser::new_ext(markdown, Options::all()) {
            match event {
                Event::Text(words) | Event::Code(words) => shown.push_str(&words),
                Event::Start(tag) => assert!(
                    matches!(tag, pulldown_cmark::Tag::Paragraph),
                    "{markdown:?} makes {tag:?}"
                ),
                Event::End(_) => {}
                other => panic!("{markdown:?} makes {other:?}"),
            }
        }
        shown.replace('\u{200b}', "")
    }

    #[test]
    fn hostile_words_are_shown_as_they_are() {
        for words in HOSTILE {
            let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(shown(&text(words)), line, "{}", text(words));
            assert_eq!(shown(&code(words)), line, "{}", code(words));
        }
    }

    #[test]
    fn hosts_find_nobody_to_call_and_nothing_to_link() {
        let text = text("@everyone #1 GH-1 https://evil.example www.evil.example");
        for found in ["@everyone", "#1", "GH-1", "://", "www.evil"] {
            assert!(!text.replace('\\', "").contains(found), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_seen_goes_and_what_is_long_is_cut() {
        assert_eq!(text("a\u{202e}b\u{200b}\u{0}c"), "abc");
        assert_eq!(text(&"徳".repeat(500)).chars().count(), 121);
        assert_eq!(code(""), "` `");
        assert_eq!(path("a b/徳(1).html"), "a%20b/%E5%BE%B3%281%29.html");
    }
}
