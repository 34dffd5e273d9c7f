//! A Markdown document as headings and plain text, as readers see it.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::parse::markdown::value::{self, Piece as Words};
use crate::parse::markdown::{Document, Heading};

/// A part of a document in reading order.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// A heading.
    Heading(&'a Heading),
    /// The text up to the next heading; a line feed stands between blocks.
    Text(String),
}

/// The headings and texts of a document. What live values show is left out, and so are the
/// descriptions of images.
pub(super) fn pieces(document: &Document) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut headings = document.headings.iter();
    let mut text = String::new();
    let mut in_image = false;
    let mut in_heading = false;
    let mut in_code = false;
    for (event, _) in &document.events {
        match event {
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
            _ if in_image || in_heading => {}
            Event::Text(words) if in_code => text.push_str(words),
            Event::Text(words) => {
                for piece in value::pieces(words) {
                    text.push_str(match piece {
                        Words::Text(words) => words,
                        Words::Value(_) => "\n",
                    });
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

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }
    )
}

/// The words of a piece of clean HTML, with a line feed for each tag.
fn push_words(html: &str, text: &mut String) {
    let mut rest = html;
    while let Some(start) = rest.find(['<', '&']) {
        let (words, found) = rest.split_at(start);
        text.push_str(words);
        let entities = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&nbsp;", " "),
        ];
        let entity = entities
            .iter()
            .find(|(written, _)| found.starts_with(written));
        let length = match entity {
            Some((written, shown)) => {
                text.push_str(shown);
                written.len()
            }
            None if found.starts_with('<') => {
                text.push('\n');
                found.find('>').map_or(found.len(), |end| end + 1)
            }
            None => {
                text.push('&');
                1
            }
        };
        rest = &found[length..];
    }
    text.push_str(rest);
}
