//! The parser's events → a tree within limits.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::offsets::Offsets;
use super::slips::{self, Slip};
use super::{Content, DEPTH_LIMIT, EXPANSION_LIMIT, Entry, Node, Scalar};
use super::{cut_off, limits, refuse, syntax};
use crate::diagnostic::{Code, Diagnostic, Message, Place};
use crate::load::SourcePath;

/// Bytes before a value in which its `&name` is looked for.
const LONGEST_ANCHOR: usize = 500;

/// A problem that ends the file's reading.
type Fatal = Box<Diagnostic>;

/// The tree, `None` of an empty text, with the problems that don't end the reading.
pub(super) fn build(
    file: &SourcePath,
    text: &str,
    offset: usize,
) -> Result<(Option<Node>, Vec<Diagnostic>), Fatal> {
    let mut builder = Builder {
        file,
        text,
        offset,
        offsets: Offsets::new(text),
        open: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        unused: BTreeMap::new(),
        expanded: 0,
        line_ends: None,
        problems: Vec::new(),
    };
    if let Some(slip) = slips::unreadable(text) {
        return Err(builder.slip(slip));
    }
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.take(event, span)?,
            Err(error) => return Err(builder.syntax_error(&error)),
        }
    }
    let is_word = |node: &Node| matches!(&node.content, Content::Scalar(word) if word.plain);
    if builder.root.as_ref().is_some_and(is_word)
        && let Some(slip) = slips::in_words(text)
    {
        return Err(builder.slip(slip));
    }
    let unused = std::mem::take(&mut builder.unused);
    for at in unused.into_values() {
        builder.problems.push(refuse::anchor(file, &at));
    }
    let root = builder.root.filter(|node| !node.is_null());
    Ok((root, builder.problems))
}

/// A list or mapping whose end hasn't come yet.
struct Open {
    anchor: usize,
    start: usize,
    content: OpenContent,
}

enum OpenContent {
    List(Vec<Node>),
    Mapping {
        entries: Vec<Entry>,
        /// The key whose value comes next.
        key: Option<Key>,
    },
}

struct Key {
    /// `None` if it can't be a key; its value is dropped.
    name: Option<String>,
    span: Range<usize>,
}

struct Builder<'text> {
    file: &'text SourcePath,
    text: &'text str,
    offset: usize,
    offsets: Offsets<'text>,
    open: Vec<Open>,
    root: Option<Node>,
    /// What `&name` stands before, by the parser's number; complete nodes only.
    anchors: BTreeMap<usize, Node>,
    /// Where `&name` stands that no `*name` has used yet.
    unused: BTreeMap<usize, Range<usize>>,
    /// What anchors and aliases have added so far, see [`EXPANSION_LIMIT`].
    expanded: usize,
    /// The byte of every line break, once somebody asks for a line.
    line_ends: Option<Vec<usize>>,
    problems: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Fatal> {
        let bytes = self.bytes(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), &bytes);
                let bytes = self.without_rest(style, bytes);
                let scalar = Scalar {
                    text: text.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                // Quotes would make a number text.
                if scalar.plain && scalar.number().is_none() && scalar.boolean().is_none() {
                    self.notice_comment(&bytes);
                }
                self.complete(Content::Scalar(scalar), bytes, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), &bytes);
                self.start(OpenContent::List(Vec::new()), anchor, bytes)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), &bytes);
                let entries = Vec::new();
                self.start(OpenContent::Mapping { entries, key: None }, anchor, bytes)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(bytes),
            Event::Alias(anchor) => self.alias(anchor, bytes),
            Event::DocumentStart(_) if self.root.is_some() => Err(self.fatal(
                Code::YamlSyntax,
                bytes,
                Message::new(
                    "YAML の文書が二つ入っています",
                    "there are two YAML documents in it",
                ),
                Message::new(
                    "一つのファイルには一つだけ書きます。途中の `---` の行を消します",
                    "a file holds one document; remove the line `---`",
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The bytes of a scalar. The parser counts what follows a quoted one, comments and all, as
    /// part of it.
    fn without_rest(&self, style: ScalarStyle, bytes: Range<usize>) -> Range<usize> {
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            _ => return bytes,
        };
        let written = bytes
            .start
            .checked_sub(self.offset)
            .zip(bytes.end.checked_sub(self.offset));
        let written = written.and_then(|(start, end)| self.text.get(start..end));
        let Some(inside) = written.and_then(|written| written.strip_prefix(quote)) else {
            return bytes;
        };
        let mut characters = inside.char_indices().peekable();
        while let Some((position, character)) = characters.next() {
            if character == '\\' && quote == '"' {
                characters.next();
            } else if character == quote {
                let doubled = characters.next_if(|(_, next)| quote == '\'' && *next == quote);
                if doubled.is_none() {
                    return bytes.start..bytes.start + position + 2;
                }
            }
        }
        bytes
    }

    fn start(
        &mut self,
        content: OpenContent,
        anchor: usize,
        at: Range<usize>,
    ) -> Result<(), Fatal> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(limits::too_deep(self.file, at));
        }
        self.open.push(Open {
            anchor,
            start: at.start,
            content,
        });
        Ok(())
    }

    fn end(&mut self, at: Range<usize>) -> Result<(), Fatal> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let (content, last) = match open.content {
            OpenContent::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Content::List(items), last)
            }
            OpenContent::Mapping { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end);
                (Content::Mapping(self.without_duplicates(entries)), last)
            }
        };
        // Only `]` and `}` have bytes of their own; a block ends with what stands in it.
        let end = if at.is_empty() { last } else { Some(at.end) };
        let end = end.unwrap_or(at.end).max(open.start);
        self.complete(content, open.start..end, open.anchor)
    }

    fn complete(
        &mut self,
        content: Content,
        span: Range<usize>,
        anchor: usize,
    ) -> Result<(), Fatal> {
        let node = Node { content, span };
        if anchor > 0 {
            self.expand(&node)?;
            self.anchors.insert(anchor, node.clone());
            if let Some(at) = self.anchor_before(node.span.start) {
                self.unused.insert(anchor, at);
            }
        }
        self.place(node)
    }

    /// Puts a complete node where it belongs.
    fn place(&mut self, node: Node) -> Result<(), Fatal> {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(OpenContent::List(items)) => items.push(node),
            Some(OpenContent::Mapping { entries, key }) => match key.take() {
                None => {
                    let span = node.span.clone();
                    let braces = matches!(node.content, Content::Mapping(_))
                        && self
                            .text
                            .get(..span.start - self.offset)
                            .is_some_and(|text| text.ends_with('{'));
                    if braces {
                        return Err(refuse::braces(self.file, span.start - 1..span.end));
                    }
                    let (name, problem) = refuse::key_name(self.file, node)?;
                    *key = Some(Key { name, span });
                    self.problems.extend(problem);
                }
                Some(Key { name: None, .. }) => {}
                Some(Key {
                    name: Some(name),
                    span,
                }) => {
                    let mut value = node;
                    if value.span.is_empty() {
                        value.span = span.clone();
                    }
                    entries.push(Entry {
                        key: name,
                        key_span: span,
                        value,
                    });
                }
            },
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Result<(), Fatal> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(limits::endless(self.file, at));
        };
        if self.open.len() + limits::height(&node) > DEPTH_LIMIT {
            return Err(limits::too_deep(self.file, at));
        }
        self.expand(&node)?;
        self.unused.remove(&anchor);
        self.place(node)
    }

    /// Where the `&name` of a node stands that begins at a byte of the file or just after it.
    fn anchor_before(&self, start: usize) -> Option<Range<usize>> {
        let start = start - self.offset;
        let end = match self.text.get(start..) {
            Some(rest) if rest.starts_with('&') => start + 1,
            _ => start,
        };
        let bytes = self.text.as_bytes();
        let reach = end.saturating_sub(LONGEST_ANCHOR);
        let mark = |byte: &u8| matches!(byte, b'&' | b'\n' | b'\r');
        let at = reach + bytes.get(reach..end)?.iter().rposition(mark)?;
        (bytes.get(at) == Some(&b'&')).then(|| at + self.offset..at + 1 + self.offset)
    }

    /// Notes a `#` that begins a comment where it seems to be part of the value.
    fn notice_comment(&mut self, value: &Range<usize>) {
        let (start, end) = (value.start - self.offset, value.end - self.offset);
        let rest = self.text.get(end..).unwrap_or_default();
        let rest = rest
            .strip_prefix(':')
            .filter(|_| start == end)
            .unwrap_or(rest);
        // Most values end here. The line is looked at only behind a `#`: a file of one long line
        // has many values.
        let comment = rest.trim_start_matches([' ', '\t']);
        if comment.len() == rest.len() && start < end {
            return;
        }
        let Some(after) = comment.strip_prefix('#') else {
            return;
        };
        let words = self.text.get(start..end).unwrap_or_default();
        let after = after.split(['\n', '\r']).next().unwrap_or_default();
        if !cut_off::looks_like_rest(words, after) {
            return;
        }
        let at = self.text.len() - comment.len();
        let comment = comment.get(..1 + after.len()).unwrap_or_default();
        let key = match self.open.last().map(|open| &open.content) {
            Some(OpenContent::Mapping { key: Some(_), .. } | OpenContent::List(_)) => {
                Some(self.path())
            }
            _ => None,
        };
        let Some(path) = key else { return };
        let at = at + self.offset;
        self.problems.push(refuse::comment(
            self.file,
            path,
            at..at + comment.trim_end().len(),
            words,
            comment.trim_end(),
        ));
    }

    /// The number of the line, from 1, of a byte of the file.
    fn line(&mut self, byte: usize) -> usize {
        let (text, offset) = (self.text, self.offset);
        let ends = self.line_ends.get_or_insert_with(|| {
            let bytes = text.bytes().enumerate();
            bytes
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at)
                .collect()
        });
        ends.partition_point(|end| end + offset < byte) + 1
    }

    /// Counts a copy of a node.
    fn expand(&mut self, node: &Node) -> Result<(), Fatal> {
        self.expanded += limits::weight(node);
        if self.expanded <= EXPANSION_LIMIT {
            return Ok(());
        }
        Err(limits::too_much(self.file, node.span.clone()))
    }

    /// Keeps the first of each key and reports all others.
    fn without_duplicates(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|index| entries.get(*index).map(|entry| &entry.key));
        let mut later: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in order.windows(2) {
            if let [first, second] = pair
                && let (Some(one), Some(other)) = (entries.get(*first), entries.get(*second))
                && one.key == other.key
            {
                let at = later.get(first).copied().unwrap_or(one.key_span.start);
                later.insert(*second, at);
            }
        }
        let path = self.path();
        let mut kept = Vec::with_capacity(entries.len() - later.len());
        for (index, entry) in entries.into_iter().enumerate() {
            if let Some(first) = later.get(&index) {
                let line = self.line(*first);
                self.problems
                    .push(refuse::duplicate(self.file, &path, &entry, line));
            } else {
                kept.push(entry);
            }
        }
        kept
    }

    /// The field path of the node that comes next.
    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            match &open.content {
                OpenContent::List(items) => path.push_str(&format!("[{}]", items.len())),
                OpenContent::Mapping { key, .. } => {
                    let name = key.as_ref().and_then(|key| key.name.as_deref());
                    path = super::reader::join(&path, name.unwrap_or("?"));
                }
            }
        }
        path
    }

    fn refuse_tag(&mut self, tag: Option<&saphyr_parser::Tag>, at: &Range<usize>) {
        if let Some(tag) = tag {
            self.problems.push(refuse::tag(self.file, tag, at));
        }
    }

    fn syntax_error(&self, error: &ScanError) -> Fatal {
        let at = self.offsets.byte(error.marker().index());
        if let Some(slip) = slips::behind(self.text, error.info(), at) {
            return self.slip(slip);
        }
        let span = syntax::visible(self.text, at);
        let span = span.start + self.offset..span.end + self.offset;
        if error.info() == "recursion limit exceeded" {
            return limits::too_deep(self.file, span);
        }
        let (message, help) = syntax::explain(error.info());
        self.fatal(Code::YamlSyntax, span, message, help)
    }

    fn slip(&self, slip: Slip) -> Fatal {
        let span = slip.span.start + self.offset..slip.span.end + self.offset;
        let message = Message::new(
            format!("YAML として読めません: {}", slip.message.ja),
            format!("this isn't YAML: {}", slip.message.en),
        );
        self.fatal(Code::YamlSyntax, span, message, slip.help)
    }

    fn fatal(&self, code: Code, span: Range<usize>, message: Message, help: Message) -> Fatal {
        let place = Place::span(self.file, span);
        Box::new(Diagnostic::new(code, place, message).with_help(help))
    }

    /// An event's bytes in the file, without the space after it.
    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.offsets.byte(span.start.index());
        let end = self.offsets.byte(span.end.index());
        let written = self.text.get(start..end).unwrap_or("");
        let length = written.trim_end().len();
        start + self.offset..start + self.offset + length
    }
}
