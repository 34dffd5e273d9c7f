//! One walk over a document's events. No recursion, so that nesting can't exhaust the stack.

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::footnotes::Footnotes;
use super::{Resolve, escape, in_brackets};
use crate::parse::markdown::{Document, SeenList};
use crate::render::highlight::Highlighter;

pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) events: &'a SeenList<'a>,
    pub(super) resolver: &'a dyn Resolve,
    pub(super) code: &'a Highlighter,
    pub(super) html: String,
    pub(super) footnotes: Footnotes<'a>,
    /// What ends the link around this place; empty outside of links, which never nest.
    pub(super) link_end: String,
    /// Whether live values are looked for in texts.
    pub(super) may_have_values: bool,
    table: Table<'a>,
}

/// The table around this place; tables don't nest.
#[derive(Default)]
struct Table<'a> {
    alignments: &'a [Alignment],
    column: usize,
    in_head: bool,
    /// How many there have been.
    count: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        document: &'a Document,
        events: &'a SeenList<'a>,
        resolver: &'a dyn Resolve,
        code: &'a Highlighter,
        may_have_values: bool,
    ) -> Self {
        // A text's markup and addresses mostly take less than half as much again.
        let first = events.first().map_or(0, |(_, range)| range.start);
        let last = events.last().map_or(0, |(_, range)| range.end);
        let length = last.saturating_sub(first);
        Self {
            document,
            events,
            resolver,
            code,
            html: String::with_capacity(length + length / 2),
            footnotes: Footnotes::new(document, events),
            link_end: String::new(),
            may_have_values,
            table: Table::default(),
        }
    }

    /// Writes events by their numbers, footnotes' definitions left out.
    pub(super) fn write(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            index = self.event(index);
        }
    }

    pub(super) fn event_at(&self, index: usize) -> Option<&'a Event<'a>> {
        self.events.get(index).map(|(event, _)| &**event)
    }

    /// Writes one event, with those that belong to it, and returns the number of the next.
    fn event(&mut self, index: usize) -> usize {
        let Some(event) = self.event_at(index) else {
            return index + 1;
        };
        match event {
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(kind, index + 1),
            Event::Start(Tag::FootnoteDefinition(_)) => return self.footnotes.end(index) + 1,
            Event::Start(Tag::Image { .. }) => return self.image(index, false),
            Event::Start(Tag::Paragraph) => match self.figure(index) {
                Some(next) => return next,
                None => self.html.push_str("<p>"),
            },
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => return self.start_link(index, dest_url, title),
            Event::Start(tag) => self.start(tag, index),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::End(tag) => self.end(*tag, index),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                escape::push(&mut self.html, text);
                self.html.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html.push_str(html),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::FootnoteReference(name) => self.footnote_reference(name),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                escape::push(&mut self.html, text);
            }
        }
        index + 1
    }

    fn start(&mut self, tag: &'a Tag<'a>, index: usize) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let id = escape::text(id.as_deref().unwrap_or_default());
                self.block(&format!("<{level} id=\"{id}\">"));
            }
            Tag::BlockQuote(None) => self.block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.callout(*kind),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item if self.is_task(index) => self.block("<li class=\"task\">"),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.html.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::HtmlBlock => self.block(""),
            // Either handled by the caller or never asked of the parser.
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Subscript
            | Tag::Superscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, index: usize) {
        let html = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(level) => {
                self.anchor(index);
                let _ = writeln!(self.html, "</{level}>");
                return;
            }
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::BlockQuote(Some(_)) => "</aside>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => "</tbody>\n</table>\n</div>\n",
            TagEnd::TableHead => {
                self.table.in_head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.table.in_head => "</th>",
            TagEnd::TableCell => "</td>",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            _ => "",
        };
        self.html.push_str(html);
    }

    /// Begins a block on a line of its own.
    pub(super) fn block(&mut self, html: &str) {
        if !self.html.is_empty() && !self.html.ends_with(['\n', '>']) {
            self.html.push('\n');
        }
        self.html.push_str(html);
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, first: usize) -> usize {
        let mut code = String::new();
        let mut index = first;
        while let Some(Event::Text(text)) = self.event_at(index) {
            code.push_str(text);
            index += 1;
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        let html = self.code.block(info, &code);
        self.block(&html);
        index + 1
    }

    fn callout(&mut self, kind: BlockQuoteKind) {
        let (class, label) = match kind {
            BlockQuoteKind::Note => ("note", "callout_note"),
            BlockQuoteKind::Tip => ("tip", "callout_tip"),
            BlockQuoteKind::Important => ("important", "callout_important"),
            BlockQuoteKind::Warning => ("warning", "callout_warning"),
            BlockQuoteKind::Caution => ("caution", "callout_caution"),
        };
        let title = escape::text(self.resolver.label(label));
        self.block(&format!(
            "<aside class=\"callout callout-{class}\">\n<p class=\"callout-title\">{title}</p>\n"
        ));
    }

    fn start_table(&mut self, alignments: &'a [Alignment]) {
        self.table.alignments = alignments;
        self.table.count += 1;
        let number = self.table.count.to_string();
        let name = match self.resolver.label("table_scroll") {
            // Regions of one page need names that differ.
            label if self.table.count > 1 && !label.contains("{n}") => format!("{label} {number}"),
            label => label.replace("{n}", &number),
        };
        let name = escape::text(&name);
        self.block(&format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table>\n"
        ));
    }

    fn start_cell(&mut self) {
        let alignment = self.table.alignments.get(self.table.column);
        self.table.column += 1;
        // No inline style: the pages' content security policy forbids it.
        let class = match alignment {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        let element = match self.table.in_head {
            true => "th scope=\"col\"",
            false => "td",
        };
        for part in ["<", element, class, ">"] {
            self.html.push_str(part);
        }
    }

    fn is_task(&self, item: usize) -> bool {
        let first = match self.event_at(item + 1) {
            Some(Event::Start(Tag::Paragraph)) => self.event_at(item + 2),
            other => other,
        };
        matches!(first, Some(Event::TaskListMarker(_)))
    }

    fn task(&mut self, done: bool) {
        let (label, checked) = match done {
            true => ("task_done", " checked"),
            false => ("task_open", ""),
        };
        let name = escape::text(self.resolver.label(label));
        let _ = write!(
            self.html,
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{name}\"> "
        );
    }

    /// The link that leads to the heading that ends here.
    fn anchor(&mut self, end: usize) {
        let Some((_, range)) = self.events.get(end) else {
            return;
        };
        // Footnotes are written out of order, so headings are found by their place.
        let headings = &self.document.headings;
        let position = headings.partition_point(|heading| heading.span.start < range.start);
        let Some(heading) = headings.get(position) else {
            return;
        };
        let name = match self.resolver.label("anchor_link") {
            "" => heading.text.clone(),
            label if label.contains("{name}") => label.replace("{name}", &heading.text),
            // A page's headings need names that differ.
            label => format!("{}{}", heading.text, in_brackets(label)),
        };
        let name = escape::text(&name);
        let id = escape::text(&heading.id);
        let _ = write!(
            self.html,
            " <a class=\"anchor\" href=\"#{id}\" aria-label=\"{name}\">\
             <span aria-hidden=\"true\">#</span></a>"
        );
    }

    /// The number of the event that ends what the event of this number starts.
    pub(super) fn end_of(&self, start: usize) -> usize {
        let mut depth = 0usize;
        let rest = self.events.iter().enumerate().skip(start);
        for (index, (event, _)) in rest {
            match &**event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth <= 1 => return index,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        self.events.len()
    }
}
