//! What a page's script is told: what the page shows now, and what is wrong with the sources.

use serde::Serialize;
use shirube::diagnostic::{Diagnostic, Severity};
use shirube::pipeline::live::Snapshot;

use crate::cli::language::{MessageLanguage, one_line};
use crate::cli::position::Positions;

/// Problems that are told in full.
const MOST: usize = 50;

/// What is known of a page and of the sources.
#[derive(Debug, Serialize)]
pub(super) struct State {
    pub(super) version: u64,
    /// What the page shows; `None` when it can't be made, and then an open one is left as it is.
    pub(super) page: Option<String>,
    /// The address of the style sheet.
    pub(super) style: Option<String>,
    /// Whether pages show the sources as they are, and not as they were without errors.
    current: bool,
    /// Whether warnings are among the problems.
    judged: bool,
    errors: usize,
    warnings: usize,
    /// Errors first, and no more than can be read.
    pub(super) problems: Vec<Problem>,
}

/// A problem in the language of messages.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    severity: &'static str,
    code: &'static str,
    file: String,
    /// From 1, in characters.
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    help: Option<String>,
}

/// What is known of a version.
pub(super) fn state(snapshot: &Snapshot, language: MessageLanguage) -> State {
    let report = snapshot.report();
    let positions = Positions::new(snapshot.sources());
    let of = |wanted: Severity| {
        let problems = report.diagnostics().iter();
        problems.filter(move |problem| problem.severity == wanted)
    };
    let shown = of(Severity::Error).chain(of(Severity::Warning));
    let shown = shown.take(MOST);
    State {
        version: snapshot.version(),
        page: None,
        style: None,
        current: snapshot.is_current(),
        judged: snapshot.is_judged(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        problems: shown
            .map(|problem| Problem::new(problem, &positions, language))
            .collect(),
    }
}

impl State {
    /// Adds an error that only one page has.
    pub(super) fn add(
        &mut self,
        problem: &Diagnostic,
        snapshot: &Snapshot,
        language: MessageLanguage,
    ) {
        let positions = Positions::new(snapshot.sources());
        let problem = Problem::new(problem, &positions, language);
        self.problems.insert(0, problem);
        self.errors += 1;
    }
}

impl Problem {
    fn new(problem: &Diagnostic, positions: &Positions<'_>, language: MessageLanguage) -> Self {
        let start = positions.of(&problem.place).map(|position| position.start);
        Self {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: problem.code.name(),
            file: one_line(problem.place.file.as_str()),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            message: one_line(language.of(&problem.message)),
            help: problem
                .help
                .as_ref()
                .map(|help| language.of(help).to_owned()),
        }
    }

    /// On one line.
    pub(super) fn text(&self) -> String {
        let mut place = self.file.clone();
        if let (Some(line), Some(column)) = (self.line, self.column) {
            place += &format!(":{line}:{column}");
        }
        format!("{place}: {} [{}]", self.message, self.code)
    }
}
