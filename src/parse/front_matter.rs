//! Splits a Markdown file into its YAML front matter and its text.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::yaml;

mod slips;

/// A Markdown file in two parts. Positions are bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'text> {
    /// What stands between the two `---` lines.
    pub yaml: &'text str,
    /// Where it begins.
    pub yaml_offset: usize,
    /// What stands after the second `---` line.
    pub body: &'text str,
    /// Where it begins.
    pub body_offset: usize,
}

/// Splits a file's bytes; reports text that isn't UTF-8 and front matter that is missing or open.
pub fn split<'bytes>(
    file: &SourcePath,
    bytes: &'bytes [u8],
    report: &mut Report,
) -> Option<Parts<'bytes>> {
    let (text, start) = yaml::utf8(file, bytes, report)?;
    if text.trim().is_empty() {
        report.add(problem(
            Code::EmptyFile,
            file,
            start..start,
            Message::new("中身がありません", "there is nothing in it"),
        ));
        return None;
    }
    let first = lines(text).next().unwrap_or_default();
    if !is_fence(first) {
        report.add(slips::missing(file, text, start));
        return None;
    }
    let parts = find(text, start, first.len());
    match &parts {
        None => report.add(slips::open(file, text, start)),
        Some(parts) => {
            if let Some(problem) = slips::second(file, parts) {
                report.add(problem);
            }
        }
    }
    parts
}

/// The parts of a text whose first line, `opening` bytes long, is a fence.
fn find(text: &str, start: usize, opening: usize) -> Option<Parts<'_>> {
    let mut line_start = opening;
    for line in lines(text.get(opening..)?) {
        let body_start = line_start + line.len();
        if is_fence(line) {
            return Some(Parts {
                yaml: text.get(opening..line_start)?,
                yaml_offset: start + opening,
                body: text.get(body_start..)?,
                body_offset: start + body_start,
            });
        }
        line_start = body_start;
    }
    None
}

/// The lines of a text with their ends: LF, CR LF or, as on old computers, CR alone.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            Some(end) if rest.get(end..end + 2) == Some("\r\n") => end + 2,
            Some(end) => end + 1,
            None => rest.len(),
        };
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn problem(code: Code, file: &SourcePath, span: Range<usize>, message: Message) -> Diagnostic {
    Diagnostic::new(code, Place::span(file, span), message).with_help(Message::new(
        "ファイルの最初を `---` の行、`title: …` などの設定、もう一つの `---` の行にします。本文はそのあとに書きます",
        "begin the file with a line `---`, settings such as `title: …`, and another line `---`; the text follows",
    ))
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::diagnostic::{Code, Report};
    use crate::load::SourcePath;

    fn file() -> SourcePath {
        SourcePath::new("content/articles/a/b.md")
    }

    #[test]
    fn line_ends_and_byte_order_marks_are_taken_as_they_come() {
        for (text, yaml, body) in [
            ("---\ntitle: 標\n---\n本文\n", "title: 標\n", "本文\n"),
            ("---\r\ntitle: 標\r\n---\r\n本文", "title: 標\r\n", "本文"),
            ("\u{feff}---\na: b\n---\n", "a: b\n", ""),
            ("---\n---", "", ""),
            ("--- \na: b\n---  \n\n---\nrest", "a: b\n", "\n---\nrest"),
        ] {
            let mut report = Report::default();
            let parts = split(&file(), text.as_bytes(), &mut report).expect(text);
            assert_eq!((parts.yaml, parts.body), (yaml, body), "{text:?}");
            assert_eq!(&text[parts.yaml_offset..][..yaml.len()], yaml);
            assert_eq!(&text[parts.body_offset..], body);
            assert_eq!(report, Report::default());
        }
    }

    #[test]
    fn front_matter_that_is_missing_or_open_is_pointed_at() {
        for (bytes, code, span) in [
            (&b"# Title\n"[..], Code::FrontMatter, (0, 7)),
            (b"---\ntitle: a\n", Code::FrontMatter, (0, 3)),
            (
                b"\xef\xbb\xbf---\na: b\n ---\n",
                Code::FrontMatter,
                (13, 16),
            ),
            (b" \n\n", Code::EmptyFile, (0, 0)),
            (b"---\ntitle: \x8f\n---\n", Code::NotUtf8, (11, 12)),
        ] {
            let mut report = Report::default();
            assert_eq!(split(&file(), bytes, &mut report), None);
            let found: Vec<_> = report
                .diagnostics()
                .iter()
                .map(|diagnostic| (diagnostic.code, diagnostic.place.span))
                .collect();
            assert_eq!(found, [(code, Some(span))]);
        }
    }
}
