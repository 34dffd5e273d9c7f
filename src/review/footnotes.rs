//! Footnotes of which one half is missing: a mark that stays as it is written, a text that nobody
//! sees.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::Sources;
use crate::parse::markdown::{Document, Packed};
use crate::review::texts::{self, Source};

/// Reports marks without a text and texts without a mark.
pub(super) fn check(text: &Document, events: &Packed, sources: &Sources, report: &mut Report) {
    marks_without_text(text, events, sources, report);
    texts_without_mark(text, events, report);
}

fn marks_without_text(
    document: &Document,
    events: &Packed,
    sources: &Sources,
    report: &mut Report,
) {
    let Some(file) = &document.file else { return };
    let bytes = sources.get(file).map_or(&[][..], |bytes| bytes);
    texts::each_words(events, |text, range| {
        let mut source = Source::new(file, bytes, range);
        for mark in marks(text) {
            let Some(place) = source.place(mark) else {
                continue;
            };
            let diagnostic = Diagnostic::new(
                Code::LoneFootnote,
                place,
                Message::new(
                    format!("脚注 `{mark}` の文がなく、記号がそのまま表示されます"),
                    format!("the footnote `{mark}` has no text; the mark is shown as it is"),
                ),
            );
            report.add(diagnostic.with_help(Message::new(
                format!("段落のあとに空行をはさみ、`{mark}: …` の行で文を書きます"),
                format!(
                    "after the paragraph and a blank line, write its text in a line `{mark}: …`"
                ),
            )));
        }
    });
}

/// Each `[^name]` in a text.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    // Hardly any text has one, and this looks at all of them.
    let from = memchr::memchr(b'[', text.as_bytes()).unwrap_or(text.len());
    let text = text.get(from..).unwrap_or_default();
    text.match_indices("[^").filter_map(move |(start, _)| {
        let rest = text.get(start..)?;
        let end = "[^".len() + rest.get("[^".len()..)?.find([']', '[', ' '])?;
        let mark = rest.get(..=end).filter(|mark| mark.ends_with(']'))?;
        (mark.len() > "[^]".len()).then_some(mark)
    })
}

fn texts_without_mark(document: &Document, events: &Packed, report: &mut Report) {
    let Some(file) = &document.file else { return };
    let used: BTreeSet<String> = events
        .iter()
        .filter_map(|(event, _)| match &*event {
            Event::FootnoteReference(name) => Some(name.to_lowercase()),
            _ => None,
        })
        .collect();
    for (event, range) in events.iter() {
        if let Event::Start(Tag::FootnoteDefinition(name)) = &*event
            && !used.contains(&name.to_lowercase())
        {
            let diagnostic = Diagnostic::new(
                Code::LoneFootnote,
                Place::span(file, range),
                Message::new(
                    format!("脚注 `[^{name}]` を本文のどこも指していないので、表示されません"),
                    format!(
                        "nothing in the text points to the footnote `[^{name}]`; it isn't shown"
                    ),
                ),
            );
            report.add(diagnostic.with_help(Message::new(
                format!("本文の、脚注をつける語のあとに `[^{name}]` と書くか、この脚注を消します"),
                format!("write `[^{name}]` behind the words that it is about, or remove it"),
            )));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn a_mark_is_one_word_in_brackets() {
        let found: Vec<&str> = marks("家賃[^1]と敷金[^shiki]。[^]と[^a b]と[^c").collect();
        assert_eq!(found, ["[^1]", "[^shiki]"]);
    }
}
