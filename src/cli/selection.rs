//! Which problems of a run are shown, and how many there are.

use shirube::diagnostic::{Diagnostic, Severity};
use shirube::pipeline::Outcome;

use super::changed::Changes;
use super::language::{MessageLanguage, one_line};
use super::position::Positions;

/// Errors elsewhere that the summary names.
const NAMED: usize = 10;

/// The problems that are shown, and those that aren't.
pub(super) struct Selection<'a> {
    pub(super) shown: Vec<&'a Diagnostic>,
    pub(super) positions: Positions<'a>,
    /// Problems on lines that didn't change; `None` when all are shown.
    pub(super) elsewhere: Option<Vec<&'a Diagnostic>>,
}

impl<'a> Selection<'a> {
    /// All problems, or those that changes touch.
    pub(super) fn new(outcome: &'a Outcome, changes: Option<&Changes>) -> Self {
        let all = outcome.report.diagnostics().iter();
        let positions = Positions::new(&outcome.sources);
        match changes {
            None => Self {
                shown: all.collect(),
                positions,
                elsewhere: None,
            },
            Some(changes) => {
                let (shown, elsewhere) =
                    all.partition(|problem| changes.touch(&problem.place, &positions));
                Self {
                    shown,
                    positions,
                    elsewhere: Some(elsewhere),
                }
            }
        }
    }

    /// How many are shown.
    pub(super) fn counts(&self) -> Counts {
        Counts::of(self.shown.iter().copied())
    }

    /// How many there are on other lines, when only some are shown.
    pub(super) fn counts_elsewhere(&self) -> Option<Counts> {
        let elsewhere = self.elsewhere.as_ref()?;
        Some(Counts::of(elsewhere.iter().copied()))
    }

    /// Lines without a break at the end: how many problems there are, and which errors elsewhere
    /// keep the guide from being built.
    pub(super) fn summary(&self, language: MessageLanguage) -> String {
        let counts = self.counts().text(language);
        let Some(elsewhere) = self.counts_elsewhere() else {
            return counts;
        };
        let others = elsewhere.text(language);
        let mut text = language.pick(
            format!("変わった行: {counts}\nほかの行: {others}"),
            format!("on changed lines: {counts}\nelsewhere: {others}"),
        );
        if elsewhere.errors > 0 {
            text += &self.errors_elsewhere(elsewhere.errors, language);
        }
        text
    }

    fn errors_elsewhere(&self, count: usize, language: MessageLanguage) -> String {
        let mut text = String::new();
        let errors = self.elsewhere.iter().flatten();
        let errors = errors.filter(|problem| problem.severity == Severity::Error);
        for problem in errors.take(NAMED) {
            text += &format!("\n  {}", problem.place.file);
            if let Some(position) = self.positions.of(&problem.place) {
                text += &format!(":{}", position.start.line);
            }
            let message = one_line(language.of(&problem.message));
            text += &format!(": {message} [{}]", problem.code);
        }
        if count > NAMED {
            let more = count - NAMED;
            text += &language.pick(
                format!("\n  ほか {more} 件"),
                format!("\n  and {more} more"),
            );
        }
        text += language.pick(
            "\nエラーはどの行にあってもビルドを止めます。くわしくは --changed-since を付けずに検査します",
            "\nan error on any line stops the build; without --changed-since, check tells more",
        );
        text
    }
}

/// How many problems there are of each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Counts {
    pub(super) fn of<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self {
            errors: 0,
            warnings: 0,
        };
        for problem in problems {
            match problem.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
            }
        }
        counts
    }

    /// `2 errors, 1 warning`
    pub(super) fn text(self, language: MessageLanguage) -> String {
        let Self { errors, warnings } = self;
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        language.pick(
            format!("エラー {errors} 件、警告 {warnings} 件"),
            format!(
                "{errors} error{}, {warnings} warning{}",
                plural(errors),
                plural(warnings)
            ),
        )
    }
}
