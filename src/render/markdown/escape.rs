//! Text → HTML.

/// Adds text with everything escaped that means something in HTML, attributes included.
/// Characters that no HTML document may hold become U+FFFD.
pub(crate) fn push(html: &mut String, text: &str) {
    let mut start = 0;
    for (position, character) in text.char_indices() {
        let replacement = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' => continue,
            '\r' => "\n",
            character if is_forbidden(character) => "\u{fffd}",
            _ => continue,
        };
        html.push_str(text.get(start..position).unwrap_or_default());
        html.push_str(replacement);
        start = position + character.len_utf8();
    }
    html.push_str(text.get(start..).unwrap_or_default());
}

/// Escaped text.
pub(crate) fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}

/// Control characters and code points that stand for no character.
fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{fdd0}'..='\u{fdef}')
        || (character as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn markup_and_forbidden_characters_are_replaced() {
        assert_eq!(text("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
        assert_eq!(text("a\0b\u{1b}c\td"), "a\u{fffd}b\u{fffd}c\td");
        assert_eq!(text("\u{1ffff}日本"), "\u{fffd}日本");
    }
}
