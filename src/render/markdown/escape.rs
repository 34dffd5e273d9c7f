//! Text → HTML.

/// Adds text with everything escaped that means something in HTML, attributes included.
/// Characters that no HTML document may hold become U+FFFD.
pub(crate) fn push(html: &mut String, text: &str) {
    let mut start = 0;
    let mut from = 0;
    while let Some(position) = special(text.as_bytes(), from) {
        let rest = text.get(position..).unwrap_or_default();
        let Some(character) = rest.chars().next() else {
            break;
        };
        from = position + character.len_utf8();
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
        start = from;
    }
    html.push_str(text.get(start..).unwrap_or_default());
}

/// The next byte, from one on, that begins a character which may have to be replaced. Most begin or
/// continue one that stays as it is, so many are looked at together.
fn special(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (chunks, _) = rest.as_chunks::<32>();
    let plain = chunks.iter().take_while(|chunk| {
        let any = chunk
            .iter()
            .fold(0, |any, byte| any | u8::from(is_special(*byte)));
        any == 0
    });
    let plain = plain.count() * 32;
    let found = rest
        .get(plain..)?
        .iter()
        .position(|byte| is_special(*byte))?;
    Some(from + plain + found)
}

/// Without a branch, so that it is asked of many bytes at once.
fn is_special(byte: u8) -> bool {
    let is = |other: u8| byte == other;
    (byte < 0x20) | is(0x7f) | is(b'&') | is(b'<') | is(b'>') | is(b'"') | is(0xc2) | (byte >= 0xef)
}

/// Escaped text.
pub(crate) fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}

/// An address for an attribute: escaped, and percent-encoded where no URL may hold a character.
pub(crate) fn address(address: &str) -> String {
    let bytes = address.as_bytes();
    let is_encoded = |position: usize| {
        let digits = bytes.get(position + 1..position + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    // Brackets may stand around a host's number only.
    let host_end = address.find("://").map_or(0, |start| {
        let host = address.get(start + 3..).unwrap_or_default();
        start + 3 + host.find(['/', '?', '#']).unwrap_or(host.len())
    });
    let mut valid = String::with_capacity(address.len());
    for (position, character) in address.char_indices() {
        match character {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                valid.push_str(&format!("%{:02X}", character as u32));
            }
            '[' | ']' if position >= host_end => {
                valid.push_str(&format!("%{:02X}", character as u32));
            }
            '%' if !is_encoded(position) => valid.push_str("%25"),
            character => valid.push(character),
        }
    }
    text(&valid)
}

/// Control characters and code points that stand for no character.
fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{fdd0}'..='\u{fdef}')
        || (character as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::{address, text};

    #[test]
    fn markup_and_forbidden_characters_are_replaced() {
        assert_eq!(text("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
        assert_eq!(text("a\0b\u{1b}c\td"), "a\u{fffd}b\u{fffd}c\td");
        assert_eq!(text("\u{1ffff}日本"), "\u{fffd}日本");
    }

    #[test]
    fn addresses_hold_what_urls_may_hold() {
        assert_eq!(address("a?b=1&c=%E6%"), "a?b=1&amp;c=%E6%25");
        assert_eq!(address("\"> {x}"), "%22%3E%20%7Bx%7D");
        assert_eq!(address("https://[::1]/[x]"), "https://[::1]/%5Bx%5D");
        assert_eq!(address("https://例え.jp/徳島"), "https://例え.jp/徳島");
    }
}
