//! A line break inside a Japanese paragraph is no space.
//!
//! Markdown's soft line break becomes a space in most browsers, which tears Japanese sentences
//! apart. Japanese is set without spaces, and the gap between Japanese and Latin text is the
//! style sheet's business (`text-autospace`), not a character's. So a soft break stays a space
//! only where both sides are narrow (`Rust\nand Go`) or one side is Hangul, which is written
//! with spaces; everywhere else the lines are joined. Whoever wants a space beside a wide
//! character writes one inside a line.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::japanese::width::{is_hangul, is_wide};

/// Whether two lines are joined without a space, given the last character of the first and the
/// first character of the second.
pub fn joins(before: char, after: char) -> bool {
    (is_wide(before) || is_wide(after)) && !is_hangul(before) && !is_hangul(after)
}

/// Removes the soft breaks that are no spaces. Markup at the break is looked through.
pub fn join<'a>(events: Vec<(Event<'a>, Range<usize>)>) -> Vec<(Event<'a>, Range<usize>)> {
    if !events
        .iter()
        .any(|(event, _)| matches!(event, Event::SoftBreak))
    {
        return events;
    }
    let mut removed = vec![false; events.len()];
    let mut before: Option<char> = None;
    let mut pending: Vec<usize> = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::SoftBreak => pending.push(index),
            Event::Text(text) | Event::Code(text) => {
                let Some(after) = text.chars().next() else {
                    continue;
                };
                let joined = before.is_some_and(|before| joins(before, after));
                for index in pending.drain(..) {
                    if let Some(removed) = removed.get_mut(index) {
                        *removed = joined;
                    }
                }
                before = text.chars().next_back();
            }
            event if is_transparent(event) => {}
            _ => {
                before = None;
                pending.clear();
            }
        }
    }
    events
        .into_iter()
        .zip(removed)
        .filter_map(|(event, removed)| (!removed).then_some(event))
        .collect()
}

fn is_transparent(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
    )
}

#[cfg(test)]
mod tests {
    use super::joins;

    #[test]
    fn a_space_stays_between_narrow_characters_only() {
        assert!(joins('本', 'ほ'));
        assert!(joins('。', '「'));
        assert!(joins('は', 'R'));
        assert!(joins('R', 'は'));
        assert!(!joins('a', 'b'));
        assert!(!joins('한', '글'));
    }
}
