//! Problems as one JSON object, for programs. `docs/checking.md` describes it; a change that isn't
//! only an addition takes another [`VERSION`].

use serde::Serialize;
use shirube::diagnostic::{Diagnostic, Message, Place};
use shirube::load::SourcePath;

use super::position::{LineColumn, Positions};
use super::selection::{Counts, Selection};

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    counts: Count,
    elsewhere: Option<Count>,
    diagnostics: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Count {
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    severity: String,
    file: &'a str,
    field: Option<&'a str>,
    start: Option<Point>,
    end: Option<Point>,
    message: Words<'a>,
    help: Option<Words<'a>>,
    fix: Vec<Replacement<'a>>,
    page: String,
}

#[derive(Serialize)]
struct Words<'a> {
    ja: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: Option<Point>,
    end: Option<Point>,
    text: &'a str,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

/// The whole output, ending with a line break.
pub(super) fn text(selection: &Selection<'_>) -> String {
    let document = Document {
        version: VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        counts: count(selection.counts()),
        elsewhere: selection.counts_elsewhere().map(count),
        diagnostics: selection
            .shown
            .iter()
            .map(|problem| of_problem(problem, &selection.positions))
            .collect(),
    };
    // Only maps with keys that are no text could fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn count(Counts { errors, warnings }: Counts) -> Count {
    Count { errors, warnings }
}

fn of_problem<'a>(problem: &'a Diagnostic, positions: &Positions<'_>) -> Problem<'a> {
    let (start, end) = points(&problem.place, positions);
    let fix = problem.fix.iter().map(|edit| {
        let (start, end) = points(&place(&problem.place.file, edit.span), positions);
        Replacement {
            start,
            end,
            text: &edit.text,
        }
    });
    Problem {
        code: problem.code.name(),
        severity: problem.severity.to_string(),
        file: problem.place.file.as_str(),
        field: problem.place.field.as_deref(),
        start,
        end,
        message: words(&problem.message),
        help: problem.help.as_ref().map(words),
        fix: fix.collect(),
        page: format!("docs/problems/{}.md", problem.code),
    }
}

fn words(message: &Message) -> Words<'_> {
    Words {
        ja: &message.ja,
        en: &message.en,
    }
}

fn place(file: &SourcePath, span: (usize, usize)) -> Place {
    Place::span(file, span.0..span.1)
}

fn points(place: &Place, positions: &Positions<'_>) -> (Option<Point>, Option<Point>) {
    let point = |LineColumn { line, column }, byte| Point { line, column, byte };
    match (positions.of(place), place.span) {
        (Some(position), Some((start, end))) => (
            Some(point(position.start, start)),
            Some(point(position.end, end)),
        ),
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::{Code, Diagnostic, Edit, Message, Place};
    use shirube::load::{SourcePath, Sources};

    use super::super::selection::Selection;
    use super::{Positions, text};

    #[test]
    fn a_problem_says_everything_it_knows() {
        let file = SourcePath::new("content/a.yaml");
        let mut sources = Sources::default();
        sources.insert(file.clone(), "a: 徳島𠮷野\n".as_bytes());
        let edit = Edit {
            span: (9, 13),
            text: "吉".to_owned(),
        };
        let message = Message::new("だめ", "wrong");
        let problem = Diagnostic::new(Code::BadId, Place::span(&file, 9..16), message)
            .with_help(Message::new("直す", "mend it"))
            .with_fix(vec![edit]);
        let whole = Diagnostic::new(Code::EmptyFile, Place::file(&file), Message::new("", ""));
        let selection = Selection {
            shown: vec![&problem, &whole],
            positions: Positions::new(&sources),
            elsewhere: Some(Vec::new()),
        };
        let value: serde_json::Value = serde_json::from_str(&text(&selection)).expect("JSON");
        assert_eq!(value["counts"]["errors"], 2);
        assert_eq!(value["elsewhere"]["warnings"], 0);
        let first = &value["diagnostics"][0];
        assert_eq!(
            first["start"],
            serde_json::json!({"line": 1, "column": 6, "byte": 9})
        );
        assert_eq!(
            first["end"],
            serde_json::json!({"line": 1, "column": 8, "byte": 16})
        );
        assert_eq!(first["fix"][0]["end"]["column"], 7);
        assert_eq!(first["message"]["ja"], "だめ");
        assert_eq!(first["page"], "docs/problems/bad-id.md");
        assert_eq!(value["diagnostics"][1]["start"], serde_json::Value::Null);
    }
}
