//! Problems as workflow commands of GitHub Actions, which shows them on the lines of a pull
//! request.

use shirube::diagnostic::{Diagnostic, Severity};

use super::language::MessageLanguage;
use super::position::Positions;
use super::selection::Selection;

/// All problems, errors first. `prefix` leads from the repository to the project.
pub(super) fn text(selection: &Selection<'_>, language: MessageLanguage, prefix: &str) -> String {
    let mut problems = selection.shown.clone();
    problems.sort_by_key(|problem| problem.severity);
    let commands = problems
        .into_iter()
        .map(|problem| command(problem, &selection.positions, language, prefix));
    commands.collect()
}

/// What stands below all problems: GitHub shows only the first ten annotations of each kind that
/// a step makes.
pub(super) fn notice(selection: &Selection<'_>, language: MessageLanguage) -> String {
    let summary = selection.summary(language);
    let text = language.pick(
        format!("{summary}\nGitHub がここに示すのは、種類ごとに最初の10件までです。すべてはこの手順のログにあります"),
        format!("{summary}\nGitHub shows the first ten of each kind here; the log of this step has every one"),
    );
    format!("::notice title=shirube check::{}\n", data(&text))
}

/// One problem, ending with a line break.
fn command(
    problem: &Diagnostic,
    positions: &Positions<'_>,
    language: MessageLanguage,
    prefix: &str,
) -> String {
    let name = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let file = format!("{prefix}{}", problem.place.file);
    let mut properties = format!("file={}", property(&file));
    if let Some(position) = positions.of(&problem.place) {
        let (start, end) = (position.start, position.end);
        properties += &format!(",line={}", start.line);
        // Columns are dropped by GitHub when the lines differ.
        properties += &if start.line == end.line {
            format!(
                ",col={},endLine={},endColumn={}",
                start.column, end.line, end.column
            )
        } else {
            format!(",endLine={}", end.line)
        };
    }
    let title = property(problem.code.name());
    let mut message = language.of(&problem.message).to_owned();
    if let Some(help) = &problem.help {
        message += language.pick("\n対処: ", "\nhelp: ");
        message += language.of(help);
    }
    format!("::{name} {properties},title={title}::{}\n", data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use shirube::diagnostic::{Code, Diagnostic, Message, Place};
    use shirube::load::{SourcePath, Sources};

    use super::super::selection::Selection;
    use super::{MessageLanguage, Positions, command, notice, text};

    fn printed(place: Place, message: &str) -> String {
        let mut sources = Sources::default();
        sources.insert(place.file.clone(), "a: 徳島\nb: 1\n".as_bytes());
        let problem = Diagnostic::new(Code::BadId, place, Message::new("", message))
            .with_help(Message::new("", "mend it"));
        command(
            &problem,
            &Positions::new(&sources),
            MessageLanguage::En,
            "guide/",
        )
    }

    #[test]
    fn columns_are_given_on_one_line_only() {
        let file = SourcePath::new("content/a.yaml");
        assert_eq!(
            printed(Place::span(&file, 3..9), "wrong"),
            "::error file=guide/content/a.yaml,line=1,col=4,endLine=1,endColumn=6,title=bad-id::wrong%0Ahelp: mend it\n"
        );
        assert_eq!(
            printed(Place::span(&file, 3..12), "wrong"),
            "::error file=guide/content/a.yaml,line=1,endLine=2,title=bad-id::wrong%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let file = SourcePath::new("content/a,b:c%.yaml");
        assert_eq!(
            printed(Place::file(&file), "100%\r\n::error::x"),
            "::error file=guide/content/a%2Cb%3Ac%25.yaml,title=bad-id::100%25%0D%0A::error::x%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn errors_come_first_and_a_notice_counts_them() {
        let file = SourcePath::new("content/a.md");
        let problem = |code| Diagnostic::new(code, Place::file(&file), Message::new("", "wrong"));
        let (warning, error) = (problem(Code::HeadingLevel), problem(Code::BadId));
        let sources = Sources::default();
        let selection = Selection {
            shown: vec![&warning, &error],
            positions: Positions::new(&sources),
            elsewhere: Some(vec![&error]),
        };
        let commands = text(&selection, MessageLanguage::En, "");
        let lines: Vec<&str> = commands.lines().collect();
        assert_eq!(
            lines,
            [
                "::error file=content/a.md,title=bad-id::wrong",
                "::warning file=content/a.md,title=heading-level::wrong"
            ]
        );
        let notice = notice(&selection, MessageLanguage::En);
        assert!(
            notice.starts_with(
                "::notice title=shirube check::on changed lines: 1 error, 1 warning%0Aelsewhere: 1 error, 0 warnings%0A  content/a.md: wrong [bad-id]%0A"
            ) && notice.ends_with("the log of this step has every one\n"),
            "{notice}"
        );
    }
}
