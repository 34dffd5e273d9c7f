//! Markdown → headings and plain text, as readers see them.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Resolve;
use crate::parse::markdown::value::{self, Piece as Words};
use crate::parse::markdown::{Document, Heading};
use crate::parse::target::{Target, ValueTarget};

/// A part of a document in reading order.
#[derive(Debug)]
pub enum Piece<'a> {
    /// A heading.
    Heading(&'a Heading),
    /// The text up to the next heading; a line feed stands between blocks.
    Text(String),
}

/// The headings and texts of a document, without the descriptions of images.
pub fn text<'a>(document: &'a Document, resolver: &dyn Resolve) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut headings = document.headings.iter();
    let mut text = String::new();
    let mut in_image = false;
    let mut in_heading = false;
    let mut in_code = false;
    let mut in_reading = false;
    // Where the words of a link begin, and where it leads.
    let mut link = None;
    let events = document.events();
    let events = events.list();
    for (event, _) in &events {
        match &**event {
            Event::Start(Tag::Heading { .. }) => {
                if !text.trim().is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                pieces.extend(headings.next().map(Piece::Heading));
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Image { .. }) => in_image = true,
            Event::End(TagEnd::Image) => in_image = false,
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                text.push('\n');
            }
            // The reading above a word tears it apart.
            Event::InlineHtml(html) if html.starts_with("<rt") || html.starts_with("<rp") => {
                in_reading = true;
            }
            Event::InlineHtml(html) if html.starts_with("</rt") || html.starts_with("</rp") => {
                in_reading = false;
            }
            _ if in_image || in_heading || in_reading => {}
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((text.len(), dest_url)),
            Event::End(TagEnd::Link) => {
                if let Some((start, target)) = link.take()
                    && text[start..].trim().is_empty()
                    && let Some(found) = Target::parse(target)
                        .ok()
                        .and_then(|target| resolver.link(&target))
                {
                    text.push_str(&found.title);
                }
            }
            Event::Text(words) if in_code => text.push_str(words),
            Event::Text(words) => {
                for piece in value::pieces(words) {
                    match piece {
                        Words::Text(words) => text.push_str(words),
                        Words::Value(name) => push_value(name, resolver, &mut text),
                    }
                }
            }
            Event::Code(words) => text.push_str(words),
            Event::Html(html) => push_words(html, &mut text),
            Event::InlineHtml(html) if html.starts_with("<br") => text.push('\n'),
            Event::SoftBreak | Event::HardBreak | Event::Rule => text.push('\n'),
            Event::Start(tag) if is_block(tag) => text.push('\n'),
            Event::End(TagEnd::TableCell) => text.push('\n'),
            _ => {}
        }
    }
    if !text.trim().is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

fn push_value(name: &str, resolver: &dyn Resolve, text: &mut String) {
    let target = ValueTarget::parse(name).ok();
    if let Some(value) = target.and_then(|target| resolver.value(&target)) {
        text.push_str(&value.text);
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }
    )
}

/// The words of a piece of clean HTML, without the readings above words; a line feed stands for
/// the tags that break lines.
fn push_words(html: &str, text: &mut String) {
    let mut in_reading = false;
    let mut rest = html;
    while let Some(start) = rest.find(['<', '&']) {
        let (words, found) = rest.split_at(start);
        if !in_reading {
            text.push_str(words);
        }
        let length = if found.starts_with('<') {
            let end = found.find('>').map_or(found.len(), |end| end + 1);
            match tag_name(&found[..end]) {
                "rt" | "rp" => in_reading = !found.starts_with("</"),
                "br" | "div" | "details" | "summary" | "p" | "li" => text.push('\n'),
                _ => {}
            }
            end
        } else {
            let entity = ENTITIES
                .iter()
                .find(|(written, _)| found.starts_with(written));
            let (written, shown) = entity.copied().unwrap_or(("&", "&"));
            if !in_reading {
                text.push_str(shown);
            }
            written.len()
        };
        rest = &found[length..];
    }
    text.push_str(rest);
}

/// What clean HTML writes for characters of its own.
const ENTITIES: [(&str, &str); 5] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&nbsp;", " "),
];

/// The name in a tag: `div` of `</div>`.
fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|char: char| !char.is_ascii_alphanumeric());
    &name[..end.unwrap_or(name.len())]
}

#[cfg(test)]
mod tests {
    use super::push_words;

    #[test]
    fn html_is_read_as_it_is_seen() {
        let mut text = String::new();
        push_words(
            "<div>混<span>合</span>物<br>A&amp;B</div><ruby>空知<rp>(</rp><rt>そらち</rt><rp>)</rp></ruby>地方",
            &mut text,
        );
        assert_eq!(text, "\n混合物\nA&B\n空知地方");
    }
}
