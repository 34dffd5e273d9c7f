//! The tags of a template as words and signs, read as Tera's own lexer reads them.

/// `{{ … }}`, or `{% … %}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) is_block: bool,
    pub(super) tokens: Vec<Token<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Names, keywords, `true` and `false`.
    Word(&'a str),
    Sign(&'static str),
    /// In quotes, as it is written.
    Text(&'a str),
    Number,
}

/// Longer ones first.
const SIGNS: [&str; 32] = [
    "...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "+", "-", "*", "/", "%", "!", ".",
    ",", ":", "~", "|", "=", ">", "<", "(", ")", "[", "]", "{", "}", "@", "\\",
];

/// All tags of a template but comments; `None` when it isn't one.
pub(super) fn tags(template: &str) -> Option<Vec<Tag<'_>>> {
    let mut tags = Vec::new();
    let mut rest = template;
    while let Some(start) = start_of_tag(rest) {
        let begin = rest.get(start..start + 2)?;
        rest = rest.get(start + 2..)?;
        if begin == "{#" {
            rest = rest.split_once("#}")?.1;
            continue;
        }
        let is_block = begin == "{%";
        if is_block && let Some(inside) = after_word(rest, "raw") {
            rest = after_raw(inside)?;
            continue;
        }
        let (tokens, after) = tokens(rest.strip_prefix('-').unwrap_or(rest), is_block)?;
        tags.push(Tag { is_block, tokens });
        rest = after;
    }
    Some(tags)
}

fn start_of_tag(text: &str) -> Option<usize> {
    let begins = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    text.as_bytes().windows(2).position(begins)
}

/// What follows a tag that is just this word.
fn after_word<'a>(tag: &'a str, word: &str) -> Option<&'a str> {
    let tag = tag.strip_prefix('-').unwrap_or(tag).trim_ascii_start();
    let tag = tag.strip_prefix(word)?.trim_ascii_start();
    tag.strip_prefix('-').unwrap_or(tag).strip_prefix("%}")
}

fn after_raw(mut text: &str) -> Option<&str> {
    loop {
        text = text.split_once("{%")?.1;
        if let Some(rest) = after_word(text, "endraw") {
            return Some(rest);
        }
    }
}

/// The tokens of a tag, and what follows it.
fn tokens(mut rest: &str, is_block: bool) -> Option<(Vec<Token<'_>>, &str)> {
    let end = if is_block { "%}" } else { "}}" };
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        let after = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(end);
        if let Some(after) = after.or_else(|| rest.strip_prefix(end)) {
            return Some((tokens, after));
        }
        let first = rest.bytes().next()?;
        let (token, after) = match first {
            b'"' | b'\'' | b'`' => {
                let (text, after) = text(rest.get(1..)?, first)?;
                (Token::Text(text), after)
            }
            b'0'..=b'9' => {
                let is_part = |byte: u8| byte.is_ascii_digit() || byte == b'.';
                (Token::Number, split(rest, is_part)?.1)
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                let (word, after) = split(rest, is_part)?;
                (Token::Word(word), after)
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
                (Token::Sign(sign), rest.get(sign.len()..)?)
            }
        };
        tokens.push(token);
        rest = after;
    }
}

fn split(text: &str, is_part: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| !is_part(byte));
    text.split_at_checked(end.unwrap_or(text.len()))
}

/// A text up to the quote that ends it, and what follows.
fn text(text: &str, quote: u8) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}
