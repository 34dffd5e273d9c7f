//! Problems as a SARIF 2.1.0 log, which code scanning and editors read.
//!
//! Columns count Unicode code points, as the log says in `columnKind`: a character outside the
//! Basic Multilingual Plane is one column, not two.

use serde_json::{Value, json};
use shirube::diagnostic::{Code, Diagnostic, Edit, Page, Place, Severity};

use super::language::MessageLanguage;
use super::position::Positions;
use super::selection::Selection;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log, ending with a line break. `prefix` leads from the repository to the project.
pub(super) fn text(selection: &Selection<'_>, language: MessageLanguage, prefix: &str) -> String {
    let mut codes: Vec<Code> = selection.shown.iter().map(|problem| problem.code).collect();
    codes.sort_by_key(|code| code.name());
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code, language)).collect();
    let context = Context {
        codes: &codes,
        positions: &selection.positions,
        language,
        prefix,
    };
    let results: Vec<Value> = selection
        .shown
        .iter()
        .map(|problem| context.result(problem))
        .collect();
    let mut run = json!({
        "tool": {"driver": {
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }},
        "language": language.pick("ja", "en"),
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if let Some(counts) = selection.counts_elsewhere() {
        run["properties"] = json!({
            "errorsElsewhere": counts.errors,
            "warningsElsewhere": counts.warnings,
        });
    }
    let log = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    format!("{log:#}\n")
}

fn rule(code: Code, language: MessageLanguage) -> Value {
    let page = code.page();
    let half = language.pick(page.ja, page.en);
    json!({
        "id": code.name(),
        "shortDescription": {"text": Page::summary(half)},
        "fullDescription": {"text": Page::description(half)},
        "help": {"text": half, "markdown": half},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What all results need.
struct Context<'a, 'b> {
    /// The codes of the rules, in their order.
    codes: &'a [Code],
    positions: &'a Positions<'b>,
    language: MessageLanguage,
    prefix: &'a str,
}

impl Context<'_, '_> {
    fn result(&self, problem: &Diagnostic) -> Value {
        let mut message = self.language.of(&problem.message).to_owned();
        if let Some(help) = &problem.help {
            message += self.language.pick("\n対処: ", "\nhelp: ");
            message += self.language.of(help);
        }
        let mut result = json!({
            "ruleId": problem.code.name(),
            "ruleIndex": self.codes.iter().position(|code| *code == problem.code),
            "level": level(problem.severity),
            "message": {"text": message},
            "locations": [{"physicalLocation": {
                "artifactLocation": self.artifact(&problem.place),
                "region": self.region(&problem.place),
            }}],
        });
        if !problem.fix.is_empty() {
            result["fixes"] = json!([self.fix(problem)]);
        }
        result
    }

    fn fix(&self, problem: &Diagnostic) -> Value {
        let replacement = |edit: &Edit| {
            let (start, end) = edit.span;
            let place = Place::span(&problem.place.file, start..end);
            json!({
                "deletedRegion": self.region(&place),
                "insertedContent": {"text": edit.text},
            })
        };
        let text = problem.help.as_ref().unwrap_or(&problem.message);
        json!({
            "description": {"text": self.language.of(text)},
            "artifactChanges": [{
                "artifactLocation": self.artifact(&problem.place),
                "replacements": problem.fix.iter().map(replacement).collect::<Vec<Value>>(),
            }],
        })
    }

    fn artifact(&self, place: &Place) -> Value {
        json!({"uri": percent_encoded(&format!("{}{}", self.prefix, place.file))})
    }

    /// GitHub refuses results without a line, so the whole file is shown at its first.
    fn region(&self, place: &Place) -> Value {
        match self.positions.of(place) {
            Some(position) => json!({
                "startLine": position.start.line,
                "startColumn": position.start.column,
                "endLine": position.end.line,
                "endColumn": position.end.column,
            }),
            None => json!({"startLine": 1}),
        }
    }
}

/// A path as a relative URI: what RFC 3986 doesn't allow in a name becomes `%` and two digits.
fn percent_encoded(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shirube::diagnostic::{Code, Diagnostic, Edit, Message, Place};
    use shirube::load::{SourcePath, Sources};

    use super::super::selection::Selection;
    use super::{MessageLanguage, Positions, percent_encoded, text};

    /// Validated against the schema by `tests/javascript/sarif.test.mjs`.
    const FIXES: &str = include_str!("../../tests/sarif/fixes.json");

    fn log(problems: &[&Diagnostic], sources: &Sources) -> Value {
        let selection = Selection {
            shown: problems.to_vec(),
            positions: Positions::new(sources),
            elsewhere: None,
        };
        let text = text(&selection, MessageLanguage::En, "my guide/");
        serde_json::from_str(&text).expect("JSON")
    }

    #[test]
    fn columns_count_code_points() {
        let file = SourcePath::new("content/移住.yaml");
        let mut sources = Sources::default();
        sources.insert(file.clone(), "a: 𠮷野\nb: 1\n".as_bytes());
        let edit = Edit {
            span: (3, 7),
            text: "吉".to_owned(),
        };
        let message = Message::new("", "wrong");
        let problem = Diagnostic::new(Code::BadReading, Place::span(&file, 7..10), message.clone())
            .with_fix(vec![edit]);
        let whole = Diagnostic::new(Code::PastReview, Place::file(&file), message);
        let log = log(&[&problem, &whole, &problem], &sources);
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(
            run["tool"]["driver"]["rules"].as_array().map(Vec::len),
            Some(2)
        );
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleIndex"], &result["level"]),
            (&json!(0), &json!("error"))
        );
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            location["artifactLocation"]["uri"],
            "my%20guide/content/%E7%A7%BB%E4%BD%8F.yaml"
        );
        assert_eq!(
            location["region"],
            json!({"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6})
        );
        let fixes: Value = serde_json::from_str(FIXES).expect("JSON");
        assert_eq!(result["fixes"], fixes);
        let second = &run["results"][1];
        assert_eq!(
            (&second["ruleIndex"], &second["level"]),
            (&json!(1), &json!("warning"))
        );
        assert_eq!(
            second["locations"][0]["physicalLocation"]["region"],
            json!({"startLine": 1})
        );
    }

    #[test]
    fn names_become_uris() {
        assert_eq!(percent_encoded("a-b/c_d.md"), "a-b/c_d.md");
        assert_eq!(percent_encoded("a b:c%#?"), "a%20b%3Ac%25%23%3F");
    }
}
