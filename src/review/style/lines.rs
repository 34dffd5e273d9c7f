//! What is wrong with lines as they are written: spaces at their ends, headings without one.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Edit, Message, Place};
use crate::load::SourcePath;
use crate::parse::markdown::Document;
use crate::parse::yaml::{Content, Node};

const BLANKS: [char; 3] = [' ', '\t', '\u{3000}'];

/// Spaces at the ends of lines, where they mean nothing. Two at the end of a line of Markdown are
/// a line break and stay, as does everything in code, in raw HTML, in a YAML value of several
/// lines and after a comment.
pub(super) fn trailing_spaces<'tree>(
    file: &SourcePath,
    source: &str,
    document: Option<&Document>,
    tree: &dyn Fn() -> Option<&'tree Node>,
) -> Vec<Diagnostic> {
    let bytes = source.as_bytes();
    let mut ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    // By bytes, of which those of the wide space end no other character: this looks at all lines.
    let is_behind_blank = |end: usize| {
        let line = bytes.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        matches!(line, [.., b' ' | b'\t'] | [.., 0xe3, 0x80, 0x80])
    };
    if !ends.any(is_behind_blank) {
        return Vec::new();
    }
    let tree = tree();
    let yaml_end = if document.is_some() {
        tree.map_or(0, |tree| tree.span.end)
    } else {
        source.len()
    };
    let mut kept = document.map(verbatim).unwrap_or_default();
    if let Some(tree) = tree {
        values(tree, source, &mut kept);
    } else if document.is_none() {
        return Vec::new();
    }
    kept.sort_by_key(|range| range.start);
    let mut kept = Kept {
        ranges: kept,
        next: 0,
        end: 0,
    };
    let mut problems = Vec::new();
    for (line, start) in lines(source, 0) {
        let words = line.trim_end_matches(BLANKS);
        let blanks = start + words.len()..start + line.len();
        let in_yaml = start < yaml_end;
        let breaks = !in_yaml && !words.trim().is_empty() && line.ends_with("  ");
        let comment = in_yaml && words.contains('#');
        if blanks.is_empty() || breaks || comment || kept.holds(&blanks) {
            continue;
        }
        let message = Message::new("行の終わりに空白があります", "the line ends in spaces");
        let help = Message::new("空白を消します", "delete them");
        let edit = Edit {
            span: (blanks.start, blanks.end),
            text: String::new(),
        };
        let place = Place::span(file, blanks);
        let problem = Diagnostic::new(Code::TrailingSpace, place, message);
        problems.push(problem.with_help(help).with_fix(vec![edit]));
    }
    problems
}

/// Headings whose marks are followed by no space, by a full-width one, or are full-width
/// themselves, so that readers see the marks.
pub(super) fn headings(file: &SourcePath, source: &str, document: &Document) -> Vec<Diagnostic> {
    let events = document.events();
    let body = events.start().unwrap_or(source.len());
    let marked =
        lines(source, body).filter_map(|(line, start)| Some((line, start, heading_marks(line)?)));
    let mut marked = marked.peekable();
    let mut problems = Vec::new();
    // Hardly any text has one.
    if marked.peek().is_none() {
        return problems;
    }
    let mut kept = verbatim(document);
    kept.sort_by_key(|range| range.start);
    let mut kept = Kept {
        ranges: kept,
        next: 0,
        end: 0,
    };
    for (line, start, (marks, depth)) in marked {
        let span = start + marks.start..start + marks.end;
        if kept.holds(&span) {
            continue;
        }
        let right = format!("{} ", "#".repeat(depth));
        let written = line.get(marks).unwrap_or_default();
        let message = Message::new(
            format!("`{written}` では見出しになりません"),
            format!("`{written}` makes no heading"),
        );
        let help = Message::new(
            format!("半角の `#` のあとに半角の空白を入れ、`{right}見出し` のように書きます"),
            format!("put a plain space behind plain marks: `{right}Heading`"),
        );
        let edit = Edit {
            span: (span.start, span.end),
            text: right,
        };
        let problem = Diagnostic::new(Code::HeadingSpace, Place::span(file, span), message);
        problems.push(problem.with_help(help).with_fix(vec![edit]));
    }
    problems
}

/// The marks at the start of a line that are surely meant to make a heading, but don't, with
/// wrong spaces behind them; and how many they are. `#言葉` may be a hashtag.
fn heading_marks(line: &str) -> Option<(Range<usize>, usize)> {
    // Hardly any line begins with one of these, and this looks at all of them.
    if !matches!(line.as_bytes().first(), Some(b' ' | b'#' | 0xef)) {
        return None;
    }
    let rest = line.trim_start_matches(' ');
    let start = line.len() - rest.len();
    if start > 3 || !rest.starts_with(['#', '＃']) {
        return None;
    }
    let words = rest.trim_start_matches(['#', '＃']);
    let marks = rest.strip_suffix(words)?;
    let depth = marks.chars().count();
    let title = words.trim_start_matches(BLANKS);
    let blanks = words.strip_suffix(title)?;
    let right = !marks.contains('＃') && (blanks.starts_with(' ') || blanks.starts_with('\t'));
    let meant = if blanks.is_empty() {
        depth >= 2 && title.chars().next().is_some_and(char::is_alphanumeric)
    } else {
        true
    };
    let is_heading = (1..=6).contains(&depth) && !title.is_empty() && !right && meant;
    is_heading.then(|| (start..start + marks.len() + blanks.len(), depth))
}

/// Lines that begin at a byte or behind it, without their ends, and where they begin.
fn lines(source: &str, from: usize) -> impl Iterator<Item = (&str, usize)> {
    let bytes = source.as_bytes();
    let first = match from.checked_sub(1) {
        Some(before) => memchr::memchr(b'\n', bytes.get(before..).unwrap_or_default())
            .map_or(bytes.len(), |end| before + end + 1),
        None => 0,
    };
    let rest = bytes.get(first..).unwrap_or_default();
    let mut start = first;
    let ends = memchr::memchr_iter(b'\n', rest).map(move |end| first + end);
    let last = (!rest.is_empty() && !rest.ends_with(b"\n")).then_some(bytes.len());
    ends.chain(last).map(move |end| {
        let own = start;
        start = end + 1;
        let line = source.get(own..end).unwrap_or_default();
        (line.strip_suffix('\r').unwrap_or(line), own)
    })
}

/// What stands in the page as it is written.
fn verbatim(document: &Document) -> Vec<Range<usize>> {
    let mut depth = 0usize;
    let mut ranges = Vec::new();
    for (event, range) in document.events().iter() {
        match &*event {
            Event::Start(Tag::CodeBlock(_)) => {
                depth += 1;
                ranges.push(range);
            }
            Event::End(TagEnd::CodeBlock) => depth = depth.saturating_sub(1),
            Event::Start(Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
                if depth == 0 =>
            {
                ranges.push(range);
            }
            _ => {}
        }
    }
    ranges
}

/// The bytes of all scalars. What trails inside one may belong to it, as may what follows a block.
fn values(node: &Node, source: &str, ranges: &mut Vec<Range<usize>>) {
    match &node.content {
        Content::Scalar(scalar) => {
            let Range { start, mut end } = node.span;
            let written = source.get(start..end).unwrap_or_default();
            if !scalar.plain && !written.starts_with(['"', '\'']) {
                let rest = source.get(end..).unwrap_or_default();
                end += rest.len() - rest.trim_start().len();
            }
            ranges.push(start..end);
        }
        Content::List(items) => items.iter().for_each(|item| values(item, source, ranges)),
        Content::Mapping(entries) => {
            for entry in entries {
                values(&entry.value, source, ranges);
            }
        }
    }
}

/// Ranges by their starts, asked for from the start of the file to its end.
struct Kept {
    ranges: Vec<Range<usize>>,
    next: usize,
    end: usize,
}

impl Kept {
    /// Whether one of them holds some of `range`.
    fn holds(&mut self, range: &Range<usize>) -> bool {
        while let Some(other) = self
            .ranges
            .get(self.next)
            .filter(|other| other.start < range.end)
        {
            self.end = self.end.max(other.end);
            self.next += 1;
        }
        self.end > range.start
    }
}
