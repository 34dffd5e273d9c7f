//! A page of a built site → what a reader sees of it.

use xxhash_rust::xxh3::xxh3_64;

/// What an HTML file is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Html {
    Page(Page),
    /// Sends its visitors on, to this address.
    Redirect(String),
}

/// A page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Its first heading, or what the browser's tab shows.
    pub(super) title: String,
    /// Words, links and pictures inside `<main>`, in their order.
    pub(super) seen: Vec<String>,
    /// The hash of `<main>` with its markup.
    pub(super) main: u64,
}

/// Attributes that only styles and scripts look at.
const UNSEEN: [&str; 5] = ["class", "id", "role", "style", "tabindex"];

/// Reads an HTML file that a build wrote.
pub(super) fn read(text: &str) -> Html {
    let main = between(text, "<main", "</main>");
    if main.is_none()
        && let Some(to) = refresh(text)
    {
        return Html::Redirect(to);
    }
    // A page of a theme without <main> is looked at as a whole.
    let main = main.unwrap_or(text);
    let heading = between(main, "<h1", "</h1>").or_else(|| between(text, "<title", "</title>"));
    let title = heading.map_or_else(String::new, |heading| {
        let words = heading.split_once('>').map_or("", |(_, words)| words);
        one_line(&texts(words).concat())
    });
    Html::Page(Page {
        title,
        seen: seen(main),
        main: xxh3_64(main.as_bytes()),
    })
}

/// From where a tag begins to where it ends, without the latter.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(from)?;
    Some(rest.split_once(to)?.0)
}

fn refresh(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("http-equiv=\"refresh\"")?;
    let content = between(rest, "url=", "\"")?;
    Some(unescaped(content))
}

/// Everything inside a part of a page that a reader sees or can follow. The part begins inside
/// its first tag.
fn seen(part: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut rest = part.split_once('>').map_or("", |(_, rest)| rest);
    while !rest.is_empty() {
        let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
        let words = one_line(&unescaped(words));
        if !words.is_empty() {
            seen.push(words);
        }
        rest = attributes(tag, &mut seen);
    }
    seen
}

/// Collects the values of a tag's attributes; what follows the tag.
fn attributes<'a>(tag: &'a str, seen: &mut Vec<String>) -> &'a str {
    let mut rest = tag;
    while let Some(end) = rest.find(['"', '>']) {
        let (before, after) = (rest.get(..end), rest.get(end + 1..).unwrap_or_default());
        if rest.as_bytes().get(end) == Some(&b'>') {
            return after;
        }
        let name = before
            .and_then(|before| before.strip_suffix('='))
            .and_then(|before| before.split_ascii_whitespace().next_back())
            .unwrap_or_default();
        let (value, following) = after.split_once('"').unwrap_or((after, ""));
        if !UNSEEN.contains(&name) && !name.starts_with("data-") && !value.is_empty() {
            seen.push(without_hash(&unescaped(value)));
        }
        rest = following;
    }
    ""
}

/// The words of a part of a page, without tags.
fn texts(part: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
        texts.push(unescaped(words));
        rest = attributes(tag, &mut Vec::new());
    }
    texts
}

/// An address below `assets/` carries a hash of what it holds; a new one is no change that a
/// reader of the page sees.
fn without_hash(value: &str) -> String {
    if !value.contains("assets/") {
        return value.to_owned();
    }
    let digits = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = value.split_inclusive(['-', '.', '/']);
    parts
        .filter(|part| !digits(part.trim_end_matches(['-', '.', '/'])))
        .collect()
}

/// Spaces and line breaks as a browser shows them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Character references → characters; those that HTML writers make.
fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        result.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        match reference.and_then(|(name, rest)| Some((character(name)?, rest))) {
            Some((character, following)) => {
                result.push(character);
                rest = following;
            }
            None => {
                result.push('&');
                rest = after;
            }
        }
    }
    result.push_str(rest);
    result
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Html, Page, read};

    fn page(text: &str) -> Page {
        match read(text) {
            Html::Page(page) => page,
            Html::Redirect(to) => panic!("a redirect to {to}"),
        }
    }

    #[test]
    fn words_links_and_pictures_are_seen() {
        let page = page(concat!(
            "<title>t</title><header>h</header><main id=\"main\"><h1 class=\"x\">A &amp; <b>B</b>\n c</h1>",
            "<a href=\"../a/?x=1&amp;y=2\" data-kind=\"z\">to\n a</a>",
            "<img src=\"../assets/site-0123456789abcdef/a.png\" alt=\"1 > 0\"></main><footer>f</footer>",
        ));
        assert_eq!(page.title, "A & B c");
        let seen = [
            "A &",
            "B",
            "c",
            "../a/?x=1&y=2",
            "to a",
            "../assets/site-a.png",
            "1 > 0",
        ];
        assert_eq!(page.seen, seen);
    }

    #[test]
    fn markup_alone_is_not_seen() {
        let one = page("<main><p class=\"a\" id=\"x\">words</p></main>");
        let other = page("<main><p class=\"b\">words</p></main>");
        assert_eq!(one.seen, other.seen);
        assert_ne!(one.main, other.main);
        assert_eq!(
            one,
            page("<h1>other</h1><main><p class=\"a\" id=\"x\">words</p></main>after")
        );
    }

    #[test]
    fn a_redirect_is_no_page() {
        let text = "<meta http-equiv=\"refresh\" content=\"0; url=../new/?a=1&amp;b\">";
        assert_eq!(read(text), Html::Redirect("../new/?a=1&b".to_owned()));
    }

    #[test]
    fn broken_html_ends() {
        for text in [
            "",
            "<main",
            "<main>",
            "<main><a href=\"",
            "<main><",
            "<main>&#x110000;&",
            "<main></main>",
            "<main><h1</h1></main>",
            "<main>&verylongname;<a href=x>y</main>",
            "\u{feff}<title",
        ] {
            let _ = read(text);
        }
    }
}
