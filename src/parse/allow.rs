//! Comments that allow a warning where it stands: `<!-- shirube-allow CODE: reason -->` in
//! Markdown, `# shirube-allow CODE: reason` in YAML and front matter.
//!
//! One that stands alone on its line is about the next line that says something, with the
//! paragraph or value that begins there; one behind something is about its own line.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Report, SourcePath};
use crate::parse::yaml::{self, Content, Node};
use crate::parse::{front_matter, markdown};

/// What such comments begin with.
pub const MARK: &str = "shirube-allow";

/// Comments of a file that are read; nobody writes more by hand.
const MOST: usize = 500;

/// A comment that allows something. All ranges are bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// Where it stands.
    pub span: Range<usize>,
    /// Where a problem that it allows begins.
    pub covers: Range<usize>,
    /// The name of a code, as written; may be empty.
    pub code: String,
    /// Why; empty if it doesn't say.
    pub reason: String,
}

/// The comments of a Markdown or YAML file, in their order. Those in code and in values are none.
/// A file that can't be read has none.
pub fn comments(file: &SourcePath, bytes: &[u8]) -> Vec<Allow> {
    // Hardly any file has one, and this looks at all of them.
    if memmem::find(bytes, MARK.as_bytes()).is_none() {
        return Vec::new();
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut heard_before = Report::default();
    match file.ending() {
        "yaml" => in_yaml(file, text, 0..text.len()),
        "md" => {
            let begins = text.starts_with("---");
            let parts = begins.then(|| front_matter::split(file, bytes, &mut heard_before));
            let parts = parts.flatten();
            let settings = parts.map_or(0..0, |parts| {
                parts.yaml_offset..parts.yaml_offset + parts.yaml.len()
            });
            let body = parts.map_or(0, |parts| parts.body_offset);
            let mut all = in_yaml(file, text, settings);
            all.extend(in_markdown(text, body));
            all
        }
        _ => Vec::new(),
    }
}

/// Those in the YAML that stands at `part` of the file.
fn in_yaml(file: &SourcePath, text: &str, part: Range<usize>) -> Vec<Allow> {
    let yaml = text.get(part.clone()).unwrap_or_default();
    if !yaml.contains(MARK) {
        return Vec::new();
    }
    let Some(tree) = yaml::parse(file, yaml, part.start, &mut Report::default()) else {
        return Vec::new();
    };
    let mut values = Values::default();
    values.collect(&tree);
    values.scalars.sort_by_key(|scalar| scalar.start);
    let lines: Vec<Range<usize>> = lines(text)
        .filter(|line| part.contains(&line.start))
        .collect();
    let says = |line: &Range<usize>| {
        let words = text.get(line.clone()).unwrap_or_default().trim_start();
        !words.is_empty() && !words.starts_with('#')
    };
    let mut all = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let words = text.get(line.clone()).unwrap_or_default();
        let Some((start, content)) = yaml_comment(words) else {
            continue;
        };
        let start = line.start + start;
        if values.holds(start) {
            continue;
        }
        let about = if says(line) {
            Some(line)
        } else {
            lines.iter().skip(number + 1).find(|line| says(line))
        };
        let about = about.cloned().unwrap_or(line.clone());
        let values = values
            .entries
            .iter()
            .filter(|(key, _)| about.contains(&key.start));
        let end = values.map(|(_, end)| *end).fold(about.end, usize::max);
        all.push(allow(start..line.end, about.start..end, content));
        if all.len() == MOST {
            break;
        }
    }
    all
}

/// Where the comment of a line begins, and what stands behind the mark.
fn yaml_comment(line: &str) -> Option<(usize, &str)> {
    let mark = line.find(MARK)?;
    let before = line.get(..mark)?.trim_end_matches([' ', '\t']);
    let outside = before.strip_suffix('#')?;
    let begins = outside.is_empty() || outside.ends_with([' ', '\t']);
    begins.then_some((outside.len(), line.get(mark + MARK.len()..)?))
}

/// The bytes of values, and the keys that lead to them.
#[derive(Default)]
struct Values {
    scalars: Vec<Range<usize>>,
    /// A key's bytes, and where its scalar ends.
    entries: Vec<(Range<usize>, usize)>,
}

impl Values {
    /// Whether a byte is part of a value or key; they are sorted by then.
    fn holds(&self, byte: usize) -> bool {
        let behind = (self.scalars).partition_point(|scalar| scalar.start <= byte);
        let before = behind
            .checked_sub(1)
            .and_then(|last| self.scalars.get(last));
        before.is_some_and(|scalar| scalar.contains(&byte))
    }

    fn collect(&mut self, node: &Node) {
        match &node.content {
            Content::Scalar(_) => self.scalars.push(node.span.clone()),
            Content::List(items) => items.iter().for_each(|item| self.collect(item)),
            Content::Mapping(entries) => {
                for entry in entries {
                    self.scalars.push(entry.key_span.clone());
                    if matches!(entry.value.content, Content::Scalar(_)) {
                        self.entries
                            .push((entry.key_span.clone(), entry.value.span.end));
                    }
                    self.collect(&entry.value);
                }
            }
        }
    }
}

/// Those in the Markdown that begins at byte `offset` of the file.
fn in_markdown(text: &str, offset: usize) -> Vec<Allow> {
    let body = text.get(offset..).unwrap_or_default();
    if !body.contains(MARK) {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    let mut found = Vec::new();
    let mut in_item = false;
    for (event, range) in Parser::new_ext(body, markdown::OPTIONS).into_offset_iter() {
        let is_inline = matches!(event, Event::InlineHtml(_));
        match event {
            // A block has an event for each of its lines, which may be parts of one comment.
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                let html = body.get(range.clone()).unwrap_or_default();
                let own = html_comments(html);
                found.extend(own.into_iter().map(|(comment, content)| {
                    let span = range.start + comment.start..range.start + comment.end;
                    (span, content)
                }));
            }
            // Comments can't stand between the rows of a table.
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) | Tag::CodeBlock(_),
            ) => blocks.push(range),
            // The lines of an item without paragraphs.
            Event::Start(Tag::Item) => {
                in_item = true;
                blocks.push(range.start..range.start);
                continue;
            }
            Event::Text(_) | Event::Code(_) => {
                if let Some(block) = blocks.last_mut().filter(|_| in_item) {
                    block.end = range.end;
                }
                continue;
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::DefinitionList)
            | Event::End(TagEnd::Item) => {}
            _ => continue,
        }
        in_item &= is_inline;
    }
    found.truncate(MOST);
    let lines: Vec<Range<usize>> = lines(body).collect();
    let line_of = |byte: usize| lines.partition_point(|line| line.end < byte);
    // Lines that only go on with a comment.
    let within: BTreeSet<usize> = found
        .iter()
        .flat_map(|(span, _)| line_of(span.start) + 1..=line_of(span.end))
        .collect();
    let says = |part: Range<usize>| says(body.get(part).unwrap_or_default());
    let place = |(span, content): (Range<usize>, &str)| {
        let (first, last) = (line_of(span.start), line_of(span.end));
        let own = lines.get(first)?.start..lines.get(last)?.end;
        let has_words = says(own.start..span.start) || says(span.end..own.end);
        let mut behind = lines.iter().enumerate().skip(last + 1);
        let next = behind.find(|(number, line)| !within.contains(number) && says((*line).clone()));
        let about = match next {
            Some((_, line)) if !has_words => line.clone(),
            _ => own,
        };
        let blocks = blocks
            .iter()
            .filter(|block| !has_words && about.contains(&block.start));
        let end = blocks.map(|block| block.end).fold(about.end, usize::max);
        let in_file = |range: Range<usize>| range.start + offset..range.end + offset;
        Some(allow(in_file(span), in_file(about.start..end), content))
    };
    found.into_iter().filter_map(place).collect()
}

/// Comments that allow something in a piece of raw HTML, and what stands behind their marks.
fn html_comments(html: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = html.get(from..).and_then(|rest| rest.find("<!--")) {
        let start = from + start;
        let inside = start + "<!--".len();
        let rest = html.get(inside..).unwrap_or_default();
        let (length, end) = match rest.find("-->") {
            Some(length) => (length, inside + length + "-->".len()),
            None => (rest.len(), html.len()),
        };
        let content = rest.get(..length).unwrap_or_default().trim();
        if let Some(content) = content.strip_prefix(MARK) {
            found.push((start..end, content));
        }
        from = end;
    }
    found
}

/// Whether a line of Markdown has words besides comments and the marks of quotations.
fn says(line: &str) -> bool {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>', '\r']);
        match rest.strip_prefix("<!--") {
            Some(comment) => rest = comment.split_once("-->").map_or("", |(_, rest)| rest),
            None => return !rest.is_empty(),
        }
    }
}

/// Lines without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let own = start;
        start += line.len();
        own..own + line.trim_end_matches(['\n', '\r']).len()
    })
}

fn allow(span: Range<usize>, covers: Range<usize>, content: &str) -> Allow {
    let (code, reason) = content.split_once([':', '：']).unwrap_or((content, ""));
    Allow {
        span,
        covers,
        code: code.trim().to_owned(),
        reason: reason.trim().to_owned(),
    }
}
