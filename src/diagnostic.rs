//! A problem in content, as a value.
//!
//! `parse`, `plan`, `render` and `review` add [`Diagnostic`]s to a [`Report`] and go on, so
//! that one run names every problem. How they are printed is the command line's concern.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod code;
mod edit;
mod page;
mod source_path;

pub use code::Code;
pub use edit::{Edit, mended};
pub use page::Page;
pub use source_path::SourcePath;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The guide can't be built: nothing is written and the exit code is 1.
    Error,
    /// The guide is built all the same.
    Warning,
}

/// One message in the two languages that the tool speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Message {
    /// A message from its two wordings.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }
}

/// Where in the sources a problem is. Bytes count from 0 at the start of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the project.
    pub file: SourcePath,
    /// The path of the YAML value inside the file or its front matter, such as
    /// `values.tokushima` or `sources[1].as_of`; `[2].name` in a file that is a list.
    pub field: Option<String>,
    /// The bytes of the file. Where only `field` is known, `parse::locate` fills this in.
    pub span: Option<(usize, usize)>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &SourcePath) -> Self {
        Self {
            file: file.clone(),
            field: None,
            span: None,
        }
    }

    /// A YAML value by its path in the file.
    pub fn field(file: &SourcePath, field: impl Into<String>) -> Self {
        Self {
            file: file.clone(),
            field: Some(field.into()),
            span: None,
        }
    }

    /// Bytes of the file.
    pub fn span(file: &SourcePath, span: Range<usize>) -> Self {
        Self {
            file: file.clone(),
            field: None,
            span: Some((span.start, span.end)),
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// Whether it stops the build.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: Message,
    /// What to do about it, with something to paste where there is one.
    pub help: Option<Message>,
    /// What mends it, where there is only one right answer; they don't overlap.
    pub fix: Vec<Edit>,
}

impl Diagnostic {
    /// A problem with the code's usual severity and no help.
    pub fn new(code: Code, place: Place, message: Message) -> Self {
        Self {
            code,
            severity: code.severity(),
            place,
            message,
            help: None,
            fix: Vec::new(),
        }
    }

    /// Adds what to do about it.
    pub fn with_help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds what mends it.
    pub fn with_fix(mut self, fix: Vec<Edit>) -> Self {
        self.fix = fix;
        self
    }
}

/// All problems of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds one problem.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all problems of another report.
    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// The problems, in the order they were added until [`Report::sort`] is called.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The problems alone.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The problems, for filling in spans.
    pub fn diagnostics_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.diagnostics
    }

    /// How many problems have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Whether anything stops the build.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Orders by file, place and code and drops repetitions, so that output never depends on
    /// the order of work.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(|left, right| {
            let (one, other) = (&left.place, &right.place);
            (one.file.cmp(&other.file))
                .then_with(|| one.span.cmp(&other.span))
                .then_with(|| one.field.cmp(&other.field))
                .then_with(|| left.code.cmp(&right.code))
                .then_with(|| left.message.en.cmp(&right.message.en))
        });
        self.diagnostics.dedup();
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// Characters of a name beyond which nobody mistypes it.
const LONGEST_SLIP: usize = 120;

/// The candidate that is nearest to a mistyped name, if one is near enough to be meant.
///
/// Distance counts inserted, removed, changed and swapped characters, whatever their case and
/// width; at most a third of the
/// word's characters (and at least one) may differ.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wrong.chars().count();
    if length > LONGEST_SLIP {
        return None;
    }
    let limit = (length / 3).max(1);
    let wrong = folded(wrong);
    candidates
        .into_iter()
        // Before anything is counted: a hostile file has many wrong names, and long ones.
        .filter(|candidate| candidate.len() <= LONGEST_SLIP * 4)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (distance(&wrong, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Small letters of half width: capitals and wide letters are the least of slips.
fn folded(text: &str) -> String {
    let narrow = |character: char| match character {
        // They stand in the order of ASCII, 0xFEE0 further on.
        '！'..='～' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    };
    text.chars()
        .map(|character| narrow(character).to_ascii_lowercase())
        .collect()
}

fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let width = right.len() + 1;
    let mut table = vec![0usize; (left.len() + 1) * width];
    for row in 0..=left.len() {
        for column in 0..=right.len() {
            let value = if row == 0 || column == 0 {
                row + column
            } else {
                let same = left[row - 1] == right[column - 1];
                let changed = table[(row - 1) * width + column - 1] + usize::from(!same);
                let removed = table[(row - 1) * width + column] + 1;
                let inserted = table[row * width + column - 1] + 1;
                let swapped = if row > 1
                    && column > 1
                    && left[row - 1] == right[column - 2]
                    && left[row - 2] == right[column - 1]
                {
                    table[(row - 2) * width + column - 2] + 1
                } else {
                    usize::MAX
                };
                changed.min(removed).min(inserted).min(swapped)
            };
            table[row * width + column] = value;
        }
    }
    table[left.len() * width + right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let names = ["tokushima", "tokyo", "tottori"];
        assert_eq!(nearest("tokusima", names), Some("tokushima"));
        assert_eq!(nearest("toyko", names), Some("tokyo"));
        assert_eq!(nearest("osaka", names), None);
    }
}
