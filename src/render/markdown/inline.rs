//! Links, live values and images.

use std::fmt::Write;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::writer::Writer;
use super::{ResolvedLink, escape, in_brackets};
use crate::parse::markdown::value::{self, Piece};
use crate::parse::target::{Target, ValueTarget};

impl<'a> Writer<'a> {
    /// Begins the link that starts at an event and returns the number of the next event.
    pub(super) fn start_link(&mut self, index: usize, target: &str, title: &str) -> usize {
        let target = Target::parse(target).ok();
        let Some(link) = target.and_then(|target| self.resolver.link(&target)) else {
            return index + 1;
        };
        self.html.push_str("<a");
        if link.external {
            self.html
                .push_str(" class=\"external\" rel=\"noopener external\"");
        }
        let _ = write!(self.html, " href=\"{}\"", escape::address(&link.href));
        if !title.is_empty() {
            let _ = write!(self.html, " title=\"{}\"", escape::text(title));
        }
        if let Some(language) = &link.language {
            let _ = write!(self.html, " hreflang=\"{}\"", escape::text(language));
        }
        self.html.push('>');
        if link.external {
            let label = in_brackets(self.resolver.label("external_link"));
            let label = escape::text(&label);
            self.link_end = format!("<span class=\"visually-hidden\">{label}</span>");
        }
        self.link_end.push_str("</a>");
        if self.is_wordless(index) {
            self.link_title(&link);
            return self.end_of(index);
        }
        index + 1
    }

    fn link_title(&mut self, link: &ResolvedLink) {
        let title = escape::text(&link.title);
        let _ = match &link.language {
            Some(language) => {
                let language = escape::text(language);
                write!(self.html, "<span lang=\"{language}\">{title}</span>")
            }
            None => write!(self.html, "{title}"),
        };
    }

    pub(super) fn end_link(&mut self) {
        let end = std::mem::take(&mut self.link_end);
        self.html.push_str(&end);
    }

    /// Whether a link has neither words nor an image.
    fn is_wordless(&self, link: usize) -> bool {
        let inside = self.events.iter().skip(link + 1);
        for (event, _) in inside {
            match &**event {
                Event::End(TagEnd::Link) => return true,
                Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => return false,
                Event::Start(Tag::Image { .. }) => return false,
                _ => {}
            }
        }
        true
    }

    pub(super) fn text(&mut self, text: &str) {
        if !self.may_have_values {
            escape::push(&mut self.html, text);
            return;
        }
        for piece in value::pieces(text) {
            match piece {
                Piece::Text(words) => escape::push(&mut self.html, words),
                Piece::Value(name) => self.value(name),
            }
        }
    }

    fn value(&mut self, name: &str) {
        let target = ValueTarget::parse(name).ok();
        let Some(value) = target.and_then(|target| self.resolver.value(&target)) else {
            escape::push(&mut self.html, &format!("{{{{{name}}}}}"));
            return;
        };
        let text = escape::text(&value.text);
        self.html.push_str("<span class=\"value\">");
        // Inside a link's words the value can't lead to its source.
        if value.href.is_empty() || !self.link_end.is_empty() {
            self.html.push_str(&text);
        } else {
            let href = escape::address(&value.href);
            let _ = write!(self.html, "<a href=\"{href}\">{text}</a>");
        }
        if !value.period.is_empty() {
            let period = in_brackets(&value.period);
            let _ = write!(self.html, "<small>{}</small>", escape::text(&period));
        }
        self.html.push_str("</span>");
    }

    /// Writes the image that starts at an event and returns the number of the next event.
    pub(super) fn image(&mut self, start: usize, in_figure: bool) -> usize {
        let end = self.end_of(start);
        let Some(Event::Start(Tag::Image {
            dest_url, title, ..
        })) = self.event_at(start)
        else {
            return end + 1;
        };
        let alternative = escape::text(self.words(start, end).trim());
        let Some(image) = self.resolver.image(dest_url) else {
            self.html.push_str(&alternative);
            return end + 1;
        };
        let src = escape::address(&image.src);
        let (width, height) = (image.width, image.height);
        let _ = write!(self.html, "<img src=\"{src}\" alt=\"{alternative}\"");
        if !title.is_empty() && !in_figure {
            let _ = write!(self.html, " title=\"{}\"", escape::text(title));
        }
        let _ = write!(
            self.html,
            " width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
        );
        end + 1
    }

    /// The words between two events, without markup.
    fn words(&self, start: usize, end: usize) -> String {
        let mut words = String::new();
        for (event, _) in self.events.get(start..end).unwrap_or_default() {
            match &**event {
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        words
    }

    /// Writes a paragraph that is nothing but an image with a title as a figure, and returns
    /// the number of the event after it.
    pub(super) fn figure(&mut self, paragraph: usize) -> Option<usize> {
        let start = paragraph + 1;
        let Event::Start(Tag::Image {
            dest_url, title, ..
        }) = self.event_at(start)?
        else {
            return None;
        };
        let end = self.end_of(start);
        let alone = matches!(self.event_at(end + 1)?, Event::End(TagEnd::Paragraph));
        if !alone || title.is_empty() || self.resolver.image(dest_url).is_none() {
            return None;
        }
        self.block("<figure>");
        self.image(start, true);
        let _ = writeln!(
            self.html,
            "<figcaption>{}</figcaption></figure>",
            escape::text(title)
        );
        Some(end + 2)
    }
}
