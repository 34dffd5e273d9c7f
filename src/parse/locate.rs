//! Field paths → bytes of the file.
//!
//! What `parse` reports has its bytes already. Later stages know the field path only
//! (`values.tokushima`, `[2].sources[0].url`): each file that they complain about is parsed
//! once more, and only then.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::{Code, Place, Report};
use crate::load::{SourcePath, Sources};
use crate::parse::front_matter;
use crate::parse::yaml::{self, Content, Entry, Node};

/// Fills in the bytes of every diagnostic that has a field path only.
///
/// A path that leads nowhere gets the bytes of its nearest ancestor.
pub fn locate(report: &mut Report, sources: &Sources) {
    let wants = |place: &Place| place.span.is_none() && place.field.is_some();
    let places = report.diagnostics().iter().map(|problem| &problem.place);
    let files: BTreeSet<&SourcePath> = places
        .filter(|place| wants(place))
        .map(|place| &place.file)
        .collect();
    let trees: BTreeMap<SourcePath, Node> = files
        .into_par_iter()
        .filter_map(|file| Some((file.clone(), tree(file, sources)?)))
        .collect();
    let problems = report.diagnostics_mut().par_iter_mut();
    problems.for_each(|problem| {
        let place = &mut problem.place;
        if let (None, Some(field), Some(root)) =
            (place.span, place.field.as_deref(), trees.get(&place.file))
        {
            let span = find(root, field, points_at_key(problem.code));
            place.span = Some((span.start, span.end));
        }
    });
}

/// Whether a diagnostic is about the key and not about its value.
fn points_at_key(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownKey | Code::DuplicateKey | Code::UnknownRecord
    )
}

/// The YAML of a file, of Markdown that of its front matter; `None` where there is none that can
/// be read.
pub fn tree(file: &SourcePath, sources: &Sources) -> Option<Node> {
    let bytes = sources.get(file)?;
    // What is wrong with the file itself has been reported when it was parsed.
    let mut heard_before = Report::default();
    match file.ending() {
        // JSON is YAML too.
        "yaml" | "geojson" => yaml::parse_file(file, bytes, &mut heard_before),
        "md" => {
            let parts = front_matter::split(file, bytes, &mut heard_before)?;
            yaml::parse(file, parts.yaml, parts.yaml_offset, &mut heard_before)
        }
        _ => None,
    }
}

/// The value that a path leads to.
pub fn node<'tree>(root: &'tree Node, path: &str) -> Option<&'tree Node> {
    let mut node = root;
    let mut rest = path;
    while !rest.is_empty() {
        (node, rest) = match &node.content {
            Content::Mapping(entries) => {
                entry(entries, rest).map(|(entry, rest)| (&entry.value, rest))
            }
            Content::List(items) => item(items, rest),
            Content::Scalar(_) => None,
        }?;
    }
    Some(node)
}

/// The bytes that a path leads to, or those of its nearest ancestor.
fn find(root: &Node, path: &str, at_key: bool) -> Range<usize> {
    let mut node = root;
    let mut rest = path;
    let mut key = None;
    while !rest.is_empty() {
        let step = match &node.content {
            Content::Mapping(entries) => entry(entries, rest).map(|(entry, rest)| {
                key = Some(entry.key_span.clone());
                (&entry.value, rest)
            }),
            Content::List(items) => item(items, rest).inspect(|_| key = None),
            Content::Scalar(_) => None,
        };
        let Some((next, next_rest)) = step else {
            return node.head();
        };
        (node, rest) = (next, next_rest);
    }
    key.filter(|_| at_key).unwrap_or_else(|| node.pointer())
}

/// The entry that a path goes through, and the path below it. Keys may hold dots and
/// brackets themselves (`/old.html`), so the longest key that fits is taken.
fn entry<'tree, 'path>(
    entries: &'tree [Entry],
    path: &'path str,
) -> Option<(&'tree Entry, &'path str)> {
    let path = path.strip_prefix('.').unwrap_or(path);
    entries
        .iter()
        .filter_map(|entry| {
            let rest = path.strip_prefix(entry.key.as_str())?;
            (rest.is_empty() || rest.starts_with(['.', '['])).then_some((entry, rest))
        })
        .max_by_key(|(entry, _)| entry.key.len())
}

fn item<'tree, 'path>(items: &'tree [Node], path: &'path str) -> Option<(&'tree Node, &'path str)> {
    let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
    let index: usize = index.parse().ok()?;
    Some((items.get(index)?, rest))
}

#[cfg(test)]
mod tests {
    use super::locate;
    use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
    use crate::load::{SourcePath, Sources};

    /// What a diagnostic with this code and path points at in a file.
    fn pointed<'text>(name: &str, text: &'text str, code: Code, path: &str) -> Option<&'text str> {
        let file = SourcePath::new(name);
        let mut sources = Sources::default();
        sources.insert(file.clone(), text.as_bytes());
        let mut report = Report::default();
        report.add(Diagnostic::new(
            code,
            Place::field(&file, path),
            Message::new("", ""),
        ));
        locate(&mut report, &sources);
        let (start, end) = report.diagnostics()[0].place.span?;
        text.get(start..end)
    }

    const INDICATOR: &str = "\
label: {ja: 家賃, en: Rent}
source:
  statistic: 小売物価統計調査
values:
  hokkaido: 4296
  徳島: 3710 # 注
  empty:
";

    #[test]
    fn paths_lead_to_values_and_keys() {
        for (code, path, found) in [
            (Code::OutOfRange, "values.hokkaido", "4296"),
            (Code::OutOfRange, "values.徳島", "3710"),
            (Code::UnknownRecord, "values.徳島", "徳島"),
            (Code::WrongType, "label", "{ja: 家賃, en: Rent}"),
            (Code::WrongType, "label.en", "Rent"),
            (Code::WrongType, "source", "statistic"),
            (Code::WrongType, "values.empty", "empty"),
            (Code::MissingField, "source.url", "statistic"),
            (Code::MissingField, "as_of", "label"),
            (Code::WrongType, "label.ja.deeper[3]", "家賃"),
        ] {
            let pointed = pointed("content/indicators/a/b.yaml", INDICATOR, code, path);
            assert_eq!(pointed, Some(found), "{path}");
        }
    }

    #[test]
    fn lists_of_records_are_counted() {
        let text = "- id: a\n  sources:\n    - url: x\n- id: 標\n  sources: [{url: y}]\n";
        for (path, found) in [
            ("[1].id", "標"),
            ("[1].sources[0].url", "y"),
            ("[0].sources[0].url", "x"),
            ("[1]", "id"),
            ("[7].id", "id"),
            ("[x].id", "id"),
        ] {
            let pointed = pointed("content/a/b.yaml", text, Code::MissingReference, path);
            assert_eq!(pointed, Some(found), "{path}");
        }
    }

    #[test]
    fn keys_may_hold_dots() {
        let text = "redirects:\n  /old: /a/\n  /old.html: /b/\n";
        let pointed = pointed("site.yaml", text, Code::BadTarget, "redirects./old.html");
        assert_eq!(pointed, Some("/b/"));
    }

    #[test]
    fn front_matter_is_found_inside_markdown() {
        let text = "\u{feff}---\r\ntitle: 標\r\ntags: [migration, x]\r\n---\r\n本文\r\n";
        let pointed = pointed("content/articles/a/b.md", text, Code::UnknownTag, "tags[1]");
        assert_eq!(pointed, Some("x"));
    }

    #[test]
    fn a_file_that_cannot_be_read_stays_without_a_place() {
        assert_eq!(
            pointed("content/a/b.yaml", "a: [", Code::WrongType, "a"),
            None
        );
        assert_eq!(pointed("content/a.txt", "a: b", Code::WrongType, "a"), None);
    }
}
