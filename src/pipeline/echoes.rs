//! Drops problems that are only echoes of others.
//!
//! A record that can't be read is missing from the guide, and every link to it then leads
//! nowhere. Saying so would send a contributor to files that are right.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity, SourcePath};
use crate::load::Sources;

/// What is said of things that aren't there.
const ABSENCE: [Code; 7] = [
    Code::DeadAnchor,
    Code::DeadLink,
    Code::MissingImage,
    Code::MissingReference,
    Code::UnknownRecord,
    Code::UnknownTag,
    Code::UnknownValue,
];

/// What is said of values that seem to be lacking. In a file with an error they may only be written
/// wrongly.
const LACK: [Code; 4] = [
    Code::MissingTags,
    Code::MissingValue,
    Code::UndatedFact,
    Code::UndatedSource,
];

/// The report without echoes, sorted. The first `own` problems were found in files looked at one
/// by one; the rest by comparing what those files made.
pub(super) fn dropped(report: &Report, own: usize, sources: &Sources) -> Report {
    let problems = report.diagnostics();
    let (first, rest) = problems.split_at(own.min(problems.len()));
    let faulty = Faulty::of(first, sources);
    let mut kept = Report::default();
    for problem in first.iter().filter(|problem| !faulty.drowns(problem)) {
        kept.add(problem.clone());
    }
    let errors = || {
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        problems.iter().filter(is_error)
    };
    let files: BTreeSet<&SourcePath> = errors().map(|problem| &problem.place.file).collect();
    let unshown = errors().any(|problem| problem.code == Code::MissingImage);
    let duplicates: BTreeSet<&Place> = problems
        .iter()
        .filter(|problem| problem.code == Code::DuplicateId)
        .map(|problem| &problem.place)
        .collect();
    for problem in rest.iter().filter(|problem| !faulty.explains(problem)) {
        let lacking = LACK.contains(&problem.code) && files.contains(&problem.place.file);
        if lacking || (unshown && problem.code == Code::UnusedImage) {
            continue;
        }
        let claimed_twice =
            problem.code == Code::OutputConflict && duplicates.contains(&problem.place);
        if !claimed_twice {
            kept.add(problem.clone());
        }
    }
    kept.sort();
    kept
}

/// What the guide may lack because files have errors.
#[derive(Default)]
struct Faulty {
    /// Ids of single records, indicators and articles.
    ids: BTreeSet<String>,
    /// Whether a file that names many things is among them, so that anything may be lacking.
    anything: bool,
    /// Files of which nothing is certain.
    unreadable: BTreeSet<SourcePath>,
    /// Folders of collections with the fields that their schemas couldn't read; an empty name
    /// stands for any.
    fields: BTreeSet<(String, String)>,
    /// Whether the settings of the map have errors.
    map: bool,
    /// Whether the list of collections has errors.
    collections: bool,
}

impl Faulty {
    fn of(problems: &[Diagnostic], sources: &Sources) -> Self {
        let mut faulty = Self::default();
        let errors = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error);
        for problem in errors {
            let file = &problem.place.file;
            if problem.code == Code::NotUtf8 {
                faulty.unreadable.insert(file.clone());
            }
            if file.as_str() == "content/style.yaml" {
                // Nothing is made from it.
                continue;
            }
            let path = problem.place.field.as_deref().unwrap_or_default();
            let mut names = path.split('.');
            let (first, second) = (names.next().unwrap_or_default(), names.next());
            if file.stem() == "_collection" {
                let name = match (first, second) {
                    ("fields", name) => Some(name.unwrap_or_default()),
                    // `feilds:` declares none at all.
                    _ if problem.code == Code::UnknownKey && second.is_none() => Some(""),
                    _ => None,
                };
                let folder = file.folder().to_owned();
                let name = name.map(|name| (folder, name.to_owned()));
                faulty.fields.extend(name);
            }
            if file.as_str() == "site.yaml" {
                faulty.map |= first == "map";
                faulty.collections |= first.starts_with("collections");
            }
            if problem.code == Code::BadFileName || names_many(file, sources) {
                faulty.anything = true;
            } else if file.stem() == "index" {
                let folder = file.folder();
                let name = folder.rsplit('/').next().unwrap_or(folder);
                faulty.ids.insert(name.to_owned());
            } else {
                faulty.ids.insert(file.stem().to_owned());
            }
        }
        faulty
    }

    /// Whether a file is so broken that only this problem of it counts, or the problem is there
    /// only because a schema or the settings have one.
    fn drowns(&self, problem: &Diagnostic) -> bool {
        let file = &problem.place.file;
        let unread = problem.code != Code::NotUtf8 && self.unreadable.contains(file);
        let path = problem.place.field.as_deref().unwrap_or_default();
        let key = path.rsplit(['.', ']']).next().unwrap_or(path);
        let in_schema = |name: &str| {
            let field = (file.folder().to_owned(), name.to_owned());
            self.fields.contains(&field)
        };
        let undeclared = problem.code == Code::UnknownKey
            && file.stem() != "_collection"
            && (in_schema(key) || in_schema(""));
        let unmapped = self.map && problem.code == Code::BadFileName && file.ending() == "geojson";
        let unlisted = self.collections
            && problem.code == Code::MissingReference
            && problem.place.field.is_none()
            && file.ending() == "yaml";
        unread || undeclared || unmapped || unlisted
    }

    /// Whether a problem may be there only because a faulty file is.
    fn explains(&self, problem: &Diagnostic) -> bool {
        let separates = |character: char| !character.is_ascii_alphanumeric() && character != '-';
        let mut words = problem.message.en.split(separates);
        self.unreadable.contains(&problem.place.file)
            || (ABSENCE.contains(&problem.code)
                && (self.anything || words.any(|word| self.ids.contains(word))))
    }
}

/// Whether a file makes more than one thing: a schema, the tags, the glossary, a list of records, the settings.
fn names_many(file: &SourcePath, sources: &Sources) -> bool {
    let path = file.as_str();
    let is_list = || {
        let bytes = sources.get(file).map_or(&[][..], |bytes| bytes);
        bytes
            .split(|byte| *byte == b'\n')
            .any(|line| line.starts_with(b"- "))
    };
    !path.starts_with("content/")
        || ["content/glossary.yaml", "content/tags.yaml"].contains(&path)
        || file.stem() == "_collection"
        || (file.ending() == "yaml" && is_list())
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic, Report, SourcePath, Sources, dropped};
    use crate::diagnostic::{Message, Place};

    fn problem(code: Code, file: &str, message: &str) -> Diagnostic {
        let place = Place::file(&SourcePath::new(file));
        Diagnostic::new(code, place, Message::new("", message))
    }

    fn kept(own: Diagnostic, others: &[Diagnostic]) -> Vec<Code> {
        let mut report = Report::default();
        report.add(own);
        others.iter().for_each(|other| report.add(other.clone()));
        let mut sources = Sources::default();
        sources.insert(
            SourcePath::new("content/towns/list.yaml"),
            *b"# x\n- id: a\n",
        );
        let kept = dropped(&report, 1, &sources);
        kept.diagnostics()
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn what_a_faulty_file_would_have_made_is_not_missed() {
        let own = problem(Code::MissingField, "content/towns/aoba.yaml", "");
        let echo = problem(
            Code::DeadLink,
            "content/x.md",
            "the link `town:aoba` leads nowhere",
        );
        let real = problem(
            Code::DeadLink,
            "content/x.md",
            "the link `town:aoba-2` leads nowhere",
        );
        assert_eq!(
            kept(own, &[echo, real]),
            [Code::MissingField, Code::DeadLink]
        );
    }

    #[test]
    fn a_file_that_makes_many_things_may_have_made_anything() {
        let real = problem(Code::UnsafeLink, "content/x.md", "");
        let echo = problem(
            Code::UnknownRecord,
            "content/x.md",
            "there is no record `b`",
        );
        for file in ["content/towns/list.yaml", "content/towns/_collection.yaml"] {
            let own = problem(Code::MissingField, file, "");
            let codes = kept(own, &[echo.clone(), real.clone()]);
            assert!(
                codes.contains(&Code::UnsafeLink) && codes.len() == 2,
                "{file}"
            );
        }
    }

    #[test]
    fn a_path_that_is_claimed_twice_by_one_id_is_said_once() {
        let twice = problem(Code::DuplicateId, "content/towns/list.yaml", "");
        let echo = problem(Code::OutputConflict, "content/towns/list.yaml", "");
        let real = problem(Code::OutputConflict, "site.yaml", "");
        assert_eq!(kept(twice, &[echo, real]).len(), 2);
    }
}
